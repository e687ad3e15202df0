"""What another model than the edition's own cannot be asked, and why."""

import os
import re
from pathlib import Path

from perspectives.model import load
from perspectives.written import files, snippets

NAMES_LAYERS = "# the code names its layers"  # in a snippet that fits no other architecture
CHAT_MARK = "<|im_start|>"
_JOINS_TOKENS = re.compile(r"\btokenizer\(")  # the kit knows of a first token, such code does not
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
    if _JOINS_TOKENS.search(code) and _tokens(""):
        return "the code joins tokens, and this tokenizer puts one of its own before each text"
    return ""


def lacking(error: Exception) -> str:
    """What the model that is named lacks, if that is why code failed; '' if not."""
    if owner := re.match(r"'(\w+)' object has no attribute", str(error)):
        network, _ = load()
        parts = [*network.modules(), getattr(network, "config", None)]
        return str(error) if owner[1] in {type(part).__name__ for part in parts} else ""
    return next((lack for said, lack in _LACKS.items() if re.search(said, str(error))), "")


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
