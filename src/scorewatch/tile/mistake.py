"""False records: what somebody who looks alike did, and what nobody did (docs/model.md 4)."""

from __future__ import annotations

from scorewatch.tile.compiled import merged
from scorewatch.tile.ladder import by_guide, in_vectors
from scorewatch.tile.lanes import LANES
from scorewatch.tile.words import draw


@merged
def mistake(work, who, at, cell, behaviours, ladders, triangle, thresholds, outcomes, guides, step, busy):
    """False records with no act of the person's own behind them have landed: one draw for each behaviour.

    ladders: by behaviour and cell. busy: uint8[2 x behaviours].
    """
    counts, live = who[at.spare], work.live
    for b in range(len(behaviours)):
        if ladders[b, cell].mean == 0.0:
            continue
        draw(work, step, behaviours[b].false)
        landed = True
        if ladders[b, cell].guide >= 0:
            by_guide(work, ladders[b, cell : cell + 1], who[at.zeros], triangle, thresholds, outcomes, guides, counts)
        else:
            landed = in_vectors(work, ladders[b, cell], triangle, thresholds, outcomes, counts)
        if landed:
            false = who[at.false + b]
            for j in range(LANES):
                false[j] += counts[j] & live[j]
            busy[len(behaviours) + b] = True
