"""The commands that read a regime and run nothing: regimes, new, check, describe, schema."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scorewatch.cli import say
from scorewatch.errors import InputError, Mistake

if TYPE_CHECKING:
    from scorewatch.regime.flags import Flag
    from scorewatch.regime.read import Regime

RegimeName = Annotated[
    str, typer.Argument(metavar="REGIME", help="A shipped name, or a path to a TOML file.", show_default=False)
]
Sets = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Another value for one leaf; repeatable.", show_default=False),
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")]


def register(app: typer.Typer) -> None:
    """The app has these commands."""
    app.command("regimes")(regimes)
    app.command("new")(new)
    app.command("check")(check)
    app.command("describe")(describe)
    app.command("schema")(schema)


def read_regime(name: str, sets: list[str] | None) -> Regime:
    """The regime with its sets, also judged where only the plan can. InputError with every mistake."""
    from scorewatch.people.template import read_template
    from scorewatch.plan.limits import within_limits
    from scorewatch.regime.read import load
    from scorewatch.regime.sets import parse_set

    mistakes: list[Mistake] = []
    given: list[tuple[str, Any]] = []
    for text in sets or ():
        try:
            given.append(parse_set(text))
        except InputError as error:
            mistakes += error.mistakes
    try:
        regime = load(name, given)
    except InputError as error:
        raise InputError([*mistakes, *error.mistakes]) from None
    if mistakes:
        raise InputError(mistakes)
    within_limits(regime, read_template(regime.census))
    return regime


def regimes() -> None:
    """List the shipped regimes, each with its title: all are hypothetical."""
    from scorewatch.regime.read import load, shipped

    for line in say.table((name, f"{load(name).title} (hypothetical)") for name in shipped()):
        say.out(line)


def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.", show_default=False)],
) -> None:
    """Write a commented regime file to start from; an existing file is left alone."""
    from scorewatch.files import write_whole
    from scorewatch.regime.blank import TEXT
    from scorewatch.regime.read import shipped

    if str(file) in shipped():
        raise InputError(
            Mistake("is the name of a shipped regime", str(file), do="Name another file, ending in .toml.")
        )
    if os.path.lexists(file):
        raise InputError(Mistake("is there already, and stays as it is", str(file), do="Name another file."))
    try:
        write_whole(file, TEXT.encode())
    except (FileNotFoundError, NotADirectoryError):
        do = "Make the folder first."
        raise InputError(Mistake("lies in a folder that is not there", str(file), do=do)) from None
    except (ValueError, PermissionError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise InputError(Mistake(f"cannot be written: {why}", str(file))) from None
    say.out(f"{file} is a regime to start from. Next: scorewatch check {file}")


def check(regime: RegimeName, sets: Sets = None, as_json: AsJson = False) -> None:
    """Judge a regime without running it: mistakes, then red flags with the legal text each touches."""
    from scorewatch.regime.flags import flags
    from scorewatch.regime.flags_text import REMARKS
    from scorewatch.regime.notes import notes, numbers

    found = read_regime(regime, sets)
    raised, noted, counted = flags(found), notes(found), numbers(found)
    if as_json:
        say.object_out(
            {
                "regime": found.name,
                "title": found.title,
                "hypothetical": "invented people; not a forecast of any place",
                "digest": found.digest,
                "population": found.census.name,
                "step": found.step,
                "steps": found.steps,
                "warm_up": found.warm_up,
                "mistakes": [],
                "flags": [{**vars(flag), "place": found.where(flag.where)} for flag in raised],
                "remarks": list(REMARKS) if raised else [],
                "notes": [{**vars(note), "place": found.where(note.where)} for note in noted],
                "numbers": vars(counted),
            }
        )
        return
    say.out(say.wrapped(f"{found.name}: {found.title}"))
    say.out("A hypothetical regime; it runs on invented people.")
    say.out(
        f"No mistakes. {found.steps:,} {found.step}s"
        + (f" after a warm-up of {found.warm_up:,}" if found.warm_up else "")
        + f", population {found.census.name}."
    )
    _flags(found, raised)
    if raised:
        say.out()
        for remark in REMARKS:
            say.out(say.wrapped(remark))
    say.out()
    say.out("Notes")
    for note in noted:
        say.out(say.wrapped(f"{note.where} ({found.where(note.where)}): {note.says}", "    ", "  - "))
    say.out(say.wrapped(f"{counted}.", "    ", "  - "))


def _flags(regime: Regime, raised: tuple[Flag, ...]) -> None:
    say.out()
    say.out(f"Red flags: {len(raised)}" if raised else "No red flags.")
    for number, flag in enumerate(raised, 1):
        kind = flag.kind.replace("_", " ")
        say.out(say.wrapped(f"{kind}: {flag.where} ({regime.where(flag.where)})", "     ", f"{number:3}. "))
        say.out(say.wrapped(flag.says, "     "))
        if flag.evidence:
            say.out(say.wrapped(f"Evidence: {flag.evidence}.", "       ", "     "))
        for text in flag.touches:
            say.out(say.wrapped(f"Touches {text}.", "       ", "     "))


def describe(regime: RegimeName, sets: Sets = None) -> None:
    """Say a regime in words, and the order of a step as run."""
    from scorewatch.report.describe import describe as in_words

    for line in in_words(read_regime(regime, sets)):
        say.out(line)


def schema() -> None:
    """Write the JSON Schema of a regime file."""
    from scorewatch.regime.schema import schema as of_a_file

    say.object_out(of_a_file())
