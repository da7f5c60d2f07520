"""What becomes of an act when several sensors look, and where a household misattribution lands (model.md 4)."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest
from scipy import stats

from exact.lab import (
    BOUND,
    SURE,
    behaviour,
    binomial_tail,
    chi_square_tail,
    everybody,
    phase,
    plan,
    sensor,
    somebody,
    walked,
    what_happened,
)
from scorewatch.chance.words import Month, Words
from scorewatch.mechanism import observe
from scorewatch.plan.observation import Seen, lookalike_chances, seen
from support import ran, value

URBAN, RURAL = 0, 1
MAJORITY, MINORITY = 0, 1
ADULT, OTHER, CHILD = 0, 1, 2


def chances(parts: str, name: str = "act", region: int = URBAN, group: int = MAJORITY) -> tuple[Seen, dict[str, float]]:
    """What becomes of an act: rightly, to the household, false ones a year; and by lookalike sensor."""
    now = plan(parts)
    census = now.template.census
    assert census.regions == ("urban", "rural")
    assert census.groups == ("majority", "minority")
    found = seen(now.rules, name, region, group, census, 1.0)
    return found, dict(lookalike_chances(now.rules, name, region, group, census, 1.0))


def test_three_sensors_on_one_behaviour_by_hand() -> None:
    """c·r and c·m: first 0.5·0.2 = 0.1, 0.5·0.6 = 0.3; second 0.8·0.25 = 0.2, 0.8·0.5 = 0.4; third 0.3, 0.1.

    Rightly: 1 - 0.9·0.8·0.7 = 0.496. First wrongly: 0.3·0.8·0.7 = 0.168. Second: (1 - 0.4)·0.4·0.7 = 0.168.
    Third: 0.6·0.4·0.1 = 0.024. Neither: 0.6·0.4·0.6 = 0.144; together 1. It would catch earlier and later exchanged.
    """
    parts = (
        behaviour("act", 1)
        + sensor("first", "act", "coverage = 0.5", "recorded = 0.2", "misattributed = 0.6")
        + sensor("second", "act", "coverage = 0.8", "recorded = 0.25", "misattributed = 0.5", 'to = "household"')
        + sensor("third", "act", "recorded = 0.3", "misattributed = 0.1")
    )
    found, lookalike = chances(parts)
    assert found.right == pytest.approx(0.496, abs=1e-15)
    assert found.household == pytest.approx(0.168, abs=1e-15)
    assert lookalike == pytest.approx({"first": 0.168, "third": 0.024}, abs=1e-15)
    assert 1 - found.right - found.household - sum(lookalike.values()) == pytest.approx(0.144, abs=1e-15)


@pytest.mark.parametrize(
    ("sensors", "right", "household", "lookalike"),
    [
        (  # recorded rightly by any: a true record and nothing else
            sensor("a", "act", "misattributed = 1") + sensor("b", "act", "recorded = 1"),
            1, 0, 0,
        ),
        (
            sensor("a", "act", "misattributed = 1", 'to = "household"') + sensor("b", "act", "recorded = 1"),
            1, 0, 0,
        ),
        (  # otherwise the first that misattributes
            sensor("a", "act", "misattributed = 1", 'to = "household"') + sensor("b", "act", "misattributed = 1"),
            0, 1, 0,
        ),
        (
            sensor("a", "act", "misattributed = 1") + sensor("b", "act", "misattributed = 1", 'to = "household"'),
            0, 0, 1,
        ),
        (  # the first covers nothing
            sensor("a", "act", "misattributed = 1", "coverage = 0") + sensor("b", "act", "misattributed = 1",
                                                                           'to = "household"'),
            0, 1, 0,
        ),
        (sensor("a", "other", "recorded = 1"), 0, 0, 0),  # sees something else
    ],
)  # fmt: skip
def test_who_records_an_act_where_every_chance_is_0_or_1(
    sensors: str, right: int, household: int, lookalike: int
) -> None:
    """Through a run: everybody acts in step 0 alone; lookalikes pay in step 1, if the load is there at all."""
    parts = behaviour("act", SURE) + behaviour("other", 0) + sensors + phase("1 month", behaviour__act__acts_per_year=0)
    steps = walked(parts, 300, 2, seed=3)
    _, _, households = next(steps)
    acts = sum(what.acts[0] for _, what in everybody(households))
    assert sum(what.true[0] for _, what in everybody(households)) == acts * right
    assert sum(what.household[0] for _, what in everybody(households)) == acts * household
    _, now, households = next(steps)
    false = sum(what.false[0] for _, what in everybody(households))
    assert sum(now.carry.load[0]) > 0 if lookalike else sum(now.carry.load[0]) == 0
    assert (false > 0) == bool(lookalike)


def test_an_act_of_a_step_is_true_household_or_neither_in_these_shares() -> None:
    """Two acts become (true, household) with the multinomial chances of p = 0.28 and q = 0.12:

    first 0.5·(0.2, 0.3) = (0.1, 0.15), second 0.8·(0.25, 0.1) = (0.2, 0.08): p = 1 - 0.9·0.8 = 0.28; the first is
    the household's: q = 0.15·0.8 = 0.12. It would catch C(k,o)·C(k-o,w) wrong, p and q exchanged, and true records
    and misattributions drawn as if each had all acts.
    """
    parts = (
        behaviour("act", 24)
        + sensor("first", "act", "coverage = 0.5", "recorded = 0.2", "misattributed = 0.3", 'to = "household"')
        + sensor("second", "act", "coverage = 0.8", "recorded = 0.25", "misattributed = 0.1")
    )
    ((_, _, households),) = walked(parts, 4112, 1, seed=5)
    drawn = [(what.acts[0], what.true[0], what.household[0]) for _, what in everybody(households)]
    for k in (1, 2, 3):
        outcomes = [(o, w) for o in range(k + 1) for w in range(k + 1 - o)]
        counts = Counter((o, w) for acts, o, w in drawn if acts == k)
        law = [float(stats.multinomial.pmf([o, w, k - o - w], k, [0.28, 0.12, 0.6])) for o, w in outcomes]
        assert chi_square_tail([counts[o] for o in outcomes], law) > BOUND
    acts = sum(k for k, _, _ in drawn)
    assert binomial_tail(sum(o for _, o, _ in drawn), acts, 0.28) > BOUND
    assert binomial_tail(sum(w for _, _, w in drawn), acts, 0.12) > BOUND


def test_coverage_is_by_region_and_recorded_by_the_group_of_the_actor() -> None:
    """Of the acts: 0.9·0.2 urban majority, 0.9·0.7 urban minority, 0.4·0.2 and 0.4·0.7 in the country."""
    parts = behaviour("act", 36) + sensor(
        "eye",
        "act",
        "coverage = { urban = 0.9, rural = 0.4 }",
        "recorded = { majority = 0.2, minority = 0.7 }",
    )
    of = ran(parts, 4112, 1, seed=7)
    for region, covered in (("urban", 0.9), ("rural", 0.4)):
        for group, recorded in (("majority", 0.2), ("minority", 0.7)):
            acts = value(of, "acts", "act", region=region, group=group)
            true = value(of, "records_true", "act", region=region, group=group)
            assert acts > 300
            assert binomial_tail(true, acts, covered * recorded) > BOUND


@pytest.mark.parametrize(
    ("recorded", "by_hand"),
    [
        ("recorded = 0.3", (0.3, 0.3, 0.3, 0.3)),
        ("recorded = { act = 0.2, other = 0.7 }", (0.2, 0.7, 0.2, 0.7)),
        ("recorded = { majority = 0.1, minority = 0.6 }", (0.1, 0.1, 0.6, 0.6)),
        (
            "recorded = { majority = { act = 0.1, other = 0.2 }, minority = { act = 0.3, other = 0.5 } }",
            (0.1, 0.2, 0.3, 0.5),
        ),
    ],
)
def test_recorded_is_one_number_or_by_behaviour_or_by_group_or_by_both(
    recorded: str, by_hand: tuple[float, ...]
) -> None:
    """Majority act, majority other, minority act, minority other; the sensor covers everything."""
    parts = behaviour("act", 1) + behaviour("other", 1) + sensor("eye", ("act", "other"), recorded)
    found = [chances(parts, name, group=group)[0].right for group in (MAJORITY, MINORITY) for name in ("act", "other")]
    assert found == pytest.approx(by_hand, abs=1e-15)


def test_misattributed_is_by_the_group_of_the_actor_and_by_region_covered() -> None:
    """Coverage 0.5 in town and 0.25 in the country; 0.2 of the majority's acts and 0.8 of the minority's."""
    parts = behaviour("act", 1) + sensor(
        "eye",
        "act",
        "coverage = { urban = 0.5, rural = 0.25 }",
        "misattributed = { majority = 0.2, minority = 0.8 }",
    )
    found = [chances(parts, region=r, group=g)[1]["eye"] for r in (URBAN, RURAL) for g in (MAJORITY, MINORITY)]
    assert found == pytest.approx([0.1, 0.4, 0.05, 0.2], abs=1e-15)


# --- to the household -----------------------------------------------------------------------------------------------

BY_HOUSEHOLD = behaviour("act", SURE) + sensor("plates", "act", "misattributed = 1", 'to = "household"')


def landed(children: list[bool], draws: list[int], before: list[int] | None = None) -> list[tuple[int, int]]:
    """(false records, of them kept for somebody else) of each member; before: false records already there."""
    now = plan(BY_HOUSEHOLD)
    household = [somebody(now, child=child) for child in children]
    happened = [
        what_happened([99], [0], [false], [draw]) for draw, false in zip(draws, before or [0] * len(draws), strict=True)
    ]
    observe.to_keepers(household, happened, now, Month(Words(1, 1), 0))
    return [(what.false[0], what.kept_for[0]) for what in happened]


@pytest.mark.parametrize(
    ("children", "draws", "by_hand"),
    [
        ([False, False, True], [2, 0, 0], [0, 2, 0]),  # the first adult's land on the second
        ([False, False, True], [0, 3, 0], [3, 0, 0]),  # the second's on the first
        ([False, False, True], [0, 0, 5], [5, 0, 0]),  # a child's on the first
        ([False, False, True], [2, 3, 5], [8, 2, 0]),
        ([False, False, False, True], [2, 3, 5, 7], [15, 2, 0, 0]),  # a third adult keeps nothing
        ([False, True, True], [2, 3, 5], [8, 0, 0]),  # a sole adult's stay unseen, the children's do not
        ([False], [7], [0]),
    ],
)
def test_a_household_misattribution_lands_on_the_keeper(
    children: list[bool], draws: list[int], by_hand: list[int]
) -> None:
    """On the first adult of the household, or the second where the actor is the first; a sole adult's is unseen."""
    assert landed(children, draws) == [(count, count) for count in by_hand]


def test_what_lands_on_a_keeper_is_added_to_what_is_there() -> None:
    """11 and 13 false records are there already; 2 and 3 are drawn: 11 + 3 and 13 + 2."""
    assert landed([False, False], [2, 3], before=[11, 13]) == [(14, 3), (15, 2)]


def test_in_a_run_what_lands_is_what_was_drawn_less_what_sole_adults_drew() -> None:
    """Household by household, in the step of the act itself; older people are adults, and no child is a keeper."""
    ((_, now, households),) = walked(BY_HOUSEHOLD, 600, 1, seed=11)
    ages = [now.template.census.age_bands[age] for _, _, age, _ in now.template.cells]
    alone = together = 0
    for household in households:
        drawn = [what.household[0] for _, what in household]
        assert drawn == [what.acts[0] for _, what in household]
        adults = [i for i, (person, _) in enumerate(household) if ages[person.cell] != "child"]
        by_hand = defaultdict[int, int](int)
        for actor, count in enumerate(drawn):
            keeper = next((i for i in adults[:2] if i != actor), None)
            if keeper is not None:
                by_hand[keeper] += count
        assert [what.false[0] for _, what in household] == [by_hand[i] for i in range(len(household))]
        unseen = drawn[adults[0]] if len(adults) == 1 else 0
        assert sum(what.false[0] for _, what in household) == sum(drawn) - unseen
        alone, together = alone + (len(adults) == 1), together + (len(adults) > 1)
    assert alone > 20
    assert together > 50


def test_what_was_drawn_for_the_household_becomes_no_lookalikes_even_where_it_stays_unseen() -> None:
    """The plates draw half of the acts for the household, the camera misattributes what is left: 0.5 / (1 - 0.5) = 1.

    So the load of step 1, over the people of a cell, is exactly the cell's acts less its draws, those of sole adults
    included. It would catch totals that count what landed (a sole adult's would come back as lookalikes'), or where.
    """
    parts = (
        behaviour("act", 60)
        + sensor("plates", "act", "misattributed = 0.5", 'to = "household"')
        + sensor("camera", "act", "misattributed = 1")
    )
    steps = walked(parts, 400, 2, seed=13)
    _, _, households = next(steps)
    left, people, unseen = Counter[int](), Counter[int](), 0
    for household in households:
        for person, what in household:
            people[person.cell] += 1
            left[person.cell] += what.acts[0] - what.household[0]
        if sum(not person.child for person, _ in household) == 1:
            unseen += household[0][1].household[0]
    assert unseen > 50
    _, now, _ = next(steps)
    for cell, count in people.items():
        assert now.carry.load[0][cell] * count == pytest.approx(left[cell], abs=1e-9)
