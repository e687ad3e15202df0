"""What GitHub runs, as far as neither zizmor nor the schemas of `nox -s lint` see it."""

import re
from collections.abc import Iterator

import pytest
import yaml

from perspectives.written.files import ROOT, read

FOLDER = ROOT / ".github/workflows"
WORKFLOWS = {path.name: read(path) for path in sorted(FOLDER.glob("*.yml"))}
FORMS = sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"))
SESSIONS = set(re.findall(r"@nox\.session[^\n]*\ndef (\w+)", read(ROOT / "noxfile.py")))


def sessions(job: dict) -> set[str]:
    """The sessions that a job runs, by name or by its matrix."""
    named = re.findall(r"nox [-a-z ]*-s ([\w ]+)", str(job["steps"]))
    in_matrix = job.get("strategy", {}).get("matrix", {}).get("session", [])
    if isinstance(in_matrix, list):
        named += [name.split(" -- ")[0] for name in in_matrix]
    return {name for names in named for name in names.split()}


def problems(workflow: str) -> Iterator[str]:
    """What is wrong with the jobs of a workflow, as far as no tool sees it."""
    for name, job in yaml.safe_load(workflow)["jobs"].items():
        for session in sorted(sessions(job) - SESSIONS):
            yield f"{name}: there is no session {session}"
        for step in job["steps"]:
            shallow = "checkout@" in step.get("uses", "") and step["with"].get("fetch-depth") != 0
            if shallow and sessions(job) != {"audit"}:
                yield f"{name}: fetches part of the history, so pages lose their dates"
            if "pip install" in step.get("run", "") and "--require-hashes" not in step["run"]:
                yield f"{name}: pip without --require-hashes"
        allowed = {"pages", "id-token"} if "deploy-pages@" in str(job["steps"]) else set()
        may_write = {scope for scope, level in job["permissions"].items() if level == "write"}
        if may_write != allowed:
            yield f"{name}: may write {sorted(may_write)}, and needs {sorted(allowed)}"


def unready(workflow: str) -> Iterator[str]:
    """What the workflow that publishes the site lacks."""
    jobs = yaml.safe_load(workflow)["jobs"]
    build = next(
        step for step in jobs["build"]["steps"] if step.get("run") == "nox -s site -- live"
    )
    for name in ("SITE_URL", "REPOSITORY_URL"):
        if "${{" not in build.get("env", {}).get(name, ""):
            yield f"{name} is not set"
    for job, before in (("build", "test"), ("deploy", "build")):
        if jobs[job].get("needs") != before:
            yield f"{job} does not wait for {before}"
    if jobs["deploy"].get("environment", {}).get("name") != "github-pages":
        yield "Pages accepts only what is deployed to github-pages"


@pytest.mark.parametrize("name", WORKFLOWS)
def test_the_jobs_of_a_workflow(name):
    assert list(problems(WORKFLOWS[name])) == []


def test_the_publication():
    assert list(unready(WORKFLOWS["publish.yml"])) == []


def test_a_publication_runs_every_session_of_ci():
    parts = set(re.findall(r"^ *(?:part|session) ([a-z]+)", read(ROOT / ".ci/run"), re.M))
    jobs = yaml.safe_load(WORKFLOWS["publish.yml"])["jobs"]
    assert parts == set.union(*map(sessions, (jobs["test"], jobs["build"])))
    assert "machines -- rounded" in jobs["test"]["strategy"]["matrix"]["session"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (r"nox -s lint", "nox -s lnit", "prose: there is no session lnit"),
        (
            r"fetch-depth: 0  #",
            "fetch-depth: 1  #",
            "prose: fetches part of the history, so pages lose their dates",
        ),
        (
            r"--require-hashes --no-deps(?=.*\n      - run: nox -s site)",
            "--no-deps",
            "prose: pip without --require-hashes",
        ),
        (
            r"(?s)contents: read(.*outputs:)",
            r"contents: write\1",
            "prose: may write ['contents'], and needs []",
        ),
    ],
)
def test_a_wrong_step_is_found(old, new, message):
    assert list(problems(re.sub(old, new, WORKFLOWS["check.yml"]))) == [message]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("SITE_URL: ${{ steps.pages.outputs.base_url }}", "A: b", "SITE_URL is not set"),
        ("REPOSITORY_URL", "REPOSITORY", "REPOSITORY_URL is not set"),
        ("needs: test", "needs: []", "build does not wait for test"),
        (
            "name: github-pages",
            "name: pages",
            "Pages accepts only what is deployed to github-pages",
        ),
    ],
)
def test_what_a_publication_lacks_is_found(old, new, message):
    assert old in WORKFLOWS["publish.yml"]
    assert list(unready(WORKFLOWS["publish.yml"].replace(old, new))) == [message]


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.stem)
def test_each_form_asks_for_what_an_answer_needs(form):
    fields = yaml.safe_load(read(form))["body"]
    assert sum(field.get("validations", {}).get("required", False) for field in fields) >= 2
