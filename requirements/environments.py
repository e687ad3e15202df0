"""The environments of the sessions: what is installed in each, and how large that is.

Each is set up from a complete lock, by hash, once for each change of its requirements.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import nox

TORCH = "torch==2.13.0"
SIZES = {  # what a first run downloads, and what it takes on disk
    "site": "60 MB (280 MB on disk): MkDocs, its extensions, citation styles, typos",
    "test": "460 MB (2.1 GB on disk, with the converted weights): PyTorch for the CPU 190, "
    "the language model 93, SciPy, transformers, MkDocs",
    "labs": "535 MB (2.5 GB on disk, with the converted weights): what `test` has, and devinterp",
    "reader": "105 MB (430 MB on disk): what builds the site, matplotlib, pytest",
    "mutants": "145 MB (570 MB on disk): what `reader` has, SciPy, mutmut",
    "lint": "46 MB (145 MB on disk): ruff, mypy, deptry, import-linter, zizmor",
    "audit": "10 MB (40 MB on disk): pip-audit",
    "weights": "93 MB (98 MB on disk): the language model",
    "second": "238 MB (1.4 GB on disk, with the converted weights): a second language model, "
    "Gemma 3 270M, under Google's terms of use (https://ai.google.dev/gemma/terms)",
    "live": "125 MB (450 MB on disk): a C compiler, a WebAssembly runtime",
    "benchmark": "130 MB (1.8 GB on disk, with what it makes): Node, ONNX, two libraries",
    "browser": "70 MB (230 MB on disk): Playwright and axe-core; the Chromium is your system's",
    "validate": "165 MB (520 MB on disk): Node, Java, Lighthouse, the Nu HTML Checker; "
    "the Chromium is your system's",
}
NPM_FILES = [
    Path("tests/validate") / name for name in (".npmrc", "package.json", "package-lock.json")
]
INSTALL = ("uv", "pip", "install", "--no-deps")  # the locks are complete: nothing is resolved


def set_up(session: nox.Session, *names: str) -> None:
    """Install the locked requirements of `names`, unless that was done and nothing has changed."""
    locks = [Path(f"requirements/{name}.txt") for name in names]
    read = [*locks, Path("pyproject.toml"), Path(__file__)]
    if "validate" in names:
        read += NPM_FILES
    wanted = sha256(b"".join(path.read_bytes() for path in read)).hexdigest()
    environment = Path(session.virtualenv.location)
    stamp = environment / "set-up"
    with alone(session, environment / "set-up.lock"):
        if stamp.exists() and stamp.read_text() == wanted:
            return
        stamp.unlink(missing_ok=True)
        for name in names:
            session.log(f"First run: this downloads up to {SIZES[name]}.")
        try:
            install(session, *names)
        except nox.command.CommandFailed:
            session.error(
                "Set-up failed; the reason is above. No network: connect and run this again, "
                "downloads are kept. Behind a mirror of PyPI: name it in UV_DEFAULT_INDEX. "
                "No wheel for this Python or system: only wheels are installed, and Python 3.11 "
                "is the version tested. Disk full: free the space named above"
            )
        stamp.write_text(wanted)


@contextmanager
def alone(session: nox.Session, lock: Path) -> Iterator[None]:
    """Fail with one message if another run holds `lock`, which the system frees when it ends."""
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            session.error(
                "Another nox run is setting up this environment. Wait for it, then run this again"
            )
        yield


def install(session: nox.Session, *names: str) -> None:
    """Install what is locked, by hash and only wheels; then torch, this project, and npm's part."""
    files = [part for name in names for part in ("-r", f"requirements/{name}.txt")]
    hashed = (*INSTALL, "--require-hashes", "--only-binary", ":all:", *files)
    session.run_install(*hashed, silent=False)
    if {"test", "labs"} & set(names):
        session.run_install(*INSTALL, *cpu_build(), TORCH, silent=False)
    session.run_install(*INSTALL, "--no-build-isolation", "-e", ".", silent=False)
    if "validate" in names:
        folder = Path(session.virtualenv.location) / "judges"
        folder.mkdir(exist_ok=True)
        for path in NPM_FILES:
            shutil.copy(path, folder)
        npm = ("npm", "ci", "--no-audit", "--no-fund", "--prefix", str(folder))
        session.run_install(*npm, silent=False)


def cpu_build() -> list[str]:
    """Options for PyTorch without CUDA: from a folder of wheels, or from PyTorch's own index."""
    for folder in os.environ.get("PIP_FIND_LINKS", "").split():
        if list(Path(folder).glob(f"{TORCH.replace('==', '-')}*.whl")):
            return ["--find-links", folder]
    return ["--torch-backend", "cpu"]
