"""Phases change leaves on the way: in time's order, on top of each other, and judged again as a whole."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scorewatch.regime.read import Regime

Found = Callable[..., list[tuple[str, str]]]
Line = Callable[[str], str]
Changed = Callable[..., Regime]

FROM = 'from = "2 years"'
SET = 'set = { "list.untrustworthy.enter_below" = 945, "list.untrustworthy.leave_at" = 955 }'


def phase(start: str, **leaves: object) -> str:
    inside = ", ".join(f'"{path.replace("__", ".")}" = {value}' for path, value in leaves.items())
    return f'\n[[phase]]\nfrom = "{start}"\nsays = "More"\nset = {{ {inside} }}\n'


def steps(regime: Regime, of: Callable[..., object]) -> list[tuple[int, object]]:
    return [(step, of(rules)) for step, rules in regime.timeline]


def test_a_phase_holds_from_its_step_on(changed: Changed) -> None:
    regime = changed()
    assert [step for step, _ in regime.timeline] == [0, 24]
    assert regime.rules_at(23).list["untrustworthy"].enter_below.value == 940
    assert regime.rules_at(24).list["untrustworthy"].enter_below.value == 945
    assert regime.rules_at(10**6).list["untrustworthy"].leave_at.value == 955
    assert regime.rules_at(-5) is regime.timeline[0][1]


def test_phases_are_sorted_and_add_up(changed: Changed) -> None:
    later = phase("30 months", due_process__notice=1)
    earlier = phase("12 months", list__untrustworthy__enter_below=941, due_process__notice=0.4)
    regime = changed((SET, SET + later + earlier))
    notice = steps(
        regime, lambda rules: (rules.list["untrustworthy"].enter_below.value, rules.due_process.notice.value)
    )
    assert notice == [(0, (940, 0.3)), (12, (941, 0.4)), (24, (945, 0.4)), (30, (945, 1))]


def test_in_one_step_the_later_in_the_file_prevails(changed: Changed) -> None:
    same = phase("24 months", list__untrustworthy__enter_below=950)
    assert steps(changed((SET, SET + same)), lambda r: r.list["untrustworthy"].enter_below.value) == [
        (0, 940),
        (24, 950),
    ]
    before = (f"[[phase]]\n{FROM}", phase("24 months", list__untrustworthy__enter_below=950) + f"[[phase]]\n{FROM}")
    assert steps(changed(before), lambda r: r.list["untrustworthy"].enter_below.value) == [(0, 940), (24, 945)]


def test_what_two_phases_of_a_step_make_together_is_judged_not_each(mistakes: Found) -> None:
    halves = (
        SET,
        'set = { "list.untrustworthy.enter_below" = 955 }' + phase("2 years", list__untrustworthy__leave_at=960),
    )
    assert not mistakes(halves)


def test_start_and_nothing(changed: Changed) -> None:
    warm = ('lasts = "3 years"', 'lasts = "3 years"\nwarm_up = "5 years"')
    start = changed(warm, (FROM, 'from = "start"'))
    assert (start.warm_up, steps(start, lambda r: r.list["untrustworthy"].enter_below.value)) == (60, [(-60, 945)])
    assert start.rules.list["untrustworthy"].enter_below.value == 940
    zero = changed(warm, (FROM, 'from = "0 months"'))
    assert steps(zero, lambda r: r.list["untrustworthy"].enter_below.value) == [(-60, 940), (0, 945)]
    assert zero.rules_at(-1).list["untrustworthy"].enter_below.value == 940
    assert changed(warm, (FROM, 'from = "1 day"')).timeline[1][0] == 1  # at least one step


def test_a_number_with_bounds_says_since_when(changed: Changed) -> None:
    regime = changed((SET, 'set = { "due_process.notice" = 0.9 }'))
    notice = regime.timeline[1][1].due_process.notice
    assert (notice.value, notice.low, notice.high) == (0.9, 0.0, None)
    assert notice.source == "set from 2 years on; before: 0.3"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("list.untrustworthy.leave_at", '"never"'),
        ("list.untrustworthy.term", '"2 years"'),
        ("list.untrustworthy.complies_per_year", "0.5"),
        ("list.untrustworthy.ground.apology.chance", "1"),
        ("list.untrustworthy.ground.apology.unless.apologises", "0.1"),
        ("behaviour.smoking.points", "-6"),
        ("behaviour.criticism.by_trait.journalist", "30"),
        ("sensor.cameras.to", '"lookalike"'),
        ("sensor.cameras.recorded.value", "0.2"),
        ("sensor.registers.false_per_year.minority.fraud", "0"),
        ("sanction.flights.evaded", "0.5"),
        ("score.recovery", "12"),
        ("due_process.review.capacity_per_year", '{ value = 10, source = "a decree" }'),
        ("due_process.corrects_record", "true"),
        ("response.chilling.most", "0"),
    ],
)
def test_what_acts_within_a_step_can_be_set(mistakes: Found, path: str, value: str) -> None:
    assert not mistakes((SET, f'set = {{ "{path}" = {value} }}'))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("title", '"x"'),
        ("about", '"x"'),
        ("format", "1"),
        ("step", '"week"'),
        ("lasts", '"4 years"'),
        ("warm_up", '"1 year"'),
        ("population.people", "5"),
        ("trait.journalist.share", "0.1"),
        ("trait.journalist.by_age.adult", "0.1"),
        ("behaviour.smoking.says", '"x"'),
        ("behaviour.smoking.domain", '"civic"'),
        ("behaviour.smoking.right", '"privacy"'),
        ("behaviour.smoking.spread", "1"),
        ("behaviour.smoking.spread.value", "1"),
        ("sensor.cameras.sees", '["traffic"]'),
        ("list.untrustworthy.subject", '["adult"]'),
        ("list.untrustworthy.ground.apology.on", '"fraud"'),
        ("sanction.flights.list", '"untrustworthy"'),
        ("sanction.flights.reaches", '"household"'),
        ("sanction.flights.related", '["money"]'),
        ("sanction.flights.imposed", '"at entry"'),
        ("score.start", "900"),
        ("score.range", "[0, 900]"),
        ("score.bands.AAA", "900"),
        ("score.profile.sex.male", "1"),
        ("score.subject", '"adult"'),
        ("phase.0.from", '"1 year"'),
        ("due_process.notice.source", '"x"'),
    ],
)
def test_what_people_and_parts_are_cannot_change_on_the_way(mistakes: Found, line: Line, path: str, value: str) -> None:
    found = mistakes((SET, f'set = {{ "{path}" = {value} }}'))
    assert len(found) == 1, found
    assert found[0][0] == line(SET)
    assert f"a phase cannot set {path}" in found[0][1]


def test_a_name_of_ones_own_is_not_taken_for_a_word_of_the_format(mistakes: Found) -> None:
    named = ("[trait.journalist]", "[trait.right]"), ("by_trait = { journalist", "by_trait = { right")
    assert not mistakes(*named, (SET, 'set = { "behaviour.criticism.by_trait.right" = 2 }'))


@pytest.mark.parametrize(
    ("put", "says"),
    [
        ('set = { "list.untrustworthy.enter_bellow" = 945 }', 'Did you mean "list.untrustworthy.enter_below"?'),
        ('set = { "list.untrustworthy" = 945 }', "is a table"),
        ('set = { "due_process.review.share" = 80 }', "80 is above 1"),
        ('set = { "list.untrustworthy.enter_below" = 960 }', "below enter_below = 960"),
        ('set = { "list.untrustworthy.complies_per_year" = 13 }', "more than once a month"),
        ("set = { list.untrustworthy.enter_below = 945 }", "Put the whole path in quotes"),
        ('set = { "list.untrustworthy.term" = 2026-01-01 }', "of type date"),
        ("set = {}", "is empty"),
    ],
)
def test_a_phase_is_judged_at_its_own_line(mistakes: Found, line: Line, put: str, says: str) -> None:
    found = mistakes((SET, put))
    assert len(found) == 1, found
    assert found[0][0] == line(SET)
    assert says in found[0][1]


def test_each_mistake_stands_at_the_leaf_that_makes_it(mistakes: Found) -> None:
    table = (
        "[phase.set]\n"
        '"list.untrustworthy.enter_below" = 960\n'
        '"due_process.review.share" = 80\n'
        '"sensor.cameras.recorded" = 0.95\n'
    )
    found = dict(mistakes((SET, table)))
    first = 186
    assert "leave_at" in found[f"article.toml:{first + 1}"]
    assert "80 is above 1" in found[f"article.toml:{first + 2}"]
    assert "together above 1" in found[f"article.toml:{first + 3}"]


def test_a_mistake_of_the_file_is_not_repeated_for_each_phase(mistakes: Found) -> None:
    assert len(mistakes(("half_at = 0.05", "half_at = 0"), ("points = -60", "pionts = -60"))) == 2
