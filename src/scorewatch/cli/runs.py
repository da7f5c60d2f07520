"""The commands that run: demo, run."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scorewatch.cli import options, say, stop
from scorewatch.cli.arguments import (
    AsJson,
    Beside,
    Engine,
    Force,
    Months,
    Out,
    People,
    Quiet,
    RegimeArg,
    Seed,
    Set,
    Threads,
)
from scorewatch.cli.progress import announced, progress
from scorewatch.cli.regime import read_regime

if TYPE_CHECKING:
    from scorewatch.regime.read import Regime
    from scorewatch.study.run import Run

DEMO_PEOPLE, DEMO_MONTHS, DEMO_FOLDER, DEMO_BESIDE = 1_000_000, 36, "scorewatch-demo", "article-with-safeguards"


def register(app: typer.Typer) -> None:
    """The commands are known to `app`."""
    app.command(name="demo")(demo)
    app.command(name="run")(run)


def demo(
    people: People = None,
    months: Months = None,
    seed: Seed = None,
    threads: Threads = None,
    out: Out = None,
    force: Force = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Run the story's regime on a million invented people for 36 months, and name the page that says what it does."""
    from scorewatch.regime.read import load
    from scorewatch.study import folder

    path = Path(out or DEMO_FOLDER)
    done = _run(
        "article",
        people=people or str(DEMO_PEOPLE),
        months=months or str(DEMO_MONTHS),
        seed=seed,
        threads=threads,
        sets=[],
        path=path,
        force=force or (out is None and folder.holds(path, load("article").digest)),
        quiet=quiet or as_json,
        beside=[DEMO_BESIDE],
        inputs=True,
    )
    from scorewatch.report.sentences import footing, sentences

    if as_json:
        say.object_out({**_summary(done, path), "sentences": sentences(done), "footing": footing(done)})
        return
    if quiet:
        return
    from rich.padding import Padding

    console = say.console()
    console.print(f"\n{_title(done)}\n", style="bold", markup=False)
    for sentence in sentences(done):
        console.print(Padding(sentence, (0, 0, 0, 2)), markup=False, highlight=False)
    console.print(f"\n{footing(done)}\n", markup=False, highlight=False)
    say.line(console, f"Digest {done.digest}: the same wherever this is run.")
    say.line(console, f"The run is in {path}, with no-regime and {DEMO_BESIDE} beside it. What to type next:")
    quoted = f'"{path}"' if " " in str(path) else str(path)
    for line in (
        f'scorewatch life {quoted} --where "listed and mistaken"',
        "scorewatch describe article",
        "scorewatch check article",
        "scorewatch run article --set list.untrustworthy.enter_below=900",
        "scorewatch new my-regime.toml",
    ):
        say.line(console, f"  {line}")
    say.line(console, f"\nThe page that says all this, to open in a browser: {path / folder.PAGE}")


def run(
    regime: RegimeArg,
    people: People = None,
    months: Months = None,
    seed: Seed = None,
    engine: Engine = "fast",
    threads: Threads = None,
    set_: Set = None,
    beside: Beside = None,
    inputs: Annotated[
        bool, typer.Option("--inputs", help="Also with each number that has a low or a high at each of its ends.")
    ] = False,
    out: Out = None,
    force: Force = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Run a regime, print its harms, write a run folder with its page."""
    path = Path(out) if out is not None else _free_name(regime)
    done = _run(
        regime,
        people=people,
        months=months,
        seed=seed,
        threads=threads,
        sets=set_ or [],
        path=path,
        force=force,
        quiet=quiet or as_json,
        engine=engine,
        beside=beside or [],
        inputs=inputs,
    )
    from scorewatch.report import harms_table, unmeasured
    from scorewatch.study import folder

    harms = [] if quiet and not as_json else done.harms()
    if as_json:
        more = unmeasured.as_json(done) if inputs else {}
        say.object_out({**_summary(done, path), "harms": [harms_table.as_json(harm) for harm in harms], **more})
        return
    console = say.console()
    if not quiet:
        say.line(console, _title(done))
        console.print(harms_table.table(harms))
        if inputs:
            say.line(console, "")
            console.print(unmeasured.table(done))
            say.line(console, "")
    say.line(
        console,
        f"{done.people:,} people, {done.steps} {done.regime.step}s, seed {done.seed}, digest {done.digest}",
    )
    say.line(console, f"run folder: {path}")
    say.line(console, f"page: {path / folder.PAGE}")


_LONG = {"plain": 2_000_000, "fast": 2_000_000_000}  # people-steps, in about a minute


def _run(
    regime: str,
    *,
    people: str | None,
    months: str | None,
    seed: str | None,
    threads: str | None,
    sets: list[str],
    path: Path,
    force: bool,
    quiet: bool,
    engine: str = "fast",
    beside: list[str],
    inputs: bool = False,
) -> Run:
    """A run that is saved; every mistake of the command line and the regime said before anything is computed."""
    from scorewatch.study import folder
    from scorewatch.study import inputs as unmeasured
    from scorewatch.study.beside import check_beside, with_others
    from scorewatch.study.ends import ends
    from scorewatch.study.run import length as steps_of
    from scorewatch.study.run import run

    judged, others, most, length, luck, several, _, _ = options.together(
        lambda: read_regime(regime, sets),
        lambda: options.together(*(partial(read_regime, name, None) for name in beside)),
        lambda: options.people(people),
        lambda: options.months(months),
        lambda: options.seed(seed),
        lambda: options.threads(threads),
        lambda: options.engine(engine),
        lambda: folder.check_free(path, force=force),
    )
    check_beside(judged, others)
    # what is wrong with an end is said before anything runs
    more = len(ends(judged)) if inputs else 0
    warning = _warning(judged, most or judged.rules.population.people, steps_of(judged, length), engine, more)
    if warning and engine == "plain" and not quiet:
        say.message(warning)
    with progress(judged.name, quiet=quiet) as report:
        watch = announced(report, warning) if engine == "fast" and not quiet else report
        alone = stop.interruptible(
            lambda: run(judged, people=most, months=length, seed=luck, engine=engine, threads=several, progress=watch)
        )
        done = stop.interruptible(lambda: with_others(alone, others, threads=several, progress=watch))
    kept = unmeasured.working_folder(path)
    if inputs:
        with progress("what nobody has measured", quiet=quiet) as report:
            plain = done
            done = stop.interruptible(
                lambda: unmeasured.with_inputs(plain, threads=several, progress=report, kept=kept)
            )
    from scorewatch.report.page.page import page

    folder.write(done, path, page=stop.interruptible(lambda: page(done)), force=force)
    if inputs:
        shutil.rmtree(kept, ignore_errors=True)
    return done


def _warning(regime: Regime, people: int, steps: int, engine: str, ends: int) -> str:
    """What to say on standard error before work that takes more than about a minute; "" for less."""
    from scorewatch.study.inputs import MOST

    work = (people + ends * min(people, MOST)) * (steps + regime.warm_up)
    if work <= _LONG[engine]:
        return ""
    again = f", and {ends} ends of inputs" if ends else ""
    return (
        f"{people:,} people, {steps + regime.warm_up:,} {regime.step}s{again}: {work:,} people-steps on the {engine} "
        "engine, which takes long. --people and --months make it shorter; Ctrl-C stops it and leaves nothing behind."
    )


def _free_name(regime: str) -> Path:
    """The first of NAME-run-1, NAME-run-2, … that is not there."""
    stem = Path(regime).stem or "run"
    number = 1
    while Path(f"{stem}-run-{number}").exists():
        number += 1
    return Path(f"{stem}-run-{number}")


def _summary(run: Run, path: Path) -> dict[str, Any]:
    """What was run, as plain data."""
    return {
        "regime": run.regime.name,
        "title": run.regime.title,
        "hypothetical": "invented people; not a forecast of any place",
        "regime_digest": run.regime.digest,
        "people": run.people,
        "steps": run.steps,
        "step": run.regime.step,
        "seed": run.seed,
        "engine": run.engine,
        "seconds": run.seconds,
        "digest": run.digest,
        "out": str(path),
        "intervals": "95 %, chance alone",
    }


def _title(run: Run) -> str:
    return f"{run.regime.title.rstrip('.')}. A hypothetical regime on invented people."
