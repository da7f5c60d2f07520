"""How far a figure goes where inputs that nobody measured go as far as the file says: one at a time."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from scorewatch.measure.harm import COUNTS, Harm

CHANCE = "chance alone"
BOTH = "chance and unmeasured inputs"


@dataclass(frozen=True)
class Widest:
    """An interval and what it covers. low, high: None where there is none."""

    low: float | None
    high: float | None
    label: str


def widest(harm: Harm, inputs: pl.DataFrame | None, people: int) -> Widest:
    """The interval of a figure; with a table of inputs that has it, the widest of it and those at every end.

    people: of the run that the figure is of. Where the ends were run on fewer, counts there are scaled up to as many,
    and the label says so. An end at which the figure is not estimable bounds nothing, and the label says at how many
    that is so.
    """
    e = harm.estimate
    if inputs is None or e.low is None or e.high is None:
        return Widest(e.low, e.high, CHANCE)
    rows = inputs.filter(
        pl.col("end").is_in(["low", "high"]),
        *(pl.col(name) == said for name, said in zip(("harm", "what", "item", "who"), _named(harm), strict=True)),
    )
    if rows.is_empty():
        return Widest(e.low, e.high, CHANCE)
    label, few = BOTH, int(rows["people"][0])
    if few != people and harm.unit in COUNTS:
        rows = rows.with_columns(pl.col("low", "high") * (people / few))
        label += f"; the ends scaled up from {few:,} people"
    lows, highs = rows["low"].drop_nulls().to_list(), rows["high"].drop_nulls().to_list()
    unknown = rows.height - len(lows)
    if unknown:
        label += f"; not estimable at {unknown} of {rows.height} ends"
    return Widest(min([e.low, *lows]), max([e.high, *highs]), label)


def _named(harm: Harm) -> tuple[str, str, str, str]:
    return harm.harm, harm.what, harm.item, harm.who
