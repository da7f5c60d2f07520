"""Sentences are of the run they stand on: where another thing is true, another thing is said."""

from __future__ import annotations

import pytest

from scorewatch.measure.harm import Harm
from scorewatch.report.page import findings, groups, words
from scorewatch.report.page.counts import Counted
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
        ("nobody listed", "“No school” lies on nobody for what a relative did (at most 3)."),
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
        ("nothing", "Claimed benefit"),
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
