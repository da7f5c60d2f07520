"""False records: what somebody who looks alike did, and what nobody did (docs/model.md 4)."""

from __future__ import annotations

from scorewatch.tile.compiled import merged
from scorewatch.tile.ladder import by_guide, in_vectors
from scorewatch.tile.lanes import LANES
from scorewatch.tile.words import draw


@merged
def mistake(
    who, at, cell, behaviours, ladders, triangle, thresholds, outcomes, guides,
    shared, key0, key1, step, live, words, plane, lanes_of, counts, zeros, busy,
):  # fmt: skip
    """False records with no act of the person's own behind them have landed: one draw for each behaviour.

    ladders: by behaviour and cell. plane, lanes_of, counts: int32[lanes], to work in. busy: uint8[2 x behaviours].
    """
    for b in range(len(behaviours)):
        if ladders[b, cell].mean == 0.0:
            continue
        draw(shared, key0, key1, step, behaviours[b].false, words)
        landed = True
        if ladders[b, cell].guide >= 0:
            by_guide(
                ladders[b, cell : cell + 1],
                zeros,
                words,
                triangle,
                thresholds,
                outcomes,
                guides,
                plane,
                lanes_of,
                counts,
            )
        else:
            landed = in_vectors(ladders[b, cell], words, triangle, thresholds, outcomes, counts)
        if landed:
            false = who[at.false + b]
            for j in range(LANES):
                false[j] += counts[j] & live[j]
            busy[len(behaviours) + b] = True
