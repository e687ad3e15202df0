"""Nothing of the house is left over: every file of the theme and of live/, every template and every list of requirements has its use."""

import re
import shutil
from pathlib import Path

import material
import pytest

from perspectives.written import pages

APART = ("LICENSE", "OFL.txt", "README.txt", "make_fonts.py")  # what a font or a library comes with


def orphans(root: Path) -> list[str]:
    """The files that nothing uses, as `file: what should name it`."""
    folders = [*(root / "theme").rglob("*"), *(root / "live").rglob("*")]
    theme = [path for path in sorted(folders) if path.is_file() and path.name not in APART]
    templates = [path for path in sorted((root / "src").rglob("templates/*")) if path.is_file()]
    users = [
        root / "mkdocs.yml",
        *(root / "src").rglob("*.py"),
        *(path for path in [*theme, *templates] if path.suffix in (".html", ".css", ".mjs")),
    ]
    texts, noxfile = {path: pages.read(path) for path in users}, pages.read(root / "noxfile.py")
    found = []
    for path in [*theme, *templates]:
        name, stem = re.escape(path.name), re.escape(path.stem)
        ways = [
            rf"(?<![\w-]){name}",
            rf'"{stem}"',
            rf"\b{path.parent.name}/{stem}\b(?!\.)",
        ]  # a.css; "a", if a template adds the ending; seven/a
        named = any(
            re.search("|".join(ways), text) for other, text in texts.items() if other != path
        )
        overrides = (
            root / "theme" in path.parents
            and (
                Path(material.__file__).parent / "templates" / path.relative_to(root / "theme")
            ).is_file()
        )
        directive = path.suffix == ".md" and any(
            f"{{{{{path.stem}" in pages.read(page) for page in pages.DOCS.rglob("*.md")
        )
        if not (named or overrides or directive):
            found.append(
                f"{path.relative_to(root)}: neither mkdocs.yml nor a template, a style sheet, a script or a page names it"
            )
    lists = {
        name
        for call in re.findall(r'set_up\(session, ("[^)]*)\)', noxfile)
        for name in re.findall(r"\w+", call)
    }
    lists.add("nox")  # which runs the noxfile
    for name in sorted(lists ^ {path.stem for path in (root / "requirements").iterdir()}):
        found.append(f"requirements/{name}.in: the noxfile and the folder do not agree on it")
    return found


def test_nothing_is_left_over():
    found = orphans(pages.ROOT)
    assert not found, "\n".join([*found, "name it where it is used, or take it out"])


@pytest.mark.parametrize(
    "name",
    [
        "theme/css/old.css", "theme/js/old.mjs", "live/old.mjs", "theme/fonts/old.woff2", "theme/katex/fonts/Old.woff2", "theme/.icons/seven/old.svg",
        "theme/partials/old.html", "src/perspectives/render/templates/old.html", "src/perspectives/render/templates/old.md", "requirements/old.in",
    ],
)  # fmt: skip
def test_what_is_left_over_is_named(tmp_path, name):
    for folder in ("theme", "live", "src", "requirements"):
        shutil.copytree(pages.ROOT / folder, tmp_path / folder)
    for file in ("mkdocs.yml", "noxfile.py"):
        shutil.copy(pages.ROOT / file, tmp_path)
    (tmp_path / name).write_text("")
    assert any(problem.startswith(f"{name}: ") for problem in orphans(tmp_path))
