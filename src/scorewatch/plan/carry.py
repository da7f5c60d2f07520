"""What a step takes from the step before: integers in, multipliers, loads and room out (docs/model.md 4, 7 and 9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from scorewatch.people.template import Template
from scorewatch.plan.formulas import multiplier, ratio, room
from scorewatch.plan.observation import lookalike_chances, seen
from scorewatch.regime.declare import Curve, Rules
from scorewatch.regime.resolve import due_process


@dataclass
class Totals:
    """The integers of one step over the whole population that the next one needs.

    acts, true, household: [behaviour][cell]; household counts the acts drawn as household misattributions.
    listed: persons on any list (observed) at the end of the step, [region]. cases, reviewed: [list].
    """

    acts: list[list[int]]
    true: list[list[int]]
    household: list[list[int]]
    listed: list[int]
    cases: list[int]
    reviewed: list[int]

    @classmethod
    def none(cls, rules: Rules, template: Template) -> Totals:
        """All zero."""
        cells = len(template.cells)
        acts, true, household = ([[0] * cells for _ in rules.behaviour] for _ in range(3))
        lists = len(rules.list)
        return cls(acts, true, household, [0] * len(template.census.regions), [0] * lists, [0] * lists)


@dataclass(frozen=True)
class Carry:
    """What the plan of a step takes from the step before.

    deterrence: multiplier of acts, [behaviour][region]; 1 where the behaviour is not targeted.
    chilling, avoidance: multipliers, [region].
    load: mean false records from lookalikes for each person of the cell, [behaviour][cell].
    room: reviews that the office of a list can still make this step; cases: those of the step before; [list].
    """

    deterrence: tuple[tuple[float, ...], ...]
    chilling: tuple[float, ...]
    avoidance: tuple[float, ...]
    load: tuple[tuple[float, ...], ...]
    room: tuple[float, ...]
    cases: tuple[int, ...] = field(default=())


def first(rules: Rules, template: Template, people: int, steps_a_year: int) -> Carry:
    """Before there are any integers: multipliers 1, no load, and the room of the first step."""
    regions = len(template.census.regions)
    return Carry(
        deterrence=tuple((1.0,) * regions for _ in rules.behaviour),
        chilling=(1.0,) * regions,
        avoidance=(1.0,) * regions,
        load=tuple((0.0,) * len(template.cells) for _ in rules.behaviour),
        room=tuple(_room(rules, None, name, 0.0, 0, people, steps_a_year) for name in rules.list),
        cases=(0,) * len(rules.list),
    )


def following(
    before: Carry,
    totals: Totals,
    rules_before: Rules,
    rules: Rules,
    template: Template,
    people_of_cells: Sequence[int],
    steps_a_year: int,
) -> Carry:
    """What the next step takes: responses by the rules of the next step, loads by the chances that held in this one."""
    regions = range(len(template.census.regions))
    people = [0 for _ in regions]
    for (region, *_), count in zip(template.cells, people_of_cells, strict=True):
        people[region] += count
    listed = [ratio(totals.listed[region], people[region]) for region in regions]
    response = rules.response
    deterrence = []
    for b, behaviour in enumerate(rules.behaviour.values()):
        caught = [
            ratio(_of_region(totals.true[b], region, template), _of_region(totals.acts[b], region, template))
            for region in regions
        ]
        curve = response.deterrence if behaviour.targeted else None
        deterrence.append(tuple(_multiplier(curve, s) for s in caught))
    return Carry(
        deterrence=tuple(deterrence),
        chilling=tuple(_multiplier(response.chilling, s) for s in listed),
        avoidance=tuple(_multiplier(response.avoidance, s) for s in listed),
        load=tuple(
            _load(name, b, totals, rules_before, before.avoidance, template, people_of_cells)
            for b, name in enumerate(rules.behaviour)
        ),
        room=tuple(
            _room(rules, rules_before, name, before.room[i], totals.reviewed[i], sum(people_of_cells), steps_a_year)
            for i, name in enumerate(rules.list)
        ),
        cases=tuple(totals.cases),
    )


def _of_region(counts: Sequence[int], region: int, template: Template) -> int:
    return sum(count for count, cell in zip(counts, template.cells, strict=True) if cell[0] == region)


def _multiplier(curve: Curve | None, s: float) -> float:
    """1 - most x s / (s + half_at)."""
    return 1.0 if curve is None else multiplier(curve.most.value, curve.half_at.value, s)


def _room(
    rules: Rules, rules_before: Rules | None, name: str, before: float, reviewed: int, people: int, steps_a_year: int
) -> float:
    """What an office does not use is lost, what it overdraws the months after pay for.

    An office without a capacity has no room to keep account of: 0, and nothing to pay for when a phase gives it one.
    """
    capacity = due_process(rules, name).capacity_per_year
    if capacity is None:
        return 0.0
    kept_account = rules_before is not None and due_process(rules_before, name).capacity_per_year is not None
    left = before - reviewed if kept_account else 0.0
    return room(left, capacity, people, steps_a_year)


def _load(
    name: str,
    behaviour: int,
    totals: Totals,
    rules: Rules,
    avoidance: Sequence[float],
    template: Template,
    people: Sequence[int],
) -> tuple[float, ...]:
    """The mean of lookalike false records for each person of a cell.

    Sensors in the file's order, then the actors' cells, then the cells they fall on, are added up in this order; the
    sum is divided by the people of the cell. A load on a cell without people is lost.
    """
    load = [0.0] * len(template.cells)
    index = {cell: i for i, cell in enumerate(template.cells)}
    ages, sexes = len(template.census.age_bands), len(template.census.sexes)
    for sensor_name, sensor in rules.sensor.items():
        if name not in sensor.sees or sensor.to != "lookalike":
            continue
        by_age = moved(sensor.confuses.age.value, ages)
        by_sex = moved(sensor.confuses.sex.value, sexes)
        for cell, (region, group, age, sex) in enumerate(template.cells):
            unseen = totals.acts[behaviour][cell] - totals.true[behaviour][cell] - totals.household[behaviour][cell]
            chances = seen(rules, name, region, group, template.census, avoidance[region])
            wrong = dict(lookalike_chances(rules, name, region, group, template.census, avoidance[region]))
            left = 1.0 - chances.right - chances.household
            if not unseen or left <= 0:
                continue
            mistaken = unseen * (wrong[sensor_name] / left)
            for other_age in range(ages):
                for other_sex in range(sexes):
                    target = index[region, group, other_age, other_sex]
                    load[target] += mistaken * (by_age[other_age == age] * by_sex[other_sex == sex])
    return tuple(mean / count if count else 0.0 for mean, count in zip(load, people, strict=True))


def moved(share: float, kinds: int) -> tuple[float, float]:
    """The share that goes to each other kind, and the share that stays; where there is no other kind all stays."""
    return (share / (kinds - 1), 1.0 - share) if kinds > 1 else (0.0, 1.0)
