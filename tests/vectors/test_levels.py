"""The sixteen levels against scipy's Gamma law."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import special, stats

from scorewatch.chance.level import CHANCES, LEVELS, QUANTILES, THRESHOLDS, Undecided, multipliers

SPREADS = (0.2, 0.25, 0.4, 0.5, 0.7, 0.8, 1.0, 1.2, 1.4, 1.7, 2.0, 3.0)


def test_the_cuts_are_those_of_the_page() -> None:
    """1/8 … 7/8, 15/16, 31/32 … 1 - 2^-11: sixteen parts."""
    assert LEVELS == 16
    assert [q * 2**11 for q in QUANTILES] == [
        *(256 * k for k in range(1, 8)),
        *(2048 - 2 ** (11 - k) for k in range(4, 12)),
    ]
    assert list(THRESHOLDS) == [int(q * 2**32) for q in QUANTILES]
    assert math.fsum(CHANCES) == 1.0


@pytest.mark.parametrize("spread", SPREADS)
def test_multipliers_are_the_means_of_the_gamma_law_within_its_parts(spread: float) -> None:
    shape = 1 / spread**2
    cuts = [0.0, *stats.gamma.ppf(QUANTILES, shape), math.inf]
    below = special.gammainc(shape + 1, cuts)  # share of the mean below each cut
    exact = [(high - low) / c for low, high, c in zip(below[:-1], below[1:], CHANCES, strict=True)]
    found = multipliers(spread)
    assert found[:-1] == pytest.approx(exact[:-1], abs=1e-6)
    # the last one takes up what the others were rounded by, over its chance of 2^-11
    assert found[-1] == pytest.approx(exact[-1], abs=2.0**-21 * 2**11)
    assert list(found) == sorted(found)


@pytest.mark.parametrize("spread", SPREADS)
def test_multipliers_are_rounded_to_two_to_the_minus_twenty(spread: float) -> None:
    for multiplier in multipliers(spread)[:-1]:
        assert (multiplier * 2**20).is_integer()


@pytest.mark.parametrize("spread", SPREADS)
def test_the_mean_over_the_levels_is_one(spread: float) -> None:
    assert math.fsum(c * m for c, m in zip(CHANCES, multipliers(spread), strict=True)) == 1.0


def test_spread_one_is_the_exponential_law() -> None:
    """Below its quantile q the exponential law has q + (1 - q) log(1 - q) of its mean."""
    cuts = [q + (1 - q) * math.log1p(-q) for q in QUANTILES]
    exact = [(high - low) / c for low, high, c in zip([0.0, *cuts], cuts, CHANCES, strict=False)]
    assert multipliers(1.0)[:-1] == pytest.approx(exact, abs=1e-6)


def test_a_level_on_a_rounding_boundary_is_refused() -> None:
    with pytest.raises(Undecided, match=r"0\.3"):
        multipliers(0.3)


def test_the_law_keeps_its_spread() -> None:
    """The coefficient of variation of the sixteen levels is near that of the law, from below."""
    for spread in SPREADS:
        variance = math.fsum(c * (m - 1) ** 2 for c, m in zip(CHANCES, multipliers(spread), strict=True))
        assert 0.93 * spread < math.sqrt(variance) < spread


@pytest.mark.parametrize("spread", [0.01, 0.02, 0.05, 0.1, 0.4, 2.0, 6.0, 20.0])
def test_levels_rise_and_agree_with_scipy_from_the_smallest_spread_to_large_ones(spread: float) -> None:
    """Catches a quantile that lies beyond the bracket of the search, which puts all of the rest on the last level."""
    found = multipliers(spread)
    shape = 1 / spread**2
    below = special.gammainc(shape + 1, special.gammaincinv(shape, np.array(QUANTILES)))
    oracle = np.diff([0.0, *below]) / np.array(CHANCES[:-1])
    assert np.allclose(found[:-1], oracle, atol=2**-20, rtol=0)
    assert list(found) == sorted(found)
