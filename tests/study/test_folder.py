"""A run folder appears whole or not at all, and its manifest reproduces the run."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import scorewatch as sw
from boundary.command import script, typed
from scorewatch.errors import RunError
from scorewatch.study import folder as folders
from scorewatch.study.folder import TABLES
from scorewatch.study.run import Run

from . import busy

HELD = {"manifest.json", *TABLES}


def held(path: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes, hidden ones too."""
    return {p.relative_to(path).as_posix(): p.read_bytes() for p in path.rglob("*") if p.is_file()}


class Full:
    """A disk that is full, or a user who stops, at the write of one of the files."""

    def __init__(self, at: int, error: BaseException) -> None:
        self.left, self.error = at, error

    def __call__(self, *_: Any, **__: Any) -> Any:
        if self.left == 0:
            raise self.error
        self.left -= 1
        return None


@pytest.fixture(params=[OSError(28, "No space left on device"), KeyboardInterrupt(), MemoryError(), SystemExit(1)])
def error(request: pytest.FixtureRequest) -> BaseException:
    """What stops a write in the middle."""
    found: BaseException = request.param
    return found


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_write_that_stops_leaves_nothing(
    at: int, error: BaseException, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catches half a run folder, or its scratch, left behind by an error at any table."""
    monkeypatch.setattr(pl.DataFrame, "write_parquet", Full(at, error))
    with pytest.raises(RunError if isinstance(error, OSError) else type(error)):
        run.save(tmp_path / "run")
    assert list(tmp_path.iterdir()) == []


def test_a_manifest_that_stops_leaves_nothing(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a folder with its tables and no manifest."""
    monkeypatch.setattr(Path, "write_text", Full(0, OSError(28, "No space left on device")))
    with pytest.raises(RunError, match=r"run: the run could not be written: No space left"):
        run.save(tmp_path / "run")
    assert list(tmp_path.iterdir()) == []


def test_an_old_run_survives_one_that_stops(
    error: BaseException, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catches --force that takes the old run away before the new one is whole."""
    before = held(folder.parent)
    monkeypatch.setattr(pl.DataFrame, "write_parquet", Full(2, error))
    with pytest.raises(RunError if isinstance(error, OSError) else type(error)):
        run.save(folder, force=True)
    assert held(folder.parent) == before


def test_an_old_run_survives_where_the_last_step_fails(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches an old run that was moved away and not put back when the new one could not take its place."""
    before, rename = held(folder.parent), Path.rename
    failed: list[Path] = []

    def stopped(path: Path, target: Path) -> Path:
        if target == folder and not failed:
            failed.append(path)
            raise OSError(5, "Input/output error")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", stopped)
    with pytest.raises(RunError):
        run.save(folder, force=True)
    assert held(folder.parent) == before


def test_an_old_run_that_cannot_be_put_back_is_kept_and_named(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catches the only copy of a run removed because neither the new nor the old one could take its place."""
    manifest, rename = (folder / "manifest.json").read_bytes(), Path.rename

    def stopped(path: Path, target: Path) -> Path:
        if target == folder:
            raise OSError(5, "Input/output error")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", stopped)
    with pytest.raises(RunError) as refused:
        run.save(folder, force=True)
    (kept,) = [path for path in folder.parent.iterdir() if (path / "manifest.json").is_file()]
    assert str(kept) in str(refused.value)
    assert (kept / "manifest.json").read_bytes() == manifest


KILLED = """
import os, sys
import polars as pl
from scorewatch.study.folder import read
run = read(sys.argv[1])
write = pl.DataFrame.write_parquet
def killed(table, path, **options):
    write(table, path, **options)
    if path.name == "parts.parquet":
        os._exit(9)
pl.DataFrame.write_parquet = killed
run.save(sys.argv[2], force=True)
"""


def test_a_killed_process_leaves_no_run_and_the_old_one(saved: Path, folder: Path, tmp_path: Path) -> None:
    """Catches tables written where the run will be: after a kill, what is there is the old run or none."""
    before = held(folder)
    assert script(KILLED, saved, folder).status == 9
    assert held(folder) == before
    assert script(KILLED, saved, tmp_path / "new").status == 9
    assert not (tmp_path / "new").exists()


FULL = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))
from scorewatch.cli.main import main
main(["run", "article", "--people", "40", "--months", "2", "--quiet", "--out", sys.argv[1]])
"""


def test_a_full_disk_is_said_with_status_1(tmp_path: Path) -> None:
    """Catches a traceback, status 0 or half a folder where the disk takes no more."""
    said = script(FULL, tmp_path / "run", changes={"PYTHONDONTWRITEBYTECODE": "1"})
    assert said.status == 1
    assert "Traceback" not in said.err
    assert "could not be written" in said.err
    assert list(tmp_path.iterdir()) == []


def test_force_replaces_the_whole_folder(run: Run, folder: Path) -> None:
    """Catches a --force that mixes old and new files, or leaves the old run beside the new."""
    other = sw.run(busy.regime(), people=30, months=1)
    other.save(folder, force=True)
    assert {p.name for p in folder.iterdir()} == HELD
    assert [p.name for p in folder.parent.iterdir()] == [folder.name]
    assert sw.open(folder).digest == other.digest != run.digest
    assert folder.stat().st_mode & 0o777 == 0o755, "others may read it"


@pytest.mark.parametrize("force", [False, True])
def test_what_is_no_run_is_left_alone(force: bool, run: Run, tmp_path: Path) -> None:
    """Catches an --out, even with --force, that overwrites a file or somebody's own folder."""
    own = tmp_path / "own"
    own.mkdir()
    (own / "thesis.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for path in (own, tmp_path / "file", tmp_path / "missing" / "run"):
        before = held(tmp_path)
        with pytest.raises(sw.InputError):
            run.save(path, force=force)
        assert held(tmp_path) == before


def test_a_run_with_something_else_in_it_is_left_alone(run: Run, folder: Path) -> None:
    """Catches a --force that takes a user's notes away with the run they lie in."""
    (folder / "notes.txt").write_text("mine")
    before = held(folder)
    with pytest.raises(sw.InputError, match=r"also holds notes\.txt"):
        run.save(folder, force=True)
    assert held(folder) == before


def test_a_run_is_refused_without_force(run: Run, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Catches a run that overwrites another, or that computes before it says no."""
    before = held(folder)
    with pytest.raises(sw.InputError, match="holds a run"):
        run.save(folder)
    said = typed(capsys, "run", "article", "--people", "2000000000", "--months", "1200", "--out", folder)
    assert said.status == 2
    assert "--force" in said.err
    assert held(folder) == before


def test_an_empty_folder_is_filled(run: Run, tmp_path: Path) -> None:
    """Catches a refusal of the folder that a user has just made."""
    (tmp_path / "run").mkdir()
    run.save(tmp_path / "run")
    assert {p.name for p in (tmp_path / "run").iterdir()} == HELD


FIELDS: dict[str, type | tuple[type, ...]] = {
    "regime": dict, "regime_digest": str, "population": str, "template_rows": int, "people": int, "steps": int,
    "step": str, "seed": int, "engine": str, "results_version": int, "versions": dict, "started": str,
    "seconds": (int, float), "digest": str,
}  # fmt: skip


def test_the_manifest_has_every_field(run: Run, saved: Path) -> None:
    """Catches a field that other programs rely on gone, renamed, of another type or with another meaning."""
    text = (saved / "manifest.json").read_text(encoding="utf-8")
    found = json.loads(text)
    for name, kind in FIELDS.items():
        assert isinstance(found[name], kind), name
    assert (found["people"], found["steps"], found["seed"]) == (run.people, busy.STEPS, busy.SEED)
    assert (found["step"], found["population"], found["template_rows"]) == ("month", "china-2020", 4112)
    assert (found["engine"], found["results_version"], found["digest"]) == ("fast", 1, run.digest)
    assert found["people"] <= busy.PEOPLE
    assert found["versions"]["scorewatch"] == sw.__version__
    assert datetime.fromisoformat(found["started"]).tzinfo is not None
    assert found["seconds"] > 0
    assert text.endswith("}\n")


def test_the_manifest_holds_the_regime_as_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Catches a manifest with the file as written and not as run, after --set."""
    out = tmp_path / "run"
    changes = ("--set", "list.untrustworthy.enter_below=900", "--set", "behaviour.smoking.spread=0")
    assert typed(capsys, "run", "article", *changes, "--people", "5", "--months", "1", "--out", out).status == 0
    found = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    regime = sw.load("article").set("list.untrustworthy.enter_below", 900).set("behaviour.smoking.spread", 0)
    assert found["regime"] == regime.raw
    assert found["regime"]["list"]["untrustworthy"]["enter_below"] == 900
    assert list(found["regime"]["behaviour"]) == list(sw.load("article").rules.behaviour), "the order counts"
    assert found["regime_digest"] == regime.digest != sw.load("article").digest


def test_a_read_run_is_the_run(run: Run, saved: Path) -> None:
    """Catches anything lost between saving and opening."""
    again = sw.open(saved)
    for name in ("people", "steps", "seed", "engine", "started", "seconds", "digest", "versions"):
        assert getattr(again, name) == getattr(run, name), name
    for name in ("measures", "parts", "response"):
        assert getattr(again, name).equals(getattr(run, name))
        assert getattr(again, name).schema == getattr(run, name).schema
    assert again.regime == run.regime
    assert again.regime.digest == run.regime.digest
    assert again.regime.timeline == run.regime.timeline
    assert [harm.what for harm in again.harms()] == [harm.what for harm in run.harms()]
    for mine, theirs in zip(run.harms(), again.harms(), strict=True):
        assert busy.same(theirs.estimate.value, mine.estimate.value), mine.what


def test_the_harms_of_a_run_are_the_same_each_time(run: Run) -> None:
    """Catches a figure that differs in its last digits between two calls: `--json` would not be the same twice."""
    first = run.harms()
    assert all(run.harms() == first for _ in range(6))


@pytest.mark.parametrize("name", [*FIELDS, "name"])
def test_a_manifest_that_lacks_a_field_is_refused(name: str, folder: Path) -> None:
    """Catches a manifest read with a guess in place of what it must say."""
    path = folder / "manifest.json"
    found = json.loads(path.read_text(encoding="utf-8"))
    del found[name]
    path.write_text(json.dumps(found), encoding="utf-8")
    with pytest.raises(sw.InputError, match=f"{name} is missing"):
        sw.open(folder)


def _damaged(folder: Path, how: str) -> None:
    manifest = folder / "manifest.json"
    if how in TABLES:
        (folder / how).unlink()
    elif how.startswith("torn "):
        path = folder / how.removeprefix("torn ")
        path.write_bytes(path.read_bytes()[:-40])
    elif how == "empty manifest":
        manifest.write_text("")
    elif how == "no table":
        manifest.write_text("[]")
    else:
        found = json.loads(manifest.read_text(encoding="utf-8"))
        manifest.write_text(json.dumps({**found, **json.loads(how)}), encoding="utf-8")


@pytest.mark.parametrize(
    "how",
    [
        *TABLES, *(f"torn {name}" for name in TABLES), "empty manifest", "no table",
        '{"people": 0}', '{"people": true}', '{"people": "40"}', '{"seed": -1}', '{"seed": 18446744073709551616}',
        '{"steps": 0}', '{"results_version": 2}', '{"population": "nowhere"}', '{"template_rows": 1}',
        '{"regime": {}}', '{"regime_digest": "0"}',
    ],
)  # fmt: skip
def test_a_damaged_folder_is_refused(how: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Catches a traceback, or figures from a folder that is torn or does not fit together."""
    _damaged(folder, how)
    with pytest.raises(sw.InputError):
        sw.open(folder)
    for command in ("life", "verify"):
        said = typed(capsys, command, folder)
        assert (said.status, said.out) == (2, "")
        assert re.match(re.escape(str(folder)), said.err) or "regime" in how


def test_the_tables_of_a_folder_are_the_documented_ones(saved: Path) -> None:
    """Catches a type or an order of columns that other programs do not expect, and rows that are not sorted or 0."""
    measures = pl.read_parquet(saved / "measures.parquet")
    parts = pl.read_parquet(saved / "parts.parquet")
    text = dict.fromkeys(("region", "group", "age_band", "sex", "trait"), pl.String)
    head = {"measure": pl.String, "item": pl.String, "by": pl.String, "step": pl.Int32, **text}
    assert dict(measures.schema) == {**head, "bin": pl.Int32, "value": pl.Int64}
    assert dict(parts.schema) == {**head, "part": pl.Int32, "value": pl.Int64}
    for table in (measures, parts):
        rows = table.rows()
        assert rows == sorted(rows)
        assert len({row[:-1] for row in rows}) == len(rows)
        assert 0 not in table["value"]
        assert table.null_count().sum_horizontal().item() == 0
    assert folders.is_run(saved)


def test_a_run_that_came_meanwhile_is_not_replaced(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches two runs into one folder of which the later one silently wins, without --force."""
    before = held(folder.parent)
    monkeypatch.setattr("scorewatch.study.folder.check_free", lambda *_args, **_options: None)
    with pytest.raises(RunError):
        run.save(folder)
    assert held(folder.parent) == before


def test_the_demo_does_not_replace_a_run_of_another_regime(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Catches a demo that takes away what somebody else put where it writes."""
    monkeypatch.chdir(tmp_path)
    run.save(tmp_path / "scorewatch-demo")
    before = held(tmp_path)
    said = typed(capsys, "demo", "--people", "5", "--months", "1")
    assert said.status == 2
    assert held(tmp_path) == before
