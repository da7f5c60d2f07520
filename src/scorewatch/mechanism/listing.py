"""Lists: what fires, what holds, who leaves, who enters (docs/model.md 6)."""

from __future__ import annotations

from scorewatch.chance.words import Month
from scorewatch.mechanism import redress
from scorewatch.mechanism.score import records
from scorewatch.mechanism.state import SCORE, Happened, Holds, ListStep, Person
from scorewatch.plan.order import ALL_ACTS, ERROR_FREE, OBSERVED
from scorewatch.plan.plan import Plan
from scorewatch.plan.resolved import ListPlan, ground_fires


def settle_lists(person: Person, happened: Happened, plan: Plan, words: Month) -> None:
    """Every list is settled for this step, in the file's order."""
    for index in range(len(plan.lists)):
        _settle(person, happened, index, plan, words)


def _settle(person: Person, happened: Happened, index: int, plan: Plan, words: Month) -> None:
    """All three ledgers of a list are settled for this step: error_free and all_acts first, then observed."""
    rules = plan.lists[index]
    standing = person.standings[index]
    step = ListStep(was_on=(standing.on[0].any(), standing.on[1].any(), standing.on[2].any()))
    happened.lists.append(step)
    if not person.subject[index]:
        return
    complied = (
        any(step.was_on)
        and rules.complies > 0
        and words.word(person.number, rules.streams["complies"]) < rules.complies
    )
    fired = {ledger: firings(person, happened, ledger, rules, words) for ledger in (ERROR_FREE, ALL_ACTS, OBSERVED)}

    for ledger in (ERROR_FREE, ALL_ACTS):
        holds = standing.on[ledger]
        if step.was_on[ledger]:
            leave(person, holds, ledger, fired[ledger], rules, plan.step, complied=complied)
        elif not complied:
            hold(holds, fired[ledger], plan.step)

    holds = standing.on[OBSERVED]
    if step.was_on[OBSERVED]:
        granted = redress.decide(person, standing, step, rules, plan.step, words)
        entered = standing.entered
        assert entered is not None
        step.exit = leave(
            person, holds, OBSERVED, fired[OBSERVED], rules, plan.step, granted=granted, complied=complied
        )
        if step.exit:
            step.spell = plan.step - entered
            standing.entered, standing.told, standing.filed = None, False, None
    elif fired[OBSERVED] and not complied:
        step.case = True
        if not redress.review(person, standing, step, rules, words):
            hold(holds, fired[OBSERVED], plan.step)
            step.entered = True
            standing.entered = plan.step
            standing.ever = True
    if standing.listed() and standing.mistaken():
        standing.ever_by_mistake = True


def firings(person: Person, happened: Happened, ledger: int, rules: ListPlan, words: Month) -> tuple[int, ...]:
    """What fires in a ledger in this step: SCORE, and grounds by index."""
    fired = []
    if score_fires(person, happened, ledger, rules):
        fired.append(SCORE)
    for index, ground in enumerate(rules.grounds):
        count = sum(records(happened, ledger, behaviour) for behaviour in ground.on)
        # one word per person, step and ground: the same for the three ledgers
        if count and words.word(person.number, ground.fires) < ground_fires(ground, count):
            fired.append(index)
    return tuple(fired)


def score_fires(person: Person, happened: Happened, ledger: int, rules: ListPlan) -> bool:
    """Below the threshold, and either something was lost in this step or the score was not below before.

    So who got off the list does not return until something new happens.
    """
    if rules.enter_below is None or person.scores is None or happened.before is None:
        return False
    if person.scores[ledger] >= rules.enter_below:
        return False
    was_below = rules.below_before is not None and happened.before[ledger] < rules.below_before
    return happened.points[ledger] < 0 or not was_below


def hold(holds: Holds, fired: tuple[int, ...], step: int) -> None:
    """Each firing has added its hold, or restarted its term."""
    for what in fired:
        if what == SCORE:
            holds.score = step
        else:
            holds.grounds[what] = step


def leave(
    person: Person,
    holds: Holds,
    ledger: int,
    fired: tuple[int, ...],
    rules: ListPlan,
    step: int,
    *,
    granted: bool = False,
    complied: bool = False,
) -> str | None:
    """Firings of somebody on the list have been added and ended holds dropped; the cause, if that frees the person.

    The cause is the first that holds of appeal, term, complied, score.
    """
    hold(holds, fired, step)
    if granted:
        holds.clear()
        return "appeal"
    term_over = False
    if holds.score is not None:
        if rules.term is not None and step - holds.score >= rules.term:
            holds.score, term_over = None, True
        elif rules.leave_at is not None and person.scores is not None and person.scores[ledger] >= rules.leave_at:
            holds.score = None
    for index, ground in enumerate(rules.grounds):
        since = holds.grounds[index]
        if since is not None and ground.term is not None and step - since >= ground.term:
            holds.grounds[index], term_over = None, True
    free = not holds.any()
    if free and term_over:
        return "term"
    if complied:
        holds.clear()
        return "complied"
    return "score" if free else None
