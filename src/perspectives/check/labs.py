"""The labs: what each asks, its figures, and whether its record is up to date."""

from perspectives.check import Problem, Problems
from perspectives.written import files, labs, pages, seals


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
            if ("figure" in cell.metadata.get("tags", [])) != ("caption" in cell.metadata):
                fix = 'add tags=["figure"] or caption="The question that it answers"'
                yield Problem(source, block.line, f"a figure needs a tag and a caption: {fix}")


def runs() -> Problems:
    """A lab has been run since its code, its modules and the texts that it reads last changed."""
    for source in labs.lab_files():
        if labs.is_stale(source):
            fix = f"nox -s record -- labs/{source.stem}"
            yield Problem(source, 1, f"the recorded lab is missing or outdated: {fix}")


def edits() -> Problems:
    """A recorded lab is as its run left it, cell by cell."""
    for source in labs.lab_files():
        path = labs.notebook(source)
        if not path.is_file():
            continue
        fix = f"nox -s record -- labs/{source.stem}, or git checkout it"
        recorded = files.read_notebook(path)
        code = [labs.shape("".join(cell["source"])) for cell in recorded["cells"]]
        is_whole = code == [labs.shape(cell.source) for cell in labs.code_cells(source)]
        if not is_whole and not labs.is_stale(source):
            yield Problem(path, 1, f"its cells are not those of {files.relative(source)}: {fix}")
        elif recorded["metadata"].get("seal") != seals.of_lab(recorded):
            yield Problem(path, 1, f"edited by hand, code or outputs: {fix}")


def notebooks() -> Problems:
    """A recorded lab has its source."""
    wanted = {labs.notebook(source) for source in labs.lab_files()}
    for path in files.listed(files.DOCS, "labs/*"):
        if path not in wanted:
            yield Problem(path, 1, "unused record: restore its lab, or delete it")


RULES = [standfirsts, figures, runs, edits, notebooks]
