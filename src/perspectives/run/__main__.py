"""`python -m perspectives.run [NAME ...]` records a VIEW, a VIEW/SNIPPET, `labs` or labs/NAME;
without a name, all snippets.
"""

import contextlib
import sys


def main(names: list[str]) -> int:
    """Record what is named. Returns the exit code."""
    if any(name.partition("/")[0] == "labs" for name in names):
        from perspectives.run import labs

        return labs.record(names)
    from perspectives.run import snippets  # which loads torch

    return snippets.record(names)


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]  # not every terminal has “
    with contextlib.suppress(BrokenPipeError):
        sys.exit(main(sys.argv[1:]))
