"""The labs: what each asks, its figures, and whether its record is up to date."""

from perspectives.check import Problem, Problems
from perspectives.written import files, labs, pages


def standfirsts() -> Problems:
    """A lab says below its title what it asks."""
    for source in labs.lab_files():
        if "\n{.standfirst}\n" not in pages.text(source):
            fix = "below the title, say in a line what the lab asks, and end with {.standfirst}"
            yield Problem(source, 1, f"no standfirst: {fix}")


def figures() -> Problems:
    """A cell that draws says what question its figure answers."""
    for source in labs.lab_files():
        for block, cell in zip(pages.blocks(source), labs.code_cells(source), strict=True):
            is_figure = "figure" in cell.metadata.get("tags", [])
            if is_figure != ("caption" in cell.metadata):
                fix = 'tags=["figure"] and caption="the question that it answers"'
                yield Problem(source, block.line, f"a cell that draws needs both {fix}")


def runs() -> Problems:
    """A lab has been run since it last changed."""
    for source in labs.lab_files():
        fix = f"nox -s record -- labs/{source.stem}"
        if not labs.notebook(source).is_file():
            yield Problem(source, 1, f"this lab has never been run: {fix}")
        elif labs.is_stale(source):
            what = "its code, a module that it imports or a text that it reads"
            yield Problem(source, 1, f"outdated: {what} has changed since it was run: {fix}")


def notebooks() -> Problems:
    """A recorded lab has its source."""
    wanted = {labs.notebook(source) for source in labs.lab_files()}
    for path in files.DOCS.glob("labs/*"):
        if path not in wanted:
            message = f"labs/{path.stem}.py is missing: restore it, or delete this record"
            yield Problem(path, 1, message)
