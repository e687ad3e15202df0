"""Nothing is pickled and nothing unpickled: a pickle can run anything when it is read. Weights are safetensors, data is text."""

import ast
import re
import subprocess

import pytest

from perspectives.written import pages

MODULES = {"pickle", "_pickle", "cloudpickle", "dill", "joblib", "marshal", "shelve"}
CALL = re.compile(r"torch\.(\w+\.)*(load|save)|(\w+\.)*(read|to)_pickle")
SETTINGS = {
    "allow_pickle": False,
    "trust_remote_code": False,
    "use_safetensors": True,
    "weights_only": True,
}  # none may be set to anything else
FILE = re.compile(r"\.(pt|pth|bin|ckpt|pkl|pickle|joblib)$")
MEND = "a pickle can run anything when it is read. Keep weights in safetensors and data in text"


def pickled(where: str, first: int, code: str) -> list[str]:
    """Where a piece of Python reads or writes pickles, or could: `file:line: what: mend`."""
    found, tree = [], ast.parse(code)
    imports = (
        alias for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    )
    known = {alias.asname: alias.name for alias in imports if alias.asname}
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names if alias.name.split(".")[0] in MODULES]
        elif isinstance(node, ast.ImportFrom) and node.module:
            every = [f"{node.module}.{alias.name}" for alias in node.names]
            names = [
                name for name in every if CALL.fullmatch(name) or name.split(".")[0] in MODULES
            ]
        elif isinstance(node, ast.Attribute):
            first_name, _, rest = ast.unparse(node).partition(".")
            names = [
                name
                for name in [f"{known.get(first_name, first_name)}.{rest}"]
                if CALL.fullmatch(name)
            ]
        elif (
            isinstance(node, ast.keyword)
            and node.arg in SETTINGS
            and getattr(node.value, "value", None) is not SETTINGS[node.arg]
        ):
            names = [ast.unparse(node)]
        found += [f"{where}:{first + node.lineno - 1}: {name}: {MEND}" for name in names]
    return found


def sources() -> list[tuple[str, int, str]]:
    """All Python of the project: its files, and the code that stands in a page."""
    names = [name for name in committed() if name.endswith(".py")]
    literal = [
        block
        for page in sorted(pages.DOCS.rglob("*.md"))
        for block in pages.blocks(page)
        if block.is_tested and not block.section
    ]
    return [(name, 1, pages.read(pages.ROOT / name)) for name in names] + [
        (pages.relative(b.file), b.first, b.code) for b in literal
    ]


def committed() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=pages.ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [name for name in listed.stdout.splitlines() if (pages.ROOT / name).is_file()]


def test_no_code_pickles_or_unpickles():
    read = sources()
    assert {"noxfile.py", "src/perspectives/model.py", "snippets/next-token/surprisal.py"} <= {
        name for name, _, _ in read
    }
    assert [problem for source in read for problem in pickled(*source)] == []


def test_no_pickle_is_committed():
    assert [f"{name}: {MEND}" for name in committed() if FILE.search(name)] == []
    assert (
        FILE.search("weights/pytorch_model.bin")
        and FILE.search("model.pt")
        and not FILE.search("model.safetensors")
    )


@pytest.mark.parametrize(
    ("code", "named"),
    [
        ("import pickle", "pickle"),
        ("from joblib import load", "joblib.load"),
        ("from torch import load", "torch.load"),
        ("import torch\nweights = torch.load(path)", "torch.load"),
        ("torch.load(path, weights_only=True)", "torch.load"),
        ("import torch as t\nt.load(path)", "torch.load"),
        ("torch.jit.load(path)", "torch.jit.load"),
        ("table = np.load(path, allow_pickle=True)", "allow_pickle=True"),
        ("load(name, trust_remote_code=yes)", "trust_remote_code=yes"),
        ("load(name, use_safetensors=False)", "use_safetensors=False"),
        ("frame = pandas.read_pickle(path)", "pandas.read_pickle"),
    ],
)
def test_code_that_could_is_named_with_its_line(code, named):
    assert f"page.md:{9 + code.count(chr(10))}: {named}: {MEND}" in pickled("page.md", 9, code)


@pytest.mark.parametrize(
    "code",
    [
        "np.load(path)",
        "np.load(path, allow_pickle=False)",
        "from perspectives.model import load\nload()",
        "json.load(file)",
    ],
)
def test_code_that_cannot_is_left_alone(code):
    assert pickled("page.md", 1, code) == []
