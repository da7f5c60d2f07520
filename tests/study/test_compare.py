"""Two regimes on the same people with the same luck, in Python and as typed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import scorewatch as sw
from boundary.command import typed
from scorewatch.measure import paired
from scorewatch.measure.interval import RULED_OUT
from scorewatch.measure.paired import CELL, NO_SUCH
from scorewatch.regime.differences import differences
from scorewatch.regime.without import without
from scorewatch.report import compared
from support import regime, value

PEOPLE, MONTHS = 3001, 14
THEFT = """
[behaviour.theft]
says = "Theft"
acts_per_year = {acts}
domain = "money"
targeted = true
[sensor.eyes]
says = "Eyes"
sees = "theft"
recorded = 0.5
false_per_year = {false}
[list.black]
says = "A list"
[list.black.ground.theft]
says = "Theft"
on = "theft"
chance = 0.3
[sanction.flights]
says = "No flights"
list = "black"
domain = "travel"
attempts_per_year = 2
reaches = "household"
"""


def theft(acts: float = 0.4, false: float = 0.05) -> sw.Regime:
    return regime(THEFT.format(acts=acts, false=false))


def figure(of: sw.Comparison, harm: str, what: str, who: str = "everybody") -> Any:
    (only,) = [h for h in of.harms() if h.harm == harm and h.what.startswith(what) and h.who == who]
    return only


def test_a_regime_against_itself_differs_in_nothing_exactly() -> None:
    found = sw.compare(theft(), theft(), people=PEOPLE, months=MONTHS)
    assert found.rows.height > 100
    assert found.rows.filter((pl.col("difference") != 0) | (pl.col("low") != 0) | (pl.col("high") != 0)).is_empty()
    assert found.rows["low"].null_count() == found.rows["high"].null_count() == 0
    for harm in found.harms():
        if harm.difference.value is not None:
            assert (harm.difference.value, harm.difference.low, harm.difference.high) == (0, 0, 0), harm
    assert compared.rules(found) == [compared.SAME]


def test_each_side_is_what_the_regime_alone_leaves() -> None:
    a, b = theft(), theft(false=0.4)
    found = sw.compare(a, b, people=PEOPLE, months=MONTHS, seed=5)
    for side, of in (("a", a), ("b", b)):
        alone = sw.run(of, people=PEOPLE, months=MONTHS, seed=5)
        assert getattr(found, side).digest == alone.digest
        last = found.rows.filter((pl.col("measure") == "listed") & (pl.col("step") == 13) & (pl.col("by") == ""))
        everybody = last.filter(pl.all_horizontal(pl.col(column) == "" for column in CELL))
        assert everybody[side].sum() == value(alone, "listed", "black", step=13)
        denials = found.rows.filter((pl.col("measure") == "denials") & (pl.col("by") == ""))
        denials = denials.filter(pl.all_horizontal(pl.col(column) == "" for column in CELL))
        assert denials[side].sum() == value(alone, "denials", "flights")
        assert sorted(denials["step"]) == [11, 13]


def test_more_false_records_list_more_people_by_mistake_and_change_nobodys_conduct() -> None:
    found = sw.compare(theft(), theft(false=0.4), people=20_000, months=MONTHS)
    assert figure(found, "wrong person", "of the listed").difference.low > 0
    acts = found.rows.filter(pl.col("measure").is_in(["acts", "records_true"]))
    assert acts["a"].sum() > 0
    assert acts["difference"].abs().sum() == 0


def test_the_difference_of_two_luckless_runs_would_be_far_wider() -> None:
    found = sw.compare(theft(), theft(false=0.06), people=50_000, months=MONTHS)
    listed = figure(found, "listed", "of the people")
    width = listed.difference.high - listed.difference.low
    apart = ((listed.a.high - listed.a.low) ** 2 + (listed.b.high - listed.b.low) ** 2) ** 0.5
    assert apart > 3 * width


def test_against_no_regime_what_is_counted_is_exactly_0_there() -> None:
    found = sw.compare(theft(), without(theft()), people=PEOPLE, months=MONTHS)
    reached = figure(found, "kin", "reached for")
    assert reached.b is None
    assert reached.difference.value == -reached.a.value < 0
    assert (
        figure(found, "listed", "of the people").difference.value == -figure(found, "listed", "of the people").a.value
    )
    assert figure(found, "wrong person", "of the listed").difference.note == NO_SUCH
    text = compared.findings(found)
    assert any("under test, no such rule under no-regime" in sentence for sentence in text)


def test_no_regime_is_the_same_people_doing_the_same() -> None:
    twin = sw.run(without(sw.load("article")), people=PEOPLE, months=27, seed=1)
    shipped = sw.run(sw.load("no-regime"), people=PEOPLE, months=27, seed=1)
    assert twin.measures.equals(shipped.measures)
    assert set(twin.measures["measure"].unique()) == {"people", "acts"}


def test_no_regime_keeps_what_a_phase_says_of_conduct_alone() -> None:
    phase = '[[phase]]\nfrom = "3 months"\nsays = "x"\nset = {{ "behaviour.theft.acts_per_year" = 3{more} }}\n'
    more = ', "sensor.eyes.recorded" = 1'
    kept = without(regime(THEFT.format(acts=1, false=0) + phase.format(more=more)))
    assert kept.raw["phase"][0]["set"] == {"behaviour.theft.acts_per_year": 3}
    gone = '[[phase]]\nfrom = "3 months"\nsays = "x"\nset = { "sensor.eyes.recorded" = 1 }\n'
    assert "phase" not in without(regime(THEFT.format(acts=1, false=0) + gone)).raw


def test_nobody_is_there_for_what_no_ground_is_about() -> None:
    """Catches "not estimable" of a share that the other regime's rules make exactly 0: its list has no such ground."""
    a = sw.load("article").set("list.untrustworthy.ground.apology.chance", 1)
    found = sw.compare(a, sw.load("article-with-safeguards"), people=4112, months=12)
    one = figure(found, "expression", "of the listed")
    assert one.a is not None
    assert one.b is not None
    assert (one.a.n > 0, one.b.value, one.b.n, one.b.note) == (True, 0, 0, RULED_OUT)
    assert one.difference.value == -one.a.value
    assert one.difference.low < one.difference.value < one.difference.high < 0


def test_what_differs_is_every_rule_and_no_words() -> None:
    a = sw.load("article")
    b = a.set("due_process.notice", 1).set("title", "Another").set("sensor.cameras.says", "Other words")
    (only,) = differences(a, b)
    assert (only.path, only.a, only.b) == ("due_process.notice", "0.3", "1")
    assert only.said("a", "b") == (
        "The share of those listed who are told when they are: 0.3 in a, 1 in b (due_process.notice)."
    )
    gone = {difference.path for difference in differences(a, without(a))}
    assert {"sensor.cameras", "list.untrustworthy", "score.start", "due_process.notice", "sanction.flights"} <= gone
    assert not {path for path in gone if path.startswith("trait")}


def test_what_only_one_file_has_is_said_by_its_name_or_by_what_the_word_means() -> None:
    """Catches a dotted path alone, a whole part said as values, and a part of a table of names that is not named."""
    found = {
        one.path: one.said("this one", "the other")
        for one in differences(sw.load("article"), sw.load("article-with-safeguards"))
    }
    assert found["sensor.platforms"] == "Social media watched: only in this one (sensor.platforms)."
    ground = "A court orders an apology for tweets, and judges it insincere: only in this one"
    assert found["list.untrustworthy.ground.apology"] == f"{ground} (list.untrustworthy.ground.apology)."
    assert found["list.untrustworthy.term"] == (
        "List of untrustworthy persons: how long a listing by score holds at most: "
        "not said in this one, 2 years in the other (list.untrustworthy.term)."
    )
    assert found["due_process.corrects_record"].endswith(
        " out of the score, too: no in this one, yes in the other (due_process.corrects_record)."
    )
    assert found["due_process.review.capacity_per_year"].startswith(
        "Reviews a year for 100,000 people: 250 in this one, not said: no limit in the other ("
    )


def test_to_write_a_default_out_is_no_difference() -> None:
    """Catches "not said: no" beside "no"; and a difference that is taken for none since one side says nothing."""
    assert differences(theft(), theft().set("due_process.corrects_record", False)) == ()
    (only,) = differences(theft(), theft().set("due_process.corrects_record", True))
    assert only.values == ("not said: no", "yes")


def test_a_factor_is_said_with_its_group() -> None:
    """Catches a table of factors in which nobody knows whose factor it is."""
    a = sw.load("article")
    (only,) = differences(a, a.set("sensor.cameras.misattributed.minority", 0.2))
    assert ", minority: 0.1 in a, 0.2 in b (sensor.cameras.misattributed.minority)." in only.said("a", "b")


def test_runs_of_different_luck_people_or_length_are_refused() -> None:
    one = sw.run(theft(), people=500, months=3, seed=1)
    for other, word in (
        (sw.run(theft(), people=500, months=3, seed=2), "seed"),
        (sw.run(theft(), people=400, months=3, seed=1), "people"),
        (sw.run(theft(), people=500, months=4, seed=1), "steps"),
    ):
        with pytest.raises(sw.InputError, match=word):
            sw.compare(one, other)
    with pytest.raises(sw.InputError, match="seed is that of the run"):
        sw.compare(one, theft(), seed=3)
    weeks = regime(THEFT.format(acts=1, false=0), 'step = "week"')
    with pytest.raises(sw.InputError, match="same step"):
        sw.compare(theft(), weeks)


def test_a_regime_beside_a_run_is_run_as_that_run_was() -> None:
    one = sw.run(theft(), people=500, months=3, seed=9)
    found = sw.compare(theft(acts=2), one)
    assert (found.a.people, found.a.steps, found.a.seed) == (one.people, 3, 9)
    assert found.b is one


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("two")
    paths = folder / "a", folder / "b"
    for path, false in zip(paths, (0.05, 0.4), strict=True):
        sw.run(theft(false=false), people=PEOPLE, months=MONTHS).save(path)
    return paths


def test_json_has_the_shape_that_is_promised(two: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    said = typed(capsys, "compare", *map(str, two), "--json")
    assert (said.status, said.err) == (0, "")
    found = json.loads(said.out)
    runs = [sw.open(path) for path in two]
    assert (found["a"], found["b"]) == tuple(run.digest for run in runs)
    assert (found["people"], found["seed"]) == (runs[0].people, 0)
    columns = [*paired.COLUMNS, "a", "b", "difference", "low", "high"]
    assert columns[:9] == ["measure", "item", "by", "step", "region", "group", "age_band", "sex", "trait"]
    assert all(list(row) == columns for row in found["rows"])
    assert all(row["difference"] == row["b"] - row["a"] for row in found["rows"])
    assert found["rows"] == sw.compare(*runs).rows.to_dicts()
    assert {row["step"] for row in found["rows"]} == set(runs[0].parts["step"])


def test_each_of_several_stands_beside_the_first(two: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    said = typed(capsys, "compare", str(two[0]), str(two[1]), str(two[0]), "--json")
    first, second = json.loads(said.out)["comparisons"]
    assert said.status == 0
    assert first["a"] == second["a"] == second["b"] != first["b"]


FALSE = "Eyes: false records a person and year with no act behind them, at full coverage"


def test_what_is_printed_is_what_it_returns(two: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    said = typed(capsys, "compare", *map(str, two))
    assert said.status == 0
    found = sw.compare(*map(sw.open, two))
    called = str(two[0]), str(two[1])
    for line in (*compared.rules(found, called), *compared.findings(found, called)):
        assert line in said.out
    assert f"{FALSE}: 0.05 in {two[0]}, 0.4 in {two[1]} (sensor.eyes.false_per_year)." in said.out
    assert compared.rules(found) == [
        f"{FALSE}: 0.05 in test (first), 0.4 in test (second) (sensor.eyes.false_per_year)."
    ]
    assert "hypothetical" in said.out
    assert found.a.digest in said.out


def test_folders_that_do_not_pair_are_refused(
    two: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sw.run(theft(), people=PEOPLE, months=MONTHS, seed=1).save(tmp_path / "c")
    said = typed(capsys, "compare", str(two[0]), str(tmp_path / "c"))
    assert (said.status, said.out) == (2, "")
    assert "seed" in said.err
    assert typed(capsys, "compare", str(two[0])).status == 2
    said = typed(capsys, "compare", str(two[0]), "artikle", "--people", "x")
    assert said.status == 2
    assert "artikle" in said.err
    assert "--people" in said.err


SENTENCES = [
    (("share", 0.172, 0.04, -0.132, -0.14, -0.12), "172 of 1,000 under a, 40 under b: 132 fewer (120 to 140 fewer)"),
    (
        ("share", 0.172, 0.172, 0.0, -0.01, 0.02),
        "172 of 1,000 under a, 172 under b: no difference (10 fewer to 20 more",
    ),
    (("share", 0.005, 0.0051, 0.0001, 0.00005, 0.00015), "500 of 100,000 under a, 510 under b: 10 more (5 to 15 more)"),
    (("persons", 12, 20, 8.0, 3.2, 12.8), "12 under a, 20 under b: 8 more (3 to 13 more)"),
    (("change", -0.2, -0.25, -0.05, -0.06, -0.04), "-20.0 % under a, -25.0 % under b: 5.0 points less (4.0 points to"),
]


@pytest.mark.parametrize(("given", "said"), SENTENCES)
def test_a_difference_is_said_in_words(given: tuple[Any, ...], said: str) -> None:
    from scorewatch.measure.interval import Estimate
    from scorewatch.study.compare import PairedHarm

    unit, a, b, d, low, high = given
    sides = [Estimate(v, v, v, 1, 2) for v in (a, b)]
    harm = PairedHarm("listed", "of x", "y", "", "everybody", unit, *sides, Estimate(d, low, high, 1), "s", True)
    assert said in compared.finding(harm, "a", "b")
