"""Where is a term used, where is a work cited: read from the built pages, written into the glossary and the references."""

import html
import posixpath
from collections import defaultdict
from pathlib import Path

import lxml.html

_LISTS = {"glossary/index.html": "Used in", "references/index.html": "Cited in"}


def add_backlinks(site: Path) -> None:
    """Fill the empty `used-ID` elements of the glossary and the reference list with links to the uses."""
    uses: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)  # (list, id) -> {address of the use: its title}
    for path in sorted(site.rglob("index.html")):
        own = path.relative_to(site).as_posix()
        if own in _LISTS:
            continue
        page = lxml.html.parse(str(path)).getroot()
        title = _title(page)
        anchor = ""
        for element in page.xpath("//article//*[@id or self::a[contains(@class, 'term') or contains(@class, 'cite')]]"):
            if element.tag in ("h1", "h2", "h3") or "claim" in element.get("class", ""):
                anchor = element.get("id")
            elif element.tag == "a" and element.get("class") in ("term", "cite"):
                target, _, name = element.get("href").partition("#")
                where = posixpath.normpath(posixpath.join(posixpath.dirname(own), target, "index.html"))
                uses[where, name].setdefault(f"{posixpath.dirname(own)}/#{anchor}".lstrip("/"), title)
    for name, word in _LISTS.items():
        _fill(site / name, word, {key: found for (where, key), found in uses.items() if where == name})


def _title(page) -> str:
    heading = page.xpath("//article//h1")[0]
    for link in heading.xpath(".//a"):
        link.drop_tree()
    return heading.text_content().strip()


def _fill(path: Path, word: str, uses: dict[str, dict[str, str]]) -> None:
    if not path.exists():
        return
    text = path.read_text("utf8")
    for key, found in uses.items():
        first = {title: address for address, title in reversed(found.items())}  # one link a page, to the first use
        links = ", ".join(f'<a href="../{address}">{html.escape(title)}</a>' for title, address in sorted(first.items()))
        for tag in ("p", "span"):
            text = text.replace(f'<{tag} class="used" id="used-{key}"></{tag}>', f'<{tag} class="used" id="used-{key}">{word} {links}.</{tag}>')
    path.write_text(text, "utf8")
