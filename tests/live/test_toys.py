"""What the toys compute in a page is what the snippets that they name have recorded."""

import math
import re
from statistics import linear_regression, mean

import pytest

pytest.importorskip("playwright.sync_api", reason="pages are opened in Chromium: nox -s live")

from served import Reader

from perspectives.written import files

RECORDED = files.ROOT / "recorded/free-energy"
ROUNDED = 0.005  # of a number with two decimals
NAMES = {"w²": "w^2", "w⁴": "w^4", "u²v²": "u^2 v^2"}  # in the page, and in the record
DATA = [10 ** (3 + k / 2) for k in range(9)]  # for which asymptotics.py fits its slopes
MEASURED = """
  const { VALLEYS, measure } = await import("/live/two-valleys.mjs");
  return VALLEYS.map(valley => [valley.name, valley.theory, a[0].map(n => measure(valley, n))]);
"""
NARROW = """
  const { narrowShare } = await import("/live/two-valleys.mjs");
  return a[0].map(n => [narrowShare(n, 0.002), narrowShare(n, 0)]);
"""
TRAINED = """
  const { Toy } = await import("/live/toy-pentagon.mjs");
  return a[1].map(seed => {
    const toy = new Toy(a[0], seed);
    for (let step = 0; step < 1500; step++) toy.train();
    return [toy.gaps(), [0, 1, 2, 3, 4].map(i => toy.direction(i).length)];
  });
"""


@pytest.fixture(scope="module")
def reader(browser, server):
    return Reader(browser, server)


def rounded(number):
    return pytest.approx(number, abs=ROUNDED)


def test_the_valleys_shrink_as_recorded_and_as_the_theory_says(reader):
    text = files.read(RECORDED / "asymptotics.txt")
    rows = re.findall(r"^of (.+?) +([\d.]+) +([\d.]+) +[\d.]+$", text, re.M)
    known = {name: (float(slope), float(exponent)) for name, slope, exponent in rows}
    found = reader.run(MEASURED, DATA)
    assert [name for name, *_ in found] == list(NAMES)
    for name, theory, measured in found:
        slope, exponent = known[NAMES[name]]
        energies = [-math.log(one["share"]) for one in measured]
        assert linear_regression([math.log(n) for n in DATA], energies).slope == rounded(slope)
        assert theory == -exponent


@pytest.mark.parametrize("n", [10, 1000, 10**6])
def test_the_slope_that_is_shown_is_that_of_the_share(reader, n):
    step = 1.01
    for name, _, (here, beyond) in reader.run(MEASURED, [n, step * n]):
        slope = math.log(beyond["share"] / here["share"]) / math.log(step)
        assert here["slope"] == pytest.approx(slope, abs=1e-3), name


def test_the_narrow_valley_holds_the_recorded_share_and_takes_over_where_it_did(reader):
    text = files.read(RECORDED / "switch.txt")
    rows = re.findall(r"^(\d+) +([\d.]+) +([\d.]+)$", text, re.M)
    assert len(rows) > 5
    found = reader.run(NARROW, [int(n) for n, *_ in rows])
    for (n, *known), shares in zip(rows, found, strict=True):
        assert shares == rounded([float(share) for share in known]), n
    turn = int(re.search(r"^measured +([\d,]+)$", text, re.M)[1].replace(",", ""))
    around = [turn - 50, turn + 50]  # it is rounded to hundreds
    (before, _), (after, _) = reader.run(NARROW, around)
    assert before < 1 / 2 < after


def test_five_rare_features_become_a_pentagon(reader):
    [(gaps, lengths)] = reader.run(TRAINED, 20, [1])
    assert gaps == pytest.approx([72] * 5, abs=5)  # degrees
    assert lengths == pytest.approx([mean(lengths)] * 5, rel=0.05)


def test_other_seeds_end_as_the_check_of_the_snippet_asks(reader):
    seeds = list(range(1, 11))
    rare = [gaps for gaps, _ in reader.run(TRAINED, 20, seeds)]
    assert sum(len(gaps) == 5 and gaps == pytest.approx([72] * 5, abs=15) for gaps in rare) >= 8
    usual = [gaps for gaps, _ in reader.run(TRAINED, 1, seeds)]
    assert sum(len(gaps) == 2 for gaps in usual) >= 7, "features that are always present"
