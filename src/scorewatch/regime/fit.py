"""A file's tables fitted to the models: the rules, and every word and value that does not fit."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from scorewatch.regime import shape
from scorewatch.regime.declare import Rules
from scorewatch.regime.finding import Finding, instead, shown, within
from scorewatch.regime.places import Path, dotted
from scorewatch.regime.sets import look

# Stands in for a required word that is missing or does not fit, so that the rest is judged in the same go.
_STAND_IN: dict[str, Any] = {
    "format": 1,
    "title": "?",
    "says": "?",
    "population": {"use": "?"},
    "use": "?",
    "share": 0,
    "start": 0,
    "range": [-15_000, 15_000],
    "behaviour": {"?": {"says": "?", "acts_per_year": 0, "domain": "civic"}},
    "acts_per_year": 0,
    "domain": "civic",
    "sees": ["?"],
    "on": ["?"],
    "list": "?",
    "reaches": "person",
    "most": 0,
    "half_at": 1,
    "from": "start",
    "set": {"?": 0},
    "value": 0,
    "mistaken": 0,
    "accurate": 0,
}
_ROUNDS = 60  # each mends at least one thing; a file with more misfits below one another is read no further


@dataclass(frozen=True)
class Fit:
    """The rules with stand-ins at the `spoilt` paths, or None where nothing could be made of the file."""

    rules: Rules | None
    findings: tuple[Finding, ...]
    spoilt: tuple[Path, ...]


def fit(raw: Mapping[str, Any], left_out: Iterable[Path] = ()) -> Fit:
    """Every misfit of a file's tables, and the rules without them; what was left out is not missed."""
    work: dict[str, Any] = copy.deepcopy(dict(raw))
    findings: list[Finding] = []
    spoilt: list[Path] = list(left_out)
    for _ in range(_ROUNDS):
        try:
            return Fit(Rules.model_validate(work), tuple(findings), tuple(spoilt))
        except ValidationError as error:
            wrong = [(_real(work, found["loc"]), found) for found in error.errors(include_url=False)]
        known = tuple(spoilt)
        for path, details in wrong:
            if not any(within(path, other) for other in known):
                findings.append(_finding(path, details))
            mended = _mend(work, path, details["type"])
            if mended is None:
                return Fit(None, tuple(findings), tuple(spoilt))
            spoilt.append(mended)
    return Fit(None, tuple(findings), tuple(spoilt))


def _real(work: Any, location: tuple[str | int, ...]) -> Path:
    """The path in the file of a location in the models, which has the names of alternatives on the way."""
    path: Path = ()
    here = work
    last = len(location) - 1
    for number, part in enumerate(location):
        if isinstance(here, dict) and part in here:
            here = here[str(part)]
        elif isinstance(here, list) and isinstance(part, int):
            here = here[part] if part < len(here) else None
        elif number == last and isinstance(here, dict) and (part in _STAND_IN or part in shape.fields(path)):
            pass  # the missing word itself
        else:
            continue
        path = (*path, part)
    return path


def _mend(work: dict[str, Any], path: Path, kind: str) -> Path | None:
    """Takes away what does not fit, or puts in what is missing; the path that was changed."""
    numbers = [at for at, part in enumerate(path) if isinstance(part, int)]
    if not path:
        return None
    if numbers and path[0] != "phase":
        path = path[: numbers[0]]  # an array stands or falls as a whole
    if path[-1:] == ("value",) and shape.is_quantity(path[:-1]):
        table = look(work, path[:-1])
        if isinstance(table, dict):  # its bounds go with it
            table.clear()
            table["value"] = 0
        return path[:-1]
    here = look(work, path[:-1])
    if isinstance(here, list) and path[-1] in range(len(here)):
        here[int(path[-1])] = {}
    elif isinstance(here, dict) and kind == "missing" and path[-1] in _STAND_IN:
        here[path[-1]] = copy.deepcopy(_STAND_IN[str(path[-1])])
    elif isinstance(here, dict) and kind != "missing":
        here.pop(path[-1], None)
    else:
        return None
    return path


def _finding(path: Path, details: ErrorDetails) -> Finding:
    kind, given = details["type"], details["input"]
    if kind == "missing" and isinstance(path[-1], int):  # an array that is too short
        path, kind = path[:-1], "too_few"
    name = dotted(path)
    table, last = dotted(path[:-1]) or "the file", str(path[-1]) if path else ""
    if kind == "missing":
        return Finding(path, f"{table} lacks {last}", do=f"Write {last} = … there.")
    if kind == "extra_forbidden":
        if last in ("value", "low", "high", "source") and not isinstance(path[-2:-1][0], int):
            return Finding(path, f"{table} is not a number and has no {last}")
        return Finding(path, f'unknown word "{last}" in {table}', do=instead(last, shape.fields(path[:-1])))
    if kind == "value_error":
        return Finding(path, f"{name}: {details['msg'].removeprefix('Value error, ')}")
    if kind in ("greater_than_equal", "less_than_equal"):
        bound = details["ctx"]["ge" if kind.startswith("greater") else "le"]
        side = "below" if kind.startswith("greater") else "above"
        return Finding(path, f"{name} = {shown(given)} is {side} {bound:,g}", do=_range(path))
    if kind == "too_short":
        return Finding(path, f"{name} is empty", do="Name at least one.")
    if kind == "string_too_short":
        return Finding(path, f"{name} is empty", do="Say it in a few words.")
    if path == ("phase",):
        return Finding(path, "phase is not an array of tables", do="Write [[phase]], in double brackets.")
    if kind == "finite_number":
        return Finding(path, f"{name} = {shown(given)} is not a finite number")
    words = shape.words(path)
    if words and isinstance(given, str):
        return Finding(path, f"{name} = {shown(given)} is not known", do=instead(given, words))
    return Finding(path, f"{name} = {shown(given)} does not fit", do=f"Write {_wanted(path)}.")


def _range(path: Path) -> str:
    """The bounds of the number at a path, in words."""
    names = {getattr(kind, "__name__", "") for kind in shape.at(path) | shape.at(path[:-1])}
    if "Share" in names:
        return "A share of cases is between 0 and 1."
    if "Points" in names:
        return "Points are whole and between -30,000 and 30,000."
    return ""


def _wanted(path: Path) -> str:
    """What may stand at a path, in words."""
    kinds = shape.at(path)
    found: list[str] = []
    if shape.is_quantity(path):
        whole = {"Whole", "Points", "Recovery"} & {getattr(kind, "__name__", "") for kind in kinds}
        found.append(f'a {"whole " if whole else ""}number, or {{ value = …, source = "…" }}')
    if float in kinds:
        found.append("a number")
    if int in kinds:
        found.append("a whole number")
    if bool in kinds:
        found.append("true or false, without quotes")
    if str in kinds:
        found.append(_text(path))
    words = shape.words(path)
    if words:
        found.append(", ".join(word if word.isdigit() else f'"{word}"' for word in words[:20]))
    if shape.is_array(path) and not words:
        pair = path[-1:] == ("range",)
        found.append("two whole numbers, as in [0, 1000]" if pair else 'names, as in ["a", "b"]')
    if not found or shape.is_named(path):
        found.append("a table, as in { name = … }")
    return ", or ".join(found)


def _text(path: Path) -> str:
    last = path[-1] if path else ""
    if last in ("lasts", "warm_up", "decided_after"):
        return 'a duration with a unit in quotes, as in "3 months"'
    if last == "term":
        return 'a duration with a unit in quotes, as in "2 years", or "never"'
    if last == "from":
        return 'a duration with a unit in quotes, as in "2 years", or "start"'
    return "a text in quotes"
