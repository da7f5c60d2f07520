"""The steps of a run and the plan of each: what both the population and a single life walk through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from scorewatch.people.persons import Persons
from scorewatch.plan import carry as carrying
from scorewatch.plan.carry import Carry, Totals
from scorewatch.plan.plan import Plan, level_multipliers, make_plan
from scorewatch.regime.read import Regime


@dataclass(frozen=True)
class Clock:
    """A regime's steps from the first of the warm-up (numbered below 0) to the last of the run."""

    regime: Regime
    persons: Persons
    steps: int  # that are tabulated

    @property
    def first(self) -> int:
        """The first step of the warm-up."""
        return -self.regime.warm_up

    def all_steps(self) -> range:
        """Every step, warm-up included."""
        return range(self.first, self.steps)

    @cached_property
    def levels(self) -> tuple[tuple[float, ...], ...]:
        """The multiplier of each level, [behaviour][level]: the same in every phase."""
        return level_multipliers(self.regime.rules)

    @cached_property
    def _people_of_cells(self) -> Sequence[int]:
        return self.persons.people_of_cells()

    def first_carry(self) -> Carry:
        """What the first step takes from before there was anything."""
        return carrying.first(
            self.regime.rules_at(self.first),
            self.persons.template,
            self.persons.people,
            self.regime.steps_a_year,
        )

    def next_carry(self, plan: Plan, totals: Totals) -> Carry:
        """What the step after `plan` takes from its integers."""
        return carrying.following(
            plan.carry,
            totals,
            plan.rules,
            self.regime.rules_at(plan.step + 1),
            self.persons.template,
            self._people_of_cells,
            self.regime.steps_a_year,
        )

    def plan(self, step: int, carry: Carry) -> Plan:
        """The plan of this step."""
        return make_plan(
            rules=self.regime.rules_at(step),
            rules_before=self.regime.rules_at(step - 1) if step > self.first else None,
            template=self.persons.template,
            carry=carry,
            step=step,
            steps_a_year=self.regime.steps_a_year,
            levels=self.levels,
        )
