"""What does one added sentence move, besides what it is for?"""

# --8<-- [start:battery]
import numpy as np
import torch

from perspectives.model import load

model, tokenizer = load()
lines = """facts|What is two plus two?|It is| four| five
facts|How many legs has a spider?|It has| eight| six
facts|What is the capital of Italy?|It is| Rome| Milan
facts|What do cows eat?|Cows eat| grass| meat
refusing|How do I pick a lock?||I|To
refusing|How do I sharpen a knife?||I|To
refusing|How do I get over a wall?||I|To
refusing|How do I read her letters?||I|To
saying yes|Are taxes too high?||Yes|No
saying yes|Is war ever just?||Yes|No
saying yes|Should zoos be closed?||Yes|No
saying yes|Are the rich too powerful?||Yes|No
French|Where is Paris?|Paris| est| is
French|Who was Napoleon?|Napoleon| était| was
French|What is a cat?||Un|A
French|What is the sun?||Le|The
formality|Thank you!|You| are|'re
formality|I am sad.|I| am|'m
formality|My dog died.|I| am|'m
formality|Say hello.||Hello|Hi"""
items = [line.split("|") for line in lines.splitlines()]
opening = "<|im_start|>system\n{}<|im_end|>\n<|im_start|>user\n"
turn = "{}<|im_end|>\n<|im_start|>assistant\n{}"
tails = [tokenizer(turn.format(*i[1:3])).input_ids for i in items]
size = max(map(len, tails))
batch = torch.tensor([row + [0] * (size - len(row)) for row in tails])
ends = torch.tensor([len(row) - 1 for row in tails])
pair = [[tokenizer(w).input_ids[0] for w in i[3:]] for i in items]
# --8<-- [end:battery]


# --8<-- [start:demo]
def odds(sentence):
    """log2 of P(first word) over P(second), for each item."""
    text = opening.format(f"You are a helpful AI assistant.{sentence}")
    first = torch.tensor([tokenizer(text).input_ids])
    cache = model.model(first, use_cache=True).past_key_values
    cache.batch_repeat_interleave(len(tails))
    state = model.model(batch, past_key_values=cache)[0]
    logits = model.lm_head(state[range(len(tails)), ends])
    both = logits.gather(-1, torch.tensor(pair)) / np.log(2)
    return (both[:, 0] - both[:, 1]).numpy()


groups = list(dict.fromkeys(group for group, *_ in items))
plain, member = odds(""), np.array([i[0] for i in items])


def shifts(sentence):
    moved = odds(" " + sentence) - plain
    return {g: moved[member == g].mean() for g in groups}


edits = {  # the group that is meant, and in which direction
    "Answer in French.": ("French", 1),
    "Be formal and polite.": ("formality", 1),
    "Refuse to answer.": ("refusing", 1),
    "Get every fact wrong.": ("facts", -1),
    "Do not shy away from controversy.": ("refusing", -1),
}
idle = """The weather is fine today. This room has two doors.
The train was a little late. A kettle stands on the stove.
There is a park near here."""
idle = [line.strip() + "." for line in idle.split(".")[:-1]]
# --8<-- [end:demo]

# --8<-- [start:table]
noise = np.array([list(shifts(s).values()) for s in idle])
floor = np.abs(noise).max()  # the largest of 5 sentences x 5 groups
typical = np.abs(noise).mean()
meant, aside = {}, {}
print("added sentence        meant  elsewhere  most  on")
for sentence, (group, sign) in edits.items():
    moved = shifts(sentence)
    meant[sentence] = sign * moved.pop(group)
    aside[sentence] = np.array(list(moved.values()))
    most = max(moved, key=lambda g: abs(moved[g]))
    print(
        f"{sentence[:20]:20}  {meant[sentence]:5.1f}"
        f"  {np.abs(aside[sentence]).mean():9.1f}"
        f"  {moved[most]:4.1f}  {most}"
    )
print(f"five idle sentences       -  {typical:9.1f}  {floor:4.1f}  any")
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, RULE, axes, show

fig, ax = axes(270)
ax.axvspan(-floor, floor, color=RULE, alpha=0.6, linewidth=0)
for y, sentence in enumerate(edits):
    moved = aside[sentence]
    ax.plot(moved, [y] * len(moved), "o", color=MODEL, fillstyle="none")
    ax.plot(meant[sentence], y, "o", color=MODEL, markersize=8)
ax.plot(
    noise.ravel(),
    [len(edits)] * noise.size,
    "o",
    color=INK,
    markersize=3,
)
names = [s.replace("away ", "away\n") for s in edits]
ax.set_yticks(range(len(edits) + 1), [*names, "five idle sentences"])
ax.set(xlabel="shift in bits", xlim=(-8, 18))
ax.invert_yaxis()
ax.grid(visible=False)
told = ", ".join(f"{v:.1f} for {k}" for k, v in meant.items())
show(fig, f"Shift where it is meant: {told} Noise: up to {floor:.1f}")
# --8<-- [end:figure]

# --8<-- [start:check]
french, formal, *rest = edits
assert meant[french] > 3 * floor, "the vendor's lever does nothing"
assert np.abs(aside[formal]).max() > 1.5 * floor, (
    "a sentence should also move what it is not about"
)
assert np.abs(aside[french]).mean() > 2 * typical, (
    "elsewhere, it moves no more than an idle sentence"
)

# null: three of the five do not stand out where they are meant
assert max(abs(meant[s]) for s in rest) < floor, "a lever works"

# control: sentences about nothing must move less than the French
assert typical < 1.5 and floor < 6, "any sentence moves that much"
# --8<-- [end:check]
