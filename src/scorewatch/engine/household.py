"""One household, one step: the function that runs a population and replays a life."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from scorewatch.chance.words import Month
from scorewatch.mechanism import behave, listing, mistake, observe, redress, sanction, score
from scorewatch.mechanism.state import Happened, Holds, Person, Standing
from scorewatch.people.persons import Persons
from scorewatch.plan.order import ORDER
from scorewatch.plan.plan import Plan, is_subject, start_score

Stage = Callable[[Sequence[Person], Sequence[Happened], Plan, Month], None]


def _each(one: Callable[[Person, Happened, Plan, Month], None]) -> Stage:
    """A mechanism of one person, for each member of the household in turn."""

    def all_of_them(household: Sequence[Person], happened: Sequence[Happened], plan: Plan, words: Month) -> None:
        for person, what in zip(household, happened, strict=True):
            one(person, what, plan, words)

    return all_of_them


# what does each stage of plan.order.ORDER; the last one, the tally, is the measures' own
STAGES: dict[str, Stage] = {
    "act": _each(behave.act),
    "observe": observe.to_keepers,
    "mistake": _each(mistake.mistake),
    "score": _each(score.keep_score),
    "list": _each(listing.settle_lists),
    "correct": _each(redress.correct),
    "notice": _each(redress.notice_at_entry),
    "sanction": sanction.deny,
    "learn": redress.learn_from_denials,
}


def newcomers(persons: Persons, numbers: range) -> list[Person]:
    """The members of a household as they are before the first step."""
    rules, template = persons.rules, persons.template
    household = []
    for number in numbers:
        cell, trait = persons.cell(number), persons.trait(number)
        scored = rules.score is not None and is_subject(rules.score.subject, rules, template, cell, trait)
        start = start_score(rules, template, cell, trait) if scored else None
        household.append(
            Person(
                number=number,
                cell=cell,
                trait=trait,
                levels=persons.levels(number),
                child=template.cells[cell][2] in template.children,
                start=start,
                scores=None if start is None else [start] * 3,
                subject=tuple(
                    is_subject(declared.subject, rules, template, cell, trait) for declared in rules.list.values()
                ),
                standings=[
                    Standing(
                        (
                            Holds([None] * len(declared.ground)),
                            Holds([None] * len(declared.ground)),
                            Holds([None] * len(declared.ground)),
                        )
                    )
                    for declared in rules.list.values()
                ],
            )
        )
    return household


def live_step(household: Sequence[Person], plan: Plan, words: Month) -> list[Happened]:
    """The household has lived through one step, in the order of `plan.order.ORDER`; returns what happened to each."""
    behaviours = len(plan.act_streams)
    happened = [
        Happened([0] * behaviours, [0] * behaviours, [0] * behaviours, [0] * behaviours, [0] * behaviours)
        for _ in household
    ]
    for stage in ORDER:
        if stage.name in STAGES:
            STAGES[stage.name](household, happened, plan, words)
    return happened
