"""Acts: Poisson, and what becomes of each act when it is looked at (docs/model.md 3 and 4)."""

from __future__ import annotations

import numpy as np

from scorewatch.chance.arithmetic import TWO32
from scorewatch.tile.compiled import kernel, part
from scorewatch.tile.formulas import exp_minus, mean_of_acts
from scorewatch.tile.ladder import by_guide, in_vectors, outcome
from scorewatch.tile.lanes import LANES, any_of, fill, lanes_where
from scorewatch.tile.words import draw, one

FOR_KEEPERS, THE_REST = np.int64(1), np.int64(0)  # which behaviours: those that keepers are taken for come first
_SURE = 1e-9  # more than exp_minus is off by


@part
def may_be_taken_for_others(cell, behaviours, base):
    """Whether anybody of a cell, whatever his traits and lists, ever does what keepers are taken for."""
    found = False
    for b in range(len(behaviours)):
        found = found or (behaviours[b].keepers and base[b, cell] != 0.0)
    return found


@kernel
def act(
    work, who, at, cell, which, behaviours, lists, base, by_trait, by_list, level, response, rate, ladders,
    triangle, thresholds, outcomes, guides, step, steps_a_year, whole, busy,
):  # fmt: skip
    """The people of a tile have acted: acts, true records and household misattributions are drawn, a plane each.

    which: FOR_KEEPERS, or THE_REST. ladders: by behaviour, cell and level. whole: whether all lanes live. busy:
    uint8[behaviours], written: whether anybody did any of it; the tile before left it as it left the planes: what is
    not busy is 0.
    """
    special = np.int64(-1)  # how many are not as all; it is not known yet
    for b in range(len(behaviours)):
        behaviour = behaviours[b]
        if behaviour.keepers != which:
            continue
        drawn = who[at.drawn + b]
        was_busy, busy[b] = busy[b], False
        acting = rate[b, cell] * response[b, cell] != 0.0
        if acting:
            draw(work, step, behaviour.acts)
            if ladders[b, cell, 0].guide >= 0:
                levels = who[behaviour.level_plane] if behaviour.level_plane >= 0 else who[at.zeros]
                by_guide(work, ladders[b, cell], levels, triangle, thresholds, outcomes, guides, drawn)
                busy[b] = True
            else:
                busy[b] = in_vectors(work, ladders[b, cell, 0], triangle, thresholds, outcomes, drawn)
        if was_busy and not busy[b]:
            fill(drawn, 0)
        if behaviour.with_trait or behaviour.with_list:
            if special < 0:
                special = _not_as_all(work, who, at, lists) if _are_apart(who, at, lists) else np.int64(0)
            for i in range(special):
                j = np.int64(work.apart[i])
                word = np.int64(work.words[j]) if acting else one(work, step, behaviour.acts, j)
                mean = _mean(
                    who, at, cell, b, behaviour, lists, base, by_trait, by_list, level, response, steps_a_year, j
                )
                p, q = ladders[b, cell, 0].right, ladders[b, cell, 0].household
                drawn[j] = _one_act(mean, p, q, word, triangle)
                busy[b] |= drawn[j] != 0
        if busy[b] and not whole:
            live = work.live
            for j in range(LANES):
                drawn[j] &= live[j]


@part
def _are_apart(who, at, lists):
    """Whether anybody has a trait or is on a list."""
    found = any_of(who[at.trait])
    for i in range(len(lists)):
        found = found or any_of(who[lists[i].entered])
    return found


@part
def _not_as_all(work, who, at, lists):
    """The lanes of those with a trait or on a list are the first of `apart`; returns how many."""
    trait, plane = who[at.trait], work.plane
    for j in range(LANES):
        plane[j] = trait[j]
    for listing in lists:
        entered = who[listing.entered]
        for j in range(LANES):
            plane[j] |= entered[j]
    return lanes_where(plane, work.apart)


@part
def _mean(who, at, cell, b, behaviour, lists, base, by_trait, by_list, level, response, steps_a_year, j):
    """The mean of one lane's acts, with its trait and its lists."""
    factor, on_any = 1.0, False
    for i in range(len(lists)):
        if who[lists[i].entered, j] != 0:
            factor = factor * by_list[b, 1 + i]
            on_any = True
    if not on_any:
        factor = by_list[b, 0]
    rate = base[b, cell] * by_trait[b, who[at.trait, j]] * factor
    of = who[behaviour.level_plane, j] if behaviour.level_plane >= 0 else 0
    return mean_of_acts(rate, level[b, of], response[b, cell], steps_a_year)


@part
def _one_act(mean, p, q, word, triangle):
    """The outcome of one word, without a ladder: most are no act, which 1 - mean < exp(-mean) tells at once."""
    if word < (1.0 - mean - _SURE) * TWO32:
        return np.int64(0)
    return outcome(mean, exp_minus(mean), p, q, word, triangle)
