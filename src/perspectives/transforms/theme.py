"""What is added to Material: files that a page asks for, corrections of Material's HTML, and a content security policy."""

import re
from base64 import b64encode
from hashlib import sha256

from mkdocs.exceptions import BuildError

from perspectives.transforms.site import Page, Site
from perspectives.written import addresses

# Path of a file -> which elements need it; a page that has one of them loads the file.
_FILES = {
    "fonts/seven-mono.woff2": ".//code | .//*[@class='rec']",
    "fonts/verdicts.woff2": ".//*[starts-with(@class, 'v ')]",
    "katex/katex.min.css": ".//*[@class='arithmatex']",
    "katex/katex.min.js": ".//*[@class='arithmatex']",
    "js/questionnaire.mjs": ".//*[@class='questionnaire']",
    "live/play.mjs": ".//*[@class='game']",
    "js/evidence.mjs": ".//*[@class='filter']",
}
_ELEMENTS = {
    ".woff2": '<link rel="preload" href="{}" as="font" type="font/woff2" crossorigin>',
    ".css": '<link rel="stylesheet" href="{}">',
    ".js": '<script defer src="{}"></script>',
    ".mjs": '<script type="module" src="{}"></script>',
}

# What readers and validators miss in Material's HTML -> what stands there instead.
_PATCHES = {
    "the search dialog has a name": (
        'data-md-component="search" role="dialog"',
        'data-md-component="search" role="dialog" aria-label="Search"',
    ),
    "no section of the navigation is an empty tab stop": (' tabindex=""', ""),
    "the check box of the drawer has nothing to complete": (
        'id="__drawer" autocomplete="off"',
        'id="__drawer"',
    ),
    "the check box of the search has nothing to complete": (
        'id="__search" autocomplete="off"',
        'id="__search"',
    ),
    "the drawer opens by keyboard": (
        'md-icon" for="__drawer"',
        'md-icon" for="__drawer" tabindex="0" title="Navigation"',
    ),
}

_CHARSET = '<meta charset="utf-8">'  # stands before the policy, which rules only what follows it
_INLINE = re.compile("<script>(.*?)</script>", re.S)  # with attributes it is a file or data
_ARTICLE = re.compile("<article.*</article>", re.S)


def add_files(site: Site) -> None:
    """Let each page load the fonts, styles and scripts that it needs."""
    for page in site.pages.values():
        page.head += "".join(f"{line}\n" for line in _links(page))


def _links(page: Page) -> list[str]:
    up = addresses.up(page.name)
    return [
        _ELEMENTS[path[path.rindex(".") :]].format(up + path)
        for path, elements in _FILES.items()
        if page.tree.xpath(f"boolean({elements})")
    ]


def patched(html: str) -> str:
    """A page with the corrections of Material's HTML. Raises BuildError if one has nothing to correct."""
    for purpose, (old, new) in _PATCHES.items():
        if old not in html:
            raise BuildError(
                f"src/perspectives/transforms/theme.py: Material no longer writes {old!r}:"
                f" adapt or remove the patch by which {purpose}"
            )
        html = html.replace(old, new)
    return html


def with_policy(html: str) -> str:
    """A page with a policy by which browsers refuse whatever the build did not put there.

    It allows Material's inline scripts, whose text differs from page to page, and no script that an author wrote.
    A `<meta>` cannot say who may frame the page (`frame-ancestors`), and a worker obeys only the headers of its own
    file: a host that can send headers should add both.
    """
    scripts = _INLINE.findall(_ARTICLE.sub("", html))
    digests = [b64encode(sha256(script.encode()).digest()).decode() for script in scripts]
    sources = " ".join(["'self'", *(f"'sha256-{digest}'" for digest in digests)])
    # data: Material's icons are masks written into its style sheet.
    policy = (
        f"default-src 'none'; script-src {sources}; style-src 'self'; font-src 'self'; connect-src 'self';"
        " worker-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
    )
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return html.replace(_CHARSET, f"{_CHARSET}\n{meta}", 1)
