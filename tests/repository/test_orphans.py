"""Every file of the theme and of live/ and every template is used."""

import functools
import re
from pathlib import Path

import material
import pytest

from perspectives.written import files, pages
from perspectives.written.files import ROOT, read

APART = ("LICENSE", "OFL.txt", "README.txt", "make_fonts.py")  # what comes with a font or library
STOCK = Path(material.__file__).parent / "templates"


def parts() -> list[Path]:
    """The files of the theme and of live/, and the templates."""
    found = [path for name in ("theme", "live") for path in (ROOT / name).rglob("*")]
    found += (ROOT / "src").rglob("templates/*")
    return sorted(path for path in found if path.is_file() and path.name not in APART)


@functools.cache
def users() -> dict[Path, str]:
    """The texts that may name a part."""
    named = [ROOT / "mkdocs.yml", *(ROOT / "src").rglob("*.py"), *pages.page_files()]
    named += [path for path in parts() if path.suffix in (".html", ".css", ".mjs")]
    return {path: read(path) for path in named}


def is_used(name: str) -> bool:
    path = ROOT / name
    if name.startswith("theme/") and (STOCK / name.removeprefix("theme/")).is_file():
        return True  # it overrides Material's
    stem = re.escape(path.stem)
    ways = [rf"(?<![\w-]){re.escape(path.name)}"]  # a.css
    ways += [rf'"{stem}"', rf"\{{\{{{stem}"]  # "a", where code adds the ending; {{a}} in a page
    ways += [rf"\b{path.parent.name}/{stem}\b(?!\.)"]  # seven/a, an icon
    pattern = re.compile("|".join(ways))
    texts = [text for other, text in users().items() if other != path and path.stem in text]
    return any(pattern.search(text) for text in texts)


def test_every_part_is_used():
    unused = [files.relative(path) for path in parts() if not is_used(files.relative(path))]
    assert not unused, "name it where it is used, or delete it"


@pytest.mark.parametrize(
    "name",
    [
        "theme/css/old.css",
        "theme/js/old.mjs",
        "live/old.mjs",
        "theme/fonts/old.woff2",
        "theme/katex/fonts/Old.woff2",
        "theme/.icons/seven/old.svg",
        "theme/partials/old.html",
        "src/perspectives/render/templates/old.html",
        "src/perspectives/render/templates/old.md",
    ],
)
def test_an_unused_part_is_found(name):
    assert not is_used(name)
