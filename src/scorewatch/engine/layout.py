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
from scorewatch.engine.tiling import COPIES, Tiling, tiling
from scorewatch.tile.columns import Columns, columns
from scorewatch.tile.ladder import TRIANGLE
from scorewatch.tile.lanes import LANES
from scorewatch.tile.rules import PhaseRules, Who, phase_rules, who
from scorewatch.tile.state import AT
from scorewatch.tile.tables import Tables, Totals

_UNITS_A_THREAD = 8  # a barrier waits for the last unit: shards are cut where there are few of them
_BATCHES_A_THREAD = 2  # at least, where there is one shard: more of them have more tiles that are half empty


@dataclass(frozen=True)
class Unit:
    """Batches `batch` to `until` of the copies from `copy` on: what one call of the kernel lives through."""

    copy: int
    tiling: Tiling
    batch: int
    until: int
    people: int

    @property
    def tiles(self) -> int:
        """How many."""
        return int(self.tiling.batches[self.until, 0] - self.tiling.batches[self.batch, 0])


@dataclass(frozen=True)
class State:
    """What is kept of the people of a unit between steps: uint8, int16 and int32 [tile, n, lanes]."""

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
            at, self.columns.records(), w.cell_of, w.subject, w.scored, w.start, w.trait_thresholds,
            k.first, k.of_list, k.of_sanction, k.rights,
        )  # fmt: skip

    def tiles(self, laid: Tiling) -> shard.Tiles:
        """A tiling for kernels."""
        return shard.Tiles(laid.rows, laid.groups, laid.cells, laid.turns, laid.homes, laid.places, laid.batches)

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
    def with_keepers(self) -> int:
        """Behaviours with keepers, in the phase that has most of them."""
        return max(int(np.sum(self.phase(step).behaviours.keepers)) for step, _ in self.clock.regime.timeline)

    def units(self) -> list[Unit]:
        """The work of a step, in pieces."""
        return self._units

    @cached_property
    def _units(self) -> list[Unit]:
        rows = len(self.template.rows)
        copies = -(-self.people // rows)
        shards = -(-copies // COPIES)
        pieces = max(1, -(-_UNITS_A_THREAD * self.threads // shards)) if self.threads > 1 else 1
        fewest = _BATCHES_A_THREAD * self.threads if self.threads > 1 and shards == 1 else 1
        found = []
        for first in range(0, copies, COPIES):
            laid = tiling(self.template, min(self.people - first * rows, COPIES * rows), fewest)
            batches = len(laid.batches) - 1
            bounds = sorted({batches * p // pieces for p in range(pieces + 1)})
            for batch, until in pairwise(bounds):
                people = int(laid.people[until] - laid.people[batch])
                found.append(Unit(first, laid, batch, until, people))
        return found

    def bytes_needed(self) -> int:
        """Memory for the state of everybody at once, or of as many units as there are threads."""
        sizes = sorted((u.tiles * LANES for u in self.units()), reverse=True)
        kept = sizes[: self.threads] if self.takes_nothing else sizes
        return sum(kept) * self.columns.bytes_a_person()

    def states(self, units: list[Unit]) -> list[State]:
        """Room for what is kept of these units: one piece of memory for each kind."""
        n_bytes, n_twos, n_fours = self.columns.counts()
        lanes = sum(u.tiles * LANES for u in units)
        bytes_, twos = np.empty(lanes * n_bytes, np.uint8), np.empty(lanes * n_twos, np.int16)
        fours = np.empty(lanes * n_fours, np.int32)
        found = []
        begins = 0
        for unit in units:
            ends = begins + unit.tiles * LANES
            found.append(
                State(
                    bytes_[begins * n_bytes : ends * n_bytes].reshape(unit.tiles, n_bytes, LANES),
                    twos[begins * n_twos : ends * n_twos].reshape(unit.tiles, n_twos, LANES),
                    fours[begins * n_fours : ends * n_fours].reshape(unit.tiles, n_fours, LANES),
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
        taken, kinds = self._taken
        in_all = sum((of_thread[:, taken] for of_thread in counted[1:]), start=counted[0][:, taken])
        of_cell = in_all.reshape(*self.who.start.shape, -1).sum(axis=1).T
        acts, true, household, anywhere, cases, reviewed = (of_cell[kind] for kind in kinds)
        listed = np.zeros(len(self.template.census.regions), np.int64)
        np.add.at(listed, self.who.region_of, anywhere[0])
        return Totals(acts, true, household, listed, cases.sum(axis=1), reviewed.sum(axis=1))

    @cached_property
    def _taken(self) -> tuple[NDArray[np.int64], list[slice]]:
        """The keys that a step takes from the one before, and where in them each kind is."""
        first, of_list, behaviours = self.keys.first[0], self.keys.of_list, np.arange(len(self.rules.behaviour))
        kinds = (
            *(behaviours + first[name] for name in ("acts", "true", "household")),
            np.array([first.anywhere]), of_list.cases, of_list.reviewed,
        )  # fmt: skip
        ends = np.cumsum([0, *(len(kind) for kind in kinds)]).tolist()
        return np.concatenate(kinds), [slice(*ends_of) for ends_of in pairwise(ends)]

    def closes(self, step: int) -> bool:
        """Whether the parts of this step are in the table."""
        return step >= 0 and ((step + 1) % self.year == 0 or step == self.clock.steps - 1)
