"""The one hook of MkDocs: what happens at which of its events, for `mkdocs build`, `mkdocs serve`
and mike alike.

Markdown becomes HTML (labs as Markdown too) -> on_env: the steps below, over all pages -> the theme
-> patches and policies -> files.
"""

from errno import ENOENT
from functools import partial
from pathlib import Path
from typing import Any

from jinja2.filters import do_striptags
from markupsafe import escape
from mkdocs.exceptions import Abort, BuildError

from perspectives.transforms import labs, live, rebuilds, search, theme
from perspectives.transforms.active_content import refuse_active_content
from perspectives.transforms.backlinks import add_backlinks
from perspectives.transforms.citations import add_citations
from perspectives.transforms.evidence import add_evidence
from perspectives.transforms.game import add_game
from perspectives.transforms.history import add_feet, add_moved_pages, tell_unknown_history
from perspectives.transforms.metadata import add_metadata
from perspectives.transforms.repository import home, link_snippets
from perspectives.transforms.site import Page, Site
from perspectives.written import heads, pages
from perspectives.written.files import SourceError, is_source

STEPS = [
    refuse_active_content,
    add_backlinks,
    add_citations,  # by which the next two name the pages
    add_metadata,
    add_feet,
    add_moved_pages,
    add_evidence,
    link_snippets,
    labs.add_notebooks,
    add_game,
    live.add_widgets,
]


class Build:
    """What the events of one build hand on."""

    is_served = False
    sources: Any
    site: Site
    templates = rebuilds.Templates()


def on_startup(command: str, dirty: bool) -> None:
    if dirty:
        raise BuildError("each page is made of others: build the whole site, without --dirty")
    Build.is_served = command == "serve"


def on_config(config) -> None:
    if not config.use_directory_urls:
        fix = "build it without --no-directory-urls, and with no use_directory_urls in mkdocs.yml"
        raise BuildError(f"every address in the site ends in a folder: {fix}")
    # Material's templates print them as they are.
    config.site_name, config.site_description = map(
        heads.plain, (config.site_name, config.site_description or "")
    )


def on_pre_build(config) -> None:
    tell_unknown_history()
    Build.sources = rebuilds.state() if Build.is_served else None


def on_files(files, config):
    for file in list(files):
        if not is_source(Path(file.abs_src_path), Path(file.src_dir)):
            files.remove(file)
    return files


def on_pre_page(page, config, files):
    if Build.is_served:
        page.render = partial(rebuilds.render, page, state=Build.sources)
    elif page.file.src_uri.endswith(".ipynb"):
        del page.render  # with which mkdocs-jupyter has replaced MkDocs' own
    return page


def on_page_markdown(markdown, page, config, files):
    source = pages.source(page.file.src_uri)
    if page.file.src_uri.endswith(".ipynb"):
        markdown = labs.markdown(source)
        page.meta = {"description": labs.description(markdown)}
    for line, fault in heads.faults(source):
        raise SourceError(source, line, fault)
    for name, value in page.meta.items():  # a text is printed as it is by Material's templates
        page.meta[name] = heads.plain(value) if isinstance(value, str) else value
    return markdown


def on_env(env, config, files):
    """All pages are HTML now, and none has been put into the theme."""
    search.patch_worker(files)
    env.bytecode_cache = Build.templates
    env.filters["striptags"] = lambda text: escape(do_striptags(text))  # it makes a < of &lt;
    repository = home(config.extra["repository"] or "")  # set to nothing, it is read as null
    size = live.megabytes() if config.extra["live"] else 0
    Build.site = site = Site(config.site_url or "/", repository, size)
    for file in files.documentation_pages():
        page = Page.parsed(_name(file.page), file.page.content)
        file.page.content = search.searchable(page)
        site.pages[page.name] = page
    try:
        for step in STEPS:
            step(site)
    except LookupError as error:
        fix = "`python -m perspectives.check` names the file and line, and how to fix it"
        is_told = type(error) is LookupError  # which says what is wrong; a KeyError is a bare name
        what = error if is_told else f"{error} is named in a list or on a page, but missing"
        raise BuildError(f"{what}: {fix}") from error
    return env


def on_page_context(context, page, config, nav):
    """Material's search has read the page; now it gets what readers see."""
    made = Build.site.pages[_name(page)]
    page.content, page.foot = made.html(), made.foot
    page.head = f"{theme.links(made.name, page.content)}\n{made.head}"
    return context


def _name(page) -> str:
    """'views/next-token'."""
    return page.file.src_uri.rpartition(".")[0]


def on_post_page(output, page, config):
    return _finished(output)


def on_post_template(output_content, template_name, config):
    return _finished(output_content) if template_name == "404.html" else output_content


def _finished(html: str) -> str:
    return _guarded(theme.patched(html))


def _guarded(html: str) -> str:
    """`mkdocs serve` adds a script of its own to every page that it sends, each time another."""
    return html if Build.is_served else theme.with_policy(html)


def on_post_build(config) -> None:
    """Write what stands beside the pages."""
    folder = Path(config.site_dir)
    for name, content in Build.site.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            content = (_guarded(content) if path.suffix == ".html" else content).encode()
        path.write_bytes(content)
    if Build.site.megabytes:
        live.write_weights(folder / "live/weights")
    index = folder / "search/search_index.json"
    index.write_text(search.extended(index.read_text("utf8")), "utf8")


def on_build_error(error) -> None:
    # A missing template is an OSError without a number.
    if isinstance(error, OSError) and error.errno not in (None, ENOENT):
        fix = "free disk space, or name a writable folder, and build it again"
        raise Abort(f"{error}: the built site is incomplete; {fix}") from None
