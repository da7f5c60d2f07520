"""A formula has the same bits compiled as plain: both are one source."""

from __future__ import annotations

import math
import random
import struct

import numpy as np

from scorewatch.chance import arithmetic, share
from scorewatch.plan import formulas
from scorewatch.tile import formulas as compiled
from scorewatch.tile.compiled import entry

exp_minus, power, threshold, at_least_one = (
    compiled.exp_minus, compiled.power, compiled.threshold, compiled.at_least_one,
)  # fmt: skip
mean_of_acts, multiplier, ratio, room = compiled.mean_of_acts, compiled.multiplier, compiled.ratio, compiled.room
sightings = compiled.sightings

SHARES = (0.0, 1.0, 2.0**-32, 1 - 2.0**-53, 0.1, 1 / 3, 5e-324)
COUNT = 400


@entry
def of_numbers(x, shares, counts, found, whole):  # type: ignore[no-untyped-def]
    """found: float64[6, n], whole: int64[2, n]: each formula of these numbers."""
    for i in range(len(x)):
        count = counts[i]
        found[0, i] = exp_minus(x[i])
        found[1, i] = power(shares[i], count)
        found[2, i] = mean_of_acts(x[i], shares[i] * 7.0, shares[i], 52)
        found[3, i] = multiplier(shares[i], x[i] + 0.001, shares[i])
        found[4, i] = ratio(count, counts[len(x) - 1 - i])
        found[5, i] = room(x[i] - 20.0, x[i] * 1000.0, count * 1000, 12)
        whole[0, i] = threshold(x[i] - 0.5)
        whole[1, i] = at_least_one(shares[i], count)


@entry
def of_sensors(right, wrong, sensors, first_wrong):  # type: ignore[no-untyped-def]
    return sightings(right, wrong, sensors, first_wrong)


def test_formulas_of_numbers_have_the_same_bits() -> None:
    chance = random.Random(6)
    x = [chance.choice((0.0, 40.0, 1e-9, chance.uniform(0, 40), chance.uniform(0, 1.6))) for _ in range(COUNT)]
    shares = [*SHARES, *(chance.random() for _ in range(COUNT - len(SHARES)))]
    counts = [chance.choice((0, 1, 2, 3, 17, 900)) for _ in range(COUNT)]
    found, whole = np.zeros((6, COUNT)), np.zeros((2, COUNT), np.int64)
    of_numbers(np.array(x), np.array(shares), np.array(counts), found, whole)
    plain = {
        "exp_minus": [arithmetic.exp_minus(a) for a in x],
        "power": [arithmetic.power(s, n) for s, n in zip(shares, counts, strict=True)],
        "mean_of_acts": [formulas.mean_of_acts(a, s * 7.0, s, 52) for a, s in zip(x, shares, strict=True)],
        "multiplier": [formulas.multiplier(s, a + 0.001, s) for a, s in zip(x, shares, strict=True)],
        "ratio": [formulas.ratio(n, of) for n, of in zip(counts, reversed(counts), strict=True)],
        "room": [formulas.room(a - 20.0, a * 1000.0, n * 1000, 12) for a, n in zip(x, counts, strict=True)],
    }
    for (name, expected), row in zip(plain.items(), found, strict=True):
        assert _bits(row.tolist()) == _bits(expected), name
    assert whole[0].tolist() == [share.threshold(a - 0.5) for a in x]
    assert whole[1].tolist() == [share.at_least_one(s, n) for s, n in zip(shares, counts, strict=True)]


def test_sightings_have_the_same_bits() -> None:
    chance = random.Random(7)
    for _ in range(200):
        sensors = chance.randint(0, 6)
        right = [chance.choice((0.0, 1.0, chance.uniform(0, 0.6))) for _ in range(sensors)]
        wrong = [chance.uniform(0, 1 - r) for r in right]
        plain, compiled_ = [math.nan] * sensors, np.full(sensors, math.nan)
        missed = formulas.sightings(right, wrong, sensors, plain)
        found = of_sensors(np.array(right), np.array(wrong), sensors, compiled_)
        assert _bits([found]) == _bits([missed])
        assert _bits(compiled_.tolist()) == _bits(plain)


def _bits(numbers: list[float]) -> list[str]:
    return [struct.pack("<d", number).hex() for number in numbers]
