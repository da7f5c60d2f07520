"""The tally, compiled: what happened in a tile, and how everybody now stands, is counted (docs/model.md 12).

Counts of a step are int32[cell and trait, key, 4, 8]; slot [w, q] is part 4q + w. Lane j = w·Q + q of household h is
part (4q + w + h) mod 32: lanes of one word turn together, so that eight are added at once.
"""

from __future__ import annotations

import numpy as np

from scorewatch.people.persons import PARTS
from scorewatch.plan.order import ALL_ACTS, ERROR_FREE, OBSERVED
from scorewatch.tile.columns import EVER, EVER_BY_MISTAKE, TOLD
from scorewatch.tile.compiled import entry, kernel, part
from scorewatch.tile.lanes import any_of, any_of_bits, fill, lanes_where
from scorewatch.tile.state import (
    CASE,
    CAUSE_SHIFT,
    ENTERED,
    FILED,
    GRANTED,
    MISTAKEN,
    RECORDS,
    REFUSED,
    REVIEWED,
    STOPPED,
    origin,
)

SLOTS, BIN_COPIES = (4, 8), 8
# typed: a literal would compile a function once for each value
_ONE, _TWO, _THREE, _FIVE = (np.int64(x) for x in (1, 2, 3, 5))
_ALL_BITS, _DRAWN, _STANDING = (np.int64(x) for x in (31, RECORDS, 3))  # bits of a group
# without a sign: no index needs to be told from one that counts from the end
_U4, _U8 = np.uint64(4), np.uint64(8)


@kernel
def count(
    who, at, house, cell, traits, mixed, behaviours, lists, sanctions, since, subject, keys, of_list, of_sanction,
    rights, busy, concerned, live, counts, sums, plane, lanes_of,
):  # fmt: skip
    """What happened in a tile and how it stands is in the counts; the score and the spells apart.

    house: the household's number in the template. traits: how many kinds of trait there are, none included; mixed:
    whether anybody has one. busy: uint8[2 x behaviours]; concerned: uint8[lists]. sums: int32[4, 16], plane,
    lanes_of: int32[lanes], to work in.
    """
    trait, first = who[at.trait], keys[0]
    with_trait = lanes_where(trait, lanes_of) if mixed else 0
    for j in range(plane.shape[0]):
        plane[j] = live[j] & 1
    _count_bits(
        plane, _ALL_BITS, _ONE, first.people, _ONE, house, cell, traits, trait, with_trait, lanes_of, sums, counts
    )
    for b in range(len(behaviours)):
        if busy[b]:
            groups = _THREE if behaviours[b].kept else _TWO
            drawn, key = who[at.drawn + b], first.acts + b
            stride = np.int64(len(behaviours))
            _count_bits(
                drawn, _DRAWN, groups, key, stride, house, cell, traits, trait, with_trait, lanes_of, sums, counts
            )
        if busy[len(behaviours) + b]:
            false, key = who[at.false + b], first.false + b
            _count_bits(
                false, _ALL_BITS, _ONE, key, _ONE, house, cell, traits, trait, with_trait, lanes_of, sums, counts
            )
    for i in range(len(lists)):
        if any_of(subject[i, cell]):
            held, key = lists[i].held, of_list[i].error_free
            _standing(who[held + ERROR_FREE], who[held + ALL_ACTS], who[lists[i].entered], who[lists[i].marks], plane)
            _count_bits(
                plane, _STANDING, _FIVE, key, _ONE, house, cell, traits, trait, with_trait, lanes_of, sums, counts
            )
    if any_of(concerned):
        _count_concerned(
            who, at, house, cell, traits, lists, since, keys, of_list, rights, concerned, plane, lanes_of, counts
        )
    for s in range(len(sanctions)):
        if any_of(who[sanctions[s].reached_plane]):
            _count_sanction(who, at, house, cell, traits, sanctions[s], of_sanction[s], lanes_of, counts)


@kernel
def _count_bits(
    plane, width, groups, key, stride, house, cell, traits, trait, with_trait, lanes_of, sums, counts
):  # fmt: skip
    """Groups of bits of a plane, each `width` wide from the lowest on, are in the counts of every stride-th key.

    The lanes of one part are added up first, up to four of them: a group must have room for that. with_trait lanes, the
    first of lanes_of, are counted for their trait and not for those without. sums: int32[4, 16], to work in.
    """
    blocks, mask = np.uint64(plane.shape[0] // 4), np.int32((1 << width) - 1)
    for w in range(_U4):
        row = sums[w]
        for i in range(_U8):
            row[i] = plane[w * blocks + i]
        for q in range(_U8, blocks, _U8):
            for i in range(_U8):
                row[i] += plane[w * blocks + q + i]
        for i in range(_U8):  # again, to be read from any of the eight on
            row[_U8 + i] = row[i]
    turn, ahead = np.uint64(house & 3), np.uint64(house >> 2)
    none = counts[cell * traits]
    for group in range(groups):
        slots, bits = none[key + group * stride], np.int32(group * width)
        for w in range(_U4):
            off = (_U8 - (ahead + ((w + turn) >> np.uint64(2)))) & np.uint64(7)
            row, to = sums[w], slots[(w + turn) & np.uint64(3)]
            for i in range(_U8):
                to[i] += (row[off + i] >> bits) & mask
        for i in range(with_trait):
            j = lanes_of[i]
            value = (plane[j] >> bits) & mask
            if value != 0:
                w_, q_ = _slot(plane.shape[0] // 4, house, j)
                slots[w_, q_] -= value
                counts[cell * traits + trait[j], key + group * stride, w_, q_] += value


@part
def _slot(blocks, house, j):
    """The slot of a lane's part."""
    part = (4 * (j % blocks) + j // blocks + house) & (PARTS - 1)
    return part & 3, part >> 2


@part
def _standing(error_free, all_acts, entered, marks, plane):
    """plane: three bits each for on the error-free list, on that of all acts, missed, ever listed, ever by mistake."""
    for j in range(plane.shape[0]):
        on_all = np.int32(all_acts[j] != 0)
        missed = on_all & np.int32(entered[j] == 0)
        ever = np.int32((marks[j] & EVER) != 0)
        ever_by_mistake = ever & np.int32((marks[j] & EVER_BY_MISTAKE) != 0)
        on_error_free = np.int32(error_free[j] != 0)
        plane[j] = on_error_free | on_all << 3 | missed << 6 | ever << 9 | ever_by_mistake << 12


@part
def _count_concerned(
    who, at, house, cell, traits, lists, since, keys, of_list, rights, concerned, plane, lanes_of, counts
):  # fmt: skip
    """Lane by lane: who is on a list, and for whom something happened on one."""
    fill(plane, 0)
    for i in range(len(lists)):
        if concerned[i]:
            entered, events = who[lists[i].entered], who[lists[i].events]
            for j in range(plane.shape[0]):
                plane[j] |= entered[j] | events[j]
    blocks = plane.shape[0] // 4
    for at_lane in range(lanes_where(plane, lanes_of)):
        j = lanes_of[at_lane]
        w, q = _slot(blocks, house, j)
        mine = counts[cell * traits + who[at.trait, j]]
        anywhere = False
        for i in range(len(lists)):
            if concerned[i]:
                anywhere = anywhere or who[lists[i].entered, j] != 0
                _count_list(who, lists[i], since, of_list[i], rights, mine, w, q, j)
        if anywhere:
            mine[keys[0].anywhere, w, q] += 1


@part
def _count_list(who, listing, since, of, rights, mine, w, q, j):
    """How one lane stands on a list, and what happened to it there."""
    events, marks = who[listing.events, j], who[listing.marks, j]
    if who[listing.entered, j] != 0:
        by = origin(who, listing, since, j)
        mine[of.listed + by, w, q] += 1
        if who[listing.held + ERROR_FREE, j] == 0:
            mine[of.by_mistake + by, w, q] += 1
        if marks & TOLD == 0:
            mine[of.untold, w, q] += 1
        if who[listing.filed, j] != 0:
            mine[of.appealing, w, q] += 1
        if events & ENTERED:
            mine[of.entries + by, w, q] += 1
        held, right = who[listing.held + OBSERVED, j], 0
        for g in range(listing.grounds):
            if held >> (1 + g) & 1:
                right |= rights[listing.first_ground + g]
        key = of.for_right
        while right != 0:
            if right & 1:
                mine[key, w, q] += 1
            right >>= 1
            key += 1
    if events == 0:
        return
    truth = 0 if events & MISTAKEN else 1
    if events & CASE:
        mine[of.cases, w, q] += 1
    if events & REVIEWED:
        mine[of.reviewed, w, q] += 1
    if events & STOPPED:
        mine[of.stopped + truth, w, q] += 1
    if events & FILED:
        mine[of.filed + truth, w, q] += 1
    if events & GRANTED:
        mine[of.granted + truth, w, q] += 1
    if events & REFUSED:
        mine[of.refused + truth, w, q] += 1
    cause = events >> CAUSE_SHIFT
    if cause != 0:
        mine[of.exits + cause - 1, w, q] += 1


@part
def _count_sanction(who, at, house, cell, traits, sanction, of, lanes_of, counts):
    """Whom a sanction lies on, and what was denied."""
    reached, denials, trait = who[sanction.reached_plane], who[sanction.denials_plane], who[at.trait]
    blocks = reached.shape[0] // 4
    for at_lane in range(lanes_where(reached, lanes_of)):
        j = lanes_of[at_lane]
        w, q = _slot(blocks, house, j)
        mine = counts[cell * traits + trait[j]]
        by = reached[j] - 1
        mine[of.reached + by, w, q] += 1
        if denials[j] != 0:
            mine[of.denials + by, w, q] += denials[j]
            mine[of.people_denied + by, w, q] += 1


@kernel
def count_scores(who, at, cell, traits, mixed, scored, lowest, live, plane, bins):
    """bins: uint32[ledger, cell and trait, bin x copies]: the scores of the tile, in tens; the last bin is nobody's.

    lowest: that of the first bin. Eight copies of each bin lie side by side, because two increments of one place in a
    row wait for each other. plane: int32[lanes], to work in.
    """
    if not any_of(scored[cell]):
        return
    trait, low, nobody = who[at.trait], np.int32(lowest), np.int32(bins.shape[2] - 1)
    for ledger in range(3):
        score = who[at.score + ledger]
        for j in range(score.shape[0]):
            bin_ = np.int32(np.uint32(score[j] - low) // np.uint32(10) * np.uint32(BIN_COPIES) | np.uint32(j & 7))
            plane[j] = (bin_ & live[j]) | (nobody & ~live[j])
        if scored[cell, 0] and not mixed:
            mine = bins[ledger, cell * traits]
            for j in range(score.shape[0]):
                mine[np.uint32(plane[j])] += np.uint32(1)
        else:
            for j in range(score.shape[0]):
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
            for j in range(events.shape[0]):
                cause = events[j] >> CAUSE_SHIFT
                if cause != 0:
                    spells[i, cause - 1, cell * traits + trait[j], who[lists[i].spell, j]] += np.uint32(1)
        if last:
            for j in range(events.shape[0]):
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
            some = np.int32(0)
            for w in range(4):
                row = slots[w]
                for q in range(8):
                    some |= row[q]
            if some == 0:
                continue
            into_parts = flows[key] or closes
            total = 0
            for w in range(4):
                for q in range(8):
                    value = slots[w, q]
                    total += value
                    if into_parts:
                        parts[ct, key, 4 * q + w] += value
                    slots[w, q] = 0
            by_cell[ct, key] += total
