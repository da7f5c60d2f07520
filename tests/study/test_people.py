"""How many run and for how long: whole households, whole steps, every seed."""

from __future__ import annotations

import json
from itertools import accumulate, groupby
from pathlib import Path

import polars as pl
import pytest

import scorewatch as sw
from boundary.command import typed
from scorewatch.people.persons import whole_households
from scorewatch.people.template import read_template
from scorewatch.populations import census, template_text
from scorewatch.regime.read import Regime
from scorewatch.study.run import length
from support import regime, value

SMALL = '[behaviour.b]\nsays = "b"\nacts_per_year = 6\ndomain = "civic"\n'


def _sizes() -> list[int]:
    """The size of each household of the template, from its text."""
    lines = template_text("china-2020").splitlines()[1:]
    return [len(list(rows)) for _, rows in groupby(lines, key=lambda line: line.split(",")[0])]


def test_people_are_cut_to_whole_households() -> None:
    """Catches a torn household, a cut too many, and a count that starts again with the second copy of the template."""
    template, sizes = read_template(census("china-2020")), _sizes()
    ends = list(accumulate(sizes * 3))
    rows = ends[len(sizes) - 1]
    assert rows == 4112
    for asked in [*range(1, 60), *range(rows - 12, rows + 12), 2 * rows - 1, 2 * rows, 2 * rows + 1, 3 * rows - 5]:
        fits = [end for end in ends if end <= asked]
        assert whole_households(template, asked) == (fits[-1] if fits else sizes[0]), asked


@pytest.mark.parametrize("asked", [1, 2, 3, 10, 41])
def test_the_number_that_ran_is_said(asked: int, tmp_path: Path) -> None:
    """Catches `people` as asked where it should be as run: in the run, the table and the manifest."""
    sizes = _sizes()
    fits = [end for end in accumulate(sizes) if end <= asked]
    expected = fits[-1] if fits else sizes[0]
    done = sw.run(regime(SMALL), people=asked, steps=2)
    assert done.people == expected
    assert value(done, "people", step=0) == value(done, "people", step=1) == expected
    manifest = json.loads((done.save(tmp_path / "run") / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["people"] == expected
    assert sw.open(tmp_path / "run").people == expected


def test_a_second_copy_of_the_template_is_other_people() -> None:
    """Catches a second copy that lives the first one's life, or is left out of the parts."""
    done = sw.run(regime(SMALL), people=8224, steps=1)
    assert done.people == 8224
    assert value(done, "people") == 8224
    assert done.parts.filter(pl.col("measure") == "people")["value"].sum() == 8224
    once = sw.run(regime(SMALL), people=4112, steps=1)
    assert value(done, "acts", "b") != 2 * value(once, "acts", "b")


@pytest.mark.parametrize("command", ["--json", "--quiet"])
def test_one_person_is_enough(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Catches a division by zero where all people are in one part; what cannot be estimated is said to be so."""
    out = tmp_path / "run"
    said = typed(capsys, "run", "article", "--people", "1", "--months", "1", "--out", out, command)
    assert said.status == 0
    assert sw.open(out).people == _sizes()[0]
    assert typed(capsys, "life", out, "0").status == 0
    assert typed(capsys, "verify", out).status == 0


@pytest.mark.parametrize(
    ("step", "months", "steps"),
    [
        ("month", 1, 1), ("month", 7, 7), ("month", 1200, 1200),
        ("week", 1, 4), ("week", 2, 9), ("week", 3, 13), ("week", 4, 17), ("week", 5, 22), ("week", 12, 52),
        ("day", 1, 30), ("day", 2, 61), ("day", 6, 183), ("day", 12, 365), ("day", 18, 548),
    ],
)  # fmt: skip
def test_months_are_rounded_to_steps(step: str, months: int, steps: int) -> None:
    """Catches months taken as four weeks or thirty days, rounding down, and a half that is rounded to even."""
    assert length(regime(SMALL, f'step = "{step}"'), months) == steps


@pytest.mark.parametrize(("step", "steps"), [("month", 36), ("week", 156), ("day", 1095)])
def test_the_regime_says_how_long(step: str, steps: int) -> None:
    """Catches a length of its own where nobody gave one."""
    assert length(regime(SMALL, f'step = "{step}"'), None) == steps


def test_a_run_in_weeks_is_so_long(tmp_path: Path) -> None:
    """Catches a run that counts months where the regime counts weeks."""
    done = sw.run(regime(SMALL, 'step = "week"'), people=5, months=2)
    assert done.steps == 9
    assert sorted(set(done.measures["step"])) == list(range(9))
    held = json.loads((done.save(tmp_path / "run") / "manifest.json").read_text(encoding="utf-8"))
    assert (held["step"], held["steps"]) == ("week", 9)


@pytest.fixture(scope="module")
def small() -> Regime:
    """The smallest regime."""
    return regime(SMALL)


def test_every_seed_works(small: Regime, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Catches a seed cut to 32, 53 or 63 bits on the way through the command line, the run or the manifest."""
    (tmp_path / "small.toml").write_text(
        'format = 1\ntitle = "Small"\n[population]\nuse = "china-2020"\n' + SMALL, encoding="utf-8"
    )
    digests = set()
    for seed in (0, 1, 2**32 - 1, 2**32, 2**32 + 1, 2**53 + 1, 2**63, 2**64 - 2, 2**64 - 1):
        done = sw.run(small, people=100, steps=3, seed=seed)
        digests.add(done.digest)
        out = tmp_path / str(seed)
        typed_in = ("run", tmp_path / "small.toml", "--people", "100", "--months", "3", "--seed", str(seed))
        said = typed(capsys, *typed_in, "--out", out, "--json")
        found = json.loads(said.out)
        assert (found["seed"], found["digest"]) == (seed, done.digest)
        assert sw.open(out).seed == seed
        assert sw.open(out).life(3).run.seed == seed
    assert len(digests) == 9


def test_a_seed_that_was_not_given_is_0_and_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Catches a seed taken from the clock, or one that is not said."""
    said = typed(capsys, "run", "article", "--people", "5", "--months", "1", "--out", tmp_path / "run")
    assert "seed 0" in said.out
    assert sw.open(tmp_path / "run").seed == 0
    assert sw.open(tmp_path / "run").digest == sw.run(sw.load("article"), people=5, months=1).digest


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("seed", -1), ("seed", 2**64), ("seed", 1.0), ("seed", "1"), ("seed", True), ("seed", None),
        ("people", 0), ("people", -5), ("people", 2**31 + 1), ("people", 1.5), ("people", "40"), ("people", True),
        ("months", 0), ("months", 1201), ("months", 2.5), ("steps", 0), ("steps", 100001), ("engine", "warp"),
        ("threads", 0), ("threads", -1), ("threads", 257), ("threads", 1.5), ("threads", "2"), ("threads", True),
    ],
)  # fmt: skip
def test_what_cannot_be_run_is_refused(name: str, wrong: object, small: Regime) -> None:
    """Catches a number out of bounds, or of another kind, that runs as something else."""
    given: dict[str, object] = {"people": 5, "steps": 1, name: wrong}
    if name == "months":
        del given["steps"]
    with pytest.raises(sw.InputError) as refused:
        sw.run(small, **given)  # type: ignore[arg-type]
    assert refused.value.mistakes[0].where == name


def test_all_that_is_wrong_is_said_at_once(small: Regime) -> None:
    """Catches a run that stops at the first mistake."""
    with pytest.raises(sw.InputError) as refused:
        sw.run(small, people=0, months=0, seed=-1, engine="warp", threads=0)
    assert [mistake.where for mistake in refused.value.mistakes] == ["people", "seed", "months", "threads", "engine"]
