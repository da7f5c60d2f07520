"""Sanctions: whom a listing reaches, and what is denied (docs/model.md 8).

The members of a household are in several tiles, and few households have anybody on a list. So who is listed is noted
while the tiles live through their step, and one household after the other is looked at when they have.
"""

from __future__ import annotations

import numpy as np

from scorewatch.plan.order import ERROR_FREE
from scorewatch.tile.columns import TOLD
from scorewatch.tile.compiled import kernel
from scorewatch.tile.ladder import outcome
from scorewatch.tile.lanes import BLOCKS, lanes_where
from scorewatch.tile.rules import CHILDREN, PERSON
from scorewatch.tile.state import ENTERED, KIN, OWN, origin
from scorewatch.tile.words import one_of

_IS_ON, _HAS_ENTERED, _ORIGIN = 1, 2, 2  # bits of how a member stands on a list, and where its origin begins


@kernel
def note_listed(
    work, who, listing, which, since, tile, rows, groups, many, homes, first_home, copy, listed, free, chains
):  # fmt: skip
    """Everybody of a tile who is on list `which` is in `listed` from `free` on; returns where the next one goes.

    tile: its number among those that are kept; rows, groups: int32[Q], of its blocks; many: groups of a row. homes: of
    `Tiling`; first_home: the place of the batch's first household. copy: the first of the shard. chains:
    int32[household's copy]: the last of each household that was noted, or -1.
    """
    for i in range(lanes_where(who[listing.entered], work.lanes_of)):
        j = np.int64(work.lanes_of[i])
        w, q = j // BLOCKS, j % BLOCKS
        nth = 4 * groups[q] + w
        one = listed[free]
        one.copy_, one.row, one.list_, one.tile, one.lane = copy + nth, rows[q], which, tile, j
        one.origin = origin(who, listing, since, j)
        one.entered = who[listing.events, j] & ENTERED
        one.mistaken = who[listing.held + ERROR_FREE, j] == 0
        one.told, one.filed = who[listing.marks, j] & TOLD, 0
        one.home = 4 * many * (homes[rows[q]].place - first_home) + nth
        one.next = chains[one.home]
        chains[one.home] = free
        free += 1
    return free


@kernel
def deny(
    work, chain, listed, sanction, home, cell_of, trait, attempts, attempts_none, rows, step, triangle, on, reached,
    denials,
):  # fmt: skip
    """A sanction lies on whom it reaches in a household, and what those attempted is denied.

    chain: the first of the household who is listed. attempts, attempts_none: float64[cell, trait]: the mean and
    exp(-mean). trait: int32[members]. on: int32[members], to work in. reached: int32[members], written: 0, KIN, or
    OWN + origin; denials: likewise how many. Returns whether it reaches anybody.
    """
    members = home.ends - home.first
    for m in range(members):
        on[m], reached[m], denials[m] = 0, 0, 0
    of_adults, of_anybody = np.int32(0), np.int32(0)
    i, copy = chain, np.int64(listed[chain].copy_)
    while i >= 0:
        one = listed[i]
        if one.list_ == sanction.list:
            m = one.row - home.first
            on[m] = one.origin << _ORIGIN | _IS_ON | (_HAS_ENTERED if one.entered else 0)
            of_anybody |= on[m]
            if m < home.adults:
                of_adults |= on[m]
        i = one.next
    found = False
    for m in range(members):
        if sanction.reaches == PERSON:
            through = on[m]
        elif sanction.reaches == CHILDREN:
            through = of_adults if m >= home.adults else np.int32(0)
        else:
            through = of_anybody
        if through == 0:
            continue
        found = True
        reached[m] = OWN + (on[m] >> _ORIGIN) if on[m] else KIN
        if sanction.at_entry:
            denials[m] = (through & _HAS_ENTERED) != 0
            continue
        row = home.first + m
        cell = cell_of[row]
        mean = attempts[cell, trait[m]]
        if mean > 0.0:
            word = one_of(work, copy, row, rows, step, sanction.attempts)
            denials[m] = outcome(mean, attempts_none[cell, trait[m]], 0.0, 0.0, word, triangle)
    return found
