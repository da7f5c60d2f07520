"""Counts of all steps: added up by step and place, and turned into the tables of a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from scorewatch.engine.keys import CAUSES, Key, Keys
from scorewatch.measure.names import COLUMNS, PART_COLUMNS, RUNNING
from scorewatch.people.persons import PARTS
from scorewatch.people.template import Template
from scorewatch.plan.order import LEDGERS
from scorewatch.regime import words
from scorewatch.regime.declare import Rules

_MANY = 4_000_000  # entries that are added up before more are taken


class Sums:
    """Values by step and place in an array of a step; places that are 0 take no room."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self.shape = shape
        self._size = int(np.prod(shape, dtype=np.int64))
        self._codes: list[NDArray[np.int64]] = []
        self._values: list[NDArray[np.int64]] = []
        self._entries = 0

    def add(self, step: int, values: NDArray[Any]) -> None:
        """The values of a step, an array of this shape, have been added."""
        flat = values.reshape(-1)
        at = np.flatnonzero(flat)
        if len(at):
            self._take(at + step * self._size, flat[at].astype(np.int64))

    def merge(self, other: Sums) -> None:
        """What another has of the same shape has been added."""
        for codes, values in zip(other._codes, other._values, strict=True):
            self._take(codes, values)

    def _take(self, codes: NDArray[np.int64], values: NDArray[np.int64]) -> None:
        self._codes.append(codes)
        self._values.append(values)
        self._entries += len(codes)
        if self._entries > _MANY:
            self._add_up()
            self._entries = 0

    def _add_up(self) -> None:
        if not self._codes:
            return
        codes, values = np.concatenate(self._codes), np.concatenate(self._values)
        if (codes[1:] <= codes[:-1]).any():  # never where one thread has added one step after the other
            order = np.argsort(codes, kind="stable")
            codes, values = codes[order], values[order]
            starts = np.flatnonzero(np.concatenate(([True], codes[1:] != codes[:-1])))
            codes, values = codes[starts], np.add.reduceat(values, starts)
        self._codes, self._values = [codes], [values]

    def result(self) -> tuple[NDArray[np.int64], tuple[NDArray[np.int64], ...], NDArray[np.int64]]:
        """Steps, places (an index array an axis) and values, each place of a step once."""
        self._add_up()
        if not self._codes:
            none = np.zeros(0, dtype=np.int64)
            return none, tuple(none for _ in self.shape), none
        steps, places = np.divmod(self._codes[0], self._size)
        return steps, np.unravel_index(places, self.shape), self._values[0]


class Book:
    """The counts of a run: by cell, in parts, scores and spells."""

    def __init__(self, keys: Keys, groups: int, lists: int, bins: int, spells: int) -> None:
        """groups: cells x traits. bins: of the histogram of scores. spells: the longest, and 1."""
        self.by_cell = Sums((groups, len(keys.names)))
        self.parts = Sums((groups, len(keys.names), PARTS))
        self.scores = Sums((len(LEDGERS), groups, bins))
        self.spells = Sums((lists, len(CAUSES) + 1, groups, spells))

    def merge(self, other: Book) -> None:
        """What another thread counted has been added."""
        self.by_cell.merge(other.by_cell)
        self.parts.merge(other.parts)
        self.scores.merge(other.scores)
        self.spells.merge(other.spells)


@dataclass(frozen=True)
class _Rows:
    """Rows of a table as numbers: the place of each in `what`, its step, its group, its bin or part, its value."""

    what: list[Key]
    key: NDArray[np.int64]
    step: NDArray[np.int64]
    group: NDArray[np.int64]
    last: NDArray[np.int64]
    value: NDArray[np.int64]


def _table(pieces: list[_Rows], last: str, rules: Rules, template: Template) -> pl.DataFrame:
    """The pieces as one table in the order of docs/results.md; sorted as numbers, which takes a tenth of the time."""
    c = template.census
    kinds = (words.NONE, *rules.trait)
    groups = [
        (c.regions[region], c.groups[group], c.age_bands[age], c.sexes[sex], kind)
        for region, group, age, sex in template.cells
        for kind in kinds
    ]
    keys = [key for piece in pieces for key in piece.what]
    firsts = np.cumsum([0, *(len(piece.what) for piece in pieces)])
    key = np.concatenate([piece.key + first for piece, first in zip(pieces, firsts, strict=False)])
    step, group, bin_, value = (
        np.concatenate([getattr(piece, name) for piece in pieces]) for name in ("step", "group", "last", "value")
    )
    order = _in_order(_ranks(keys)[key], step, _ranks(groups)[group], bin_)
    named = pl.DataFrame(keys, schema=dict.fromkeys(COLUMNS[:3], pl.String), orient="row")[key[order]]
    grouped = pl.DataFrame(groups, schema=dict.fromkeys(COLUMNS[4:9], pl.String), orient="row")[group[order]]
    return pl.DataFrame(
        [
            *named.get_columns(),
            pl.Series("step", step[order], dtype=pl.Int32),
            *grouped.get_columns(),
            pl.Series(last, bin_[order], dtype=pl.Int32),
            pl.Series("value", value[order], dtype=pl.Int64),
        ]
    )


def _in_order(*by: NDArray[np.int64]) -> NDArray[np.int64]:
    """The order by the first, then the second, and so on. No two are equal, and one number for all sorts sooner."""
    code = np.zeros(len(by[0]), np.int64)
    for values in by:
        low = values.min(initial=0)
        code = code * (int(values.max(initial=0)) - int(low) + 1) + (values - low)
    return np.argsort(code)


def _ranks(labels: Sequence[tuple[str, ...]]) -> NDArray[np.int64]:
    """The place of each in their sorted order."""
    found = np.empty(len(labels), dtype=np.int64)
    found[sorted(range(len(labels)), key=labels.__getitem__)] = np.arange(len(labels))
    return found


def frames(
    book: Book, keys: Keys, rules: Rules, template: Template, lowest_bin: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The tables of measures and of parts."""
    counted = np.array([measure != "" for measure, _, _ in keys.names])
    what = list(keys.names)
    step, (group, key), value = book.by_cell.result()
    shown = counted[key] & (value != 0)
    pieces = [_Rows(what, key[shown], step[shown], group[shown], np.zeros_like(key[shown]), value[shown])]
    step, (ledger, group, bin_), value = book.scores.result()
    pieces.append(_Rows([("score", name, "") for name in LEDGERS], ledger, step, group, lowest_bin + 10 * bin_, value))
    step, (on, cause, group, length), value = book.spells.result()
    spells = [("spell", name, by) for name in rules.list for by in (*CAUSES, RUNNING)]
    pieces.append(_Rows(spells, on * (len(CAUSES) + 1) + cause, step, group, length, value))
    step, (group, key, part), value = book.parts.result()
    shown = counted[key] & (value != 0)
    parts = _Rows(what, key[shown], step[shown], group[shown], part[shown], value[shown])
    return _table(pieces, COLUMNS[9], rules, template), _table([parts], PART_COLUMNS[9], rules, template)
