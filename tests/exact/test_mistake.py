"""False records: what lookalikes did, a step later, and what nobody did (model.md 4)."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from scipy import stats

from exact.lab import (
    BOUND,
    SURE,
    behaviour,
    chi_square_tail,
    clock,
    everybody,
    named_cells,
    phase,
    plan,
    poisson_tail,
    sensor,
    walked,
)
from scorewatch.plan import carry as carrying
from scorewatch.plan.carry import Carry, Totals
from scorewatch.plan.plan import Plan
from support import ran, regime, value

# --- with no act behind them ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "by_hand"),
    [
        ("{ act = 3, other = 11 }", {"act": (3, 3), "other": (11, 11)}),
        (
            "{ majority = { act = 3, other = 11 }, minority = { act = 37, other = 5 } }",
            {"act": (3, 37), "other": (11, 5)},
        ),
    ],
)
def test_false_records_of_nobodys_acts_are_by_behaviour_or_by_group_and_behaviour_times_coverage(
    given: str, by_hand: dict[str, tuple[int, int]]
) -> None:
    """Two steps of rate x coverage / 12 for each person of the region and group, and nobody has done anything.

    It would catch coverage left out (0.9 and 0.4), group and behaviour exchanged, and a yearly rate taken monthly.
    """
    parts = (
        behaviour("act", 0)
        + behaviour("other", 0)
        + sensor(
            "eye",
            ("act", "other"),
            "coverage = { urban = 0.9, rural = 0.4 }",
            f"false_per_year = {given}",
        )
    )
    of = ran(parts, 4112, 2, seed=3)
    assert value(of, "acts", "act") == value(of, "records_true", "act") == 0
    for name, rates in by_hand.items():
        for group, rate in zip(("majority", "minority"), rates, strict=True):
            for region, covered in (("urban", 0.9), ("rural", 0.4)):
                people = value(of, "people", region=region, group=group, step=0)
                false = value(of, "records_false", name, region=region, group=group)
                assert poisson_tail(false, 2 * people * rate * covered / 12) > BOUND


def test_false_records_by_group_alone_fall_on_the_group_of_the_person_recorded() -> None:
    """0.1 a month of the majority and 0.7 of the minority, the same in town and country."""
    parts = behaviour("act", 0) + sensor("eye", "act", "false_per_year = { majority = 1.2, minority = 8.4 }")
    of = ran(parts, 4112, 1, seed=5)
    for group, mean in (("majority", 0.1), ("minority", 0.7)):
        people = value(of, "people", group=group)
        assert poisson_tail(value(of, "records_false", "act", group=group), mean * people) > BOUND


def test_all_false_records_of_a_behaviour_are_one_poisson_draw_with_the_sum_of_the_means() -> None:
    """Three sensors, 0.5·6, 1·3 and 0.2·15 a year: 9 a year, 0.75 a month, with the whole Poisson law."""
    parts = (
        behaviour("act", 0)
        + sensor("a", "act", "false_per_year = 6", "coverage = 0.5")
        + sensor("b", "act", "false_per_year = 3", 'to = "household"')
        + sensor("c", "act", "false_per_year = 15", "coverage = 0.2")
    )
    ((_, _, households),) = walked(parts, 4112, 1, seed=7)
    counts = Counter(what.false[0] for _, what in everybody(households))
    edges = [-1, 0, 1, 2, 3, 10**6]
    observed = [sum(n for k, n in counts.items() if low < k <= high) for low, high in pairwise(edges)]
    law = [float(stats.poisson.cdf(high, 0.75) - stats.poisson.cdf(low, 0.75)) for low, high in pairwise(edges)]
    assert chi_square_tail(observed, law) > BOUND


# --- lookalikes, through a run --------------------------------------------------------------------------------------

CAMERA = behaviour("act", 36, "by_sex = { male = 1.7, female = 0.3 }") + sensor("eye", "act", "misattributed = 1")


def test_lookalikes_pay_for_every_act_of_their_cell_one_step_late() -> None:
    """Acts in step 0 alone, none recorded, all misattributed: nothing false in step 0, in step 1 in each cell a
    Poisson count with mean the acts of that cell, nothing in step 2.

    It would catch a load in the same step, a second time, on all people alike, or divided by the wrong people.
    """
    of = ran(CAMERA + phase("1 month", behaviour__act__acts_per_year=0), 4112, 3, seed=11)
    assert value(of, "records_false", "act", step=0) == 0
    assert value(of, "records_false", "act", step=2) == 0
    for cell in named_cells(plan(CAMERA)):
        acts = value(of, "acts", "act", step=0, **cell)
        assert acts > 0
        assert poisson_tail(value(of, "records_false", "act", step=1, **cell), acts) > BOUND / 24, cell
    total = value(of, "acts", "act")
    assert poisson_tail(value(of, "records_false", "act"), total) > BOUND


def test_acts_are_conserved_step_by_step() -> None:
    """With acts in every step: the false records of step t + 1 have mean the acts of step t that were not recorded."""
    parts = behaviour("act", 48) + sensor("eye", "act", "recorded = 0.25", "misattributed = 0.75")
    of = ran(parts, 1500, 6, seed=13)
    for step in range(5):
        acts, true = (value(of, measure, "act", step=step) for measure in ("acts", "records_true"))
        assert poisson_tail(value(of, "records_false", "act", step=step + 1), acts - true) > BOUND


def test_confusion_moves_the_load_to_other_ages_and_the_other_sex_but_never_to_another_region_or_group() -> None:
    """Only adult men act. Of the load 0.2 goes to other ages, half of it to each; 0.3 to women: so of the acts of
    adult men 0.8·0.7 = 0.56 stay with them, 0.24 fall on adult women, 0.07 on boys, 0.03 on girls, as on the old.

    It would catch age shares that are not split (0.14 for 0.07), shares exchanged, and a load over all regions.
    """
    parts = behaviour(
        "act", 240, "by_sex = { male = 1, female = 0 }", "by_age = { child = 0, adult = 1, older = 0 }"
    ) + sensor("eye", "act", "misattributed = 1", "confuses = { age = 0.2, sex = 0.3 }")
    of = ran(parts + phase("1 month", behaviour__act__acts_per_year=0), 2500, 2, seed=17)
    by_hand = {
        ("adult", "male"): 0.56, ("adult", "female"): 0.24,
        ("child", "male"): 0.07, ("child", "female"): 0.03,
        ("older", "male"): 0.07, ("older", "female"): 0.03,
    }  # fmt: skip
    assert sum(by_hand.values()) == pytest.approx(1)
    for region in ("urban", "rural"):
        for group in ("majority", "minority"):
            acts = value(of, "acts", "act", region=region, group=group)
            for (age, sex), share in by_hand.items():
                cell = {"region": region, "group": group, "age_band": age, "sex": sex}
                assert value(of, "people", step=0, **cell) > 0
                false = value(of, "records_false", "act", step=1, **cell)
                assert poisson_tail(false, share * acts) > BOUND / 24, cell


def test_the_load_follows_the_chances_that_held_when_the_acts_were_done() -> None:
    """A phase blinds the camera from step 1 on: step 1 still has the load of step 0, step 2 has none. Another opens
    its eyes in step 3: the load begins in step 4.
    """
    parts = (
        behaviour("act", SURE)
        + sensor("eye", "act", "misattributed = 1")
        + phase("1 month", sensor__eye__misattributed=0)
        + phase("3 months", sensor__eye__misattributed=1)
    )
    of = ran(parts, 100, 6, seed=19)
    assert [value(of, "records_false", "act", step=t) > 0 for t in range(6)] == [0, 1, 0, 0, 1, 1]


def test_a_mean_of_false_records_above_40_is_cut_there_and_noted() -> None:
    """40 acts a person, all misattributed, and 240 / 12 = 20 of nobody's acts: about 60 in step 1, so 40 are drawn.

    It would catch a cut of the load before nobody's acts are added: 60 a person. In step 0 there are the 20 alone.
    """
    parts = behaviour("act", SURE) + sensor("eye", "act", "misattributed = 1", "false_per_year = 240")
    steps = walked(parts, 300, 2, seed=23)
    counts, cuts = [], []
    for _, now, households in steps:
        counts.append(sum(what.false[0] for _, what in everybody(households)))
        cuts.append(now.cuts)
        people = Counter(person.cell for person, _ in everybody(households))
    assert cuts[0] == []
    assert {cut.cell for cut in cuts[1]} == set(people)
    assert all(cut.mean == 20.0 + now.carry.load[0][cut.cell] for cut in cuts[1])
    assert poisson_tail(counts[0], 20.0 * people.total()) > BOUND
    assert poisson_tail(counts[1], 40.0 * people.total()) > BOUND


# --- the integers that carry ----------------------------------------------------------------------------------------


def carried(
    parts: str,
    acts: dict[tuple[int, int, int, int], tuple[int, int, int]],
    people: dict[tuple[int, int, int, int], int],
    avoidance: tuple[float, float] = (1.0, 1.0),
    before: str | None = None,
) -> tuple[Plan, dict[tuple[int, int, int, int], float]]:
    """The load by (region, group, age, sex), of cells with some: acts, true and household in the step before, people.

    before: the parts that held then, where they are others.
    """
    at = clock(parts)
    now = at.plan(0, at.first_carry())
    rules_before = regime(before).rules if before else now.rules
    totals = Totals.none(now.rules, now.template)
    for cell, (did, true, household) in acts.items():
        index = now.template.cells.index(cell)
        totals.acts[0][index], totals.true[0][index], totals.household[0][index] = did, true, household
    first = at.first_carry()
    earlier = Carry(first.deterrence, first.chilling, avoidance, first.load, first.room, first.cases)
    counts = [people.get(cell, 0) for cell in now.template.cells]
    made = carrying.following(earlier, totals, rules_before, now.rules, now.template, counts, 12)
    return now, {cell: m for cell, m in zip(now.template.cells, made.load[0], strict=True) if m}


ACT = behaviour("act", 1)
HERE = (0, 0, 1, 0)  # an urban adult man of the majority


def test_the_load_of_a_cell_by_hand() -> None:
    """700 acts, 100 recorded rightly: 600 were not. Such an act was misattributed with c·m / (1 - c·r) = 0.15 / 0.9
    = 1/6: a load of 100 over 40 people is 2.5 each. It would catch 600·0.15 (2.25) and 700/6 (2.92).
    """
    parts = ACT + sensor("eye", "act", "coverage = 0.5", "recorded = 0.2", "misattributed = 0.3")
    _, load = carried(parts, {HERE: (700, 100, 0)}, {HERE: 40, (0, 0, 1, 1): 7})
    assert load == pytest.approx({HERE: 2.5}, abs=1e-12)


def test_the_load_beside_a_household_sensor_by_hand() -> None:
    """Plates first: r 0, m 0.25. Camera: r 0.2, m 0.4. Rightly 0.2; household 0.25·0.8 = 0.2; lookalike 0.75·0.4 =
    0.3. Of 1,000 acts 210 were recorded and 190 drawn as the household's: the other 600 fall on lookalikes with
    0.3 / (1 - 0.2 - 0.2) = 1/2: 300 over 60 people are 5 each.
    """
    parts = (
        ACT
        + sensor("plates", "act", "misattributed = 0.25", 'to = "household"')
        + sensor("camera", "act", "recorded = 0.2", "misattributed = 0.4")
    )
    _, load = carried(parts, {HERE: (1000, 210, 190)}, {HERE: 60})
    assert load == pytest.approx({HERE: 5.0}, abs=1e-12)


def test_the_loads_of_two_cameras_add_up_each_with_its_own_confusion() -> None:
    """Both m 0.5: 0.5 of the 80 acts for the first, 0.25 for the second. The first mistakes 0.3 of men for women,
    the second 0.5: men bear 40·0.7 + 20·0.5 = 38, women 12 + 10 = 22; over 19 men and 11 women 2 each.
    """
    parts = (
        ACT
        + sensor("a", "act", "misattributed = 0.5", "confuses = { sex = 0.3 }")
        + sensor("b", "act", "misattributed = 0.5", "confuses = { sex = 0.5 }")
    )
    women = (0, 0, 1, 1)
    _, load = carried(parts, {HERE: (80, 0, 0)}, {HERE: 19, women: 11})
    assert load == pytest.approx({HERE: 2.0, women: 2.0}, abs=1e-12)


def test_a_load_on_a_cell_without_people_is_lost() -> None:
    """100 acts; 0.2 to other ages, 10 on children, 10 on the old, of whom there are none: 80/20 and 10/5 are left."""
    parts = ACT + sensor("eye", "act", "misattributed = 1", "confuses = { age = 0.2 }")
    children = (0, 0, 0, 0)
    now, load = carried(parts, {HERE: (100, 0, 0)}, {HERE: 20, children: 5})
    assert now.template.census.age_bands == ("child", "adult", "older")
    assert load == pytest.approx({HERE: 4.0, children: 2.0}, abs=1e-12)


def test_the_load_takes_the_coverage_that_people_had_learnt_to_avoid() -> None:
    """Avoidance 0.5 in town: c·r = c·m = 0.2, and 0.2 / 0.8 = 1/4 of 400 acts, over 50 people, are 2 each. In the
    country avoidance 1: 0.4 / 0.6 = 2/3 of 300, over 40, are 5 each.
    """
    parts = ACT + sensor("eye", "act", "recorded = 0.4", "misattributed = 0.4", "avoidable = true")
    there = (1, 0, 1, 0)
    acts = {HERE: (400, 0, 0), there: (300, 0, 0)}
    _, load = carried(parts, acts, {HERE: 50, there: 40}, avoidance=(0.5, 1.0))
    assert load == pytest.approx({HERE: 2.0, there: 5.0}, abs=1e-12)


def test_the_load_takes_the_rules_of_the_step_before() -> None:
    """The camera misattributed a half then and a tenth now: 60 acts over 10 people leave 3 each."""
    then, now = (ACT + sensor("eye", "act", f"misattributed = {m}") for m in (0.5, 0.1))
    _, load = carried(now, {HERE: (60, 0, 0)}, {HERE: 10}, before=then)
    assert load == pytest.approx({HERE: 3.0}, abs=1e-12)
