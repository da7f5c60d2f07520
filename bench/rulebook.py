"""The numbers of a regime like `article`, read from the package's own objects: both peers answer to the same file.

Only numbers come from here, and from `scorewatch.regime` and `scorewatch.people` alone: neither its plan nor its
engines. What is done with them (acts, records, ledgers, lists, appeals, sanctions) each peer
writes for itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import prod

import numpy as np
import numpy.typing as npt

from scorewatch.chance import level
from scorewatch.people.persons import by_whom, trait_share
from scorewatch.people.template import Template
from scorewatch.regime import duration
from scorewatch.regime.declare import Behaviour as Behaving
from scorewatch.regime.declare import Curve, Rules, Sensor
from scorewatch.regime.declare import Sanction as Sanctioning
from scorewatch.regime.read import Regime
from scorewatch.regime.resolve import ResolvedDueProcess, coverage, due_process, factor, rate_for
from scorewatch.regime.words import NONE

Floats = npt.NDArray[np.float64]
_levels = cache(level.multipliers)  # no phase changes a spread


@dataclass(frozen=True)
class Watch:
    """A sensor that sees a behaviour: coverage by region, the others by group.

    confuses: [cell, cell], where the false records for acts of a cell fall, its rows adding up to 1; None where they
    fall on the household.
    """

    coverage: Floats
    recorded: Floats
    misattributed: Floats
    false: Floats
    avoidable: bool
    confuses: Floats | None

    def covers(self, avoidance: Floats) -> Floats:
        """By region."""
        return self.coverage * avoidance if self.avoidable else self.coverage

    def rates(self, avoidance: Floats) -> tuple[Floats, Floats]:
        """[region, group], per act: recorded rightly and wrongly by this sensor."""
        c = self.covers(avoidance)
        return np.outer(c, self.recorded), np.outer(c, self.misattributed)


@dataclass(frozen=True)
class Chances:
    """By cell. right, household: per act. false: records a person and step with no act behind them.

    moves: [cell, cell], the chance that an act which nobody recorded becomes a false record in another cell; None
    where no lookalike's sensor watches.
    """

    right: Floats
    household: Floats
    false: Floats
    moves: Floats | None


@dataclass(frozen=True)
class Behaviour:
    """mean: [cell, trait] acts a step at level 1, off the list, without response; the last trait is none.

    on_list: factor for the listed. levels: multipliers, one where there is no spread.
    """

    name: str
    mean: Floats
    on_list: float
    levels: Floats
    points: int
    targeted: bool
    right: str | None
    seen_by: tuple[Watch, ...]


@dataclass(frozen=True)
class Sanction:
    """mean: [cell, trait] attempts a step."""

    name: str
    children: bool  # reaches the children of any listed adult of the household; else the listed person
    mean: Floats


@dataclass(frozen=True)
class Rulebook:
    """The numbers of a step: one list with a score and one ground without a term."""

    rules: Rules
    template: Template
    steps_a_year: int
    behaviours: tuple[Behaviour, ...]
    traits: tuple[str, ...]  # the last is none
    start: int
    low: int
    high: int
    recovery_a_year: int
    list_name: str
    subject: npt.NDArray[np.bool_]  # [cell]
    enter_below: int
    leave_at: int
    ground: str
    ground_on: int  # behaviour
    ground_chance: float
    process: ResolvedDueProcess
    capacity: float  # reviews a step and person
    decided_after: int
    sanctions: tuple[Sanction, ...]

    def recovery(self, step: int) -> int:
        """Points recovered in a step."""
        r, y = self.recovery_a_year, self.steps_a_year
        return (step + 1) * r // y - step * r // y

    def chances(self, behaviour: int, avoidance: Floats) -> Chances:
        """What becomes of an act, and the false records without one, by cell."""
        sees = self.behaviours[behaviour].seen_by
        region, group, *_ = np.array(self.template.cells).T
        rates = [watch.rates(avoidance) for watch in sees]
        missed, household, false = np.ones((3, len(region)))
        household, false = household * 0.0, false * 0.0
        moves = None
        for i, (watch, (right, wrong)) in enumerate(zip(sees, rates, strict=True)):
            # the first in the file's order that misattributes it, where nobody records it rightly
            for earlier_right, earlier_wrong in rates[:i]:
                wrong = wrong * (1.0 - earlier_right - earlier_wrong)
            for later_right, _ in rates[i + 1 :]:
                wrong = wrong * (1.0 - later_right)
            missed = missed * (1.0 - right[region, group])
            false = false + watch.covers(avoidance)[region] * watch.false[group] / self.steps_a_year
            if watch.confuses is None:
                household = household + wrong[region, group]
            elif watch.misattributed.any():
                moves = (0.0 if moves is None else moves) + wrong[region, group][:, None] * watch.confuses
        if moves is not None:
            left = (missed - household)[:, None]
            moves = np.divide(moves, left, out=np.zeros_like(moves), where=left > 0)
        return Chances(1.0 - missed, household, false, moves)


def _watch(behaviour: str, sensor: Sensor, template: Template) -> Watch:
    """What a sensor does with acts of a behaviour."""
    census = template.census
    region, group, age, sex = np.array(template.cells).T
    near = (region[:, None] == region) & (group[:, None] == group)
    confuses = _moved(sensor.confuses.age.value, age, len(census.age_bands))
    confuses = near * confuses * _moved(sensor.confuses.sex.value, sex, len(census.sexes))
    return Watch(
        coverage=np.array([coverage(sensor, name) for name in census.regions]),
        recorded=np.array([rate_for(sensor.recorded, name, behaviour) for name in census.groups]),
        misattributed=np.array([rate_for(sensor.misattributed, name, behaviour) for name in census.groups]),
        false=np.array([rate_for(sensor.false_per_year, name, behaviour) for name in census.groups]),
        avoidable=sensor.avoidable,
        confuses=confuses if sensor.to == "lookalike" else None,
    )


def _mean(rate: float, what: Behaving | Sanctioning, rules: Rules, template: Template) -> Floats:
    """[cell, trait]: a rate a year times its factors; the last trait is none."""
    by_cell = np.array([by_whom(rate, what, template, cell) for cell in range(len(template.cells))])
    return np.outer(by_cell, [factor(what.by_trait, trait) for trait in (*rules.trait, NONE)])


def _moved(share: float, kind: npt.NDArray[np.int64], kinds: int) -> Floats:
    """[of, to]: the share of a load that goes to another kind, evenly, and the share that stays."""
    if kinds == 1:
        return np.ones((len(kind), len(kind)))
    return np.where(kind[:, None] == kind, 1.0 - share, share / (kinds - 1))


def multiplier(curve: Curve | None, share: Floats) -> Floats:
    """1 - most x s / (s + half_at)."""
    if curve is None:
        return np.ones_like(share)
    return 1.0 - curve.most.value * share / (share + curve.half_at.value)


def trait_shares(book: Rulebook) -> Floats:
    """[cell, trait]: the share of a cell's people with each trait; the last is none."""
    cells = range(len(book.template.cells))
    shares = np.array([[trait_share(book.template, t, c) for t in book.rules.trait.values()] for c in cells])
    return np.column_stack([shares, 1.0 - shares.sum(axis=1)])


def rulebook(regime: Regime, step: int, template: Template) -> Rulebook:
    """The numbers of this step. ValueError where a regime uses what `article` does not."""
    rules = regime.rules_at(step)
    y = regime.steps_a_year
    if len(rules.list) != 1 or rules.score is None or len(rules.trait) < 1 or regime.warm_up:
        raise ValueError("the peers know one list, a score, at least one trait and no warm-up")
    (list_name, declared), (traits, score) = next(iter(rules.list.items())), (tuple(rules.trait), rules.score)
    process = due_process(rules, list_name)
    if (
        len(declared.ground) != 1
        or declared.term != "never"
        or declared.complies_per_year.value
        or declared.enter_below is None
        or score.subject
        or any(trait in (declared.subject or ()) for trait in traits)
        or score.range[0] < 0
        or score.profile != type(score.profile)()
        or process.corrects_record
        or process.capacity_per_year is None
        or any(s.imposed or s.reaches == "household" for s in rules.sanction.values())
    ):
        raise ValueError("the peers know the parts of a regime that `article` uses")
    ground_name, ground = next(iter(declared.ground.items()))
    leave_at = declared.leave_at
    if ground.term != "never" or len(ground.on) != 1 or leave_at is None or isinstance(leave_at, str):
        raise ValueError("the peers know one ground without a term on one behaviour, and a way out by score")
    behaviours = tuple(
        Behaviour(
            name=name,
            mean=_mean(b.acts_per_year.value * factor(b.by_list, NONE) / y, b, rules, template),
            on_list=factor(b.by_list, list_name) / factor(b.by_list, NONE),
            levels=np.array(_levels(b.spread.value) if b.spread.value else [1.0]),
            points=b.points.value,
            targeted=b.targeted,
            right=b.right,
            seen_by=tuple(_watch(name, s, template) for s in rules.sensor.values() if name in s.sees),
        )
        for name, b in rules.behaviour.items()
    )
    return Rulebook(
        rules=rules,
        template=template,
        steps_a_year=y,
        behaviours=behaviours,
        traits=(*traits, "none"),
        start=score.start.value,
        low=score.range[0],
        high=score.range[1],
        recovery_a_year=score.recovery.value,
        list_name=list_name,
        subject=np.array(
            [
                declared.subject is None or template.census.age_bands[a] in declared.subject
                for _, _, a, _ in template.cells
            ]
        ),
        enter_below=declared.enter_below.value,
        leave_at=leave_at.value,
        ground=ground_name,
        ground_on=[b.name for b in behaviours].index(ground.on[0]),
        ground_chance=ground.chance.value
        * (1.0 - prod(u.value for u in ground.unless.values()) if ground.unless else 1.0),
        process=process,
        capacity=process.capacity_per_year / 100_000 / y,
        decided_after=duration.steps(process.decided_after, rules.step) if process.decided_after else 1,
        sanctions=tuple(
            Sanction(
                name,
                s.reaches == "children",
                _mean(
                    s.attempts_per_year.value * (1.0 - s.evaded.value) / y if s.attempts_per_year else 0.0,
                    s,
                    rules,
                    template,
                ),
            )
            for name, s in rules.sanction.items()
        ),
    )
