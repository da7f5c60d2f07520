"""The regime as run: every leaf of the file, each number with its bounds and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scorewatch.regime import shape
from scorewatch.regime.places import Path, dotted
from scorewatch.regime.values import is_number
from scorewatch.report.page.tables import Cell, Table
from scorewatch.report.page.words import sentence, several
from scorewatch.study.run import Run

HEAD = ("path", "value", "low", "high", "where it comes from")
_NAMED = ("trait", "behaviour", "sensor", "list", "sanction")
_KINDS = {
    "": "The file",
    "population": "People",
    "trait": "Traits",
    "score": "Score",
    "behaviour": "What people do",
    "sensor": "How it is seen",
    "list": "Lists",
    "sanction": "Sanctions",
    "due_process": "Due process",
    "response": "What people do about it",
    "phase": "What changes on the way",
}
_UNVERIFIED = ("unverified", "not verified", "from memory")
ASSUMED, NEITHER = "assumed", "no source named"


@dataclass(frozen=True)
class Part:
    """One part of the file: a behaviour, a list, the score …"""

    path: str
    anchor: str
    says: str
    summary: str
    table: Table


@dataclass(frozen=True)
class Leaf:
    """One line of the file. A number has a source, is assumed, or says neither; a word has none."""

    path: Path
    value: str
    low: str
    high: str
    source: str
    number: bool


def as_run(run: Run) -> list[tuple[str, list[Part]]]:
    """(kind, its parts) in the order of the format; every leaf of the file as it was run is in one of them."""
    parts: dict[str, dict[str, list[Leaf]]] = {kind: {} for kind in _KINDS}
    for leaf in leaves(run.regime.raw, ()):
        kind = str(leaf.path[0]) if len(leaf.path) > 1 else ""
        named = kind in _NAMED or kind == "phase"
        name = dotted(leaf.path[:2]) if named else kind or "file"
        parts[kind].setdefault(name, []).append(leaf)
    return [(_KINDS[kind], [_part(n, of) for n, of in found.items()]) for kind, found in parts.items() if found]


def leaves(given: Any, path: Path) -> Iterator[Leaf]:
    """Every leaf of the file, numbers with their bounds and sources."""
    if path and shape.is_quantity(path) and is_number(given) and not isinstance(given, str):
        table = given if isinstance(given, dict) else {"value": given}
        low, high = (_number(table[end]) if end in table else "" for end in ("low", "high"))
        yield Leaf(path, _number(table["value"]), low, high, table.get("source", ""), True)
    elif isinstance(given, dict):
        for key, below in given.items():
            yield from leaves(below, (*path, key))
    elif isinstance(given, list) and any(isinstance(item, dict) for item in given):
        for number, item in enumerate(given):
            yield from leaves(item, (*path, number))
    else:
        yield Leaf(path, _word(given), "", "", "", False)


def _part(name: str, found: list[Leaf]) -> Part:
    says = next((leaf.value for leaf in found if leaf.path[-1] in ("says", "title") and len(leaf.path) <= 3), name)
    numbers = [leaf for leaf in found if leaf.number]
    assumed = sum(mark(leaf) == ASSUMED for leaf in numbers)
    neither = sum(mark(leaf) == NEITHER for leaf in numbers)
    anew = sum("set" in leaf.path for leaf in found)  # a phase's: counted at the place whose number it changes
    summary = (
        several(len(numbers), "number") if numbers else several(anew, "new value") if anew else "nothing to be measured"
    )
    if assumed:
        summary += f", {assumed} assumed"
    if neither:
        summary += f", of {neither} no source is named"
    rows = tuple(_row(leaf) for leaf in found)
    caption = f"{says} [{name}]" if says != name else name
    return Part(name, anchor(name), says, summary, Table(caption, HEAD, rows, frozenset({1, 4})))


def mark(leaf: Leaf) -> str:
    """Where a number comes from in a word or two, or the source itself."""
    if not leaf.source:
        return NEITHER
    if leaf.source.strip().lower() == ASSUMED:
        return ASSUMED
    if any(word in leaf.source.lower() for word in _UNVERIFIED):
        return f"not verified: {leaf.source}"
    return leaf.source


def _row(leaf: Leaf) -> tuple[Cell, ...]:
    path = sentence("<code>{}</code>", dotted(leaf.path))
    if not leaf.number:
        return path, leaf.value, "", "", ""
    said = mark(leaf)
    where: Cell = sentence('<span class="mark">{}</span>', said) if said in (ASSUMED, NEITHER) else said
    return path, leaf.value, leaf.low, leaf.high, where


def _number(given: Any) -> str:
    return f"{given:,.10g}"


def _word(given: Any) -> str:
    if isinstance(given, bool):
        return "yes" if given else "no"
    if isinstance(given, list):
        return ", ".join(_word(item) for item in given)
    return _number(given) if isinstance(given, int | float) else str(given)


def anchor(path: str) -> str:
    """The place of a rule on the page: that of its part."""
    kind, _, rest = path.partition(".")
    part = f"{kind}.{rest.partition('.')[0]}" if kind in _NAMED or kind == "phase" else kind
    return "rule-" + part.replace(".", "-")
