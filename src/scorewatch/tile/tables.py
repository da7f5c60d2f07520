"""The numbers of a step: from the rules of its phase and the integers of the step before, compiled.

It does for the fast engine what `plan.plan`, `plan.observation` and `plan.carry` do for the plain one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from scorewatch.chance.ladder import MOST
from scorewatch.people.template import Template
from scorewatch.plan.carry import Carry
from scorewatch.tile.compiled import builder, building_entry
from scorewatch.tile.formulas import exp_minus, mean_of_acts, most_outcomes, multiplier, ratio, room, sightings
from scorewatch.tile.ladder import END_OF_POOL, GUIDE_CELLS, LADDER, TRIANGLE, build, fill_guide
from scorewatch.tile.rules import PhaseRules, Records, Who

_ALIKE = np.int64(0)  # no spread between persons


@dataclass
class CarryArrays:
    """What a step takes from the step before: `plan.carry.Carry` as arrays."""

    deterrence: NDArray[np.float64]  # [behaviour, region]
    chilling: NDArray[np.float64]  # [region]
    avoidance: NDArray[np.float64]
    load: NDArray[np.float64]  # [behaviour, cell]
    room: NDArray[np.float64]  # [list]
    cases: NDArray[np.int64]

    @classmethod
    def of(cls, carry: Carry, template: Template) -> CarryArrays:
        behaviours, regions = len(carry.deterrence), len(template.census.regions)
        return cls(
            np.array(carry.deterrence, dtype=np.float64).reshape(behaviours, regions),
            np.array(carry.chilling, dtype=np.float64),
            np.array(carry.avoidance, dtype=np.float64),
            np.array(carry.load, dtype=np.float64).reshape(behaviours, len(template.cells)),
            np.array(carry.room, dtype=np.float64),
            np.array(carry.cases, dtype=np.int64),
        )

    def carry(self) -> Carry:
        return Carry(
            tuple(map(tuple, self.deterrence.tolist())),
            tuple(self.chilling.tolist()),
            tuple(self.avoidance.tolist()),
            tuple(map(tuple, self.load.tolist())),
            tuple(self.room.tolist()),
            tuple(self.cases.tolist()),
        )


@dataclass
class Totals:
    """The integers of a step that the next one takes: `plan.carry.Totals` as arrays."""

    acts: NDArray[np.int64]  # [behaviour, cell]
    true: NDArray[np.int64]
    household: NDArray[np.int64]
    listed: NDArray[np.int64]  # [region]
    cases: NDArray[np.int64]  # [list]
    reviewed: NDArray[np.int64]


@dataclass
class Tables:
    """The ladders of a step, and what they were made from."""

    rate: NDArray[np.float64]  # [behaviour, cell]: acts a year of somebody on no list
    response: NDArray[np.float64]  # [behaviour, cell]
    right: NDArray[np.float64]  # [behaviour, region, group]: an act is recorded rightly
    household: NDArray[np.float64]  # drawn as a household misattribution
    wrong: NDArray[np.float64]  # [sensor, behaviour, region, group]: the first to misattribute it
    false: NDArray[np.float64]  # [behaviour, cell]: mean of false records, before it is cut at 40
    acts_ladders: Records  # [behaviour, cell, level]
    false_ladders: Records  # [behaviour, cell]
    thresholds: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))  # the pool
    outcomes: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    guides: NDArray[np.uint16] = field(default_factory=lambda: np.zeros((0, GUIDE_CELLS), np.uint16))


def tables(phase: PhaseRules, who: Who, carry: CarryArrays, steps_a_year: int, reuse: Tables | None = None) -> Tables:
    """The tables of a step. reuse: those of a step that is over, to be written again."""
    behaviours, cells = phase.base.shape
    regions, groups = phase.covers.shape[1], phase.recorded.shape[2]
    sensors = len(phase.avoidable)
    found = reuse or Tables(
        rate=np.zeros((behaviours, cells)),
        response=np.zeros((behaviours, cells)),
        right=np.zeros((behaviours, regions, groups)),
        household=np.zeros((behaviours, regions, groups)),
        wrong=np.zeros((sensors, behaviours, regions, groups)),
        false=np.zeros((behaviours, cells)),
        acts_ladders=np.zeros((behaviours, cells, phase.level.shape[1]), LADDER).view(np.recarray),
        false_ladders=np.zeros((behaviours, cells), LADDER).view(np.recarray),
    )
    _numbers(
        phase.behaviours, phase.base, phase.by_trait, phase.by_list, phase.covers, phase.avoidable, phase.household,
        phase.sees, phase.recorded, phase.misattributed, phase.false_per_year, who.region_of, who.group_of,
        carry.deterrence, carry.chilling, carry.avoidance, carry.load, steps_a_year,
        found.rate, found.response, found.right, found.household, found.wrong, found.false,
    )  # fmt: skip
    while True:
        outcomes, guides = _ladders(
            phase.behaviours, phase.level, who.region_of, who.group_of, steps_a_year,
            found.rate, found.response, found.right, found.household, found.false,
            TRIANGLE, found.acts_ladders, found.false_ladders, found.thresholds, found.outcomes, found.guides,
        )  # fmt: skip
        if outcomes <= len(found.thresholds) and guides <= len(found.guides):
            return found
        found.thresholds, found.outcomes = np.zeros(outcomes * 2, np.int64), np.zeros(outcomes * 2, np.int32)
        found.guides = np.zeros((guides, GUIDE_CELLS), np.uint16)


@building_entry
def _numbers(
    behaviours, base, by_trait, by_list, covers, avoidable, to_household, sees, recorded, misattributed,
    false_per_year, region_of, group_of, deterrence, chilling, avoidance, load, steps_a_year,
    rate, response, right, household, wrong, false,
):  # fmt: skip
    """What ladders are made from: rates, responses, and what becomes of an act."""
    sensors = len(avoidable)
    r, m, first_wrong = np.empty(sensors), np.empty(sensors), np.empty(sensors)
    of_nobody = np.empty(right.shape)  # false records a year with no act behind them
    for b in range(right.shape[0]):
        for region in range(right.shape[1]):
            for group in range(right.shape[2]):
                watching = np.int64(0)
                spontaneous = 0.0
                for s in range(sensors):
                    if sees[s, b]:
                        c = covers[s, region] * avoidance[region] if avoidable[s] else covers[s, region]
                        r[watching] = c * recorded[s, b, group]
                        m[watching] = c * misattributed[s, b, group]
                        spontaneous = spontaneous + false_per_year[s, b, group] * c
                        watching += 1
                missed = sightings(r, m, watching, first_wrong)
                by_keepers = 0.0
                watching = 0
                for s in range(sensors):
                    if sees[s, b]:
                        wrong[s, b, region, group] = first_wrong[watching]
                        if to_household[s]:
                            by_keepers = by_keepers + first_wrong[watching]
                        watching += 1
                right[b, region, group] = 1.0 - missed
                household[b, region, group] = by_keepers
                of_nobody[b, region, group] = spontaneous
        for cell in range(rate.shape[1]):
            region, group = region_of[cell], group_of[cell]
            rate[b, cell] = base[b, cell] * by_trait[b, 0] * by_list[b, 0]
            response[b, cell] = deterrence[b, region] * (chilling[region] if behaviours[b].right else 1.0)
            false[b, cell] = of_nobody[b, region, group] / steps_a_year + load[b, cell]


@building_entry
def _ladders(
    behaviours, level, region_of, group_of, steps_a_year, rate, response, right, household, false,
    triangle, acts_ladders, false_ladders, thresholds, outcomes, guides,
):  # fmt: skip
    """The ladders of acts and false records are in the pool, equal ones once.

    Returns the room that all of them need, outcomes and guides; where there is less, those that fit are written.
    """
    free, guide = np.int64(0), np.int64(0)
    for b in range(rate.shape[0]):
        for cell in range(rate.shape[1]):
            p = right[b, region_of[cell], group_of[cell]]
            q = household[b, region_of[cell], group_of[cell]]
            same = cell
            for other in range(cell):
                if (
                    rate[b, other] == rate[b, cell]
                    and response[b, other] == response[b, cell]
                    and right[b, region_of[other], group_of[other]] == p
                    and household[b, region_of[other], group_of[other]] == q
                ):
                    same = other
                    break
            if same < cell:
                for of in range(behaviours[b].levels):
                    acts_ladders[b, cell, of] = acts_ladders[b, same, of]
            else:
                spread = behaviours[b].levels - 1
                for of in range(behaviours[b].levels):
                    mean = mean_of_acts(rate[b, cell], level[b, of], response[b, cell], steps_a_year)
                    rung = acts_ladders[b, cell, of]
                    free, guide = _one(rung, mean, p, q, spread, free, guide, triangle, thresholds, outcomes, guides)
            same = cell
            for other in range(cell):
                if false[b, other] == false[b, cell]:
                    same = other
                    break
            if same < cell:
                false_ladders[b, cell] = false_ladders[b, same]
            else:
                mean = min(false[b, cell], MOST)
                rung = false_ladders[b, cell]
                free, guide = _one(rung, mean, 0.0, 0.0, _ALIKE, free, guide, triangle, thresholds, outcomes, guides)
    return free, guide


@builder
def _one(rung, mean, p, q, spread, free, guide, triangle, thresholds, outcomes, guides):
    """One ladder is in the pool, if it fits; returns where the next ladder and the next guide go."""
    none = exp_minus(mean)
    size = most_outcomes(mean, none, p, q, END_OF_POOL)
    if free + size > len(thresholds):
        return free + size, guide + 1
    free = build(rung, mean, none, p, q, free, spread, triangle, thresholds, outcomes)
    if rung.guide >= 0:
        rung.guide = guide
        if guide < len(guides):
            fill_guide(rung, thresholds, outcomes, guides[guide])
        guide += 1
    return free, guide


def following(
    before: PhaseRules,
    phase: PhaseRules,
    who: Who,
    carry: CarryArrays,
    made: Tables,
    totals: Totals,
    people_of_cells: NDArray[np.int64],
    steps_a_year: int,
) -> CarryArrays:
    """What the step after takes, under `phase`; before, carry and made: rules, carry and tables of this step."""
    behaviours, regions = carry.deterrence.shape
    found = CarryArrays(
        np.ones((behaviours, regions)),
        np.ones(regions),
        np.ones(regions),
        np.zeros(carry.load.shape),
        np.zeros(len(carry.room)),
        totals.cases.copy(),
    )
    _following(
        phase.behaviours, phase.curves, before.sees, before.household, before.by_age, before.by_sex,
        who.region_of, who.group_of, who.age_of, who.sex_of, people_of_cells, steps_a_year,
        made.right, made.household, made.wrong, before.capacity, phase.capacity, carry.room,
        totals.acts, totals.true, totals.household, totals.listed, totals.reviewed,
        found.deterrence, found.chilling, found.avoidance, found.load, found.room,
    )  # fmt: skip
    return found


@building_entry
def _following(
    behaviours, curves, sees, to_household, by_age, by_sex,
    region_of, group_of, age_of, sex_of, people, steps_a_year,
    right, household, wrong, capacity_before, capacity, room_before,
    acts, true, kept, listed, reviewed,
    deterrence, chilling, avoidance, load, room_now,
):  # fmt: skip
    """Responses by the rules of the next step, loads by the chances that held in this one."""
    cells = len(people)
    of_region = np.zeros(len(chilling), np.int64)
    for cell in range(cells):
        of_region[region_of[cell]] += people[cell]
    for region in range(len(chilling)):
        s = ratio(listed[region], of_region[region])
        chilling[region] = multiplier(curves[1, 0], curves[1, 1], s)
        avoidance[region] = multiplier(curves[2, 0], curves[2, 1], s)
    for b in range(acts.shape[0]):
        if behaviours[b].targeted:
            for region in range(len(chilling)):
                recorded, done = np.int64(0), np.int64(0)
                for cell in range(cells):
                    if region_of[cell] == region:
                        recorded += true[b, cell]
                        done += acts[b, cell]
                deterrence[b, region] = multiplier(curves[0, 0], curves[0, 1], ratio(recorded, done))
        for s in range(len(to_household)):
            if not sees[s, b] or to_household[s]:
                continue
            for cell in range(cells):
                region, group = region_of[cell], group_of[cell]
                unseen = acts[b, cell] - true[b, cell] - kept[b, cell]
                left = 1.0 - right[b, region, group] - household[b, region, group]
                if unseen == 0 or left <= 0:
                    continue
                mistaken = unseen * (wrong[s, b, region, group] / left)
                # the cells of this region and group, in their order: by age, then by sex
                for target in range(cells):
                    if region_of[target] == region and group_of[target] == group:
                        of_age = by_age[s, 1 if age_of[target] == age_of[cell] else 0]
                        of_sex = by_sex[s, 1 if sex_of[target] == sex_of[cell] else 0]
                        load[b, target] += mistaken * (of_age * of_sex)
        for cell in range(cells):
            load[b, cell] = load[b, cell] / people[cell] if people[cell] != 0 else 0.0
    total = people.sum()
    for i in range(len(room_now)):
        if np.isnan(capacity[i]):
            room_now[i] = 0.0  # an office without a capacity has no room to keep account of
        else:
            left = 0.0 if np.isnan(capacity_before[i]) else room_before[i] - reviewed[i]
            room_now[i] = room(left, capacity[i], total, steps_a_year)
