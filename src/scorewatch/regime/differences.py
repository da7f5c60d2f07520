"""What differs between two regimes: each rule that is another, or is in one of them alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scorewatch.regime import shape
from scorewatch.regime.places import Path, dotted
from scorewatch.regime.read import Regime
from scorewatch.regime.values import is_number

_NOT_RULES = frozenset({"format", "title", "about", "lasts", "says"})  # what they are called, and by default how long


@dataclass(frozen=True)
class Difference:
    """One rule at a dotted path. a, b: what each file says there, "" where it says nothing.

    about: what the part is called in the files. means: what the word means, "" for a whole part. default: what holds
    where a file says nothing.
    """

    path: str
    a: str
    b: str
    about: str = ""
    means: str = ""
    default: str = ""

    @property
    def what(self) -> str:
        """What differs, in words; the path where there are none."""
        means = self.means[:1].lower() + self.means[1:] if self.about else self.means
        return ": ".join(part for part in (self.about, means) if part) or self.path

    @property
    def values(self) -> tuple[str, str]:
        """What holds in each: a value, the default, or whether the part is there."""
        if _TABLE in (self.a, self.b) and not (self.a and self.b):
            return (THERE, NOT_THERE) if self.a else (NOT_THERE, THERE)
        nothing = f"{NOT_SAID}: {self.default}" if self.default else NOT_SAID
        return self.a or nothing, self.b or nothing

    def said(self, a: str, b: str) -> str:
        """In words, where the two regimes are called a and b: what it is, both values, and the path of the rule."""
        first, second = self.values
        both = f"only in {a if self.a else b}" if THERE in (first, second) else f"{first} in {a}, {second} in {b}"
        return f"{self.what}: {both}" + ("." if self.what == self.path else f" ({self.path}).")


_TABLE = "a table"
NOT_SAID, THERE, NOT_THERE = "not said", "in force", "not in force"
_DEFAULT = re.compile(r"; ([^;]+) if it is not said")


def differences(a: Regime, b: Regime) -> tuple[Difference, ...]:
    """Every rule that is not the same in both, in the order of a's file, then of b's.

    Words, sources and bounds of a number are no rules. The number of people and the length are a run's.
    """
    return tuple(_differ(a.raw, b.raw, (), ""))


def _differ(a: Any, b: Any, path: Path, about: str) -> Iterator[Difference]:
    if len(path) == 1 or shape.is_named(path):  # of what one file alone has, each part is named
        a, b = ({} if a is None and _is_table(b) else a), ({} if b is None and _is_table(a) else b)
    if _is_table(a) and _is_table(b):
        about = str(a.get("says") or b.get("says") or about)
        for word in dict.fromkeys([*a, *b]):
            if word in _NOT_RULES or (*path, word) == ("population", "people"):
                continue
            yield from _differ(a.get(word), b.get(word), (*path, word), about)
    elif _is_array(a) and _is_array(b):
        for number in range(max(len(a), len(b))):
            first = a[number] if number < len(a) else None
            second = b[number] if number < len(b) else None
            yield from _differ(first, second, (*path, number), about)
    elif _plain(a) != _plain(b):
        for one in (a, b):
            if _is_table(one):
                about = str(one.get("says", about))
        whole = _TABLE in (_plain(a), _plain(b))
        means = "" if whole and about else _means(path)
        found = _DEFAULT.search(means)
        default = found[1] if found else ""
        if {_plain(a), _plain(b)} != {"", default}:  # to write the default out changes nothing
            yield Difference(dotted(path), _plain(a), _plain(b), about, _DEFAULT.sub("", means), default)


def _means(path: Path) -> str:
    """The sentence of the word at a path, and the names below it: "Factor for each region; 1 if …, west"."""
    meaning, word = shape.meaning(path)
    return ", ".join([meaning.rstrip("."), *map(str, path[len(word) :])]) if word else ""


def _is_table(given: Any) -> bool:
    return isinstance(given, Mapping) and not is_number(given)


def _is_array(given: Any) -> bool:
    return isinstance(given, list) and all(isinstance(item, Mapping) for item in given)


def _plain(given: Any) -> str:
    """A leaf as a person writes it; the same text for the same rule, however it is written."""
    if given is None:
        return ""
    if _is_table(given) or (_is_array(given) and given):
        return _TABLE
    if isinstance(given, Mapping):
        return _plain(given.get("value"))
    if isinstance(given, bool):
        return "yes" if given else "no"
    if isinstance(given, int | float):
        return f"{given:.10g}"
    if isinstance(given, list):
        return ", ".join(map(_plain, given))
    return str(given)
