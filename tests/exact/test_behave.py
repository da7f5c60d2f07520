"""Acts are Poisson, with the mean that the factors multiply to (model.md 1, 2 and 3), and what is seen is thinned."""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction
from itertools import pairwise

import pytest
from scipy import stats

from exact.lab import (
    BOUND,
    SURE,
    a_list,
    behaviour,
    binomial_tail,
    chi_square_tail,
    clock,
    everybody,
    ground,
    named_cells,
    phase,
    poisson_tail,
    sensor,
    walked,
)
from scorewatch.chance import level
from support import ran, value


@pytest.mark.parametrize(("mean", "cuts"), [(0.7, (1, 2, 3, 4)), (23.0, (15, 18, 20, 22, 24, 26, 28, 31))])
def test_acts_of_a_person_in_a_step_are_poisson(mean: float, cuts: tuple[int, ...]) -> None:
    """The whole law, in classes: persons with fewer acts than the first cut, then up to the next, and so on.

    It would catch a slip in f(k+1) = f(k)·m/(k+1) (f·m/k and f·m/(k+2) shift every class by tens of per cent).
    """
    parts = behaviour("act", mean * 12)
    ((_, _, households),) = walked(parts, 4112, 1, seed=3)
    counts = [what.acts[0] for _, what in everybody(households)]
    edges = (-1, *(cut - 1 for cut in cuts), 10**6)
    classes = list(pairwise(edges))
    observed = [sum(low < k <= high for k in counts) for low, high in classes]
    chances = [stats.poisson.cdf(high, mean) - stats.poisson.cdf(low, mean) for low, high in classes]
    assert chi_square_tail(observed, chances) > BOUND
    assert poisson_tail(sum(counts), mean * len(counts)) > BOUND


def test_acts_of_two_steps_and_of_two_behaviours_are_independent() -> None:
    """Whether somebody acts says nothing of the next step, nor of the other behaviour in the same one.

    It would catch a word that leaves step or stream out of its address: the tables would be diagonal.
    """
    parts = behaviour("one", 8.4) + behaviour("other", 8.4)
    acted: list[list[tuple[bool, bool]]] = []
    for _, _, households in walked(parts, 2000, 2, seed=5):
        acted.append([(what.acts[0] > 0, what.acts[1] > 0) for _, what in everybody(households)])
    across_steps = Counter((a[0], b[0]) for a, b in zip(*acted, strict=True))
    across_behaviours = Counter(acted[0])
    for table in (across_steps, across_behaviours):
        cells = [[table[a, b] for b in (False, True)] for a in (False, True)]
        assert stats.chi2_contingency(cells).pvalue > BOUND


def test_true_records_are_acts_thinned() -> None:
    """Of k acts o are recorded with the binomial chance C(k,o)·p^o·(1-p)^(k-o), p = coverage x recorded = 0.8·0.35.

    Hence records are Poisson with mean m·p. It would catch C(k,o) left out (k = 2: one record of two would be half
    as likely), p and 1 - p exchanged, and coverage forgotten (0.35 for 0.28).
    """
    parts = behaviour("act", 19.2) + sensor("eye", "act", "recorded = 0.35", "coverage = 0.8")
    ((_, _, households),) = walked(parts, 4112, 1, seed=7)
    pairs = [(what.acts[0], what.true[0]) for _, what in everybody(households)]
    for k in (1, 2, 3):
        seen = Counter(o for acts, o in pairs if acts == k)
        observed = [seen[o] for o in range(k + 1)]
        assert sum(observed) > 300
        assert chi_square_tail(observed, [stats.binom.pmf(o, k, 0.28) for o in range(k + 1)]) > BOUND
    assert binomial_tail(sum(o for _, o in pairs), sum(k for k, _ in pairs), 0.28) > BOUND
    assert poisson_tail(sum(o for _, o in pairs), 1.6 * 0.28 * len(pairs)) > BOUND


@pytest.mark.parametrize(
    "watching",
    [
        sensor("eye", "act", "recorded = 1"),
        sensor("eye", "act", "recorded = 0.37", "coverage = { urban = 0.9, rural = 0.2 }"),
        sensor("eye", "act", "recorded = 0.3", "misattributed = 0.4", 'to = "household"'),
        sensor("eye", "act", "recorded = 0.3", "misattributed = 0.7", "false_per_year = 5"),
    ],
)
def test_how_people_are_observed_leaves_what_they_did_untouched(watching: str) -> None:
    """Person by person and step by step, the acts are those of a regime without a sensor.

    It would catch a ladder that closes k anywhere but at F(k), and a second word drawn for what is seen.
    """
    parts = behaviour("act", 31.0)
    unwatched, watched = (
        [what.acts[0] for _, _, households in walked(text, 500, 3, seed=11) for _, what in everybody(households)]
        for text in (parts, parts + watching)
    )
    assert watched == unwatched
    assert sum(watched) > 3000


def test_factors_by_age_sex_region_and_group_multiply() -> None:
    """Cell by cell: 60 a year x by_age x by_sex x by_region x by_group / 12, for the people of the cell.

    An older majority woman in the country: 5 x 0.7 x 0.5 x 1.7 x 0.9 = 2.6775 a step. It would catch any factor
    left out or read under another key: the nearest factor to 1 is 0.9, and the large cells have 10,000 acts.
    """
    factors = {
        "age_band": {"child": 0.3, "adult": 1.1, "older": 0.7},
        "sex": {"male": 1.3, "female": 0.5},
        "region": {"urban": 0.6, "rural": 1.7},
        "group": {"majority": 0.9, "minority": 2.3},
    }
    tables = [
        f"by_{axis.removesuffix('_band')} = {{ {', '.join(f'{k} = {v}' for k, v in table.items())} }}"
        for axis, table in factors.items()
    ]
    ((_, now, households),) = walked(behaviour("act", 60, *tables), 4112, 1, seed=13)
    people, acts = Counter[int](), Counter[int]()
    for person, what in everybody(households):
        people[person.cell] += 1
        acts[person.cell] += what.acts[0]
    assert len(people) == 24
    for cell, names in enumerate(named_cells(now)):
        mean = 5.0 * math.prod(factors[axis][name] for axis, name in names.items())
        assert poisson_tail(acts[cell], mean * people[cell]) > BOUND / 24, names


def test_a_person_has_one_trait_or_none_and_the_trait_multiplies() -> None:
    """Shares 0.31 of men, half of it of women, and 0.23 of everybody; by_trait 3, 0 and 0.5 of 4 acts a step.

    It would catch a share without its by_sex, a second trait on one person (the counts would not add up), by_trait
    read under another key, and `none` taken for 1.
    """
    parts = (
        '[trait.reader]\nsays = "r"\nshare = 0.31\nby_sex = { male = 1, female = 0.5 }\n'
        '[trait.writer]\nsays = "w"\nshare = 0.23\n'
    )
    parts += behaviour("act", 48, "by_trait = { reader = 3, writer = 0, none = 0.5 }")
    of = ran(parts, 4112, 1, seed=17)
    for sex, reader in (("male", 0.31), ("female", 0.155)):
        everyone = value(of, "people", sex=sex)
        of_trait = {name: value(of, "people", sex=sex, trait=name) for name in ("reader", "writer", "none")}
        assert sum(of_trait.values()) == everyone
        for name, share in (("reader", reader), ("writer", 0.23), ("none", 0.77 - reader)):
            assert binomial_tail(of_trait[name], everyone, share) > BOUND
    for name, mean in (("reader", 12.0), ("writer", 0.0), ("none", 2.0)):
        people = value(of, "people", trait=name)
        assert poisson_tail(value(of, "acts", "act", trait=name), mean * people) > BOUND


def test_by_list_reads_the_lists_at_the_start_of_the_step_and_multiplies() -> None:
    """Everybody sparks in step 0 alone, which puts them on `a` (2 months) and on `b` (1 month).

    On at the end of step 0: both; of step 1: a; of step 2: none. So the 2 acts a step are, in steps 0 to 3, times
    1, 3 x 0.5, 3 and 1. It would catch a list read at the end of the step, a sum for the product, `none` for who is
    on one list only.
    """
    parts = (
        behaviour("spark", SURE)
        + behaviour("act", 24, "by_list = { a = 3, b = 0.5, none = 1 }")
        + sensor("eye", "spark", "recorded = 1")
        + a_list("a")
        + ground("a", "g", "spark", 'term = "2 months"')
        + a_list("b")
        + ground("b", "g", "spark", 'term = "1 month"')
        + phase("1 month", behaviour__spark__acts_per_year=0)
    )
    of = ran(parts, 1000, 4, seed=19)
    for step, factor in enumerate((1.0, 1.5, 3.0, 1.0)):
        assert poisson_tail(value(of, "acts", "act", step=step), 2.0 * factor * of.people) > BOUND, step


@pytest.mark.parametrize(
    ("watching", "observed", "all_acts"),
    [(sensor("eye", "spark", "recorded = 1"), True, True), (sensor("eye", "spark", "recorded = 0"), False, True)],
)
def test_by_list_follows_the_observed_list(watching: str, observed: bool, all_acts: bool) -> None:
    """Who is listed does nothing (by_list 0). Unseen sparks put everybody on the list of all acts, which changes
    nothing about anybody's conduct.
    """
    parts = (
        behaviour("spark", SURE)
        + behaviour("act", 24, "by_list = { a = 0, none = 1 }")
        + watching
        + a_list("a")
        + ground("a", "g", "spark")
    )
    of = ran(parts, 200, 2, seed=23)
    assert value(of, "listed", "a", step=0) == of.people * observed
    assert value(of, "listed_all_acts", "a", step=0) == of.people * all_acts
    assert (value(of, "acts", "act", step=1) == 0) == observed


def test_levels_of_spread_1_are_those_of_the_exponential_law() -> None:
    """Mean of an exponential between its quantiles, S the share above: ((1+a)·S_a - (1+b)·S_b) / (S_a - S_b).

    First level: a = 0, b = -ln(7/8) = 0.133531, so (1 - 1.133531·0.875) / 0.125 = 0.065281. Last: 1 + ln(2^11) =
    8.624619. Rounded to multiples of 2^-20, but for the last, which takes up what rounding left: 2^11 times at most
    2^-21. It would catch a level at the middle of its part, at its quantile, or parts of equal size.
    """
    made = level.multipliers(1.0)
    above = [1 - k / 8 for k in range(8)] + [2.0**-k for k in range(4, 12)] + [0.0]

    def tail(s: float) -> float:
        return (1 - math.log(s)) * s if s else 0.0

    by_hand = [(tail(a) - tail(b)) / (a - b) for a, b in pairwise(above)]
    assert by_hand[0] == pytest.approx(0.065281, abs=1e-6)
    assert by_hand[-1] == pytest.approx(8.624619, abs=1e-6)
    assert len(made) == 16
    assert made[:15] == pytest.approx(by_hand[:15], abs=2.0**-21 + 1e-9)
    assert made[15] == pytest.approx(by_hand[15], abs=1e-3)
    assert all((m * 2**20).is_integer() for m in made[:15])


@pytest.mark.parametrize("spread", [0.4, 1.0, 1.4, 2.5])
def test_the_mean_over_levels_is_exactly_1_and_each_is_the_mean_of_its_part(spread: float) -> None:
    """Of the Gamma law with shape a, the part of the mean below its quantile x is the law with shape a + 1 at x."""
    made = level.multipliers(spread)
    shape = 1 / spread**2
    cuts = [0.0, *(k / 8 for k in range(1, 8)), *(1 - 2.0**-k for k in range(4, 12)), 1.0]
    below = [float(stats.gamma.cdf(stats.gamma.ppf(q, shape), shape + 1)) for q in cuts]
    shares = [b - a for a, b in pairwise(cuts)]
    expected = [(b - a) / share for (a, b), share in zip(pairwise(below), shares, strict=True)]
    assert made[:15] == pytest.approx(expected[:15], abs=2.0**-20)
    whole = sum(Fraction(m) * Fraction(share) for m, share in zip(made, shares, strict=True))
    assert float(whole) == 1.0


def test_levels_are_drawn_in_the_shares_of_the_parts_and_anew_for_each_behaviour() -> None:
    """Seven eighths, then 1/16, 1/32 … 2^-11 and 2^-11 again; where there is no spread everybody has level 0.

    It would catch sixteen equal parts (514 persons in each) and one level for all that a person does.
    """
    parts = behaviour("one", 1, "spread = 1.4") + behaviour("other", 1, "spread = 0.7") + behaviour("even", 1)
    persons = clock(parts, 8224, seed=29).persons
    drawn = [persons.levels(number) for number in range(persons.people)]
    shares = [1 / 8] * 7 + [2.0**-k for k in range(4, 12)] + [2.0**-11]
    for b in (0, 1):
        people = Counter(levels[b] for levels in drawn)
        for number, share in enumerate(shares):
            assert binomial_tail(people[number], persons.people, share) > BOUND / 16, number
    assert {levels[2] for levels in drawn} == {0}
    halves = Counter((levels[0] < 4, levels[1] < 4) for levels in drawn)
    table = [[halves[a, b] for b in (False, True)] for a in (False, True)]
    assert stats.chi2_contingency(table).pvalue > BOUND


def test_acts_of_a_level_have_the_mean_times_its_multiplier() -> None:
    """Two steps of 1.5 acts times the multiplier, for the people whom each level has.

    It would catch the multipliers of another behaviour (their order is turned round here) or a level off by one.
    """
    parts = behaviour("other", 5, "spread = 0.5") + behaviour("act", 18, "spread = 1")
    multipliers = level.multipliers(1.0)
    people, acts = Counter[int](), Counter[int]()
    for _, _, households in walked(parts, 3000, 2, seed=31):
        for person, what in everybody(households):
            people[person.levels[1]] += 1
            acts[person.levels[1]] += what.acts[1]
    for number in people:
        assert poisson_tail(acts[number], 1.5 * multipliers[number] * people[number]) > BOUND / 16, number


@pytest.mark.parametrize(("step", "a_year"), [("month", 12), ("week", 52), ("day", 365)])
def test_a_number_per_year_is_divided_by_the_steps_of_a_year(step: str, a_year: int) -> None:
    """365 acts and 73 false records a year are, a day, 1 and 0.2; a week, 7.02 and 1.40; a month, 30.4 and 6.08."""
    parts = behaviour("act", 365) + sensor("eye", "act", "false_per_year = 73")
    of = ran(parts, 300, 3, seed=37, top=f'step = "{step}"')
    for measure, rate in (("acts", 365), ("records_false", 73)):
        assert poisson_tail(value(of, measure, "act"), 3 * of.people * rate / a_year) > BOUND
