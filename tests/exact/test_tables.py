"""The tables of a run (draws.md 8 and 9, model.md 12): counts by hand, parts that sum to them, a digest for anyone."""

from __future__ import annotations

import csv
import hashlib
import json
from collections import Counter
from functools import cache
from importlib.resources import files
from itertools import groupby
from pathlib import Path

import polars as pl
import pytest

from scorewatch.measure.names import FLOWS, HISTOGRAMS, STATES
from scorewatch.measure.tables import digest, measures
from scorewatch.study.run import Run
from support import ran, value

SURE = 276  # a year; 23 a month: nobody has none
CELL = ["region", "group", "age_band", "sex", "trait"]
NAMES = {
    "age_band": ("child", "adult", "older"),
    "sex": ("male", "female"),
    "group": ("majority", "minority"),
    "region": ("urban", "rural"),
}

# a little of everything, with a warm-up: all measures have rows
ARTICLE = """
[trait.pilot]
says = "Pilot"
share = 0.13
[score]
start = 503
range = [0, 1000]
recovery = 7
[behaviour.theft]
says = "Theft"
acts_per_year = 5
points = -11
domain = "money"
[behaviour.speech]
says = "Speech"
acts_per_year = 3
domain = "expression"
right = "expression"
[sensor.police]
says = "The police"
sees = ["theft", "speech"]
recorded = 0.6
misattributed = 0.2
false_per_year = { theft = 0.7, speech = 0.3 }
[list.black]
says = "A list"
enter_below = 470
leave_at = 475
complies_per_year = 0.4
ground.speech = { says = "Speech", on = "speech", chance = 0.3, term = "4 months" }
[sanction.trains]
says = "No trains"
list = "black"
domain = "travel"
reaches = "household"
attempts_per_year = 5
[due_process]
notice = 0.3
notice_on_denial = 0.3
appeals = 0.6
decided_after = "2 months"
granted_if_mistaken = 0.7
granted_if_accurate = 0.3
[due_process.review]
share = 0.5
stops_mistaken = 0.5
stops_accurate = 0.3
"""


@cache
def article() -> Run:
    """Fourteen months of it: a year and two months more."""
    return ran(ARTICLE, 211, 14, top='warm_up = "5 months"')


def totals(table: pl.DataFrame, *columns: str) -> dict[tuple[object, ...], int]:
    """The sum of value by these columns."""
    found: Counter[tuple[object, ...]] = Counter()
    for row in table.to_dicts():
        found[tuple(row[column] for column in columns)] += row["value"]
    return dict(found)


# --- parts ----------------------------------------------------------------------------------------------------------


def test_the_part_of_a_person_is_copy_plus_household_mod_32() -> None:
    # recounted from the shipped file: 4,500 people are one whole copy and a beginning of the next
    run = ran('[behaviour.x]\nsays = "x"\nacts_per_year = 0\ndomain = "civic"\n', 4500, 1)
    text = files("scorewatch.populations").joinpath("china-2020.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert len(rows) < run.people
    expected: Counter[tuple[object, ...]] = Counter()
    for i in range(run.people):
        copy, row = divmod(i, len(rows))
        names = {axis: NAMES[axis][int(rows[row][axis])] for axis in NAMES}
        part = (copy + int(rows[row]["household"])) % 32
        expected[(*(names[axis] for axis in ("region", "group", "age_band", "sex")), "none", part)] += 1
    assert totals(run.parts, *CELL, "part") == dict(expected)


def test_parts_stand_at_the_last_step_of_every_year_and_of_the_run() -> None:
    assert set(article().parts["step"]) == {11, 13}
    assert set(ran(ARTICLE, 61, 12).parts["step"]) == {11}
    assert set(ran(ARTICLE, 61, 5).parts["step"]) == {4}


def test_every_measure_but_the_histograms_is_in_the_parts() -> None:
    of = article()
    assert set(of.measures["measure"]) == STATES | FLOWS | HISTOGRAMS
    assert set(of.parts["measure"]) == STATES | FLOWS


def test_states_of_the_parts_sum_to_the_measures_of_the_step() -> None:
    of = article()
    columns = ("measure", "item", "by", "step", *CELL)
    ends = of.measures.filter(pl.col("measure").is_in(STATES) & pl.col("step").is_in([11, 13]))
    assert totals(of.parts.filter(pl.col("measure").is_in(STATES)), *columns) == totals(ends, *columns)


def test_flows_of_the_parts_sum_to_the_measures_since_the_row_before() -> None:
    of = article()
    columns = ("measure", "item", "by", *CELL)
    for last, since in ((11, 0), (13, 12)):
        steps = of.measures.filter(pl.col("measure").is_in(FLOWS) & pl.col("step").is_between(since, last))
        parts = of.parts.filter(pl.col("measure").is_in(FLOWS) & (pl.col("step") == last))
        assert totals(parts, *columns) == totals(steps, *columns)


# --- the digest -----------------------------------------------------------------------------------------------------


def test_anyone_can_recompute_the_digest_in_ten_lines(tmp_path: Path) -> None:
    folder = article().save(tmp_path / "run")
    rows = pl.read_parquet(folder / "measures.parquet").rows()
    sha = hashlib.sha256()
    for row in sorted(rows):
        sha.update(("\t".join(str(field) for field in row) + "\n").encode())
    assert sha.hexdigest() == json.loads((folder / "manifest.json").read_text())["digest"] == article().digest


def test_the_digest_does_not_depend_on_the_order_of_rows_and_does_on_every_field() -> None:
    table = article().measures
    assert digest(table.reverse()) == article().digest
    rows = table.rows()
    for column, changed in ((3, 1), (9, 1), (10, 1)):
        row = list(rows[7])
        row[column] += changed
        assert digest(measures([*rows[:7], tuple(row), *rows[8:]])) != article().digest


def test_columns_and_types_are_those_of_the_page() -> None:
    text = dict.fromkeys(("measure", "item", "by"), pl.String)
    cell = dict.fromkeys(CELL, pl.String)
    start = {**text, "step": pl.Int32, **cell}
    assert dict(article().measures.schema) == {**start, "bin": pl.Int32, "value": pl.Int64}
    assert dict(article().parts.schema) == {**start, "part": pl.Int32, "value": pl.Int64}
    for table in (article().measures, article().parts):
        assert table["value"].min() == 1  # rows with value 0 are left out
        assert list(table.columns[:9]) == list(start)
        assert len(set(table.drop("value").rows())) == table.height


# --- scores ---------------------------------------------------------------------------------------------------------

PROFILE = """
[trait.pilot]
says = "Pilot"
share = 0.31
[score]
start = 1000
range = [-100, {highest}]
[score.profile]
age = {{ child = 10, adult = -20, older = 40 }}
sex = {{ male = 100, female = 0 }}
region = {{ urban = 0, rural = 200 }}
group = {{ majority = 0, minority = -400 }}
trait = {{ pilot = 800 }}
"""
PAST = '[behaviour.x]\nsays = "x"\nacts_per_year = 0\npoints = -1\ndomain = "civic"\n'
POINTS = {
    "child": 10,
    "adult": -20,
    "older": 40,
    "male": 100,
    "rural": 200,
    "minority": -400,
    "pilot": 800,
}


@pytest.mark.parametrize("highest", [3000, 1740])
def test_a_score_starts_with_the_points_of_the_profile_within_the_range(highest: int) -> None:
    run = ran(PROFILE.format(highest=highest) + PAST, 1009, 2)
    cells = totals(run.measures.filter((pl.col("measure") == "people") & (pl.col("step") == 1)), *CELL)
    expected: Counter[tuple[object, ...]] = Counter()
    for cell, people in cells.items():
        start = min(1000 + sum(POINTS.get(str(name), 0) for name in cell), highest)
        expected[(*cell, start)] += people
    assert any(start == 1740 for *_, start in expected)
    for ledger in ("observed", "error_free", "all_acts"):
        scores = (pl.col("measure") == "score") & (pl.col("item") == ledger) & (pl.col("step") == 1)
        assert totals(run.measures.filter(scores), *CELL, "bin") == dict(expected)


def test_the_bin_of_a_score_is_ten_times_the_floor_of_a_tenth() -> None:
    for start, bin_ in ((19, 10), (10, 10), (9, 0), (0, 0), (-1, -10), (-10, -10), (-11, -20)):
        run = ran(f"[score]\nstart = {start}\nrange = [-50, 50]\n" + PAST, 7, 1)
        assert value(run, "score", "observed", step=0, bin=bin_) == run.people


def test_without_a_score_there_is_no_histogram_and_who_is_no_subject_has_none() -> None:
    run = ran(PAST, 97, 1)
    assert value(run, "score", "observed") == 0
    some = ran('[score]\nstart = 7\nrange = [0, 50]\nsubject = ["adult"]\n' + PAST, 97, 1)
    assert value(some, "score", "observed") == value(some, "people", age_band="adult") < some.people


# --- measures, one by one -------------------------------------------------------------------------------------------

# the majority speaks and is heard, minorities are slandered; who is rural is not covered
SPEECH = f"""
[behaviour.speech]
says = "Speech"
acts_per_year = {SURE}
by_group = {{ majority = 1, minority = 0 }}
domain = "expression"
right = "expression"
[behaviour.prayer]
says = "Prayer"
acts_per_year = {SURE}
domain = "civic"
right = "religion"
[sensor.ears]
says = "Ears"
sees = ["speech"]
coverage = {{ urban = 1, rural = 0 }}
recorded = 1
false_per_year = {{ majority = 0, minority = {SURE} }}
[sensor.eyes]
says = "Eyes"
sees = "prayer"
recorded = 1
[list.black]
says = "A list"
ground.spoke = {{ says = "Speech", on = "speech", term = "2 months" }}
[list.grey]
says = "Another"
ground.prayed = {{ says = "Prayer", on = "prayer" }}
ground.both = {{ says = "Either", on = ["speech", "prayer"] }}
[list.red]
says = "A third"
ground.spoke = {{ says = "Speech", on = "speech", term = "2 months" }}
ground.prayed = {{ says = "Prayer", on = "prayer" }}
"""


@cache
def speech() -> Run:
    """Three months; speech ends after the first."""
    return ran(
        SPEECH + '[[phase]]\nfrom = "1 months"\nsays = "Silence"\nset = '
        '{ "behaviour.speech.acts_per_year" = 0, "sensor.ears.false_per_year.minority" = 0 }\n',
        211,
        3,
    )


def people(**where: str) -> int:
    """How many persons of these cells run."""
    return value(speech(), "people", step=0, **where)


def months(measure: str, item: str = "", by: str | None = None) -> list[int]:
    """A measure step by step."""
    return [value(speech(), measure, item, by, step=step) for step in range(3)]


def test_listed_and_by_mistake_and_by_the_other_ledgers() -> None:
    heard = people(region="urban", group="majority")
    slandered = people(region="urban", group="minority")
    speaking = people(group="majority")
    assert months("listed", "black", "spoke") == [heard + slandered] * 2 + [0] == months("listed", "black")
    assert months("listed_by_mistake", "black", "spoke") == [slandered] * 2 + [0]
    assert months("listed_error_free", "black") == [heard] * 2 + [0]
    assert months("listed_all_acts", "black") == [speaking] * 2 + [0]
    # missed: who spoke where nobody listens
    assert months("missed", "black") == [speaking - heard] * 2 + [0]


def test_ever_listed_does_not_end_with_the_listing() -> None:
    urban, slandered = people(region="urban"), people(region="urban", group="minority")
    assert months("ever_listed", "black") == [urban] * 3
    assert months("ever_listed_by_mistake", "black") == [slandered] * 3


def test_listed_anywhere_counts_a_person_once() -> None:
    assert months("listed", "grey") == months("listed_anywhere") == [speech().people] * 3


def test_listed_for_right_counts_who_is_held_by_a_ground_on_such_a_behaviour() -> None:
    n, urban = speech().people, people(region="urban")
    assert months("listed_for_right", "black", "expression") == [urban] * 2 + [0]
    assert months("listed_for_right", "black", "religion") == [0] * 3
    # two grounds hold each by prayer, one of them is on both behaviours: a person counts once for each right
    assert months("listed_for_right", "grey", "religion") == [n] * 3
    assert months("listed_for_right", "grey", "expression") == [n] * 3
    # a ground that holds no more does not count, though another one keeps the person on
    assert months("listed_for_right", "red", "expression") == [urban] * 2 + [0]
    assert months("listed_for_right", "red", "religion") == [n] * 3
    # and the origin is the later one in the file
    assert months("listed", "grey", "both") == [n] * 3
    assert months("entries", "grey", "both") == [n, 0, 0]


def test_false_records_count_where_they_land_and_true_ones_where_they_are_made() -> None:
    of = speech()
    assert months("records_true", "speech")[0] == value(of, "acts", "speech", step=0, region="urban") > 0
    assert value(of, "records_true", "speech", group="minority") == 0
    assert (
        value(of, "records_false", "speech", region="urban", group="minority")
        == months("records_false", "speech")[0]
        > 0
    )


def test_exits_by_cause_and_their_spells() -> None:
    urban = people(region="urban")
    assert months("exits", "black", "term") == [0, 0, urban] == months("exits", "black")
    assert value(speech(), "spell", "black", "term", step=2, bin=2) == urban == value(speech(), "spell", "black")
    assert value(speech(), "spell", "grey", "running", step=2, bin=3) == speech().people


def test_a_warm_up_is_not_tabulated() -> None:
    run = ran(SPEECH, 97, 2, top='warm_up = "3 months"')
    assert run.measures["step"].min() == 0
    assert value(run, "entries", "grey") == value(run, "cases", "grey") == 0
    assert value(run, "ever_listed", "grey", step=0) == run.people
    assert value(run, "records_true", "prayer") == value(run, "acts", "prayer")


def test_cells_of_a_step_hold_everybody_once() -> None:
    of = article()
    by_step = totals(of.measures.filter(pl.col("measure") == "people"), "step")
    assert by_step == {(step,): of.people for step in range(14)}
    homes = [len(list(members)) for _, members in groupby(range(of.people), key=of.clock.persons.household_of)]
    assert sum(homes) == of.people
    for ledger in ("observed", "error_free", "all_acts"):
        scores = (pl.col("measure") == "score") & (pl.col("item") == ledger)
        assert totals(of.measures.filter(scores), "step") == by_step
