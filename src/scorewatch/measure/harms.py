"""The harms of docs/model.md 12, counted in a run."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from scorewatch.measure.expected import claimed_benefit, withheld
from scorewatch.measure.harm import AXES, EVERYBODY, HEADLINES, QUESTIONS, Evidence, Harm, whom
from scorewatch.measure.interval import Estimate, ratio, ruled_out, total
from scorewatch.measure.survival import survival
from scorewatch.regime import words
from scorewatch.regime.flags import of_rules


def harms(evidence: Evidence) -> list[Harm]:
    """Every harm of a run, in the order of QUESTIONS."""
    rules = evidence.rules
    found: list[Harm] = []
    for name in rules.list:
        found += _listed(evidence, name)
        found += _wrong_person(evidence, name)
        found += _expression(evidence, name)
    found += withheld(evidence)
    for name in rules.sanction:
        found += _kin(evidence, name)
    for name in rules.list:
        found += _secrecy(evidence, name)
        found += _no_way_out(evidence, name)
    found += _unrelated(evidence)
    for name in rules.list:
        found += _disproportion(evidence, name)
        found += _arbitrariness(evidence, name)
    found += claimed_benefit(evidence)
    order = list(QUESTIONS)
    return sorted(found, key=lambda harm: order.index(harm.harm))


def _listed(e: Evidence, name: str) -> Iterator[Harm]:
    for axis, who, cell in whom(e, *AXES):
        people = e.parts.counts("people", **cell)
        never = axis == "age_band" and _never_listed(e, name, who)
        estimate = ruled_out(people) if never else ratio(e.parts.counts("listed", name, **cell), people)
        yield Harm("listed", HEADLINES["listed"], name, axis, who, "share", estimate, "listed / people")


def _never_listed(e: Evidence, name: str, age: str) -> bool:
    """Whether a list takes nobody of an age band: it names other ages, and no trait. No phase changes that."""
    subject = e.rules.list[name].subject
    return subject is not None and age not in subject and not set(subject) & set(e.rules.trait)


def _wrong_person(e: Evidence, name: str) -> Iterator[Harm]:
    for axis, who, cell in whom(e, *AXES):
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
    for axis, who, cell in whom(e, *AXES):
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
    listed = int(e.measures.filter((pl.col("measure") == "listed") & (pl.col("item") == name))["value"].sum())
    count = int(entries.sum())
    if e.regime.warm_up:  # who entered before step 0 is denied things in the run, and is no entry of it
        note = "not estimable: with a warm-up, many who are on the list entered before the run"
        per_entry = Estimate(None, None, None, int(denials.sum()), count, note=note)
        steps = Estimate(None, None, None, listed, count, note=note)
    else:
        per_entry = ratio(denials, entries, share=False)
        steps = Estimate(
            listed / count if count else None,
            None,
            None,
            listed,
            count,
            note="no interval: the parts hold the list at the ends of years only"
            if count
            else "not estimable: no entry",
        )
    yield Harm(
        "disproportion",
        "denials for each entry",
        name,
        "",
        EVERYBODY,
        "denials for each",
        per_entry,
        "denials / entries",
    )
    yield Harm(
        "disproportion",
        f"{e.rules.step}s listed for each entry",
        name,
        "",
        EVERYBODY,
        "steps for each",
        steps,
        "listed, every step / entries",
    )


def _arbitrariness(e: Evidence, name: str) -> Iterator[Harm]:
    for axis, who, cell in whom(e, *AXES):
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
