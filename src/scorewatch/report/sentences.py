"""A run in sentences: who is listed, by mistake or not, what they are denied, whom it reaches, who gets out."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scorewatch.measure.interval import ratio, total
from scorewatch.measure.parts import Parts
from scorewatch.regime import words
from scorewatch.regime.notes import numbers as inputs
from scorewatch.report.numbers import count, number, of_thousand
from scorewatch.study.run import Run


def sentences(run: Run) -> list[str]:
    """The findings of a run, one sentence each; every figure computed from its parts."""
    parts = Parts(run.parts)
    found: list[str] = []
    for name in run.regime.rules.list:
        found += _list(run, parts, name)
    for name in run.regime.rules.sanction:
        found += _sanction(run, parts, name)
    for name in run.regime.rules.list:
        found += _way_out(parts, name)
    return found


def footing(run: Run) -> str:
    """What the sentences rest on."""
    given = inputs(run.regime)
    return (
        f"{count(run.people)} invented people, {run.steps} {run.regime.step}s, seed {run.seed}. In brackets: 95 % "
        f"intervals for chance alone. The regime is written with {given.all} numbers: {given.sourced} name a source, "
        f"{given.assumed} are assumed, {given.unsourced} say neither; no interval here covers what nobody measured. A "
        "hypothetical regime; not a forecast of any place."
    )


def _list(run: Run, parts: Parts, name: str) -> Iterator[str]:
    declared = run.regime.rules.list[name]
    census = run.template.census
    title = f"{declared.says} [{name}]"
    listed = parts.counts("listed", name)
    who = ratio(listed, parts.counts("people"))
    yield f"{title}: on it at the end: {of_thousand(who, 'people')}."
    if not listed.sum():
        return
    mistaken = ratio(parts.counts("listed_by_mistake", name), listed)
    by_group = "; ".join(
        f"{group}: "
        + of_thousand(
            ratio(parts.counts("listed_by_mistake", name, group=group), parts.counts("listed", name, group=group)),
            "listed",
        )
        for group in census.groups
    )
    yield (
        f"There by mistake, who would not be without false records: {of_thousand(mistaken, 'listed')}. By group: "
        f"{by_group}."
    )
    rights = sorted({r for g in declared.ground.values() for b in g.on if (r := run.regime.rules.behaviour[b].right)})
    for right in rights:
        for_right = ratio(parts.counts("listed_for_right", name, right), listed)
        yield f"Listed for what a right protects ({right}): {of_thousand(for_right, 'listed')}."
    untold = ratio(parts.counts("untold", name), listed)
    yield f"Never told so far: {of_thousand(untold, 'listed')}."


def _sanction(run: Run, parts: Parts, name: str) -> Iterator[str]:
    declared = run.regime.rules.sanction[name]
    people = parts.counts("people")
    refused = total(parts.counts("denials", name), people, persons=False)
    word = "imposed" if declared.imposed else "refusals"
    yield (
        f"{declared.says} [{name}]: {word} in {run.steps} {run.regime.step}s: {number(refused)}; people it lies on at "
        f"the end: {number(total(parts.counts('reached', name), people))}."
    )
    if declared.reaches == "person":
        return
    children = run.template.census.children
    kin = np.sum([parts.counts("reached", name, words.KIN, age_band=c) for c in children], axis=0)
    of = np.sum([parts.counts("people", age_band=c) for c in children], axis=0)
    if not of.any():
        yield "Children reached by it for what a relative did: there are no children in this run."
        return
    share = of_thousand(ratio(kin, of), "children")
    yield f"Children reached by it for what a relative did: {number(total(kin, of))}; {share}."


def _way_out(parts: Parts, name: str) -> Iterator[str]:
    ever, listed = parts.counts("ever_listed", name), parts.counts("listed", name)
    if not ever.sum():
        return
    out = ratio(ever - listed, ever)
    yield f"Got out of {name}, off it at the end: {of_thousand(out, 'ever listed')}."
