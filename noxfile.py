"""Every command of the project: `nox -s NAME`. Each session sets itself up; stopped anywhere and run again, it ends right."""

import contextlib
import fcntl
import functools
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import TextIO

if sys.version_info < (3, 11, 5):
    sys.exit(
        "This project needs Python 3.11.5 or newer; this is %s. Make .venv with a newer one."
        % sys.version.split()[0]
    )

import nox

TORCH = "torch==2.13.0"
PORT = 8000
SETTING_UP = ("set-up", "setting up an environment")
SCHEMAS = {  # what GitHub and others read -> its schema in check-jsonschema
    ".github/workflows/*.yml": (
        "vendor.github-workflows",
        "custom.github-workflows-require-timeout",
    ),
    ".github/dependabot.yml": ("vendor.dependabot",),
    ".github/ISSUE_TEMPLATE/*.yml": ("vendor.github-issue-forms",),
    "CITATION.cff": ("vendor.citation-file-format",),
}
JUDGES = [
    Path("tests/validate") / name for name in (".npmrc", "package.json", "package-lock.json")
]  # what npm brings
APART = ("-o", "addopts=", "-p", "no:cacheprovider")  # from the blocks of the pages
TWO_AT_ONCE = (
    "-n",
    "2",
    "--dist",
    "loadfile",
)  # two pages at a time; the blocks of one page stay in one process
SIZES = {  # what a first run downloads, in MB, and needs on disk
    "site": "70 MB (310 MB on disk): MkDocs, its extensions, citation styles, typos",
    "test": "460 MB (2.1 GB on disk, with the converted weights): PyTorch for the CPU 190, the language model 93, SciPy, transformers, MkDocs",
    "labs": "535 MB (2.5 GB on disk, with the converted weights): what `test` has, and devinterp",
    "reader": "115 MB (420 MB on disk): what builds the site, matplotlib, readers of what the site offers, pytest",
    "lint": "52 MB (155 MB on disk): ruff, mypy, zizmor",
    "audit": "10 MB (40 MB on disk): pip-audit",
    "browser": "70 MB (230 MB on disk): Playwright and axe-core; it drives the Chromium that your system has",
    "validate": "165 MB (520 MB on disk): Node, Java, Lighthouse, the Nu HTML Checker; it drives the Chromium that your system has",
}

nox.options.default_venv_backend = "uv"
nox.options.reuse_venv = "yes"
nox.options.sessions = ["test", "site"]
nox.options.error_on_missing_interpreters = False  # `pythons` goes on with those that are there
nox.options.download_python = "never"
# Where pyenv keeps the versions that its shims do not lead to.
os.environ["PATH"] = os.pathsep.join(
    [os.environ["PATH"], *map(str, Path("~/.pyenv/versions").expanduser().glob("3.*/bin"))]
)
os.environ["NO_MKDOCS_2_WARNING"] = "1"


@functools.cache
def lock_file(name: str) -> TextIO:
    Path(".nox").mkdir(exist_ok=True)
    return Path(f".nox/{name}.lock").open("w")


def take(name: str, doing: str) -> None:
    """Hold a lock of this checkout, or go on holding it; another run that does waits and says so. A killed run holds nothing."""
    try:
        fcntl.flock(lock_file(name), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        nox.logger.logger.warning(f"Another run is {doing}; waiting for it to end.")
        fcntl.flock(lock_file(name), fcntl.LOCK_EX)


@contextlib.contextmanager
def alone(name: str, doing: str) -> Iterator[None]:
    """One process at a time."""
    take(name, doing)
    yield
    fcntl.flock(lock_file(name), fcntl.LOCK_UN)


take(
    *SETTING_UP
)  # until `set_up` ends: nox makes a session's environment before the session's first line


def set_up(session: nox.Session, *names: str) -> None:
    """Install the locked requirements of `names`, unless that was done and nothing has changed since."""
    with alone(*SETTING_UP):
        install(session, *names)


def install(session: nox.Session, *names: str) -> None:
    locks = [Path(f"requirements/{name}.txt") for name in names]
    read = [
        *locks,
        *(JUDGES if "validate" in names else []),
        Path("pyproject.toml"),
        Path(__file__),
    ]
    wanted = sha256(b"".join(path.read_bytes() for path in read)).hexdigest()
    stamp = Path(session.virtualenv.location) / "set-up"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    stamp.unlink(missing_ok=True)  # from here to the end the environment is neither old nor new
    for name in names:
        session.log(f"First run: this downloads up to {SIZES[name]}.")
    try:
        # Locked lists are complete, so nothing is resolved; only wheels, so nothing is compiled.
        files = [argument for lock in locks for argument in ("-r", str(lock))]
        session.run_install(
            "uv",
            "pip",
            "install",
            "--no-deps",
            "--require-hashes",
            "--only-binary",
            ":all:",
            *files,
            silent=False,
        )
        if {"test", "labs"} & set(names):
            session.run_install(
                "uv", "pip", "install", "--no-deps", *cpu_build(session), TORCH, silent=False
            )
        session.run_install(
            "uv", "pip", "install", "--no-deps", "--no-build-isolation", "-e", ".", silent=False
        )
        if "validate" in names:
            folder = Path(session.virtualenv.location) / "judges"
            folder.mkdir(exist_ok=True)
            for path in JUDGES:
                shutil.copy(path, folder)
            session.run_install(
                "npm", "ci", "--no-audit", "--no-fund", "--prefix", str(folder), silent=False
            )
    except nox.command.CommandFailed:
        session.error(
            "Set-up did not end; the reason is above. No network: connect and run this again, what was fetched is kept."
            " No wheel for this Python or system: nothing is ever compiled, and Python 3.11 is the one that was tested. Disk full: free the space named above"
        )
    stamp.write_text(wanted)


def cpu_build(session: nox.Session) -> list[str]:
    """PyTorch without CUDA: from a folder of wheels that pip is told of, or from PyTorch's own index."""
    for folder in os.environ.get("PIP_FIND_LINKS", "").split():
        if list(Path(folder).glob(f"{TORCH.replace('==', '-')}*.whl")):
            return ["--find-links", folder]
    return ["--torch-backend", "cpu"]


@nox.session
def test(session: nox.Session) -> None:
    """Run every snippet on the real model, the machinery's tests and the tests of the built site."""
    set_up(session, "test")
    session.run("python", "-m", "pytest", *TWO_AT_ONCE, "--durations", "3", *session.posargs)


@nox.session
def site(session: nox.Session) -> None:
    """Check the spelling and the sources, and build the site strictly into site/; no torch, no weights."""
    set_up(session, "site")
    session.run("typos", "--format", "brief")
    session.run("python", "-m", "perspectives.check.sources")
    with alone("site-folder", "writing site/"):
        session.run("mkdocs", "build", *session.posargs)


@nox.session
def serve(session: nox.Session) -> None:
    """Build and serve the site, and build it again whenever a file changes: nox -s serve [-- PORT]."""
    set_up(session, "site")
    port = int(session.posargs[0]) if session.posargs else PORT
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            session.error(f"Port {port} is in use: nox -s serve -- {port + 1}")
    session.run("python", "-m", "perspectives.check.sources", success_codes=[0, 1])
    session.run("mkdocs", "serve", "--no-strict", "--dev-addr", f"127.0.0.1:{port}")


@nox.session
def record(session: nox.Session) -> None:
    """Run snippets or labs and write down what they print and draw: nox -s record [-- VIEW or VIEW/NAME ...], [-- labs or labs/NAME ...]."""
    of_labs = any(name.partition("/")[0] == "labs" for name in session.posargs)
    if of_labs:
        set_up(session, "labs")
    else:
        set_up(session, "test")
    with alone("recorded-folder", "recording"):
        session.run(
            "python",
            "-m",
            "perspectives.run.execute" if of_labs else "perspectives.run.record",
            *session.posargs,
        )


@nox.session
def labs(session: nox.Session) -> None:
    """Run the labs again, where training has a seed of its own once instead of three times, and compare with what is recorded."""
    set_up(session, "labs")
    session.run(
        "python",
        "-m",
        "pytest",
        *APART,
        "-n",
        "2",
        "tests/labs",
        "-rs",
        *session.posargs,
        env={"LAB_SEEDS": "1"},
    )


@nox.session
def check(session: nox.Session) -> None:
    """Check one page, its sources, its blocks and the build: nox -s check -- docs/views/next-token.md."""
    set_up(session, "test")
    session.run("typos", "--format", "brief")
    session.run("python", "-m", "perspectives.check.sources", *(session.posargs or ["?"]))
    with alone("site-folder", "writing site/"):
        session.run("mkdocs", "build")
    session.run("python", "-m", "pytest", "-q", *session.posargs)


@nox.session
def ids(session: nox.Session) -> None:
    """Before a version is published: list every address in docs/ids.txt, so that none disappears without a redirect."""
    set_up(session, "site")
    session.run("python", "-m", "perspectives.check.published")


@nox.session
def machines(session: nox.Session) -> None:
    """Records hold on a stand-in for another machine: two threads, sums in another order. With `-- rounded`, checks hold with rounded weights."""
    set_up(session, "test")
    if session.posargs == ["rounded"]:
        with tempfile.TemporaryDirectory() as rounded:
            session.run("python", "tests/rounded.py", rounded)
            session.run(
                "python",
                "-m",
                "pytest",
                "-q",
                *TWO_AT_ONCE,
                "docs",
                env={"PERSPECTIVES_MODEL": rounded},
            )
    else:
        other = {
            "ATEN_CPU_CAPABILITY": "default",
            "PERSPECTIVES_THREADS": "2",
            "OMP_WAIT_POLICY": "PASSIVE",
            "PYTHONPATH": "tests",
        }
        session.run(
            "python",
            "-m",
            "pytest",
            "-q",
            *TWO_AT_ONCE,
            "-p",
            "another_machine",
            "docs",
            *session.posargs,
            env=other,
        )


@nox.session
def faults(session: nox.Session) -> None:
    """Kills, full disks, read-only folders, damaged weights and two runs at once, each with real processes."""
    set_up(session, "test")
    session.run(
        "python",
        "-m",
        "pytest",
        *APART,
        "-n",
        "2",
        "tests/faults",
        "-rs",
        *session.posargs,
        env={"NOX": sys.executable},
    )


@nox.session(python=["3.12", "3.13"])
def pythons(session: nox.Session) -> None:
    """Run the tests that need no torch, which check the sources and build the site, on other versions of Python."""
    set_up(session, "reader")
    # All of tests/: a module that needs torch says so by `pytest.importorskip`; one that does not say so fails here.
    apart = [
        option for name in ("browser", "faults", "labs") for option in ("--ignore", f"tests/{name}")
    ]
    torchless = ("--confcutdir", "tests", *apart)  # the conftest.py above loads torch
    session.run(
        "python",
        "-m",
        "pytest",
        "-q",
        *APART,
        *torchless,
        "-n",
        "2",
        "-rs",
        "tests",
        *session.posargs,
    )


@nox.session
def browser(session: nox.Session) -> None:
    """Open every page of the built site in headless Chromium, wide and phone, light and dark."""
    set_up(session, "site", "browser")
    with tempfile.TemporaryDirectory() as folder:
        session.run("mkdocs", "build", "--site-dir", folder)
        apart = (*APART, "--confcutdir", "tests/browser")  # from the tests that need PyTorch
        session.run(
            "python",
            "-m",
            "pytest",
            *apart,
            "-n",
            "2",
            "tests/browser",
            *session.posargs,
            env={"SITE": folder},
        )


@nox.session
def validate(session: nox.Session) -> None:
    """What outside judges say of the built site: the Nu HTML Checker and Lighthouse; and what a first visit weighs."""
    set_up(session, "site", "validate")
    with tempfile.TemporaryDirectory() as folder:
        session.run("mkdocs", "build", "--site-dir", folder)
        apart = (*APART, "-o", "pythonpath=tests/browser", "--confcutdir", "tests/validate")
        session.run(
            "python",
            "-m",
            "pytest",
            *apart,
            "tests/validate",
            *session.posargs,
            env={"SITE": folder},
        )


@nox.session
def lint(session: nox.Session) -> None:
    """Read the code, the prose and the workflows without running them: ruff, mypy, spelling, zizmor, schemas."""
    set_up(session, "site", "lint")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("mypy")
    session.run("typos")
    session.run("zizmor", "--offline", "--strict-collection", "--persona", "auditor", ".github")
    for pattern, schemas in SCHEMAS.items():
        for schema in schemas:
            session.run(
                "check-jsonschema",
                "--force-filetype",
                "yaml",
                "--builtin-schema",
                schema,
                *map(str, sorted(Path().glob(pattern))),
            )


@nox.session
def audit(session: nox.Session) -> None:
    """Ask PyPI whether a vulnerability is known in anything that is locked; needs the network."""
    set_up(session, "audit")
    torch = Path(session.create_tmp()) / "torch.txt"  # in no lock, see `cpu_build`
    torch.write_text(TORCH)
    locks = [
        argument
        for path in sorted(Path("requirements").glob("*.txt"))
        for argument in ("-r", str(path))
    ]
    ask = ("pip-audit", "--strict", "--disable-pip", "--progress-spinner", "off")
    session.run(*ask, "--require-hashes", *locks)
    session.run(*ask, "--no-deps", "-r", str(torch))


@nox.session(venv_backend="none")
def lock(session: nox.Session) -> None:
    """Resolve requirements/*.in again; torch is left out, see `cpu_build`."""
    for source in sorted(Path("requirements").glob("*.in")):
        options = [
            "--universal",
            "--generate-hashes",
            "--no-annotate",
            "--python-version",
            "3.11.5",
            "--no-emit-package",
            "torch",
        ]
        command = [
            "--custom-compile-command",
            "nox -s lock",
            "--upgrade",
            str(source),
            "-o",
            str(source.with_suffix(".txt")),
        ]
        session.run("uv", "pip", "compile", "--quiet", *options, *command, external=True)
