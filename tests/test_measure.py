"""Costs and continuations agree with plain PyTorch, on the edition's model and on others."""

import math

import pytest

pytest.importorskip("torch", reason="the kit measures a model, which needs PyTorch")

import torch

from perspectives import measure


def plain(any_model, context: str, text: str) -> list[float]:
    """One pass, without batch, padding or cache."""
    network, tokenizer = any_model
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


def test_costs_are_those_of_one_pass_for_each_pair(any_model):
    found = measure.costs(*zip(*PAIRS, strict=True))
    for pair, bits in zip(PAIRS, found, strict=True):
        assert bits.tolist() == pytest.approx(plain(any_model, *pair), abs=2e-3)
    assert measure.cost(*zip(*PAIRS, strict=True)).tolist() == pytest.approx(
        [sum(plain(any_model, *pair)) for pair in PAIRS], abs=5e-3
    )


def test_a_single_string_stands_for_as_many_as_there_are_of_the_other(any_model):
    texts = [" sat", " sat on it", " ran"]
    many = measure.cost("The cat", texts)
    assert many.tolist() == pytest.approx(
        [sum(plain(any_model, "The cat", x)) for x in texts], abs=5e-3
    )
    contexts = ["The cat", "A dog that I saw"]
    each = measure.cost(contexts, " sat")
    assert each.tolist() == pytest.approx(
        [sum(plain(any_model, c, " sat")) for c in contexts], abs=5e-3
    )
    assert measure.cost("The cat", " sat").shape == (1,)


def test_more_rows_than_one_batch_come_back_in_their_order(any_model, monkeypatch):
    monkeypatch.setattr(measure, "ROWS", 2)
    monkeypatch.setattr(measure, "TOKENS", 2)
    texts = [" a" * n for n in (5, 1, 4, 2, 3)]
    found = measure.cost("So", texts).tolist()
    assert found == pytest.approx([sum(plain(any_model, "So", text)) for text in texts], abs=5e-3)


def test_log_odds_are_the_difference_of_two_costs(any_model):
    contexts = ["The cat", "A dog"]
    odds = measure.log_odds(contexts, " sat", " ran")
    expected = [
        sum(plain(any_model, c, " ran")) - sum(plain(any_model, c, " sat")) for c in contexts
    ]
    assert odds.tolist() == pytest.approx(expected, abs=5e-3)


def test_two_words_that_could_come_next_are_asked_for_at_once(any_model):
    network, _ = any_model
    rows = []
    count = network.get_input_embeddings().register_forward_pre_hook(
        lambda _, read: rows.append(len(read[0]))
    )
    odds = measure.log_odds(["The cat", "A dog"], " a", " b")
    count.remove()
    assert sum(rows) <= 3, "a row for each context, and what both begin with"
    expected = [
        sum(plain(any_model, c, " b")) - sum(plain(any_model, c, " a"))
        for c in ("The cat", "A dog")
    ]
    assert odds.tolist() == pytest.approx(expected, abs=5e-3)


@pytest.mark.parametrize(("context", "text"), [("", ""), ("The cat", "")])
def test_a_text_without_a_cost_is_refused(any_model, context, text):
    with pytest.raises(ValueError, match="has no cost after"):
        measure.costs(context, text)


def test_lists_of_two_lengths_are_refused(any_model):
    with pytest.raises(ValueError, match="3 contexts, 2 texts"):
        measure.costs(["a", "b", "c"], ["d", "e"])
    with pytest.raises(ValueError, match="1 contexts, 2 texts"):
        measure.log_odds("a", "d", ["e", "f"])


def test_a_context_without_a_token_is_refused(any_model):
    _, tokenizer = any_model
    if not tokenizer("").input_ids:
        with pytest.raises(ValueError, match="a context has no token"):
            measure.next_token(["The", ""])


def test_the_first_token_has_a_cost_only_after_bos(any_model):
    _, tokenizer = any_model
    if tokenizer("").input_ids:
        assert measure.cost("", "The").isfinite().all()
    else:
        with pytest.raises(ValueError, match="'The' has no cost after ''"):
            measure.cost("", "The")


def test_next_token_is_the_distribution_after_each_context(any_model):
    network, tokenizer = any_model
    texts = ["The cat", "A dog that I saw", "On"]
    for text, row in zip(texts, measure.next_token(texts), strict=True):
        ids = torch.tensor([tokenizer(text).input_ids])
        expected = network(ids).logits[0, -1].log_softmax(-1) / math.log(2)
        assert torch.allclose(row, expected, atol=2e-3)
        assert row.exp2().sum().item() == pytest.approx(1, abs=1e-4)


def test_logits_are_made_only_where_they_are_read(any_model):
    network, tokenizer = any_model
    context, texts = "The cat sat on the mat and", [" slept", " sang"]
    read = []
    hook = network.get_output_embeddings().register_forward_pre_hook(
        lambda module, args: read.append(args[0].shape[:-1].numel())
    )
    measure.costs(context, texts)
    hook.remove()
    longest = max(len(tokenizer(context + text).input_ids) for text in texts)
    start = len(tokenizer(context).input_ids)
    # one for what the two share, and in each row from the end of the context on
    assert sum(read) <= 1 + 2 * (longest - start + 1) < 2 * longest


def test_tokens_within_a_text_have_no_bos(any_model):
    _, tokenizer = any_model
    whole = tokenizer("The cat").input_ids
    assert tokenizer("").input_ids + measure.tokens_of("The cat") == whole
    assert measure.first_tokens([" cat", "The"]).tolist() == [
        whole[-1],
        measure.tokens_of("The cat")[0],
    ]


def test_greedy_takes_the_likeliest_token_each_time(any_model):
    network, tokenizer = any_model
    prompts = ["The cat sat", "The cat and the dog", "The c"]
    for prompt, said in zip(prompts, measure.greedy(prompts, 4), strict=True):
        ids = tokenizer(prompt).input_ids
        for _ in range(4):
            ids.append(network(torch.tensor([ids])).logits[0, -1].argmax().item())
            if ids[-1] == tokenizer.eos_token_id:
                break
        new = ids[len(tokenizer(prompt).input_ids) :]
        assert said == tokenizer.decode(new, skip_special_tokens=True)


def test_draws_are_repeated_by_their_seed_and_leave_the_other_draws_alone(any_model):
    torch.manual_seed(7)
    expected = torch.rand(1)
    torch.manual_seed(7)
    first = measure.draw(["The cat"] * 6, 5, seed=1)
    assert torch.equal(torch.rand(1), expected)
    assert (
        first
        == measure.draw(["The cat"] * 6, 5, seed=1)
        != measure.draw(["The cat"] * 6, 5, seed=2)
    )
    assert len(set(first)) > 1, "six draws are one text"
    assert set(measure.draw(["The cat"] * 6, 5, seed=1, temperature=1e-4)) == {
        *measure.greedy(["The cat"], 5)
    }


def test_a_chat_is_the_models_own_template():
    text = measure.chat("Hello?", system="Be brief.")
    assert text == (
        "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nHello?<|im_end|>\n"
        "<|im_start|>assistant\n"
    )
    assert "Be brief." not in measure.chat("Hello?")


@pytest.mark.parametrize("any_model", ["Llama with <bos>"], indirect=True)
def test_a_template_that_writes_bos_does_not_give_two(any_model):
    _, tokenizer = any_model
    tokenizer.chat_template = "<bos>{% for m in messages %}{{ m.content }}{% endfor %}:"
    assert tokenizer(measure.chat("cats")).input_ids.count(tokenizer.bos_token_id) == 1


@pytest.mark.parametrize("any_model", ["GPT-2"], indirect=True)
def test_a_model_without_a_template_says_so(any_model):
    with pytest.raises(measure.NoTemplateError, match="has no chat template"):
        measure.chat("Hello?")


def test_intervals_are_wilsons_and_students():
    assert measure.wilson(5, 20) == pytest.approx((0.1119, 0.4687), abs=1e-4)
    assert measure.student([1.0, 2.0, 3.0, 4.0]) == pytest.approx((0.4457, 4.5543), abs=1e-4)


def test_a_table_has_words_to_the_left_and_numbers_to_the_right(capsys):
    measure.table({"word": ["cat", "giraffe"], "bits": torch.tensor([1.0, 12.345]), "n": [3, 12]})
    assert capsys.readouterr().out == "word      bits   n\ncat       1.00   3\ngiraffe  12.35  12\n"


def test_a_cell_of_two_numbers_is_an_interval(capsys):
    measure.table({"right": [15], "interval": [(0.531, 0.888)]}, decimals=1)
    assert capsys.readouterr().out == "right      interval\n   15  0.53 to 0.89\n"
