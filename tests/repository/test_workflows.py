"""What GitHub would run: its own actions at fixed commits, sessions that exist, a publication with all it needs. (zizmor and schemas: `nox -s lint`.)"""

import os
import re
import subprocess

import pytest
import yaml

from perspectives.written import pages

FOLDER = pages.ROOT / ".github/workflows"
WORKFLOWS = {path.name: pages.read(path) for path in sorted(FOLDER.glob("*.yml"))}
SESSIONS = set(re.findall(r"@nox\.session[^\n]*\ndef (\w+)", pages.read(pages.ROOT / "noxfile.py")))


def sessions(text: str) -> set[str]:
    return {name for line in re.findall(r"nox [-a-z ]*-s ([\w ]+)", text) for name in line.split()}


def problems(text: str) -> list[str]:
    """What is wrong with the steps of any workflow."""
    uses = re.findall(r"uses: (.+)", text)
    found = [f"{use}: not GitHub's own" for use in uses if not use.startswith("actions/")]
    found += [
        f"{use}: not pinned as COMMIT # vVERSION"
        for use in uses
        if not re.fullmatch(r"\S+@[0-9a-f]{40} # v\d+\.\d+\.\d+", use)
    ]
    found += [f"nox -s {name}: no such session" for name in sorted(sessions(text) - SESSIONS)]
    for name, job in yaml.safe_load(text)["jobs"].items():
        shallow = any(
            "checkout@" in step.get("uses", "") and step["with"].get("fetch-depth") != 0
            for step in job["steps"]
        )
        found += [f"{name}: not all of the history is fetched: pages would lose their dates"] * (
            shallow and name != "audit"
        )
        runs = [step.get("run", "") for step in job["steps"]]
        found += [f"{name}: {{}} in a script: pass it through env" for run in runs if "${{" in run]
        found += [
            f"{name}: pip without --require-hashes"
            for run in runs
            if "pip install" in run and "--require-hashes" not in run
        ]
        writes = {scope for scope, level in job["permissions"].items() if level == "write"}
        needed = {"pages", "id-token"} if "actions/deploy-pages@" in str(job["steps"]) else set()
        found += [f"{name}: may write {sorted(writes)}, and needs {sorted(needed)}"] * (
            writes != needed
        )
    return found


def unready(text: str) -> list[str]:
    """What a workflow lacks that publishes the site."""
    jobs = yaml.safe_load(text)["jobs"]
    [[at, build]] = [
        (name, step)
        for name, job in jobs.items()
        for step in job["steps"]
        if step.get("run") == "nox -s site"
    ]
    checkout = next(
        step for step in jobs[at]["steps"] if step.get("uses", "").startswith("actions/checkout@")
    )
    found = (
        []
        if checkout["with"].get("fetch-depth") == 0
        else ["not all of the history is fetched: pages would lose their dates"]
    )
    found += [
        f"{name} is not set"
        for name in ("SITE_URL", "REPOSITORY_URL")
        if "${{" not in build.get("env", {}).get(name, "")
    ]
    tests = next(
        name
        for name, job in jobs.items()
        if any("nox -s test" in step.get("run", "") for step in job["steps"])
    )
    deploys = next(
        name
        for name, job in jobs.items()
        if any("actions/deploy-pages@" in step.get("uses", "") for step in job["steps"])
    )
    found += (
        []
        if (jobs[deploys].get("environment") or {}).get("name") == "github-pages"
        else ["Pages takes nothing that is not deployed to github-pages"]
    )
    return found + [
        f"{job} does not wait for {before}"
        for job, before in ((at, tests), (deploys, at))
        if jobs[job].get("needs") != before
    ]


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_runs_what_there_is(name):
    assert problems(WORKFLOWS[name]) == []


def test_every_part_of_ci_is_run_on_github_too():
    parts = set(re.findall(r"^part (\w+)", pages.read(pages.ROOT / ".ci/run"), re.M))
    assert parts - sessions(WORKFLOWS["check.yml"]) == {"faults", "machines"}, (
        "which take long, and wait for a publication"
    )
    assert parts <= sessions(WORKFLOWS["publish.yml"])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            r"actions/cache@",
            "someone/cache@",
            "someone/cache@cdf6c1fa76f9f475f3d7449005a359c84ca0f306 # v5.0.3: not GitHub's own",
        ),
        (
            r"actions/cache@.*",
            "actions/cache@v5",
            "actions/cache@v5: not pinned as COMMIT # vVERSION",
        ),
        (r"nox -s lint", "nox -s lnit", "nox -s lnit: no such session"),
        (
            r"nox -s lint",
            "nox -s lint ${{ github.head_ref }}",
            "prose: {} in a script: pass it through env",
        ),
        (
            r"--require-hashes --no-deps(?=.*\n      - run: nox -s site)",
            "--no-deps",
            "prose: pip without --require-hashes",
        ),
        (
            r"fetch-depth: 0  #",
            "fetch-depth: 1  #",
            "prose: not all of the history is fetched: pages would lose their dates",
        ),
        (
            r"(?s)contents: read(.*outputs:)",
            r"contents: write\1",
            "prose: may write ['contents'], and needs []",
        ),
    ],
)
def test_a_step_that_is_wrong_is_named(old, new, message):
    assert problems(re.sub(old, new, WORKFLOWS["check.yml"])) == [message]


def test_the_site_is_published_with_its_history_its_address_and_its_repository_after_the_tests():
    assert unready(WORKFLOWS["publish.yml"]) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "fetch-depth: 0  #",
            "fetch-depth: 1  #",
            "not all of the history is fetched: pages would lose their dates",
        ),
        (
            "SITE_URL: ${{ steps.pages.outputs.base_url }}",
            "SITE_URL: https://example.org",
            "SITE_URL is not set",
        ),
        ("REPOSITORY_URL", "REPOSITORY", "REPOSITORY_URL is not set"),
        ("needs: test", "needs: []", "build does not wait for test"),
        (
            "name: github-pages",
            "name: pages",
            "Pages takes nothing that is not deployed to github-pages",
        ),
    ],
)
def test_a_publication_that_lacks_something_is_named(old, new, message):
    assert old in WORKFLOWS["publish.yml"]
    assert unready(WORKFLOWS["publish.yml"].replace(old, new)) == [message]


@pytest.mark.parametrize(
    ("name", "old", "new", "runs"),
    [
        ("docs/a.md", "Prose", "Other prose", "false"),
        ("README.md", "Prose", "Other prose", "true"),
        ("docs/a.md", "``` { .python", "``` { .python .no-run", "true"),
        ("docs/a.md", "a.py:demo", "a.py:check", "true"),
        ("docs/claims.yml", "Prose", "Other prose", "false"),
        ("labs/a.py", "# Prose", "# Other prose", "false"),
        ("labs/a.py", "x = 1", "x = 2", "true"),
        ("docs/labs/a.ipynb", "x = 1", "x = 2", "true"),
        ("snippets/a.py", "Prose", "Other prose", "true"),
        ("src/a.css", "Prose", "Other prose", "true"),
    ],
)
def test_what_a_pull_request_changes_decides_whether_the_model_runs(tmp_path, name, old, new, runs):
    steps = yaml.safe_load(WORKFLOWS["check.yml"])["jobs"]["prose"]["steps"]
    [script] = [step["run"] for step in steps if step.get("id") == "changed"]
    git = ("git", "-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run([*git, "init", "-q"], cwd=tmp_path, check=True)
    for text in (lambda text: text, lambda text: text.replace(old, new)):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            text('# Prose\nx = 1\n\n``` { .python }\n--8<-- "snippets/v/a.py:demo"\n```\n')
        )
        subprocess.run([*git, "add", "."], cwd=tmp_path, check=True)
        subprocess.run([*git, "commit", "-q", "-m", "A change"], cwd=tmp_path, check=True)
    subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=tmp_path,
        check=True,
        env={**os.environ, "GITHUB_OUTPUT": str(tmp_path / "output")},
    )
    assert (tmp_path / "output").read_text() == f"runs={runs}\n"


@pytest.mark.parametrize(
    "form", sorted((FOLDER.parent / "ISSUE_TEMPLATE").glob("*.yml")), ids=lambda path: path.stem
)
def test_each_form_asks_for_what_is_needed_to_answer(form):
    fields = [
        field for field in yaml.safe_load(pages.read(form))["body"] if field["type"] != "markdown"
    ]
    assert sum(field.get("validations", {}).get("required", False) for field in fields) >= 2
