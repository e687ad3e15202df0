"""Figures in the style of the site: matplotlib underneath, one SVG for both colour schemes.

Ink is what the model is compared with; blue is the model and nothing else. A figure is 380 units
wide, its text 13 high.
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

from perspectives.output import capturing

INK, SOFT, RULE, MODEL = "#1b1d22", "#565a63", "#d8d8d2", "#1c4daf"
# What the page's style sheet defines stands first; what follows is for a figure that is opened
# alone.
_COLOURS = {
    INK: "currentColor",
    SOFT: f"var(--soft, {SOFT})",
    RULE: f"var(--rule, {RULE})",
    MODEL: f"var(--model, {MODEL})",
}
_GEOMETRY = {"d", "x", "y", "width", "height", "transform", "points"}
# The style sheet sets the fonts; the rest is what SVG takes if nothing is said.
_UNUSED = {"stroke-linejoin", "stroke-miterlimit", "font-family", "font-style", "font-weight"}


def axes(height: int = 220, **options):
    """A matplotlib figure in the site's style, 380 by `height` units; returns `(figure, axes)` as
    `pyplot.subplots` does.
    """
    pyplot.style.use(Path(__file__).with_suffix(".mplstyle"))
    return pyplot.subplots(figsize=(380 / 72, height / 72), layout="constrained", **options)


def show(figure, alt: str) -> None:
    """Hand the figure over: to the record, to the notebook, or, in a snippet run by hand, to an SVG
    file in the current folder.

    `alt` says in words what the figure shows, with its main numbers. Raises ValueError if it says
    next to nothing.
    """
    if len(alt.strip()) < 20:
        raise ValueError("a figure needs an alternative text that says what it shows")
    svg = _clean(_svg(figure), alt)
    alone = svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    if output := capturing():
        output.figures.append(svg)
    elif "ipykernel" in sys.modules:
        sys.modules["IPython.display"].display({"image/svg+xml": alone}, raw=True)  # type: ignore[attr-defined]
    else:
        target = Path(sys.argv[0] or "figure").with_suffix(".svg").name
        Path(target).write_text(alone)
        print(f"figure written to {target}", file=sys.stderr)


def _svg(figure) -> str:
    """The figure as matplotlib writes it, without a date."""
    buffer = io.StringIO()
    figure.patch.set_visible(False)
    nothing = {"Date": None, "Creator": None, "Format": None, "Type": None}
    figure.savefig(buffer, format="svg", dpi=72, metadata=nothing)
    pyplot.close(figure)
    return buffer.getvalue()


def _clean(svg: str, alt: str) -> str:
    """Matplotlib's SVG without styles and ids that would leak into a page, and with the page's
    colours and type.
    """
    # The ids of two figures on one page must differ.
    prefix = "f" + hashlib.sha256(alt.encode()).hexdigest()[:6]
    used = set(re.findall(r'(?:url\(|href=")#([^)"]+)', svg))
    svg = re.sub(r'<style.*?</style>| xmlns(:xlink)?="[^"]*"|xlink:(?=href)', "", svg, flags=re.S)
    svg = re.sub(r'(url\(|href=")#', rf"\1#{prefix}-", svg)
    root = ElementTree.fromstring(svg[svg.index("<svg") :])
    _, _, width, height = root.get("viewBox", "").split()
    root.attrib.clear()
    root.set("viewBox", f"0 0 {_short(width)} {_short(height)}")
    root.set("role", "img")
    root.set("aria-label", alt)
    for element in root.iter():
        element.attrib |= _style(element)
        name = element.attrib.pop("id", "")
        if name in used:
            element.set("id", f"{prefix}-{name}")
        for key in _GEOMETRY & element.attrib.keys():
            rounded = re.sub(r"-?\d+\.\d+", lambda match: _short(match[0]), element.attrib[key])
            element.set(key, " ".join(rounded.split()))
    text = ElementTree.tostring(root, encoding="unicode")
    return re.sub(r"\s*\n\s*", "\n", text).strip() + "\n"


def _style(element: ElementTree.Element) -> dict[str, str]:
    """The style attribute as presentation attributes, which a content security policy lets through;
    fonts are the page's.
    """
    found = {}
    for item in element.attrib.pop("style", "").split(";"):
        key, _, value = item.partition(":")
        if value:
            found[key.strip()] = value.strip()
    if size := re.search(r"([\d.]+)px", found.pop("font", "")):
        found["font-size"] = _short(size[1])
    if element.tag == "text":
        found.setdefault("fill", INK)
    return {key: _COLOURS.get(found[key], found[key]) for key in found if key not in _UNUSED}


def _short(number: str) -> str:
    """A number with one decimal at most."""
    return f"{round(float(number), 1) + 0:g}"  # + 0 turns -0 into 0
