"""Due process: review, notice, appeal. It acts on the observed ledger alone (docs/model.md 7)."""

from __future__ import annotations

import numpy as np

from scorewatch.plan.order import ERROR_FREE, OBSERVED
from scorewatch.tile.columns import TOLD
from scorewatch.tile.compiled import kernel, part
from scorewatch.tile.formulas import at_least_one
from scorewatch.tile.lanes import LANES, any_of_bits
from scorewatch.tile.state import ENTERED, FILED, GRANTED, LEARNT, MISTAKEN, REFUSED, REVIEWED, STOPPED, keep, kept_of
from scorewatch.tile.words import one, one_of


@part
def _is_mistaken(who, listing, j):
    """Not on the error-free list: what listing there is is a mistake. Marked in the step's events."""
    if who[listing.held + ERROR_FREE, j] != 0:
        return False
    who[listing.events, j] |= MISTAKEN
    return True


@part
def review(work, who, listing, step, j):
    """Whether somebody looked at this case before it counted, and stopped it."""
    mistaken = _is_mistaken(who, listing, j)
    if listing.reviewed == 0 or one(work, step, listing.review_stream, j) >= listing.reviewed:
        return False
    who[listing.events, j] |= REVIEWED
    stops = listing.stops_mistaken if mistaken else listing.stops_accurate
    if stops == 0 or one(work, step, listing.stops_stream, j) >= stops:
        return False
    who[listing.events, j] |= STOPPED
    return True


@part
def decide(work, who, listing, step, now, j):
    """Whether an appeal that is due was granted, as things stand now."""
    filed = who[listing.filed, j]
    if filed == 0 or now - filed < listing.decided_after:
        return False
    who[listing.filed, j] = 0
    chance = listing.granted_if_mistaken if _is_mistaken(who, listing, j) else listing.granted_if_accurate
    granted = one(work, step, listing.granted_stream, j) < chance
    who[listing.events, j] |= GRANTED if granted else REFUSED
    return granted


@kernel
def correct(who, at, cell, lists, scored, concerned):
    """Who was granted an appeal that corrects the record has the error-free score. concerned: by list."""
    for i in range(len(lists)):
        if not concerned[i] or not lists[i].corrects_record or not any_of_bits(who[lists[i].events], GRANTED):
            continue
        for j in range(LANES):
            if who[lists[i].events, j] & GRANTED and scored[cell, who[at.trait, j]]:
                who[at.score + OBSERVED, j] = who[at.score + ERROR_FREE, j]


@kernel
def notice_at_entry(work, who, lists, step, now, concerned):
    """Who entered a list in this step has been told or not."""
    for i in range(len(lists)):
        if not concerned[i] or lists[i].notice == 0 or not any_of_bits(who[lists[i].events], ENTERED):
            continue
        for j in range(LANES):
            has_entered = who[lists[i].events, j] & ENTERED != 0
            if has_entered and one(work, step, lists[i].notice_stream, j) < lists[i].notice:
                _told(work, who, lists[i], step, now, j)


@kernel
def learn_from_denials(
    work, chain, listed, listing, sanction, home, denials, rows, step, now, kept, bytes_, twos, fours
):  # fmt: skip
    """Who was listed and not told may have learnt it from a denial.

    An adult from his own denials and those of the household's children; a listed child from its own. chain: the first
    of the household who is listed. denials: int32[members], of this sanction. bytes_, twos, fours: what is kept of each
    tile, [tile, n, lanes], by the number of the tile in `listed`.
    """
    if listing.notice_on_denial == 0.0:
        return
    of_children = np.int64(0)
    for child in range(home.adults, home.ends - home.first):
        of_children += denials[child]
    while chain >= 0:
        one = listed[chain]
        chain = one.next
        member = one.row - home.first
        told_of = denials[member] + (of_children if member < home.adults else np.int64(0))
        if one.list_ != sanction.list or one.told or told_of == 0:
            continue
        word = one_of(work, one.copy_, one.row, rows, step, sanction.notice)
        if word < at_least_one(listing.notice_on_denial, told_of):
            one.told = LEARNT
            b, t, f = bytes_[one.tile], twos[one.tile], fours[one.tile]
            marks = kept[listing.marks_kept]
            keep(marks, b, t, f, one.lane, kept_of(marks, b, t, f, one.lane) | TOLD)
            chance = listing.appeals_mistaken if one.mistaken else listing.appeals_accurate
            if chance > 0 and one_of(work, one.copy_, one.row, rows, step, listing.appeals_stream) < chance:
                one.filed = True
                keep(kept[listing.filed_kept], b, t, f, one.lane, now)


@kernel
def _told(work, who, listing, step, now, j):
    """The person knows, and has decided once whether to appeal."""
    who[listing.marks, j] |= TOLD
    chance = listing.appeals_mistaken if _is_mistaken(who, listing, j) else listing.appeals_accurate
    if chance > 0 and one(work, step, listing.appeals_stream, j) < chance:
        who[listing.filed, j] = now
        who[listing.events, j] |= FILED
