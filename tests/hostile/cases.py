"""What a hostile, hurried or mistaken user offers: broken regime files and command lines. Data alone.

A place in a file is given by a *marker*: text that stands exactly once in the file offered; the place is the
line on which the marker ends. Words that a message must hold are given one by one; a tuple of words means any
one of them.
"""

from __future__ import annotations

from dataclasses import dataclass

Words = str | tuple[str, ...]

LATER: Words = ("later", "yet")


@dataclass(frozen=True)
class Edit:
    """A change of the shipped regime `article`: `find` stands in it exactly once."""

    find: str
    put: str


@dataclass(frozen=True)
class Mistake:
    """One mistake: the markers of the lines at which it may be reported (any one), and what must be named.

    No marker at all: the file has no line that is wrong (it is empty, or something is missing from it
    altogether); then its name is enough.
    """

    at: tuple[str, ...] = ()
    says: tuple[Words, ...] = ()


@dataclass(frozen=True)
class FileCase:
    """A file offered as a regime.

    `edits` change `article`; `whole` is a file of its own; `raw` is one that is no text at all.
    `also`: markers of further lines that a message may name (consequences of the mistake, not the mistake).
    `toml`: whether the text is valid TOML; None where the answer depends on the reader's limits.
    `never`: what no output may repeat.
    """

    id: str
    mistakes: tuple[Mistake, ...] = ()
    edits: tuple[Edit, ...] = ()
    whole: str | None = None
    raw: bytes | None = None
    also: tuple[str, ...] = ()
    toml: bool | None = True
    never: tuple[str, ...] = ()
    file: str = "regime.toml"
    encoding: str = "utf-8"
    newline: str = "\n"
    beside: tuple[tuple[str, str], ...] = ()
    command: str = "check"
    options: tuple[str, ...] = ()
    env: tuple[tuple[str, str], ...] = ()

    def text(self, article: str) -> str:
        """The text of the file, with line ends of one character."""
        if self.whole is not None:
            return self.whole
        for edit in self.edits:
            article = article.replace(edit.find, edit.put)
        return article

    def content(self, article: str) -> bytes:
        """The bytes of the file."""
        if self.raw is not None:
            return self.raw
        return self.text(article).replace("\n", self.newline).encode(self.encoding)


@dataclass(frozen=True)
class CommandCase:
    """A command line, and what lies in the working folder when it is typed.

    `run`: a copy of a finished run lies there as the folder `run`, changed by `manifest` (keys set),
    `overwrite` (files replaced), `swap` (a file replaced by a copy of another) and `drop` (files taken away).
    `chatty`: something may stand on standard output (a comparison that fails is a result, too).
    """

    id: str
    args: tuple[str, ...]
    says: tuple[Words, ...] = ()
    status: tuple[int, ...] = (2,)
    files: tuple[tuple[str, str], ...] = ()
    folders: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    run: bool = False
    manifest: tuple[tuple[str, object], ...] = ()
    overwrite: tuple[tuple[str, bytes], ...] = ()
    swap: tuple[tuple[str, str], ...] = ()
    drop: tuple[str, ...] = ()
    chatty: bool = False
    never: tuple[str, ...] = ()


def one(
    name: str,
    find: str,
    put: str,
    *says: Words,
    at: tuple[str, ...] = (),
    also: tuple[str, ...] = (),
    toml: bool | None = True,
    file: str = "regime.toml",
    encoding: str = "utf-8",
    newline: str = "\n",
) -> FileCase:
    """One change of `article` that is one mistake, reported where `put` ends unless `at` says else."""
    return FileCase(
        name,
        (Mistake(at or (put.rstrip("\n"),), says),),
        (Edit(find, put),),
        also=also,
        toml=toml,
        file=file,
        encoding=encoding,
        newline=newline,
    )


SMALL = """\
format = 1
title = "Debtors"
about = "A court's list of debtors, and the trains they may not take."
step = "month"
lasts = "1 year"

[population]
use = "china-2020"
people = 50

[behaviour.unpaid_debt]
says = "Leaving a debt unpaid"
acts_per_year = 0.2
points = 0
domain = "money"

[sensor.courts]
says = "Courts"
sees = ["unpaid_debt"]
recorded = 0.5

[list.debtors]
says = "List of debtors"

[list.debtors.ground.judgment]
says = "A judgment that is not paid"
on = "unpaid_debt"
chance = 0.4
term = "2 years"

[sanction.trains]
says = "May not take a fast train"
list = "debtors"
domain = "travel"
attempts_per_year = 3
reaches = "person"
"""

PERSONS = """\
name,id_number,phone,plate,score
Li Wei,370602198001011234,13800138000,LU-K12345,1000
Wang Xiaoming,370602199203045678,13900139000,LU-K67890,870
"""

PROFESSIONS = ("lawyer", "monk", "teacher", "blogger", "nurse", "soldier", "farmer", "driver")
EIGHT_MORE = "".join(f'[trait.{p}]\nsays = "One more: {p}"\nshare = 0.001\n\n' for p in PROFESSIONS)
NINE_IN_A_TABLE = "".join(f"{p} = 1, " for p in PROFESSIONS)

SET = 'set = { "list.untrustworthy.enter_below" = 945, "list.untrustworthy.leave_at" = 955 }'
SEES = 'sees = ["fraud", "tax_evasion", "domestic_products", "community_service"]'
RECORDED = "recorded = { fraud = 0.3, tax_evasion = 0.2, domestic_products = 0.6, community_service = 0.5 }"
MAJORITY = "majority = { fraud = 0.00015, tax_evasion = 0.0006, domestic_products = 0, community_service = 0 }\n"
MINORITY = "minority = { fraud = 0.0005, tax_evasion = 0.002, domestic_products = 0, community_service = 0 }\n"
PROPERTY = 'attempts_per_year = { value = 0.04, source = "assumed" }\nby_age = { child = 0, adult = 1, older = 0.3 }\n'
TRAFFIC_ACTS = "acts_per_year = { value = 4.0, low = 1, high = 12"
SMOKING_ACTS = "acts_per_year = { value = 10, low = 2, high = 18"
CRITICISM_ACTS = "acts_per_year = { value = 0.05, low = 0.01, high = 0.2"

# --- words that are misspelt, or that do not exist ----------------------------------------------------------
SPELLING = (
    one(
        "misspelt_key",
        CRITICISM_ACTS,
        CRITICISM_ACTS.replace("acts_", "act_"),
        "act_per_year",
        "acts_per_year",
        also=("[behaviour.criticism]",),
    ),
    one(
        "key_with_hyphens",
        TRAFFIC_ACTS,
        TRAFFIC_ACTS.replace("_", "-"),
        "acts-per-year",
        "acts_per_year",
        also=("[behaviour.traffic]",),
    ),
    one("misspelt_table", "[due_process]\n", "[due_porcess]\n", "due_porcess", "due_process"),
    one(
        "american_spelling",
        "[behaviour.traffic]",
        "[behavior.traffic]",
        "behavior",
        "behaviour",
        also=('sees = ["traffic"]',),
    ),
    one("misspelt_in_sees", 'sees = ["smoking"]', 'sees = ["smokimg"]', "smokimg", "smoking"),
    one(
        "misspelt_in_sees_over_several_lines",
        SEES,
        'sees = [\n  "fraud",\n  "tax_evason",\n  "domestic_products",\n  "community_service",\n]',
        "tax_evason",
        "tax_evasion",
        at=('  "tax_evason"',),
        also=(
            "recorded = { fraud",
            "[sensor.registers.false_per_year]",
            "majority = { fraud",
            "minority = { fraud",
        ),
    ),
    one("misspelt_in_on", 'on = "criticism"', 'on = "critisism"', "critisism", "criticism"),
    one(
        "one_misspelt_of_two_in_on",
        'on = "criticism"',
        'on = ["criticism", "fruad"]',
        "fruad",
        "fraud",
    ),
    one(
        "misspelt_list_of_a_sanction",
        'list = "untrustworthy"\ndomain = "travel"',
        'list = "untrustwortyh"\ndomain = "travel"',
        "untrustwortyh",
        "untrustworthy",
        at=('list = "untrustwortyh"',),
    ),
    one("misspelt_subject", 'subject = ["adult", "older"]', 'subject = ["adult", "oldr"]', "oldr", "older"),
    one(
        "domain_with_underscore",
        'domain = "public order"',
        'domain = "public_order"',
        "public_order",
        "public order",
    ),
    one("domain_with_capital", 'domain = "travel"', 'domain = "Travel"', "Travel", "travel"),
    one("domain_that_nobody_knows", 'domain = "housing"', 'domain = "shopping"', "shopping"),
    one("misspelt_right", 'right = "expression" ', 'right = "expresion" ', "expresion", "expression"),
    one("right_that_nobody_knows", 'right = "expression" ', 'right = "property" ', "property"),
    one("unknown_population", 'use = "china-2020"', 'use = "china-2002"', "china-2002", "china-2020"),
    one("unknown_step", 'step = "month"', 'step = "months"', "months", "month"),
    one("step_that_nobody_knows", 'step = "month"', 'step = "fortnight"', "fortnight", "week"),
    one("unknown_reach", 'reaches = "children"', 'reaches = "childern"', "childern", "children"),
    one("unknown_to", 'to = "household" ', 'to = "houshold" ', "houshold", "household"),
    one("unknown_imposed", PROPERTY, 'imposed = "at_entry"\n', "at_entry", "at entry"),
    one(
        "right_word_in_the_wrong_table",
        "start = 1000\n",
        "start = 1000\nenter_below = 940 # of the score\n",
        "enter_below",
    ),
    one("dotted_key_misspelt", "recorded = 0.5\n", "recorded = 0.5\nconfuses.agee = 0.1\n", "agee", "age"),
)

# --- tables that name too little or too much ----------------------------------------------------------------
TABLES = (
    one(
        "by_age_incomplete",
        "by_age = { child = 0, adult = 1, older = 0 }",
        "by_age = { child = 0, adult = 2 }",
        "older",
    ),
    one(
        "by_age_in_the_plural",
        "by_age = { child = 0, adult = 1.0,",
        "by_age = { children = 0, adult = 1.0,",
        "children",
        "child",
    ),
    one(
        "coverage_incomplete",
        "coverage = { urban = 0.35, rural = 0.15 }",
        "coverage = { urban = 0.37 }",
        "rural",
    ),
    one(
        "by_list_without_none",
        "by_list = { untrustworthy = 1.3, none = 1 }",
        "by_list = { untrustworthy = 1.3 }",
        "none",
    ),
    one(
        "by_trait_without_its_trait",
        "by_trait = { journalist = 60, none = 1 }",
        "by_trait = { none = 1 }",
        "journalist",
    ),
    one("by_sex_with_a_third", "female = 0.1 }", "female = 0.1, other = 0.5 }", "other"),
    one("group_misspelt", "minority = 0.10 }", "minorty = 0.10 }", "minorty", "minority"),
    one(
        "appeals_half_told",
        "appeals = { mistaken = 0.3, accurate = 0.05 }",
        "appeals = { mistaken = 0.3 }",
        "accurate",
    ),
    one(
        "group_missing_from_a_table_of_tables",
        MINORITY,
        "",
        "minority",
        at=("[sensor.registers.false_per_year]",),
        also=("[sensor.registers]",),
    ),
    one(
        "behaviour_missing_in_one_group",
        "tax_evasion = 0.002, ",
        "",
        "tax_evasion",
        at=("minority = { fraud = 0.0005, domestic_products",),
    ),
    one(
        "one_rate_for_a_sensor_of_four",
        "[sensor.registers.false_per_year]\n" + MAJORITY + MINORITY,
        "false_per_year = 0.001\n",
        "false_per_year",
    ),
    one(
        "chance_for_what_it_does_not_see",
        "recorded = { fraud = 0.3,",
        "recorded = { smoking = 0.1, fraud = 0.3,",
        "smoking",
    ),
    one(
        "profile_incomplete",
        "[behaviour.community_service]",
        "[score.profile]\ngroup = { minority = -20 }\n\n[behaviour.community_service]",
        "majority",
        at=("group = { minority = -20 }",),
    ),
    one(
        "confuses_what_is_not_there",
        "confuses = { age = 0.02, sex = 0.05 }",
        "confuses = { race = 0.02 }",
        "race",
    ),
    one("says_missing", 'says = "Fraud"\n', "", "says", at=("[behaviour.fraud]",)),
    one("phase_without_says", 'says = "The threshold rises: the list grows"\n', "", "says", at=("[[phase]]",)),
    one(
        "response_half_told",
        "chilling = { most = 0.27, half_at = 0.01 }",
        "chilling = { most = 0.27 }",
        "half_at",
    ),
    one("neither_attempted_nor_imposed", PROPERTY, "", "attempts_per_year", at=("[sanction.property]",)),
)

# --- numbers ------------------------------------------------------------------------------------------------
NUMBERS = (
    one("share_in_percent", "share = 0.8 ", "share = 80 ", "share", "80"),
    one("share_as_text_in_percent", "stops_mistaken = 0.7", 'stops_mistaken = "70 %"', "stops_mistaken"),
    one("number_as_text", "start = 1000", 'start = "1000"', "start"),
    one("yes_or_no_as_text", "corrects_record = false", 'corrects_record = "no"', "corrects_record"),
    one("boolean_for_a_number", "spread = 1.2", "spread = true", "spread"),
    one("boolean_for_points", "points = 1\n", "points = true\n", "points"),
    one(
        "recorded_and_misattributed_above_one",
        "recorded = 0.30",
        "recorded = 0.95",
        "recorded",
        "misattributed",
        at=("recorded = 0.95", "misattributed = { value = 0.10", "[sensor.plates]"),
    ),
    one(
        "recorded_and_misattributed_above_one_for_a_minority",
        "minority = 0.10 }",
        "minority = 0.90 }",
        "recorded",
        "misattributed",
        at=("minority = 0.90 }", "recorded = { value = 0.12", "[sensor.cameras]"),
    ),
    one(
        "negative_rate",
        "attempts_per_year = { value = 0.04",
        "attempts_per_year = { value = -0.04",
        "attempts_per_year",
        "-0.04",
    ),
    one(
        "negative_capacity",
        "capacity_per_year = 250",
        "capacity_per_year = -250",
        "capacity_per_year",
        "-250",
    ),
    one("low_above_value", "value = 0.6, low = 0.2, high = 2", "value = 0.6, low = 0.9, high = 2", "low"),
    one(
        "low_and_high_swapped",
        SMOKING_ACTS,
        "acts_per_year = { value = 10, low = 18, high = 2",
        "low",
        "high",
    ),
    one(
        "high_of_a_share_above_one",
        "value = 0.12, low = 0.05, high = 0.5",
        "value = 0.12, low = 0.05, high = 5",
        "high",
    ),
    one("bounds_without_a_value", "{ value = 0.6, low = 0.2, high = 2", "{ low = 0.2, high = 2", "value"),
    one("value_within_value", "{ value = 0.6, low", "{ value = { value = 0.6 }, low", "value"),
    one(
        "misspelt_in_a_value",
        "value = 0.03, low = 0.01, high = 0.1, source",
        "value = 0.03, sourse",
        "sourse",
        "source",
    ),
    one(
        "leave_at_below_enter_below",
        "leave_at = 950",
        "leave_at = 930",
        "leave_at",
        "enter_below",
        at=("leave_at = 930", "enter_below = 940", "[list.untrustworthy]"),
    ),
    one(
        "leave_at_below_enter_below_after_a_phase",
        SET,
        'set = { "list.untrustworthy.enter_below" = 960 }',
        "leave_at",
        "enter_below",
        at=('set = { "list.untrustworthy.enter_below" = 960 }', "[[phase]]", "leave_at = 950"),
    ),
    one(
        "leave_at_below_enter_below_after_two_phases",
        SET,
        SET + '\n\n[[phase]]\nfrom = "30 months"\nsays = "Up"\nset = { "list.untrustworthy.enter_below" = 960 }',
        "leave_at",
        "enter_below",
        at=(
            'set = { "list.untrustworthy.enter_below" = 960 }',
            '[[phase]]\nfrom = "30 months"',
            "\n\n[[phase]]",
        ),
        also=(SET, "leave_at = 950"),
    ),
    one(
        "start_outside_range",
        "start = 1000",
        "start = 1400",
        "start",
        at=("start = 1400", "range = [", "[score]"),
    ),
    one(
        "range_the_wrong_way_round",
        "range = [0, 1300]",
        "range = [1300, 0]",
        "range",
        also=("start = 1000", "[score]"),
    ),
    one("range_of_three", "range = [0, 1300]", "range = [0, 600, 1300]", "range"),
    one("half_a_point", "points = 1\n", "points = 0.5\n", "points", "0.5"),
    one("half_a_point_of_recovery", "recovery = { value = 6,", "recovery = { value = 6.5,", "recovery", "6.5"),
    one(
        "duration_misspelt",
        'decided_after = "3 months"',
        'decided_after = "3 monts"',
        "decided_after",
        "monts",
    ),
    one("duration_in_french", 'lasts = "3 years"', 'lasts = "3 ans"', "lasts", "3 ans"),
    one("duration_without_a_unit", 'lasts = "3 years"', 'lasts = "36"', "lasts", "36"),
    one("duration_as_a_number", 'term = "never"', "term = 180", "term", "180"),
    one(
        "duration_below_nothing",
        'decided_after = "3 months"',
        'decided_after = "-3 months"',
        "decided_after",
        "-3",
    ),
    one("a_run_that_never_ends", 'lasts = "3 years"', 'lasts = "never"', "lasts", "never"),
    one("phase_from_a_date", 'from = "2 years"', "from = 2026-01-01", "from"),
    one("phase_from_a_date_as_text", 'from = "2 years"', 'from = "2026-01-01"', "from", "2026-01-01"),
    one("nobody_at_all", "people = 1_000_000", "people = 0", "people"),
    one("part_of_a_person", "people = 1_000_000", "people = 1000.5", "people"),
    one("more_people_than_words", "people = 1_000_000", "people = " + "1" + "0" * 30, "people"),
    one("number_of_five_thousand_digits", "people = 1_000_000", "people = " + "9" * 5000, toml=None),
    one("points_beyond_counting", "points = -80", "points = -8" + "0" * 30, "points"),
    one("range_beyond_counting", "range = [0, 1300]", "range = [0, 13" + "0" * 30 + "]", "range"),
    one("not_a_number", "recorded = 0.30", "recorded = nan", "recorded", "nan"),
    one(
        "infinite_rate",
        TRAFFIC_ACTS,
        "acts_per_year = { value = inf, low = 1, high = inf",
        "acts_per_year",
        "inf",
    ),
    one("infinite_office", "capacity_per_year = 250", "capacity_per_year = inf", "capacity_per_year", "inf"),
    one("half_at_nothing", "half_at = 0.05 }", "half_at = 0 }", "half_at"),
    one("deterred_by_more_than_all", "most = 0.3, half_at = 0.05", "most = 1.3, half_at = 0.05", "most", "1.3"),
    one(
        "more_than_forty_a_step",
        "acts_per_year = { value = 12, source",
        "acts_per_year = { value = 600, source",
        "40",
        also=("[behaviour.domestic_products]",),
    ),
    one(
        "more_than_forty_a_step_for_the_heaviest",
        SMOKING_ACTS,
        "acts_per_year = { value = 100, low = 2, high = 180",
        "40",
        at=("acts_per_year = { value = 100, low", "spread = 1.4", "[behaviour.smoking]"),
    ),
    one(
        "more_than_forty_a_step_for_a_trait",
        CRITICISM_ACTS,
        "acts_per_year = { value = 10, low = 0.01, high = 20",
        "40",
        at=("acts_per_year = { value = 10, low = 0.01", "by_trait = { jou", "[behaviour.criticism]"),
    ),
    FileCase(
        "nine_traits",
        (Mistake(("[trait.journalist]", *(f"[trait.{p}]" for p in PROFESSIONS)), (("8", "eight"), "trait")),),
        (
            Edit("[score]\nstart", EIGHT_MORE + "[score]\nstart"),
            Edit(
                "by_trait = { journalist = 60, none",
                "by_trait = { journalist = 60, " + NINE_IN_A_TABLE + "none",
            ),
        ),
    ),
    FileCase(
        "traits_of_more_than_everybody",
        (
            Mistake(
                ("[trait.journalist]", "share = { value = 0.00026", "[trait.official]", "share = 0.9998"),
                ("share",),
            ),
        ),
        (
            Edit("[score]\nstart", '[trait.official]\nsays = "Official"\nshare = 0.9998\n\n[score]\nstart'),
            Edit("by_trait = { journalist = 60, none", "by_trait = { journalist = 60, official = 1, none"),
        ),
    ),
    FileCase(
        "trait_of_more_than_every_adult",
        (
            Mistake(
                (
                    "[trait.journalist]",
                    "share = { value = 0.6",
                    "by_age = { child = 0, adult = 2, older = 0 }",
                ),
                ("share",),
            ),
        ),
        (
            Edit("share = { value = 0.00026", "share = { value = 0.6"),
            Edit("by_age = { child = 0, adult = 1, older = 0 }", "by_age = { child = 0, adult = 2, older = 0 }"),
        ),
    ),
)

# --- names --------------------------------------------------------------------------------------------------
NAMES = (
    one("name_with_a_dot", "[sensor.plates]", '[sensor."number.plates"]', "number.plates"),
    one("name_with_a_space", "[sanction.flights]", '[sanction."no flights"]', "no flights"),
    one("name_with_a_capital", "[sensor.platforms]", "[sensor.Platforms]", "Platforms"),
    one("name_with_a_slash", "[sensor.platforms]", '[sensor."plat/forms"]', "plat/forms"),
    one("name_without_a_letter", "[sensor.platforms]", '[sensor.""]'),
    one(
        "trait_named_none",
        "[score]\nstart",
        '[trait.none]\nsays = "Nothing"\nshare = 0.1\n\n[score]\nstart',
        "none",
        at=("[trait.none]",),
    ),
    one(
        "ground_named_score",
        "[list.untrustworthy.ground.apology]",
        "[list.untrustworthy.ground.score]",
        "score",
    ),
    one("ground_named_kin", "[list.untrustworthy.ground.apology]", "[list.untrustworthy.ground.kin]", "kin"),
    one("escape_sequence_for_a_key", "recorded = 0.5\n", 'recorded = 0.5\n"\\u001b[2Jgone" = 1\n', "gone"),
    one("markup_for_a_key", "recorded = 0.5\n", 'recorded = 0.5\n"[/red]" = 1\n', "[/red]"),
    one("braces_for_a_key", "recorded = 0.5\n", 'recorded = 0.5\n"{0.__class__} %s" = 1\n', "{0.__class__} %s"),
)

# --- what belongs together, and phases ----------------------------------------------------------------------
TOGETHER = (
    one(
        "attempted_and_imposed",
        'reaches = "children"',
        'reaches = "children"\nimposed = "at entry"',
        "imposed",
        "attempts_per_year",
        at=('imposed = "at entry"', "attempts_per_year = { value = 0.1, ", "[sanction.private_school]"),
    ),
    FileCase(
        "threshold_without_a_score",
        (Mistake(("enter_below = 940", "[list.debtors]"), ("enter_below", "score")),),
        whole=SMALL.replace('says = "List of debtors"\n', 'says = "List of debtors"\nenter_below = 940\n'),
    ),
    one("format_of_another_day", "format = 1", "format = 2", "format", "2"),
    one("format_as_text", "format = 1", 'format = "1"', "format"),
    one(
        "phase_sets_what_does_not_exist",
        SET,
        SET.replace("enter_below", "entre_below"),
        "entre_below",
        "enter_below",
    ),
    one("phase_sets_a_whole_table", SET, 'set = { "list.untrustworthy" = 945 }', "list.untrustworthy"),
    one(
        "phase_sets_another_list",
        SET,
        'set = { "list.untrusted.enter_below" = 945 }',
        "untrusted",
        "untrustworthy",
    ),
    one(
        "phase_sets_a_share_in_percent",
        SET,
        'set = { "due_process.review.share" = 80 }',
        "due_process.review.share",
        "80",
    ),
    one(
        "phase_sets_a_word_for_a_number",
        SET,
        'set = { "sensor.plates.recorded" = "all" }',
        "sensor.plates.recorded",
    ),
    one("phase_sets_the_step", SET, 'set = { "step" = "week" }', "step"),
    one("phase_sets_nested_keys", SET, "set = { list = { untrustworthy = { enter_below = 945 } } }", "list"),
    one("phase_as_a_table", "[[phase]]", "[phase]", "phase", also=('from = "2 years"', 'says = "The thr', SET)),
)

# --- later, on purpose --------------------------------------------------------------------------------------
POSTPONED = (
    one("later_rank", "leave_at = 950", "leave_at = 950\nrank = 0.01", "rank", LATER),
    one(
        "later_by_band",
        'domain = "money"\ntargeted = true\n\n[behaviour.tax_evasion]',
        'domain = "money"\nby_band = { AAA = 1, AA = 1, A = 1, B = 1, C = 1 }\n\n[behaviour.tax_evasion]',
        "by_band",
        LATER,
        at=("by_band = { AAA",),
    ),
    one("later_start_as_a_distribution", "start = 1000", "start = { mean = 1000, sd = 50 }", "start"),
    one(
        "later_false_spread",
        'to = "household" ',
        'false_spread = 2.0\nto = "household" ',
        "false_spread",
        LATER,
        at=("false_spread = 2.0",),
    ),
    one("later_ground_on_a_list", 'on = "criticism"', 'on = "list.untrustworthy"', "list.untrustworthy"),
    one("later_ground_by_lot", 'term = "never"', 'term = "never"\nlot = 0.001', "lot"),
    one("later_ground_the_third_time", 'term = "never"', 'term = "never"\nnth = 3', "nth"),
    one(
        "later_suspends",
        "corrects_record = false",
        "corrects_record = false\nsuspends = true",
        "suspends",
        LATER,
    ),
    one("later_several_terms", 'term = "never"', 'term = ["180 days", "270 days"]', "term", LATER),
    one("later_reviews_in_a_phase", SET, SET + '\nreviews = "list.untrustworthy"', "reviews", LATER),
    one("later_population_of_ones_own", 'use = "china-2020"', 'use = "./my-town.toml"', "my-town.toml"),
    one("later_amounts_of_money", 'reaches = "children"', 'reaches = "children"\namount = 5000', "amount"),
)

# --- people's data, which has no business here --------------------------------------------------------------
PEOPLE = (
    one(
        "persons_on_a_list",
        "leave_at = 950",
        'leave_at = 950\npersons = [{ name = "Li Wei", id_number = "3706" }]',
        "persons",
    ),
    one("name_of_a_person", 'says = "Journalist"\n', 'says = "Journalist"\nname = "Li Wei"\n', "name"),
    one(
        "number_of_a_person",
        "leave_at = 950",
        'leave_at = 950\nid_number = "370602198001011234"',
        "id_number",
    ),
    one(
        "plate_of_a_car",
        'to = "household" ',
        'plate = "LU-K12345"\nto = "household" ',
        "plate",
        at=('plate = "LU-K12345"',),
    ),
    one(
        "photographs_for_a_sensor",
        "confuses = { age",
        'images = "/srv/cctv"\nconfuses = { age',
        "images",
        at=('images = "/srv/cctv"',),
    ),
    FileCase(
        "population_of_persons",
        (Mistake(('use = "residents.csv"',), ("residents.csv",)),),
        (Edit('use = "china-2020"', 'use = "residents.csv"'),),
        beside=(("residents.csv", PERSONS),),
        never=("Li Wei", "Xiaoming", "370602"),
        command="run",
        options=("--people", "50", "--months", "1", "--out", "out"),
    ),
    FileCase(
        "population_beside_the_shipped_ones",
        (Mistake(('use = "../../../../../tmp/x"',), ("../tmp/x",)),),
        (Edit('use = "china-2020"', 'use = "../../../../../tmp/x"'),),
    ),
    FileCase(
        "population_key_of_ones_own",
        (Mistake(('file = "residents.csv"',), ("file",)),),
        (Edit('use = "china-2020"', 'use = "china-2020"\nfile = "residents.csv"'),),
        beside=(("residents.csv", PERSONS),),
        never=("Li Wei", "Xiaoming", "370602"),
    ),
    FileCase(
        "table_of_persons_as_regime",
        (Mistake((), ("residents.csv",)),),
        whole=PERSONS,
        file="residents.csv",
        toml=False,
        never=("Li Wei", "Xiaoming", "370602"),
    ),
    FileCase(
        "table_of_persons_in_disguise",
        (Mistake(("name,id_number",), ()),),
        whole=PERSONS,
        toml=False,
        never=("Li Wei", "Xiaoming", "370602"),
        command="run",
        options=("--people", "50", "--months", "1", "--out", "out"),
    ),
)

# --- files that are hardly files ----------------------------------------------------------------------------
FILES = (
    one("windows_path", 'use = "china-2020"', 'use = "C:\\Users\\Zhang\\people.csv"', toml=False),
    one("decimal_comma", "recorded = 0.30", "recorded = 0,30", toml=False),
    one(
        "quotes_from_a_word_processor",
        'title = "The regime of the article"',
        "title = \u201cThe regime\u201d",
        toml=False,
    ),
    one(
        "quote_not_closed",
        'title = "The regime of the article"',
        'title = "The regime of the article',
        toml=False,
    ),
    one(
        "bracket_not_closed",
        'sees = ["criticism"]',
        'sees = ["criticism"',
        toml=False,
        at=('sees = ["criticism"', "recorded = 0.5"),
    ),
    one("colon_for_equals", "recorded = 0.5", "recorded: 0.5", toml=False),
    one("table_head_not_closed", "[sensor.platforms]", "[sensor.platforms", toml=False),
    one(
        "merge_conflict",
        "leave_at = 950\n",
        "<<<<<<< HEAD\nleave_at = 950\n=======\nleave_at = 960\n>>>>>>> b\n",
        toml=False,
        at=("<<<<<<< HEAD",),
    ),
    one(
        "key_twice",
        "recorded = 0.5\n",
        "recorded = 0.5\nrecorded = 0.6\n",
        "recorded",
        toml=False,
        also=("recorded = 0.5\n",),
    ),
    one(
        "table_twice",
        "[behaviour.fraud]",
        "[behaviour.smoking] # again",
        "smoking",
        toml=False,
        also=("[behaviour.smoking]\n",),
    ),
    one("nul_within", 'says = "Fraud"', 'says = "Fr\x00aud"', toml=False),
    FileCase(
        "three_thousand_brackets",
        (Mistake(),),
        (Edit("spread = 1.4 ", "spread = " + "[" * 3000 + "]" * 3000 + " "),),
        toml=None,
    ),
    FileCase(
        "web_page_saved_as_regime",
        (Mistake(("<!DOCTYPE html>",), ()),),
        toml=False,
        whole="<!DOCTYPE html>\n<html><head><title>regime.toml</title></head>\n<body>404</body></html>\n",
    ),
    FileCase(
        "json_for_toml",
        (Mistake(("{",), ()),),
        whole='{\n  "format": 1,\n  "title": "Debtors"\n}\n',
        toml=False,
    ),
    FileCase("empty_file", (Mistake(),), whole=""),
    FileCase("comments_alone", (Mistake(),), whole="# to be written on Monday\n\n"),
    FileCase("without_a_format", (Mistake((), ("format",)),), whole=SMALL.replace("format = 1\n", "")),
    FileCase(
        "without_a_population",
        (Mistake((), ("population",)),),
        whole=SMALL.replace('[population]\nuse = "china-2020"\npeople = 50\n', ""),
    ),
    FileCase(
        "lists_in_double_brackets",
        (Mistake(("[[list]]",), ("list",)),),
        whole=SMALL.replace("[list.debtors]\n", '[[list]]\nname = "debtors"\n').replace(
            "[list.debtors.ground.judgment]", "[list.ground.judgment]"
        ),
        also=('name = "debtors"', "[list.ground.judgment]", 'list = "debtors"', 'says = "List of debtors"'),
    ),
    FileCase(
        "latin_1",
        (Mistake(('title = "Gesetz \u00fcber Schuldner"',), ("UTF-8",)),),
        toml=None,
        whole=SMALL.replace('title = "Debtors"', 'title = "Gesetz \u00fcber Schuldner"'),
        encoding="cp1252",
    ),
    FileCase(
        "chinese_before_unicode",
        (Mistake(('says = "\u5931\u4fe1\u4eba"',), ("UTF-8",)),),
        toml=None,
        whole=SMALL.replace('says = "List of debtors"', 'says = "\u5931\u4fe1\u4eba"'),
        encoding="gbk",
    ),
    FileCase(
        "utf_16_from_powershell",
        (Mistake((), ("UTF-8",)),),
        whole=SMALL,
        encoding="utf-16",
        newline="\r\n",
        toml=None,
    ),
    FileCase(
        "spreadsheet_as_regime",
        (Mistake((), ("regime.toml",)),),
        toml=None,
        raw=b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00\xbf\xd6\xfe\x90[Content_Types] \xa2\x04\x02",
    ),
)

# --- the right line, come what may --------------------------------------------------------------------------
RECORDED_WRONG = Mistake(("recordet = 0.5",), ("recordet", "recorded"))
PLACES = (
    one(
        "mistake_in_a_file_from_notepad",
        "recorded = 0.5\n",
        "recorded = 0.5\nlasst = 1\n",
        "lasst",
        encoding="utf-8-sig",
        newline="\r\n",
    ),
    FileCase(
        "mistake_after_text_of_several_lines",
        (RECORDED_WRONG,),
        (
            Edit("recorded = 0.5\n", "recordet = 0.5\n"),
            Edit('title = "The regime of the article"', 'title = """\nThe regime\n\nof "the" article\n"""'),
        ),
        also=("[sensor.platforms]",),
    ),
    FileCase(
        "mistake_after_much_chinese",
        (RECORDED_WRONG,),
        (
            Edit("recorded = 0.5\n", "recordet = 0.5\n"),
            Edit("[score]\nstart", "# " + "\u4fe1\u7528\u5206" * 400 + "\n[score]\nstart"),
        ),
        also=("[sensor.platforms]",),
        file="\u5931\u4fe1 (2).toml",
    ),
    FileCase(
        "mistake_after_strange_line_separators",
        (RECORDED_WRONG,),
        (
            Edit("recorded = 0.5\n", "recordet = 0.5\n"),
            Edit("[score]\nstart", "# pasted\u2028from\u2029a\u0085page\n[score]\nstart"),
        ),
        also=("[sensor.platforms]",),
    ),
    FileCase(
        "mistake_in_a_file_with_a_long_name",
        (RECORDED_WRONG,),
        (Edit("recorded = 0.5\n", "recordet = 0.5\n"),),
        also=("[sensor.platforms]",),
        file="Draft law (version 7, final) & annex.toml",
    ),
    FileCase(
        "mistake_in_describe",
        (RECORDED_WRONG,),
        (Edit("recorded = 0.5\n", "recordet = 0.5\n"),),
        also=("[sensor.platforms]",),
        command="describe",
    ),
    FileCase(
        "mistake_in_run_as_json",
        (RECORDED_WRONG,),
        (Edit("recorded = 0.5\n", "recordet = 0.5\n"),),
        also=("[sensor.platforms]",),
        command="run",
        options=("--people", "50", "--months", "1", "--json"),
    ),
)

# --- several at once ----------------------------------------------------------------------------------------
SEVERAL = (
    FileCase(
        "two_mistakes",
        (
            Mistake(('on = "critisism"',), ("critisism", "criticism")),
            Mistake(("stops_accurate = 10",), ("stops_accurate",)),
        ),
        (Edit('on = "criticism"', 'on = "critisism"'), Edit("stops_accurate = 0.1", "stops_accurate = 10")),
    ),
    FileCase(
        "three_mistakes_of_three_kinds",
        (
            Mistake(("recordet = 0.5",), ("recordet", "recorded")),
            Mistake(("leave_at = 930", "enter_below = 940", "[list.untrustworthy]"), ("leave_at",)),
            Mistake(("by_sex = { male = 1.5 }",), ("female",)),
        ),
        (
            Edit("recorded = 0.5\n", "recordet = 0.5\n"),
            Edit("leave_at = 950", "leave_at = 930"),
            Edit("by_sex = { male = 1.5, female = 0.5 }", "by_sex = { male = 1.5 }"),
        ),
        also=("[sensor.platforms]",),
    ),
    FileCase(
        "eight_mistakes",
        (
            Mistake(('stap = "month"',), ("stap", "step")),
            Mistake(('use = "china2020"',), ("china2020", "china-2020")),
            Mistake(("start = 1301", "range = [0, 1300]", "[score]"), ("start",)),
            Mistake(('domain = "civics"',), ("civics", "civic")),
            Mistake(("points = 1.5",), ("points",)),
            Mistake(("spread = -1.2",), ("spread",)),
            Mistake(('decided_after = "soon"',), ("decided_after", "soon")),
            Mistake((SET.replace("leave_at", "leaves_at"),), ("leaves_at", "leave_at")),
        ),
        (
            Edit('step = "month"', 'stap = "month"'),
            Edit("china-2020", "china2020"),
            Edit("start = 1000", "start = 1301"),
            Edit('domain = "civic"', 'domain = "civics"'),
            Edit("points = 1\n", "points = 1.5\n"),
            Edit("spread = 1.2", "spread = -1.2"),
            Edit('decided_after = "3 months"', 'decided_after = "soon"'),
            Edit(SET, SET.replace("leave_at", "leaves_at")),
        ),
    ),
)

BROKEN: tuple[FileCase, ...] = (
    *SPELLING,
    *TABLES,
    *NUMBERS,
    *NAMES,
    *TOGETHER,
    *POSTPONED,
    *PEOPLE,
    *FILES,
    *PLACES,
    *SEVERAL,
)

# --- files that look wrong and are right --------------------------------------------------------------------
SOUND: tuple[FileCase, ...] = (
    FileCase("as_shipped"),
    FileCase("small", whole=SMALL),
    FileCase("from_notepad", encoding="utf-8-sig", newline="\r\n"),
    FileCase("line_ends_of_windows", newline="\r\n", file="Draft law (version 7, final) & annex.toml"),
    FileCase("no_line_end_at_the_end", whole=SMALL.rstrip("\n")),
    FileCase("strange_line_separators_in_a_comment", whole="# pasted\u2028from\u2029a\u0085page\n" + SMALL),
    FileCase(
        "markup_in_its_words",
        (),
        (
            Edit(
                'says = "List of untrustworthy persons"',
                'says = "List [/bold] of [red]untrustworthy[link=x] %s {0}"',
            ),
        ),
    ),
    FileCase(
        "chinese_on_a_western_console",
        (),
        (
            Edit('says = "List of untrustworthy persons"', 'says = "\u5931\u4fe1\u88ab\u6267\u884c\u4eba"'),
            Edit('title = "The regime of the article"', 'title = "\u5931\u4fe1"'),
        ),
        env=(("PYTHONIOENCODING", "cp1252"), ("PYTHONUTF8", "0")),
        file="\u5931\u4fe1.toml",
    ),
    FileCase("leaves_where_it_enters", (), (Edit("leave_at = 950", "leave_at = 940"),)),
    FileCase(
        "recorded_and_misattributed_of_one",
        (),
        (
            Edit("recorded = 0.30", "recorded = 0.90"),
            Edit("low = 0.02, high = 0.3,", "low = 0.02, high = 0.1,"),
        ),
    ),
    FileCase(
        "traits_of_exactly_everybody",
        (),
        (
            Edit("share = { value = 0.00026,", "share = { value = 0.33,"),
            Edit(
                "[score]\nstart",
                '[trait.a]\nsays = "A"\nshare = 0.56\n\n[trait.b]\nsays = "B"\nshare = 0.11\n\n[score]\nstart',
            ),
            Edit("by_trait = { journalist = 60, none", "by_trait = { journalist = 60, a = 1, b = 1, none"),
        ),
    ),
)

# --- command lines ------------------------------------------------------------------------------------------
TINY = ("--people", "50", "--months", "1")
OUT = ("--out", "out")
HARM = ("--harm", "wrong person")
ASKED = ("breakeven", "article", "--over", "sensor.cameras.recorded")
RUN = ("run", "article", *TINY, *OUT)
BELOW = "list.untrustworthy.enter_below"
NOTES = (("notes.txt", "my notes, not to be lost\n"),)
PHOTOS = (("holiday/beach.jpg", "a photograph\n"), ("holiday/2024/hill.jpg", "another\n"))

OPTIONS = (
    CommandCase("unknown_regime", ("run", "artcle", *TINY, *OUT), ("artcle", "article")),
    CommandCase("unknown_regime_checked", ("check", "articel"), ("articel", "article")),
    CommandCase("unknown_regime_described", ("describe", "aritcle"), ("aritcle", "article")),
    CommandCase("file_that_is_not_there", ("check", "draft.toml"), ("draft.toml",)),
    CommandCase("file_on_drive_c", ("check", "C:\\Users\\me\\draft.toml"), ("draft.toml",)),
    CommandCase("regime_from_the_web", ("check", "https://example.org/draft.toml"), ("draft.toml",)),
    CommandCase("regime_that_is_a_folder", ("check", "rules.toml"), ("rules.toml",), folders=("rules.toml",)),
    CommandCase(
        "regime_without_a_name",
        ("check", ""),
    ),
    CommandCase(
        "regime_with_an_endless_name",
        ("check", "a" * 300 + ".toml"),
    ),
    CommandCase(
        "regime_that_links_to_itself",
        ("check", "loop.toml"),
        ("loop.toml",),
        links=(("loop.toml", "loop.toml"),),
    ),
    CommandCase(
        "regime_that_is_the_list_of_accounts",
        ("check", "/etc/passwd"),
        ("/etc/passwd",),
        never=("daemon", "nobody"),
    ),
    CommandCase("regime_above_the_shipped_ones", ("check", "../regimes/article"), ("../regimes/article",)),
    CommandCase("two_files_to_check", ("check", "article", "draft.toml"), ("draft.toml",)),
    CommandCase("nothing_to_run", ("run",), ("REGIME",)),
    CommandCase("unknown_option", ("run", "article", "--poeple", "50"), ("--poeple", "--people")),
    CommandCase("option_of_another_tool", (*RUN, "--turbo-mode"), ("--turbo-mode",)),
    CommandCase("people_none", ("run", "article", "--people", "0", *OUT), ("--people", "0")),
    CommandCase("people_below_none", ("run", "article", "--people", "-5", *OUT), ("--people", "-5")),
    CommandCase("people_as_a_word", ("run", "article", "--people", "abc", *OUT), ("--people", "abc")),
    CommandCase("people_with_a_comma", ("run", "article", "--people", "1,000", *OUT), ("--people", "1,000")),
    CommandCase("people_in_part", ("run", "article", "--people", "50.5", *OUT), ("--people", "50.5")),
    CommandCase(
        "people_beyond_words",
        ("run", "article", "--people", "1" + "0" * 30, "--months", "1", *OUT),
        ("--people",),
    ),
    CommandCase("people_not_given", ("run", "article", "--months", "1", "--people"), ("--people",)),
    CommandCase("months_none", ("run", "article", "--people", "50", "--months", "0", *OUT), ("--months", "0")),
    CommandCase("months_below_none", ("run", "article", "--people", "50", "--months", "-3", *OUT), ("--months", "-3")),
    CommandCase(
        "months_as_a_duration",
        ("run", "article", "--people", "50", "--months", "3 years", *OUT),
        ("--months", "3 years"),
    ),
    CommandCase("seed_below_none", (*RUN, "--seed", "-1"), ("--seed", "-1")),
    CommandCase("seed_too_large", (*RUN, "--seed", str(2**64)), ("--seed", str(2**64))),
    CommandCase("seed_as_a_word", (*RUN, "--seed", "lucky"), ("--seed", "lucky")),
    CommandCase("threads_none", (*RUN, "--threads", "0"), ("--threads", "0")),
    CommandCase("threads_below_none", (*RUN, "--threads", "-1"), ("--threads", "-1")),
    CommandCase("threads_as_a_word", (*RUN, "--threads", "two"), ("--threads", "two")),
    CommandCase("threads_without_end", (*RUN, "--threads", "1000"), ("--threads", "1000", "256")),
    CommandCase("threads_of_the_plain_engine", (*RUN, "--engine", "plain", "--threads", "0"), ("--threads",)),
    CommandCase("demo_without_threads", ("demo", "--threads", "0"), ("--threads", "0")),
    CommandCase("unknown_engine", (*RUN, "--engine", "turbo"), ("turbo", "fast", "plain")),
    CommandCase("engine_with_a_capital", (*RUN, "--engine", "Fast"), ("Fast", "fast")),
    CommandCase(
        "wrong_options_at_once",
        ("run", "article", "--people", "0", "--seed", "-1", "--engine", "turbo", "--threads", "0", *OUT),
        ("--people", "--seed", "turbo", "--threads"),
    ),
    CommandCase("wrong_option_as_json", ("run", "article", "--people", "0", "--json"), ("--people",)),
    CommandCase("demo_for_nobody", ("demo", "--people", "0"), ("--people",)),
    CommandCase("breakeven_of_no_harm", (*ASKED, "--harm", "wrong persn"), ("wrong persn", "wrong person")),
    CommandCase("breakeven_of_no_list", (*ASKED, *HARM, "--item", "untrustworhty"), ("--item", "untrustworthy")),
    CommandCase("breakeven_of_no_group", (*ASKED, *HARM, "--who", "Zhang"), ("--who", "Zhang")),
    CommandCase("breakeven_at_a_percentage", (*ASKED, *HARM, "--at", "10 %"), ("--at", "10 %")),
    CommandCase("breakeven_at_no_number", (*ASKED, *HARM, "--at", "nan"), ("--at", "nan")),
    CommandCase("breakeven_over_nothing", ("breakeven", "article", *HARM), ("--over",)),
    CommandCase(
        "breakeven_over_what_has_no_bounds",
        ("breakeven", "article", *HARM, "--over", "sensor.plates.recorded"),
        ("sensor.plates.recorded", "low", "high"),
    ),
    CommandCase(
        "breakeven_over_a_misspelt_number",
        ("breakeven", "article", *HARM, "--over", "sensor.cameras.recoded"),
        ("sensor.cameras.recoded", "sensor.cameras.recorded"),
    ),
    CommandCase(
        "inputs_with_an_end_that_cannot_run",
        (*RUN, "--inputs", "--set", "behaviour.smoking.acts_per_year.high=5000"),
        ("behaviour.smoking.acts_per_year", "high", "5000"),
    ),
)

SETS = (
    CommandCase("set_without_equals", (*RUN, "--set", BELOW), ("--set", BELOW)),
    CommandCase("set_without_a_path", (*RUN, "--set", "=900"), ("--set",)),
    CommandCase("set_to_nothing", (*RUN, "--set", f"{BELOW}="), (BELOW,)),
    CommandCase(
        "set_misspelt_key",
        (*RUN, "--set", "list.untrustworthy.enter_bellow=900"),
        ("enter_bellow", "enter_below"),
    ),
    CommandCase(
        "set_misspelt_list",
        (*RUN, "--set", "list.untrustworty.enter_below=900"),
        ("untrustworty", "untrustworthy"),
    ),
    CommandCase("set_misspelt_kind", (*RUN, "--set", "behavior.fraud.points=-10"), ("behavior.fraud", "behaviour")),
    CommandCase("set_a_whole_table", (*RUN, "--set", "list.untrustworthy=900"), ("list.untrustworthy",)),
    CommandCase("set_a_word_for_a_number", (*RUN, "--set", f"{BELOW}=high"), (BELOW, "high")),
    CommandCase(
        "set_a_share_above_one",
        (*RUN, "--set", "sensor.plates.recorded=1.5"),
        ("sensor.plates.recorded", "1.5"),
    ),
    CommandCase("set_not_a_number", (*RUN, "--set", "sensor.plates.recorded=nan"), ("sensor.plates.recorded", "nan")),
    CommandCase("set_half_a_point", (*RUN, "--set", "behaviour.fraud.points=-0.5"), ("behaviour.fraud.points",)),
    CommandCase(
        "set_a_bad_duration",
        (*RUN, "--set", "due_process.decided_after=soon"),
        ("due_process.decided_after", "soon"),
    ),
    CommandCase("set_leave_at_below_enter_below", (*RUN, "--set", "list.untrustworthy.leave_at=900"), ("leave_at",)),
    CommandCase("set_more_than_forty_acts", (*RUN, "--set", "behaviour.domestic_products.acts_per_year=600"), ("40",)),
    CommandCase(
        "set_two_and_both_wrong",
        (*RUN, "--set", "list.untrustworthy.enter_bellow=900", "--set", "sensor.plates.recordet=0.5"),
        ("enter_bellow", "recordet"),
    ),
    CommandCase(
        "set_persons",
        (*RUN, "--set", "population.use=residents.csv"),
        ("residents.csv",),
        files=(("residents.csv", PERSONS),),
        never=("Li Wei", "Xiaoming", "370602"),
    ),
    CommandCase("set_more_than_it_says", (*RUN, "--set", f"{BELOW}=900\nleave_at = 100"), (BELOW,)),
    CommandCase("set_with_markup", (*RUN, "--set", "list.[/red].enter_below=900"), ("[/red]",)),
)

PLACES_TO_WRITE = (
    CommandCase("out_holds_a_run", ("run", "article", *TINY, "--out", "run"), ("run", "--force"), run=True),
    CommandCase(
        "out_holds_a_run_and_the_regime_is_broken",
        ("run", "draft.toml", *TINY, "--out", "run", "--force"),
        ("draft.toml", "format"),
        run=True,
        files=(("draft.toml", SMALL.replace("format = 1", "format = 7")),),
    ),
    CommandCase("out_holds_photographs", ("run", "article", *TINY, "--out", "holiday"), ("holiday",), files=PHOTOS),
    CommandCase(
        "out_holds_photographs_and_force",
        ("run", "article", *TINY, "--out", "holiday", "--force"),
        ("holiday",),
        files=PHOTOS,
    ),
    CommandCase(
        "out_is_a_file_and_force",
        ("run", "article", *TINY, "--out", "notes.txt", "--force"),
        ("notes.txt",),
        files=NOTES,
    ),
    CommandCase("out_within_a_file", ("run", "article", *TINY, "--out", "notes.txt/out"), ("notes.txt",), files=NOTES),
    CommandCase("out_within_nothing", ("run", "article", *TINY, "--out", "no/such/place"), ("no/such",)),
    CommandCase("out_here_among_other_things", ("run", "article", *TINY, "--out", ".", "--force"), files=NOTES),
    CommandCase("out_without_a_name", ("run", "article", *TINY, "--out", ""), ("--out",)),
    CommandCase("new_onto_a_file", ("new", "notes.txt"), ("notes.txt",), files=NOTES),
    CommandCase("new_onto_a_folder", ("new", "drafts"), ("drafts",), folders=("drafts",)),
    CommandCase("new_within_nothing", ("new", "no/such/draft.toml"), ("no/such",)),
    CommandCase("new_within_a_file", ("new", "notes.txt/draft.toml"), ("notes.txt",), files=NOTES),
    CommandCase(
        "new_onto_a_link_to_nowhere",
        ("new", "draft.toml"),
        ("draft.toml",),
        links=(("draft.toml", "elsewhere.toml"),),
    ),
    CommandCase("new_without_a_name", ("new",), ("FILE",)),
)

RUNS = (
    CommandCase("life_of_no_run", ("life", "holiday"), ("holiday",), files=PHOTOS),
    CommandCase("life_of_nothing", ("life", "nowhere", "3"), ("nowhere",)),
    CommandCase("life_of_a_file", ("life", "notes.txt", "3"), ("notes.txt",), files=NOTES),
    CommandCase("life_of_the_person_after_the_last", ("life", "run", "40"), ("40",), run=True),
    CommandCase("life_of_a_person_far_beyond", ("life", "run", "1" + "0" * 30), run=True),
    CommandCase("life_of_a_person_below_nobody", ("life", "run", "--", "-1"), ("-1",), run=True),
    CommandCase("life_of_a_name", ("life", "run", "Li Wei"), ("Li Wei",), run=True),
    CommandCase("life_where_misspelt", ("life", "run", "--where", "denid and mistaken"), ("denid", "denied"), run=True),
    CommandCase("life_where_unfinished", ("life", "run", "--where", "denied and"), ("--where",), run=True),
    CommandCase("life_where_empty", ("life", "run", "--where", ""), ("--where",), run=True),
    CommandCase("life_where_a_program", ("life", "run", "--where", "__import__('os').mkdir('owned')"), (), run=True),
    CommandCase(
        "life_of_a_run_with_a_broken_manifest",
        ("life", "run", "3"),
        ("manifest.json",),
        run=True,
        overwrite=(("manifest.json", b'{"people": 40,'),),
    ),
    CommandCase("verify_no_run", ("verify", "holiday"), ("holiday",), files=PHOTOS),
    CommandCase("verify_nothing", ("verify", "nowhere"), ("nowhere",)),
    CommandCase("verify_without_a_manifest", ("verify", "run"), ("manifest.json",), run=True, drop=("manifest.json",)),
    CommandCase(
        "verify_a_manifest_cut_short",
        ("verify", "run"),
        ("manifest.json",),
        run=True,
        overwrite=(("manifest.json", b'{"people": 40,'),),
    ),
    CommandCase(
        "verify_a_manifest_of_bytes",
        ("verify", "run"),
        ("manifest.json",),
        run=True,
        overwrite=(("manifest.json", b"\xff\xfe\x00{"),),
    ),
    CommandCase(
        "verify_an_empty_manifest",
        ("verify", "run"),
        ("manifest.json",),
        run=True,
        overwrite=(("manifest.json", b"{}"),),
    ),
    CommandCase(
        "verify_a_manifest_that_is_a_list",
        ("verify", "run"),
        ("manifest.json",),
        run=True,
        overwrite=(("manifest.json", b"[1, 2, 3]"),),
    ),
    CommandCase(
        "verify_a_seed_of_text",
        ("verify", "run"),
        ("seed",),
        run=True,
        status=(1, 2),
        chatty=True,
        manifest=(("seed", "lucky"),),
    ),
    CommandCase(
        "verify_people_beyond_words",
        ("verify", "run"),
        ("people",),
        run=True,
        status=(1, 2),
        chatty=True,
        manifest=(("people", 10**30),),
    ),
    CommandCase(
        "verify_fewer_people",
        ("verify", "run"),
        run=True,
        status=(1, 2),
        chatty=True,
        manifest=(("people", 11),),
    ),
    CommandCase(
        "verify_another_seed",
        ("verify", "run"),
        run=True,
        status=(1, 2),
        chatty=True,
        manifest=(("seed", 7),),
    ),
    CommandCase(
        "verify_another_digest",
        ("verify", "run"),
        ("digest",),
        run=True,
        status=(1, 2),
        chatty=True,
        manifest=(("digest", "0" * 64),),
    ),
    CommandCase(
        "verify_another_regime_digest",
        ("verify", "run"),
        run=True,
        status=(1, 2),
        chatty=True,
        manifest=(("regime_digest", "0" * 64),),
    ),
    CommandCase(
        "verify_results_of_another_day",
        ("verify", "run"),
        run=True,
        status=(1, 2),
        chatty=True,
        manifest=(("results_version", 999),),
    ),
    CommandCase(
        "verify_a_population_from_elsewhere",
        ("verify", "run"),
        run=True,
        status=(1, 2),
        chatty=True,
        manifest=(("population", "../../../../etc/passwd"),),
    ),
    CommandCase(
        "verify_without_measures",
        ("verify", "run"),
        ("measures.parquet",),
        run=True,
        status=(1, 2),
        chatty=True,
        drop=("measures.parquet",),
    ),
    CommandCase(
        "verify_measures_that_are_not",
        ("verify", "run"),
        ("measures.parquet",),
        run=True,
        status=(1, 2),
        chatty=True,
        overwrite=(("measures.parquet", b"not a table"),),
    ),
    CommandCase(
        "verify_measures_from_another_table",
        ("verify", "run"),
        ("measures.parquet",),
        run=True,
        status=(1, 2),
        chatty=True,
        swap=(("measures.parquet", "parts.parquet"),),
    ),
    CommandCase(
        "verify_without_response",
        ("verify", "run"),
        ("response.parquet",),
        run=True,
        status=(1, 2),
        chatty=True,
        drop=("response.parquet",),
    ),
)

NOT_YET = ("explore", "sweep", "fit", "safeguard", "archive")

COMMANDS = (
    CommandCase("unknown_command", ("chek", "article"), ("chek", "check")),
    CommandCase("unknown_command_with_a_capital", ("Verify", "nowhere"), ("Verify", "verify")),
    CommandCase("command_that_nobody_wants", ("identify", "photo.jpg"), ("identify",)),
    CommandCase("option_for_a_command", ("--run", "article"), ("--run",)),
    *(CommandCase(f"not_yet_{name}", (name, "article"), (name,)) for name in NOT_YET),
)

TYPED: tuple[CommandCase, ...] = (*OPTIONS, *SETS, *PLACES_TO_WRITE, *RUNS, *COMMANDS)
