"""Intervals: the delete-one jackknife over the 32 parts (docs/results.md). They cover chance alone, not the inputs."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from scorewatch.people.persons import PARTS

T31 = 2.0395134463964077  # the 97.5 % quantile of Student's t with 31 degrees of freedom
FEWEST_PARTS = 8
NONE_SEEN = -math.log(0.05)  # the one-sided 95 % bound of a Poisson count of which none was seen

TOO_FEW = "not estimable: too few cases"
NONE_FOUND = "none in this run; exact one-sided 95 % bound"
ALL_FOUND = "all in this run; exact one-sided 95 % bound"
RULED_OUT = "exact: the rules rule it out"
_ALWAYS_0, _ALWAYS_1 = (0.0,) * PARTS, (1.0,) * PARTS

Counts = NDArray[np.int64]  # int64[32]: a count by part
Amounts = NDArray[np.float64]  # float64[32]: an expected count by part


@dataclass(frozen=True)
class Estimate:
    """A figure with what it rests on.

    value: None where it is not estimable. low, high: 95 %, chance alone; None where there is no interval.
    n: the count it is about. of: the count it is a share of, or None. note: what else a reader must know.
    left_out: the figure without each part in turn, of which a paired difference is made; () where it has no such.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    of: int | None = None
    note: str = ""
    left_out: tuple[float, ...] = field(default=(), compare=False, repr=False)


def total(counts: Counts, people: Counts, *, persons: bool = True) -> Estimate:
    """A sum over the parts, among the people of these parts. For a sum the jackknife is t over the parts.

    Fewer than 8 parts with people: not estimable. Where there were none: 0, with the exact one-sided 95 % bound of a
    Poisson count, -ln 0.05. persons: it counts people, and is never more than there are.
    """
    n, there = int(counts.sum()), int(people.sum())
    if int((people > 0).sum()) < FEWEST_PARTS:
        return Estimate(None, None, None, n, note=TOO_FEW)
    if n == 0:
        bound = min(NONE_SEEN, float(there)) if persons else NONE_SEEN
        return Estimate(0.0, 0.0, bound, 0, note=NONE_FOUND, left_out=_ALWAYS_0)
    value, left_out = _leave_outs([counts], lambda sums: sums[0], scale_up=True)
    half = half_width(left_out)
    high = min(value + half, float(there)) if persons else value + half
    return Estimate(value, max(0.0, value - half), high, n, left_out=left_out)


def ruled_out(denominator: Counts) -> Estimate:
    """A share that no chance can make more than 0."""
    return Estimate(0.0, 0.0, 0.0, 0, int(denominator.sum()), note=RULED_OUT, left_out=_ALWAYS_0)


def ratio(numerator: Counts, denominator: Counts, *, share: bool = True) -> Estimate:
    """numerator / denominator. A share is kept within 0 and 1.

    Fewer than 8 parts with anything in the denominator: not estimable. Nothing in the numerator: 0 with the exact
    one-sided 95 % bound, 1 - 0.05^(1/n) for a share of n cases, -ln 0.05 / n for a count on n; all n cases: 1 with
    the mirror of it.
    """
    n, of = int(numerator.sum()), int(denominator.sum())
    if int((denominator > 0).sum()) < FEWEST_PARTS:
        return Estimate(None, None, None, n, of, note=TOO_FEW)
    if n == 0:
        bound = 1.0 - 0.05 ** (1.0 / of) if share else NONE_SEEN / of
        return Estimate(0.0, 0.0, bound, n, of, note=NONE_FOUND, left_out=_ALWAYS_0)
    if share and n == of:
        return Estimate(1.0, 0.05 ** (1.0 / of), 1.0, n, of, note=ALL_FOUND, left_out=_ALWAYS_1)
    value, left_out = _leave_outs([numerator, denominator], lambda sums: sums[0] / sums[1])
    half = half_width(left_out)
    low, high = max(0.0, value - half), value + half
    return Estimate(value, low, min(1.0, high) if share else high, n, of, left_out=left_out)


def figure(
    value: Callable[[Sequence[float]], float], counts: Sequence[Counts | Amounts]
) -> tuple[float, float, tuple[float, ...]]:
    """Any figure computed from counts: (figure, half the width of its interval, the figure without each part)."""
    found, left_out = _leave_outs(counts, value)
    return found, half_width(left_out), left_out


def half_width(left_out: Sequence[float]) -> float:
    """t x sqrt((m - 1) / m x sum of squares of the leave-outs around their own mean), m parts (Tukey 1958)."""
    values = np.array(left_out)
    spread = float(((values - values.mean()) ** 2).sum()) * (PARTS - 1) / PARTS
    return T31 * math.sqrt(spread)


def _leave_outs(
    counts: Sequence[Counts | Amounts], figure: Callable[[Sequence[float]], float], *, scale_up: bool = False
) -> tuple[float, tuple[float, ...]]:
    """The figure, and the figure without each part in turn.

    scale_up: the figure is a sum, so each leave-out stands for m / (m - 1) of itself.
    """
    sums = [float(c.sum()) for c in counts]
    factor = PARTS / (PARTS - 1) if scale_up else 1.0
    left_out = (figure([s - float(c[part]) for s, c in zip(sums, counts, strict=True)]) for part in range(PARTS))
    return figure(sums), tuple(factor * value for value in left_out)
