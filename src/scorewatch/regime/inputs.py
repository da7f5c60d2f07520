"""The inputs of a regime: every number of its file, and those of which it says how far they might go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scorewatch.regime import shape
from scorewatch.regime.places import Path, dotted
from scorewatch.regime.read import Regime
from scorewatch.regime.sets import look
from scorewatch.regime.values import is_number


@dataclass(frozen=True)
class Input:
    """A number with a low or a high: what nobody knows better.

    says: the number in words, of the `says` of its part and its own. whole: whether it stays a whole number.
    """

    path: str
    says: str
    value: float
    low: float | None
    high: float | None
    source: str
    whole: bool

    @property
    def ends(self) -> tuple[tuple[str, float], ...]:
        """("low", …) and ("high", …), those that the file has."""
        return tuple((end, at) for end, at in (("low", self.low), ("high", self.high)) if at is not None)

    @property
    def range(self) -> tuple[float, float]:
        """From low to high; as written where there is no such end."""
        low, high = (self.value if end is None else end for end in (self.low, self.high))
        return low, high


def inputs(regime: Regime) -> tuple[Input, ...]:
    """Every number of a regime that has a low or a high, in the file's order."""
    return tuple(
        Input(
            dotted(path),
            in_words(regime.raw, path),
            given["value"],
            given.get("low"),
            given.get("high"),
            str(given.get("source", "")),
            int in shape.at((*path, "value")),
        )
        for path, given in quantities(regime.raw)
        if isinstance(given, dict) and ("low" in given or "high" in given)
    )


def quantities(given: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every number of a file with its path, plain or with its bounds and source."""
    if path and shape.is_quantity(path) and is_number(given):
        if not isinstance(given, str):
            yield path, given
    elif isinstance(given, dict):
        for key, below in given.items():
            yield from quantities(below, (*path, key))


def in_words(raw: dict[str, Any], path: Path) -> str:
    """The nearest `says` above, and the words below it: "Smoking where it is forbidden: acts per year"."""
    for end in range(len(path) - 1, 0, -1):
        part = look(raw, path[:end])
        if isinstance(part, dict) and isinstance(part.get("says"), str):
            return f"{part['says']}: {_words(path[end:])}"
    return _words(path)


def _words(path: Path) -> str:
    return ", ".join(str(word).replace("_", " ") for word in path)
