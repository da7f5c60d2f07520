"""One thing that is wrong with a regime, by the path it is wrong at; a Mistake once its place is known."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from scorewatch.errors import Mistake, nearest
from scorewatch.regime.places import Path


@dataclass(frozen=True)
class Finding:
    """A mistake at a path; `about` are the other paths that it was read from."""

    path: Path
    what: str
    why: str = ""
    do: str = ""
    about: tuple[Path, ...] = ()

    def mistake(self, where: str) -> Mistake:
        """The same, said to a user."""
        return Mistake(self.what, where, self.why, self.do)

    def rests_on(self, paths: Collection[Path]) -> bool:
        """Whether one of these paths, or a table that it stands for, was read to find this."""
        return any(within(read, path) for read in (self.path, *self.about) for path in paths)


def within(path: Path, outer: Path) -> bool:
    """Whether a path is another one or lies below it."""
    return path[: len(outer)] == outer


def shown(given: Any) -> str:
    """A value as it would stand in a file, cut short."""
    if isinstance(given, bool):
        return "true" if given else "false"
    if isinstance(given, dict):
        return "{ … }" if given else "{}"
    if isinstance(given, list | tuple):
        text = "[" + ", ".join(shown(item) for item in given) + "]"
    else:
        text = f'"{given}"' if isinstance(given, str) else str(given)
    return text if len(text) <= 60 else text[:57] + "…" + text[-1]


def instead(word: str, known: Iterable[str]) -> str:
    """What to write in place of an unknown word: the nearest known one, else all of them."""
    words = list(known)
    near = nearest(word, words)
    if near:
        return f'Did you mean "{near}"?'
    if not words:
        return "Nothing may stand here."
    return "What may stand here: " + ", ".join(words[:25]) + (" …" if len(words) > 25 else "") + "."
