"""Over time: who is on the list, how many spells were followed, how low the lowest scores are; worked out by hand."""

from __future__ import annotations

import pytest

from scorewatch.measure.survival import Survival
from scorewatch.report import numbers
from scorewatch.report.page import listed, records, rows, scores, words
from scorewatch.report.page.axes import scale
from scorewatch.report.page.counts import Counted
from support import ran, value

from . import corners

APPEALS = (
    '[due_process]\nnotice = 1\nappeals = 0.5\ndecided_after = "1 month"\n'
    "granted_if_mistaken = 0.5\ngranted_if_accurate = 0\n"
)


@pytest.mark.parametrize(("step", "by_hand"), [(0, 10), (1, 9), (2, 9), (3, 7), (4, 7), (5, 1), (6, 0)])
def test_the_number_at_risk_by_hand(step: int, by_hand: int) -> None:
    """Ten spells: 2 end at 2, 3 at 4; 1, 3 and 1 were still running when 1, 5 and 6 steps old, not seen at that age."""
    assert listed.followed(Survival({2: 2, 4: 3}, {1: 1, 5: 3, 6: 1}), step) == by_hand


def test_the_list_over_time_is_that_of_the_measures() -> None:
    """Catches a line of another group, or a step that is off by one."""
    run = corners.corner("plenty")
    chart = listed.over_time(Counted(run))[0]
    assert chart.table is not None
    assert chart.table.head == ("month", "listed", "by mistake", "majority", "minority")
    for step, row in enumerate(chart.table.rows):
        counts = [value(run, "listed", "l", step=step), value(run, "listed_by_mistake", "l", step=step)]
        counts += [value(run, "listed", "l", step=step, group=group) for group in ("majority", "minority")]
        assert row == (str(step + 1), *map(str, counts))


@pytest.mark.parametrize(
    ("top", "ground", "process", "open_"),
    [
        ("", 'term = "never"', "", {"the score"}),
        ("", 'term = "1 year"', "", {"the score", "the term is over"}),
        ('term = "2 years"', 'term = "never"', "", {"the score", "the term is over"}),
        ("complies_per_year = 0.5", 'term = "never"', "", {"the score", "complied"}),
        ("", 'term = "never"', APPEALS, {"the score", "an appeal"}),
        ("", 'term = "never"', APPEALS.replace("0.5", "0"), {"the score"}),
    ],
)
def test_a_way_off_that_no_rule_opens_is_no_such_rule(top: str, ground: str, process: str, open_: set[str]) -> None:
    """Catches "at most 3" of what the rules rule out, and "no such rule" of what chance has not done yet."""
    on_list = corners.LIST.replace('says = "A list"', f'says = "A list"\nenter_below = 60\n{top}', 1)
    parts = corners.SCORE + corners.seen(3, 3) + on_list.replace('term = "6 months"', ground) + process
    _, moves, *_ = listed.over_time(Counted(ran(parts, 300, 6)))
    assert moves.table is not None
    shut = {str(row[0]) for row in moves.table.rows if row[2] == numbers.NO_RULE}
    assert shut == {*listed.CAUSES.values()} - open_
    assert all(row[1] == "0" for row in moves.table.rows if row[0] in shut)


def test_a_ground_says_who_came_for_it_and_whom_it_holds() -> None:
    """Catches entries that read like the people on the list at the end."""
    run = corners.corner("plenty")
    tables = {table.caption: table for table in rows.rows(Counted(run))}
    (ground,) = [row for row in tables["How one gets on a list"].rows if row[0] == "A ground"]
    last = value(run, "listed", "l", "g", step=run.steps - 1)
    assert str(ground[2]).startswith(f"got on the list by it {value(run, 'entries', 'l', 'g')} (")
    assert "also those" not in str(ground[2])
    assert f"; held by it at the end: {last} (" in str(ground[2])


def test_a_ground_that_holds_who_came_by_the_score_says_so() -> None:
    """Everybody is below the limit at once; debts come later: the ground holds more than ever got on by it."""
    on_list = corners.LIST.replace('says = "A list"', 'says = "A list"\nenter_below = 150\nleave_at = "never"', 1)
    parts = corners.SCORE + corners.seen(1, 0) + on_list.replace('term = "6 months"', 'term = "never"')
    tables = {table.caption: table for table in rows.rows(Counted(ran(parts, 300, 12)))}
    (ground,) = [row for row in tables["How one gets on a list"].rows if row[0] == "A ground"]
    assert str(ground[2]).endswith(", also those who had got on by something else")


def test_the_share_of_false_records_is_by_group() -> None:
    """Catches a share of acts, or of another group's records."""
    run = corners.corner("plenty")
    (chart,) = records.false_records(Counted(run))
    assert chart.table is not None
    for row in chart.table.rows:
        false, true = (value(run, m, "debt", group=str(row[1])) for m in ("records_false", "records_true"))
        assert row[4] == f"{false} of {false + true}"


def test_a_quantile_of_the_score_is_the_first_ten_that_holds_the_share() -> None:
    """Catches a quantile from above, and one that is the mean of two tens."""
    assert scores._at({0: 1, 90: 49, 100: 50}, 0.01) == 0
    assert scores._at({0: 1, 90: 49, 100: 50}, 0.5) == 90
    assert scores._at({0: 1, 90: 48, 100: 51}, 0.5) == 100


def test_the_lines_end_where_the_title_says() -> None:
    """Catches a title that says "below 960" over a line that ends at 950."""
    chart = scores.over_time(Counted(corners.corner("plenty")))[0]
    assert chart.table is not None
    row = dict(zip(chart.table.head, chart.table.rows[-1], strict=True))
    observed, true = row["1 in 100 below"], row["1 in 100 below, without false records"]
    title = words.plain(chart.finding)
    assert title.startswith(f"At least one in 100 has a score below {observed} at the end")
    assert observed == true or title.endswith(f"below {true}")


def test_bands_hold_everybody_once() -> None:
    """Catches somebody in two bands, or below the lowest."""
    run = corners.corner("plenty")
    bands = scores.over_time(Counted(run))[1]
    assert bands.table is not None
    assert sum(int(row[2]) for row in bands.table.rows) == run.people


@pytest.mark.parametrize(
    ("low", "high", "by_hand"),
    [
        (0, 9.9, (0, 10, [0, 2, 4, 6, 8, 10])),
        (0, 0.034, (0, 0.04, [0, 0.01, 0.02, 0.03, 0.04])),
        (100, 100, (100, 100.2, [100, 100.2])),
        (-3, 3, (-4, 4, [-4, -2, 0, 2, 4])),
    ],
)
def test_a_scale_is_of_round_numbers_around_what_it_shows(
    low: float, high: float, by_hand: tuple[float, float, list[float]]
) -> None:
    """Catches a figure outside its chart."""
    assert scale(low, high) == by_hand


def test_records_that_are_held_against_somebody_are_those_that_cost_or_list() -> None:
    """Catches a share of false records that good points, which nobody gets falsely, make small."""
    good = '[behaviour.gift]\nsays = "A gift"\nacts_per_year = 90\ndomain = "civic"\npoints = 3\n'
    seen = corners.seen().replace('sees = "debt"', 'sees = ["debt", "gift"]')
    seen = seen.replace("false_per_year = 0.2", "[sensor.courts.false_per_year]\ndebt = 0.2\ngift = 0")
    run = ran(corners.SCORE + good + seen + corners.LIST, 600, 6)
    (chart,) = records.false_records(Counted(run))
    false, true = (value(run, measure, "debt") for measure in ("records_false", "records_true"))
    assert f"{false:,} of {false + true:,} records that cost points or are a ground of a list" in chart.says


def test_what_a_phase_changes_is_said_where_it_shows() -> None:
    """Catches a jump of the list that nothing explains, and a threshold that is no longer true at the end."""
    phase = '[[phase]]\nfrom = "{at} months"\nsays = "{says}"\nset = {{ "{path}" = {to} }}\n'
    score = corners.SCORE + corners.seen() + '[list.l]\nsays = "A list"\nenter_below = 60\nleave_at = 60\n'
    set_to = phase.format(at=2, says="More seen", path="sensor.courts.recorded", to=1)
    set_to += phase.format(at=3, says="It rises", path="list.l.enter_below", to=50)
    run = ran(score + set_to, 400, 6)
    (first, *_) = listed.over_time(Counted(run))
    assert first.says.endswith(" From month 3: More seen. From month 4: It rises.")
    (table,) = [table for table in rows.rows(Counted(run)) if table.caption == "How one gets on a list"]
    assert table.rows[0][1] == "a score below 60 (below 50 from month 4)"
