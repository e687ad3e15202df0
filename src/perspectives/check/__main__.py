"""`python -m perspectives.check [PAGE]` prints what is wrong in the sources, or on one page."""

import sys
from pathlib import Path

from perspectives.check import rules
from perspectives.written import files, pages


def main(arguments: list[str]) -> int:
    """Print the faults; the exit status is 1 if there are any, 2 for an unknown page."""
    page = Path(arguments[0]).resolve() if arguments else None
    known = pages.page_files()
    if page and page not in known:
        names = [files.relative(path) for path in known]
        print(f"no page {arguments[0]}; the pages:", *names, sep="\n  ", file=sys.stderr)
        return 2
    found = rules.problems(page)
    print("\n".join(found) or "The sources agree.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
