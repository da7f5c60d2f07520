"""The numbers of a step are the same bits as plan and carry, for any regime and any integers of the step before."""

from __future__ import annotations

import random

import numpy as np
import pytest

from scorewatch.chance.ladder import Acts, Ladder
from scorewatch.plan import means
from scorewatch.plan.carry import Totals
from scorewatch.plan.observation import lookalike_chances, seen
from scorewatch.tile import tables
from tile import pair
from tile.pair import Lab


@pytest.fixture(scope="module", params=pair.REGIMES)
def labs(request: pytest.FixtureRequest) -> list[Lab]:
    """Two steps of a regime, one before and one after its rules have changed."""
    clock = pair.clock(pair.regime(request.param))
    return [Lab(clock, step, seed) for seed, step in ((31, clock.first + 1), (32, 40))]


def test_tables_the_chances_of_an_act_are_those_of_the_plan(labs: list[Lab]) -> None:
    for lab in labs:
        rules, census, made = lab.plan.rules, lab.plan.template.census, lab.made
        for b, name in enumerate(rules.behaviour):
            for region in range(len(census.regions)):
                for group in range(len(census.groups)):
                    avoidance = lab.plan.carry.avoidance[region]
                    chances = seen(rules, name, region, group, census, avoidance)
                    assert made.right[b, region, group] == chances.right, name
                    assert made.household[b, region, group] == chances.household, name
                    for sensor, wrong in lookalike_chances(rules, name, region, group, census, avoidance):
                        assert made.wrong[list(rules.sensor).index(sensor), b, region, group] == wrong, (name, sensor)


def test_tables_ladders_of_acts_are_those_of_the_plan(labs: list[Lab]) -> None:
    for lab in labs:
        plan, known = lab.plan, {}
        for b, behaviour in enumerate(plan.rules.behaviour.values()):
            levels = range(16 if behaviour.spread.value else 1)
            for cell, (region, _, _, _) in enumerate(plan.template.cells):
                response = plan.carry.deterrence[b][region] * (plan.carry.chilling[region] if behaviour.right else 1.0)
                for level in levels:
                    rung = lab.made.acts_ladders[b, cell, level]
                    mean = means.acts(
                        plan.rules, behaviour, plan.template, cell, -1, 0, plan.levels[b][level], response,
                        plan.steps_a_year,
                    )  # fmt: skip
                    assert rung["mean"] == mean, (b, cell, level)
                    # the ends of the sixteen levels are enough: plain ladders take long to make
                    if level in (0, 15) and cell % 5 == 0:
                        known[mean, float(rung["right"]), float(rung["household"])] = (
                            rung,
                            plan.acts(b, cell, -1, 0, level),
                        )
        for rung, of in known.values():
            _is_the_beginning_of(lab, rung, of)


def test_tables_ladders_of_false_records_are_those_of_the_plan(labs: list[Lab]) -> None:
    for lab in labs:
        for b in range(len(lab.plan.rules.behaviour)):
            for cell in range(len(lab.plan.template.cells)):
                plain, rung = lab.plan.false(b, cell), lab.made.false_ladders[b, cell]
                _is_the_beginning_of(lab, rung, plain)
        cuts = {(cut.behaviour, cut.cell): cut.mean for cut in lab.plan.cuts}
        assert cuts == {(b, c): lab.made.false[b, c] for b, c in np.argwhere(lab.made.false > 40).tolist()}


def test_tables_what_the_next_step_takes_is_what_it_takes_by_the_plan(labs: list[Lab]) -> None:
    for lab in labs:
        chance = random.Random(lab.step)
        people = lab.clock.persons.people_of_cells()
        for _ in range(3):
            totals = _some_totals(lab, chance)
            plain = lab.clock.next_carry(lab.plan, totals)
            found = tables.following(
                lab.fast.phase(lab.step),
                lab.fast.phase(lab.step + 1),
                lab.fast.who,
                lab.carry,
                lab.made,
                tables.Totals(*(np.array(each, np.int64) for each in _all(totals))),
                np.array(people, np.int64),
                lab.fast.year,
            )
            assert found.carry() == plain


def test_rules_lists_are_those_of_the_plan(labs: list[Lab]) -> None:
    """What may differ from step to step: thresholds and the room of the office; and what phases set."""
    for lab in labs:
        for record, of in zip(lab.rules.lists, lab.plan.lists, strict=True):
            for field in (
                "complies", "reviewed", "stops_mistaken", "stops_accurate", "notice", "notice_on_denial",
                "appeals_mistaken", "appeals_accurate", "granted_if_mistaken", "granted_if_accurate", "decided_after",
                "corrects_record",
            ):  # fmt: skip
                assert record[field] == getattr(of, field), field
        when, score = lab.fast.when(lab.step), lab.plan.score
        if score is not None:
            assert (when.lowest, when.highest, when.recovery) == (score.low, score.high, score.recovery)
            assert tuple(lab.rules.behaviours.points.tolist()) == score.points


def _is_the_beginning_of(lab: Lab, rung: np.record, of: Acts | Ladder) -> None:
    """The ladder of the pool is the plain one as far as it goes."""
    made = lab.made
    start, count = int(rung["start"]), int(rung["count"])
    assert tuple(made.thresholds[start : start + count].tolist()) == of.thresholds[:count]
    if isinstance(of, Acts):
        packed = [k | o << 10 | w << 20 for k, o, w in of.outcomes[: count + 1]]
    else:
        packed = list(range(count + 1))
    assert made.outcomes[start : start + count + 1].tolist() == packed


def _all(totals: Totals) -> tuple[object, ...]:
    return totals.acts, totals.true, totals.household, totals.listed, totals.cases, totals.reviewed


def _some_totals(lab: Lab, chance: random.Random) -> Totals:
    """Integers that a step can have had, now and then none."""
    totals = Totals.none(lab.plan.rules, lab.plan.template)
    for b in range(len(totals.acts)):
        for cell in range(len(totals.acts[b])):
            acts = chance.choice((0, chance.randint(1, 50), chance.randint(50, 10**6)))
            true = chance.randint(0, acts)
            totals.acts[b][cell], totals.true[b][cell] = acts, true
            totals.household[b][cell] = chance.choice((0, chance.randint(0, acts - true), acts - true))
    totals.listed = [chance.choice((0, 1, 50_000)) for _ in totals.listed]
    totals.cases = [chance.choice((0, 3, 10_000)) for _ in totals.cases]
    totals.reviewed = [chance.randint(0, cases) for cases in totals.cases]
    return totals
