"""A program can be read at a glance and carried away: what a page shows of it unfolded is short, all
of it fits on a screen, and it runs alone, also in a notebook.
"""

import pytest
from counting import lines_of_code

from perspectives.written import files, pages
from perspectives.written.demonstrations import on_page
from perspectives.written.snippets import snippet_files

SHOWN, WHOLE = 15, 75  # lines of code; a second control takes ten
OTHERS = ("introduction", "live", "second")  # pages with programs that are no views; the game's
# prepares all that the game shows, and is as long as it has to be
PAGES = {
    path.stem: path
    for path in [*files.DOCS.glob("views/*.md"), *(files.DOCS / f"{name}.md" for name in OTHERS)]
}


def faults(page):
    lines = {line for line, _ in pages.unfolded(page)}
    for block in pages.blocks(page):
        if block.is_tested and block.line in lines and lines_of_code(block.code) > SHOWN:
            yield f"{page.name}:{block.line}: over {SHOWN} lines of code: fold what is not the idea"
    for shown in on_page(page):
        if lines_of_code(files.read(shown.snippet)) > WHOLE:
            name = files.relative(shown.snippet)
            yield f"{name}: over {WHOLE} lines: move materials to snippets/data, or split it"


@pytest.mark.parametrize("name", sorted(PAGES))
def test_programs_are_short(name):
    found = list(faults(PAGES[name]))
    assert not found, "\n".join(found)


def test_a_program_runs_in_a_notebook():
    """Which has no `__file__`: `perspectives.measure.DATA` is where the texts are."""
    for path in snippet_files():
        assert "__file__" not in files.read(path), files.relative(path)
