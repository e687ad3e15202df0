"""What the game loads: a file for each passage, made from the record, and the scripts."""

import json

from perspectives.written import files, recorded

ROWS = """{"name": "shown", "kind": "A letter", "origin": "Ours.", "text": "Dear “you”\\nand"}
{"word": " Ann", "bits": ["1.00", "2.00", "15.58"], "tokens": [[" Ann", "1.00"]], "shares": {" Bob": ["0.2500", "0.5000"], " Ann": ["0.5000", "0.2500"]}}
{"name": "played", "kind": "A <list>", "origin": "Ours.", "text": "One & “two”"}
{"word": " 3", "bits": ["0.50", "4.00", "31.16"], "tokens": [["3", "0.50"]], "shares": {" 3": ["0.7071", "0.0625"], " four": ["0.1000", "0.5"]}}
"""


def small(project):
    project.write("recorded/play/words.jsonl", ROWS)
    project.write(
        "docs/play.md", "---\ndescription: A game.\n---\n# Play {#play}\n\n{{game}}\n\n{{played}}\n"
    )
    return project.build()


def test_a_passage_is_offered_with_numbers_as_numbers(project):
    site = small(project)
    found = json.loads((site / "play/played.json").read_text("utf8"))
    word = {
        "word": " 3",
        "bits": [0.5, 4.0, 31.16],
        "tokens": [["3", 0.5]],
        "shares": [[" 3", 0.7071, 0.0625], [" four", 0.1, 0.5]],
    }
    assert found == {
        "name": "played",
        "kind": "A <list>",
        "origin": "Ours.",
        "text": "One & “two”",
        "words": [word],
    }


def test_the_first_passage_is_shown_and_the_others_are_played(project):
    site = small(project)
    page = (site / "play/index.html").read_text("utf8")
    assert not (site / "play/shown.json").exists() and 'data-name="shown"' not in page
    assert 'data-name="played" data-words="1">A &lt;list&gt;</a>' in page
    assert (
        '<p class="board-text">Dear “you”<br>and <span class="told cost-0">Ann</span></p>' in page
    )
    row = '<th scope="row">Ann</th><td>the same</td><td class="bits model">1.0</td>'
    assert f'{row}<td class="bits">2.0</td><td class="bits">15.6</td>' in page


def test_a_site_without_the_page_has_no_game(project):
    assert not (project.build() / "play").exists()


def test_the_record_has_ten_passages_of_some_thirty_words_each_with_its_text():
    texts = {p["name"]: p["text"] for p in files.read_yaml(files.SNIPPETS / "data/play.yml")}
    played = recorded.passages()[1:]
    assert len(played) >= 10
    for passage in played:
        assert 25 <= len(passage["words"]) <= 35, passage["name"]
        assert (
            passage["text"] + "¦" + "".join(word["word"] for word in passage["words"])
            == texts[passage["name"]]
        )
