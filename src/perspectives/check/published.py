"""What was published stays: docs/ids.txt lists every published address, docs/redirects.yml says where those that moved are now.

`python -m perspectives.check.published` writes the list anew, before a version is published.
"""

from collections.abc import Iterator

from perspectives.check import agreement
from perspectives.written import edition, pages


def problems() -> Iterator[agreement.Problem]:
    """Published addresses that are gone, and redirects that lead nowhere or are not needed."""
    now, moved, path = addresses(), edition.redirects(), pages.DOCS / "ids.txt"
    listed = pages.read(path).split() if path.is_file() else []
    for n, address in enumerate(listed, 1):
        page, _, anchor = address.partition("#")
        if (
            address in now
            or edition.successor(address) in now
            or (anchor and page not in now and page not in moved)
        ):
            continue  # of a page that is gone, one message is enough
        alike = [
            f"{where} has {new}"
            for new, where in now.items()
            if new not in listed and (new.split("#")[0] == page or new.endswith(f"#{anchor}"))
        ]
        hint = f" ({'; '.join(alike[:3])})" if alike else ""
        yield (
            path,
            n,
            f"{address} was published and is gone{hint}: put it back, or say in docs/redirects.yml where it went, as `{address}: PAGE.md#ID`",
        )
    path = pages.DOCS / "redirects.yml"
    for old, new in moved.items():
        n = pages.line_of(path, rf"^['\"]?{old}['\"]?:")
        if new not in now:
            yield path, n, f"{old} leads to {new}, and there is no such place: mend the address"
        if old in now:
            yield path, n, f"{old} is still there, in {now[old]}: take this line out"
    for point in edition.corrections():
        if point.at not in now:
            example = "- [NTP-05](docs/views/next-token.md#NTP-05): said ..., says ..."
            yield (
                pages.ROOT / "CHANGELOG.md",
                point.line,
                f"a correction begins with a link to its place: {example}",
            )


def addresses() -> dict[str, str]:
    """Every address of the edition, as 'views/next-token.md' and 'views/next-token.md#loop' -> the file and line of its source."""
    found: dict[str, str] = {}
    for path in pages.sources():
        page = pages.name(path)
        found |= {page: f"{pages.relative(path)}:1"} | {
            f"{page}#{name}": f"{pages.relative(path)}:{line}"
            for name, line in agreement.ids(path).items()
        }
    return found


if __name__ == "__main__":
    (pages.DOCS / "ids.txt").write_text(
        "".join(f"{address}\n" for address in sorted(addresses())), "utf8"
    )
