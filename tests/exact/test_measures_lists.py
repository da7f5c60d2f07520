"""What the table of measures counts, person by person and step by step (model.md 1 and 12, draws.md 9)."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest

from exact.lab import (
    SURE,
    a_list,
    acting_in,
    behaviour,
    everybody,
    ground,
    named_cells,
    phase,
    score,
    sensor,
    series,
    walked,
)
from support import ran, value

SEEN = sensor("eye", "act", "recorded = 1")

# everything that lists and frees, with chances in the middle
BUSY = (
    behaviour("act", 4.1, "points = -30")
    + behaviour("other", 1.3, "points = -7")
    + sensor("eye", ("act", "other"), "recorded = 0.6", "misattributed = 0.3", 'to = "household"')
    + sensor("camera", "act", "misattributed = 0.4", "false_per_year = 0.7")
    + score(1000, 0, 1000, "recovery = 110")
    + a_list("l", "enter_below = 960", "leave_at = 975", "complies_per_year = 0.5")
    + ground("l", "g", "act", "chance = 0.1", 'term = "4 months"')
    + ground("l", "h", ("other", "act"), "chance = 0.2", 'term = "3 months"')
    + "[due_process]\nnotice = 0.7\nappeals = 0.6\ndecided_after = '2 months'\n"
    + "granted_if_mistaken = 0.8\ngranted_if_accurate = 0.3\n"
    + "[due_process.review]\nshare = 0.5\nstops_mistaken = 0.7\nstops_accurate = 0.2\n"
)


def test_who_is_listed_is_who_was_plus_entries_less_exits() -> None:
    """In every step and region; and cases are entries and stopped. Each cause and origin occurs."""
    of = ran(BUSY, 400, 18, seed=3, top='warm_up = "1 months"')
    for region in ("urban", "rural"):
        listed, entries, exits, cases, stopped = (
            series(of, measure, region=region) for measure in ("listed", "entries", "exits", "cases", "stopped")
        )
        assert [b - a for a, b in pairwise(listed)] == [
            come - go for come, go in zip(entries[1:], exits[1:], strict=True)
        ]
        assert cases == [come + stop for come, stop in zip(entries, stopped, strict=True)]
    for cause in ("appeal", "term", "complied", "score"):
        assert value(of, "exits", "l", cause) > 0, cause
    for origin in ("score", "g", "h"):
        assert value(of, "entries", "l", origin) > 0, origin
        assert value(of, "listed", "l", origin) > 0, origin


def test_spells_are_as_long_as_they_were_lived() -> None:
    """Kept by hand from who is listed after each step: a spell ends in the step x after which its person is no longer
    on, and lasted x less the step e of entry, warm-up included; who is on at the end has lasted last - e + 1.
    """
    top = 'warm_up = "5 months"'
    by_hand: Counter[tuple[str, int, int]] = Counter()  # cause, step, length
    entered: dict[int, int] = {}
    for step, _, households in walked(BUSY, 300, 15, seed=5, top=top):
        for person, what in everybody(households):
            on = person.standings[0].listed()
            if on and person.number not in entered:
                entered[person.number] = step
            elif not on and person.number in entered:
                length = step - entered.pop(person.number)
                if step >= 0:
                    by_hand[what.lists[0].exit or "", step, length] += 1
    for entry in entered.values():
        by_hand["running", 14, 14 - entry + 1] += 1
    of = ran(BUSY, 300, 15, seed=5, top=top)
    counted: Counter[tuple[str, int, int]] = Counter()
    for row in of.measures.to_dicts():
        if row["measure"] == "spell":
            counted[row["by"], row["step"], row["bin"]] += row["value"]
    assert counted == by_hand
    assert len({cause for cause, _, _ in counted}) == 5
    assert max(length for _, _, length in counted) > 15


def test_what_happened_is_counted_in_the_cell_of_the_person_it_happened_to() -> None:
    """Acts and true records of the actor, false records where they land, people of each cell and step."""
    of = ran(BUSY, 200, 3, seed=7)
    by_hand: Counter[tuple[object, ...]] = Counter()
    for step, now, households in walked(BUSY, 200, 3, seed=7):
        cells = [tuple(names.values()) for names in named_cells(now)]
        for person, what in everybody(households):
            here = (step, *cells[person.cell])
            by_hand["people", "", *here] += 1
            for b, name in enumerate(("act", "other")):
                by_hand["acts", name, *here] += what.acts[b]
                by_hand["records_true", name, *here] += what.true[b]
                by_hand["records_false", name, *here] += what.false[b]
    columns = ("measure", "item", "step", "region", "group", "age_band", "sex")
    counted: Counter[tuple[object, ...]] = Counter()
    for row in of.measures.to_dicts():
        if row["measure"] in ("people", "acts", "records_true", "records_false"):
            counted[tuple(row[column] for column in columns)] += row["value"]
    assert counted == by_hand


def test_false_records_of_a_household_are_counted_on_its_adults() -> None:
    """Children alone act, and all of it is the household's: the acts are theirs, the records the adults'."""
    parts = behaviour("act", SURE, "by_age = { child = 1, adult = 0, older = 0 }") + sensor(
        "plates", "act", "misattributed = 1", 'to = "household"'
    )
    of = ran(parts, 300, 1, seed=9)
    assert value(of, "acts", "act") == value(of, "acts", "act", age_band="child") > 1000
    assert value(of, "records_false", "act") == value(of, "acts", "act")
    assert value(of, "records_false", "act", age_band="child") == 0


def test_the_origin_follows_the_ground_that_fired_last() -> None:
    """g (for ever) fires in steps 0, 4 and 7, h (4 months) in 2 and 7. So the origin is g, from step 2 on h, from 4
    on g, also when h is over in 6, and in 7, where both fire, h, the later in the file. One entry, by g.
    """
    parts = (
        acting_in("act", 0, 4, 7)
        + acting_in("other", 2, 7)
        + sensor("eye", ("act", "other"), "recorded = 1")
        + a_list("l")
        + ground("l", "g", "act")
        + ground("l", "h", "other", 'term = "4 months"')
    )
    of = ran(parts, 30, 9, seed=11)
    by_h = [0, 0, 1, 1, 0, 0, 0, 1, 1]
    assert series(of, "listed", by="h") == [of.people * h for h in by_h]
    assert series(of, "listed", by="g") == [of.people * (not h) for h in by_h]
    assert value(of, "entries", "l", "g") == value(of, "entries", "l") == of.people
    assert value(of, "exits", "l") == 0


def test_several_firings_are_one_case_and_one_entry_by_the_later_ground() -> None:
    """The score and both grounds fire in step 0: one entry, by h. When h is over in step 2 the origin is g, when g
    is over in step 3 it is the score, which holds until 400 are reached in step 4.
    """
    parts = (
        acting_in("act", 0, words=["points = -30000"])
        + SEEN
        + score(1000, 0, 1000, "recovery = 1200")
        + a_list("l", "enter_below = 400")
        + ground("l", "g", "act", 'term = "3 months"')
        + ground("l", "h", "act", 'term = "2 months"')
    )
    of = ran(parts, 30, 6, seed=13)
    n = of.people
    assert series(of, "cases") == series(of, "entries", by="h") == series(of, "entries") == [n, 0, 0, 0, 0, 0]
    assert series(of, "listed", by="h") == [n, n, 0, 0, 0, 0]
    assert series(of, "listed", by="g") == [0, 0, n, 0, 0, 0]
    assert series(of, "listed", by="score") == [0, 0, 0, n, 0, 0]
    assert series(of, "exits", by="score") == series(of, "exits") == [0, 0, 0, 0, n, 0]


def test_a_stopped_case_is_over_until_something_fires_again() -> None:
    """All are reviewed and stopped: cases in steps 0 and 3, when they act; error_free and all_acts list them."""
    parts = (
        acting_in("act", 0, 3)
        + SEEN
        + a_list("l")
        + ground("l", "g", "act")
        + "[due_process.review]\nshare = 1\nstops_mistaken = 1\nstops_accurate = 1\n"
    )
    of = ran(parts, 30, 5, seed=15)
    n = of.people
    assert series(of, "cases") == series(of, "stopped", by="accurate") == [n, 0, 0, n, 0]
    assert series(of, "listed") == series(of, "entries") == [0] * 5
    for measure in ("listed_error_free", "listed_all_acts", "missed"):
        assert series(of, measure) == [n] * 5
    assert series(of, "ever_listed") == [0] * 5


def test_listed_for_right_counts_a_person_once_for_each_right_that_holds() -> None:
    """All do everything in step 0. g is on speech and meeting, for 2 months; h on speech, for 4; k on driving, which
    no right protects, for ever: expression 4 months, assembly 2, and nobody for a right after.
    """
    parts = (
        acting_in("speech", 0, words=['right = "expression"'])
        + acting_in("meeting", 0, words=['right = "assembly"'])
        + acting_in("driving", 0)
        + sensor("eye", ("speech", "meeting", "driving"), "recorded = 1")
        + a_list("l")
        + ground("l", "g", ("speech", "meeting"), 'term = "2 months"')
        + ground("l", "h", "speech", 'term = "4 months"')
        + ground("l", "k", "driving")
    )
    of = ran(parts, 30, 6, seed=17)
    n = of.people
    assert series(of, "listed_for_right", by="expression") == [n, n, n, n, 0, 0]
    assert series(of, "listed_for_right", by="assembly") == [n, n, 0, 0, 0, 0]
    assert value(of, "listed_for_right", "l") == 6 * n
    assert series(of, "listed", by="k") == [n] * 6


def test_listed_anywhere_counts_who_is_on_two_lists_once() -> None:
    """a takes children and adults, b adults and the old; all act in step 1: everybody is on one list or on both."""
    parts = (
        acting_in("act", 1)
        + SEEN
        + a_list("a", 'subject = ["child", "adult"]')
        + ground("a", "g", "act", 'term = "1 month"')
        + a_list("b", 'subject = ["adult", "older"]')
        + ground("b", "g", "act", 'term = "2 months"')
    )
    of = ran(parts, 200, 4, seed=19)
    children, adults, old = (value(of, "people", step=0, age_band=age) for age in ("child", "adult", "older"))
    assert min(children, adults, old) > 10
    assert series(of, "listed", "a") == [0, children + adults, 0, 0]
    assert series(of, "listed", "b") == [0, adults + old, adults + old, 0]
    assert series(of, "listed_anywhere", "") == [0, of.people, adults + old, 0]


def test_ever_listed_counts_persons_so_far_and_each_once() -> None:
    """On in steps 0 and 3, for a month each: after 1, 2 and all later steps everybody was once. Nobody by mistake,
    since the records are true; where they are all false, everybody.
    """
    for watching, name, mistaken in (
        (SEEN, "behaviour__act__acts_per_year", 0),
        (sensor("eye", "act"), "sensor__eye__false_per_year", 1),
    ):
        parts = behaviour("act", 0) + watching + a_list("l") + ground("l", "g", "act", 'term = "1 month"')
        for step, times in ((1, 1), (2, 0), (3, 1), (4, 0)):
            parts += phase(f"{step} months", **{name: SURE * times})
        of = ran(parts, 30, 6, seed=21)
        assert series(of, "listed") == [of.people * on for on in (0, 1, 0, 1, 0, 0)]
        assert series(of, "ever_listed") == [of.people * ever for ever in (0, 1, 1, 1, 1, 1)]
        assert series(of, "ever_listed_by_mistake") == [of.people * ever * mistaken for ever in (0, 1, 1, 1, 1, 1)]


def test_who_is_listed_rightly_and_by_mistake_later_was_once_listed_by_mistake() -> None:
    """A true record of step 0 holds error_free for 2 months; false records of step 1 hold observed for longer: on by
    mistake from step 2 on.
    """
    parts = (
        acting_in("act", 0)
        + sensor("eye", "act", "recorded = 1")
        + a_list("l")
        + ground("l", "g", "act", 'term = "2 months"')
        + phase("1 month", sensor__eye__false_per_year=SURE)
    )
    of = ran(parts, 30, 4, seed=23)
    n = of.people
    assert series(of, "listed") == [n] * 4
    assert series(of, "listed_error_free") == [n, n, 0, 0]
    assert series(of, "listed_by_mistake") == series(of, "ever_listed_by_mistake") == [0, 0, n, n]


@pytest.mark.parametrize(
    ("at", "bin_"), [(0, 0), (9, 0), (10, 10), (19, 10), (-1, -10), (-10, -10), (-11, -20), (-20, -20), (105, 100)]
)
def test_the_bin_of_a_score_is_10_times_its_tenth_rounded_down(at: int, bin_: int) -> None:
    """Below 0 too: -1 falls into -10, not 0. A score of 0 stands in bin 0 and is counted."""
    of = ran(behaviour("act", 0) + score(at, -200, 200), 20, 1)
    for ledger in ("observed", "error_free", "all_acts"):
        assert value(of, "score", ledger, bin=bin_) == value(of, "score", ledger) == of.people


# --- warm-up --------------------------------------------------------------------------------------------------------

WARM_UP = 'warm_up = "4 months"'
IN_WARM_UP_ALONE = phase("start", behaviour__act__acts_per_year=SURE) + phase(
    "0 months", behaviour__act__acts_per_year=0
)


def test_a_warm_up_is_lived_and_not_tabulated() -> None:
    """All act in steps -4 to -1, the phase from the start of the warm-up, and in none from 0 on. A term of 3 months
    restarted in step -1 is over in step 2: entered in -4, so a spell of 6. Nothing of the warm-up is in the table but
    that everybody was listed once.
    """
    parts = behaviour("act", 0) + SEEN + a_list("l") + ground("l", "g", "act", 'term = "3 months"')
    of = ran(parts + IN_WARM_UP_ALONE, 30, 4, seed=25, top=WARM_UP)
    n = of.people
    assert sorted(of.measures["step"].unique()) == [0, 1, 2, 3]
    assert value(of, "acts", "act") == value(of, "entries", "l") == value(of, "cases", "l") == 0
    assert series(of, "listed") == [n, n, 0, 0]
    assert series(of, "exits", by="term") == [0, 0, n, 0]
    assert value(of, "spell", "l", "term", step=2, bin=6) == value(of, "spell", "l") == n
    assert series(of, "ever_listed") == [n] * 4
    assert series(of, "ever_listed_by_mistake") == [0] * 4


def test_a_spell_that_is_running_counts_from_its_entry_in_the_warm_up() -> None:
    """Entered in -4 for ever; after the last step, 4, it has lasted 4 - (-4) + 1 = 9 steps. At no other step."""
    parts = behaviour("act", 0) + SEEN + a_list("l") + ground("l", "g", "act") + IN_WARM_UP_ALONE
    of = ran(parts, 30, 5, seed=27, top=WARM_UP)
    assert value(of, "spell", "l", "running", step=4, bin=9) == value(of, "spell", "l") == of.people


def test_who_was_listed_by_mistake_in_the_warm_up_alone_was_once() -> None:
    """False records in steps -4 to -1, a term of one month: off in step 0, by the first step that is tabulated."""
    parts = behaviour("act", 0) + sensor("eye", "act", f"false_per_year = {SURE}") + a_list("l")
    parts += ground("l", "g", "act", 'term = "1 month"') + phase("0 months", sensor__eye__false_per_year=0)
    of = ran(parts, 30, 3, seed=29, top=WARM_UP)
    n = of.people
    assert series(of, "listed") == [0, 0, 0]
    assert series(of, "exits", by="term") == [n, 0, 0]
    assert value(of, "spell", "l", "term", step=0, bin=4) == n
    assert series(of, "ever_listed") == series(of, "ever_listed_by_mistake") == [n, n, n]


def test_before_the_first_step_is_before_the_warm_up() -> None:
    """Who starts below the threshold is listed in the first step of the warm-up, and never again after his term."""
    parts = behaviour("act", 0) + score(900, 0, 1000) + a_list("l", "enter_below = 940", 'term = "6 months"')
    of = ran(parts, 30, 5, seed=31, top=WARM_UP)
    n = of.people
    assert series(of, "listed") == [n, n, 0, 0, 0]  # entered in -4, over in 2
    assert series(of, "exits", by="term") == [0, 0, n, 0, 0]
    assert series(of, "ever_listed") == [n] * 5
    assert value(of, "entries", "l") == 0


def test_a_phase_of_so_many_months_begins_in_that_step_whatever_the_warm_up() -> None:
    """From 2 months after step 0 on."""
    parts = behaviour("act", 0) + phase("2 months", behaviour__act__acts_per_year=SURE)
    of = ran(parts, 20, 4, seed=33, top=WARM_UP)
    assert [acts > 0 for acts in series(of, "acts", "act")] == [False, False, True, True]


# --- parts ----------------------------------------------------------------------------------------------------------


def test_parts_have_states_as_they_stand_and_flows_since_the_row_before() -> None:
    """A run of 29 months: rows after steps 11, 23 and 28. All act in steps 3, 9 and 26; the term is 10 months.

    Entries in 3 and 26; listed after 11 and 28. Summed over the 32 parts.
    """
    parts = acting_in("act", 3, 9, 26) + SEEN + a_list("l") + ground("l", "g", "act", 'term = "10 months"')
    of = ran(parts, 200, 29, seed=35)
    n = of.people
    table: Counter[tuple[str, int]] = Counter()
    for row in of.parts.to_dicts():
        table[row["measure"], row["step"]] += row["value"]
    steps = (11, 23, 28)
    assert sorted(of.parts["step"].unique()) == list(steps)
    assert [table["people", step] for step in steps] == [n, n, n]
    assert [table["listed", step] for step in steps] == [n, 0, n]
    assert [table["entries", step] for step in steps] == [n, 0, n]
    assert [table["exits", step] for step in steps] == [0, n, 0]
    acts = series(of, "acts", "act")
    assert [table["acts", step] for step in steps] == [acts[3] + acts[9], 0, acts[26]]
    assert acts[26] > 0
    assert not {"score", "spell"} & set(of.parts["measure"].unique())
