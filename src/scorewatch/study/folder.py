"""Run folders: a manifest, tables, the page, and the runs beside it. They appear whole or not at all."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import polars as pl

from scorewatch.errors import InputError, Mistake, RunError
from scorewatch.files import whole_folder
from scorewatch.measure.names import COLUMNS, PART_COLUMNS, RESULTS_VERSION
from scorewatch.people.persons import MOST_PEOPLE, whole_households
from scorewatch.people.template import read_template
from scorewatch.regime.limits import MOST_STEPS
from scorewatch.regime.read import from_raw
from scorewatch.study.inputs import SCHEMA
from scorewatch.study.run import Run

MANIFEST = "manifest.json"
TABLES = ("measures.parquet", "parts.parquet", "response.parquet")
INPUTS = "inputs.parquet"  # only where it was asked for
PAGE = "report.html"
BESIDE = "beside"  # a folder of run folders
CSV, FIGURES = "csv", "figures"  # folders of what can be written again
_OWN = {MANIFEST, *TABLES, INPUTS, PAGE, BESIDE, CSV, FIGURES}


def manifest(run: Run) -> dict[str, Any]:
    """Everything that reproduces a run, and the digest it must have."""
    return {
        "scorewatch": "a run on invented people; no real person is in here",
        "results_version": RESULTS_VERSION,
        "name": run.regime.name,
        "title": run.regime.title,
        "regime": run.regime.raw,
        "regime_digest": run.regime.digest,
        "population": run.regime.census.name,
        "template_rows": len(run.template.rows),
        "people": run.people,
        "steps": run.steps,
        "step": run.regime.step,
        "warm_up": run.regime.warm_up,
        "seed": run.seed,
        "engine": run.engine,
        "versions": run.versions,
        "started": run.started,
        "seconds": run.seconds,
        "digest": run.digest,
        "beside": [other.regime.name for other in run.beside],
    }


def check_free(path: Path, *, force: bool) -> None:
    """InputError where a run cannot be written to this path, said before anything is computed."""
    if not path.name:
        raise InputError(Mistake("a run folder needs a name", where=f"--out {path}"))
    if not path.parent.is_dir():
        raise InputError(
            Mistake(
                f"the folder {path.parent} does not exist",
                where=str(path),
                do="Make it first, or name another.",
            )
        )
    if path.is_symlink():
        raise InputError(Mistake("this is a link", where=str(path), do="Name the folder that it leads to, or another."))
    if not os.access(path.parent, os.W_OK):
        raise InputError(
            Mistake(f"nothing can be written in {path.parent}", where=str(path), do="Name another folder.")
        )
    if not path.exists():
        return
    if not path.is_dir() or (any(path.iterdir()) and not is_run(path)):
        raise InputError(
            Mistake(
                "this is there already and is no run folder",
                where=str(path),
                do="Name another; it is left alone.",
            )
        )
    if is_run(path) and not force:
        raise InputError(
            Mistake("this folder holds a run", where=str(path), do="Name another, or replace it with --force.")
        )
    strangers = sorted(p.name for p in path.iterdir() if p.name not in _OWN)
    if strangers:
        raise InputError(
            Mistake(
                f"this run folder also holds {', '.join(strangers[:3])}",
                where=str(path),
                do="Move that away first: --force replaces the whole folder.",
            )
        )


def holds(path: Path, regime_digest: str) -> bool:
    """Whether this is a run folder of the regime with this digest."""
    try:
        return is_run(path) and _manifest(path / MANIFEST)["regime_digest"] == regime_digest
    except InputError:
        return False


def is_run(path: Path) -> bool:
    """Whether this is a run folder."""
    return (path / MANIFEST).is_file()


def write(run: Run, path: Path, *, page: str = "", force: bool = False) -> Path:
    """The run is at `path`, whole, with its page where there is one."""
    check_free(path, force=force)
    try:
        empty = path.is_dir() and not any(path.iterdir())
        with whole_folder(path, replace=force or empty) as scratch:
            _fill(scratch, run)
            if page:
                (scratch / PAGE).write_bytes(page.encode("utf-8"))
            for other in run.beside:
                (scratch / BESIDE / other.regime.name).mkdir(parents=True)
                _fill(scratch / BESIDE / other.regime.name, other)
    except OSError as error:
        raise RunError(f"{path}: the run could not be written: {error.strerror or error}") from error
    return path


def _fill(folder: Path, run: Run) -> None:
    """The tables and the manifest of a run are in this folder."""
    for name, table in zip(TABLES, (run.measures, run.parts, run.response), strict=True):
        table.write_parquet(folder / name, compression="zstd", statistics=False)
    if run.inputs is not None:
        run.inputs.write_parquet(folder / INPUTS, compression="zstd", statistics=False)
    text = json.dumps(manifest(run), ensure_ascii=False, indent=1) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def read(path: str | Path) -> Run:
    """The run of a folder, with those beside it. InputError where it is none, or where it does not fit together."""
    path = Path(path)
    if not is_run(path):
        what = "is no run folder: it holds no manifest.json" if path.is_dir() else "is no folder"
        raise InputError(
            Mistake(what, where=str(path), do="A run folder is what `scorewatch run REGIME --out DIR` writes.")
        )
    held = _manifest(path / MANIFEST)
    measures, parts, response = (_table(path / name) for name in TABLES)
    inputs = _table(path / INPUTS) if (path / INPUTS).exists() else None
    held_as: list[tuple[pl.DataFrame, tuple[str, ...], str]] = [
        (measures, COLUMNS, TABLES[0]),
        (parts, PART_COLUMNS, TABLES[1]),
    ]
    held_as += [(inputs, tuple(SCHEMA), INPUTS)] if inputs is not None else []
    for table, columns, name in held_as:
        if tuple(table.columns) != columns:
            raise InputError(Mistake("this table does not have the columns of a run", where=str(path / name)))
    regime = from_raw(held["regime"], held["name"])
    beside = tuple(read(path / BESIDE / name) for name in held.get("beside", ()))
    for other in beside:
        if (other.people, other.steps, other.seed) != (held["people"], held["steps"], held["seed"]):
            raise InputError(Mistake(f"{other.regime.name} beside it is of other people or luck", where=str(path)))
    return Run(
        regime=regime,
        people=held["people"],
        steps=held["steps"],
        seed=held["seed"],
        engine=held["engine"],
        started=held["started"],
        seconds=held["seconds"],
        measures=measures,
        parts=parts,
        response=response,
        versions=held["versions"],
        beside=beside,
        inputs=inputs,
    )


_NAME = re.compile(r"[^/\\\0]*[^/\\\0.][^/\\\0]*")  # of a folder, and no way out of it
_KINDS: dict[str, type | tuple[type, ...]] = {
    "results_version": int,
    "name": str,
    "regime": dict,
    "regime_digest": str,
    "title": str,
    "step": str,
    "warm_up": int,
    "population": str,
    "template_rows": int,
    "people": int,
    "steps": int,
    "seed": int,
    "engine": str,
    "versions": dict,
    "started": str,
    "seconds": (int, float),
    "digest": str,
}


def _manifest(path: Path) -> dict[str, Any]:
    """The manifest, with everything in it that a run needs."""
    where = str(path)
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError, OSError) as error:
        raise InputError(
            Mistake("this manifest cannot be read", where=where, why=str(error).splitlines()[0])
        ) from error
    if not isinstance(held, dict):
        raise InputError(Mistake("this manifest is no table", where=where))
    beside = held.get("beside", [])
    if not isinstance(beside, list) or not all(isinstance(name, str) and _NAME.fullmatch(name) for name in beside):
        raise InputError(Mistake("beside is not a list of names", where=where))
    mistakes = [
        Mistake(f"{name} is missing" if name not in held else f"{name} is not what it should be", where=where)
        for name, kind in _KINDS.items()
        if not isinstance(held.get(name), kind) or isinstance(held.get(name), bool)
    ]
    if mistakes:
        raise InputError(mistakes)
    if held["results_version"] != RESULTS_VERSION:
        raise InputError(
            Mistake(
                f"results_version = {held['results_version']}, and this Scorewatch writes {RESULTS_VERSION}",
                where=where,
                do="Use the version that wrote it: see `versions` there.",
            )
        )
    for name, low, high in (("people", 1, MOST_PEOPLE), ("steps", 1, MOST_STEPS), ("seed", 0, 2**64 - 1)):
        if not low <= held[name] <= high:
            mistakes.append(Mistake(f"{name} = {held[name]} is outside {low:,} to {high:,}", where=where))
    regime = None if mistakes else from_raw(held["regime"], held["name"])
    if regime is not None:
        if regime.digest != held["regime_digest"]:
            mistakes.append(Mistake("the regime is not the one of regime_digest: one of them was changed", where=where))
        for name, of_regime in (("title", regime.title), ("step", regime.step), ("warm_up", regime.warm_up)):
            if held[name] != of_regime:
                mistakes.append(Mistake(f"{name} is not that of the regime: one of them was changed", where=where))
        if regime.census.name != held["population"]:
            mistakes.append(Mistake("population is not the one that the regime uses", where=where))
        elif regime.census.rows != held["template_rows"]:
            mistakes.append(Mistake("template_rows is not that of the population", where=where))
        elif whole_households(read_template(regime.census), held["people"]) != held["people"]:
            mistakes.append(Mistake("people does not end with a household, as a run does", where=where))
    if mistakes:
        raise InputError(mistakes)
    return held


def _table(path: Path) -> pl.DataFrame:
    if not path.is_file():
        raise InputError(Mistake("this file of the run is missing", where=str(path)))
    try:
        return pl.read_parquet(path)
    except Exception as error:  # polars has no common class for what a damaged file raises
        raise InputError(
            Mistake("this table cannot be read", where=str(path), why=str(error).splitlines()[0])
        ) from error


def stated_digest(path: Path) -> str:
    """The digest that the manifest of this folder states."""
    return str(_manifest(path / MANIFEST)["digest"])
