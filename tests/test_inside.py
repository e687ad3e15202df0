"""Reading and changing the inside of a model, the edition's and others built otherwise."""

import pytest

pytest.importorskip("torch", reason="the kit measures a model, which needs PyTorch")

import torch

from perspectives import inside


def run(any_model):
    network, tokenizer = any_model
    return network(torch.tensor([tokenizer("The cat sat on the cats").input_ids])).logits


def test_read_gives_the_stream_after_every_block_and_leaves_no_hook(any_model):
    network, tokenizer = any_model
    ids = torch.tensor([tokenizer("The cat sat").input_ids])
    with inside.read(*inside.blocks()) as seen:
        out = network(ids, output_hidden_states=True)
    assert len(seen) == network.config.num_hidden_layers
    for ours, theirs in zip(seen[:-1], out.hidden_states[1:-1], strict=True):
        assert torch.equal(ours, theirs)
    network(ids)
    assert len(seen) == network.config.num_hidden_layers, "a hook has stayed"


def test_replace_changes_what_the_next_block_reads_and_goes_away(any_model):
    before = run(any_model)
    with inside.replace(inside.blocks()[1], lambda x: x):
        assert torch.equal(run(any_model), before)
    with inside.replace(inside.blocks()[1], torch.zeros_like):
        assert not torch.allclose(run(any_model), before, atol=1e-3)
    with pytest.raises(ZeroDivisionError), inside.replace(inside.blocks()[1], lambda x: x / 0):
        1 / 0  # noqa: B018
    assert torch.equal(run(any_model), before)


def test_in_each_row_one_head_is_cut(any_model):
    network, tokenizer = any_model
    ids = torch.tensor([tokenizer("The cat sat on the cats").input_ids])
    heads = [(0, 1), (1, 0), (1, 1)]
    with inside.cut_each(heads):
        together = network(ids.expand(3, -1)).logits
    for head, row in zip(heads, together, strict=True):
        with inside.cut([head]):
            assert torch.allclose(network(ids).logits[0], row, atol=2e-4)
    assert not torch.allclose(together[0], together[1], atol=1e-3)


def test_heads_that_are_cut_write_nothing(any_model):
    network, _ = any_model
    before = run(any_model)
    heads = network.config.num_attention_heads
    attention = next(
        part for part in inside.blocks()[0].children() if type(part).__name__.endswith("Attention")
    )
    with inside.cut([(0, 1)]):
        assert not torch.allclose(run(any_model), before, atol=1e-5)
    with inside.cut((0, head) for head in range(heads)), inside.read(attention) as seen:
        run(any_model)
    bias = inside._out_projection(inside.blocks()[0]).bias
    nothing = torch.zeros_like(seen[0]) if bias is None else bias.expand_as(seen[0])
    assert torch.allclose(seen[0], nothing, atol=1e-6)
    assert torch.equal(run(any_model), before)
