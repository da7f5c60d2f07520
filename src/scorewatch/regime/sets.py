"""One leaf of a file set to another value: by --set, by Regime.set, by a phase."""

from __future__ import annotations

import tomllib
from collections.abc import Container, Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from scorewatch.errors import InputError, Mistake, nearest
from scorewatch.regime import shape
from scorewatch.regime.finding import Finding, shown
from scorewatch.regime.places import Path, dotted
from scorewatch.regime.values import is_number

_OF_A_QUANTITY = ("value", "low", "high", "source")
_BY_SET = "set by --set; the file says "


def parse_set(text: str) -> tuple[str, Any]:
    """The path and the value of what stands after --set. InputError where it is not path=value."""
    path, equals, value = text.partition("=")
    if not equals or not path.strip() or not value.strip():
        raise InputError(
            Mistake(
                f'"{text}" does not say what to set',
                "--set",
                do="Write path=value, as in --set list.untrustworthy.enter_below=900",
            )
        )
    return path.strip(), parse_value(value.strip())


def parse_value(text: str) -> Any:
    """A value as TOML reads it (900, 0.5, true, ["a"]); what TOML does not read is a text as it stands."""
    try:
        read = tomllib.loads(f"value = {text}")
    except (ValueError, RecursionError):
        return text
    found = read["value"]
    return found if len(read) == 1 and not isinstance(found, date | datetime | time) else text


def resolve(raw: Mapping[str, Any], name: str) -> Path:
    """A dotted name as the path of a file's tables, with numbers where the file has an array of tables."""
    path: Path = ()
    parts = name.split(".")
    for number, part in enumerate(parts):
        if path[:1] == ("phase",) and path[2:] == ("set",):
            return (*path, ".".join(parts[number:]))  # a phase's keys are dotted names themselves
        is_number = part.isdecimal() and isinstance(look(raw, path), list)
        path = (*path, int(part) if is_number else part)
    return path


def look(raw: Any, path: Path) -> Any:
    """What the file has at a path, or None."""
    for part in path:
        if part not in _members(raw):
            return None
        raw = raw[part]
    return raw


def leaves(raw: Any, path: Path = ()) -> Iterator[Path]:
    """Every leaf that the file has, and every one that the format knows in a table that the file has."""
    if isinstance(raw, list):
        for number, item in enumerate(raw):
            if isinstance(item, dict):
                yield from leaves(item, (*path, number))
        return
    for word in shape.table_fields(path):
        if word not in raw and shape.is_leaf((*path, word)):
            yield (*path, word)
    for word, given in raw.items():
        below = (*path, word)
        if is_table(given, below) or (isinstance(given, list) and not shape.is_leaf(below)):
            yield from leaves(given, below)
        else:
            yield below


def is_table(given: Any, path: Path) -> bool:
    """Whether this is a table of leaves, and not a number with its bounds and source."""
    return isinstance(given, dict) and not (shape.is_leaf(path) and is_number(given))


def refusal(raw: Mapping[str, Any], path: Path, value: Any) -> Finding | None:
    """Why this path cannot be set, or None where it can; whether the value fits is not asked."""
    name = dotted(path)
    if path[:1] == ("phase",) and path[2:3] == ("set",) and look(raw, path) is not None:
        return None  # judged where the phase is
    if not _known(raw, path):
        near = nearest(name, [dotted(leaf) for leaf in leaves(raw)])
        do = f'Did you mean "{near}"?' if near else "A set names a leaf of a part that the file has."
        return Finding(path, f'nothing in this file is called "{name}"', do=do)
    here = look(raw, path)
    below: list[Path] = []
    if is_table(here, path):
        below = list(leaves(here, path))
    elif not shape.is_leaf(path):
        below = [(*path, word) for word in shape.fields(path)]
    if below or not shape.is_leaf(path):
        which = ", ".join(dotted(leaf) for leaf in below[:12]) + (" …" if len(below) > 12 else "")
        do = f"Its leaves: {which}." if below else ""
        return Finding(path, f"{name} is a table, and a set gives one leaf a value", do=do)
    if isinstance(value, dict) and not (shape.is_quantity(path) and "value" in value):
        return Finding(path, f"{name} takes one value, not a table", do="Write a number, or { value = … }.")
    if not _is_data(value):
        what = f"{name} cannot take a value of type {type(value).__name__}"
        return Finding(path, what, do="Give a number, a text, true or false.")
    if path[-1] in ("low", "high", "source") and shape.is_quantity(path[:-1]) and look(raw, path[:-1]) is None:
        return Finding(path, f"{dotted(path[:-1])} has no value in this file", do="Set its value first.")
    return None


def _known(raw: Mapping[str, Any], path: Path) -> bool:
    """Whether the format knows this path, and the file has the named parts on its way."""
    for end in range(1, len(path) + 1):
        upto, table = path[:end], path[: end - 1]
        if not shape.at(upto):
            return False
        if upto[-1] in _OF_A_QUANTITY and shape.is_quantity(table) and not is_table(look(raw, table), table):
            continue
        here = look(raw, table)
        named = shape.is_named(table) or isinstance(upto[-1], int)
        holds = list if isinstance(upto[-1], int) else dict
        if (named and upto[-1] not in _members(here)) or not isinstance(here, holds | None):
            return False
    return True


def _members(given: Any) -> Container[str | int]:
    """The keys of a table or the numbers of an array; nothing for all else."""
    return given if isinstance(given, dict) else range(len(given)) if isinstance(given, list) else ()


def _is_data(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return all(_is_data(item) for item in value)
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_data(item) for key, item in value.items())
    return isinstance(value, str | int | float)


def put(raw: dict[str, Any], path: Path, value: Any, origin: str = _BY_SET) -> None:
    """The leaf has this value; a { value = … } keeps the bounds that still hold, and says who set it."""
    if path[-1] in _OF_A_QUANTITY and shape.is_quantity(path[:-1]):
        if path[-1] == "value":
            put(raw, path[:-1], value, origin)
            return
        old = look(raw, path[:-1])
        if not isinstance(old, dict):
            _table(raw, path[:-2])[path[-2]] = {"value": old, path[-1]: value}
            return
    table, old = _table(raw, path[:-1]), look(raw, path)
    if isinstance(value, tuple):
        value = list(value)
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    table[path[-1]] = _replaced(old, value, origin) if plain and isinstance(old, dict) and "value" in old else value


def _replaced(old: dict[str, Any], value: float, origin: str) -> dict[str, Any]:
    new = {**old, "value": value}
    if isinstance(old.get("low"), int | float) and old["low"] > value:
        del new["low"]
    if isinstance(old.get("high"), int | float) and old["high"] < value:
        del new["high"]
    before = old.get("source")
    if not (isinstance(before, str) and before.startswith(origin)):
        new["source"] = origin + shown(old["value"])
    return new


def _table(raw: Any, path: Path) -> Any:
    """The table at a path, made where the format has one that the file left out."""
    for part in path:
        raw = raw.setdefault(part, {}) if isinstance(part, str) else raw[part]
    return raw
