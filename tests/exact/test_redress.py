"""Due process: review, notice, appeal (model.md 7), worked out by hand.

What is certain here is certain in the draws too: who acts 276 times a year acts at least once in every month, since
exp(-276/12) · 2^32 is below 1 and the first threshold of the ladder is 0. `theft` is seen and recorded rightly, so
its listings are accurate; false records of `graft`, which nobody commits, make the mistaken ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import exp

import pytest
from scipy import stats

from scorewatch.chance.stream import stream
from scorewatch.chance.words import Words
from scorewatch.people.persons import Persons
from scorewatch.plan.plan import Plan
from scorewatch.study.replay import Replay
from scorewatch.study.run import Run
from support import ran, value

SURE = 276  # a year; 23 a month: nobody has none
UNLIKELY = 1e-6  # an exact tail below this is an error, not bad luck

THEFT = f"""
[behaviour.theft]
says = "Theft"
acts_per_year = {SURE}
domain = "money"
[sensor.police]
says = "The police"
sees = "theft"
recorded = 1
"""
GRAFT = f"""
[behaviour.graft]
says = "Graft, which nobody commits"
acts_per_year = 0
domain = "money"
[sensor.gossip]
says = "Gossip"
sees = "graft"
false_per_year = {SURE}
"""
# the majority steals and is caught, minorities are slandered
BOTH = f"""
[behaviour.theft]
says = "Theft"
acts_per_year = {SURE}
by_group = {{ majority = 1, minority = 0 }}
domain = "money"
[sensor.police]
says = "The police"
sees = "theft"
recorded = 1
false_per_year = {{ majority = 0, minority = {SURE} }}
"""


def listed_for(on: str, term: str = "never", name: str = "black") -> str:
    """A list with one ground, which fires at every record."""
    return f"""
[list.{name}]
says = "A list"
ground.g = {{ says = "A record", on = "{on}", term = "{term}" }}
"""


def due(words: str, review: str = "") -> str:
    """A general due process."""
    return f"[due_process]\n{words}\n" + (f"[due_process.review]\n{review}\n" if review else "")


def phase(month: int, **leaves: float) -> str:
    """From this month on the leaves have these values; a dot is written as two underscores."""
    sets = ", ".join(f'"{key.replace("__", ".")}" = {given}' for key, given in leaves.items())
    return f'[[phase]]\nfrom = "{month} months"\nsays = "A change"\nset = {{ {sets} }}\n'


def months(of: Run, measure: str, item: str = "black", by: str | None = None) -> list[int]:
    """A measure step by step."""
    return [value(of, measure, item, by, step=step) for step in range(of.steps)]


def nonzero(of: Run, measure: str, item: str = "black", by: str | None = None) -> dict[int, int]:
    """A measure by step, where it is not 0."""
    return {step: count for step, count in enumerate(months(of, measure, item, by)) if count}


def people(of: Run, **where: str) -> int:
    """How many persons of these cells run."""
    return value(of, "people", step=0, **where)


def homes(of: Run) -> Iterator[list[tuple[bool, str]]]:
    """Each household: (child, sex) of each member."""
    persons: Persons = of.clock.persons
    template = persons.template
    for numbers in persons.households():
        cells = [template.cells[persons.cell(i)] for i in numbers]
        yield [(age in template.children, template.census.sexes[sex]) for _, _, age, sex in cells]


def drawn(of: Run, purpose: str, step: int, chance: float) -> set[int]:
    """The persons whose word of this purpose is below the share."""
    words = Words(of.seed, len(of.template.rows))
    return {i for i in range(of.people) if words.word(i, step, stream(purpose)) < int(chance * 2**32)}


# --- notice -------------------------------------------------------------------------------------------------------


def test_told_at_entry_with_chance_notice() -> None:
    run = ran(THEFT + listed_for("theft") + due("notice = 0.37"), 211, 2)
    told = len(drawn(run, "list.black/notice", 0, 0.37))
    # everybody enters in step 0 and nobody later: who is not told then stays untold
    assert 0 < told < run.people
    assert months(run, "untold") == [run.people - told] * 2


def test_share_told_at_entry_is_notice() -> None:
    run = ran(THEFT + listed_for("theft") + due("notice = 0.37"), 2003, 1)
    told = run.people - value(run, "untold", "black")
    # catches a share off by 0.055 and more: five standard deviations of 0.011
    assert stats.binomtest(told, run.people, 0.37).pvalue > UNLIKELY


@pytest.mark.parametrize(("notice", "untold"), [("", 1), ("notice = 0", 1), ("notice = 1", 0)])
def test_nobody_is_told_without_due_process(notice: str, untold: int) -> None:
    run = ran(THEFT + listed_for("theft") + (due(notice) if notice else ""), 97, 3)
    assert months(run, "untold") == [untold * run.people] * 3


def sanction(name: str, attempts: float, reaches: str = "person", more: str = "") -> str:
    """A sanction of the list."""
    return f"""
[sanction.{name}]
says = "A denial"
list = "black"
domain = "travel"
reaches = "{reaches}"
attempts_per_year = {attempts}
{more}
"""


def test_told_by_denials_with_one_minus_one_minus_q_to_the_d() -> None:
    run = ran(THEFT + listed_for("theft") + sanction("trains", 17) + due("notice_on_denial = 0.29"), 211, 1, seed=3)
    words = Words(3, len(run.template.rows))
    several = 0
    for numbers in run.clock.persons.households():
        for _, home, happened in Replay(run).steps(numbers):
            of_children = sum(what.denials[0] for p, what in zip(home, happened, strict=True) if p.child)
            for person, what in zip(home, happened, strict=True):
                d = what.denials[0] + (0 if person.child else of_children)
                word = words.word(person.number, 0, stream("sanction.trains/notice"))
                assert person.standings[0].told == (word < int((1 - 0.71**d) * 2**32))
                several += d > 1
    assert several > 50


def test_untold_after_t_months_of_poisson_denials_is_exp_minus_q_m_t() -> None:
    # adults without a child: denials Poisson 7/12 a month, each told of with 0.29, so none told of in three months has
    # chance exp(-0.29 · 7/12 · 3) = 0.602
    parts = THEFT + listed_for("theft") + sanction("trains", 7, more="by_age = { child = 0, adult = 1, older = 1 }")
    run = ran(parts + due("notice_on_denial = 0.29"), 1009, 3)
    adults = people(run) - people(run, age_band="child")
    untold = value(run, "untold", "black", step=2) - people(run, age_band="child")
    # catches chances off by 0.085: 1 - q d instead of the power, one month more or less
    assert stats.binomtest(untold, adults, exp(-0.29 * 7 / 12 * 3)).pvalue > UNLIKELY
    assert people(run, age_band="child") == value(run, "untold", "black", step=2, age_band="child")


def test_a_parent_is_told_by_a_childs_refusal() -> None:
    adults = 'says = "A list"\nsubject = ["adult", "older"]'
    parts = THEFT + listed_for("theft").replace('says = "A list"', adults)
    run = ran(parts + sanction("school", SURE, "children") + due("notice_on_denial = 1"), 211, 1)
    # every adult is listed and every child refused: told is who lives with a child
    alone = sum(len(home) for home in homes(run) if not any(child for child, _ in home))
    with_children = sum(not child for home in homes(run) if any(c for c, _ in home) for child, _ in home)
    assert value(run, "listed", "black") == alone + with_children
    assert value(run, "untold", "black") == alone > 0 < with_children


def test_a_listed_child_is_told_by_its_own_denials_only() -> None:
    more = "by_sex = { male = 1, female = 0 }"
    parts = THEFT + listed_for("theft") + sanction("trains", SURE, more=more) + due("notice_on_denial = 1")
    run = ran(parts, 211, 1)
    # all are listed, men and boys are denied: untold are girls, and women who live with no boy
    girls = sum(member == (True, "female") for home in homes(run) for member in home)
    women = sum(member == (False, "female") for home in homes(run) if (True, "male") not in home for member in home)
    told_women = sum(member == (False, "female") for home in homes(run) if (True, "male") in home for member in home)
    assert told_women > 0 < girls
    assert value(run, "untold", "black", sex="female") == girls + women
    assert value(run, "untold", "black", sex="male") == 0


def test_notice_by_denial_goes_by_sanction_in_the_files_order_and_only_once() -> None:
    women = "by_sex = { male = 0, female = 1 }"
    parts = THEFT + listed_for("theft") + sanction("trains", SURE, more=women) + sanction("hotels", SURE)
    run = ran(parts + due("notice_on_denial = 1"), 61, 3)
    by = {"male": 1, "female": 0}  # the index of the first sanction that denies them
    told: list[tuple[int, int | None]] = []
    for home, numbers in zip(homes(run), run.clock.persons.households(), strict=True):
        if any(child for child, _ in home):
            continue
        for step, _, happened in Replay(run).steps(numbers):
            for (_, sex), what in zip(home, happened, strict=True):
                assert what.lists[0].told == (by[sex] if step == 0 else None)
                told.append((step, what.lists[0].told))
    assert {(0, 0), (0, 1), (2, None)} <= set(told)


def test_notice_ends_with_the_spell() -> None:
    parts = THEFT + listed_for("theft", "2 months") + due("notice = 1")
    parts += phase(1, behaviour__theft__acts_per_year=0, due_process__notice=0)
    parts += phase(3, behaviour__theft__acts_per_year=SURE)
    run = ran(parts, 97, 4)
    n = run.people
    # told at entry in step 0, off in step 2, back in step 3 when nobody is told
    assert months(run, "listed") == [n, n, 0, n]
    assert months(run, "untold") == [0, 0, 0, n]


# --- appeal -------------------------------------------------------------------------------------------------------

APPEAL = 'notice = 1\nappeals = 1\ndecided_after = "{after} months"\ngranted_if_mistaken = {granted}\n'
APPEAL += "granted_if_accurate = {granted}"


def appeal(after: int, granted: float) -> str:
    """Everybody is told at entry and appeals; all are granted with one chance."""
    return due(APPEAL.format(after=after, granted=granted))


STOP = phase(1, behaviour__theft__acts_per_year=0)


@pytest.mark.parametrize("after", [1, 3, 5])
def test_an_appeal_is_decided_decided_after_later(after: int) -> None:
    run = ran(THEFT + listed_for("theft") + appeal(after, 1) + STOP, 97, 7)
    n = run.people
    assert nonzero(run, "appeals_filed") == {0: n}
    assert nonzero(run, "granted") == {after: n} == nonzero(run, "exits", by="appeal")
    assert nonzero(run, "appealing") == dict.fromkeys(range(after), n)
    # off by appeal, and nothing new happens: not back
    assert nonzero(run, "listed") == dict.fromkeys(range(after), n)
    assert value(run, "spell", "black", "appeal", bin=after) == n


def test_granted_takes_every_hold() -> None:
    # two grounds, one of them for ever, and the score: all held from step 0
    parts = "[score]\nstart = 500\nrange = [-10000, 1000]\n" + THEFT.replace("domain", "points = -1\ndomain")
    parts += """
[list.black]
says = "A list"
enter_below = 500
leave_at = "never"
ground.g = { says = "A record", on = "theft", term = "never" }
ground.h = { says = "A record", on = "theft", term = "2 years" }
"""
    run = ran(parts + appeal(3, 1) + STOP, 97, 6)
    assert months(run, "listed") == [run.people] * 3 + [0] * 3


def test_who_leaves_by_appeal_does_not_enter_in_that_step() -> None:
    # theft goes on: something fires in step 3 too, and again in step 4
    run = ran(THEFT + listed_for("theft") + appeal(3, 1), 97, 8)
    n = run.people
    assert months(run, "listed") == [n, n, n, 0, n, n, n, 0]
    assert nonzero(run, "entries") == {0: n, 4: n} == nonzero(run, "appeals_filed")


def test_refused_stays_and_does_not_appeal_again_in_this_spell() -> None:
    parts = THEFT + listed_for("theft", "5 months") + sanction("trains", SURE)
    parts += appeal(2, 0) + "notice_on_denial = 1\n" + STOP
    parts += phase(7, behaviour__theft__acts_per_year=SURE) + phase(8, behaviour__theft__acts_per_year=0)
    run = ran(parts, 97, 11)
    n = run.people
    # spells 0 to 5 and from 7 on
    assert months(run, "listed") == [n] * 5 + [0] * 2 + [n] * 4
    assert nonzero(run, "appeals_filed") == {0: n, 7: n}
    assert nonzero(run, "refused") == {2: n, 9: n}
    assert nonzero(run, "appealing") == {0: n, 1: n, 7: n, 8: n}
    assert nonzero(run, "granted") == {}


@pytest.mark.parametrize(("mistaken", "accurate"), [(1, 0), (0, 1)])
def test_appeals_by_mistaken_and_accurate(mistaken: int, accurate: int) -> None:
    words = f"appeals = {{ mistaken = {mistaken}, accurate = {accurate} }}"
    words += '\nnotice = 1\ndecided_after = "1 months"'
    run = ran(BOTH + listed_for("theft") + due(words), 211, 1)
    assert value(run, "appeals_filed", "black", "mistaken") == mistaken * people(run, group="minority")
    assert value(run, "appeals_filed", "black", "accurate") == accurate * people(run, group="majority")


def test_the_share_that_appeals_is_drawn_once_when_told() -> None:
    words = 'appeals = 0.43\nnotice = 1\ndecided_after = "9 months"'
    run = ran(THEFT + listed_for("theft") + sanction("trains", SURE) + due(words), 211, 4)
    assert nonzero(run, "appeals_filed") == {0: len(drawn(run, "list.black/appeals", 0, 0.43))}


@pytest.mark.parametrize(("mistaken", "accurate"), [(1, 0), (0, 1)])
def test_granted_by_mistaken_and_accurate(mistaken: int, accurate: int) -> None:
    words = 'notice = 1\nappeals = 1\ndecided_after = "2 months"\n'
    words += f"granted_if_mistaken = {mistaken}\ngranted_if_accurate = {accurate}"
    run = ran(BOTH + listed_for("theft") + due(words), 211, 3)
    of = {"mistaken": people(run, group="minority"), "accurate": people(run, group="majority")}
    won, lost = ("mistaken", "accurate") if mistaken else ("accurate", "mistaken")
    assert nonzero(run, "granted", by=won) == {2: of[won]} == nonzero(run, "granted")
    assert nonzero(run, "refused", by=lost) == {2: of[lost]} == nonzero(run, "refused")


def test_decided_as_things_stand_then_who_was_mistaken_has_become_accurate() -> None:
    # a false record in step 0 lists; a theft in step 1 puts everybody on the error-free list, too
    parts = THEFT + GRAFT + listed_for("theft").replace('on = "theft"', 'on = ["theft", "graft"]')
    words = 'notice = 1\nappeals = 1\ndecided_after = "2 months"\ngranted_if_mistaken = 1\ngranted_if_accurate = 0'
    parts = parts.replace(f"acts_per_year = {SURE}", "acts_per_year = 0", 1) + due(words)
    run = ran(parts + phase(1, behaviour__theft__acts_per_year=SURE, sensor__gossip__false_per_year=0), 97, 3)
    assert months(run, "listed_by_mistake") == [run.people, 0, 0]
    assert nonzero(run, "appeals_filed", by="mistaken") == {0: run.people}
    assert nonzero(run, "refused", by="accurate") == {2: run.people}


def test_decided_as_things_stand_then_who_was_accurate_has_become_mistaken() -> None:
    # a theft in step 0 lists for two months; a false record in step 1 lengthens that in the observed ledger alone;
    # the error-free one ends in step 2, before the decision of that step
    ground = listed_for("theft", "2 months").replace('on = "theft"', 'on = ["theft", "graft"]')
    words = 'notice = 1\nappeals = 1\ndecided_after = "2 months"\ngranted_if_mistaken = 1\ngranted_if_accurate = 0'
    parts = THEFT + GRAFT.replace(f"false_per_year = {SURE}", "false_per_year = 0") + ground + due(words)
    parts += phase(1, behaviour__theft__acts_per_year=0, sensor__gossip__false_per_year=SURE)
    run = ran(parts + phase(2, sensor__gossip__false_per_year=0), 97, 3)
    assert months(run, "listed_error_free") == [run.people, run.people, 0]
    assert nonzero(run, "appeals_filed", by="accurate") == {0: run.people}
    assert nonzero(run, "granted", by="mistaken") == {2: run.people}
    assert nonzero(run, "exits", by="appeal") == {2: run.people}


def test_leaving_the_list_ends_a_pending_appeal() -> None:
    parts = THEFT + listed_for("theft", "2 months") + appeal(5, 1)
    parts += phase(1, behaviour__theft__acts_per_year=0, due_process__notice=0)
    run = ran(parts + phase(3, behaviour__theft__acts_per_year=SURE), 97, 8)
    # off in step 2, back untold in step 3: the appeal of step 0 is not decided in step 5
    n = run.people
    assert months(run, "listed") == [n, n, 0, n, n, n, n, n]
    assert nonzero(run, "appealing") == {0: n, 1: n}
    assert nonzero(run, "granted") == nonzero(run, "refused") == {}


@pytest.mark.parametrize(("granted", "decision", "cause"), [(1, "granted", "appeal"), (0, "refused", "term")])
def test_a_due_decision_counts_even_where_a_term_ends_in_the_same_step(granted: int, decision: str, cause: str) -> None:
    run = ran(THEFT + listed_for("theft", "3 months") + appeal(3, granted) + STOP, 97, 4)
    assert nonzero(run, decision) == {3: run.people} == nonzero(run, "exits", by=cause)
    assert value(run, "granted", "black") + value(run, "refused", "black") == run.people
    assert value(run, "exits", "black") == run.people


SLANDER = f"""
[score]
start = 500
range = [-10000, 1000]
[behaviour.graft]
says = "Graft, which nobody commits"
acts_per_year = 0
domain = "money"
points = -1
[sensor.gossip]
says = "Gossip"
sees = "graft"
false_per_year = {SURE}
[list.black]
says = "A list"
enter_below = 500
"""


def at_start(of: Run, step: int, ledger: str = "observed") -> int:
    """How many have a score of 500 to 509."""
    return value(of, "score", ledger, step=step, bin=500)


@pytest.mark.parametrize("corrects", [False, True])
def test_granted_with_corrects_record_sets_the_score_to_the_error_free_one(corrects: bool) -> None:
    parts = SLANDER + appeal(3, 1) + f"corrects_record = {str(corrects).lower()}\n"
    run = ran(parts + phase(1, sensor__gossip__false_per_year=0), 97, 6)
    n = run.people
    assert [at_start(run, step, "error_free") for step in range(6)] == [n] * 6
    assert [at_start(run, step) for step in range(6)] == [0, 0, 0, *([n if corrects else 0] * 3)]
    # still below without a correction, and not back: nothing new was lost
    assert months(run, "listed") == [n, n, n, 0, 0, 0]


def test_off_by_appeal_and_back_by_a_new_loss() -> None:
    parts = SLANDER + appeal(3, 1) + phase(1, sensor__gossip__false_per_year=0)
    run = ran(parts + phase(5, sensor__gossip__false_per_year=SURE), 97, 7)
    n = run.people
    assert months(run, "listed") == [n, n, n, 0, 0, n, n]


def test_a_later_list_still_sees_the_old_score_in_the_step_of_the_correction() -> None:
    # both lists hold below 500; only the first hears appeals. Corrected at the end of step 3, seen in step 4
    later = '[list.grey]\nsays = "Another"\nenter_below = 500\ndue_process.appeals = 0\n'
    parts = SLANDER + later + appeal(3, 1) + "corrects_record = true\n"
    run = ran(parts + phase(1, sensor__gossip__false_per_year=0), 97, 6)
    n = run.people
    assert nonzero(run, "exits", "black", "appeal") == {3: n}
    assert nonzero(run, "exits", "grey") == {4: n} == nonzero(run, "exits", "grey", "score")
    assert at_start(run, 3) == n


# --- review -------------------------------------------------------------------------------------------------------


def test_a_case_is_reviewed_with_its_share() -> None:
    run = ran(THEFT + listed_for("theft") + due("", "share = 0.41\nstops_accurate = 1"), 211, 1)
    reviewed = len(drawn(run, "list.black/review", 0, 0.41))
    assert 0 < reviewed < run.people
    assert value(run, "cases", "black") == run.people
    assert value(run, "reviewed", "black") == reviewed == value(run, "stopped", "black", "accurate")
    assert value(run, "entries", "black") == run.people - reviewed


def test_of_the_reviewed_a_share_is_stopped() -> None:
    run = ran(THEFT + listed_for("theft") + due("", "share = 1\nstops_accurate = 0.57"), 211, 1)
    stopped = len(drawn(run, "list.black/stops", 0, 0.57))
    assert value(run, "reviewed", "black") == run.people
    assert value(run, "stopped", "black") == stopped


@pytest.mark.parametrize(("mistaken", "accurate"), [(1, 0), (0, 1)])
def test_a_review_stops_by_mistaken_and_accurate(mistaken: int, accurate: int) -> None:
    review = f"share = 1\nstops_mistaken = {mistaken}\nstops_accurate = {accurate}"
    run = ran(BOTH + listed_for("theft") + due("", review), 211, 1)
    minority, majority = people(run, group="minority"), people(run, group="majority")
    assert value(run, "stopped", "black", "mistaken") == mistaken * minority
    assert value(run, "stopped", "black", "accurate") == accurate * majority
    assert value(run, "listed", "black", group="minority") == (1 - mistaken) * minority
    assert value(run, "listed", "black", group="majority") == (1 - accurate) * majority


def test_a_stopped_case_is_over_until_something_fires_again() -> None:
    parts = THEFT + listed_for("theft") + due("", "share = 1\nstops_accurate = 1") + STOP
    run = ran(parts + phase(3, behaviour__theft__acts_per_year=SURE), 97, 5)
    n = run.people
    assert months(run, "cases") == [n, 0, 0, n, n] == months(run, "stopped")
    assert nonzero(run, "listed") == {}


@pytest.mark.parametrize("process", ["", due("", "share = 0.4\nstops_mistaken = 0.7\nstops_accurate = 0.2")])
def test_cases_are_entries_and_stopped_with_and_without_due_process(process: str) -> None:
    # rare thefts and slander, a term of two months: people come and go
    parts = THEFT.replace(str(SURE), "3") + GRAFT.replace(str(SURE), "1.7")
    parts += listed_for("theft", "2 months").replace('on = "theft"', 'on = ["theft", "graft"]')
    run = ran(parts + process, 211, 9)
    entries, stopped = months(run, "entries"), months(run, "stopped")
    assert months(run, "cases") == [e + s for e, s in zip(entries, stopped, strict=True)]
    assert min(entries) > 0
    assert (min(stopped) > 0) == bool(process)


def test_several_firings_are_one_case_reviewed_once() -> None:
    parts = SLANDER + 'ground.g = { says = "A record", on = "graft" }\nground.h = { says = "It", on = "graft" }\n'
    run = ran(parts + due("", "share = 1"), 97, 3)
    assert nonzero(run, "cases") == {0: run.people} == nonzero(run, "reviewed")


def test_the_room_of_an_office_what_is_unused_is_lost_and_an_overdraft_is_paid_later() -> None:
    # a month's capacity is 0.26 reviews a person: 0.26 · 12 · 100,000 a year.
    # 0: room 0.26 N, chance min(1, 0.26 N / 1): all N are reviewed and stopped
    # 1: 0.26 - 1 + 0.26 = -0.48: no review, all enter     2: -0.48 + 0.26 = -0.22
    # 3: -0.22 + 0.26 = 0.04     4: unused: 0.26, not 0.30    5: 0.26
    review = "share = 1\nstops_accurate = 1\ncapacity_per_year = 312_000"
    run = ran(THEFT + listed_for("theft") + due("", review), 211, 6)
    n = run.people
    room = [run.carries[step].room[0] / n for step in range(6)]
    assert room == pytest.approx([0.26, -0.48, -0.22, 0.04, 0.26, 0.26])
    assert nonzero(run, "reviewed") == {0: n} == nonzero(run, "stopped")
    assert nonzero(run, "entries") == {1: n}


def test_a_case_is_reviewed_with_chance_room_over_the_cases_of_the_step_before() -> None:
    # the majority steals in step 0, when nobody reviews; minorities in step 1, when a full office has room for
    # 0.31 N reviews and the step before had as many cases as the majority has people
    parts = THEFT.replace("domain", "by_group = { majority = 1, minority = 0 }\ndomain", 1) + listed_for("theft")
    parts += due("", "share = 0\ncapacity_per_year = 372_000") + phase(
        1,
        due_process__review__share=1,
        behaviour__theft__by_group__majority=0,
        behaviour__theft__by_group__minority=1,
    )
    run = ran(parts, 1009, 2)
    cases = people(run, group="majority")
    assert months(run, "cases") == [cases, people(run, group="minority")]
    chance = 0.31 * run.people / cases
    persons = run.clock.persons
    minority = {
        i for i in range(run.people) if run.template.cells[persons.cell(i)][1] == 1
    }  # the second group of the census
    assert len(minority) == people(run, group="minority")
    reviewed = len(drawn(run, "list.black/review", 1, chance) & minority)
    assert 0 < reviewed < len(minority)
    assert months(run, "reviewed") == [0, reviewed]


def test_the_share_bounds_what_room_allows() -> None:
    review = "share = 0.41\ncapacity_per_year = 1_000_000_000"
    run = ran(THEFT + listed_for("theft") + due("", review), 211, 1)
    assert value(run, "reviewed", "black") == len(drawn(run, "list.black/review", 0, 0.41))


def test_no_capacity_is_no_review() -> None:
    run = ran(THEFT + listed_for("theft") + due("", "share = 1\ncapacity_per_year = 0"), 97, 1)
    assert value(run, "reviewed", "black") == 0
    assert value(run, "entries", "black") == run.people


def test_each_list_has_an_office_of_its_own() -> None:
    # one list has cases, the other has none: its room stays whole
    parts = THEFT + GRAFT.replace(str(SURE), "0") + listed_for("theft") + listed_for("graft", name="grey")
    run = ran(parts + due("", "share = 1\ncapacity_per_year = 312_000"), 211, 2)
    first, second = (r / run.people for r in run.carries[1].room)
    assert (first, second) == pytest.approx((-0.48, 0.26))
    assert run.carries[1].cases == (run.people, 0)


def test_a_list_takes_its_own_due_process_word_by_word() -> None:
    parts = THEFT + "".join(listed_for("theft", name=name) for name in ("a", "b", "c", "d", "e"))
    own = {
        "b": "notice = 0",
        "c": "granted_if_accurate = 0",
        "d": "review.share = 1",
        "e": 'decided_after = "1 months"',
    }
    parts += "".join(f"[list.{name}.due_process]\n{words}\n" for name, words in own.items())
    run = ran(parts + appeal(2, 1) + "review.stops_accurate = 1\n" + STOP, 97, 4)
    n = run.people
    for name in "abcde":
        # d alone has reviews, and stops them as the general words say; b tells nobody; c refuses; e is quicker
        assert nonzero(run, "stopped", name) == ({0: n} if name == "d" else {})
        assert nonzero(run, "appeals_filed", name) == ({} if name in "bd" else {0: n})
        assert nonzero(run, "granted", name) == ({2: n} if name == "a" else {1: n} if name == "e" else {})
        assert nonzero(run, "refused", name) == ({2: n} if name == "c" else {})
        assert value(run, "untold", name, step=0) == (n if name == "b" else 0)


def test_due_process_acts_on_the_observed_ledger_alone() -> None:
    parts = THEFT + listed_for("theft") + due("", "share = 1\nstops_accurate = 1")
    run = ran(parts, 97, 2)
    assert months(run, "listed") == [0, 0]
    assert months(run, "listed_error_free") == months(run, "listed_all_acts") == [run.people] * 2
    won = ran(THEFT + listed_for("theft") + appeal(1, 1) + STOP, 97, 2)
    assert months(won, "listed") == [won.people, 0]
    assert months(won, "listed_error_free") == [won.people] * 2


def test_a_plan_reviews_no_less_than_nobody() -> None:
    # an overdraft makes the quotient negative: no chance is below 0
    review = "share = 1\ncapacity_per_year = 312_000"
    run = ran(THEFT + listed_for("theft") + due("", review), 97, 2)
    plan: Plan = run.clock.plan(1, run.carries[1])
    assert run.carries[1].room[0] < 0
    assert plan.lists[0].reviewed == 0
