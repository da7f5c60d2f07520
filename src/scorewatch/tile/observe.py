"""Misattribution to the household: the registered keeper of a vehicle is not its driver (docs/model.md 4)."""

from __future__ import annotations

from scorewatch.tile.compiled import kernel
from scorewatch.tile.lanes import fill
from scorewatch.tile.state import HOUSEHOLD


@kernel
def to_keepers(household, at, behaviours, adults, busy):
    """Every household misattribution has landed on the first adult, or the second where the actor is the first.

    household: int32[members, planes, lanes]. adults: how many of the members, the first ones, are adults. busy:
    uint8[members, 2 x behaviours]: whether anybody did any of it, and whether anybody has a false record of it; the
    household before left it as it left the planes: what is not busy is 0.
    """
    for member in range(household.shape[0]):
        for b in range(len(behaviours)):
            if busy[member, len(behaviours) + b]:
                busy[member, len(behaviours) + b] = False
                fill(household[member, at.false + b], 0)
    for actor in range(household.shape[0]):
        keeper = 1 if actor == 0 else 0
        if keeper >= adults:
            continue
        for b in range(len(behaviours)):
            if behaviours[b].kept and busy[actor, b]:
                drawn, false = household[actor, at.drawn + b], household[keeper, at.false + b]
                for j in range(drawn.shape[0]):
                    false[j] += drawn[j] >> HOUSEHOLD
                busy[keeper, len(behaviours) + b] = True
