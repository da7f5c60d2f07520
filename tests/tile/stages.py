"""The compiled stages one at a time: what `engine/shard.py` calls in a row, by the names of `plan.order.ORDER`."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from scorewatch.tile.behave import FOR_KEEPERS, THE_REST, act
from scorewatch.tile.compiled import entry, kernel
from scorewatch.tile.lanes import any_of, fill
from scorewatch.tile.listing import settle
from scorewatch.tile.mistake import mistake
from scorewatch.tile.observe import take_up, to_keepers
from scorewatch.tile.redress import correct, learn_from_denials, notice_at_entry
from scorewatch.tile.sanction import deny, note_listed
from scorewatch.tile.score import keep_score
from scorewatch.tile.state import FILED, LEARNT, MISTAKEN, load, newcomers, store, store_all
from scorewatch.tile.words import begin

NAMES = (
    "newcomers", "load", "store", "store_all",
    "act", "observe", "mistake", "score", "list", "correct", "notice", "sanction", "learn",
)  # fmt: skip
NEWCOMERS, LOAD, STORE, STORE_ALL, ACT, OBSERVE, MISTAKE, SCORE, LIST, CORRECT, NOTICE, SANCTION, LEARN = range(13)


class Bench(NamedTuple):
    """The tiles of one household, a member each; lane j of all of them is one copy of it."""

    household: Any  # int32[members, planes, lanes]; the last planes are those reached and denials, by sanction
    rows: Any  # int32[members, Q]: of `Tiling`
    groups: Any  # uint8[Q]
    homes: Any
    places: Any
    work: Any
    busy: Any  # uint8[members, 2 x behaviours]
    concerned: Any  # uint8[members, lists]
    waiting: Any
    waits: Any
    listed: Any
    chains: Any
    home: Any  # int32[4, members]


@entry
def live_stage(  # type: ignore[no-untyped-def]
    which, rules, people, bench, when, trait_stream, copy, begins, whole, bytes_, twos, fours
):
    """A household of the template, its first row `begins`, has lived through one stage in the lanes of the bench.

    One function for all stages: what takes long to compile is taking so many arrays from Python.
    """
    r, p, d, at = rules, people, bench, people.at[0]
    household, busy, concerned, step, now = d.household, d.busy, d.concerned, when.step, when.now
    members, rows = household.shape[0], len(people.cell_of)
    work = d.work[0]
    for m in range(members):
        who, cell, mixed = household[m], p.cell_of[begins + m], any_of(household[m, at.trait])
        begin(work, copy, rows, d.rows[m], d.groups)
        if which == NEWCOMERS:
            newcomers(work, who, at, cell, r.behaviours, p.start, p.trait_thresholds, trait_stream)
        elif which == LOAD:
            load(who, p.kept, bytes_[m], twos[m], fours[m], r.lists, r.since, THE_REST)
        elif which == STORE:
            store(who, p.kept, bytes_[m], twos[m], fours[m])
        elif which in (STORE_ALL, LEARN):
            store_all(who, p.kept, bytes_[m], twos[m], fours[m])
        elif which == ACT:
            for of in range(2):
                act(
                    work, who, at, cell, FOR_KEEPERS if of == 0 else THE_REST, r.behaviours, r.lists, r.base,
                    r.by_trait, r.by_list, r.level, r.response, r.rate, r.acts, r.triangle, r.thresholds, r.outcomes,
                    r.guides, step, when.steps_a_year, whole, busy[m],
                )  # fmt: skip
        elif which == OBSERVE:
            to_keepers(
                work, who, at, r.behaviours, busy[m], m, d.rows[m], d.groups, d.homes, d.places, d.waiting, d.waits,
            )  # fmt: skip
        elif which == MISTAKE:
            mistake(
                work, who, at, cell, r.behaviours, r.false, r.triangle, r.thresholds, r.outcomes, r.guides, step,
                busy[m],
            )  # fmt: skip
        elif which == SCORE:
            keep_score(who, at, cell, mixed, r.behaviours, p.start, when.lowest, when.highest, when.recovery, busy[m])
        elif which == LIST:
            for i in range(len(r.lists)):
                concerned[m, i] = settle(
                    work, who, at, cell, mixed, r.lists[i], p.subject[i], p.scored, r.grounds, r.ground_on, r.since,
                    step, now, busy[m],
                )  # fmt: skip
        elif which == CORRECT:
            correct(who, at, cell, r.lists, p.scored, concerned[m])
        elif which == NOTICE:
            notice_at_entry(work, who, r.lists, step, now, concerned[m])
    if which == OBSERVE:
        for m in range(members):
            take_up(household[m], at, r.behaviours, busy[m], d.waiting[m], d.waits[m])
    elif which in (SANCTION, LEARN):
        _deny_or_learn(which, r, p, d, step, now, copy, begins, bytes_, twos, fours)


@kernel
def _deny_or_learn(  # type: ignore[no-untyped-def]
    which, r, p, d, step, now, copy, begins, bytes_, twos, fours
):
    """Both stages of the households of those who are listed."""
    household, at, home, rows, work = d.household, p.at[0], d.homes[begins], len(p.cell_of), d.work[0]
    members, sanctions, blocks = household.shape[0], len(r.sanctions), len(d.groups)
    first_reached = household.shape[1] - 2 * sanctions
    if which == SANCTION:
        for m in range(members):
            for plane in range(first_reached, household.shape[1]):
                fill(household[m, plane], 0)
    free = np.int64(0)
    for m in range(members):
        for i in range(len(r.lists)):
            if d.concerned[m, i] and r.lists[i].sanctions > 0:
                free = note_listed(
                    work, household[m], r.lists[i], i, r.since, m, d.rows[m], d.groups, blocks, d.homes, home.place,
                    copy, d.listed, free, d.chains,
                )  # fmt: skip
    for of in range(free):
        chain = np.int64(d.chains[d.listed[of].home])
        if chain < 0:
            continue
        d.chains[d.listed[of].home] = -1
        j = d.listed[of].lane
        trait, on, reached, denials = d.home[0], d.home[1], d.home[2], d.home[3]
        for m in range(members):
            trait[m] = household[m, at.trait, j]
        for s in range(sanctions):
            if which == SANCTION:
                deny(
                    work, chain, d.listed, r.sanctions[s], home, p.cell_of, trait, r.attempts[s], r.attempts_none[s],
                    rows, step, r.triangle, on, reached, denials,
                )  # fmt: skip
                for m in range(members):
                    household[m, first_reached + s, j] = reached[m]
                    household[m, first_reached + sanctions + s, j] = denials[m]
            else:
                for m in range(members):
                    denials[m] = household[m, first_reached + sanctions + s, j]
                learn_from_denials(
                    work, chain, d.listed, r.lists[r.sanctions[s].list], r.sanctions[s], home, denials, rows, step, now,
                    p.kept, bytes_, twos, fours,
                )  # fmt: skip
        while which == LEARN and chain >= 0:
            one = d.listed[chain]
            if one.told == LEARNT:
                household[one.tile, r.lists[one.list_].events, j] |= (MISTAKEN if one.mistaken else 0) | (
                    FILED if one.filed else 0
                )
            chain = one.next
    if which == LEARN:
        for m in range(members):
            load(household[m], p.kept, bytes_[m], twos[m], fours[m], r.lists, r.since, THE_REST)
