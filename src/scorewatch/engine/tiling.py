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
    rows = len(cell_of_row)
    blocks = -(-groups // _ROUND) * _ROUND if groups > MOST_BLOCKS // 2 else MOST_BLOCKS
    # those of the same cells one after the other, so that what they are counted into stays near
    order = sorted(range(len(households)), key=lambda h: (cell_of_row[slice(*households[h])], h))
    homes = np.zeros(rows, HOME).view(np.recarray)
    for place, number in enumerate(order):
        begins, ends = households[number]
        homes[begins:ends] = (begins, ends, ends - begins - sum(child_of_row[begins:ends]), number, place)
    sizes = np.array([households[h][1] - households[h][0] for h in order])
    done = np.cumsum(sizes)
    wanted = max(fewest, round(rows / (_EVEN * (MOST_BLOCKS / groups) ** 3)), 1)
    batch_of = np.unique((done - 1) * wanted // rows, return_inverse=True)[1][homes.place]
    # the tiles of a batch one after the other, of a cell one after the other; blocks of one round in a row
    row, group = (x.reshape(-1) for x in np.meshgrid(np.arange(rows), np.arange(groups), indexing="ij"))
    cells, batches = max(cell_of_row) + 1, int(batch_of.max()) + 1
    of_row = (batch_of * cells + np.array(cell_of_row)) * _TURNS + homes.number % _TURNS
    kind, within = of_row[row], (homes.number[row] // _TURNS + group) % _ROUND
    sizes = np.bincount(kind * _ROUND + within, minlength=batches * cells * _TURNS * _ROUND)
    a_round = blocks // _ROUND
    most = -(-sizes.reshape(-1, _ROUND).max(axis=1) // a_round)  # tiles of each kind
    first = np.cumsum(most) - most
    at = _rank(kind * _ROUND + within, sizes)
    tile, block = first[kind] + at // a_round, at % a_round * _ROUND + within
    tiles = int(most.sum())
    rows_of, groups_of = np.full((tiles, blocks), -1, np.int32), np.zeros((tiles, blocks), np.int32)
    rows_of[tile, block], groups_of[tile, block] = row, group
    first_tile = first[:: cells * _TURNS]
    places = (tile - first_tile[batch_of[row]]) * blocks + block
    per_batch = np.bincount(batch_of[[households[h][0] for h in order]], minlength=batches)
    return Tiling(
        rows_of,
        groups_of,
        (groups_of * rows + np.maximum(rows_of, 0)).astype(np.uint32),
        np.repeat(np.arange(len(most)) // _TURNS % cells, most).astype(np.int32),
        np.repeat(np.arange(len(most)) % _TURNS, most).astype(np.int32),
        homes,
        places.reshape(rows, groups).astype(np.int32),
        np.stack((np.append(first_tile, tiles), np.append(0, np.cumsum(per_batch))), axis=1).astype(np.int32),
        np.append(0, np.cumsum(np.bincount(batch_of, minlength=batches))),
    )


def _rank(of: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """The place of each among those that are equal to it; sizes: how many there are of each number."""
    found = np.empty(len(of), np.int64)
    found[np.argsort(of, kind="stable")] = np.arange(len(of)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return found
