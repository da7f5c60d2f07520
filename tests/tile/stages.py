"""The compiled stages one at a time: what `engine/shard.py` calls in a row, by the names of `plan.order.ORDER`."""

from __future__ import annotations

import numpy as np

from scorewatch.tile.behave import act
from scorewatch.tile.compiled import entry
from scorewatch.tile.lanes import any_of
from scorewatch.tile.listing import settle
from scorewatch.tile.mistake import mistake
from scorewatch.tile.observe import to_keepers
from scorewatch.tile.redress import correct, learn_from_denials, notice_at_entry
from scorewatch.tile.sanction import deny
from scorewatch.tile.score import keep_score
from scorewatch.tile.state import load, newcomers, store, store_all
from scorewatch.tile.words import begin

NAMES = (
    "newcomers", "load", "store", "store_all",
    "act", "observe", "mistake", "score", "list", "correct", "notice", "sanction", "learn",
)  # fmt: skip
NEWCOMERS, LOAD, STORE, STORE_ALL, ACT, OBSERVE, MISTAKE, SCORE, LIST, CORRECT, NOTICE, SANCTION, LEARN = range(13)


@entry
def live_stage(  # type: ignore[no-untyped-def]
    which, rules, people, desk, when, key0, key1, trait_stream, copy, begins, ends, whole, bytes_, twos, fours
):
    """A household of the template, rows `begins` to `ends`, has lived through one stage in the lanes of the desk.

    One function for all stages: what takes long to compile is taking so many arrays from Python.
    """
    r, p, d, at = rules, people, desk, people.at[0]
    members, rows = ends - begins, len(people.cell_of)
    household, shared, cells = d.household[:members], d.shared[:members], p.cell_of[begins:ends]
    busy, concerned, step, now = d.busy[:members], d.concerned[:members], when.step, when.now
    adults = np.int64(0)
    for m in range(members):
        adults += p.child[begins + m] == 0
        begin((copy // 4) * rows + begins + m, rows, key1, shared[m])
        d.mixed[m] = any_of(household[m, at.trait])
    for m in range(members):
        who, cell = household[m], cells[m]
        if which == NEWCOMERS:
            newcomers(
                who, at, cell, r.behaviours, p.start, p.trait_thresholds, trait_stream, shared[m], key0, key1, d.words
            )
        elif which == LOAD:
            load(who, p.kept, bytes_[m], twos[m], fours[m], r.lists, r.since)
        elif which == STORE:
            store(who, p.kept, bytes_[m], twos[m], fours[m])
        elif which == STORE_ALL:
            store_all(who, p.kept, bytes_[m], twos[m], fours[m])
        elif which == ACT:
            act(
                who, at, cell, r.behaviours, r.lists, r.base, r.by_trait, r.by_list, r.level, r.response, r.rate,
                r.acts, r.triangle, r.thresholds, r.outcomes, r.guides, shared[m], key0, key1, step, when.steps_a_year,
                whole, d.live, d.words, d.plane, d.lanes, d.counts_of, d.zeros, busy[m],
            )  # fmt: skip
        elif which == MISTAKE:
            mistake(
                who, at, cell, r.behaviours, r.false, r.triangle, r.thresholds, r.outcomes, r.guides,
                shared[m], key0, key1, step, d.live, d.words, d.plane, d.lanes, d.counts_of, d.zeros, busy[m],
            )  # fmt: skip
        elif which == SCORE:
            keep_score(
                who, at, cell, d.mixed[m], r.behaviours, p.start, when.lowest, when.highest, when.recovery, busy[m]
            )
        elif which == LIST:
            for i in range(len(r.lists)):
                concerned[m, i] = settle(
                    who, at, cell, d.mixed[m], r.lists[i], p.subject[i], p.scored, r.grounds, r.ground_on, r.since,
                    shared[m], key0, key1, step, now, d.live, d.words, d.plane, d.lanes, d.complied, busy[m],
                )  # fmt: skip
        elif which == CORRECT:
            correct(who, at, cell, r.lists, p.scored, concerned[m])
        elif which == NOTICE:
            notice_at_entry(who, r.lists, shared[m], key0, key1, step, now, concerned[m])
    if which == OBSERVE:
        to_keepers(household, at, r.behaviours, adults, busy)
    elif which == SANCTION:
        deny(
            household, at, cells, r.lists, r.sanctions, r.since, r.attempts, r.attempts_none, adults,
            shared, key0, key1, step, concerned, d.reached[:members], r.triangle, d.plane, d.lanes,
        )  # fmt: skip
    elif which == LEARN:
        learn_from_denials(household, r.lists, r.sanctions, adults, shared, key0, key1, step, now, concerned, d.lanes)
