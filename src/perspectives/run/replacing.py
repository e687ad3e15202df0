"""Several files are replaced together."""

import sys
import tempfile
from pathlib import Path

from perspectives.written import files, seals


def replace_records(new: dict[Path, str]) -> None:
    """Write records, and the list of seals with theirs. Where that fails, the process ends."""
    try:
        replace(new | {seals.path(): seals.renewed(new)}, files.RECORDED)
    except OSError as error:
        fix = "Free disk space or make recorded/ writable, then run this again"
        sys.exit(f"the records are unchanged: {error}. {fix}")


def replace(new: dict[Path, str], folder: Path) -> None:
    """Write each text to its file in `folder`; a file whose text is empty is deleted.

    All texts are written, to a folder of their own which git ignores, before the first file is
    replaced: a full disk leaves the old files whole. Raises OSError.
    """
    with tempfile.TemporaryDirectory(dir=folder, prefix=".", suffix=".new") as name:
        texts = [(path, text) for path, text in new.items() if text]
        for number, (_, text) in enumerate(texts):
            Path(name, f"{number}").write_text(text, "utf8")
        for number, (path, _) in enumerate(texts):
            path.parent.mkdir(parents=True, exist_ok=True)
            Path(name, f"{number}").replace(path)
    for path, text in new.items():
        if not text:
            path.unlink(missing_ok=True)
