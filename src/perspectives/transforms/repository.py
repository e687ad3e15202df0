"""Where the code has a public home, the title of each code block leads to where its snippet can be
edited.
"""

import re

from perspectives.transforms.site import Site, element

_SNIPPET = re.compile(r"([\w-]+/[\w-]+\.py)(.*)", re.S)


def home(address: str) -> str:
    """The repository's address in a browser, given that or the one to clone from."""
    return address.rstrip("/").removesuffix(".git")


def link_snippets(site: Site) -> None:
    """Link `next-token/loop.py` in `next-token/loop.py, check`."""
    for page in site.pages.values() if site.repository else ():
        for title in page.tree.xpath(".//span[@class='filename']"):
            if match := _SNIPPET.fullmatch(title.text or ""):
                address = f"{site.repository}/edit/main/snippets/{match[1]}"
                link = element("a", match[1], {"href": address, "title": "Edit this snippet"})
                title.text, link.tail = None, match[2]
                title.insert(0, link)
