"""What the page says reproduces the run does so."""

from __future__ import annotations

import contextlib
import io
import shlex
from pathlib import Path

import pytest

import scorewatch as sw
from scorewatch.cli.main import main
from scorewatch.report.page.proof import proof

from . import corners


@pytest.mark.parametrize("shipped", [True, False])
def test_the_five_lines_print_the_digest(shipped: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches lines that run something else, also for a regime that is not shipped as it was run."""
    run = sw.run(sw.load("article"), people=200, months=3, seed=9) if shipped else corners.corner("weeks")
    run.save(tmp_path / "RUN")
    monkeypatch.chdir(tmp_path)
    lines = proof(run).python
    assert len(lines.splitlines()) == 5
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(lines, "page", "exec"), {})
    assert printed.getvalue().split() == [run.digest, "True"]


def test_the_command_makes_the_same_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches an option that is missing from the command."""
    run = sw.run(sw.load("article"), people=200, months=3, seed=9)
    monkeypatch.chdir(tmp_path)
    program, *arguments = shlex.split(proof(run).command)
    with pytest.raises(SystemExit) as ended:
        main([*arguments, "--out", "again", "--quiet"])
    assert (program, ended.value.code) == ("scorewatch", 0)
    assert sw.open("again").digest == run.digest


def test_a_regime_that_was_set_is_reproduced_from_its_folder() -> None:
    """Catches a command that would run the shipped regime instead."""
    changed = sw.load("article").set("list.untrustworthy.enter_below", 900)
    assert proof(sw.run(changed, people=200, months=1)).command == "scorewatch verify RUN"
