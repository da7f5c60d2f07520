"""Due process: review, notice, appeal. It acts on the observed ledger alone (docs/model.md 7)."""

from __future__ import annotations

from collections.abc import Sequence

from scorewatch.chance.words import Month
from scorewatch.mechanism.state import Happened, ListStep, Person, Standing
from scorewatch.plan.order import ERROR_FREE, OBSERVED
from scorewatch.plan.plan import Plan
from scorewatch.plan.resolved import ListPlan, told_by_denial

AT_ENTRY = -1


def review(person: Person, standing: Standing, step: ListStep, rules: ListPlan, words: Month) -> bool:
    """Whether somebody looked at this case before it counted, and stopped it."""
    step.mistaken = standing.mistaken()
    step.reviewed = rules.reviewed > 0 and words.word(person.number, rules.streams["review"]) < rules.reviewed
    stops = rules.stops_mistaken if step.mistaken else rules.stops_accurate
    step.stopped = step.reviewed and stops > 0 and words.word(person.number, rules.streams["stops"]) < stops
    return step.stopped


def decide(person: Person, standing: Standing, step: ListStep, rules: ListPlan, now: int, words: Month) -> bool:
    """Whether an appeal that is due was granted, as things stand now."""
    if standing.filed is None or now - standing.filed < rules.decided_after:
        return False
    standing.filed = None
    step.mistaken = standing.mistaken()
    chance = rules.granted_if_mistaken if step.mistaken else rules.granted_if_accurate
    granted = words.word(person.number, rules.streams["granted"]) < chance
    step.decision = "granted" if granted else "refused"
    return granted


def correct(person: Person, happened: Happened, plan: Plan, _words: Month) -> None:
    """Who was granted an appeal that corrects the record has the error-free score."""
    if person.scores is None:
        return
    for step, rules in zip(happened.lists, plan.lists, strict=True):
        if step.decision == "granted" and rules.corrects_record:
            person.scores[OBSERVED] = person.scores[ERROR_FREE]
            happened.corrected = True


def notice_at_entry(person: Person, happened: Happened, plan: Plan, words: Month) -> None:
    """Who entered a list in this step has been told or not."""
    for index, rules in enumerate(plan.lists):
        step, standing = happened.lists[index], person.standings[index]
        if step.entered and words.word(person.number, rules.streams["notice"]) < rules.notice:
            _told(person, standing, step, rules, plan.step, words, AT_ENTRY)


def learn_from_denials(household: Sequence[Person], happened: Sequence[Happened], plan: Plan, words: Month) -> None:
    """Who was listed and not told may have learnt it from a denial.

    An adult from his own denials and those of the household's children; a listed child from its own.
    """
    for index, sanction in enumerate(plan.sanctions):
        rules = plan.lists[sanction.list]
        if not rules.notice_on_denial:
            continue
        of_children = sum(what.denials[index] for p, what in zip(household, happened, strict=True) if p.child)
        for person, what in zip(household, happened, strict=True):
            standing = person.standings[sanction.list]
            if not standing.listed() or standing.told:
                continue
            denials = what.denials[index] + (0 if person.child else of_children)
            if denials and words.word(person.number, sanction.notice) < told_by_denial(rules, denials):
                _told(person, standing, what.lists[sanction.list], rules, plan.step, words, index)


def _told(person: Person, standing: Standing, step: ListStep, rules: ListPlan, now: int, words: Month, by: int) -> None:
    """The person knows, and has decided once whether to appeal."""
    standing.told = True
    step.told = by
    step.mistaken = standing.mistaken()
    chance = rules.appeals_mistaken if step.mistaken else rules.appeals_accurate
    if chance > 0 and words.word(person.number, rules.streams["appeals"]) < chance:
        standing.filed = now
        step.filed = True
