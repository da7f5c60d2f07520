"""Facts that a regime must show when it runs, in words and numbers: NAME.facts.toml beside NAME.toml.

A file says once how it is run (people, months, seed), then fact after fact:

    [[fact]]
    says = "Of the people, two in a thousand are listed in a year."
    of = "entries"               a measure (docs/results.md); item, by and who narrow it down, as in its table
    per = "people"               optional: for each of these
    at_least = 0.0017            is, at_least, at_most: what it may be
    at_most = 0.0023

A state counts as it stands at the end, what happens is summed over the run, and what happens for each of a state is
for each of them and year. With than = "article" the bounds say how many times what article gives on the same people
and luck. flags = ["kin"] says which kinds of red flag are raised, no_flags which are not.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from scorewatch.errors import nearest
from scorewatch.measure.names import ACCURATE, FLOWS, MISTAKEN, STATES
from scorewatch.regime.flags import flags
from scorewatch.regime.read import Regime, shipped
from scorewatch.regime.words import KIN, NONE, RIGHTS, SCORE
from scorewatch.study.run import Run

RUN = {"people": 100_000, "months": 36, "seed": 2**64 - 1}  # the largest of each
BOUNDS = ("is", "at_least", "at_most")
TEXTS = ("says", "of", "item", "by", "per", "than")
WORDS = (*TEXTS, *BOUNDS, "who", "flags", "no_flags")
KINDS = (
    "unrelated", "no_way_out", "kin", "right", "profile", "no_notice", "no_appeal", "appeal_corrects_nothing",
    "no_review",
)  # fmt: skip

OF_NOTHING = {"people", "listed_anywhere"}
OF_BEHAVIOURS = {"acts", "records_true", "records_false"}
OF_SANCTIONS = {"reached", "denials", "people_denied"}


class FactsError(Exception):
    """A file of facts that cannot be read as one: a line for each mistake."""


@dataclass(frozen=True)
class Fact:
    """One fact: what it says, what of a run is looked at, and what that may be."""

    says: str
    of: str = ""
    item: str = ""
    by: str = ""
    per: str = ""
    than: str = ""
    who: Mapping[str, str] = field(default_factory=dict)
    bounds: Mapping[str, float] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    no_flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Facts:
    """All facts of a regime, and the run that they are about."""

    people: int
    months: int
    seed: int
    facts: tuple[Fact, ...]


def read_facts(text: str, file: str, regime: Regime) -> Facts:
    """The facts of a file. FactsError with every mistake: a word that is not known would make a fact say nothing."""
    raw = tomllib.loads(text)
    wrong = [_unknown(word, (*RUN, "fact"), file, "word") for word in raw if word not in (*RUN, "fact")]
    wrong += [
        f"{file}: {word} must be a whole number up to {most:,}"
        for word, most in RUN.items()
        if type(raw.get(word)) is not int or not 0 <= raw[word] <= most
    ]
    given = raw.get("fact", [])
    for number, fact in enumerate(given, 1):
        place = f'{file}, fact {number} ("{fact.get("says", "")}")'
        wrong += _mistakes(fact, regime, place)
    if not given:
        wrong.append(f"{file}: there is no [[fact]]")
    if wrong:
        raise FactsError("\n".join(wrong))
    return Facts(raw["people"], raw["months"], raw["seed"], tuple(_fact(fact) for fact in given))


def _fact(given: Mapping[str, Any]) -> Fact:
    words = {word: given[word] for word in (*TEXTS, "who") if word in given}
    bounds = {word: given[word] for word in BOUNDS if word in given}
    raised = {word: tuple(given.get(word, ())) for word in ("flags", "no_flags")}
    return Fact(**words, bounds=bounds, **raised)


def _unknown(word: str, known: tuple[str, ...], place: str, kind: str) -> str:
    near = nearest(word, known)
    return f'{place}: no {kind} is called "{word}"; ' + (f'did you mean "{near}"?' if near else f"known: {known}")


def _mistakes(fact: Mapping[str, Any], regime: Regime, place: str) -> Iterator[str]:
    for word in fact:
        if word not in WORDS:
            yield _unknown(word, WORDS, place, "word")
    for word in TEXTS:
        if not isinstance(fact.get(word, ""), str):
            yield f"{place}: {word} must be a text"
            return
    for word in BOUNDS:
        if type(fact.get(word, 0)) not in (int, float):
            yield f"{place}: {word} must be a number"
    if not fact.get("says"):
        yield f"{place}: says is missing: what is the fact, in words?"
    for kind in (*fact.get("flags", ()), *fact.get("no_flags", ())):
        if kind not in KINDS:
            yield _unknown(kind, KINDS, place, "red flag")
    of = fact.get("of", "")
    if not of:
        if not fact.get("flags") and not fact.get("no_flags"):
            yield f"{place}: it names neither a measure (of) nor red flags"
        if beside := [word for word in (*TEXTS[2:], *BOUNDS, "who") if word in fact]:
            yield f"{place}: {beside[0]} has no measure (of) beside it"
        return
    if not any(word in fact for word in BOUNDS):
        yield f"{place}: is, at_least or at_most is missing"
    for word in ("of", "per"):
        if word in fact and fact[word] not in STATES | FLOWS:
            yield _unknown(fact[word], tuple(sorted(STATES | FLOWS)), place, "measure")
            return
    if fact.get("per") in FLOWS and of in STATES:
        yield f"{place}: how things stand at the end is not for each of what happens"
    known = {
        "item": items(regime, of),
        "by": origins(regime, of),
        "than": tuple(name for name in shipped() if name != regime.name),
    }
    for word, names in known.items():
        if word in fact and fact[word] not in names:
            yield _unknown(fact[word], names, place, word)
    axes = cells(regime)
    for axis, name in fact.get("who", {}).items():
        if axis not in axes:
            yield _unknown(axis, tuple(axes), place, "axis of who")
        elif name not in axes[axis]:
            yield _unknown(name, axes[axis], place, axis)


def items(regime: Regime, measure: str) -> tuple[str, ...]:
    """What a measure is counted for."""
    if measure in OF_NOTHING:
        return ()
    rules = regime.rules
    part = rules.behaviour if measure in OF_BEHAVIOURS else rules.sanction if measure in OF_SANCTIONS else rules.list
    return tuple(part)


def origins(regime: Regime, measure: str) -> tuple[str, ...]:
    """What the column `by` of a measure may say."""
    grounds = tuple(dict.fromkeys(ground for one in regime.rules.list.values() for ground in one.ground))
    if measure in ("listed", "listed_by_mistake", "entries"):
        return (*grounds, SCORE)
    if measure in OF_SANCTIONS:
        return (*grounds, SCORE, KIN)
    if measure == "exits":
        return ("appeal", "term", "complied", "score")
    if measure == "listed_for_right":
        return RIGHTS
    return (MISTAKEN, ACCURATE) if measure in ("stopped", "appeals_filed", "granted", "refused") else ()


def cells(regime: Regime) -> dict[str, tuple[str, ...]]:
    """The columns that say who somebody is, and their names."""
    census = regime.census
    return {
        "region": tuple(census.regions),
        "group": tuple(census.groups),
        "age_band": tuple(census.age_bands),
        "sex": tuple(census.sexes),
        "trait": (*regime.rules.trait, NONE),
    }


def figure(fact: Fact, run: Run) -> float | None:
    """What the run gives for a fact; None where nothing is there for it to be a share of."""
    last = fact.of in STATES
    value = _sum(run, fact.of, fact.item, fact.by, fact.who, last=last)
    if not fact.per:
        return value
    # an item of another kind is no narrower: denials of flights for each of all who are listed
    item = fact.item if fact.item in items(run.regime, fact.per) else ""
    below = _sum(run, fact.per, item, "", fact.who, last=last and fact.per in STATES)
    if fact.of in FLOWS and fact.per in STATES:
        below /= run.regime.steps_a_year
    return value / below if below else None


def _sum(run: Run, measure: str, item: str, by: str, who: Mapping[str, str], *, last: bool) -> float:
    chosen = pl.col("measure") == measure
    for column, name in {"item": item, "by": by, **who}.items():
        if name:
            chosen &= pl.col(column) == name
    if last:
        chosen &= pl.col("step") == run.steps - 1
    return float(run.measures.filter(chosen)["value"].sum())


def untrue(fact: Fact, run: Callable[[str], Run], name: str) -> str:
    """Why a fact is not true of this regime, or "". run: what the run of a shipped regime left."""
    if not fact.of:
        raised = {flag.kind for flag in flags(run(name).regime)}
        missing = [kind for kind in fact.flags if kind not in raised]
        there = [kind for kind in fact.no_flags if kind in raised]
        told = [f"not raised: {', '.join(missing)}"] * bool(missing) + [f"raised: {', '.join(there)}"] * bool(there)
        return f'"{fact.says}": {"; ".join(told)}' if told else ""
    value = figure(fact, run(name))
    if fact.than and value is not None:
        other = figure(fact, run(fact.than))
        value = value / other if other else None
    if value is None:
        return f'"{fact.says}": not estimable, there is nothing for it to be a share of'
    holds = {"is": value == fact.bounds.get("is"), **_within(value, fact.bounds)}
    broken = [f"{word} {fact.bounds[word]:g}" for word in fact.bounds if not holds[word]]
    return f'"{fact.says}": it is {value:g}, and should be: {", ".join(broken)}' if broken else ""


def _within(value: float, bounds: Mapping[str, float]) -> dict[str, bool]:
    return {
        "at_least": value >= bounds.get("at_least", value),
        "at_most": value <= bounds.get("at_most", value),
    }
