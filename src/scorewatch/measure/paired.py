"""Paired differences: two regimes on the same people with the same luck (docs/results.md)."""

from __future__ import annotations

import polars as pl

from scorewatch.measure.interval import ALL_FOUND, FEWEST_PARTS, NONE_FOUND, T31, Estimate, half_width
from scorewatch.people.persons import PARTS

EXACT = "exact: both are the same run"
ABSENT = "one of the two has no such rule: there it is exactly 0"
NO_SUCH = "not estimable: one of the two has no such rule"
NOT_IN_ONE = "not estimable in one of the two"
NO_PART_DIFFERS = "no part of the people differs: no interval"
UNPAIRED = "taken as independent: too wide, if anything"
NO_INTERVAL = "no interval"

CELL = ("region", "group", "age_band", "sex", "trait")
COLUMNS = ("measure", "item", "by", "step", *CELL)


def paired(a: Estimate | None, b: Estimate | None, *, none_without_rule: bool, same: bool = False) -> Estimate:
    """b - a, with the interval of the jackknife: the difference without each part in turn.

    None is a regime without the rule: what is counted is exactly 0 there (none_without_rule), another figure not
    estimable. same: both are one run, and the difference is exact. Where none or all were found on a side, its exact
    bound widens the interval in that direction. n: the difference of the counts.
    """
    if a is None or b is None:
        if not none_without_rule:
            return Estimate(None, None, None, 0, note=NO_SUCH)
        nothing = Estimate(0.0, 0.0, 0.0, 0, left_out=(0.0,) * PARTS)
        found = paired(a or nothing, b or nothing, none_without_rule=True)
        return found if found.value is None else _noted(found, ABSENT)
    n = b.n - a.n
    if a.value is None or b.value is None:
        return Estimate(None, None, None, n, note=NOT_IN_ONE)
    if same:
        return Estimate(0.0, 0.0, 0.0, 0, note=EXACT)
    value = b.value - a.value
    if not a.left_out or not b.left_out:
        return _unpaired(a, b, value, n)
    left_out = tuple(second - first for first, second in zip(a.left_out, b.left_out, strict=True))
    if not value and not any(left_out):
        return Estimate(0.0, None, None, n, note=NO_PART_DIFFERS)
    half = half_width(left_out)
    below = (half**2 + _unseen_above(a) ** 2 + _unseen_below(b) ** 2) ** 0.5
    above = (half**2 + _unseen_above(b) ** 2 + _unseen_below(a) ** 2) ** 0.5
    return Estimate(value, value - below, value + above, n, left_out=left_out)


def _unseen_above(e: Estimate) -> float:
    return e.high or 0.0 if e.note == NONE_FOUND else 0.0


def _unseen_below(e: Estimate) -> float:
    return 1.0 - (e.low or 0.0) if e.note == ALL_FOUND else 0.0


def _unpaired(a: Estimate, b: Estimate, value: float, n: int) -> Estimate:
    """From figures that no part was left out of: the two intervals put together as if of different people."""
    if a.low is None or a.high is None or b.low is None or b.high is None or a.value is None or b.value is None:
        return Estimate(value, None, None, n, note=NO_INTERVAL)
    below = ((b.value - b.low) ** 2 + (a.high - a.value) ** 2) ** 0.5
    above = ((b.high - b.value) ** 2 + (a.value - a.low) ** 2) ** 0.5
    return Estimate(value, value - below, value + above, n, note=UNPAIRED)


def _noted(e: Estimate, note: str) -> Estimate:
    return Estimate(e.value, e.low, e.high, e.n, e.of, e.note or note, e.left_out)


def rows(a: pl.DataFrame, b: pl.DataFrame, *, same: bool = False) -> pl.DataFrame:
    """Each count of two tables of parts beside each other: a, b, difference = b - a, and its 95 % interval.

    A cell column is "" for all; there are rows for all, for each name of one column, and for each cell. `by` is "" for
    all where a measure has one. low and high are null where people of that cell are in fewer than 8 parts, or where no
    part differs between two different regimes; exact where both are one run, and of `people`, which are the same.
    """
    both = pl.concat([a.with_columns(sign=pl.lit(0)), b.with_columns(sign=pl.lit(1))])
    both = pl.concat([both, both.filter(pl.col("by") != "").with_columns(by=pl.lit(""))])
    people = a.filter((pl.col("measure") == "people") & (pl.col("step") == a["step"].max()))
    found, there = [], []
    for kept in [(), *((column,) for column in CELL), CELL]:
        rest = [pl.lit("").alias(column) for column in CELL if column not in kept]
        found.append(both.with_columns(rest))
        in_parts = people.with_columns(rest).group_by(CELL).agg(parts=pl.col("part").n_unique())
        there.append(in_parts)
    value = pl.col("value")
    of_part = (
        pl.concat(found)
        .group_by(*COLUMNS, "part")
        .agg(
            a=value.filter(pl.col("sign") == 0).sum(),
            b=value.filter(pl.col("sign") == 1).sum(),
        )
        .with_columns(d=(pl.col("b") - pl.col("a")).cast(pl.Float64))
    )
    summed = of_part.group_by(COLUMNS).agg(
        pl.col("a").sum(), pl.col("b").sum(), d=pl.col("d").sum(), squares=(pl.col("d") ** 2).sum()
    )
    spread = (pl.col("squares") - pl.col("d") ** 2 / PARTS) * PARTS / (PARTS - 1)
    half = T31 * pl.max_horizontal(spread, 0.0).sqrt()
    exact = pl.lit(same) | (pl.col("measure") == "people")
    known = exact | ((pl.col("parts") >= FEWEST_PARTS) & (pl.col("squares") > 0))
    return (
        summed.join(pl.concat(there).unique(), on=CELL, how="left")
        .with_columns(half=pl.when(exact).then(0.0).when(known).then(half))
        .with_columns(
            difference=pl.col("b") - pl.col("a"), low=pl.col("d") - pl.col("half"), high=pl.col("d") + pl.col("half")
        )
        .select(*COLUMNS, "a", "b", "difference", "low", "high")
        .sort(COLUMNS)
    )
