"""Where is a term used, where is a work cited: read from the built pages, written into the glossary and the references."""

import posixpath
import re
from collections import defaultdict
from pathlib import Path

import lxml.html

from perspectives.render import templates

_LISTS = {"glossary/index.html": "Used in", "references/index.html": "Cited in"}
_USES_AND_ANCHORS = (  # a claim has its anchor on its paragraph or, in the evidence table, on its id; li: a note
    "//article//a[@class='term' or @class='cite'] | //article//*[@id][self::h1 or self::h2 or self::h3 or self::li"
    " or contains(concat(' ', @class, ' '), ' claim ') or contains(concat(' ', @class, ' '), ' cid ')]"
)
_USED = re.compile(r'class="used" id="used-([^"]+)">')


def add_backlinks(site: Path) -> None:
    """Fill the empty `used-ID` elements of the glossary and the reference list with links to the uses."""
    uses: dict[tuple[str, str], dict[str, dict[str, None]]] = defaultdict(
        lambda: defaultdict(dict)
    )  # (list, id) -> title of a page -> its addresses
    for path in sorted(site.rglob("index.html")):
        own = path.relative_to(site).as_posix()
        page = lxml.html.parse(str(path)).getroot()
        title, anchor = (
            "".join(
                page.xpath("//article//h1//text()[not(ancestor::a or ancestor::small)]")
            ).strip(),
            "",
        )
        for element in page.xpath(_USES_AND_ANCHORS):
            if element.get("class") not in ("term", "cite"):
                anchor = element.get("id")
                continue
            target, _, name = element.get("href").partition("#")
            where = posixpath.normpath(posixpath.join(posixpath.dirname(own), target, "index.html"))
            if where != own:
                uses[where, name][title].setdefault(
                    f"{posixpath.dirname(own)}/#{anchor}".lstrip("/")
                )
    for name, word in _LISTS.items():
        path = site / name

        def fill(m: re.Match, name=name, word=word) -> str:
            return m[0] + templates.render(
                "used.html",
                word=word,
                uses=[(title, list(places)) for title, places in sorted(uses[name, m[1]].items())],
            )

        path.write_text(_USED.sub(fill, path.read_text("utf8")), "utf8")
