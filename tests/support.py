"""Small regimes for tests: a header that is always the same, and the parts that a test is about."""

from __future__ import annotations

from scorewatch.regime.read import Regime, parse
from scorewatch.study.run import Run, run

HEADER = """format = 1
title = "A regime of a test"
about = "Hypothetical."
{top}
[population]
use = "china-2020"
people = 1000
"""


def regime(parts: str, top: str = "") -> Regime:
    """The regime of these parts. top: lines before the first table, such as `step = "week"`."""
    return parse(HEADER.format(top=top) + parts, "test.toml", "test")


def ran(parts: str, people: int, steps: int, seed: int = 1, top: str = "") -> Run:
    """A run of these parts."""
    return run(regime(parts, top), people=people, steps=steps, seed=seed)


def value(of: Run, measure: str, item: str = "", by: str | None = None, **where: str | int) -> int:
    """The sum of a measure over the rows where the named columns have these values."""
    rows = of.measures.to_dicts()
    return sum(
        row["value"]
        for row in rows
        if row["measure"] == measure
        and row["item"] == item
        and (by is None or row["by"] == by)
        and all(row[column] == name for column, name in where.items())
    )
