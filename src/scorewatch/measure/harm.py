"""What a harm is: a question, a figure, whom it is about, and what the figure rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from scorewatch.measure.interval import Estimate
from scorewatch.measure.parts import Parts
from scorewatch.people.template import Template
from scorewatch.plan.carry import Carry
from scorewatch.regime.declare import Rules
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
