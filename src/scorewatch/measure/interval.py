"""Intervals: the delete-one jackknife over the 32 parts (docs/results.md). They cover chance alone, not the inputs."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scorewatch.people.persons import PARTS

T31 = 2.0395134463964077  # the 97.5 % quantile of Student's t with 31 degrees of freedom
FEWEST_PARTS = 8
NONE_SEEN = -math.log(0.05)  # the one-sided 95 % bound of a Poisson count of which none was seen

TOO_FEW = "not estimable: too few cases"
NONE_FOUND = "none in this run; exact one-sided 95 % bound"
ALL_FOUND = "all in this run; exact one-sided 95 % bound"

Counts = NDArray[np.int64]  # int64[32]: a count by part
Amounts = NDArray[np.float64]  # float64[32]: an expected count by part


@dataclass(frozen=True)
class Estimate:
    """A figure with what it rests on.

    value: None where it is not estimable. low, high: 95 %, chance alone; None where there is no interval.
    n: the count it is about. of: the count it is a share of, or None. note: what else a reader must know.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    of: int | None = None
    note: str = ""


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
        return Estimate(0.0, 0.0, bound, 0, note=NONE_FOUND)
    value, half = _jackknife([counts], lambda sums: sums[0], scale_up=True)
    high = min(value + half, float(there)) if persons else value + half
    return Estimate(value, max(0.0, value - half), high, n)


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
        return Estimate(0.0, 0.0, 1.0 - 0.05 ** (1.0 / of) if share else NONE_SEEN / of, n, of, note=NONE_FOUND)
    if share and n == of:
        return Estimate(1.0, 0.05 ** (1.0 / of), 1.0, n, of, note=ALL_FOUND)
    value, half = _jackknife([numerator, denominator], lambda sums: sums[0] / sums[1])
    low, high = max(0.0, value - half), value + half
    return Estimate(value, low, min(1.0, high) if share else high, n, of)


def difference(
    value: Callable[[Sequence[float]], float], counts: Sequence[Counts | Amounts]
) -> tuple[float, float, float]:
    """Any figure computed from counts, with its interval: (figure, low, high)."""
    figure, half = _jackknife(counts, value)
    return figure, figure - half, figure + half


def _jackknife(
    counts: Sequence[Counts | Amounts], figure: Callable[[Sequence[float]], float], *, scale_up: bool = False
) -> tuple[float, float]:
    """The figure, and half the width of its interval: t x sqrt((m - 1) / m x sum of squares of the leave-outs).

    The leave-outs vary around their own mean. scale_up: the figure is a sum, so each leave-out stands for m / (m - 1)
    of itself.
    """
    sums = [float(c.sum()) for c in counts]
    whole = figure(sums)
    left_out = np.array(
        [figure([s - float(c[part]) for s, c in zip(sums, counts, strict=True)]) for part in range(PARTS)]
    )
    if scale_up:
        left_out = left_out * (PARTS / (PARTS - 1))
    spread = float(((left_out - left_out.mean()) ** 2).sum()) * (PARTS - 1) / PARTS
    return whole, T31 * spread**0.5
