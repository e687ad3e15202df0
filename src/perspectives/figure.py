"""Figures in the style of the site: matplotlib underneath, one SVG for both colour schemes.

Ink is what the model is compared with; blue is the model and nothing else. A figure is 380 units wide, its text 13 high.
"""

import hashlib
import io
import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import matplotlib

matplotlib.use("svg")
from matplotlib import pyplot

INK, SOFT, RULE, MODEL = "#1b1d22", "#565a63", "#d8d8d2", "#1c4daf"
# What the page's style sheet defines stands first; what follows is for a figure that is opened alone.
_COLOURS = {
    INK: "currentColor",
    SOFT: f"var(--soft, {SOFT})",
    RULE: f"var(--rule, {RULE})",
    MODEL: f"var(--model, {MODEL})",
}

drawn: list[str] | None = None  # while a run is recorded, its figures come here


def axes(height: int = 220, **options):
    """A matplotlib figure in the site's style, 380 by `height` units; returns `(figure, axes)` as `pyplot.subplots` does."""
    pyplot.style.use(Path(__file__).with_suffix(".mplstyle"))
    return pyplot.subplots(figsize=(380 / 72, height / 72), layout="constrained", **options)


def show(figure, alt: str) -> None:
    """Hand the figure over: to the record, to the notebook, or, in a snippet run by hand, to an SVG file in the current folder.

    `alt` says in words what the figure shows, with its main numbers. Raises ValueError if it says next to nothing.
    """
    if len(alt.strip()) < 20:
        raise ValueError("a figure needs an alternative text that says what it shows")
    buffer = io.StringIO()
    figure.patch.set_visible(False)
    figure.savefig(
        buffer,
        format="svg",
        dpi=72,
        metadata={"Date": None, "Creator": None, "Format": None, "Type": None},
    )
    pyplot.close(figure)
    svg = _clean(buffer.getvalue(), alt)
    alone = svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    if drawn is not None:
        drawn.append(svg)
    elif "ipykernel" in sys.modules:
        sys.modules["IPython.display"].display({"image/svg+xml": alone}, raw=True)  # type: ignore[attr-defined]
    else:
        target = Path(sys.argv[0] or "figure").with_suffix(".svg").name
        Path(target).write_text(alone)
        print(f"figure written to {target}", file=sys.stderr)


def _clean(svg: str, alt: str) -> str:
    """Matplotlib's SVG without styles and ids that would leak into a page, and with the page's colours and type."""
    prefix = (
        "f" + hashlib.sha256(alt.encode()).hexdigest()[:6]
    )  # ids of two figures on one page must differ
    used = set(re.findall(r'(?:url\(|href=")#([^)"]+)', svg))
    svg = re.sub(r'<style.*?</style>| xmlns(:xlink)?="[^"]*"|xlink:(?=href)', "", svg, flags=re.S)
    svg = re.sub(r'(url\(|href=")#', rf"\1#{prefix}-", svg)
    root = ElementTree.fromstring(svg[svg.index("<svg") :])
    _, _, width, height = root.get("viewBox", "").split()
    root.attrib.clear()
    root.attrib.update(
        {"viewBox": f"0 0 {_short(width)} {_short(height)}", "role": "img", "aria-label": alt}
    )
    for element in root.iter():
        element.attrib |= _style(element)
        name = element.attrib.pop("id", "")
        if name in used:
            element.set("id", f"{prefix}-{name}")
        for key in ("d", "x", "y", "width", "height", "transform", "points"):
            if key in element.attrib:
                element.set(
                    key,
                    " ".join(
                        re.sub(r"-?\d+\.\d+", lambda m: _short(m[0]), element.attrib[key]).split()
                    ),
                )
    text = ElementTree.tostring(root, encoding="unicode")
    return re.sub(r"\s*\n\s*", "\n", text).strip() + "\n"


def _style(element) -> dict[str, str]:
    """The style attribute as presentation attributes, which a content security policy lets through; fonts are the page's."""
    pairs = (
        item.split(":", 1) for item in element.attrib.pop("style", "").split(";") if ":" in item
    )
    found = {key.strip(): value.strip() for key, value in pairs}
    if size := re.search(r"([\d.]+)px", found.pop("font", "")):
        found["font-size"] = _short(size[1])
    if element.tag == "text":
        found.setdefault("fill", INK)
    drop = ("stroke-linejoin", "stroke-miterlimit", "font-family", "font-style", "font-weight")
    return {key: _COLOURS.get(value, value) for key, value in found.items() if key not in drop}


def _short(number: str) -> str:
    return f"{round(float(number), 1) + 0:g}"  # + 0 turns -0 into 0
