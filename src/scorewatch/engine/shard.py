"""One shard, one step: up to 256 copies of every household, in the order of `plan.order.ORDER`, compiled."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from scorewatch.engine.count import count, count_scores, count_spells
from scorewatch.tile import behave, listing, mistake, observe, redress, sanction, score
from scorewatch.tile.compiled import entry, kernel
from scorewatch.tile.lanes import any_of
from scorewatch.tile.state import load, newcomers, store, store_all
from scorewatch.tile.words import begin

act, to_keepers, land, keep_score = behave.act, observe.to_keepers, mistake.mistake, score.keep_score
settle, correct, notice_at_entry = listing.settle, redress.correct, redress.notice_at_entry
deny, learn_from_denials = sanction.deny, redress.learn_from_denials


class Rules(NamedTuple):
    """What a step follows: `tile.rules.PhaseRules`, `tile.tables.Tables`."""

    behaviours: Any
    base: Any
    by_trait: Any
    by_list: Any
    level: Any
    rate: Any
    response: Any
    acts: Any
    false: Any
    triangle: Any
    thresholds: Any
    outcomes: Any
    guides: Any
    lists: Any
    grounds: Any
    ground_on: Any
    since: Any
    sanctions: Any
    attempts: Any
    attempts_none: Any


class People(NamedTuple):
    """What people are, and where it stands: `tile.rules.Who`, `tile.columns.Columns`."""

    at: Any  # one record
    kept: Any
    cell_of: Any
    child: Any
    households: Any  # int32[household, 4]: rows from and to, number, and where its rows are kept; in order of work
    subject: Any
    scored: Any
    start: Any
    trait_thresholds: Any
    keys: Any
    of_list: Any
    of_sanction: Any
    rights: Any


# int32[lanes] of a desk
PLANES = ("live", "zeros", "lanes", "plane", "counts_of", "complied")


class Desk(NamedTuple):
    """Arrays of one thread, to work in and to count into. They are used again for every household."""

    household: Any  # int32[members, planes, lanes]
    shared: Any  # uint32[members, 3, blocks]
    words: Any  # uint32[lanes]
    live: Any  # int32[lanes]
    zeros: Any
    lanes: Any
    plane: Any
    counts_of: Any
    complied: Any
    sums: Any  # uint32[32]
    busy: Any  # uint8[members, 2 x behaviours]
    concerned: Any  # uint8[members, lists]
    reached: Any  # uint8[members, sanctions]
    mixed: Any  # uint8[members]: whether anybody has a trait
    counts: Any
    bins: Any
    spells: Any


class When(NamedTuple):
    """A step. now: its time, from 1 at the first step of the warm-up. lowest_bin: of the histogram of scores."""

    step: int
    now: int
    steps_a_year: int
    lowest: int
    highest: int
    recovery: int
    lowest_bin: int
    has_score: bool
    counted: bool
    last: bool


@entry
def live_step(
    rules, people, desk, when, key0, key1, trait_stream, people_in_all, copy, house, until, bytes_, twos, fours
):
    """Households `house` to `until` of a shard have lived through one step.

    copy: the first of the shard. bytes_, twos, fours: what is kept of each row, [row, n, lanes], from the first row of
    `house` on. Copies beyond people_in_all have no life: no act, no subject of anything.
    """
    (
        behaviours, base, by_trait, by_list, level, rate, response, acts, false, triangle, thresholds, outcomes, guides,
        lists, grounds, ground_on, since, sanctions, attempts, attempts_none,
    ) = rules  # fmt: skip
    (
        at_, kept, cell_of, child, households, subject, scored, start, trait_thresholds,
        keys, of_list, of_sanction, rights,
    ) = people  # fmt: skip
    (
        all_members, all_shared, words, live, zeros, lanes_of, plane, counts_of, complied, sums,
        all_busy, all_concerned, all_reached, mixed, counts, bins, spells,
    ) = desk  # fmt: skip
    step, now, steps_a_year, lowest, highest, recovery, lowest_bin, has_score, counted, last = when
    at = at_[0]
    rows = len(cell_of)
    traits = start.shape[1]
    first_place = households[house, 3]
    lanes = live.shape[0]
    living = np.int64(-1)
    for h in range(house, until):
        begins, ends, number = households[h, 0], households[h, 1], households[h, 2]
        place = households[h, 3] - first_place
        copies = min(lanes, (people_in_all - ends) // rows + 1 - copy) if people_in_all >= ends else 0
        if copies <= 0:
            continue
        if copies != living:
            _live_lanes(live, copies)
            living = copies
        members = ends - begins
        household, shared = all_members[:members], all_shared[:members]
        cells, busy, concerned = cell_of[begins:ends], all_busy[:members], all_concerned[:members]
        reached = all_reached[:members]
        adults = np.int64(0)
        for m in range(members):
            who, cell = household[m], cells[m]
            adults += child[begins + m] == 0
            begin((copy // 4) * rows + begins + m, rows, key1, shared[m])
            if now == 1:
                newcomers(
                    who, at, cell, behaviours, start, trait_thresholds, trait_stream, shared[m], key0, key1, words
                )
                store_all(who, kept, bytes_[place + m], twos[place + m], fours[place + m])
            else:
                load(who, kept, bytes_[place + m], twos[place + m], fours[place + m], lists, since)
            mixed[m] = any_of(who[at.trait])
            act(
                who, at, cell, behaviours, lists, base, by_trait, by_list, level, response, rate, acts,
                triangle, thresholds, outcomes, guides, shared[m], key0, key1, step, steps_a_year, copies == lanes,
                live, words, plane, lanes_of, counts_of, zeros, busy[m],
            )  # fmt: skip
        to_keepers(household, at, behaviours, adults, busy)
        for m in range(members):
            who, cell = household[m], cells[m]
            land(
                who, at, cell, behaviours, false, triangle, thresholds, outcomes, guides,
                shared[m], key0, key1, step, live, words, plane, lanes_of, counts_of, zeros, busy[m],
            )  # fmt: skip
            if has_score:
                keep_score(who, at, cell, mixed[m], behaviours, start, lowest, highest, recovery, busy[m])
            for i in range(len(lists)):
                concerned[m, i] = settle(
                    who, at, cell, mixed[m], lists[i], subject[i], scored, grounds, ground_on, since,
                    shared[m], key0, key1, step, now, live, words, plane, lanes_of, complied, busy[m],
                )  # fmt: skip
            if any_of(concerned[m]):
                correct(who, at, cell, lists, scored, concerned[m])
                notice_at_entry(who, lists, shared[m], key0, key1, step, now, concerned[m])
        deny(
            household, at, cells, lists, sanctions, since, attempts, attempts_none, adults,
            shared, key0, key1, step, concerned, reached, triangle, plane, lanes_of,
        )  # fmt: skip
        learn_from_denials(household, lists, sanctions, adults, shared, key0, key1, step, now, concerned, lanes_of)
        for m in range(members):
            who, cell = household[m], cells[m]
            count(
                who, at, number, cell, traits, mixed[m], behaviours, lists, sanctions, since, subject, keys, of_list,
                of_sanction, rights, busy[m], concerned[m], reached[m], live, counts, sums, plane, lanes_of,
            )  # fmt: skip
            if counted:
                if has_score:
                    count_scores(who, at, cell, traits, mixed[m], scored, lowest_bin, live, plane, bins)
                if any_of(concerned[m]):
                    count_spells(who, at, cell, traits, lists, concerned[m], now, last, spells)
            store(who, kept, bytes_[place + m], twos[place + m], fours[place + m])


@kernel
def _live_lanes(live, copies):
    """live: -1 in the lanes of the first copies, 0 in the others."""
    blocks = live.shape[0] // 4
    for j in range(live.shape[0]):
        live[j] = -1 if 4 * (j % blocks) + j // blocks < copies else 0
