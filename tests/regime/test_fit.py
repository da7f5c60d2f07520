"""Every word and value that does not fit is found, with the line, and none hides another."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Found = Callable[..., list[tuple[str, str]]]
Line = Callable[[str], str]


@pytest.mark.parametrize(
    ("find", "put", "says"),
    [
        ("points = -60", "pionts = -60", ["pionts", 'Did you mean "points"?']),
        ("points = -60", "points = 1.5", ["points = 1.5", "whole number"]),
        ("points = -60", "points = -40_000", ["points", "-30,000"]),
        ("points = -60", "points = true", ["points = true", "whole number"]),
        ("share = 0.8 ", "share = 8 ", ["share = 8", "above 1", "A share of cases"]),
        ("share = 0.8 ", "share = -0.1 ", ["share = -0.1", "below 0"]),
        ("share = 0.8 ", 'share = "0.8" ', ['share = "0.8"', "a number"]),
        ("share = 0.8 ", "share = {} ", ["share"]),
        ("format = 1", "format = 2", ["format = 2", "Write 1"]),
        ("format = 1", "format = true", ["format"]),
        ("format = 1", "format = 1.0", ["format"]),
        ('step = "month"', 'step = "moth"', ['"moth"', 'Did you mean "month"?']),
        ('step = "month"', 'step = "year"', ['"year"', "week", "day"]),
        ("capacity_per_year = 250", "capacity_per_year = inf", ["capacity_per_year", "not a finite number"]),
        ("recorded = 0.30", "recorded = nan", ["recorded = nan", "not a finite number"]),
        ("value = 0.6, low = 0.2, high = 2", "value = 0.6, low = 0.7, high = 0.5", ["low = 0.7", "high = 0.5"]),
        ("value = 0.6, low = 0.2, high = 2", "low = 0.2, high = 2", ["lacks value"]),
        ("value = 0.6, low = 0.2, high = 2", "value = 0.6, hihg = 2", ["hihg", 'Did you mean "high"?']),
        ("corrects_record = false", 'corrects_record = "no"', ["corrects_record", "true or false"]),
        ('says = "Fraud"', 'says = ""', ["behaviour.fraud.says is empty"]),
        ("range = [0, 1300]", "range = [0, 1, 2]", ["range", "two whole numbers"]),
        ("range = [0, 1300]", "range = [0]", ["score.range = [0] does not fit", "two whole numbers"]),
        ('sees = ["smoking"]', "sees = []", ["sensor.cameras.sees is empty"]),
        ('sees = ["smoking"]', "sees = 3", ['names, as in ["a", "b"]']),
        ('reaches = "children"', "reaches = 3", ['"person", "children", "household"']),
        ("value = 0.6, low = 0.2", 'value = 0.6, low = "few"', ['low = "few"', "Write a number"]),
        ("people = 1_000_000", 'people = "many"', ['people = "many"', "Write a whole number"]),
        ('term = "never"', "term = 3", ["term = 3", '"never"']),
        ('from = "2 years"', "from = 3", ["from = 3", '"start"']),
        ('title = "The regime of the article"', 'titel = "x"\ntitle = "x"', ['unknown word "titel" in the file']),
        ('lasts = "3 years"', 'lasts = "0 months"', ["lasts", "no time at all"]),
        ('lasts = "3 years"', "lasts = 36", ["lasts = 36", "a duration with a unit"]),
        ('term = "never"', 'term = "forever"', ["term", "is not a duration"]),
        ("leave_at = 950", 'leave_at = "nevr"', ['leave_at = "nevr"', "never"]),
        ("leave_at = 950", "leave_at = true", ["leave_at = true"]),
        ("by_sex = { male = 1.9, female = 0.1 }", "by_sex = 2", ["by_sex = 2", "a table"]),
        ("most = 0.3, half_at = 0.02", "most = 0.3", ["response.avoidance lacks half_at"]),
        ("people = 1_000_000", "people = 0", ["people = 0", "below 1"]),
        ("[[phase]]", "[phase]", ["[[phase]]"]),
        ('from = "2 years"', "from = 2027-01-01", ["phase.0.from"]),
        ("[response]", "[responses]", ["responses", 'Did you mean "response"?']),
    ],
)
def test_a_misfit_is_named_at_its_line(mistakes: Found, line: Line, find: str, put: str, says: list[str]) -> None:
    found = mistakes((find, put))
    assert len(found) == 1, found
    where, message = found[0]
    assert where == line(find)
    for words in says:
        assert words in message


def test_what_is_missing_is_missed_in_its_table(mistakes: Found, line: Line) -> None:
    found = mistakes(('says = "Fraud"\n', ""), ('reaches = "children"', ""))
    assert [where for where, _ in found] == [line("[behaviour.fraud]"), "article.toml:153"]
    assert "behaviour.fraud lacks says" in found[0][1]


def test_a_misfit_hides_no_other_mistake(mistakes: Found) -> None:
    """A word that does not fit, one value against another, a table against the population: all in one go."""
    found = mistakes(
        ("points = -60", "pionts = -60"),
        ("leave_at = 950", "leave_at = 900"),
        ("coverage = { urban = 0.35, rural = 0.05 }", "coverage = { urban = 0.35 }"),
        ("by_sex = { male = 1.5, female = 0.5 }", "by_sex = { male = 1.5, femal = 0.5 }"),
        ('list = "untrustworthy"\ndomain = "travel"', 'list = "untrusted"\ndomain = "travel"'),
        ('"list.untrustworthy.enter_below" = 945', '"list.untrustworthy.enter_belw" = 945'),
    )
    text = " ".join(message for _, message in found)
    for word in ("pionts", "leave_at", "rural", "femal", "untrusted", "enter_belw"):
        assert word in text
    assert len(found) == 6


def test_a_stand_in_raises_no_mistake_of_its_own(mistakes: Found) -> None:
    """Each of these spoils what other rules read: a threshold, a table's keys, a duration, a whole part."""
    for find, put in (
        ("enter_below = 940", 'enter_below = "x"'),
        ('sees = ["smoking"]', "sees = [3]"),
        ('decided_after = "3 months"', 'decided_after = "soon"'),
        ("start = 1000", 'start = "x"'),
        ("acts_per_year = { value = 0.03", "acts_per_year = { value = -0.03"),
        ('on = "criticism"', "on = 3"),
        ("misattributed = { majority = 0.02, minority = 0.10 }", "misattributed = { majority = 0.02, minority = 9 }"),
        ("share = { value = 0.00026", "share = { value = 3"),
    ):
        assert len(mistakes((find, put))) == 1, put


@pytest.mark.parametrize("given", ["phase = 3", "phase = [3, 4]", 'phase = [{ from = "soon" }, 3]'])
def test_phases_that_are_none_hide_nothing(mistakes: Found, article: str, given: str) -> None:
    phase = article[article.index("[[phase]]") :]
    found = mistakes((phase, ""), ("format = 1", f"{given}\nformat = 1"), ("points = -60", "pionts = -60"))
    assert any("pionts" in message for _, message in found)
    assert any("phase" in message for _, message in found)


def test_behaviours_that_are_no_table_hide_nothing(mistakes: Found, article: str) -> None:
    start, end = article.index("[behaviour.community_service]"), article.index("# --- how it is seen")
    found = mistakes(
        (article[start:end], ""), ("format = 1", "behaviour = 3\nformat = 1"), ("share = 0.8 ", "share = 8 ")
    )
    assert [message.split(" ")[0] for _, message in found] == ["behaviour", "due_process.review.share"]


def test_a_word_of_a_number_in_a_table_that_is_none(mistakes: Found) -> None:
    found = mistakes(("recorded = 0.30", "recorded = 0.30\nsource = 3"))
    assert [message.strip() for _, message in found] == ["sensor.plates is not a number and has no source"]
