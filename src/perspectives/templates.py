"""The templates in markdown/templates/, for what stands on the pages, and in build/templates/, for what is made of the built ones.

What they ask for is added in markdown/derived.py, which both packages import.
"""

import codecs
import functools
import json
import re
from datetime import date
from pathlib import Path

import jinja2
import latexcodec  # noqa: F401  (registers the codec "ulatex", which turns & into \&)

_HERE = Path(__file__).parent
DIRECTIVES = sorted(path.stem for path in _HERE.glob("markdown/templates/*.md"))
JINJA = jinja2.Environment(  # {# starts an id in Markdown, so comments are marked otherwise
    loader=jinja2.FileSystemLoader([_HERE / "markdown/templates", _HERE / "build/templates"]), autoescape=jinja2.select_autoescape(["html"]),
    trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined, comment_start_string="<#", comment_end_string="#>",
)  # fmt: skip
JINJA.filters |= {
    "json": functools.partial(json.dumps, ensure_ascii=False),
    "day": lambda value: date(*value["date-parts"][0]),  # of CSL-JSON
    "written": lambda day: f"{int(day[8:])} {date.fromisoformat(day):%B %Y}",  # 2026-01-03 as 3 January 2026
    "latex": lambda text: codecs.encode(re.sub(r"[{}]", "", text), "ulatex+utf8"),  # BibTeX counts braces, escaped ones too
}


def render(name: str, **values) -> str:
    return JINJA.get_template(name).render(values)
