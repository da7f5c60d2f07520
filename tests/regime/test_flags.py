"""Each red flag is raised by what it is about, and by nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scorewatch.regime import flags_text
from scorewatch.regime.flags import Flag, causes, flags
from scorewatch.regime.read import Regime, parse

Changed = Callable[..., Regime]

CLEAN = """\
format = 1
title = "Nothing to say against"
[population]
use = "china-2020"
[score]
start = 100
range = [0, 200]
recovery = 10
[behaviour.debt]
says = "Debt"
acts_per_year = 1
points = -30
domain = "money"
[sensor.courts]
says = "Courts"
sees = "debt"
recorded = 0.5
[list.debtors]
says = "Debtors"
enter_below = 50
[list.debtors.ground.judgment]
says = "Judgment"
on = "debt"
term = "1 year"
[sanction.credit]
says = "No loan"
list = "debtors"
domain = "credit"
related = "money"
attempts_per_year = 1
reaches = "person"
[due_process]
notice = 1
appeals = 0.5
decided_after = "1 month"
granted_if_mistaken = 0.9
corrects_record = true
[due_process.review]
share = 1
stops_mistaken = 0.9
"""


def raised(*edits: tuple[str, str]) -> list[Flag]:
    text = CLEAN
    for find, put in edits:
        assert text.count(find) == 1, find
        text = text.replace(find, put)
    return list(flags(parse(text, "clean.toml", "clean")))


def test_a_regime_without_a_red_flag() -> None:
    assert raised() == []


@pytest.mark.parametrize(
    ("kind", "where", "touches", "edits"),
    [
        ("unrelated", "sanction.credit", "5(1)(c)(i)", [('related = "money"\n', "")]),
        (
            "unrelated",
            "sanction.credit",
            "ICCPR art. 12",
            [('domain = "credit"\nrelated = "money"', 'domain = "travel"')],
        ),
        ("no_way_out", "list.debtors", "5(1)(c)(ii)", [('term = "1 year"', 'term = "never"')]),
        ("no_way_out", "list.debtors", "art. 17", [("enter_below = 50", 'enter_below = 50\nleave_at = "never"')]),
        ("no_way_out", "list.debtors", "art. 17", [("enter_below = 50", "enter_below = 50\nleave_at = 201")]),
        ("no_way_out", "list.debtors", "art. 17", [("enter_below = 50", "enter_below = 50\nleave_at = 101")]),
        ("no_way_out", "list.debtors", "art. 17", [("recovery = 10\n", "")]),
        ("kin", "sanction.credit", "CRC art. 2(2)", [('reaches = "person"', 'reaches = "children"')]),
        ("kin", "sanction.credit", "CRC art. 2(2)", [('reaches = "person"', 'reaches = "household"')]),
        (
            "right",
            "behaviour.debt",
            "ICCPR art. 19",
            [('domain = "money"\n[s', 'domain = "money"\nright = "expression"\n[s')],
        ),
        (
            "right",
            "behaviour.debt",
            "not verified",
            [('domain = "money"\n[s', 'domain = "money"\nright = "religion"\n[s')],
        ),
        (
            "profile",
            "score.profile.group",
            "art. 26",
            [("[behaviour.debt]", "[score.profile]\ngroup = { minority = -1, majority = 0 }\n[behaviour.debt]")],
        ),
        ("no_notice", "list.debtors", "GDPR art. 22", [("notice = 1\n", "")]),
        ("no_appeal", "list.debtors", "GDPR art. 22", [("appeals = 0.5\n", "")]),
        ("no_appeal", "list.debtors", "GDPR art. 22", [("granted_if_mistaken = 0.9\n", "")]),
        ("appeal_corrects_nothing", "list.debtors", "GDPR art. 22", [("corrects_record = true\n", "")]),
        ("no_review", "list.debtors", "solely on automated", [("share = 1\n", "")]),
        ("no_review", "list.debtors", "solely on automated", [("share = 1\n", "share = 1\ncapacity_per_year = 0\n")]),
    ],
)
def test_a_flag_is_raised_with_the_text_it_touches(
    kind: str, where: str, touches: str, edits: list[tuple[str, str]]
) -> None:
    found = raised(*edits)
    assert [(flag.kind, flag.where) for flag in found] == [(kind, where)]
    assert touches in " ".join(found[0].touches)
    assert found[0].says


@pytest.mark.parametrize(
    "edits",
    [
        [("enter_below = 50", 'enter_below = 50\nleave_at = "never"\nterm = "2 years"')],
        [('term = "1 year"', 'term = "never"'), ("enter_below = 50", "enter_below = 50\ncomplies_per_year = 0.1")],
        [("recovery = 10\n", ""), ("points = -30", "points = 30")],
        [("notice = 1\n", "notice_on_denial = 1\n")],
        [("corrects_record = true\n", ""), ("enter_below = 50\n", "")],
        [("[behaviour.debt]", "[score.profile]\ngroup = { minority = 5, majority = 5 }\n[behaviour.debt]")],
    ],
)
def test_no_flag_where_there_is_a_way(edits: list[tuple[str, str]]) -> None:
    assert raised(*edits) == []


def test_a_right_that_nobody_watches_raises_none() -> None:
    watched = 'domain = "money"\n[s'
    other = (
        'domain = "money"\n[behaviour.prayer]\nsays = "P"\nacts_per_year = 1\ndomain = "civic"\nright = "religion"\n[s'
    )
    assert raised((watched, other)) == []


def test_told_by_denial_is_not_told_where_nothing_is_denied() -> None:
    start = CLEAN.index("[sanction.credit]")
    text = CLEAN[:start] + CLEAN[CLEAN.index("[due_process]") :].replace("notice = 1", "notice_on_denial = 1")
    assert [flag.kind for flag in flags(parse(text, "f", "f"))] == ["no_notice"]


def test_a_trait_without_points_counts_as_none(changed: Changed) -> None:
    profile = "[score.profile]\ntrait = {{ journalist = {} }}\n\n[behaviour.community_service]"
    head = "[behaviour.community_service]"
    kinds = [flag.where for flag in flags(changed((head, profile.format(-5)))) if flag.kind == "profile"]
    assert kinds == ["score.profile.trait"]
    assert not [flag for flag in flags(changed((head, profile.format(0)))) if flag.kind == "profile"]


def test_causes_are_grounds_and_what_lowers_the_score(changed: Changed) -> None:
    found = causes(changed().rules, "untrustworthy")
    assert found == {
        "expression": ["criticism"],
        "public order": ["smoking"],
        "traffic": ["traffic"],
        "money": ["fraud", "tax_evasion"],
    }
    lists_by_ground_alone = ("enter_below = 940\nleave_at = 950\n", "")
    set_both = 'set = { "list.untrustworthy.enter_below" = 945, "list.untrustworthy.leave_at" = 955 }'
    regime = changed(lists_by_ground_alone, (set_both, 'set = { "due_process.notice" = 1 }'))
    assert causes(regime.rules, "untrustworthy") == {"expression": ["criticism"]}


def test_a_flag_that_a_phase_raises_says_from_when() -> None:
    phase = '\n[[phase]]\nfrom = "1 year"\nsays = "Cut"\nset = { "due_process.notice" = 0 }\n'
    found = raised(("stops_mistaken = 0.9\n", "stops_mistaken = 0.9\n" + phase))
    assert [flag.kind for flag in found] == ["no_notice"]
    assert found[0].says.endswith("(from step 12 on)")


def test_the_shipped_regime(changed: Changed) -> None:
    kinds = [flag.kind for flag in flags(changed())]
    assert kinds == ["unrelated", "unrelated", "unrelated", "no_way_out", "kin", "right", "appeal_corrects_nothing"]


def test_what_was_not_read_is_marked_and_what_no_ai_means_is_said() -> None:
    for text in (flags_text.ICCPR_MOVEMENT, flags_text.ICCPR_EQUALITY):
        assert "not verified" in text
    assert "falls outside it" in flags_text.NO_AI
    for place in ("IAMA", "Canada", "GDPR"):
        assert place in flags_text.NO_AI


def test_a_score_above_the_highest_is_no_way_out_even_where_points_are_given() -> None:
    found = raised(("points = -30", "points = 30"), ("enter_below = 50", "enter_below = 50\nleave_at = 201"))
    assert [flag.kind for flag in found] == ["no_way_out"]
    assert "above the highest score, 200" in found[0].evidence


def test_a_regime_without_a_score() -> None:
    start, end = CLEAN.index("[score]"), CLEAN.index("[behaviour.debt]")
    text = CLEAN[:start] + CLEAN[end:].replace("enter_below = 50\n", "")
    assert flags(parse(text, "f", "f")) == ()


def test_evidence_says_what_a_protected_act_costs() -> None:
    right = ('domain = "money"\n[s', 'domain = "money"\nright = "expression"\n[s')
    assert raised(right)[0].evidence == "seen by courts; costs: points -30, list.debtors.ground.judgment"
    other = '[behaviour.other]\nsays = "O"\nacts_per_year = 1\ndomain = "money"\n[sensor.courts]'
    ground = ('on = "debt"', 'on = "other"')
    free = raised(right, ("points = -30", "points = 0"), ground, ("[sensor.courts]", other))
    assert [flag.evidence for flag in free if flag.kind == "right"] == ["seen by courts; costs nothing here"]


def test_several_causes_are_joined_as_in_speech(changed: Changed) -> None:
    says = [flag.says for flag in flags(changed()) if flag.where == "sanction.flights"]
    assert says == [
        '"May not book a flight" is about travel; people are listed for expression, public order, traffic and money.'
    ]
    assert raised(('related = "money"\n', ""))[0].says.endswith("for money.")


def test_a_sanction_in_the_domain_of_its_cause_is_related() -> None:
    assert raised(('domain = "credit"\nrelated = "money"', 'domain = "money"')) == []


@pytest.mark.parametrize(
    ("edits", "rest"),
    [
        ([], "only a successful appeal"),
        ([("notice = 1\n", "")], "nothing"),
        ([("appeals = 0.5\n", "")], "nothing"),
        ([("granted_if_mistaken = 0.9\n", "")], "nothing"),
    ],
)
def test_no_way_out_says_whether_an_appeal_is_one(edits: list[tuple[str, str]], rest: str) -> None:
    found = [flag for flag in raised(('term = "1 year"', 'term = "never"'), *edits) if flag.kind == "no_way_out"]
    assert found[0].says == f'Whoever is on it for "Judgment" stays for life; {rest} ends it.'


def test_points_for_what_nobody_does_are_no_way_out() -> None:
    idle = '[behaviour.idle]\nsays = "I"\nacts_per_year = 0\npoints = 5\ndomain = "civic"\n[sensor.courts]'
    found = raised(("recovery = 10\n", ""), ("[sensor.courts]", idle))
    assert [flag.kind for flag in found] == ["no_way_out"]
    assert found[0].evidence.startswith("score: no behaviour gives points")
