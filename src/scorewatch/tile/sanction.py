"""Sanctions: whom a listing reaches, and what is denied (docs/model.md 8)."""

from __future__ import annotations

import numpy as np

from scorewatch.tile.compiled import kernel, part
from scorewatch.tile.ladder import outcome
from scorewatch.tile.lanes import any_of, fill, lanes_where
from scorewatch.tile.rules import CHILDREN, PERSON
from scorewatch.tile.state import ENTERED, KIN, OWN, origin
from scorewatch.tile.words import one

_ANY, _ENTERED = np.int64(-1), np.int64(ENTERED)  # bits


@kernel
def deny(
    household, at, cells, lists, sanctions, since, attempts, attempts_none, children, shared, key0, key1, step,
    concerned, reached, triangle, plane, lanes_of,
):  # fmt: skip
    """Every sanction lies on whom it reaches, and what those attempted is denied.

    household: int32[members, planes, lanes]; cells: of the members; children: the first member who is one.
    attempts, attempts_none: by sanction, cell and trait, the mean and exp(-mean). concerned: uint8[members, lists].
    reached: uint8[members, sanctions], written: whether a sanction lies on anybody; the household before left it as it
    left the planes: what reached nobody is 0. plane, lanes_of: int32[lanes], to work in.
    """
    for s in range(len(sanctions)):
        for member in range(household.shape[0]):
            if reached[member, s]:
                reached[member, s] = False
                fill(household[member, sanctions[s].reached_plane], 0)
                fill(household[member, sanctions[s].denials_plane], 0)
    for i in range(len(lists)):
        count = 0
        if any_of(concerned[:, i]):
            count = _listed_lanes(household, lists[i].entered, plane, lanes_of)
        for s in range(len(sanctions)):
            if sanctions[s].list != i:
                continue
            for at_lane in range(count):
                for member in range(household.shape[0]):
                    j = np.int64(lanes_of[at_lane])
                    if not _reaches(sanctions[s], household, member, children, lists[i].entered, _ANY, j):
                        continue
                    reached[member, s] = True
                    _deny_one(
                        household, at, member, cells[member], lists[i], s, sanctions[s], since, attempts, attempts_none,
                        children, shared[member], key0, key1, step, triangle, j,
                    )  # fmt: skip


@part
def _listed_lanes(household, entered, plane, lanes_of):
    """The lanes in which any member is on the list are the first of lanes_of; returns how many."""
    fill(plane, 0)
    for member in range(household.shape[0]):
        mine = household[member, entered]
        for j in range(plane.shape[0]):
            plane[j] |= mine[j]
    return lanes_where(plane, lanes_of)


@part
def _deny_one(
    household, at, member, cell, listing, s, sanction, since, attempts, attempts_none,
    children, shared, key0, key1, step, triangle, j,
):  # fmt: skip
    """The sanction lies on this member in this lane, and what is attempted is denied."""
    who = household[member]
    who[sanction.reached_plane, j] = OWN + origin(who, listing, since, j) if who[listing.entered, j] != 0 else KIN
    if sanction.at_entry:
        entered = _reaches(sanction, household, member, children, listing.events, _ENTERED, j)
        who[sanction.denials_plane, j] = np.int32(entered)
        return
    trait = who[at.trait, j]
    mean = attempts[s, cell, trait]
    if mean > 0.0:
        word = one(shared, key0, key1, step, sanction.attempts, j)
        none = attempts_none[s, cell, trait]
        who[sanction.denials_plane, j] = outcome(mean, none, 0.0, 0.0, word, triangle)


@part
def _anybody(household, plane, bits, until, j):
    """Whether any of the first members has one of these bits in a plane, in this lane."""
    found = np.int64(0)
    for member in range(until):
        found |= household[member, plane, j] & bits
    return found != 0


@part
def _reaches(sanction, household, member, children, plane, bits, j):
    """Whether a sanction reaches a member of the household, through those who have one of these bits in a plane."""
    if sanction.reaches == PERSON:
        return household[member, plane, j] & bits != 0
    if sanction.reaches == CHILDREN:
        return member >= children and _anybody(household, plane, bits, children, j)
    return _anybody(household, plane, bits, household.shape[0], j)
