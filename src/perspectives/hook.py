"""The one hook of MkDocs: `mkdocs serve` and mike build by themselves and know plugin events only."""

from errno import ENOENT
from pathlib import Path

from mkdocs.exceptions import Abort, BuildError

from perspectives.build import finish
from perspectives.build.labs import show

served = False


def on_startup(command: str, dirty: bool) -> None:
    global served
    served = command == "serve"


def on_page_content(html, page, config, files):
    return show(html, page, config, files) if page.file.src_uri.endswith(".ipynb") else html


def on_post_build(config) -> None:
    try:  # a variable that is set to nothing is read as null
        finish(Path(config.site_dir), config.site_url or "/", (config.extra["repository"] or "").rstrip("/"), served)
    except LookupError as error:
        raise BuildError(f"{error}: named in a list or on a page, and not there. `nox -s site` says in which file and line, and what to do") from error


def on_build_error(error) -> None:
    if isinstance(error, OSError) and error.errno not in (None, ENOENT):  # a template that is not there is an OSError without a number
        raise Abort(f"{error}: the built site is not whole. Free the disk, or name a folder that you may write, and build it again") from None
