"""Misattribution to the household: the registered keeper of a vehicle is not its driver (docs/model.md 4)."""

from __future__ import annotations

from collections.abc import Sequence

from scorewatch.chance.words import Month
from scorewatch.mechanism.state import Happened, Person
from scorewatch.plan.plan import Plan


def to_keepers(household: Sequence[Person], happened: Sequence[Happened], _plan: Plan, _words: Month) -> None:
    """Every household misattribution has landed on the first adult, or the second where the actor is the first.

    A sole adult's act stays unseen.
    """
    adults = [i for i, person in enumerate(household) if not person.child]
    for actor, what in enumerate(happened):
        keepers = [i for i in adults[:2] if i != actor]
        if not keepers:
            continue
        for behaviour, count in enumerate(what.household):
            if count:
                happened[keepers[0]].false[behaviour] += count
                happened[keepers[0]].kept_for[behaviour] += count
