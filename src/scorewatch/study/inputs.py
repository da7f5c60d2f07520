"""What nobody has measured: each input of a run at each of its ends, one at a time, on the same people and luck."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from scorewatch.engine.outcome import Progress
from scorewatch.errors import InputError
from scorewatch.measure.claim import claim
from scorewatch.measure.harm import Harm
from scorewatch.measure.paired import paired
from scorewatch.people.persons import whole_households
from scorewatch.regime.inputs import Input
from scorewatch.study.breakeven import Breakeven, crossings
from scorewatch.study.ends import End, ends
from scorewatch.study.figures import Figures
from scorewatch.study.run import Run

MOST = 1_000_000  # people: of a larger run the first so many, and the figure as written is of the same
TURNS = "wrong person"  # the harm of which it is said where its sentence turns
BREAKEVEN = "breakeven"

SCHEMA = {
    "path": pl.String,
    "says": pl.String,
    "source": pl.String,
    "end": pl.String,
    "value": pl.Float64,
    "as_written": pl.Float64,
    "harm": pl.String,
    "what": pl.String,
    "item": pl.String,
    "who": pl.String,
    "unit": pl.String,
    "base": pl.Float64,
    "figure": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "difference": pl.Float64,
    "difference_low": pl.Float64,
    "difference_high": pl.Float64,
    "n": pl.Int64,
    "of": pl.Int64,
    "people": pl.Int64,
    "note": pl.String,
}


def with_inputs(
    run: Run, *, threads: int | None = None, progress: Progress | None = None, kept: Path | None = None
) -> Run:
    """The run, with the table of what each input changes (docs/results.md).

    kept: a folder in which each finished end is kept, so that a later start goes on from there; it may be removed
    afterwards. InputError with every end that does not make a regime, before anything runs.
    """
    asked = ends(run.regime)
    people = whole_households(run.template, min(run.people, MOST))
    figures = Figures(people, run.steps, run.seed, engine=run.engine, threads=threads, kept=kept, progress=progress)
    if people == run.people:
        figures.know(run)
    base, *at_ends = figures.of_each([run.regime, *(end.regime for end in asked)]) if asked else [[]]
    rows: list[dict[str, Any]] = []
    for end, harms in zip(asked, at_ends, strict=True):
        rows += _of_end(end, base, harms, same=end.regime is run.regime)
    headlines = [harm for harm in base if harm.headline and harm.harm == TURNS]
    pairs = [(one, harm) for harm in headlines for one in dict.fromkeys(end.input for end in asked)]
    for found in figures.at_once(lambda pair: _turns(figures, run, *pair), pairs):
        rows += found
    table = pl.DataFrame([{**row, "people": people} for row in rows], schema=SCHEMA)
    return dataclasses.replace(run, inputs=table)


def working_folder(path: Path) -> Path:
    """Where finished ends are kept until the run folder at `path` is whole."""
    return path.with_name(f".{path.name}.inputs")


def _of_end(end: End, base: Sequence[Harm], harms: Sequence[Harm], *, same: bool) -> Iterator[dict[str, Any]]:
    """A row for each headline."""
    there = {harm.key: harm.estimate for harm in harms}
    for harm in base:
        if not harm.headline:
            continue
        e = there[harm.key]
        d = paired(harm.estimate, e, none_without_rule=harm.none_without_rule, same=same)
        yield {
            **_of_input(end.input, harm),
            "end": end.name,
            "value": end.value,
            "figure": e.value,
            "low": e.low,
            "high": e.high,
            "difference": d.value,
            "difference_low": d.low,
            "difference_high": d.high,
            "n": e.n,
            "of": e.of,
            "note": "; ".join(dict.fromkeys(note for note in (e.note, d.note) if note)),
        }


def _of_input(one: Input, harm: Harm) -> dict[str, Any]:
    """What the rows of an input and a headline have in common."""
    return {
        "path": one.path,
        "says": one.says,
        "source": one.source,
        "as_written": one.value,
        "harm": harm.harm,
        "what": harm.what,
        "item": harm.item,
        "who": harm.who,
        "unit": harm.unit,
        "base": harm.estimate.value,
    }


def _turns(figures: Figures, run: Run, one: Input, harm: Harm) -> list[dict[str, Any]]:
    """A row for each value at which the sentence turns; one without a value where a figure is not estimable."""
    said = claim(harm)
    if said is None:
        return []
    row = {
        **_of_input(one, harm),
        "end": BREAKEVEN,
        "figure": said.at,
        "n": harm.estimate.n,
        "of": harm.estimate.of,
        "note": "",
    }
    try:
        found = crossings(figures, run.regime, one, said, alone=False)
    except InputError as error:
        return [{**row, "note": str(error)}]
    note = Breakeven(one, said, found, figures.people, figures.steps, figures.seed).sentence
    return [{**row, "value": c.value, "low": c.low, "high": c.high, "note": note} for c in found]
