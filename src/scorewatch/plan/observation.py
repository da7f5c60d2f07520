"""How an act is seen, and how it is seen wrongly, when several sensors watch (docs/model.md 4)."""

from __future__ import annotations

from typing import NamedTuple

from scorewatch.plan import formulas
from scorewatch.populations import Census
from scorewatch.regime.declare import Rules, Sensor
from scorewatch.regime.resolve import coverage, rate_for


class Seen(NamedTuple):
    """Per act: recorded rightly; drawn as a household misattribution; false records a year with no act behind them."""

    right: float
    household: float
    false_per_year: float


def seen(rules: Rules, behaviour: str, region: int, group: int, census: Census, avoidance: float) -> Seen:
    """What becomes of an act of this behaviour in this region by somebody of this group.

    right = 1 - prod(1 - c r); the first sensor in the file's order that misattributes an act makes the false record.
    """
    missed, wrong = _sightings(rules, behaviour, region, group, census, avoidance)
    false = 0.0
    for sensor in _watching(rules, behaviour).values():
        c = _coverage(sensor, region, census, avoidance)
        false = false + rate_for(sensor.false_per_year, census.groups[group], behaviour) * c
    household = 0.0
    for name, chance in wrong:
        if rules.sensor[name].to == "household":
            household = household + chance
    return Seen(1.0 - missed, household, false)


def lookalike_chances(
    rules: Rules, behaviour: str, region: int, group: int, census: Census, avoidance: float
) -> list[tuple[str, float]]:
    """Per act, the chance that each lookalike sensor misattributes it, in the file's order."""
    _, wrong = _sightings(rules, behaviour, region, group, census, avoidance)
    return [(name, chance) for name, chance in wrong if rules.sensor[name].to == "lookalike"]


def _sightings(
    rules: Rules, behaviour: str, region: int, group: int, census: Census, avoidance: float
) -> tuple[float, list[tuple[str, float]]]:
    """The chance that nobody records an act rightly, and by sensor that it is the first to misattribute it."""
    watching = _watching(rules, behaviour)
    right, wrong = [], []
    for sensor in watching.values():
        c = _coverage(sensor, region, census, avoidance)
        right.append(c * rate_for(sensor.recorded, census.groups[group], behaviour))
        wrong.append(c * rate_for(sensor.misattributed, census.groups[group], behaviour))
    first_wrong = [0.0] * len(watching)
    missed = formulas.sightings(right, wrong, len(watching), first_wrong)
    return missed, list(zip(watching, first_wrong, strict=True))


def _watching(rules: Rules, behaviour: str) -> dict[str, Sensor]:
    return {name: sensor for name, sensor in rules.sensor.items() if behaviour in sensor.sees}


def _coverage(sensor: Sensor, region: int, census: Census, avoidance: float) -> float:
    c = coverage(sensor, census.regions[region])
    return c * avoidance if sensor.avoidable else c
