"""Three ledgers: what is recorded, what is recorded rightly, what is done (docs/model.md 5)."""

from __future__ import annotations

from scorewatch.chance.words import Month
from scorewatch.mechanism.state import Happened, Person
from scorewatch.plan.order import ALL_ACTS, ERROR_FREE, OBSERVED
from scorewatch.plan.plan import Plan


def records(happened: Happened, ledger: int, behaviour: int) -> int:
    """How often a behaviour stands in a ledger for this step."""
    if ledger == OBSERVED:
        return happened.true[behaviour] + happened.false[behaviour]
    return happened.true[behaviour] if ledger == ERROR_FREE else happened.acts[behaviour]


def keep_score(person: Person, happened: Happened, plan: Plan, _words: Month) -> None:
    """Each ledger has recovered towards the person's start, taken the points, and been clamped."""
    if plan.score is None or person.scores is None or person.start is None:
        return
    happened.before = list(person.scores)
    for ledger in (OBSERVED, ERROR_FREE, ALL_ACTS):
        points = 0
        for behaviour, each in enumerate(plan.score.points):
            if each:
                points += each * records(happened, ledger, behaviour)
        happened.points[ledger] = points
        score = recovered(person.scores[ledger], person.start, plan.score.recovery)
        person.scores[ledger] = min(max(score + points, plan.score.low), plan.score.high)


def recovered(score: int, start: int, recovery: int) -> int:
    """A score moved towards the start by `recovery`, not beyond it."""
    return min(score + recovery, start) if score < start else max(score - recovery, start)
