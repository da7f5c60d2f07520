"""Which engine runs, on how many threads, what is said before it compiles, and what does not fit into memory."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import scorewatch as sw
from boundary.command import typed
from scorewatch.engine import memory

SMALL = ("run", "article", "--people", "120", "--months", "3")
COMPILING = "Compiling the fast engine: once on this machine"


@pytest.mark.parametrize(
    ("options", "engine"),
    [((), "fast"), (("--threads", "2"), "fast"), (("--engine", "plain", "--threads", "2"), "plain")],
)
def test_the_engine_that_is_asked_for_runs(
    options: tuple[str, ...], engine: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Catches an option that is read and not passed on, a manifest that names another engine, and another digest."""
    said = typed(capsys, *SMALL, *options, "--out", tmp_path / "run", "--json")
    assert said.status == 0
    held = sw.open(tmp_path / "run")
    assert json.loads(said.out)["engine"] == held.engine == engine
    assert held.digest == sw.run(sw.load("article"), people=120, months=3, engine="plain").digest


@pytest.mark.parametrize("command", ["run", "demo", "verify"])
def test_as_many_threads_as_asked_for_run(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Catches --threads that a command reads and forgets."""
    from scorewatch.engine import fast

    assert typed(capsys, *SMALL, "--out", tmp_path / "run", "--quiet").status == 0
    seen = []
    made = fast.Fast.__init__

    def init(self: fast.Fast, *arguments: object) -> None:
        seen.append(arguments[1])
        made(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(fast.Fast, "__init__", init)
    what = {
        "run": (*SMALL, "--out", tmp_path / "more"),
        "demo": ("demo", "--people", "120", "--months", "3", "--out", tmp_path / "demo"),
        "verify": ("verify", tmp_path / "run"),
    }[command]
    assert typed(capsys, *what, "--threads", "3", "--quiet").status == 0
    with_three = [*seen]
    seen.clear()
    again = () if command == "verify" else ("--force",)
    assert typed(capsys, *what[:-1], tmp_path / "run", "--quiet", *again).status == 0
    beside = {"run": 1, "demo": 2, "verify": 1}[command]
    assert with_three[: 1 + beside] == [3] * (1 + beside)
    assert seen[: 1 + beside] == [fast.default_threads()] * (1 + beside)
    assert set(with_three[1 + beside :] + seen[1 + beside :]) <= {1}, "the ends of inputs side by side, one each"


@pytest.mark.parametrize(("made", "again"), [("fast", "plain"), ("plain", "fast")])
def test_each_engine_verifies_the_other(
    made: str, again: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catches `verify --engine` that runs the engine of the folder, or the default."""
    assert typed(capsys, *SMALL, "--engine", made, "--out", tmp_path / "run", "--quiet").status == 0
    monkeypatch.setattr(f"scorewatch.engine.{made}.run", lambda *_: pytest.fail(f"the {made} engine ran"))
    said = typed(capsys, "verify", tmp_path / "run", "--engine", again)
    assert (said.status, said.err) == (0, "")
    assert "Reproduced." in said.out


@pytest.mark.parametrize(
    ("ready", "options", "says"),
    [
        (False, (), True),
        (True, (), False),
        (False, ("--quiet",), False),
        (False, ("--json",), False),
        (False, ("--engine", "plain"), False),
    ],
)
def test_the_first_start_says_that_it_compiles(
    ready: bool,
    options: tuple[str, ...],
    says: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Catches half a minute of silence, a message at every start, and one where none is wanted."""
    monkeypatch.setattr("scorewatch.tile.compiled.is_ready", lambda: ready)
    said = typed(capsys, *SMALL, *options, "--out", tmp_path / "run")
    assert said.status == 0
    assert said.err.count(COMPILING) == int(says)
    if not options:
        assert typed(capsys, "verify", tmp_path / "run").err.count(COMPILING) == int(says)
        assert COMPILING not in typed(capsys, "verify", tmp_path / "run", "--engine", "plain").err


@pytest.mark.parametrize("command", ["run", "demo", "verify"])
def test_too_many_people_for_the_memory_at_hand_are_refused(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Catches a run that begins and is killed, a refusal without figures, and one after a minute of compiling."""
    if command == "verify":
        assert typed(capsys, *SMALL, "--out", tmp_path / "run", "--quiet").status == 0
    monkeypatch.setattr(memory, "available", lambda: 2_000_000_000)
    monkeypatch.setattr(memory, "ALLOWANCE", 3_000_000_000 if command == "verify" else 0)
    monkeypatch.setattr(memory, "A_STEP", 10_000_000)
    monkeypatch.setattr("scorewatch.tile.compiled.is_ready", lambda: False)
    what = {
        "run": ("run", "article", "--people", "1_400_000_000", "--months", "12", "--out", tmp_path / "run"),
        "demo": ("demo", "--people", "1_400_000_000", "--months", "12", "--out", tmp_path / "run"),
        "verify": ("verify", tmp_path / "run"),
    }[command]
    before = sorted(tmp_path.rglob("*"))
    said = typed(capsys, *what)
    assert (said.status, said.out) == (2, "")
    assert COMPILING not in said.err
    assert "2.0 GB are available" in said.err
    assert sorted(tmp_path.rglob("*")) == before
    if command != "verify":
        assert "takes long" not in said.err
        assert re.match(r"people: 1,(400,000,000|399,999,99\d) people take 15.5 GB of memory, and 2.0 GB", said.err)
        assert "11 bytes a person" in said.err
        assert "160,000,000 people fit" in said.err, "(2.0 - 0.12) GB at 11 bytes, less a shard, rounded down"


def test_the_plain_engine_asks_nobody_for_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a limit of the fast engine that stops the reference."""
    monkeypatch.setattr(memory, "available", lambda: 0)
    assert sw.run(sw.load("article"), people=5, months=1, engine="plain").people > 0
    with pytest.raises(sw.InputError, match="of memory") as refused:
        sw.run(sw.load("article"), people=5, months=1)
    assert refused.value.mistakes[0].where == "people"
    assert "fit" not in refused.value.mistakes[0].do, "none would"
