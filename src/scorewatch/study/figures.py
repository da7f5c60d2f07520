"""The harms of variants of a regime, all on the same people with the same luck; each is run once, and may be kept."""

from __future__ import annotations

import hashlib
import io
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import polars as pl

from scorewatch.engine.outcome import Progress
from scorewatch.files import write_whole
from scorewatch.measure.harm import Harm
from scorewatch.measure.interval import Estimate
from scorewatch.measure.names import RESULTS_VERSION
from scorewatch.regime.read import Regime
from scorewatch.study.run import Run, run
from scorewatch.version import __version__

T = TypeVar("T")
R = TypeVar("R")

_OF_A_HARM = ("harm", "what", "item", "axis", "who", "unit", "source")
_OF_AN_ESTIMATE = ("value", "low", "high", "n", "of", "note")
_SCHEMA: dict[str, pl.DataType] = {
    **dict.fromkeys(_OF_A_HARM, pl.String()),
    **dict.fromkeys(("value", "low", "high"), pl.Float64()),
    **dict.fromkeys(("n", "of"), pl.Int64()),
    "note": pl.String(),
    "left_out": pl.List(pl.Float64()),
}


class Figures:
    """The harms of any regime on these people, steps and luck. Of a run nothing else is kept.

    people: as run. kept: a folder that holds what is finished, so that a later start goes on from there.
    """

    def __init__(
        self,
        people: int,
        steps: int,
        seed: int,
        *,
        engine: str = "fast",
        threads: int | None = None,
        kept: Path | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.people, self.steps, self.seed = people, steps, seed
        self._engine, self._threads = engine, threads
        self._kept, self._progress = kept, progress
        self._known: dict[str, list[Harm]] = {}
        self._done: dict[str, int] = {}  # people-steps
        self._all = 0
        self._lock = threading.Lock()

    def know(self, done: Run) -> None:
        """The harms of this run need no other."""
        self._known[done.regime.digest] = done.harms()

    def of(self, regime: Regime, *, alone: bool = True) -> list[Harm]:
        """The harms of this regime. alone: nothing else is run meanwhile, so that every thread works on it."""
        digest = regime.digest
        if digest not in self._known:
            self._known[digest] = self._read(regime) or self._run(regime, self._threads if alone else 1)
        return self._known[digest]

    def of_each(self, regimes: Sequence[Regime]) -> list[list[Harm]]:
        """The harms of each, several at once, a thread each: few people leave many threads without work."""
        return self.at_once(lambda regime: self.of(regime, alone=False), regimes)

    def at_once(self, work: Callable[[T], R], pieces: Sequence[T]) -> list[R]:
        """What `work` returns for each piece, as many at once as there are threads."""
        from scorewatch.engine.fast import default_threads  # numba takes its time to import

        if self._progress:
            self._progress(0, max(1, self._all))  # before two threads say at once what takes time
        pool = ThreadPoolExecutor(self._threads or default_threads())
        try:
            return list(pool.map(work, pieces))
        finally:
            pool.shutdown(cancel_futures=True)

    def _run(self, regime: Regime, threads: int | None) -> list[Harm]:
        digest = regime.digest
        with self._lock:
            self._all += self.people * (self.steps + regime.warm_up)

        def progress(done: int, of: int) -> None:
            del of
            self._has_done(digest, done)

        harms = run(
            regime,
            people=self.people,
            steps=self.steps,
            seed=self.seed,
            engine=self._engine,
            threads=threads,
            progress=progress,
        ).harms()
        self._has_done(digest, self.people * (self.steps + regime.warm_up))
        if self._kept is not None:
            self._kept.mkdir(exist_ok=True)
            write_whole(self._file(self._kept, regime), _to_bytes(harms))
        return harms

    def _has_done(self, digest: str, done: int) -> None:
        with self._lock:
            self._done[digest] = done
            if self._progress:
                self._progress(sum(self._done.values()), self._all)

    def _file(self, folder: Path, regime: Regime) -> Path:
        """Whatever a figure hangs on is in its name."""
        of = (regime.digest, self.people, self.steps, self.seed, RESULTS_VERSION, __version__)
        return folder / f"{hashlib.sha256(repr(of).encode()).hexdigest()}.parquet"

    def _read(self, regime: Regime) -> list[Harm] | None:
        """What an earlier start has finished; None where it has not, or where it cannot be read."""
        if self._kept is None or not (file := self._file(self._kept, regime)).is_file():
            return None
        try:
            table = pl.read_parquet(file)
        except Exception:  # polars has no common class for what a damaged file raises
            return None
        return _from_table(table) if dict(table.schema) == _SCHEMA else None


def _to_bytes(harms: Sequence[Harm]) -> bytes:
    rows = [
        {
            **{word: getattr(harm, word) for word in _OF_A_HARM},
            **{word: getattr(harm.estimate, word) for word in _OF_AN_ESTIMATE},
            "left_out": list(harm.estimate.left_out),
        }
        for harm in harms
    ]
    held = io.BytesIO()
    pl.DataFrame(rows, schema=_SCHEMA).write_parquet(held)
    return held.getvalue()


def _from_table(table: pl.DataFrame) -> list[Harm]:
    return [
        Harm(
            **{word: row[word] for word in _OF_A_HARM},
            estimate=Estimate(
                **{word: row[word] for word in _OF_AN_ESTIMATE},
                left_out=tuple(row["left_out"]),
            ),
        )
        for row in table.to_dicts()
    ]
