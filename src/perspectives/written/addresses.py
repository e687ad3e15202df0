"""Where pages stand: in the repository, in the site, and below its address.

A page is named as 'views/next-token'.
"""

from pathlib import Path

from perspectives.written import pages


def page_names() -> list[str]:
    """The pages, in alphabetical order."""
    names = [pages.name(path) for path in pages.page_files()]
    return sorted(Path(name).with_suffix("").as_posix() for name in names)


def link(place: str) -> str:
    """A place below the site's address: 'views/next-token.md#loop' -> 'views/next-token/#loop',
    'index.md' -> ''.
    """
    page, _, anchor = place.partition("#")
    page = page.rpartition(".")[0]
    folder = "" if page == "index" else f"{page}/"
    return f"{folder}#{anchor}" if anchor else folder


def written(page: str) -> str:
    """Where a page is written, from the root of the repository: 'labs/superposition' ->
    'labs/superposition.py'.
    """
    return f"{page}.py" if page.startswith("labs/") else f"docs/{page}.md"


def built(page: str) -> str:
    """The file of a page in the site: 'views/next-token' -> 'views/next-token/index.html'."""
    return f"{link(f'{page}.md')}index.html"


def up(page: str) -> str:
    """The way from a page to the root of the site: 'views/next-token' -> '../../'."""
    return "../" * built(page).count("/")
