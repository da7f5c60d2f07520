"""What would change the findings: said from runs beside it and inputs that were tried, else how to have them tried."""

from __future__ import annotations

import dataclasses

import polars as pl

from scorewatch.report.page import change, ranges, words
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
    assert any("sensor.courts.false_per_year" in line for line in block.lines)
    row = next(r for r in block.tables[0].rows if str(r[0]).startswith("of the listed, there"))
    assert str(row[3]).startswith("-")


def test_rules_that_were_changed_together_are_said_to_be() -> None:
    """Catches a bundle of safeguards that reads as if each had been tried; and a single one that reads as a bundle."""
    assert change.change(beside())[0].says.endswith("What differs between the two files:")
    two = regime(PARTS).set("sensor.courts.false_per_year", 0).set("sensor.courts.recorded", 0.5)
    run = with_others(corners.corner("plenty"), [dataclasses.replace(two, name="two")])
    says = change.change(run)[0].says
    assert says.endswith(
        "2 rules differ between the two files, and they were changed together: what one of them alone would do was "
        "not tried here."
    )


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
    even = {**rows[0], "end": "breakeven", "note": "It holds below 3."}
    return pl.DataFrame([*rows, even])


def test_the_input_that_moves_a_figure_most_comes_first() -> None:
    """Catches a tornado that is not sorted, and a break-even that is not said."""
    run = corners.corner("plenty")
    tried = dataclasses.replace(run, inputs=_inputs(run))
    block = change.change(tried)[1]
    assert words.plain(block.finding).endswith("within the bounds of one input: The great one")
    reach, turns = block.lines
    assert reach.startswith("Chance and unmeasured inputs: ")
    assert turns == "It holds below 3."
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


def test_the_words_of_two_ends_on_one_side_stand_on_both_sides_of_0() -> None:
    """Catches the words of the nearer end written over the bar of the other."""
    apart = ranges._apart
    assert apart(-2.0, 5.0) == ((-2.0, True), (5.0, False))
    assert apart(-1.0, -9.0) == ((0.0, False), (-9.0, True))
    assert apart(8.0, 3.0) == ((8.0, False), (0.0, True))
    assert apart(0.0, 4.0) == ((0.0, True), (4.0, False))
    assert apart(0.0, 0.0) == ((0.0, True), (0.0, False))


def test_without_bounds_nothing_says_how_far_it_goes() -> None:
    """Catches a section that is empty where no number of the file has bounds."""
    block = change.change(with_inputs(corners.corner("nothing")))[1]
    assert words.plain(block.finding).startswith("No number of the file has bounds")
