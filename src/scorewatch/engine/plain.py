"""The plain engine: every household, every step, in plain Python; slow, legible, and the reference for any other."""

from __future__ import annotations

from scorewatch.chance.words import Month
from scorewatch.engine.clock import Clock
from scorewatch.engine.household import live_step, newcomers
from scorewatch.engine.outcome import Outcome, Progress
from scorewatch.engine.tally import Tally
from scorewatch.measure import tables
from scorewatch.mechanism.state import Happened, Person
from scorewatch.plan.carry import Carry, Totals
from scorewatch.plan.plan import Cut, Plan


def run(clock: Clock, progress: Progress | None = None) -> Outcome:
    """Every step of the clock, over everybody."""
    persons = clock.persons
    households = [newcomers(persons, numbers) for numbers in persons.households()]
    tally = Tally(clock.regime, persons, clock.steps)
    carries: dict[int, Carry] = {}
    cuts: dict[int, list[Cut]] = {}
    carry = clock.first_carry()
    done, all_of_it = 0, persons.people * len(clock.all_steps())
    for step in clock.all_steps():
        plan = clock.plan(step, carry)
        carries[step] = carry
        if plan.cuts:
            cuts[step] = plan.cuts
        words = Month(persons.words, step, persons.people, frozenset((*plan.act_streams, *plan.false_streams)))
        totals = Totals.none(plan.rules, persons.template)
        for household in households:
            for person, what in zip(household, live_step(household, plan, words), strict=True):
                add_up(totals, person, what, plan)
                if step >= 0:
                    tally.count(person, what, step)
            if progress:
                done += len(household)
                progress(done, all_of_it)
        if step >= 0:
            tally.close_step(step)
        carry = clock.next_carry(plan, totals)
    return Outcome(tables.measures(tally.rows), tables.parts(tally.part_rows), carries, cuts)


def add_up(totals: Totals, person: Person, what: Happened, plan: Plan) -> None:
    """A person's step has been added to the integers that the next step takes."""
    for b, acts in enumerate(what.acts):
        if acts:
            totals.acts[b][person.cell] += acts
            totals.true[b][person.cell] += what.true[b]
            totals.household[b][person.cell] += what.household[b]
    for index, step in enumerate(what.lists):
        totals.cases[index] += step.case
        totals.reviewed[index] += step.reviewed
    if any(standing.listed() for standing in person.standings):
        totals.listed[plan.template.cells[person.cell][0]] += 1
