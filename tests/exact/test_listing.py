"""Lists: when a score or a ground fires, what holds, who leaves and why (model.md 6)."""

from __future__ import annotations

from dataclasses import replace
from math import exp

import pytest

from exact.lab import (
    BOUND,
    SURE,
    a_list,
    acting_in,
    behaviour,
    binomial_tail,
    everybody,
    ground,
    phase,
    plan,
    score,
    sensor,
    series,
    somebody,
    walked,
    what_happened,
)
from scorewatch.chance.words import Month, Words
from scorewatch.mechanism.listing import firings, hold, leave, score_fires
from scorewatch.mechanism.state import SCORE, Holds
from scorewatch.plan.order import ALL_ACTS, ERROR_FREE, OBSERVED
from scorewatch.plan.resolved import ground_fires
from scorewatch.regime import duration
from support import ran, value

SEEN = sensor("eye", "act", "recorded = 1")


# --- by score -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("threshold_before", "before", "after", "points", "by_hand"),
    [
        (940, 950, 939, -11, True),  # crossing
        (940, 940, 939, -1, True),  # 940 is not below 940
        (940, 945, 940, -5, False),  # nor is it now
        (940, 939, 938, -1, True),  # a new loss while below
        (940, 930, 935, -1, True),  # also where recovery outweighs it
        (940, 939, 939, 0, False),  # nothing new
        (940, 930, 938, 8, False),  # a gain
        (940, 945, 938, 0, True),  # crossing without a loss: recovery from above
        (940, 945, 938, 3, True),  # whatever the records say
        (None, 930, 930, 0, True),  # before the first step: counts as not below
        (None, 945, 945, 0, False),
        (930, 935, 935, 0, True),  # raised from 930: newly below
        (930, 930, 930, 0, True),  # 930 was not below 930
        (930, 929, 929, 0, False),  # below then and now
        (930, 929, 928, -1, True),
        (950, 945, 939, 0, False),  # lowered from 950: was below then
        (950, 955, 939, 0, True),
    ],
)
def test_a_score_fires_below_the_threshold_for_a_loss_or_for_who_was_not_below(
    threshold_before: int | None, before: int, after: int, points: int, by_hand: bool
) -> None:
    """enter_below is 940 now; in force in the step before: threshold_before, None before the first step."""
    parts = behaviour("act", 1) + score(1000, 0, 1000) + a_list("l", "enter_below = 940")
    of = plan(parts)
    rules = replace(of.lists[0], below_before=threshold_before)
    for ledger in (OBSERVED, ERROR_FREE, ALL_ACTS):
        others = [1000, 1000, 1000]
        person = somebody(of, scores=others, start=1000)
        happened = what_happened([0], [0], [0])
        happened.before = list(others)
        assert person.scores is not None
        person.scores[ledger], happened.before[ledger], happened.points[ledger] = after, before, points
        assert score_fires(person, happened, ledger, rules) == by_hand


# who stands where without doing anything: children 950, adults 942, older people 935
PROFILE = score(900, 0, 2000) + "[score.profile]\nage = { child = 50, adult = 42, older = 35 }\n"


def test_the_first_step_lists_whoever_is_below_and_nobody_again_without_something_new() -> None:
    """Below 940: the old. Their term is over in step 2; they are still below, and nothing has happened since."""
    parts = behaviour("act", 0) + PROFILE + a_list("l", "enter_below = 940", 'term = "2 months"')
    of = ran(parts, 200, 6, seed=3)
    old = value(of, "people", step=0, age_band="older")
    assert old > 10
    assert series(of, "entries", age_band="older") == [old, 0, 0, 0, 0, 0]
    assert series(of, "exits", by="term", age_band="older") == [0, 0, old, 0, 0, 0]
    assert series(of, "listed") == [old, old, 0, 0, 0, 0]


def test_a_threshold_raised_by_a_phase_lists_those_newly_below_it() -> None:
    """940 becomes 945 in step 4: adults, at 942, enter then; the old, who were below and have left, do not; children,
    at 950, never. And 955 in step 6, when the adults' term is over, enters the children alone.

    It would catch the new threshold taken for the one in force before (nobody would enter).
    """
    parts = (
        behaviour("act", 0)
        + PROFILE
        + a_list("l", "enter_below = 940", 'term = "2 months"')
        + phase("4 months", list__l__enter_below=945)
        + phase("6 months", list__l__enter_below=955)
    )
    of = ran(parts, 200, 9, seed=3)
    old, adults, children = (value(of, "people", step=0, age_band=age) for age in ("older", "adult", "child"))
    assert series(of, "entries", by="score", age_band="older") == [old, 0, 0, 0, 0, 0, 0, 0, 0]
    assert series(of, "entries", by="score", age_band="adult") == [0, 0, 0, 0, adults, 0, 0, 0, 0]
    assert series(of, "entries", by="score", age_band="child") == [0, 0, 0, 0, 0, 0, children, 0, 0]
    assert series(of, "exits", by="term") == [0, 0, old, 0, 0, 0, adults, 0, children]


def test_who_was_freed_by_an_appeal_is_listed_again_after_a_new_loss_alone() -> None:
    """The old are told and appeal in step 0, and are heard in step 1: off the list, and still below. Everybody loses
    in step 4: all are listed, the old again; freed in step 5, and not again though they are at 0.
    """
    parts = (
        behaviour("act", 0, "points = -30000")
        + SEEN
        + PROFILE
        + a_list("l", "enter_below = 940")
        + "[due_process]\nnotice = 1\nappeals = 1\ndecided_after = '1 month'\n"
        + "granted_if_mistaken = 1\ngranted_if_accurate = 1\n"
        + phase("4 months", behaviour__act__acts_per_year=SURE)
        + phase("5 months", behaviour__act__acts_per_year=0)
    )
    of = ran(parts, 200, 8, seed=3)
    old = value(of, "people", step=0, age_band="older")
    assert series(of, "entries") == [old, 0, 0, 0, of.people, 0, 0, 0]
    assert series(of, "exits", by="appeal") == [0, old, 0, 0, 0, of.people, 0, 0]


@pytest.mark.parametrize(
    ("enter", "words", "leaves", "cause"),
    [
        (450, "", 5, "score"),  # leave_at = enter_below: 400 is below 450, 500 is not
        (500, "", 5, "score"),  # at least: 500 is enough
        (450, "leave_at = 700", 7, "score"),  # hysteresis
        (450, 'leave_at = "never"', None, ""),
        (450, 'leave_at = "never"\nterm = "7 months"', 7, "term"),
        (450, 'term = "3 months"', 3, "term"),  # still below then, and not back
        (450, 'term = "9 months"', 9, "term"),  # a finite term, and leave_at not written: not by score
        (450, 'term = "9 months"\nleave_at = 600', 6, "score"),  # both written: whichever comes first
        (450, 'term = "4 months"\nleave_at = 600', 4, "term"),
        (450, 'term = "6 months"\nleave_at = 600', 6, "term"),  # both in one step: term is named first
    ],
)
def test_a_hold_by_score_lasts_until_leave_at_or_its_term(
    enter: int, words: str, leaves: int | None, cause: str
) -> None:
    """Everybody falls to 0 in step 0, does nothing after and recovers 100 a month: 100·t at the end of step t."""
    parts = (
        behaviour("act", SURE, "points = -30000")
        + SEEN
        + score(1000, 0, 1000, "recovery = 1200")
        + a_list("l", f"enter_below = {enter}", words)
        + phase("1 month", behaviour__act__acts_per_year=0)
    )
    of = ran(parts, 20, 11, seed=5)
    until = leaves if leaves is not None else of.steps
    assert series(of, "listed", by="score") == [of.people * (step < until) for step in range(of.steps)]
    assert series(of, "entries") == [of.people] + [0] * 10
    if leaves is not None:
        assert series(of, "exits", by=cause) == [of.people * (step == leaves) for step in range(of.steps)]
        assert value(of, "spell", "l", cause, step=leaves, bin=leaves) == of.people


def test_a_new_loss_restarts_the_term_of_a_hold_by_score() -> None:
    """Losses in steps 0 and 2 (no recovery): a term of 3 months from step 0 would be over in 3; it is in 5."""
    parts = (
        behaviour("act", SURE, "points = -30000")
        + SEEN
        + score(1000, 0, 1000)
        + a_list("l", "enter_below = 450", 'term = "3 months"')
        + phase("1 month", behaviour__act__acts_per_year=0)
        + phase("2 months", behaviour__act__acts_per_year=SURE)
        + phase("3 months", behaviour__act__acts_per_year=0)
    )
    of = ran(parts, 20, 7, seed=5)
    assert series(of, "exits", by="term") == [of.people * (step == 5) for step in range(7)]


def test_a_higher_leave_at_holds_who_is_on_the_list_already() -> None:
    """The rules of a step apply to all who are in it: leave_at 300 becomes 700 in step 2, when they are at 200."""
    parts = (
        behaviour("act", SURE, "points = -30000")
        + SEEN
        + score(1000, 0, 1000, "recovery = 1200")
        + a_list("l", "enter_below = 250", "leave_at = 300")
        + phase("1 month", behaviour__act__acts_per_year=0)
        + phase("2 months", list__l__leave_at=700)
    )
    of = ran(parts, 20, 9, seed=5)
    assert series(of, "exits", by="score") == [of.people * (step == 7) for step in range(9)]


# --- by a ground ----------------------------------------------------------------------------------------------------


def test_a_ground_with_unless_and_several_records_by_hand() -> None:
    """c = 0.5 x (1 - 0.8·0.25) = 0.4; k records fire with 1 - 0.6^k: 0.4, 0.64, 0.784.

    It would catch unless factors multiplied singly (0.5·0.2·0.75 = 0.075), and c·k for the power.
    """
    parts = (
        behaviour("act", 1)
        + a_list("l")
        + ground("l", "g", "act", "chance = 0.5", "unless = { apologises = 0.8, is_believed = 0.25 }")
        + ground("l", "h", "act", "chance = 0.5")
    )
    g, h = plan(parts).lists[0].grounds
    assert g.chance == pytest.approx(0.4, abs=1e-15)
    assert h.chance == 0.5
    for k, share in ((0, 0.0), (1, 0.4), (2, 0.64), (3, 0.784)):
        assert ground_fires(g, k) / 2**32 == pytest.approx(share, abs=1e-9)


def test_whom_k_records_list_in_a_run() -> None:
    """Among persons with k records of two behaviours together, c = 0.3 x (1 - 0.5) = 0.15 fires 1 - 0.85^k of them.

    It would catch a ground that reads only the first behaviour it is on.
    """
    parts = (
        behaviour("act", 9)
        + behaviour("other", 9)
        + sensor("eye", ("act", "other"), "recorded = 1")
        + a_list("l")
        + ground("l", "g", ("act", "other"), "chance = 0.3", "unless = { apologises = 0.5 }")
    )
    ((_, _, households),) = walked(parts, 4112, 1, seed=7)
    for k in (0, 1, 2, 3):
        listed = [p.standings[0].listed() for p, what in everybody(households) if sum(what.true) == k]
        assert len(listed) > 200
        assert binomial_tail(sum(listed), len(listed), 1 - 0.85**k) > BOUND


def test_each_ledger_counts_its_own_records_with_one_word() -> None:
    """The word fires at 0.7 <= u < 0.75: of 1 - 0.5^k, k = 1 gives 0.5 and k = 2 gives 0.75.

    Acts 2, true 1, false 1: observed (2) and all_acts (2) fire, error_free (1) does not. Acts 1, true 0, false 2:
    observed alone. Acts 2, true 2, false 0: all. Acts 2, true 0, false 0: all_acts alone.
    """
    parts = behaviour("act", 1) + a_list("l") + ground("l", "g", "act", "chance = 0.5")
    of = plan(parts)
    rules = of.lists[0]
    words = Words(1, 1)
    number = next(n for n in range(10_000) if 0.7 <= words.word(n, 0, rules.grounds[0].fires) / 2**32 < 0.75)
    person = somebody(of)
    person.number = number
    for acts, true, false, by_hand in ((2, 1, 1, "oa"), (1, 0, 2, "o"), (2, 2, 0, "oea"), (2, 0, 0, "a")):
        happened = what_happened([acts], [true], [false])
        fired = "".join(
            letter
            for letter, ledger in zip("oea", (OBSERVED, ERROR_FREE, ALL_ACTS), strict=True)
            if firings(person, happened, ledger, rules, Month(words, 0)) == (0,)
        )
        assert fired == by_hand


def test_two_grounds_have_each_its_own_word() -> None:
    """One record, both chances 0.5: of 4,000 persons a quarter has both, a quarter neither; with one word, half."""
    parts = behaviour("act", 1) + a_list("l")
    parts += ground("l", "g", "act", "chance = 0.5") + ground("l", "h", "act", "chance = 0.5")
    of = plan(parts)
    person, happened, month = somebody(of), what_happened([1], [1], [0]), Month(Words(3, 4000), 0)
    counts = {(): 0, (0,): 0, (1,): 0, (0, 1): 0}
    for number in range(4000):
        person.number = number
        counts[firings(person, happened, OBSERVED, of.lists[0], month)] += 1
    for fired, count in counts.items():
        assert binomial_tail(count, 4000, 0.25) > BOUND, fired


def test_entry_by_a_ground_has_chance_1_minus_exp_in_every_ledger() -> None:
    """Acts 1.2 a month, true ones 0.45 of them, false ones 0.5, chance 0.6, one step:

    error_free 1 - exp(-0.6·0.54) = 0.277; observed 1 - exp(-0.6·1.04) = 0.464; all_acts 1 - exp(-0.72) = 0.513.
    One word for all: by mistake exp(-0.324) - exp(-0.624), the difference; with words of their own a product.
    """
    parts = (
        behaviour("act", 14.4)
        + sensor("eye", "act", "recorded = 0.45", "false_per_year = 6")
        + a_list("l")
        + ground("l", "g", "act", "chance = 0.6")
    )
    of = ran(parts, 4112, 1, seed=11)
    for measure, chance in (
        ("listed_error_free", 1 - exp(-0.324)),
        ("listed", 1 - exp(-0.624)),
        ("listed_all_acts", 1 - exp(-0.72)),
        ("listed_by_mistake", exp(-0.324) - exp(-0.624)),
    ):
        assert binomial_tail(value(of, measure, "l"), of.people, chance) > BOUND, measure


def test_missed_are_those_whom_all_acts_lists_and_the_record_does_not() -> None:
    """No false records: exp(-c·m·p) - exp(-c·m) with c·m = 0.9·0.8 and p = 0.25: exp(-0.18) - exp(-0.72) = 0.349."""
    parts = (
        behaviour("act", 9.6)
        + sensor("eye", "act", "recorded = 0.25")
        + a_list("l")
        + ground("l", "g", "act", "chance = 0.9")
    )
    of = ran(parts, 4112, 1, seed=13)
    assert binomial_tail(value(of, "missed", "l"), of.people, exp(-0.18) - exp(-0.72)) > BOUND
    assert value(of, "listed_by_mistake", "l") == 0


def test_with_no_review_and_no_appeal_whoever_error_free_lists_is_listed_in_observed() -> None:
    """Person by person through two years, with terms, renewals and false records; and all_acts has whom error_free
    has. It would catch a word drawn for each ledger.
    """
    parts = (
        behaviour("act", 6)
        + sensor("eye", "act", "recorded = 0.5", "misattributed = 0.3", "false_per_year = 1")
        + a_list("l")
        + ground("l", "g", "act", "chance = 0.4", 'term = "5 months"')
        + ground("l", "h", "act", "chance = 0.1")
    )
    error_free = mistaken = missed = 0
    for _, _, households in walked(parts, 300, 24, seed=17):
        for person, _ in everybody(households):
            on = [holds.any() for holds in person.standings[0].on]
            assert on[OBSERVED] or not on[ERROR_FREE]
            assert on[ALL_ACTS] or not on[ERROR_FREE]
            error_free += on[ERROR_FREE]
            mistaken += on[OBSERVED] and not on[ERROR_FREE]
            missed += on[ALL_ACTS] and not on[OBSERVED]
    assert min(error_free, mistaken, missed) > 100


def test_a_list_takes_its_subject_alone() -> None:
    """The old, and readers of any age: in every ledger."""
    parts = (
        '[trait.reader]\nsays = "r"\nshare = 0.3\n'
        + behaviour("act", SURE)
        + SEEN
        + a_list("l", 'subject = ["older", "reader"]')
        + ground("l", "g", "act")
    )
    of = ran(parts, 600, 1, seed=19)
    for age in ("child", "adult", "older"):
        for trait in ("reader", "none"):
            people = value(of, "people", age_band=age, trait=trait)
            assert people > 0
            listed = people if age == "older" or trait == "reader" else 0
            for measure in ("listed", "listed_error_free", "listed_all_acts", "cases", "entries"):
                assert value(of, measure, "l", age_band=age, trait=trait) == listed


# --- terms ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fires", "exits", "entries"),
    [
        ((0,), [5], [0]),  # fired in step 0, over in step 5
        ((0, 3), [8], [0]),  # restarted
        ((0, 5), [10], [0]),  # also in the step in which it would have ended
        ((0, 6), [5, 11], [0, 6]),  # a step later it is a new listing
        ((0, 1, 2), [7], [0]),
    ],
)
def test_a_term_of_5_steps_fired_in_step_t_is_over_in_step_t_plus_5(
    fires: tuple[int, ...], exits: list[int], entries: list[int]
) -> None:
    """In all three ledgers."""
    rest = SEEN + a_list("l") + ground("l", "g", "act", 'term = "5 months"')
    of = ran(acting_in("act", *fires) + rest, 20, 13, seed=23)
    assert series(of, "exits", by="term") == [of.people * (step in exits) for step in range(13)]
    assert series(of, "entries", by="g") == [of.people * (step in entries) for step in range(13)]
    on = [of.people * any(begin <= step < end for begin, end in zip(entries, exits, strict=True)) for step in range(13)]
    for measure in ("listed", "listed_error_free", "listed_all_acts"):
        assert series(of, measure) == on
    assert all(
        value(of, "spell", "l", "term", step=end, bin=end - begin) == of.people
        for begin, end in zip(entries, exits, strict=True)
    )


def test_with_renewal_the_share_on_a_term_list_of_n_steps_is_1_minus_exp_of_c_m_n() -> None:
    """c·m = 0.4·0.5 = 0.2 a step, n = 3: after steps 0, 1, 2 and all later ones 1 - exp of -0.2, -0.4, -0.6, -0.6 …

    It would catch a term a step short or long (0.33 or 0.55 for 0.45), and one that is not renewed.
    """
    parts = behaviour("act", 6) + SEEN + a_list("l") + ground("l", "g", "act", "chance = 0.4", 'term = "3 months"')
    of = ran(parts, 2500, 8, seed=29)
    for step, listed in enumerate(series(of, "listed")):
        assert binomial_tail(listed, of.people, 1 - exp(-0.2 * min(step + 1, 3))) > BOUND, step


@pytest.mark.parametrize(
    ("text", "step", "by_hand"),
    [
        ("180 days", "month", 6),  # 180·12/365 = 5.92
        ("90 days", "week", 13),  # 12.86
        ("90 days", "day", 90),
        ("3 months", "week", 13),
        ("3 months", "day", 91),  # 91.25
        ("2 years", "week", 104),
        ("1.5 months", "month", 2),  # halves up
        ("1 day", "month", 1),  # at least one
        ("2 weeks", "day", 14),
    ],
)
def test_a_duration_is_rounded_to_whole_steps_at_least_one(text: str, step: str, by_hand: int) -> None:
    """Also as the term of a ground and of a list in that step."""
    assert duration.steps(text, step) == by_hand
    parts = behaviour("act", 1) + score(9, 0, 9) + a_list("l", "enter_below = 5", f'term = "{text}"')
    rules = plan(parts + ground("l", "g", "act", f'term = "{text}"'), top=f'step = "{step}"').lists[0]
    assert (rules.term, rules.grounds[0].term) == (by_hand, by_hand)


def test_a_term_never_ends_where_none_is_given() -> None:
    """The default is never; the score never frees a hold by a ground."""
    parts = (
        acting_in("act", 0)
        + SEEN
        + score(1000, 0, 1000, "recovery = 1200")
        + a_list("l", "enter_below = 500", "leave_at = 600")
        + ground("l", "g", "act")
    )
    of = ran(parts, 20, 14, seed=31)
    assert series(of, "listed", by="g") == [of.people] * 14
    assert value(of, "exits", "l") == 0


# --- compliance -----------------------------------------------------------------------------------------------------


def test_compliance_is_geometric_and_frees_from_every_ledger() -> None:
    """Everybody on in step 0; a chance of 13/52 a week: 0.75^t are left after step t, in all three ledgers the same
    persons. It would catch a draw for each ledger (each would keep others), and a chance per year taken weekly.
    """
    parts = (
        behaviour("act", 2080)
        + SEEN
        + a_list("l", "complies_per_year = 13")
        + ground("l", "g", "act")
        + phase("1 week", behaviour__act__acts_per_year=0)
    )
    before = 0
    for step, _, households in walked(parts, 2500, 7, seed=37, top='step = "week"'):
        on = [tuple(holds.any() for holds in p.standings[0].on) for p, _ in everybody(households)]
        exits = [what.lists[0].exit for _, what in everybody(households)]
        assert set(on) <= {(True, True, True), (False, False, False)}
        listed = sum(observed for observed, _, _ in on)
        assert binomial_tail(listed, len(on), 0.75**step) > BOUND
        assert exits.count("complied") == (before - listed if step else 0)
        before = listed


def test_who_complies_is_entered_on_no_ledger_in_that_step() -> None:
    """Compliance for certain. Step 0: all act unseen, and all_acts alone lists them. From step 1 on false records
    fall on everybody: in step 1 they comply, and observed does not enter them, nor is there a case; in step 2 they
    are on no ledger, and observed and all_acts enter them; in step 3 they comply, and so on.
    """
    parts = (
        behaviour("act", SURE)
        + sensor("eye", "act")
        + a_list("l", "complies_per_year = 12")
        + ground("l", "g", "act")
        + phase("1 month", sensor__eye__false_per_year=SURE)
    )
    of = ran(parts, 30, 6, seed=41)
    n = of.people
    assert series(of, "listed_all_acts") == [n, 0, n, 0, n, 0]
    assert series(of, "entries") == series(of, "cases") == series(of, "listed") == [0, 0, n, 0, n, 0]
    assert series(of, "exits", by="complied") == [0, 0, 0, n, 0, n]
    assert value(of, "listed_error_free", "l") == 0


# --- exits ----------------------------------------------------------------------------------------------------------

EXITS = plan(
    behaviour("act", 1)
    + score(1000, 0, 1000)
    + a_list("l", "enter_below = 400", "leave_at = 500", 'term = "9 months"')
    + ground("l", "short", "act", 'term = "3 months"')
    + ground("l", "long", "act", 'term = "5 months"')
    + ground("l", "ever", "act")
)


@pytest.mark.parametrize(
    ("holds", "now", "at", "fired", "granted", "complied", "cause", "left"),
    [
        # grounds (short 3, long 5, ever), by score (9, or at 500); step; score; fired; granted; complied
        (Holds([0, None, None]), 3, 0, (), True, True, "appeal", Holds([None] * 3)),
        (Holds([None, None, 0], 0), 1, 0, (2, SCORE), True, False, "appeal", Holds([None] * 3)),
        (Holds([0, None, None]), 3, 0, (), False, True, "term", Holds([None] * 3)),
        (Holds([0, None, None]), 2, 0, (), False, False, None, Holds([0, None, None])),
        (Holds([0, None, None]), 3, 0, (0,), False, False, None, Holds([3, None, None])),
        (Holds([0, None, None]), 3, 0, (1,), False, False, None, Holds([None, 3, None])),
        (Holds([0, 0, None]), 3, 0, (), False, False, None, Holds([None, 0, None])),
        (Holds([2, 0, None]), 5, 0, (), False, False, "term", Holds([None] * 3)),
        (Holds([0, 0, None]), 3, 0, (), False, True, "complied", Holds([None] * 3)),
        (Holds([None, None, 0]), 99, 0, (), False, False, None, Holds([None, None, 0])),
        (Holds([None, None, 0]), 99, 0, (2,), False, True, "complied", Holds([None] * 3)),
        (Holds([None] * 3, 0), 2, 500, (), False, False, "score", Holds([None] * 3)),
        (Holds([None] * 3, 0), 2, 499, (), False, False, None, Holds([None] * 3, 0)),
        (Holds([None] * 3, 0), 2, 500, (), False, True, "complied", Holds([None] * 3)),
        (Holds([None] * 3, 0), 9, 500, (), False, False, "term", Holds([None] * 3)),
        (Holds([None] * 3, 0), 9, 0, (), False, False, "term", Holds([None] * 3)),
        (Holds([None] * 3, 0), 9, 0, (SCORE,), False, False, None, Holds([None] * 3, 9)),
        (Holds([0, None, None], 1), 3, 500, (), False, False, "term", Holds([None] * 3)),  # both, in one step
        (Holds([1, None, None], 1), 3, 500, (), False, False, None, Holds([1, None, None])),
    ],
)
def test_the_cause_of_an_exit_is_the_first_of_appeal_term_complied_score(
    holds: Holds, now: int, at: int, fired: tuple[int, ...], granted: bool, complied: bool,
    cause: str | None, left: Holds,
) -> None:  # fmt: skip
    """Firings first: each adds its hold or restarts its term; then what has ended goes; then the cause, if any."""
    on = Holds(list(holds.grounds), holds.score)
    person = somebody(EXITS, scores=[at, 450, 450], start=1000)
    found = leave(person, on, OBSERVED, fired, EXITS.lists[0], now, granted=granted, complied=complied)
    assert (found, on) == (cause, left)


@pytest.mark.parametrize(
    ("holds", "origin"),
    [
        (Holds([3, 5, None]), 1),
        (Holds([5, 3, None]), 0),
        (Holds([5, 5, None]), 1),  # in one step the later in the file
        (Holds([5, None, 5]), 2),
        (Holds([None, None, -7], 9), 2),  # a ground goes before the score, whenever that fired
        (Holds([None, None, None], 9), SCORE),
    ],
)
def test_the_origin_is_the_ground_that_fired_last_else_score(holds: Holds, origin: int) -> None:
    """Of the grounds that hold."""
    assert holds.origin() == origin


def test_a_firing_adds_its_hold_or_restarts_its_term() -> None:
    """Step 7: the first ground is restarted, the third added, the score's hold added; the second stays."""
    holds = Holds([2, 4, None])
    hold(holds, (SCORE, 0, 2), 7)
    assert holds == Holds([7, 4, 7], 7)


def test_mistaken_is_to_be_on_by_observed_and_not_by_error_free_whatever_the_origin() -> None:
    """Everybody fires the ground by false records of `seen` alone, and falls below the threshold by true records of
    `act`: observed has the ground as origin, error_free holds by score. Nobody is on by mistake.

    Without the true records all of them are.
    """
    false = sensor("eye", "seen", f"false_per_year = {SURE}")
    lists = score(1000, 0, 1000) + a_list("l", "enter_below = 400") + ground("l", "g", "seen")
    acts = behaviour("act", SURE, "points = -30000") + behaviour("seen", 0)
    true = sensor("register", "act", "recorded = 1")
    for watching, mistaken in ((false + true, False), (false, True)):
        of = ran(acts + watching + lists, 50, 2, seed=43)
        assert series(of, "listed", by="g") == [of.people] * 2
        assert series(of, "listed_by_mistake", by="g") == [of.people * mistaken] * 2
        assert series(of, "listed_error_free") == [of.people * (not mistaken)] * 2
