"""`scorewatch report RUN`: the page of a run again, its tables as CSV, its charts as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scorewatch.cli import say, stop
from scorewatch.cli.arguments import RunArg

Csv = Annotated[bool, typer.Option("--csv", help="Also the tables of the run as CSV, in its folder csv.")]
Figures = Annotated[bool, typer.Option("--figures", help="Also each chart as SVG, PNG and CSV, in its folder figures.")]


def register(app: typer.Typer) -> None:
    """The command is known to `app`."""
    app.command(name="report")(report)


def report(run_folder: RunArg, csv: Csv = False, figures: Figures = False) -> None:
    """Write the page of a run again, the same bytes; what is written is named."""
    from scorewatch.report import files
    from scorewatch.report.page.file import write
    from scorewatch.study import folder

    path = Path(run_folder)
    run = folder.read(path)
    say.out(str(stop.interruptible(lambda: write(run, path / folder.PAGE))))
    if csv:
        for name in files.write_tables(run, path / folder.CSV):
            say.out(str(path / folder.CSV / name))
    if figures:
        names = stop.interruptible(lambda: files.figures(run))
        for name in files.write_figures(names, path / folder.FIGURES):
            say.out(str(path / folder.FIGURES / name))
