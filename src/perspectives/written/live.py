"""The widgets: elements of a page in which the model answers, and what they show before it does."""

import re
from base64 import b64encode
from typing import Any

from perspectives.written.recorded import kept

Row = dict[str, Any]
Table = tuple[str, list[str], list[list[str]]]  # caption, header, rows

# Tag -> the snippet in snippets/live that keeps what the widget shows at first.
MODEL = {
    "next-token": "next_token",
    "generate-text": "generate",
    "surprise-text": "surprise",
    "attention-map": "attention",
    "logit-lens": "lens",
    "knock-out": "knockout",
}
TOYS = ("toy-pentagon", "two-valleys")  # trained or counted in the page, without the model
TAGS = (*MODEL, *TOYS)
HEADS = 9  # of each layer of the model
_OPENED = re.compile(rf"<({'|'.join(MODEL)})\b([^>]*)>")
_RECORD = re.compile(r'record="([^"]*)"')


def opened(text: str) -> list[tuple[str, str]]:
    """The widgets of the model that a text opens: the tag, and what its attribute `record` says."""
    found = [(tag, _RECORD.search(rest)) for tag, rest in _OPENED.findall(text)]
    return [(tag, names[1] if names else "") for tag, names in found]


def states(tag: str, names: str) -> list[Row]:
    """What was recorded for a widget under these names, which blanks separate.

    Raises LookupError with what there is to choose from.
    """
    rows = {row["name"]: row for row in kept(f"live/{MODEL[tag]}")}
    if not names.split() or set(names.split()) - rows.keys():
        raise LookupError(f'<{tag} record="{names}">: name one or more of {", ".join(rows)}')
    return [rows[name] for name in names.split()]


def data(tag: str, row: Row) -> Row:
    """A record as the widget reads it: the shape in which the model answers in the page."""
    match tag:
        case "next-token":
            return row | {"top": _pairs(row["top"]), "sums": _floats(row["sums"])}
        case "surprise-text":
            return row | {"bits": [None, *_floats(row["bits"])]}
        case "attention-map":
            shares = [
                round(100 * share) for head in row["heads"] for share in _floats(head.split())
            ]
            others = {name: value for name, value in row.items() if name != "heads"}
            return others | {"weights": b64encode(bytes(shares)).decode()}
        case "logit-lens":
            return row | {"layers": [[_pairs(top) for top in layer] for layer in row["layers"]]}
        case "knock-out":
            tops = {name: _pairs(row[name]) for name in ("before", "after")}
            return row | tops | {"bits": [_floats(layer) for layer in row["bits"]]}
    return row


def _floats(texts: list[str]) -> list[float]:
    return [float(text) for text in texts]


def _pairs(rows: list[list[str]]) -> list[tuple[str, float]]:
    return [(token, float(number)) for token, number in rows]


def table(tag: str, row: Row) -> Table:
    """A record as a table, for readers without script."""
    after = f"After “{row['prompt']}”"
    tokens = row.get("tokens", [])
    match tag:
        case "next-token":
            return f"{after}, what comes next", ["token", "probability"], row["top"][:5]
        case "surprise-text":
            costs = [list(pair) for pair in zip(tokens[1:], row["bits"], strict=True)]
            return "What each token costs", ["token", "bits"], costs
        case "attention-map":
            layer, head = row["shown"]
            last = row["heads"][HEADS * layer + head].split()[-len(tokens) :]
            looks = [list(pair) for pair in zip(tokens, last, strict=True)]
            return f"Where the last token looks in head {layer}.{head}", ["token", "share"], looks
        case "logit-lens":
            said = [[f"{n}", *layer[-1][0]] for n, layer in enumerate(row["layers"], -1)][1:]
            return f"{after}, what each layer would say", ["layer", "token", "share"], said[::-3]
        case "knock-out":
            pairs = zip(row["before"][:5], row["after"][:5], strict=True)
            both = [[token, before, after] for (token, before), (_, after) in pairs]
            cut = ", ".join(f"{layer}.{head}" for layer, head in row["heads"])
            return f"{after}, without head {cut}", ["token", "before", "after"], both
    return "How the model goes on", ["who", "text"], [["You", row["prompt"]], ["It", row["text"]]]
