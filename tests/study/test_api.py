"""What Python users type: a handful of names that read as a sentence, and nothing that waits for numpy."""

from __future__ import annotations

import inspect
import types
from pathlib import Path

import polars as pl
import pytest

import scorewatch as sw
from boundary.command import script
from scorewatch.measure.harm import QUESTIONS, Harm
from scorewatch.regime.read import Regime
from scorewatch.study.replay import Life
from scorewatch.study.run import Run


def test_the_first_lines_that_anybody_types(tmp_path: Path) -> None:
    """Catches a change that breaks the lines of the README: run, measures, harms, life, save, open."""
    run = sw.run(sw.load("article"), people=40, months=2)
    assert isinstance(run, sw.Run)
    assert (run.people, run.steps, run.seed, run.engine) == (38, 2, 0, "fast")
    assert isinstance(run.measures, pl.DataFrame)
    harms = run.harms()
    assert all(isinstance(harm, Harm) for harm in harms)
    assert {harm.harm for harm in harms} == set(QUESTIONS)
    assert isinstance(run.life(7), Life)
    assert run.life(7).person == 7
    assert run.save(tmp_path / "a-run") == tmp_path / "a-run"
    assert run.save(str(tmp_path / "b-run")) == tmp_path / "b-run"
    again = sw.open(str(tmp_path / "a-run"))
    assert isinstance(again, sw.Run)
    assert again.digest == run.digest == sw.open(tmp_path / "b-run").digest
    assert repr(again) == repr(run), "short, without tables"
    assert len(repr(run)) < 300


def test_a_set_makes_a_new_regime() -> None:
    """Catches a set that changes the regime it is called on, or one that does not reach the rules."""
    regime = sw.load("article")
    before = regime.digest
    other = regime.set("list.untrustworthy.enter_below", 900).set("behaviour.fraud.points", -100)
    assert isinstance(other, sw.Regime)
    enter = other.rules.list["untrustworthy"].enter_below
    assert enter is not None
    assert enter.value == 900
    assert other.rules.behaviour["fraud"].points.value == -100
    assert regime.digest == before == sw.load("article").digest != other.digest
    assert regime == sw.load("article") != other
    assert len({regime, sw.load("article"), other}) == 2
    assert other.census is regime.census


@pytest.mark.parametrize(
    ("path", "given", "says"),
    [
        ("list.untrustworthy.enter_bellow", 900, "list.untrustworthy.enter_below"),
        ("list.untrusworthy.enter_below", 900, "list.untrustworthy.enter_below"),
        ("list.untrustworthy", 900, "is a table"),
        ("list.untrustworthy.enter_below", "low", "does not fit"),
        ("list.untrustworthy.enter_below", 2000, "leave_at = 950 is below enter_below = 2000"),
        ("behaviour.fraud.points", -1_000_000, "Points are whole"),
        ("sensor.plates.recorded", 1.5, "between 0 and 1"),
    ],
)
def test_a_set_that_does_not_fit_is_refused(path: str, given: object, says: str) -> None:
    """Catches a misspelt path that sets nothing, and a value that no regime may have."""
    with pytest.raises(sw.InputError) as refused:
        sw.load("article").set(path, given)
    assert says in str(refused.value)


def test_what_is_visible_is_what_is_promised() -> None:
    """Catches a name that slips into the façade, or one of __all__ that is not there."""
    assert sorted(sw.__all__) == dir(sw)
    eager = {name for name, held in vars(sw).items() if getattr(held, "__module__", "") == "scorewatch.errors"}
    public = {name for name in sw._WHERE if not name.startswith("_")}
    assert set(sw.__all__) == {*public, *eager, "__version__"}
    assert {"load", "run", "open", "Regime", "Run", "InputError", "RunError"} <= set(sw.__all__)
    found: dict[str, object] = {}
    exec("from scorewatch import *", found)
    assert set(found) - {"__builtins__"} == set(sw.__all__)
    assert sw.Regime is Regime
    assert sw.Run is Run
    for name in sw.__all__:
        assert getattr(sw, name) is not None
        if isinstance(getattr(sw, name), type | types.FunctionType):
            assert inspect.getdoc(getattr(sw, name)), f"{name} says what it does"
    with pytest.raises(AttributeError, match="has no attribute 'rum'"):
        _ = sw.rum
    assert issubclass(sw.InputError, sw.ScorewatchError)
    assert issubclass(sw.RunError, sw.ScorewatchError)
    assert (sw.InputError.exit_status, sw.RunError.exit_status) == (2, 1)


HEAVY = ("numpy", "polars", "numba", "pydantic", "rich.table", "tree_sitter")


@pytest.mark.parametrize(
    ("code", "kept_out"),
    [
        ("import scorewatch", (*HEAVY, "typer", "scorewatch.regime.read")),
        ("import scorewatch as sw; sw.InputError, sw.__version__, dir(sw)", HEAVY),
        ("import scorewatch as sw; sw.load('article')", ("polars", "numba")),
        (
            "from scorewatch.cli.main import main\ntry: main(['--help'])\nexcept SystemExit: pass",
            ("numpy", "polars", "numba"),
        ),
        ("from scorewatch.cli.main import main\ntry: main(['run', '--help'])\nexcept SystemExit: pass", HEAVY[:3]),
    ],
)
def test_nobody_waits_for_what_is_not_used(code: str, kept_out: tuple[str, ...]) -> None:
    """Catches an import at the top of a file that makes `scorewatch --help` wait for numpy and polars."""
    said = script(f"{code}\nimport sys; print('loaded', *sys.modules)")
    assert said.status == 0, said.err
    loaded = set(said.out.splitlines()[-1].split())
    assert "loaded" in loaded
    assert loaded & set(kept_out) == set()


def test_looking_does_not_change_a_run() -> None:
    """Catches an observation that draws or changes: what was asked first must not matter."""
    run = sw.run(sw.load("article"), people=40, months=3)
    digest, measures = run.digest, run.measures.clone()
    run.life(5), run.harms(), run.life(0), run.carries, run.clock
    assert run.measures.equals(measures)
    assert run.digest == digest == sw.run(sw.load("article"), people=40, months=3).digest
