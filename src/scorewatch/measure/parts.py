"""Counts by part, picked from the table of parts: what every interval is computed from."""

from __future__ import annotations

import numpy as np
import polars as pl

from scorewatch.measure.interval import Counts
from scorewatch.measure.names import FLOWS
from scorewatch.people.persons import PARTS


class Parts:
    """The table of parts of one run: states at its last step, flows over the whole run."""

    def __init__(self, table: pl.DataFrame) -> None:
        self._table = table
        self._last = int(table["step"].max() or 0)  # type: ignore[arg-type]  # an int column has an int maximum

    def counts(self, measure: str, item: str = "", by: str | None = None, **cell: str) -> Counts:
        """int64[32]: this measure by part, over every `by` unless one is named, in the cells named by column."""
        chosen = (pl.col("measure") == measure) & (pl.col("item") == item)
        if by is not None:
            chosen &= pl.col("by") == by
        for column, name in cell.items():
            chosen &= pl.col(column) == name
        if measure not in FLOWS:
            chosen &= pl.col("step") == self._last
        counts = np.zeros(PARTS, dtype=np.int64)
        summed = self._table.filter(chosen).group_by("part").agg(pl.col("value").sum())
        for part, value in summed.iter_rows():
            counts[part] = value
        return counts

    def people(self) -> list[tuple[str, str, str, str, str, int, int]]:
        """(region, group, age_band, sex, trait, part, persons) of every cell and part."""
        chosen = (pl.col("measure") == "people") & (pl.col("step") == self._last)
        columns = ("region", "group", "age_band", "sex", "trait", "part", "value")
        return list(self._table.filter(chosen).select(columns).iter_rows())
