"""Each kind of page passes Lighthouse's audits and keeps to its budget of bytes and requests."""

import os
import re

import pytest
from built import pages
from judges import BUDGET, excess, failures, fetched

BARE = """<!doctype html>
<html><head><title>Bare</title></head>
<body><main><h1>Bare</h1><p style="color: #bbb; background: #fff">Hardly to be read.</p><img src="heavy.png" alt="Noise"></main></body></html>"""


def test_lighthouse_finds_no_fault(kind, report):
    faults = failures(report(kind))
    assert not faults, f"{kind} ({BUDGET[kind]['page'] or 'front page'}):\n" + "\n".join(faults)


def test_a_first_visit_keeps_to_its_budget(kind, report):
    over = excess(report(kind), BUDGET[kind])
    assert not over, f"{kind} ({BUDGET[kind]['page'] or 'front page'}): " + "\n".join(over)


def test_plain_material_for_comparison(plain):
    assert len(fetched(plain)) > 1, "the plain page has no style: there is nothing to compare with"


@pytest.fixture(scope="module")
def bare(tmp_path_factory, judged) -> dict:
    """A page with faults of three sorts, and an image that cannot be compressed."""
    folder = tmp_path_factory.mktemp("bare")
    (folder / "index.html").write_text(BARE)
    (folder / "heavy.png").write_bytes(os.urandom(20_000))
    return judged(folder, "")


def test_faults_are_named(bare):
    found = "\n".join(failures(bare))
    for audit in (
        "accessibility: html-has-lang",
        "accessibility: color-contrast",
        "seo: meta-description",
    ):
        assert audit in found
    assert "Hardly to be read" in found or "<p style" in found


def test_excess_is_named_with_its_heaviest_files(bare):
    over = excess(bare, {"kB": 15, "requests": 1})
    assert len(over) == 2, fetched(bare)
    assert re.match(
        r"2[01]\.\d+ kB, [56]\.\d+ over the budget of 15 in tests/validate/budget.yml. The heaviest, in kB: heavy.png 20.\d, ",
        over[0],
    )
    assert " requests, " in over[1] and " over the budget of 1 " in over[1]
    assert excess(bare, {"kB": 25, "requests": 5}) == []


def test_a_file_that_came_twice_counts_twice():
    items = [{"url": url, "transferSize": size} for url, size in [("a", 20), ("b", 5), ("a", 1)]]
    report = {"audits": {"network-requests": {"details": {"items": items}}}}
    assert fetched(report) == {"a": 21, "b": 5}


def test_the_kinds_are_pages_of_the_site(site):
    assert {kind["page"] for kind in BUDGET.values()} <= set(pages(site))
