"""Ladders: an outcome is the number of thresholds <= word.

`fill` is the one source of every ladder: it runs as it stands, and compiled.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scorewatch.chance.arithmetic import TWO32, exp_minus, pascal

END = 2.0**-33  # the ladder ends with the first k where 1 - F is below this
CHOOSE = pascal(140)  # a mean of 40 needs k up to 95
MOST = 40.0  # the largest mean a step may have
BITS = 10  # of an outcome's k, o and w, packed into one integer in this order from the lowest
LOW = (1 << BITS) - 1


@dataclass(frozen=True, slots=True)
class Ladder:
    """A count: thresholds[k] closes outcome k."""

    thresholds: tuple[int, ...]

    def count(self, word: int) -> int:
        """The outcome of this word."""
        return bisect_right(self.thresholds, word)


@dataclass(frozen=True, slots=True)
class Acts:
    """Acts k, true records o and household misattributions w together: outcomes[number of thresholds <= word]."""

    thresholds: tuple[int, ...]
    outcomes: tuple[tuple[int, int, int], ...]

    def outcome(self, word: int) -> tuple[int, int, int]:
        """(k, o, w) of this word."""
        return self.outcomes[bisect_right(self.thresholds, word)]


def poisson(mean: float) -> Ladder:
    """The ladder of a Poisson count: f(0) = exp(-m), f(k+1) = f(k)·m/(k+1), summed from k = 0."""
    return Ladder(acts(mean, 0.0, 0.0).thresholds)


def acts(mean: float, p: float, q: float) -> Acts:
    """The ladder of acts with this mean, each recorded rightly with p, drawn as a household misattribution with q."""
    none = exp_minus(mean)
    size = most_outcomes(mean, none, p, q, END)
    thresholds, outcomes = [0] * size, [0] * size
    count = fill(mean, none, p, q, END, CHOOSE, [0.0] * len(CHOOSE), thresholds, outcomes)
    return Acts(
        tuple(t for t in thresholds[: count - 1] if t < 2**32),  # the last outcome has no threshold
        tuple((x & LOW, x >> BITS & LOW, x >> 2 * BITS) for x in outcomes[:count]),
    )


def most_outcomes(mean: float, none: float, p: float, q: float, end: float) -> int:
    """The most outcomes that `fill` can write for these arguments."""
    f = none
    total = none
    k = 0
    while not 1.0 - total < end:
        f = f * mean / (k + 1)
        k += 1
        total = total + f
    if p > 0 and q > 0:
        return (k + 1) * (k + 2) * (k + 3) // 6
    return (k + 1) * (k + 2) // 2 if p > 0 or q > 0 else k + 1


def fill(
    mean: float,
    none: float,
    p: float,
    q: float,
    end: float,
    choose: Sequence[Sequence[float]] | Any,
    unseen: Any,
    thresholds: Any,
    outcomes: Any,
) -> int:
    """The ladder's outcomes and the thresholds that close them have been written; returns how many there are.

    none: exp(-mean). end: the ladder ends with the first k where 1 - F is below this. choose: Pascal's triangle.
    unseen: float64[>= k + 1], to work in. thresholds, outcomes: to be written; an outcome is k | o << 10 | w << 20.

    Outcomes in the order of k, then o, then w. An outcome whose chance is 0 for every word (p = 0 and o > 0, q = 0
    and w > 0, 1 - p - q = 0 and o + w < k) does not exist; the last one of k that exists closes k at F(k), and no sum
    within k goes beyond it: how acts are seen never changes how many there are.
    """
    r = max(0.0, 1.0 - p - q)
    f = none
    before = 0.0  # F(k - 1)
    total = f
    k = 0
    n = 0
    unseen[0] = 1.0  # powers of r, and of p and q below, by multiplication, from 1
    while True:
        inside = before
        closes = int(total * TWO32)
        right = 1.0
        for o in range(k + 1 if p > 0 else 1):
            wrong = 1.0
            for w in range(k - o + 1 if q > 0 else 1):
                rest = k - o - w
                if rest == 0 or r > 0:
                    term = f * (choose[k][o] * choose[k - o][w]) * (right * wrong) * unseen[rest]
                    inside = inside + term
                    outcomes[n] = k | o << 10 | w << 20
                    thresholds[n] = min(int(inside * TWO32), closes)
                    n += 1
                wrong = wrong * q
            right = right * p
        thresholds[n - 1] = closes
        if 1.0 - total < end:
            return n
        f = f * mean / (k + 1)
        k += 1
        before = total
        total = total + f
        unseen[k] = unseen[k - 1] * r
