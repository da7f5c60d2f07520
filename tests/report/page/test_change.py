"""What would change the findings: said from runs beside it and inputs that were tried, else how to have them tried."""

from __future__ import annotations

import dataclasses

import polars as pl

from scorewatch.report.page import about, change, findings, ranges, words
from scorewatch.report.page.counts import Counted
from scorewatch.report.page.groups import every_harm
from scorewatch.study.beside import with_others
from scorewatch.study.compare import compare
from scorewatch.study.inputs import with_inputs
from scorewatch.study.run import Run
from support import regime

from . import corners

PARTS = corners.SCORE + corners.seen() + corners.LIST + corners.SANCTION


def beside() -> Run:
    """The run with its twin, and with fewer false records, beside it."""
    fairer = dataclasses.replace(regime(PARTS).set("sensor.courts.false_per_year", 0), name="fairer")
    return with_others(corners.corner("plenty"), [fairer])


def test_without_them_the_commands_that_add_them() -> None:
    """Catches an empty section."""
    commands = [block.command for block in change.change(corners.corner("plenty"))]
    assert commands == ["scorewatch run test --beside REGIME", "scorewatch run test --inputs"]


def test_a_safeguard_is_said_by_its_paired_difference() -> None:
    """Catches a difference the wrong way round, and a rule that differs and is not named."""
    run = beside()
    block = change.change(run)[0]
    (harm,) = [h for h in compare(run, run.beside[1]).harms() if h.headline and h.harm == "wrong person"]
    assert harm.a is not None
    assert words.plain(block.finding).startswith(f"Of the listed, there by mistake: {100 * (harm.a.value or 0):.1f} %")
    assert words.plain(block.finding).endswith(": 0.0 %")
    differ, harms = block.tables
    assert [words.plain(str(cell)) for cell in differ.rows[0]] == [
        "Courts: false records a person and year with no act behind them, at full coverage "
        "sensor.courts.false_per_year",
        "0.2",
        "0",
    ]
    row = next(r for r in harms.rows if str(r[0]).startswith("of the listed, there"))
    assert str(row[3]).startswith("-")
    assert harm.b is not None
    counts = f"{harm.a.n} of {harm.a.of} and {harm.b.n} of {harm.b.of}"
    assert block.says.startswith("The difference, rounded last: -")
    assert f"; {counts}). " in block.says


def test_rules_that_were_changed_together_are_said_to_be() -> None:
    """Catches a bundle of safeguards that reads as if each had been tried; and a single one that reads as a bundle."""
    assert "together" not in change.change(beside())[0].says
    two = regime(PARTS).set("sensor.courts.false_per_year", 0).set("sensor.courts.recorded", 0.5)
    run = with_others(corners.corner("plenty"), [dataclasses.replace(two, name="two")])
    says = change.change(run)[0].says
    assert says.endswith(
        "2 rules differ between the two files, and they were changed together: what one of them alone would do was "
        "not tried here."
    )
    none = dataclasses.replace(regime(PARTS.replace(corners.SANCTION, "")), name="none")
    fewer = with_others(corners.corner("plenty"), [none])
    assert "2 rules differ between the two files (2 are not in force there at all), and" in change.change(fewer)[0].says


def test_a_rule_that_is_gone_is_a_difference() -> None:
    """Catches "no share differs" where a rule that reached children is not there any more."""
    none = dataclasses.replace(regime(PARTS.replace(corners.SANCTION, "")), name="none")
    block = change.change(with_others(corners.corner("plenty"), [none]))[0]
    assert words.plain(block.finding).startswith("Of all children, reached for what a relative did: ")
    assert words.plain(block.finding).endswith(": no such rule")
    assert block.says.startswith("The difference, rounded last: -")
    assert " and no such rule). " in block.says


def test_each_harm_stands_beside_the_run_without_the_regime() -> None:
    """Catches a counterfactual that is left out, or the run itself in its place."""
    run = beside()
    tables = [table for _, _, of in every_harm(Counted(run), run.beside[0]) for table in of]
    last = {str(row[4]) for table in tables for row in table.rows}
    assert {"no such rule", "0: no such rule"} <= last
    benefit = next(table for table in tables if table.caption.startswith("Change in acts"))
    acts = {h.harm: h for h in run.beside[0].harms()}["claimed benefit"]
    assert acts.estimate.value is not None
    assert f"{100 * acts.estimate.value:.1f} %" in str(benefit.rows[0][4])


def _inputs(run: Run) -> pl.DataFrame:
    """A table of two inputs, one of which moves the figure more."""
    (harm,) = [h for h in run.harms() if h.headline and h.harm == "wrong person"]
    e = harm.estimate
    base = e.value or 0.0
    common: dict[str, object] = {"harm": harm.harm, "what": harm.what, "item": harm.item, "who": harm.who}
    common |= {"unit": harm.unit, "base": base, "note": ""}
    rows = [
        {
            **common,
            "path": path,
            "says": says,
            "source": "assumed",
            "end": end,
            "value": 1.0,
            "as_written": 2.0,
            "figure": base + by,
            "low": base + by - 0.01,
            "high": base + by + 0.01,
            "difference": by,
            "difference_low": by - 0.005,
            "difference_high": by + 0.005,
            "n": 1,
            "of": 2,
            "people": run.people,
        }
        for path, says, reach in (("a.b", "The small one", 0.02), ("c.d", "The great one", 0.05))
        for end, by in (("low", -reach), ("high", reach))
    ]
    even = {**rows[0], "end": "breakeven", "value": 3.0, "note": "It holds below 3."}
    return pl.DataFrame([*rows, even])


def test_the_input_that_moves_a_figure_most_comes_first() -> None:
    """Catches a tornado that is not sorted, and a break-even that is not said."""
    run = corners.corner("plenty")
    tried = dataclasses.replace(run, inputs=_inputs(run))
    block = change.change(tried)[1]
    assert words.plain(block.finding).endswith("at the high end of “The great one”")
    assert "at the low end of “The great one”;" in words.plain(block.finding)
    assert "Of 2 inputs that were tried 2 move it by more than chance would make. " in block.says
    reach, turns, others, counts = block.lines
    assert reach.startswith("Chance and unmeasured inputs, 2 of them tried: ")
    assert reach.endswith(". Not tried: the one number that makes false records.")
    assert (turns, others) == (
        "It holds below 3.",
        "Of the other inputs 1, one at a time, leave that as it is at their bounds.",
    )
    (harm,) = [h for h in run.harms() if h.headline and h.harm == "wrong person"]
    written = f"as written {harm.estimate.n} of {harm.estimate.of}"
    assert counts == f"In counts, along “The great one”: {written}; at 1: 1 of 2; at 1: 1 of 2."
    assert "As written" not in block.says
    assert [row[0] for row in block.tables[0].rows] == ["The great one"] * 2 + ["The small one"] * 2
    assert block.pictures[0].wide.index("The great one") < block.pictures[0].wide.index("The small one")


def test_ends_tried_on_fewer_people_say_what_these_and_what_all_give() -> None:
    """Catches two figures of one thing on one page, and nothing that says why."""
    run = corners.corner("plenty")
    few = _inputs(run).with_columns(people=pl.lit(200), base=pl.lit(0.123))
    says = change.change(dataclasses.replace(run, inputs=few))[1].says
    (harm,) = [h for h in run.harms() if h.headline and h.harm == "wrong person"]
    whole = f"all {run.people} people of the run give {100 * (harm.estimate.value or 0):.1f} %"
    assert says.endswith(f"As written these first 200 give 12.3 %; {whole}.")
    counted = Counted(dataclasses.replace(run, inputs=few))
    what, held = " ".join(about.about(counted).what), "the one number that makes false records"
    assert "The ends were run on the first 200 people" in what
    assert f"The other 7 were held as they are, {held} among them." in what
    assert f"Not tried: {held}." in findings.headline(counted).says


def test_an_input_that_chance_alone_may_move_does_not_count_as_one_that_moves() -> None:
    """Catches "2 move it" of an input whose difference has an interval around 0."""
    run = corners.corner("plenty")
    small = pl.col("path") == "a.b"
    low = pl.when(small).then(-0.1).otherwise(pl.col("difference_low")).alias("difference_low")
    high = pl.when(small).then(0.1).otherwise(pl.col("difference_high")).alias("difference_high")
    tried = _inputs(run).with_columns(low, high)
    says = change.change(dataclasses.replace(run, inputs=tried))[1].says
    assert "Of 2 inputs that were tried 1 move it" in says


def test_an_end_at_which_nothing_is_estimable_is_said_after_how_many_were_tried() -> None:
    """Catches "not estimable at 1 of 4 ends, 2 of them tried"."""
    run = corners.corner("plenty")
    first = (pl.col("path") == "a.b") & (pl.col("end") == "low")
    gone = [pl.when(first).then(None).otherwise(pl.col(name)).alias(name) for name in ("low", "high")]
    lines = change.change(dataclasses.replace(run, inputs=_inputs(run).with_columns(gone)))[1].lines
    assert lines[0].startswith("Chance and unmeasured inputs, 2 of them tried; not estimable at 1 of 4 ends: ")


def test_the_words_of_two_ends_on_one_side_stand_together_at_the_farther_one() -> None:
    """Catches words written over the bar of the other end, and words on the side of 0 on which their end is not."""

    def said(low: float, high: float) -> list[tuple[str, float, bool]]:
        bar = ranges.Bar("x", (low, "1.0 %"), (high, "2.0 %"))
        return [(text, at, left) for text, _, at, left in ranges._words(bar)]

    assert said(-2, 5) == [("1.0 %", -2, True), ("2.0 %", 5, False)]
    assert said(5, -2) == [("1.0 %", 5, False), ("2.0 %", -2, True)]
    assert said(-1, -9) == [("1.0 and 2.0 %", -9, True)]
    assert said(8, 3) == [("2.0 and 1.0 %", 8, False)]
    assert said(0, 4) == [("1.0 %", 0, True), ("2.0 %", 4, False)]
    assert said(0, -4) == [("1.0 %", 0, False), ("2.0 %", -4, True)]
    assert said(4, 0) == [("1.0 %", 4, False), ("2.0 %", 0, True)]
    assert said(0, 0) == [("1.0 %", 0, True), ("2.0 %", 0, False)]


def test_the_words_of_an_input_are_explained() -> None:
    """Catches "misattributed: 0.3" of which nobody knows what it is a share of."""
    run = corners.corner("plenty")
    named = _inputs(run).with_columns(path=pl.lit("sensor.courts.false_per_year.minority"))
    words_of = change.change(dataclasses.replace(run, inputs=named))[1].lines[-1]
    assert words_of == (
        "In words. “false per year”: False records a person and year with no act behind them, at full coverage."
    )


def test_without_bounds_nothing_says_how_far_it_goes() -> None:
    """Catches a section that is empty where no number of the file has bounds."""
    block = change.change(with_inputs(corners.corner("nothing")))[1]
    assert words.plain(block.finding).startswith("No number of the file has bounds")
