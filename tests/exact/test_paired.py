"""Paired differences by hand and against scipy: figures, and every count of two tables of parts."""

from __future__ import annotations

from math import log

import numpy as np
import polars as pl
import pytest
from scipy import stats

from scorewatch.measure.interval import Counts, Estimate, ratio, total
from scorewatch.measure.paired import ABSENT, EXACT, NO_PART_DIFFERS, NO_SUCH, NOT_IN_ONE, UNPAIRED, paired, rows
from scorewatch.measure.tables import parts as table

PARTS = 32
PEOPLE = np.array([101] * PARTS, dtype=np.int64)


def random(seed: int, mean: float) -> Counts:
    return np.random.default_rng(seed).poisson(mean, PARTS).astype(np.int64)


def bounds(of: Estimate) -> tuple[float, float]:
    assert of.low is not None
    assert of.high is not None
    return of.low, of.high


def test_of_two_counts_it_is_the_paired_t_over_the_parts() -> None:
    first, second = random(1, 31), random(2, 29)
    found = paired(total(first, PEOPLE), total(second, PEOPLE), none_without_rule=True)
    oracle = stats.ttest_rel(second, first).confidence_interval(0.95)
    assert found.value == found.n == second.sum() - first.sum()
    assert bounds(found) == pytest.approx((PARTS * oracle.low, PARTS * oracle.high), rel=1e-9)


def test_of_two_shares_of_the_same_people_it_is_that_of_their_means() -> None:
    first, second = random(3, 31), random(4, 29)
    found = paired(ratio(first, PEOPLE), ratio(second, PEOPLE), none_without_rule=True)
    oracle = stats.ttest_rel(second / 101, first / 101).confidence_interval(0.95)
    assert found.value == pytest.approx((second.sum() - first.sum()) / PEOPLE.sum(), rel=1e-12)
    assert bounds(found) == pytest.approx((oracle.low, oracle.high), rel=1e-9)


def test_the_other_way_round_it_is_the_other_way_round() -> None:
    first, second = ratio(random(5, 7), random(6, 53)), ratio(random(7, 5), random(8, 59))
    there = paired(first, second, none_without_rule=False)
    back = paired(second, first, none_without_rule=False)
    assert there.value == -(back.value or 0)
    assert bounds(there) == pytest.approx(tuple(-bound for bound in reversed(bounds(back))), rel=1e-12)


def test_what_is_not_estimable_in_one_has_no_difference() -> None:
    few = ratio(np.array([3] * 7 + [0] * 25), np.array([5] * 7 + [0] * 25))
    found = paired(few, ratio(random(9, 3), PEOPLE), none_without_rule=True)
    assert (found.value, found.low, found.high, found.note) == (None, None, None, NOT_IN_ONE)


def test_without_the_rule_a_count_is_exactly_0_and_a_share_of_the_listed_is_nothing() -> None:
    counted = total(random(10, 31), PEOPLE)
    found = paired(None, counted, none_without_rule=True)
    assert (found.value, found.note) == (counted.value, ABSENT)
    assert bounds(found) == pytest.approx(bounds(counted), rel=1e-9)
    gone = paired(counted, None, none_without_rule=True)
    assert gone.value == -(counted.value or 0)
    assert paired(None, counted, none_without_rule=False).note == NO_SUCH


def test_a_run_against_itself_is_0_exactly() -> None:
    one = ratio(random(11, 31), PEOPLE)
    found = paired(one, one, none_without_rule=True, same=True)
    assert (found.value, found.low, found.high, found.note) == (0, 0, 0, EXACT)


def test_two_regimes_of_which_no_part_differs_have_no_interval() -> None:
    """Nothing was seen to vary, so nothing says how little it could: an interval of width 0 would claim to know."""
    one = ratio(random(12, 31), PEOPLE)
    found = paired(one, one, none_without_rule=True)
    assert (found.value, found.low, found.high, found.note) == (0, None, None, NO_PART_DIFFERS)


def test_where_none_was_found_on_a_side_its_exact_bound_widens_the_interval() -> None:
    none, some = total(np.zeros(PARTS, dtype=np.int64), PEOPLE), total(random(13, 31), PEOPLE)
    low, high = bounds(paired(none, some, none_without_rule=True))
    sure_low, sure_high = bounds(some)
    assert some.value is not None
    assert some.value - low == pytest.approx(((some.value - sure_low) ** 2 + log(0.05) ** 2) ** 0.5, rel=1e-9)
    assert high == pytest.approx(sure_high, rel=1e-9)
    back_low, back_high = bounds(paired(some, none, none_without_rule=True))
    assert (back_low, back_high) == pytest.approx((-high, -low), rel=1e-9)


def test_where_all_were_found_on_a_side_its_exact_bound_widens_the_interval() -> None:
    every, some = ratio(PEOPLE, PEOPLE), ratio(random(14, 31), PEOPLE)
    low, high = bounds(paired(every, some, none_without_rule=True))
    assert some.value is not None
    assert every.low is not None
    half = bounds(some)[1] - some.value
    assert some.value - 1 - low == pytest.approx(half, rel=1e-9)
    assert high - (some.value - 1) == pytest.approx((half**2 + (1 - every.low) ** 2) ** 0.5, rel=1e-9)


def test_figures_without_parts_are_put_together_as_if_independent() -> None:
    a, b = Estimate(0.5, 0.4, 0.7, 100, note="Greenwood"), Estimate(0.6, 0.3, 0.64, 90, note="Greenwood")
    found = paired(a, b, none_without_rule=False)
    assert found.value == pytest.approx(0.1)
    assert bounds(found) == pytest.approx((0.1 - (0.3**2 + 0.2**2) ** 0.5, 0.1 + (0.04**2 + 0.1**2) ** 0.5))
    assert found.note == UNPAIRED


ROW = ("listed", "black", "score", 11, "urban", "majority", "adult", "male", "none")


def two(first: Counts, second: Counts) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Two tables of parts: who is listed, in one cell and one more person in another."""
    people = [("people", "", "", 11, *ROW[4:], part, 101) for part in range(PARTS)]
    people += [("people", "", "", 11, "rural", *ROW[5:], part, 3) for part in range(7)]
    tables = []
    for counts, rural in ((first, 1), (second, 4)):
        listed = [(*ROW, part, int(value)) for part, value in enumerate(counts)]
        tables.append(table([*people, *listed, (*ROW[:4], "rural", *ROW[5:], 3, rural)]))
    return tables[0], tables[1]


def row(found: pl.DataFrame, measure: str = "listed", by: str = "score", **cell: str) -> dict[str, float]:
    """The one row of this measure in this cell; what is not named is all."""
    chosen = (pl.col("measure") == measure) & (pl.col("by") == by)
    for column in ("region", "group", "age_band", "sex", "trait"):
        chosen &= pl.col(column) == cell.get(column, "")
    (only,) = found.filter(chosen).to_dicts()
    return only


def test_each_count_stands_beside_the_other_with_its_paired_t() -> None:
    first, second = random(15, 31), random(16, 29)
    found = rows(*two(first, second))
    urban = row(found, region="urban")
    oracle = stats.ttest_rel(second, first).confidence_interval(0.95)
    assert (urban["a"], urban["b"]) == (first.sum(), second.sum())
    assert urban["difference"] == second.sum() - first.sum()
    assert (urban["low"], urban["high"]) == pytest.approx((PARTS * oracle.low, PARTS * oracle.high), rel=1e-9)
    assert row(found, by="")["a"] == first.sum() + 1
    assert row(found)["b"] == second.sum() + 4
    cell = {"group": "majority", "age_band": "adult", "sex": "male", "trait": "none"}
    assert row(found, region="urban", **cell)["a"] == first.sum()


def test_a_cell_with_people_in_fewer_than_8_parts_has_counts_and_no_interval() -> None:
    rural = row(rows(*two(random(17, 31), random(18, 31))), region="rural")
    assert (rural["a"], rural["b"], rural["difference"]) == (1, 4, 3)
    assert (rural["low"], rural["high"]) == (None, None)


def test_where_no_part_differs_it_is_exact_only_of_one_run_and_of_the_people() -> None:
    same = random(19, 31)
    found = rows(*two(same, same))
    assert (row(found, region="urban")["low"], row(found, region="urban")["high"]) == (None, None)
    assert (row(found, "people", by="")["low"], row(found, "people", by="")["high"]) == (0, 0)
    one, _ = two(same, same)
    exact = rows(one, one, same=True)
    assert exact.select(pl.col("difference", "low", "high").abs().sum()).row(0) == (0, 0, 0)
    assert exact["low"].null_count() == 0
