"""`python benchmarks/mutants.py FOLDER [MODULE]`: do the tests notice when the machinery is wrong?

mutmut changes one place at a time, in a copy in FOLDER, and runs the tests that pass through it. It
tries a sample of all changes, or every one in a MODULE, as `check/text.py`. What the tests let pass
is printed, and how much they noticed.
"""

import ast
import json
import os
import random
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.stats import status_by_exit_code
from mutmut.utils.format_utils import get_module_from_key, get_mutant_name
from scipy.stats import binomtest

ROOT = Path(__file__).parents[1]
SRC = "src/perspectives"
SAMPLE, EACH = 300, 8  # mutants in all, and at least of each module
SEED = 1
ROOMS = ["check/*.py", "written/*.py", "render/*.py", "transforms/*.py", "hook.py"]
ROOMS += ["run/comparison.py", "run/replacing.py"]  # the rest of `run` needs PyTorch
TESTS = ["check", "written", "render", "transforms", "test_hook.py"]
TESTS += ["run/test_comparison.py", "run/test_replacing.py"]
# It reads the whole edition: seconds for each change that the other tests let pass.
LEFT_OUT = "tests/check/test_page_rules.py::test_the_edition_has_no_fault"
SOURCES = ["docs", "labs", "live", "recorded", "snippets", "theme", "mkdocs.yml"]
SOURCES += ["CITATION.cff", "CHANGELOG.md", "CONTRIBUTING.md", ".gitattributes", ".github"]
# The server forks a process for each mutant before any test has filled the memories of the code.
SETTINGS = """[tool.mutmut]
source_paths = ["src"]
only_mutate = {modules}
pytest_add_cli_args = ["-o", "addopts=", "-p", "no:cacheprovider", "--deselect", "{left_out}"]
pytest_add_cli_args_test_selection = {tests}
process_isolation = "forkserver"
use_git_change_detection = false
timeout_multiplier = 3.0
timeout_constant = 5.0
"""
NOTICED = {"killed", "timeout", "segfault"}  # a test failed, or the time was up


def main(folder: Path, modules: list[str]) -> None:
    copy(folder, modules or ROOMS)
    os.chdir(folder)  # where mutmut reads its settings
    names = mutants(modules or ROOMS)
    if not names:
        sys.exit(f"nothing to change in {modules[0]}: name a module as check/text.py")
    drawn, more = (names, []) if modules else sample(names)
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    ask = ["mutmut", "run", "--max-children", "2", *drawn, *more]
    if subprocess.run(ask, env=environment).returncode:
        sys.exit("mutmut failed; the reason is above")
    found = results()
    for name in drawn + more:
        if not found[name]:
            subprocess.run(["mutmut", "show", name], check=True)
    report(drawn, drawn + more, found)


def copy(folder: Path, rooms: list[str]) -> None:
    """The machinery in a folder of its own, beside links to what the tests read."""
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for path in machinery(folder, rooms):
        path.write_text(undecorated(path.read_text("utf8")), "utf8")
    # MkDocs runs the hook under the name of its file, by which mutmut would not know it.
    hook = folder / SRC / "hook.py"
    named = '\n"""\n__name__ = "perspectives.hook"\n'
    hook.write_text(hook.read_text("utf8").replace('\n"""\n', named, 1), "utf8")
    shutil.copytree(ROOT / "tests", folder / "tests")
    only, tests = [f"{SRC}/{room}" for room in rooms], [f"tests/{name}" for name in TESTS]
    settings = SETTINGS.format(modules=only, tests=tests, left_out=LEFT_OUT)
    (folder / "pyproject.toml").write_text(settings, "utf8")
    (folder / "mutants").mkdir()
    for name in SOURCES:
        (folder / "mutants" / name).symlink_to(ROOT / name)


def undecorated(source: str) -> str:
    """Since mutmut passes over what is decorated, decorate functions below their last line."""
    rows = source.split("\n")
    functions = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    for function in reversed(functions):
        for decorator in function.decorator_list:
            made = f"{function.name} = {ast.unparse(decorator)}({function.name})"
            rows.insert(function.end_lineno or 0, made)
            rows[decorator.lineno - 1] = ""
    return "\n".join(rows)


def machinery(folder: Path, rooms: list[str]) -> list[Path]:
    """The modules to change, in a folder."""
    return sorted(path for room in rooms for path in (folder / SRC).glob(room))


def mutants(rooms: list[str]) -> list[str]:
    """The names of all mutants of some modules."""
    found = list[str]()
    for path in machinery(Path(), rooms):
        made = mutate_file_contents(str(path), path.read_text("utf8")).mutant_names
        found += [get_mutant_name(path, name) for name in made]
    return found


def sample(names: list[str]) -> tuple[list[str], list[str]]:
    """Mutants drawn from all alike, and more of those modules of which few were drawn."""
    shuffled = random.Random(SEED).sample(names, len(names))
    drawn, rest = shuffled[:SAMPLE], shuffled[SAMPLE:]
    counts = Counter(map(get_module_from_key, drawn))
    more = list[str]()
    for name in rest:
        if counts[get_module_from_key(name)] < EACH:
            counts[get_module_from_key(name)] += 1
            more.append(name)
    return drawn, more


def results() -> dict[str, bool]:
    """Name of a mutant -> have the tests noticed it?"""
    found = dict[str, int | None]()
    for path in Path("mutants").rglob("*.py.meta"):
        found.update(json.loads(path.read_text("utf8"))["exit_code_by_key"])
    return {name: status_by_exit_code[code] in NOTICED for name, code in found.items()}


def report(drawn: list[str], tried: list[str], found: dict[str, bool]) -> None:
    modules = defaultdict[str, list[bool]](list)
    for name in tried:
        modules[get_module_from_key(name)].append(found[name])
    for module, hits in sorted(modules.items()):
        print(f"{module}: {sum(hits)} of {len(hits)}")
    count = sum(found[name] for name in drawn)
    low, high = binomtest(count, len(drawn)).proportion_ci(method="wilson")
    share = f"{count / len(drawn):.1%}, 95 % interval {low:.1%} to {high:.1%}"
    print(f"The tests noticed {count} of {len(drawn)} mutants: {share}")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), sys.argv[2:])
