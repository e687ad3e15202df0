"""Cut the site's fonts out of the @fontsource packages: python make_fonts.py path/to/node_modules

Needs fonttools and brotli, and the three npm packages that README.txt names. Makes two families
(SIL Open Font Licence 1.1), a supplement of symbols, and one font of our own: six verdict marks,
drawn here so that they share one weight and one size.
"""

import io
import math
import sys
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

HERE = Path(__file__).parent

LATIN = set(range(0x20, 0x7F)) | set(range(0xA0, 0x100)) | set(map(ord, "–—‘’“”…−•†‡ŒœŁłŠšŽž€"))
SYMBOLS = set(map(ord, "→←≈≤≥≠∞√∑∏∈⊢‖"))
FEATURES = ["kern", "liga", "ccmp", "locl", "mark", "tnum", "pnum"]
COPYRIGHT_AND_LICENCE = [0, 1, 2, 13, 14]  # the entries of the name table that are kept
FAMILY_NAMES = (1, 3, 4, 6, 16, 25)  # its entries that hold the family's name
POSTSCRIPT_NAME = 6  # the one that may hold no blank

SERIF = "@fontsource-variable/source-serif-4/files/source-serif-4-latin-opsz-"
MONO = "@fontsource-variable/source-code-pro/files/source-code-pro-latin-wght-normal.woff2"
MATH = "@fontsource/noto-sans-math/files/noto-sans-math-latin-400-normal.woff2"


def cut(source: Path, name: str, characters: set[int], family: str | None = None, **axes) -> None:
    """Write the part of a font that the site uses: these characters, this range of each axis, under
    this family name.
    """
    font = TTFont(source)
    if axes:
        buffer = io.BytesIO()  # saved and read again: the subsetter trips over a lazily read gvar
        instantiateVariableFont(font, axes).save(buffer)
        buffer.seek(0)
        font = TTFont(buffer)
    subsetter = Subsetter(
        Options(flavor="woff2", layout_features=FEATURES, name_IDs=COPYRIGHT_AND_LICENCE)
    )
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    if family:
        rename(font, family)
    save(font, name)


def rename(font: TTFont, family: str) -> None:
    """Give the cut copy a name of its own: "Source" is reserved, and a changed copy must not bear
    it (OFL, clause 3).
    """
    table = font["name"]
    for record in list(table.names):
        if record.nameID in FAMILY_NAMES:
            value = family.replace(" ", "") if record.nameID == POSTSCRIPT_NAME else family
            table.setName(value, record.nameID, record.platformID, record.platEncID, record.langID)


def save(font: TTFont, name: str) -> None:
    font.flavor = "woff2"
    font.save(HERE / name)
    print(name, (HERE / name).stat().st_size)


# The verdict marks. Each stands in a box 800 units wide, about (400, 330); 1000 units make one em.
CENTRE = (400, 330)
RADIUS = 330
STROKE = 88


def ring(pen, radius: float, *, clockwise: bool, quarters: int = 4, start: float = 0) -> None:
    """A circle, or some quarters of one, out of cubic curves.

    In a glyph, a circle that runs the other way is a hole.
    """
    turn = -math.pi / 2 if clockwise else math.pi / 2
    handle = math.copysign(
        4 / 3 * math.tan(math.pi / 8), turn
    )  # the length at which a cubic best follows a quarter circle

    def point(angle: float, along: float = 0) -> tuple[float, float]:
        """On the circle, or `along` its tangent from there."""
        x = math.cos(angle) - along * math.sin(angle)
        y = math.sin(angle) + along * math.cos(angle)
        return CENTRE[0] + radius * x, CENTRE[1] + radius * y

    angle = math.radians(start)
    pen.moveTo(point(angle))
    for _ in range(quarters):
        pen.curveTo(point(angle, handle), point(angle + turn, -handle), point(angle + turn))
        angle += turn
    pen.closePath()


def polygon(pen, *offsets: tuple[float, float]) -> None:
    """A closed figure through points given from the centre."""
    first, *others = [(CENTRE[0] + x, CENTRE[1] + y) for x, y in offsets]
    pen.moveTo(first)
    for point in others:
        pen.lineTo(point)
    pen.closePath()


def holds(pen) -> None:
    """A disc."""
    ring(pen, RADIUS, clockwise=True)


def holds_here(pen) -> None:
    """A disc in a ring: holds, within this circle."""
    ring(pen, RADIUS, clockwise=True)
    ring(pen, RADIUS - 70, clockwise=False)
    ring(pen, 170, clockwise=True)


def mixed(pen) -> None:
    """A ring, half full."""
    is_open(pen)
    ring(pen, RADIUS - STROKE + 6, clockwise=True, quarters=2, start=270)


def fails(pen) -> None:
    """A cross."""
    d, h = 300, STROKE * 0.75
    polygon(
        pen,
        (-d, d - h),
        (-d + h, d),
        (0, h),
        (d - h, d),
        (d, d - h),
        (h, 0),
        (d, -d + h),
        (d - h, -d),
        (0, -h),
        (-d + h, -d),
        (-d, -d + h),
        (-h, 0),
    )


def is_open(pen) -> None:
    """A ring."""
    ring(pen, RADIUS, clockwise=True)
    ring(pen, RADIUS - STROKE, clockwise=False)


def opinion(pen) -> None:
    """A lozenge: not on the scale of discs at all."""
    outer = 390
    inner = outer - STROKE * 1.42
    polygon(pen, (0, outer), (outer, 0), (0, -outer), (-outer, 0))
    polygon(pen, (0, inner), (-inner, 0), (0, -inner), (inner, 0))


MARKS = {"●": holds, "◉": holds_here, "◐": mixed, "✕": fails, "○": is_open, "◇": opinion}


def glyph(draw=None):
    pen = TTGlyphPen(None)
    if draw:
        draw(Cu2QuPen(pen, 1.0, reverse_direction=False))
    return pen.glyph()


def make_marks(name: str) -> None:
    """Build the font of the verdict marks from nothing."""
    names = [".notdef", *(draw.__name__ for draw in MARKS.values())]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(character): draw.__name__ for character, draw in MARKS.items()})
    builder.setupGlyf(
        {".notdef": glyph()} | {draw.__name__: glyph(draw) for draw in MARKS.values()}
    )
    builder.setupHorizontalMetrics({name: (800, 10) for name in names})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-200, usWinAscent=800, usWinDescent=200)
    builder.setupNameTable({"familyName": "Verdicts", "styleName": "Regular"})
    builder.setupPost()
    save(builder.font, name)


if __name__ == "__main__":
    modules = Path(sys.argv[1])
    cut(
        modules / f"{SERIF}normal.woff2",
        "seven-serif.woff2",
        LATIN,
        "Seven Serif",
        wght=(400, 650),
        opsz=(8, 48),
    )
    cut(
        modules / f"{SERIF}italic.woff2",
        "seven-serif-italic.woff2",
        LATIN,
        "Seven Serif",
        wght=400,
        opsz=(8, 48),
    )
    cut(modules / MONO, "seven-mono.woff2", LATIN, "Seven Mono", wght=(400, 600))
    cut(modules / MATH, "symbols.woff2", SYMBOLS)
    make_marks("verdicts.woff2")
