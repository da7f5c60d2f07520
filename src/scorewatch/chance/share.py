"""Shares of cases as 32-bit thresholds: true iff word < threshold."""

from __future__ import annotations

from collections.abc import Sequence

from scorewatch.chance.arithmetic import TWO32, power

ALWAYS = 2**32


def threshold(p: float) -> int:
    """floor(p·2^32), between never (0) and always (2^32)."""
    return ALWAYS if p >= 1 else 0 if p <= 0 else int(p * TWO32)


def at_least_one(c: float, cases: int) -> int:
    """The threshold of 1 - (1 - c)^cases: that at least one of so many cases comes true."""
    return threshold(1.0 - power(1.0 - c, cases))


def cumulative(shares: Sequence[float]) -> tuple[int, ...]:
    """The thresholds of a choice among shares: the first whose threshold is above the word, in this order."""
    total, thresholds = 0.0, []
    for share in shares:
        total = total + share
        thresholds.append(threshold(total))
    return tuple(thresholds)


def choice(thresholds: Sequence[int], word: int) -> int:
    """Which share the word falls into, or -1 for none."""
    for index, limit in enumerate(thresholds):
        if word < limit:
            return index
    return -1
