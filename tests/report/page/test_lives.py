"""Three lives, by a rule: the lowest number of whom it is true, within a bound, else nobody."""

from __future__ import annotations

import pytest

from scorewatch.report.page import lives, meet
from scorewatch.report.page.counts import Counted
from scorewatch.study.replay import Replay
from scorewatch.study.where import wanted

from . import corners


@pytest.mark.parametrize(("name", "where"), [("mistaken", "mistaken"), ("kin", "kin and child")])
@pytest.mark.parametrize("corner", ["plenty", "warm-up"])
def test_are_those_that_life_where_finds_first(corner: str, name: str, where: str) -> None:
    """Catches another rule, another order, and a life that is drawn with other words."""
    run = corners.corner(corner)
    first = next(Replay(run).find(wanted(where, run)))
    told = {life.name: life for life in lives.lives(Counted(run))}
    assert told[name].command == f"scorewatch life RUN {first}"


def test_the_typical_one_fares_as_most_adults_do() -> None:
    """Catches a listed person shown as typical where most are not, and the other way round."""
    everybody = lives.lives(Counted(corners.corner("everybody listed")))[0]
    nobody = lives.lives(Counted(corners.corner("several lists")))[0]
    assert "was once listed" in everybody.rule
    assert "never listed" in nobody.rule


def test_says_so_where_there_is_nobody_within_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a search through a nation, and an empty card."""
    run = corners.corner("plenty")
    monkeypatch.setattr(meet, "MOST_WORK", 3 * run.steps)
    told = lives.lives(Counted(run))
    assert {life.says for life in told if not life.command} == {"Nobody like this among the first 3 persons."}


def test_without_a_list_there_is_one_life() -> None:
    """Catches a page that looks for the listed where nobody can be."""
    assert [life.name for life in lives.lives(Counted(corners.corner("no list")))] == ["typical"]
