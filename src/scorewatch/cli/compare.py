"""`scorewatch compare A B …`: regimes on the same people with the same luck."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scorewatch.cli import options, say, stop
from scorewatch.cli.arguments import AsJson, Engine, Months, People, Quiet, Seed, Threads
from scorewatch.cli.progress import announced, progress
from scorewatch.cli.regime import read_regime
from scorewatch.errors import InputError, Mistake

if TYPE_CHECKING:
    from scorewatch.regime.read import Regime
    from scorewatch.study.compare import Comparison
    from scorewatch.study.run import Run

Several = Annotated[
    list[str], typer.Argument(metavar="A B ...", help="Regimes or run folders; each is compared with the first.")
]


def register(app: typer.Typer) -> None:
    """The command is known to `app`."""
    app.command(name="compare")(compare)


def compare(
    several: Several,
    people: People = None,
    months: Months = None,
    seed: Seed = None,
    engine: Engine = "fast",
    threads: Threads = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Compare regimes on the same people with the same luck: what differs in the files, and what that does."""
    if len(several) < 2:
        raise InputError(Mistake("there is nothing to compare with", "compare", do="Name two regimes or run folders."))
    given, most, length, luck, known, threaded = options.together(
        lambda: options.together(*(lambda name=name: _given(name) for name in several)),
        lambda: options.people(people),
        lambda: options.months(months),
        lambda: None if seed is None else options.seed(seed),
        lambda: options.engine(engine),
        lambda: options.threads(threads),
    )
    from scorewatch.study.compare import with_the_first

    with progress(" and ".join(several), quiet=quiet or as_json) as report:
        watch = announced(report) if known == "fast" and not (quiet or as_json) else report
        found = stop.interruptible(
            lambda: with_the_first(
                given, people=most, months=length, seed=luck, engine=known, threads=threaded, progress=watch
            )
        )
    from scorewatch.report import compared

    if as_json:
        objects = [compared.as_json(one) for one in found]
        say.object_out(objects[0] if len(objects) == 1 else {"comparisons": objects})
        return
    if quiet:
        return
    for one, other in zip(found, several[1:], strict=True):
        _say(one, (several[0], other))


def _say(one: Comparison, typed: tuple[str, str]) -> None:
    from scorewatch.report import compared

    console = say.console()
    a, b = called = compared.names(one, typed)
    say.line(console, f"\n{a} and {b}: hypothetical regimes on the same invented people with the same luck.\n")
    for title, lines in (
        ("What differs in the files:", compared.rules(one, called)),
        ("What that does:", compared.findings(one, called)),
    ):
        say.line(console, title)
        for text in lines:
            say.line(console, f"  {text}")
        say.line(console, "")
    console.print(compared.table(one, called))
    run = one.a
    say.line(console, f"\n{run.people:,} people, {run.steps} {run.regime.step}s, seed {run.seed}.")
    say.line(console, f"Digests: a {one.a.digest}, b {one.b.digest}.")


def _given(name: str) -> Run | Regime:
    """The run of a folder, or the regime of this name or file."""
    from scorewatch.study import folder

    return folder.read(name) if folder.is_run(Path(name)) else read_regime(name, None)
