"""How people are laid into tiles: those of one cell side by side, so that few lanes are nobody's.

Four copies of a row draw their words from one block (docs/chance.md 1), so a tile is laid of blocks: lane w·Q + q of a
tile of Q blocks is word w of block q. All blocks of a tile are of one cell. Eight make a round: households of one
number mod 4, and each block lies where it is of the same part as those in that place of other such rounds
(docs/model.md 12).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from scorewatch.people.template import Template
from scorewatch.tile.lanes import BLOCKS
from scorewatch.tile.rules import Records
from scorewatch.tile.state import HOME

COPIES = 4 * BLOCKS  # of the template in a shard
_EVEN = 256  # rows of a batch in which every tile is of one row
TURNS, ROUND = 4, 8  # household numbers and blocks after which parts come round again


@dataclass(frozen=True, eq=False)
class Tiling:
    """The tiles of a shard, in batches of whole households whose tiles live through a step together.

    rows: int32[tile, Q]: of each block its row, -1 where there is none. groups: uint8[tile, Q]: which copies, 4 x group
    and the three after it; living: uint8[tile, Q]: how many of the four are people's. cells: int32[tile]: the cell of
    all. turns: int32[tile, 5]: from turns[t] on to turns[t + 1] are rounds of households of number t mod 4; the last
    rounds may be nobody's. homes: where each row lives. places: int32[row, group]: tile x Q + block, tiles as numbered
    in their batch. batches: int32[batch + 1, 2]: the first tile and the first household, in order of work. people:
    int64[batch + 1]: before each batch.
    """

    rows: NDArray[np.int32]
    groups: NDArray[np.uint8]
    living: NDArray[np.uint8]
    cells: NDArray[np.int32]
    turns: NDArray[np.int32]
    homes: Records
    places: NDArray[np.int32]
    batches: NDArray[np.int32]
    people: NDArray[np.int64]

    def most(self) -> tuple[int, int]:
        """Tiles and households of the largest batch."""
        tiles, households = np.diff(self.batches, axis=0).max(axis=0).tolist()
        return tiles, households


def tiling(template: Template, people: int, fewest: int) -> Tiling:
    """So many people of a shard laid into tiles; only their last copy of the template is not whole.

    fewest: batches, where there is enough to cut.
    """
    return _laid(template.households, template.cell_of_row, template.child_of_row, people, fewest)


@lru_cache(maxsize=16)  # a study runs many times on the same people
def _laid(
    households: tuple[tuple[int, int], ...],
    cell_of_row: tuple[int, ...],
    child_of_row: tuple[bool, ...],
    people: int,
    fewest: int,
) -> Tiling:
    rows, cells = len(cell_of_row), max(cell_of_row) + 1
    copies = np.full(rows, people // rows) + (np.arange(rows) < people % rows)
    groups = -(-copies // 4)
    most_groups = int(groups[0])
    # those of the same cells one after the other, so that what they are counted into stays near
    order = sorted(range(len(households)), key=lambda h: (cell_of_row[slice(*households[h])], h))
    homes = np.zeros(rows, HOME).view(np.recarray)
    for place, number in enumerate(order):
        begins, ends = households[number]
        homes[begins:ends] = (begins, ends, ends - begins - sum(child_of_row[begins:ends]), number, place)

    wanted = max(fewest, round(rows / (_EVEN * (BLOCKS / most_groups) ** 3)), 1)
    done = np.cumsum([copies[slice(*households[h])].sum() for h in order])
    batch_of_home = np.unique(np.maximum(done - 1, 0) * wanted // people, return_inverse=True)[1]  # in order of work
    batch_of_row = batch_of_home[homes.place]
    batches = int(batch_of_home[-1]) + 1

    # a kind is all that may lie in one tile: its rounds follow each other, turn after turn, and are filled one by one
    kinds, rounds = batches * cells, BLOCKS // ROUND  # rounds: of a tile
    row = np.repeat(np.arange(rows), groups)
    group = np.arange(len(row)) - np.repeat(np.cumsum(groups) - groups, groups)
    kind, turn = (batch_of_row * cells + np.array(cell_of_row))[row], homes.number[row] % TURNS
    place_in_round = (homes.number[row] // TURNS + group) % ROUND
    wait_for = (kind * TURNS + turn) * ROUND + place_in_round
    waiting = np.bincount(wait_for, minlength=kinds * TURNS * ROUND)
    needed = waiting.reshape(kinds, TURNS, ROUND).max(axis=2)  # rounds
    tiles_of_kind = -(-needed.sum(axis=1) // rounds)
    first_tile = np.cumsum(tiles_of_kind) - tiles_of_kind
    first_round = first_tile[:, None] * rounds + np.cumsum(needed, axis=1) - needed
    nth = first_round[kind, turn] + _rank(wait_for, waiting)
    tile, block = nth // rounds, nth % rounds * ROUND + place_in_round

    tiles = int(tiles_of_kind.sum())
    rows_of, groups_of = np.full((tiles, BLOCKS), -1, np.int32), np.zeros((tiles, BLOCKS), np.uint8)
    rows_of[tile, block], groups_of[tile, block] = row, group
    living = np.zeros((tiles, BLOCKS), np.uint8)
    living[tile, block] = np.minimum(copies[row] - 4 * group, 4)
    first_of_batch = first_tile[::cells]
    places = np.full((rows, most_groups), -1, np.int32)
    places[row, group] = (tile - first_of_batch[kind // cells]) * BLOCKS + block
    turn_of_round = np.zeros((tiles, rounds), np.int32)
    turn_of_round.reshape(-1)[nth] = turn
    turn_of_round = np.maximum.accumulate(turn_of_round, axis=1)  # of nobody's rounds, too
    homes_before = np.append(0, np.cumsum(np.bincount(batch_of_home)))
    return Tiling(
        rows=rows_of,
        groups=groups_of,
        living=living,
        cells=np.repeat(np.arange(kinds) % cells, tiles_of_kind).astype(np.int32),
        turns=(turn_of_round[:, :, None] < np.arange(TURNS + 1)).sum(axis=1).astype(np.int32),
        homes=homes,
        places=places,
        batches=np.stack((np.append(first_of_batch, tiles), homes_before), axis=1).astype(np.int32),
        people=np.append(0, np.cumsum(np.bincount(batch_of_row, copies).astype(np.int64))),
    )


def _rank(of: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """The place of each among those that are equal to it; sizes: how many there are of each number."""
    found = np.empty(len(of), np.int64)
    found[np.argsort(of, kind="stable")] = np.arange(len(of)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return found
