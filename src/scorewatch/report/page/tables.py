"""Tables and charts as the template lays them out."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from scorewatch.measure.harm import Harm
from scorewatch.report import numbers

Cell = str | Markup


@dataclass(frozen=True)
class Table:
    """A table. The first cell of a row is its head; columns in `words` are text, the others are figures."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    words: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Picture:
    """A chart twice: for a wide page and for a telephone. Their texts are one size, so neither is scaled."""

    wide: Markup
    narrow: Markup


@dataclass(frozen=True)
class Basis:
    """What a figure rests on: measures, and the test that works it out by hand."""

    measures: tuple[str, ...]
    test: str


@dataclass(frozen=True)
class Chart:
    """A finding with its picture, its table and what it rests on."""

    name: str
    finding: Markup
    says: str
    picture: Picture | None
    table: Table | None
    basis: Basis


def figures(harm: Harm) -> tuple[str, str, str]:
    """A figure, its interval or why there is none, and its counts."""
    e = harm.estimate
    interval = numbers.interval(e, harm.unit)
    return (
        numbers.said(e, harm.unit),
        interval or (e.note if e.value is not None else "") or "none",
        numbers.counts(e, harm.unit),
    )
