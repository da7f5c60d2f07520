"""Whom the page tells of: the first of the run, in their order, of whom something is true."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scorewatch.chance.words import Month
from scorewatch.engine.household import live_step, newcomers
from scorewatch.mechanism.state import KIN
from scorewatch.study.replay import Replay
from scorewatch.study.run import Run

MOST_WORK = 40_000  # person-steps that are lived to find somebody: about two seconds


@dataclass
class Seen:
    """What was ever true of one person in the run."""

    person: int
    child: bool
    listed: bool = False
    mistaken: bool = False
    kin: bool = False
    acted: bool = False


Wanted = Callable[[Seen], bool]


def bound(run: Run) -> int:
    """How many persons are looked at, at most."""
    return min(run.people, max(1, MOST_WORK // (run.steps + run.regime.warm_up)))


def meet(replay: Replay, wanted: dict[str, Wanted]) -> dict[str, int]:
    """The lowest-numbered person of the first `bound` for each of what is wanted; nobody where there is none."""
    found: dict[str, int] = {}
    most = bound(replay.run)
    words = {
        step: Month(replay.clock.persons.words, step, most, frozenset((*plan.act_streams, *plan.false_streams)))
        for step, plan in replay.plans.items()
    }
    for household in replay.clock.persons.households():
        if household.stop > most or len(found) == len(wanted):
            break
        for seen in _lived(replay, household, words):
            for name, is_so in wanted.items():
                if name not in found and is_so(seen):
                    found[name] = seen.person
    return found


def _lived(replay: Replay, household: range, words: dict[int, Month]) -> list[Seen]:
    persons = newcomers(replay.clock.persons, household)
    seen = [Seen(p.number, p.child) for p in persons]
    for step, plan in replay.plans.items():
        happened = live_step(persons, plan, words[step])
        if step < 0:
            continue
        for one, person, what in zip(seen, persons, happened, strict=True):
            one.acted |= any(what.acts)
            one.kin |= KIN in what.reached
            for standing in person.standings:
                if standing.listed():
                    one.listed = True
                    one.mistaken |= standing.mistaken()
    return seen
