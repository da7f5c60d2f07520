"""Sanctions: whom a listing reaches, and what is denied (docs/model.md 8)."""

from __future__ import annotations

from collections.abc import Sequence

from scorewatch.chance.words import Month
from scorewatch.mechanism.state import KIN, Happened, Person
from scorewatch.plan.order import OBSERVED
from scorewatch.plan.plan import Plan
from scorewatch.plan.resolved import SanctionPlan


def deny(household: Sequence[Person], happened: Sequence[Happened], plan: Plan, words: Month) -> None:
    """Every sanction lies on whom it reaches, and what those attempted is denied."""
    for index, sanction in enumerate(plan.sanctions):
        listed = [person.standings[sanction.list].listed() for person in household]
        entered = [what.lists[sanction.list].entered for what in happened]
        for i, (person, what) in enumerate(zip(household, happened, strict=True)):
            if not reaches(sanction, i, household, listed):
                what.reached.append(None)
                what.denials.append(0)
                continue
            own = person.standings[sanction.list].on[OBSERVED]
            what.reached.append(own.origin() if listed[i] else KIN)
            if sanction.at_entry:
                what.denials.append(int(reaches(sanction, i, household, entered)))
            else:
                ladder = plan.denials(index, person.cell, person.trait)
                word = words.word(person.number, sanction.attempts) if ladder.thresholds else 0
                what.denials.append(ladder.count(word))


def reaches(sanction: SanctionPlan, member: int, household: Sequence[Person], on: Sequence[bool]) -> bool:
    """Whether a sanction reaches a member of the household, through those who are `on` its list."""
    if sanction.reaches == "person":
        return on[member]
    if sanction.reaches == "children":
        return household[member].child and any(on[i] for i, person in enumerate(household) if not person.child)
    return any(on)
