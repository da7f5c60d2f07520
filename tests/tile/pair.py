"""A laboratory of pairs: the plain mechanism and the compiled one on the same people, compared field by field."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

import numpy as np
from hypothesis import given

from laws.lives import few
from laws.regimes import Raw, read, regimes, wide
from scorewatch.chance.words import Month, Words
from scorewatch.engine.clock import Clock
from scorewatch.engine.household import STAGES, newcomers
from scorewatch.engine.layout import Fast
from scorewatch.engine.shard import Rules
from scorewatch.engine.tiling import Tiling, tiling
from scorewatch.mechanism.state import Happened, Person
from scorewatch.people.persons import Persons, whole_households
from scorewatch.people.template import Template, read_template
from scorewatch.plan.carry import Carry
from scorewatch.plan.plan import Plan
from scorewatch.plan.resolved import ListPlan
from scorewatch.regime.read import Regime, load
from scorewatch.tile.lanes import BLOCKS, LANES, WORK
from scorewatch.tile.state import LISTED
from scorewatch.tile.tables import CarryArrays, tables
from tile.people import People
from tile.planes import STAGES_IN_ORDER, Fields, Lived, Planes
from tile.stages import NAMES, Bench, live_stage

SEED = 2**63 + 2**31 + 11
PEOPLE = 1_400_000  # more than two shards, so that a copy far from the first has its people
DRAWN = 7
REGIMES = ("wide", "article", *(f"drawn {number}" for number in range(DRAWN)))
PURPOSES = {  # of the words of a list, and the thresholds they are compared with
    "review": ("reviewed",),
    "stops": ("stops_mistaken", "stops_accurate"),
    "notice": ("notice",),
    "complies": ("complies",),
    "appeals": ("appeals_mistaken", "appeals_accurate"),
    "granted": ("granted_if_mistaken", "granted_if_accurate"),
}
Pair = tuple[Person, Happened]
KINDS = ((2, 1), (1, 2), (3, 2), (2, 0), (1, 0))  # adults and children of a household


def regime(name: str) -> Regime:
    """A regime of `REGIMES`."""
    if name == "wide":
        return wide()
    if name == "article":
        return load("article")
    return read(_drawn()[int(name.removeprefix("drawn "))])


@cache
def _drawn() -> list[Raw]:
    """The first drawn regimes that have a list."""
    found: list[Raw] = []

    @few(3 * DRAWN)
    @given(regimes())
    def draw(raw: Raw) -> None:
        if "list" in raw:
            found.append(raw)

    draw()
    return found


def clock(of: Regime, steps: int = 80) -> Clock:
    """The steps and persons of a run of this regime."""
    template = read_template(of.census)
    persons = Persons(
        template,
        Words(SEED, len(template.rows)),
        of.rules_at(-of.warm_up),
        whole_households(template, PEOPLE),
    )
    return Clock(of, persons, steps)


@cache
def _households(kind: tuple[int, int]) -> list[tuple[int, int]]:
    """The households of the template with so many adults and children."""
    template = read_template(wide().census)  # that of all regimes
    found = []
    for begins, ends in template.households:
        children = sum(template.rows[row][0] in template.children for row in range(begins, ends))
        if (ends - begins - children, children) == kind:
            found.append((begins, ends))
    return found


def some_carry(at: Clock, chance: random.Random) -> Carry:
    """What a step may take from the one before: responses, loads and rooms of all sizes."""
    rules, template = at.persons.rules, at.persons.template
    regions = range(len(template.census.regions))

    def response() -> tuple[float, ...]:
        return tuple(chance.choice((1.0, chance.uniform(0.3, 1))) for _ in regions)

    def load_of_cell() -> float:
        return chance.choice((0.0, 0.0, chance.uniform(0, 0.3), chance.uniform(0, 0.3), chance.uniform(30, 50)))

    return Carry(
        deterrence=tuple(response() if b.targeted else (1.0,) * len(regions) for b in rules.behaviour.values()),
        chilling=response(),
        avoidance=response(),
        load=tuple(tuple(load_of_cell() for _ in template.cells) for _ in rules.behaviour),
        room=tuple(chance.choice((-2.5, 0.0, 3.7, 400.0)) for _ in rules.list),
        cases=tuple(chance.choice((0, 5, 900)) for _ in rules.list),
    )


@dataclass(frozen=True)
class Group:
    """Copies of a household of the template, a lane each: its rows, the first copy, and how many of these live."""

    begins: int
    ends: int
    copy: int
    living: int

    @property
    def members(self) -> int:
        return self.ends - self.begins

    def copy_of(self, lane: int) -> int:
        """Lane w·Q + q is copy 4q + w."""
        w, q = divmod(lane, BLOCKS)
        return self.copy + 4 * q + w

    def live_lanes(self) -> list[int]:
        return [j for j in range(LANES) if self.copy_of(j) - self.copy < self.living]

    def numbers(self, lane: int, template: Template) -> range:
        first = self.copy_of(lane) * len(template.rows)
        return range(first + self.begins, first + self.ends)


def _concerned(purpose: str, index: int, of: ListPlan, pairs: list[Pair], now: int) -> list[Person]:
    """Those about whom a word of this purpose may decide in this step."""
    found = []
    for person, what in pairs:
        standing = person.standings[index]
        of_purpose = {
            "review": not standing.listed(),
            "stops": not standing.listed(),
            "notice": bool(what.lists) and what.lists[index].entered,
            "complies": any(holds.any() for holds in standing.on),
            "appeals": standing.listed() and not standing.told,
            "granted": standing.filed is not None and now - standing.filed >= of.decided_after,
        }
        if of_purpose[purpose]:
            found.append(person)
    return found


class Lab:
    """One step of a regime in both engines: the same rules, the same carry."""

    def __init__(self, at: Clock, step: int, seed: int) -> None:
        self.clock, self.step, self.fast = at, step, Fast(at, 1)
        self.planes = Planes(self.fast.columns, at.persons.rules, at.first)
        self.chance = random.Random(seed)
        carry = at.first_carry() if step == at.first else some_carry(at, self.chance)
        self.plan: Plan = at.plan(step, carry)
        phase = self.fast.phase(step)
        before = self.fast.phase(step - 1) if step > at.first else None
        self.carry = CarryArrays.of(carry, at.persons.template)
        self.made = tables(phase, self.fast.who, self.carry, self.fast.year)
        self._plan = self.plan
        self.rules: Rules = self.fast.rules_of(
            phase, self.made, phase.lists_at(before, self.carry.room, self.carry.cases)
        )
        self._rules = self.rules
        self.people = People(at, self.plan, seed)

    @cached_property
    def _tiling(self) -> Tiling:
        return tiling(self.clock.persons.template, 1, 1)

    def groups(self, count: int) -> Iterator[Group]:
        """Copies of some households of several kinds: a few that live, and a whole tile of the fourth."""
        template, chance = self.clock.persons.template, self.chance
        for i in range(count):
            of_kind = _households(KINDS[i])
            # a household of the minority as often as one of the majority
            where = chance.choice(sorted({template.rows[begins][2:] for begins, _ in of_kind}))
            begins, ends = chance.choice([h for h in of_kind if template.rows[h[0]][2:] == where])
            living = LANES if i == 3 else chance.randint(1, 40)
            yield Group(begins, ends, LANES * chance.randint(0, 1), living)

    def random(self, group: Group, stage: str) -> Lived:
        """Random households of the group just before a stage, by lane."""
        found = {}
        for lane in group.live_lanes():
            pairs = [self.people.somebody(n, stage) for n in group.numbers(lane, self.clock.persons.template)]
            found[lane] = [p for p, _ in pairs], [what for _, what in pairs]
        return found

    def thresholds_are_words(self, lived: Lived) -> None:
        """Many shares of the lists are now such that the word of somebody they decide about is at them, or below.

        Words at a threshold are too rare to wait for.
        """
        words, choice, maybe = self.clock.persons.words, self.chance.choice, self.people.maybe
        pairs = [pair for people, happened in lived.values() for pair in zip(people, happened, strict=True)]

        def at_word(stream: int, concerned: list[Person]) -> int:
            who = choice(concerned or [person for person, _ in pairs])
            return max(1, words.word(who.number, self.step, stream) + choice((0, 0, 1)))

        records, grounds = self._rules.lists.copy(), self._rules.grounds.copy()
        self.rules = self._rules._replace(lists=records, grounds=grounds)
        lists = []
        for i, (of, record) in enumerate(zip(self._plan.lists, records, strict=True)):
            thresholds = {
                field: at_word(of.streams[purpose], _concerned(purpose, i, of, pairs, self.step))
                for purpose, fields in PURPOSES.items()
                for field in fields
                if maybe()
            }
            for field, threshold in thresholds.items():
                record[field] = threshold
            with_shares = []
            for g, ground in enumerate(of.grounds):
                share = ground.chance
                if maybe():
                    # of one record: 1 - (1 - c)^1 is c to the bit, for a multiple of 2^-32
                    once = [p for p, what in pairs if sum(what.true[b] + what.false[b] for b in ground.on) == 1]
                    share = at_word(ground.fires, once) / 2**32
                grounds[record.first_ground + g].chance = share
                with_shares.append(replace(ground, chance=share))
            on_denial, sanctions = of.notice_on_denial, [s.notice for s in self._plan.sanctions if s.list == i]
            if sanctions and maybe():
                on_denial = at_word(choice(sanctions), _concerned("appeals", i, of, pairs, self.step)) / 2**32
            record.notice_on_denial = on_denial
            lists.append(replace(of, grounds=tuple(with_shares), notice_on_denial=on_denial, **thresholds))
        self.plan = replace(self._plan, lists=tuple(lists))

    # --- both engines -----------------------------------------------------------------------------------------------

    def compare(self, stage: str, group: Group) -> Counter[str]:
        """Both engines have lived through a stage with the same random people; returns which fields it changed."""
        lived = self.random(group, stage)
        self.thresholds_are_words(lived)
        bench = self.bench(group)
        self.planes.pack(bench, group.members, lived, stage)
        before = {lane: self.planes.fields(*each, stage) for lane, each in lived.items()}
        self.run(stage, bench, group)
        words = Month(self.clock.persons.words, self.step)
        for household, happened in lived.values():
            STAGES[stage](household, happened, self.plan, words)
        expected = {lane: self.planes.fields(*each, stage) for lane, each in lived.items()}
        self.must_be_the_same(stage, bench, group, expected)
        self._nobody_is_nobody(stage, bench, group)
        changed: Counter[str] = Counter()
        for lane, members in expected.items():
            for was, now in zip(before[lane], members, strict=True):
                changed.update(name for name, value in now.items() if was.get(name) != value)
        return changed

    def must_be_the_same(self, stage: str, bench: Bench, group: Group, expected: dict[int, list[Fields]]) -> None:
        """Every field of everybody on the bench is what is expected, or the fields that are not are named."""
        found = self.planes.unpack(bench, group.members, group.live_lanes())
        wrong = [
            f"{name} of member {m}, lane {lane}, person {group.numbers(lane, self.clock.persons.template)[m]}: "
            f"plain {value!r}, compiled {found[lane][m][name]!r}"
            for lane, members in expected.items()
            for m, fields in enumerate(members)
            for name, value in fields.items()
            if value != found[lane][m][name]
        ]
        told = "\n".join(wrong[:8])
        assert not wrong, f"{stage}, step {self.step}, {group}: {len(wrong)} fields differ\n{told}"

    def _nobody_is_nobody(self, stage: str, bench: Bench, group: Group) -> None:
        """A copy beyond the last person does nothing, and nothing happens to it."""
        dead = [j for j in range(LANES) if j not in set(group.live_lanes())]
        c, order = self.fast.columns, STAGES_IN_ORDER.index(stage)
        planes = list(self.planes.drawn())
        if order >= STAGES_IN_ORDER.index("observe"):
            planes += [c.false + b for b in range(len(self.rules.behaviours))]
        for of in c.lists:
            planes += [of.held, of.held + 1, of.held + 2, of.entered, of.filed, of.marks]
            planes += [of.events] if order >= STAGES_IN_ORDER.index("list") else []
        if order >= STAGES_IN_ORDER.index("sanction"):
            planes += range(self.planes.reached, self.planes.count)
        for m in range(group.members):
            assert not bench.household[m][np.ix_(planes, dead)].any(), f"{stage}: a copy that nobody lives in"

    def run(self, stage: str, bench: Bench, group: Group, kept: Sequence[Any] = ()) -> None:
        """The compiled stage has run on the bench. kept: uint8, int16 and int32 [members, n, lanes]."""
        fast = self.fast
        live_stage(
            NAMES.index(stage), self.rules, fast.people_arrays, bench, fast.when(self.step),
            fast.who.trait_stream, group.copy, group.begins, group.living == LANES, *(kept or self.room(group)),
        )  # fmt: skip
        if stage in STAGES_IN_ORDER:
            self._what_is_looked_at_is_known(bench, group, STAGES_IN_ORDER.index(stage))

    def room(self, group: Group) -> list[Any]:
        """Room for what is kept of a group between steps, as the fast engine has it, with rubbish in it."""
        counts = self.fast.columns.counts()
        found = [
            np.zeros((group.members, n, LANES), of)
            for n, of in zip(counts, (np.uint8, np.int16, np.int32), strict=True)
        ]
        for array in found:
            array.view(np.uint8)[...] = 0xA5
        return found

    def newcomers(self, group: Group) -> dict[int, list[Fields]]:
        """The plain newcomers of a group, by lane."""
        persons = self.clock.persons
        return {
            lane: self.planes.fields(household, [None] * len(household), "")
            for lane in group.live_lanes()
            for household in [newcomers(persons, group.numbers(lane, persons.template))]
        }

    def _what_is_looked_at_is_known(self, bench: Bench, group: Group, order: int) -> None:
        """Later stages and the tally look only at what is busy or concerned: nothing else is there to be seen."""
        columns, behaviours = self.fast.columns, len(self.rules.behaviours)
        for m in range(group.members):
            who = bench.household[m]
            assert not who[self.planes.drawn()][bench.busy[m, :behaviours] == 0].any(), "acts of what is not busy"
            if order >= STAGES_IN_ORDER.index("observe"):
                false = who[columns.false : columns.false + behaviours]
                assert not false[bench.busy[m, behaviours:] == 0].any(), "false records of what is not busy"
            if order >= STAGES_IN_ORDER.index("list"):
                for of, concerned in zip(columns.lists, bench.concerned[m], strict=True):
                    assert concerned or not (who[of.events] | who[of.entered]).any(), "listed, and nobody is concerned"

    def bench(self, group: Group) -> Bench:
        """The arrays of a household, with what no stage may read: rubbish in every plane that is not kept."""
        rows = len(self.clock.persons.template.rows)
        rubbish = np.random.default_rng(1)

        def lanes(*shape: int) -> np.ndarray[Any, np.dtype[np.int32]]:
            return rubbish.integers(1, 9, (*shape, LANES), dtype=np.int32)

        household = lanes(group.members, self.planes.count)
        if not self.clock.persons.rules.trait:
            # where nobody has a trait its plane is not kept: it is 0 from the making of the desk on
            household[:, self.fast.columns.trait] = 0
        household[:, self.fast.columns.zeros] = 0
        work = np.zeros(1, WORK).view(np.recarray)
        work.view(np.uint8)[...] = rubbish.integers(1, 9, WORK.itemsize, dtype=np.uint8)
        work[0].key0, work[0].key1 = self.fast.key
        work[0].live[:] = 0
        work[0].live[group.live_lanes()] = -1
        places = np.zeros((rows, BLOCKS), np.int32)
        places[group.begins : group.ends] = np.arange(group.members * BLOCKS).reshape(-1, BLOCKS)
        behaviours, lists, kept = len(self.rules.behaviours), len(self.rules.lists), self.fast.with_keepers
        return Bench(
            household=household,
            rows=np.repeat(np.arange(group.begins, group.ends, dtype=np.int32)[:, None], BLOCKS, axis=1),
            groups=np.arange(BLOCKS, dtype=np.uint8),
            homes=self._tiling.homes,
            places=places,
            work=work,
            busy=np.ones((group.members, 2 * behaviours), np.uint8),
            concerned=np.zeros((group.members, lists), np.uint8),
            waiting=np.zeros((group.members, 2, kept, LANES), np.int32),
            waits=np.zeros((group.members, 2, kept), np.uint8),
            listed=np.zeros(group.members * LANES * lists, LISTED).view(np.recarray),
            chains=np.full(LANES, -1, np.int32),
            home=rubbish.integers(1, 9, (4, group.members), dtype=np.int32),
        )
