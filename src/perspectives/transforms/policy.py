"""A content security policy in the head of every page: the browser refuses whatever the build did not put there.

A `<meta>` cannot say who may frame the page (`frame-ancestors`), and a worker heeds only the headers of its own file: a host that can send headers adds both.
"""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from perspectives.render import templates

_CHARSET = (
    '<meta charset="utf-8">'  # the one thing before the policy: it rules only what follows it
)
_INLINE = re.compile("<script>(.*?)</script>", re.S)  # with attributes it is a file or data
_ARTICLE = re.compile("<article.*</article>", re.S)


def add_policies(site: Path) -> None:
    """To be called last: it vouches for Material's scripts, whose text differs from page to page, and for no script in what an author wrote."""
    for path in site.rglob("*.html"):
        page = path.read_text("utf8")
        digests = [
            b64encode(sha256(script.encode()).digest()).decode()
            for script in _INLINE.findall(_ARTICLE.sub("", page))
        ]
        path.write_text(
            page.replace(
                _CHARSET, f"{_CHARSET}\n{templates.render('policy.html', digests=digests)}", 1
            ),
            "utf8",
        )
