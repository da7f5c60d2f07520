"""Everybody's life, step by step, by the names of the file: what the laws compare person by person.

The loop is written out here again, over the same step of a household, so that the laws hold of what persons live
through and not of what the tables add up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, settings

from laws.regimes import Raw, read
from scorewatch.chance.words import Month, Words
from scorewatch.engine.clock import Clock
from scorewatch.engine.household import live_step, newcomers
from scorewatch.engine.plain import add_up
from scorewatch.mechanism.state import Happened, Holds, ListStep, Person, Standing
from scorewatch.people.persons import Persons, whole_households
from scorewatch.people.template import Template, read_template
from scorewatch.plan.carry import Totals
from scorewatch.regime.read import Regime

Given = TypeVar("Given")


def few(examples: int) -> Callable[[Given], Given]:
    """So many drawn regimes, the same ones every time.

    A failure is told as it was found: making a regime smaller takes minutes. Add Phase.shrink to look for the cause.
    """
    return settings(
        derandomize=True,
        max_examples=examples,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )


@dataclass(frozen=True)
class Moment:
    """One person in one step: what was done, seen and denied, and how the person then stood; by name."""

    acts: dict[str, int]
    true: dict[str, int]
    false: dict[str, int]
    drawn: dict[str, int]  # acts drawn as household misattributions
    kept_for: dict[str, int]  # those that landed here
    scores: tuple[int, ...] | None
    on: dict[str, tuple[Holds, Holds, Holds]]
    told: dict[str, bool]
    did: dict[str, ListStep]
    reached: dict[str, int | None]
    denials: dict[str, int]


@dataclass(frozen=True)
class Lives:
    """The lives of everybody in a run, warm-up included.

    at: by person and step. households: in order. traits: the name of each person's, or "none".
    """

    regime: Regime
    template: Template
    households: tuple[range, ...]
    traits: tuple[str, ...]
    at: dict[tuple[int, int], Moment]

    @property
    def people(self) -> int:
        """How many lived."""
        return self.households[-1].stop

    def adults(self, household: range) -> list[int]:
        """The persons of a household who are no children, in order."""
        rows = self.template.rows
        return [i for i in household if rows[i % len(rows)][0] not in self.template.children]

    def each(self, others: Lives) -> Iterator[tuple[Moment, Moment]]:
        """Every moment here beside the same person's in the same step there."""
        for place, moment in self.at.items():
            yield moment, others.at[place]


def live(raw: Raw | Regime, people: int, steps: int, seed: int = 7) -> Lives:
    """Everybody's life under this regime."""
    regime = raw if isinstance(raw, Regime) else read(raw)
    template = read_template(regime.census)
    count = whole_households(template, people)
    rules = regime.rules_at(-regime.warm_up)
    clock = Clock(regime, Persons(template, Words(seed, len(template.rows)), rules, count), steps)
    households = [newcomers(clock.persons, numbers) for numbers in clock.persons.households()]
    traits = (*rules.trait, "none")
    at: dict[tuple[int, int], Moment] = {}
    carry = clock.first_carry()
    for step in clock.all_steps():
        plan = clock.plan(step, carry)
        words = Month(clock.persons.words, step, count, frozenset((*plan.act_streams, *plan.false_streams)))
        totals = Totals.none(plan.rules, template)
        for household in households:
            for person, what in zip(household, live_step(household, plan, words), strict=True):
                add_up(totals, person, what, plan)
                at[person.number, step] = _moment(regime, person, what)
        carry = clock.next_carry(plan, totals)
    return Lives(
        regime,
        template,
        tuple(clock.persons.households()),
        tuple(traits[person.trait] for household in households for person in household),
        at,
    )


def _moment(regime: Regime, person: Person, what: Happened) -> Moment:
    rules = regime.rules

    def named(names: Iterable[str], values: Iterable[Any]) -> dict[str, Any]:
        return dict(zip(names, values, strict=True))

    return Moment(
        acts=named(rules.behaviour, what.acts),
        true=named(rules.behaviour, what.true),
        false=named(rules.behaviour, what.false),
        drawn=named(rules.behaviour, what.household),
        kept_for=named(rules.behaviour, what.kept_for),
        scores=None if person.scores is None else tuple(person.scores),
        on=named(rules.list, (_copies(standing) for standing in person.standings)),
        told=named(rules.list, (standing.told for standing in person.standings)),
        did=named(rules.list, what.lists),
        reached=named(rules.sanction, what.reached),
        denials=named(rules.sanction, what.denials),
    )


def _copies(standing: Standing) -> tuple[Holds, Holds, Holds]:
    """What holds now, kept from what later steps do to it."""
    observed, error_free, all_acts = (Holds(list(holds.grounds), holds.score) for holds in standing.on)
    return observed, error_free, all_acts
