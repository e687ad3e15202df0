"""`python -m perspectives.judge MODEL [device_map=auto dtype=bfloat16]` asks another model."""

import json
import os
import re
import sys

from perspectives.written import files


def main(arguments: list[str]) -> int:
    """Judge a model, by name or path. Returns the exit code."""
    named = [argument for argument in arguments if "=" not in argument]
    options = dict(argument.split("=", 1) for argument in arguments if "=" in argument)
    if len(named) != 1:
        usage = "nox -s judge -- MODEL [device_map=auto dtype=bfloat16]"
        print(f"Name one model, as a path or as transformers knows it: {usage}", file=sys.stderr)
        return 2
    os.environ["PERSPECTIVES_MODEL"] = named[0]
    os.environ["PERSPECTIVES_OPTIONS"] = json.dumps(options)
    from perspectives.judge import asking, verdicts  # which load torch
    from perspectives.model import ModelError, WeightsError, load

    try:
        load()
    except (ModelError, WeightsError) as error:
        print(error, file=sys.stderr)
        return 2
    name = re.sub(r"[^\w.-]+", "-", named[0]).strip("-.")
    folder = files.ROOT / "judged" / name
    for path in verdicts.write(named[0], asking.ask_all(folder), folder):
        print(files.relative(path))
    return 0


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]  # not every terminal has “
    sys.exit(main(sys.argv[1:]))
