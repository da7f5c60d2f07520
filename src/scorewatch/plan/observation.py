"""How an act is seen, and how it is seen wrongly, when several sensors watch (docs/model.md 4)."""

from __future__ import annotations

from typing import NamedTuple

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
    missed = 1.0
    false = 0.0
    for sensor in _watching(rules, behaviour).values():
        c = _coverage(sensor, region, census, avoidance)
        missed = missed * (1.0 - c * rate_for(sensor.recorded, census.groups[group], behaviour))
        false = false + rate_for(sensor.false_per_year, census.groups[group], behaviour) * c
    wrong = _wrong(rules, behaviour, region, group, census, avoidance)
    household = 0.0
    for name, chance in wrong:
        if rules.sensor[name].to == "household":
            household = household + chance
    return Seen(1.0 - missed, household, false)


def lookalike_chances(
    rules: Rules, behaviour: str, region: int, group: int, census: Census, avoidance: float
) -> list[tuple[str, float]]:
    """Per act, the chance that each lookalike sensor misattributes it, in the file's order."""
    return [
        (name, chance)
        for name, chance in _wrong(rules, behaviour, region, group, census, avoidance)
        if rules.sensor[name].to == "lookalike"
    ]


def _wrong(
    rules: Rules, behaviour: str, region: int, group: int, census: Census, avoidance: float
) -> list[tuple[str, float]]:
    """prod over earlier (1 - c r - c m) x c m x prod over later (1 - c r), by sensor."""
    watching = _watching(rules, behaviour)
    rates = []
    for sensor in watching.values():
        c = _coverage(sensor, region, census, avoidance)
        r = c * rate_for(sensor.recorded, census.groups[group], behaviour)
        m = c * rate_for(sensor.misattributed, census.groups[group], behaviour)
        rates.append((r, m))
    result = []
    for i, name in enumerate(watching):
        chance = 1.0
        for r, m in rates[:i]:
            chance = chance * (1.0 - r - m)
        chance = chance * rates[i][1]
        for r, _ in rates[i + 1 :]:
            chance = chance * (1.0 - r)
        result.append((name, max(0.0, chance)))
    return result


def _watching(rules: Rules, behaviour: str) -> dict[str, Sensor]:
    return {name: sensor for name, sensor in rules.sensor.items() if behaviour in sensor.sees}


def _coverage(sensor: Sensor, region: int, census: Census, avoidance: float) -> float:
    c = coverage(sensor, census.regions[region])
    return c * avoidance if sensor.avoidable else c
