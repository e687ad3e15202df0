"""`python -m perspectives.check [PAGE ...]` prints what is wrong in the sources, or on pages."""

import sys
from pathlib import Path

from perspectives.check import rules
from perspectives.written import files, pages


def main(arguments: list[str]) -> int:
    """Print the faults; the exit status is 1 if there are any, 2 for an unknown page."""
    known = {_place(path): path for path in pages.page_files()}
    named = {argument: _place(Path(argument)) for argument in arguments}
    if unknown := [argument for argument, place in named.items() if place not in known]:
        names = [files.relative(path) for path in known.values()]
        print(f"no page {', '.join(unknown)}; the pages:", *names, sep="\n  ", file=sys.stderr)
        return 2
    found = rules.problems(*(known[place] for place in named.values()))
    print("\n".join(found) or "The sources agree.")
    return 1 if found else 0


def _place(path: Path) -> Path:
    """Where a file is, by whatever way it was reached; a page may itself be a link."""
    return path.parent.resolve() / path.name


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]  # not every terminal has “
    sys.exit(main(sys.argv[1:]))
