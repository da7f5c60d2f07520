"""The three ledgers: recovery in integers, then points, then the clamp (model.md 5)."""

from __future__ import annotations

import pytest

from exact.lab import (
    SURE,
    a_list,
    behaviour,
    everybody,
    ground,
    phase,
    plan,
    score,
    sensor,
    somebody,
    walked,
    what_happened,
)
from scorewatch.chance.words import Month, Words
from scorewatch.mechanism.score import keep_score, recovered
from scorewatch.plan.plan import start_score
from support import ran, value

NO_WORDS = Month(Words(1, 1), 0)


@pytest.mark.parametrize(
    ("a_year", "first", "by_hand"),
    [
        # (t+1)·7 div 12 is 0 1 1 2 2 3 4 4 5 5 6 7: what it gains each month
        (7, 0, [0, 1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 1]),
        # t·7 div 12, rounded down, from -12: -7 -7 -6 -6 -5 -5 -4 -3 -3 -2 -2 -1 0; rounded to 0 it would differ
        (7, -12, [0, 1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 1]),
        # (t+1)·29 div 12 is 2 4 7 9 12 14 16 19 21 24 26 29
        (29, 0, [2, 2, 3, 2, 3, 2, 2, 3, 2, 3, 2, 3]),
        (1, -1, [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        (24, -3, [2, 2, 2, 2, 2]),
    ],
)  # fmt: skip
def test_recovery_is_whole_points_that_add_up_over_a_year(a_year: int, first: int, by_hand: list[int]) -> None:
    """((t+1)·R div 12) - (t·R div 12), div rounding down, in steps of the warm-up too."""
    parts = behaviour("act", 1) + score(100, 0, 100, f"recovery = {a_year}")
    gains = []
    for step in range(first, first + len(by_hand)):
        made = plan(parts, step).score
        assert made is not None
        gains.append(made.recovery)
    assert gains == by_hand
    if len(gains) == 12:
        assert sum(gains) == a_year


def test_recovery_of_a_week_divides_by_52() -> None:
    """5 points a year: one in the weeks in which (t+1)·5 passes 52, 104, 156, 208 and 260: t = 10, 20, 31, 41, 51."""
    parts = behaviour("act", 1) + score(100, 0, 100, "recovery = 5")
    made = [plan(parts, step, 'step = "week"').score for step in range(52)]
    assert [t for t, of_week in enumerate(made) if of_week is not None and of_week.recovery] == [10, 20, 31, 41, 51]


@pytest.mark.parametrize(
    ("before", "start", "recovery", "by_hand"),
    [
        (93, 100, 3, 96),
        (98, 100, 3, 100),  # not beyond the start
        (100, 100, 3, 100),
        (107, 100, 3, 104),  # from above as well
        (102, 100, 3, 100),
        (-7, -2, 3, -4),
        (5, -2, 3, 2),
        (93, 100, 0, 93),
    ],
)
def test_recovery_is_towards_the_persons_start_and_not_beyond(
    before: int, start: int, recovery: int, by_hand: int
) -> None:
    """From below and from above, on either side of 0."""
    assert recovered(before, start, recovery) == by_hand


ONE_EACH = behaviour("bad", 1, "points = -5") + behaviour("good", 1, "points = 3") + behaviour("nothing", 1)


@pytest.mark.parametrize(
    ("before", "start", "true", "by_hand"),
    [
        # 12 a month back towards the start of 100, a bad record -5, a good one +3, between 0 and 110
        (95, 100, (4, 0), 80),  # min(95 + 12, 100) - 20; points first would give 75 + 12 = 87
        (3, 100, (5, 0), 0),  # 15 - 25 = -10, clamped; clamped before recovery it would be 12
        (3, 100, (2, 0), 5),  # 15 - 10
        (100, 100, (0, 7), 110),  # 121, clamped
        (109, 100, (0, 4), 110),  # max(97, 100) + 12 = 112; not recovered it would be 121, also 110
        (109, 100, (0, 3), 109),  # 100 + 9; points first would give 118 - 12 = 106
        (0, 100, (0, 0), 12),
        (40, 100, (1, 2), 53),  # 52 - 5 + 6
    ],
)
def test_recovery_comes_first_then_points_then_the_clamp(
    before: int, start: int, true: tuple[int, int], by_hand: int
) -> None:
    """Each line is worked beside it; the order shows where the result of another order is named."""
    of = plan(ONE_EACH + score(start, 0, 110, "recovery = 144"))
    person = somebody(of, scores=[before] * 3, start=start)
    happened = what_happened([*true, 9], [*true, 9], [0, 0, 0])
    keep_score(person, happened, of, NO_WORDS)
    assert person.scores == [by_hand] * 3
    assert happened.before == [before] * 3


def test_each_ledger_takes_its_own_records() -> None:
    """Of 7 bad acts 3 recorded, 2 false ones besides; of 5 good acts 1 recorded, 4 false ones.

    observed -5·(3+2) + 3·(1+4) = -10; error_free -15 + 3 = -12; all_acts -35 + 15 = -20: from 50, 60 and 70.
    """
    of = plan(ONE_EACH + score(100, 0, 100))
    person = somebody(of, scores=[50, 60, 70], start=100)
    happened = what_happened([7, 5, 1], [3, 1, 1], [2, 4, 1])
    keep_score(person, happened, of, NO_WORDS)
    assert happened.points == [-10, -12, -20]
    assert person.scores == [40, 48, 50]


def test_a_run_recovers_in_whole_points_to_the_start_and_stays_there() -> None:
    """Everybody falls from 1,000 to 0 in step 0 and does nothing after: 127 a year give (t+1)·127 div 12 less the 10
    of step 0: in steps 1 to 6 the scores 11, 21, 32, 42, 53, 64, so bins 10, 20, 30, 40, 50, 60. The records are all
    false: error_free stays at 1,000, and so does all_acts. It would catch a ledger that takes another's records.
    """
    parts = (
        behaviour("act", 0, "points = -30000")
        + sensor("eye", "act", f"false_per_year = {SURE}")
        + score(1000, 0, 1000, "recovery = 127")
        + phase("1 month", sensor__eye__false_per_year=0)
    )
    of = ran(parts, 60, 7, seed=3)
    for step, bin_ in enumerate((0, 10, 20, 30, 40, 50, 60)):
        assert value(of, "score", "observed", step=step, bin=bin_) == of.people
        for ledger in ("error_free", "all_acts"):
            assert value(of, "score", ledger, step=step, bin=1000) == of.people


def test_the_profile_moves_the_start_by_what_a_person_is_and_stays_within_range() -> None:
    """500, and 7 for a child, -11 for a man, 13 in the country, -17 for the minority, 400 for a reader.

    An urban girl of the majority: 507. A rural minority boy: 500 + 7 - 11 + 13 - 17 = 492. A rural reader: the sum
    is 902 or 913, within 600: 600. It would catch an axis left out, or the range.
    """
    parts = (
        '[trait.reader]\nsays = "r"\nshare = 0.5\n[trait.writer]\nsays = "w"\nshare = 0.2\n'
        + behaviour("act", 1)
        + score(500, 450, 600)
        + "[score.profile]\nage = { child = 7, adult = 0, older = -90 }\nsex = { male = -11, female = 0 }\n"
        + "region = { urban = 0, rural = 13 }\ngroup = { majority = 0, minority = -17 }\n"
        + "trait = { reader = 400, writer = -1 }\n"
    )
    of = plan(parts)
    names = {cell: index for index, cell in enumerate(of.template.cells)}
    c = of.template.census

    def start(region: str, group: str, age: str, sex: str, trait: int) -> int:
        cell = (c.regions.index(region), c.groups.index(group), c.age_bands.index(age), c.sexes.index(sex))
        return start_score(of.rules, of.template, names[cell], trait)

    reader, writer, none = 0, 1, -1
    assert start("urban", "majority", "child", "female", none) == 507
    assert start("rural", "minority", "child", "male", none) == 492
    assert start("urban", "minority", "adult", "male", writer) == 471
    assert start("rural", "majority", "adult", "female", reader) == 600
    assert start("urban", "majority", "older", "male", none) == 450  # 500 - 90 - 11 = 399


def test_a_score_recovers_to_the_start_of_the_profile() -> None:
    """Everybody at 0 after step 0; 3,600 a year are 300 a month: from step 2 on the minority is at its 480 and the
    majority at its 500.
    """
    parts = (
        behaviour("act", SURE, "points = -30000")
        + sensor("eye", "act", "recorded = 1")
        + score(500, 0, 1000, "recovery = 3600")
        + "[score.profile]\ngroup = { majority = 0, minority = -20 }\n"
        + phase("1 month", behaviour__act__acts_per_year=0)
    )
    of = ran(parts, 300, 4, seed=5)
    for group, bins in (("majority", (0, 300, 500, 500)), ("minority", (0, 300, 480, 480))):
        for step, bin_ in enumerate(bins):
            people = value(of, "people", step=step, group=group)
            assert people > 0
            assert value(of, "score", "observed", step=step, group=group, bin=bin_) == people


def test_the_subject_of_the_score_has_one_and_nobody_else() -> None:
    """Adults and readers. Children who read have a score; the others have none, and are not listed by score; by a
    ground they are.
    """
    parts = (
        '[trait.reader]\nsays = "r"\nshare = 0.3\n'
        + behaviour("act", SURE, "points = -30000")
        + sensor("eye", "act", "recorded = 1")
        + score(500, 0, 1000, 'subject = ["adult", "reader"]')
        + a_list("by_score", "enter_below = 400")
        + a_list("by_ground")
        + ground("by_ground", "g", "act")
    )
    of = ran(parts, 600, 1, seed=7)
    for age in ("child", "adult", "older"):
        for trait in ("reader", "none"):
            people = value(of, "people", age_band=age, trait=trait)
            assert people > 0
            scored = people if age == "adult" or trait == "reader" else 0
            for ledger in ("observed", "error_free", "all_acts"):
                assert value(of, "score", ledger, age_band=age, trait=trait, bin=0) == scored
            assert value(of, "score", "observed", age_band=age, trait=trait) == scored
            assert value(of, "listed", "by_score", age_band=age, trait=trait) == scored
            assert value(of, "listed", "by_ground", age_band=age, trait=trait) == people


def test_without_a_score_nobody_has_one() -> None:
    """Points alone make no score."""
    ((_, now, households),) = walked(ONE_EACH, 50, 1, seed=9)
    assert now.score is None
    assert all(person.scores is None and what.before is None for person, what in everybody(households))
    assert value(ran(ONE_EACH, 50, 1, seed=9), "score", "observed") == 0
