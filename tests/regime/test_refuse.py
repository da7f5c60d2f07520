"""No regime holds what identifies a person, in whatever table it stands."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scorewatch.regime.refuse import WHY, identifying, kind_of_records

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
