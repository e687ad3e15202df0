"""Every command of the project: `nox -s NAME`.

Each sets itself up, and is safe to interrupt and re-run.
"""

import os
import socket
import sys
import tempfile
from pathlib import Path

if sys.version_info < (3, 11, 5):
    version = sys.version.split()[0]
    sys.exit(f"This project needs Python 3.11.5 or newer, and this is {version}.")
if sys.platform == "win32":
    sys.exit("This project runs on Linux and macOS. On Windows, run it in WSL.")
if not os.access(Path(__file__).parent, os.W_OK):
    fix = "copy it to where you may write"
    print(f"This checkout is read-only, and every session writes into it: {fix}.", file=sys.stderr)

import nox

sys.path.insert(0, str(Path(__file__).parent / "requirements"))  # nox does not look here

from environments import TORCH, set_up

PORT = 8000
SCHEMAS = {  # what GitHub and others read -> its schemas in check-jsonschema
    ".github/workflows/*.yml": (
        "vendor.github-workflows",
        "custom.github-workflows-require-timeout",
    ),
    ".github/dependabot.yml": ("vendor.dependabot",),
    ".github/ISSUE_TEMPLATE/*.yml": ("vendor.github-issue-forms",),
    "CITATION.cff": ("vendor.citation-file-format",),
}
PYTEST = ("python", "-m", "pytest")
NO_BLOCKS = ("-o", "addopts=", "-p", "no:cacheprovider")  # for folders that have no pages
GATES = ("tests/check", "tests/run", "tests/test_hook.py", "tests/test_model.py")  # see faults
# One file a core, four at most, for memory; the blocks of a page stay in one process, and so do a
# file's fixtures.
FILE_A_CORE = ("-n", "auto", "--maxprocesses", "4", "--dist", "loadfile")

nox.options.default_venv_backend = "uv"
nox.options.reuse_venv = "yes"
nox.options.sessions = ["test", "site"]
nox.options.error_on_missing_interpreters = False  # `pythons` runs on those that are installed
nox.options.download_python = "never"
# Where pyenv keeps the versions that its shims do not lead to.
pyenv = Path("~/.pyenv/versions").expanduser().glob("3.*/bin")
os.environ["PATH"] = os.pathsep.join([os.environ["PATH"], *map(str, pyenv)])
os.environ["NO_MKDOCS_2_WARNING"] = "1"
# Two processes that each compute on all cores wait for one another: a toy took 140 s instead of 9.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# Where it is set, every process compiles PyTorch and transformers anew: ten seconds each.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def with_weights(session: nox.Session) -> dict[str, str]:
    """Set up what builds the site, and the weights too if `live` was asked for: an environment."""
    if "live" in session.posargs:
        set_up(session, "site", "weights")
        return {"LIVE": "yes"}
    set_up(session, "site")
    return {}


def built_site(session: nox.Session) -> str:
    """The folder of a built site: the one named in SITE, or one built now."""
    if "SITE" in os.environ:
        return str(Path(os.environ["SITE"]).resolve())
    folder = str(Path(session.create_tmp()).resolve() / "site")
    session.run("mkdocs", "build", "--site-dir", folder)
    return folder


@nox.session
def test(session: nox.Session) -> None:
    """Run every snippet on the model, and test the code and the built site."""
    set_up(session, "test")
    session.run(*PYTEST, *FILE_A_CORE, "--durations", "3", *session.posargs)


@nox.session
def site(session: nox.Session) -> None:
    """Check spelling and sources, and build the site into site/: nox -s site [-- live].

    No PyTorch; with `live`, the site carries the weights, and pages can run the model.
    """
    options = [option for option in session.posargs if option != "live"]
    environment = with_weights(session)
    session.run("typos", "--format", "brief")
    session.run("python", "-m", "perspectives.check")
    session.run("mkdocs", "build", *options, env=environment)


@nox.session
def serve(session: nox.Session) -> None:
    """Serve the site and rebuild it whenever a file changes: nox -s serve [-- live] [PORT]."""
    given = " ".join(option for option in session.posargs if option != "live")
    if given and not (given.isdecimal() and 0 < int(given) < 65536):
        session.error(f"{given} is no port, from 1 to 65535: nox -s serve -- [live] [PORT]")
    port = int(given or PORT)
    environment = with_weights(session)
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            session.error(f"Port {port} is in use: nox -s serve -- {port + 1}")
    session.run("python", "-m", "perspectives.check", success_codes=[0, 1])
    address = f"127.0.0.1:{port}"
    session.run("mkdocs", "serve", "--no-strict", "--dev-addr", address, env=environment)


@nox.session
def record(session: nox.Session) -> None:
    """Record what snippets or labs print: nox -s record [-- VIEW, VIEW/NAME, labs, labs/NAME]."""
    if any(name.split("/")[0] == "labs" for name in session.posargs):
        set_up(session, "labs")
    else:
        set_up(session, "test")
    session.run("python", "-m", "perspectives.run", *session.posargs)


@nox.session
def judge(session: nox.Session) -> None:
    """Ask another model all that the snippets ask: nox -s judge -- MODEL [device_map=auto]."""
    set_up(session, "test")
    session.run("python", "-m", "perspectives.judge", *session.posargs)


@nox.session
def second(session: nox.Session) -> None:
    """Fetch a second model, Gemma 3 270M, and ask it the same: nox -s second [-- record].

    It was never tuned to chat. Its answers are compared with those in recorded/gemma.
    """
    set_up(session, "test", "second")
    session.run("python", "-m", "perspectives.judge", "gemma-3-270m", *session.posargs)


@nox.session
def labs(session: nox.Session) -> None:
    """Run every lab again, with one seed where three are recorded, and compare."""
    set_up(session, "labs")
    options = (*NO_BLOCKS, "-n", "2", "-rs", "tests/labs")
    session.run(*PYTEST, *options, *session.posargs, env={"LAB_SEEDS": "1"})


@nox.session
def check(session: nox.Session) -> None:
    """Check pages, run their blocks, build the site: nox -s check -- docs/views/next-token.md."""
    if not session.posargs:
        session.error("Name a page: nox -s check -- docs/views/next-token.md")
    set_up(session, "test")
    session.run("python", "-m", "perspectives.check", *session.posargs)
    session.run("mkdocs", "build")
    session.run(*PYTEST, "-q", *session.posargs)


@nox.session
def ids(session: nox.Session) -> None:
    """Before a release: list its addresses in docs/ids.txt, so that none is lost later."""
    set_up(session, "site")
    session.run("python", "-m", "perspectives.check.published")


@nox.session
def machines(session: nox.Session) -> None:
    """Run all blocks as on another machine; with `-- rounded`, with rounded weights."""
    set_up(session, "test")
    if session.posargs == ["rounded"]:
        with tempfile.TemporaryDirectory() as rounded:
            session.run("python", "tests/rounded.py", rounded)
            model = {"PERSPECTIVES_MODEL": rounded}
            session.run(*PYTEST, "-q", *FILE_A_CORE, "docs", env=model)
        return
    other = {
        "ATEN_CPU_CAPABILITY": "default",
        "PERSPECTIVES_THREADS": "2",
        "OMP_WAIT_POLICY": "PASSIVE",
        "PYTHONPATH": "tests",
    }
    options = ("-q", *FILE_A_CORE, "-p", "another_machine", "docs")
    session.run(*PYTEST, *options, *session.posargs, env=other)


@nox.session
def broken(session: nox.Session) -> None:
    """Run every check on shuffled weights, or on something else than was found: each must fail."""
    set_up(session, "test")
    options = (*NO_BLOCKS, "-n", "2", "tests/broken")
    session.run(*PYTEST, *options, *session.posargs)


@nox.session
def faults(session: nox.Session) -> None:
    """Put faults in, in sources, disks, weights and processes, and print which gate sees each."""
    set_up(session, "test")
    table = ("-o", "pythonpath=tests tests/faults", "-p", "fault_table", *GATES, "tests/faults")
    session.run(*PYTEST, *NO_BLOCKS, *FILE_A_CORE, "-q", "-rs", *table, *session.posargs)


@nox.session
def mutants(session: nox.Session) -> None:
    """Change the machinery in 300 places, and say which changes no test notices (half an hour).

    `-- check/text.py` tries every change in one module. No part of CI.
    """
    set_up(session, "mutants")
    with tempfile.TemporaryDirectory() as folder:
        session.run("python", "benchmarks/mutants.py", folder, *session.posargs)


@nox.session(python=["3.12", "3.13"])
def pythons(session: nox.Session) -> None:
    """Run the tests that need no PyTorch on other versions of Python."""
    set_up(session, "reader")
    # A module that needs torch says so by `pytest.importorskip`; conftest.py of the root loads it.
    options = ("-q", *NO_BLOCKS, "--confcutdir", "tests", "-n", "2", "-rs")
    session.run(*PYTEST, *options, "tests", *session.posargs)


@nox.session
def browser(session: nox.Session) -> None:
    """Open every page of the built site in headless Chromium, wide and phone, light and dark."""
    set_up(session, "site", "browser")
    options = (*NO_BLOCKS, "--confcutdir", "tests/browser", "-n", "2", "tests/browser")
    session.run(*PYTEST, *options, *session.posargs, env={"SITE": built_site(session)})


@nox.session
def live(session: nox.Session) -> None:
    """Compile the engine that runs the model in pages, and test both, beside PyTorch."""
    set_up(session, "test", "browser", "live")
    if "CI" not in os.environ:  # where the committed engine is tested
        session.run("python", "live/compile.py", "live/engine.wasm")
    folder = str(Path(session.create_tmp()).resolve() / "site")
    session.run("mkdocs", "build", "--site-dir", folder, env={"LIVE": "yes"})
    options = (*NO_BLOCKS, "-o", "pythonpath=tests/browser", *FILE_A_CORE, "tests/live")
    session.run(*PYTEST, *options, *session.posargs, env={"SITE": folder})


@nox.session
def benchmark(session: nox.Session) -> None:
    """Time the model in the page beside two libraries and PyTorch: nox -s benchmark [-- ROUNDS]."""
    set_up(session, "test", "benchmark")
    cache = Path(session.virtualenv.location) / "models"
    session.run("python", "benchmarks/browser/run.py", str(cache), *session.posargs)


@nox.session
def validate(session: nox.Session) -> None:
    """Ask the Nu HTML Checker and Lighthouse about the built site, and weigh a first visit."""
    set_up(session, "site", "validate")
    options = (*NO_BLOCKS, "-o", "pythonpath=tests/browser", "--confcutdir", "tests/validate")
    where = {"SITE": built_site(session)}
    session.run(*PYTEST, *options, "tests/validate", *session.posargs, env=where)


@nox.session
def lint(session: nox.Session) -> None:
    """Read code and workflows without running them: style, types, imports, schemas."""
    set_up(session, "site", "lint")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("mypy")
    session.run("lint-imports", "--no-cache", silent=True)
    session.run("deptry", "--config", "requirements/deptry.toml", ".", silent=True)
    session.run("zizmor", "--offline", "--strict-collection", "--persona", "auditor", ".github")
    ask = ("check-jsonschema", "--force-filetype", "yaml", "--builtin-schema")
    for pattern, schemas in SCHEMAS.items():
        for schema in schemas:
            session.run(*ask, schema, *map(str, sorted(Path().glob(pattern))))


@nox.session
def audit(session: nox.Session) -> None:
    """Ask PyPI whether a vulnerability is known in anything that is locked; needs the network."""
    set_up(session, "audit")
    torch = Path(session.create_tmp()) / "torch.txt"  # in no lock, see `cpu_build`
    torch.write_text(TORCH)
    locks = sorted(map(str, Path("requirements").glob("*.txt")))
    ask = ("pip-audit", "--strict", "--disable-pip", "--progress-spinner", "off")
    session.run(*ask, "--require-hashes", *[part for lock in locks for part in ("-r", lock)])
    session.run(*ask, "--no-deps", "-r", str(torch))


@nox.session(venv_backend="none")
def lock(session: nox.Session) -> None:
    """Resolve requirements/*.in again. Torch is left out, see `cpu_build`."""
    options = ["--quiet", "--upgrade", "--universal", "--generate-hashes", "--no-annotate"]
    options += ["--python-version", "3.11.5", "--no-emit-package", "torch"]
    options += ["--custom-compile-command", "nox -s lock"]
    for source in sorted(Path("requirements").glob("*.in")):
        files = [str(source), "-o", str(source.with_suffix(".txt"))]
        session.run("uv", "pip", "compile", *options, *files, external=True)
