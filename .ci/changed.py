"""Which sessions have inputs that changed since they last passed?

    python3 .ci/changed.py            the names of these sessions, as a JSON list
    python3 .ci/changed.py SESSION    the digest of its inputs, as they are in the working tree

`.ci/run` writes the digest to .ci/passed/SESSION when the session passes: commit it with the
change. A missing or outdated digest only means that the session runs.
"""

import json
import re
import subprocess
import sys
import tomllib
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ALL = ["requirements/environments.py", ".ci/changed.py"]  # and a part of what follows
LINTERS = {"ruff", "mypy", "typos", "importlinter"}  # their settings change no other session
KIT = ["src/perspectives/inside.py", "src/perspectives/measure.py"]  # which no lab uses
RUN = [  # what code runs with
    "src/perspectives/model.py",
    "src/perspectives/weights.py",
    "src/perspectives/figure.py",
    "src/perspectives/figure.mplstyle",
    "src/perspectives/output.py",
    "src/perspectives/run",
    "src/perspectives/written/cells.py",
    "src/perspectives/written/files.py",
    "src/perspectives/written/finite.py",
    "src/perspectives/written/labs.py",
    "src/perspectives/written/marks.py",
    "src/perspectives/written/pages.py",
    "src/perspectives/written/recorded.py",
    "src/perspectives/written/seals.py",
    "src/perspectives/written/second.py",
    "src/perspectives/written/snippets.py",
]
SITE = ["src", "theme", "live", "mkdocs.yml"]
# session -> its inputs; of those after `code:`, only the blocks of code in Markdown count
INPUTS = {
    "test": [
        *[*SITE, "tests", "snippets", "recorded", "conftest.py", "requirements/test.txt"],
        *["docs/labs", "code:docs", "README.md", "CITATION.cff", ".github", ".ci/run"],
    ],
    "validate": [
        *[*SITE, "docs", "labs", "snippets", "recorded", "tests/validate"],
        *["tests/browser/built.py", "requirements/site.txt", "requirements/validate.txt"],
    ],
    "pythons": [*SITE, "tests", "requirements/reader.txt"],
    "live": [
        *["snippets/live", "recorded/live", "docs/live.md", "docs/play.md"],
        *[*SITE, "recorded/play", "recorded/free-energy", "recorded/superposition"],
        *["snippets/data", "docs/views/free-energy.md", "docs/views/superposition.md"],
        *["tests/live", "tests/browser/built.py", "tests/browser/scoring.py"],
        *["requirements/test.txt", "requirements/browser.txt", "requirements/live.txt"],
    ],
    "faults": [
        *[*SITE, "docs/views/next-token.md"],
        *["tests/faults", "tests/check", "tests/run", "tests/test_hook.py", "tests/test_model.py"],
        *["tests/other_models.py", "tests/conftest.py", "conftest.py", "requirements/test.txt"],
    ],
    "broken": [*RUN, *KIT, "snippets", "tests/broken", "requirements/test.txt"],
    # Each notebook holds a fingerprint of the code that it ran, which `nox -s site` compares.
    "labs": [*RUN, "docs/labs", "tests/labs", "conftest.py", "requirements/labs.txt"],
    "machines": [
        *[*RUN, *KIT, "snippets", "recorded", "code:docs", "conftest.py"],
        *["tests/another_machine.py", "tests/rounded.py", "requirements/test.txt"],
    ],
}


def digest(session: str) -> str:
    """A hash over the names and contents of a session's inputs."""
    known = listed()
    found = sha256((commands(session) + settings()).encode())
    for source in [*ALL, *INPUTS[session]]:
        for name in within(source.removeprefix("code:"), known):
            content = (ROOT / name).read_bytes()
            if source.startswith("code:"):
                content = code(content) if name.endswith(".md") else b""
                if not content:
                    continue
            found.update(f"{name} {sha256(content).hexdigest()}\n".encode())
    return found.hexdigest()


def commands(session: str) -> str:
    """The noxfile as far as this session can depend on it: without the other sessions."""
    path = ROOT / "noxfile.py"
    text = path.read_text() if path.is_file() else ""
    parts = re.split(r"\n(?=@nox\.session)", text)
    return "\n".join([parts[0], *(part for part in parts if f"\ndef {session}(" in part)])


def settings() -> str:
    """The project's settings, without those of the linters."""
    path = ROOT / "pyproject.toml"
    found = tomllib.loads(path.read_text()) if path.is_file() else {}
    tools = found.pop("tool", {})
    kept = {name: tool for name, tool in tools.items() if name not in LINTERS}
    return json.dumps([found, kept], sort_keys=True)


def listed() -> list[str]:
    """Committed files, and new ones that git does not ignore."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return sorted(name for name in names.split("\0") if name and (ROOT / name).is_file())


def within(source: str, names: list[str]) -> list[str]:
    """The file `source`, or the files in this folder."""
    return [name for name in names if name == source or name.startswith(f"{source}/")]


def code(content: bytes) -> bytes:
    """The fenced blocks of Markdown."""
    blocks = re.findall(rb"^ *(```|~~~)(.*?\n)(.*?)^ *\1", content, re.M | re.S)
    return b"\n".join(head + body for _, head, body in blocks)


def has_changed(session: str) -> bool:
    """Are its inputs others than those for which it last passed?"""
    passed = ROOT / ".ci/passed" / session
    return not passed.is_file() or passed.read_text().strip() != digest(session)


if __name__ == "__main__":
    if sys.argv[1:]:
        print(digest(sys.argv[1]))
    else:
        print(json.dumps([session for session in INPUTS if has_changed(session)]))
