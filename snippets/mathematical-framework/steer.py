"""Does one direction turn praise into blame?"""

# --8<-- [start:direction]
import torch

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
block = model.model.layers[20]


def batch(texts):
    return tokenizer(
        texts, return_tensors="pt", padding=True, padding_side="right"
    )


def mean_stream(texts):
    b, kept = batch(texts), []
    hook = block.register_forward_hook(
        lambda module, args, output: kept.append(output)
    )
    model.model(**b)
    hook.remove()
    use = b.attention_mask.clone()
    use[:, 0] = 0  # token 0 is unlike all others
    return (kept[0] * use[..., None]).sum(1) / use.sum(1, keepdim=True)


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
plain = tokenizer(plain, return_tensors="pt").input_ids


def steered(vector, cost=True):
    hook = block.register_forward_hook(
        lambda module, args, output: output + vector
    )
    x = model.model(**asked).last_hidden_state
    loss = model(plain, labels=plain).loss.item() if cost else None
    hook.remove()
    p = model.lm_head(x[torch.arange(8), end]).log_softmax(-1)
    up, down = (p[:, lists[k]].logsumexp(1) for k in "+-")
    return up - down, loss


# --8<-- [end:prompts]

# --8<-- [start:demo]
rng = torch.Generator().manual_seed(0)
chance = torch.randn(4, 576, generator=rng)
chance *= direction.norm() / chance.norm(dim=1, keepdim=True)
tried = {
    f"{k:+} praise": steered(k * direction) for k in (-8, -2, 2, 8)
}
tried |= {"nothing": steered(0 * direction)}
print("added      log-odds  praise wins  loss on a plain sentence")
for name, (odds, loss) in tried.items():
    wins = int((odds > 0).sum())
    print(f"{name:9}  {odds.mean():8.1f}  {wins:4} of 8  {loss:13.1f}")
by_lot = [
    steered(k * v, cost=False)[0].mean().item()
    for v in chance
    for k in (-2, 2)
]
print(
    "log-odds, 4 random vectors, pushed both ways  "
    f"{min(by_lot):.1f} to {max(by_lot):.1f}"
)
# --8<-- [end:demo]

# --8<-- [start:check]
mean = {name: odds.mean().item() for name, (odds, _) in tried.items()}
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
