"""Philox4x32-10, the counter-based generator of Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC11.

The scalar form is the definition; the array form computes the same words for many counters at once.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_M0, _M1 = 0xD2511F53, 0xCD9E8D57  # multipliers
_W0, _W1 = 0x9E3779B9, 0xBB67AE85  # Weyl increments of the key
_MASK = 0xFFFFFFFF
_ROUNDS = 10

Words = tuple[int, int, int, int]


def block(counter: Words, key: tuple[int, int]) -> Words:
    """The four 32-bit words at this counter under this key."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(_ROUNDS):
        left, right = _M0 * c0, _M1 * c2
        c0, c1, c2, c3 = (right >> 32) ^ c1 ^ k0, right & _MASK, (left >> 32) ^ c3 ^ k1, left & _MASK
        k0, k1 = (k0 + _W0) & _MASK, (k1 + _W1) & _MASK
    return c0, c1, c2, c3


def blocks(first: NDArray[np.uint64], rest: tuple[int, int, int], key: tuple[int, int]) -> NDArray[np.uint64]:
    """The words at counters (first[j], *rest).

    first: uint64[n], each below 2^32. Returns uint64[4, n]: word w of block j at [w, j].
    """
    mask, shift = np.uint64(_MASK), np.uint64(32)
    c0 = first.astype(np.uint64)
    c1, c2, c3 = (np.full_like(c0, word) for word in rest)
    k0, k1 = key
    for _ in range(_ROUNDS):
        left, right = np.uint64(_M0) * c0, np.uint64(_M1) * c2
        c0, c1 = (right >> shift) ^ c1 ^ np.uint64(k0), right & mask
        c2, c3 = (left >> shift) ^ c3 ^ np.uint64(k1), left & mask
        k0, k1 = (k0 + _W0) & _MASK, (k1 + _W1) & _MASK
    return np.stack([c0, c1, c2, c3])
