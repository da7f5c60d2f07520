"""The harms of docs/model.md 12: each a question, a figure, and what the figure rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from scorewatch.measure.interval import FEWEST_PARTS, NONE_SEEN, Amounts, Estimate, difference, ratio, total
from scorewatch.measure.parts import Parts
from scorewatch.measure.survival import survival
from scorewatch.people.persons import PARTS
from scorewatch.people.template import Template
from scorewatch.plan import means
from scorewatch.plan.carry import Carry
from scorewatch.regime import words
from scorewatch.regime.declare import Rules
from scorewatch.regime.flags import of_rules
from scorewatch.regime.read import Regime

EVERYBODY = "everybody"

QUESTIONS = {
    "wrong person": "How many are punished for what they did not do?",
    "expression": "How many for what a right protects?",
    "kin": "How many for what a relative did?",
    "secrecy": "How many were never told?",
    "no way out": "How long?",
    "unrelated context": "Which sanction has nothing to do with its cause?",
    "disproportion": "How much for how little?",
    "arbitrariness": "Of those whose conduct would qualify, how many are hit?",
    "claimed benefit": "How much does it prevent?",
}


@dataclass(frozen=True)
class Harm:
    """One figure: which harm, of what, for whom.

    what: the figure in words. item: the list, sanction or behaviour. axis, who: a column of the tables and a name in
    it, or "" and EVERYBODY. unit: "share", "change" (a share of what is expected), "persons", "acts", "denials",
    or "denials for each" and "steps for each" (entry).
    source: the measures it is computed from.
    """

    harm: str
    what: str
    item: str
    axis: str
    who: str
    unit: str
    estimate: Estimate
    source: str


@dataclass(frozen=True)
class Evidence:
    """What a run left, as the harms need it."""

    regime: Regime
    template: Template
    measures: pl.DataFrame
    parts: Parts
    carries: dict[int, Carry]
    steps: int

    @property
    def rules(self) -> Rules:
        """The rules as written."""
        return self.regime.rules


def harms(evidence: Evidence) -> list[Harm]:
    """Every harm of a run, in the order of QUESTIONS."""
    rules = evidence.rules
    found: list[Harm] = []
    for name in rules.list:
        found += _wrong_person(evidence, name)
        found += _expression(evidence, name)
    found += _withheld(evidence)
    for name in rules.sanction:
        found += _kin(evidence, name)
    for name in rules.list:
        found += _secrecy(evidence, name)
        found += _no_way_out(evidence, name)
    found += _unrelated(evidence)
    for name in rules.list:
        found += _disproportion(evidence, name)
        found += _arbitrariness(evidence, name)
    found += _claimed_benefit(evidence)
    order = list(QUESTIONS)
    return sorted(found, key=lambda harm: order.index(harm.harm))


def whom(evidence: Evidence, *axes: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """(axis, name, cells) for everybody and for each name of each axis."""
    yield "", EVERYBODY, {}
    census = evidence.template.census
    names: dict[str, Sequence[str]] = {
        "group": census.groups,
        "region": census.regions,
        "sex": census.sexes,
        "age_band": census.age_bands,
    }
    for axis in axes:
        for name in names[axis]:
            yield axis, name, {axis: name}


def _wrong_person(e: Evidence, name: str) -> Iterator[Harm]:
    for axis, who, cell in whom(e, "group", "region", "sex"):
        estimate = ratio(e.parts.counts("listed_by_mistake", name, **cell), e.parts.counts("listed", name, **cell))
        yield Harm(
            "wrong person",
            "of the listed, there by mistake",
            name,
            axis,
            who,
            "share",
            estimate,
            "listed_by_mistake / listed",
        )


def _expression(e: Evidence, name: str) -> Iterator[Harm]:
    declared = e.rules.list[name]
    rights = {r for g in declared.ground.values() for b in g.on if (r := e.rules.behaviour[b].right)}
    for right in sorted(rights):
        counts = e.parts.counts("listed_for_right", name, right)
        yield Harm(
            "expression",
            f"listed for what a right protects ({right})",
            name,
            "",
            EVERYBODY,
            "persons",
            total(counts, e.parts.counts("people")),
            "listed_for_right",
        )
        yield Harm(
            "expression",
            f"of the listed, for what a right protects ({right})",
            name,
            "",
            EVERYBODY,
            "share",
            ratio(counts, e.parts.counts("listed", name)),
            "listed_for_right / listed",
        )


def _withheld(e: Evidence) -> Iterator[Harm]:
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


def _kin(e: Evidence, name: str) -> Iterator[Harm]:
    if e.rules.sanction[name].reaches == "person":
        return
    kin = e.parts.counts("reached", name, words.KIN)
    yield Harm(
        "kin",
        "reached for what a relative did",
        name,
        "",
        EVERYBODY,
        "persons",
        total(kin, e.parts.counts("people")),
        "reached (kin)",
    )
    for child in e.template.census.children:
        yield Harm(
            "kin",
            "of all children, reached for what a relative did",
            name,
            "age_band",
            child,
            "share",
            ratio(
                e.parts.counts("reached", name, words.KIN, age_band=child),
                e.parts.counts("people", age_band=child),
            ),
            "reached (kin) / people",
        )
    yield Harm(
        "kin",
        "of its denials, for what a relative did",
        name,
        "",
        EVERYBODY,
        "share",
        ratio(e.parts.counts("denials", name, words.KIN), e.parts.counts("denials", name)),
        "denials (kin) / denials",
    )


def _secrecy(e: Evidence, name: str) -> Iterator[Harm]:
    for axis, who, cell in whom(e, "group"):
        yield Harm(
            "secrecy",
            "of the listed, not told",
            name,
            axis,
            who,
            "share",
            ratio(e.parts.counts("untold", name, **cell), e.parts.counts("listed", name, **cell)),
            "untold / listed",
        )


def _no_way_out(e: Evidence, name: str) -> Iterator[Harm]:
    for axis, who, cell in whom(e, "group"):
        yield Harm(
            "no way out",
            "of all ever listed, still listed at the end",
            name,
            axis,
            who,
            "share",
            ratio(e.parts.counts("listed", name, **cell), e.parts.counts("ever_listed", name, **cell)),
            "listed / ever_listed",
        )
    curve = survival(e.measures, name)
    year = e.regime.steps_a_year
    for years in (1, 2, 5):
        if years * year < e.steps:
            yield Harm(
                "no way out",
                f"of spells, still running {years} year{'s' if years > 1 else ''} after entry",
                name,
                "",
                EVERYBODY,
                "share",
                curve.still_on(years * year),
                "spell",
            )


def _unrelated(e: Evidence) -> Iterator[Harm]:
    unrelated = [flag.where.removeprefix("sanction.") for flag in of_rules(e.rules) if flag.kind == "unrelated"]
    for name in unrelated:
        yield Harm(
            "unrelated context",
            "denials by a sanction unrelated to its cause",
            name,
            "",
            EVERYBODY,
            "denials",
            total(e.parts.counts("denials", name), e.parts.counts("people"), persons=False),
            "domain, related; denials",
        )


def _disproportion(e: Evidence, name: str) -> Iterator[Harm]:
    entries = e.parts.counts("entries", name)
    denials = sum(
        (e.parts.counts("denials", s) for s, d in e.rules.sanction.items() if d.list == name),
        start=np.zeros_like(entries),
    )
    yield Harm(
        "disproportion",
        "denials for each entry",
        name,
        "",
        EVERYBODY,
        "denials for each",
        ratio(denials, entries, share=False),
        "denials / entries",
    )
    listed = int(e.measures.filter((pl.col("measure") == "listed") & (pl.col("item") == name))["value"].sum())
    count = int(entries.sum())
    estimate = Estimate(
        listed / count if count else None,
        None,
        None,
        listed,
        count,
        note="no interval: the parts hold the list at the ends of years only" if count else "not estimable: no entry",
    )
    yield Harm(
        "disproportion",
        f"{e.rules.step}s listed for each entry",
        name,
        "",
        EVERYBODY,
        "steps for each",
        estimate,
        "listed, every step / entries",
    )


def _arbitrariness(e: Evidence, name: str) -> Iterator[Harm]:
    for axis, who, cell in whom(e, "group", "region"):
        qualify = e.parts.counts("listed_all_acts", name, **cell)
        estimate = ratio(qualify - e.parts.counts("missed", name, **cell), qualify)
        yield Harm(
            "arbitrariness",
            "of those whose conduct would qualify, listed",
            name,
            axis,
            who,
            "share",
            estimate,
            "1 - missed / listed_all_acts",
        )


def _claimed_benefit(e: Evidence) -> Iterator[Harm]:
    """Acts of targeted behaviours against what the same people are expected to do where nobody is watched."""
    for name, behaviour in e.rules.behaviour.items():
        if not behaviour.targeted:
            continue
        expected = _unwatched(e, name)
        acts = e.parts.counts("acts", name)
        if int((expected > 0).sum()) < FEWEST_PARTS:
            estimate = Estimate(None, None, None, int(acts.sum()), note="not estimable: too few who would do it")
        else:
            change, low, high = difference(lambda s: s[0] / s[1] - 1.0, [acts, expected])
            if not acts.any():  # no spread to go by: the one-sided 95 % bound of a Poisson count
                high = NONE_SEEN / expected.sum() - 1.0
            estimate = Estimate(
                change,
                max(-1.0, low),
                high,
                int(acts.sum()),
                round(expected.sum()),
                note="against the acts expected of the same people where nobody is watched",
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
