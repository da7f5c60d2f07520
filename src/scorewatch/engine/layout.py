"""How a fast run is laid out: the arrays of its rules, and its people cut into units of work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scorewatch.engine import shard
from scorewatch.engine.clock import Clock
from scorewatch.engine.keys import Keys, keys
from scorewatch.tile.columns import Columns, columns
from scorewatch.tile.ladder import TRIANGLE
from scorewatch.tile.rules import PhaseRules, Who, phase_rules, who
from scorewatch.tile.state import AT
from scorewatch.tile.tables import Tables, Totals

COPIES = 256  # of the template in a shard: lanes of a tile; the tally has room for no more in one sum
_FEWEST = 32  # lanes: four words of eight blocks
_UNITS_A_THREAD = 8  # a barrier waits for the last unit: shards are cut where there are few of them


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
    """A run in the making: what is the same in all its steps, and what each of them is given."""

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

    def totals(self, counted: Sequence[NDArray[np.int64]]) -> Totals:
        """The integers of a step that the next one takes, from what threads have counted, [cell and trait, key]."""
        by_cell = np.sum(counted, axis=0)
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
