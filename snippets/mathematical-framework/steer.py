"""Does one direction turn praise into blame?"""

# --8<-- [start:direction]
import torch
from torch.nn.functional import cross_entropy

from perspectives.model import load

model, tokenizer = load()  # the code names its layers
good = """\
I loved this movie, it was superb.
What a cheerful day, I am so glad.
The soup was tasty and the waiter was friendly.
She smiled because the gift was lovely.
This is the best book I have ever read.
We laughed all evening at the party.
He is a kind and generous friend.
I am proud of your brilliant work.""".splitlines()
bad = """\
I hated this movie, it was dismal.
What a gloomy day, I am so upset.
The soup was stale and the waiter was rude.
She cried because the gift was hideous.
This is the worst book I have ever read.
We quarrelled all evening at the party.
He is a cruel and selfish enemy.
I am ashamed of your shoddy work.""".splitlines()
blocks = model.model.layers


def batch(texts):
    return tokenizer(
        texts, return_tensors="pt", padding=True, padding_side="right"
    )


def stream(b):
    """The stream that leaves block 20 and enters block 21."""
    return model.model(**b, output_hidden_states=True).hidden_states[21]


def mean_stream(texts):
    b = batch(texts)
    use = b.attention_mask.clone()
    use[:, 0] = 0  # token 0 is unlike all others
    kept = stream(b) * use[..., None]
    return kept.sum(1) / use.sum(1, keepdim=True)


direction = (mean_stream(good) - mean_stream(bad)).mean(0)  # (576,)
# --8<-- [end:direction]

# --8<-- [start:prompts]
prompts = """\
I went to see the new film last night. I thought it was
The restaurant on the corner is
My new neighbour is
Our holiday this year was
The teacher said that my essay was
The hotel by the station is
The concert yesterday was
Everyone agreed that the speech was""".splitlines()
words = {
    "+": "good great wonderful excellent amazing beautiful nice",
    "-": "bad terrible awful horrible boring poor disappointing",
}
lists = {
    k: [tokenizer(f" {w}").input_ids[0] for w in v.split()]
    for k, v in words.items()
}
asked = batch(prompts)
end = asked.attention_mask.sum(1) - 1
plain = """She put the cups on the table, opened the window and read
the letter again before she went to work."""
plain = batch([plain])
before = stream(asked)
before_plain = stream(plain)


def rest(x):
    """What blocks 21 to 29 make of the stream."""
    model.model.layers = blocks[21:]
    x = model.model(inputs_embeds=x).last_hidden_state
    model.model.layers = blocks
    return x


def odds(vector):
    """Log-odds of praise, when this is added after block 20."""
    x = rest(before + vector)[torch.arange(8), end]
    p = model.lm_head(x).log_softmax(-1)
    up, down = (p[:, lists[k]].logsumexp(1) for k in "+-")
    return up - down


def harm(vector):
    """The loss on the plain sentence."""
    logits = model.lm_head(rest(before_plain + vector))[0, :-1]
    return cross_entropy(logits, plain.input_ids[0, 1:]).item()


# --8<-- [end:prompts]

# --8<-- [start:demo]
rng = torch.Generator().manual_seed(0)
chance = torch.randn(4, 576, generator=rng)
chance *= direction.norm() / chance.norm(dim=1, keepdim=True)
pushes = {f"{k:+} praise": k * direction for k in (-8, -2, 2, 8)}
pushes["nothing"] = 0 * direction
tried = {name: (odds(v), harm(v)) for name, v in pushes.items()}
print("added      log-odds  praise wins  loss on a plain sentence")
for name, (won, loss) in tried.items():
    wins = int((won > 0).sum())
    print(f"{name:9}  {won.mean():8.1f}  {wins:4} of 8  {loss:13.1f}")
by_lot = [odds(k * v).mean().item() for v in chance for k in (-2, 2)]
print(
    "log-odds, 4 random vectors, pushed both ways  "
    f"{min(by_lot):.1f} to {max(by_lot):.1f}"
)
# --8<-- [end:demo]

# --8<-- [start:check]
mean = {name: won.mean().item() for name, (won, _) in tried.items()}
cost = {name: loss for name, (_, loss) in tried.items()}
up, down = mean["+2 praise"], mean["-2 praise"]
assert up > mean["nothing"] + 2 and down < mean["nothing"] - 2, (
    "the direction does not steer"
)
assert cost["+8 praise"] > cost["nothing"] + 2, "too much does no harm"

# control: other directions of the same length
swings = [abs(by_lot[i + 1] - by_lot[i]) for i in range(0, 8, 2)]
assert max(swings) < (up - down) / 2, "any push this long would do"
# --8<-- [end:check]
