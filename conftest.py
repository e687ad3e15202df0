"""Shows pytest-markdown-docs the blocks that a reader sees, and runs each once, against its record.

The runner interface is private to pytest-markdown-docs 0.9.2: hence the exact pin.
"""

from collections import Counter
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest
import torch
from markdown_it.token import Token
from pytest_markdown_docs import _runners
from transformers.modeling_layers import GradientCheckpointingLayer

from perspectives.model import ModelError, WeightsError, load
from perspectives.run import other_model
from perspectives.run.comparison import difference
from perspectives.run.execution import Execution, compare, explain, use_threads
from perspectives.written import files, pages, snippets
from perspectives.written.pages import Block

IDLE = {  # snippets that ask the model nothing: they read its weights, or use its tokenizer
    "early-folk/exercise_2",
    "inside-a-transformer/parameters",
    "inside-a-transformer/words",
    "mathematical-framework/exercise_2",
    "superposition/bottleneck",
    "superposition/sixteen",
    "superposition/sums",
    "training-stages/exercise_2",
}


class Reader:
    """Stands in for markdown-it, which neither expands includes nor sees what stands in a note or a
    tab.
    """

    page = Path("page.md")  # the file that is being collected: `parse` is told its text only

    def parse(self, text: str) -> list[Token]:
        try:
            found = pages.blocks(self.page)
        except files.SourceError as error:
            raise pytest.Collector.CollectError(str(error)) from None
        return [token(block) for block in found]


def token(block: Block) -> Token:
    """A block as markdown-it would give it."""
    language = "python" if block.is_tested else "text"
    place = [block.line - 1, block.line]
    return Token("fence", "code", 0, map=place, info=language, content=block.code)


@pytest.hookimpl(tryfirst=True)  # before the plugin's own
def pytest_markdown_docs_markdown_it() -> Reader:
    return Reader()


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    Reader.page = collector.path
    return (yield)


def pytest_sessionstart(session) -> None:
    """Another model is looked at once, before anything runs."""
    if other_model.is_named() and not hasattr(session.config, "workerinput"):
        try:
            load()
        except ModelError as error:
            pytest.exit(f"PERSPECTIVES_MODEL: {error}", returncode=pytest.ExitCode.USAGE_ERROR)


def pytest_runtest_makereport(item, call) -> None:
    if call.excinfo and call.excinfo.errisinstance(WeightsError):
        item.session.shouldstop = "without its weights the model runs no block"


@_runners.register_runner(default=True)
class PageRunner(_runners.DefaultRunner):
    """Runs a block in the namespace that it belongs to. The model must be left as it was."""

    def __init__(self) -> None:
        use_threads()
        self.snippets: dict[Path, Execution] = {}
        # page -> the line of the last block that ran, and its namespace
        self.chains: dict[Path, tuple[int, Execution]] = {}
        self.state: Hashable = None  # of the model, after the last block
        self.passes = Counter[Path]()  # through blocks of the model, of each snippet

    # No `asyncio_runner` here: with it in the signature, 0.9.2 runs a block twice if it raises a
    # TypeError.
    def runtest(self, test, args) -> None:  # type: ignore[override]
        blocks = pages.blocks(test.source_path)
        block = next(block for block in blocks if block.line == test.start_line)
        skip_what_another_model_cannot_run(block)
        calls_model = snippets.calls_model(block.file)
        if calls_model and (self.state is None or not load.cache_info().currsize):
            load()  # which the tests of the model may have done before
            self.state = model_state()
        settings = torch_settings()
        is_over = True
        try:
            with counted(self.passes, block.file), other_model.beginnings_watched():
                run = self._run(block, blocks)
            self.chains[block.page] = (block.line, run)
            is_over = not block.section or run.tested == set(run.sections)
            if is_over:
                self.snippets.pop(block.file, None)  # what it holds may be large
        except Exception as error:
            if lack := other_model.is_named() and other_model.lacking(error):
                pytest.skip(f"this block needs what the model lacks: {lack}")
            raise
        finally:
            # Hashing the weights takes a tenth of a second: only where code had the model, and
            # once a snippet.
            hashed = calls_model and is_over
            dirty = torch_settings() != settings or (hashed and model_state() != self.state)
            if dirty:
                self._clean_up()
        if dirty:
            fix = "take off every hook, put back every weight and setting"
            raise AssertionError(f"the model or torch is not as it was: {fix}")
        if calls_model and is_over and not (self.passes[block.file] or may_be_idle(block)):
            fix = "make a forward pass, or name it in IDLE in conftest.py"
            raise AssertionError(f"it loads the model and never asks it anything: {fix}")

    def _clean_up(self) -> None:
        """The next block starts from a clean model."""
        load.cache_clear()
        self.state = None
        torch.set_grad_enabled(True)
        torch.set_default_dtype(torch.float32)

    def _run(self, block: Block, blocks: list[Block]) -> Execution:
        return self._run_snippet(block) if block.section else self._run_literal(block, blocks)

    def _run_snippet(self, block: Block) -> Execution:
        assert block.section
        run = self.snippets.get(block.file)
        if not run or block.section in run.tested:
            run = self.snippets[block.file] = Execution(block.file)
        run.advance(block.section)
        run.tested.add(block.section)
        is_recorded = files.SNIPPETS in block.file.parents  # a page may also show a module
        is_last = block.section == snippets.shown(block.file)
        if is_recorded and is_last and not other_model.is_named():
            compare(run)
        return run

    def _run_literal(self, block: Block, blocks: list[Block]) -> Execution:
        earlier = [other for other in blocks if other.is_tested and other.line < block.line]
        run = Execution()
        if "continuation" in block.options and earlier:
            run = self._continued(earlier[-1], blocks)
        before = len(run.output.printed)
        run.run(block.code, block.file, block.first)
        following = next((other for other in blocks if other.line > block.line), None)
        shown = following.code if following and "output" in following.options else ""
        if other_model.is_named() and snippets.calls_model(block.file):
            return run  # another model prints something else
        if changed := difference(shown, run.output.printed[before:]):
            where = f"this prints {changed[2]!r} where the page shows {changed[1]!r}"
            raise AssertionError(f"{where}: show it below in a fence {{ .text .output }}")
        return run

    def _continued(self, last: Block, blocks: list[Block]) -> Execution:
        """The namespace after block `last`, which is run if it was not the last to run, as when one
        test is picked.
        """
        line, run = self.chains.get(last.page, (0, None))
        if run and line == last.line:
            return run
        return self._run_snippet(last) if last.section else self._run_literal(last, blocks)

    def repr_failure(self, test, excinfo, style=None) -> str:
        place = f"{files.relative(test.source_path)}:{test.start_line}"
        return f"{place}: this block failed\n{explain(excinfo.value)}"


def skip_what_another_model_cannot_run(block: Block) -> None:
    """With PERSPECTIVES_MODEL set, some blocks tell nothing."""
    if not other_model.is_named():
        return
    idle = other_model.calls_no_model(block.file) if block.section else ""
    if reason := idle or other_model.why_not(block.file):
        pytest.skip(reason)


def may_be_idle(block: Block) -> bool:
    """Is this no snippet, or one that is known to make no forward pass?"""
    file = block.file
    return files.SNIPPETS not in file.parents or f"{file.parent.name}/{file.stem}" in IDLE


@contextmanager
def counted(passes: Counter[Path], file: Path) -> Iterator[None]:
    """Count how often a block of a model is run, by the model itself or by the file's own code."""
    call = GradientCheckpointingLayer.__call__  # what every block in transformers is

    def counting(layer, *args, **options):
        passes[file] += 1
        return call(layer, *args, **options)

    with patch.object(GradientCheckpointingLayer, "__call__", counting):
        yield


def torch_settings() -> Hashable:
    return torch.is_grad_enabled(), torch.get_default_dtype()


def model_state() -> Hashable:
    """What every snippet shares: weights, hooks and modes of the model, settings of the tokenizer.

    None while no model is loaded, and for another model than the edition's own.
    """
    if not load.cache_info().currsize or other_model.is_named():
        return None
    network, tokenizer = load()
    hooks = [
        hook
        for module in network.modules()
        for kind in (module._forward_hooks, module._forward_pre_hooks, module._backward_hooks)
        for hook in kind.values()
        # The library's own stay from the first `output_hidden_states=True` on, and do nothing
        # unless asked.
        if not hook.__module__.startswith("transformers.")
    ]
    weights = tuple(torch.hash_tensor(weight).item() for weight in network.parameters())
    settings = [repr(getattr(network, name, "")) for name in ("config", "generation_config")]
    settings += [repr(tokenizer), getattr(tokenizer, "padding_side", "")]
    modes = network.training, any(weight.requires_grad for weight in network.parameters())
    return weights, len(hooks), tuple(settings), modes
