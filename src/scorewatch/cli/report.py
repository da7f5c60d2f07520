"""`scorewatch report RUN`: the page of a run again, its tables as CSV, its charts as files."""

from __future__ import annotations

from pathlib import Path

import typer

from scorewatch.cli import say, stop
from scorewatch.cli.arguments import RunArg


def register(app: typer.Typer) -> None:
    """The command is known to `app`."""
    app.command(name="report")(report)


def report(run_folder: RunArg) -> None:
    """Write the page of a run again, the same bytes."""
    from scorewatch.report.page.file import write
    from scorewatch.study import folder

    run = folder.read(run_folder)
    path = Path(run_folder) / folder.PAGE
    stop.interruptible(lambda: write(run, path))
    say.out(str(path))
