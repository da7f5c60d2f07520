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
LEVEL = 0.95

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

    @property
    def estimable(self) -> bool:
        """Whether there is a figure."""
        return self.value is not None


def total(counts: Counts) -> Estimate:
    """A sum over the parts. For a sum the jackknife is t over the parts.

    Where there were none: 0, with the exact one-sided 95 % bound of a Poisson count, -ln 0.05.
    """
    n = int(counts.sum())
    if n == 0:
        return Estimate(0.0, 0.0, -math.log(0.05), 0, note="none in this run; one-sided bound")
    value, half = _jackknife([counts], lambda sums: sums[0], scale_up=True)
    return Estimate(value, max(0.0, value - half), value + half, n)


def ratio(numerator: Counts, denominator: Counts, *, share: bool = True) -> Estimate:
    """numerator / denominator. A share is kept within 0 and 1.

    Fewer than 8 parts with anything in the denominator: not estimable. Nothing in the numerator of a share: 0 with
    the exact one-sided 95 % bound for so many cases, 1 - 0.05^(1/n).
    """
    n, of = int(numerator.sum()), int(denominator.sum())
    if int((denominator > 0).sum()) < FEWEST_PARTS:
        return Estimate(None, None, None, n, of, note="not estimable: too few cases")
    if n == 0:
        bound = 1.0 - 0.05 ** (1.0 / of) if share else None
        return Estimate(0.0, 0.0, bound, n, of, note="none of these; one-sided bound" if share else "none of these")
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
