"""The one hook of MkDocs: `mkdocs serve` and mike build by themselves and know plugin events only."""

from pathlib import Path

from mkdocs.exceptions import BuildError

from perspectives.build import finish

served = False


def on_startup(command: str, dirty: bool) -> None:
    global served
    served = command == "serve"


def on_post_build(config) -> None:
    try:  # a variable that is set to nothing is read as null
        finish(Path(config.site_dir), config.site_url or "/", (config.extra["repository"] or "").rstrip("/"), served)
    except LookupError as error:
        raise BuildError(f"{error}: named in a list or on a page, and not there. `nox -s site` says in which file and line, and what to do") from error
