"""Notes tell what is no mistake and worth knowing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scorewatch.regime.notes import notes, numbers
from scorewatch.regime.read import Regime

Changed = Callable[..., Regime]
POINTS = ("behaviour.criticism", "It moves no score (points 0) and is a ground of a list.")


def told(regime: Regime) -> dict[str, str]:
    return {note.where: note.says for note in notes(regime)}


def test_the_shipped_regime_has_one(changed: Changed) -> None:
    assert told(changed()) == dict([POINTS])


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("3 months", False),
        ("26 days", False),  # 0.855 months as 1
        ("25 days", True),  # 0.822 as 1
        ("38 days", False),  # 1.249 as 1
        ("39 days", True),  # 1.282 as 1
        ("10 days", True),
    ],
)
def test_rounding_by_more_than_a_fifth(changed: Changed, text: str, changes: bool) -> None:
    regime = changed(('decided_after = "3 months"', f'decided_after = "{text}"'))
    assert ("due_process.decided_after" in told(regime)) == changes


def test_a_rounded_duration_says_both(changed: Changed) -> None:
    regime = changed(('term = "never"', 'term = "10 days"'))
    assert told(regime)["list.untrustworthy.ground.apology.term"] == '"10 days" is 0.329 months; it runs as 1 month.'
    later = ('set = { "list.untrustworthy.enter_below" = 945,', 'set = { "due_process.decided_after" = "10 days",')
    assert "due_process.decided_after" in told(changed(later))


@pytest.mark.parametrize(
    ("find", "put", "where"),
    [
        ('from = "2 years"', 'from = "3 years"', "phase.0.from"),
        ('sees = ["traffic"]', 'sees = ["smoking"]', "behaviour.traffic"),
        ("points = -60", "points = 0", "behaviour.tax_evasion"),
        (
            "enter_below = 940\nleave_at = 950",
            'enter_below = 1301\nleave_at = "never"',
            "list.untrustworthy.enter_below",
        ),
        ("start = 1000", "start = 939", "list.untrustworthy.enter_below"),
        (
            "[list.untrustworthy.ground.apology]",
            '[list.x]\nsays = "X"\nenter_below = 1\n[list.untrustworthy.ground.apology]',
            "list.x",
        ),
    ],
)
def test_a_note(changed: Changed, find: str, put: str, where: str) -> None:
    edits = [(find, put)]
    if "list.x" in put:
        edits += [
            ("by_list = { untrustworthy = 0.5,", "by_list = { x = 1, untrustworthy = 0.5,"),
            ("by_list = { untrustworthy = 1.3,", "by_list = { x = 1, untrustworthy = 1.3,"),
        ]
    if "1301" in put:
        edits.append(
            ('"list.untrustworthy.enter_below" = 945, "list.untrustworthy.leave_at" = 955', '"due_process.notice" = 1')
        )
    assert set(told(changed(*edits))) == {POINTS[0], where}


def test_numbers_are_counted_by_where_they_come_from(changed: Changed) -> None:
    before, plain = numbers(changed()), numbers(changed(("spread = 1.2\n", "")))
    assert plain.unsourced == before.unsourced - 1
    assumed = numbers(changed(("spread = 1.2\n", 'spread = { value = 1.2, low = 1, source = "assumed" }\n')))
    assert (assumed.assumed, assumed.bounded) == (before.assumed + 1, before.bounded + 1)
    sourced = numbers(changed(("spread = 1.2\n", 'spread = { value = 1.2, source = "A study" }\n')))
    assert sourced.sourced == before.sourced + 1
    assert before.all == before.sourced + before.assumed + before.unsourced


def test_every_duration_is_looked_at(changed: Changed) -> None:
    odd = '"10 days"'
    regime = changed(
        ('lasts = "3 years"', f"lasts = {odd}\nwarm_up = {odd}"),
        (
            "leave_at = 950\n",
            f"leave_at = 950\nterm = {odd}\n[list.untrustworthy.due_process]\ndecided_after = {odd}\n",
        ),
        ('from = "2 years"', f"from = {odd}"),
    )
    assert set(told(regime)) - {POINTS[0]} == {
        "lasts",
        "warm_up",
        "list.untrustworthy.term",
        "list.untrustworthy.due_process.decided_after",
        "phase.0.from",
    }


@pytest.mark.parametrize("start", ["start", "0 months"])
def test_the_beginning_is_not_rounded(changed: Changed, start: str) -> None:
    assert told(changed(('from = "2 years"', f'from = "{start}"'))) == dict([POINTS])


def test_a_term_for_entry_by_score_needs_one(changed: Changed) -> None:
    both = ("enter_below = 940\nleave_at = 950\n", 'term = "2 years"\n')
    set_both = 'set = { "list.untrustworthy.enter_below" = 945, "list.untrustworthy.leave_at" = 955 }'
    regime = changed(both, (set_both, 'set = { "due_process.notice" = 1 }'))
    assert set(told(regime)) - {POINTS[0]} == {"list.untrustworthy.term"}


def test_a_high_bound_alone_is_a_bound(changed: Changed) -> None:
    before = numbers(changed()).bounded
    assert numbers(changed(("spread = 1.2\n", "spread = { value = 1.2, high = 2 }\n"))).bounded == before + 1
    assert numbers(changed(("points = -60\n", "points = 0\n"))).all == numbers(changed()).all


def test_a_behaviour_without_points_and_ground(changed: Changed) -> None:
    assert told(changed(("points = -60", "points = 0")))["behaviour.tax_evasion"] == "It moves no score (points 0)."
