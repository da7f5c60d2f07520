"""Levels: how much more or less than the mean a person does of a thing, in sixteen unequal parts of the Gamma law."""

from __future__ import annotations

import math
from functools import cache

from scorewatch.chance.share import threshold

# cut at the quantiles 1/8 ... 7/8, then 15/16 ... 1 - 2^-11: lists are about the tail
QUANTILES = tuple(k / 8 for k in range(1, 8)) + tuple(1 - 2.0**-k for k in range(4, 12))
LEVELS = len(QUANTILES) + 1
THRESHOLDS = tuple(threshold(q) for q in QUANTILES)
CHANCES = tuple(high - low for low, high in zip((0.0, *QUANTILES), (*QUANTILES, 1.0), strict=True))
_GRID = 2.0**20
LEAST_SPREAD = 0.01  # below it the series gets long and the sixteen levels are one and the same


class Undecided(ValueError):
    """A multiplier lies so near a rounding boundary that two methods might round it differently."""


@cache
def multipliers(spread: float) -> tuple[float, ...]:
    """The mean of the Gamma law (mean 1, shape 1/spread²) within each part, in multiples of 2^-20; their mean is 1.

    Raises Undecided where a value is within 1e-9 of a rounding boundary.
    """
    shape = 1.0 / (spread * spread)
    below = [_gamma_p(shape + 1.0, _quantile(shape, q)) for q in QUANTILES]  # share of the mean below each cut
    result: list[float] = []
    taken = 0.0
    for share, last, chance in zip(below, (0.0, *below), CHANCES, strict=False):
        scaled = (share - last) / chance * _GRID
        if abs(scaled - math.floor(scaled) - 0.5) < 1e-9 * _GRID:
            raise Undecided(f"spread = {spread!r} puts a level on a rounding boundary; change its last digit")
        rounded = math.floor(scaled + 0.5) / _GRID
        result.append(rounded)
        taken += chance * rounded  # exact: multiples of 2^-31 below 1
    result.append((1.0 - taken) / CHANCES[-1])
    return tuple(result)


def _gamma_p(a: float, x: float) -> float:
    """The regularised lower incomplete gamma function (DLMF 8.7.1 below a + 1, its continued fraction 8.9.2 above)."""
    if x <= 0:
        return 0.0
    scale = math.exp(a * math.log(x) - x - math.lgamma(a + 1.0))
    if x < a + 1.0:
        term = total = 1.0
        n = a
        while abs(term) > 1e-17 * abs(total):
            n += 1.0
            term *= x / n
            total += term
        return scale * total
    # modified Lentz
    b = x + 1.0 - a
    c = 1e300
    d = 1.0 / b
    h = d
    for i in range(1, 10_000):
        step = -i * (i - a)
        b += 2.0
        d = 1.0 / (step * d + b)
        c = b + step / c
        factor = c * d
        h *= factor
        if abs(factor - 1.0) < 1e-16:
            break
    return 1.0 - scale * a * h


def _quantile(shape: float, q: float) -> float:
    """x·shape at which the law with mean 1 reaches q, by Newton's method on log x, halving where that leaps away."""
    # 20 standard deviations and 700 scales above the mean: beyond any quantile that is cut at
    low, high = -745.0, math.log(shape + 20.0 * shape**0.5 + 700.0)
    at = math.log(shape)
    for _ in range(100):
        x = math.exp(at)
        above = _gamma_p(shape, x) - q
        if above < 0:
            low = at
        else:
            high = at
        slope = math.exp(shape * at - x - math.lgamma(shape))
        next_ = at - above / slope if slope > 0 else low
        if not low < next_ < high:
            next_ = (low + high) / 2
        if abs(next_ - at) <= 1e-15 * max(1.0, abs(at)):
            break
        at = next_
    return math.exp(at)
