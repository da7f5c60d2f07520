"""A word has one address and one value, drawn one at a time, for a tile at once, or plainly (docs/chance.md 1)."""

from __future__ import annotations

import random

import numpy as np

from scorewatch.chance.words import ONCE, Words
from scorewatch.tile.compiled import entry
from scorewatch.tile.lanes import BLOCKS, LANES, WORK
from scorewatch.tile.words import begin, draw, one, one_of

ROWS = 4112


@entry
def all_ways(works, copy, rows, step, stream, row, group, singly, of):  # type: ignore[no-untyped-def]
    """The words of a tile, all at once, lane by lane, and person by person."""
    work = works[0]
    begin(work, copy, rows, row, group)
    draw(work, step, stream)
    for j in range(singly.shape[0]):
        singly[j] = one(work, step, stream, j)
        w, q = j // BLOCKS, j % BLOCKS
        of[j] = one_of(work, copy + 4 * group[q] + w, row[q], rows, step, stream)


def test_the_words_of_a_tile_are_those_of_its_people() -> None:
    chance = random.Random(256)
    for seed in (0, 1, 2**32, 2**64 - 1, chance.getrandbits(64)):
        plain = Words(seed, ROWS)
        for step in (0, 1, 35, -1, -36, ONCE):
            copy, stream = 256 * chance.randint(0, 2000), chance.getrandbits(32)
            row = np.array([chance.randrange(ROWS) for _ in range(BLOCKS)], np.int32)
            group = np.array([chance.randrange(64) for _ in range(BLOCKS)], np.uint8)
            works = np.zeros(1, WORK).view(np.recarray)
            works[0].key0, works[0].key1 = seed & 0xFFFFFFFF, seed >> 32
            singly, of = np.zeros(LANES, np.int64), np.zeros(LANES, np.int64)
            all_ways(works, copy, ROWS, step, stream, row, group, singly, of)
            expected = []
            for lane in range(LANES):
                w, q = divmod(lane, BLOCKS)
                expected.append(plain.word((copy + 4 * int(group[q]) + w) * ROWS + int(row[q]), step, stream))
            assert works[0].words.tolist() == expected, "draw"
            assert singly.tolist() == expected, "one"
            assert of.tolist() == expected, "one_of"
