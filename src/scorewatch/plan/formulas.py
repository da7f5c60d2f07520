"""The formulas of a step's numbers, plain and without tables: each is the one source, as it stands and compiled."""

from __future__ import annotations

from typing import Any


def mean_of_acts(rate: float, level: float, response: float, steps_a_year: int) -> float:
    """The mean of acts in a step; rate: acts a year, every by_* factor included (docs/model.md 3)."""
    return rate * level * response / steps_a_year


def multiplier(most: float, half_at: float, s: float) -> float:
    """1 - most x s / (s + half_at) (docs/model.md 9)."""
    return 1.0 - most * s / (s + half_at)


def ratio(count: int, of: int) -> float:
    """One count over another, and 0 over none."""
    return count / of if of != 0 else 0.0


def room(left: float, capacity: float, people: int, steps_a_year: int) -> float:
    """Reviews an office can make in a step: what it does not use is lost, what it overdraws is paid for.

    left: room of the step before less the reviews of it. capacity: a year, for 100,000 people (docs/model.md 7).
    """
    return min(0.0, left) + capacity * people / 100_000 / steps_a_year


def reviewed(share: float, room: float, cases: int) -> float:
    """The chance that a case is reviewed by an office with this room; cases: those of the step before."""
    return max(0.0, min(share, room / max(1, cases)))


def sightings(right: Any, wrong: Any, sensors: int, first_wrong: Any) -> float:
    """The chance that no sensor records an act rightly; first_wrong: that each is the first to misattribute it.

    right, wrong: float64[sensors], coverage x recorded and coverage x misattributed, in the file's order.
    first_wrong: float64[sensors], written (docs/model.md 4).
    """
    missed = 1.0
    for i in range(sensors):
        missed = missed * (1.0 - right[i])
        chance = 1.0
        for earlier in range(i):
            chance = chance * (1.0 - right[earlier] - wrong[earlier])
        chance = chance * wrong[i]
        for later in range(i + 1, sensors):
            chance = chance * (1.0 - right[later])
        first_wrong[i] = max(0.0, chance)
    return missed
