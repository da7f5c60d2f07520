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
    "listed": "How many are on the list?",
    "wrong person": "How many would not be listed without false records?",
    "expression": "How many for what a right protects?",
    "kin": "How many for what a relative did?",
    "secrecy": "How many have not been told?",
    "no way out": "How long?",
    "unrelated context": "Which sanction has nothing to do with its cause?",
    "disproportion": "How much for how little?",
    "arbitrariness": "Of those whose conduct would qualify, how many are hit?",
    "claimed benefit": "How much does it prevent?",
}

COUNTS = ("persons", "acts", "denials")  # units that grow with the people who run

# the figure of each harm, for everybody, of which a headline is made; "expression" names the right after it
HEADLINES = {
    "listed": "of the people, listed",
    "wrong person": "of the listed, there by mistake",
    "expression": "of the listed, for what a right protects",
    "kin": "of all children, reached for what a relative did",
    "secrecy": "of the listed, not told",
    "no way out": "of all ever listed, still listed at the end",
    "unrelated context": "denials by a sanction unrelated to its cause",
    "disproportion": "denials for each entry",
    "arbitrariness": "of those whose conduct would qualify, listed",
    "claimed benefit": "change in acts against no regime",
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

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """What it is a figure of: the same in every run of the same parts."""
        return self.harm, self.what, self.item, self.axis, self.who

    @property
    def headline(self) -> bool:
        """Whether it is the figure of its harm that a headline is made of."""
        everybody = self.who == EVERYBODY or self.harm == "kin"
        return everybody and self.what.startswith(HEADLINES[self.harm])

    @property
    def none_without_rule(self) -> bool:
        """Whether it is exactly 0 where there is no such rule: a count, or a share of people whoever they are."""
        return self.unit in COUNTS or self.source.endswith("/ people")


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


AXES = ("group", "region", "sex", "age_band")


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
