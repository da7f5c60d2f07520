"""Two regimes on the same people with the same luck: what differs in the files, and what that does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from scorewatch.engine.outcome import Progress
from scorewatch.errors import InputError, Mistake
from scorewatch.measure import paired
from scorewatch.measure.harm import QUESTIONS, Harm
from scorewatch.measure.interval import Estimate, ruled_out
from scorewatch.measure.parts import Parts
from scorewatch.regime.differences import Difference, differences
from scorewatch.regime.read import Regime
from scorewatch.study.run import Run, length, run


@dataclass(frozen=True)
class PairedHarm:
    """A figure of two runs beside each other, and the difference b - a. a, b: None where there is no such rule."""

    harm: str
    what: str
    item: str
    axis: str
    who: str
    unit: str
    a: Estimate | None
    b: Estimate | None
    difference: Estimate
    source: str
    headline: bool


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two runs on the same people, of as many steps, under one seed."""

    a: Run
    b: Run

    @property
    def same(self) -> bool:
        """Whether both are runs of one regime: then nothing differs, exactly."""
        return self.a.regime.digest == self.b.regime.digest

    @cached_property
    def rows(self) -> pl.DataFrame:
        """Every count of both beside each other (docs/results.md)."""
        return paired.rows(self.a.parts, self.b.parts, same=self.same)

    def differences(self) -> tuple[Difference, ...]:
        """What differs between the two files."""
        return differences(self.a.regime, self.b.regime)

    def harms(self) -> list[PairedHarm]:
        """Every harm that one of the two has, with its paired difference."""
        return list(self._paired)

    @cached_property
    def _paired(self) -> tuple[PairedHarm, ...]:
        return tuple(self._pairs())

    def _pairs(self) -> Iterator[PairedHarm]:
        of_a, of_b = ({harm.key: harm for harm in run.harms()} for run in (self.a, self.b))
        order = list(QUESTIONS)
        for key in sorted({**of_a, **of_b}, key=lambda key: order.index(key[0])):
            a, b = of_a.get(key), of_b.get(key)
            one = a or b
            assert one is not None
            first = a.estimate if a else _nobody_for_it(self.a, one)
            second = b.estimate if b else _nobody_for_it(self.b, one)
            difference = paired.paired(first, second, none_without_rule=one.none_without_rule, same=self.same)
            yield PairedHarm(*key, one.unit, first, second, difference, one.source, one.headline)


def _nobody_for_it(run: Run, harm: Harm) -> Estimate | None:
    """What a run has of a figure that its rules leave no room for; None where there is nobody whom it could be of.

    The list is there, and no ground of it is about what the right protects: none of the listed are there for that.
    """
    if harm.harm == "expression" and harm.unit == "share" and harm.item in run.regime.rules.list:
        listed = Parts(run.parts).counts("listed", harm.item)
        return ruled_out(listed) if listed.any() else None
    return None


def compare(
    a: Regime | Run,
    b: Regime | Run,
    *,
    people: int | None = None,
    months: int | None = None,
    seed: int | None = None,
    engine: str = "fast",
    threads: int | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Compare two regimes, or two runs, or one of each: `compare(load("article"), load("no-regime"), people=5000)`.

    A regime is run: on the people, steps and seed of the run beside it; of two regimes, as `run` would run the first.
    InputError where the two are not of one seed, one population, as many people and as many steps.
    """
    (found,) = with_the_first(
        [a, b], people=people, months=months, seed=seed, engine=engine, threads=threads, progress=progress
    )
    return found


def with_the_first(
    given: Sequence[Regime | Run],
    *,
    people: int | None = None,
    months: int | None = None,
    seed: int | None = None,
    engine: str = "fast",
    threads: int | None = None,
    progress: Progress | None = None,
) -> list[Comparison]:
    """Each of several regimes or runs compared with the first; InputError with every mistake, before anything runs."""
    regimes = [one.regime if isinstance(one, Run) else one for one in given]
    runs = [one for one in given if isinstance(one, Run)]
    mistakes = [mistake for regime in regimes[1:] for mistake in apart(regimes[0], regime)]
    mistakes += [mistake for one in runs[1:] for mistake in _unlike(runs[0], one)]
    if runs:
        mistakes += [
            Mistake(f"{name} is that of the run that is given", where=name, do="Leave it out.")
            for name, said in (("people", people), ("months", months), ("seed", seed))
            if said is not None
        ]
    if mistakes:
        raise InputError(mistakes)
    steps = runs[0].steps if runs else length(regimes[0], months)
    most = runs[0].people if runs else people if people is not None else regimes[0].rules.population.people
    luck = runs[0].seed if runs else seed or 0
    first, *others = (
        one
        if isinstance(one, Run)
        else run(one, people=most, steps=steps, seed=luck, engine=engine, threads=threads, progress=progress)
        for one in given
    )
    return [Comparison(first, other) for other in others]


def apart(a: Regime, b: Regime) -> list[Mistake]:
    """Why two regimes cannot be on the same people with the same luck."""
    found = []
    if a.census.name != b.census.name:
        what = f"{a.name} uses the population {a.census.name}, {b.name} {b.census.name}"
        found.append(Mistake(what, "compare", "Only on the same people can regimes be compared."))
    if a.step != b.step:
        what = f"{a.name} runs in {a.step}s, {b.name} in {b.step}s"
        why = "Luck is drawn step by step, so the same luck needs the same step."
        found.append(Mistake(what, "compare", why, f'Write step = "{a.step}" in both.'))
    return found


def _unlike(a: Run, b: Run) -> list[Mistake]:
    """Why two runs are not of the same people with the same luck."""
    why = "Only runs of the same people with the same luck can be compared."
    return [
        Mistake(f"{name}: {first} in one run, {second} in the other", "compare", why, f"Run one again with {do}.")
        for name, do, first, second in (
            ("seed", f"--seed {a.seed}", a.seed, b.seed),
            ("people", f"--people {a.people}", a.people, b.people),
            ("steps", "the length of the other", a.steps, b.steps),
        )
        if first != second
    ]
