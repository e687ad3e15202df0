"""The model in the page: what the widgets load, and what they show where no script runs."""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from lxml import etree
from mkdocs.exceptions import Abort

from perspectives import weights
from perspectives.render.derived import TEMPLATES
from perspectives.transforms.site import Element, Site
from perspectives.written import files, live, snippets

CHUNK = 19 * 2**20  # bytes: small enough as one file for every host of static sites


def add_widgets(site: Site) -> None:
    """Fill in every widget, and add what it loads: its record, its program, and live/ itself."""
    for page in site.pages.values():
        for tag, row in _filled(page.tree, site.megabytes):
            text = json.dumps(live.data(tag, row), ensure_ascii=False, separators=(",", ":"))
            site.files[f"live/recorded/{tag}/{row['name']}.json"] = text
            site.files[f"live/python/{tag}.py"] = _program(tag)
    # Modules and the engine, not its source.
    for path in files.listed(files.ROOT / "live", "*.[mw]*"):
        site.files[f"live/{path.name}"] = path.read_bytes()


def _filled(tree: Element, megabytes: int) -> Iterator[tuple[str, live.Row]]:
    """Give each widget of a page an id and the table of what was recorded; yield its records."""
    for tag in live.TAGS:
        for number, widget in enumerate(tree.iter(tag), 1):
            widget.set("id", widget.get("id", f"{tag}-{number}"))
            if tag in live.MODEL:
                if megabytes:
                    widget.set("megabytes", str(megabytes))
                rows = live.states(tag, widget.get("record", ""))
                widget.set("prompts", json.dumps([row["prompt"] for row in rows]))
                if not len(widget):  # else what stands in it is shown to those without script
                    widget.append(_table(tag, rows[0]))
                yield from ((tag, row) for row in rows)


def _table(tag: str, row: live.Row) -> Element:
    caption, header, cells = live.table(tag, row)
    template = TEMPLATES.get_template("recorded.html")
    html = template.render(caption=caption, header=header, rows=cells)
    return etree.HTML(html).find("body/table")


def _program(tag: str) -> str:
    """What computes the same in Python: the snippet up to the end of its `demo`."""
    sections = snippets.sections(files.SNIPPETS / f"live/{live.MODEL[tag]}.py")
    names = list(sections)
    shown = [sections[name][1] for name in names[: names.index("demo") + 1]]
    return "\n".join(code.strip("\n") + "\n\n" for code in shown).rstrip() + "\n"


def megabytes() -> int:
    """What a reader downloads to run the model. Aborts the build if the weights are not whole."""
    try:
        return max(1, round(weights.weights_file().stat().st_size / 10**6))
    except weights.WeightsError as error:
        raise Abort(str(error)) from None


def write_weights(folder: Path) -> None:
    """Cut the file of weights into chunks, with a list of them and their hashes."""
    folder.mkdir(parents=True, exist_ok=True)
    content = weights.weights_file().read_bytes()
    chunks = []
    for number, start in enumerate(range(0, len(content), CHUNK)):
        chunk, name = content[start : start + CHUNK], f"{number:02}.bin"
        (folder / name).write_bytes(chunk)
        chunks.append({"file": name, "bytes": len(chunk), "sha256": sha256(chunk).hexdigest()})
    whole = {"name": weights.FILE, "bytes": len(content), "sha256": weights.SHA256}
    (folder / "manifest.json").write_text(json.dumps(whole | {"chunks": chunks}, indent=1))
