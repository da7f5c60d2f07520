"""A word has the same outcome by every way that a ladder is looked up (docs/chance.md 3)."""

from __future__ import annotations

import random
from bisect import bisect_right

import numpy as np
import pytest

from scorewatch.chance import ladder
from scorewatch.chance.arithmetic import exp_minus
from scorewatch.tile.compiled import building_entry
from scorewatch.tile.ladder import (
    END_OF_POOL,
    GUIDE_CELLS,
    LADDER,
    TRIANGLE,
    build,
    by_guide,
    fill_guide,
    in_vectors,
    look_up,
    outcome,
)
from scorewatch.tile.lanes import LANES, WORK

TOP = 2**32 - 1
LEVELS = 3


@building_entry
def all_ways(means, nones, right, household, spread, ladders, triangle, thresholds, outcomes, guides, levels, words,  # type: ignore[no-untyped-def]
             vectors, guided, looked_up, walked, works):  # fmt: skip
    """The outcomes of the words: in vectors, looked up and walked by the first ladder, guided by that of the level."""
    work, free = works[0], np.int64(0)
    for i in range(len(means)):
        free = build(ladders[i], means[i], nones[i], right, household, free, spread, triangle, thresholds, outcomes)
    for j in range(0, len(words), LANES):
        work.words[:] = words[j : j + LANES]
        in_vectors(work, ladders[0], triangle, thresholds, outcomes, vectors[j : j + LANES])
    if ladders[0].guide >= 0:
        for i in range(len(means)):
            ladders[i].guide = i
            fill_guide(ladders[i], thresholds, outcomes, guides[i * GUIDE_CELLS : (i + 1) * GUIDE_CELLS])
        for j in range(0, len(words), LANES):
            work.words[:] = words[j : j + LANES]
            by_guide(
                work, ladders, levels[j : j + LANES], triangle, thresholds, outcomes, guides, guided[j : j + LANES]
            )
    for j in range(words.shape[0]):
        word = np.int64(words[j])
        looked_up[j] = look_up(ladders[0], word, triangle, thresholds, outcomes)
        walked[j] = outcome(means[0], nones[0], right, household, word, triangle)


CASES = [
    (mean, p, q)
    for mean in (0.0, 1e-6, 0.003, 0.2, 1.7)
    for p, q in ((0.0, 0.0), (0.3, 0.0), (0.0, 0.2), (0.25, 0.35), (0.25, 0.75), (1.0, 0.0), (0.0, 1.0), (1e-9, 1e-9))
] + [(9.5, 0.2, 0.1), (40.0, 0.0, 0.0), (40.0, 0.4, 0.0), (33.0, 0.7, 0.3), (14.0, 0.05, 0.6)]


def test_every_way_of_looking_up_a_ladder_finds_the_same() -> None:
    """Words at, before and after thresholds of the plain ladder, the first and the last of all, and beyond the pool."""
    chance = random.Random(4)
    for mean, p, q in CASES:
        plain = ladder.acts(mean, p, q)
        few = 100 if len(plain.thresholds) > 3000 else 300
        near = [*chance.sample(plain.thresholds, min(few, len(plain.thresholds))), *plain.thresholds[-8:]]
        words = [t + d for t in near for d in (-1, 0, 1)] + [0, 1, 2**31, TOP - 1, TOP, 2**32 - 2**16]
        words += [chance.getrandbits(32) for _ in range(50)]
        words = [min(max(w, 0), TOP) for w in words]
        words += [0] * (-len(words) % LANES)
        packed = [k | o << 10 | w << 20 for k, o, w in plain.outcomes]
        expected = [packed[bisect_right(plain.thresholds, word)] for word in words]
        vectors, _, looked_up, walked = _looked_up([mean], p, q, words, [0] * len(words), spread=0)
        assert looked_up == expected, ("look_up", mean, p, q)
        assert walked == expected, ("outcome", mean, p, q)
        assert vectors == expected, ("in_vectors", mean, p, q)


@pytest.mark.parametrize(("p", "q"), [(0.0, 0.0), (0.12, 0.0), (0.1, 0.3), (0.25, 0.75)])
def test_a_guide_finds_what_the_ladder_of_the_level_has(p: float, q: float) -> None:
    chance = random.Random(5)
    for means in ((0.0, 0.4, 7.5), (1e-6, 2.5, 0.0), (40.0, 0.02, 33.0) if q == 0 else (12.0, 0.02, 1.0)):
        plain = [ladder.acts(mean, p, q) for mean in means]
        words, levels = [], []
        for level, of in enumerate(plain):
            near = [*chance.sample(of.thresholds, min(60, len(of.thresholds))), *of.thresholds[-4:]]
            near += [cell << 22 for cell in (0, 1, 511, 1022, 1023)]
            for word in [t + d for t in near for d in (-1, 0, 1)] + [TOP, 2**32 - 2**16]:
                words.append(min(max(word, 0), TOP))
                levels.append(level)
        words, levels = words + [0] * (-len(words) % LANES), levels + [0] * (-len(levels) % LANES)
        expected = []
        for word, level in zip(words, levels, strict=True):
            k, o, w = plain[level].outcome(word)
            expected.append(k | o << 10 | w << 20)
        _, guided, _, _ = _looked_up(list(means), p, q, words, levels, spread=LEVELS - 1)
        assert guided == expected, ("by_guide", means, p, q)


def _looked_up(
    means: list[float], p: float, q: float, words: list[int], levels: list[int], spread: int
) -> tuple[list[int], ...]:
    """The outcomes of the words by in_vectors, by_guide, look_up and outcome."""
    nones = [exp_minus(mean) for mean in means]
    room = sum(ladder.most_outcomes(mean, none, p, q, END_OF_POOL) for mean, none in zip(means, nones, strict=True))
    found = [np.zeros(len(words), np.int32) for _ in range(4)]
    all_ways(
        np.array(means), np.array(nones), p, q, spread, np.zeros(len(means), LADDER).view(np.recarray), TRIANGLE,
        np.zeros(room, np.int64), np.zeros(room, np.int32), np.zeros(len(means) * GUIDE_CELLS, np.uint16),
        np.array(levels, np.int32), np.array(words, np.uint32), *found,
        np.zeros(1, WORK).view(np.recarray),
    )  # fmt: skip
    return tuple(each.tolist() for each in found)
