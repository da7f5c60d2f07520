"""Means of Poisson counts in a step, multiplied in the order that docs/chance.md 5 writes down."""

from __future__ import annotations

from scorewatch.people.persons import by_whom
from scorewatch.people.template import Template
from scorewatch.plan import formulas
from scorewatch.regime.declare import Behaviour, Rules, Sanction, Table
from scorewatch.regime.words import NONE


def acts(
    rules: Rules,
    behaviour: Behaviour,
    template: Template,
    cell: int,
    trait: int,
    on_lists: int,
    level: float,
    response: float,
    steps_a_year: int,
) -> float:
    """The mean of a person's acts in a step.

    acts_per_year x by_age x by_sex x by_region x by_group x by_trait x by_list x level x response / Y.
    on_lists: bit i is set where the person is on the i-th list (observed) at the start of the step.
    """
    mean = by_whom(behaviour.acts_per_year.value, behaviour, template, cell)
    mean = mean * _by_trait(behaviour.by_trait, rules, trait)
    mean = mean * by_list(behaviour.by_list, rules, on_lists)
    return formulas.mean_of_acts(mean, level, response, steps_a_year)


def attempts(rules: Rules, sanction: Sanction, template: Template, cell: int, trait: int, steps_a_year: int) -> float:
    """The mean of what a person attempts in a step while reached, less the share evaded.

    attempts_per_year x by_age x by_sex x by_region x by_group x by_trait x (1 - evaded) / Y.
    """
    per_year = sanction.attempts_per_year
    if per_year is None:
        return 0.0
    mean = by_whom(per_year.value, sanction, template, cell)
    mean = mean * _by_trait(sanction.by_trait, rules, trait)
    return mean * (1.0 - sanction.evaded.value) / steps_a_year


def by_list(table: Table | None, rules: Rules, on_lists: int) -> float:
    """The product over the lists that the person is on, in the file's order; `none` for who is on none."""
    if table is None:
        return 1.0
    if not on_lists:
        return table[NONE].value
    factor = 1.0
    for i, name in enumerate(rules.list):
        if on_lists >> i & 1:
            factor = factor * table[name].value
    return factor


def _by_trait(table: Table | None, rules: Rules, trait: int) -> float:
    if table is None:
        return 1.0
    return table[NONE if trait < 0 else list(rules.trait)[trait]].value
