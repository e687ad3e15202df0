"""A lab's source, Python with cells as editors know them (py:percent), as the Markdown page that it becomes."""

import re
from collections.abc import Callable

_BEGIN = re.compile(r'# %%(?P<prose> \[markdown\])?(?: tags=\[.*\])?(?: caption=".*")?$')
_FENCE = "`" * 9  # longer than any in a lab


def as_markdown(source: str, fault: Callable[[int, str], Exception]) -> str:
    """The prose bare and the code in fences, each line where it stood, so that what is found in it can be named.

    What is raised for a line that is in no cell as it should be is made by `fault`, of the line, from 1, and of what to do.
    """
    rows, cell = list[str](), "none"
    for n, row in enumerate([*source.rstrip("\n").split("\n"), "", "# %% [markdown]"], 1):
        if row.startswith("# %%"):
            if not (begin := _BEGIN.match(row)) or (rows and rows[-1]):
                raise fault(
                    n,
                    'a cell begins with `# %% [markdown]`, `# %%` or `# %% tags=[...] caption="..."`, and a blank line stands before it',
                )
            if cell == "code":
                rows[-1] = _FENCE
            cell = "prose" if begin["prose"] else "code"
            rows.append("" if begin["prose"] else f"{_FENCE}python")
        elif cell == "code":
            rows.append(row)
        elif row and not row.startswith("# ") and row != "#":
            raise fault(n, "a line of prose begins with `# `; code stands below `# %%`")
        else:
            rows.append(row[2:])
    return "\n".join(rows[:-1])
