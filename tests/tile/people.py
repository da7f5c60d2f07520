"""Random people for the pairs: any state that somebody can be in, and anything that can have happened before a stage.

What decides is drawn near: scores near the thresholds, holds whose term is over about now, appeals that are due.
"""

from __future__ import annotations

import random

from scorewatch.engine.clock import Clock
from scorewatch.mechanism.state import KIN, SCORE, Happened, Holds, ListStep, Person, Standing
from scorewatch.plan.order import LEDGERS, OBSERVED
from scorewatch.plan.plan import Plan, is_subject, start_score
from scorewatch.plan.resolved import ListPlan
from tile.planes import STAGES_IN_ORDER


class People:
    """Random people at the beginning of a step, and what has happened to them before a stage of it."""

    def __init__(self, clock: Clock, plan: Plan, seed: int) -> None:
        self.clock, self.plan, self.chance = clock, plan, random.Random(seed)
        self.first = clock.first
        self.rules, self.template = clock.persons.rules, clock.persons.template
        self.kept = [
            any(name in sensor.sees and sensor.to == "household" for sensor in self.rules.sensor.values())
            for name in self.rules.behaviour
        ]

    def maybe(self, chance: float = 0.5) -> bool:
        return self.chance.random() < chance

    def somebody(self, number: int, stage: str) -> tuple[Person, Happened]:
        """Somebody with this number just before this stage."""
        person = self._person(number)
        happened = self._happened(person, stage)
        return person, happened

    # --- how somebody stands --------------------------------------------------------------------------------------

    def _person(self, number: int) -> Person:
        rules, cell = self.rules, self.clock.persons.cell(number)
        trait = self.chance.randrange(len(rules.trait)) if rules.trait and self.maybe(0.4) else -1
        scored = rules.score is not None and is_subject(rules.score.subject, rules, self.template, cell, trait)
        start = start_score(rules, self.template, cell, trait) if scored else None
        subject = tuple(is_subject(x.subject, rules, self.template, cell, trait) for x in rules.list.values())
        return Person(
            number=number,
            cell=cell,
            trait=trait,
            levels=[self.chance.randrange(16) if b.spread.value else 0 for b in rules.behaviour.values()],
            child=self.template.cells[cell][2] in self.template.children,
            start=start,
            scores=None if start is None else [self._score(start) for _ in LEDGERS],
            subject=subject,
            standings=[
                self._standing(of, scored) if may else self._on_no_list(of)
                for of, may in zip(self.plan.lists, subject, strict=True)
            ],
        )

    def _score(self, start: int) -> int:
        """A score, mostly near something that it is compared with."""
        of = self.plan.score
        assert of is not None
        near = [start, start + of.recovery, start - of.recovery, of.low, of.high]
        near += [x for each in self.plan.lists for x in (each.enter_below, each.below_before, each.leave_at) if x]
        wanted = self.chance.choice(near) + self.chance.choice((-2, -1, -1, 0, 0, 1))
        return min(max(wanted if self.maybe(0.8) else self.chance.randint(of.low, of.high), of.low), of.high)

    def _on_no_list(self, of: ListPlan) -> Standing:
        holds = [Holds([None] * len(of.grounds)) for _ in LEDGERS]
        return Standing((holds[0], holds[1], holds[2]))

    def _standing(self, of: ListPlan, scored: bool) -> Standing:
        standing = self._on_no_list(of)
        if self.plan.step == self.first:
            return standing
        for holds in standing.on:
            if self.maybe():
                if scored and of.enter_below is not None and self.maybe():
                    holds.score = self._since(of.term)
                for g, ground in enumerate(of.grounds):
                    if self.maybe():
                        holds.grounds[g] = self._since(ground.term)
        if standing.on[OBSERVED].any():
            standing.entered, standing.told = self._since(None), self.maybe()
            if standing.told and self.maybe():
                standing.filed = self._since(of.decided_after)
        standing.ever = standing.listed() or self.maybe(0.2)
        standing.ever_by_mistake = standing.ever and self.maybe(0.3)
        return standing

    def _since(self, term: int | None) -> int:
        """A step before this one; mostly such that so many steps are over now, or are not quite."""
        ago = self.chance.randint(1, 9) if term is None or self.maybe(0.3) else term + self.chance.choice((-1, 0, 0, 1))
        return min(max(self.plan.step - ago, self.first), self.plan.step - 1)

    # --- what has happened ----------------------------------------------------------------------------------------

    def _happened(self, person: Person, stage: str) -> Happened:
        at = STAGES_IN_ORDER.index(stage)
        none = [0] * len(self.rules.behaviour)
        what = Happened(none[:], none[:], none[:], none[:], none[:])
        if at > STAGES_IN_ORDER.index("act"):
            self._acted(what)
        if at > STAGES_IN_ORDER.index("observe"):
            what.false = [self.chance.choice((0, 0, 0, 1, 2)) for _ in none]
        if at > STAGES_IN_ORDER.index("score") and person.start is not None:
            what.before = [self._score(person.start) for _ in LEDGERS]
            what.points = [self.chance.choice((0, 0, -1, 3)) for _ in LEDGERS]
        if at > STAGES_IN_ORDER.index("list"):
            what.lists = [self._list_step(person, i) for i in range(len(self.plan.lists))]
        if at > STAGES_IN_ORDER.index("sanction"):
            what.reached = [self.chance.choice((None, KIN, SCORE)) for _ in self.plan.sanctions]
            what.denials = [self.chance.choice((0, 0, 1, 3)) for _ in self.plan.sanctions]
        return what

    def _acted(self, what: Happened) -> None:
        for b, kept in enumerate(self.kept):
            acts = self.chance.choice((0, 0, 1, 2, 5))
            what.acts[b] = acts
            what.true[b] = self.chance.randint(0, acts)
            what.household[b] = self.chance.randint(0, acts - what.true[b]) if kept else 0

    def _list_step(self, person: Person, index: int) -> ListStep:
        """What a list has done to somebody in this step who now stands as the person does."""
        step, standing = ListStep(), person.standings[index]
        mistaken = standing.mistaken()
        if standing.listed():
            if self.maybe():
                step.case = step.entered = True
                step.reviewed, step.mistaken = self.maybe(), mistaken
                standing.entered, standing.told, standing.filed = self.plan.step, False, None
            elif self.maybe(0.3):
                step.decision, step.mistaken = "refused", mistaken
                standing.told, standing.filed = True, None
        elif person.subject[index] and self.maybe():
            if self.maybe():
                step.case = step.reviewed = step.stopped = True
                step.mistaken = mistaken
            else:
                step.exit = self.chance.choice(("appeal", "term", "complied", "score"))
                step.spell = self.chance.randint(1, 6)
                step.decision = "granted" if step.exit == "appeal" else None
                step.mistaken = step.exit == "appeal" and mistaken
        return step
