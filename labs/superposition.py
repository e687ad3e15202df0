# %% [markdown]
# # Superposition in the laboratory {#superposition-lab}
#
# A toy whose answer can be reckoned beforehand, a larger one that surprised us, then a dictionary for one layer of the model, beside what might
# have made it look good by accident.
# {.standfirst}
#
# [The page on superposition](../views/superposition.md) ends in smaller claims than it began with. What would count for the view, it says, is “a
# dictionary for a layer of this model that beats, by a wide margin, the same dictionary for random [[weights]]”. A dictionary is a list of
# directions of which a few are chosen for each [[token]] and added up, to come near to what the layer holds. Here is one. It is small, trained for
# some seconds on the docstrings of a programming language, and set beside what it must beat.
#
# !!! predict "Before you look"
#     Write down four guesses.
#
#     1. For each token, sixteen directions are chosen anew from a dictionary of 1,024. How much of the variance of the [[residual stream]] do they
#        miss, if the sixteen best fixed axes miss about two thirds?
#     2. The dictionary is made again for noise that spreads as far in every direction (it has the same covariance), and for a network whose weights
#        were drawn at random. How much of its advantage over fixed axes is left?
#     3. It is trained once more, from another start. How many of its directions come back?
#     4. One of its directions is added to the stream. Does the model say what usually follows where that direction is strong, and more reliably
#        than when pushed in a direction drawn at random?
#
# ## What came out {#findings}
#
# - *The toy does what the algebra says.* Where four lines of algebra put the boundary between keeping one thing and keeping two, the trained networks
#   change over as well, in [=labs/superposition:cells that agree] cells of the picture.
# - *The dictionary beats fixed axes, and its control loses most of that.* It misses [=labs/superposition:stream, seed 0:held out <0.4] of the variance of new
#   text, the sixteen best axes [=labs/superposition:stream, seed 0:PCA-16 >0.6]. On noise that spreads in the same way the gain falls from
#   [=labs/superposition:stream, seed 0:gain >0.3] to [=labs/superposition:Gaussian, seed 0:gain <0.15].
# - *A harder control has most of the rest.* With shuffled blocks, where the token can still be seen, the dictionary misses
#   [=labs/superposition:shuffled, seed 0:held out <0.55], on noise [=labs/superposition:its noise, seed 0:held out >0.6].
# - *A matrix does better than a [[transcoder]].* In place of one [[MLP]], our transcoder, a sparse map, costs
#   [=labs/superposition:transcoder over matrix:more >0.005] [[nats]] more than a linear map, which costs nothing that we can measure.
# - *Two runs find different parts.* Of the directions of one run, [=labs/superposition:two seeds, stream:over 0.7, % <10] in a hundred come back in the other.
# - *A direction is a handle, on average.* Pushed along one, the model finds the tokens that usually follow likelier by
#   [=labs/superposition:1.00 norms:own] nats; but only [=labs/superposition:1.00 norms:ahead <10] of those tried do better than every random push.

# %%
import copy
from pathlib import Path

import torch
from torch.nn.functional import (
    cross_entropy,
    embedding,
    embedding_bag,
    normalize,
)
from tqdm import tqdm

from perspectives.figure import INK, MODEL, RULE, SOFT, axes, show
from perspectives.model import load

torch.set_num_threads(1)


def draw(seed):
    """A source of random numbers of its own, so that no cell
    depends on how much chance another has used up.
    """
    return torch.Generator().manual_seed(seed)


# %% [markdown]
# ## Two toys {#toys}
#
# The [[toy model]] is that of the page: numbers that are mostly zero, pressed through few dimensions and read out by a [[ReLU]] [@elhage2022toy].
# New is that hundreds of networks are trained in one go. They are stacked along a first axis, `k`, and an `einsum` multiplies each by its own
# weights; the sum of their [[losses]] has, for each network, the gradient of its own.


# %%
def train_toys(
    n, m, zero, importance, relu=True, steps=700, batch=192, seed=0
):
    """Send n features through m dimensions and back, one instance
    for each entry of `zero`; `importance` is (instance, n).
    """
    lot, k = draw(seed), len(zero)
    w = (
        torch.randn(k, n, m, generator=lot) * 0.7 / m**0.5
    ).requires_grad_()
    b = torch.zeros(k, 1, n, requires_grad=True)
    adam = torch.optim.Adam([w, b], lr=0.02)
    decay = torch.optim.lr_scheduler.CosineAnnealingLR(adam, steps)
    for step in tqdm(range(steps + 1), desc="toys", leave=False):
        # all instances see the same draws
        size, on = torch.rand(
            2, 1, batch if step < steps else 8192, n, generator=lot
        )
        # (instance, batch, feature), mostly zeros
        x = size * (on > zero[:, None, None])
        hidden = torch.einsum("kbn,knm->kbm", x, w)
        y = torch.einsum("kbm,knm->kbn", hidden, w) + b
        loss = (
            importance[:, None] * (x - (y.relu() if relu else y)) ** 2
        ).mean((1, 2))
        if step < steps:
            adam.zero_grad()
            loss.sum().backward()
            adam.step()
            decay.step()
    return w.detach(), loss.detach()  # the last loss is of fresh data


# %% [markdown]
# ### A boundary without training {#phase}
#
# Take two [[features]] and one dimension. The network can keep the more important one and drop the other, or lay both on the line, pointing
# opposite ways, and let the ReLU throw away what is negative. Which is cheaper can be reckoned. Let a share $p$ of the numbers be non-zero and
# uniform, and let the less important feature count $r$ for every 1 of the other. A dropped feature costs its variance:
#
# $$r\,(p/3 - p^2/4).$$
#
# Opposite features cost something only when both are on, and then each loses the smaller of the two numbers, whose mean square is one sixth:
#
# $$p^2\,(1 + r)/6.$$
#
# The second is less than the first where $p < 4r/(2 + 5r)$. Nothing in this was trained or fitted. What is trained are networks: eleven
# importances by eight shares of zeros, six starts each, of which the best by loss on fresh data is kept. The squared length of the weights counts
# the features that it keeps, one or two.

# %% tags=["trained"]
zeros = torch.tensor([0.0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.9, 0.95])
# importance of the second, the first being 1
matters = torch.tensor(
    [0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.4, 2.0, 3.0, 5.0, 10.0]
)
zero, second = torch.meshgrid(zeros, matters, indexing="ij")
# (zeros, importance, 2)
importance = torch.stack([torch.ones_like(second), second], -1)


def two_in_one(relu, starts=6):
    """Of six starts the one that ends best:
    w as (zeros, importance, 2).
    """
    w, loss = train_toys(
        2,
        1,
        zero.flatten().repeat(starts),
        importance.view(-1, 2).repeat(starts, 1),
        relu,
    )
    best = loss.view(starts, -1).argmin(0)
    return w.view(starts, -1, 2)[best, torch.arange(len(best))].view(
        *zero.shape, 2
    )


less, density = torch.minimum(second, 1 / second), 1 - zero
foretold = density < 4 * less / (2 + 5 * less)
plane = {relu: two_in_one(relu) for relu in (True, False)}
# the squared length counts what is kept
both = {relu: w.square().sum(-1) > 1.5 for relu, w in plane.items()}
print("of 11 importances, both are kept at  foretold  trained  no ReLU")
for i, z in enumerate(zeros):
    print(
        f"zeros {z:.2f}  {foretold[i].sum():8}"
        f"  {both[True][i].sum():7}  {both[False][i].sum():7}"
    )
print(
    f"cells that agree  {(both[True] == foretold).sum()}"
    f" of {foretold.numel()}"
)

# %% tags=["trained", "figure"] caption="Do the networks change where the line says? Each dot is the best of six, large where it keeps both features; the line was reckoned, not fitted."
figure, axis = axes(250)
for kept, colour, size in (
    (both[True], MODEL, 7),
    (~both[True], SOFT, 3),
):
    axis.plot(second[kept], density[kept], "o", color=colour, ms=size)
line = torch.logspace(-1.1, 1.1, 60)
low = torch.minimum(line, 1 / line)
axis.plot(line, 4 * low / (2 + 5 * low), color=INK)
axis.set(
    xscale="log",
    xlabel="importance of the second feature",
    ylabel="share of non-zeros",
    xlim=(0.075, 13),
    ylim=(0, 1.05),
)
axis.set_xticks([0.1, 1, 10], ["0.1", "1", "10"])
axis.annotate("both", (1, 0.62), color=MODEL, ha="center")
axis.annotate("the first alone", (0.085, 0.72), color=SOFT)
axis.annotate("the second", (3.2, 0.72), color=SOFT)
show(
    figure,
    "Map of which features two numbers in one dimension keep, "
    "over the importance of the second and the share of non-zeros. "
    "Both are kept below a roof-shaped line with its top at equal "
    "importance. The line was reckoned, not fitted; "
    f"{(both[True] == foretold).sum()} of {foretold.numel()} "
    "networks are on the side that it says.",
)

# %% [markdown]
# Line and networks agree in [=labs/superposition:cells that agree] cells. The line is reckoned for full lengths and no bias, and training can do a
# little better, so at the edge the network may keep two where the line says one; and six starts may all be bad. Without the ReLU two are never kept
# at all: [[sparsity]] alone buys nothing.
#
# ### Forty features in ten dimensions {#crowd}
#
# Is there such order in larger spaces? A measure from the same work [@elhage2022toy] asks how much of a dimension a feature has to itself:
# $D_i = \lVert w_i\rVert^2 / \sum_j (\hat w_i \cdot w_j)^2$, where $\hat w_i$ is $w_i$ brought to length one. It is 1 for a feature that shares
# with none, one half for each of an opposite pair, two fifths in a pentagon. All forty count the same here. A feature is counted as kept if its
# direction is longer than one half.

# %% tags=["trained"]
n, m = 40, 10
grid = torch.tensor(
    [0.0, 0.5, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99]
)


def dimensions(w):
    """The dimensions that each feature has to itself,
    between 0 and 1: (instance, feature).
    """
    length = w.norm(dim=-1)
    overlap = torch.einsum("kim,kjm->kij", normalize(w, dim=-1), w)
    return length**2 / overlap.square().sum(-1)


crowds = {}
for relu in (True, False):
    w, _ = train_toys(
        n, m, grid.repeat(2), torch.ones(2 * len(grid), n), relu
    )
    crowds[relu] = w.view(2, len(grid), n, m)
by_lot = normalize(
    torch.randn(2, len(grid), n, m, generator=draw(3)), dim=-1
)
# (start, zeros, feature)
kept = {relu: w.norm(dim=-1) > 0.5 for relu, w in crowds.items()}
share = {
    name: dimensions(w.flatten(0, 1)).view(2, -1, n)
    for name, w in (*crowds.items(), ("lot", by_lot))
}
half = {name: (s - 0.5).abs() < 0.03 for name, s in share.items()}
print(
    "40 in 10    kept  dimensions  spread  near a half, %  no ReLU, %"
)
for i, z in enumerate(grid):
    near = {
        relu: 100 * half[relu][:, i][kept[relu][:, i]].float().mean()
        for relu in kept
    }
    d = share[True][:, i][kept[True][:, i]]
    print(
        f"{z:.2f} zero  {kept[True][:, i].sum() / 2:6.1f}"
        f"  {d.mean():10.2f}  {d.std():6.3f}"
        f"  {near[True]:14.0f}  {near[False]:10.0f}"
    )
print(f"by lot, %  {half['lot'].float().mean() * 100:.0f}")

# %% tags=["trained", "figure"] caption="Do the features gather at a few values, as they would if they formed figures? Every dot is a group of features of one network; the larger, the more. Two networks stand side by side."
figure, axis = axes(210)
axis.axhline(0.5, color=INK, lw=0.7, ls=":")
axis.annotate("opposite pairs", (5.5, 0.53), color=INK)
axis.axhline(m / n, color=INK, lw=0.7, ls=":")
axis.annotate("an even share", (5.5, 0.17), color=INK)
for i in range(len(grid)):
    for start in range(2):
        d = share[True][start, i][kept[True][start, i]]
        values, count = (d * 50).round().unique(return_counts=True)
        axis.scatter(
            i + (start - 0.5) * 0.3 + torch.zeros_like(values),
            values / 50,
            s=3 + 1.2 * count,
            color=MODEL,
            lw=0,
        )
axis.set_xticks(range(len(grid)), [f"{100 * z:.0f}" for z in grid])
axis.set(
    xlabel="zeros in a hundred",
    ylabel="dimensions for a feature",
    ylim=(0, 0.7),
)
show(
    figure,
    "Dimensions that each of forty features has to itself, "
    "against the share of zeros. "
    "Of those kept at 50 zeros in a hundred, near one half: "
    f"{100 * half[True][:, 1][kept[True][:, 1]].float().mean():.0f} "
    "per cent. Further on they form a band that narrows and settles "
    f"at {share[True][:, -1].mean():.2f}.",
)

# %% [markdown]
# With as many zeros as not, [=labs/superposition:0.50 zero:kept] features are kept (the mean of two starts), and
# [=labs/superposition:0.50 zero:near a half, % >50] in a hundred of them lie in opposite pairs: the figure of the first toy, many times over. Without a
# ReLU, [=labs/superposition:0.50 zero:no ReLU, % <50] in a hundred are near a half there, and nowhere in that column most of them; by lot,
# [=labs/superposition:by lot, %]. Where nothing is zero, features are kept in mixtures, and the number longer than one half means little.
#
# Then comes what we had not expected. From four zeros in five on the pairs are gone, and no other of the named figures takes their place in these
# runs. Instead the features become alike: with nineteen zeros in twenty all are kept, and each has an even share of the room, ten fortieths
# ([=labs/superposition:0.99 zero:dimensions], give or take [=labs/superposition:0.99 zero:spread], at the far end). In a larger toy features were
# found gathered in pairs, pentagons and other figures [@elhage2022toy]; ours, small and briefly trained, do not contradict that, but show that
# features can be crowded and form none of these.
#
# ## The stream of the model {#stream}
#
# The real model now: what stands in the residual stream after [[block]] 15, the sixteenth of thirty. The texts are docstrings from Python's
# standard library. Training reads the first four fifths of the file, testing the end of it, and the 2,000 characters between are read by neither,
# so that no docstring is on both sides. What [[attention]] and MLP of the same block write is kept for [later](#where).

# %%
model, tokenizer = load()
LAYER, WINDOW = 15, 64
text = Path("snippets/data/docstrings.txt").read_text()
cut = int(0.8 * len(text))
# no docstring is longer than the gap
parts = {"train": text[:cut], "held out": text[cut + 2000 :]}
count = {"train": 256, "held out": 48}


def windows(text, n):
    """The first n windows of 64 tokens: (n, 64)."""
    ids = tokenizer(text[: n * WINDOW * 6]).input_ids
    return torch.tensor(ids[: n * WINDOW]).view(n, WINDOW)


def activations(model, ids):
    """What stands in the stream after block 15, and what
    attention and MLP of that block wrote:
    each (window, token, 576).
    """
    blocks, found = (
        model.model.layers,
        {
            "stream": [],
            "attention": [],
            "MLP": [],
        },
    )
    places = {
        "stream": blocks[LAYER],
        "attention": blocks[LAYER].self_attn,
        "MLP": blocks[LAYER].mlp,
    }

    def keep(name):
        return lambda _, __, out: found[name].append(
            out[0] if isinstance(out, tuple) else out
        )

    hooks = [
        place.register_forward_hook(keep(name))
        for name, place in places.items()
    ]
    # what comes after is not needed
    model.model.layers = blocks[: LAYER + 1]
    for batch in tqdm(ids.split(16), desc="reading", leave=False):
        model.model(batch, use_cache=False)
    model.model.layers = blocks
    for hook in hooks:
        hook.remove()
    return {name: torch.cat(v) for name, v in found.items()}


ids = {part: windows(parts[part], count[part]) for part in parts}
real = {part: activations(model, ids[part]) for part in parts}

# %% [markdown]
# ### First, a trap {#outliers}
#
# A few tokens are not like the others. The first of each window, and some later ones, have norms (lengths) far above the rest, the largest one of
# [=labs/superposition:largest norm, in medians] times the median. They would take up almost all of the squared error. So the first place of every
# window is left out, and every token with more than three times the median norm.

# %%
middle = real["train"]["stream"][:, 1:].norm(dim=-1).median()
usual = {
    part: a["stream"].norm(dim=-1) < 3 * middle
    for part, a in real.items()
}
for part in usual:
    usual[part][:, 0] = False
print("tokens    read  left out  kept")
for part, ok in usual.items():
    print(f"{part:8}  {ok.numel():5}  {(~ok).sum():8}  {ok.sum():5}")
whole = real["train"]["stream"].flatten(0, 1)
part_of = (whole - whole.mean(0)).square().sum(1)
print(
    f"largest norm, in medians  {whole.norm(dim=1).max() / middle:.0f}"
)
print(
    "share of all variance in those left out  "
    f"{part_of[~usual['train'].flatten()].sum() / part_of.sum():.2f}"
)


def standard(rows):
    """Train and held-out rows, centred, with a mean square of 1."""
    mean = rows[0].mean(0)
    scale = (rows[0] - mean).square().sum(1).mean().sqrt()
    return [(r - mean) / scale for r in rows]


def prepare(found, name="stream"):
    """Such rows without the outliers: two (token, 576)."""
    return standard(
        [
            found[part][name][usual[part]]
            for part in ("train", "held out")
        ]
    )


# %% [markdown]
# The tokens left out hold [=labs/superposition:share of all variance in those left out] of all variance. With them, a dictionary could rebuild that
# share and know nothing of the rest.
#
# ### A dictionary {#dictionary-lab}
#
# A [[sparse autoencoder]] of the TopK kind [@gao2025scalingsae]: an encoder gives each of 1,024 *latents*, as the entries of such a dictionary are
# called, a number; the sixteen largest are kept, and their directions, each times its number, are added up. Training makes the squared distance
# between this sum and the stream small. There is no price on sparsity to be tuned, and sixteen is what principal components are given too.

# %%
K, LATENTS = 16, 1024


def train_sae(
    x, seed, latents=LATENTS, steps=300, batch=256, rate=3e-3, y=None
):
    """A TopK sparse autoencoder: decoder and encoder,
    each (latent, width), and their two biases.
    If y is given, it learns to give its rows for those of x.
    """
    lot, y = draw(seed), x if y is None else y
    decoder = normalize(
        torch.randn(latents, x.shape[1], generator=lot), dim=1
    ).requires_grad_()
    encoder = decoder.detach().clone().requires_grad_()
    b_in, b_out = (
        torch.zeros(latents, requires_grad=True),
        torch.zeros(x.shape[1], requires_grad=True),
    )
    adam = torch.optim.Adam([decoder, encoder, b_in, b_out], lr=rate)
    for step in tqdm(range(steps), desc="autoencoder", leave=False):
        adam.param_groups[0]["lr"] = rate * min(
            1, (step + 1) / 30, (steps - step) / (0.3 * steps)
        )
        at = torch.randint(len(x), (batch,), generator=lot)
        rows = x[at]
        with torch.no_grad():  # which: (batch, 16)
            which = ((rows - b_out) @ encoder.T + b_in).topk(K).indices
        # only the sixteen have a gradient, so only they are computed
        # with one
        value = (
            (rows - b_out)[:, None] * embedding(which, encoder)
        ).sum(-1) + b_in[which]
        rebuilt = (
            embedding_bag(
                which,
                decoder,
                per_sample_weights=value.relu(),
                mode="sum",
            )
            + b_out
        )
        adam.zero_grad()
        (y[at] - rebuilt).square().sum(1).mean().backward()
        adam.step()
        with torch.no_grad():
            decoder.div_(decoder.norm(dim=1, keepdim=True))
    return [p.detach() for p in (decoder, encoder, b_in, b_out)]


def encode(sae, x):
    """The sixteen strongest latents of each row,
    and their values: two (token, 16).
    """
    _, encoder, b_in, b_out = sae
    value, which = ((x - b_out) @ encoder.T + b_in).topk(K)
    return which, value.relu()


def rebuild(sae, x):
    which, value = encode(sae, x)
    return (
        embedding_bag(
            which, sae[0], per_sample_weights=value, mode="sum"
        )
        + sae[3]
    )


# %% [markdown]
# ### What must be beaten {#controls}
#
# The measure is the variance missed, as a share of all, on text not trained on. It is compared with three things. Principal components (PCA) use
# sixteen axes, the same for all tokens. The second is the dictionary itself, trained on Gaussian noise of the same covariance: a dictionary with
# more directions than dimensions that may choose anew for each token gains something on *any* data, and in the noise there are no features to find.
# The *gain* is by how much the autoencoder misses less than PCA on the same rows. *Dead* are latents that are on for no token of the training text.


# %% tags=["trained"]
def missed(x, rebuilt):
    """The fraction of variance unexplained."""
    return (
        (x - rebuilt).square().sum() / (x - x.mean(0)).square().sum()
    ).item()


def by_pca(a, x):
    """The rows x rebuilt from the sixteen directions
    along which the rows a vary most.
    """
    top = torch.linalg.eigh(a.T @ a)[1][:, -K:]
    return x @ top @ top.T


def bell(a, sizes, seed=7):
    """Gaussian rows of the covariance of a,
    and nothing else in common with it.
    """
    root = torch.linalg.cholesky(
        torch.cov(a.T) + 1e-6 * torch.eye(a.shape[1])
    )
    return [
        torch.randn(size, a.shape[1], generator=draw(seed + i)) @ root.T
        for i, size in enumerate(sizes)
    ]


def firing(sae, x):
    """How often each latent is on: (latent,)"""
    which, value = encode(sae, x)
    return which[value > 0].bincount(minlength=len(sae[0]))


rows, saes = {}, {}


def measure(name, pair, seed):
    a, x = pair
    sae = saes[name, seed] = train_sae(a, seed)
    rows[name, seed] = [
        missed(a, rebuild(sae, a)),
        missed(x, rebuild(sae, x)),
        missed(x, by_pca(a, x)),
        (firing(sae, a) == 0).sum().item(),
    ]
    fit, out, pca, dead = rows[name, seed]
    print(
        f"{name}, seed {seed}  {fit:5.2f}  {out:8.2f}  {pca:6.2f}"
        f"  {pca - out:5.2f}  {dead:4}"
    )


stream = prepare(real)
data = {
    "stream": stream,
    "Gaussian": bell(stream[0], [len(r) for r in stream]),
}
print(f"{'unexplained':20}  train  held out  PCA-16  gain  dead")
for name, seeds in ("stream", 3), ("Gaussian", 2):
    for seed in range(seeds):
        measure(name, data[name], seed)

# %% [markdown]
# The autoencoder misses [=labs/superposition:stream, seed 0:held out >0.2 <0.4] of the variance where sixteen axes miss
# [=labs/superposition:stream, seed 0:PCA-16], and the three starts hardly differ. That is a gain of [=labs/superposition:stream, seed 0:gain]. On
# the noise it gains [=labs/superposition:Gaussian, seed 0:gain], and that much is owed to there being many directions to choose from, not to the
# model. What is left is structure that the covariance does not hold. Between text trained on and new text there is a gap
# ([=labs/superposition:stream, seed 0:train] against [=labs/superposition:stream, seed 0:held out]), for this is a small sample. Of the
# latents [=labs/superposition:stream, seed 0:dead] are dead; nothing was done to revive them.
#
# ### Random weights {#random}
#
# The third control is a network that was never trained. In many settings the automatic scores of readability, and the usual measures of how well a
# dictionary rebuilds, hardly tell trained networks from random ones [@heap2025random]. So every matrix of the model is drawn anew, its embeddings
# included, with the spread that it had, and the rest is done again. Its stream has another covariance, so it has a Gaussian of its own.

# %% tags=["trained"]
dealt = copy.deepcopy(model)
lot = draw(11)
for p in dealt.parameters():
    if p.dim() > 1:  # the gains of the norms stay
        p.copy_(torch.randn(p.shape, generator=lot) * p.std())
by_chance = {part: activations(dealt, ids[part]) for part in ids}
data["random weights"] = prepare(by_chance)
data["its Gaussian"] = bell(
    data["random weights"][0], [len(r) for r in stream]
)
print(f"{'unexplained':20}  train  held out  PCA-16  gain  dead")
for name in ("random weights", "its Gaussian"):
    measure(name, data[name], 0)

# %% [markdown]
# With random weights the dictionary misses [=labs/superposition:random weights, seed 0:held out], with noise of the same covariance
# [=labs/superposition:its Gaussian, seed 0:held out]: it finds next to nothing that the noise does not have. In the trained model the same
# difference is between [=labs/superposition:stream, seed 0:held out] and [=labs/superposition:Gaussian, seed 0:held out]. That is a wide margin, at
# one layer, by one measure, with one dictionary. It depends on how the weights were drawn: a [harder control](#shuffled) takes most of it away.
#
# Two cautions. The work cited found random networks rebuilt about as well as trained ones in many settings; ours is not among them. And the random
# stream varies nearly alike in all directions (sixteen axes miss [=labs/superposition:random weights, seed 0:PCA-16 >0.85] of it); a structure of
# many more parts than there are latents could be in it and be missed. Readability was not measured at all.

# %% tags=["trained", "figure"] caption="How much of the gain over fixed axes is there on noise as well? The bars are PCA, the dots the dictionary, one for each start."
figure, axis = axes(190)
bars = {
    "stream": "stream",
    "Gaussian": "its Gaussian",
    "random weights": "random weights",
    "its Gaussian": "its Gaussian ",
}
for i, name in enumerate(bars):
    got = torch.tensor(
        [r[1:3] for (other, _), r in rows.items() if other == name]
    )
    axis.plot(got[:, 1], [-i] * len(got), "|", color=INK, ms=14)
    axis.plot(
        got[:, 0],
        [-i] * len(got),
        "o",
        color=MODEL if name == "stream" else SOFT,
    )
    axis.plot(
        [got[:, 0].mean(), got[:, 1].mean()],
        [-i, -i],
        color=RULE,
        zorder=0,
    )
axis.set_yticks([-i for i in range(len(bars))], list(bars.values()))
axis.set(
    xlabel="variance missed on new text", xlim=(0, 1), ylim=(-3.5, 0.8)
)
axis.grid(axis="x")
axis.annotate("autoencoder", (0.29, 0.4), ha="center", color=MODEL)
axis.annotate("PCA", (0.64, 0.4), ha="center", color=INK)
mean = {
    name: sum(r[1] for (other, _), r in rows.items() if other == name)
    / sum(other == name for other, _ in rows)
    for name in bars
}
show(
    figure,
    "Variance missed on new text by the dictionary: "
    f"{mean['stream']:.2f} on the stream, {mean['Gaussian']:.2f} "
    "on Gaussian noise of its covariance; "
    f"{mean['random weights']:.2f} with random weights, "
    f"{mean['its Gaussian']:.2f} on noise of that covariance. "
    "PCA misses more in every case.",
)

# %% [markdown]
# ### Is it a list of tokens? {#tokens}
#
# A dictionary could do well by remembering, for each token, what the stream looks like on average. A table of means, one for each token that occurs
# in training, does precisely that. A second worry: docstrings repeat one another. So the error is taken again over those places alone whose last
# six tokens never stood together in a window of the training text. (Places too near the start of their own window to tell count as new.)

# %% tags=["trained"]
train_ids, test_ids = (ids[part][usual[part]] for part in ids)
mean_of = torch.zeros(len(tokenizer), stream[0].shape[1]).index_add_(
    0, train_ids, stream[0]
)
times = train_ids.bincount(minlength=len(tokenizer))
mean_of /= times.clamp(min=1)[:, None]
seen = {
    tuple(w[i - 5 : i + 1])
    for w in ids["train"].tolist()
    for i in range(5, WINDOW)
}
fresh = torch.tensor(
    [
        [
            tuple(w[max(i - 5, 0) : i + 1]) not in seen
            for i in range(WINDOW)
        ]
        for w in ids["held out"].tolist()
    ]
)
fresh = fresh[usual["held out"]]
x, rebuilt = stream[1], rebuild(saes["stream", 0], stream[1])
print("other ways to look at it       unexplained")
print(
    f"one mean for each token        {missed(x, mean_of[test_ids]):.2f}"
)
print(
    "autoencoder, fresh places only  "
    f"{missed(x[fresh], rebuilt[fresh]):.2f}"
)
print(f"tokens in the table  {(times > 0).sum()}")
print(
    "places with six tokens seen in training, %  "
    f"{(~fresh).float().mean() * 100:.0f}"
)

# %% [markdown]
# The table misses [=labs/superposition:one mean for each token], with more entries ([=labs/superposition:tokens in the table >1024]) than the dictionary
# has latents. So which token was read is a large part of what the stream holds here, and not all of what the dictionary found. Repetition hardly
# matters: few places are not new ([=labs/superposition:places with six tokens seen in training, % <10] in a hundred), and of the new ones it misses
# [=labs/superposition:autoencoder, fresh places only].
#
# ### Weights shuffled, tokens kept {#shuffled}
#
# A dictionary could also do well by listing tokens, and a control in which the token cannot be seen is no test of that. So the embeddings now stay,
# and within every other matrix the numbers are shuffled. Shuffled blocks write so much that they drown the token (in a trial that is not recorded
# here, the dictionary then gained no more than on noise). So all that they write is multiplied by one hundredth, which we chose so that one mean for
# each token misses about as much as in the trained model.

# %% tags=["trained"]
mixed, lot = copy.deepcopy(model), draw(12)
for name, p in mixed.named_parameters():
    if p.dim() > 1 and "embed" not in name:
        order = torch.randperm(p.numel(), generator=lot)
        p.copy_(p.flatten()[order].view(p.shape))
for block in mixed.model.layers:
    block.self_attn.o_proj.weight.mul_(0.01)
    block.mlp.down_proj.weight.mul_(0.01)


def by_token(a):
    """The mean over training of each token of the new text."""
    table = torch.zeros(len(tokenizer), a.shape[1])
    table.index_add_(0, train_ids, a)
    return (table / times.clamp(min=1)[:, None])[test_ids]


print(f"{'unexplained':20}  train  held out  PCA-16  gain  dead")
quiet = {part: activations(mixed, ids[part]) for part in ids}
data["shuffled"] = prepare(quiet)
data["its noise"] = bell(data["shuffled"][0], [len(r) for r in stream])
for name in "shuffled", "its noise":
    measure(name, data[name], 0)
listed = {
    name: missed(data[name][1], by_token(data[name][0]))
    for name in ("stream", "random weights", "shuffled")
}
for name, share_missed in listed.items():
    print(f"one mean for each token, {name}  {share_missed:.2f}")

# %% [markdown]
# One mean for each token misses [=labs/superposition:one mean for each token, shuffled >0.4 <0.65] of the variance, in the trained model
# [=labs/superposition:one mean for each token, stream >0.4 <0.65], with all weights random
# [=labs/superposition:one mean for each token, random weights >0.7]. The dictionary misses [=labs/superposition:shuffled, seed 0:held out <0.55],
# and [=labs/superposition:its noise, seed 0:held out >0.6] on noise of the same covariance. In the trained model it was
# [=labs/superposition:stream, seed 0:held out] and [=labs/superposition:Gaussian, seed 0:held out]. So most of the margin is there in a network
# whose blocks have learnt nothing, if the token can be seen in its stream. The margin alone is no sign of what the blocks have learnt.
#
# ### Do two runs find the same directions? {#seeds}
#
# If the latents were the model's own parts, another start should find the same ones. For each latent of one run that is ever on we look for the
# nearest in another, by [[cosine]].


# %% tags=["trained"]
def nearest(one, other):
    """For each latent of one that is ever on, the cosine of its
    direction with the nearest of the other's.
    """
    return (saes[one][0] @ saes[other][0].T).amax(1)[on[one] > 0]


on = {key: firing(sae, data[key[0]][0]) for key, sae in saes.items()}
lots = normalize(
    torch.randn(2, LATENTS, 576, generator=draw(5)), dim=-1
)
pairs = {
    "two seeds, stream": [
        nearest(("stream", i), ("stream", j))
        for i in range(3)
        for j in range(3)
        if i != j
    ],
    "two seeds, Gaussian": [
        nearest(("Gaussian", i), ("Gaussian", 1 - i)) for i in range(2)
    ],
    "stream and Gaussian": [
        nearest(("stream", i), ("Gaussian", 0)) for i in range(3)
    ],
    "drawn by lot": [(lots[0] @ lots[1].T).amax(1)],
}
print(f"{'nearest latents':20}  mean  over 0.7, %  over 0.9, %")
for name, cosines in pairs.items():
    c = torch.cat(cosines)
    print(
        f"{name:20}  {c.mean():4.2f}"
        f"  {(c > 0.7).float().mean() * 100:11.1f}"
        f"  {(c > 0.9).float().mean() * 100:11.1f}"
    )
busy = on["stream", 0][on["stream", 0] > 0].float()
c = nearest(("stream", 0), ("stream", 1))
print("seed 0, by use   mean")
for name, pick in (
    ("least used third", busy <= busy.quantile(1 / 3)),
    ("most used third", busy >= busy.quantile(2 / 3)),
):
    print(f"{name:16}  {c[pick].mean():.2f}")
print(
    "what seed 1 rebuilds, missed by seed 0  "
    f"""{
        missed(
            rebuild(saes["stream", 1], x), rebuild(saes["stream", 0], x)
        ):.2f}"""
)

# %% [markdown]
# They do not, by and large. The nearest have a mean cosine of [=labs/superposition:two seeds, stream:mean], above what noise gives
# ([=labs/superposition:two seeds, Gaussian:mean]) and far below 1; only [=labs/superposition:two seeds, stream:over 0.7, % <10] in a hundred latents
# have a counterpart above seven tenths. Latents that are on more often return somewhat more faithfully ([=labs/superposition:most used third >0.43] for
# the most used third, [=labs/superposition:least used third <0.43] for the least). And still the runs rebuild equally well, and to a large part the same:
# of the variance of what one rebuilds, the other misses [=labs/superposition:what seed 1 rebuilds, missed by seed 0]. So there are many
# dictionaries for one stream, at least if trained so briefly. It is not only a matter of size: of a dictionary of 131,000 latents for a model of
# eight billion weights, 30 % came back from another seed, and dictionaries of the TopK kind agreed less than others [@paulo2025sparse]. Nobody may
# say of this lab that it found *the* features.
#
# ### Twelve latents, drawn at random {#latents}
#
# A catalogue of latents can be made to look good by picking. These are not picked: twelve of seed 0, at random, from all that are ever on in training.
# Of each the three strongest places with different words are shown, cut to thirty-six signs, the token at which it is on between ‹ and ›, a new
# line as \\n.

# %% tags=["trained"]
sae = saes["stream", 0]
which, value = encode(sae, stream[0])
place = usual["train"].nonzero()  # (token, 2): window, position
alive = (on["stream", 0] > 0).nonzero()[:, 0]
drawn = alive[
    torch.randperm(len(alive), generator=draw(1))[:12]
].tolist()


def contexts(latent, n=3, width=36):
    """The strongest places of a latent, no two with the same
    last words; the token where it is on stands in ‹ ›.
    """
    strength = (value * (which == latent)).sum(1)
    found = {}
    for row in strength.argsort(descending=True)[:40].tolist():
        w, i = place[row].tolist()
        line = ids["train"][w]
        token, before = (
            tokenizer.decode(line[i]),
            tokenizer.decode(line[max(i - 9, 0) : i]),
        )
        if strength[row] > 0:
            found.setdefault(
                token + before[-12:],
                f"{before}‹{token}›".replace("\n", "\\n")[-width:],
            )
    return list(found.values())[:n]


for latent in drawn:
    print(f"latent {latent}, on {on['stream', 0][latent]} times")
    for line in contexts(latent):
        print(f"    {line}")

# %% [markdown]
# Read them and judge. To our eye most are on for one token, or for a few that are spelt alike, wherever it stands; what the others have in common
# we could not always say. We knew that the model was trained, so our eye counts for little.
#
# ### Does the rest of the model mind? {#splice}
#
# A share of variance says nothing of whether what is missed was needed. So the stream of twelve held-out windows is replaced after block 15, at all
# places but the outliers, and the model goes on from there. *Recovered* is 1 for the untouched stream and 0 for the mean in every place.


# %% tags=["trained"]
def above(stream, last=0):
    """The model's logits from what stands in the stream after
    block 15; of all places, or of the `last` ones.
    """
    blocks = model.model.layers
    model.model.layers = blocks[LAYER + 1 :]
    logits = model(
        inputs_embeds=stream, use_cache=False, logits_to_keep=last
    ).logits
    model.model.layers = blocks
    return logits


n = 12  # windows
before, usable = real["held out"]["stream"][:n], usual["held out"][:n]
kept_rows = real["train"]["stream"][usual["train"]]
centre = kept_rows.mean(0)
scale = (kept_rows - centre).square().sum(1).mean().sqrt()
part = (before[usable] - centre) / scale
ways = {
    "left as it is": part,
    "autoencoder": rebuild(sae, part),
    "PCA, 16 axes": by_pca(stream[0], part),
    "the mean": 0 * part,
}
bits = {}
for name, new in ways.items():
    changed = before.clone()
    changed[usable] = new * scale + centre
    logits = above(changed)[:, :-1]
    loss = cross_entropy(
        logits.mT, ids["held out"][:n, 1:], reduction="none"
    )
    bits[name] = (
        loss[usable[:, :-1]].mean().item()
        / torch.log(torch.tensor(2.0)).item()
    )
gap = bits["the mean"] - bits["left as it is"]
print("stream replaced by  bits per token  recovered")
for name, b in bits.items():
    print(f"{name:18}  {b:14.2f}  {(bits['the mean'] - b) / gap:9.2f}")

# %% [markdown]
# The autoencoder recovers [=labs/superposition:autoencoder:recovered], PCA with as many numbers [=labs/superposition:PCA, 16 axes:recovered]. The
# share flatters, since its zero is a model that has lost nearly everything. The loss is higher than untouched all the same,
# [=labs/superposition:autoencoder:bits per token >4.7] bits a token against [=labs/superposition:left as it is:bits per token <4.7]. What the dictionary
# leaves out, the model uses.
#
# ## What a latent does {#steering}
#
# A latent can be turned up by hand: its direction is added to the stream, which makes it a [[steering vector]]. What to look for is settled without
# pushing the model. For each of twenty latents, drawn at random from those on at least forty times, we list ten tokens that follow its strongest
# places in the *training text* more often than they follow others. Then its direction is added at the last token of eight short [[prompts]], and we
# ask by how many nats the log probability of its ten tokens, taken together, rises. (One nat more is nearly three times the probability.)
#
# Three things could raise them without the latent's doing: any push of that size (twenty directions drawn at random, of the same norm), any latent
# (the other nineteen), and a model so confused that everything becomes likely. For the last, *harm* is the [[Kullback-Leibler divergence]] of the
# pushed prediction from the untouched one, in nats. Strengths are in median norms of the stream.

# %%
prompts = [
    "I think that",
    "She looked at the",
    "It was a",
    "In the morning we",
    "There is a",
    "You should not",
    "He said that the",
    "After the war, the",
]
enough = (on["stream", 0] >= 40).nonzero()[:, 0]
chosen = enough[torch.randperm(len(enough), generator=draw(2))[:20]]
following = ids["train"].roll(-1, 1)
following[:, -1] = -1  # nothing is known of what follows a window
following = following[usual["train"]]
usually = (
    following[following >= 0].bincount(minlength=len(tokenizer)).float()
)
usually /= usually.sum()


def follow(latent, places=40, size=10):
    """Ten tokens that follow the strongest places of a latent in
    the training text more often than they follow others.
    """
    strength = (value * (which == latent)).sum(1) * (following >= 0)
    after = (
        following[strength.topk(places).indices]
        .bincount(minlength=len(tokenizer))
        .float()
        / places
    )
    return (
        (after * (after / usually.clamp(min=1e-9)).clamp(min=1).log())
        .topk(size)
        .indices
    )


words = torch.stack([follow(latent) for latent in chosen])  # (20, 10)

# %% [markdown]
# For each prompt all pushes, of every direction and length, go through the upper blocks together.

# %% tags=["trained"]
N, strengths = len(chosen), [0.5, 1.0, 2.0]
# latents, then by lot
arrows = torch.cat(
    [
        sae[0][chosen],
        normalize(torch.randn(N, 576, generator=draw(4)), dim=1),
    ]
)
# (strength, arrow, 576)
push = torch.stack(
    [torch.zeros_like(arrows)]
    + [s * middle * arrows for s in strengths]
)
moved, harm = [], []
for prompt in tqdm(prompts, desc="steering", leave=False):
    h = activations(
        model, tokenizer(prompt, return_tensors="pt").input_ids
    )["stream"]
    h = h.repeat(push.shape[0] * push.shape[1], 1, 1)
    h[:, -1] += push.flatten(0, 1)
    logp = (
        above(h, last=1)[:, -1]
        .log_softmax(-1)
        .view(*push.shape[:2], -1)
    )
    # (strength, arrow, set of ten)
    mass = logp[:, :, words].logsumexp(-1)
    moved.append(mass[1:] - mass[:1])
    harm.append((logp[:1].exp() * (logp[:1] - logp[1:])).sum(-1))
moved, harm = torch.stack(moved).mean(0), torch.stack(harm).mean(0)
rise = {
    "own": moved[:, range(N), range(N)],
    "others": (moved[:, :N].sum(1) - moved[:, range(N), range(N)])
    / (N - 1),
    "random": moved[:, N:].mean(1),
}
ahead = (rise["own"] > moved[:, N:].amax(1)).sum(1)
print(
    "strength     own    se  others  random  ahead  harm  harm by lot"
)
for i, s in enumerate(strengths):
    own, others, random = (rise[k][i].mean() for k in rise)
    print(
        f"{s:.2f} norms  {own:5.2f}"
        f"  {rise['own'][i].std() / N**0.5:4.2f}"
        f"  {others:6.2f}  {random:6.2f}  {ahead[i]:5}"
        f"  {harm[i, :N].mean():4.2f}  {harm[i, N:].mean():11.2f}"
    )

# %% tags=["trained", "figure"] caption="Is it this direction that counts, or any push? Bars are two standard errors over the latents."
figure, axis = axes(210)
for (name, v), colour, at in zip(
    rise.items(), (MODEL, INK, SOFT), (0, 0.03, -0.03), strict=True
):
    mean, error = v.mean(1), 2 * v.std(1) / N**0.5
    x_at = torch.tensor(strengths) + at
    axis.plot(x_at, mean, "o-", color=colour)
    axis.vlines(x_at, mean - error, mean + error, color=colour)
    axis.annotate(
        {
            "own": "its own",
            "others": "other latents",
            "random": "by lot",
        }[name],
        (2.08, mean[-1].item() - 15 * at),
        color=colour,
        va="center",
    )
axis.set(
    xlabel="length of the push, in norms of the stream",
    ylabel="rise, nats",
    xlim=(0.4, 2.75),
)
axis.set_xticks(strengths, ["0.5", "1", "2"])
show(
    figure,
    "Rise in log probability of the ten tokens that follow "
    f"a latent. At one norm: {rise['own'][1].mean():.2f} nats with "
    f"its own direction, {rise['others'][1].mean():.2f} with other "
    f"latents', {rise['random'][1].mean():.2f} "
    "with random directions.",
)

# %% [markdown]
# The mean hides how uneven it is. For each latent: the rise at one norm, the *highest* that any of the random directions reaches for the same ten
# tokens, and the first three of the ten.

# %% tags=["trained"]
print("latent        own  highest by lot  its words")
for j, latent in enumerate(chosen.tolist()):
    three = " ".join(
        repr(t.strip())
        for t in tokenizer.batch_decode(words[j, :3, None])
    )
    print(
        f"pushed {latent:4}  {moved[1, j, j]:5.2f}"
        f"  {moved[1, N:, j].max():14.2f}  {three}"
    )

# %% [markdown]
# At one norm the tokens of a latent rise by [=labs/superposition:1.00 norms:own] nats (standard error over the latents
# [=labs/superposition:1.00 norms:se]), with another latent's direction by [=labs/superposition:1.00 norms:others], with one drawn at random by
# [=labs/superposition:1.00 norms:random]. It is not the damage that does it: at half a norm a latent harms less
# ([=labs/superposition:0.50 norms:harm <1.5]) than a random push at one norm ([=labs/superposition:1.00 norms:harm by lot >1.5]), and its tokens rise by
# more, by [=labs/superposition:0.50 norms:own]. So on average a latent pushes towards what follows it.
#
# But only [=labs/superposition:1.00 norms:ahead <10] of the latents beat all the random directions, where chance would give about one. And at one
# norm a latent does more harm than a random push ([=labs/superposition:1.00 norms:harm >2] against [=labs/superposition:1.00 norms:harm by lot <2]); at
# two the model is mostly confused. A handle, on average; for a given latent, to be tried before it is trusted.
#
# ## Where is it, in MLPs or in attention? {#where}
#
# The essay says [mostly in MLPs](../views/superposition.md#SUP-08), and we know of no measurement in a language model that would decide it. Here is
# a modest one. The same dictionary is trained on what the MLP of block 15 writes into the stream and on what its attention writes, and each on
# Gaussian noise of the same covariance. What the dictionary misses less than on the noise is structure that the covariance does not hold, of the
# kind that superposed features would leave.

# %% tags=["trained"]
print(f"{'written by':20}  train  held out  PCA-16  gain  dead")
for name in ("MLP", "attention"):
    data[name] = prepare(real, name)
    data[f"{name} noise"] = bell(
        data[name][0], [len(r) for r in data[name]]
    )
    for key in (name, f"{name} noise"):
        measure(key, data[key], 0)

# %% [markdown]
# For the MLP the dictionary misses [=labs/superposition:MLP, seed 0:held out] and on noise [=labs/superposition:MLP noise, seed 0:held out]; for
# attention [=labs/superposition:attention, seed 0:held out] and [=labs/superposition:attention noise, seed 0:held out]. Both have something beyond
# their covariance, the MLP more. That agrees with the essay, and is far from showing it.
#
# It is one layer and one seed. Attention writes mostly along few axes: sixteen miss [=labs/superposition:attention, seed 0:PCA-16 <0.5] of it (of the
# MLP's writing [=labs/superposition:MLP, seed 0:PCA-16]), so there is less left to gain, and [=labs/superposition:attention, seed 0:dead] latents
# of its dictionary are dead. What the MLP writes may depend more on the token just read, and a list of tokens would be such structure; no table of
# means was tried. Nor is such structure the same as superposition: fewer features than dimensions, if sparse, would leave it too.
#
# ## Can something sparse stand in for an MLP? {#transcoder}
#
# A dictionary says what is kept, not what is computed. A transcoder [@dunefsky2024transcoders] has the same form, but is given what an MLP reads
# and must give what the MLP writes. Ours is for block 15, whose MLP is the last to write into the stream that we took apart. Its rivals are a matrix
# fitted by least squares, which is not sparse, and that matrix cut down to its sixteen best directions. The same is done with Gaussian noise put
# through the MLP, and in the shuffled network.


# %% tags=["trained"]
def reading(network, found):
    """What the MLP reads, without the outliers: two (token, 576)."""
    norm = network.model.layers[LAYER].post_attention_layernorm
    return [
        norm((a["stream"] - a["MLP"])[usual[part]])
        for part, a in found.items()
    ]


text_in, mlp = reading(model, real), model.model.layers[LAYER].mlp
noise = bell(text_in[0], [len(r) for r in text_in])
noise = [r + text_in[0].mean(0) for r in noise]
tasks = {  # what is read, what is written
    "text": (standard(text_in), data["MLP"]),
    "noise": (standard(noise), standard([mlp(r) for r in noise])),
    "shuffled": (
        standard(reading(mixed, quiet)),
        prepare(quiet, "MLP"),
    ),
}
print("writing missed        train  transcoder  matrix  rank 16")
made, short = {}, {}
for name, ((a, told), (b, asked)) in tasks.items():
    sparse = train_sae(a, 0, y=b)
    # least squares with a small ridge
    full = torch.linalg.solve(a.T @ a + torch.eye(576), a.T @ b)
    top = torch.linalg.eigh((a @ full).T @ (a @ full))[1][:, -K:]
    flat = told @ full
    made[name] = [rebuild(sparse, told), flat, flat @ top @ top.T]
    short[name] = [missed(asked, m) for m in made[name]]
    print(
        f"transcoder, {name:11}  {missed(b, rebuild(sparse, a)):.2f}"
        "  {:10.2f}  {:6.2f}  {:7.2f}".format(*short[name])
    )

# %% [markdown]
# Then each takes the MLP’s place in twenty-four held-out windows, at all tokens but the outliers.

# %% tags=["trained"]
y, ok = data["MLP"][1], usual["held out"]
ways = {
    "MLP itself": y,
    "full matrix": made["text"][1],
    "transcoder": made["text"][0],
    "dictionary of its writing": rebuild(saes["MLP", 0], y),
    "matrix of rank 16": made["text"][2],
    "MLP's mean": 0 * y,
}
wrote = real["train"]["MLP"][usual["train"]]
mean_row = wrote.mean(0)
size = (wrote - mean_row).square().sum(1).mean().sqrt()

# %% tags=["trained"]
costs, moves = ({name: [] for name in ways} for _ in range(2))
for start in tqdm((0, 12), desc="replacing", leave=False):
    at = slice(start, start + 12)
    here = ok[at, :-1]
    for name, new in ways.items():
        h = real["held out"]["stream"].clone()
        h[ok] += new * size + mean_row - real["held out"]["MLP"][ok]
        logp = above(h[at])[:, :-1].log_softmax(-1)
        if name == "MLP itself":
            untouched = logp
        loss = -logp.gather(2, ids["held out"][at, 1:, None])[..., 0]
        kl = (untouched.exp() * (untouched - logp)).sum(-1)
        for kept_in, v in (costs, loss), (moves, kl):  # by window
            kept_in[name].append((v * here).sum(1) / here.sum(1))
costs, moves = (
    {k: torch.cat(v) for k, v in d.items()} for d in (costs, moves)
)
up = {name: c - costs["MLP itself"] for name, c in costs.items()}
slip = {name: u.std() / len(u) ** 0.5 for name, u in up.items()}
print("in place of the MLP        missed  loss    rise     se     KL")
for name, c in costs.items():
    print(
        f"{name:25}  {missed(y, ways[name]):6.2f}  {c.mean():4.2f}"
        f"  {up[name].mean():6.3f}  {slip[name]:5.3f}"
        f"  {moves[name].mean():5.3f}"
    )
d = up["transcoder"] - up["full matrix"]
print("paired by window         more     se")
print(
    f"transcoder over matrix  {d.mean():.3f}"
    f"  {d.std() / len(d) ** 0.5:5.3f}"
)

# %% tags=["trained", "figure"] caption="What does it cost to replace the MLP? Bars are two standard errors over the windows; everything but the transcoder is a control."
figure, axis = axes(190)
for i, (name, u) in enumerate(up.items()):
    colour = MODEL if name == "transcoder" else INK
    axis.errorbar(
        u.mean(), -i, xerr=2 * slip[name], fmt="o", color=colour
    )
axis.set_yticks([-i for i in range(len(ways))], list(ways))
axis.axvline(0, color=RULE, zorder=0)
axis.set(xlabel="rise in loss, nats a token")
show(
    figure,
    "Rise in loss when an MLP is replaced, in nats a token: "
    + ", ".join(f"{n} {u.mean():.3f}" for n, u in up.items())
    + ". The full matrix costs least, the mean most.",
)

# %% [markdown]
# On new text the transcoder misses [=labs/superposition:transcoder, text:transcoder >0.5] of what the MLP writes, the matrix
# [=labs/superposition:transcoder, text:matrix <0.45], sixteen directions [=labs/superposition:transcoder, text:rank 16 >0.65]. On noise
# ([=labs/superposition:transcoder, noise:transcoder], [=labs/superposition:transcoder, noise:matrix],
# [=labs/superposition:transcoder, noise:rank 16]) and in the shuffled network ([=labs/superposition:transcoder, shuffled:transcoder],
# [=labs/superposition:transcoder, shuffled:matrix], [=labs/superposition:transcoder, shuffled:rank 16]) the order is the same, so the order
# says nothing of what was learnt.
#
# The model minds little. The MLP’s mean raises the loss by [=labs/superposition:MLP's mean:rise >0.03] nats, the transcoder by
# [=labs/superposition:transcoder:rise <0.04] (standard error [=labs/superposition:transcoder:se]), and a dictionary of the writing, which is shown
# the answer, by [=labs/superposition:dictionary of its writing:rise <0.04]. The full matrix changes it by
# [=labs/superposition:full matrix:rise <0.015] (standard error [=labs/superposition:full matrix:se]). By itself neither the transcoder’s change nor
# the matrix’s is two standard errors from zero; window by window the transcoder costs [=labs/superposition:transcoder over matrix:more >0.005] more
# than the matrix (standard error [=labs/superposition:transcoder over matrix:se]). What is predicted moves with both: by a Kullback-Leibler
# divergence of [=labs/superposition:full matrix:KL >0.02 <0.05] nats with the matrix and of [=labs/superposition:transcoder:KL >0.045] with the
# transcoder.
#
# For the transcoder this is a null result. It does better than sixteen fixed directions; but as far as the loss goes a plain matrix will do, and
# such an MLP cannot show what something sparse is good for.
#
# ## What would have refuted it {#refuted}
#
# - *Of the toys*: networks that keep two features where four lines of algebra say one, or a network without a ReLU that keeps two.
# - *Of the dictionary*: as good a fit on noise of the same covariance, or as great an advantage over noise with random weights. Where the token can
#   be seen, the latter has nearly come about; less than half that advantage would have refuted *this*.
# - *Of the null result on transcoders*: a transcoder nearer to the MLP than a matrix.
# - *Of the negative result on seeds*: most latents of one run found again in another.
# - *Of steering*: directions drawn at random, or of other latents, that raise the same tokens as far.
# - *Of the comparison of MLP and attention*: as much beyond the covariance in what attention writes.
#
# First the toys.

# %% tags=["check"]
agree = (both[True] == foretold).float().mean()
assert agree > 0.9, (
    "the reckoned boundary is not where the networks change"
)
assert not both[False].any(), (
    "a linear network keeps two in one: the ReLU is not the reason"
)
# control: a network without a ReLU, and the line with zeros and
# non-zeros exchanged, put in the place of what they control
for wrong in (both[False] == foretold, both[True] == foretold.flip(0)):
    assert wrong.float().mean() < 0.7, "anything agrees with this line"
assert half[True][:, 1][kept[True][:, 1]].float().mean() > 0.8, (
    "no opposite pairs where every other number is zero"
)
assert (
    half[False][:, 1].float().mean() < 0.3
    and half["lot"].float().mean() < 0.3
), "a half is common without a ReLU, or by lot"
assert half[True][:, 5:].float().mean() < 0.2, (
    "the pairs stay, however rare the features"
)

# %% [markdown]
# Then the dictionary. The bands are wide, since training differs a little from machine to machine; each is such that a control put in the place of
# what it is compared with falls outside.

# %% tags=["check"]
out = {
    name: [r[1] for (other, _), r in rows.items() if other == name]
    for name, _ in rows
}
assert max(out["stream"]) < 0.4, (
    "the dictionary misses as much as on noise"
)
assert min(out["Gaussian"]) > 0.45, (
    "noise of the same covariance is rebuilt as well: "
    "there is nothing but overcompleteness"
)
assert all(
    r[2] > 0.55 for (name, _), r in rows.items() if name == "stream"
), "sixteen fixed axes do as well"
against = {
    "stream": "Gaussian",
    "random weights": "its Gaussian",
    "shuffled": "its noise",
    "MLP": "MLP noise",
    "attention": "attention noise",
}
beyond = {
    name: min(out[noise]) - max(out[name])
    for name, noise in against.items()
}
assert beyond["stream"] > 0.15, "no structure beyond the covariance"
assert abs(beyond["random weights"]) < 0.06, (
    "weights drawn by lot have as much of it"
)
assert all(
    r[3] < 0.15 * LATENTS
    for (name, _), r in rows.items()
    if name == "stream"
), "more than 15 in a hundred latents are dead"
assert missed(x, mean_of[test_ids]) > max(out["stream"]) + 0.1, (
    "it is a list of tokens"
)
assert (
    abs(missed(x[fresh], rebuilt[fresh]) - out["stream"][0]) < 0.05
), "it lives on passages seen in training"
same = {name: torch.cat(c) for name, c in pairs.items()}
assert (
    same["two seeds, stream"].mean()
    > same["two seeds, Gaussian"].mean() + 0.06
), "two seeds agree no more than on noise"
assert (same["two seeds, stream"] > 0.7).float().mean() < 0.3, (
    "two seeds find the same: the negative result is gone"
)

# %% [markdown]
# Its harder control: blocks that have learnt nothing, and a token that can be seen.

# %% tags=["check"]
assert beyond["shuffled"] > 0.5 * beyond["stream"], (
    "without training there is little of it, though the token shows"
)
assert max(out["shuffled"]) > max(out["stream"]) + 0.08, (
    "the dictionary misses no more without training"
)
assert (
    abs(listed["shuffled"] - listed["stream"])
    < 0.1
    < listed["random weights"] - listed["stream"]
), "the token shows less than in the trained model, or in both controls"

# %% [markdown]
# Then what its parts do, and where.

# %% tags=["check"]
found = {name: (bits["the mean"] - b) / gap for name, b in bits.items()}
assert found["autoencoder"] > 0.75, (
    "the model cannot go on from what is rebuilt"
)
assert found["PCA, 16 axes"] < 0.7, "from sixteen axes it can as well"
assert bits["autoencoder"] > bits["left as it is"] + 0.2, (
    "what is missed was of no use to the model"
)
own, others, random = (
    rise[k][1].mean() for k in ("own", "others", "random")
)
assert own > max(others, random) + 0.6, (
    "the tokens that follow a latent rise no more "
    "than with another push of the same size"
)
assert 3 < ahead[1] < 19, (
    "of latents ahead of all random pushes, chance would give "
    "about one of twenty, and no exception would leave twenty"
)
assert beyond["MLP"] > beyond["attention"] + 0.04, (
    "attention writes as much beyond its covariance as the MLP"
)

# %% [markdown]
# Last the transcoder.

# %% tags=["check"]
for task, (sparse, full, low) in short.items():
    assert full < sparse < low, "the order changes: " + task
sparse, full, low = short["text"]
assert full + 0.08 < sparse < low - 0.08, (
    "something sparse is nearer to the MLP than a matrix, "
    "or no nearer than sixteen directions"
)
rise_of, kl = ({k: v.mean() for k, v in d.items()} for d in (up, moves))
assert abs(rise_of["full matrix"]) < 0.02 < rise_of["MLP's mean"], (
    "the model minds the matrix, or does not mind the mean"
)
assert rise_of["transcoder"] < rise_of["MLP's mean"] - 0.02, (
    "the transcoder costs as much as the mean"
)
assert d.mean() > 0.005, "the transcoder costs no more than a matrix"
assert (
    kl["full matrix"] + 0.004
    < kl["transcoder"]
    < kl["matrix of rank 16"] - 0.008
), "what is predicted moves more with the matrix"

# %% [markdown]
# ## What this does not show {#limits}
#
# That the model *has* features, and more of them than dimensions. A dictionary of 1,024 fits a stream of 576 dimensions better than it fits noise;
# that is what superposition foretells, and also what other sparse structure would give. The runs disagree about what the parts are. Whether such
# dictionaries find a model's own parts is an open problem [@sharkey2025open], and on practical tasks plain [[probes]] often do better
# [@kantamneni2025sae].
#
# That it would be so elsewhere. It is one layer of one small model on one kind of text, at sixteen latents a token; the dictionary is tiny and
# briefly trained beside those of the literature, whose error falls as they grow [@templeton2024scaling; @gao2025scalingsae]. Steering was tried on
# latents of one seed and eight prompts that we wrote. The transcoder is one, small and briefly trained, at an MLP that the model can nearly spare.
# The random weights were drawn in two ways, one of them chosen for what it kept of the token. In a trial that is not recorded here they had the
# smaller spread with which such a network starts its training; its dictionary learnt the windows by heart, and on new text did worse than on noise.
# Settings, such as the rate of learning and the number of latents, were chosen after looking at held-out error, which for differences of this size
# matters little.
