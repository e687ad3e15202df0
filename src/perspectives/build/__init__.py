"""Steps over the built pages: plain functions of the site's folder, called by the hook after every build."""

from pathlib import Path

from perspectives.build.backlinks import add_backlinks
from perspectives.build.cite import write_citations
from perspectives.build.evidence import write_evidence
from perspectives.build.history import add_history
from perspectives.build.labs import write_notebooks
from perspectives.build.metadata import add_metadata
from perspectives.build.policy import add_policies
from perspectives.build.repository import link_repository
from perspectives.build.search import fill_search


def finish(site: Path, address: str, repository: str, served: bool) -> None:
    """All the steps. `address` is where the site will stand, with a slash at its end; `repository` the address of the code, or empty."""
    add_backlinks(site)
    write_citations(site, address)
    write_evidence(site, address)
    write_notebooks(site, address)
    add_metadata(site, address)  # made of what the two before wrote
    add_history(site, address, repository)
    fill_search(site)
    if repository:
        link_repository(site, repository)
    if not served:  # `mkdocs serve` adds a script of its own to every page that it sends, each time another
        add_policies(site)
