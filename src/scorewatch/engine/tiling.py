"""How people are laid into tiles: those of one cell side by side, so that few lanes are nobody's.

Four copies of a row draw their words from one block (docs/chance.md 1), so a tile is laid of blocks: lane w·Q + q of a
tile of Q blocks is word w of block q. All blocks of a tile are of one cell and of households of one number mod 4, and
each lies where it is of the same part as the blocks that lie there in other tiles (docs/model.md 12).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from scorewatch.people.template import Template
from scorewatch.tile.rules import Records
from scorewatch.tile.state import HOME

MOST_BLOCKS = 64  # of a tile, and of a row in a shard: the tally has room for no more in one sum
COPIES = 4 * MOST_BLOCKS  # of the template in a shard
_EVEN = 64  # rows of a batch in which every tile is of one row
_TURNS, _ROUND = 4, 8  # household numbers and blocks after which parts come round again


@dataclass(frozen=True, eq=False)
class Tiling:
    """The tiles of a shard, in batches of whole households whose tiles live through a step together.

    rows, groups: int32[tile, Q]: of each block its row, -1 where there is none, and which copies, 4 x group and the
    three after it. counters: uint32[tile, Q]: of its words, from the first block of the shard on. cells, turns:
    int32[tile]: the cell of all, and the number of their household mod 4. homes: where each row lives. places:
    int32[row, group]: tile x Q + block, tiles as numbered in their batch. batches: int32[batch + 1, 2]: the first tile
    and the first household, in order of work. people: int64[batch + 1]: of a copy of the template, before each batch.
    """

    rows: NDArray[np.int32]
    groups: NDArray[np.int32]
    counters: NDArray[np.uint32]
    cells: NDArray[np.int32]
    turns: NDArray[np.int32]
    homes: Records
    places: NDArray[np.int32]
    batches: NDArray[np.int32]
    people: NDArray[np.int64]

    @property
    def lanes(self) -> int:
        """Of each tile."""
        return 4 * int(self.rows.shape[1])

    def most(self) -> tuple[int, int]:
        """Tiles and households of the largest batch."""
        tiles, households = np.diff(self.batches, axis=0).max(axis=0).tolist()
        return tiles, households

    def living(self, copy: int, people: int) -> NDArray[np.uint8]:
        """[tile, Q]: how many of each block's copies are people's, where the first of the shard is this one."""
        ends = self.homes.ends[self.rows]
        copies = np.where(people >= ends, (people - ends) // len(self.places) + 1 - copy, 0)
        return np.where(self.rows < 0, 0, np.clip(copies - 4 * self.groups, 0, 4)).astype(np.uint8)


def tiling(template: Template, groups: int, fewest: int) -> Tiling:
    """So many groups of four copies of the template, laid into tiles. fewest: batches, where there is enough to cut."""
    return _laid(template.households, template.cell_of_row, template.child_of_row, groups, fewest)


@lru_cache(maxsize=16)  # a study runs many times on the same people
def _laid(
    households: tuple[tuple[int, int], ...],
    cell_of_row: tuple[int, ...],
    child_of_row: tuple[bool, ...],
    groups: int,
    fewest: int,
) -> Tiling:
    rows, cells = len(cell_of_row), max(cell_of_row) + 1
    # those of the same cells one after the other, so that what they are counted into stays near
    order = sorted(range(len(households)), key=lambda h: (cell_of_row[slice(*households[h])], h))
    homes = np.zeros(rows, HOME).view(np.recarray)
    for place, number in enumerate(order):
        begins, ends = households[number]
        homes[begins:ends] = (begins, ends, ends - begins - sum(child_of_row[begins:ends]), number, place)

    wanted = max(fewest, round(rows / (_EVEN * (MOST_BLOCKS / groups) ** 3)), 1)
    done = np.cumsum([households[h][1] - households[h][0] for h in order])
    batch_of_home = np.unique((done - 1) * wanted // rows, return_inverse=True)[1]  # in order of work
    batch_of_row = batch_of_home[homes.place]
    batches = int(batch_of_home[-1]) + 1

    # a kind is all that may lie in one tile; the tiles of a kind are filled round by round, a place of it at a time
    kind_of_row = (batch_of_row * cells + np.array(cell_of_row)) * _TURNS + homes.number % _TURNS
    kinds = np.arange(batches * cells * _TURNS)
    row, group = np.repeat(np.arange(rows), groups), np.tile(np.arange(groups), rows)
    kind, place_in_round = kind_of_row[row], (homes.number[row] // _TURNS + group) % _ROUND
    wait_for = kind * _ROUND + place_in_round
    waiting = np.bincount(wait_for, minlength=len(kinds) * _ROUND)
    blocks = -(-groups // _ROUND) * _ROUND if groups > MOST_BLOCKS // 2 else MOST_BLOCKS
    rounds = blocks // _ROUND  # of a tile
    tiles_of_kind = -(-waiting.reshape(-1, _ROUND).max(axis=1) // rounds)
    first_tile = np.cumsum(tiles_of_kind) - tiles_of_kind
    nth = _rank(wait_for, waiting)
    tile, block = first_tile[kind] + nth // rounds, nth % rounds * _ROUND + place_in_round

    tiles = int(tiles_of_kind.sum())
    rows_of, groups_of = np.full((tiles, blocks), -1, np.int32), np.zeros((tiles, blocks), np.int32)
    rows_of[tile, block], groups_of[tile, block] = row, group
    first_of_batch = first_tile[:: cells * _TURNS]
    homes_before = np.append(0, np.cumsum(np.bincount(batch_of_home)))
    return Tiling(
        rows=rows_of,
        groups=groups_of,
        counters=(groups_of * rows + np.maximum(rows_of, 0)).astype(np.uint32),
        cells=np.repeat(kinds // _TURNS % cells, tiles_of_kind).astype(np.int32),
        turns=np.repeat(kinds % _TURNS, tiles_of_kind).astype(np.int32),
        homes=homes,
        places=((tile - first_of_batch[kind // (cells * _TURNS)]) * blocks + block)
        .reshape(rows, groups)
        .astype(np.int32),
        batches=np.stack((np.append(first_of_batch, tiles), homes_before), axis=1).astype(np.int32),
        people=np.append(0, np.cumsum(np.bincount(batch_of_row))),
    )


def _rank(of: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """The place of each among those that are equal to it; sizes: how many there are of each number."""
    found = np.empty(len(of), np.int64)
    found[np.argsort(of, kind="stable")] = np.arange(len(of)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return found
