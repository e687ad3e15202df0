"""The rules of docs/play.md, "How it is scored", from the words of that page: what the game's
script is held to.
"""

import unicodedata
from math import log2

OPPONENTS = (
    "model",
    "n-gram",
    "blind",
)  # in the order of a word's bits; the first two have shares, too

NAMES = {"model": "model", "n-gram": "n-gram model"}


def plain(word: str) -> str:
    return unicodedata.normalize("NFC", word.strip().lower().replace("’", "'"))


def is_right(guess: str, word: str) -> bool:
    return plain(guess) == plain(word)


def first_guess(entry: dict, opponent: str) -> str:
    return max(entry["shares"], key=lambda row: row[1 + OPPONENTS.index(opponent)])[0]


def share_out(answer: dict) -> tuple[list[tuple[str, float]], tuple[str, float], float]:
    """Weights as shares of one: of the candidates, of the reader's own word, and the rest, to which
    one part in a hundred always goes.
    """
    whole = sum(weight for _, weight in answer["given"]) + answer["own"][1] + answer["rest"]
    one = 0.99 / whole if whole else 0
    own, weight = answer["own"]
    return (
        [(word, one * part) for word, part in answer["given"]],
        (own, one * weight),
        0.01 + one * answer["rest"] if whole else 1,
    )


def price(answer: dict, entry: dict) -> float:
    """The bits that a share-out costs when the word of this entry comes."""
    given, (own, mine), rest = share_out(answer)

    def share(word: str) -> float:
        return sum(part for candidate, part in given if candidate == word) + (
            mine if is_right(own, word) else 0
        )

    if share(entry["word"]):
        return -log2(share(entry["word"]))
    spreader = 0 if entry["bits"][1] is None else 1
    taken = sum(row[1 + spreader] for row in entry["shares"] if share(row[0]))
    usual = 2 ** -entry["bits"][spreader]
    return -log2(
        rest * usual / max(1 - taken, usual)
    )  # of rounded numbers, a part can come out as more than the whole


def totals(words: list[dict], answers: list, way: str) -> dict[str, dict]:
    """Who has how many words right, how many bits, and how many for each character; None where it
    is not counted, as for the n-gram model in a text of the reader's own.
    """
    opponents = [who for i, who in enumerate(OPPONENTS) if words[0]["bits"][i] is not None]
    played = list(zip(words, answers, strict=False))
    characters = sum(len(entry["word"]) for entry, _ in played)
    right = {
        who: sum(first_guess(entry, who) == entry["word"] for entry, _ in played)
        for who in opponents
        if who != "blind"
    }
    bits = {
        who: sum(entry["bits"][OPPONENTS.index(who)] for entry, _ in played) for who in opponents
    }
    if way == "type":
        right["you"] = sum(is_right(guess, entry["word"]) for entry, guess in played)
    else:
        bits["you"] = sum(price(answer, entry) for entry, answer in played)
    rate = {who: paid / characters for who, paid in bits.items() if characters}
    return {
        who: {"right": right.get(who), "bits": bits.get(who), "rate": rate.get(who)}
        for who in ("you", *OPPONENTS)
    }


def compared(words: list[dict], answers: list, way: str, who: str) -> int:
    """Whether the reader has clearly less than an opponent, -1, or more, 1; else 0: where signs
    drawn at random for the differences, word by word, often give as much.
    """
    differences = []
    for entry, answer in zip(words, answers, strict=True):
        bits = entry["bits"][OPPONENTS.index(who)]
        mine = is_right(answer, entry["word"]) if way == "type" else price(answer, entry)
        theirs = first_guess(entry, who) == entry["word"] if way == "type" else bits
        differences.append(float(mine) - float(theirs))
    spread = sum(each**2 for each in differences) ** 0.5
    lead = abs(sum(differences)) - (1 if way == "type" else 0)
    return (1 if sum(differences) > 0 else -1) if lead > 2 * spread else 0


def meaning(words: list[dict], answers: list, way: str) -> str:
    """The sentence with which a passage ends."""
    scores = totals(words, answers, way)
    many = "many" if way == "type" else "much"
    less = "fewer" if way == "type" else "less"
    said = [f"about as {many} as", "more than", f"{less} than"]  # for 0, 1 and -1
    number = "{right}" if way == "type" else "{rate:.2f}"
    opponents = [who for who in OPPONENTS[:2] if scores[who]["bits"] is not None]
    parts = " and ".join(
        f"{said[compared(words, answers, way, who)]} the {NAMES[who]} ({number.format(**scores[who])})"
        for who in opponents
    )
    you = number.format(**scores["you"])
    if way == "type":
        return (
            f"You had {you} of {len(words)} words right, {parts}; people in a study had"
            " 29 in 100 tokens of other texts right."
        )
    return (
        f"You paid {you} bits per character, {parts};"
        " people who bet on every letter of another text paid about 1.3."
    )
