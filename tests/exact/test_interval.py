"""Intervals: the delete-one jackknife over 32 parts with Student's t (draws.md 9), against scipy and by hand."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import exp, sqrt

import numpy as np
import pytest
from scipy import stats

from scorewatch.measure.interval import T31, Counts, Estimate, figure, ratio, total
from scorewatch.measure.parts import Parts
from scorewatch.study.run import Run, run
from support import regime

UNLIKELY = 1e-6  # an exact tail below this is an error, not bad luck
PARTS = 32


def counts(*values: int) -> Counts:
    """These counts in the first parts, 0 in the others."""
    return np.array([*values, *[0] * (PARTS - len(values))], dtype=np.int64)


EVERYBODY = counts(*[1000] * PARTS)


def random(seed: int, mean: float) -> Counts:
    """Poisson counts."""
    return np.random.default_rng(seed).poisson(mean, PARTS).astype(np.int64)


def halves(of: Estimate) -> tuple[float, float]:
    """How far the interval goes below and above the figure."""
    assert of.value is not None
    assert of.low is not None
    assert of.high is not None
    return of.value - of.low, of.high - of.value


def test_the_quantile_is_that_of_student_with_31_degrees_of_freedom() -> None:
    assert pytest.approx(stats.t.ppf(0.975, 31), abs=1e-14) == T31


@pytest.mark.parametrize("mean", [3, 71])
def test_for_a_sum_the_interval_is_t_over_the_parts(mean: int) -> None:
    parts = random(mean, mean)
    found = total(parts, EVERYBODY)
    oracle = stats.ttest_1samp(parts, 0).confidence_interval(0.95)
    assert found.value == found.n == parts.sum()
    assert found.low == pytest.approx(PARTS * oracle.low, rel=1e-9)
    assert found.high == pytest.approx(PARTS * oracle.high, rel=1e-9)


def test_a_sum_does_not_go_below_nobody() -> None:
    # 7 in one part: half a width is t · 7 · sqrt(1 + 1/31 - 1/32 ...) > 7
    found = total(counts(7), EVERYBODY)
    assert found.low == 0
    assert found.high == pytest.approx(7 + T31 * 7, rel=1e-9)  # sd = 7 / sqrt(32), times sqrt(32)


def test_a_sum_of_none_is_0_with_the_exact_one_sided_bound_of_a_poisson_count() -> None:
    found = total(counts(), EVERYBODY)
    assert (found.value, found.low) == (0, 0)
    assert found.high is not None
    assert stats.poisson.pmf(0, found.high) == pytest.approx(0.05, rel=1e-12)


def test_no_more_people_than_there_are_and_no_sum_among_the_people_of_few_parts() -> None:
    few = counts(*[1] * 8)
    six = counts(*[1] * 6)
    assert total(six, few).high == 8
    assert total(six, few, persons=False).high == pytest.approx(total(six, EVERYBODY).high)
    assert total(six, EVERYBODY).high > 8
    assert total(counts(), counts(*[2] * 7)).value is None
    assert total(counts(3), counts(*[2] * 7)).value is None


def test_half_of_one_in_each_part_by_hand() -> None:
    # one person a part, sixteen of them listed: leaving one out gives 15/31 or 16/31, each 1/62 from 1/2;
    # 31/32 · 32 / 62² = 31/62², so half a width is t · sqrt(31) / 62
    found = ratio(counts(*[1] * 16), counts(*[1] * 32))
    assert found.value == 0.5
    assert halves(found) == pytest.approx((T31 * sqrt(31) / 62,) * 2, rel=1e-12)


def leave_one_out(numerator: Sequence[int], denominator: Sequence[int]) -> float:
    """Half the width of a ratio's interval, in exact fractions up to the root."""
    a, b = sum(numerator), sum(denominator)
    left = [Fraction(a - x, b - y) for x, y in zip(numerator, denominator, strict=True)]
    mean = sum(left) / PARTS
    return T31 * sqrt(Fraction(PARTS - 1, PARTS) * sum((theta - mean) ** 2 for theta in left))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_for_a_ratio_the_figure_is_computed_without_each_part_in_turn(seed: int) -> None:
    denominator = random(seed, 53) + 1
    numerator = np.random.default_rng(seed + 100).binomial(denominator, 0.37).astype(np.int64)
    found = ratio(numerator, denominator)
    assert found.value == pytest.approx(numerator.sum() / denominator.sum(), rel=1e-14)
    assert halves(found) == pytest.approx((leave_one_out(numerator.tolist(), denominator.tolist()),) * 2, rel=1e-9)
    assert (found.n, found.of) == (numerator.sum(), denominator.sum())


def test_a_share_stays_within_0_and_1_and_another_ratio_does_not() -> None:
    numerator, denominator = counts(*[5] * 31, 0), counts(*[5] * 32)
    half = leave_one_out(numerator.tolist(), denominator.tolist())
    assert 31 / 32 + half > 1
    assert ratio(numerator, denominator).high == 1
    assert ratio(numerator, denominator, share=False).high == pytest.approx(31 / 32 + half, rel=1e-9)
    assert ratio(counts(5), denominator).low == 0


def test_a_paired_difference_is_the_paired_t() -> None:
    # of as many people in each part the difference of two shares is that of two means
    first, second = random(11, 29), random(12, 23)
    people = counts(*[100] * 32)
    value, half, _ = figure(lambda s: s[0] / s[2] - s[1] / s[2], [first, second, people])
    oracle = stats.ttest_rel(first / 100, second / 100).confidence_interval(0.95)
    assert value == pytest.approx((first.sum() - second.sum()) / 3200, rel=1e-12)
    assert (value - half, value + half) == pytest.approx((oracle.low, oracle.high), rel=1e-9)


def test_pairing_narrows_a_difference_of_what_goes_together() -> None:
    # two regimes on the same people: all parts differ by one, so there is nothing to be unsure of
    first = random(13, 29)
    value, half, _ = figure(lambda s: s[0] - s[1], [first + 1, first])
    assert (value, half) == pytest.approx((32, 0), abs=1e-9)


@pytest.mark.parametrize(("parts", "estimable"), [(0, False), (1, False), (7, False), (8, True), (32, True)])
def test_fewer_than_8_parts_with_people_in_the_denominator_are_not_estimable(parts: int, estimable: bool) -> None:
    found = ratio(counts(*[3] * min(parts, 5)), counts(*[1009] * parts))
    assert (found.value is not None) == estimable
    if not estimable:
        assert (found.value, found.low, found.high) == (None, None, None)


def test_none_in_the_numerator_of_a_few_parts_is_not_estimable_either() -> None:
    assert ratio(counts(), counts(*[1009] * 7)).value is None
    assert ratio(counts(), counts()).value is None


@pytest.mark.parametrize("each", [1, 17])
def test_all_in_the_numerator_is_1_with_the_exact_one_sided_bound(each: int) -> None:
    # with the share at the bound, all of n have a chance of 5 %
    found = ratio(counts(*[each] * 11), counts(*[each] * 11))
    assert (found.value, found.high) == (1, 1)
    assert found.low is not None
    assert stats.binom.pmf(11 * each, 11 * each, found.low) == pytest.approx(0.05, rel=1e-9)


@pytest.mark.parametrize("each", [1, 17])
def test_none_in_the_numerator_is_0_with_the_exact_one_sided_bound(each: int) -> None:
    # with the share at the bound, none among n has a chance of 5 %
    found = ratio(counts(), counts(*[each] * 11))
    assert (found.value, found.low) == (0, 0)
    assert found.high == pytest.approx(1 - 0.05 ** (1 / (11 * each)), rel=1e-12)
    assert found.high is not None
    assert stats.binom.pmf(0, 11 * each, found.high) == pytest.approx(0.05, rel=1e-9)


def test_none_on_n_has_the_bound_of_a_poisson_count_on_n() -> None:
    found = ratio(counts(), counts(*[3] * 32), share=False)
    assert found.value == 0
    assert found.high == pytest.approx(-np.log(0.05) / 96)


# --- coverage -------------------------------------------------------------------------------------------------------

LISTS = "abcd"


def term_lists() -> str:
    """Four lists with terms of two months, each for thefts of its own: 6 a year recorded with 0.7, 0.31 lists."""
    parts = "".join(
        f"""
[behaviour.{name}]
says = "Theft"
acts_per_year = 6
domain = "money"
[sensor.{name}]
says = "The police"
sees = "{name}"
recorded = 0.7
[list.{name}]
says = "A list"
ground.g = {{ says = "A theft", on = "{name}", chance = 0.31, term = "2 months" }}
"""
        for name in LISTS
    )
    return (
        parts
        + '[sanction.home]\nsays = "All who live there"\nlist = "a"\ndomain = "housing"\n'
        + ('reaches = "household"\nattempts_per_year = 1\n')
    )


def covered(of: Estimate, exact: float) -> bool:
    """Whether the interval holds the exact value."""
    return of.low is not None and of.high is not None and of.low <= exact <= of.high


def home_shares(of: Run, share: float) -> float:
    """Of all people, those expected in a household with at least one listed person."""
    sizes = [len(home) for home in of.clock.persons.households()]
    return sum(n * (1 - (1 - share) ** n) for n in sizes) / sum(sizes)


def test_intervals_of_95_percent_cover_the_closed_form_in_95_percent_of_runs() -> None:
    # with renewal the share on a term list of n steps is 1 - exp(-c x mean x n), from step n - 1 on
    listed = 1 - exp(-0.31 * 0.7 * 6 / 12 * 2)
    of = regime(term_lists())
    hits, homes, runs = 0, 0, 90
    for seed in range(runs):
        one = run(of, people=397, steps=2, seed=seed)
        parts = Parts(one.parts)
        people = parts.counts("people")
        hits += sum(covered(ratio(parts.counts("listed", name), people), listed) for name in LISTS)
        homes += covered(ratio(parts.counts("reached", "home"), people), home_shares(one, listed))
    # of 360 intervals some 342 cover. Fewer than 319 come of intervals that are too narrow by a fifth; 359 or more, of
    # intervals too wide by two fifths; also of any error in the list
    assert stats.binom.cdf(hits, 4 * runs, 0.95) > UNLIKELY
    assert stats.binom.sf(hits - 1, 4 * runs, 0.95) > UNLIKELY
    # what goes by households is covered too: parts of single persons would make it narrower by two fifths
    assert stats.binom.cdf(homes, runs, 0.95) > UNLIKELY
