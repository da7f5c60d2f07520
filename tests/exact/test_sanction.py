"""Sanctions: whom they reach, what is denied, and what being listed does to conduct (model.md 3 and 8), by hand.

Who acts or attempts 276 times a year does so at least once in every month: exp(-276/12) · 2^32 is below 1, and the
first threshold of the ladder is 0. So who is listed, and who is denied something at all, is certain.
"""

from __future__ import annotations

from math import exp, prod

import pytest
from scipy import stats

from scorewatch.study.run import Run
from support import ran, value

SURE = 276  # a year; 23 a month: nobody has none
UNLIKELY = 1e-6  # an exact tail below this is an error, not bad luck
KIN = "kin"

Member = tuple[str, str]  # age band, sex


def theft(more: str = "", subject: str = "") -> str:
    """Thefts, all of them recorded, and a list for them."""
    return f"""
[behaviour.theft]
says = "Theft"
acts_per_year = {SURE}
domain = "money"
{more}
[sensor.police]
says = "The police"
sees = "theft"
recorded = 1
[list.black]
says = "A list"
{subject}
ground.stole = {{ says = "A theft", on = "theft" }}
"""


def sanction(reaches: str, how: str = f"attempts_per_year = {SURE}", name: str = "trains") -> str:
    """A sanction of the list."""
    return f"""
[sanction.{name}]
says = "A denial"
list = "black"
domain = "travel"
reaches = "{reaches}"
{how}
"""


AT_ENTRY = 'imposed = "at entry"'
MEN = "by_sex = { male = 1, female = 0 }"
CHILDREN = "by_age = { child = 1, adult = 0, older = 0 }"
ADULTS = 'subject = ["adult", "older"]'


def phase(month: int, **leaves: float) -> str:
    """From this month on the leaves have these values; a dot is written as two underscores."""
    sets = ", ".join(f'"{key.replace("__", ".")}" = {given}' for key, given in leaves.items())
    return f'[[phase]]\nfrom = "{month} months"\nsays = "A change"\nset = {{ {sets} }}\n'


def homes(of: Run) -> list[list[Member]]:
    """Each household: age band and sex of each member."""
    persons, template = of.clock.persons, of.template
    census = template.census
    found = []
    for numbers in persons.households():
        cells = [template.cells[persons.cell(i)] for i in numbers]
        found.append([(census.age_bands[age], census.sexes[sex]) for _, _, age, sex in cells])
    return found


def child(member: Member) -> bool:
    """Whether this is a child."""
    return member[0] == "child"


def man(member: Member) -> bool:
    """Whether this is an adult man."""
    return member[1] == "male" and not child(member)


def months(of: Run, measure: str, item: str = "trains", by: str | None = None) -> list[int]:
    """A measure step by step."""
    return [value(of, measure, item, by, step=step) for step in range(of.steps)]


# --- whom a sanction reaches ----------------------------------------------------------------------------------------


def test_a_sanction_of_the_person_reaches_the_listed_and_nobody_else() -> None:
    run = ran(theft(MEN, ADULTS) + sanction("person"), 211, 1)
    men = sum(man(member) for home in homes(run) for member in home)
    assert value(run, "reached", "trains", "stole") == men == value(run, "reached", "trains")
    assert value(run, "people_denied", "trains", "stole") == men


def test_a_sanction_of_the_children_reaches_those_of_any_listed_adult() -> None:
    run = ran(theft(MEN, ADULTS) + sanction("children"), 211, 1)
    # children who live with a man, for what he did; not those who live with women alone
    reached = sum(child(member) for home in homes(run) if any(map(man, home)) for member in home)
    others = sum(child(member) for home in homes(run) if not any(map(man, home)) for member in home)
    assert reached > 0 < others
    assert value(run, "reached", "trains", KIN) == reached == value(run, "reached", "trains")
    assert value(run, "reached", "trains", KIN, age_band="child") == reached
    assert value(run, "people_denied", "trains", KIN) == reached == value(run, "people_denied", "trains")


def test_a_sanction_of_the_household_reaches_everybody_in_it() -> None:
    run = ran(theft(MEN, ADULTS) + sanction("household"), 211, 1)
    own = sum(man(member) for home in homes(run) for member in home)
    kin = sum(len(home) for home in homes(run) if any(map(man, home))) - own
    assert value(run, "reached", "trains", "stole") == own == value(run, "people_denied", "trains", "stole")
    assert value(run, "reached", "trains", KIN) == kin == value(run, "people_denied", "trains", KIN)
    assert run.people > own + kin


def test_a_listed_child_brings_a_sanction_on_the_household_but_not_on_the_children() -> None:
    run = ran(theft(CHILDREN) + sanction("children") + sanction("household", name="hotels"), 211, 1)
    children = sum(child(member) for home in homes(run) for member in home)
    kin = sum(len(home) for home in homes(run) if any(map(child, home))) - children
    assert value(run, "listed", "black") == children
    assert value(run, "reached", "trains") == 0 == value(run, "denials", "trains")
    assert value(run, "reached", "hotels", "stole") == children
    assert value(run, "reached", "hotels", KIN) == kin


def test_the_origin_of_a_denial_is_that_of_ones_own_listing_else_kin() -> None:
    # men and boys are listed, children of men reached: boys for their own theft, girls for a man's
    run = ran(theft(MEN) + sanction("children"), 211, 1)
    with_men = [member for home in homes(run) if any(map(man, home)) for member in home if child(member)]
    boys, girls = (sum(sex == s for _, sex in with_men) for s in ("male", "female"))
    assert boys > 0 < girls
    assert value(run, "reached", "trains", "stole") == boys == value(run, "people_denied", "trains", "stole")
    assert value(run, "reached", "trains", KIN) == girls == value(run, "people_denied", "trains", KIN)


def test_the_origin_of_who_is_listed_by_score_is_score() -> None:
    parts = "[score]\nstart = 500\nrange = [-10000, 1000]\n" + theft("points = -1").replace(
        'ground.stole = { says = "A theft", on = "theft" }', "enter_below = 500"
    )
    run = ran(parts + sanction("person"), 97, 1)
    assert value(run, "reached", "trains", "score") == run.people == value(run, "people_denied", "trains", "score")


def test_a_sanction_ends_with_the_listing() -> None:
    parts = theft().replace('on = "theft"', 'on = "theft", term = "2 months"') + sanction("household")
    run = ran(parts + phase(1, behaviour__theft__acts_per_year=0), 97, 4)
    n = run.people
    assert months(run, "reached") == [n, n, 0, 0] == months(run, "people_denied")


def test_a_sanction_lies_on_its_own_list_alone() -> None:
    parts = theft(MEN) + '[list.grey]\nsays = "Another"\nground.g = { says = "A theft", on = "theft", chance = 0 }\n'
    run = ran(parts + sanction("household").replace('"black"', '"grey"'), 97, 1)
    assert value(run, "listed", "black") > 0
    assert value(run, "reached", "trains") == value(run, "denials", "trains") == 0


# --- what is denied -------------------------------------------------------------------------------------------------

TRAIT = """
[trait.pilot]
says = "Pilot"
share = 0.31
"""
FACTORS: dict[str, dict[str, float]] = {
    "by_age": {"child": 2, "adult": 3, "older": 0},
    "by_sex": {"male": 1, "female": 5},
    "by_region": {"urban": 7, "rural": 0.5},
    "by_group": {"majority": 1, "minority": 11},
    "by_trait": {"pilot": 0.3, "none": 0.7},
}
COLUMN = {"by_age": "age_band", "by_sex": "sex", "by_region": "region", "by_group": "group", "by_trait": "trait"}


def tables(of: dict[str, dict[str, float]]) -> str:
    """Factors as lines of a file."""
    return "\n".join(f"{key} = {{ {', '.join(f'{k} = {v}' for k, v in t.items())} }}" for key, t in of.items())


def test_denials_are_poisson_with_attempts_times_every_factor_less_the_evaded() -> None:
    # 0.15 · by_age · by_sex · by_region · by_group · by_trait · (1 - 0.4) / 12 a month, for everybody: all are listed
    how = "attempts_per_year = 0.15\nevaded = 0.4\n" + tables(FACTORS)
    run = ran(TRAIT + theft() + sanction("person", how), 4112, 1)
    mean: dict[tuple[str, ...], float] = {}
    denied: dict[tuple[str, ...], int] = {}
    columns = list(COLUMN.values())
    for row in run.measures.to_dicts():
        cell = tuple(row[column] for column in columns)
        if row["measure"] == "people":
            each = prod(FACTORS[by][row[column]] for by, column in COLUMN.items())
            mean[cell] = row["value"] * 0.15 * each * 0.6 / 12
        elif row["measure"] == "denials":
            denied[cell] = denied.get(cell, 0) + row["value"]
    assert len(mean) == 48  # 2 regions, 2 groups, 3 age bands, 2 sexes, with the trait and without
    for cell, m in mean.items():
        k = denied.get(cell, 0)
        # catches a factor left out: the cells differ by factors of 0.3 to 14, and no older person is denied anything
        assert min(stats.poisson.cdf(k, m), stats.poisson.sf(k - 1, m)) > UNLIKELY / len(mean), cell
    total = sum(mean.values())
    # catches a common factor that is off by 16 %: five standard deviations of 1/30
    assert 800 < total < 1300
    k = sum(denied.values())
    assert min(stats.poisson.cdf(k, total), stats.poisson.sf(k - 1, total)) > UNLIKELY


def test_what_is_evaded_is_reached_and_not_denied() -> None:
    run = ran(theft() + sanction("person", f"attempts_per_year = {SURE}\nevaded = 1"), 97, 2)
    assert months(run, "reached") == [run.people] * 2
    assert months(run, "denials") == months(run, "people_denied") == [0, 0]


def test_people_denied_are_those_with_at_least_one_denial() -> None:
    run = ran(theft() + sanction("person", "attempts_per_year = 9"), 1009, 1)
    denied, denials = value(run, "people_denied", "trains"), value(run, "denials", "trains")
    # 1 - exp(-9/12) = 0.528 of the people, and 0.75 denials a person
    assert stats.binomtest(denied, run.people, 1 - exp(-0.75)).pvalue > UNLIKELY
    assert (
        min(stats.poisson.cdf(denials, 0.75 * run.people), stats.poisson.sf(denials - 1, 0.75 * run.people)) > UNLIKELY
    )


def test_imposed_at_entry_strikes_once() -> None:
    run = ran(theft() + sanction("person", AT_ENTRY), 97, 4)
    n = run.people
    # theft goes on and so does the listing: one denial each, in the step of entry, without a draw
    assert months(run, "reached") == [n] * 4
    assert months(run, "denials") == [n, 0, 0, 0] == months(run, "people_denied")
    assert value(run, "entries", "black") == n


def test_imposed_at_entry_strikes_again_at_the_next_entry() -> None:
    parts = theft().replace('on = "theft"', 'on = "theft", term = "2 months"') + sanction("person", AT_ENTRY)
    parts += phase(1, behaviour__theft__acts_per_year=0) + phase(4, behaviour__theft__acts_per_year=SURE)
    run = ran(parts, 97, 6)
    n = run.people
    assert months(run, "denials") == [n, 0, 0, 0, n, 0]


def test_imposed_at_entry_is_one_denial_for_each_of_the_household_however_many_enter() -> None:
    run = ran(theft(MEN, ADULTS) + sanction("household", AT_ENTRY) + sanction("children", AT_ENTRY, "schools"), 211, 2)
    with_men = [home for home in homes(run) if any(map(man, home))]
    men = sum(man(member) for home in with_men for member in home)
    everybody = sum(map(len, with_men))
    assert max(sum(map(man, home)) for home in with_men) > 1
    assert months(run, "denials", by="stole") == [men, 0]
    assert months(run, "denials", by=KIN) == [everybody - men, 0]
    children = sum(child(member) for home in with_men for member in home)
    assert months(run, "denials", "schools", KIN) == [children, 0] == months(run, "denials", "schools")


def test_who_is_stopped_before_it_counts_is_not_struck() -> None:
    review = "[due_process.review]\nshare = 1\nstops_accurate = 1\n"
    run = ran(theft() + sanction("household", AT_ENTRY) + review, 97, 2)
    assert months(run, "denials") == months(run, "reached") == [0, 0]


def test_notice_by_a_denial_that_is_imposed() -> None:
    parts = theft(MEN, ADULTS) + sanction("children", AT_ENTRY) + "[due_process]\nnotice_on_denial = 1\n"
    run = ran(parts, 211, 2)
    # told are men who live with a child, in the step of entry; the others never
    untold = sum(man(member) for home in homes(run) if not any(map(child, home)) for member in home)
    assert months(run, "untold", "black") == [untold] * 2


def test_all_memberships_of_the_household_are_settled_before_sanctions() -> None:
    # the first member is reached for what the last one did in the same step: children stand after adults
    run = ran(theft(CHILDREN) + sanction("household", AT_ENTRY), 211, 1)
    kin = sum(not child(member) for home in homes(run) if any(map(child, home)) for member in home)
    assert value(run, "denials", "trains", KIN) == kin > 0


# --- what being listed does to conduct ------------------------------------------------------------------------------


def work(by_list: str) -> str:
    """A behaviour that nobody watches: 60 acts a year, 5 a month."""
    return f"""
[behaviour.work]
says = "Work"
acts_per_year = 60
domain = "work"
by_list = {{ {by_list} }}
"""


def poisson_tail(k: int, mean: float) -> float:
    """The smaller of the two exact tails."""
    return float(min(stats.poisson.cdf(k, mean), stats.poisson.sf(k - 1, mean)))


def test_by_list_reads_the_list_at_the_start_of_the_step() -> None:
    # everybody is listed in step 0: work of that step is as before, of step 1 none at all
    run = ran(theft() + work("black = 0, none = 1"), 97, 3)
    first, *later = months(run, "acts", "work")
    assert poisson_tail(first, 5 * run.people) > UNLIKELY
    assert later == [0, 0]


def test_by_list_none_is_who_is_on_no_list() -> None:
    run = ran(theft(MEN) + work("black = 0, none = 0.6"), 211, 2)
    women, men = (value(run, "people", step=0, sex=sex) for sex in ("female", "male"))
    acts = value(run, "acts", "work", step=1)
    assert acts == value(run, "acts", "work", step=1, sex="female")
    # catches none = 1: five standard deviations of 0.04
    assert poisson_tail(acts, 0.6 * 5 * women) > UNLIKELY
    assert poisson_tail(value(run, "acts", "work", step=0), 0.6 * 5 * (men + women)) > UNLIKELY


def test_by_list_on_one_list_is_its_factor_and_on_several_the_product() -> None:
    # all are on black, men on grey too: women work 0.5 times as much, men 0.5 · 0.3 times
    parts = (
        theft()
        + work("black = 0.5, grey = 0.3, none = 1")
        + (
            f'[behaviour.poaching]\nsays = "Poaching"\nacts_per_year = {SURE}\ndomain = "money"\n{MEN}\n'
            '[sensor.wardens]\nsays = "Wardens"\nsees = "poaching"\nrecorded = 1\n'
            '[list.grey]\nsays = "Another"\nground.g = { says = "Poaching", on = "poaching" }\n'
        )
    )
    run = ran(parts, 1009, 2)
    for sex, factor in (("female", 0.5), ("male", 0.15)):
        mean = 5 * factor * value(run, "people", step=0, sex=sex)
        # catches another factor: 0.15 and 0.3 are ten standard deviations apart
        assert poisson_tail(value(run, "acts", "work", step=1, sex=sex), mean) > UNLIKELY


def test_by_list_follows_the_observed_list_and_no_other_ledger() -> None:
    # in step 1 all are off the observed list by appeal; error_free and all_acts still list them
    parts = theft() + work("black = 0, none = 1") + phase(1, behaviour__theft__acts_per_year=0)
    parts += '[due_process]\nnotice = 1\nappeals = 1\ndecided_after = "1 months"\ngranted_if_accurate = 1\n'
    run = ran(parts, 97, 3)
    assert value(run, "listed_error_free", "black", step=2) == run.people
    acts = months(run, "acts", "work")
    assert acts[1] == 0
    assert poisson_tail(acts[2], 5 * run.people) > UNLIKELY


@pytest.mark.parametrize("factor", [0, 1])
def test_by_list_holds_for_who_is_listed_by_mistake(factor: int) -> None:
    parts = (
        theft()
        .replace("recorded = 1", f"false_per_year = {SURE}")
        .replace(f"acts_per_year = {SURE}", "acts_per_year = 0")
    )
    run = ran(parts + work(f"black = {factor}, none = 1"), 97, 2)
    assert value(run, "listed_by_mistake", "black", step=0) == run.people
    assert (value(run, "acts", "work", step=1) > 0) == bool(factor)
