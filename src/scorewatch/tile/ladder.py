"""Ladders of a step in one pool, and their outcomes for all lanes of a tile.

A ladder in the pool ends where 1 - F is below 2^-16; the few words beyond its last threshold are looked up by
`outcome`, which needs no table. Outcomes are packed as in `chance.ladder`: k | o << 10 | w << 20.
"""

from __future__ import annotations

import numpy as np

from scorewatch.chance.arithmetic import TWO32
from scorewatch.chance.ladder import CHOOSE, END, LOW
from scorewatch.tile.compiled import builder, kernel
from scorewatch.tile.formulas import fill, power
from scorewatch.tile.lanes import LANES, lanes_where
from scorewatch.tile.lanes import fill as fill_lanes

LADDER = np.dtype(
    [
        ("mean", "f8"),
        ("none", "f8"),  # exp(-mean)
        ("right", "f8"),
        ("household", "f8"),
        ("cut", "i8"),  # from this word on: `outcome`
        ("head_cut", "i8"),  # from this word on: one lane at a time
        ("start", "i4"),
        ("count", "i4"),  # thresholds below the cut
        ("head", "i4"),  # of these, compared in vectors
        ("guide", "i4"),  # -1: none
    ],
    align=True,
)
_UNDECIDED_BIT = 15
GUIDE_CELLS, UNDECIDED = 1024, 1 << _UNDECIDED_BIT
_FAR = 0x7FFF  # no threshold to look from is said
GUIDE_BITS, GUIDE_LOW = 5, 31  # of k, o and w in a guide
_GUIDE_SHIFT = 22  # from a word to its cell
END_OF_POOL, _HEAD = 2.0**-16, 2**32 - 2**23  # 1 - F = 2^-9: the words below are compared in vectors
_MOST_HEAD = 48  # thresholds; more are quicker by a guide
TRIANGLE = np.array([row + [0.0] * (len(CHOOSE) - len(row)) for row in CHOOSE])


@builder
def build(ladder, mean, none, right, household, start, spread, triangle, thresholds, outcomes):
    """The ladder is in the pool from `start` on; returns where the next one starts."""
    unseen = np.empty(triangle.shape[0])
    count = fill(mean, none, right, household, END_OF_POOL, triangle, unseen, thresholds[start:], outcomes[start:])
    ladder.mean, ladder.none, ladder.right, ladder.household = mean, none, right, household
    ladder.start, ladder.count = start, count - 1
    ladder.cut = thresholds[start + count - 1]
    head = 0
    while head < count - 1 and thresholds[start + head] < _HEAD:
        head += 1
    ladder.guide = 0 if spread or head > _MOST_HEAD else -1
    ladder.head = min((head + 3) // 4 * 4, count - 1)
    ladder.head_cut = thresholds[start + ladder.head]
    return start + count


@kernel
def fill_guide(ladder, thresholds, outcomes, guide):
    """guide: uint16[1024]: the outcome of every word of a cell, or UNDECIDED and which threshold to look from."""
    begins = np.int64(0)
    # thresholds[last] is the cut
    for i in range(ladder.count + 1):
        if begins == GUIDE_CELLS:
            break  # half of all outcomes are in the last cell
        closes = thresholds[ladder.start + i]
        if closes < begins << _GUIDE_SHIFT:
            continue  # within a cell that is known to be undecided
        x, ends = outcomes[ladder.start + i], closes >> _GUIDE_SHIFT
        k, o, w = x & LOW, (x >> 10) & LOW, x >> 20
        undecided = UNDECIDED | min(i, _FAR)
        fits = max(k, o, w) <= GUIDE_LOW
        found = k | o << GUIDE_BITS | w << (2 * GUIDE_BITS) if fits else undecided
        # without a sign: no index needs to be told from one that counts from the end
        for cell in range(np.uint64(begins), np.uint64(max(begins, ends))):
            guide[cell] = found
        begins = max(begins, ends)
        if ends == begins and closes != ends << _GUIDE_SHIFT:
            guide[ends] = undecided
            begins += 1
    for cell in range(np.uint64(begins), np.uint64(GUIDE_CELLS)):
        guide[cell] = UNDECIDED | _FAR


@kernel
def look_up(ladder, word, triangle, thresholds, outcomes):
    """The outcome of one word."""
    if word >= ladder.cut:
        return outcome(ladder.mean, ladder.none, ladder.right, ladder.household, word, triangle)
    low, high = ladder.start, ladder.start + ladder.count
    while low < high:
        middle = (low + high) >> 1
        if thresholds[middle] <= word:
            low = middle + 1
        else:
            high = middle
    return np.int64(outcomes[low])


@kernel
def outcome(mean, none, right, household, word, triangle):
    """The outcome of a word, without a table: the ladder of `chance.ladder.fill` walked as far as the word is."""
    f = none
    before = 0.0
    total = none
    k = np.int64(0)
    closes = np.int64(total * TWO32)
    while not (word < closes or 1.0 - total < END):
        f = f * mean / (k + 1)
        k += 1
        before = total
        total = total + f
        closes = np.int64(total * TWO32)
    if k == 0 or (right == 0.0 and household == 0.0):
        return np.int64(k)
    unseen = max(0.0, 1.0 - right - household)
    inside = before
    recorded = 1.0
    for o in range(k + 1 if right > 0 else 1):
        wrong = 1.0
        for w in range(k - o + 1 if household > 0 else 1):
            rest = k - o - w
            if rest == 0 or unseen > 0:
                term = f * (triangle[k, o] * triangle[k - o, w]) * (recorded * wrong) * power(unseen, rest)
                inside = inside + term
                if word < min(np.int64(inside * TWO32), closes):
                    return np.int64(k | o << 10 | w << 20)
            wrong = wrong * household
        recorded = recorded * right
    # nothing below the last outcome of k was it
    return np.int64(k | k << 10 if right > 0 else k | k << 20)


@kernel
def in_vectors(work, ladder, triangle, thresholds, outcomes, drawn):
    """drawn: int32[lanes]: the outcomes of the words by one ladder.

    Returns whether any is not 0; where none is, drawn is as it was.
    """
    words = work.words
    start = ladder.start
    most, first = np.uint32(0), np.int32(outcomes[start])
    for j in range(LANES):
        most = max(most, words[j])
    if first == 0 and np.int64(most) < thresholds[start]:
        return False
    fill_lanes(drawn, first)
    last = start + ladder.head
    for i in range(start, last, 4):
        # four thresholds at a time; beyond the last one nothing changes
        b, c, d, e = min(i + 1, last), min(i + 2, last), min(i + 3, last), min(i + 4, last)
        t0, t1 = np.uint32(thresholds[i]), np.uint32(thresholds[min(b, last - 1)])
        t2, t3 = np.uint32(thresholds[min(c, last - 1)]), np.uint32(thresholds[min(d, last - 1)])
        d0, d1 = np.int32(outcomes[b] - outcomes[i]), np.int32(outcomes[c] - outcomes[b])
        d2, d3 = np.int32(outcomes[d] - outcomes[c]), np.int32(outcomes[e] - outcomes[d])
        for j in range(LANES):
            word = words[j]
            x = drawn[j]
            x = np.int32(x + (d0 if word >= t0 else np.int32(0)))
            x = np.int32(x + (d1 if word >= t1 else np.int32(0)))
            x = np.int32(x + (d2 if word >= t2 else np.int32(0)))
            drawn[j] = np.int32(x + (d3 if word >= t3 else np.int32(0)))
    if np.int64(most) >= ladder.head_cut:
        plane, cut = work.plane, np.uint32(ladder.head_cut)
        for j in range(LANES):
            plane[j] = words[j] >= cut
        for i in range(lanes_where(plane, work.lanes_of)):
            j = work.lanes_of[i]
            drawn[j] = look_up(ladder, np.int64(words[j]), triangle, thresholds, outcomes)
    return True


@kernel
def by_guide(work, ladders, levels, triangle, thresholds, outcomes, guides, drawn):
    """drawn: int32[lanes]: the outcomes of the words, each lane by the ladder of its level: int32[lanes].

    guides: uint16[guides x 1024].
    """
    words, plane, lanes_of = work.words, work.plane, work.lanes_of
    mine = guides[ladders[0].guide * GUIDE_CELLS :]
    undecided = np.int32(0)
    for j in range(LANES):
        found = np.int32(mine[np.uint32(levels[j]) << np.uint32(10) | words[j] >> np.uint32(_GUIDE_SHIFT)])
        plane[j] = found
        undecided = np.int32(undecided | found)
    for j in range(LANES):
        x = plane[j]
        drawn[j] = x & GUIDE_LOW | (x >> 5 & GUIDE_LOW) << 10 | (x >> 10 & GUIDE_LOW) << 20
        plane[j] = x & -(x >> _UNDECIDED_BIT)  # arithmetic: where it is a choice, storing takes much longer
    if undecided >= UNDECIDED:
        for i in range(lanes_where(plane, lanes_of)):
            j = lanes_of[i]
            ladder, word, first = ladders[levels[j]], np.int64(words[j]), plane[j] & _FAR
            if first == _FAR or word >= ladder.cut:
                drawn[j] = look_up(ladder, word, triangle, thresholds, outcomes)
            else:
                at = ladder.start + first
                while thresholds[at] <= word:
                    at += 1
                drawn[j] = outcomes[at]
