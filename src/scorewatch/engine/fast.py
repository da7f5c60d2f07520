"""The fast engine: the plan of the plain one, compiled, shard by shard; the same digest to the bit."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scorewatch.chance.ladder import MOST
from scorewatch.engine import shard
from scorewatch.engine.clock import Clock
from scorewatch.engine.count import BIN_COPIES, SLOTS, gather
from scorewatch.engine.keys import Keys, keys
from scorewatch.engine.memory import must_fit
from scorewatch.engine.outcome import Outcome, Progress
from scorewatch.engine.sums import Book, frames
from scorewatch.people.persons import PARTS
from scorewatch.plan.carry import Carry
from scorewatch.plan.plan import Cut
from scorewatch.tile import compiled
from scorewatch.tile.columns import Columns, columns
from scorewatch.tile.ladder import TRIANGLE
from scorewatch.tile.rules import PhaseRules, Who, phase_rules, who
from scorewatch.tile.state import AT
from scorewatch.tile.tables import CarryArrays, Tables, Totals, following, tables

COPIES = 128  # of the template in a shard: lanes of a tile
_FEWEST = 32  # lanes: four words of eight blocks
_UNITS_A_THREAD = 8  # a barrier waits for the last unit: shards are cut where there are few of them
_COUNT_AT_MOST = 2**28  # people counted before int32 counts are gathered


@dataclass(frozen=True)
class Unit:
    """Households `house` to `until` of the copies from `copy` on: what one call of the kernel lives through."""

    copy: int
    lanes: int
    house: int
    until: int
    rows: int
    people: int


@dataclass(frozen=True)
class State:
    """What is kept of the people of a unit between steps: uint8, int16 and int32 [rows, n, lanes]."""

    bytes_: NDArray[np.uint8]
    twos: NDArray[np.int16]
    fours: NDArray[np.int32]


class Fast:
    """A run in the making."""

    def __init__(self, clock: Clock, threads: int) -> None:
        self.clock = clock
        self.threads = threads
        self.template = clock.persons.template
        self.people = clock.persons.people
        rules = clock.regime.rules_at(clock.first)
        self.rules = rules
        self.columns: Columns = columns(clock.regime, clock.steps)
        self.who: Who = who(rules, self.template)
        self.keys: Keys = keys(rules)
        self.year = clock.regime.steps_a_year
        self._phases: dict[int, PhaseRules] = {}
        seed = clock.persons.words.seed
        self.key = (seed & 0xFFFFFFFF, seed >> 32)

    # --- what is fixed for the run ------------------------------------------------------------------------------

    def phase(self, step: int) -> PhaseRules:
        """The rules of a step as arrays."""
        rules = self.clock.regime.rules_at(step)
        found = self._phases.get(id(rules))
        if found is None:
            found = self._phases[id(rules)] = phase_rules(
                rules, self.template, self.columns, self.clock.levels, self.year
            )
        return found

    @cached_property
    def people_arrays(self) -> shard.People:
        at = np.zeros(1, AT).view(np.recarray)
        for name in AT.names or ():
            at[0][name] = getattr(self.columns, name)
        w, k = self.who, self.keys
        return shard.People(
            at, self.columns.records(), w.cell_of, w.child, self.households, w.subject, w.scored, w.start,
            w.trait_thresholds, k.first, k.of_list, k.of_sanction, k.rights,
        )  # fmt: skip

    @property
    def groups(self) -> int:
        """Cells x traits."""
        return int(self.who.start.size)

    @property
    def lowest_bin(self) -> int:
        return self.rules.score.range[0] // 10 * 10 if self.rules.score else 0

    @property
    def bins(self) -> int:
        return (self.rules.score.range[1] - self.lowest_bin) // 10 + 1 if self.rules.score else 1

    @property
    def longest_spell(self) -> int:
        return len(self.clock.all_steps()) + 1

    @cached_property
    def takes_nothing(self) -> bool:
        """Whether no step takes anything from the one before: then a shard runs through all of them at once."""
        phases = [self.phase(step) for step, _ in self.clock.regime.timeline]
        return all(
            not p.curves[:, 0].any()
            and not p.misattributed[p.household == 0].any()
            and bool(np.isnan(p.capacity).all())
            for p in phases
        )

    @cached_property
    def households(self) -> NDArray[np.int32]:
        """[household, 4]: first row, row after the last, number, and how many rows are before it in this order.

        Households of the same cells come one after the other: what they are counted into stays near.
        """
        of = [(tuple(self.who.cell_of[a:b].tolist()), a, b, h) for h, (a, b) in enumerate(self.template.households)]
        order = np.array([(a, b, h) for _, a, b, h in sorted(of)], dtype=np.int32)
        sizes = order[:, 1] - order[:, 0]
        return np.column_stack((order, np.cumsum(sizes) - sizes)).astype(np.int32)

    def units(self) -> list[Unit]:
        """The work of a step, in pieces."""
        rows = len(self.template.rows)
        copies = -(-self.people // rows)
        shards = -(-copies // COPIES)
        pieces = max(1, min(16, -(-_UNITS_A_THREAD * self.threads // shards))) if self.threads > 1 else 1
        ends = np.append(self.households[:, 3], rows)
        bounds = [0, *(int(np.searchsorted(ends, rows * p // pieces)) for p in range(1, pieces)), len(ends) - 1]
        found = []
        for first in range(0, copies, COPIES):
            lanes = min(COPIES, -(-(copies - first) // _FEWEST) * _FEWEST)
            for house, until in pairwise(bounds):
                if house < until:
                    size = int(ends[until] - ends[house])
                    full = (self.people - first * rows) // rows
                    found.append(Unit(first, lanes, house, until, size, min(lanes, max(1, full)) * size))
        return found

    def bytes_needed(self) -> int:
        """Memory for the state of everybody at once, or of as many units as there are threads."""
        sizes = sorted((u.rows * u.lanes for u in self.units()), reverse=True)
        kept = sizes[: self.threads] if self.takes_nothing else sizes
        return sum(kept) * self.columns.bytes_a_person()

    def states(self, units: list[Unit]) -> list[State]:
        """Room for what is kept of these units: one piece of memory for each kind."""
        n_bytes, n_twos, n_fours = self.columns.counts()
        lanes = sum(u.rows * u.lanes for u in units)
        bytes_, twos = np.empty(lanes * n_bytes, np.uint8), np.empty(lanes * n_twos, np.int16)
        fours = np.empty(lanes * n_fours, np.int32)
        found = []
        begins = 0
        for unit in units:
            ends = begins + unit.rows * unit.lanes
            found.append(
                State(
                    bytes_[begins * n_bytes : ends * n_bytes].reshape(unit.rows, n_bytes, unit.lanes),
                    twos[begins * n_twos : ends * n_twos].reshape(unit.rows, n_twos, unit.lanes),
                    fours[begins * n_fours : ends * n_fours].reshape(unit.rows, n_fours, unit.lanes),
                )
            )
            begins = ends
        return found

    # --- a step -------------------------------------------------------------------------------------------------

    def rules_of(self, phase: PhaseRules, made: Tables, lists: Any) -> shard.Rules:
        return shard.Rules(
            phase.behaviours, phase.base, phase.by_trait, phase.by_list, phase.level, made.rate, made.response,
            made.acts_ladders, made.false_ladders, TRIANGLE, made.thresholds, made.outcomes, made.guides.reshape(-1),
            lists, phase.grounds, phase.ground_on, phase.since, phase.sanctions, phase.attempts, phase.attempts_none,
        )  # fmt: skip

    def when(self, step: int) -> shard.When:
        phase = self.phase(step)
        low, high = (int(phase.score[0]), int(phase.score[1])) if len(phase.score) else (0, 0)
        return shard.When(
            step, step - self.clock.first + 1, self.year, low, high, phase.recovery(step, self.year), self.lowest_bin,
            len(phase.score) > 0, step >= 0, step == self.clock.steps - 1,
        )  # fmt: skip

    def totals(self, threads: list[Thread]) -> Totals:
        """The integers of a step that the next one takes, from what these threads have gathered."""
        by_cell = np.sum([thread.by_cell for thread in threads], axis=0)
        of_cell = by_cell.reshape(-1, self.who.start.shape[1], len(self.keys.names)).sum(axis=1)
        first, of_list = self.keys.first[0], self.keys.of_list
        behaviours = len(self.rules.behaviour)

        def by_behaviour(start: int) -> NDArray[np.int64]:
            return np.ascontiguousarray(of_cell[:, start : start + behaviours].T)

        regions = len(self.template.census.regions)
        listed = np.bincount(self.who.region_of, of_cell[:, first.anywhere], regions).astype(np.int64)
        return Totals(
            by_behaviour(first.acts),
            by_behaviour(first.true),
            by_behaviour(first.household),
            listed,
            of_cell[:, of_list.cases].sum(axis=0),
            of_cell[:, of_list.reviewed].sum(axis=0),
        )

    def closes(self, step: int) -> bool:
        """Whether the parts of this step are in the table."""
        return step >= 0 and ((step + 1) % self.year == 0 or step == self.clock.steps - 1)


class Thread:
    """What one thread works with: its desk, and what it has counted."""

    def __init__(self, run: Fast) -> None:
        self.run = run
        shape = (run.groups, len(run.keys.names))
        self.by_cell = np.zeros(shape, np.int64)
        self.parts = np.zeros((*shape, PARTS), np.int64)
        self._counts = np.zeros((*shape, *SLOTS), np.int32)
        self._bins = np.zeros((3, run.groups, (run.bins + 1) * BIN_COPIES), np.uint32)
        lists = len(run.rules.list)
        self._spells = np.zeros((lists, 5, run.groups, run.longest_spell), np.uint32)
        self._desks: dict[int, shard.Desk] = {}
        self._since_gathered = 0
        self._states: dict[int, State] = {}
        self.book = Book(run.keys, run.groups, lists, run.bins, run.longest_spell)

    def desk(self, lanes: int) -> shard.Desk:
        """The arrays to work in, for tiles of so many lanes."""
        found = self._desks.get(lanes)
        if found is None:
            run = self.run
            members = max(end - start for start, end in run.template.households)
            behaviours = len(run.rules.behaviour)
            found = self._desks[lanes] = shard.Desk(
                household=np.zeros((members, run.columns.planes, lanes), np.int32),
                shared=np.zeros((members, 3, lanes // 4), np.uint32),
                words=np.zeros(lanes, np.uint32),
                **{name: np.zeros(lanes, np.int32) for name in shard.PLANES},
                sums=np.zeros((4, 16), np.int32),
                busy=np.zeros((members, 2 * behaviours), np.uint8),
                concerned=np.zeros((members, len(run.rules.list)), np.uint8),
                mixed=np.zeros(members, np.uint8),
                counts=self._counts,
                bins=self._bins,
                spells=self._spells,
            )
        return found

    def state(self, unit: Unit) -> State:
        """Room for what is kept of a unit, used again for the next one."""
        if unit.rows * unit.lanes not in self._states:
            self._states = {unit.rows * unit.lanes: self.run.states([unit])[0]}
        found = self._states[unit.rows * unit.lanes]
        n_bytes, n_twos, n_fours = self.run.columns.counts()
        return State(
            found.bytes_.reshape(unit.rows, n_bytes, unit.lanes),
            found.twos.reshape(unit.rows, n_twos, unit.lanes),
            found.fours.reshape(unit.rows, n_fours, unit.lanes),
        )

    def live(self, unit: Unit, state: State, rules: shard.Rules, when: shard.When) -> None:
        """The people of a unit have lived through a step."""
        if self._since_gathered + unit.people > _COUNT_AT_MOST:
            self.gather(when.step)
        shard.live_step(
            rules, self.run.people_arrays, self.desk(unit.lanes), when, *self.run.key, self.run.who.trait_stream,
            self.run.people, unit.copy, unit.house, unit.until, state.bytes_, state.twos, state.fours,
        )  # fmt: skip
        self._since_gathered += unit.people

    def gather(self, step: int) -> None:
        """What was counted is in the totals of the step."""
        gather(self._counts, self.run.keys.flows, self.run.closes(step), self.by_cell, self.parts)
        self._since_gathered = 0

    def enter(self, step: int) -> None:
        """The step that has been gathered is in the book, and the next one starts from none."""
        if step >= 0:
            self.book.by_cell.add(step, self.by_cell)
            bins = self._bins.reshape(3, self.run.groups, -1, BIN_COPIES)
            self.book.scores.add(step, bins[:, :, :-1].sum(axis=3, dtype=np.int64))
            self._bins[:] = 0
            now = step - self.run.clock.first + 2
            self.book.spells.add(step, self._spells)
            self._spells[:, :, :, : now + 1] = 0
            if self.run.closes(step):
                self.book.parts.add(step, self.parts)
                self.parts[:] = 0
        else:
            self.parts[:] = 0
        self.by_cell[:] = 0


def default_threads() -> int:
    """As many threads as this process may use processors."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run(clock: Clock, progress: Progress | None = None, threads: int | None = None) -> Outcome:
    """Every step of the clock, over everybody. InputError where they do not fit into memory.

    progress is called once before anything is compiled or computed.
    """
    fast = Fast(clock, threads or default_threads())
    steps = len(clock.all_steps())
    must_fit(fast.people, steps, fast.bytes_needed(), fast.columns.bytes_a_person())
    if progress:
        progress(0, fast.people * steps)
    crew = _Crew(fast, progress)
    with compiled.compiling():
        outcome = crew.all_steps_of_each() if fast.takes_nothing else crew.each_step_of_all()
        if not compiled.is_ready():
            crew.compile_the_rest()
            compiled.set_ready()
    return outcome


class _Crew:
    """The threads of a run. The main thread works too; what interrupts it stops the others."""

    def __init__(self, fast: Fast, progress: Progress | None) -> None:
        self.fast = fast
        self.threads = [Thread(fast) for _ in range(fast.threads)]
        self.carries: dict[int, Carry] = {}
        self.cuts: dict[int, list[Cut]] = {}
        self._progress = progress
        self._done = 0
        self._all = fast.people * len(fast.clock.all_steps())
        self._lock = threading.Lock()
        self._stop = False

    def _each(self, pool: ThreadPoolExecutor, work: Callable[[Thread, Any], None], pieces: list[Any]) -> None:
        """Every piece has been worked on by some thread."""
        left: Iterator[Any] = iter(pieces)

        def until_none(thread: Thread, main: bool) -> None:
            while not self._stop:
                with self._lock:
                    piece = next(left, None)
                if piece is None:
                    return
                work(thread, piece)
                if main and self._progress:
                    self._progress(min(self._done, self._all), self._all)

        others = [pool.submit(until_none, thread, False) for thread in self.threads[1:]]
        try:
            until_none(self.threads[0], True)
            for other in others:
                other.result()
        except BaseException:
            self._stop = True
            raise

    def _did(self, people: int) -> None:
        with self._lock:
            self._done += people

    def each_step_of_all(self) -> Outcome:
        """A step for everybody, then the next: it takes the integers of the one before."""
        fast, clock = self.fast, self.fast.clock
        units = fast.units()
        work = list(zip(units, fast.states(units), strict=True))
        carry = CarryArrays.of(clock.first_carry(), fast.template)
        people_of_cells = np.array(clock.persons.people_of_cells(), dtype=np.int64)
        before, made = None, None
        with ThreadPoolExecutor(max(1, fast.threads - 1)) as pool:
            for step in clock.all_steps():
                phase = fast.phase(step)
                made = tables(phase, fast.who, carry, fast.year, made)
                self._note(step, carry, made)
                rules = fast.rules_of(phase, made, phase.lists_at(before, carry.room, carry.cases))
                when = fast.when(step)

                def live(thread: Thread, piece: tuple[Unit, State], rules: Any = rules, when: Any = when) -> None:
                    thread.live(*piece, rules, when)
                    self._did(piece[0].people)

                self._each(pool, live, work)
                totals = self._step_is_over(step)
                after = fast.phase(step + 1)
                carry = following(phase, after, fast.who, carry, made, totals, people_of_cells, fast.year)
                before = phase
        return self._outcome()

    def all_steps_of_each(self) -> Outcome:
        """All steps for a few people, then the next: nothing is taken from anybody."""
        fast, clock = self.fast, self.fast.clock
        steps = clock.all_steps()
        carry = CarryArrays.of(clock.first_carry(), fast.template)
        made: dict[int, Tables] = {}
        plans = []
        before = None
        for step in steps:
            phase = fast.phase(step)
            if id(phase) not in made:
                made[id(phase)] = tables(phase, fast.who, carry, fast.year)
            lists = phase.lists_at(before, carry.room, carry.cases)
            plans.append((step, fast.rules_of(phase, made[id(phase)], lists), fast.when(step)))
            before = phase
        cases = np.zeros((len(steps), len(fast.rules.list)), np.int64)

        def live(thread: Thread, unit: Unit) -> None:
            state = thread.state(unit)
            for step, rules, when in plans:
                if self._stop:
                    return
                thread.live(unit, state, rules, when)
                thread.gather(step)
                of_step = self.fast.totals([thread]).cases
                with self._lock:
                    cases[step - clock.first] += of_step
                thread.enter(step)
                self._did(unit.people)

        with ThreadPoolExecutor(max(1, fast.threads - 1)) as pool:
            self._each(pool, live, fast.units())
        for step in steps:
            self._note(step, carry, made[id(fast.phase(step))])
            carry = CarryArrays(
                carry.deterrence, carry.chilling, carry.avoidance, carry.load, carry.room, cases[step - clock.first]
            )
        return self._outcome()

    def compile_the_rest(self) -> None:
        """What other regimes need, and this one has not used, is compiled too: the next start compiles nothing."""
        fast, clock = self.fast, self.fast.clock
        phase, carry = fast.phase(clock.first), CarryArrays.of(clock.first_carry(), fast.template)
        made, people = tables(phase, fast.who, carry, fast.year), np.ones(fast.who.region_of.shape, np.int64)
        following(phase, phase, fast.who, carry, made, fast.totals(self.threads), people, fast.year)

    def _note(self, step: int, carry: CarryArrays, made: Tables) -> None:
        """What the step took is known, and which means of false records were cut at 40."""
        self.carries[step] = carry.carry()
        cuts = [Cut(int(b), int(cell), float(made.false[b, cell])) for b, cell in np.argwhere(made.false > MOST)]
        if cuts:
            self.cuts[step] = cuts

    def _step_is_over(self, step: int) -> Totals:
        """Every thread's counts are in the book; the integers that the next step takes."""
        for thread in self.threads:
            thread.gather(step)
        totals = self.fast.totals(self.threads)
        for thread in self.threads:
            thread.enter(step)
        return totals

    def _outcome(self) -> Outcome:
        book = self.threads[0].book
        for thread in self.threads[1:]:
            book.merge(thread.book)
        fast = self.fast
        return Outcome(*frames(book, fast.keys, fast.rules, fast.template, fast.lowest_bin), self.carries, self.cuts)
