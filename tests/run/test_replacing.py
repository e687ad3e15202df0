"""Several files are replaced together, or none is, and nothing else is left in their folder."""

from pathlib import Path

import pytest

from perspectives.run.replacing import replace


def held(folder: Path) -> dict[str, str]:
    """Every file below a folder, and its text."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_text("utf8") for path in files}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "v").mkdir()
    (tmp_path / "v/one.txt").write_text("old\n")
    (tmp_path / "v/one.svg").write_text("<svg/>")
    return tmp_path


def test_texts_are_written_and_a_file_without_a_text_is_deleted(folder):
    texts = {"v/one.txt": "Größe “漢”\n", "v/one.svg": "", "w/new/one.txt": "w\n"}
    replace({folder / name: text for name, text in texts.items()}, folder)
    assert held(folder) == {"v/one.txt": "Größe “漢”\n", "w/new/one.txt": "w\n"}
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


def test_files_of_one_name_in_two_folders_are_kept_apart(folder):
    replace({folder / "v/one.txt": "v\n", folder / "w/one.txt": "w\n"}, folder)
    assert held(folder) == {"v/one.txt": "v\n", "v/one.svg": "<svg/>", "w/one.txt": "w\n"}


def test_none_is_replaced_if_one_cannot_be_written(folder, monkeypatch):
    before, write, places = held(folder), Path.write_text, list[Path]()

    def full(path: Path, text: str, encoding: str) -> int:
        places.append(path.parent)
        if len(places) == 2:
            raise OSError("no space left")
        return write(path, text, encoding)

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OSError, match="no space left"):
        replace({folder / "v/one.txt": "new\n", folder / "v/one.svg": "<svg id='a'/>"}, folder)
    assert held(folder) == before
    assert {place.parent for place in places} == {folder}, "on the same disk"
    assert all(place.name.startswith(".") and place.name.endswith(".new") for place in places)
