"""A set changes one leaf that the format knows in a part that the file has, and says so in the file as run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from scorewatch.errors import InputError
from scorewatch.regime.read import Regime
from scorewatch.regime.sets import parse_set, parse_value

Found = Callable[..., list[tuple[str, str]]]
ENTER = "list.untrustworthy.enter_below"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("900", 900),
        ("1_000", 1000),
        ("0.5", 0.5),
        ("true", True),
        ('"never"', "never"),
        ("never", "never"),
        ("2 years", "2 years"),
        ('["adult", "older"]', ["adult", "older"]),
        ('{ value = 3, source = "a study" }', {"value": 3, "source": "a study"}),
        ("2026-01-01", "2026-01-01"),
        ("1\nleave_at = 2", "1\nleave_at = 2"),
        ("[" * 5000, "[" * 5000),
    ],
)
def test_a_value_is_read_as_toml_and_else_is_text(text: str, value: Any) -> None:
    read = parse_value(text)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize("text", ["list.x.term", "=3", "list.x.term=", "list.x.term= ", ""])
def test_what_does_not_say_what_to_set(text: str) -> None:
    with pytest.raises(InputError, match="path=value"):
        parse_set(text)


def test_path_and_value_are_split_at_the_first_equals_sign() -> None:
    assert parse_set("title = a=b") == ("title", "a=b")


def test_a_plain_number_is_replaced(changed: Callable[..., Regime]) -> None:
    regime = changed(sets=[(ENTER, 900)])
    assert regime.raw["list"]["untrustworthy"]["enter_below"] == 900
    assert regime.rules.list["untrustworthy"].enter_below.value == 900


def test_a_number_with_bounds_keeps_those_that_hold_and_says_what_the_file_says(changed: Callable[..., Regime]) -> None:
    path, was = "sensor.cameras.recorded", {"value": 0.12, "low": 0.05, "high": 0.5, "source": "assumed"}
    said = "set by --set; the file says 0.12"
    assert changed().raw["sensor"]["cameras"]["recorded"] == was
    for value, bounds in ((0.2, {"low": 0.05, "high": 0.5}), (0.01, {"high": 0.5}), (0.6, {"low": 0.05})):
        for key in (path, f"{path}.value"):
            found = changed(sets=[(key, value)]).raw["sensor"]["cameras"]["recorded"]
            assert found == {"value": value, **bounds, "source": said}
    twice = changed(sets=[(path, 0.2), (path, 0.3)])
    assert twice.raw["sensor"]["cameras"]["recorded"]["source"] == said


def test_bounds_and_sources_can_be_set(changed: Callable[..., Regime]) -> None:
    regime = changed(sets=[("behaviour.traffic.spread.high", 2), ("sensor.cameras.recorded.low", 0.1)])
    assert regime.raw["behaviour"]["traffic"]["spread"] == {"value": 1.2, "high": 2}
    assert regime.rules.sensor["cameras"].recorded.low == 0.1
    whole = changed(sets=[("behaviour.traffic.spread", {"value": 1, "source": "a study"})])
    assert whole.rules.behaviour["traffic"].spread.source == "a study"


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        ("list.untrustworthy.term", "2 years", lambda rules: rules.list["untrustworthy"].term),
        ("list.untrustworthy.leave_at", "never", lambda rules: rules.list["untrustworthy"].leave_at),
        ("list.untrustworthy.subject", ["adult"], lambda rules: list(rules.list["untrustworthy"].subject)),
        (
            "list.untrustworthy.due_process.notice",
            1,
            lambda rules: rules.list["untrustworthy"].due_process.notice.value,
        ),
        ("due_process.corrects_record", True, lambda rules: rules.due_process.corrects_record),
        ("behaviour.smoking.by_sex.male", 2, lambda rules: rules.behaviour["smoking"].by_sex["male"].value),
        ("phase.0.from", "1 year", lambda rules: rules.phase[0].start),
        ("phase.0.set.list.untrustworthy.enter_below", 946, lambda rules: rules.phase[0].set[ENTER]),
        ("population.people", 50, lambda rules: rules.population.people),
    ],
)
def test_any_leaf_that_the_format_knows_can_be_set(
    changed: Callable[..., Regime], path: str, value: Any, where: Callable[[Any], Any]
) -> None:
    assert where(changed(sets=[(path, value)]).rules) == value


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("list.untrustworthy.enter_bellow", 900, 'Did you mean "list.untrustworthy.enter_below"?'),
        ("list.untrustworhty.enter_below", 900, 'Did you mean "list.untrustworthy.enter_below"?'),
        ("behaviour.smoking.by_sex.mail", 1, 'Did you mean "behaviour.smoking.by_sex.male"?'),
        ("behaviour.traffic.by_list.none", 1, "nothing in this file"),
        ("list.untrustworthy.ground.apology.unless.sorry", 1, "nothing in this file"),
        ("phase.1.from", "1 year", "nothing in this file"),
        ("phase.0.set.list.untrustworthy.term", "1 year", "nothing in this file"),
        ("zzz", 1, "nothing in this file"),
        ("", 1, "nothing in this file"),
        ("title.x", 1, "nothing in this file"),
        ("list.untrustworthy", 900, "list.untrustworthy.enter_below"),
        ("sensor.cameras.misattributed", 0, "sensor.cameras.misattributed.majority"),
        ("due_process.appeals", 0.2, "due_process.appeals.mistaken"),
        ("due_process.review", 1, "due_process.review.share"),
        ("phase", 1, "table"),
        ("title", {"a": 1}, "one value, not a table"),
        ("list.untrustworthy.enter_below", object(), "of type object"),
        ("list.untrustworthy.term.low", 1, "nothing in this file"),
        ("list.untrustworthy.complies_per_year.low", 1, "has no value"),
        ("list.untrustworthy.enter_below", 960, "below enter_below"),
        ("list.untrustworthy.enter_below", "high", '= "high" does not fit'),
        ("behaviour.smoking.acts_per_year.low", 11, "above value"),
    ],
)
def test_a_set_that_fits_nothing_is_refused_as_typed(mistakes: Found, path: str, value: Any, says: str) -> None:
    found = mistakes(sets=[(path, value)])
    assert len(found) == 1, found
    where, message = found[0]
    assert where.startswith(f"--set {path}=")
    assert says in message


def test_every_set_that_is_wrong_is_told_with_the_mistakes_of_the_file(mistakes: Found) -> None:
    found = mistakes(("points = -60", "pionts = -60"), sets=[("list.x.term", "never"), ("behaviour.y.points", 1)])
    assert len(found) == 3


def test_a_regime_sets_itself_and_stays_as_it_was(changed: Callable[..., Regime]) -> None:
    regime = changed()
    other = regime.set(ENTER, 900)
    assert (
        regime.rules.list["untrustworthy"].enter_below.value,
        other.rules.list["untrustworthy"].enter_below.value,
    ) == (
        940,
        900,
    )
    assert regime.raw["list"]["untrustworthy"]["enter_below"] == 940
    assert other.digest != regime.digest
    assert other.set(ENTER, 940) == regime
    given = ["adult"]
    third = regime.set("list.untrustworthy.subject", given)
    given.append("older")
    assert third.raw["list"]["untrustworthy"]["subject"] == ["adult"]


def test_a_set_comes_before_the_phases(changed: Callable[..., Regime]) -> None:
    regime = changed(sets=[(ENTER, 900)])
    assert [rules.list["untrustworthy"].enter_below.value for _, rules in regime.timeline] == [900, 945]


def test_a_pair_is_an_array(changed: Callable[..., Regime]) -> None:
    assert changed().set("list.untrustworthy.subject", ("adult",)).raw["list"]["untrustworthy"]["subject"] == ["adult"]


@pytest.mark.parametrize("given", ["response = 3", "response = [3]", "[[response]]"])
def test_a_set_into_what_is_no_table_is_told_beside_that(mistakes: Found, article: str, given: str) -> None:
    start, end = article.index("[response]"), article.index("# --- what changes")
    edits = ((article[start:end], ""), ("format = 1", f"format = 1\n{given}")) if given[0] == "r" else (
        (article[start:end], f"{given}\n"),
    )  # fmt: skip
    found = mistakes(*edits, sets=[("response.chilling.most", 0.5)])
    assert len(found) == 2
    assert "nothing in this file is called" in found[0][1]
