"""The search finds a claim by its id, a term by any of its forms, a work by its author, a demonstration by the name of its snippet."""

import json
from pathlib import Path

from perspectives.render import templates
from perspectives.written import bibliography, edition, lists, marks, pages, recorded


def fill_search(site: Path) -> None:
    """Add to the search index an entry for each claim and work, to terms their forms, to demonstrations the names of their snippets.

    All of these as tags, which Material ranks above every title and text.
    """
    path = site / "search/search_index.json"
    index = json.loads(path.read_text("utf8"))
    tags = {f"glossary/#{term.id}": [term.term, *term.forms] for term in lists.glossary().values()}
    shown = [
        snippet.relative_to(pages.SNIPPETS)
        for snippet in recorded.snippets()
        if not snippet.stem.startswith("exercise")
    ]
    tags |= {
        edition.link(templates.place(str(snippet.with_suffix("")))): [str(snippet)]
        for snippet in shown
    }
    for entry in index["docs"]:
        if entry["location"] in tags:
            entry["tags"] = tags[entry["location"]]
    for claim in lists.claims():
        plain = marks.plain(claim.claim)
        index["docs"].append(
            {
                "location": edition.link(claim.at),
                "title": f"{claim.id}: {_first_words(plain)}",
                "text": plain,
                "tags": [claim.id],
            }
        )
    for key in sorted(templates.cited() & lists.works().entries.keys()):
        short, full = lists.works().format(key)
        index["docs"].append(
            {
                "location": f"references/#{key}",
                "title": short,
                "text": bibliography.untagged(full),
                "tags": [short],
            }
        )
    path.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), "utf8")


def _first_words(text: str) -> str:
    words = text.split()
    return " ".join(words[:8]) + (" …" if len(words) > 8 else "")
