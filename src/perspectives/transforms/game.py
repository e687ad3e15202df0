"""What the game on the page `play` loads: its scripts, and a file for each passage."""

import json
import shutil
from pathlib import Path

from perspectives.written import pages, recorded


def write_game(site: Path) -> None:
    """Copy live/ and write play/NAME.json for every passage that can be played: all but the first, which the page shows played through."""
    if (site / "play").is_dir():
        shutil.copytree(pages.ROOT / "live", site / "live", dirs_exist_ok=True)
        for passage in recorded.passages()[1:]:
            (site / f"play/{passage['name']}.json").write_text(
                json.dumps(passage, ensure_ascii=False), "utf8"
            )
