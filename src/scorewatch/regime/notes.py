"""Notes on a regime: no mistakes, and worth knowing before it runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from scorewatch.regime import duration
from scorewatch.regime.declare import Rules
from scorewatch.regime.inputs import quantities
from scorewatch.regime.phases import begins
from scorewatch.regime.read import Regime
from scorewatch.regime.words import NEVER, START

_ASSUMED = "assumed"


@dataclass(frozen=True)
class Note:
    """One note at a dotted path."""

    where: str
    says: str


@dataclass(frozen=True)
class Numbers:
    """How many numbers a file gives; each has a source, is assumed, or says neither."""

    all: int
    sourced: int
    assumed: int
    unsourced: int
    bounded: int

    def __str__(self) -> str:
        return (
            f"{self.all} numbers: {self.sourced} with a source, {self.assumed} assumed, "
            f"{self.unsourced} that say neither; {self.bounded} have bounds"
        )


def notes(regime: Regime) -> tuple[Note, ...]:
    """What is worth knowing about a regime before it runs."""
    found = (
        *_rounding(regime),
        *_phases(regime),
        *_unseen(regime.rules),
        *_score(regime.rules),
        *_lists(regime.rules),
    )
    return tuple(dict.fromkeys(found))


def numbers(regime: Regime) -> Numbers:
    """The numbers of a regime by where they come from."""
    counts = {"all": 0, "sourced": 0, "assumed": 0, "unsourced": 0, "bounded": 0}
    for _, given in quantities(regime.raw):
        table = given if isinstance(given, dict) else {}
        source = table.get("source")
        kind = "unsourced" if not source else "assumed" if source.strip().lower() == _ASSUMED else "sourced"
        counts["all"] += 1
        counts[kind] += 1
        counts["bounded"] += "low" in table or "high" in table
    return Numbers(**counts)


def _durations(rules: Rules) -> Iterator[tuple[str, str]]:
    yield "lasts", rules.lasts
    if rules.warm_up:
        yield "warm_up", rules.warm_up
    if rules.due_process.decided_after:
        yield "due_process.decided_after", rules.due_process.decided_after
    for name, one in rules.list.items():
        yield f"list.{name}.term", one.term
        if one.due_process.decided_after:
            yield f"list.{name}.due_process.decided_after", one.due_process.decided_after
        for ground, said in one.ground.items():
            yield f"list.{name}.ground.{ground}.term", said.term
    for number, phase in enumerate(rules.phase):
        if phase.start != START and duration.parse(phase.start)[0]:
            yield f"phase.{number}.from", phase.start


def _rounding(regime: Regime) -> Iterator[Note]:
    """Durations that whole steps change by more than a fifth."""
    for _, rules in [(0, regime.rules), *regime.timeline]:
        for where, text in _durations(rules):
            if text == NEVER:
                continue
            exact, whole = duration.exact_steps(text, rules.step), duration.steps(text, rules.step)
            if abs(whole - exact) > exact * Fraction(1, 5):
                plural = "s" if whole > 1 else ""
                says = f'"{text}" is {float(exact):.3g} {rules.step}s; it runs as {whole} {rules.step}{plural}.'
                yield Note(where, says)


def _phases(regime: Regime) -> Iterator[Note]:
    for number, phase in enumerate(regime.rules.phase):
        if begins(phase, regime.step, regime.warm_up) >= regime.steps:
            yield Note(f"phase.{number}.from", f'A run of {regime.rules.lasts} ends before "{phase.start}".')


def _unseen(rules: Rules) -> Iterator[Note]:
    seen = {name for sensor in rules.sensor.values() for name in sensor.sees}
    for name in rules.behaviour:
        if name not in seen:
            yield Note(f"behaviour.{name}", "No sensor sees it: it leaves no records.")


def _score(rules: Rules) -> Iterator[Note]:
    if rules.score is None:
        return
    grounds = {name for one in rules.list.values() for ground in one.ground.values() for name in ground.on}
    for name, behaviour in rules.behaviour.items():
        if behaviour.points.value == 0:
            tail = " and is a ground of a list" if name in grounds else ""
            yield Note(f"behaviour.{name}", f"It moves no score (points 0){tail}.")
    low, high = rules.score.range
    for name, one in rules.list.items():
        enter = one.enter_below
        if enter is None:
            continue
        if not low < enter.value <= high:
            yield Note(f"list.{name}.enter_below", f"{enter.value} is outside the scores {low} to {high}.")
        elif enter.value > rules.score.start.value:
            says = f"Everybody starts at {rules.score.start.value}, below {enter.value}: all of them are listed."
            yield Note(f"list.{name}.enter_below", says)


def _lists(rules: Rules) -> Iterator[Note]:
    for name, one in rules.list.items():
        if one.term != NEVER and one.enter_below is None:
            yield Note(f"list.{name}.term", "It holds for entry by score, and there is no enter_below.")
        if not any(sanction.list == name for sanction in rules.sanction.values()):
            yield Note(f"list.{name}", "No sanction follows from it.")
