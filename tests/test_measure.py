"""The measuring kit agrees with plain PyTorch, on the edition's model and on models built otherwise."""

import math

import pytest

pytest.importorskip("torch", reason="the kit measures a model, which needs PyTorch")

import torch
import transformers
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors

from perspectives import measure
from perspectives.model import load

MERGES = [("Ġ", "c"), ("Ġc", "a"), ("Ġca", "t"), ("Ġcat", "s"), ("t", "h")]


def small_tokenizer(begins_with_bos: bool):
    """Bytes, a few merges, and a <bos> before every text if asked for."""
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    names = ["<bos>", "<eos>", *letters, *(a + b for a, b in MERGES)]
    core = Tokenizer(models.BPE({name: i for i, name in enumerate(names)}, MERGES))
    core.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    core.decoder = decoders.ByteLevel()
    core.add_special_tokens(["<bos>", "<eos>"])
    if begins_with_bos:
        core.post_processor = processors.TemplateProcessing(
            single="<bos> $A", special_tokens=[("<bos>", 0)]
        )
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=core, bos_token="<bos>", eos_token="<eos>"
    )


SIZES = {"hidden_size": 32, "num_hidden_layers": 3, "num_attention_heads": 4, "vocab_size": 300}
CONFIGS = {
    "Llama": transformers.LlamaConfig(**SIZES, num_key_value_heads=2, intermediate_size=48),
    "GPT-2": transformers.GPT2Config(**SIZES, n_inner=48),
    "Pythia": transformers.GPTNeoXConfig(**SIZES, intermediate_size=48),
}


@pytest.fixture(params=["the edition's", "Llama", "Llama with <bos>", "GPT-2", "Pythia"])
def model(request, monkeypatch):
    """The edition's model, or a small random one; what the kit asks for is this one."""
    if request.param == "the edition's":
        return load()
    name, _, bos = request.param.partition(" with ")
    torch.manual_seed(0)
    network = transformers.AutoModelForCausalLM.from_config(
        CONFIGS[name], attn_implementation="eager"
    )
    pair = network.eval().requires_grad_(False), small_tokenizer(bool(bos))
    monkeypatch.setattr(measure, "load", lambda: pair)
    return pair


def plain(model, context: str, text: str) -> list[float]:
    """One pass, without batch, padding or cache."""
    network, tokenizer = model
    ids = tokenizer(context + text).input_ids
    before = tokenizer(context).input_ids
    start = next(
        (i for i, (a, b) in enumerate(zip(ids, before, strict=False)) if a != b), len(before)
    )
    logits = network(torch.tensor([ids])).logits[0]
    return [
        -logits[i - 1].log_softmax(-1)[ids[i]].item() / math.log(2) for i in range(start, len(ids))
    ]


PAIRS = [
    ("The cat", " sat on the cats"),
    ("The c", "ats"),
    ("The cat sat on the mat, and then", " it"),
    ("On", " the way to the city"),
    ("The cat", "s"),
]


def test_costs_are_those_of_one_pass_for_each_pair(model):
    found = measure.costs(*zip(*PAIRS, strict=True))
    for pair, bits in zip(PAIRS, found, strict=True):
        assert bits.tolist() == pytest.approx(plain(model, *pair), abs=2e-3)
    assert measure.cost(*zip(*PAIRS, strict=True)).tolist() == pytest.approx(
        [sum(plain(model, *pair)) for pair in PAIRS], abs=5e-3
    )


def test_a_single_string_stands_for_as_many_as_there_are_of_the_other(model):
    texts = [" sat", " sat on it", " ran"]
    many = measure.cost("The cat", texts)
    assert many.tolist() == pytest.approx(
        [sum(plain(model, "The cat", x)) for x in texts], abs=5e-3
    )
    contexts = ["The cat", "A dog that I saw"]
    each = measure.cost(contexts, " sat")
    assert each.tolist() == pytest.approx(
        [sum(plain(model, c, " sat")) for c in contexts], abs=5e-3
    )
    assert measure.cost("The cat", " sat").shape == (1,)


def test_more_rows_than_one_batch_come_back_in_their_order(model, monkeypatch):
    monkeypatch.setattr(measure, "ROWS", 2)
    texts = [" a" * n for n in (5, 1, 4, 2, 3)]
    found = measure.cost("So", texts).tolist()
    assert found == pytest.approx([sum(plain(model, "So", text)) for text in texts], abs=5e-3)


def test_log_odds_are_the_difference_of_two_costs(model):
    contexts = ["The cat", "A dog"]
    odds = measure.log_odds(contexts, " sat", " ran")
    expected = [sum(plain(model, c, " ran")) - sum(plain(model, c, " sat")) for c in contexts]
    assert odds.tolist() == pytest.approx(expected, abs=5e-3)


@pytest.mark.parametrize(("context", "text"), [("", ""), ("The cat", "")])
def test_a_text_without_a_cost_is_refused(model, context, text):
    with pytest.raises(ValueError, match="has no cost after"):
        measure.costs(context, text)


def test_the_first_token_has_a_cost_only_after_bos(model):
    _, tokenizer = model
    if tokenizer("").input_ids:
        assert measure.cost("", "The").isfinite().all()
    else:
        with pytest.raises(ValueError, match="'The' has no cost after ''"):
            measure.cost("", "The")


def test_next_token_is_the_distribution_after_each_context(model):
    network, tokenizer = model
    texts = ["The cat", "A dog that I saw", "On"]
    for text, row in zip(texts, measure.next_token(texts), strict=True):
        ids = torch.tensor([tokenizer(text).input_ids])
        expected = network(ids).logits[0, -1].log_softmax(-1) / math.log(2)
        assert torch.allclose(row, expected, atol=2e-3)
        assert row.exp2().sum().item() == pytest.approx(1, abs=1e-4)


def test_greedy_takes_the_likeliest_token_each_time(model):
    network, tokenizer = model
    prompts = ["The cat sat", "The cat and the dog", "The c"]
    for prompt, said in zip(prompts, measure.greedy(prompts, 4), strict=True):
        ids = tokenizer(prompt).input_ids
        for _ in range(4):
            ids.append(network(torch.tensor([ids])).logits[0, -1].argmax().item())
            if ids[-1] == tokenizer.eos_token_id:
                break
        new = ids[len(tokenizer(prompt).input_ids) :]
        assert said == tokenizer.decode(new, skip_special_tokens=True)


def test_draws_are_repeated_by_their_seed_and_leave_the_other_draws_alone(model):
    torch.manual_seed(7)
    expected = torch.rand(1)
    torch.manual_seed(7)
    first = measure.draw("The cat", 6, 5, seed=1)
    assert torch.equal(torch.rand(1), expected)
    assert first == measure.draw("The cat", 6, 5, seed=1) != measure.draw("The cat", 6, 5, seed=2)
    assert len(set(first)) > 1, "six draws are one text"
    assert set(measure.draw("The cat", 6, 5, seed=1, temperature=1e-4)) == {
        *measure.greedy(["The cat"], 5)
    }


def test_a_chat_is_the_models_own_template():
    text = measure.chat("Hello?", system="Be brief.")
    assert text == (
        "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nHello?<|im_end|>\n"
        "<|im_start|>assistant\n"
    )
    assert "Be brief." not in measure.chat("Hello?")


@pytest.mark.parametrize("model", ["Llama with <bos>"], indirect=True)
def test_a_template_that_writes_bos_does_not_give_two(model):
    _, tokenizer = model
    tokenizer.chat_template = "<bos>{% for m in messages %}{{ m.content }}{% endfor %}:"
    assert tokenizer(measure.chat("cats")).input_ids.count(tokenizer.bos_token_id) == 1


@pytest.mark.parametrize("model", ["GPT-2"], indirect=True)
def test_a_model_without_a_template_says_so(model):
    with pytest.raises(measure.NoTemplateError, match="has no chat template"):
        measure.chat("Hello?")


def run(model):
    network, tokenizer = model
    return network(torch.tensor([tokenizer("The cat sat on the cats").input_ids])).logits


def test_read_gives_the_stream_after_every_block_and_leaves_no_hook(model):
    network, tokenizer = model
    ids = torch.tensor([tokenizer("The cat sat").input_ids])
    with measure.read(*measure.blocks()) as seen:
        out = network(ids, output_hidden_states=True)
    assert len(seen) == network.config.num_hidden_layers
    for ours, theirs in zip(seen[:-1], out.hidden_states[1:-1], strict=True):
        assert torch.equal(ours, theirs)
    network(ids)
    assert len(seen) == network.config.num_hidden_layers, "a hook has stayed"


def test_replace_changes_what_the_next_block_reads_and_goes_away(model):
    before = run(model)
    with measure.replace(measure.blocks()[1], lambda x: x):
        assert torch.equal(run(model), before)
    with measure.replace(measure.blocks()[1], torch.zeros_like):
        assert not torch.allclose(run(model), before, atol=1e-3)
    with pytest.raises(ZeroDivisionError), measure.replace(measure.blocks()[1], lambda x: x / 0):
        1 / 0  # noqa: B018
    assert torch.equal(run(model), before)


def test_heads_that_are_cut_write_nothing(model):
    network, _ = model
    before = run(model)
    heads = network.config.num_attention_heads
    attention = next(
        part for part in measure.blocks()[0].children() if type(part).__name__.endswith("Attention")
    )
    with measure.cut([(0, 1)]):
        assert not torch.allclose(run(model), before, atol=1e-5)
    with measure.cut((0, head) for head in range(heads)), measure.read(attention) as seen:
        run(model)
    bias = measure._out_projection(measure.blocks()[0]).bias
    nothing = torch.zeros_like(seen[0]) if bias is None else bias.expand_as(seen[0])
    assert torch.allclose(seen[0], nothing, atol=1e-6)
    assert torch.equal(run(model), before)


def test_intervals_are_wilsons_and_students():
    assert measure.wilson(5, 20) == pytest.approx((0.1119, 0.4687), abs=1e-4)
    assert measure.student([1.0, 2.0, 3.0, 4.0]) == pytest.approx((0.4457, 4.5543), abs=1e-4)


def test_a_table_has_words_to_the_left_and_numbers_to_the_right(capsys):
    measure.table({"word": ["cat", "giraffe"], "bits": torch.tensor([1.0, 12.345]), "n": [3, 12]})
    assert capsys.readouterr().out == "word      bits   n\ncat       1.00   3\ngiraffe  12.35  12\n"
