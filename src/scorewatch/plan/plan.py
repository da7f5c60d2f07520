"""The plan of one step: everything a file can vary, resolved into integers.

Engines and mechanisms read nothing else: they know no file and no name.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from scorewatch.chance import ladder, level
from scorewatch.chance.stream import stream
from scorewatch.people.template import Template
from scorewatch.plan import means
from scorewatch.plan.carry import Carry
from scorewatch.plan.observation import seen
from scorewatch.plan.resolved import (
    LIST_PURPOSES,
    ListPlan,
    SanctionPlan,
    ScorePlan,
    list_plan,
    sanction_plan,
    score_plan,
)
from scorewatch.regime.declare import Rules
from scorewatch.regime.resolve import profile_points
from scorewatch.regime.words import NONE


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
        score=score_plan(rules, rules.score, step, steps_a_year) if rules.score else None,
        lists=tuple(
            list_plan(rules, rules_before, name, declared, carry.room[i], carry.cases[i], steps_a_year)
            for i, (name, declared) in enumerate(rules.list.items())
        ),
        sanctions=tuple(sanction_plan(rules, name, declared) for name, declared in rules.sanction.items()),
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
