"""Where is a term used, where is a work cited: read from the built pages, written into the glossary and the references."""

import posixpath
import re
from collections import defaultdict
from pathlib import Path

import lxml.html

from perspectives.templates import render

_LISTS = {"glossary/index.html": "Used in", "references/index.html": "Cited in"}
_USED = re.compile(r'class="used" id="used-([^"]+)">')


def add_backlinks(site: Path) -> None:
    """Fill the empty `used-ID` elements of the glossary and the reference list with links to the uses."""
    uses: dict[tuple[str, str], dict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))  # (list, id) -> title of a page -> its addresses
    for path in sorted(site.rglob("index.html")):
        own = path.relative_to(site).as_posix()
        page = lxml.html.parse(str(path)).getroot()
        title = _title(page)
        anchor = ""
        for element in page.xpath("//article//*[@id or self::a[contains(@class, 'term') or contains(@class, 'cite')]]"):
            if element.tag in ("h1", "h2", "h3", "li") or {"claim", "cid"} & set(element.get("class", "").split()):  # li: a note
                anchor = element.get("id", anchor)
            elif element.tag == "a" and element.get("class") in ("term", "cite"):
                target, _, name = element.get("href").partition("#")
                where = posixpath.normpath(posixpath.join(posixpath.dirname(own), target, "index.html"))
                if where != own:
                    uses[where, name][title].setdefault(f"{posixpath.dirname(own)}/#{anchor}".lstrip("/"))
    for name, word in _LISTS.items():
        path = site / name

        def fill(m: re.Match, name=name, word=word) -> str:
            return m[0] + render("used.html", word=word, uses=[(title, list(places)) for title, places in sorted(uses[name, m[1]].items())])

        path.write_text(_USED.sub(fill, path.read_text("utf8")), "utf8")


def _title(page) -> str:
    heading = page.xpath("//article//h1")[0]
    for aside in heading.xpath(".//a | .//small"):
        aside.drop_tree()
    return heading.text_content().strip()
