"""A run with others beside it: the same people and luck without the regime, and under other regimes."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from scorewatch.engine.outcome import Progress
from scorewatch.errors import InputError, Mistake
from scorewatch.regime.read import Regime
from scorewatch.regime.without import NAME as NO_REGIME
from scorewatch.regime.without import without
from scorewatch.study.compare import apart, with_the_first
from scorewatch.study.run import Run


def with_others(
    run: Run, others: Sequence[Regime] = (), *, threads: int | None = None, progress: Progress | None = None
) -> Run:
    """The run, with `no-regime` and then each of these beside it, on the same people, steps and seed.

    InputError where one of them cannot be compared with it.
    """
    check_beside(run.regime, others)
    found = with_the_first([run, without(run.regime), *others], engine=run.engine, threads=threads, progress=progress)
    return dataclasses.replace(run, beside=tuple(comparison.b for comparison in found))


def check_beside(regime: Regime, others: Sequence[Regime]) -> None:
    """InputError where one of these cannot stand beside a run of this regime."""
    names = [NO_REGIME, *(other.name for other in others)]
    mistakes = [mistake for other in others for mistake in apart(regime, other)]
    for name in sorted({name for name in names if names.count(name) > 1}):
        what = f"two regimes beside it would be called {name}"
        mistakes.append(Mistake(what, where="--beside", do="Leave it out, or call the file something else."))
    if mistakes:
        raise InputError(mistakes)
