"""The second model's file is joined from its parts, or one message says what is missing."""

from hashlib import sha256

import pytest

from perspectives import weights


@pytest.fixture
def parts(tmp_path, monkeypatch):
    """Two packages with half a file each, as if they were installed; the first half."""
    names = {}
    for number, half in enumerate((b"wei", b"ghts"), 1):
        package = tmp_path / f"pretended_part{number}"
        package.mkdir()
        (package / "__init__.py").touch()
        (package / "half").write_bytes(half)
        names[package.name] = "half"
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(weights, "PARTS", names)
    monkeypatch.setattr(weights, "SECOND_SHA256", sha256(b"weights").hexdigest())
    return tmp_path / "pretended_part1/half"


def test_parts_are_joined_in_order(parts, tmp_path):
    assert weights.second_file(tmp_path).read_bytes() == b"weights"


def test_parts_in_another_order_are_refused(parts, tmp_path, monkeypatch):
    monkeypatch.setattr(weights, "PARTS", dict(reversed(weights.PARTS.items())))
    with pytest.raises(weights.WeightsError, match="not the expected bytes"):
        weights.second_file(tmp_path)


def test_a_missing_part_is_named(parts, tmp_path):
    parts.unlink()
    with pytest.raises(weights.WeightsError, match=f"{parts} is no file.\nTo fix it: .*second.txt"):
        weights.second_file(tmp_path)


def test_without_its_packages_it_says_how_to_install_them(tmp_path):
    with pytest.raises(weights.WeightsError, match=r"part1, which carries .* is not installed"):
        weights.second_file(tmp_path)
