"""What a run leaves, whichever engine ran it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from scorewatch.plan.carry import Carry
from scorewatch.plan.plan import Cut

Progress = Callable[[int, int], None]  # people-steps done, people-steps in all


@dataclass(frozen=True)
class Outcome:
    """What a run leaves: the tables of docs/results.md, and what each step took from the one before.

    carries: by step from the first of the warm-up. cuts: by step, means of false records that were cut at 40.
    """

    measures: pl.DataFrame
    parts: pl.DataFrame
    carries: dict[int, Carry]
    cuts: dict[int, list[Cut]]
