"""A run with others beside it: the same people and luck without the regime, and under other regimes."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from scorewatch.engine.outcome import Progress
from scorewatch.errors import InputError, Mistake
from scorewatch.regime.read import Regime
from scorewatch.regime.without import without
from scorewatch.study.compare import with_the_first
from scorewatch.study.run import Run


def with_others(
    run: Run, others: Sequence[Regime] = (), *, threads: int | None = None, progress: Progress | None = None
) -> Run:
    """The run, with `no-regime` and then each of these beside it, on the same people, steps and seed.

    InputError where one of them cannot be compared with it.
    """
    names = [without(run.regime).name, *(other.name for other in others)]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        what = f"two regimes beside it would be called {twice[0]}"
        raise InputError(Mistake(what, where="--beside", do="Call one of the files something else."))
    found = with_the_first([run, without(run.regime), *others], engine=run.engine, threads=threads, progress=progress)
    return dataclasses.replace(run, beside=tuple(comparison.b for comparison in found))
