"""A replayed life is what happened: the lives of all, added up, are the measures of the run."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import scorewatch as sw
from boundary.command import typed
from scorewatch.report import story
from scorewatch.study.replay import Life, Replay
from scorewatch.study.run import Run

from . import busy

Totals = Counter[tuple[str, str, str, int, int]]  # measure, item, by, step, bin
Member = dict[str, Any]


@pytest.fixture(scope="module")
def lives(saved: Path) -> list[Life]:
    """The life of every household, from the folder alone."""
    replay = Replay(sw.open(saved))
    return [replay.life(household.start) for household in replay.clock.persons.households()]


@pytest.fixture(scope="module")
def told(lives: list[Life]) -> list[dict[str, Any]]:
    """The same as JSON gives them."""
    found: list[dict[str, Any]] = json.loads(json.dumps([story.as_json(life) for life in lives], allow_nan=False))
    return found


def _of_a_list(found: Totals, name: str, now: Member, step: int) -> None:
    listed, mistaken = now["listed"], now["by_mistake"]
    found["listed", name, "", step, 0] += listed
    found["listed_by_mistake", name, "", step, 0] += mistaken
    found["untold", name, "", step, 0] += listed and not now["told"]
    found["appealing", name, "", step, 0] += now["appealing"]
    found["entries", name, "", step, 0] += now["entered"]
    for decision in ("granted", "refused"):
        found[decision, name, "", step, 0] += now["decision"] == decision
    if now["exit"]:
        found["exits", name, now["exit"], step, 0] += 1
    found["stopped", name, "", step, 0] += bool(now["stopped"])


def _added_up(told: list[dict[str, Any]]) -> Totals:
    found: Totals = Counter()
    for life in told:
        for moment in life["steps"]:
            step = moment["step"]
            if step < 0:
                continue
            for member in moment["members"]:
                found["people", "", "", step, 0] += 1
                for measure, key in (
                    ("acts", "acts"),
                    ("records_true", "recorded_rightly"),
                    ("records_false", "recorded_falsely"),
                    ("denials", "denials"),
                ):
                    for item, count in member[key].items():
                        found[measure, item, "", step, 0] += count
                for ledger, score in member["scores"].items():
                    found["score", ledger, "", step, score - score % 10] += 1
                found["listed_anywhere", "", "", step, 0] += any(one["listed"] for one in member["lists"].values())
                for name, now in member["lists"].items():
                    _of_a_list(found, name, now, step)
    return +found


def test_all_lives_added_up_are_the_measures(run: Run, told: list[dict[str, Any]]) -> None:
    """Catches a life that tells of another luck, step, ledger or list than the run counted; to the last record."""
    found = _added_up(told)
    measures = {measure for measure, *_ in found}
    assert len(measures) == 16, "the run is busy enough to show every one of them"
    counted: Totals = Counter()
    for row in run.measures.to_dicts():
        if row["measure"] in measures:
            by = row["by"] if row["measure"] == "exits" else ""
            counted[row["measure"], row["item"], by, row["step"], row["bin"]] += row["value"]
    assert found == counted
    assert {by for measure, _, by, *_ in found if measure == "exits"} == {"appeal", "term", "complied", "score"}


def test_the_json_names_its_people_and_steps(told: list[dict[str, Any]], run: Run) -> None:
    """Catches a member under the number of another, and steps left out of the JSON."""
    numbers = [member["person"] for life in told for member in life["steps"][0]["members"]]
    assert numbers == list(range(run.people))
    for life in told:
        assert [moment["step"] for moment in life["steps"]] == list(range(-3, busy.STEPS))
        assert all([m["person"] for m in moment["members"]] == life["household"] for moment in life["steps"])
        assert life["seed"] == busy.SEED


def test_any_member_gives_the_same_household(run: Run, told: list[dict[str, Any]]) -> None:
    """Catches a life that hangs on whom was asked for, or on the lives replayed before it."""
    for number in (run.people - 1, 3, 60, 3):
        life = story.as_json(run.life(number))
        (same,) = (other for other in told if number in other["household"])
        assert (life["steps"], life["household"]) == (same["steps"], same["household"])
        assert life["person"] == number
        assert f"person {number}, who does not exist" in life["who"].lower()


def test_the_command_prints_the_same_life(
    saved: Path, told: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    """Catches a command line that says something else than Python."""
    said = typed(capsys, "life", saved, "60", "--json")
    printed = json.loads(said.out)
    (same,) = (life for life in told if 60 in life["household"])
    assert printed["steps"] == same["steps"]
    assert printed["person"] == 60


def test_the_table_tells_what_the_json_tells(saved: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """Catches a life on the terminal that hides a listing, an exit or a denial, or the steps nobody acted in."""
    replay = Replay(run)
    number = next(
        n
        for n in replay.find(
            lambda life, m: (
                sum(any(one.happened.lists[0].exit or "" for one in [x.members[m]]) for x in life.moments) > 0
            )
        )
    )
    life = run.life(number)
    mine = [moment.members[life.me] for moment in life.moments if moment.step >= 0]
    out = typed(capsys, "life", saved, str(number), "--every-step").out
    words = " ".join(out.split())
    entered = sum(one.entered for snapshot in mine for one in snapshot.happened.lists)
    left = sum(bool(one.exit) for snapshot in mine for one in snapshot.happened.lists)
    assert words.count("LISTED on") == entered
    assert words.count("off debtors") + words.count("off watched") == left > 0
    rows = [line.split()[0] for line in out.splitlines() if line[:1] == " " and line.split() and line[1:2].isdigit()]
    # a step in which the rules change has a row more
    assert list(dict.fromkeys(rows)) == [str(step) for step in range(busy.STEPS)]
    assert len(rows) - busy.STEPS == len({phase.start for phase in run.regime.rules.phase})


@pytest.mark.parametrize("number", [-1, 10**6, 2**64])
def test_nobody_else_has_a_life(number: int, run: Run) -> None:
    """Catches the life of a person who did not run: a number below 0, or beyond the last."""
    with pytest.raises(sw.InputError, match=f"no person {number} in this run"):
        run.life(number)
    with pytest.raises(sw.InputError, match="Persons are numbered 0 to"):
        run.life(run.people)
