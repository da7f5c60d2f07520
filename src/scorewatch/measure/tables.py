"""The tables of a run as polars frames, and the digest that anyone can recompute."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl

from scorewatch.measure.names import COLUMNS, PART_COLUMNS

_TYPES = {"step": pl.Int32, "bin": pl.Int32, "part": pl.Int32, "value": pl.Int64}
_AT_ONCE = 1 << 20  # rows that are written out together


def frame(rows: Iterable[tuple[Any, ...]], columns: Sequence[str] = COLUMNS) -> pl.DataFrame:
    """Rows as a sorted frame with the types of docs/results.md; rows with value 0 are left out."""
    schema = {name: _TYPES.get(name, pl.String) for name in columns}
    return ordered(pl.DataFrame([row for row in rows if row[-1] != 0], schema=schema, orient="row"))


def ordered(table: pl.DataFrame) -> pl.DataFrame:
    """The rows sorted by their columns, text by code point; rows with value 0 are left out."""
    return table.filter(pl.col("value") != 0).sort(table.columns)


def measures(rows: Iterable[tuple[Any, ...]]) -> pl.DataFrame:
    """The long table of measures."""
    return frame(rows, COLUMNS)


def parts(rows: Iterable[tuple[Any, ...]]) -> pl.DataFrame:
    """The table of parts."""
    return frame(rows, PART_COLUMNS)


def digest(table: pl.DataFrame) -> str:
    """SHA-256 over the rows sorted by their columns, each a line of its fields joined by tabs."""
    found = hashlib.sha256()
    line = pl.concat_str([pl.col(name).cast(pl.String) for name in table.columns], separator="\t") + "\n"
    for rows in table.sort(table.columns).iter_slices(_AT_ONCE):
        found.update("".join(rows.select(line).to_series()).encode("utf-8"))
    return found.hexdigest()
