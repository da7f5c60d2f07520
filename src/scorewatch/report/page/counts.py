"""Counts of a run as the page needs them: by step from the measures, by part at the ends of years."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from scorewatch.measure.harm import Harm
from scorewatch.measure.parts import Parts
from scorewatch.study.run import Run

AXIS_NAMES = {"group": "group", "region": "region", "sex": "sex", "age_band": "age", "": ""}


@dataclass(frozen=True)
class Counted:
    """A run with its parts and harms worked out once."""

    run: Run

    @cached_property
    def parts(self) -> Parts:
        """States at the last step, flows over the whole run."""
        return Parts(self.run.parts)

    @cached_property
    def harms(self) -> list[Harm]:
        """The harms of the run."""
        return self.run.harms()

    @cached_property
    def ends(self) -> list[tuple[int, Parts]]:
        """(step, parts up to it) for the last step of every year and of the run."""
        table = self.run.parts
        steps = sorted(set(table["step"].to_list()))
        return [(step, Parts(table.filter(pl.col("step") <= step))) for step in steps]

    def by_step(self, measure: str, item: str = "", **cell: str) -> list[int]:
        """The measure in every step, over everybody or the cells named by column."""
        chosen = (pl.col("measure") == measure) & (pl.col("item") == item)
        for column, name in cell.items():
            chosen &= pl.col(column) == name
        found = [0] * self.run.steps
        summed = self.run.measures.filter(chosen).group_by("step").agg(pl.col("value").sum())
        for step, value in summed.iter_rows():
            found[step] = value
        return found

    def names(self, axis: str) -> tuple[str, ...]:
        """The names of an axis that somebody in this run has, in the population's order."""
        census = self.run.template.census
        all_of = {
            "group": census.groups,
            "region": census.regions,
            "sex": census.sexes,
            "age_band": census.age_bands,
        }
        return tuple(n for n in all_of[axis] if self.parts.counts("people", **{axis: n}).any())

    def harm(self, harm: str, item: str, axis: str = "", begins: str = "") -> list[Harm]:
        """The figures of a harm of this item by this axis, those whose words begin so."""
        return [h for h in self.harms if (h.harm, h.item, h.axis) == (harm, item, axis) and h.what.startswith(begins)]

    @property
    def years(self) -> float:
        """The length of the run in years."""
        return self.run.steps / self.run.regime.steps_a_year
