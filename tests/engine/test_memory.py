"""How much memory there is, what a person takes of it, and where a run stops to fit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import psutil
import pytest

import scorewatch as sw
from scorewatch.chance.words import Words
from scorewatch.engine import memory
from scorewatch.engine.clock import Clock
from scorewatch.engine.layout import Fast
from scorewatch.people.persons import Persons, whole_households
from scorewatch.people.template import read_template
from scorewatch.report.describe import describe


def fast(people: int, steps: int, threads: int = 2) -> Fast:
    """A run of `article` in the making."""
    regime = sw.load("article")
    template = read_template(regime.census)
    words = Words(0, len(template.rows))
    persons = Persons(template, words, regime.rules_at(0), whole_households(template, people))
    return Fast(Clock(regime, persons, steps), threads)


@pytest.mark.parametrize("people", [5_000_000, 50_000_000, 1_400_000_000])
@pytest.mark.parametrize("steps", [36, 400])
def test_a_person_of_article_takes_at_most_14_bytes(people: int, steps: int) -> None:
    """Catches a column that is kept and need not be, one that is not packed, and room for people who are not there."""
    run = fast(people, steps)
    assert run.bytes_needed() <= 14 * run.people


@pytest.mark.parametrize(("people", "threads"), [(40, 1), (100_003, 1), (100_003, 2), (1_200_000, 2)])
@pytest.mark.parametrize("steps", [36, 400])
def test_what_is_said_to_be_needed_is_allocated(people: int, threads: int, steps: int) -> None:
    """Catches a figure that a nation is refused or accepted by, and that is not what it takes."""
    run = fast(people, steps, threads)
    states = run.states(run.units())
    assert run.bytes_needed() == sum(part.nbytes for of in states for part in (of.bytes_, of.twos, of.fours))
    assert all(len({np.shape(part)[0] for part in (of.bytes_, of.twos, of.fours)}) == 1 for of in states)


def test_describe_prints_the_layout() -> None:
    """Catches a layout that is not the one in use: a column left out, its bits, the bytes in all."""
    run = fast(1_000, sw.load("article").steps)
    text = " ".join(" ".join(describe(sw.load("article"))).split())
    layout = text.partition("What the fast engine keeps")[2]
    assert f"in a run of 3 years: {run.columns.bytes_a_person()} bytes" in layout
    for column in run.columns.kept:
        assert column.name in layout
        assert column.bits >= 8 or f"{column.name} ({column.bits} bit" in layout
    sizes = {"1 byte: ": 1, "2 bytes: ": 2, "4 bytes: ": 4}
    assert sum(layout.count(f"- {said}") * size for said, size in sizes.items()) == run.columns.bytes_a_person()


@pytest.mark.parametrize(
    ("limit", "taken", "spare", "left"),
    [("1000", "300", "0", 700), ("1000", "900", "500", 600), ("1000", "1200", "0", 0), ("max", "300", "0", None)],
)
@pytest.mark.parametrize("version", [0, 1])
def test_a_control_group_may_leave_less_than_the_machine(
    limit: str,
    taken: str,
    spare: str,
    left: int | None,
    version: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Catches a container's limit that is not asked for, and files in memory that count as if they had to stay."""
    _, most, now, inactive = memory._GROUPS[version]
    (tmp_path / most).write_text(f"{limit}\n")
    (tmp_path / now).write_text(f"{taken}\n")
    (tmp_path / "memory.stat").write_text(f"anon 5\n{inactive} {spare}\nfile 7\n")
    monkeypatch.setattr(memory, "_GROUPS", ((tmp_path, most, now, inactive), (tmp_path / "none", most, now, inactive)))
    monkeypatch.setattr(psutil, "virtual_memory", lambda: type("Memory", (), {"available": 5_000}))
    assert memory.available() == (5_000 if left is None else left)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: type("Memory", (), {"available": 10}))
    assert memory.available() == min(10, 5_000 if left is None else left)


def test_memory_is_enough_up_to_the_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches an allowance that is left out, or counted twice."""
    state, steps = 11 * 3_000_000, 10
    needed = state + memory.ALLOWANCE + steps * memory.A_STEP
    monkeypatch.setattr(memory, "available", lambda: needed)
    memory.must_fit(3_000_000, steps, state, 11)
    monkeypatch.setattr(memory, "available", lambda: needed - 1)
    with pytest.raises(sw.InputError) as refused:
        memory.must_fit(3_000_000, steps, state, 11)
    (mistake,) = refused.value.mistakes
    assert mistake.what == "3,000,000 people take 591 MB of memory, and 591 MB are available"
    assert mistake.why == "11 bytes a person are kept between steps; everything else takes 558 MB."
    assert mistake.do.startswith("1,900,000 people fit. "), "3 million, less a shard that may not be full"


def test_a_few_people_may_run_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches tables of a hundred years of days that are taken to be as large for a household as for a nation."""
    monkeypatch.setattr(memory, "available", lambda: 2_000_000_000)
    run, days = fast(3, 36_500), 36_500
    memory.must_fit(run.people, days, run.bytes_needed(), run.columns.bytes_a_person())
    with pytest.raises(sw.InputError, match="fewer people or steps"):
        memory.must_fit(5_000, days, 5_000 * 11, 11)


def test_as_many_as_are_said_to_fit_do() -> None:
    """Catches advice that is refused when it is followed."""
    there = 2_000_000_000
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(memory, "available", lambda: there)
        run = fast(1_400_000_000, 36)
        with pytest.raises(sw.InputError) as refused:
            memory.must_fit(run.people, 36, run.bytes_needed(), run.columns.bytes_a_person())
        fit = int(refused.value.mistakes[0].do.split()[0].replace(",", ""))
        less = fast(fit, 36)
        memory.must_fit(less.people, 36, less.bytes_needed(), less.columns.bytes_a_person())
        assert fit > 100_000_000
