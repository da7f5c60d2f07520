"""One shard, one step: up to 256 copies of every household, in the order of `plan.order.ORDER`, compiled."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from scorewatch.engine.count import count, count_denials, count_learnt, count_scores, count_spells
from scorewatch.tile import behave, listing, mistake, observe, redress, sanction, score
from scorewatch.tile.behave import FOR_KEEPERS, THE_REST
from scorewatch.tile.compiled import entry, kernel
from scorewatch.tile.lanes import BLOCKS, any_is, any_of
from scorewatch.tile.state import kept_of, load, newcomers, store, store_all
from scorewatch.tile.words import begin

act, to_keepers, take_up, land = behave.act, observe.to_keepers, observe.take_up, mistake.mistake
may_be_taken_for_others = behave.may_be_taken_for_others
keep_score, settle, correct = score.keep_score, listing.settle, redress.correct
notice_at_entry, note_listed = redress.notice_at_entry, sanction.note_listed
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
    subject: Any
    scored: Any
    start: Any
    trait_thresholds: Any
    keys: Any
    of_list: Any
    of_sanction: Any
    rights: Any


class Tiles(NamedTuple):
    """Where people are: `engine.tiling.Tiling`."""

    rows: Any
    groups: Any
    cells: Any
    turns: Any
    homes: Any
    places: Any
    batches: Any


class Desk(NamedTuple):
    """Arrays of one thread, to work in and to count into. They are used again for every tile."""

    work: Any  # one record, `tile.lanes.WORK`
    who: Any  # int32[planes, lanes]
    busy: Any  # uint8[2 x behaviours]
    concerned: Any  # uint8[lists]
    waiting: Any  # of a batch: `tile.observe`
    waits: Any
    listed: Any  # of a batch: who is on a list with sanctions, and chains of households, `tile.sanction`
    chains: Any
    home: Any  # int32[4, members]: of a household: traits, and what `tile.sanction.deny` works in
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
def live_step(rules, people, tiles, desk, when, trait_stream, living, copy, batch, until, bytes_, twos, fours):
    """Batches `batch` to `until` of a shard have lived through one step.

    copy: the first of the shard. living: of `Tiling`; lanes that are nobody's have no life: no act, no subject of
    anything. bytes_, twos, fours: what is kept of each tile, [tile, n, lanes], from the first of `batch` on.
    """
    (
        behaviours, base, by_trait, by_list, level, rate, response, acts, false, triangle, thresholds, outcomes, guides,
        lists, grounds, ground_on, since, sanctions, attempts, attempts_none,
    ) = rules  # fmt: skip
    (
        at_, kept, cell_of, subject, scored, start, trait_thresholds, keys, of_list, of_sanction, rights,
    ) = people  # fmt: skip
    rows_of, groups_of, cells, turns, homes, places, batches = tiles
    (
        work_, who, busy, concerned, waiting, waits, listed, chains, home_of, counts, bins, spells,
    ) = desk  # fmt: skip
    step, now, steps_a_year, lowest, highest, recovery, lowest_bin, has_score, counted, last = when
    at, work = at_[0], work_[0]
    rows, traits, kept_first = len(cell_of), start.shape[1], batches[batch, 0]
    trait_of, on, reached, denials = home_of[0], home_of[1], home_of[2], home_of[3]
    live_of, whole = np.int64(-1), False
    for of in range(batch, until):
        first, first_home = batches[of, 0], batches[of, 1]
        for tile in range(first, batches[of + 1, 0]):
            cell, at_tile = cells[tile], tile - kept_first
            if now == 1:
                begin(work, copy, rows, rows_of[tile], groups_of[tile])
                newcomers(work, who, at, cell, behaviours, start, trait_thresholds, trait_stream)
                store_all(who, kept, bytes_[at_tile], twos[at_tile], fours[at_tile])
            if may_be_taken_for_others(cell, behaviours, base):
                begin(work, copy, rows, rows_of[tile], groups_of[tile])
                load(who, kept, bytes_[at_tile], twos[at_tile], fours[at_tile], lists, since, FOR_KEEPERS)
                live_of, whole = _live_lanes(work, living, tile, live_of, whole)
                act(
                    work, who, at, cell, FOR_KEEPERS, behaviours, lists, base, by_trait, by_list, level, response, rate,
                    acts, triangle, thresholds, outcomes, guides, step, steps_a_year, whole, busy,
                )  # fmt: skip
                to_keepers(
                    work, who, at, behaviours, busy, tile - first, rows_of[tile], groups_of[tile], homes, places,
                    waiting, waits,
                )  # fmt: skip
        free = np.int64(0)  # in listed
        for tile in range(first, batches[of + 1, 0]):
            cell, at_tile = cells[tile], tile - kept_first
            begin(work, copy, rows, rows_of[tile], groups_of[tile])
            load(who, kept, bytes_[at_tile], twos[at_tile], fours[at_tile], lists, since, THE_REST)
            live_of, whole = _live_lanes(work, living, tile, live_of, whole)
            mixed = any_of(who[at.trait])
            act(
                work, who, at, cell, THE_REST, behaviours, lists, base, by_trait, by_list, level, response, rate, acts,
                triangle, thresholds, outcomes, guides, step, steps_a_year, whole, busy,
            )  # fmt: skip
            take_up(who, at, behaviours, busy, waiting[tile - first], waits[tile - first])
            land(work, who, at, cell, behaviours, false, triangle, thresholds, outcomes, guides, step, busy)
            if has_score:
                keep_score(who, at, cell, mixed, behaviours, start, lowest, highest, recovery, busy)
            for i in range(len(lists)):
                concerned[i] = settle(
                    work, who, at, cell, mixed, lists[i], subject[i], scored, grounds, ground_on, since, step, now,
                    busy,
                )  # fmt: skip
            if any_is(concerned):
                correct(who, at, cell, lists, scored, concerned)
                notice_at_entry(work, who, lists, step, now, concerned)
                for i in range(len(lists)):
                    if concerned[i] and lists[i].sanctions > 0:
                        free = note_listed(
                            work, who, lists[i], i, since, at_tile, rows_of[tile], groups_of[tile], places.shape[1],
                            homes, first_home, copy, listed, free, chains,
                        )  # fmt: skip
            count(
                work, who, at, turns[tile], cell, traits, mixed, behaviours, lists, since, subject, keys, of_list,
                rights, busy, concerned, counts,
            )  # fmt: skip
            if counted:
                if has_score:
                    count_scores(work, who, at, cell, traits, mixed, scored, lowest_bin, bins)
                if any_is(concerned):
                    count_spells(who, at, cell, traits, lists, concerned, now, last, spells)
            store(who, kept, bytes_[at_tile], twos[at_tile], fours[at_tile])
        for i in range(free):
            one = listed[i]
            chain = np.int64(chains[one.home])
            if chain < 0:
                continue  # somebody else of the household was listed before
            chains[one.home] = -1
            home = homes[one.row]
            _traits(trait_of, at, kept, home, one.copy_ - copy, places, first - kept_first, bytes_, twos, fours)
            for s in range(len(sanctions)):
                if deny(
                    work, chain, listed, sanctions[s], home, cell_of, trait_of, attempts[s], attempts_none[s],
                    rows, step, triangle, on, reached, denials,
                ):  # fmt: skip
                    learn_from_denials(
                        work, chain, listed, lists[sanctions[s].list], sanctions[s], home, denials, rows, step, now,
                        kept, bytes_, twos, fours,
                    )  # fmt: skip
                    count_denials(home, one.copy_, cell_of, traits, trait_of, of_sanction[s], reached, denials, counts)
            count_learnt(chain, listed, home, cell_of, traits, trait_of, of_list, counts)


@kernel
def _live_lanes(work, living, tile, live_of, whole):
    """Which lanes are people's has been written. living: uint8[tile, Q].

    live_of: the tile that it was written for, or -1, and whole: whether all its lanes are people's. Returns both for
    this one: most tiles have the same.
    """
    differ = np.uint8(live_of < 0)
    if live_of >= 0:
        for q in range(BLOCKS):
            differ |= living[tile, q] ^ living[live_of, q]
    if not differ:
        return live_of, whole
    fewest = np.uint8(4)
    for w in range(4):
        word = work.live[w * BLOCKS : (w + 1) * BLOCKS]
        for q in range(BLOCKS):
            word[q] = -np.int32(living[tile, q] > w)
    for q in range(BLOCKS):
        fewest = min(fewest, living[tile, q])
    return tile, fewest == 4


@kernel
def _traits(traits, at, kept, home, nth, places, first, bytes_, twos, fours):
    """traits: of the members of one copy of a household, the nth of the shard. first: where its batch is kept."""
    members = home.ends - home.first
    for m in range(members):
        traits[m] = 0
    if at.trait_kept < 0:
        return
    for m in range(members):
        place = places[home.first + m, nth // 4]
        tile, lane = first + place // BLOCKS, nth % 4 * BLOCKS + place % BLOCKS
        traits[m] = kept_of(kept[at.trait_kept], bytes_[tile], twos[tile], fours[tile], lane)
