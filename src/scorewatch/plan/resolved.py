"""Score, lists and sanctions for one step: defaults filled in, durations in steps, shares as thresholds.

Two chances stay shares until the number of records or denials is known, and are then turned into thresholds by
`ground_fires` and `told_by_denial`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scorewatch.chance.share import at_least_one, threshold
from scorewatch.chance.stream import stream
from scorewatch.plan.formulas import reviewed
from scorewatch.regime import duration
from scorewatch.regime.declare import List, Rules, Sanction, Score
from scorewatch.regime.resolve import due_process
from scorewatch.regime.words import NEVER

LIST_PURPOSES = ("review", "stops", "notice", "complies", "appeals", "granted")


@dataclass(frozen=True)
class GroundPlan:
    """A ground: which behaviours it is on, the chance a record has, how long it holds."""

    on: tuple[int, ...]
    chance: float
    term: int | None  # steps; None: for ever
    fires: int  # stream


@dataclass(frozen=True)
class ListPlan:
    """A list: thresholds of the score, holds, and its due process; shares as 32-bit thresholds."""

    enter_below: int | None
    below_before: int | None  # the threshold that was in force in the step before; None: nobody counts as below it
    leave_at: int | None  # None: no way out by score
    term: int | None
    complies: int
    grounds: tuple[GroundPlan, ...]
    reviewed: int
    stops_mistaken: int
    stops_accurate: int
    notice: int
    notice_on_denial: float
    appeals_mistaken: int
    appeals_accurate: int
    decided_after: int
    granted_if_mistaken: int
    granted_if_accurate: int
    corrects_record: bool
    streams: dict[str, int]


@dataclass(frozen=True)
class SanctionPlan:
    """A sanction: on which list, whom it reaches, whether it strikes once at entry."""

    list: int
    reaches: str
    at_entry: bool
    attempts: int  # stream
    notice: int  # stream


@dataclass(frozen=True)
class ScorePlan:
    """The score: its range, what is recovered in this step, the points of a record of each behaviour."""

    low: int
    high: int
    recovery: int
    points: tuple[int, ...]


def score_plan(rules: Rules, score: Score, step: int, steps_a_year: int) -> ScorePlan:
    r = score.recovery.value
    return ScorePlan(
        low=score.range[0],
        high=score.range[1],
        recovery=(step + 1) * r // steps_a_year - step * r // steps_a_year,
        points=tuple(b.points.value for b in rules.behaviour.values()),
    )


def leave_at(declared: List) -> int | None:
    """The score at which a score hold ends, or None for never.

    With a finite term only where it is written; else the threshold of entry.
    """
    if declared.leave_at == NEVER:
        return None
    if declared.leave_at is not None and not isinstance(declared.leave_at, str):
        return declared.leave_at.value
    if declared.term != NEVER or declared.enter_below is None:
        return None
    return declared.enter_below.value


def _term(term: str, step: str) -> int | None:
    return None if term == NEVER else duration.steps(term, step)


def list_plan(
    rules: Rules,
    before: Rules | None,
    name: str,
    declared: List,
    room: float,
    cases: int,
    steps_a_year: int,
) -> ListPlan:
    process = due_process(rules, name)
    review = process.review_share
    if process.capacity_per_year is not None:
        review = reviewed(review, room, cases)
    below_before = before.list[name].enter_below if before else None
    behaviours = list(rules.behaviour)
    return ListPlan(
        enter_below=declared.enter_below.value if declared.enter_below else None,
        below_before=below_before.value if below_before else None,
        leave_at=leave_at(declared),
        term=_term(declared.term, rules.step),
        complies=threshold(declared.complies_per_year.value / steps_a_year),
        grounds=tuple(
            GroundPlan(
                on=tuple(behaviours.index(b) for b in ground.on),
                chance=_ground_chance(ground.chance.value, [u.value for u in ground.unless.values()]),
                term=_term(ground.term, rules.step),
                fires=stream(f"list.{name}.ground.{ground_name}/fires"),
            )
            for ground_name, ground in declared.ground.items()
        ),
        reviewed=threshold(review),
        stops_mistaken=threshold(process.stops_mistaken),
        stops_accurate=threshold(process.stops_accurate),
        notice=threshold(process.notice),
        notice_on_denial=process.notice_on_denial,
        appeals_mistaken=threshold(process.appeals_mistaken),
        appeals_accurate=threshold(process.appeals_accurate),
        decided_after=duration.steps(process.decided_after, rules.step) if process.decided_after else 1,
        granted_if_mistaken=threshold(process.granted_if_mistaken),
        granted_if_accurate=threshold(process.granted_if_accurate),
        corrects_record=process.corrects_record,
        streams={purpose: stream(f"list.{name}/{purpose}") for purpose in LIST_PURPOSES},
    )


def _ground_chance(chance: float, unless: Sequence[float]) -> float:
    """chance x (1 - product of `unless`); listed unless all of these happen."""
    if not unless:
        return chance
    all_happen = 1.0
    for share in unless:
        all_happen = all_happen * share
    return chance * (1.0 - all_happen)


def ground_fires(ground: GroundPlan, records: int) -> int:
    """The threshold below which a word fires the ground for a person with so many records of it."""
    return at_least_one(ground.chance, records)


def told_by_denial(list_plan: ListPlan, denials: int) -> int:
    """The threshold below which a word tells a person of the listing after so many denials."""
    return at_least_one(list_plan.notice_on_denial, denials)


def sanction_plan(rules: Rules, name: str, declared: Sanction) -> SanctionPlan:
    return SanctionPlan(
        list=list(rules.list).index(declared.list),
        reaches=declared.reaches,
        at_entry=declared.imposed is not None,
        attempts=stream(f"sanction.{name}/attempts"),
        notice=stream(f"sanction.{name}/notice"),
    )
