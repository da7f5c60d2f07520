"""A run: one regime on so many invented people for so long, under one seed."""

from __future__ import annotations

import platform
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from scorewatch.chance.words import Words
from scorewatch.engine import plain
from scorewatch.engine.clock import Clock
from scorewatch.engine.outcome import Progress
from scorewatch.errors import InputError, Mistake
from scorewatch.measure import tables
from scorewatch.measure.harm import Evidence, Harm
from scorewatch.measure.harms import harms as harms_of
from scorewatch.measure.parts import Parts
from scorewatch.people.persons import MOST_PEOPLE, Persons, whole_households
from scorewatch.people.template import Template, read_template
from scorewatch.plan.carry import Carry
from scorewatch.plan.limits import within_limits
from scorewatch.regime.limits import MOST_STEPS
from scorewatch.regime.read import Regime
from scorewatch.study import response
from scorewatch.version import __version__

if TYPE_CHECKING:
    from scorewatch.study.replay import Life

ENGINES = ("fast", "plain")
MOST_THREADS = 256


@dataclass(frozen=True, eq=False)
class Run:
    """What a run left.

    people: as run, in whole households. steps: tabulated. measures, parts, response: the tables of docs/results.md.
    beside: other regimes on the same people with the same luck, `no-regime` first. inputs: what each unmeasured input
    changes, None where nobody asked.
    """

    regime: Regime
    people: int
    steps: int
    seed: int
    engine: str
    started: str
    seconds: float
    measures: pl.DataFrame = field(repr=False)
    parts: pl.DataFrame = field(repr=False)
    response: pl.DataFrame = field(repr=False)
    versions: dict[str, str] = field(default_factory=dict, repr=False)
    beside: tuple[Run, ...] = field(default=(), repr=False)
    inputs: pl.DataFrame | None = field(default=None, repr=False)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the rows of `measures`: the same for the same regime, people, steps and seed, anywhere."""
        return tables.digest(self.measures)

    @cached_property
    def template(self) -> Template:
        """The template of the population."""
        return read_template(self.regime.census)

    @cached_property
    def carries(self) -> dict[int, Carry]:
        """What each step took from the one before."""
        return response.from_table(self.response, self.regime.rules, self.template)

    @property
    def clock(self) -> Clock:
        """The steps and persons of the run, to replay them."""
        return _clock(self.regime, self.template, self.people, self.steps, self.seed)

    def harms(self) -> list[Harm]:
        """The harms of the run, each with its figure, its interval and what they rest on."""
        return harms_of(
            Evidence(self.regime, self.template, self.measures, Parts(self.parts), self.carries, self.steps)
        )

    def life(self, person: int) -> Life:
        """The replayed life of an invented person and the household around it."""
        from scorewatch.study.replay import Replay  # replay reads runs too, so it imports this module

        return Replay(self).life(person)

    def report(self, path: str | Path) -> Path:
        """The page of the run is at `path`: one HTML file. Where nothing stands beside it yet, `no-regime` is run."""
        import scorewatch  # the façade alone knows the rooms above this one

        written: Path = scorewatch._page(self, Path(path))
        return written

    def save(self, path: str | Path, *, force: bool = False) -> Path:
        """The run as a folder, whole or not at all. InputError where something is there already."""
        from scorewatch.study.folder import write  # folder reads runs too, so it imports this module

        return write(self, Path(path), force=force)


def run(
    regime: Regime,
    *,
    people: int | None = None,
    months: int | None = None,
    steps: int | None = None,
    seed: int = 0,
    engine: str = "fast",
    threads: int | None = None,
    inputs: bool = False,
    progress: Progress | None = None,
) -> Run:
    """Run a regime: `run(load("article"), people=5000, months=36)`.

    people: at most; households stay whole, so a few fewer may run. months: the length, rounded to steps; or steps,
    exactly. seed: 0 to 2^64 - 1. engine: "fast", or "plain": the same digest, slowly. threads: of the fast engine, as
    many as there are processors where not given. inputs: also with each number that has a low or a high at each of
    these ends, for `.inputs`. InputError where one of them cannot be, or where so many people do not fit into memory.

    The first fast run on a machine compiles for about half a minute; the next start has what it compiled.
    """
    people = regime.rules.population.people if people is None else people
    mistakes = [
        *_bounds("people", people, 1, MOST_PEOPLE),
        *_bounds("seed", seed, 0, 2**64 - 1),
        *(_bounds("months", months, 1, 1200) if months is not None else ()),
        *(_bounds("steps", steps, 1, MOST_STEPS) if steps is not None else ()),
        *(_bounds("threads", threads, 1, MOST_THREADS) if threads is not None else ()),
    ]
    if engine not in ENGINES:
        mistakes.append(
            Mistake(f'there is no engine "{engine}"', where="engine", do='There are two: "fast" and "plain".')
        )
    if mistakes:
        raise InputError(mistakes)
    template = read_template(regime.census)
    within_limits(regime, template)
    if inputs:
        from scorewatch.study.ends import ends

        ends(regime)  # what is wrong with one is said before anything runs
    steps = steps or length(regime, months)
    count = whole_households(template, people)
    clock = _clock(regime, template, count, steps, seed)
    started, begin = datetime.now(UTC).isoformat(timespec="seconds"), time.perf_counter()
    if engine == "fast":
        from scorewatch.engine import fast  # numba takes its time to import

        outcome = fast.run(clock, progress, threads)
    else:
        outcome = plain.run(clock, progress)
    done = Run(
        regime=regime,
        people=count,
        steps=steps,
        seed=seed,
        engine=engine,
        started=started,
        seconds=round(time.perf_counter() - begin, 3),
        measures=outcome.measures,
        parts=outcome.parts,
        response=response.to_table(outcome.carries, outcome.cuts, regime.rules, template),
        versions=versions(),
    )
    if not inputs:
        return done
    from scorewatch.study.inputs import with_inputs  # it runs regimes too, so it imports this module

    return with_inputs(done, threads=threads, progress=progress)


def length(regime: Regime, months: int | None) -> int:
    """The steps of a run of so many months, rounded, halves up, at least one; of the regime's own length for None."""
    if months is None:
        return regime.steps
    return max(1, int(Fraction(months * regime.steps_a_year, 12) + Fraction(1, 2)))


def versions() -> dict[str, str]:
    """What the run was computed with."""
    return {
        "scorewatch": __version__,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "polars": pl.__version__,
        "system": sys.platform,
    }


def _clock(regime: Regime, template: Template, people: int, steps: int, seed: int) -> Clock:
    persons = Persons(template, Words(seed, len(template.rows)), regime.rules_at(-regime.warm_up), people)
    return Clock(regime, persons, steps)


def _bounds(name: str, value: int, low: int, high: int) -> list[Mistake]:
    if isinstance(value, bool) or not isinstance(value, int):
        return [Mistake(f"{name} must be a whole number, not {value!r}", where=name)]
    if not low <= value <= high:
        return [Mistake(f"{name} = {value} is outside {low:,} to {high:,}", where=name)]
    return []
