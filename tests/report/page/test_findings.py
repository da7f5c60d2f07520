"""Sentences are of the run they stand on: where another thing is true, another thing is said."""

from __future__ import annotations

import pytest

from scorewatch.measure.harm import Harm
from scorewatch.measure.interval import RULED_OUT, Estimate
from scorewatch.report import numbers
from scorewatch.report.page import basis, findings, groups, listed, put_in, records, tables, words
from scorewatch.report.page.counts import Counted
from scorewatch.study.inputs import with_inputs
from support import ran, value

from . import corners


def said(name: str) -> list[str]:
    """The findings of a corner in plain words, the headline first."""
    counted = Counted(corners.corner(name))
    found = [findings.headline(counted).finding, *(one.says for one in findings.findings(counted))]
    return [words.plain(one) for one in found]


def test_the_headline_is_of_those_listed_by_mistake() -> None:
    """Catches a figure that is not the one counted."""
    run = corners.corner("plenty")
    last = run.steps - 1
    mistaken, listed = (value(run, m, "l", step=last) for m in ("listed_by_mistake", "listed"))
    assert said("plenty")[0] == f"Of 1,000 people listed, {1000 * mistaken / listed:.0f} are there by mistake"


@pytest.mark.parametrize(
    ("name", "headline"),
    [
        ("nobody listed", "Nobody is listed at the end of this run"),
        ("everybody listed", "None of 199 people listed are there by mistake"),
        ("all by mistake", "All 199 people listed are there by mistake"),
        ("no list", "This regime has no list: nobody is listed"),
        ("nothing", "This regime has no list: nobody is listed"),
        ("days", "The share listed by mistake is not estimable"),
    ],
)
def test_the_headline_where_it_would_be_false_is_another(name: str, headline: str) -> None:
    """Catches a sentence with a share of nobody, and 0 or 1,000 of 1,000 where the bound is what can be said."""
    assert said(name)[0] == headline


@pytest.mark.parametrize(
    ("name", "there"),
    [
        ("nobody listed", "None of 199 people (at most 15 of 1,000) are on the list at the end: A list."),
        ("nobody listed", "“No school”: at the end nobody is under it for what a relative did (at most 3)."),
        ("nobody listed", "“No loan” never struck in 3 months (at most 3 times)."),
        ("nobody listed", "Nobody’s conduct would qualify for the list."),
        ("nobody listed", "Claimed benefit, “A debt”: not estimable (too few who would do it)."),
        ("everybody listed", "All 199 people (at least 985 of 1,000) are on the list at the end: A list."),
        ("everybody listed", "All 199 people whose conduct would qualify (at least 985 of 1,000) are listed."),
        ("all by mistake", "Nobody’s conduct would qualify for the list."),
        ("days", "The share never told is not estimable (6 of 6 listed)."),
        ("days", "minority: not estimable (0 of 0 listed)"),
        ("weeks", "weeks on the list so far"),
        ("warm-up", "How many denials each listing costs is not estimable."),
        ("one household", "“No school” reaches no children (child): there are none in this run."),
    ],
)
def test_a_corner_says_its_own(name: str, there: str) -> None:
    """Catches a sentence that is written once for the run that was looked at."""
    assert any(there in one for one in said(name)), said(name)


@pytest.mark.parametrize(
    ("name", "gone"),
    [
        ("nobody listed", "by mistake"),
        ("no sanction", "denials each"),
        ("no sanction", "denials so far"),
        ("no sanction", "relative"),
        ("no list", "listed,"),
        ("nothing", "under the regime"),
    ],
)
def test_what_is_not_there_is_not_said(name: str, gone: str) -> None:
    """Catches a finding about a list, a sanction or a benefit that the regime does not have."""
    assert not any(gone in one for one in said(name)[1:]), said(name)


def test_several_lists_are_told_apart() -> None:
    """Catches two findings that read as one and contradict each other."""
    found = said("several lists")
    assert len(set(found)) == len(found)
    assert any("(A list)" in one for one in found)
    assert any("(Another list)" in one for one in found)


def test_groups_are_said_to_differ_only_where_their_intervals_do_not_touch() -> None:
    """Catches a difference that chance makes, told as a finding."""
    counted = Counted(corners.corner("plenty"))
    (harm,) = counted.harm("wrong person", "l")
    apart = [chart.finding for chart in groups.by_group(counted) if chart.name == "wrong-person-l"]
    assert words.plain(apart[0]).endswith("nobody is clearly apart")
    run = ran(
        corners.LIST
        + corners.seen(1, 0).replace(
            "false_per_year = 0", "[sensor.courts.false_per_year]\nmajority = 0.1\nminority = 40"
        ),
        600,
        6,
    )
    (told,) = [c.finding for c in groups.by_group(Counted(run)) if c.name == "wrong-person-l"]
    assert words.plain(told).startswith("Minority: of 1,000 listed, ")
    assert isinstance(harm, Harm)


def _share(axis: str, who: str, listed: int, of: int, note: str = "") -> Harm:
    e = Estimate(listed / of, (listed - 5) / of, (listed + 5) / of, listed, of, note)
    return Harm("listed", "of the people, listed", "l", axis, who, "share", e, "listed / people")


def test_the_title_names_the_axis_on_which_they_are_farthest_apart() -> None:
    """Catches the first axis that is apart in place of the one that is most, and those whom the rules leave out."""
    found = [
        _share("", "everybody", 200, 1000),
        _share("group", "majority", 190, 1000),
        _share("group", "minority", 230, 1000),
        _share("sex", "male", 300, 1000),
        _share("sex", "female", 100, 1000),
        _share("age_band", "child", 0, 1000, RULED_OUT),
        _share("age_band", "adult", 310, 1000),
        _share("age_band", "older", 305, 1000),
    ]
    (child,) = [harm for harm in found if harm.who == "child"]
    assert groups._figure(child) == "none: the rules leave them out"
    assert tables.figures(child)[1] == RULED_OUT
    assert words.plain(groups._finding(found, "people", "are listed")) == (
        "Male: of 1,000 people, 300 are listed; female: 100"
    )


UNEQUAL = corners.LIST + corners.seen(1, 0).replace(
    "false_per_year = 0", "[sensor.courts.false_per_year]\nmajority = 0.1\nminority = 40"
)


def test_numbers_that_differ_by_group_are_said_beside_the_groups() -> None:
    """Catches a difference between groups told as found, where the file puts it in."""
    counted = Counted(ran(UNEQUAL, 600, 6))
    told = [words.plain(one.says) for one in findings.findings(counted)]
    (named,) = [one for one in told if one.startswith("The file gives the groups different numbers")]
    assert named.endswith(": Courts: false per year (majority 0.1, minority 40).")
    assert "By group, to which the file gives different numbers: " in findings.headline(counted).says
    charts = [*groups.by_group(counted), *listed.over_time(counted)[:1], *records.false_records(counted)]
    assert all("The file gives the groups different numbers" in chart.says for chart in charts)
    assert not [one for one in said("plenty") if one.startswith("The file gives")]
    assert not any("different numbers" in chart.says for chart in groups.by_group(Counted(corners.corner("plenty"))))


def test_the_ends_of_an_interval_are_told_apart() -> None:
    """Catches "19 (19 to 19)", and decimals where whole numbers tell the ends apart."""
    assert numbers.bounds(Estimate(0.0194, 0.01901, 0.01949, 1, 2)) == ("19.4", "19.0", "19.5")
    assert numbers.bounds(Estimate(0.0194, 0.0181, 0.0207, 1, 2)) == ("19", "18", "21")


def test_a_table_that_is_one_for_both_groups_puts_nothing_in() -> None:
    """Catches a table by group that is named for being one."""
    equal = UNEQUAL.replace("minority = 40", "minority = 0.1")
    assert put_in.by_group(ran(equal, 200, 2)) == []


@pytest.mark.parametrize(("name", "there"), [("all by mistake", True), ("everybody listed", False)])
def test_who_would_not_be_listed_whatever_was_seen(name: str, there: bool) -> None:
    """Nobody did anything and all are listed: none of them would be. Where no record is false: all of them would."""
    one, *_ = [one for one in findings.findings(Counted(corners.corner(name))) if one.basis == basis.ALL_SEEN]
    text = words.plain(one.says)
    assert text.startswith("All " if there else "None of "), text
    assert "would not be listed if all that they did had been recorded and nothing else" in text
    assert ("Another question than “by mistake”" in text) is there


def test_how_many_would_qualify_is_said_of_all_people() -> None:
    """Catches a share of those who would qualify, of which nobody knows how many they are."""
    run = corners.corner("plenty")
    last = run.steps - 1
    would, people = (value(run, m, i, step=last) for m, i in (("listed_all_acts", "l"), ("people", "")))
    (one,) = [one for one in said("plenty") if "would be listed if all that everybody did were recorded" in one]
    assert one.startswith(f"Of 1,000 people, {1000 * would / people:.0f} (")
    assert f"{would} of {people}" in one


def test_how_far_inputs_move_a_figure_is_said_of_that_figure_alone() -> None:
    """Catches the reach of one figure written under the next sentence."""
    run = with_inputs(ran(UNEQUAL.replace("recorded = 0.9", "recorded = { value = 0.9, low = 0.1 }"), 600, 6))
    reached = [words.plain(one.says) for one in findings.findings(Counted(run)) if one.reach]
    assert len(reached) > 3
    assert not [one for one in reached if "by group" in one or "nothing else" in one or one.startswith("The file")]
    assert sum("there by mistake" in one for one in reached) == 1
