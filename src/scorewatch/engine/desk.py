"""One thread of a fast run: the desk it works at, and what it has counted."""

from __future__ import annotations

import numpy as np

from scorewatch.engine import shard
from scorewatch.engine.count import BIN_COPIES, gather, gather_scores
from scorewatch.engine.layout import Fast, State, Unit
from scorewatch.engine.sums import Book
from scorewatch.engine.tiling import Tiling
from scorewatch.people.persons import PARTS
from scorewatch.tile.lanes import LANES, WORK
from scorewatch.tile.state import LISTED

_COUNT_AT_MOST = 2**28  # people counted before int32 counts are gathered


class Thread:
    """What one thread works with: its desk, and what it has counted."""

    def __init__(self, run: Fast) -> None:
        self.run = run
        shape = (run.groups, len(run.keys.names))
        self.by_cell = np.zeros(shape, np.int64)
        self.parts = np.zeros((*shape, PARTS), np.int64)
        self._counts = np.zeros((*shape, PARTS), np.int32)
        self._bins = np.zeros((3, run.groups, (run.bins + 1) * BIN_COPIES), np.uint32)
        self._scores = np.zeros((3, run.groups, run.bins), np.int64)
        lists = len(run.rules.list)
        self._spells = np.zeros((lists, 5, run.groups, run.longest_spell), np.uint32)
        self._desks: dict[Tiling, shard.Desk] = {}
        self._since_gathered = 0
        self._states: dict[int, State] = {}
        self.book = Book(run.keys, run.groups, lists, run.bins, run.longest_spell)

    def desk(self, tiling: Tiling) -> shard.Desk:
        """The arrays to work in, for batches of these tiles."""
        found = self._desks.get(tiling)
        if found is None:
            run, work = self.run, np.zeros(1, WORK).view(np.recarray)
            work[0].key0, work[0].key1 = run.key
            members = max(end - start for start, end in run.template.households)
            behaviours = len(run.rules.behaviour)
            tiles, households = tiling.most()
            sanctioned = len({sanction.list for sanction in run.rules.sanction.values()})
            found = self._desks[tiling] = shard.Desk(
                work=work,
                who=np.zeros((run.columns.planes, LANES), np.int32),
                busy=np.zeros(2 * behaviours, np.uint8),
                concerned=np.zeros(len(run.rules.list), np.uint8),
                waiting=np.zeros((tiles, 2, run.with_keepers, LANES), np.int32),
                waits=np.zeros((tiles, 2, run.with_keepers), np.uint8),
                listed=np.zeros(tiles * LANES * sanctioned, LISTED).view(np.recarray),
                chains=np.full(4 * households * tiling.places.shape[1] if sanctioned else 0, -1, np.int32),
                home=np.zeros((4, members), np.int32),
                counts=self._counts,
                bins=self._bins,
                spells=self._spells,
            )
        return found

    def state(self, unit: Unit) -> State:
        """Room for what is kept of a unit, used again for the next one."""
        if unit.tiles not in self._states:
            self._states = {unit.tiles: self.run.states([unit])[0]}
        return self._states[unit.tiles]

    def live(self, unit: Unit, state: State, rules: shard.Rules, when: shard.When) -> None:
        """The people of a unit have lived through a step."""
        if self._since_gathered + unit.people > _COUNT_AT_MOST:
            self.gather(when.step)
        shard.live_step(
            rules, self.run.people_arrays, self.run.tiles(unit.tiling), self.desk(unit.tiling), when,
            self.run.who.trait_stream, unit.tiling.living, unit.copy, unit.batch, unit.until,
            state.bytes_, state.twos, state.fours,
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
            gather_scores(self._bins, self._scores)
            self.book.scores.add(step, self._scores)
            now = step - self.run.clock.first + 2
            self.book.spells.add(step, self._spells)
            self._spells[:, :, :, : now + 1] = 0
            if self.run.closes(step):
                self.book.parts.add(step, self.parts)
                self.parts[:] = 0
        else:
            self.parts[:] = 0
        self.by_cell[:] = 0
