"""`mkdocs serve` builds the whole site at each change: a page made of the same text and files as
before is not rendered again.
"""

from typing import Any

from jinja2 import BytecodeCache
from mkdocs.structure.pages import Page

from perspectives.render import derived
from perspectives.written import addresses, files
from perspectives.written.marks import DIRECTIVE, uncoded

# What MkDocs sets when it renders a page.
_RENDERED = ("content", "toc", "_title_from_render", "present_anchor_ids", "links_to_anchors")
_memory: dict[str, tuple[Any, dict[str, Any]]] = {}


class Templates(BytecodeCache):
    """The theme's templates, compiled: MkDocs makes a new Jinja environment for each build."""

    def __init__(self) -> None:
        self.compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket) -> None:
        if bucket.key in self.compiled:
            bucket.bytecode_from_string(self.compiled[bucket.key])  # unless the source has changed

    def dump_bytecode(self, bucket) -> None:
        self.compiled[bucket.key] = bucket.bytecode_to_string()


def state() -> Any:
    """What pages may be made of besides their own text, and when it last changed: one look for all
    pages of a build.
    """
    folders = (files.DOCS, files.SNIPPETS, files.RECORDED)
    found = [path for folder in folders for path in files.listed(folder, "**/*")]
    paths = [path for path in found if path.suffix != ".md"]
    paths.append(files.ROOT / "mkdocs.yml")
    return addresses.page_names(), {path: path.stat().st_mtime_ns for path in paths}


def render(page: Page, config, all_files, state: Any) -> None:
    """In place of MkDocs' own. A page is warned about when it is rendered, not at each build."""
    try:
        texts = [
            derived.markdown(mark[1], mark[2] or "")
            for mark in DIRECTIVE.finditer(uncoded(page.markdown or ""))
        ]
    except LookupError:
        Page.render(page, config, all_files)  # which warns
        return
    made_of = (page.markdown, texts, state)
    known = _memory.get(page.file.src_uri)
    if known and known[0] == made_of:
        vars(page).update(known[1])
        # MkDocs makes new objects for the files of each build.
        links = (page.links_to_anchors or {}).items()
        page.links_to_anchors = {all_files.src_uris[file.src_uri]: ids for file, ids in links}
    else:
        Page.render(page, config, all_files)
        _memory[page.file.src_uri] = (made_of, {name: getattr(page, name) for name in _RENDERED})
