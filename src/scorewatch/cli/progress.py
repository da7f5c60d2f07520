"""Progress on standard error: share done, people-steps a second, time left. None where it is not a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from scorewatch.cli import say


@contextmanager
def progress(
    title: str, *, unit: str = "people-steps", quiet: bool = False
) -> Iterator[Callable[[int, int], None] | None]:
    """A function to call with (done, all), or None where nothing is to be shown."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None, rate="")

        def report(done: int, of: int) -> None:
            speed = bar.tasks[0].speed
            bar.update(task, completed=done, total=of, rate=f"{speed:,.0f} {unit} a second" if speed else "")

        yield report


def announced(report: Callable[[int, int], None] | None, warning: str = "") -> Callable[[int, int], None]:
    """Progress of the fast engine that first says, on standard error, what takes time: the run, or compiling."""
    said = False

    def watch(done: int, of: int) -> None:
        nonlocal said
        if not said:
            said = True
            from scorewatch.tile import compiled

            if warning:
                say.message(warning)
            if not compiled.is_ready():
                say.message("Compiling the fast engine: once on this machine, about half a minute.")
        if report:
            report(done, of)

    return watch
