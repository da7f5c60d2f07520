"""Three ledgers: what is recorded, what is recorded rightly, what is done (docs/model.md 5)."""

from __future__ import annotations

import numpy as np

from scorewatch.chance.ladder import LOW
from scorewatch.plan.order import ALL_ACTS, ERROR_FREE, OBSERVED
from scorewatch.tile.compiled import merged, part
from scorewatch.tile.lanes import LANES, fill
from scorewatch.tile.state import RECORDS


@merged
def keep_score(who, at, cell, mixed, behaviours, start, lowest, highest, recovery, busy):
    """Each ledger has recovered towards the person's start, taken the points, and been clamped.

    start: by cell and trait; mixed: whether anybody has a trait. busy: uint8[2 x behaviours].
    Lanes without a score have one that nobody looks at.
    """
    _records_count(who, at, behaviours, busy)
    starts, trait = who[at.start], who[at.trait]
    fill(starts, start[cell, 0])
    if mixed:
        for j in range(LANES):
            starts[j] = start[cell, trait[j]]
    low, high, back = np.int32(lowest), np.int32(highest), np.int32(recovery)
    for ledger in range(3):
        score, before, points = who[at.score + ledger], who[at.before + ledger], who[at.points + ledger]
        for j in range(LANES):
            before[j] = score[j]
            x = recovered(score[j], starts[j], back)
            score[j] = min(max(np.int32(x + points[j]), low), high)


@part
def _records_count(who, at, behaviours, busy):
    """points: what this step's records add up to, by ledger."""
    observed, error_free = who[at.points + OBSERVED], who[at.points + ERROR_FREE]
    all_acts = who[at.points + ALL_ACTS]
    fill(observed, 0)
    fill(error_free, 0)
    fill(all_acts, 0)
    for b in range(len(behaviours)):
        each = np.int32(behaviours[b].points)
        if each == 0:
            continue
        if busy[b]:
            drawn = who[at.drawn + b]
            for j in range(LANES):
                error_free[j] += np.int32(each * ((drawn[j] >> RECORDS) & LOW))
                all_acts[j] += np.int32(each * (drawn[j] & LOW))
        if busy[len(behaviours) + b]:
            false = who[at.false + b]
            for j in range(LANES):
                observed[j] += np.int32(each * false[j])
    for j in range(LANES):
        observed[j] += error_free[j]


@part
def recovered(score, start, recovery):
    """A score moved towards the start by `recovery`, not beyond it."""
    up = min(np.int32(score + recovery), start)
    down = max(np.int32(score - recovery), start)
    return up if score < start else down
