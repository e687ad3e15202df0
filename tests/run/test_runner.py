"""Each block runs once, in its own namespace, against its record; a failure names page and snippet."""

import functools

import pytest

from perspectives.written import files

torch = pytest.importorskip("torch")


@pytest.fixture
def runner(request):
    """The conftest.py at the root, which is what is tested here."""
    return request.config.pluginmanager.get_plugin(str(request.config.rootpath / "conftest.py"))


@pytest.fixture
def run(project, pytester, runner):
    """Run pytest on the small project's page, in this process; returns the result and all that was
    printed.
    """

    def run(*options: str):
        ini = project.write("pytest.ini", "[pytest]\naddopts = --markdown-docs -p no:cacheprovider")
        result = pytester.runpytest_inprocess(
            "-c", str(ini), str(files.DOCS / "views/v.md"), *options, plugins=[runner]
        )
        return result, result.stdout.str()

    return run


@pytest.fixture
def small_model(runner, monkeypatch):
    """A single layer in the place of the edition's model."""
    load = functools.cache(lambda: (torch.nn.Linear(2, 2).eval().requires_grad_(False), None))
    monkeypatch.setattr("perspectives.model.load", load)
    monkeypatch.setattr(runner, "load", load)
    monkeypatch.setattr("perspectives.run.other_model.load", load)
    monkeypatch.delenv("PERSPECTIVES_MODEL", raising=False)
    return load


@pytest.fixture
def another_model(small_model, monkeypatch):
    """The same, named by PERSPECTIVES_MODEL."""
    monkeypatch.setenv("PERSPECTIVES_MODEL", "another")


def test_demo_and_check_pass(run):
    run()[0].assert_outcomes(passed=2)


def test_a_failing_check_names_page_line_and_snippet_line(project, run):
    project.edit("snippets/v/one.py", "x > 1,", "x > 2,")
    result, text = run()
    result.assert_outcomes(passed=1, failed=1)
    assert "docs/views/v.md:16: this block failed" in text
    assert 'snippets/v/one.py:9: assert x > 2, "too small"\nAssertionError: too small' in text


def test_another_output_names_record_and_line(project, run):
    project.edit("recorded/v/one.txt", "1.25", "1.35")
    result, text = run()
    result.assert_outcomes(passed=1, failed=1)
    assert (
        "recorded/v/one.txt:2: the output has changed\n  record  row    1.35\n  now     row    1.25"
        in text
    )
    assert "nox -s record -- v" in text


def test_a_type_error_runs_a_block_once(project, run, tmp_path):
    count = tmp_path / "count"
    project.edit(
        "snippets/v/one.py", "x = 1.25", f"open({str(count)!r}, 'a').write('x'); x = 1.25 + None"
    )
    run("-k", "line:8")
    assert count.read_text() == "x"


def test_the_check_alone_runs_its_demo_first(run):
    run("-k", "line:16")[0].assert_outcomes(passed=1, deselected=1)


def test_what_a_passing_block_prints_stays_out_of_the_report(run):
    assert "row    1.25" not in run()[1]


def literal(*blocks: str) -> str:
    return "# View {#view}\n\n" + "\n".join(blocks)


def test_a_literal_block_starts_anew_and_continues_if_it_says_so(project, run):
    project.write(
        "docs/views/v.md",
        literal(
            "```python\na = 1\n```\n",
            "``` { .python .continuation }\na += 1\nassert a == 2\n```\n",
            "```python\na\n```\n",
        ),
    )
    result, text = run()
    result.assert_outcomes(passed=2, failed=1)
    assert (
        "docs/views/v.md:12: this block failed" in text
        and "NameError: name 'a' is not defined" in text
    )
    run("-k", "line:7")[0].assert_outcomes(passed=1, deselected=2)


def test_lines_are_right_after_an_include_that_is_longer_than_the_page(project, run):
    project.write(
        "snippets/v/long.py", "# --8<-- [start:demo]\n" + "x = 1\n" * 60 + "# --8<-- [end:demo]\n"
    )
    include = '```python\n--8<-- "snippets/v/long.py:demo"\n```\n'
    project.write(
        "docs/views/v.md",
        literal(include, "``` { .python .continuation }\nassert x == 1\nassert x == 2\n```\n"),
    )
    project.write("recorded/v/long.txt", "")
    assert "docs/views/v.md:7: this block failed\n  docs/views/v.md:9: assert x == 2" in run()[1]


def test_what_a_literal_block_prints_must_be_shown(project, run):
    project.write(
        "docs/views/v.md",
        literal(
            "```python\nprint(2.0)\n```\n",
            "``` { .text .output }\n2.5\n```\n",
            "```python\nprint(1)\n```\n",
        ),
    )
    text = run()[1]
    assert "this prints '2.0' where the page shows '2.5'" in text
    assert "this prints '1' where the page shows ''" in text


def test_a_module_that_a_page_shows_is_run_and_has_no_record(project, run):
    project.write("kit.py", "# --8<-- [start:a]\nx = 1\n# --8<-- [end:a]\n")
    show = '```python\n--8<-- "kit.py:a"\n```\n'
    project.write("docs/views/v.md", literal(show, "```python\nassert 1\n```\n"))
    run()[0].assert_outcomes(passed=2)
    project.write("kit.py", "# --8<-- [start:a]\nx = 1 / 0\n# --8<-- [end:a]\n")
    assert "ZeroDivisionError" in run()[1]


LACKING = {
    "no template": "from perspectives.measure import NoTemplateError\nraise NoTemplateError('M has no chat template')\n",
    "no padding": "raise ValueError('Asking to pad but the tokenizer does not have a padding token.')\n",
    "no layer": "raise IndexError('index 17 is out of range')\n",
    "no attribute": "from perspectives.model import load\nload()[0].lm_head\n",
}


@pytest.mark.parametrize("code", LACKING.values(), ids=LACKING)
def test_a_block_that_needs_what_another_model_lacks_is_left_out(project, run, another_model, code):
    project.write("docs/views/v.md", literal(f"```python\n{code}```\n"))
    result, text = run("-rs")
    result.assert_outcomes(skipped=1)
    assert "this block needs what the model lacks: " in text


@pytest.mark.parametrize("code", LACKING.values(), ids=LACKING)
def test_the_own_model_may_lack_nothing(project, run, small_model, code):
    project.write("docs/views/v.md", literal(f"```python\n{code}```\n"))
    run()[0].assert_outcomes(failed=1)


@pytest.mark.parametrize(("asks", "failed"), [(True, 0), (False, 1)])
def test_a_snippet_that_loads_the_model_asks_it_something(project, run, small_model, asks, failed):
    sizes = "vocab_size=8, hidden_size=8, intermediate_size=8, num_attention_heads=1"
    code = "import torch, transformers\nfrom perspectives.model import load\n"
    code += f"model = transformers.LlamaForCausalLM(transformers.LlamaConfig({sizes}))\n"
    code += "model(torch.tensor([[1]]))\n" * asks
    project.edit("snippets/v/one.py", "x = 1.25\n", f"{code}x = 1.25\n")
    result, text = run()
    result.assert_outcomes(passed=2 - failed, failed=failed)
    assert asks or "it loads the model and never asks it anything" in text


def test_a_variable_set_to_nothing_names_no_other_model(project, run, small_model, monkeypatch):
    monkeypatch.setenv("PERSPECTIVES_MODEL", "")
    project.edit("recorded/v/one.txt", "1.25", "1.35")
    run()[0].assert_outcomes(passed=1, failed=1)


def test_an_error_of_the_code_itself_is_no_lack_of_the_model(project, run, another_model):
    project.write("docs/views/v.md", literal("```python\n'a text'.lm_head\n```\n"))
    run()[0].assert_outcomes(failed=1)


def test_another_model_that_cannot_be_read_stops_before_anything_runs(run, runner, monkeypatch):
    def load():
        raise runner.ModelError("it cannot be read: give another")

    monkeypatch.setattr(runner, "load", load)
    monkeypatch.setattr("perspectives.run.other_model.load", load)
    monkeypatch.setenv("PERSPECTIVES_MODEL", "another")
    result, text = run()
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert text.count("PERSPECTIVES_MODEL: it cannot be read: give another") == 1
    assert "passed" not in text and "failed" not in text


def test_of_another_model_only_what_calls_it_may_print_something_else(project, run, another_model):
    project.write("docs/views/v.md", literal("```python\nprint(2)\n```\n"))
    assert "this prints '2' where the page shows ''" in run()[1]


def test_a_block_in_a_note_is_run(project, run):
    project.write(
        "docs/views/v.md",
        literal("!!! note\n    Text.\n\n    ```python\n    assert False\n    ```\n"),
    )
    assert "docs/views/v.md:6: this block failed" in run()[1]


def test_an_unreadable_page_says_why(project, run):
    project.write("docs/views/v.md", "```python\na = 1\n")
    assert "docs/views/v.md:1: this fence is never closed" in run()[1]


@pytest.mark.parametrize(
    ("body", "clean"),
    [
        ("", True),
        ("model.register_forward_hook(lambda *a: None)", False),
        (
            "import transformers; model.register_forward_hook(transformers.logging.get_logger)",
            True,
        ),  # the library's own
        ("model.weight.data[1] += 1e-3", False),
        ("model.train()", False),
        ("model.weight.data[1] += 1e-3\n1 / 0", False),
        ("import torch; torch.set_grad_enabled(False)", False),
    ],
)
def test_the_model_is_left_as_it_was(project, run, small_model, body, clean):
    project.write(
        "docs/views/v.md",
        literal(
            f"```python\nfrom perspectives.model import load\nmodel, _ = load()\n{body}\n```\n"
        ),
    )
    result, text = run()
    assert clean or "not as it was" in text or "ZeroDivisionError" in text
    result.assert_outcomes(**{"passed" if clean else "failed": 1})
    assert clean or not small_model.cache_info().currsize, "the next block would see the change"


@pytest.mark.parametrize(
    ("comment", "outcome"), [("", "passed"), ("  # the code names its layers", "skipped")]
)
def test_code_that_names_layers_is_left_out_with_another_architecture(
    project, run, another_model, comment, outcome
):
    project.write(
        "docs/views/v.md",
        literal(
            f"```python\nfrom perspectives.model import load\nmodel, _ = load(){comment}\n```\n"
        ),
    )
    result, _ = run()
    result.assert_outcomes(**{outcome: 1})


def test_code_that_calls_no_model_is_left_out_with_another(run, another_model):
    run()[0].assert_outcomes(skipped=2)
