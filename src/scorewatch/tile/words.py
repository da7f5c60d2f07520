"""The words of a tile: Philox4x32-10 on 64 blocks at once (docs/chance.md 1).

A block has the words of four copies of one row. Lane w·Q + q of a tile of Q blocks is word w of block q: the order in
which the words come.
"""

from __future__ import annotations

import numpy as np

from scorewatch.tile.compiled import kernel
from scorewatch.tile.lanes import BLOCKS

_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)  # multipliers
_W0, _W1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)  # Weyl increments of the key
FEW = 3  # lanes whose words are drawn one by one; more are drawn all at once
_BLOCKS = np.uint64(BLOCKS)
_MASK, _HALF = np.uint64(0xFFFFFFFF), np.uint64(32)


@kernel
def begin(work, copy, rows, row_of, group_of):
    """What the first two rounds share between the streams and steps of a tile has been computed.

    copy: the first of the shard; rows: of the template. row_of: int32[Q], group_of: uint8[Q], of each block: its row,
    and which four copies.
    """
    first = np.int64(copy // 4 * rows)
    key1 = np.uint64(work.key1)
    high, low, third = work.shared[0], work.shared[1], work.shared[2]
    for q in range(BLOCKS):
        left = _M0 * ((np.uint64(first + np.int64(group_of[q]) * rows + row_of[q])) & _MASK)
        right = _M1 * ((left >> _HALF) ^ key1)
        high[q] = np.uint32(right >> _HALF)
        low[q] = np.uint32(right)
        third[q] = np.uint32(left)


@kernel
def draw(work, step, stream):
    """The words of a tile in this step and stream (index 0) have been drawn."""
    key0, key1 = np.uint64(work.key0), np.uint64(work.key1)
    words = work.words
    right = _M1 * np.uint64(stream)
    left = _M0 * ((right >> _HALF) ^ (np.uint64(step) & _MASK) ^ key0)
    key0_2, key1_2 = (key0 + _W0) & _MASK, (key1 + _W1) & _MASK
    with_high = (right & _MASK) ^ key0_2
    with_third = (left >> _HALF) ^ key1_2
    high, low, third = work.shared[0], work.shared[1], work.shared[2]
    # without a sign: no index needs to be told from one that counts from the end
    for q in range(_BLOCKS):
        c0 = np.uint64(high[q]) ^ with_high
        c1 = np.uint64(low[q])
        c2 = np.uint64(third[q]) ^ with_third
        c3 = left & _MASK
        k0, k1 = key0_2, key1_2
        for _ in range(8):
            k0, k1 = (k0 + _W0) & _MASK, (k1 + _W1) & _MASK
            a, b = _M0 * (c0 & _MASK), _M1 * (c2 & _MASK)
            c0, c1, c2, c3 = (b >> _HALF) ^ c1 ^ k0, b & _MASK, (a >> _HALF) ^ c3 ^ k1, a & _MASK
        words[q], words[q + _BLOCKS] = np.uint32(c0), np.uint32(c1)
        words[q + _BLOCKS + _BLOCKS], words[q + _BLOCKS + _BLOCKS + _BLOCKS] = np.uint32(c2), np.uint32(c3)


@kernel
def one(work, step, stream, lane):
    """The word of one lane, as `draw` has it: for what few decide."""
    q = lane % BLOCKS
    high, low, third = np.uint64(work.shared[0, q]), np.uint64(work.shared[1, q]), np.uint64(work.shared[2, q])
    return _one(high, low, third, work, step, stream, np.int64(lane // BLOCKS))


@kernel
def one_of(work, copy, row, rows, step, stream):
    """The word of one person, whose lane is nowhere at hand."""
    left = _M0 * (np.uint64(copy // 4 * rows + row) & _MASK)
    right = _M1 * ((left >> _HALF) ^ np.uint64(work.key1))
    return _one(right >> _HALF, right & _MASK, left & _MASK, work, step, stream, np.int64(copy & 3))


@kernel
def _one(high, low, third, work, step, stream, which):
    """The remaining rounds of one block, and its word `which`."""
    key0, key1 = np.uint64(work.key0), np.uint64(work.key1)
    right = _M1 * np.uint64(stream)
    left = _M0 * ((right >> _HALF) ^ (np.uint64(step) & _MASK) ^ key0)
    k0, k1 = (key0 + _W0) & _MASK, (key1 + _W1) & _MASK
    c0, c1, c2 = high ^ (right & _MASK) ^ k0, low, third ^ (left >> _HALF) ^ k1
    c3 = left & _MASK
    for _ in range(8):
        k0, k1 = (k0 + _W0) & _MASK, (k1 + _W1) & _MASK
        a, b = _M0 * (c0 & _MASK), _M1 * (c2 & _MASK)
        c0, c1, c2, c3 = (b >> _HALF) ^ c1 ^ k0, b & _MASK, (a >> _HALF) ^ c3 ^ k1, a & _MASK
    if which == 0:
        return np.int64(c0)
    if which == 1:
        return np.int64(c1)
    return np.int64(c2) if which == 2 else np.int64(c3)
