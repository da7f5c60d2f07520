"""How long a spell lasts (model.md 12, `spell`): Kaplan and Meier by hand, by scipy, and in closed form.

A spell that runs at the last step has the length last step - entry step + 1, and was followed for one step less: what
would have become of it in the next step nobody saw. So it is at risk up to that step, not in it.
"""

from __future__ import annotations

import warnings
from math import sqrt

import numpy as np
import polars as pl
import pytest
from scipy import stats

from scorewatch.measure.survival import Survival, survival
from scorewatch.measure.tables import measures
from scorewatch.study.run import Run
from support import ran, value

SURE = 276  # a year; 23 a month: nobody has none
UNLIKELY = 1e-6  # an exact tail below this is an error, not bad luck
Z = stats.norm.ppf(0.975)

Spell = tuple[str, int, int, int]  # cause, step, length, how many


def table(*spells: Spell, of: str = "black") -> pl.DataFrame:
    """A table of measures that holds these spells, and what must not be taken for one."""
    cell = ("urban", "majority", "adult", "male", "none")
    rows = [("spell", of, by, step, *cell, length, count) for by, step, length, count in spells]
    other = ("spell", "grey", "term", 9, *cell, 1, 1009)
    return measures([*rows, other, ("exits", of, "term", 9, *cell, 0, 1013)])


# twenty spells of a run whose last step is 9: how they ended, and how long those on it were followed
TWENTY: tuple[Spell, ...] = (
    ("term", 3, 2, 1),
    ("score", 4, 2, 2),  # three ended after two steps
    ("appeal", 8, 5, 2),  # two after five
    ("running", 9, 2, 5),  # entered in step 8, followed for one step
    ("running", 9, 3, 4),  # entered in 7, followed for two
    ("running", 9, 6, 5),  # entered in 4, followed for five
    ("running", 9, 10, 1),  # entered in 0, followed for nine
)


@pytest.mark.parametrize(
    ("steps", "share"),
    [
        (0, 1.0),
        (1, 1.0),
        (2, 12 / 15),  # of the fifteen that were followed for two steps three ended
        (4, 12 / 15),
        (5, 12 / 15 * 6 / 8),  # of the eight that were followed for five, two
        (9, 12 / 15 * 6 / 8),
    ],
)
def test_the_share_still_on_by_hand(steps: int, share: float) -> None:
    found = survival(table(*TWENTY), "black").still_on(steps)
    assert found.value == pytest.approx(share, abs=1e-12)
    assert found.n == 20


def test_greenwoods_interval_by_hand() -> None:
    # variance S² · sum of d / (n (n - d)): 3 of 15, then 2 of 8
    found = survival(table(*TWENTY), "black")
    for steps, share, total in ((2, 0.8, 3 / (15 * 12)), (5, 0.6, 3 / (15 * 12) + 2 / (8 * 6))):
        half = Z * share * sqrt(total)
        estimate = found.still_on(steps)
        assert estimate.low == pytest.approx(share - half, abs=1e-12)
        assert estimate.high == pytest.approx(min(1, share + half), abs=1e-12)


def test_ended_and_censored_are_kept_apart_and_other_lists_out() -> None:
    found = survival(table(*TWENTY), "black")
    assert found.ended == {2: 3, 5: 2}
    assert found.censored == {2: 5, 3: 4, 6: 5, 10: 1}
    assert found.spells == 20


def test_beyond_what_was_followed_it_is_not_estimable() -> None:
    # the longest followed spell was seen for nine steps: nobody knows the tenth
    assert survival(table(*TWENTY), "black").still_on(10).value is None
    assert survival(table(("running", 9, 10, 11)), "black").still_on(10).value is None


def test_where_all_have_ended_it_is_none_for_ever() -> None:
    found = survival(table(("term", 5, 3, 11)), "black")
    assert [found.still_on(steps).value for steps in (2, 3, 4, 99)] == [1.0, 0.0, 0.0, 0.0]
    # all or none of 11 says no more than 0.05^(1/11)
    assert found.still_on(2).low == pytest.approx(0.05 ** (1 / 11))
    assert found.still_on(3).high == pytest.approx(1 - 0.05 ** (1 / 11))


def test_seven_spells_say_nothing() -> None:
    assert survival(table(("term", 5, 3, 7)), "black").still_on(2).value is None


def test_spells_that_began_in_the_warm_up_are_left_out() -> None:
    spells = (
        ("term", 3, 4, 11),  # entered in -1
        ("term", 3, 3, 3),  # entered in 0
        ("running", 9, 11, 13),  # entered in -1
        ("running", 9, 10, 5),  # entered in 0
    )
    found = survival(table(*spells), "black")
    assert (found.ended, found.censored) == ({3: 3}, {10: 5})
    assert found.still_on(3).value == pytest.approx(5 / 8)


def test_without_a_spell_it_is_not_estimable() -> None:
    for spells in ((), (("term", 3, 4, 11),)):
        found = survival(table(*spells), "black").still_on(1)
        assert (found.value, found.low, found.high) == (None, None, None)


def test_the_curve_is_that_of_scipy() -> None:
    rng = np.random.default_rng(7)
    last = 30
    entry = rng.integers(0, last + 1, 499)
    length = rng.geometric(0.11, 499)
    over = entry + length <= last
    spells = [("term", int(e + n), int(n), 1) for e, n in zip(entry[over], length[over], strict=True)]
    spells += [("running", last, int(last - e + 1), 1) for e in entry[~over]]
    found = survival(table(*spells), "black")
    ended, followed = length[over], last - entry[~over]
    oracle = stats.ecdf(stats.CensoredData(uncensored=ended, right=followed)).sf
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # where none is left there is no interval
        bounds = oracle.confidence_interval(method="linear")
    for steps in range(1, int(max(ended.max(), followed.max())) + 1):
        estimate = found.still_on(steps)
        assert estimate.value == pytest.approx(oracle.evaluate(steps), abs=1e-9)
        if 0 < oracle.evaluate(steps) < 1:
            assert estimate.low == pytest.approx(max(0, bounds.low.evaluate(steps)), abs=1e-9)
            assert estimate.high == pytest.approx(min(1, bounds.high.evaluate(steps)), abs=1e-9)


# --- in a run -------------------------------------------------------------------------------------------------------


def theft(term: str, acts: float = SURE, more: str = "") -> str:
    """Thefts, all recorded, and a list for them."""
    return f"""
[behaviour.theft]
says = "Theft"
acts_per_year = {acts}
domain = "money"
[sensor.police]
says = "The police"
sees = "theft"
recorded = 1
[list.black]
says = "A list"
{more}
ground.g = {{ says = "A theft", on = "theft", term = "{term}" }}
"""


def phase(month: int, acts: float) -> str:
    """From this month on so many thefts a year."""
    return (
        f'[[phase]]\nfrom = "{month} months"\nsays = "A change"\nset = {{ "behaviour.theft.acts_per_year" = {acts} }}\n'
    )


def spells(of: Run) -> dict[tuple[str, int, int], int]:
    """(cause, step, length): how many."""
    found: dict[tuple[str, int, int], int] = {}
    for row in of.measures.filter(pl.col("measure") == "spell").to_dicts():
        key = (row["by"], row["step"], row["bin"])
        found[key] = found.get(key, 0) + row["value"]
    return found


def test_a_spell_is_exit_step_minus_entry_step_and_a_running_one_last_minus_entry_plus_one() -> None:
    # thefts in step 0 alone: off in step 3; again from step 5 on: on in 5, 6 and 7
    run = ran(theft("3 months") + phase(1, 0) + phase(5, SURE), 97, 8)
    assert spells(run) == {("term", 3, 3): run.people, ("running", 7, 3): run.people}


def test_a_spell_of_the_warm_up_has_its_whole_length_and_is_left_out_of_the_curve() -> None:
    # on from -3; the last theft of step -1 holds until step 2; on again from 4 to 6
    parts = theft("3 months") + phase(0, 0) + phase(4, SURE) + phase(5, 0)
    run = ran(parts, 97, 8, top='warm_up = "3 months"')
    assert spells(run) == {("term", 2, 5): run.people, ("term", 7, 3): run.people}
    curve = survival(run.measures, "black")
    assert (curve.ended, curve.censored) == ({3: run.people}, {})
    running = ran(theft("never"), 97, 4, top='warm_up = "3 months"')
    assert spells(running) == {("running", 3, 7): running.people}
    assert survival(running.measures, "black") == Survival({}, {})


def test_compliance_is_geometric_so_the_share_still_on_after_one_step_is_one_minus_it() -> None:
    # complies_per_year / 12 = 0.3. Entered in step 0: seen for one step; entered in step 1, the last: for none
    run = ran(theft("never", 3, "complies_per_year = 3.6"), 1009, 2)
    first, last = (value(run, "entries", "black", step=step) for step in (0, 1))
    left = value(run, "exits", "black", "complied")
    assert min(first, last) > 150
    assert survival(run.measures, "black").still_on(1).value == pytest.approx(1 - left / first)
    # catches those of the last step counted as at risk: the share would be 0.84, not 0.7
    assert stats.binomtest(first - left, first, 0.7).pvalue > UNLIKELY


def test_the_curve_of_a_run_follows_the_geometric_law() -> None:
    run = ran(theft("never", 3, "complies_per_year = 3.6"), 1009, 4, seed=2)
    curve = survival(run.measures, "black")
    for steps in (1, 2, 3):
        found = curve.still_on(steps)
        assert found.value is not None
        assert found.low is not None
        # 4.9 standard errors have a tail of 1e-6; with those still on taken as at risk it would be 5.6 too many
        assert abs(found.value - 0.7**steps) < 4.9 * (found.value - found.low) / Z
