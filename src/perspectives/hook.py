"""The one hook of MkDocs: `mkdocs serve` and mike build by themselves and know plugin events only."""

from pathlib import Path

from perspectives.build import finish


def on_post_build(config) -> None:
    # A variable that is set to nothing is read as null.
    finish(Path(config.site_dir), config.site_url or "/", (config.extra["repository"] or "").rstrip("/"))
