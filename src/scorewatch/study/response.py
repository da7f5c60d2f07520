"""What each step took from the one before, as a table: with it and the manifest any life replays exactly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from scorewatch.errors import RunError
from scorewatch.people.template import Template
from scorewatch.plan.carry import Carry
from scorewatch.plan.plan import Cut
from scorewatch.regime.declare import Rules

_SCHEMA = {
    "step": pl.Int32,
    "quantity": pl.String,
    "item": pl.String,
    "region": pl.String,
    "group": pl.String,
    "age_band": pl.String,
    "sex": pl.String,
    "value": pl.Float64,
}


def to_table(
    carries: Mapping[int, Carry], cuts: Mapping[int, Sequence[Cut]], rules: Rules, template: Template
) -> pl.DataFrame:
    """The carries of a run, a row a number.

    quantity: "deterrence" (item a behaviour, by region), "chilling" and "avoidance" (by region), "load" (mean false
    records from lookalikes for each person; item a behaviour, by cell), "room" and "cases" (item a list), and "cut"
    (the mean of false records before it was cut at 40). Loads of 0 are left out.
    """
    rows: list[tuple[Any, ...]] = []
    regions = template.census.regions
    for step, carry in carries.items():
        for name, by_region in zip(rules.behaviour, carry.deterrence, strict=True):
            rows += [(step, "deterrence", name, r, "", "", "", v) for r, v in zip(regions, by_region, strict=True)]
        for quantity, values in (("chilling", carry.chilling), ("avoidance", carry.avoidance)):
            rows += [(step, quantity, "", r, "", "", "", v) for r, v in zip(regions, values, strict=True)]
        for name, loads in zip(rules.behaviour, carry.load, strict=True):
            rows += [(step, "load", name, *_names(template, cell), v) for cell, v in enumerate(loads) if v]
        for i, name in enumerate(rules.list):
            rows.append((step, "room", name, "", "", "", "", carry.room[i]))
            rows.append((step, "cases", name, "", "", "", "", float(carry.cases[i])))
    behaviours = list(rules.behaviour)
    for step, of_step in cuts.items():
        rows += [(step, "cut", behaviours[c.behaviour], *_names(template, c.cell), c.mean) for c in of_step]
    return pl.DataFrame(sorted(rows), schema=_SCHEMA, orient="row")


def from_table(table: pl.DataFrame, rules: Rules, template: Template) -> dict[int, Carry]:
    """The carries that `to_table` wrote. RunError where the table is not one of its own."""
    if dict(table.schema) != _SCHEMA:
        raise RunError("response.parquet does not have the columns of a response table")
    cells = {_names(template, cell): cell for cell in range(len(template.cells))}
    regions = list(template.census.regions)
    behaviours, lists = list(rules.behaviour), list(rules.list)
    by_step: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for step, *rest in table.iter_rows():
        by_step[step].append(tuple(rest))
    carries = {}
    try:
        for step, rows in by_step.items():
            deterrence = [[1.0] * len(regions) for _ in behaviours]
            multipliers = {"chilling": [1.0] * len(regions), "avoidance": [1.0] * len(regions)}
            load = [[0.0] * len(cells) for _ in behaviours]
            room, cases = [0.0] * len(lists), [0] * len(lists)
            for quantity, item, region, group, age, sex, value in rows:
                if quantity == "deterrence":
                    deterrence[behaviours.index(item)][regions.index(region)] = value
                elif quantity in multipliers:
                    multipliers[quantity][regions.index(region)] = value
                elif quantity == "load":
                    load[behaviours.index(item)][cells[region, group, age, sex]] = value
                elif quantity == "room":
                    room[lists.index(item)] = value
                elif quantity == "cases":
                    cases[lists.index(item)] = int(value)
            carries[step] = Carry(
                deterrence=tuple(map(tuple, deterrence)),
                chilling=tuple(multipliers["chilling"]),
                avoidance=tuple(multipliers["avoidance"]),
                load=tuple(map(tuple, load)),
                room=tuple(room),
                cases=tuple(cases),
            )
    except (KeyError, ValueError) as error:
        raise RunError(f"response.parquet names what the regime does not have: {error}") from error
    return carries


def _names(template: Template, cell: int) -> tuple[str, str, str, str]:
    region, group, age, sex = template.cells[cell]
    c = template.census
    return c.regions[region], c.groups[group], c.age_bands[age], c.sexes[sex]
