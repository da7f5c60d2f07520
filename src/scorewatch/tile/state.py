"""How the people of a tile stand: columns loaded from what is kept, stored again, and as they are at first.

A tile is `who`: int32[planes, lanes], 256 lanes for people of one cell: copies of one row, or of several.
"""

from __future__ import annotations

import numpy as np

from scorewatch.chance import level
from scorewatch.chance.ladder import BITS
from scorewatch.chance.words import ONCE
from scorewatch.plan.order import OBSERVED
from scorewatch.tile.columns import BYTE, TWO
from scorewatch.tile.compiled import kernel, merged, part
from scorewatch.tile.lanes import LANES, any_of, fill
from scorewatch.tile.words import draw

# planes that all regimes have, in one record
AT = np.dtype(
    [
        (name, "i4")
        for name in (
            "score",
            "trait",
            "start",
            "before",
            "points",
            "drawn",
            "false",
            "spare",
            "zeros",
            "trait_kept",
        )
    ]
)

HOME = np.dtype(
    [
        ("first", "i4"),  # rows of the household
        ("ends", "i4"),
        ("adults", "i4"),  # how many, the first ones
        ("number", "i4"),  # in the template
        ("place", "i4"),  # in order of work
    ],
    align=True,
)

# somebody on a list, as a step leaves him before any denial
LISTED = np.dtype(
    [
        (name, "i4")
        for name in (
            "copy_",
            "row",
            "list_",
            "origin",  # 0 the score, 1 + ground
            "entered",  # in this step
            "mistaken",
            "told",  # 0 not, 1 before this step's denials, LEARNT by them
            "filed",  # an appeal, because of that
            "tile",
            "lane",
            "home",  # where the first of its household's chain is
            "next",  # in the chain of its household, or -1
        )
    ],
    align=True,
)
LEARNT = 2

# bits of a list's events in a step
ENTERED, CASE, REVIEWED, STOPPED, FILED, GRANTED, REFUSED, MISTAKEN = (1 << bit for bit in range(8))
CAUSE_SHIFT = 8
APPEAL, TERM, COMPLIED, BY_SCORE = 1, 2, 3, 4  # causes of an exit; 0: none

KIN, OWN = 1, 2  # what a sanction reaches somebody for: 0 does not, 1 kin, 2 + origin otherwise
RECORDS, HOUSEHOLD = BITS, 2 * BITS  # shifts of what is drawn; acts are the lowest bits

_ONCE = np.int64(ONCE)
_LEVEL_THRESHOLDS = np.array(level.THRESHOLDS, dtype=np.uint32)


@kernel
def newcomers(work, who, at, cell, behaviours, start, trait_thresholds, trait_stream):
    """The people of a tile are as they are before the first step."""
    for plane in range(who.shape[0]):
        fill(who[plane], 0)
    traits = trait_thresholds.shape[1]
    if traits > 0 and trait_thresholds[cell, traits - 1] > 0:
        draw(work, _ONCE, trait_stream)
        trait, words = who[at.trait], work.words
        for j in range(LANES):
            for t in range(traits):
                if np.int64(words[j]) < trait_thresholds[cell, t]:
                    trait[j] = t + 1
                    break
    for behaviour in behaviours:
        if behaviour.level_plane >= 0:
            draw(work, _ONCE, behaviour.level)
            of, words = who[behaviour.level_plane], work.words
            for threshold in _LEVEL_THRESHOLDS:
                for j in range(LANES):
                    of[j] += np.int32(words[j] >= threshold)
    for ledger in range(3):
        fill(who[at.score + ledger], start[cell, 0])
        if any_of(who[at.trait]):
            for j in range(LANES):
                who[at.score + ledger, j] = start[cell, who[at.trait, j]]


@kernel
def load(who, kept, bytes_, twos, fours, lists, since, to_act):
    """The columns are what is kept of a tile: bytes_ uint8[n, lanes], twos int16[m, lanes], fours int32[k, lanes].

    to_act: only those on which depends what somebody does and keepers are taken for.
    """
    for listing in lists[: 0 if to_act else len(lists)]:
        for ledger in range(3):
            if _all_timed(listing, since, ledger):
                fill(who[listing.held + ledger], 0)
    for i in range(len(kept)):
        if not to_act or kept[i].acting:
            _load_column(who[kept[i].plane], kept[i], bytes_, twos, fours)
    for listing in lists[: 0 if to_act else len(lists)]:
        # a hold that is timed holds where its time is not 0
        hold = listing.first_hold
        for ledger in range(3):
            held = who[listing.held + ledger]
            for bit in range(listing.grounds + 1):
                if since[hold] >= 0:
                    times = who[since[hold]]
                    mask = np.int32(1 << bit)
                    for j in range(LANES):
                        held[j] = (held[j] & ~mask) | (mask if times[j] != 0 else np.int32(0))
                hold += 1


@part
def _load_column(plane, column, bytes_, twos, fours):
    if column.kind == BYTE:
        byte = bytes_[column.at]
        shift, mask = np.int32(column.shift & 31), np.int32(column.mask)
        for j in range(LANES):
            plane[j] = np.int32(np.int32(byte[j]) >> shift) & mask
    elif column.kind == TWO:
        two = twos[column.at]
        for j in range(LANES):
            plane[j] = two[j]
    else:
        four = fours[column.at]
        for j in range(LANES):
            plane[j] = four[j]


@part
def _all_timed(listing, since, ledger):
    """Whether every hold of a ledger has a time, so that no bits of holds are kept."""
    first = listing.first_hold + ledger * (1 + listing.grounds)
    found = True
    for hold in range(first, first + 1 + listing.grounds):
        found = found and since[hold] >= 0
    return found


@merged
def store(who, kept, bytes_, twos, fours):
    """What is kept of a tile is what the columns say."""
    for i in range(len(kept)):
        column = kept[i]
        if column.fixed:
            continue
        store_column(who[column.plane], column, bytes_, twos, fours)


@kernel
def store_all(who, kept, bytes_, twos, fours):
    """As `store`, and what is drawn once too."""
    for i in range(len(kept)):
        store_column(who[kept[i].plane], kept[i], bytes_, twos, fours)


@part
def store_column(plane, column, bytes_, twos, fours):
    if column.kind == BYTE:
        byte = bytes_[column.at]
        shift = np.int32(column.shift & 31)  # so that 32 bits are known to do
        if column.opens:
            for j in range(LANES):
                byte[j] = np.uint8(np.int32(plane[j] << shift))
        else:
            for j in range(LANES):
                byte[j] |= np.uint8(np.int32(plane[j] << shift))
    elif column.kind == TWO:
        two = twos[column.at]
        for j in range(LANES):
            two[j] = plane[j]
    else:
        four = fours[column.at]
        for j in range(LANES):
            four[j] = plane[j]


@part
def kept_of(column, bytes_, twos, fours, j):
    """What is kept of one lane in a column."""
    if column.kind == BYTE:
        return np.int64(bytes_[column.at, j] >> column.shift & column.mask)
    if column.kind == TWO:
        return np.int64(twos[column.at, j])
    return np.int64(fours[column.at, j])


@part
def keep(column, bytes_, twos, fours, j, value):
    """This value is kept of one lane in a column."""
    if column.kind == BYTE:
        others = bytes_[column.at, j] & ~(column.mask << column.shift)
        bytes_[column.at, j] = others | value << column.shift
    elif column.kind == TWO:
        twos[column.at, j] = value
    else:
        fours[column.at, j] = value


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
