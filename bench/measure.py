"""Costs of several models, measured in turns, so that what else the machine does hits all of them alike."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Contender:
    """One model at one size. once: runs it, and gives the people that ran. It is repeated for at least `least` s."""

    name: str
    people: int
    months: int
    once: Callable[[], int] = field(repr=False)
    least: float = 0.3


@dataclass(frozen=True)
class Cost:
    """Nanoseconds per person and month, a figure a round. repeats: the runs behind a figure of the last round."""

    name: str
    people: int
    months: int
    rounds: tuple[float, ...]
    repeats: int

    @property
    def median(self) -> float:
        """Of the rounds."""
        return statistics.median(self.rounds)

    @property
    def seconds(self) -> float:
        """Of one run."""
        return self.median * self.people * self.months / 1e9


@dataclass(frozen=True)
class Ratio:
    """How many times as much one costs as the other: the median of the rounds' ratios, the smallest, the greatest."""

    median: float
    low: float
    high: float


def ratio(dear: Cost, cheap: Cost) -> Ratio:
    """Round by round."""
    each = [d / c for d, c in zip(dear.rounds, cheap.rounds, strict=True)]
    return Ratio(statistics.median(each), min(each), max(each))


def in_turns(contenders: Sequence[Contender], rounds: int, say: Callable[[str], None]) -> dict[str, Cost]:
    """Every contender once, then every one again, and so on; by name."""
    found: dict[str, list[float]] = {contender.name: [] for contender in contenders}
    ran: dict[str, tuple[int, int]] = {}
    for turn in range(rounds):
        for contender in contenders:
            gc.collect()  # none pays for another's remains
            people, repeats = 0, 0
            begin = time.perf_counter()
            while not repeats or time.perf_counter() - begin < contender.least:
                people = contender.once()
                repeats += 1
            seconds = (time.perf_counter() - begin) / repeats
            found[contender.name].append(seconds / (people * contender.months) * 1e9)
            ran[contender.name] = people, repeats
        said = ", ".join(f"{contender.name} {found[contender.name][-1]:,.4g}" for contender in contenders)
        say(f"round {turn + 1} of {rounds}, ns per person and month: {said}")
    return {c.name: Cost(c.name, ran[c.name][0], c.months, tuple(found[c.name]), ran[c.name][1]) for c in contenders}
