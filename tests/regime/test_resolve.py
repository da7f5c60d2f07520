"""What holds once defaults are filled in."""

from __future__ import annotations

from collections.abc import Callable

from scorewatch.regime.declare import Sensor
from scorewatch.regime.read import Regime
from scorewatch.regime.resolve import ResolvedDueProcess, coverage, due_process, factor, profile_points, rate_for

Changed = Callable[..., Regime]
GROUND = "[list.untrustworthy.ground.apology]"


def test_due_process_as_the_file_says_it(changed: Changed) -> None:
    assert due_process(changed().rules, "untrustworthy") == ResolvedDueProcess(
        notice=0.3,
        notice_on_denial=0.5,
        appeals_mistaken=0.3,
        appeals_accurate=0.05,
        decided_after="3 months",
        granted_if_mistaken=0.66,
        granted_if_accurate=0.2,
        corrects_record=False,
        review_share=0.8,
        stops_mistaken=0.7,
        stops_accurate=0.1,
        capacity_per_year=250,
    )


def test_a_lists_own_words_go_before_the_general_ones_word_by_word(changed: Changed) -> None:
    own = (
        "[list.untrustworthy.due_process]\nnotice = 0\nappeals = 0.4\ncorrects_record = true\n"
        f"[list.untrustworthy.due_process.review]\nshare = 0\n\n{GROUND}"
    )
    found = due_process(changed((GROUND, own)).rules, "untrustworthy")
    assert (found.notice, found.appeals_mistaken, found.appeals_accurate, found.corrects_record) == (0, 0.4, 0.4, True)
    assert (found.review_share, found.notice_on_denial, found.stops_mistaken, found.capacity_per_year) == (
        0,
        0.5,
        0.7,
        250,
    )


def test_without_due_process_nobody_is_told_appeals_or_looks(article: str) -> None:
    from scorewatch.regime.read import parse

    start, end = article.index("[due_process]"), article.index("[response]")
    found = due_process(parse(article[:start] + article[end:], "f", "f").rules, "untrustworthy")
    assert found == ResolvedDueProcess(0, 0, 0, 0, None, 0, 0, False, 0, 0, 0, None)
    assert not any((found.tells, found.hears, found.grants, found.reviews))


def sensor(**given: object) -> Sensor:
    return Sensor.model_validate({"says": "S", "sees": ["a", "b"], **given})


def test_a_rate_for_a_group_and_a_behaviour() -> None:
    forms = (
        (0.1, [0.1] * 4),
        ({"value": 0.1, "source": "s"}, [0.1] * 4),
        ({"one": 0.1, "two": 0.2}, [0.1, 0.1, 0.2, 0.2]),
        ({"a": 0.1, "b": 0.2}, [0.1, 0.2, 0.1, 0.2]),
        ({"one": {"a": 0.1, "b": 0.2}, "two": {"a": 0.3, "b": {"value": 0.4}}}, [0.1, 0.2, 0.3, 0.4]),
    )
    for given, rates in forms:
        table = sensor(recorded=given).recorded
        assert [rate_for(table, group, behaviour) for group in ("one", "two") for behaviour in "ab"] == rates


def test_coverage_and_factors() -> None:
    assert coverage(sensor(), "urban") == 1
    assert coverage(sensor(coverage={"urban": 0.2, "rural": 0.1}), "rural") == 0.1
    assert factor(None, "child") == 1


def test_profile_points_add_up(changed: Changed) -> None:
    profile = "[score.profile]\ngroup = { minority = -20, majority = 0 }\ntrait = { journalist = -5 }\n\n"
    rules = changed(("[behaviour.community_service]", profile + "[behaviour.community_service]")).rules
    assert profile_points(rules, "adult", "male", "urban", "minority", "journalist") == -25
    assert profile_points(rules, "adult", "male", "urban", "majority", "none") == 0
    assert profile_points(changed().rules, "adult", "male", "urban", "minority", "journalist") == 0
