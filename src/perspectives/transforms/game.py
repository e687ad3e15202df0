"""What the game on the page `play` loads: a file for each passage."""

import json

from perspectives.transforms.site import Site
from perspectives.written import recorded


def add_game(site: Site) -> None:
    """Add play/NAME.json for every passage that can be played: all but the first, which
    the page shows played through. The game is told how large the weights are, if there are any.
    """
    if "play" not in site.pages:
        return
    for game in site.pages["play"].tree.iterfind(".//div[@class='game']"):
        game.set("data-megabytes", str(site.megabytes))
    for passage in recorded.passages()[1:]:
        text = json.dumps(passage, ensure_ascii=False)
        site.files[f"play/{passage['name']}.json"] = text
