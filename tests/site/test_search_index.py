"""The search index of the real site."""

import json

from perspectives.written import addresses, files


def test_every_alias_leads_to_a_place_that_exists(site):
    index = json.loads((site / "search/search_index.json").read_text("utf8"))
    known = {entry["location"] for entry in index["docs"]}
    gone = [place for place in files.vocabulary("aliases") if addresses.link(place) not in known]
    assert not gone, f"src/perspectives/written/words.yml: no such place: {gone}"
