"""Verification: a run folder is run again and compared."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from scorewatch.engine.outcome import Progress
from scorewatch.study import folder
from scorewatch.study.folder import INPUTS
from scorewatch.study.inputs import with_inputs
from scorewatch.study.run import Run, run


@dataclass(frozen=True)
class Check:
    """One thing compared: what, whether it is the same, and where it differs first."""

    what: str
    same: bool
    detail: str = ""


def verify(
    path: str | Path, progress: Progress | None = None, *, engine: str = "fast", threads: int | None = None
) -> tuple[Run, list[Check]]:
    """The run of this folder, and what running it and those beside it again found; on either engine."""
    path = Path(path)
    held = folder.read(path)
    again = run(
        held.regime,
        people=held.people,
        steps=held.steps,
        seed=held.seed,
        engine=engine,
        threads=threads,
        progress=progress,
    )
    stated = folder.stated_digest(path)
    checks = [
        Check("people", held.people == again.people, f"the folder says {held.people:,}; {again.people:,} ran"),
        Check("digest of the manifest", stated == again.digest, f"{stated} there, {again.digest} again"),
        _compare("measures.parquet", held.measures, again.measures),
        _compare("parts.parquet", held.parts, again.parts),
        _compare("response.parquet", held.response, again.response),
    ]
    checks = [Check(c.what, c.same, "" if c.same else c.detail) for c in checks]
    if held.inputs is not None:
        tried = with_inputs(again, threads=threads, progress=progress).inputs
        assert tried is not None
        checks.append(_alike(INPUTS, held.inputs, tried))
    for other in held.beside:
        _, of_other = verify(path / folder.BESIDE / other.regime.name, progress, engine=engine, threads=threads)
        checks += [Check(f"{other.regime.name}: {c.what}", c.same, c.detail) for c in of_other]
    return held, checks


def _compare(name: str, held: pl.DataFrame, again: pl.DataFrame) -> Check:
    """Row for row, the first difference said."""
    if held.equals(again) and held.schema == again.schema:
        return Check(name, True)
    if held.schema != again.schema:
        return Check(name, False, "other columns")
    for number, (old, new) in enumerate(zip(held.iter_rows(), again.iter_rows(), strict=False), start=1):
        if old != new:
            return Check(name, False, f"row {number}: {_line(old)} there, {_line(new)} again")
    return Check(name, False, f"{held.height:,} rows there, {again.height:,} again")


def _alike(name: str, held: pl.DataFrame, again: pl.DataFrame) -> Check:
    """As `_compare`, but for the last digits of what is no count: not every processor sums in the same order."""
    rounded = (table.with_columns(pl.selectors.float().round_sig_figs(9)) for table in (held, again))
    return _compare(name, *rounded)


def _line(row: tuple[object, ...]) -> str:
    return " ".join(str(field) for field in row if field != "")
