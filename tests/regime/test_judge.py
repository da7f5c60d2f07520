"""What shows only when the parts are read together, each told at the line that can be mended."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Found = Callable[..., list[tuple[str, str]]]
Line = Callable[[str], str]

REGISTERS = "recorded = { fraud = 0.3, tax_evasion = 0.2, domestic_products = 0.6, community_service = 0.5 }"
SPREAD = "spread = 1.2\n"


@pytest.mark.parametrize(
    ("find", "put", "says"),
    [
        # references
        ('sees = ["smoking"]', 'sees = ["smokin"]', ['no behaviour is called "smokin"', '"smoking"']),
        ('sees = ["criticism"]', 'sees = ["criticism", "criticism"]', ["stands twice"]),
        ('on = "criticism"', 'on = ["criticism", "fruad"]', ['"fruad"', '"fraud"']),
        ('subject = ["adult", "older"]', 'subject = ["adult", "jurnalist"]', ['"jurnalist"', '"journalist"']),
        ("recovery = {", 'subject = "grownup"\nrecovery = {', ['"grownup"', "child, adult, older, journalist"]),
        # tables
        ("by_age = { child = 0, adult = 1.0, older = 1.5 }", "by_age = { child = 0, adult = 1.0 }", ["lacks older"]),
        ("by_sex = { male = 1.9, female = 0.1 }", "by_sex = {}", ["lacks male, female"]),
        ("by_list = { untrustworthy = 0.5, none = 1 }", "by_list = { untrustworthy = 0.5 }", ["lacks none"]),
        ("by_trait = { journalist = 60, none = 1 }", "by_trait = { journalist = 60 }", ["lacks none"]),
        ("by_trait = { journalist = 60, none = 1 }", "by_trait = { blogger = 1, none = 1 }", ['"blogger"']),
        ("coverage = { urban = 0.35, rural = 0.05 }", "coverage = { urban = 0.35 }", ["lacks rural"]),
        (
            "false_per_year = { majority = 0.1, minority = 0.5 }",
            "false_per_year = { majority = 0.1 }",
            ["lacks minority"],
        ),
        (REGISTERS, "recorded = { fraud = 0.3 }", ["lacks tax_evasion, domestic_products, community_service"]),
        (REGISTERS, REGISTERS.replace("{ fraud", "{ smoking = 0.1, fraud"), ['"smoking"', "is no behaviour"]),
        # names
        ("[trait.journalist]", "[trait.adult]", ["is an age band"]),
        (
            "[list.untrustworthy.ground.apology]",
            "[list.untrustworthy.ground.score]",
            ["cannot be the name of a ground"],
        ),
        ("[sensor.platforms]", "[sensor.Platforms]", ['"Platforms" cannot be the name of a sensor', "small letters"]),
        ("[sensor.platforms]", "[sensor.kin]", ['"kin" cannot be the name of a sensor', "means something else"]),
        ("apologises = 0.8", '"Apologises!" = 0.8', ["cannot be the name of a condition"]),
        # one number against another
        ("leave_at = 950", "leave_at = 939", ["leave_at = 939 is below enter_below = 940"]),
        ("start = 1000", "start = 1301", ["score.start = 1301 is outside"]),
        ("range = [0, 1300]", "range = [1300, 0]", ["does not go upwards"]),
        ("range = [0, 1300]", "range = [-20_000, 20_000]", ["wider than 30,000"]),
        ("half_at = 0.05", "half_at = 0", ["half_at = 0"]),
        ("leave_at = 950", "leave_at = 950\ncomplies_per_year = 12.5", ["more than once a month", "at most 12"]),
        ('reaches = "children"', 'reaches = "children"\nimposed = "at entry"', ["both attempts_per_year and imposed"]),
        ('to = "household"  ', 'confuses = { age = 0.1 }\nto = "household"  ', ["nothing to confuse"]),
        ("recorded = 0.30", "recorded = 0.91", ["recorded 0.91 and misattributed 0.1", "above 1"]),
        ("acts_per_year = { value = 12,", "acts_per_year = { value = 481,", ["40.08 acts a month", "40"]),
        ('lasts = "3 years"', 'lasts = "9999 years"', ["lasts", "100,000 steps"]),
        ("acts_per_year = { value = 12,", "acts_per_year = { value = 481,", ['A shorter step = "day" divides it']),
        ("attempts_per_year = { value = 0.1,", "attempts_per_year = { value = 481,", ["40.08 attempts a month"]),
        ('attempts_per_year = { value = 0.1, source = "assumed" }\n', "", ["neither attempts_per_year nor imposed"]),
        ('to = "household"  ', 'confuses = { sex = 0.1 }\nto = "household"  ', ["nothing to confuse"]),
    ],
)
def test_a_mistake_between_parts(mistakes: Found, find: str, put: str, says: list[str]) -> None:
    found = [message for _, message in mistakes((find, put))]
    for words in says:
        assert any(words in message for message in found), found


def test_limits_that_are_just_kept(mistakes: Found) -> None:
    assert not mistakes(
        ("leave_at = 950", "leave_at = 940\ncomplies_per_year = 12"),
        ("recorded = 0.30", "recorded = 0.9"),
        ("acts_per_year = { value = 12,", "acts_per_year = { value = 480,"),
        ('to = "household"  ', 'confuses = { age = 0, sex = 0 }\nto = "household"  '),
    )


def test_a_misspelt_key_of_a_table_is_one_mistake(mistakes: Found, line: Line) -> None:
    found = mistakes(("by_sex = { male = 1.9, female = 0.1 }", "by_sex = { male = 1.9, femal = 0.1 }"))
    assert [where for where, _ in found] == [line("by_sex = { male = 1.9, female = 0.1 }")]


def test_the_sum_of_recorded_and_misattributed_is_judged_in_each_group(mistakes: Found) -> None:
    found = mistakes(("minority = 0.10 }", "minority = 0.90 }"))
    assert len(found) == 1
    assert "by minority" in found[0][1]


def test_largest_factors_are_multiplied(mistakes: Found) -> None:
    """0.05 a year x 60 for journalists is 3 a year; 161 times that is above 40 a month."""
    assert mistakes(("acts_per_year = { value = 0.05, low = 0.01, high = 0.2", "acts_per_year = { value = 8.1"))
    assert not mistakes(("acts_per_year = { value = 0.05, low = 0.01, high = 0.2", "acts_per_year = { value = 8"))


def test_lists_multiply_each_other(mistakes: Found) -> None:
    """On both lists a factor is 30 x 30, whatever it is on one."""
    second = '[list.second]\nsays = "Second"\nenter_below = 900\n\n[list.untrustworthy]'
    edits = (
        ("[list.untrustworthy]", second),
        ("by_list = { untrustworthy = 0.5, none = 1 }", "by_list = { untrustworthy = 30, second = 30, none = 1 }"),
        ("by_list = { untrustworthy = 1.3, none = 1 }", "by_list = { untrustworthy = 1.3, second = 1, none = 1 }"),
    )
    assert [message for _, message in mistakes(*edits) if "community_service" in message and "40" in message]
    milder = (*edits[:1], (edits[1][0], edits[1][1].replace("second = 30", "second = 1")), *edits[2:])
    assert not mistakes(*milder)


@pytest.mark.parametrize("zero", ["false_per_year = 0\n", "false_per_year = { majority = 0, minority = 0 }\n"])
def test_a_sensor_of_several_says_of_which_behaviour_a_false_record_is(mistakes: Found, zero: str) -> None:
    table = "[sensor.registers.false_per_year]\n"
    rows = (
        "majority = { fraud = 0.00015, tax_evasion = 0.0006, domestic_products = 0, community_service = 0 }\n",
        "minority = { fraud = 0.0005, tax_evasion = 0.002, domestic_products = 0, community_service = 0 }\n",
    )
    drop = [(row, "") for row in rows]
    assert not mistakes((table, zero), *drop)
    for positive in (zero.replace("0", "0.1", 1), zero.replace("= 0 }", "= 0.1 }").replace("= 0\n", "= 0.1\n")):
        found = mistakes((table, positive), *drop)
        assert len(found) == 1
        assert "for which behaviour" in found[0][1]
    by_behaviour = "false_per_year = { fraud = 0.1, tax_evasion = 0, domestic_products = 0, community_service = 0 }\n"
    assert not mistakes((table, by_behaviour), *drop)


def test_a_list_by_score_needs_a_score_and_a_list_needs_a_way_on(mistakes: Found) -> None:
    ground = '[list.second]\nsays = "Second"\nleave_at = 3\n\n[list.untrustworthy]'
    messages = [message for _, message in mistakes(("[list.untrustworthy]", ground))]
    assert any("nobody can get on list.second" in message for message in messages)
    assert any("leave_at has no enter_below" in message for message in messages)


def test_a_threshold_without_a_score(article: str) -> None:
    from scorewatch.errors import InputError
    from scorewatch.regime.read import parse

    start, end = article.index("[score]"), article.index("# --- what people do")
    with pytest.raises(InputError) as caught:
        parse(article[:start] + article[end:], "f.toml", "f")
    assert any("asks for a score" in mistake.what for mistake in caught.value.mistakes)


def test_an_appeal_needs_a_date_in_each_list(mistakes: Found) -> None:
    gone = ('decided_after = "3 months"\n', "")
    found = mistakes(gone)
    assert len(found) == 1
    assert "when an appeal is decided" in found[0][1]
    own = '[list.untrustworthy.due_process]\ndecided_after = "1 month"\n\n[list.untrustworthy.ground.apology]'
    assert not mistakes(gone, ("[list.untrustworthy.ground.apology]", own))
    never = "appeals = { mistaken = 0, accurate = 0 }"
    assert not mistakes(gone, ("appeals = { mistaken = 0.3, accurate = 0.05 }", never))


def test_shares_of_traits_are_at_most_one_in_every_cell(mistakes: Found) -> None:
    share, factors = "share = { value = 0.00026", "by_age = { child = 0, adult = 1, older = 0 }"
    assert not mistakes((share, "share = { value = 0.5"), (factors, "by_age = { child = 0, adult = 2, older = 0 }"))
    found = mistakes((share, "share = { value = 0.51"), (factors, "by_age = { child = 0, adult = 2, older = 0 }"))
    assert len(found) == 1
    assert "together 1.02 among adult" in found[0][1]


def test_nine_traits_are_one_too_many(mistakes: Found) -> None:
    names = [f"t{number}" for number in range(8)]
    more = "".join(f'[trait.{name}]\nsays = "T"\nshare = 0.001\n' for name in names)
    table = ("by_trait = { journalist = 60, none = 1 }", "by_trait = { " + ", ".join(f"{n} = 1" for n in names))
    nine = mistakes(("[score]\n", more + "[score]\n"), (table[0], table[1] + ", journalist = 60, none = 1 }"))
    assert len(nine) == 1
    assert "more than 8" in nine[0][1]


def test_a_behaviour_named_as_a_group_is_ambiguous_only_in_a_table(mistakes: Found) -> None:
    extra = '[behaviour.minority]\nsays = "M"\nacts_per_year = 1\ndomain = "civic"\n\n[sensor.cameras]'
    assert not mistakes(("[sensor.cameras]", extra))
    found = mistakes(("[sensor.cameras]", extra), ('sees = ["criticism"]', 'sees = ["criticism", "minority"]'))
    assert not found
    tables = ("recorded = 0.5\n", "recorded = { criticism = 0.5, minority = 0.1 }\n")
    found = mistakes(("[sensor.cameras]", extra), ('sees = ["criticism"]', 'sees = ["criticism", "minority"]'), tables)
    assert any("is a group of china-2020" in message for _, message in found)


def test_a_profile_names_every_group_and_every_trait(mistakes: Found) -> None:
    profile = "[score.profile]\n{}\n\n[behaviour.community_service]"
    head = "[behaviour.community_service]"
    assert not mistakes((head, profile.format("group = { minority = -20, majority = 0 }\ntrait = { journalist = -5 }")))
    found = mistakes((head, profile.format("group = { minority = -20 }\ntrait = { none = 0 }")))
    assert sorted(message.split(" A table")[0] for _, message in found) == [
        "score.profile.group lacks majority",
        "score.profile.trait lacks journalist",
    ]


def test_what_is_imposed_is_not_attempted(mistakes: Found) -> None:
    attempts = 'attempts_per_year = { value = 0.04, source = "assumed" }\n'
    found = mistakes((attempts, 'imposed = "at entry"\nevaded = 0.1\n'))
    assert [message.split(" What")[0] for _, message in found] == [
        "sanction.property has no use for evaded",
        "sanction.property has no use for by_age",
    ]


def test_a_reference_to_a_kind_that_the_file_does_not_have(article: str) -> None:
    from scorewatch.errors import InputError
    from scorewatch.regime.read import parse

    start, end = article.index("[list.untrustworthy]"), article.index("# --- what it costs")
    cut = article[:start] + article[end : article.index("[due_process]")]
    with pytest.raises(InputError) as caught:
        parse(cut, "f.toml", "f")
    lists = [mistake.do for mistake in caught.value.mistakes if "no list is called" in mistake.what]
    assert lists == ["The file declares no list: add [list.untrustworthy]."] * 3


def test_the_warm_up_counts_as_steps(mistakes: Found) -> None:
    long = ('lasts = "3 years"', 'lasts = "3 years"\nwarm_up = "9000 years"')
    assert [(where, message[:9]) for where, message in mistakes(long)] == [("article.toml:11", "lasts and")]
    assert not mistakes(('lasts = "3 years"', 'lasts = "3 years"\nwarm_up = "8000 years"'))


def test_by_list_without_none_is_judged_by_its_factors_too(mistakes: Found) -> None:
    found = mistakes(("by_list = { untrustworthy = 0.5, none = 1 }", "by_list = { untrustworthy = 500 }"))
    assert len(found) == 2


def test_a_list_has_at_most_thirty_grounds(mistakes: Found) -> None:
    """The fast engine keeps what holds as a bit each."""
    ground = '[list.untrustworthy.ground.more{}]\nsays = "More"\non = "criticism"\n'
    heading = "# --- what it costs"
    more = [ground.format(i) for i in range(30)]  # and the one that is there
    (message,) = [what for _, what in mistakes((heading, "".join(more) + heading))]
    assert "31 grounds; a list has at most 30" in message
    assert not mistakes((heading, "".join(more[1:]) + heading))
