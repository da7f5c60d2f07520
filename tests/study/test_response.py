"""What each step took from the one before survives the table bit for bit, so that any life replays exactly."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import scorewatch as sw
from scorewatch.engine import plain
from scorewatch.errors import RunError
from scorewatch.plan.carry import Carry
from scorewatch.study import response
from scorewatch.study.run import Run
from support import ran

from . import busy


def bits(given: Any) -> Any:
    """Every number as its bits, so that 0.0 and -0.0 and neighbours differ."""
    if isinstance(given, float):
        return given.hex()
    if isinstance(given, tuple):
        return tuple(map(bits, given))
    return given


def test_carries_survive_the_file_bit_for_bit(run: Run, saved: Path) -> None:
    """Catches a response that is rounded, lost, moved to another cell, or read from another step."""
    fresh = plain.run(run.clock).carries
    read = sw.open(saved).carries
    assert list(read) == list(fresh) == list(range(-3, busy.STEPS))
    for step, carry in fresh.items():
        for field in dataclasses.fields(Carry):
            mine, theirs = getattr(carry, field.name), getattr(read[step], field.name)
            assert bits(theirs) == bits(mine), f"{field.name} in step {step}"


def test_the_run_is_busy_enough_to_show_it(run: Run) -> None:
    """Catches a round trip that only ever carries ones and zeros."""
    last = run.carries[busy.STEPS - 1]
    assert any(v < 1 for by_region in last.deterrence for v in by_region)
    assert all(v < 1 for v in (*last.chilling, *last.avoidance))
    assert len(set(last.chilling)) == 2, "by region"
    assert any(v for loads in last.load for v in loads)
    assert any(cases for carry in run.carries.values() for cases in carry.cases)
    assert any(room < 0 for carry in run.carries.values() for room in carry.room), "an office that overdraws"


def test_awkward_numbers_survive(run: Run, tmp_path: Path) -> None:
    """Catches decimal text or 32-bit numbers on the way."""
    rules, template = run.regime.rules, run.template
    cells, odd = len(template.cells), (0.1 + 0.2, 2.0**-1074, 1 - 2.0**-53, 1e-300, 1 / 3)
    carry = Carry(
        deterrence=tuple((odd[i], odd[i + 1]) for i in range(len(rules.behaviour))),
        chilling=odd[:2],
        avoidance=odd[3:],
        load=tuple(
            tuple(odd[(b + c) % 5] if c % 3 else 0.0 for c in range(cells)) for b in range(len(rules.behaviour))
        ),
        room=(-odd[0], odd[4]),
        cases=(0, 2**31),
    )
    response.to_table({-7: carry}, {}, rules, template).write_parquet(tmp_path / "response.parquet")
    back = response.from_table(pl.read_parquet(tmp_path / "response.parquet"), rules, template)
    assert bits(tuple(vars(back[-7]).values())) == bits(tuple(vars(carry).values()))


def test_what_was_cut_is_noted() -> None:
    """Catches a mean of false records above 40 that is cut without a word."""
    parts = """
[behaviour.b]
says = "b"
acts_per_year = 1
domain = "civic"
[sensor.s]
says = "s"
sees = "b"
false_per_year = 600
"""
    done = ran(parts, people=5, steps=2)
    cut = done.response.filter(pl.col("quantity") == "cut")
    assert set(cut["step"]) == {0, 1}
    assert set(cut["item"]) == {"b"}
    assert set(cut["value"]) == {50.0}
    assert set(done.carries) == {0, 1}
    assert ran(parts.replace("600", "480"), people=5, steps=2).response.filter(pl.col("quantity") == "cut").is_empty()


def test_a_table_of_another_run_is_refused(run: Run) -> None:
    """Catches a life replayed from responses of other behaviours or other columns."""
    rules, template = run.regime.rules, run.template
    strange = run.response.with_columns(item=pl.col("item").replace("debt", "theft"))
    with pytest.raises(RunError, match="names what the regime does not have"):
        response.from_table(strange, rules, template)
    with pytest.raises(RunError, match="columns"):
        response.from_table(run.response.drop("sex"), rules, template)
    missing = dataclasses.replace(run, response=run.response.filter(pl.col("step") != 4))
    with pytest.raises(RunError, match="no step 4"):
        missing.life(0)
