"""Due process: review, notice, appeal. It acts on the observed ledger alone (docs/model.md 7)."""

from __future__ import annotations

import numpy as np

from scorewatch.plan.order import ERROR_FREE, OBSERVED
from scorewatch.tile.columns import TOLD
from scorewatch.tile.compiled import kernel, part
from scorewatch.tile.formulas import at_least_one
from scorewatch.tile.lanes import any_of_bits, lanes_where
from scorewatch.tile.state import ENTERED, FILED, GRANTED, MISTAKEN, REFUSED, REVIEWED, STOPPED
from scorewatch.tile.words import one


@part
def _is_mistaken(who, listing, j):
    """Not on the error-free list: what listing there is is a mistake. Marked in the step's events."""
    if who[listing.held + ERROR_FREE, j] != 0:
        return False
    who[listing.events, j] |= MISTAKEN
    return True


@part
def review(who, listing, shared, key0, key1, step, j):
    """Whether somebody looked at this case before it counted, and stopped it."""
    mistaken = _is_mistaken(who, listing, j)
    if listing.reviewed == 0 or one(shared, key0, key1, step, listing.review_stream, j) >= listing.reviewed:
        return False
    who[listing.events, j] |= REVIEWED
    stops = listing.stops_mistaken if mistaken else listing.stops_accurate
    if stops == 0 or one(shared, key0, key1, step, listing.stops_stream, j) >= stops:
        return False
    who[listing.events, j] |= STOPPED
    return True


@part
def decide(who, listing, shared, key0, key1, step, now, j):
    """Whether an appeal that is due was granted, as things stand now."""
    filed = who[listing.filed, j]
    if filed == 0 or now - filed < listing.decided_after:
        return False
    who[listing.filed, j] = 0
    chance = listing.granted_if_mistaken if _is_mistaken(who, listing, j) else listing.granted_if_accurate
    granted = one(shared, key0, key1, step, listing.granted_stream, j) < chance
    who[listing.events, j] |= GRANTED if granted else REFUSED
    return granted


@kernel
def correct(who, at, cell, lists, scored, concerned):
    """Who was granted an appeal that corrects the record has the error-free score. concerned: by list."""
    for i in range(len(lists)):
        if not concerned[i] or not lists[i].corrects_record or not any_of_bits(who[lists[i].events], GRANTED):
            continue
        for j in range(who.shape[1]):
            if who[lists[i].events, j] & GRANTED and scored[cell, who[at.trait, j]]:
                who[at.score + OBSERVED, j] = who[at.score + ERROR_FREE, j]


@kernel
def notice_at_entry(who, lists, shared, key0, key1, step, now, concerned):
    """Who entered a list in this step has been told or not."""
    for i in range(len(lists)):
        if not concerned[i] or lists[i].notice == 0 or not any_of_bits(who[lists[i].events], ENTERED):
            continue
        for j in range(who.shape[1]):
            has_entered = who[lists[i].events, j] & ENTERED != 0
            if has_entered and one(shared, key0, key1, step, lists[i].notice_stream, j) < lists[i].notice:
                _told(who, lists[i], shared, key0, key1, step, now, j)


@kernel
def learn_from_denials(household, lists, sanctions, children, shared, key0, key1, step, now, concerned, lanes_of):
    """Who was listed and not told may have learnt it from a denial.

    An adult from his own denials and those of the household's children; a listed child from its own. household:
    int32[members, planes, lanes]; children: the first member who is one; concerned: uint8[members, lists]; lanes_of:
    int32[lanes], to work in.
    """
    for sanction in sanctions:
        listing = lists[sanction.list]
        if listing.notice_on_denial == 0.0:
            continue
        for member in range(household.shape[0]):
            if not concerned[member, sanction.list]:
                continue
            for at_lane in range(lanes_where(household[member, listing.entered], lanes_of)):
                j = np.int64(lanes_of[at_lane])
                if household[member, listing.marks, j] & TOLD:
                    continue
                denials = np.int64(household[member, sanction.denials_plane, j])
                if member < children:
                    for child in range(children, household.shape[0]):
                        denials += household[child, sanction.denials_plane, j]
                if denials > 0:
                    word = one(shared[member], key0, key1, step, sanction.notice, j)
                    if word < at_least_one(listing.notice_on_denial, denials):
                        _told(household[member], listing, shared[member], key0, key1, step, now, j)


@kernel
def _told(who, listing, shared, key0, key1, step, now, j):
    """The person knows, and has decided once whether to appeal."""
    who[listing.marks, j] |= TOLD
    chance = listing.appeals_mistaken if _is_mistaken(who, listing, j) else listing.appeals_accurate
    if chance > 0 and one(shared, key0, key1, step, listing.appeals_stream, j) < chance:
        who[listing.filed, j] = now
        who[listing.events, j] |= FILED
