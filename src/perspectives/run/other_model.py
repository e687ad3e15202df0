"""What another model than the edition's own cannot be asked, and why."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from torch import Tensor
from torch.nn import Module

from perspectives.model import load
from perspectives.written import files, snippets

NAMES_LAYERS = "# the code names its layers"  # in a snippet that fits no other architecture
CHAT_MARK = "<|im_start|>"
_LACKS = {  # what code raises on a model that lacks something -> what that is
    "has no chat template|chat_template is not set": "a chat template",
    "does not have a padding token": "a padding token",
    "index out of range in self": "a longer context",
    r"index -?\d+ is out of (range|bounds)": "more layers or heads",
    "values to unpack": "a tokenizer that makes one token of a word",
}


def is_named() -> bool:
    """Does PERSPECTIVES_MODEL name another model?"""
    return bool(os.environ.get("PERSPECTIVES_MODEL"))


def why_not(file: Path) -> str:
    """Why code in `file` would tell nothing of the model that is named; '' if it may be asked."""
    code = files.read(file)
    if NAMES_LAYERS in code and _is_built_otherwise():
        return "the code names layers of the edition's own model, and this one has others"
    if CHAT_MARK in code and _tokens(CHAT_MARK) != 1:
        return f"the code spells out {CHAT_MARK}, which is no token of this model"
    return ""


def lacking(error: Exception) -> str:
    """What the model that is named lacks, if that is why code failed; '' if not."""
    if isinstance(error, BeginningError):
        return (
            "a tokenizer that puts nothing before a text: the code joins or cuts up what it gives"
        )
    if owner := re.match(r"'(\w+)' object has no attribute", str(error)):
        network, _ = load()
        parts = [*network.modules(), getattr(network, "config", None)]
        return str(error) if owner[1] in {type(part).__name__ for part in parts} else ""
    return next((lack for said, lack in _LACKS.items() if re.search(said, str(error))), "")


class BeginningError(ValueError):
    """What the model reads does not begin as a text does, or a text begins within it."""


@contextmanager
def beginnings_watched() -> Iterator[None]:
    """Raise BeginningError where code gives a model that is named tokens joined or cut up.

    Many tokenizers put a <bos> before each text. Such code would leave it out, or put it inside.
    """
    network, tokenizer = load() if is_named() else (None, None)
    own = tokenizer("").input_ids if tokenizer else []
    if network is None or not own:
        yield
        return

    def watch(module: Module, args: tuple, options: dict) -> None:
        ids: Tensor | None = args[0] if args else options.get("input_ids")
        # One token alone may begin a text or go on with it, and 0 is also what fills up rows.
        if ids is None or ids.shape[1] == 1 or own == [0]:
            return
        begins = (ids[:, :-1] == own[0]) & (ids[:, 1:] != own[0])
        past = options.get("past_key_values")
        is_start = past is None or not past.get_seq_length()
        if (begins.sum(1) != is_start).any():
            raise BeginningError("the code joins or cuts up tokens")

    hook = network.base_model.register_forward_pre_hook(watch, with_kwargs=True)
    try:
        yield
    finally:
        hook.remove()


def calls_no_model(file: Path) -> str:
    """The reason to leave a snippet out that asks no model anything; '' if it does ask."""
    reason = "the code calls no model, so another model changes nothing"
    return "" if snippets.calls_model(file) else reason


def _is_built_otherwise() -> bool:
    config = getattr(load()[0], "config", None)
    built = ("num_hidden_layers", "hidden_size", "num_attention_heads")
    return [getattr(config, name, None) for name in built] != [30, 576, 9]


def _tokens(text: str) -> int:
    """How many tokens stand for a text alone."""
    _, tokenizer = load()
    return len(tokenizer(text).input_ids) if tokenizer else 0
