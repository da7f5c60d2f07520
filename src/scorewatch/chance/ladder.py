"""Ladders: an outcome is the number of thresholds <= word."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from scorewatch.chance.arithmetic import TWO32, exp_minus, pascal

_END = 2.0**-33  # the ladder ends with the first k where 1 - F is below this
_CHOOSE = pascal(140)  # a mean of 40 needs k up to 87
MOST = 40.0  # the largest mean a step may have


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
    f = exp_minus(mean)
    total = f
    k = 0
    thresholds = []
    while not 1.0 - total < _END:
        thresholds.append(int(total * TWO32))
        f = f * mean / (k + 1)
        k += 1
        total = total + f
    return Ladder(tuple(t for t in thresholds if t < TWO32))


def acts(mean: float, p: float, q: float) -> Acts:
    """The ladder of acts with this mean, each recorded rightly with p, drawn as a household misattribution with q.

    Outcomes in the order of k, then o, then w. An outcome whose chance is 0 for every word (p = 0 and o > 0, q = 0
    and w > 0, 1 - p - q = 0 and o + w < k) does not exist; the last one of k that exists closes k at F(k), and no sum
    within k goes beyond it: how acts are seen never changes how many there are.
    """
    r = max(0.0, 1.0 - p - q)
    f = exp_minus(mean)
    before = 0.0  # F(k - 1)
    total = f
    k = 0
    rights, wrongs, unseen = [1.0], [1.0], [1.0]  # powers of p, q and r by multiplication, from 1
    thresholds: list[int] = []
    outcomes: list[tuple[int, int, int]] = []
    while True:
        last = 1.0 - total < _END
        inside = before
        closes = int(total * TWO32)
        rights.append(rights[-1] * p)
        wrongs.append(wrongs[-1] * q)
        unseen.append(unseen[-1] * r)
        for o in range(k + 1) if p > 0 else (0,):
            for w in range(k - o + 1) if q > 0 else (0,):
                rest = k - o - w
                if rest and r == 0:
                    continue
                term = f * (_CHOOSE[k][o] * _CHOOSE[k - o][w]) * (rights[o] * wrongs[w]) * unseen[rest]
                inside = inside + term
                outcomes.append((k, o, w))
                thresholds.append(min(int(inside * TWO32), closes))
        thresholds[-1] = closes
        if last:
            break
        f = f * mean / (k + 1)
        k += 1
        before = total
        total = total + f
    del thresholds[-1]  # the last outcome has no threshold
    return Acts(tuple(t for t in thresholds if t < TWO32), tuple(outcomes))
