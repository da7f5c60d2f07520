"""Persons and what happened to them as planes of a tile, and both as fields that can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from scorewatch.chance.ladder import LOW
from scorewatch.mechanism.state import KIN, Happened, Holds, ListStep, Person, Standing
from scorewatch.plan.order import LEDGERS, ORDER
from scorewatch.regime.declare import Rules
from scorewatch.tile import state as bits
from scorewatch.tile.columns import EVER, EVER_BY_MISTAKE, TOLD, Columns
from tile.stages import Bench

CAUSES = (None, "appeal", "term", "complied", "score")
STAGES_IN_ORDER = [stage.name for stage in ORDER]
Fields = dict[str, Any]
Lived = dict[int, tuple[list[Person], list[Happened]]]  # by lane


class Planes:
    """The planes of a regime's tiles. first: the first step, whose time is 1."""

    def __init__(self, columns: Columns, rules: Rules, first: int) -> None:
        self.columns, self.rules, self.first = columns, rules, first
        # those of a household that are not of a tile come after those that are
        self.reached, self.denials = columns.planes, columns.planes + len(rules.sanction)
        self.count = columns.planes + 2 * len(rules.sanction)

    def drawn(self) -> range:
        c = self.columns
        return range(c.drawn, c.drawn + len(self.rules.behaviour))

    def _time(self, step: int | None) -> int:
        return 0 if step is None else step - self.first + 1

    def _step(self, time: int) -> int | None:
        return None if time == 0 else time - 1 + self.first

    def pack(self, bench: Bench, members: int, lived: Lived, stage: str) -> None:
        """The people are in the planes of the bench; what nobody lives in is empty."""
        columns, order = self.columns, STAGES_IN_ORDER.index(stage)
        for m in range(members):
            who = bench.household[m]
            who[[column.plane for column in columns.kept]] = 0
            who[columns.trait] = 0
            for of in columns.lists:
                who[of.held : of.held + 3] = 0
                if order > STAGES_IN_ORDER.index("list"):
                    who[of.events] = 0
            if order > STAGES_IN_ORDER.index("act"):
                who[self.drawn()] = 0
            if order > STAGES_IN_ORDER.index("observe"):
                who[columns.false : columns.false + len(self.rules.behaviour)] = 0
            if order > STAGES_IN_ORDER.index("sanction"):
                who[self.reached :] = 0
            for lane, (household, happened) in lived.items():
                self._pack_person(who[:, lane], household[m])
                self._pack_happened(who[:, lane], happened[m], order)
            behaviours = len(self.rules.behaviour)
            if order > STAGES_IN_ORDER.index("act"):
                bench.busy[m, :behaviours] = who[self.drawn()].any(axis=1)
            if order > STAGES_IN_ORDER.index("observe"):
                bench.busy[m, behaviours:] = who[columns.false : columns.false + behaviours].any(axis=1)
            if order > STAGES_IN_ORDER.index("list"):
                for i, of in enumerate(columns.lists):
                    bench.concerned[m, i] = (who[of.entered] | who[of.events]).any()

    def _pack_person(self, who: Any, person: Person) -> None:
        c = self.columns
        who[c.trait] = 1 + person.trait
        for plane, level in zip(c.levels, person.levels, strict=True):
            if plane >= 0:
                who[plane] = level
        if person.scores is not None:
            who[c.score : c.score + 3] = person.scores
        for of, standing in zip(c.lists, person.standings, strict=True):
            for ledger, holds in enumerate(standing.on):
                for hold, since in enumerate((holds.score, *holds.grounds)):
                    if since is not None:
                        who[of.held + ledger] |= 1 << hold
                    if of.since[ledger][hold] >= 0:
                        who[of.since[ledger][hold]] = self._time(since)
            who[of.entered], who[of.filed] = self._time(standing.entered), self._time(standing.filed)
            who[of.marks] = TOLD * standing.told | EVER * standing.ever | EVER_BY_MISTAKE * standing.ever_by_mistake

    def _pack_happened(self, who: Any, what: Happened, order: int) -> None:
        c = self.columns
        if order > STAGES_IN_ORDER.index("act"):
            for b, plane in enumerate(self.drawn()):
                who[plane] = what.acts[b] | what.true[b] << bits.RECORDS | what.household[b] << bits.HOUSEHOLD
        if order > STAGES_IN_ORDER.index("observe"):
            who[c.false : c.false + len(what.false)] = what.false
        if what.before is not None:
            who[c.before : c.before + 3], who[c.points : c.points + 3] = what.before, what.points
        for of, step in zip(c.lists, what.lists, strict=False):
            who[of.events], who[of.spell] = _events(step), step.spell
        for s, (origin, denials) in enumerate(zip(what.reached, what.denials, strict=True)):
            who[self.reached + s] = 0 if origin is None else bits.KIN if origin == KIN else bits.OWN + 1 + origin
            who[self.denials + s] = denials

    def fields(self, household: Sequence[Person], happened: Sequence[Happened | None], stage: str) -> list[Fields]:
        """The fields of plain people after a stage; those of a person alone where nothing has happened."""
        found = []
        for person, what in zip(household, happened, strict=True):
            fields: Fields = {"trait": person.trait, "levels": person.levels[:]}
            if person.scores is not None:
                fields["scores"] = person.scores[:]
            for name, of, standing in zip(self.rules.list, self.columns.lists, person.standings, strict=True):
                fields |= _standing(name, standing, of.since)
            if what is not None:
                fields |= self._what_happened(what, STAGES_IN_ORDER.index(stage), person.scores is not None)
            found.append(fields)
        return found

    def _what_happened(self, what: Happened, order: int, scored: bool) -> Fields:
        rules = self.rules
        fields: Fields = {"acts": what.acts[:], "true": what.true[:], "household": what.household[:]}
        if order >= STAGES_IN_ORDER.index("observe"):
            fields["false"] = what.false[:]
        if order >= STAGES_IN_ORDER.index("score") and scored and self.rules.score is not None:
            fields["before"], fields["points"] = what.before and what.before[:], what.points[:]
        for name, step in zip(rules.list, what.lists, strict=False):
            fields |= _step(name, step)
        for name, origin, denials in zip(rules.sanction, what.reached, what.denials, strict=False):
            fields[f"{name}: reached"], fields[f"{name}: denials"] = origin, denials
        return fields

    def unpack(self, bench: Bench, members: int, lanes: Iterable[int]) -> dict[int, list[Fields]]:
        """The fields of the people in these lanes of the bench."""
        by_lane = bench.household[:members].transpose(2, 0, 1).tolist()
        return {lane: [self._unpack_one(who) for who in by_lane[lane]] for lane in lanes}

    def _unpack_one(self, who: list[int]) -> Fields:
        c, rules = self.columns, self.rules
        drawn = [who[plane] for plane in self.drawn()]
        fields: Fields = {
            "trait": who[c.trait] - 1,
            "levels": [who[plane] if plane >= 0 else 0 for plane in c.levels],
            "scores": who[c.score : c.score + 3],
            "acts": [x & LOW for x in drawn],
            "true": [x >> bits.RECORDS & LOW for x in drawn],
            "household": [x >> bits.HOUSEHOLD for x in drawn],
            "false": who[c.false : c.false + len(drawn)],
            "before": who[c.before : c.before + 3],
            "points": who[c.points : c.points + 3],
        }
        for name, of in zip(rules.list, c.lists, strict=True):
            on = []
            for ledger in range(len(LEDGERS)):
                # a hold that is timed holds where its time is not 0, and its bit says the same
                times = [
                    self._step(who[plane]) if plane >= 0 and who[of.held + ledger] >> hold & 1 else None
                    for hold, plane in enumerate(of.since[ledger])
                ]
                odd = [
                    hold
                    for hold, plane in enumerate(of.since[ledger])
                    if plane >= 0 and (who[plane] != 0) != bool(who[of.held + ledger] >> hold & 1)
                ]
                assert not odd, f"{name}: a time without its bit, or a bit without its time"
                holding = [bool(who[of.held + ledger] >> hold & 1) for hold in range(len(times))]
                on.append([t if p >= 0 else h for t, h, p in zip(times, holding, of.since[ledger], strict=True)])
            events, marks = who[of.events], who[of.marks]
            fields |= {f"{name}: holds, {ledger}": holds for ledger, holds in zip(LEDGERS, on, strict=True)} | {
                f"{name}: since when listed": self._step(who[of.entered]),
                f"{name}: since when an appeal is pending": self._step(who[of.filed]),
                f"{name}: told": bool(marks & TOLD),
                f"{name}: ever": bool(marks & EVER),
                f"{name}: ever by mistake": bool(marks & EVER_BY_MISTAKE),
                f"{name}: entered": bool(events & bits.ENTERED),
                f"{name}: case": bool(events & bits.CASE),
                f"{name}: reviewed": bool(events & bits.REVIEWED),
                f"{name}: stopped": bool(events & bits.STOPPED),
                f"{name}: filed": bool(events & bits.FILED),
                f"{name}: granted": bool(events & bits.GRANTED),
                f"{name}: refused": bool(events & bits.REFUSED),
                f"{name}: mistaken": bool(events & bits.MISTAKEN),
                f"{name}: exit": CAUSES[events >> bits.CAUSE_SHIFT] if 0 <= events < 5 << bits.CAUSE_SHIFT else "?",
                f"{name}: spell": who[of.spell] if events >> bits.CAUSE_SHIFT else 0,
            }
        for s, name in enumerate(rules.sanction):
            reached = who[self.reached + s]
            fields[f"{name}: reached"] = (
                None if reached == 0 else KIN if reached == bits.KIN else reached - bits.OWN - 1
            )
            fields[f"{name}: denials"] = who[self.denials + s]
        return fields


def _standing(name: str, standing: Standing, since: tuple[tuple[int, ...], ...]) -> Fields:
    """How a plain person stands on a list; of a hold that is not timed only whether it holds."""

    def told(holds: Holds, planes: tuple[int, ...]) -> list[Any]:
        return [s if p >= 0 else s is not None for s, p in zip((holds.score, *holds.grounds), planes, strict=True)]

    return {
        f"{name}: holds, {ledger}": told(holds, planes)
        for ledger, holds, planes in zip(LEDGERS, standing.on, since, strict=True)
    } | {
        f"{name}: since when listed": standing.entered,
        f"{name}: since when an appeal is pending": standing.filed,
        f"{name}: told": standing.told,
        f"{name}: ever": standing.ever,
        f"{name}: ever by mistake": standing.ever_by_mistake,
    }


def _step(name: str, step: ListStep) -> Fields:
    return {
        f"{name}: entered": step.entered,
        f"{name}: case": step.case,
        f"{name}: reviewed": step.reviewed,
        f"{name}: stopped": step.stopped,
        f"{name}: filed": step.filed,
        f"{name}: granted": step.decision == "granted",
        f"{name}: refused": step.decision == "refused",
        f"{name}: mistaken": step.mistaken,
        f"{name}: exit": step.exit,
        f"{name}: spell": step.spell,
    }


def _events(step: ListStep) -> int:
    return (
        bits.ENTERED * step.entered
        | bits.CASE * step.case
        | bits.REVIEWED * step.reviewed
        | bits.STOPPED * step.stopped
        | bits.FILED * step.filed
        | bits.GRANTED * (step.decision == "granted")
        | bits.REFUSED * (step.decision == "refused")
        | bits.MISTAKEN * step.mistaken
        | CAUSES.index(step.exit) << bits.CAUSE_SHIFT
    )
