"""A word has one address and one value, drawn one at a time, for a tile at once, or plainly (docs/chance.md 1)."""

from __future__ import annotations

import random

import numpy as np
import pytest

from scorewatch.chance.words import ONCE, Words
from scorewatch.tile.compiled import entry
from scorewatch.tile.words import begin, draw, one

ROWS = 4112


@entry
def both(first, rows, key0, key1, step, stream, shared, words, singly):  # type: ignore[no-untyped-def]
    """The words of a tile, all at once and lane by lane."""
    begin(first, rows, key1, shared)
    draw(shared, key0, key1, step, stream, words)
    for j in range(singly.shape[0]):
        singly[j] = one(shared, key0, key1, step, stream, j)


@pytest.mark.parametrize("lanes", [32, 64, 128])
def test_the_words_of_a_tile_are_those_of_its_people(lanes: int) -> None:
    chance = random.Random(lanes)
    for seed in (0, 1, 2**32, 2**64 - 1, chance.getrandbits(64)):
        plain = Words(seed, ROWS)
        for step in (0, 1, 35, -1, -36, ONCE):
            copy, row, stream = 128 * chance.randint(0, 3000), chance.randrange(ROWS), chance.getrandbits(32)
            shared = np.zeros((3, lanes // 4), np.uint32)
            words, singly = np.zeros(lanes, np.uint32), np.zeros(lanes, np.int64)
            first = copy // 4 * ROWS + row
            both(first, ROWS, seed & 0xFFFFFFFF, seed >> 32, step, stream, shared, words, singly)
            expected = []
            for lane in range(lanes):
                w, q = divmod(lane, lanes // 4)
                expected.append(plain.word((copy + 4 * q + w) * ROWS + row, step, stream))
            assert words.tolist() == expected, "draw"
            assert singly.tolist() == expected, "one"
