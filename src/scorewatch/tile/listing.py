"""Lists: what fires, what holds, who leaves, who enters (docs/model.md 6).

What fires and what holds in a ledger is a bit a hold: the lowest, 1, is the score's, 2 << g that of ground g. Times are
numbered from 1, the first step of the warm-up, and 0 is never: `now` is that of this step, whose words are drawn by
`step`. A mask is -1 for a lane that it lets through and 0 for the others.
"""

from __future__ import annotations

import numpy as np

from scorewatch.chance.ladder import LOW
from scorewatch.plan.order import ALL_ACTS, ERROR_FREE, OBSERVED
from scorewatch.tile.columns import EVER, EVER_BY_MISTAKE, TOLD
from scorewatch.tile.compiled import merged, part
from scorewatch.tile.formulas import at_least_one
from scorewatch.tile.lanes import LANES, any_is, any_of, fill, lanes_where
from scorewatch.tile.redress import decide, review
from scorewatch.tile.rules import NEVER, NOBODY
from scorewatch.tile.state import APPEAL, BY_SCORE, CASE, CAUSE_SHIFT, COMPLIED, ENTERED, RECORDS, TERM
from scorewatch.tile.words import FEW, draw, one


@merged
def settle(
    work, who, at, cell, mixed, listing, subject, scored, grounds, ground_on, since, step, now, busy,
):  # fmt: skip
    """All three ledgers of a list are settled for this step: error_free and all_acts first, then observed.

    subject, scored: uint8[cells, traits], of this list and of the score; mixed: whether anybody has a trait. now: this
    step's time. Returns whether anybody was on the observed list or had something fire.
    """
    fill(who[listing.events], 0)
    if not any_is(subject[cell]):
        return False
    _fire(
        work, who, at, cell, mixed, listing, subject, scored, grounds, ground_on, step, busy,
    )  # fmt: skip
    any_complied = _comply(work, who, listing, step)
    mask, lanes_of, complied = work.plane, work.lanes_of, work.complied

    for ledger in (ERROR_FREE, ALL_ACTS):
        _hold_and_leave(who, at, listing, grounds, since, ledger, now, any_complied, complied)

    held, fired = who[listing.held + OBSERVED], who[listing.fired + OBSERVED]
    for j in range(LANES):
        mask[j] = held[j] | fired[j]
    count = lanes_where(mask, lanes_of)
    for i in range(count):
        j = np.int64(lanes_of[i])
        _settle_observed(work, who, at, listing, grounds, since, step, now, complied[j] != 0, j)
    return count > 0


@part
def _fire(
    work, who, at, cell, mixed, listing, subject, scored, grounds, ground_on, step, busy,
):  # fmt: skip
    """What fires in each ledger: a bit a hold, the score's the lowest."""
    trait = who[at.trait]
    live, mask, lanes_of = work.live, work.plane, work.lanes_of
    # -1 for those whom both the list and the score are about, 0 for others
    alike = _mask(subject[cell, 0] and scored[cell, 0])
    for j in range(LANES):
        mask[j] = live[j] & alike
    if mixed:
        for j in range(LANES):
            mask[j] = live[j] & _mask(subject[cell, trait[j]] and scored[cell, trait[j]])
    for ledger in range(3):
        fired = who[listing.fired + ledger]
        if listing.enter_below == NOBODY:
            fill(fired, 0)
        else:
            score, before, points = who[at.score + ledger], who[at.before + ledger], who[at.points + ledger]
            _score_fires(
                score, before, points, np.int32(listing.enter_below), np.int32(listing.below_before), mask, fired
            )
    for g in range(listing.grounds):
        ground = grounds[listing.first_ground + g]
        on = ground_on[listing.first_ground + g]
        # who has a record, or an act, that the ground is on
        fill(mask, 0)
        for b in range(len(on)):
            if on[b] and busy[b]:
                drawn = who[at.drawn + b]
                for j in range(LANES):
                    mask[j] |= drawn[j] & LOW
            if on[b] and busy[len(on) + b]:
                false = who[at.false + b]
                for j in range(LANES):
                    mask[j] |= false[j]
        count = lanes_where(mask, lanes_of)
        if count > FEW:
            draw(work, step, ground.stream)
        for i in range(count):
            j = np.int64(lanes_of[i])
            if live[j] and subject[cell, trait[j]]:
                word = np.int64(work.words[j]) if count > FEW else one(work, step, ground.stream, j)
                _ground_fires(who, at, listing, ground, on, word, np.int32(2 << g), j)


@part
def _mask(is_one):
    """-1 for one, 0 for not."""
    return np.int32(-1) if is_one else np.int32(0)


@part
def _score_fires(score, before, points, enter_below, below_before, mask, fired):
    """Below the threshold, and either something was lost in this step or the score was not below before.

    So who got off the list does not return until something new happens.
    """
    for j in range(LANES):
        is_below = np.int32(score[j] < enter_below)
        anew = np.int32(points[j] < 0) | np.int32(before[j] >= below_before)
        fired[j] = is_below & anew & mask[j]


@part
def _ground_fires(who, at, listing, ground, on, word, bit, j):
    """The ground has fired, or not, in each ledger: one word for the three."""
    acts, true, false = np.int64(0), np.int64(0), np.int64(0)
    for b in range(len(on)):
        if on[b]:
            drawn = who[at.drawn + b, j]
            acts += drawn & LOW
            true += (drawn >> RECORDS) & LOW
            false += who[at.false + b, j]
    if true + false > 0 and word < at_least_one(ground.chance, true + false):
        who[listing.fired + OBSERVED, j] |= bit
    if true > 0 and word < at_least_one(ground.chance, true):
        who[listing.fired + ERROR_FREE, j] |= bit
    if acts > 0 and word < at_least_one(ground.chance, acts):
        who[listing.fired + ALL_ACTS, j] |= bit


@part
def _comply(work, who, listing, step):
    """complied: 1 for whoever any ledger lists and has paid, performed or apologised. Returns whether anybody has."""
    complied, words = work.complied, work.words
    fill(complied, 0)
    if listing.complies == 0:
        return False
    observed, error_free = who[listing.held + OBSERVED], who[listing.held + ERROR_FREE]
    all_acts = who[listing.held + ALL_ACTS]
    for j in range(LANES):
        complied[j] = observed[j] | error_free[j] | all_acts[j]
    if not any_of(complied):
        return False
    draw(work, step, listing.complies_stream)
    for j in range(LANES):
        complied[j] = np.int32(complied[j] != 0) & np.int32(np.int64(words[j]) < listing.complies)
    return any_of(complied)


@part
def _hold_and_leave(who, at, listing, grounds, since, ledger, now, any_complied, complied):
    """error_free or all_acts, all lanes at once: firings have added their holds, ended holds are dropped.

    A hold that has just fired is not over, so who is on the list and who enters it need not be told apart.
    """
    held, fired, score = who[listing.held + ledger], who[listing.fired + ledger], who[at.score + ledger]
    limit = np.int32(listing.leave_at)
    for j in range(LANES):
        # at the limit the lowest bit, the score's, is taken away
        held[j] = (held[j] | fired[j]) & ~np.int32(score[j] >= limit)
    if any_complied:
        for j in range(LANES):
            held[j] &= complied[j] - 1  # who complied leaves, and is not let in
    first = listing.first_hold + ledger * (1 + listing.grounds)
    for hold in range(1 + listing.grounds):
        if since[first + hold] < 0:
            continue
        term = np.int32(listing.term if hold == 0 else grounds[listing.first_ground + hold - 1].term)
        times, bit, time = who[since[first + hold]], np.int32(1 << hold), np.int32(now)
        for j in range(LANES):
            x = time if fired[j] & bit else times[j]
            x = x if held[j] & bit and time - x < term else np.int32(0)
            times[j] = x
        for j in range(LANES):
            held[j] = held[j] & ~bit if times[j] == 0 else held[j]


@part
def _settle_observed(
    work, who, at, listing, grounds, since, step, now, complied, j
):  # fmt: skip
    """One lane of the observed ledger: of somebody on the list, or for whom something fires."""
    if who[listing.held + OBSERVED, j] != 0:
        granted = decide(work, who, listing, step, now, j)
        cause = _leave(who, at, listing, grounds, since, now, granted, complied, j)
        if cause != 0:
            who[listing.events, j] |= cause << CAUSE_SHIFT
            who[listing.spell, j] = now - who[listing.entered, j]
            who[listing.entered, j], who[listing.filed, j] = 0, 0
            who[listing.marks, j] &= ~TOLD
    elif not complied:
        who[listing.events, j] |= CASE
        if not review(work, who, listing, step, j):
            _hold(who, listing, since, now, j)
            who[listing.events, j] |= ENTERED
            who[listing.entered, j] = now
            who[listing.marks, j] |= EVER
    if who[listing.entered, j] != 0 and who[listing.held + ERROR_FREE, j] == 0:
        who[listing.marks, j] |= EVER_BY_MISTAKE


@part
def _hold(who, listing, since, now, j):
    """Each firing has added its hold, or restarted its term, in the observed ledger."""
    fired = who[listing.fired + OBSERVED, j]
    who[listing.held + OBSERVED, j] |= fired
    for hold in range(1 + listing.grounds):
        plane = since[listing.first_hold + hold]
        if plane >= 0 and fired >> hold & 1:
            who[plane, j] = now


@part
def _leave(who, at, listing, grounds, since, now, granted, complied, j):
    """Firings of somebody on the list have been added and ended holds dropped; the cause, if that frees the person.

    The cause is the first that holds of appeal, term, complied, score.
    """
    _hold(who, listing, since, now, j)
    held = who[listing.held + OBSERVED, j]
    term_over = False
    if not granted:
        for hold in range(1 + listing.grounds):
            if not held >> hold & 1:
                continue
            term = listing.term if hold == 0 else grounds[listing.first_ground + hold - 1].term
            plane = since[listing.first_hold + hold]
            if plane >= 0 and term < NEVER and now - who[plane, j] >= term:
                held &= ~(1 << hold)
                term_over = True
            elif hold == 0 and listing.leave_at < NEVER and who[at.score + OBSERVED, j] >= listing.leave_at:
                held &= ~1
    free = held == 0
    if granted or complied:
        held = 0
    who[listing.held + OBSERVED, j] = held
    for hold in range(1 + listing.grounds):
        plane = since[listing.first_hold + hold]
        if plane >= 0 and not held >> hold & 1:
            who[plane, j] = 0
    if granted:
        return APPEAL
    if free and term_over:
        return TERM
    if complied:
        return COMPLIED
    return BY_SCORE if free else 0
