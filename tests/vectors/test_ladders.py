"""Ladders against scipy: how often a thing happens, and what becomes of it."""

from __future__ import annotations

import math
import random
from bisect import bisect_left
from itertools import pairwise

import numpy as np
import pytest
from scipy import stats

from scorewatch.chance.ladder import MOST, acts, poisson

UNIT = 2**32
MEANS = (0.0, 1e-9, 1e-5, 0.001, 0.05, 0.3, 1.0, 2.5, 7.0, 12.0, 25.0, 39.9, 40.0)
SEEN = (  # recorded rightly, drawn as a household misattribution
    (0.0, 0.0),
    (1.0, 0.0),
    (0.0, 1.0),
    (0.25, 0.75),
    (0.12, 0.0),
    (0.0, 0.07),
    (0.3, 0.1),
    (0.6, 0.35),
    (1e-9, 1e-9),
)
TOP_WORDS = (0, 1, 2, UNIT // 2, UNIT - 3, UNIT - 2, UNIT - 1)


def test_poisson_thresholds_are_those_of_scipy() -> None:
    for hundredths in range(0, 4001, 9):
        mean = hundredths / 100
        for k, threshold in enumerate(poisson(mean).thresholds):
            exact = stats.poisson.cdf(k, mean) * UNIT
            assert abs(threshold - exact) <= 2, (mean, k)


def test_a_poisson_ladder_ends_where_hardly_anything_is_left() -> None:
    """With the first k where 1 - F < 2^-33; that outcome has no threshold, so it takes what is left."""
    for mean in MEANS:
        k = len(poisson(mean).thresholds)
        assert stats.poisson.sf(k, mean) < 2.0**-32.5, mean
        if k > 0:
            assert stats.poisson.sf(k - 1, mean) >= 2.0**-33.5, mean
        assert poisson(mean).count(UNIT - 1) == k


def test_poisson_thresholds_rise_and_lie_below_the_highest_word() -> None:
    for mean in MEANS:
        thresholds = poisson(mean).thresholds
        assert all(a <= b for a, b in pairwise(thresholds)), mean
        assert all(0 <= t < UNIT for t in thresholds), mean


def test_nothing_happens_at_mean_zero() -> None:
    assert poisson(0.0).thresholds == ()
    assert [poisson(0.0).count(word) for word in TOP_WORDS] == [0] * len(TOP_WORDS)
    assert acts(0.0, 0.5, 0.2).outcome(UNIT - 1) == (0, 0, 0)


def test_a_higher_mean_never_counts_fewer_on_the_same_word() -> None:
    """What the laws on false records rest on: at the same word a count does not fall when the mean rises."""
    means = sorted({x / 50 for x in range(0, 2001, 3)} | {0.3 * 1.1**n for n in range(40) if 0.3 * 1.1**n <= MOST})
    for lower, higher in pairwise(means):
        below, above = poisson(lower).thresholds, poisson(higher).thresholds
        assert len(above) >= len(below), (lower, higher)
        assert all(b >= a for b, a in zip(below, above, strict=False)), (lower, higher)


def test_an_outcome_is_the_number_of_thresholds_at_most_the_word() -> None:
    for mean in (0.3, 7.0):
        ladder = poisson(mean)
        for threshold in ladder.thresholds:
            for word in (threshold - 1, threshold, threshold + 1):
                if 0 <= word < UNIT:
                    assert ladder.count(word) == sum(t <= word for t in ladder.thresholds)


def _chances(mean: float, p: float, q: float) -> list[tuple[tuple[int, int, int], int]]:
    """Each outcome with how many of the 2^32 words lead to it."""
    ladder = acts(mean, p, q)
    ends = [*ladder.thresholds, UNIT][: len(ladder.outcomes)]
    starts = [0, *ends]
    return [(o, end - start) for o, start, end in zip(ladder.outcomes, starts, ends, strict=False)]


@pytest.mark.parametrize(("p", "q"), SEEN)
def test_acts_records_and_misattributions_have_the_exact_chances(p: float, q: float) -> None:
    """Poisson in the acts, multinomial in what becomes of them, to a few parts in 2^32."""
    r = max(0.0, 1.0 - p - q)
    for mean in MEANS:
        if mean > 12 and p and q:
            continue  # ten thousand outcomes and more: the marginals below cover them
        found = _chances(mean, p, q)
        k, o, w = np.array([outcome for outcome, _ in found]).T
        exact = stats.poisson.pmf(k, mean) * stats.multinomial.pmf(np.stack([o, w, k - o - w], axis=1), k, (p, q, r))
        words = np.array([words for _, words in found])
        assert np.abs(words - exact * UNIT).max() <= 3, mean


@pytest.mark.parametrize(("p", "q"), SEEN)
def test_every_outcome_that_matters_is_there(p: float, q: float) -> None:
    r = max(0.0, 1.0 - p - q)
    for mean in (0.05, 2.5):
        found = {outcome for outcome, _ in _chances(mean, p, q)}
        for k in range(8):
            for o in range(k + 1):
                for w in range(k - o + 1):
                    exact = stats.poisson.pmf(k, mean) * stats.multinomial.pmf((o, w, k - o - w), k, (p, q, r))
                    assert exact * UNIT < 4 or (k, o, w) in found, (mean, k, o, w)


@pytest.mark.parametrize(("p", "q"), SEEN)
def test_observation_does_not_change_acts(p: float, q: float) -> None:
    """For every word the acts are those of the plain Poisson ladder, whatever p and q."""
    for mean in MEANS:
        if mean > 25 and p and q:
            continue
        seen, plain = acts(mean, p, q), poisson(mean)
        # k can change only at a threshold of either ladder
        edges = {0, UNIT - 1}
        for threshold in (*plain.thresholds, *seen.thresholds):
            edges |= {max(0, threshold - 1), threshold}
        for word in edges:
            assert seen.outcome(word)[0] == plain.count(word), (mean, word)


def test_observation_does_not_change_acts_of_any_mean() -> None:
    chance = random.Random(20)
    for _ in range(300):
        mean = chance.choice((0.01, 0.3, 2.0, 8.0)) * chance.random()
        p = chance.random() * chance.choice((0.0, 0.01, 1.0))
        q = (1.0 - p) * chance.random() * chance.choice((0.0, 0.01, 1.0))
        seen, plain = acts(mean, p, q), poisson(mean)
        ks = [k for k, _, _ in seen.outcomes]
        for k, threshold in enumerate(plain.thresholds):
            place = bisect_left(ks, k + 1) - 1  # the outcome that closes k
            assert place < len(seen.thresholds), (mean, p, q, k)
            assert seen.thresholds[place] == threshold, (mean, p, q, k)


@pytest.mark.parametrize(("p", "q"), [*SEEN, (0.0, 0.4), (0.5, 0.5), (0.7, 0.3), (0.9, 0.1), (0.1, 0.9)])
def test_what_cannot_happen_never_does(p: float, q: float) -> None:
    """No right record where nothing is recorded, no misattribution where none is drawn, nothing unseen where all is."""
    for mean in (1e-9, 0.3, 3.0, 20.0):
        if mean > 3 and p and q:
            continue
        ladder = acts(mean, p, q)
        words = {word for t in ladder.thresholds for word in (t - 1, t, t + 1) if 0 <= word < UNIT}
        for word in (*TOP_WORDS, *words):
            k, o, w = ladder.outcome(word)
            assert p > 0 or o == 0
            assert q > 0 or w == 0
            assert p + q < 1 or o + w == k
            assert min(o, w, k - o - w) >= 0


def test_more_household_misattributions_on_the_same_word_and_the_same_right_records() -> None:
    """What the law on registered keepers rests on: raising q moves acts and right records nowhere, and w only up."""
    chance = random.Random(5)
    for mean, p in ((0.4, 0.3), (2.0, 0.0), (3.0, 0.5)):
        ladders = [acts(mean, p, q) for q in (0.0, 0.05, 0.2, 0.45, 0.5)]
        for _ in range(4000):
            word = chance.randrange(UNIT)
            found = [ladder.outcome(word) for ladder in ladders]
            assert len({(k, o) for k, o, _ in found}) == 1
            assert all(a[2] <= b[2] for a, b in pairwise(found))


def test_outcomes_stand_in_the_order_of_the_page() -> None:
    outcomes = acts(3.0, 0.3, 0.1).outcomes
    assert list(outcomes) == sorted(outcomes)
    assert outcomes[:5] == ((0, 0, 0), (1, 0, 0), (1, 0, 1), (1, 1, 0), (2, 0, 0))


def test_the_mean_of_a_ladder_is_its_mean() -> None:
    for mean in (0.05, 1.0, 12.0, 40.0):
        thresholds = poisson(mean).thresholds
        found = math.fsum(UNIT - t for t in thresholds) / UNIT
        assert found == pytest.approx(mean, abs=1e-7)


@pytest.mark.parametrize(
    ("mean", "p", "q", "word"),
    [(2.6154935476546135, 1e-05, 0.02, 3759055232), (2.1480370362067287, 1e-05, 0.0, 4007220438)],
)
def test_observation_does_not_change_acts_where_a_sum_rounds_up(mean: float, p: float, q: float, word: int) -> None:
    """F(k) is the last float below a whole number of words here, and the terms of k add up to that number."""
    assert acts(mean, p, q).outcome(word)[0] == poisson(mean).count(word)
