"""The lanes of a plane: int32[lanes]."""

from __future__ import annotations

import numpy as np

from scorewatch.tile.compiled import kernel, part


@part
def fill(plane, value):
    """Every lane has this value."""
    for j in range(plane.shape[0]):
        plane[j] = value


@part
def any_of(plane):
    """Whether any lane is not 0."""
    found = np.int32(0)
    for j in range(plane.shape[0]):
        found |= plane[j]
    return found != 0


@part
def any_of_bits(plane, bits):
    """Whether any lane has one of these bits."""
    found, mask = np.int32(0), np.int32(bits)
    for j in range(plane.shape[0]):
        found |= plane[j] & mask
    return found != 0


@kernel
def lanes_where(plane, lanes_of):
    """The lanes that are not 0 are the first of lanes_of: int32[lanes]; returns how many."""
    found = 0
    for g in range(0, plane.shape[0], 16):
        some, of_group = np.int32(0), plane[g : g + 16]
        for i in range(16):
            some |= of_group[i]
        if some != 0:
            for i in range(16):
                if of_group[i] != 0:
                    lanes_of[found] = g + i
                    found += 1
    return found
