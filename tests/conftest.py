"""A small project for the tests that need sources with a fault, and the real site, built once."""

import contextlib
import fcntl
import importlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from perspectives.written import files, seals
from perspectives.written.lists import VERDICTS

pytest_plugins = ["pytester"]
os.environ["NO_MKDOCS_2_WARNING"] = "1"

FILES = {
    "docs/index.md": "# Front {#front}\n\nA [[token]] of the [page](views/v.md#one), [@shannon1951].\n",
    "docs/views/v.md": "# View {#view}\n\nThe essay says so.\n{#NTP-01 .claim}\n\n### One? {#one}\n\n"
    '```python title="v/one.py"\n--8<-- "snippets/v/one.py:demo"\n```\n\n``` { .text .output }\n--8<-- "recorded/v/one.txt"\n```\n\n'
    '```python title="v/one.py, check"\n--8<-- "snippets/v/one.py:check"\n```\n\nIt printed [=v/one:row:n].\n',
    "docs/evidence.md": "# Evidence {#evidence}\n\n{{totals}}\n\n{{kinds}}\n\n{{evidence}}\n",
    "docs/introduction.md": "# Introduction {#introduction}\n\n"
    + "\n\n".join(f'<span class="v {verdict.replace(" ", "-")}">{verdict}</span>\n:   So.' for verdict in VERDICTS),
    "docs/glossary.md": "# Glossary {#glossary}\n\n{{glossary}}\n",
    "docs/references.md": "# References {#references}\n\n{{references}}\n",
    "CITATION.cff": "title: The Small Project\nauthors:\n  - name: Its makers\nversion: 0.2.0\nlicense: [Apache-2.0]\n",
    "CHANGELOG.md": "# Changes\n\n## 0.2.0, 2027-01-10\n\n### Corrected\n\n## 0.1.0, 2027-01-01\n\n- All of it.\n",
    "docs/claims.yml": "- id: NTP-01\n  claim: It is so.\n  kind: thesis\n  note: null\n  at: views/v.md#NTP-01\n  predicts: null\n"
    "  evidence: {snippets: [v/one]}\n  verdict: holds\n  why: It was seen.\n",
    "docs/glossary.yml": "- id: token\n  term: Token\n  group: Text\n  forms: [tokens]\n  definition: A unit of text.\n  why: Everything is made of it.\n",
    "docs/references.bib": "@article{shannon1951,\n  title = {Prediction and Entropy},\n"
    "  author = {Shannon, Claude E.},\n  journal = {BSTJ},\n  year = {1951},\n  doi = {10.1/x}\n}\n",
    "snippets/v/one.py": '"""One?"""\n# --8<-- [start:demo]\nx = 1.25\nprint("label  n")\nprint(f"row    {x}")\n# --8<-- [end:demo]\n\n'
    '# --8<-- [start:check]\nassert x > 1, "too small"\nassert x < 3, "too large"\n# --8<-- [end:check]\n',
    "recorded/v/one.txt": "label  n\nrow    1.25\n",
}  # fmt: skip


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A whole small project without a fault; `project.write(name, text)` and `project.edit(name,
    old, new)` put one in.
    """
    settings = (files.ROOT / "mkdocs.yml").read_text()
    # The pages of the small project are others.
    (tmp_path / "mkdocs.yml").write_text(settings.split("\nnav:")[0])
    for name in ("theme", "src"):
        (tmp_path / name).symlink_to(files.ROOT / name)
    for name, folder in (
        ("ROOT", ""),
        ("DOCS", "docs"),
        ("SNIPPETS", "snippets"),
        ("RECORDED", "recorded"),
        ("LABS", "labs"),
    ):
        monkeypatch.setattr(files, name, tmp_path / folder)
    for name in ("labs", "live"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path)  # where includes are looked for
    small = Project(tmp_path)
    for name, text in FILES.items():
        small.write(name, text)
    return small


class Project:
    """The folder of a small project."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def __truediv__(self, name: str) -> Path:
        return self.root / name

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.stat().st_mtime_ns if path.exists() else 0
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        # A clock that ticks slowly would hide a second change from what is remembered of the first.
        os.utime(path, ns=(path.stat().st_atime_ns, max(path.stat().st_mtime_ns, before + 1)))
        if name.startswith("recorded/") and path != seals.path():
            self.seal()
        return path

    def seal(self) -> None:
        """As if a run had written the records that there are."""
        records = [path for path in files.RECORDED.glob("*/*") if path.is_file()]
        found = {seals.name(path): seals.of(files.read(path)) for path in records}
        self.write("recorded/seals.txt", seals.text(found))

    def build(self) -> Path:
        """Build its site, strictly."""
        build(load_config(str(self.root / "mkdocs.yml"), site_dir=str(self.root / "site")))
        return self.root / "site"

    @contextlib.contextmanager
    def served(self) -> Iterator[None]:
        """Build as `mkdocs serve` does."""
        plugins = load_config(str(self.root / "mkdocs.yml")).plugins
        plugins.on_startup(command="serve", dirty=False)
        yield
        plugins.on_startup(command="build", dirty=False)

    def edit(self, name: str, old: str, new: str) -> Path:
        text = (self.root / name).read_text()
        assert old in text
        return self.write(name, text.replace(old, new))


@pytest.fixture
def commit(project, monkeypatch):
    """Makes a repository of the small project, with one commit, and commits what is changed later."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")

    def commit(subject: str, day: str = "2026-01-02") -> None:
        who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        monkeypatch.setenv("GIT_COMMITTER_DATE", f"{day}T12:00:00")
        subprocess.run(["git", *who, "commit", "-qam", subject], check=True)

    subprocess.run(["git", "init", "-q"], check=True)
    subprocess.run(["git", "add", "docs", "snippets", "recorded"], check=True)
    commit("The first <text>")
    return commit


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Path:
    """The real site, built strictly once in a run, whichever worker needs it first; SITE names one that is built already."""
    if os.environ.get("SITE"):
        return Path(os.environ["SITE"])
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder, done = shared / "site", shared / "site-is-built"
    with (shared / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # until the file is closed
        if not done.exists():
            build(load_config(str(files.ROOT / "mkdocs.yml"), site_dir=str(folder)))
            done.touch()
    return folder


@pytest.fixture(params=["the edition's", "Llama", "Llama with <bos>", "GPT-2", "Pythia"])
def any_model(request, monkeypatch):
    """The edition's model, or a small one; the measuring kit asks for this one. It needs PyTorch."""
    if request.param == "the edition's":
        return importlib.import_module("perspectives.model").load()
    made = importlib.import_module("other_models").pair(request.param)
    for module in ("measure", "inside"):
        monkeypatch.setattr(f"perspectives.{module}.load", lambda: made)
    return made
