"""Response: what people do less, and hide more, because of the integers of the step before (model.md 9), by hand.

A multiplier is 1 - most · s / (s + half_at). With most = 1 and half_at = 1e-12 it is 1 at s = 0 and 1e-12 at s = 1: all
or nothing. Who acts 276 times a year acts in every month: exp(-276/12) · 2^32 is below 1.
"""

from __future__ import annotations

from functools import cache

import pytest
from scipy import stats

from scorewatch.people.template import Template, read_template
from scorewatch.plan.carry import Carry, Totals, first, following
from scorewatch.regime.declare import Rules
from scorewatch.regime.read import Regime
from scorewatch.study.run import Run
from support import ran, regime, value

SURE = 276  # a year; 23 a month: nobody has none
UNLIKELY = 1e-6  # an exact tail below this is an error, not bad luck
ALL = "{ most = 1, half_at = 1e-12 }"


def behaviour(name: str, more: str = "", acts: float = SURE) -> str:
    """A behaviour."""
    return f'[behaviour.{name}]\nsays = "An act"\nacts_per_year = {acts}\ndomain = "civic"\n{more}\n'


def sensor(name: str, sees: str, more: str = "recorded = 1") -> str:
    """A sensor."""
    return f'[sensor.{name}]\nsays = "A sensor"\nsees = "{sees}"\n{more}\n'


def a_list(on: str, name: str = "black", more: str = "") -> str:
    """A list for every record, for ever."""
    return f'[list.{name}]\nsays = "A list"\nground.g = {{ says = "A record", on = "{on}"{more} }}\n'


def response(**curves: str) -> str:
    """The response."""
    return "[response]\n" + "".join(f"{name} = {curve}\n" for name, curve in curves.items())


def phase(month: int, **leaves: float) -> str:
    """From this month on the leaves have these values; a dot is written as two underscores."""
    sets = ", ".join(f'"{key.replace("__", ".")}" = {given}' for key, given in leaves.items())
    return f'[[phase]]\nfrom = "{month} months"\nsays = "A change"\nset = {{ {sets} }}\n'


def months(of: Run, measure: str, item: str, **where: str) -> list[int]:
    """A measure step by step."""
    return [value(of, measure, item, step=step, **where) for step in range(of.steps)]


def none_in(of: Run, item: str, measure: str = "acts", **where: str) -> list[bool]:
    """For each step, whether there was none of it."""
    return [count == 0 for count in months(of, measure, item, **where)]


def tail(k: int, mean: float) -> float:
    """The smaller of the two exact tails of a Poisson count."""
    return float(min(stats.poisson.cdf(k, mean), stats.poisson.sf(k - 1, mean)))


# --- the formula, on integers made up for it ------------------------------------------------------------------------


@cache
def template() -> Template:
    """The template of the population."""
    return read_template(regime(behaviour("x")).census)


def carry_after(
    of: Regime, totals: Totals, people: list[int], before: Carry | None = None, rules: Rules | None = None
) -> Carry:
    """What the step after these totals takes; rules: of that next step, where they are others."""
    before = before or first(of.rules, template(), sum(people), 12)
    return following(before, totals, of.rules, rules or of.rules, template(), people, 12)


def cells_of(region: int) -> list[int]:
    """The cells of a region."""
    return [i for i, cell in enumerate(template().cells) if cell[0] == region]


def put(counts: list[int], region: int, *values: int) -> None:
    """These counts stand in the first cells of a region."""
    for cell, count in zip(cells_of(region), values, strict=False):
        counts[cell] = count


def test_deterrence_is_one_minus_most_s_over_s_plus_half_at_of_the_recorded_share_by_region() -> None:
    parts = behaviour("free") + behaviour("smoking", "targeted = true") + sensor("s", "smoking")
    of = regime(parts + response(deterrence="{ most = 0.6, half_at = 0.75 }"))
    totals = Totals.none(of.rules, template())
    put(totals.acts[1], 0, 13, 7)
    put(totals.true[1], 0, 4, 1)
    put(totals.acts[1], 1, 3, 5)
    put(totals.true[1], 1, 1, 3)
    # urban: s = 5/20, 1 - 0.6 · 0.25 / 1 = 0.85; rural: s = 4/8, 1 - 0.6 · 0.5 / 1.25 = 0.76
    found = carry_after(of, totals, [1] * len(template().cells))
    assert found.deterrence[1] == pytest.approx((0.85, 0.76), abs=1e-12)
    # not targeted: 1, though it is done and recorded
    put(totals.acts[0], 0, 10)
    put(totals.true[0], 0, 10)
    assert carry_after(of, totals, [1] * len(template().cells)).deterrence[0] == (1.0, 1.0)


def test_deterrence_is_one_where_there_are_no_acts() -> None:
    of = regime(behaviour("smoking", "targeted = true") + response(deterrence=ALL))
    totals = Totals.none(of.rules, template())
    put(totals.acts[0], 1, 5)
    put(totals.true[0], 1, 5)
    urban, rural = carry_after(of, totals, [1] * len(template().cells)).deterrence[0]
    assert urban == 1.0
    assert rural == pytest.approx(0, abs=1e-11)


def test_chilling_and_avoidance_are_of_the_listed_share_of_the_region() -> None:
    curves = response(chilling="{ most = 0.4, half_at = 0.15 }", avoidance="{ most = 0.9, half_at = 0.5 }")
    of = regime(behaviour("speech", 'right = "expression"') + a_list("speech") + curves)
    totals = Totals.none(of.rules, template())
    people = [0] * len(template().cells)
    put(people, 0, 11, 29)
    put(people, 1, 17, 33)
    totals.listed = [10, 5]
    # urban: s = 10/40: 1 - 0.4 · 0.25 / 0.4 = 0.75 and 1 - 0.9 · 0.25 / 0.75 = 0.7
    # rural: s = 5/50: 1 - 0.4 · 0.1 / 0.25 = 0.84 and 1 - 0.9 · 0.1 / 0.6 = 0.85
    found = carry_after(of, totals, people)
    assert found.chilling == pytest.approx((0.75, 0.84), abs=1e-12)
    assert found.avoidance == pytest.approx((0.7, 0.85), abs=1e-12)


def test_the_curve_is_that_of_the_next_step() -> None:
    of = regime(
        behaviour("smoking", "targeted = true")
        + response(deterrence="{ most = 0.5, half_at = 1 }")
        + phase(1, response__deterrence__most=0.8)
    )
    totals = Totals.none(of.rules, template())
    for region in (0, 1):
        put(totals.acts[0], region, 7)
        put(totals.true[0], region, 7)
    # s = 1: 1 - 0.8 · 1 / 2
    found = carry_after(of, totals, [1] * len(template().cells), rules=of.rules_at(1))
    assert found.deterrence[0] == pytest.approx((0.6, 0.6), abs=1e-12)


def test_the_lookalike_load_is_by_the_chances_of_the_step_in_which_the_acts_were() -> None:
    watch = sensor("s", "smoking", "recorded = 0.4\nmisattributed = 0.3\navoidable = true")
    of = regime(
        behaviour("smoking")
        + watch
        + a_list("smoking")
        + response(avoidance="{ most = 1, half_at = 1 }")
        + phase(1, sensor__s__misattributed=0, sensor__s__coverage=0)
    )
    totals = Totals.none(of.rules, template())
    put(totals.acts[0], 0, 20)
    put(totals.true[0], 0, 8)
    people = [7] * len(template().cells)
    here = cells_of(0)[0]
    # 12 unseen acts; given so, misattributed with 0.3 / (1 - 0.4) = 1/2: 6 false records among 7 people,
    # though the sensor sees nothing any more
    found = carry_after(of, totals, people, rules=of.rules_at(1))
    assert found.load[0][here] == pytest.approx(6 / 7, abs=1e-12)
    assert sum(found.load[0]) == found.load[0][here]
    # half of the coverage was avoided then: 12 · 0.15 / (1 - 0.2) = 2.25
    start = first(of.rules, template(), sum(people), 12)
    avoided = Carry(start.deterrence, start.chilling, (0.5, 1.0), start.load, start.room, start.cases)
    assert carry_after(of, totals, people, avoided).load[0][here] == pytest.approx(2.25 / 7, abs=1e-12)


def test_multipliers_are_one_before_there_are_integers() -> None:
    parts = behaviour("smoking", "targeted = true") + a_list("smoking")
    of = regime(parts + response(deterrence=ALL, chilling=ALL, avoidance=ALL), 'warm_up = "2 months"')
    carry = first(of.rules, template(), 100, 12)
    assert carry.deterrence == ((1.0, 1.0),)
    assert carry.chilling == carry.avoidance == (1.0, 1.0)


# --- in a run -------------------------------------------------------------------------------------------------------


def test_deterrence_falls_on_targeted_behaviours_from_the_integers_of_the_step_before() -> None:
    parts = behaviour("smoking", "targeted = true") + behaviour("singing")
    parts += sensor("s", "smoking") + sensor("t", "singing") + response(deterrence=ALL)
    run = ran(parts, 97, 4)
    # all recorded in 0, so none in 1, so none recorded in 1 (no acts: s = 0), so as many as ever in 2
    assert none_in(run, "smoking") == [False, True, False, True]
    # what is recorded and not targeted goes on
    assert none_in(run, "singing") == [False] * 4


def test_deterrence_is_by_region() -> None:
    parts = behaviour("smoking", "targeted = true") + response(deterrence=ALL)
    run = ran(parts + sensor("s", "smoking", "recorded = 1\ncoverage = { urban = 1, rural = 0 }"), 97, 2)
    assert none_in(run, "smoking", region="urban") == [False, True]
    assert none_in(run, "smoking", region="rural") == [False, False]


def test_the_first_step_of_the_warm_up_is_the_first_without_a_response() -> None:
    parts = behaviour("smoking", "targeted = true") + sensor("s", "smoking") + response(deterrence=ALL)
    run = ran(parts, 97, 2, top='warm_up = "3 months"')
    # acts in -3 and -1, none in -2 and 0
    assert none_in(run, "smoking") == [True, False]


def test_chilling_falls_on_acts_with_a_right_whether_targeted_or_not() -> None:
    parts = behaviour("theft") + sensor("s", "theft") + a_list("theft")
    parts += behaviour("speech", 'right = "expression"') + behaviour("smoking", "targeted = true")
    run = ran(parts + response(chilling=ALL), 97, 2)
    assert none_in(run, "speech") == [False, True]
    assert none_in(run, "smoking") == none_in(run, "theft") == [False, False]


def test_chilling_is_of_the_listed_of_the_same_region() -> None:
    parts = behaviour("theft", "by_region = { urban = 1, rural = 0 }") + sensor("s", "theft") + a_list("theft")
    run = ran(parts + behaviour("speech", 'right = "expression"') + response(chilling=ALL), 97, 2)
    assert none_in(run, "speech", region="urban") == [False, True]
    assert none_in(run, "speech", region="rural") == [False, False]


def test_who_is_on_several_lists_is_one_listed_person() -> None:
    # rare enough that some are on one list, some on both, some on none
    parts = behaviour("theft", acts=7) + sensor("s", "theft")
    parts += a_list("theft", more=", chance = 0.7") + a_list("theft", "grey", ", chance = 0.6")
    run = ran(
        parts + behaviour("speech", 'right = "expression"') + response(chilling="{ most = 0.27, half_at = 0.19 }"),
        211,
        3,
    )
    for step in (0, 1):
        twice = value(run, "listed", "black", step=step) + value(run, "listed", "grey", step=step)
        assert 0 < value(run, "listed_anywhere", step=step) < twice
        for region, found in zip(("urban", "rural"), run.carries[step + 1].chilling, strict=True):
            s = value(run, "listed_anywhere", step=step, region=region) / value(run, "people", step=step, region=region)
            assert found == pytest.approx(1 - 0.27 * s / (s + 0.19), abs=1e-12)


def test_chilling_counts_the_observed_list() -> None:
    # all are listed by mistake: error_free and all_acts list nobody
    parts = behaviour("theft", acts=0) + sensor("s", "theft", f"false_per_year = {SURE}") + a_list("theft")
    run = ran(parts + behaviour("speech", 'right = "expression"') + response(chilling=ALL), 97, 2)
    assert value(run, "listed_all_acts", "black") == 0
    assert none_in(run, "speech") == [False, True]


def test_deterrence_and_chilling_multiply() -> None:
    # all recorded, all listed: s = 1 for both; 1 - 1 · 1/2 = 1/2 and 1 - 1 · 1/(4/3) = 1/4
    parts = behaviour("speech", 'right = "expression"\ntargeted = true') + sensor("s", "speech") + a_list("speech")
    parts += response(deterrence="{ most = 1, half_at = 1 }", chilling="{ most = 1, half_at = 0.333333333333 }")
    run = ran(parts, 211, 2)
    base = SURE / 12 * run.people
    assert tail(value(run, "acts", "speech", step=0), base) > UNLIKELY
    # catches 1/2, 1/4 and 3/4 alone: one standard deviation of base/8 is 4 % of it
    assert tail(value(run, "acts", "speech", step=1), base / 8) > UNLIKELY


def test_avoidance_falls_on_the_coverage_of_avoidable_sensors_alone() -> None:
    parts = behaviour("smoking") + behaviour("singing") + behaviour("theft") + a_list("theft")
    parts += sensor("s", "smoking", "recorded = 1\navoidable = true") + sensor("t", "singing") + sensor("u", "theft")
    run = ran(parts + response(avoidance=ALL), 97, 2)
    assert none_in(run, "smoking", "records_true") == [False, True]
    assert none_in(run, "singing", "records_true") == [False, False]
    # people hide it, and do not do less of it
    assert none_in(run, "smoking") == [False, False]


def test_avoidance_falls_on_false_records_with_no_act_behind_them_too() -> None:
    false = f"false_per_year = {SURE}"
    parts = behaviour("smoking", acts=0) + behaviour("singing", acts=0) + behaviour("theft") + a_list("theft")
    parts += sensor("s", "smoking", false + "\navoidable = true") + sensor("t", "singing", false) + sensor("u", "theft")
    run = ran(parts + response(avoidance=ALL), 97, 2)
    assert none_in(run, "smoking", "records_false") == [False, True]
    assert none_in(run, "singing", "records_false") == [False, False]


def test_avoidance_multiplies_coverage_so_records_are_thinned() -> None:
    # urban people are all listed, rural ones never: coverage 0.8 · (1 - 0.5 · 1/1.25) = 0.48 there, 0.8 here;
    # records are binomial with coverage · 0.5, false ones Poisson with coverage · 12/12
    parts = behaviour("theft", "by_region = { urban = 1, rural = 0 }") + sensor("u", "theft") + a_list("theft")
    watch = "coverage = 0.8\nrecorded = 0.5\nfalse_per_year = 12\navoidable = true"
    parts += behaviour("smoking", acts=120) + sensor("s", "smoking", watch)
    run = ran(parts + response(avoidance="{ most = 0.5, half_at = 0.25 }"), 1009, 2)
    assert run.carries[1].avoidance == pytest.approx((0.6, 1.0), abs=1e-12)
    for region, coverage in (("urban", 0.48), ("rural", 0.8)):
        acts, true, false = (
            value(run, measure, "smoking", step=1, region=region)
            for measure in ("acts", "records_true", "records_false")
        )
        # catches a coverage that is off by 8 % and more
        assert stats.binomtest(true, acts, coverage * 0.5).pvalue > UNLIKELY
        assert tail(false, coverage * value(run, "people", step=1, region=region)) > UNLIKELY


def test_lookalike_records_of_a_step_come_from_the_chances_of_the_step_before() -> None:
    # every act is misattributed in step 0; from step 1 on nothing is. The false records of step 0's acts land in step 1
    parts = behaviour("smoking") + sensor("s", "smoking", "misattributed = 1") + phase(1, sensor__s__misattributed=0)
    run = ran(parts, 211, 3)
    acts = value(run, "acts", "smoking", step=0)
    false = months(run, "records_false", "smoking")
    assert false[0] == false[2] == 0
    # conserved in expectation: Poisson with mean acts
    assert tail(false[1], acts) > UNLIKELY


def test_nobody_reacts_without_a_response() -> None:
    parts = behaviour("speech", 'right = "expression"\ntargeted = true') + a_list("speech")
    run = ran(parts + sensor("s", "speech", "recorded = 1\navoidable = true"), 97, 2)
    assert all(set(c.chilling + c.avoidance + c.deterrence[0]) == {1.0} for c in run.carries.values())
    assert value(run, "records_true", "speech") == value(run, "acts", "speech")
