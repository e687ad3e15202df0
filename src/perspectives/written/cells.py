"""A lab's source, Python with cells as editors know them (py:percent), as the Markdown page that it
becomes.
"""

import re
from collections.abc import Callable

_BEGIN = re.compile(r'# %%(?P<prose> \[markdown\])?(?: tags=\[.*\])?(?: caption=".*")?$')
_FENCE = "`" * 9  # longer than any in a lab
_CELL = 'a cell begins with `# %% [markdown]`, `# %%` or `# %% tags=[...] caption="..."`'


def as_markdown(source: str, fault: Callable[[int, str], Exception]) -> str:
    """Prose as it is and code in fences, each line where it stood, so that messages can name it.

    `fault` makes the error to raise, from a line (from 1) and a message.
    """
    rows = list[str]()
    is_code = False
    lines = [*source.rstrip("\n").split("\n"), "", "# %% [markdown]"]
    for number, line in enumerate(lines, 1):
        if line.startswith("# %%"):
            begin = _BEGIN.match(line)
            if not begin:
                raise fault(number, f"{_CELL}: write this line so")
            if rows and rows[-1]:
                raise fault(number, "put a blank line before the beginning of a cell")
            if is_code:
                rows[-1] = _FENCE
            is_code = not begin["prose"]
            rows.append(f"{_FENCE}python" if is_code else "")
        elif is_code:
            rows.append(line)
        elif line and not line.startswith("# ") and line != "#":
            raise fault(number, "a line of prose begins with `# `; put code below `# %%`")
        else:
            rows.append(line[2:])
    return "\n".join(rows[:-1])
