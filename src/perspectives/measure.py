"""What a text costs the model, and how it goes on."""

# Every log-probability is in bits: a token of probability 1/8 costs 3.
# Functions take lists and batch them; all of them ask `load()` for the
# model. The page "How we measure" shows this module: 72 columns.

# --8<-- [start:imports]
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from math import log
from pathlib import Path

import torch
from scipy.stats import binomtest, t
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from perspectives.model import load

DATA = Path(__file__).parents[2] / "snippets/data"  # texts to read
ROWS = 16  # in one batch; if they are short, as many as hold
TOKENS = 1000

Texts = str | Sequence[str]
# --8<-- [end:imports]


# --8<-- [start:costs]
def costs(contexts: Texts, texts: Texts) -> list[Tensor]:
    """Bits of each token of each text after its context: (tokens,).

    A single string stands for as many as there are of the other. A
    token that holds the end of a context and the start of a text counts
    as the text's. Raises ValueError if there are not as many of both,
    or if a text has nothing before it: the first token of all has no
    probability.
    """
    contexts, texts = _paired(contexts, texts)
    rows = list(map(_joined, contexts, texts))
    # Rows that differ in their last token alone are read once.
    asked: dict[tuple, list[int]] = {}
    for i, (row, start) in enumerate(rows):
        asked.setdefault((tuple(row[:-1]), start - 1), []).append(i)
    read, first = zip(*asked, strict=True)
    bits = {}
    for place, expected in _expected(read, first):
        for i in asked[read[place], first[place]]:
            row, start = rows[i]
            came = torch.tensor(row[start:])
            bits[i] = -expected.gather(1, came[:, None])[:, 0]
    return [bits[i] for i in range(len(rows))]


def cost(contexts: Texts, texts: Texts) -> Tensor:
    """Bits of each whole text after its context: (pairs,)."""
    return torch.stack([each.sum() for each in costs(contexts, texts)])


def log_odds(contexts: Texts, first: Texts, second: Texts) -> Tensor:
    """How many bits likelier `first` is than `second`: (contexts,)."""
    contexts, first = _paired(contexts, first)
    contexts, second = _paired(contexts, second)
    bits = cost([*contexts, *contexts], [*second, *first])
    return bits[: len(contexts)] - bits[len(contexts) :]


# --8<-- [end:costs]


# --8<-- [start:pairs]
def _paired(one: Texts, other: Texts) -> tuple[Sequence, Sequence]:
    """Two lists of one length. Raises ValueError if they have two."""
    if isinstance(one, str):
        one = [one] * (1 if isinstance(other, str) else len(other))
    if isinstance(other, str):
        other = [other] * len(one)
    if len(one) != len(other):
        raise ValueError(f"{len(one)} contexts, {len(other)} texts")
    return one, other


def _joined(context: str, text: str) -> tuple[list[int], int]:
    """The tokens of both, and where those of the text begin."""
    _, tokenizer = load()
    both = tokenizer(context + text).input_ids
    start = _common([both, tokenizer(context).input_ids])
    if not 0 < start < len(both):
        message = f"{text!r} has no cost after {context!r}"
        raise ValueError(f"{message}: one of the two has no token")
    return both, start


# --8<-- [end:pairs]


# --8<-- [start:next]
def next_token(contexts: Texts) -> Tensor:
    """log2 of each token's probability: (contexts, vocabulary).

    Raises ValueError if a context has no token.
    """
    _, tokenizer = load()
    texts = [contexts] if isinstance(contexts, str) else contexts
    rows = [tokenizer(text).input_ids for text in texts]
    if not all(rows):
        raise ValueError("a context has no token: write one")
    found = dict(_expected(rows, [len(row) - 1 for row in rows]))
    return torch.cat([found[i] for i in range(len(rows))])


def tokens_of(text: str) -> list[int]:
    """The tokens of a text, as they stand within a longer one."""
    _, tokenizer = load()
    # Some tokenizers put one of their own before a whole text.
    return tokenizer(text, add_special_tokens=False).input_ids


def first_tokens(words: Iterable[str]) -> Tensor:
    """The token with which each word begins: (words,)."""
    return torch.tensor([tokens_of(word)[0] for word in words])


# --8<-- [end:next]


# --8<-- [start:batches]
def _expected(
    rows: Sequence[Sequence[int]],
    first: Sequence[int],
) -> Iterator[tuple[int, Tensor]]:
    """For each row its number, and log2 of what it expects next at its
    places from `first` on: (places, vocabulary).
    """
    model, _ = load()
    # Rows of nearly one length need little filling.
    order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
    size = max(ROWS, TOKENS // max(map(len, rows)))
    for number in range(0, len(order), size):
        batch = order[number : number + size]
        start = min(first[i] for i in batch)
        cache, shared = _shared([rows[i] for i in batch], start)
        rest = [torch.tensor(rows[i][shared:]) for i in batch]
        filled = pad_sequence(rest, batch_first=True)
        places = torch.arange(start - shared, filled.shape[1])
        logits = model(
            filled,
            past_key_values=cache,
            logits_to_keep=places,
        ).logits
        bits = logits.float().log_softmax(-1) / log(2)
        for i, row in zip(batch, bits, strict=True):
            yield i, row[first[i] - start : len(rows[i]) - start]


def _shared(
    rows: Sequence[Sequence[int]],
    most: int,
) -> tuple[object, int]:
    """What all rows begin with, read once: a cache, and its tokens."""
    model, _ = load()
    shared = min(_common(rows), most) if len(rows) > 1 else 0
    if not shared:
        return None, 0
    head = torch.tensor([rows[0][:shared]])
    cache = model(head, logits_to_keep=1).past_key_values
    cache.batch_repeat_interleave(len(rows))
    return cache, shared


def _common(rows: Sequence[Sequence[int]]) -> int:
    """How many tokens all rows begin with."""
    columns = zip(*rows, strict=False)
    same = (len(set(column)) == 1 for column in columns)
    return sum(takewhile(bool, same))


# --8<-- [end:batches]


# --8<-- [start:continuations]
def greedy(prompts: Sequence[str], tokens: int) -> list[str]:
    """What follows if the likeliest token is taken each time."""
    return _continued(prompts, tokens, do_sample=False)


def draw(
    prompts: Sequence[str],
    tokens: int,
    seed: int,
    temperature: float = 1.0,
) -> list[str]:
    """What follows, each token drawn from the model's distribution."""
    # No token is ruled out.
    rule = {"temperature": temperature, "top_k": 0, "top_p": 1.0}
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return _continued(prompts, tokens, do_sample=True, **rule)


def _continued(
    prompts: Sequence[str],
    tokens: int,
    **rule,
) -> list[str]:
    model, tokenizer = load()
    rows = [tokenizer(prompt).input_ids for prompt in prompts]
    cache, shared = _shared(rows, min(map(len, rows)) - 1)
    rest = [torch.tensor(row[shared:]) for row in rows]
    head = torch.tensor([row[:shared] for row in rows]).long()
    # Filled up on the left, so that all rows go on at one place.
    left = {"batch_first": True, "padding_side": "left"}
    filled = pad_sequence(rest, **left)
    is_text = pad_sequence(list(map(torch.ones_like, rest)), **left)
    ids = model.generate(
        torch.cat([head, filled], 1),
        attention_mask=torch.cat([torch.ones_like(head), is_text], 1),
        past_key_values=cache,
        max_new_tokens=tokens,
        pad_token_id=tokenizer.eos_token_id,
        **rule,
    )
    new = ids[:, shared + filled.shape[1] :]
    return tokenizer.batch_decode(new, skip_special_tokens=True)


# --8<-- [end:continuations]


# --8<-- [start:chat]
class NoTemplateError(LookupError):
    """The model has no chat template, so it has no chats."""


def chat(message: str, system: str | None = None) -> str:
    """A chat as the model reads it, up to where the assistant speaks.

    Without `system` the template's own default stands there. Raises
    NoTemplateError.
    """
    _, tokenizer = load()
    if not tokenizer.chat_template:
        name = tokenizer.name_or_path or "this model"
        raise NoTemplateError(f"{name} has no chat template")
    turns = [{"role": "user", "content": message}]
    if system is not None:
        turns.insert(0, {"role": "system", "content": system})
    text = tokenizer.apply_chat_template(
        turns,
        tokenize=False,
        add_generation_prompt=True,
    )
    # A tokenizer that begins each text with <bos> would add a second.
    return text.removeprefix(tokenizer.decode(tokenizer("").input_ids))


# --8<-- [end:chat]


# --8<-- [start:intervals]
def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a rate, by Wilson's formula."""
    low, high = binomtest(hits, of).proportion_ci(method="wilson")
    return low, high


def student(values: Sequence[float] | Tensor) -> tuple[float, float]:
    """The 95 % interval of a mean, by Student's t."""
    x = torch.as_tensor(values, dtype=torch.double)
    half = t.ppf(0.975, len(x) - 1) * x.std() / len(x) ** 0.5
    return (x.mean() - half).item(), (x.mean() + half).item()


def table(
    columns: dict[str, Sequence | Tensor],
    decimals: int = 2,
) -> None:
    """Print columns: words to the left, numbers to the right.

    A cell of two numbers is an interval.
    """
    printed = []
    for name, x in columns.items():
        cells = x.tolist() if isinstance(x, Tensor) else list(x)
        texts = [name, *(_cell(cell, decimals) for cell in cells)]
        width = max(map(len, texts))
        is_text = all(isinstance(cell, str) for cell in cells)
        align = str.ljust if is_text else str.rjust
        printed.append([align(text, width) for text in texts])
    for row in zip(*printed, strict=True):
        print("  ".join(row).rstrip())


def _cell(cell: object, decimals: int) -> str:
    if isinstance(cell, tuple):
        return "{:.2f} to {:.2f}".format(*cell)
    is_real = isinstance(cell, float)
    return f"{cell:.{decimals}f}" if is_real else f"{cell}"


# --8<-- [end:intervals]
