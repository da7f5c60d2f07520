"""The tally, compiled: what happened in a tile, and how everybody now stands, is counted (docs/model.md 12).

Counts of a step are int32[cell and trait, key, slot]; slot 8w + q is part 4q + w. Lane j = w·Q + q of a tile is part
(4q + w + turn) mod 32, where turn is that of the round of q, q div 8: its lanes of one word turn together.
"""

from __future__ import annotations

import numpy as np

from scorewatch.engine.tiling import ROUND, TURNS
from scorewatch.people.persons import PARTS
from scorewatch.plan.order import ALL_ACTS, ERROR_FREE, OBSERVED
from scorewatch.tile.columns import EVER, EVER_BY_MISTAKE, TOLD
from scorewatch.tile.compiled import entry, kernel, merged, part
from scorewatch.tile.lanes import BLOCKS, LANES, any_is, any_of_bits, fill, lanes_where
from scorewatch.tile.state import (
    CASE,
    CAUSE_SHIFT,
    ENTERED,
    FILED,
    GRANTED,
    LEARNT,
    MISTAKEN,
    RECORDS,
    REFUSED,
    REVIEWED,
    STOPPED,
    origin,
)

BIN_COPIES = 8
_ALL_BITS, _STANDING = 31, 4  # bits of a group
_ROUNDS = BLOCKS // ROUND  # of a tile
# without a sign: no index needs to be told from one that counts from the end
_U0, _U1, _U2, _U3, _U4, _U_ROUNDS, _U32 = (np.uint64(x) for x in (0, 1, 2, 3, 4, _ROUNDS, 32))


@merged
def count(
    work, who, at, turns, cell, traits, mixed, behaviours, lists, since, subject, keys, of_list, rights, busy,
    concerned, counts,
):  # fmt: skip
    """What happened in a tile and how it stands is in the counts; the score, the spells and what is denied apart.

    turns: int32[5], of `Tiling`. traits: how many kinds of trait there are, none included; mixed: whether anybody has
    one. busy: uint8[2 x behaviours]; concerned: uint8[lists].
    """
    trait, first, acts = who[at.trait], keys[0], len(behaviours)
    live, plane, lanes_of = work.live, who[at.spare], work.lanes_of
    with_trait = lanes_where(trait, lanes_of) if mixed else 0
    alone = _alone(turns)
    # one loop over all that is counted in bits: what counts them is long, and is compiled once
    for what in range(2 * acts + len(lists) + 1):
        if what < 2 * acts:
            if not busy[what]:
                continue
            if what < acts:
                source, width, groups = who[at.drawn + what], RECORDS, 3 if behaviours[what].keepers else 2
                key, stride = first.acts + what, acts
            else:
                source, width, groups = who[at.false + what - acts], _ALL_BITS, 1
                key, stride = first.false + what - acts, 1
        elif what < 2 * acts + len(lists):
            i = what - 2 * acts
            if not any_is(subject[i, cell]):
                continue
            held, marks = lists[i].held, who[lists[i].marks]
            _standing(who[held + ERROR_FREE], who[held + ALL_ACTS], who[lists[i].entered], marks, plane)
            source, width, groups, key, stride = plane, _STANDING, 5, of_list[i].error_free, 1
        else:
            for j in range(LANES):
                plane[j] = live[j] & 1
            source, width, groups, key, stride = plane, _ALL_BITS, 1, first.people, 1
        _count_bits(work, source, width, groups, key, stride, turns, alone, cell, traits, trait, with_trait, counts)
    if any_is(concerned):
        _count_concerned(work, who, at, turns, cell, traits, lists, since, keys, of_list, rights, concerned, counts)


@part
def _count_bits(work, plane, width, groups, key, stride, turns, alone, cell, traits, trait, with_trait, counts):
    """Groups of bits of a plane, each `width` wide from the lowest on, are in the counts of every stride-th key.

    The lanes of one part are added up first, up to eight of them: a group must have room for that. alone: the turn that
    all rounds are of, or -1. with_trait lanes, the first of lanes_of, are counted for their trait and not for those
    without.
    """
    sums, lanes_of = work.sums, work.lanes_of
    mask = np.int32((1 << width) - 1)
    if alone >= 0:
        # most tiles: how many rounds is known when it is compiled, and nothing waits for what was there
        _add_up(plane, alone, _U0, _U_ROUNDS, False, sums)
    else:
        for slot in range(len(sums)):
            sums[slot] = 0
        for turn in range(TURNS):
            if turns[turn] != turns[turn + 1]:
                _add_up(plane, turn, np.uint64(turns[turn]), np.uint64(turns[turn + 1]), True, sums)
    none = counts[cell * traits]
    for group in range(groups):
        slots, bits = none[key + group * stride], np.int32(group * width & 31)
        for slot in range(slots.shape[0]):  # a length that is not known: else it becomes 32 lines, and no vectors
            slots[slot] += np.right_shift(sums[slot], bits) & mask
        for i in range(with_trait):
            j = lanes_of[i]
            value = (plane[j] >> bits) & mask
            if value != 0:
                slot = _slot_of_lane(turns, j)
                slots[slot] -= value
                counts[cell * traits + trait[j], key + group * stride, slot] += value


@part
def _alone(turns):
    """The turn that all rounds of a tile are of, or -1."""
    found = -1
    for turn in range(TURNS):
        if turns[turn + 1] - turns[turn] == _ROUNDS:
            found = turn
    return found


@merged
def _add_up(plane, turn, begins, ends, more, sums):
    """sums: int32[slot]: of the rounds from `begins` to `ends`, all of one turn, and of what was there if `more`."""
    pairs = plane.view(np.uint64)  # two lanes in one addition: no sum leaves its half
    keep = np.int32(-1) if more else np.int32(0)
    for w in range(_U4):
        a = b = c = d = _U0
        for q in range(_U4 * (w * _U_ROUNDS + begins), _U4 * (w * _U_ROUNDS + ends), _U4):
            a += pairs[q]
            b += pairs[q + _U1]
            c += pairs[q + _U2]
            d += pairs[q + _U3]
        ahead, to = (turn + np.int64(w)) >> 2, 8 * ((turn + np.int64(w)) & 3)
        sums[to | ahead & 7] = np.int32(np.int32(a) + (sums[to | ahead & 7] & keep))
        sums[to | ahead + 1 & 7] = np.int32(np.int32(a >> _U32) + (sums[to | ahead + 1 & 7] & keep))
        sums[to | ahead + 2 & 7] = np.int32(np.int32(b) + (sums[to | ahead + 2 & 7] & keep))
        sums[to | ahead + 3 & 7] = np.int32(np.int32(b >> _U32) + (sums[to | ahead + 3 & 7] & keep))
        sums[to | ahead + 4 & 7] = np.int32(np.int32(c) + (sums[to | ahead + 4 & 7] & keep))
        sums[to | ahead + 5 & 7] = np.int32(np.int32(c >> _U32) + (sums[to | ahead + 5 & 7] & keep))
        sums[to | ahead + 6 & 7] = np.int32(np.int32(d) + (sums[to | ahead + 6 & 7] & keep))
        sums[to | ahead + 7 & 7] = np.int32(np.int32(d >> _U32) + (sums[to | ahead + 7 & 7] & keep))


@part
def _slot(number):
    """The slot of the part that somebody is of: the rest of this number."""
    part = number & (PARTS - 1)
    return 8 * (part & 3) | part >> 2


@part
def _slot_of_lane(turns, j):
    """The slot of a lane of a tile."""
    q = j % BLOCKS
    turn = 0
    for later in range(1, TURNS):
        turn += np.int64(q // ROUND >= turns[later])
    return _slot(4 * q + j // BLOCKS + turn)


@part
def _standing(error_free, all_acts, entered, marks, plane):
    """plane: four bits each for on the error-free list, on that of all acts, missed, ever listed, ever by mistake."""
    for j in range(LANES):
        on_all = np.int32(all_acts[j] != 0)
        missed = on_all & np.int32(entered[j] == 0)
        ever = np.int32((marks[j] & EVER) != 0)
        ever_by_mistake = ever & np.int32((marks[j] & EVER_BY_MISTAKE) != 0)
        on_error_free = np.int32(error_free[j] != 0)
        plane[j] = on_error_free | on_all << 4 | missed << 8 | ever << 12 | ever_by_mistake << 16


@part
def _count_concerned(
    work, who, at, turns, cell, traits, lists, since, keys, of_list, rights, concerned, counts
):  # fmt: skip
    """Lane by lane: who is on a list, and for whom something happened on one."""
    plane, lanes_of = work.plane, work.lanes_of
    fill(plane, 0)
    for i in range(len(lists)):
        if concerned[i]:
            entered, events = who[lists[i].entered], who[lists[i].events]
            for j in range(LANES):
                plane[j] |= entered[j] | events[j]
    for at_lane in range(lanes_where(plane, lanes_of)):
        j = np.int64(lanes_of[at_lane])
        slot = _slot_of_lane(turns, j)
        mine = counts[cell * traits + who[at.trait, j]]
        anywhere = False
        for i in range(len(lists)):
            if concerned[i]:
                anywhere = anywhere or who[lists[i].entered, j] != 0
                _count_list(who, lists[i], since, of_list[i], rights, mine, slot, j)
        if anywhere:
            mine[keys[0].anywhere, slot] += 1


@part
def _count_list(who, listing, since, of, rights, mine, slot, j):
    """How one lane stands on a list, and what happened to it there."""
    events, marks = who[listing.events, j], who[listing.marks, j]
    if who[listing.entered, j] != 0:
        by = origin(who, listing, since, j)
        mine[of.listed + by, slot] += 1
        if who[listing.held + ERROR_FREE, j] == 0:
            mine[of.by_mistake + by, slot] += 1
        if marks & TOLD == 0:
            mine[of.untold, slot] += 1
        if who[listing.filed, j] != 0:
            mine[of.appealing, slot] += 1
        if events & ENTERED:
            mine[of.entries + by, slot] += 1
        held, right = who[listing.held + OBSERVED, j], 0
        for g in range(listing.grounds):
            if held >> (1 + g) & 1:
                right |= rights[listing.first_ground + g]
        key = of.for_right
        while right != 0:
            if right & 1:
                mine[key, slot] += 1
            right >>= 1
            key += 1
    if events == 0:
        return
    truth = 0 if events & MISTAKEN else 1
    if events & CASE:
        mine[of.cases, slot] += 1
    if events & REVIEWED:
        mine[of.reviewed, slot] += 1
    if events & STOPPED:
        mine[of.stopped + truth, slot] += 1
    if events & FILED:
        mine[of.filed + truth, slot] += 1
    if events & GRANTED:
        mine[of.granted + truth, slot] += 1
    if events & REFUSED:
        mine[of.refused + truth, slot] += 1
    cause = events >> CAUSE_SHIFT
    if cause != 0:
        mine[of.exits + cause - 1, slot] += 1


@kernel
def count_denials(home, copy, cell_of, traits, trait_of, of, reached, denials, counts):
    """On whom of a household a sanction lies, and what was denied. reached, denials, trait_of: int32[members]."""
    slot = _slot(copy + home.number)
    for m in range(home.ends - home.first):
        if reached[m] == 0:
            continue
        mine = counts[cell_of[home.first + m] * traits + trait_of[m]]
        by = reached[m] - 1
        mine[of.reached + by, slot] += 1
        if denials[m] != 0:
            mine[of.denials + by, slot] += denials[m]
            mine[of.people_denied + by, slot] += 1


@kernel
def count_learnt(chain, listed, home, cell_of, traits, trait_of, of_list, counts):
    """Who has learnt from a denial of a listing is not untold, as was counted before, and may have filed an appeal."""
    while chain >= 0:
        one = listed[chain]
        chain = one.next
        if one.told == LEARNT:
            mine = counts[cell_of[one.row] * traits + trait_of[one.row - home.first]]
            of, slot = of_list[one.list_], _slot(one.copy_ + home.number)
            mine[of.untold, slot] -= 1
            if one.filed:
                mine[of.appealing, slot] += 1
                mine[of.filed + (0 if one.mistaken else 1), slot] += 1


@merged
def count_scores(work, who, at, cell, traits, mixed, scored, lowest, bins):
    """bins: uint32[ledger, cell and trait, bin x copies]: the scores of the tile, in tens; the last bin is nobody's.

    lowest: that of the first bin. Eight copies of each bin lie side by side, because two increments of one place in a
    row wait for each other.
    """
    if not any_is(scored[cell]):
        return
    live, plane = work.live, work.plane
    trait, low, nobody = who[at.trait], np.int32(lowest), np.int32(bins.shape[2] - 1)
    for ledger in range(3):
        score = who[at.score + ledger]
        for j in range(LANES):
            bin_ = np.int32(np.uint32(score[j] - low) // np.uint32(10) * np.uint32(BIN_COPIES) | np.uint32(j & 7))
            plane[j] = (bin_ & live[j]) | (nobody & ~live[j])
        if scored[cell, 0] and not mixed:
            mine = bins[ledger, cell * traits]
            for j in range(LANES):
                mine[np.uint32(plane[j])] += np.uint32(1)
        else:
            for j in range(LANES):
                if scored[cell, trait[j]]:
                    bins[ledger, cell * traits + trait[j], plane[j]] += np.uint32(1)


@kernel
def count_spells(who, at, cell, traits, lists, concerned, now, last, spells):
    """spells: uint32[list, cause, cell and trait, length]: of who left a list; at the last step those still on, too."""
    for i in range(len(lists)):
        if not concerned[i]:
            continue
        events, entered, trait = who[lists[i].events], who[lists[i].entered], who[at.trait]
        if any_of_bits(events, -1 << CAUSE_SHIFT):
            for j in range(LANES):
                cause = events[j] >> CAUSE_SHIFT
                if cause != 0:
                    spells[i, cause - 1, cell * traits + trait[j], who[lists[i].spell, j]] += np.uint32(1)
        if last:
            for j in range(LANES):
                if entered[j] != 0:
                    spells[i, 4, cell * traits + trait[j], now - entered[j] + 1] += np.uint32(1)


@entry
def gather(counts, flows, closes, by_cell, parts):
    """What was counted in a step has been added to the totals, and counting starts from none.

    by_cell: int64[cell and trait, key]. parts: int64[cell and trait, key, part]: flows always, states where it closes.
    """
    for ct in range(counts.shape[0]):
        for key in range(counts.shape[1]):
            slots = counts[ct, key]
            if not any_is(slots):
                continue
            into_parts = flows[key] or closes
            total = 0
            for slot in range(PARTS):
                value = slots[slot]
                total += value
                if into_parts:
                    parts[ct, key, 4 * (slot & 7) + (slot >> 3)] += value
                slots[slot] = 0
            by_cell[ct, key] += total


@entry
def gather_scores(bins, scores):
    """The copies of each bin but the last have been added up in scores: int64[ledger, cell and trait, bin].

    Counting starts from none.
    """
    for ledger in range(scores.shape[0]):
        for ct in range(scores.shape[1]):
            copies = bins[ledger, ct]
            for bin_ in range(scores.shape[2]):
                total = np.int64(0)
                for copy in range(BIN_COPIES):
                    total += copies[bin_ * BIN_COPIES + copy]
                scores[ledger, ct, bin_] = total
            copies[:] = 0
