"""No regime holds what identifies a person, in whatever table it stands."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scorewatch.regime.refuse import WHY, identifying, kind_of_content, kind_of_records

Found = Callable[..., list[tuple[str, str]]]


@pytest.mark.parametrize(
    "key", ["name", "id_number", "ID-Number", "plate", "face", "address", "phone", "email", "photo", "persons", "姓名"]
)
def test_a_key_that_identifies_is_refused_wherever_it_stands(key: str) -> None:
    for raw, path in (
        ({key: "x"}, (key,)),
        ({"trait": {"journalist": {key: "x"}}}, ("trait", "journalist", key)),
        ({"trait": {key: {"says": "x"}}}, ("trait", key)),
        ({"phase": [{"set": {key: 1}}]}, ("phase", 0, "set", key)),
    ):
        assert [found.path for found in identifying(raw)] == [path]


def test_the_reason_is_given_once_and_nothing_else_is_said_of_it(mistakes: Found) -> None:
    found = mistakes(("leave_at = 950", 'leave_at = 950\npersons = [{ name = "Li", id_number = "3706" }]'))
    assert len(found) == 1
    assert found[0][0] == "article.toml:129"
    assert WHY in found[0][1]
    assert "Li" not in found[0][1]


def test_a_sensor_may_be_called_after_what_it_looks_at() -> None:
    assert not list(identifying({"sensor": {"plates": {}, "faces": {}}, "behaviour": {"smoking": {}}}))


@pytest.mark.parametrize(("name", "kind"), [("a.CSV", "records"), ("a.xlsx", "spreadsheet"), ("a.toml", ""), ("a", "")])
def test_a_file_of_records_is_known_by_its_name(name: str, kind: str) -> None:
    assert kind in kind_of_records(name)
    assert bool(kind) == bool(kind_of_records(name))


def test_two_lines_with_as_many_commas_are_records_only_without_an_equals_sign() -> None:
    assert kind_of_content(b"a,b\nc,d\n")
    for data in (b"a,b\nc = 1, 2\n", b"a = 1, 2\nb = 3, 4\n", b"a,b\n", b"a\nb\n", b"a,b\nc,d,e\n", b"\n\n", b""):
        assert not kind_of_content(data)


def test_only_a_part_may_be_called_so() -> None:
    raw = {"sensor": {"x": {"plates": 1}}, "plates": {}, "score": {"plates": 1}}
    assert [found.path for found in identifying(raw)] == [("sensor", "x", "plates"), ("plates",), ("score", "plates")]
