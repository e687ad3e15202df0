"""Active content: HTML that runs, loads or sends something, or changes what the whole page is."""

import re
from collections.abc import Iterable

TAG = re.compile(r"<(?=[a-zA-Z/!?])")  # the beginning of one
_ELEMENTS = {
    "animate", "applet", "base", "embed", "frame", "frameset", "iframe", "link", "meta", "object",
    "script", "set", "style",
}  # fmt: skip
_ATTRIBUTES = {"action", "formaction", "http-equiv", "ping", "srcdoc", "style"}
ADDRESS = re.compile(r"(?i:\b(?:javascript|vbscript):|\bdata:text/html)")
_UNSEEN = re.compile(r"[\s\x00-\x1f]")  # which browsers overlook in an address


def active_content(tag: str, attributes: Iterable[tuple[str, str | None]]) -> str:
    """What of an element is active content; '' if nothing is."""
    if tag.lower() in _ELEMENTS:
        return f"<{tag}>"
    for name, value in attributes:
        if name.lower().startswith("on") or name.lower() in _ATTRIBUTES:
            return f"{name}="
        if address := ADDRESS.search(_UNSEEN.sub("", value or "")):
            return address[0]
    return ""
