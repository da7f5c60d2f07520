"""What goes where: results on standard output, progress on a terminal's standard error, one JSON object, quiet."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import scorewatch as sw
from boundary.command import Said, environment, script, typed
from scorewatch.report.harms_table import as_json

from .busy import same

pytestmark = pytest.mark.usefixtures("compiled")

SMALL = ("--people", "200", "--months", "6")
COMMAND = "import sys; from scorewatch.cli.main import main; main(sys.argv[1:])"


def on_a_terminal(*arguments: str | Path) -> Said:
    """The command with a terminal for standard error, and a pipe for standard output."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", COMMAND, *map(str, arguments)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, env=environment())
    os.close(theirs)
    read: list[bytes] = []

    def listen() -> None:
        while True:
            try:
                data = os.read(ours, 65536)
            except OSError:  # the child has closed its end
                return
            if not data:
                return
            read.append(data)

    listener = threading.Thread(target=listen)
    listener.start()
    out, _ = child.communicate(timeout=300)
    listener.join(timeout=60)
    os.close(ours)
    return Said(child.returncode, out.decode(), b"".join(read).decode(errors="replace"))


def test_progress_is_shown_on_a_terminal(tmp_path: Path) -> None:
    """Catches progress that is lost, goes to standard output, or lacks share done, speed or time left."""
    said = on_a_terminal("run", "article", "--people", "900", "--months", "12", "--out", tmp_path / "run")
    assert said.status == 0
    assert "%" in said.err
    assert "people-steps a second" in said.err
    assert re.search(r"\d:\d\d(:\d\d)?|-:--:--", said.err), "time left"
    assert "people-steps" not in said.out
    assert "\x1b" not in said.out


@pytest.mark.parametrize("quiet", ["--quiet", "--json"])
def test_quiet_and_json_show_no_progress(quiet: str, tmp_path: Path) -> None:
    """Catches progress in spite of --quiet or --json, on a terminal."""
    said = on_a_terminal("run", "article", *SMALL, "--out", tmp_path / "run", quiet)
    assert (said.status, said.err) == (0, "")


def test_progress_is_not_shown_elsewhere(tmp_path: Path) -> None:
    """Catches a log full of bars where standard error is a file or a pipe."""
    said = script(COMMAND, "run", "article", *SMALL, "--out", tmp_path / "run")
    assert (said.status, said.err) == (0, "")
    said = script(COMMAND, "verify", tmp_path / "run")
    assert (said.status, said.err) == (0, "")
    assert "\x1b" not in said.out


def _one_object(text: str) -> dict[str, object]:
    """The one JSON object that a text is."""
    found, end = json.JSONDecoder(parse_constant=lambda word: pytest.fail(f"{word} is no JSON")).raw_decode(text)
    assert text[end:] in ("", "\n")
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("more", [(), ("--quiet",)])
def test_run_prints_one_object(more: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Catches a line beside the JSON object, and figures in it that are not those of Python."""
    out = tmp_path / "run"
    said = typed(capsys, "run", "article", *SMALL, "--seed", "9", "--out", out, "--json", *more)
    assert (said.status, said.err) == (0, "")
    found = _one_object(said.out)
    run = sw.open(out)
    for name in ("people", "steps", "seed", "engine", "digest"):
        assert found[name] == getattr(run, name)
    assert (found["regime"], found["regime_digest"], found["out"]) == ("article", run.regime.digest, str(out))
    expected = json.loads(json.dumps([as_json(harm) for harm in run.harms()]))
    assert isinstance(found["harms"], list)
    assert [h["what"] for h in found["harms"]] == [h["what"] for h in expected]
    for mine, theirs in zip(found["harms"], expected, strict=True):
        assert same(mine["value"], theirs["value"])
        assert (mine["n"], mine["of"]) == (theirs["n"], theirs["of"])


def test_the_other_commands_print_one_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Catches a line beside the JSON object of life, verify, check or schema."""
    out = tmp_path / "run"
    sw.run(sw.load("article"), people=200, months=6).save(out)
    for arguments in (
        ("life", out, "3", "--json"),
        ("life", out, "--where", "denied or child", "--json"),
        ("verify", out, "--json"),
        ("verify", out, "--json", "--quiet"),
        ("check", "article", "--json"),
        ("schema",),
    ):
        said = typed(capsys, *arguments)
        assert (said.status, said.err) == (0, ""), arguments
        _one_object(said.out)


def test_wrong_input_leaves_standard_output_empty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Catches half an object, or a message, where a program expects JSON; all mistakes are said at once."""
    wrong = ("--people", "0", "--months", "x", "--seed", "-1", "--engine", "warp", "--set", "list.x.y=1")
    said = typed(capsys, "run", "article", *wrong, "--threads", "0", "--out", tmp_path / "no" / "run", "--json")
    assert (said.status, said.out) == (2, "")
    for where in ("--people", "--months", "--seed", "--engine", "--threads", "--set", "the folder"):
        assert where in said.err
    assert list(tmp_path.iterdir()) == []


def test_quiet_is_quiet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Catches a table or progress in spite of --quiet, and a mistake that --quiet swallows."""
    said = typed(capsys, "run", "article", *SMALL, "--out", tmp_path / "a", "--quiet")
    assert (said.status, said.err) == (0, "")
    assert len(said.out.splitlines()) <= 3, "at most where the run and its page are, and its digest"
    assert "%" not in said.out
    said = typed(capsys, "demo", *SMALL, "--out", tmp_path / "b", "--quiet")
    assert said == (0, "", "")
    said = typed(capsys, "verify", tmp_path / "a", "--quiet")
    assert said == (0, "", "")
    said = typed(capsys, "run", "artcle", "--quiet")
    assert said.status == 2
    assert 'Did you mean "article"?' in said.err


def test_json_survives_a_console_without_our_letters(tmp_path: Path) -> None:
    """Catches letters that become question marks inside JSON where the console is ASCII."""
    source = "\n".join(
        ("format = 1", 'title = "Régime 制度"', "[population]", 'use = "china-2020"', "[behaviour.b]", 'says = "b"')
    )
    (tmp_path / "r.toml").write_text(f'{source}\nacts_per_year = 1\ndomain = "civic"\n', encoding="utf-8")
    arguments = ("run", tmp_path / "r.toml", "--people", "5", "--months", "1", "--out", tmp_path / "run", "--json")
    said = script(COMMAND, *arguments, changes={"PYTHONIOENCODING": "ascii"})
    assert said.status == 0, said.err
    assert _one_object(said.out)["title"] == "Régime 制度"


def test_a_run_without_out_takes_a_free_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catches a second run without --out that overwrites the first or fails."""
    monkeypatch.chdir(tmp_path)
    for _ in range(2):
        assert typed(capsys, "run", "article", "--people", "5", "--months", "1").status == 0
    made = sorted(path.name for path in tmp_path.iterdir())
    assert len(made) == 2
    assert sw.open(made[0]).digest == sw.open(made[1]).digest
