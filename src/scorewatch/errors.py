"""The tree of errors.

ScorewatchError
├── InputError   what the user gave is wrong: one Mistake for each thing to mend; exit status 2
└── RunError     the run failed (disk full, killed worker, damaged folder); exit status 1
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Mistake:
    """One thing that is wrong, said so that it can be mended: where, what, why, and what to do."""

    what: str
    where: str = ""
    why: str = ""
    do: str = ""

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        tail = "".join(f"\n    {line}" for line in (self.why, self.do) if line)
        return f"{place}{self.what}{tail}"


class ScorewatchError(Exception):
    """Whatever Scorewatch refuses or fails to do."""

    exit_status = 1


class InputError(ScorewatchError):
    """The input is wrong; `mistakes` holds all that were found, not only the first."""

    exit_status = 2

    def __init__(self, mistakes: Mistake | Iterable[Mistake]) -> None:
        self.mistakes = (mistakes,) if isinstance(mistakes, Mistake) else tuple(mistakes)
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))


class RunError(ScorewatchError):
    """The input was right and the work failed all the same."""


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like this one, or "" where none is near."""
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return found[0] if found else ""
