"""The lanes of a plane, int32[lanes], and the record that a thread works in.

What is not cast is 64 bits wide, and half as fast.
"""

from __future__ import annotations

import numpy as np

from scorewatch.people.persons import PARTS
from scorewatch.tile.compiled import kernel, part

BLOCKS = 64  # of a tile, and of a row in a shard: the tally has room for no more in one sum
LANES = 4 * BLOCKS
# what a thread works with and in, in one record: where everything lies is known when a kernel is compiled
WORK = np.dtype(
    [
        ("key0", "i8"),  # of the words
        ("key1", "i8"),
        ("shared", "u4", (3, BLOCKS)),  # what the streams and steps of a tile's words share
        ("words", "u4", (LANES,)),
        ("live", "i4", (LANES,)),  # -1 in the lanes of people, 0 in the others
        ("plane", "i4", (LANES,)),
        ("lanes_of", "i4", (LANES,)),
        ("apart", "i4", (LANES,)),
        ("complied", "i4", (LANES,)),
        ("sums", "i4", (PARTS,)),
    ],
    align=True,
)
# without a sign: an index that never counts from the end
_NONE, _EIGHT, _PAIRS = np.uint64(0), np.uint64(8), np.uint64(LANES // 2)


@part
def fill(plane, value):
    """Every lane has this value."""
    for j in range(LANES):
        plane[j] = value


@part
def any_of(plane):
    """Whether any lane is not 0."""
    found = np.int32(0)
    for j in range(LANES):
        found = np.int32(found | plane[j])
    return found != 0


@part
def any_is(flags):
    """Whether any of a few flags, one a list or a trait, is set."""
    found = np.int32(0)
    for i in range(len(flags)):
        found = np.int32(found | flags[i])
    return found != 0


@part
def any_of_bits(plane, bits):
    """Whether any lane has one of these bits."""
    found, mask = np.int32(0), np.int32(bits)
    for j in range(LANES):
        found = np.int32(found | plane[j] & mask)
    return found != 0


@kernel
def lanes_where(plane, lanes_of):
    """The lanes that are not 0 are the first of lanes_of: int32[lanes]; returns how many."""
    found = 0
    pairs = plane.view(np.uint64)
    for g in range(_NONE, _PAIRS, _EIGHT):
        some = _NONE
        for i in range(_EIGHT):
            some |= pairs[g + i]
        if some != _NONE:
            for i in range(16):
                # a lane that is 0 is written over by the next: no branch to foretell
                j = 2 * np.int64(g) + i
                lanes_of[found] = j
                found += np.int64(plane[j] != 0)
    return found
