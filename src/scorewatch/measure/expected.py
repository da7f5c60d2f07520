"""Figures that are expected, not counted: acts withheld for fear, and acts against a world without the regime."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from scorewatch.measure.harm import EVERYBODY, Evidence, Harm
from scorewatch.measure.interval import FEWEST_PARTS, NONE_SEEN, Amounts, Estimate, figure
from scorewatch.people.persons import PARTS
from scorewatch.plan import means
from scorewatch.regime import words

FEWEST_EXPECTED = 5  # a change of fewer acts than these says nothing


def withheld(e: Evidence) -> Iterator[Harm]:
    """acts x (1 / multiplier - 1), summed by step and region: expected, for what is not done is not drawn."""
    if e.rules.response.chilling is None:
        return
    regions = e.template.census.regions
    for name, behaviour in e.rules.behaviour.items():
        if not behaviour.right:
            continue
        done = e.measures.filter((pl.col("measure") == "acts") & (pl.col("item") == name))
        withheld, acts = 0.0, 0
        # where all is silenced no act is left to reckon from
        silenced = any(min(carry.chilling) <= 0 for step, carry in e.carries.items() if step >= 0)
        for step, region, value in (
            done.group_by("step", "region").agg(pl.col("value").sum()).sort("step", "region").iter_rows()
        ):
            multiplier = e.carries[step].chilling[regions.index(region)]
            acts += value
            if multiplier > 0:
                withheld += value * (1.0 / multiplier - 1.0)
        if silenced or not acts:
            estimate = Estimate(None, None, None, acts, note="not estimable: no act to reckon from")
        else:
            note = "expected: computed from the response that was assumed, not drawn; no interval"
            estimate = Estimate(withheld, None, None, acts, note=note)
        yield Harm(
            "expression",
            f"acts withheld for fear ({behaviour.right})",
            name,
            "",
            EVERYBODY,
            "acts",
            estimate,
            "acts, response",
        )


def claimed_benefit(e: Evidence) -> Iterator[Harm]:
    """Acts of targeted behaviours against what the same people are expected to do where nobody is watched."""
    for name, behaviour in e.rules.behaviour.items():
        if not behaviour.targeted:
            continue
        expected = _unwatched(e, name)
        acts = e.parts.counts("acts", name)
        if int((expected > 0).sum()) < FEWEST_PARTS or expected.sum() < FEWEST_EXPECTED:
            estimate = Estimate(None, None, None, int(acts.sum()), note="not estimable: too few who would do it")
        else:
            change, half, left_out = figure(lambda s: s[0] / s[1] - 1.0, [acts, expected])
            high = change + half
            if not acts.any():  # no spread to go by: the one-sided 95 % bound of a Poisson count
                high = NONE_SEEN / expected.sum() - 1.0
            estimate = Estimate(
                change,
                max(-1.0, change - half),
                high,
                int(acts.sum()),
                round(expected.sum()),
                note="against the acts expected of the same people where nobody is watched",
                left_out=left_out,
            )
        yield Harm(
            "claimed benefit",
            "change in acts against no regime",
            name,
            "",
            EVERYBODY,
            "change",
            estimate,
            "acts / expected acts - 1",
        )


def _unwatched(e: Evidence, behaviour: str) -> Amounts:
    """float64[32]: the acts expected of the people of each part over the run, where there is no regime.

    Then nobody is listed and nothing is answered to, and the mean is exact (docs/model.md 3): over levels it is 1.
    """
    traits = list(e.rules.trait)
    each: dict[tuple[str, ...], float] = {}
    expected = np.zeros(PARTS)
    names = {_cell_names(e, cell): index for index, cell in enumerate(e.template.cells)}
    for region, group, age, sex, trait, part, count in e.parts.people():
        who = (region, group, age, sex, trait)
        if who not in each:
            at = traits.index(trait) if trait != words.NONE else -1
            cell = names[region, group, age, sex]
            each[who] = sum(
                means.acts(rules, rules.behaviour[behaviour], e.template, cell, at, 0, 1.0, 1.0, e.regime.steps_a_year)
                for rules in map(e.regime.rules_at, range(e.steps))
            )
        expected[part] += count * each[who]
    return expected


def _cell_names(e: Evidence, cell: tuple[int, int, int, int]) -> tuple[str, str, str, str]:
    region, group, age, sex = cell
    c = e.template.census
    return c.regions[region], c.groups[group], c.age_bands[age], c.sexes[sex]
