"""The fast engine: the plan of the plain one, compiled, shard by shard; the same digest to the bit."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from scorewatch.chance.ladder import MOST
from scorewatch.engine.clock import Clock
from scorewatch.engine.desk import Thread
from scorewatch.engine.layout import Fast, State, Unit
from scorewatch.engine.memory import must_fit
from scorewatch.engine.outcome import Outcome, Progress
from scorewatch.engine.sums import frames
from scorewatch.plan.carry import Carry
from scorewatch.plan.plan import Cut
from scorewatch.tile import compiled
from scorewatch.tile.tables import CarryArrays, Tables, Totals, following, tables


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
                of_step = self.fast.totals([thread.by_cell]).cases
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
        following(
            phase,
            phase,
            fast.who,
            carry,
            made,
            fast.totals([thread.by_cell for thread in self.threads]),
            people,
            fast.year,
        )

    def _note(self, step: int, carry: CarryArrays, made: Tables) -> None:
        """What the step took is known, and which means of false records were cut at 40."""
        self.carries[step] = carry.carry()
        if made.false.max(initial=0.0) > MOST:
            cut = np.argwhere(made.false > MOST).tolist()
            self.cuts[step] = [Cut(b, cell, float(made.false[b, cell])) for b, cell in cut]

    def _step_is_over(self, step: int) -> Totals:
        """Every thread's counts are in the book; the integers that the next step takes."""
        for thread in self.threads:
            thread.gather(step)
        totals = self.fast.totals([thread.by_cell for thread in self.threads])
        for thread in self.threads:
            thread.enter(step)
        return totals

    def _outcome(self) -> Outcome:
        book = self.threads[0].book
        for thread in self.threads[1:]:
            book.merge(thread.book)
        fast = self.fast
        return Outcome(*frames(book, fast.keys, fast.rules, fast.template, fast.lowest_bin), self.carries, self.cuts)
