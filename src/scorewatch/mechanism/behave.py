"""Acts: Poisson, and what becomes of each act when it is looked at (docs/model.md 3 and 4)."""

from __future__ import annotations

from scorewatch.chance.words import Month
from scorewatch.mechanism.state import Happened, Person
from scorewatch.plan.plan import Plan


def act(person: Person, happened: Happened, plan: Plan, words: Month) -> None:
    """The person has acted: how often, how many acts are recorded rightly, how many drawn as the household's."""
    on_lists = person.on_lists()
    for behaviour, stream in enumerate(plan.act_streams):
        ladder = plan.acts(behaviour, person.cell, person.trait, on_lists, person.levels[behaviour])
        if ladder.thresholds:
            k, o, w = ladder.outcome(words.word(person.number, stream))
            happened.acts[behaviour] = k
            happened.true[behaviour] = o
            happened.household[behaviour] = w
