"""Shows pytest-markdown-docs the blocks that a reader sees, and runs each once, against its record.

The runner interface is private to pytest-markdown-docs 0.9.2: hence the exact pin.
"""

import os
from pathlib import Path

import pytest
import torch
from markdown_it.token import Token
from pytest_markdown_docs import _runners

from perspectives.model import WeightsError, load
from perspectives.run import record
from perspectives.written import pages, recorded
from perspectives.written.pages import Block, relative

NAMES_LAYERS = "# the code names its layers"  # in a snippet that fits no other architecture


class Reader:
    """Stands in for markdown-it, which neither expands includes nor sees what stands in a note or a tab."""

    page = Path("page.md")  # the file that is being collected: `parse` is told its text only

    def parse(self, text: str) -> list[Token]:
        try:
            found = pages.blocks(self.page, text)
        except pages.PageError as error:
            raise pytest.Collector.CollectError(str(error)) from None
        return [
            Token(
                "fence",
                "code",
                0,
                map=[b.line - 1, b.line],
                info="python" if b.is_tested else "text",
                content=b.code,
            )
            for b in found
        ]


@pytest.hookimpl(tryfirst=True)  # before the plugin's own
def pytest_markdown_docs_markdown_it() -> Reader:
    return Reader()


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    Reader.page = collector.path
    return (yield)


def pytest_runtest_makereport(item, call) -> None:
    if call.excinfo and call.excinfo.errisinstance(WeightsError):
        item.session.shouldstop = "without its weights the model runs no block"


@_runners.register_runner(default=True)
class PageRunner(_runners.DefaultRunner):
    """Runs a block in the namespace that it belongs to and leaves the model as it was."""

    def __init__(self) -> None:
        record.use_threads()
        self.snippets: dict[Path, record.Execution] = {}
        self.chains: dict[
            Path, tuple[int, record.Execution]
        ] = {}  # page -> last block run, and its namespace

    # No `asyncio_runner` here: with it in the signature, 0.9.2 runs a block twice if it raises a TypeError.
    def runtest(self, test, args) -> None:  # type: ignore[override]
        blocks = pages.blocks(test.source_path)
        block = next(b for b in blocks if b.line == test.start_line)
        if "perspectives.model" in pages.read(block.file):
            load()  # so that the first block, too, is compared with the model as it was before it
            if NAMES_LAYERS in pages.read(block.file) and is_built_otherwise():
                pytest.skip(
                    "the code names layers of the edition's own model, and this one is built otherwise"
                )
        elif block.section and "PERSPECTIVES_MODEL" in os.environ:
            pytest.skip("the code calls no model, so that another changes nothing")
        before = fingerprint()
        try:
            run = self._run_snippet(block) if block.section else self._run_literal(block, blocks)
            self.chains[block.page] = (block.line, run)
        finally:
            if dirty := fingerprint() != before:
                load.cache_clear()  # the next block starts from a clean one
                torch.set_grad_enabled(True)
                torch.set_default_dtype(torch.float32)
        if dirty:
            raise AssertionError(
                "the model is not as it was: take off every hook, put back every weight and setting"
            )

    def _run_snippet(self, block: Block) -> record.Execution:
        assert block.section
        run = self.snippets.get(block.file)
        if not run or block.section in run.done:
            run = self.snippets[block.file] = record.Execution(block.file)
        run.advance(block.section)
        if block.section == recorded.shown(block.file) and "PERSPECTIVES_MODEL" not in os.environ:
            record.compare(run)
        return run

    def _run_literal(self, block: Block, blocks: list[Block]) -> record.Execution:
        tested = [b for b in blocks if b.is_tested and b.line < block.line]
        run = record.Execution()
        if "continuation" in block.options and tested:
            last, run = self.chains.get(block.page, (0, run))
            if (
                last != tested[-1].line
            ):  # one block was picked out of a chain: run what it continues
                run = (
                    self._run_snippet(tested[-1])
                    if tested[-1].section
                    else self._run_literal(tested[-1], blocks)
                )
        printed = len(run.printed)
        run.run(block.code, block.file, block.first)
        after = next((b for b in blocks if b.line > block.line), None)
        shown = after.code if after and "output" in after.options else ""
        if changed := record.difference(shown, run.printed[printed:]):
            raise AssertionError(
                f"this prints {changed[2]!r} where the page shows {changed[1]!r}: show it below in a fence {{ .text .output }}"
            )
        return run

    def repr_failure(self, test, excinfo, style=None) -> str:
        return f"{relative(test.source_path)}:{test.start_line}: this block failed\n{record.explain(excinfo.value)}"


def is_built_otherwise() -> bool:
    """Has the model of PERSPECTIVES_MODEL other layers than the edition's own?"""
    config = getattr(load()[0], "config", None)
    return [
        getattr(config, key, None)
        for key in ("num_hidden_layers", "hidden_size", "num_attention_heads")
    ] != [30, 576, 9]


def fingerprint():
    """What every snippet shares: weights, hooks and modes of the model, settings of tokenizer and torch; None while no model is loaded."""
    if not load.cache_info().currsize or "PERSPECTIVES_MODEL" in os.environ:
        return None
    network, tokenizer = load()
    kinds = (
        hooks
        for m in network.modules()
        for hooks in (m._forward_hooks, m._forward_pre_hooks, m._backward_hooks)
    )
    # The library leaves its own, which do nothing unless asked, from the first `output_hidden_states=True` on.
    hooks = sum(
        not hook.__module__.startswith("transformers.")
        for found in kinds
        for hook in found.values()
    )
    weights = [torch.hash_tensor(p).view(torch.int64).item() for p in network.parameters()]
    settings = (
        repr(getattr(network, "config", "")),
        repr(getattr(network, "generation_config", "")),
        repr(tokenizer),
        getattr(tokenizer, "padding_side", ""),
    )
    modes = (
        network.training,
        any(p.requires_grad for p in network.parameters()),
        torch.is_grad_enabled(),
        torch.get_default_dtype(),
    )
    return weights, hooks, settings, modes
