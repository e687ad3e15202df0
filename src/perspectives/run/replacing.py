"""Several files are replaced together, or none is."""

import tempfile
from pathlib import Path


def replace(new: dict[Path, str], folder: Path) -> None:
    """Write each text to its file in `folder`; a file whose text is empty is deleted.

    All texts are first written to a folder of their own, which git ignores, so that a full disk or
    a kill leaves the old files whole. Raises OSError.
    """
    with tempfile.TemporaryDirectory(dir=folder, prefix=".", suffix=".new") as name:
        staged = {path: Path(name) / "-".join(path.parts[-2:]) for path in new}
        for path, text in new.items():
            staged[path].write_text(text, "utf8")
        for path, text in new.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            staged[path].replace(path)
            if not text:
                path.unlink()
