"""Can the norms be replaced by constants?"""

# --8<-- [start:materials]
import torch

from perspectives.measure import DATA, student, table
from perspectives.model import load

model, tokenizer = load()  # the code names its norms
ids = tokenizer((DATA / "prose.txt").read_text()).input_ids[:256]
ids = torch.tensor(ids).view(8, 32)
norms = [x for x in model.modules() if "RMSNorm" in type(x).__name__]


def hooked(norms, hook, ids):
    """The scores, if `hook` sees what these norms read."""
    hooks = [norm.register_forward_hook(hook) for norm in norms]
    scores = model(ids, use_cache=False).logits
    for one in hooks:
        one.remove()
    return scores


def own(x):
    """By what the norm multiplies each vector."""
    return (x.square().mean(-1, keepdim=True) + 1e-5).rsqrt()


def note(module, args, output):
    usual[module] = own(args[0])[:, 1:].median()


usual = {}
hooked(norms, note, ids[:3])
# --8<-- [end:materials]


# --8<-- [start:demo]
def bits(start, times=1.0):
    """Bits of each text with constant norms from here on."""

    def constant(module, args, output):
        scale, c = own(args[0]), usual[module]
        apart = scale < 0.5 * c  # twice as long as usual
        apart[:, 0] = True  # as token 0 is: these keep their own
        return output / scale * torch.where(apart, scale, times * c)

    scores = hooked(norms[start:], constant, ids[3:])[:, :-1]
    each = -scores.log_softmax(-1) / torch.tensor(2.0).log()
    return each.gather(-1, ids[3:, 1:, None])[..., 0].mean(1)


# --8<-- [end:demo]

# --8<-- [start:table]
plain = bits(61)
tried = {
    "the last norm": (60,),
    "from block 20": (40,),
    "all 61": (0,),
    "from 20, times 1.5": (40, 1.5),
}
print(f"bits a token, as it is  {plain.mean():.1f}")
print(f"texts  {len(plain)}")
added = {name: bits(*how) - plain for name, how in tried.items()}
large = {k: x.min() > 1.5 for k, x in added.items()}
columns = {"constant": list(tried)}
columns["adds, bits"] = [  # how much it is hangs on rounding
    "over 1.5 bits in each" if large[k] else f"{x.mean():z.1f}"
    for k, x in added.items()
]
columns["95 % interval"] = [
    "-" if large[k] else "{:z.1f} to {:z.1f}".format(*student(x))
    for k, x in added.items()
]
table(columns, 1)
# --8<-- [end:table]

# --8<-- [start:check]
mean = {name: x.mean() for name, x in added.items()}
assert mean["the last norm"] < 0.7, "the last norm is needed as it is"
assert mean["from block 20"] < 1.5, "late norms are needed as they are"
assert mean["all 61"] > 2, "all norms could be constants"
# control: a wrong constant must be noticed
wrong = mean["from 20, times 1.5"]
assert wrong > mean["from block 20"] + 1.5, "it does not notice"
# --8<-- [end:check]
