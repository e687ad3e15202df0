"""What another model cannot be asked is found before its answer is believed."""

import pytest

pytest.importorskip("torch")

import torch
from other_models import pair

from perspectives import measure
from perspectives.model import load
from perspectives.run import other_model


@pytest.fixture(params=["Llama with <bos>", "Llama"])
def named(request, tmp_path, monkeypatch):
    """Another model, as PERSPECTIVES_MODEL names it: the model and its tokenizer."""
    for saved in pair(request.param):
        saved.save_pretrained(tmp_path)
    monkeypatch.setenv("PERSPECTIVES_MODEL", str(tmp_path))
    load.cache_clear()
    yield load()
    load.cache_clear()


def test_whole_texts_and_what_follows_them_pass(named):
    network, tokenizer = named
    texts = ["a cat", "a cat that", "cats"]
    with other_model.beginnings_watched():
        measure.costs("The", [" cat", " cat sat", " c"])
        measure.next_token(texts)
        measure.greedy(texts, 3)
        measure.draw(["a cat"] * 2, 3, seed=0)
        ids = torch.tensor([tokenizer("a").input_ids])
        past = network(ids).past_key_values
        network(torch.tensor([measure.tokens_of(" cat")]), past_key_values=past)


@pytest.mark.parametrize("part", ["joined", "cut up"])
def test_tokens_joined_or_cut_up_are_refused_where_a_text_begins_with_bos(named, part):
    network, tokenizer = named
    ids = tokenizer("The cat").input_ids
    ids = ids + ids if part == "joined" else ids[1:]
    begins = len(tokenizer("").input_ids)
    with other_model.beginnings_watched():
        if not begins:
            network(torch.tensor([ids]))
            return
        with pytest.raises(other_model.BeginningError) as caught:
            network(torch.tensor([ids]))
    assert "a tokenizer that puts nothing before a text" in other_model.lacking(caught.value)
    network(torch.tensor([ids]))  # no longer watched
