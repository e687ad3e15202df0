"""The search: it leads to the place, and costs nothing before a reader turns to it."""

import pytest
from built import SCREENS

from perspectives.written import addresses, files

expect = pytest.importorskip("playwright.sync_api").expect

# Asks Material's search, without its dialog: each of some queries -> the places that it finds.
ASK = """async queries => {
  const config = JSON.parse(document.querySelector("#__config").textContent);
  const index = await (await fetch(`${config.base}/search/search_index.json`)).json();
  const worker = new Worker(config.search);
  const answer = (type, data) => new Promise(resolve => {
    worker.onmessage = event => resolve(event.data.data);
    worker.postMessage({ type, data });
  });
  await answer(0, { ...index, options: { suggest: true } });
  const found = {};
  for (const query of queries) {
    const { items } = await answer(2, query);
    found[query] = items.flat().map(item => item.location);
  }
  worker.terminate();
  return found;
}"""
WORDS = """async () => {
  const index = await (await fetch("search/search_index.json")).json();
  const words = {};
  for (const entry of index.docs) {
    for (const text of Object.keys(index.config.fields).flatMap(field => entry[field] ?? [])) {
      for (const word of text.replace(/<[^>]*>/g, " ").toLowerCase().split(new RegExp(index.config.separator))) {
        if (word && lunr.stopWordFilter(word)) (words[` ${word}`] ??= []).push(entry.location);
      }
    }
  }
  return words;
}"""


@pytest.fixture
def front(site, fresh):
    """The front page, in which Material's search can also be asked as a script."""
    page = fresh(site.url)
    (worker,) = site.folder.glob("assets/javascripts/workers/search.*.js")
    page.add_script_tag(url=worker.relative_to(site.folder).as_posix())
    return page


def test_every_word_of_the_index_is_found_wherever_it_stands(front):
    words = {word.strip(): places for word, places in front.evaluate(WORDS).items()}
    assert len(words) > 5000
    found = front.evaluate(ASK, [*words])
    assert not [word for word, places in words.items() if not {*places} <= {*found[word]}]


def test_words_that_go_on_otherwise_are_not_mistaken_for_one_another(front):
    """By what stock lunr merges branches: 1 leads to node 234, or 1 to node 2 and 3 to node 4."""
    first, second = front.evaluate(
        """[{ 1: { id: 234 } }, { 1: { id: 2 }, 3: { id: 4 } }].map(edges =>
          Object.assign(new lunr.TokenSet(), { edges }).toString())"""
    )
    assert first != second


def test_what_readers_may_call_a_place_leads_to_it_first(front):
    aliases = {
        alias: addresses.link(place)
        for place, names in files.vocabulary("aliases").items()
        for alias in names
    }
    found = front.evaluate(ASK, [*aliases])
    wrong = {alias: found[alias][:1] for alias in aliases if found[alias][:1] != [aliases[alias]]}
    assert not wrong, f"aliases in src/perspectives/written/words.yml lead elsewhere: {wrong}"


SPELLINGS = {
    "Viegas": "references/#li2023emergent",
    "Hanni": "references/#hanni2024mathematical",
    "Zuzic": "references/#hubert2025olympiad",
    "memorization": "views/next-token/#lookup",
    "generalization": "views/free-energy/#FE-12",
    "tokeniser": "glossary/#tokenizer",
    "behaviorism": "glossary/#behaviourism",
    "finetuning": "glossary/#fine-tuning",
    "pretraining": "glossary/#pre-training",
    "AI": "glossary/#ai-effect",
}


def test_a_word_is_found_however_it_is_spelt(front):
    found = front.evaluate(ASK, [*SPELLINGS])
    assert not {word: found[word] for word, place in SPELLINGS.items() if place not in found[word]}


def test_a_whole_word_counts_more_than_the_beginning_of_another(front):
    found = front.evaluate(ASK, ["AI"])["AI"]
    assert found.index("glossary/#ai-effect") < found.index("references/#ainslie2023gqa")


def test_a_place_that_only_its_name_led_to_shows_the_name_and_not_its_whole_text(site, fresh):
    page = fresh(site.url)
    page.keyboard.press("/")
    page.keyboard.type("hallucination")
    article = page.locator(".md-search-result__article", has_text="When it is unsure")
    expect(article.locator(".md-tag mark").first).to_be_visible(timeout=15000)
    expect(article.locator(".md-tag:visible", has_text="confabulation")).to_have_count(0)
    assert article.bounding_box()["height"] < SCREENS["wide"]["height"] / 4


def test_search_finds_a_page(site, fresh):
    page = fresh(site.url)
    page.keyboard.press("/")
    page.keyboard.type("evidence")  # Material listens for keys
    expect(page.locator(".md-search-result__item").first).to_be_visible()


def test_the_search_index_comes_when_the_reader_turns_to_the_search(site, fresh):
    page = fresh(site.url)
    assert not page.evaluate(
        "performance.getEntriesByType('resource').filter(entry => entry.name.endsWith('search_index.json')).length"
    )
    with page.expect_response("**/search_index.json"):
        page.locator(".md-search__input").focus()


def test_other_requests_are_as_they_were(site, fresh):
    """Also one by an object for its address, and one that waits for its answer and throws."""
    asked = "(address => { const it = new XMLHttpRequest(); it.open('GET', new URL(address, location), false); it.send(); return it.status; })"
    page = fresh(site.url)
    assert page.evaluate(f"{asked}('404.html')") == 200
    assert (
        page.evaluate(
            f"() => {{ try {{ {asked}('http://127.0.0.1:1/'); }} catch (error) {{ return error.name; }} }}"
        )
        == "NetworkError"
    )


def test_words_that_were_searched_for_are_marked_on_the_page(site, fresh):
    page = fresh(f"{site.url}verdict/?h=verdict")
    expect(page.locator("mark").first).to_be_visible()


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("NTP-03", "views/next-token/#NTP-03"),
        ("induction head", "glossary/#induction"),
        ("logit", "glossary/#logit"),
        ("RLHF", "glossary/#rlhf"),
        ("SAEs", "glossary/#sparse-autoencoder"),
        ("real log canonical threshold", "glossary/#learning-coefficient"),
        ("Shannon", "references/#shannon1951prediction"),
        ("loop.py", "views/next-token/#loop"),
        ("next-token/loop", "views/next-token/#loop"),
        ("next-token/n_grams", "views/next-token/#n-grams"),
    ],
)
def test_search_leads_to_the_place(site, fresh, query, place):
    page = fresh(site.url)
    page.keyboard.press("/")
    page.keyboard.type(query)
    path, _, anchor = place.partition("#")
    found = page.locator(
        f".md-search-result__item:first-child > a[href*='{path}'][href$='#{anchor}']"
    )
    expect(found).to_be_visible(timeout=15000)
    page.wait_for_timeout(300)  # of results to an unfinished word none is left
    page.keyboard.press("Enter")  # opens the best result
    page.wait_for_url(lambda url: url.split("?")[0].endswith(path) and url.endswith(f"#{anchor}"))
