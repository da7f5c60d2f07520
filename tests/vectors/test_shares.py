"""Shares of cases as thresholds, and choices among them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from scorewatch.chance.share import ALWAYS, at_least_one, choice, cumulative, threshold

LAST = 2**32 - 1  # the highest word


def test_a_share_of_one_is_always_and_of_zero_never() -> None:
    assert threshold(1) == threshold(1.0) == ALWAYS > LAST
    assert threshold(0) == threshold(0.0) == 0
    assert threshold(1.0000000001) == ALWAYS
    assert threshold(-1e-17) == 0


@pytest.mark.parametrize("p", [2.0**-33, 2.0**-32, 1e-9, 0.1, 0.25, 1 / 3, 0.5, 0.7, 1 - 2.0**-32, 1 - 2.0**-53])
def test_a_share_is_the_floor_of_its_words(p: float) -> None:
    assert threshold(p) == int(Fraction(p) * 2**32)


@pytest.mark.parametrize("c", [0.0, 0.001, 0.2, 0.5, 0.999, 1.0])
def test_at_least_one_of_so_many(c: float) -> None:
    assert at_least_one(c, 0) == 0
    assert at_least_one(c, 1) == pytest.approx(c * 2**32, abs=1)
    for cases in (2, 3, 10, 87):
        exact = (1 - (1 - Fraction(c)) ** cases) * 2**32
        assert at_least_one(c, cases) == pytest.approx(float(exact), abs=1.01)


@pytest.mark.parametrize("c", [0.001, 0.05, 1 / 3, 0.999, 1.0])
def test_more_cases_are_never_less_likely(c: float) -> None:
    found = [at_least_one(c, cases) for cases in range(88)]
    assert found == sorted(found)


def test_a_choice_compares_one_word_with_sums_in_the_order_of_the_file() -> None:
    thresholds = cumulative([0.25, 0.0, 0.5])
    assert thresholds == (2**30, 2**30, 3 * 2**30)
    assert [choice(thresholds, word) for word in (0, 2**30 - 1)] == [0, 0]
    assert [choice(thresholds, word) for word in (2**30, 3 * 2**30 - 1)] == [2, 2]
    assert [choice(thresholds, word) for word in (3 * 2**30, LAST)] == [-1, -1]


def test_shares_that_sum_to_one_leave_nobody_over() -> None:
    for shares in ([0.5, 0.5], [0.25] * 4, [1.0]):
        assert choice(cumulative(shares), LAST) == len(shares) - 1
    assert choice(cumulative([]), 0) == -1
