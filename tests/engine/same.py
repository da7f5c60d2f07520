"""What comparing whole runs takes: three tables of either engine, the first rows that differ, and regimes to run."""

from __future__ import annotations

import copy
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from laws.regimes import Raw, read
from scorewatch.chance.words import Words
from scorewatch.engine import fast, plain
from scorewatch.engine.clock import Clock
from scorewatch.engine.outcome import Outcome
from scorewatch.measure import tables
from scorewatch.people.persons import Persons, whole_households
from scorewatch.people.template import Template, read_template
from scorewatch.regime.read import Regime, load
from scorewatch.study import response


@dataclass(frozen=True)
class Left:
    """What a run leaves behind."""

    digest: str
    measures: pl.DataFrame
    parts: pl.DataFrame
    response: pl.DataFrame

    def happened(self) -> Counter[tuple[str, str, str]]:
        """The sum of every measure, item and `by` over the run."""
        found: Counter[tuple[str, str, str]] = Counter()
        for measure, item, by, *_, value in self.measures.iter_rows():
            found[measure, item, by] += value
        return found


def clock(regime: Regime, people: int, steps: int, seed: int = 1, template: Template | None = None) -> Clock:
    """The steps and the persons of a run."""
    template = template or read_template(regime.census)
    words = Words(seed, len(template.rows))
    rules = regime.rules_at(-regime.warm_up)
    return Clock(regime, Persons(template, words, rules, whole_households(template, people)), steps)


def plainly(of: Clock) -> Left:
    """What the plain engine makes of it."""
    return _left(of, plain.run(of))


def fastly(of: Clock, threads: int = 1) -> Left:
    """What the fast engine makes of it."""
    return _left(of, fast.run(of, None, threads))


def _left(of: Clock, outcome: Outcome) -> Left:
    table = response.to_table(outcome.carries, outcome.cuts, of.regime.rules, of.persons.template)
    return Left(tables.digest(outcome.measures), outcome.measures, outcome.parts, table)


def must_be_same(one: Left, other: Left) -> None:
    """All tables are the same; else the first rows that differ are shown, by step."""
    for name in ("response", "measures", "parts"):
        here, there = getattr(one, name), getattr(other, name)
        if not here.equals(there):
            a, b = set(here.iter_rows()), set(there.iter_rows())
            rows = [(row, "the one") for row in a - b] + [(row, "the other") for row in b - a]
            step = here.columns.index("step")
            first = "\n".join(f"  {whose}: {row}" for row, whose in sorted(rows, key=lambda of: of[0][step])[:12])
            pytest.fail(f"{name}: {len(a - b)} rows are in one alone, {len(b - a)} in the other; the first:\n{first}")
    assert one.digest == other.digest


def must_agree(of: Clock, threads: int = 2) -> Left:
    """What both engines leave, which is the same."""
    left = plainly(of)
    must_be_same(left, fastly(of, threads))
    return left


def few_rows(template: Template, households: int) -> Template:
    """A template of the first households alone: some hundred people are many copies of it."""
    kept = template.households[:households]
    return Template(template.census, template.rows[: kept[-1][1]], kept)


def many() -> Regime:
    """The regime of several lists, grounds, sensors and traits, whose steps take from those before."""
    return load(Path(__file__).parent / "many.toml")


def alone() -> Regime:
    """The same, without what a step takes from the one before."""
    raw = copy.deepcopy(many().raw)
    del raw["response"]
    for sensor in raw["sensor"].values():
        if sensor.get("to", "lookalike") == "lookalike":
            del sensor["misattributed"]
    _without_capacity(raw)
    return read(raw)


def _without_capacity(raw: Raw) -> None:
    key = "capacity_per_year"
    for part in (raw, *raw["list"].values()):
        part.get("due_process", {}).get("review", {}).pop(key, None)
    for phase in raw["phase"]:
        phase["set"] = {path: value for path, value in phase["set"].items() if not path.endswith(key)}
