"""The command line as typed, in this process or in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from scorewatch.cli.main import main


class Said(NamedTuple):
    """What a command left: its exit status, standard output and standard error."""

    status: int
    out: str
    err: str


def typed(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> Said:
    """The command has run in this process."""
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return Said(int(ended.value.code or 0), captured.out, captured.err)


def environment(changes: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a child, without what would change how a terminal is written to."""
    kept = {k: v for k, v in os.environ.items() if k not in ("FORCE_COLOR", "NO_COLOR", "PYTHONWARNINGS", "COLUMNS")}
    return {**kept, "TERM": "xterm", **(changes or {})}


def script(code: str, *arguments: str | Path, changes: Mapping[str, str] | None = None) -> Said:
    """The Python code has run in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment(changes),
        timeout=300,
        check=False,
    )
    return Said(done.returncode, done.stdout, done.stderr)
