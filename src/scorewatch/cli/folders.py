"""The commands that read a run folder: life, report, verify."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scorewatch.cli import options, say, stop
from scorewatch.cli.arguments import AsJson, Engine, Quiet, RunArg, Threads
from scorewatch.cli.progress import announced, progress
from scorewatch.errors import InputError, Mistake

if TYPE_CHECKING:
    from scorewatch.study.run import Run
    from scorewatch.study.verify import Check

_MOST_FOUND = 5

Csv = Annotated[bool, typer.Option("--csv", help="Also the tables of the run as CSV, in its folder csv.")]
Figures = Annotated[bool, typer.Option("--figures", help="Also each chart as SVG, PNG and CSV, in its folder figures.")]


def register(app: typer.Typer) -> None:
    """The commands are known to `app`."""
    app.command(name="life")(life)
    app.command(name="report")(report)
    app.command(name="verify")(verify)


def life(
    run_folder: RunArg,
    person: Annotated[str | None, typer.Argument(metavar="[PERSON]", help="The number of an invented person.")] = None,
    where: Annotated[
        str | None, typer.Option(metavar="TEXT", help='Find persons, e.g. "denied and mistaken", "kin and child".')
    ] = None,
    every_step: Annotated[bool, typer.Option("--every-step", help="Also the steps in which nothing happened.")] = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Replay the life of one invented person, and of the household, month by month."""
    from scorewatch.report import story
    from scorewatch.study import folder
    from scorewatch.study.replay import Replay
    from scorewatch.study.where import wanted

    if person is not None and where is not None:
        raise InputError(Mistake("give a PERSON or --where, not both", where="life"))
    held = folder.read(run_folder)
    replay = Replay(held)
    found: list[int] = []
    text = where if where is not None else "listed"
    if person is not None:
        number = options.whole("PERSON", person, 0, held.people - 1)
        assert number is not None
    else:
        fits = wanted(text, held)
        with progress("looking for somebody", unit="people", quiet=as_json or quiet) as report:
            for number in replay.find(fits, report):
                found.append(number)
                if len(found) == _MOST_FOUND:
                    break
        if not found and where is not None:
            raise InputError(
                Mistake(f'nobody in this run is "{text}"', where=run_folder, do="Ask for less, or run more people.")
            )
        number = found[0] if found else 0
    told = replay.life(number)
    if as_json:
        say.object_out({**story.as_json(told), "found": found})
        return
    console = say.console()
    if found:
        more = f"; also {', '.join(map(str, found[1:]))}" if len(found) > 1 else ""
        say.line(console, f'"{text}", each word at some time in the run: the first is person {number}{more}.')
    say.line(console, story.heading(told))
    console.print(story.table(told, everything=every_step))
    for sentence in (story.summary(told), *story.relatives(told)):
        say.line(console, sentence)


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


def verify(
    run_folder: RunArg,
    engine: Engine = "fast",
    threads: Threads = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Run a run folder again and compare digests and files; status 1 where they differ."""
    from scorewatch.study.verify import verify as again

    known, several = options.together(lambda: options.engine(engine), lambda: options.threads(threads))
    with progress("running it again", quiet=quiet or as_json) as report:
        watch = announced(report) if known == "fast" and not (quiet or as_json) else report
        held, checks = stop.interruptible(lambda: again(run_folder, watch, engine=known, threads=several))
    checks += stop.interruptible(lambda: _page_again(held, Path(run_folder)))
    same = all(check.same for check in checks)
    if as_json:
        say.object_out(
            {
                "run": run_folder,
                "same": same,
                "digest": held.digest,
                "checks": [{"what": c.what, "same": c.same, "detail": c.detail} for c in checks],
            }
        )
    elif not quiet or not same:
        console = say.console()
        for check in checks:
            say.line(
                console,
                f"{'same     ' if check.same else 'DIFFERENT'} {check.what}"
                + (f": {check.detail}" if check.detail else ""),
            )
        say.line(console, "Reproduced." if same else "Not reproduced: the folder was changed, or made by other code.")
    if not same:
        raise typer.Exit(1)


def _page_again(held: Run, path: Path) -> list[Check]:
    """Whether the page of a folder is what its tables give; nothing where it has none."""
    from scorewatch.report.page.file import same
    from scorewatch.study import folder
    from scorewatch.study.verify import Check

    if not (path / folder.PAGE).exists():
        return []
    alike = same(held, path / folder.PAGE)
    return [Check(folder.PAGE, alike, "" if alike else "the page is not what the tables give")]
