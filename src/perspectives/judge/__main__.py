"""`python -m perspectives.judge MODEL [device_map=auto dtype=bfloat16]` asks another model.

What the second model answers is compared with its records, or recorded: `gemma-3-270m record`.
"""

import json
import os
import re
import sys

from perspectives.written import files


def main(arguments: list[str]) -> int:
    """Judge a model, by name or path. Returns the exit code."""
    from perspectives.judge import asking, second, verdicts  # which load torch
    from perspectives.model import SECOND, ModelError, WeightsError, load

    model, *rest = arguments or [""]
    options = dict(argument.split("=", 1) for argument in rest if "=" in argument)
    words = [argument for argument in rest if "=" not in argument]
    is_recorded = model == SECOND and words == ["record"]
    if not model or (words and not is_recorded):
        usage = "nox -s judge -- MODEL [device_map=auto dtype=bfloat16]"
        print(f"Name one model, as a path or as transformers knows it: {usage}", file=sys.stderr)
        return 2
    os.environ["PERSPECTIVES_MODEL"] = model
    os.environ["PERSPECTIVES_OPTIONS"] = json.dumps(options)
    try:
        load()
    except (ModelError, WeightsError) as error:
        print(error, file=sys.stderr)
        return 2
    name = re.sub(r"[^\w.-]+", "-", model).strip("-.")
    folder = files.ROOT / "judged" / name
    whole = verdicts.summed_up(model, asking.ask_all(folder), folder)
    for path in verdicts.write(whole, folder):
        print(files.relative(path))
    if model != SECOND:
        return 0
    if is_recorded:
        second.keep(whole, folder)
        return 0
    changed = second.changes(whole, folder)
    print("\n".join([*changed, "If that is right: nox -s second -- record"] if changed else []))
    return 1 if changed else 0


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]  # not every terminal has “
    sys.exit(main(sys.argv[1:]))
