"""No pickles: reading one can run anything. Ruff bans the modules; this finds the rest."""

import ast
import re
import subprocess

import pytest

from perspectives.written import files, pages

SAFE = {"allow_pickle": False, "trust_remote_code": False, "use_safetensors": True}
SAFE["weights_only"] = True
# Ruff reads no code in pages.
BANNED = re.compile(r"\b(?:pickle|dill|joblib|marshal|shelve|read_pickle|torch\.(?:load|save))\b")
PICKLE = re.compile(r"\.(?:pt|pth|bin|ckpt|pkl|pickle|joblib)$")


def unsafe(code: str) -> list[str]:
    """The arguments in some code that allow a pickle to be read."""
    if not any(name in code for name in SAFE):
        return []
    arguments = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.keyword)]
    found = []
    for argument in arguments:
        if argument.arg in SAFE and getattr(argument.value, "value", None) != SAFE[argument.arg]:
            found.append(ast.unparse(argument))
    return found


def committed() -> list[str]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=files.ROOT, capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.splitlines() if (files.ROOT / name).is_file()]


def test_no_code_allows_a_pickle():
    modules = [name for name in committed() if name.endswith(".py")]
    assert "src/perspectives/model.py" in modules
    assert not [name for name in modules if unsafe(files.read(files.ROOT / name))]


def test_no_code_in_a_page_reads_or_writes_a_pickle():
    for page in pages.page_files():
        for block in pages.blocks(page):
            if block.is_tested and not block.section:
                assert not unsafe(block.code), f"{files.relative(page)}:{block.line}"
                assert not BANNED.search(block.code), f"{files.relative(page)}:{block.line}"


def test_no_pickle_is_committed():
    assert not [name for name in committed() if PICKLE.search(name)]
    assert PICKLE.search("weights/pytorch_model.bin")
    assert not PICKLE.search("model.safetensors")


@pytest.mark.parametrize(
    "code",
    [
        "np.load(path, allow_pickle=True)",
        "load(name, trust_remote_code=yes)",
        "load(name, use_safetensors=False)",
    ],
)
def test_an_unsafe_argument_is_found(code):
    assert unsafe(code)
    assert not unsafe("np.load(path, allow_pickle=False)")
    assert BANNED.search("t = torch.load(path)")
    assert not BANNED.search("from perspectives.model import load")
