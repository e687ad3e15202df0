"""The one hook of MkDocs: `mkdocs serve` and mike build by themselves and know plugin events only."""

from errno import ENOENT
from pathlib import Path

from mkdocs.exceptions import Abort, BuildError

from perspectives.transforms.backlinks import add_backlinks
from perspectives.transforms.cite import write_citations
from perspectives.transforms.evidence import add_metadata, write_evidence
from perspectives.transforms.game import write_game
from perspectives.transforms.history import add_history
from perspectives.transforms.labs import show, write_notebooks
from perspectives.transforms.policy import add_policies
from perspectives.transforms.repository import link_repository
from perspectives.transforms.search import fill_search

served = False


def on_startup(command: str, dirty: bool) -> None:
    global served
    served = command == "serve"


def on_page_content(html, page, config, files):
    return show(html, page, config, files) if page.file.src_uri.endswith(".ipynb") else html


def on_post_build(config) -> None:
    try:  # a variable that is set to nothing is read as null
        finish(
            Path(config.site_dir),
            config.site_url or "/",
            (config.extra["repository"] or "").rstrip("/"),
        )
    except LookupError as error:
        raise BuildError(
            f"{error}: named in a list or on a page, and not there. `nox -s site` says in which file and line, and what to do"
        ) from error


def finish(site: Path, address: str, repository: str) -> None:
    """All the steps over the built pages. `address` is where the site will stand, with a slash at its end; `repository` the address of the code, or empty."""
    add_backlinks(site)
    write_citations(site, address)
    write_evidence(site, address)
    write_notebooks(site, address)
    write_game(site)
    add_metadata(site, address)  # made of cite/ and evidence.json
    add_history(site, address, repository)
    fill_search(site)
    if repository:
        link_repository(site, repository)
    if (
        not served
    ):  # `mkdocs serve` adds a script of its own to every page that it sends, each time another
        add_policies(site)


def on_build_error(error) -> None:
    if isinstance(error, OSError) and error.errno not in (
        None,
        ENOENT,
    ):  # a template that is not there is an OSError without a number
        raise Abort(
            f"{error}: the built site is not whole. Free the disk, or name a folder that you may write, and build it again"
        ) from None
