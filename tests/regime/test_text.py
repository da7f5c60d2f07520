"""What is no regime file is told with its line; what looks like records is refused unread."""

from __future__ import annotations

from pathlib import Path

import pytest

from scorewatch.errors import InputError
from scorewatch.regime import text
from scorewatch.regime.refuse import WHY


def read(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        text.tables(text.read(path), "f.toml")
    return str(caught.value)


@pytest.mark.parametrize(
    ("given", "line", "says"),
    [
        ("a = 1\nb = 0,5\n", 2, "decimal point"),
        ("a = 1\nb: 2\n", 2, "equals sign"),
        ("a = “x”\n", 1, "straight quotes"),
        ("a = True\n", 1, "small letters"),
        ("a = monthly\n", 1, "in quotes"),
        ("a = .5\n", 1, "both sides"),
        ("a = 1\na = 2\n", 2, '"a" stands twice'),
        ("[a]\nb = 1\n[a]\n", 3, "twice"),
        ("a = [1,\n2\n", 2, "is not TOML"),
        ("a = " + "[" * 3000 + "]" * 3000, 0, "nested too deeply"),
        ("b = 1\na = " + "9" * 5000, 2, "thousands of digits"),
    ],
)
def test_what_is_not_toml_is_told_with_its_line(tmp_path: Path, given: str, line: int, says: str) -> None:
    message = read(tmp_path / "f.toml", given.encode())
    assert message.startswith(f"f.toml:{line}: " if line else "f.toml: ")
    assert says in message


def test_text_in_another_encoding(tmp_path: Path) -> None:
    assert "f.toml:2: is not UTF-8" in read(tmp_path / "f.toml", b"a = 1\nb = \xe9\n")
    assert "is not UTF-8" in read(tmp_path / "f.toml", "a = 1".encode("utf-16"))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("persons.csv", b"a = 1\n"),
        ("persons.XLSX", b""),
        ("persons.parquet", b""),
        ("persons.json", b"{}"),
        ("face.jpg", b""),
        ("f.toml", b"PK\x03\x04rest"),
        ("f.toml", b"PAR1rest"),
        ("f.toml", b"SQLite format 3\0"),
        ("f.toml", b'{"people": []}'),
        ("f.toml", b"name,plate\nLi,LU1\n"),
        ("f.toml", b"name;plate\nLi;LU1\n"),
        ("f.toml", b"name\tplate\nLi\tLU1\n"),
    ],
)
def test_records_are_refused_with_the_reason_and_without_a_word_of_them(tmp_path: Path, name: str, data: bytes) -> None:
    message = read(tmp_path / name, data)
    assert WHY in message
    assert "Li" not in message


@pytest.mark.parametrize("given", ["# one, two\n# three, four\na = 1\n", "a = [1,\n2]\n", "[a]\nb = 1\n"])
def test_a_regime_with_commas_is_none(tmp_path: Path, given: str) -> None:
    (tmp_path / "f.toml").write_text(given, encoding="utf-8")
    assert text.tables(text.read(tmp_path / "f.toml"), "f.toml")


def test_folders_and_large_files(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        text.read(tmp_path)
    assert "larger than 4 MiB" in read(tmp_path / "f.toml", b"# x\n" * 2**20 + b"#")
