"""The paired interval on a regime with a closed form: it covers the exact difference as often as it says."""

from __future__ import annotations

from math import exp

from scorewatch.measure.interval import Estimate, ratio
from scorewatch.measure.paired import paired
from scorewatch.measure.parts import Parts
from scorewatch.regime.read import Regime
from scorewatch.study.run import run
from support import regime

SEEDS = 2_000
MEAN = 0.5  # records a person in the step
CHANCES = (0.2, 0.25)
RULES = """
[behaviour.theft]
says = "Theft"
acts_per_year = 12
domain = "money"
[sensor.eyes]
says = "Eyes"
sees = "theft"
recorded = 0.5
[list.black]
says = "A list"
[list.black.ground.theft]
says = "Theft"
on = "theft"
chance = {chance}
"""


def listed(of: Regime, seed: int) -> Estimate:
    parts = Parts(run(of, people=4112, steps=1, seed=seed, threads=1).parts)
    return ratio(parts.counts("listed", "black"), parts.counts("people"))


def test_it_covers_the_exact_difference_95_times_of_100_and_is_far_narrower_than_unpaired() -> None:
    """A ground lists 1 - exp(-c x mean) of people in a step (docs/model.md 13). It would catch a wrong quantile, a
    variance off by a factor 1.3, and two runs that do not share their luck."""
    first, second = (regime(RULES.format(chance=chance)) for chance in CHANCES)
    exact = exp(-CHANCES[0] * MEAN) - exp(-CHANCES[1] * MEAN)
    covered, together, apart = 0, 0.0, 0.0
    for seed in range(SEEDS):
        a, b = listed(first, seed), listed(second, seed)
        found = paired(a, b, none_without_rule=True)
        assert found.low is not None
        assert found.high is not None
        covered += found.low <= exact <= found.high
        together += found.high - found.low
        other = [(e.high or 0) - (e.low or 0) for e in (a, b)]
        apart += (other[0] ** 2 + other[1] ** 2) ** 0.5
    assert 0.93 <= covered / SEEDS <= 0.97, covered
    assert apart > 2.5 * together, apart / together
