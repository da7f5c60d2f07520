"""The plan of one step: everything a file can vary, resolved into integers.

Engines and mechanisms read nothing else: they know no file and no name. Two chances stay shares until the number of
records or denials is known, and are then turned into thresholds by `ground_fires` and `told_by_denial`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from scorewatch.chance import ladder, level
from scorewatch.chance.share import at_least_one, threshold
from scorewatch.chance.stream import stream
from scorewatch.people.template import Template
from scorewatch.plan import means
from scorewatch.plan.carry import Carry
from scorewatch.plan.observation import seen
from scorewatch.regime import duration
from scorewatch.regime.declare import List, Rules, Sanction, Score
from scorewatch.regime.resolve import due_process, profile_points
from scorewatch.regime.words import NEVER, NONE

LIST_PURPOSES = ("review", "stops", "notice", "complies", "appeals", "granted")


@dataclass(frozen=True)
class GroundPlan:
    """A ground: which behaviours it is on, the chance a record has, how long it holds."""

    on: tuple[int, ...]
    chance: float
    term: int | None  # steps; None: for ever
    fires: int  # stream


@dataclass(frozen=True)
class ListPlan:
    """A list: thresholds of the score, holds, and its due process; shares as 32-bit thresholds."""

    enter_below: int | None
    below_before: int | None  # the threshold that was in force in the step before; None: nobody counts as below it
    leave_at: int | None  # None: no way out by score
    term: int | None
    complies: int
    grounds: tuple[GroundPlan, ...]
    reviewed: int
    stops_mistaken: int
    stops_accurate: int
    notice: int
    notice_on_denial: float
    appeals_mistaken: int
    appeals_accurate: int
    decided_after: int
    granted_if_mistaken: int
    granted_if_accurate: int
    corrects_record: bool
    streams: dict[str, int]


@dataclass(frozen=True)
class SanctionPlan:
    """A sanction: on which list, whom it reaches, whether it strikes once at entry."""

    list: int
    reaches: str
    at_entry: bool
    attempts: int  # stream
    notice: int  # stream


@dataclass(frozen=True)
class ScorePlan:
    """The score: its range, what is recovered in this step, the points of a record of each behaviour."""

    low: int
    high: int
    recovery: int
    points: tuple[int, ...]


@dataclass(frozen=True)
class Cut:
    """A mean of false records that was above 40 and was cut there."""

    behaviour: int
    cell: int
    mean: float


@dataclass
class Plan:
    """The rules of one step. Ladders are built when first asked for: most cells never need most of theirs."""

    rules: Rules
    template: Template
    carry: Carry
    step: int
    steps_a_year: int
    score: ScorePlan | None
    lists: tuple[ListPlan, ...]
    sanctions: tuple[SanctionPlan, ...]
    act_streams: tuple[int, ...]
    false_streams: tuple[int, ...]
    levels: tuple[tuple[float, ...], ...]  # the multiplier of each level, [behaviour][level]
    with_trait: tuple[bool, ...]  # whether a trait matters, [behaviour]
    with_list: tuple[bool, ...]
    cuts: list[Cut] = field(default_factory=list)
    _acts: dict[tuple[int, int, int, int, int], ladder.Acts] = field(default_factory=dict)
    _by_mean: dict[tuple[float, float, float], ladder.Acts] = field(default_factory=dict)
    _false: dict[tuple[int, int], ladder.Ladder] = field(default_factory=dict)
    _denials: dict[tuple[int, int, int], ladder.Ladder] = field(default_factory=dict)

    def acts(self, behaviour: int, cell: int, trait: int, on_lists: int, level_: int) -> ladder.Acts:
        """The ladder of a person's acts, true records and household misattributions."""
        key = (
            behaviour,
            cell,
            trait if self.with_trait[behaviour] else -1,
            on_lists if self.with_list[behaviour] else 0,
            level_,
        )
        found = self._acts.get(key)
        if found is None:
            found = self._acts[key] = self._build_acts(*key)
        return found

    def _build_acts(self, b: int, cell: int, trait: int, on_lists: int, level_: int) -> ladder.Acts:
        name, behaviour = list(self.rules.behaviour.items())[b]
        region, group, _, _ = self.template.cells[cell]
        response = self.carry.deterrence[b][region] * (self.carry.chilling[region] if behaviour.right else 1.0)
        mean = means.acts(
            self.rules,
            behaviour,
            self.template,
            cell,
            trait,
            on_lists,
            self.levels[b][level_],
            response,
            self.steps_a_year,
        )
        chances = seen(self.rules, name, region, group, self.template.census, self.carry.avoidance[region])
        same = (mean, chances.right, chances.household)
        if same not in self._by_mean:
            self._by_mean[same] = ladder.acts(*same)
        return self._by_mean[same]

    def false(self, behaviour: int, cell: int) -> ladder.Ladder:
        """The ladder of false records that land on a person, lookalikes' and spontaneous ones together."""
        return self._false[behaviour, cell]

    def denials(self, sanction: int, cell: int, trait: int) -> ladder.Ladder:
        """The ladder of what a person who is reached attempts, and is denied."""
        key = (sanction, cell, trait)
        found = self._denials.get(key)
        if found is None:
            declared = list(self.rules.sanction.values())[sanction]
            mean = means.attempts(self.rules, declared, self.template, cell, trait, self.steps_a_year)
            found = self._denials[key] = ladder.poisson(mean)
        return found


def purposes(rules: Rules) -> list[str]:
    """Everything that a file may draw a word for."""
    found = ["traits"]
    for name in rules.behaviour:
        found += [f"behaviour.{name}/{what}" for what in ("acts", "false", "level")]
    for name, declared in rules.list.items():
        found += [f"list.{name}/{what}" for what in LIST_PURPOSES]
        found += [f"list.{name}.ground.{ground}/fires" for ground in declared.ground]
    for name in rules.sanction:
        found += [f"sanction.{name}/{what}" for what in ("attempts", "notice")]
    return found


def level_multipliers(rules: Rules) -> tuple[tuple[float, ...], ...]:
    """The multiplier of each level for each behaviour; (1,) where there is no spread."""
    return tuple(level.multipliers(b.spread.value) if b.spread.value else (1.0,) for b in rules.behaviour.values())


def make_plan(
    rules: Rules,
    rules_before: Rules | None,
    template: Template,
    carry: Carry,
    step: int,
    steps_a_year: int,
    levels: tuple[tuple[float, ...], ...],
) -> Plan:
    """The plan of a step. rules_before: those of the step before, None at the first."""
    plan = Plan(
        rules=rules,
        template=template,
        carry=carry,
        step=step,
        steps_a_year=steps_a_year,
        score=_score(rules, rules.score, step, steps_a_year) if rules.score else None,
        lists=tuple(
            _list(rules, rules_before, name, declared, carry.room[i], carry.cases[i], steps_a_year)
            for i, (name, declared) in enumerate(rules.list.items())
        ),
        sanctions=tuple(_sanction(rules, name, declared) for name, declared in rules.sanction.items()),
        act_streams=tuple(stream(f"behaviour.{name}/acts") for name in rules.behaviour),
        false_streams=tuple(stream(f"behaviour.{name}/false") for name in rules.behaviour),
        levels=levels,
        with_trait=tuple(b.by_trait is not None for b in rules.behaviour.values()),
        with_list=tuple(b.by_list is not None for b in rules.behaviour.values()),
    )
    _false_ladders(plan)
    return plan


def _false_ladders(plan: Plan) -> None:
    """Every cell's ladder of false records; a mean above 40 is cut there and noted."""
    same: dict[float, ladder.Ladder] = {}
    for b, name in enumerate(plan.rules.behaviour):
        for cell, (region, group, _, _) in enumerate(plan.template.cells):
            avoidance = plan.carry.avoidance[region]
            chances = seen(plan.rules, name, region, group, plan.template.census, avoidance)
            mean = chances.false_per_year / plan.steps_a_year + plan.carry.load[b][cell]
            if mean > ladder.MOST:
                plan.cuts.append(Cut(b, cell, mean))
                mean = ladder.MOST
            if mean not in same:
                same[mean] = ladder.poisson(mean)
            plan._false[b, cell] = same[mean]


def _score(rules: Rules, score: Score, step: int, steps_a_year: int) -> ScorePlan:
    r = score.recovery.value
    return ScorePlan(
        low=score.range[0],
        high=score.range[1],
        recovery=(step + 1) * r // steps_a_year - step * r // steps_a_year,
        points=tuple(b.points.value for b in rules.behaviour.values()),
    )


def leave_at(declared: List) -> int | None:
    """The score at which a score hold ends, or None for never.

    With a finite term only where it is written; else the threshold of entry.
    """
    if declared.leave_at == NEVER:
        return None
    if declared.leave_at is not None and not isinstance(declared.leave_at, str):
        return declared.leave_at.value
    if declared.term != NEVER or declared.enter_below is None:
        return None
    return declared.enter_below.value


def _term(term: str, step: str) -> int | None:
    return None if term == NEVER else duration.steps(term, step)


def _list(
    rules: Rules,
    before: Rules | None,
    name: str,
    declared: List,
    room: float,
    cases: int,
    steps_a_year: int,
) -> ListPlan:
    process = due_process(rules, name)
    review = process.review_share
    if process.capacity_per_year is not None:
        review = max(0.0, min(review, room / max(1, cases)))
    below_before = before.list[name].enter_below if before else None
    behaviours = list(rules.behaviour)
    return ListPlan(
        enter_below=declared.enter_below.value if declared.enter_below else None,
        below_before=below_before.value if below_before else None,
        leave_at=leave_at(declared),
        term=_term(declared.term, rules.step),
        complies=threshold(declared.complies_per_year.value / steps_a_year),
        grounds=tuple(
            GroundPlan(
                on=tuple(behaviours.index(b) for b in ground.on),
                chance=_ground_chance(ground.chance.value, [u.value for u in ground.unless.values()]),
                term=_term(ground.term, rules.step),
                fires=stream(f"list.{name}.ground.{ground_name}/fires"),
            )
            for ground_name, ground in declared.ground.items()
        ),
        reviewed=threshold(review),
        stops_mistaken=threshold(process.stops_mistaken),
        stops_accurate=threshold(process.stops_accurate),
        notice=threshold(process.notice),
        notice_on_denial=process.notice_on_denial,
        appeals_mistaken=threshold(process.appeals_mistaken),
        appeals_accurate=threshold(process.appeals_accurate),
        decided_after=duration.steps(process.decided_after, rules.step) if process.decided_after else 1,
        granted_if_mistaken=threshold(process.granted_if_mistaken),
        granted_if_accurate=threshold(process.granted_if_accurate),
        corrects_record=process.corrects_record,
        streams={purpose: stream(f"list.{name}/{purpose}") for purpose in LIST_PURPOSES},
    )


def _ground_chance(chance: float, unless: Sequence[float]) -> float:
    """chance x (1 - product of `unless`); listed unless all of these happen."""
    if not unless:
        return chance
    all_happen = 1.0
    for share in unless:
        all_happen = all_happen * share
    return chance * (1.0 - all_happen)


def ground_fires(ground: GroundPlan, records: int) -> int:
    """The threshold below which a word fires the ground for a person with so many records of it."""
    return at_least_one(ground.chance, records)


def told_by_denial(list_plan: ListPlan, denials: int) -> int:
    """The threshold below which a word tells a person of the listing after so many denials."""
    return at_least_one(list_plan.notice_on_denial, denials)


def _sanction(rules: Rules, name: str, declared: Sanction) -> SanctionPlan:
    return SanctionPlan(
        list=list(rules.list).index(declared.list),
        reaches=declared.reaches,
        at_entry=declared.imposed is not None,
        attempts=stream(f"sanction.{name}/attempts"),
        notice=stream(f"sanction.{name}/notice"),
    )


def is_subject(subject: tuple[str, ...] | None, rules: Rules, template: Template, cell: int, trait: int) -> bool:
    """Whether somebody of this cell and trait is among those a `subject` names; nobody named means everybody."""
    if subject is None:
        return True
    age = template.census.age_bands[template.cells[cell][2]]
    return age in subject or (trait >= 0 and list(rules.trait)[trait] in subject)


def start_score(rules: Rules, template: Template, cell: int, trait: int) -> int:
    """A person's start: `start` plus the points of the profile, within range. Needs a score."""
    score = rules.score
    assert score is not None
    region, group, age, sex = template.cells[cell]
    c = template.census
    name = NONE if trait < 0 else list(rules.trait)[trait]
    points = profile_points(rules, c.age_bands[age], c.sexes[sex], c.regions[region], c.groups[group], name)
    return min(max(score.start.value + points, score.range[0]), score.range[1])
