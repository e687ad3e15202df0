"""What the search can find: the index that is written, and the script that looks things up in it."""

import json

import pytest
from mkdocs.exceptions import Abort, BuildError
from mkdocs.structure.files import Files

from perspectives.transforms import search


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("Viégas and <em>Hänni</em>", {"viegas", "hanni"}),
        ("Łukasz Sørensen", {"lukasz", "sorensen"}),
        ("generalisation", {"generalization"}),
        ("generalization", {"generalisation"}),
        ("modelled behaviour", {"modeled", "behavior"}),
        ("fine-tuning", {"finetuning"}),
        ("the model &amp; its text", set()),
    ],
)
def test_a_word_is_spelt_as_others_spell_it(text, others):
    assert search.otherwise(text) == others


def test_an_entry_has_what_it_is_called_beside_what_it_says(project, monkeypatch):
    monkeypatch.setattr(search, "_ALIASES", {"views/v.md#NTP-01": ["behaviour"], "gone.md": ["x"]})
    site = project.build()
    index = json.loads((site / "search/search_index.json").read_text())
    entries = {entry["location"]: entry for entry in index["docs"]}
    assert entries["views/v/#NTP-01"]["tags"] == ["NTP-01", "behaviour"]
    assert entries["views/v/#NTP-01"]["tags, otherwise"] == "behavior"
    assert entries["views/v/#one"]["tags"] == ["v/one.py"]
    assert entries["glossary/#token"]["tags"] == ["Token", "tokens"]
    work = entries["references/#shannon1951"]
    assert work["tags"] == [work["title"]] == ["Shannon, 1951"]
    assert work["text"].startswith("Shannon, C. E. (1951). Prediction and Entropy. BSTJ.")
    assert index["config"]["fields"]["tags, otherwise"] == index["config"]["fields"]["tags"]


@pytest.mark.parametrize(
    ("claim", "title"),
    [
        ("One *two* three four five six seven eight.", "One two three four five six seven eight."),
        (
            "One two three four five six seven eight [[token]]s.",
            "One two three four five six seven eight …",
        ),
    ],
)
def test_a_claim_is_called_by_its_id_and_its_first_eight_words(project, claim, title):
    project.edit("docs/claims.yml", "It is so.", claim)
    index = json.loads((project.build() / "search/search_index.json").read_text())
    [entry] = [entry for entry in index["docs"] if entry["location"] == "views/v/#NTP-01"]
    assert entry["title"] == f"NTP-01: {title}"


def test_the_search_is_put_right_and_a_patch_that_finds_nothing_is_named(project):
    (worker,) = (project.build() / "assets/javascripts/workers").glob("search.*.js")
    script = worker.read_text()
    assert all(new in script for _, new in search.WORKER_PATCHES)
    with pytest.raises(BuildError, match="no longer has a file"):
        search.patch_worker(Files([]))
    with pytest.raises(BuildError, match=r"no longer holds .* once: adapt or remove its patch"):
        search.patched(script)  # for it has been patched


def test_a_search_that_material_writes_otherwise_ends_the_build(project, monkeypatch, caplog):
    monkeypatch.setattr(search, "WORKER_PATCHES", [("not there", "there")])
    with pytest.raises(Abort):
        project.build()
    assert "Material's search no longer holds 'not there' once: adapt" in caplog.messages[-1]
