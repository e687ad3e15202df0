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
                    uses[where, name].setdefault(f"{posixpath.dirname(own)}/#{anchor}".lstrip("/"), html.escape(title))
    for name, word in _LISTS.items():
        _fill(site / name, word, {key: found for (where, key), found in uses.items() if where == name})


def _title(page) -> str:
    heading = page.xpath("//article//h1")[0]
    for aside in heading.xpath(".//a | .//small"):
        aside.drop_tree()
    return heading.text_content().strip()


def _fill(path: Path, word: str, uses: dict[str, dict[str, str]]) -> None:
    if not path.exists():
        return
    text = path.read_text("utf8")
    for key, found in uses.items():
        pages = defaultdict(list)  # title -> the addresses of the uses on that page
        for address, title in found.items():
            pages[title].append(address)
        links = "; ".join(_links(title, *addresses) for title, addresses in sorted(pages.items()))
        for tag in ("p", "span"):
            text = text.replace(f'<{tag} class="used" id="used-{key}"></{tag}>', f'<{tag} class="used" id="used-{key}">{word} {links}.</{tag}>')
    path.write_text(text, "utf8")


def _links(title: str, first: str, *more: str) -> str:
    again = ", ".join(f'<a href="../{address}" aria-label="use {n} in {title}">{n}</a>' for n, address in enumerate(more, 2))
    return f'<a href="../{first}">{title}</a>' + (f" ({again})" if again else "")
