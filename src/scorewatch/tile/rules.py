"""The rules of a phase as arrays: what the tables of a step are made from, and what the mechanisms read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scorewatch.chance import level, share
from scorewatch.chance.arithmetic import exp_minus
from scorewatch.chance.stream import stream
from scorewatch.people.persons import by_whom, trait_share
from scorewatch.people.template import Template
from scorewatch.plan import means
from scorewatch.plan.carry import moved
from scorewatch.plan.formulas import reviewed
from scorewatch.plan.plan import is_subject, start_score
from scorewatch.plan.resolved import GroundPlan, ListPlan, list_plan, sanction_plan
from scorewatch.regime.declare import Rules
from scorewatch.regime.resolve import coverage, due_process, rate_for
from scorewatch.regime.words import NONE
from scorewatch.tile.columns import Columns, has_keepers

Records = Any  # a structured array, read by attribute
NOBODY, NEVER = -(2**30), 2**30  # a threshold that nobody is below; a time that never comes

BEHAVIOUR = np.dtype(
    [
        ("acts", "i8"),  # streams
        ("false", "i8"),
        ("level", "i8"),
        ("points", "i4"),
        ("level_plane", "i4"),  # -1 without spread
        ("levels", "i4"),
        ("with_trait", "i4"),
        ("with_list", "i4"),
        ("right", "i4"),
        ("targeted", "i4"),
        ("keepers", "i4"),  # whether a sensor draws household misattributions of it
    ],
    align=True,
)
LIST = np.dtype(
    [
        ("enter_below", "i4"),
        ("below_before", "i4"),
        ("leave_at", "i4"),
        ("term", "i4"),
        ("first_ground", "i4"),
        ("grounds", "i4"),
        ("first_hold", "i4"),
        ("complies", "i8"),  # shares as thresholds of a word
        ("reviewed", "i8"),
        ("stops_mistaken", "i8"),
        ("stops_accurate", "i8"),
        ("notice", "i8"),
        ("appeals_mistaken", "i8"),
        ("appeals_accurate", "i8"),
        ("granted_if_mistaken", "i8"),
        ("granted_if_accurate", "i8"),
        ("notice_on_denial", "f8"),
        ("decided_after", "i4"),
        ("corrects_record", "i4"),
        *((f"{purpose}_stream", "i8") for purpose in ("review", "stops", "notice", "complies", "appeals", "granted")),
        *((plane, "i4") for plane in ("held", "entered", "filed", "marks", "fired", "events", "spell")),
        ("sanctions", "i4"),  # how many go with it
        ("filed_kept", "i4"),  # which of the columns that are kept
        ("marks_kept", "i4"),
    ],
    align=True,
)
GROUND = np.dtype([("chance", "f8"), ("term", "i4"), ("stream", "i8")], align=True)
PERSON, CHILDREN, HOUSEHOLD = 0, 1, 2
_REACHES = {"person": PERSON, "children": CHILDREN, "household": HOUSEHOLD}
SANCTION = np.dtype(
    [
        ("list", "i4"),
        ("reaches", "i4"),
        ("at_entry", "i4"),
        ("attempts", "i8"),
        ("notice", "i8"),
    ],
    align=True,
)


@dataclass(frozen=True)
class PhaseRules:
    """The rules of a phase. Cells in the order of `Template.cells`; traits and lists count from 1, 0 is none."""

    rules: Rules
    behaviours: Records
    base: NDArray[np.float64]  # [behaviour, cell]: acts a year x by_age x by_sex x by_region x by_group
    by_trait: NDArray[np.float64]  # [behaviour, trait]
    by_list: NDArray[np.float64]  # [behaviour, list]
    level: NDArray[np.float64]  # [behaviour, 16]: multipliers
    covers: NDArray[np.float64]  # [sensor, region]
    avoidable: NDArray[np.uint8]  # [sensor]
    household: NDArray[np.uint8]  # [sensor]
    sees: NDArray[np.uint8]  # [sensor, behaviour]
    recorded: NDArray[np.float64]  # [sensor, behaviour, group]
    misattributed: NDArray[np.float64]
    false_per_year: NDArray[np.float64]
    by_age: NDArray[np.float64]  # [sensor, 2]: share of the load that goes to each other age band, and that stays
    by_sex: NDArray[np.float64]
    curves: NDArray[np.float64]  # [deterrence, chilling, avoidance; most, half_at]; most 0 where there is none
    capacity: NDArray[np.float64]  # [list]: reviews a year for 100,000 people; nan without a limit
    review_share: tuple[float, ...]  # of each list: the share of cases that is looked at, as far as the capacity goes
    lists: Records
    grounds: Records
    ground_on: NDArray[np.uint8]  # [ground, behaviour]
    since: NDArray[np.int32]  # planes of the times of holds, by list, ledger and hold; -1 where only a bit is kept
    sanctions: Records
    attempts: NDArray[np.float64]  # [sanction, cell, trait]: mean a step
    attempts_none: NDArray[np.float64]  # exp(-mean)
    score: NDArray[np.int64]  # lowest, highest, recovery a year; empty where nobody has a score

    def lists_at(self, before: PhaseRules | None, room: NDArray[np.float64], cases: NDArray[np.int64]) -> Records:
        """The lists of a step. before: the rules of the step before, None at the first."""
        found = self.lists.copy()
        columns = found.view(np.ndarray)  # by name a record array takes ten times as long
        below_before, of_reviews = columns["below_before"], columns["reviewed"]
        for i, name in enumerate(self.rules.list):
            was = before.rules.list[name].enter_below if before else None
            below_before[i] = was.value if was else NOBODY
            if not np.isnan(self.capacity[i]):
                chance = reviewed(self.review_share[i], float(room[i]), int(cases[i]))
                of_reviews[i] = share.threshold(chance)
        return found

    def recovery(self, step: int, steps_a_year: int) -> int:
        """Points recovered in this step."""
        r = int(self.score[2]) if len(self.score) else 0
        return (step + 1) * r // steps_a_year - step * r // steps_a_year


def phase_rules(
    rules: Rules, template: Template, columns: Columns, levels: tuple[tuple[float, ...], ...], steps_a_year: int
) -> PhaseRules:
    """The arrays of these rules. levels: multipliers by behaviour, of `Clock.levels`."""
    census = template.census
    cells, traits = range(len(template.cells)), range(-1, len(rules.trait))
    lists, grounds, on = _lists(rules, columns, steps_a_year)
    attempts = np.array(
        [
            [[means.attempts(rules, s, template, cell, trait, steps_a_year) for trait in traits] for cell in cells]
            for s in rules.sanction.values()
        ],
        dtype=np.float64,
    ).reshape(len(rules.sanction), len(cells), len(traits))
    sensors = list(rules.sensor.values())

    def by_case(what: str) -> NDArray[np.float64]:
        return np.array(
            [
                [
                    [rate_for(getattr(s, what), group, b) if b in s.sees else 0.0 for group in census.groups]
                    for b in rules.behaviour
                ]
                for s in sensors
            ],
            dtype=np.float64,
        ).reshape(len(sensors), len(rules.behaviour), len(census.groups))

    return PhaseRules(
        rules=rules,
        behaviours=_behaviours(rules, columns),
        base=np.array(
            [[by_whom(b.acts_per_year.value, b, template, cell) for cell in cells] for b in rules.behaviour.values()]
        ),
        by_trait=np.array(
            [
                [b.by_trait[name].value if b.by_trait else 1.0 for name in (NONE, *rules.trait)]
                for b in rules.behaviour.values()
            ],
            dtype=np.float64,
        ),
        by_list=np.array(
            [
                [b.by_list[name].value if b.by_list else 1.0 for name in (NONE, *rules.list)]
                for b in rules.behaviour.values()
            ],
            dtype=np.float64,
        ),
        level=np.array([(*multipliers, *(0.0,) * (level.LEVELS - len(multipliers))) for multipliers in levels]),
        covers=np.array(
            [[coverage(s, region) for region in census.regions] for s in sensors], dtype=np.float64
        ).reshape(len(sensors), len(census.regions)),
        avoidable=np.array([s.avoidable for s in sensors], dtype=np.uint8),
        household=np.array([s.to == "household" for s in sensors], dtype=np.uint8),
        sees=np.array([[b in s.sees for b in rules.behaviour] for s in sensors], dtype=np.uint8).reshape(
            len(sensors), len(rules.behaviour)
        ),
        recorded=by_case("recorded"),
        misattributed=by_case("misattributed"),
        false_per_year=by_case("false_per_year"),
        by_age=_moved([s.confuses.age.value for s in sensors], len(census.age_bands)),
        by_sex=_moved([s.confuses.sex.value for s in sensors], len(census.sexes)),
        curves=np.array(
            [
                (curve.most.value, curve.half_at.value) if curve else (0.0, 1.0)
                for curve in (rules.response.deterrence, rules.response.chilling, rules.response.avoidance)
            ],
            dtype=np.float64,
        ),
        capacity=np.array([_capacity(rules, name) for name in rules.list], dtype=np.float64),
        review_share=tuple(due_process(rules, name).review_share for name in rules.list),
        lists=lists,
        grounds=grounds,
        ground_on=on,
        since=np.array([p for c in columns.lists for ledger in c.since for p in ledger], dtype=np.int32),
        sanctions=_sanctions(rules),
        attempts=attempts,
        attempts_none=np.array([exp_minus(mean) for mean in attempts.ravel()]).reshape(attempts.shape),
        score=np.array((*rules.score.range, rules.score.recovery.value) if rules.score else (), dtype=np.int64),
    )


def _capacity(rules: Rules, name: str) -> float:
    found = due_process(rules, name).capacity_per_year
    return float("nan") if found is None else found


def _moved(shares: list[float], kinds: int) -> NDArray[np.float64]:
    """Of each sensor's load, the share that goes to each other kind, and the share that stays."""
    return np.array([moved(share, kinds) for share in shares], dtype=np.float64).reshape(len(shares), 2)


def _behaviours(rules: Rules, columns: Columns) -> Records:
    found = np.zeros(len(rules.behaviour), BEHAVIOUR).view(np.recarray)
    for record, (name, b), plane in zip(found, rules.behaviour.items(), columns.levels, strict=True):
        for what in ("acts", "false", "level"):
            record[what] = stream(f"behaviour.{name}/{what}")
        record.points, record.level_plane = b.points.value, plane
        record.levels = level.LEVELS if b.spread.value else 1
        record.with_trait, record.with_list = b.by_trait is not None, b.by_list is not None
        record.right, record.targeted = b.right is not None, b.targeted
        record.keepers = has_keepers(rules, name)
    return found


def _lists(rules: Rules, columns: Columns, steps_a_year: int) -> tuple[Records, Records, NDArray[np.uint8]]:
    """Lists, their grounds one after the other, and which behaviours each ground is on."""
    found = np.zeros(len(rules.list), LIST).view(np.recarray)
    plans: list[ListPlan] = [
        list_plan(rules, None, name, declared, 0.0, 0, steps_a_year) for name, declared in rules.list.items()
    ]
    holds = 0
    all_grounds: list[GroundPlan] = []
    for record, name, plan, planes in zip(found, rules.list, plans, columns.lists, strict=True):
        record.sanctions = sum(sanction.list == name for sanction in rules.sanction.values())
        record.enter_below = NOBODY if plan.enter_below is None else plan.enter_below
        record.below_before = NOBODY
        record.leave_at = NEVER if plan.leave_at is None else plan.leave_at
        record.term = NEVER if plan.term is None else plan.term
        record.first_ground, record.grounds, record.first_hold = len(all_grounds), len(plan.grounds), holds
        for what in (
            "complies",
            "reviewed",
            "stops_mistaken",
            "stops_accurate",
            "notice",
            "appeals_mistaken",
            "appeals_accurate",
            "granted_if_mistaken",
            "granted_if_accurate",
            "notice_on_denial",
            "decided_after",
            "corrects_record",
        ):
            record[what] = getattr(plan, what)
        for purpose, number in plan.streams.items():
            record[f"{purpose}_stream"] = number
        for plane in ("held", "entered", "filed", "marks", "fired", "events", "spell"):
            record[plane] = getattr(planes, plane)
        record.filed_kept, record.marks_kept = columns.place(planes.filed), columns.place(planes.marks)
        holds += 3 * (1 + len(plan.grounds))
        all_grounds += plan.grounds
    grounds = np.zeros(len(all_grounds), GROUND).view(np.recarray)
    on = np.zeros((len(all_grounds), len(rules.behaviour)), dtype=np.uint8)
    for g, ground in enumerate(all_grounds):
        grounds[g].chance, grounds[g].stream = ground.chance, ground.fires
        grounds[g].term = NEVER if ground.term is None else ground.term
        on[g, list(ground.on)] = 1
    return found, grounds, on


def _sanctions(rules: Rules) -> Records:
    found = np.zeros(len(rules.sanction), SANCTION).view(np.recarray)
    for i, (name, declared) in enumerate(rules.sanction.items()):
        plan = sanction_plan(rules, name, declared)
        found[i].list, found[i].reaches, found[i].at_entry = plan.list, _REACHES[plan.reaches], plan.at_entry
        found[i].attempts, found[i].notice = plan.attempts, plan.notice
    return found


@dataclass(frozen=True)
class Who:
    """What people are, by cell and trait (0 none): it never changes."""

    region_of: NDArray[np.int32]  # [cell]
    group_of: NDArray[np.int32]
    age_of: NDArray[np.int32]
    sex_of: NDArray[np.int32]
    cell_of: NDArray[np.int32]  # [row]
    subject: NDArray[np.uint8]  # [list, cell, trait]
    scored: NDArray[np.uint8]  # [cell, trait]
    start: NDArray[np.int32]  # [cell, trait]
    trait_thresholds: NDArray[np.int64]  # [cell, trait]
    trait_stream: int


def who(rules: Rules, template: Template) -> Who:
    """What people are under the rules of the first step."""
    cells, traits = range(len(template.cells)), range(-1, len(rules.trait))
    region, group, age, sex = (np.array(axis, dtype=np.int32) for axis in zip(*template.cells, strict=True))
    cell_of = np.array(template.cell_of_row, dtype=np.int32)
    score = rules.score
    return Who(
        region_of=region,
        group_of=group,
        age_of=age,
        sex_of=sex,
        cell_of=cell_of,
        subject=np.array(
            [
                [[is_subject(declared.subject, rules, template, c, t) for t in traits] for c in cells]
                for declared in rules.list.values()
            ],
            dtype=np.uint8,
        ).reshape(len(rules.list), len(cells), len(traits)),
        scored=np.array(
            [[score is not None and is_subject(score.subject, rules, template, c, t) for t in traits] for c in cells],
            dtype=np.uint8,
        ),
        start=np.array(
            [[start_score(rules, template, c, t) if score else 0 for t in traits] for c in cells], dtype=np.int32
        ),
        trait_thresholds=np.array(
            [share.cumulative([trait_share(template, t, c) for t in rules.trait.values()]) for c in cells],
            dtype=np.int64,
        ).reshape(len(cells), len(rules.trait)),
        trait_stream=stream("traits"),
    )
