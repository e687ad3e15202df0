"""The weights: what they are, that they are verified, made once, and that damage is named."""

import errno
import json
import multiprocessing
import os
import re
import runpy
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from perspectives import weights as wheel

model = pytest.importorskip("perspectives.model")  # needs torch
safetensors, torch, transformers = map(
    pytest.importorskip, ("safetensors", "torch", "transformers")
)

from other_models import pair, small_tokenizer  # noqa: E402  (which needs torch)

ours = pytest.mark.skipif(
    os.environ.get("PERSPECTIVES_MODEL"),
    reason="PERSPECTIVES_MODEL names another model than the edition's",
)


@ours
def test_the_model_is_the_one_that_the_edition_describes():
    network, tokenizer = model.load()
    assert (len(tokenizer), network.config.hidden_size, network.config.num_hidden_layers) == (
        49152,
        576,
        30,
    )
    assert sum(p.numel() for p in network.parameters()) == 134_515_008
    assert not network.training and not any(p.requires_grad for p in network.parameters())


@ours
@pytest.mark.parametrize("text", ["2024", "v1.2\n\n3", "a  5", "x=10**6", "3rd of 7"])
def test_the_tokenizer_splits_digits(text):
    _, tokenizer = model.load()
    tokens = [tokenizer.decode(i) for i in tokenizer(text).input_ids]
    assert "".join(tokens) == text
    assert all(len(token) == 1 for token in tokens if re.search(r"\d", token)), tokens


@pytest.fixture
def weights(tmp_path, monkeypatch):
    """A package with a small weights file, a cache of its own, and a conversion that copies the
    file.
    """
    package = tmp_path / "pretended_weights"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "w.gguf").write_bytes(b"weights")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(wheel, "PACKAGE", package.name)
    monkeypatch.setattr(wheel, "FILE", "w.gguf")
    monkeypatch.setattr(wheel, "SHA256", wheel.sha256(package / "w.gguf"))
    monkeypatch.setattr(model, "NEEDED", 100)
    monkeypatch.setattr(
        model,
        "_convert",
        lambda file, folder: (folder / "model.safetensors").write_bytes(file.read_bytes()),
    )
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return package / "w.gguf"


def test_converted_once(weights, monkeypatch):
    folder = model._converted()
    monkeypatch.setattr(model, "_convert", lambda *_: pytest.fail("converted twice"))
    assert (
        model._converted() == folder and (folder / "model.safetensors").read_bytes() == b"weights"
    )


FOUND = {b"weight": "sha256 ", b"Weights": "sha256 ", None: "no such file", "folder": "a folder"}


def damage(file: Path, how: bytes | str | None) -> None:
    """Put other bytes, nothing or a folder in the place of a file."""
    file.unlink()
    if how == "folder":
        file.mkdir()
    elif how is not None:
        file.write_bytes(how)


def test_the_second_model_has_a_copy_of_its_own(weights, monkeypatch):
    monkeypatch.setattr(
        model, "_convert_second", lambda folder: (folder / "model.safetensors").write_bytes(b"2")
    )
    monkeypatch.setattr(model, "NEEDED_SECOND", 100)
    first, second = model._converted(), model._converted(model.SECOND)
    assert (first / "model.safetensors").read_bytes() == b"weights"
    assert (second / "model.safetensors").read_bytes() == b"2"


@pytest.mark.parametrize("how", FOUND)
def test_damaged_weights_are_named_with_both_hashes_and_the_mend(weights, how):
    damage(weights, how)
    with pytest.raises(model.WeightsError) as error:
        model._converted()
    message = str(error.value)
    assert (
        str(weights) in message
        and f"expected sha256 {wheel.SHA256}" in message
        and "--reinstall" in message
    )
    assert f"found    {'' if how in (b'weight', b'Weights') else 'sha256 '}{FOUND[how]}" in message


def test_missing_package(weights, monkeypatch):
    monkeypatch.setattr(wheel, "PACKAGE", "no_such_package")
    with pytest.raises(model.WeightsError, match="is not installed"):
        model._converted()


@pytest.mark.parametrize("how", FOUND)
def test_a_damaged_copy_is_named_and_mended_by_removing_it(weights, how):
    folder = model._converted()
    copy = folder / "model.safetensors"
    damage(copy, how)
    os.utime(folder if how is None else copy, (1, 1))
    with pytest.raises(model.WeightsError, match=f"rm -r {folder}"):
        model._converted()


def test_a_copy_that_was_only_moved_is_hashed_and_found_good(weights):
    folder = model._converted()
    os.utime(folder / "model.safetensors", (1, 1))
    assert model._converted() == folder


def test_what_a_kill_left_behind_is_cleared(weights):
    folder = model._converted()
    partial = folder.rename(folder.with_suffix(".partial"))
    (partial / "model.safetensors").write_bytes(b"half")
    assert (model._converted() / "model.safetensors").read_bytes() == b"weights"
    assert not partial.exists()


def test_a_full_disk_says_how_much_to_free(weights, monkeypatch):
    monkeypatch.setattr(model, "NEEDED", 10**18)
    with pytest.raises(
        OSError, match=r"cannot write the weights .No space left on device.: free"
    ) as error:
        model._converted()
    assert error.value.errno == errno.ENOSPC


def test_a_disk_that_fills_up_on_the_way_leaves_nothing(weights, monkeypatch, tmp_path):
    def full(*_):
        raise safetensors.SafetensorError("I/O error: No space left on device (os error 28)")

    monkeypatch.setattr(model, "_convert", full)
    with pytest.raises(OSError, match=r"cannot write the weights .*No space left on device"):
        model._converted()
    assert [path.name for path in (tmp_path / "cache/perspectives").iterdir()] == ["lock"]


def test_two_processes_convert_once(weights, monkeypatch, tmp_path):
    def convert(file, folder):
        with (tmp_path / "log").open("a") as log:
            log.write("x")
        time.sleep(0.5)  # long enough for the other to arrive
        (folder / "model.safetensors").write_bytes(file.read_bytes())

    monkeypatch.setattr(model, "_convert", convert)
    running = [
        multiprocessing.get_context("fork").Process(target=model._converted) for _ in range(2)
    ]
    for process in running:
        process.start()
    for process in running:
        process.join()
    assert [process.exitcode for process in running] == [0, 0]
    assert (tmp_path / "log").read_text() == "x"


@ours
def test_another_model_by_its_path(tmp_path, monkeypatch):
    config = transformers.LlamaConfig(
        hidden_size=8,
        intermediate_size=8,
        num_hidden_layers=1,
        num_attention_heads=2,
        vocab_size=49152,
    )
    transformers.LlamaForCausalLM(config).save_pretrained(tmp_path)
    model.load()[1].save_pretrained(tmp_path)
    network, _ = model.load(str(tmp_path))
    assert network.config.hidden_size == 8
    monkeypatch.setenv("PERSPECTIVES_MODEL", str(tmp_path))
    assert model.load.__wrapped__()[0].config.num_hidden_layers == 1


@ours
def test_a_pickled_model_is_refused_unread(tmp_path):
    transformers.LlamaConfig(
        hidden_size=8, num_hidden_layers=1, num_attention_heads=2
    ).save_pretrained(tmp_path)
    (tmp_path / "pytorch_model.bin").write_bytes(b"a pickle")
    with pytest.raises(
        model.ModelError, match=r"a pickled model, if you trust it, .*save_pretrained"
    ):
        model.load.__wrapped__(str(tmp_path))


@pytest.mark.parametrize("kind", ["a path that is not there", "a file", "no tokenizer"])
def test_what_is_no_model_is_named_in_one_message(tmp_path, kind):
    source = tmp_path / "model"
    if kind == "a file":
        source.touch()
    if kind == "no tokenizer":
        pair("GPT-2")[0].save_pretrained(source)
    with pytest.raises(model.ModelError) as error:
        model.load.__wrapped__(str(source))
    message = f"the model {source} cannot be read: give the name of a model, or a folder with"
    assert str(error.value).startswith(message)


def test_a_tokenizer_of_more_tokens_is_refused(tmp_path):
    pair("Llama")[0].save_pretrained(tmp_path)
    tokenizer = small_tokenizer(False)
    tokenizer.add_tokens([f"token {n}" for n in range(100)])
    tokenizer.save_pretrained(tmp_path)
    with pytest.raises(model.ModelError, match="has fewer tokens than its tokenizer"):
        model.load.__wrapped__(str(tmp_path))


def encoder() -> transformers.PreTrainedModel:
    config = transformers.BertConfig(
        hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=8
    )
    torch.manual_seed(0)
    return transformers.BertForMaskedLM(config)


def test_an_encoder_is_refused(tmp_path):
    encoder().save_pretrained(tmp_path)
    small_tokenizer(False).save_pretrained(tmp_path)
    with pytest.raises(model.ModelError, match="is an encoder: it sees what comes next"):
        model.load.__wrapped__(str(tmp_path))


def test_a_model_that_rounds_by_its_threads_is_no_encoder(request):
    request.addfinalizer(partial(torch.set_num_threads, torch.get_num_threads()))
    torch.set_num_threads(2)
    model.load.__wrapped__(str(model._converted()))


def test_a_model_with_a_freshly_drawn_head_is_refused(tmp_path):
    encoder().bert.save_pretrained(tmp_path)
    small_tokenizer(False).save_pretrained(tmp_path)
    with pytest.raises(model.ModelError, match=r"is not whole: it has no weights for cls\."):
        model.load.__wrapped__(str(tmp_path))


def test_a_copy_that_is_there_needs_no_lock(weights, monkeypatch):
    folder = model._converted()
    monkeypatch.setattr(
        model.filelock,
        "FileLock",
        lambda *_: pytest.fail("nothing can be written where the cache is read-only"),
    )
    assert model._converted() == folder


def test_the_manifest_holds_the_hash(weights):
    manifest = json.loads((model._converted() / "manifest.json").read_text())
    assert manifest["model.safetensors"][0] == wheel.SHA256


@pytest.mark.parametrize("damage", [b"", b"{}x"])
def test_a_damaged_manifest_says_how_to_mend_it(weights, damage):
    folder = model._converted()
    (folder / "manifest.json").write_bytes(damage)
    with pytest.raises(model.WeightsError, match=f"rm -r {folder}"):
        model._converted()


@ours
def test_a_snippet_runs_alone_and_from_anywhere(tmp_path, monkeypatch, capsys):
    # The tests run every snippet's sections in order, in a namespace of its own: here the file as a
    # reader runs it.
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["surprisal.py"])
    monkeypatch.delitem(sys.modules, "ipykernel", raising=False)  # which other tests load
    runpy.run_path(
        str(Path(__file__).parents[1] / "snippets/next-token/surprisal.py"), run_name="__main__"
    )
    assert "kitchen" in capsys.readouterr().out
    assert (tmp_path / "surprisal.svg").read_text().startswith("<svg")
