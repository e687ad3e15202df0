"""What is added to Material: files that a page asks for, corrections of Material's HTML, and a
content security policy.
"""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from mkdocs.exceptions import BuildError

from perspectives.written import addresses, live

# Path of a file -> what the page has in it that needs the file.
_FILES = {
    "fonts/seven-mono.woff2": ("<code", 'rec"'),
    "fonts/verdicts.woff2": ('class="v ',),
    "katex/katex.min.css": ('class="arithmatex"',),
    "katex/katex.min.js": ('class="arithmatex"',),
    "js/questionnaire.mjs": ('class="questionnaire"',),
    "js/glossary.mjs": ('class="find"',),
    "js/terms.mjs": ('class="term"',),
    "js/guess.mjs": ('class="ask"',),
    "live/play.mjs": ('class="game"',),
    "js/evidence.mjs": ('class="filter"',),
    "css/live.css": tuple(f"<{tag}" for tag in live.TAGS),
    **{f"live/{tag}.mjs": (f"<{tag}",) for tag in live.TAGS},
}
_LINKS = {
    ".woff2": '<link rel="preload" href="{}" as="font" type="font/woff2" crossorigin>',
    ".css": '<link rel="stylesheet" href="{}">',
    ".js": '<script defer src="{}"></script>',
    ".mjs": '<script type="module" src="{}"></script>',
}

_LABEL = 'data-md-component="search" role="dialog"'
# What readers and validators miss in Material's HTML -> what it should be: the search dialog
# has no name, check boxes have nothing to complete, the drawer opens by pointer only, and a section
# of the navigation is an empty tab stop.
PATCHES = [
    (_LABEL, f'{_LABEL} aria-label="Search"'),
    ('id="__drawer" autocomplete="off"', 'id="__drawer"'),
    ('id="__search" autocomplete="off"', 'id="__search"'),
    ('md-icon" for="__drawer"', 'md-icon" for="__drawer" tabindex="0" title="Navigation"'),
    (' tabindex=""', ""),
]

_CHARSET = '<meta charset="utf-8">'  # stands before the policy, which rules only what follows it
_INLINE = re.compile(r"<script\b(?![^>]*(?: src=|json\"))[^>]*>(.*?)</script>", re.S | re.I)
# The one thing in Material's inline scripts that differs from page to page.
_BASE = re.compile(r'(?<=^__md_scope=new URL\(")[\w./:%~-]*(?=",location\))')
# Those scripts without it, by their digests: what they keep, the scheme, the tab that is linked to.
_SCRIPTS = (
    "frNoT9rNKIH2e5QomDJzop2HdNi8gmIq+bZajsEDKpA=",
    "DrEMJJ29sL7vIloQzly+VUGMxKcBTMII+OfW7Y8AkG4=",
    "/8wPdzX9q0NNJXyA5lzsLojXFpkeaXVxhbfkUOQaWy8=",
)


def links(page: str, html: str) -> str:
    """The fonts, styles and scripts that a page needs, for its head."""
    found = [path for path, signs in _FILES.items() if any(sign in html for sign in signs)]
    lines = [_LINKS[Path(path).suffix].format(addresses.up(page) + path) for path in found]
    return "\n".join(lines)


def patched(html: str) -> str:
    """A page with its patches. Raises BuildError if one of them has nothing to correct."""
    for old, new in PATCHES:
        if old not in html:
            fix = "adapt or remove its patch in src/perspectives/transforms/theme.py"
            raise BuildError(f"Material no longer writes {old!r}: {fix}")
        html = html.replace(old, new)
    return html


def with_policy(html: str) -> str:
    """A page with a policy by which browsers refuse whatever the build did not put there.

    It allows the inline scripts of Material that are known, and no other. A `<meta>` cannot say who
    may frame the page (`frame-ancestors`), and a worker obeys only the headers of its own file: a
    host that can send headers should add both. Raises BuildError for an inline script that is not
    known, and if there is no place for the policy.
    """
    if _CHARSET not in html:
        fix = "adapt _CHARSET in src/perspectives/transforms/theme.py"
        raise BuildError(f"no {_CHARSET!r} in a page, after which its policy would stand: {fix}")
    scripts = _INLINE.findall(html)
    for script in scripts:
        _vouch(script)
    sources = " ".join(["'self'", *(f"'sha256-{_digest(script)}'" for script in scripts)])
    # data: Material's icons are masks written into its style sheet.
    policy = (
        f"default-src 'none'; script-src {sources}; style-src 'self'; font-src 'self';"
        " connect-src 'self'; worker-src 'self'; img-src 'self' data:; base-uri 'none';"
        " form-action 'none'"
    )
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return html.replace(_CHARSET, f"{_CHARSET}\n{meta}", 1)


def _vouch(script: str) -> None:
    digest = _digest(_BASE.sub("", script))
    if digest not in _SCRIPTS:
        raise BuildError(
            f"an inline script that browsers would refuse, {script[:60]!r}: put it into a file in"
            " theme/js and name that in _FILES; or, if Material writes it, read it and put its"
            f" digest, {digest}, into _SCRIPTS (both in src/perspectives/transforms/theme.py)"
        )


def _digest(script: str) -> str:
    return b64encode(sha256(script.encode()).digest()).decode()
