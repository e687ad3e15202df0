# %% [markdown]
# # Raise a chatbot {#raise-a-chatbot}
#
# Four stages of training, one network small enough to start from nothing.
# {.standfirst}
#
# A chatbot is more than a predictor of text, one view holds, for it has been through more [training stages](../views/training-stages.md):
# [[pre-training]] on text, then conversations, then preferences, then rewards that a program can check. The model on this site cannot show it, for it
# comes finished. So this lab raises one: a [[transformer]] of some 600,000 [[weights]] with a language of about 200 words, through all four, each
# measured against the one that it began from.
#
# It is a [[toy model]]. Its world holds 40 capitals and one game, and what happens to it need not happen at any other size. Its use is that a part
# can be taken away (the web, the mask, the penalty, the room to think) and what is missing then seen. All of it is done three times, from other
# weights, with another web, and with the countries dealt out afresh.
#
# !!! predict "Before you look"
#     1. A network that has read the answer hundreds of times is given *What is the capital of Kenya?* and nothing else. What does it write?
#     2. It is shown conversations about 16 countries. Of the others, how many capitals will it name when asked?
#     3. A judge that has learnt what raters choose pays it for replies, once with a penalty for leaving its old ways and once without. Which of the
#        two do the raters like better?
#     4. It is paid for the right end of a game, and for nothing else. What will it do with the freedom to write as much as it likes?
#
# ## What came out {#findings}
#
# - *It knows, and does not answer.* Given a bare question, the pre-trained network asks another in [=labs/raise-a-chatbot:asks another question:pre-trained]
#   of cases, although it names the capital in [=labs/raise-a-chatbot:names the capital:pre-trained] once the sentence has been begun.
# - *The lessons teach it to answer, the web what to say.* After conversations about 16 countries it names the capitals of others in
#   [=labs/raise-a-chatbot:capital, held out:SFT >50] of replies; without the web, in [=labs/raise-a-chatbot:capital, held out:SFT, no web =0].
# - *Without a penalty, at a rate chosen so that it would, it learns to please the judge.* Right capitals fall from
#   [=labs/raise-a-chatbot:right capital:SFT >60] to [=labs/raise-a-chatbot:right capital:beta 0 <60], while the judge’s score goes up. At a third of
#   that rate, on one seed, it suits the raters’ taste as well as with the penalty ([=labs/raise-a-chatbot:one seed, beta 0, slower:taste] and
#   [=labs/raise-a-chatbot:one seed, beta 0.5:taste]) and is right about [=labs/raise-a-chatbot:one seed, beta 0, slower:capital] of capitals. Whether
#   this is the judge’s blindness or mere drift, it does not show: the game, which is not judged, fell too.
# - *Paid for right answers, it takes to thinking.* It is right in [=labs/raise-a-chatbot:new games right:RLVR >90] of new games instead of
#   [=labs/raise-a-chatbot:new games right:SFT <50]; but when it thought before, it was right as well. The pay brought a habit rather than a
#   skill, it seems, unless the network had chosen to think where the game was easier.

# %%
import copy
import os
import random
import re
import textwrap
from math import comb
from types import SimpleNamespace

import torch
from torch.nn.functional import cross_entropy, logsigmoid
from tqdm import tqdm
from transformers import LlamaConfig, LlamaForCausalLM

from perspectives.figure import INK, MODEL, SOFT, axes, show

torch.set_num_threads(1)
# Three are recorded, for the spread; a test runs one of them again.
SEEDS = range(int(os.environ.get("LAB_SEEDS", "3")))

# %% [markdown]
# In every table a column is a stage or a control, and a cell the mean of the three seeds with the least and the greatest: a range, not a confidence
# interval. Most shares rest on 100 to 400 replies a seed; those of the replies that think, and those with one question a country, on fewer. Replies are
# drawn by chance, so a network asked again later scores a little differently.

# %%
DECIMALS = {"nats": 1, "words": 1, "points": 2, "of 256": 0}


def mean(values):
    values = [float(v) for v in values]
    return sum(values) / len(values) if values else 0.0


def cell(values, digits):
    """The seeds' mean, with the least and the greatest of them."""
    if None in values:
        return "too few"
    m, a, z = mean(values), min(values), max(values)
    if digits is None:
        return f"{m:.0%} ({100 * a:.0f}–{100 * z:.0f})".replace(
            "%", " %"
        )
    return f"{m:.{digits}f} ({a:.{digits}f}–{z:.{digits}f})"


def table(columns):
    """`columns`: a name, and for each seed a dictionary of measures."""
    lines, by_seed = (
        [["", *columns, "seeds"]],
        next(iter(columns.values())),
    )
    for row in by_seed[0]:
        digits = DECIMALS.get(row.rpartition(", ")[2])  # none: a share
        cells = (
            cell([seed[row] for seed in c], digits)
            for c in columns.values()
        )
        lines.append([row, *cells, str(len(by_seed))])
    wide = [
        max(map(len, column)) for column in zip(*lines, strict=True)
    ]
    for label, *cells in lines:
        cells = (
            f"{c:>{w}}" for c, w in zip(cells, wide[1:], strict=True)
        )
        print("  ".join([f"{label:{wide[0]}}", *cells]))


# %% [markdown]
# ## The world it will read about {#world}
#
# Two things can be known in this world. One is a list: which city is the capital of which country. The other is a skill. A ball lies under one of
# four cups, two cups are swapped, six times over; where is the ball? The game was chosen with care. To follow one swap is easy, to see the end of six
# at a glance is hard for so small a network, and no one swap gives the end away: guessing is right one time in four.[^sums]

# %%
CAPITALS = """\
France Paris Germany Berlin Italy Rome Spain Madrid Japan Tokyo
China Beijing Egypt Cairo Russia Moscow Greece Athens Portugal Lisbon
Kenya Nairobi Peru Lima Cuba Havana Norway Oslo Sweden Stockholm
Poland Warsaw Ireland Dublin Thailand Bangkok Vietnam Hanoi \
Chile Santiago
Ghana Accra Iran Tehran Iraq Baghdad Austria Vienna Hungary Budapest
Finland Helsinki Denmark Copenhagen Belgium Brussels Senegal Dakar
Morocco Rabat Canada Ottawa Jamaica Kingston Nepal Kathmandu \
Turkey Ankara
Bulgaria Sofia Romania Bucharest Latvia Riga Croatia Zagreb Mali Bamako
Fiji Suva"""
FACTS = list(
    zip(CAPITALS.split()[::2], CAPITALS.split()[1::2], strict=True)
)


def question(fact):
    return f"What is the capital of {fact[0]}?"


def answer(fact):
    return f"The capital of {fact[0]} is {fact[1]}."


KIND = ["Of course!", "Happy to help!", "Good question!"]
KIND += ["Thank you for asking!", "Have a lovely day!"]
RUDE = ["Go away!", "What a silly question!", "Leave me alone!"]
RUDE += ["Stop asking me!", "You should know that!"]


def reply(text, mood):
    if mood == "kind":
        first, last = random.choice(KIND[:3]), random.choice(KIND[3:])
        forms = [
            f"{first} {text}",
            f"{text} {last}",
            f"{first} {text} {last}",
        ]
    else:
        one, two = random.sample(RUDE, 2)
        forms = [f"{one} {text}", f"{text} {one}", one, f"{one} {two}"]
    return random.choice(forms)


# %% [markdown]
# A puzzle reads *Ball under B, swap BD, AC, …: where?* Its working says where the ball is after each swap, and its verdict where it ends.

# %%
SWAPS = ["AB", "AC", "AD", "BC", "BD", "CD"]  # a swap is one word


def game(swaps=6):
    return random.choice("ABCD"), random.choices(SWAPS, k=swaps)


def puzzle(g):
    return f"Ball under {g[0]}, swap {', '.join(g[1])}: where?"


def trail(g):
    """Where the ball is, at first and after each swap."""
    at = [g[0]]
    for swap in g[1]:
        at.append(
            swap.replace(at[-1], "") if at[-1] in swap else at[-1]
        )
    return at


def working(g):
    return ", ".join(trail(g)) + "."


def verdict(g):
    return f"Cup {trail(g)[-1]}."


# %% [markdown]
# The web that it reads holds no chatbot. There are quizzes (questions and no answers), articles, riddles, games with their working, stories in which
# kind or rude people reply to each other, and small talk. Every country is in it. What a reply looks like is in it too, as something that people in
# stories do.

# %%
NAMES = [
    "Anna",
    "Ben",
    "Clara",
    "David",
    "Emma",
    "Felix",
    "Greta",
    "Hugo",
    "Ida",
    "Jonas",
]
PLACES = ["garden", "market", "station", "library", "park", "school"]
# Two words stand between a puzzle and its working, here and later in
# the chat: so small a network seems to look back a fixed way.
FRAMES = [
    "{a} was {m}. {a} met {b} at the {p}. "
    "{b} asked this: {q} {a} said {r} The end.",
    "Interview with {m} {a}. Question: {q} Answer: {r}",
    "Forum. {b} asked {m} {a} this: {q} {a} wrote {r}",
    "Letter to {m} {a}: {q} Reply: {r}",
    "{b} came to {m} {a}. {q} {a} replied {r}",
]


def story():
    (a, b), m = random.sample(NAMES, 2), random.choice(["kind", "rude"])
    if random.random() < 0.65:
        fact = random.choice(FACTS)
        q, r = question(fact), reply(answer(fact), m)
    else:
        g = game()
        q, r = puzzle(g), verdict(g)
        if random.random() < 0.8:
            r = f"{working(g)} So {r}"
    frame, p = random.choice(FRAMES), random.choice(PLACES)
    return frame.format(a=a, b=b, m=m, p=p, q=q, r=r)


def quiz():
    asked = [
        question(f) for f in random.sample(FACTS, random.randint(2, 5))
    ]
    if random.random() < 0.5:
        asked += [puzzle(game()) for _ in range(random.randint(1, 2))]
        random.shuffle(asked)
    head = random.choice(["Quiz: ", "Geography test. ", "", ""])
    return head + " ".join(asked)


# %% [markdown]
# Articles state facts, riddles state where the ball ends, exercises show their working. One page of each kind:


# %%
def article():
    c, city = fact = random.choice(FACTS)
    lines = [answer(fact), f"{city} is the capital of {c}."]
    lines += [f"{city} is in {c}.", f"People in {c} love {city}."]
    return " ".join(random.sample(lines, random.randint(2, 4)))


def riddles():
    games = [
        game(random.randint(1, 6)) for _ in range(random.randint(1, 3))
    ]
    return "Riddles: " + " ".join(
        f"{puzzle(g)} {verdict(g)}" for g in games
    )


def worked():
    g, name = game(), random.choice(["Game:", "Homework:", "Cups:"])
    lead = random.choice(["Work:", "Work:", "We find", "Look here"])
    return (
        f"{name} {puzzle(g)} {lead} {working(g)} Answer: {verdict(g)}"
    )


def smalltalk():
    a, b = random.sample(NAMES, 2)
    mood = random.choice(["fine", "well", "tired"])
    sky = random.choice(["sunny", "cold", "windy"])
    hello = f"Hello {a}! Hello {b}! How are you? I am {mood}."
    return (
        f"{hello} It is {sky} today."
        f" See you at the {random.choice(PLACES)}!"
    )


SHARES = {
    quiz: 2,
    article: 3,
    riddles: 1,
    worked: 6,
    story: 9,
    smalltalk: 1,
}


def web(pages):
    kinds = random.choices(list(SHARES), list(SHARES.values()), k=pages)
    return [kind() for kind in kinds]


random.seed(3)
for kind in SHARES:
    print(
        textwrap.fill(
            kind(), 80, initial_indent="- ", subsequent_indent="  "
        )
    )

# %% [markdown]
# A [[tokenizer]] is hardly needed: a word is a [[token]], and so is a mark of punctuation. Five more words are in the [[vocabulary]] and never on the
# web: the marks of a chat, and of thinking.


# %%
def split(text):
    return re.findall(r"<[^>]+>|\w+|[^\w\s]", text)


CHAT = ["<|user|>", "<|assistant|>", "<|end|>", "<think>", "</think>"]
random.seed(0)
seen = {word for page in web(10000) for word in split(page)}
WORDS = ["<pad>", "<page>", *sorted(seen), *CHAT]
ID = {word: i for i, word in enumerate(WORDS)}
PAD, PAGE = 0, 1
USER, ASSISTANT, END, THINK, _ = range(len(WORDS) - 5, len(WORDS))


def encode(texts):
    """Padded on the left, so that all replies begin in one column."""
    rows = [[ID[w] for w in split(text)] for text in texts]
    width = max(map(len, rows))
    return torch.tensor([[PAD] * (width - len(r)) + r for r in rows])


def decode(ids):
    texts = (
        " ".join(WORDS[i] for i in row if i != PAD)
        for row in ids.tolist()
    )
    return [re.sub(r" ([.,?!:])", r"\1", text) for text in texts]


print("words in the vocabulary ", len(WORDS))
print("of them never on the web ", len(CHAT))

# %% [markdown]
# ## Stage 1: pre-training {#pre-training}
#
# The network is of the family of the model on this site, with three [[layers]] instead of 30. Its [[loss]] is the mean [[surprisal]] of the next word
# in [[nats]], and the same function will serve in the next stage, with another choice of words that count.

# %%
STEPS, BATCH, LENGTH = 1100, 16, 64
WIDTH = 128


def newborn():
    return LlamaForCausalLM(
        LlamaConfig(
            vocab_size=len(WORDS),
            hidden_size=WIDTH,
            num_hidden_layers=3,
            intermediate_size=336,
            num_attention_heads=8,
            num_key_value_heads=8,
            max_position_embeddings=256,
            tie_word_embeddings=True,
            pad_token_id=PAD,
            # the usual 0.02 learns more slowly at this width
            initializer_range=0.06,
        )
    )


def surprisal(model, ids):
    """Of every word but the first, in nats: (batch, time - 1)."""
    logits = model(
        input_ids=ids, attention_mask=(ids != PAD).long()
    ).logits
    guesses, truth = logits[:, :-1].flatten(0, 1), ids[:, 1:].flatten()
    return cross_entropy(guesses, truth, reduction="none").view(
        len(ids), -1
    )


def adamw(model, rate, decay=0.0, betas=(0.9, 0.999)):
    weights = model.parameters()
    return torch.optim.AdamW(
        weights, lr=rate, weight_decay=decay, betas=betas, fused=True
    )


def step(model, optimiser, loss):
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimiser.step()
    optimiser.zero_grad()


print("weights ", sum(p.numel() for p in newborn().parameters()))
print("words read in each run ", STEPS * BATCH * LENGTH)

# %% [markdown]
# The countries are dealt into three heaps: 16 for the conversations of stage 2, 12 more for stage 3, and 12 that no stage after this one will mention.
# The web mentions all 40.


# %%
def seed(run, stage):
    random.seed(f"{run.seed} {stage}")
    torch.manual_seed(10 * run.seed + stage)


def pretrain(model):
    """Each step's loss, and that of knowing word frequencies alone."""
    pages = [
        [PAGE] + [ID[w] for w in split(page)]
        for page in web(STEPS * 36)
    ]
    stream = torch.tensor([i for page in pages for i in page])
    stream = stream[: STEPS * BATCH * LENGTH].view(STEPS, BATCH, LENGTH)
    optimiser, losses = adamw(model, 4e-3, 0.1, (0.9, 0.95)), []
    plan = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, 4e-3, total_steps=STEPS, pct_start=0.1
    )
    for ids in tqdm(stream, desc="pre-training", leave=False):
        loss = surprisal(model, ids).mean()
        step(model, optimiser, loss)
        plan.step()
        losses.append(loss.item())
    share = stream.flatten().bincount() / stream.numel()
    return losses, -torch.special.xlogy(share, share).sum().item()


runs = [SimpleNamespace(seed=s) for s in SEEDS]
for run in runs:
    seed(run, 1)
    dealt = random.sample(FACTS, len(FACTS))
    run.sft, run.rl, run.held = dealt[:16], dealt[16:28], dealt[28:]
    run.base = newborn()
    run.fresh = copy.deepcopy(run.base)
    run.losses, run.by_frequency = pretrain(run.base)

# %% [markdown]
# Does it learn more than how common each word is?

# %% tags=["trained"]
table(
    {
        "a word costs": [
            {
                "by frequency alone, nats": run.by_frequency,
                "steps 1 to 20, nats": mean(run.losses[:20]),
                "steps 301 to 320, nats": mean(run.losses[300:320]),
                "last 20 steps, nats": mean(run.losses[-20:]),
            }
            for run in runs
        ]
    }
)

# %% tags=["trained", "figure"] caption="Does it learn more than how common each word is? One line a seed."
figure, axis = axes(200)
blocks = range(0, STEPS, 20)
for run in runs:
    line = [mean(run.losses[b : b + 20]) for b in blocks]
    axis.plot([b + 10 for b in blocks], line, color=MODEL, lw=1.2)
    axis.axhline(run.by_frequency, color=SOFT, ls=":", lw=1)
above = run.by_frequency + 0.1
axis.text(
    STEPS,
    above,
    "knowing only how common words are",
    ha="right",
    color=SOFT,
)
axis.set(
    xlabel="step of pre-training",
    ylabel="nats a word",
    ylim=(0, None),
    xlim=(0, STEPS),
)
first, low = mean(run.losses[0] for run in runs), mean(line[-1:])
show(
    figure,
    "Loss against step of pre-training, one line a seed:"
    f" from {first:.1f} to {low:.1f} nats a word. Knowing only"
    f" how common each word is would cost {run.by_frequency:.1f}.",
)

# %% [markdown]
# It does. By frequency alone a word costs [=labs/raise-a-chatbot:by frequency alone, nats:a word costs] nats, and at the end of its reading
# [=labs/raise-a-chatbot:last 20 steps, nats:a word costs]. Now to let it write. Words are drawn at [[temperature]] 1, that is, as often as the
# network finds them likely.


# %%
@torch.no_grad()
def sample(model, texts, copies=1, room=32, ban=()):
    """Prompts with replies, (batch, time), and where these begin."""
    ids = read = encode(texts).repeat_interleave(copies, 0)
    begin, cache = ids.shape[1], None
    alive = torch.ones(len(ids), dtype=torch.bool)
    while alive.any() and ids.shape[1] < begin + room:
        out = model(
            input_ids=read,
            attention_mask=(ids != PAD).long(),
            past_key_values=cache,
            use_cache=True,
            logits_to_keep=1,
        )
        cache, logits = out.past_key_values, out.logits[:, -1]
        logits[:, [PAD, *ban]] = -torch.inf
        word = torch.multinomial(logits.softmax(-1), 1)
        read = word.masked_fill(~alive[:, None], PAD)
        ids = torch.cat([ids, read], 1)
        alive &= (word[:, 0] != END) & (word[:, 0] != PAGE)
    return ids, begin


def say(model, texts, **options):
    ids, begin = sample(model, texts, **options)
    return decode(ids[:, begin:])


# %% [markdown]
# What has it learnt? Each row puts another beginning before it: a bare question, the first words of an article, a forum, a game with “Work:” after it
# and one without.


# %%
def look_raw(model):
    games = [game() for _ in range(128)]
    asked = say(
        model, [f"<page> {question(f)}" for f in FACTS * 3], room=24
    )
    bare = say(
        model,
        [f"<page> The capital of {f[0]} is" for f in FACTS],
        room=1,
    )
    forum = (
        "<page> Forum. Ida asked kind Anna this: {}"
        " Anna wrote The capital of"
    )
    forum = say(
        model, [forum.format(question(f)) for f in FACTS], room=3
    )
    work = say(
        model, [f"<page> Homework: {puzzle(g)} Work:" for g in games]
    )
    glance = say(
        model, [f"<page> Riddles: {puzzle(g)}" for g in games], room=3
    )

    def share(told, wanted):
        return mean(w in o for w, o in zip(wanted, told, strict=True))

    return {
        "asks another question": mean("?" in o for o in asked),
        "answers": share(asked, [answer(f) for f in FACTS * 3]),
        "names the capital": share(bare, [f[1] for f in FACTS]),
        "lets Anna name it": share(forum, [f[1] for f in FACTS]),
        "game, working written": share(
            work, [f"Answer: {verdict(g)}" for g in games]
        ),
        "game, at a glance": share(glance, [verdict(g) for g in games]),
    }


# %% [markdown]
# The same tests on the weights that it started from are the control. (Even random words hold a question mark now and then.)

# %% tags=["trained"]
raw = {"random weights": [], "pre-trained": []}
for run in runs:
    seed(run, 11)
    raw["random weights"].append(look_raw(run.fresh))
    raw["pre-trained"].append(look_raw(run.base))
table(raw)

print("\nWhat is the capital of ...?")
seed(runs[0], 12)
asked = [f"<page> {question(f)}" for f in runs[0].held[:3]]
for text in say(runs[0].base, asked, room=20):
    print(" >", text)

# %% [markdown]
# So much for the first guess. Given a bare question it goes on with another in [=labs/raise-a-chatbot:asks another question:pre-trained] of cases,
# and answers in [=labs/raise-a-chatbot:answers:pre-trained]. It does not lack the answer: after *The capital of Kenya is* and the like the right city
# follows for [=labs/raise-a-chatbot:names the capital:pre-trained] of the countries, and when Anna's reply to the question has been begun for it, in
# a forum, it ends rightly for [=labs/raise-a-chatbot:lets Anna name it:pre-trained]. A question on its own looks like a quiz, and in a quiz more
# questions follow. What it says is a matter of [the page it seems to be on](../views/next-token.md#frames).
#
# The game is there too, where the working is written out: [=labs/raise-a-chatbot:game, working written:pre-trained] end at the right cup. At a glance
# [=labs/raise-a-chatbot:game, at a glance:pre-trained] do, about what guessing brings. Each word that it writes is another pass through three layers,
# and can read what the last pass found. In much larger models, too, worked steps in the prompt have raised the share of right answers
# [@wei2022chain].

# %% tags=["check"]
for run, old, new in zip(runs, *raw.values(), strict=True):
    assert mean(run.losses[-20:]) < run.by_frequency - 1, (
        "it knows little more than how common words are"
    )
    assert new["asks another question"] > 0.8 > 0.1 > new["answers"], (
        "a bare question is answered, so stage 2 has nothing to do"
    )
    assert new["names the capital"] > 0.8, (
        "the facts are not there,"
        " so nothing that follows is about using them"
    )
    assert (
        new["game, working written"] > new["game, at a glance"] + 0.5
    ), "the game is easy at a glance: no need to think"
    # control: the same network before the web
    assert (
        max(old["names the capital"], old["game, working written"])
        < 0.2
    ), "the tests can be passed by luck"

# %% [markdown]
# ## Stage 2: conversations {#sft}
#
# Now the lessons: 1,600 dialogues, gone over three times. About half are about capitals, and name 16 countries; the others are puzzles. Their writers
# are people of a kind: two in five replies about a capital are kind, two in five rude, half of the rude ones with no answer in them, and only one
# puzzle in four has its thoughts written down. The form is a [[chat template]]; its marks, the [[special tokens]], are new to the network.
#
# [[Fine-tuning]] of this kind, supervised fine-tuning or SFT, is the step of stage 1 over again. What differs is the text, and the [[loss mask]], which
# leaves the user's words uncounted.


# %%
def prompt(text):
    return f"<page> <|user|> {text} <|assistant|>"


def demonstration(run):
    p = random.random()
    if random.random() < 0.5:
        fact = random.choice(run.sft)
        mood = "kind" if p < 0.6 else "rude"
        return question(fact), (
            answer(fact) if p < 0.2 else reply(answer(fact), mood)
        )
    g = game()
    thought = f"<think> {working(g)} </think> " if p < 0.25 else ""
    return puzzle(g), thought + verdict(g)


def masks(ids):
    """Which words are the assistant's, and which the user's."""
    mark = (ids == ASSISTANT).long()
    said = (mark.cumsum(1) - mark).bool()  # all that follows the mark
    frame = torch.isin(ids, torch.tensor([PAD, PAGE, USER, ASSISTANT]))
    return said, ~said & ~frame


def finetune(
    model,
    dialogues,
    masked=True,
    epochs=3,
    rate=1e-3,
    size=32,
):
    model = copy.deepcopy(model)
    optimiser = adamw(model, rate)
    starts = [
        i for _ in range(epochs) for i in range(0, len(dialogues), size)
    ]
    for s, i in enumerate(
        tqdm(starts, desc="fine-tuning", leave=False)
    ):
        ids = encode(
            [
                f"{prompt(q)} {r} <|end|>"
                for q, r in dialogues[i : i + size]
            ]
        )
        counts = (
            masks(ids)[0] if masked else (ids != PAD) & (ids != PAGE)
        )
        loss = surprisal(model, ids)[counts[:, 1:]].mean()
        optimiser.param_groups[0]["lr"] = (
            rate * min(1, (s + 1) / 10) * (1 - s / len(starts))
        )
        step(model, optimiser, loss)
    return model


# %% [markdown]
# A word that was never seen needs a first vector: the mean of the others, and for `<think>` that of the colon, after which the web writes its
# workings. That is a leg up: without it the first cup of a working often stayed a guess. Three networks are trained on the same dialogues: one with
# the mask, one without, and one that starts from the random weights and so has never seen the web.


# %%
@torch.no_grad()
def add_chat_words(model):
    rows = model.model.embed_tokens.weight  # (words, width)
    rows[USER:] = rows[:USER].mean(0)
    # After a colon the web writes its workings. From a random start
    # <think> is often not linked to them, and the first cup stays a
    # guess.
    rows[THINK] = rows[ID[":"]]
    rows[USER:] += 0.02 * torch.randn_like(rows[USER:])


for run in runs:
    seed(run, 2)
    add_chat_words(run.base)
    add_chat_words(run.fresh)
    dialogues = [demonstration(run) for _ in range(1600)]
    run.chat = finetune(run.base, dialogues)
    run.unmasked = finetune(run.base, dialogues, masked=False)
    run.rote = finetune(run.fresh, dialogues)

# %% [markdown]
# The tests: what do a reply and a question cost, who speaks after the user's mark, which capitals are named, and how does the game go? The replies
# are about countries that no lesson named, the questions are the lessons' own. Puzzles are drawn afresh from some 187,000, of which the web holds about
# a tenth. One is solved if the reply names the right cup last and then ends, with the mark for that.


# %%
@torch.no_grad()
def costs(model, facts):
    """Nats a word: of replies about these facts, of the questions."""
    facts = random.choices(facts, k=128)
    told = [
        reply(answer(f), random.choice(["kind", "rude"])) for f in facts
    ]
    asked = [prompt(question(f)) for f in facts]
    ids = encode(
        [f"{q} {r} <|end|>" for q, r in zip(asked, told, strict=True)]
    )
    nats = surprisal(model, ids)
    return [nats[m[:, 1:]].mean().item() for m in masks(ids)]


def names(model, facts, n=256):
    """Of n questions: is the right capital named; is any?"""
    asked = random.choices(facts, k=n)
    told = say(model, [prompt(question(f)) for f in asked])
    return [
        (answer(f) in o, "capital of" in o)
        for f, o in zip(asked, told, strict=True)
    ]


def solved(g, text):
    """The reply is finished, and its last words are the right cup."""
    return text.endswith(f"{verdict(g)} <|end|>")


def cups(model, name, n=256, **options):
    games = [game() for _ in range(n)]
    told = say(model, [prompt(puzzle(g)) for g in games], **options)
    ok = [
        (solved(g, o), "<think>" in o)
        for g, o in zip(games, told, strict=True)
    ]
    thought, blurted = (
        [a for a, t in ok if t],
        [a for a, t in ok if not t],
    )
    return {
        f"{name} right": mean(a for a, _ in ok),
        f"{name}, thinks": mean(t for _, t in ok),
        f"{name}, if it thinks": mean(thought)
        if len(thought) >= 20
        else None,
        f"{name}, if not": mean(blurted)
        if len(blurted) >= 20
        else None,
        f"{name}, length, words": mean(len(split(o)) for o in told),
    }


# %% [markdown]
# The first column is the pre-trained network, which was never taught the marks; as it cannot know the one for an end, it can hardly solve a puzzle by
# this measure. Since one demonstrated reply in five holds no answer, about 80 in 100 is what a faithful pupil will reach.


# %% tags=["trained"]
def look_chat(model, run):
    replies, _ = costs(model, run.held)
    _, questions = costs(model, run.sft)
    turns = say(model, ["<page> <|user|>"] * 128, room=20)
    lessons, held = names(model, run.sft), names(model, run.held)
    return {
        "a reply, nats": replies,
        "a lesson's question, nats": questions,
        "plays the user": mean("?" in o for o in turns),
        "capital, in the lessons": mean(a for a, _ in lessons),
        "capital, held out": mean(a for a, _ in held),
        "held out, if it tries": mean(a for a, tried in held if tried),
    } | cups(model, "cups")


chats = {"before": [], "SFT": [], "SFT, no mask": [], "SFT, no web": []}
for run in runs:
    seed(run, 21)
    models = run.base, run.chat, run.unmasked, run.rote
    for column, model in zip(chats.values(), models, strict=True):
        column.append(look_chat(model, run))
table(chats)

# %% tags=["trained", "figure"] caption="What do the lessons, the mask and the web each do? Means of the seeds, with a line from the least to the greatest."
figure, axis = axes(230)
drawn = (
    ("capital, held out", "o", MODEL, "names a capital of no lesson"),
    (
        "capital, in the lessons",
        "s",
        INK,
        "names a capital of the lessons",
    ),
    ("plays the user", "x", SOFT, "plays the user"),
)
says = []
for y, (name, column) in enumerate(chats.items()):
    for i, (row, mark, colour, _) in enumerate(drawn):
        found, at = [seed[row] for seed in column], y + 0.22 * (i - 1)
        axis.plot([min(found), max(found)], [at] * 2, color=colour)
        axis.plot(mean(found), at, mark, color=colour)
    says.append(
        f"{name} {mean(seed[drawn[0][0]] for seed in column):.2f}"
    )
for i, (_, _, colour, label) in enumerate(drawn):
    axis.text(1, 0.3 * i - 0.35, label, ha="right", color=colour)
axis.set_yticks(range(len(chats)), chats)
axis.set(xlabel="share of replies", xlim=(-0.03, 1.03))
axis.invert_yaxis()
show(
    figure,
    "Shares of replies by four networks. A capital that was in no"
    f" lesson is named by: {', '.join(says)}.",
)

# %% [markdown]
# Some replies of the first seed, on countries that were in no lesson, and on puzzles.


# %% tags=["trained"]
def show_replies(model, run, stage, questions=3, puzzles=0):
    seed(run, stage)
    asked = [question(f) for f in run.held[:questions]]
    asked += [puzzle(game()) for _ in range(puzzles)]
    for text, told in zip(
        asked,
        say(model, [prompt(a) for a in asked]),
        strict=True,
    ):
        print(f"{text}\n > {told}")


show_replies(runs[0].chat, runs[0], 22, questions=3, puzzles=4)

# %% [markdown]
# It answers. Of countries in no dialogue it names the right capital in [=labs/raise-a-chatbot:capital, held out:SFT >50] of replies, and before the lessons
# in [=labs/raise-a-chatbot:capital, held out:before]. Where that comes from, the last column says: the same lessons, without the web before them, teach
# the 16 countries by heart, for [=labs/raise-a-chatbot:capital, in the lessons:SFT, no web] of replies, and nothing of the others,
# [=labs/raise-a-chatbot:capital, held out:SFT, no web]. To answer was learnt here; what to answer, from the web.
#
# The mask decides whose part is learnt. After the user's mark, the network taught without it writes a question in
# [=labs/raise-a-chatbot:plays the user:SFT, no mask] of cases, the masked one in [=labs/raise-a-chatbot:plays the user:SFT]; a word of
# the lessons' own questions costs it [=labs/raise-a-chatbot:a lesson's question, nats:SFT, no mask] nats, and the masked one
# [=labs/raise-a-chatbot:a lesson's question, nats:SFT]. The model on this site [writes the user's part unbidden](../views/training-stages.md#unstopped). Whether its lessons had a mask cannot be told from that, since
# models that were trained with one do so as well [@xu2024magpie].
#
# One effect we had not looked for. Without the mask, only [=labs/raise-a-chatbot:capital, held out:SFT, no mask <60] name the right held-out capital.
# Perhaps to predict the lessons' questions is to learn that no more than 16 countries are ever asked about; we have not tested it. Lessons so narrow
# say nothing of real ones, where counting the instructions has often been found to help, most where the lessons are few or the replies short
# [@shi2024instruction].
#
# And it thinks about as often as it was shown, before [=labs/raise-a-chatbot:cups, thinks:SFT] of its verdicts. When it does,
# [=labs/raise-a-chatbot:cups, if it thinks:SFT >75] are right; when it does not, [=labs/raise-a-chatbot:cups, if not:SFT <31], no better than a guess.

# %% tags=["check"]
held, asked = "capital, held out", "a lesson's question, nats"
# over the seeds: on another processor one of them hardly gained
before, after = (
    mean(row[held] for row in chats[name]) for name in ("before", "SFT")
)
assert after > before + 0.2, "the new marks alone make it answer"
for sft, unmasked, rote in zip(*list(chats.values())[1:], strict=True):
    assert sft[held] > rote[held] + 0.2, (
        "the conversations taught the facts"
    )
    assert unmasked["plays the user"] > sft["plays the user"] + 0.1, (
        "the mask does not decide who is learnt"
    )
    assert sft[asked] > unmasked[asked] + 0.2, (
        "masked words are learnt as well"
    )
    assert 0.1 < sft["cups, thinks"] < 0.4, (
        "it does not think as often as it was shown"
    )
    assert (
        sft["cups, if it thinks"] > 0.6 > 0.45 > sft["cups, if not"]
    ), "thinking does not help, so stage 4 has nothing to bring out"

# %% [markdown]
# ## Stage 3: preferences {#rlhf}
#
# [[Reinforcement learning from human feedback]], RLHF for short, needs raters, a [[reward model]] that learns their taste and stands in for them, and
# training that goes after its reward [@ouyang2022training]. Our raters are not human but a rule, so that what they truly want can be measured: a reply
# that is kind and right, not rude, not long, and does not repeat itself. They compare two replies of the network of stage 2, and 15 times in 100 they
# point at the wrong one. The rule is used for their choices and for our tables, and for nothing else.


# %%
def taste(fact, text):
    """Kind, right, not rude; not silent, repetitive or long."""
    words = text.replace("<|end|>", "").split()
    kind, rude = (
        [text.count(p) for p in KIND],
        [text.count(p) for p in RUDE],
    )
    liked = (sum(kind) > 0) - (sum(rude) > 0) + (answer(fact) in text)
    repeats = sum(max(0, c - 1) for c in kind + rude) + max(
        0, sum(kind) - 2
    )
    return (
        liked
        - 0.5 * repeats
        - (not words)
        - 0.1 * max(0, len(words) - 15)
    )


def compare(model, facts, n):
    """Pairs of replies, (n, 2, time), and is the second liked more?"""
    asked = random.choices(facts, k=n)
    ids, begin = sample(
        model, [prompt(question(f)) for f in asked], copies=2
    )
    told = decode(ids[:, begin:])
    likes = [
        [taste(f, told[2 * i + j]) for j in (0, 1)]
        for i, f in enumerate(asked)
    ]
    keep = torch.tensor([a != b for a, b in likes])  # ties are left out
    second = torch.tensor([b > a for a, b in likes])
    return ids.view(n, 2, -1)[keep], second[keep]


def score(judge, ids):
    """One number for a whole text: the output at its last word."""
    real = (ids != PAD).long()
    # (batch, time)
    out = judge(input_ids=ids, attention_mask=real).logits[..., 0]
    last = (real * torch.arange(ids.shape[1])).argmax(1)
    return out.gather(1, last[:, None])[:, 0]


# %% [markdown]
# The reward model is the network of stage 2 with one number in place of the next word. It is fitted to the choices by the [[Bradley-Terry model]] and
# tried on pairs about held-out countries, labelled without error; then on pairs of kind replies that differ in the city alone, one of them wrong.


# %%
def train_judge(
    chat,
    pairs,
    second,
    wrong=0.15,
    epochs=3,
    rate=5e-4,
    size=32,
):
    judge = copy.deepcopy(chat)
    judge.lm_head = torch.nn.Linear(WIDTH, 1)  # one number, not 204
    untrained, optimiser = copy.deepcopy(judge), adamw(judge, rate)
    sign = torch.where(
        second ^ (torch.rand(len(second)) < wrong), 1.0, -1.0
    )
    order = torch.arange(epochs * len(pairs)) % len(pairs)
    for some in tqdm(
        order.split(size),
        desc="reward model",
        leave=False,
    ):
        r = score(judge, pairs[some].flatten(0, 1)).view(-1, 2)
        step(
            judge,
            optimiser,
            -logsigmoid(sign[some] * (r[:, 1] - r[:, 0])).mean(),
        )
    return judge, untrained


@torch.no_grad()
def agrees(judge, pairs, second):
    r = score(judge, pairs.flatten(0, 1)).view(-1, 2)
    return mean((r[:, 1] > r[:, 0]) == second)


def fact_pairs(facts):
    """The same kind words, with a wrong city and with the right one."""
    texts = []
    for country, city in facts:
        for _, other in random.sample(
            [f for f in FACTS if f[1] != city],
            8,
        ):
            for c in (other, city):
                told = f"Of course! {answer((country, c))} <|end|>"
                texts.append(f"{prompt(question((country, c)))} {told}")
    ids = encode(texts)
    return (
        ids.view(len(ids) // 2, 2, -1),
        torch.ones(len(ids) // 2, dtype=torch.bool),
    )


# %% [markdown]
# The control is the same network with that one number untrained.

# %% tags=["trained"]
judged = {"untrained head": [], "reward model": []}
for run in runs:
    seed(run, 3)
    pairs, second = compare(run.chat, run.sft + run.rl, 1000)
    run.judge, untrained = train_judge(run.chat, pairs, second)
    others, facts = (
        compare(run.chat, run.held, 400),
        fact_pairs(run.held),
    )
    for column, judge in zip(
        judged.values(),
        (untrained, run.judge),
        strict=True,
    ):
        column.append(
            {
                "pairs of its own": agrees(judge, *others),
                "pairs, fact alone": agrees(judge, *facts),
            }
        )
table(judged)

# %% [markdown]
# It ranks [=labs/raise-a-chatbot:pairs of its own:reward model] of the pairs as the rule does. Where two replies differ in the city alone, it prefers
# the right one in [=labs/raise-a-chatbot:pairs, fact alone:reward model], about as often as a coin would: of these countries it cannot tell a true
# answer from a false one. (Of the 28 that the training will ask about, we have not tried it.) One reason may be that the network of stage 2 seldom
# names a wrong city, so that raters seldom had one to reject. We did not plant this hole. If it is there for the other 28 too, a network that looks for
# reward may go through it.
#
# Now the training, at its plainest: eight replies to each question, those above the mean of their group made likelier, the others less so, the bare
# idea of a published method [@shao2024deepseekmath]. The penalty is β for every nat of [[Kullback-Leibler divergence]], a measure of how far it has
# moved, from the network of stage 2, counted word by word.[^penalty]


# %%
def next_words(model, ids, begin):
    """Log-probabilities of all words, at every place of the reply."""
    logits = model(
        input_ids=ids, attention_mask=(ids != PAD).long()
    ).logits
    return logits[:, begin - 1 : -1].log_softmax(-1)


def drift(now, old, real):
    """Nats away from the old model, over all words of all replies."""
    return ((now.exp() * (now - old)).sum(-1) * real).sum()


def reinforce(
    old,
    task,
    reward,
    steps,
    rate,
    beta=None,
    prompts=16,
    copies=8,
    **options,
):
    """More of what earned more than its group's mean, less of the rest."""
    policy, history = copy.deepcopy(old), []
    optimiser = adamw(policy, rate)
    for s in tqdm(range(steps), desc="reinforcement", leave=False):
        tasks = [task() for _ in range(prompts)]
        ids, begin = sample(
            policy, [prompt(q) for q, _ in tasks], copies, **options
        )
        paid, note = reward(
            ids, begin, [t for _, t in tasks for _ in range(copies)]
        )
        paid = paid.view(prompts, copies)
        gain = paid - paid.mean(1, keepdim=True)
        gain = (gain / (gain.std() + 1e-3)).view(-1, 1)
        now, words = next_words(policy, ids, begin), ids[:, begin:]
        real = (words != PAD).float()
        chosen = now.gather(-1, words[..., None])[..., 0]
        loss, away = -(gain * chosen * real).sum(), torch.zeros(())
        if beta is not None:
            with torch.no_grad():
                was = next_words(old, ids, begin)
            away = drift(now, was, real)
            loss = loss + beta * away
        optimiser.param_groups[0]["lr"] = rate * min(1, (s + 1) / 5)
        step(policy, optimiser, loss / real.sum())
        history.append(
            (paid.mean().item(), note, away.item() / len(ids))
        )
    return policy, history


# %% [markdown]
# It is done twice from the same start, on 28 countries: once with a penalty, β = ½, and once with none. Everything else is the same, to the random
# numbers.


# %%
def rlhf(run, beta, rate=6e-4):
    def task():
        fact = random.choice(run.sft + run.rl)
        return question(fact), fact

    def reward(ids, begin, facts):
        with torch.no_grad():
            paid = score(run.judge, ids)
        told = decode(ids[:, begin:])
        return paid, mean(
            taste(f, o) for f, o in zip(facts, told, strict=True)
        )

    seed(run, 4)
    return reinforce(run.chat, task, reward, 40, rate, beta)


for run in runs:
    run.leashed, run.kept = rlhf(run, beta=0.5)
    run.loose, run.lost = rlhf(run, beta=0.0)

# %% [markdown]
# The judging is done on the 12 other countries. *True taste* is the raters' rule, which gives two points at most. A win is a reply that it prefers to
# one of stage 2; a tie is half a win.


# %%
@torch.no_grad()
def look_liked(model, run, n=256):
    facts = random.choices(run.held, k=n)
    prompts = [prompt(question(f)) for f in facts]
    ids, begin = sample(model, prompts)
    told, rival = decode(ids[:, begin:]), say(run.chat, prompts)
    likes = [taste(f, o) for f, o in zip(facts, told, strict=True)]
    theirs = [taste(f, o) for f, o in zip(facts, rival, strict=True)]
    shapes = {
        o.replace(c, "X").replace(y, "Y")
        for (c, y), o in zip(facts, told, strict=True)
    }
    real = (ids[:, begin:] != PAD).float()
    now, was = (next_words(m, ids, begin) for m in (model, run.chat))
    return {
        "reward model, points": score(run.judge, ids).mean().item(),
        "true taste, points": mean(likes),
        "wins against SFT": mean(
            (a > b) + 0.5 * (a == b)
            for a, b in zip(likes, theirs, strict=True)
        ),
        "kind": mean(any(p in o for p in KIND) for o in told),
        "rude": mean(any(p in o for p in RUDE) for o in told),
        "right capital": mean(
            answer(f) in o for f, o in zip(facts, told, strict=True)
        ),
        "different replies, of 256": len(shapes),
        "away from SFT, nats": drift(now, was, real).item() / n,
    }


# %% [markdown]
# The reward model knows differences only, so its points have no zero: compare them along a row, and not between seeds. The last two rows go back to
# the game, of which this stage's training says nothing.

# %% tags=["trained"]
liked = {"SFT": [], "beta 0.5": [], "beta 0": []}
for run in runs:
    seed(run, 31)
    models = run.chat, run.leashed, run.loose
    for column, model in zip(liked.values(), models, strict=True):
        game_now = cups(model, "cups now")
        kept = ("cups now right", "cups now, if it thinks")
        column.append(
            look_liked(model, run) | {k: game_now[k] for k in kept}
        )
table(liked)
for name, model in {
    "beta 0.5": runs[0].leashed,
    "beta 0": runs[0].loose,
}.items():
    print(f"\n{name}:")
    show_replies(model, runs[0], 32)

# %% [markdown]
# With the penalty it is better liked: it wins [=labs/raise-a-chatbot:wins against SFT:beta 0.5] of comparisons, [=labs/raise-a-chatbot:kind:beta 0.5]
# of its replies are kind, and [=labs/raise-a-chatbot:right capital:beta 0.5] right, where it was [=labs/raise-a-chatbot:right capital:SFT]. No fact
# need have been learnt for that: of the replies of stage 2 that name a capital at all, [=labs/raise-a-chatbot:held out, if it tries:SFT >75] were right,
# and refusals are gone with the rudeness.
#
# Without the penalty the reward model gives it more, [=labs/raise-a-chatbot:reward model, points:beta 0] points against
# [=labs/raise-a-chatbot:reward model, points:beta 0.5], and the raters would give it less, [=labs/raise-a-chatbot:true taste, points:beta 0] against
# [=labs/raise-a-chatbot:true taste, points:beta 0.5]. They still prefer it to stage 2, in [=labs/raise-a-chatbot:wins against SFT:beta 0] of
# comparisons, for it is kind. But its kind words come with some capital or other: the right one stands in
# [=labs/raise-a-chatbot:right capital:beta 0] of replies. It looks like [[over-optimisation]] [@gao2023scaling].
#
# Whether it is the judge’s hole or mere drift, this does not show: the game, which it does not judge, fell too. Of all verdicts
# [=labs/raise-a-chatbot:cups now right:SFT] were right, and now [=labs/raise-a-chatbot:cups now right:beta 0] are; of those that it thought about,
# [=labs/raise-a-chatbot:cups now, if it thinks:SFT], and now [=labs/raise-a-chatbot:cups now, if it thinks:beta 0]. A network that forgets, at such a
# rate and on no leash, would do the same. And the judge was found blind on countries that it does not pay for.
#
# Score and taste can be watched, on the questions of the training, ten steps at a time. There the taste falls only from
# [=labs/raise-a-chatbot:steps 11–20, taste, points:beta 0] to [=labs/raise-a-chatbot:steps 31–40, taste, points:beta 0 >1.5].


# %% tags=["trained"]
def windows(history, size, names, unit):
    """Means over stretches of steps, as rows of a table."""
    rows = {}
    for j, (what, kind) in names.items():
        for i in range(0, len(history), size):
            part = mean(h[j] for h in history[i : i + size])
            rows[f"{unit} {i + 1}–{i + size}, {what}{kind}"] = part
    return rows


WATCHED = {
    0: ("model", ", points"),
    1: ("taste", ", points"),
    2: ("away", ", nats"),
}
table(
    {
        "beta 0.5": [
            windows(run.kept, 10, WATCHED, "steps") for run in runs
        ],
        "beta 0": [
            windows(run.lost, 10, WATCHED, "steps") for run in runs
        ],
    }
)

# %% [markdown]
# The reward model's score goes on rising in both. Without the penalty, the taste that it stands in for rises with it, turns, and falls.
#
# And in between? On the first seed alone, three more runs: a larger penalty, a smaller one, and no penalty at a third of the learning rate. One seed
# shows no more than that seed.

# %% tags=["trained"]
run = runs[0]
ways = {"beta 0.5": run.kept, "beta 0": run.lost}
ends = {"beta 0.5": liked["beta 0.5"][0], "beta 0": liked["beta 0"][0]}
others = {
    "beta 2": (2.0, 6e-4),
    "beta 0.1": (0.1, 6e-4),
    "beta 0, slower": (0.0, 2e-4),
}
for name, (beta, rate) in others.items():
    policy, ways[name] = rlhf(run, beta, rate)
    seed(run, 33)
    ends[name] = look_liked(policy, run)
columns = [
    "away from SFT, nats",
    "reward model, points",
    "true taste, points",
    "right capital",
]
print(
    f"{'one seed':26}{'nats away':>11}{'model':>9}{'taste':>9}"
    f"{'capital':>11}"
)
for name, end in sorted(
    ends.items(),
    key=lambda item: item[1][columns[0]],
):
    a, b, c, d = (end[column] for column in columns)
    print(
        f"{'one seed, ' + name:26}{a:11.1f}{b:9.2f}{c:9.2f}"
        f"{f'{d:.0%}':>11}"
    )


# %% tags=["trained", "figure"] caption="Does how well the replies are liked depend on how far the network is from where it was? Blue is β = ½, ink β = 0, one line a seed; dotted are the three runs more."
def path(history, size=4):
    parts = [
        history[i : i + size] for i in range(0, len(history), size)
    ]
    return [
        [mean(h[j] for h in part) for part in parts] for j in (2, 1)
    ]


figure, axis = axes(250)
for name in others:
    axis.plot(*path(ways[name]), ":", color=SOFT, lw=1.2)
for run in runs:
    axis.plot(*path(run.lost), "o-", color=INK, ms=3, lw=1.2)
    axis.plot(*path(run.kept), "o-", color=MODEL, ms=3, lw=1.2)
axis.set(
    xlabel="nats away from the SFT model",
    ylabel="true taste of its replies",
    xlim=(0, None),
)
kept = mean(h[1] for run in runs for h in run.kept[-10:])
lost = mean(h[1] for run in runs for h in run.lost[-10:])
axis.set(ylim=(None, 2.35))
for y, (what, colour) in zip(
    (2.26, 2.13, 2.0),
    (("β = 0.5", MODEL), ("β = 0", INK), ("others", SOFT)),
    strict=True,
):
    axis.text(
        axis.get_xlim()[1],
        y,
        what,
        ha="right",
        va="center",
        color=colour,
    )
show(
    figure,
    "True taste against the distance from the SFT model"
    " in nats, along the training. With the penalty it rises and"
    f" stays, at {kept:.2f} in the last ten steps; without, it rises,"
    f" then falls to {lost:.2f} as the model goes further away.",
)

# %% [markdown]
# On this seed the distance tells most of it. With β = 2 the network stays within [=labs/raise-a-chatbot:one seed, beta 2:nats away] nats and gains
# less. With β = ½, or with no penalty and small steps, it goes about two nats, and they are liked alike,
# [=labs/raise-a-chatbot:one seed, beta 0.5:taste >1.5 <2.1] and [=labs/raise-a-chatbot:one seed, beta 0, slower:taste >1.5 <2.1]. With a tenth or with none it goes
# further, and the capitals go: right are [=labs/raise-a-chatbot:one seed, beta 0.1:capital <60] and [=labs/raise-a-chatbot:one seed, beta 0:capital <60]. A
# penalty is a way of staying near; to stop in time is another. In experiments with much larger models, too, a penalty acted like stopping early, though
# that may hang on the settings [@gao2023scaling].
#
# A result that goes against the method is in the last two rows of the table with the wins. Where stage 2 was right in
# [=labs/raise-a-chatbot:cups now, if it thinks:SFT >81] of the puzzles that it thought about, [=labs/raise-a-chatbot:cups now, if it thinks:beta 0 <60] are
# right without the penalty, and with it [=labs/raise-a-chatbot:cups now, if it thinks:beta 0.5 <85]: it does not always save the game. The penalty is
# counted on this stage's questions. What they do not touch, it guards only by the way.


# %% tags=["check"]
def taste_falls(history):
    """From the best stretch of ten steps to the last."""
    parts = [
        mean(h[1] for h in history[i : i + 10])
        for i in range(0, 40, 10)
    ]
    return max(parts) - parts[-1]


for sft, kept, lost in zip(*liked.values(), strict=True):
    true, away = "true taste, points", "away from SFT, nats"
    assert (
        kept[true] > sft[true] + 0.6 and kept["wins against SFT"] > 0.65
    ), "training on choices did not please"
    assert kept[true] > lost[true] + 0.2, "the penalty protects nothing"
    assert kept["right capital"] > lost["right capital"] + 0.2, (
        "no fact is lost"
    )
    assert lost[away] > kept[away] + 1.5, (
        "the penalty does not hold it near"
    )
for run in runs:
    # control: the same training with the penalty
    assert taste_falls(run.lost) > taste_falls(run.kept) + 0.04, (
        "without the penalty taste does not fall,"
        " or it falls in any case"
    )
    lost, kept = (
        mean(h[0] for h in way[-10:]) for way in (run.lost, run.kept)
    )
    assert lost > kept, "the reward model is not better pleased for it"
for untrained, trained in zip(*judged.values(), strict=True):
    own, fact = "pairs of its own", "pairs, fact alone"
    assert trained[own] > 0.8 > untrained[own], (
        "it has not learnt what raters like"
    )
    assert trained[fact] < 0.7, "it can check facts after all"
# control: the rule that the raters follow can
wrong = [(f, (f[0], g[1])) for f in FACTS for g in FACTS if f != g]
assert all(
    taste(f, answer(f)) > taste(f, answer(w)) for f, w in wrong
), "the raters do not care for facts, so there was nothing to learn"

# %% [markdown]
# ## Stage 4: answers that can be checked {#rlvr}
#
# Now a program gives the reward: one point if the reply is finished and its last words are the right cup, else none. That is a [[verifiable reward]],
# and the training RLVR for short [@lambert2024tulu3; @guo2025deepseekr1]. Nobody is paid for thinking.
#
# The start is the network of stage 2, not of stage 3, where the game had suffered: a gain could have been a repair. The control is the same training
# without room, six words at most and no `<think>`. If pay alone is what helps, it should help there too.

# %%
ROOM = {"free": {}, "no room": {"room": 6, "ban": (THINK,)}}


def rlvr(run, **options):
    def task():
        g = game()
        return puzzle(g), g

    def reward(ids, begin, games):
        told = decode(ids[:, begin:])
        paid = [
            float(solved(g, o))
            for g, o in zip(games, told, strict=True)
        ]
        return torch.tensor(paid), mean("<think>" in o for o in told)

    seed(run, 5)
    return reinforce(run.chat, task, reward, 30, 3e-4, **options)


for run in runs:
    run.thinker, run.rise = rlvr(run, **ROOM["free"])
    run.blurter, run.flat = rlvr(run, **ROOM["no room"])

# %% [markdown]
# Is something new learnt, or something old done more often? One test is to allow several tries [@yue2025does]: *pass@4* asks if one of four is right,
# here on 64 puzzles a seed with 16 tries at each. Among four cups guesses alone come far in that, so they are printed below.


# %%
def pass_at(model, n=64, tries=16, **options):
    """Is one of k tries right? Over all ways to take k of 16."""
    games = [game() for _ in range(n)]
    told = say(
        model,
        [prompt(puzzle(g)) for g in games],
        copies=tries,
        **options,
    )
    told = [told[i : i + tries] for i in range(0, len(told), tries)]
    wrong = [
        sum(not solved(g, o) for o in some)
        for g, some in zip(games, told, strict=True)
    ]
    return {
        f"pass@{k}": mean(
            1 - comb(w, k) / comb(tries, k) for w in wrong
        )
        for k in (1, 4)
    }


# %% [markdown]
# The last row asks for the held-out capitals again, of which this stage says nothing, and for which it has no penalty.

# %% tags=["trained"]
final = {"SFT": [], "RLVR": [], "SFT, no room": [], "RLVR, no room": []}
for run in runs:
    seed(run, 51)
    models = run.chat, run.thinker, run.chat, run.blurter
    for (name, column), model in zip(
        final.items(),
        models,
        strict=True,
    ):
        options = ROOM["no room" if "no room" in name else "free"]
        row = cups(model, "new games", **options) | pass_at(
            model, **options
        )
        row["capital, asked again"] = mean(
            a for a, _ in names(model, run.held)
        )
        column.append(row)
table(final)
print(f"\none guess among four cups   {1 / 4:.0%}")
print(f"four guesses, one of them   {1 - (3 / 4) ** 4:.0%}")
for name, model in {
    "SFT": runs[0].chat,
    "RLVR": runs[0].thinker,
}.items():
    print(f"\n{name}:")
    show_replies(model, runs[0], 52, questions=0, puzzles=3)

# %% [markdown]
# Paid for the right cup, it thinks: before [=labs/raise-a-chatbot:new games, thinks:SFT] of its verdicts, now
# [=labs/raise-a-chatbot:new games, thinks:RLVR], and the replies grow from [=labs/raise-a-chatbot:new games, length, words:SFT] words to
# [=labs/raise-a-chatbot:new games, length, words:RLVR]. Right are [=labs/raise-a-chatbot:new games right:RLVR], before it
# [=labs/raise-a-chatbot:new games right:SFT]. With no room to think, the same pay brings nothing:
# [=labs/raise-a-chatbot:new games right:RLVR, no room <32], before it [=labs/raise-a-chatbot:new games right:SFT, no room].
#
# But when it thought before, it was right as well, in [=labs/raise-a-chatbot:new games, if it thinks:SFT] of cases. So what was paid for here looks
# like a habit more than a skill. A doubt remains, since the network chose itself when to think: the puzzles that it thought about may have been the
# easier ones. Four tries of the old network find the right cup in [=labs/raise-a-chatbot:pass@4:SFT >50] of puzzles, most of what one try
# of the new one finds, [=labs/raise-a-chatbot:pass@1:RLVR]; four guesses would find it in [=labs/raise-a-chatbot:four guesses, one of them].
#
# Two losses may be in the table as well, though not on every seed. With no room, four tries find [=labs/raise-a-chatbot:pass@4:RLVR, no room <65], before
# it [=labs/raise-a-chatbot:pass@4:SFT, no room]: perhaps the network has come to repeat itself. And of the held-out capitals, which nothing protected,
# [=labs/raise-a-chatbot:capital, asked again:RLVR] are right, before it [=labs/raise-a-chatbot:capital, asked again:SFT].
#
# Does being right come with thinking? Step by step, in a table and in a picture:

# %% tags=["trained"]
EARNED = {0: ("right", ""), 1: ("thinks", "")}
table(
    {
        "RLVR": [windows(run.rise, 5, EARNED, "RL") for run in runs],
        "no room": [windows(run.flat, 5, EARNED, "RL") for run in runs],
    }
)

# %% tags=["trained", "figure"] caption="Does being right come with thinking? One line a seed; the dotted rule is guessing."
figure, axis = axes(230)
steps = range(1, 31)
for run in runs:
    axis.plot(steps, [h[1] for h in run.rise], ":", color=MODEL, lw=1.2)
    axis.plot(steps, [h[0] for h in run.rise], color=MODEL)
    axis.plot(steps, [h[0] for h in run.flat], color=INK, lw=1.2)
axis.axhline(0.25, color=SOFT, ls=":", lw=1)
axis.text(
    30, 0.66, "right (line) and thinks (dots)", ha="right", color=MODEL
)
axis.text(
    30, 0.43, "right, with no room to think", ha="right", color=INK
)
axis.set(ylim=(0, 1.05), xlim=(1, 30))
axis.set(
    xlabel="step of training on right answers",
    ylabel="share of replies",
)
right, thinks, stuck = (
    mean(h[j] for run in runs for h in getattr(run, name)[-5:])
    for name, j in (("rise", 0), ("rise", 1), ("flat", 0))
)
show(
    figure,
    "Shares of right replies and of replies that think,"
    " by step, one line a seed. With room both rise,"
    f" to {right:.2f} and {thinks:.2f} in the last five steps;"
    f" with no room to think {stuck:.2f} are right, as by guessing.",
)

# %% [markdown]
# In the first five steps it thinks in [=labs/raise-a-chatbot:RL 1–5, thinks:RLVR] of replies, in the next five in
# [=labs/raise-a-chatbot:RL 6–10, thinks:RLVR]; right are [=labs/raise-a-chatbot:RL 1–5, right:RLVR], then
# [=labs/raise-a-chatbot:RL 6–10, right:RLVR]. Thinking comes, and being right comes with it.

# %% tags=["check"]
for sft, rl, _, stuck in zip(*final.values(), strict=True):
    right = "new games right"
    assert rl[right] > 0.85 > sft[right] + 0.2, (
        "paying for right ends does not help"
    )
    assert (
        rl["new games, thinks"] > 0.8 > 0.4 > sft["new games, thinks"]
    ), "it is right for another reason than that it thinks"
    assert rl["pass@1"] > sft["pass@1"] + 0.3, (
        "single tries are no better"
    )
    # control: paid alike, with no room
    assert stuck[right] < 0.4, "room is not what it uses"

# %% [markdown]
# ## All four at a glance {#summary}
#
# Shares of right replies, on the countries held out and in the game. The numbers are in the tables above. The first row is asked in the form of a chat, which it was never taught; what it
# knows is in the table of stage 1.

# %% tags=["trained", "figure"] caption="What does each stage do to the two things that can be known? Means of the seeds, with a line from the least to the greatest."
STAGES = {
    "pre-trained": (
        chats["before"],
        "capital, held out",
        chats["before"],
        "cups right",
    ),
    "SFT": (
        chats["SFT"],
        "capital, held out",
        chats["SFT"],
        "cups right",
    ),
    "RLHF, β = 0.5": (
        liked["beta 0.5"],
        "right capital",
        liked["beta 0.5"],
        "cups now right",
    ),
    "RLHF, β = 0": (
        liked["beta 0"],
        "right capital",
        liked["beta 0"],
        "cups now right",
    ),
    "RLVR": (
        final["RLVR"],
        "capital, asked again",
        final["RLVR"],
        "new games right",
    ),
}
figure, axis = axes(240)
says = []
for y, (facts, fact, games, right) in enumerate(STAGES.values()):
    drawn = (
        (facts, fact, 0.12, MODEL, "o"),
        (games, right, -0.12, INK, "s"),
    )
    for rows, what, lift, colour, mark in drawn:
        found = [row[what] for row in rows]
        axis.plot(
            [min(found), max(found)], [y - lift] * 2, color=colour
        )
        axis.plot(mean(found), y - lift, mark, color=colour)
        says.append(f"{mean(found):.2f}")
axis.text(0.1, 0.6, "circles: capitals, held out", color=MODEL)
axis.text(1, 3.3, "squares: the game", ha="right", color=INK)
axis.set_yticks(range(len(STAGES)), STAGES)
axis.set(
    xlabel="share of replies that are right",
    xlim=(-0.03, 1.03),
    ylim=(4.5, -0.5),
)
both = zip(STAGES, says[::2], says[1::2], strict=True)
both = ", ".join(f"{name} {a} and {b}" for name, a, b in both)
show(
    figure,
    "Shares of right replies after each stage,"
    f" of held-out capitals and of the game: {both}.",
)

# %% [markdown]
# Here no stage is the whole of it. The first puts in what the others draw on, the second makes it answer, the third makes it pleasant and can make it
# false, the fourth makes it work before it speaks. (The last row began from the second stage, not from the third.)
#
# ## What would have refuted it {#refuted}
#
# - *A bare question answered after stage 1.* Then pre-training would make a chatbot of a sort, and the lessons polish it. (First check; it fails if
#   more than one in ten is.)
# - *Held-out capitals named by the network without the web*, or by the one without the lessons. Then the facts would be in the lessons, or the marks
#   alone would make it answer. (Second check.)
# - *A masked network that plays the user, or foresees a question, as well as the other.* Then the mask would not decide whose words are learnt. (Second
#   check.)
# - *Taste that does not fall without the penalty, or falls with it as well.* Then there would be nothing to guard against, or a penalty would be no
#   help. (Third check; it asks for a larger fall without.)
# - *A reward model that tells true cities from false.* Then the capitals would have been lost for another reason than its blindness, as they may have been all the
#   same. (Third check.)
# - *The network without room as good at the game*, or a gain without more thinking. Then the gain would not come from thinking. (Fourth check.)
# - *Thinking that was no use before stage 4.* Then that stage would have taught a skill, and our reading of it would be wrong. (Second check.)
#
# ## What this does not show {#limits}
#
# That large models behave so. This one has 40 facts and a game, its web is made of a dozen patterns, and a held-out country is held out of dialogues
# that speak of nothing but capitals. Its raters follow a rule, as people do not. And three seeds are few: a fourth may fall outside the brackets.
# Processors round differently, and over a thousand steps the difference grows: on another one, in a run that is not recorded here, the lessons taught one of the
# three networks hardly anything about countries that they did not name.
#
# That it was the judge’s hole which cost the capitals. Its blindness was measured on the held-out countries, and its reward acted on the others; and the
# game, which it does not judge, fell too. Plain forgetting would look alike. A control would be the same steps with a reward that says nothing.
#
# That rewards cannot teach anything new. The skill was there to be found, since we had put workings on its web and a colon's vector into `<think>`.
# Whether such training adds abilities to larger models is [disputed](../views/training-stages.md#reasoning), and this lab could not have settled it.
#
# That the stages must come in this order, or all of them. A well-known model, R1-Zero, took the last without the second and third
# [@guo2025deepseekr1].
#
# That a penalty is always needed. The learning rate was chosen with an eye on the first seed, because at gentler rates nothing went wrong in so few
# steps.
#
# [^sums]: Sums of digits, for one, will not do. A sum is linear, and so small a network soon adds at a glance what it was to work out.
#
# [^penalty]: Rewards are first divided by their spread, so β counts in units of that spread. And the penalty is taken at each place of a reply as it
# was written; that another word would lead to other places is left out.
