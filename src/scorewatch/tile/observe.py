"""Misattribution to the household: the registered keeper of a vehicle is not its driver (docs/model.md 4).

A keeper is in another tile than whom he is taken for. So everybody in a batch first does what keepers are taken for.
What was drawn, and what landed on keepers, waits by tile until the tile lives through the rest of the step.
"""

from __future__ import annotations

import numpy as np

from scorewatch.tile.compiled import merged
from scorewatch.tile.lanes import BLOCKS, LANES, fill, lanes_where
from scorewatch.tile.state import HOUSEHOLD

DRAWN, LANDED = 0, 1  # what waits


@merged
def to_keepers(work, who, at, behaviours, busy, tile, rows, groups, homes, places, waiting, waits):
    """Every household misattribution has landed on the first adult, or the second where the actor is the first.

    busy: uint8[behaviours]: whether anybody of the tile did any of it. tile: its number in the batch; rows, groups:
    int32[Q], of its blocks; homes, places: of `Tiling`. waiting: int32[tile, 2, behaviour with keepers, lanes]: what
    was drawn and what has landed; waits: uint8[tile, 2, behaviour with keepers]: whether there is any.
    """
    plane, lanes_of = work.plane, work.lanes_of
    k = np.int64(-1)
    for b in range(len(behaviours)):
        if not behaviours[b].keepers:
            continue
        k += 1
        if not busy[b]:
            continue
        waits[tile, DRAWN, k] = True
        drawn, put_by = who[at.drawn + b], waiting[tile, DRAWN, k]
        for j in range(LANES):
            put_by[j] = drawn[j]
            plane[j] = drawn[j] >> HOUSEHOLD
        for i in range(lanes_where(plane, lanes_of)):
            j = np.int64(lanes_of[i])
            w, q = j // BLOCKS, j % BLOCKS
            home = homes[rows[q]]
            keeper = 1 if rows[q] == home.first else 0
            if keeper < home.adults:
                to = places[home.first + keeper, groups[q]]
                waiting[to // BLOCKS, LANDED, k, w * BLOCKS + to % BLOCKS] += plane[j]
                waits[to // BLOCKS, LANDED, k] = True


@merged
def take_up(who, at, behaviours, busy, waiting, waits):
    """What has waited for the tile is in its planes, and waits no more; the other false records are 0.

    waiting, waits: of the tile. busy: uint8[2 x behaviours]: whether anybody did any of it, and whether anybody has a
    false record of it. The tile before left it as it left the planes: what is not busy is 0.
    """
    k = np.int64(-1)
    for b in range(len(behaviours)):
        false, any_false = who[at.false + b], len(behaviours) + b
        was_false = busy[any_false]
        busy[any_false] = False
        if behaviours[b].keepers:
            k += 1
            was_busy, busy[b] = busy[b], waits[DRAWN, k]
            waits[DRAWN, k] = False
            drawn = who[at.drawn + b]
            if busy[b]:
                put_by = waiting[DRAWN, k]
                for j in range(LANES):
                    drawn[j] = put_by[j]
            elif was_busy:
                fill(drawn, 0)
            if waits[LANDED, k]:
                landed = waiting[LANDED, k]
                for j in range(LANES):
                    false[j] = landed[j]
                    landed[j] = 0
                waits[LANDED, k] = False
                busy[any_false] = True
        if was_false and not busy[any_false]:
            fill(false, 0)
