"""How the people of a tile stand: columns loaded from what is kept, stored again, and as they are at first.

A tile is `who`: int32[planes, lanes], up to 256 copies of one person; a household is several, [member, plane, lane].
Lane j of all of them is one household.
"""

from __future__ import annotations

import numpy as np

from scorewatch.chance import level
from scorewatch.chance.ladder import BITS
from scorewatch.chance.words import ONCE
from scorewatch.plan.order import OBSERVED
from scorewatch.tile.columns import BYTE, TWO
from scorewatch.tile.compiled import kernel, part
from scorewatch.tile.lanes import fill
from scorewatch.tile.words import draw

# planes that all regimes have, in one record
AT = np.dtype([(name, "i4") for name in ("score", "trait", "start", "before", "points", "drawn", "false")])

# bits of a list's events in a step
ENTERED, CASE, REVIEWED, STOPPED, FILED, GRANTED, REFUSED, MISTAKEN = (1 << bit for bit in range(8))
CAUSE_SHIFT = 8
APPEAL, TERM, COMPLIED, BY_SCORE = 1, 2, 3, 4  # causes of an exit; 0: none

KIN, OWN = 1, 2  # what a sanction reaches somebody for: 0 does not, 1 kin, 2 + origin otherwise
RECORDS, HOUSEHOLD = BITS, 2 * BITS  # shifts of what is drawn; acts are the lowest bits

_ONCE = np.int64(ONCE)
_LEVEL_THRESHOLDS = np.array(level.THRESHOLDS, dtype=np.uint32)


@kernel
def newcomers(who, at, cell, behaviours, start, trait_thresholds, trait_stream, shared, key0, key1, words):
    """The people of a tile are as they are before the first step."""
    lanes = who.shape[1]
    for plane in range(who.shape[0]):
        fill(who[plane], 0)
    traits = trait_thresholds.shape[1]
    if traits > 0 and trait_thresholds[cell, traits - 1] > 0:
        draw(shared, key0, key1, _ONCE, trait_stream, words)
        trait = who[at.trait]
        for j in range(lanes):
            for t in range(traits):
                if np.int64(words[j]) < trait_thresholds[cell, t]:
                    trait[j] = t + 1
                    break
    for behaviour in behaviours:
        if behaviour.level_plane >= 0:
            draw(shared, key0, key1, _ONCE, behaviour.level, words)
            of = who[behaviour.level_plane]
            for threshold in _LEVEL_THRESHOLDS:
                for j in range(lanes):
                    of[j] += np.int32(words[j] >= threshold)
    for ledger in range(3):
        for j in range(lanes):
            who[at.score + ledger, j] = start[cell, who[at.trait, j]]


@kernel
def load(who, kept, bytes_, twos, fours, lists, since):
    """The columns are what is kept of a tile: bytes_ uint8[n, lanes], twos int16[m, lanes], fours int32[k, lanes]."""
    lanes = who.shape[1]
    for listing in lists:
        for ledger in range(3):
            if _all_timed(listing, since, ledger):
                fill(who[listing.held + ledger], 0)
    for i in range(len(kept)):
        column = kept[i]
        plane = who[column.plane]
        if column.kind == BYTE:
            byte = bytes_[column.at]
            shift, mask = np.int32(column.shift & 31), np.int32(column.mask)
            for j in range(lanes):
                plane[j] = np.int32(np.int32(byte[j]) >> shift) & mask
        elif column.kind == TWO:
            two = twos[column.at]
            for j in range(lanes):
                plane[j] = two[j]
        else:
            four = fours[column.at]
            for j in range(lanes):
                plane[j] = four[j]
    for listing in lists:
        # a hold that is timed holds where its time is not 0
        hold = listing.first_hold
        for ledger in range(3):
            held = who[listing.held + ledger]
            for bit in range(listing.grounds + 1):
                if since[hold] >= 0:
                    times = who[since[hold]]
                    mask = np.int32(1 << bit)
                    for j in range(lanes):
                        held[j] = (held[j] & ~mask) | (mask if times[j] != 0 else np.int32(0))
                hold += 1


@part
def _all_timed(listing, since, ledger):
    """Whether every hold of a ledger has a time, so that no bits of holds are kept."""
    first = listing.first_hold + ledger * (1 + listing.grounds)
    found = True
    for hold in range(first, first + 1 + listing.grounds):
        found = found and since[hold] >= 0
    return found


@kernel
def store(who, kept, bytes_, twos, fours):
    """What is kept of a tile is what the columns say."""
    lanes = who.shape[1]
    for i in range(len(kept)):
        column = kept[i]
        if column.fixed:
            continue
        store_column(who[column.plane], column, bytes_, twos, fours, lanes)


@kernel
def store_all(who, kept, bytes_, twos, fours):
    """As `store`, and what is drawn once too."""
    for i in range(len(kept)):
        store_column(who[kept[i].plane], kept[i], bytes_, twos, fours, who.shape[1])


@part
def store_column(plane, column, bytes_, twos, fours, lanes):
    if column.kind == BYTE:
        byte = bytes_[column.at]
        shift = np.int32(column.shift)
        if column.opens:
            for j in range(lanes):
                byte[j] = plane[j] << shift
        else:
            for j in range(lanes):
                byte[j] |= np.uint8(plane[j] << shift)
    elif column.kind == TWO:
        two = twos[column.at]
        for j in range(lanes):
            two[j] = plane[j]
    else:
        four = fours[column.at]
        for j in range(lanes):
            four[j] = plane[j]


@kernel
def origin(who, listing, since, j):
    """Of the grounds that hold, the one that fired last (in one step the later in the file), from 1; else 0."""
    last, found = 0, 0
    held = who[listing.held + OBSERVED, j]
    for hold in range(1, 1 + listing.grounds):
        if held >> hold & 1:
            plane = since[listing.first_hold + hold]
            fired = who[plane, j] if plane >= 0 else 0  # one ground alone keeps no time, and needs none
            if fired >= last:
                last, found = fired, hold
    return found
