"""The harms (model.md 12): each figure by hand from the measures of a regime in which everything is certain.

Who acts 276 times a year acts at least once in every month: exp(-276/12) · 2^32 is below 1, and the first threshold of
the ladder is 0. A grievance is a share of people, so most figures here are shares of the template, counted.
"""

from __future__ import annotations

from functools import cache
from math import log

import pytest
from scipy import stats

from scorewatch.measure.harm import QUESTIONS, Harm
from scorewatch.measure.interval import RULED_OUT
from scorewatch.study.run import Run
from support import ran, value

SURE = 276  # a year; 23 a month: nobody has none

# in towns the majority steals and is caught, minorities are slandered; in the country nobody looks
THEFT = f"""
[behaviour.theft]
says = "Theft"
acts_per_year = {SURE}
by_group = {{ majority = 1, minority = 0 }}
domain = "money"
[sensor.police]
says = "The police"
sees = "theft"
coverage = {{ urban = 1, rural = 0 }}
recorded = 1
false_per_year = {{ majority = 0, minority = {SURE} }}
"""
LIST = """
[list.black]
says = "A list"
subject = ["adult", "older"]
ground.stole = { says = "A theft", on = "theft", term = "never" }
"""


def sanction(reaches: str = "person", how: str = f"attempts_per_year = {SURE}", more: str = "") -> str:
    """A sanction of the list, on travel."""
    return f"""
[sanction.trains]
says = "No trains"
list = "black"
domain = "travel"
reaches = "{reaches}"
{how}
{more}
"""


def phase(month: int, **leaves: float) -> str:
    """From this month on the leaves have these values; a dot is written as two underscores."""
    sets = ", ".join(f'"{key.replace("__", ".")}" = {given}' for key, given in leaves.items())
    return f'[[phase]]\nfrom = "{month} months"\nsays = "A change"\nset = {{ {sets} }}\n'


def figures(of: Run, harm: str, item: str = "", who: str = "everybody") -> list[Harm]:
    """The figures of one harm, for one item, for one kind of people."""
    return [h for h in of.harms() if h.harm == harm and item in ("", h.item) and h.who == who]


def figure(of: Run, harm: str, item: str, what: str, who: str = "everybody") -> Harm:
    """The one figure whose words begin so."""
    (found,) = (h for h in figures(of, harm, item, who) if h.what.startswith(what))
    return found


def share(of: Run, harm: str, item: str, what: str, who: str = "everybody") -> tuple[object, ...]:
    """Its value, numerator and denominator."""
    estimate = figure(of, harm, item, what, who).estimate
    return estimate.value, estimate.n, estimate.of


def people(of: Run, **where: str) -> int:
    """How many persons of these cells run."""
    return value(of, "people", step=0, **where)


def adults(of: Run, **where: str) -> int:
    """Of these, those who are no children."""
    return people(of, **where) - people(of, age_band="child", **where)


@cache
def caught() -> Run:
    """A month."""
    return ran(THEFT + LIST, 1009, 1)


# --- listed ---------------------------------------------------------------------------------------------------------


def test_whom_the_rules_leave_out_are_exactly_none() -> None:
    """Catches "at most so many" of children, whom no luck can list; and "exact" of those whom it may."""
    child = figure(caught(), "listed", "black", "of the people", "child").estimate
    assert (child.value, child.low, child.high, child.n, child.note) == (0, 0, 0, 0, RULED_OUT)
    assert child.of == people(caught(), age_band="child") > 0
    assert figure(caught(), "listed", "black", "of the people", "adult").estimate.note != RULED_OUT


@pytest.mark.parametrize("subject", ['subject = ["adult", "reader"]\n', ""])
def test_who_may_be_listed_for_a_trait_or_as_anybody_is_not_left_out(subject: str) -> None:
    parts = '[trait.reader]\nsays = "Readers"\nshare = 0\n' + THEFT + LIST
    run = ran(parts.replace('subject = ["adult", "older"]\n', subject), 1009, 1)
    assert figure(run, "listed", "black", "of the people", "child").estimate.note != RULED_OUT


# --- wrong person ---------------------------------------------------------------------------------------------------


def test_wrong_person_is_listed_by_mistake_over_listed() -> None:
    listed, wrong = adults(caught(), region="urban"), adults(caught(), region="urban", group="minority")
    assert share(caught(), "wrong person", "black", "of the listed") == (pytest.approx(wrong / listed), wrong, listed)


def test_wrong_person_by_group() -> None:
    wrong, right = (adults(caught(), region="urban", group=group) for group in ("minority", "majority"))
    assert share(caught(), "wrong person", "black", "of the listed", "minority") == (1.0, wrong, wrong)
    assert share(caught(), "wrong person", "black", "of the listed", "majority") == (0.0, 0, right)
    # none in the numerator: with the share at the bound, none among so many has a chance of 5 %
    high = figure(caught(), "wrong person", "black", "of the listed", "majority").estimate.high
    assert high is not None
    assert stats.binom.pmf(0, right, high) == pytest.approx(0.05)


def test_wrong_person_where_nobody_is_listed_is_not_estimable() -> None:
    assert share(caught(), "wrong person", "black", "of the listed", "urban")[0] is not None
    assert share(caught(), "wrong person", "black", "of the listed", "rural") == (None, 0, 0)


# --- expression -----------------------------------------------------------------------------------------------------

SPEECH = f"""
[behaviour.speech]
says = "Speech"
acts_per_year = {SURE}
domain = "expression"
right = "expression"
[sensor.ears]
says = "Ears"
sees = "speech"
coverage = {{ urban = 1, rural = 0 }}
recorded = 1
[list.black]
says = "A list"
ground.spoke = {{ says = "Speech", on = "speech" }}
"""


def test_expression_is_who_is_held_by_a_ground_on_what_a_right_protects() -> None:
    # all are listed in towns for speech; in the country for theft, which no right protects
    theft = THEFT.replace("urban = 1, rural = 0", "urban = 0, rural = 1").replace(
        "majority = 1, minority = 0", "majority = 1, minority = 1"
    )
    parts = SPEECH + 'ground.stole = { says = "A theft", on = "theft" }\n' + theft
    run = ran(parts, 211, 2)
    urban = people(run, region="urban")
    found = figure(run, "expression", "black", "listed for")
    assert (found.estimate.value, found.unit) == (urban, "persons")
    assert share(run, "expression", "black", "of the listed") == (
        pytest.approx(urban / run.people),
        urban,
        run.people,
    )


def test_acts_withheld_are_acts_times_one_over_the_multiplier_minus_one() -> None:
    # in towns all are listed from step 0 on: the multiplier is 1 - 0.8 · 1 / (1 + 0.6) = 1/2 in steps 1 and 2, so as
    # many acts are withheld as are done; in the country it is 1, and so it is everywhere in step 0
    run = ran(SPEECH + "[response]\nchilling = { most = 0.8, half_at = 0.6 }\n", 211, 3)
    done = [value(run, "acts", "speech", step=step, region="urban") for step in range(3)]
    found = figure(run, "expression", "speech", "acts withheld").estimate
    assert found.value == pytest.approx(done[1] + done[2])
    assert found.n == value(run, "acts", "speech")
    assert (found.low, found.high) == (None, None)
    assert found.note.startswith("expected")


def test_acts_withheld_where_nothing_is_done_any_more_are_not_estimable() -> None:
    # the multiplier is 0: nobody can say what was not done
    run = ran(SPEECH + "[response]\nchilling = { most = 1, half_at = 1e-300 }\n", 97, 2)
    assert run.carries[1].chilling[0] == 0
    assert value(run, "acts", "speech", step=1, region="urban") == 0
    found = figure(run, "expression", "speech", "acts withheld").estimate
    assert found.value is None


# --- kin ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reaches", ["children", "household"])
def test_kin_with_children_apart(reaches: str) -> None:
    # all of 15 to 59 in towns are listed: reached for them are the children who live with one, and, where a sanction
    # reaches the household, the older people who do
    parts = THEFT.replace("majority = 1, minority = 0", "majority = 1, minority = 1")
    run = ran(parts + LIST.replace('["adult", "older"]', '"adult"') + sanction(reaches), 1009, 2)
    cells = [run.template.cells[run.clock.persons.cell(i)] for i in range(run.people)]
    bands = run.template.census.age_bands
    homes = [[bands[cells[i][2]] for i in home if cells[i][0] == 0] for home in run.clock.persons.households()]
    hit = [home for home in homes if "adult" in home]
    children, older = (sum(home.count(band) for home in hit) for band in ("child", "older"))
    reached = children + (older if reaches == "household" else 0)
    assert children > 0 < older
    found = figure(run, "kin", "trains", "reached").estimate
    assert found.value == found.n == reached
    every = people(run, age_band="child")
    assert share(run, "kin", "trains", "of all children", "child") == (
        pytest.approx(children / every),
        children,
        every,
    )
    denials, kin = value(run, "denials", "trains"), value(run, "denials", "trains", "kin")
    assert (kin == denials) == (reaches == "children")
    assert share(run, "kin", "trains", "of its denials") == (pytest.approx(kin / denials), kin, denials)


def test_kin_is_no_harm_of_a_sanction_of_the_person() -> None:
    run = ran(THEFT + LIST + sanction(), 97, 1)
    assert figures(run, "kin") == []


def test_kin_without_children_is_not_estimable() -> None:
    # the first household alone: too few for a share
    run = ran(THEFT + LIST + sanction("children"), 1, 1)
    assert figure(run, "kin", "trains", "of all children", "child").estimate.value is None
    assert figure(run, "kin", "trains", "of its denials").estimate.value is None


# --- secrecy --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("notice", "untold"), [(0, 1), (1, 0)])
def test_secrecy_is_untold_over_listed(notice: int, untold: int) -> None:
    run = ran(THEFT + LIST + f"[due_process]\nnotice = {notice}\n", 1009, 1)
    listed, minority = adults(run, region="urban"), adults(run, region="urban", group="minority")
    assert share(run, "secrecy", "black", "of the listed") == (untold, untold * listed, listed)
    assert share(run, "secrecy", "black", "of the listed", "minority") == (untold, untold * minority, minority)


def test_secrecy_in_part() -> None:
    # children are refused and their parents told; who lives without a child is not
    run = ran(THEFT + LIST + sanction("children") + "[due_process]\nnotice_on_denial = 1\n", 1009, 1)
    homes = [list(home) for home in run.clock.persons.households()]
    cells = run.template.cells
    child = [cells[run.clock.persons.cell(i)][2] in run.template.children for i in range(run.people)]
    urban = [cells[run.clock.persons.cell(i)][0] == 0 for i in range(run.people)]
    untold = sum(len(home) for home in homes if urban[home[0]] and not any(child[i] for i in home))
    listed = adults(run, region="urban")
    assert 0 < untold < listed
    assert share(run, "secrecy", "black", "of the listed") == (pytest.approx(untold / listed), untold, listed)


# --- no way out -----------------------------------------------------------------------------------------------------


def test_no_way_out_is_still_listed_over_ever_listed() -> None:
    # thefts end after the first month, slander does not: the majority is off after three months
    parts = THEFT + LIST.replace('"never"', '"3 months"') + phase(1, behaviour__theft__by_group__majority=0)
    run = ran(parts, 1009, 4)
    still, ever = adults(run, region="urban", group="minority"), adults(run, region="urban")
    assert share(run, "no way out", "black", "of all ever") == (pytest.approx(still / ever), still, ever)
    assert share(run, "no way out", "black", "of all ever", "minority") == (1.0, still, still)
    assert share(run, "no way out", "black", "of all ever", "majority") == (0.0, 0, ever - still)


def test_no_way_out_by_the_survival_curve() -> None:
    # of the spells of step 0 those of the majority end after three months, those of minorities run on
    parts = THEFT + LIST.replace('"never"', '"3 months"') + phase(1, behaviour__theft__by_group__majority=0)
    run = ran(parts, 211, 14)
    still, ever = adults(run, region="urban", group="minority"), adults(run, region="urban")
    found = figure(run, "no way out", "black", "of spells, still running 1 year after").estimate
    assert found.value == pytest.approx(still / ever)
    assert found.n == ever
    # two years were not run
    assert len([h for h in figures(run, "no way out", "black") if h.what.startswith("of spells")]) == 1


def test_no_way_out_after_a_year_needs_a_spell_that_was_followed_for_a_year() -> None:
    # twelve months, 0 to 11: a spell of step 0 was followed for eleven; thirteen: for twelve
    assert [
        len([h for h in figures(ran(THEFT + LIST, 61, n), "no way out") if "1 year" in h.what]) for n in (12, 13)
    ] == [0, 1]


# --- unrelated context ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "unrelated"),
    [("", True), ('related = "civic"', True), ('related = "money"', False), ('related = ["civic", "money"]', False)],
)
def test_unrelated_context_is_denials_where_the_law_sees_no_link(more: str, unrelated: bool) -> None:
    run = ran(THEFT + LIST + sanction(more=more), 211, 2)
    found = figures(run, "unrelated context")
    assert [h.item for h in found] == (["trains"] if unrelated else [])
    assert [h.estimate.value for h in found] == ([value(run, "denials", "trains")] if unrelated else [])


def test_a_sanction_in_the_domain_of_its_cause_is_related() -> None:
    run = ran(THEFT + LIST + sanction().replace('"travel"', '"money"'), 97, 1)
    assert figures(run, "unrelated context") == []


# --- disproportion --------------------------------------------------------------------------------------------------


def test_disproportion_is_denials_and_months_listed_for_each_entry() -> None:
    # all enter in step 0; struck once; on for three months of five
    parts = THEFT + LIST.replace('"never"', '"3 months"') + sanction(how='imposed = "at entry"')
    parts += phase(1, behaviour__theft__acts_per_year=0, sensor__police__false_per_year__minority=0)
    run = ran(parts, 211, 5)
    entries = adults(run, region="urban")
    assert share(run, "disproportion", "black", "denials") == (1.0, entries, entries)
    assert share(run, "disproportion", "black", "months listed") == (3.0, 3 * entries, entries)


def test_disproportion_counts_the_denials_of_all_sanctions_of_this_list() -> None:
    parts = THEFT + LIST + sanction(how='imposed = "at entry"')
    parts += sanction(how='imposed = "at entry"').replace("trains", "hotels")
    parts += LIST.replace("black", "grey") + sanction().replace("trains", "planes").replace("black", "grey")
    run = ran(parts, 211, 2)
    assert share(run, "disproportion", "black", "denials")[0] == 2.0
    denials, entries = value(run, "denials", "planes"), adults(run, region="urban")
    assert share(run, "disproportion", "grey", "denials") == (pytest.approx(denials / entries), denials, entries)


def test_disproportion_without_an_entry_is_not_estimable() -> None:
    # listed in the warm-up, for ever: nobody enters in the run
    run = ran(THEFT + LIST + sanction(), 211, 3, top='warm_up = "2 months"')
    assert value(run, "denials", "trains") > 0
    for what in ("denials", "months listed"):
        assert share(run, "disproportion", "black", what)[0] is None


# --- arbitrariness --------------------------------------------------------------------------------------------------


def test_arbitrariness_is_one_minus_missed_over_listed_all_acts() -> None:
    # of the majority all steal; in towns all of them are listed, in the country none
    everybody = THEFT.replace("majority = 1, minority = 0", "majority = 1, minority = 1")
    run = ran(everybody + LIST, 1009, 1)
    hit, qualify = adults(run, region="urban"), adults(run)
    assert share(run, "arbitrariness", "black", "of those") == (pytest.approx(hit / qualify), hit, qualify)
    assert share(run, "arbitrariness", "black", "of those", "urban")[0] == 1.0
    assert share(run, "arbitrariness", "black", "of those", "rural")[0] == 0.0
    minority = adults(run, region="urban", group="minority"), adults(run, group="minority")
    assert share(run, "arbitrariness", "black", "of those", "minority") == (
        pytest.approx(minority[0] / minority[1]),
        *minority,
    )


def test_arbitrariness_takes_only_those_whose_conduct_would_qualify() -> None:
    # the slandered are listed and would not qualify: they make nothing better
    assert share(caught(), "arbitrariness", "black", "of those", "minority") == (None, 0, 0)
    qualify = adults(caught(), group="majority")
    hit = adults(caught(), region="urban", group="majority")
    assert share(caught(), "arbitrariness", "black", "of those") == (pytest.approx(hit / qualify), hit, qualify)


# --- claimed benefit ------------------------------------------------------------------------------------------------

SMOKING = """
[trait.pilot]
says = "Pilot"
share = 0.31
[behaviour.smoking]
says = "Smoking"
acts_per_year = 1
by_sex = { male = 3, female = 0.5 }
by_age = { child = 0, adult = 1, older = 2 }
by_trait = { pilot = 5, none = 1 }
spread = 1.4
domain = "public order"
targeted = true
"""


def test_claimed_benefit_where_nobody_is_watched_is_none() -> None:
    run = ran(SMOKING, 499, 18)
    # acts x people x years in closed form: by_sex · by_age · by_trait · 18/12; a level changes nothing on average
    expected = sum(
        1.5 * sex_factor * age_factor * trait_factor * people(run, sex=sex, age_band=age, trait=trait)
        for sex, sex_factor in (("male", 3), ("female", 0.5))
        for age, age_factor in (("adult", 1), ("older", 2))
        for trait, trait_factor in (("pilot", 5), ("none", 1))
    )
    found = figure(run, "claimed benefit", "smoking", "change").estimate
    acts = value(run, "acts", "smoking")
    assert (found.n, found.of) == (acts, round(expected))
    assert found.value == pytest.approx(acts / expected - 1)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0 < found.high


def test_claimed_benefit_is_against_what_each_phase_would_have_without_a_regime() -> None:
    # 1 a year for 5 months, 23 a year for 7
    parts = SMOKING.replace("spread = 1.4\n", "") + phase(5, behaviour__smoking__acts_per_year=23)
    parts = parts.replace("by_sex = { male = 3, female = 0.5 }\n", "").replace("by_trait", "# by_trait")
    run = ran(parts, 499, 12)
    expected = (1 * 5 + 23 * 7) / 12 * (people(run, age_band="adult") + 2 * people(run, age_band="older"))
    found = figure(run, "claimed benefit", "smoking", "change").estimate
    assert found.of == round(expected)
    assert found.value == pytest.approx(value(run, "acts", "smoking") / expected - 1)


def test_claimed_benefit_of_what_the_listed_cannot_do() -> None:
    # all are listed in step 0 and none of them steals again: of four months' thefts one month's are left
    theft = THEFT.replace("urban = 1, rural = 0", "urban = 1, rural = 1").replace(
        "domain", "by_list = { black = 0, none = 1 }\ntargeted = true\ndomain"
    )
    run = ran(theft + LIST.replace('subject = ["adult", "older"]\n', ""), 211, 4)
    acts, expected = value(run, "acts", "theft"), 23 * 4 * people(run, group="majority")
    assert value(run, "acts", "theft", step=0) == acts
    found = figure(run, "claimed benefit", "theft", "change").estimate
    assert found.value == pytest.approx(acts / expected - 1)
    assert found.value == pytest.approx(-0.75, abs=0.02)
    assert found.high is not None
    assert found.high < 0


def test_claimed_benefit_where_nothing_was_done_has_the_one_sided_bound_of_none() -> None:
    # all thefts of the month before the run were recorded: deterrence leaves 1e-12 of those of step 0
    parts = THEFT.replace("urban = 1, rural = 0", "urban = 1, rural = 1").replace("domain", "targeted = true\ndomain")
    run = ran(parts + "[response]\ndeterrence = { most = 1, half_at = 1e-12 }\n", 211, 1, top='warm_up = "1 months"')
    found = figure(run, "claimed benefit", "theft", "change").estimate
    assert (found.value, found.low, found.n) == (-1.0, -1.0, 0)
    assert found.high == pytest.approx(-log(0.05) / (23 * people(run, group="majority")) - 1)


def test_claimed_benefit_is_of_targeted_behaviours_and_of_what_somebody_would_do() -> None:
    run = ran(SMOKING.replace("targeted = true", ""), 97, 1)
    assert figures(run, "claimed benefit") == []
    nobody = ran(SMOKING.replace("acts_per_year = 1", "acts_per_year = 0"), 97, 1)
    assert figure(nobody, "claimed benefit", "smoking", "change").estimate.value is None


# --- nothing is not zero --------------------------------------------------------------------------------------------


@cache
def empty() -> Run:
    """Nobody does anything, nobody is listed; nobody has a score."""
    process = "[due_process]\nnotice = 1\n"
    return ran(THEFT.replace(str(SURE), "0") + LIST + sanction("household") + process, 211, 13)


COUNTS = ("reached for", "denials by")  # the figures that are numbers of something, not shares or for each entry


def test_every_share_is_not_estimable_where_nobody_is_listed() -> None:
    shares = [h for h in empty().harms() if not h.what.startswith(COUNTS)]
    children = [h for h in shares if h.what.startswith("of all children")]
    listed = [h for h in shares if h.harm == "listed"]
    assert {h.harm for h in shares} == set(QUESTIONS) - {"expression", "unrelated context", "claimed benefit"}
    for harm in shares:
        # of all people none is listed, of all children none reached: they are there, so that is a share, and it is 0
        assert (harm.estimate.value == 0) if harm in children + listed else (harm.estimate.value is None), harm
    assert len(children) == 1


def test_a_count_is_0_where_nobody_is_listed_with_the_bound_of_none() -> None:
    counts = [h for h in empty().harms() if h.what.startswith(COUNTS)]
    assert {h.harm for h in counts} == {"kin", "unrelated context"}
    for harm in counts:
        assert (harm.estimate.value, harm.estimate.low) == (0, 0)
        assert harm.estimate.high == pytest.approx(-log(0.05))


def test_without_a_list_or_a_sanction_their_harms_are_not_there() -> None:
    assert ran(SMOKING.replace("targeted = true", ""), 61, 1).harms() == []
    without = {h.harm for h in ran(THEFT + LIST, 211, 1).harms()}
    assert without == {"listed", "wrong person", "secrecy", "no way out", "disproportion", "arbitrariness"}


def test_a_score_that_lists_nobody_lists_nobody() -> None:
    score = "[score]\nstart = 500\nrange = [0, 1000]\n"
    run = ran(score + THEFT + '[list.black]\nsays = "A list"\nenter_below = 500\n', 211, 1)
    assert figure(run, "wrong person", "black", "of the listed").estimate.value is None
    assert figure(run, "arbitrariness", "black", "of those").estimate.value is None


def test_harms_come_in_the_order_of_the_questions() -> None:
    found = [h.harm for h in ran(SMOKING + SPEECH + sanction("household"), 61, 1).harms()]
    assert found == sorted(found, key=list(QUESTIONS).index)
    assert len(set(found)) == len(QUESTIONS)


def test_disproportion_after_a_warm_up_is_not_estimable() -> None:
    """Catches a run of six months in which people are listed for twenty months an entry: most entered before it."""
    warm = ran(
        '[behaviour.a]\nsays = "a"\nacts_per_year = 3\ndomain = "civic"\n'
        '[sensor.s]\nsays = "s"\nsees = "a"\nrecorded = 1\n'
        '[list.l]\nsays = "l"\n[list.l.ground.g]\nsays = "g"\non = "a"\n',
        people=500,
        steps=3,
        top='warm_up = "2 years"',
    )
    found = [harm.estimate for harm in warm.harms() if harm.harm == "disproportion"]
    assert len(found) == 2
    assert all(estimate.value is None for estimate in found)
