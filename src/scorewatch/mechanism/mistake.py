"""False records: what somebody who looks alike did, and what nobody did (docs/model.md 4)."""

from __future__ import annotations

from scorewatch.chance.words import Month
from scorewatch.mechanism.state import Happened, Person
from scorewatch.plan.plan import Plan


def mistake(person: Person, happened: Happened, plan: Plan, words: Month) -> None:
    """False records with no act of the person's own behind them have landed: one draw for each behaviour."""
    for behaviour, stream in enumerate(plan.false_streams):
        ladder = plan.false(behaviour, person.cell)
        if ladder.thresholds:
            happened.false[behaviour] += ladder.count(words.word(person.number, stream))
