"""The red flags of a regime by kind: which rules raise them, and the legal texts that they touch."""

from __future__ import annotations

from dataclasses import dataclass

from scorewatch.regime.flags import Flag, Kind, flags
from scorewatch.regime.flags_text import REMARKS
from scorewatch.report.page.rules import anchor
from scorewatch.report.page.words import several
from scorewatch.study.run import Run

TITLES: dict[Kind, str] = {
    "unrelated": "What is denied has nothing to do with some of what one is listed for",
    "no_way_out": "Somebody stays on the list for life",
    "kin": "Somebody is hit for what another person did",
    "right": "What a right protects is recorded",
    "profile": "The score begins with what a person is",
    "no_notice": "Nobody is told",
    "no_appeal": "No appeal leads anywhere",
    "appeal_corrects_nothing": "A won appeal does not mend the record",
    "no_review": "Nobody looks before a listing counts",
}


@dataclass(frozen=True)
class RedFlag:
    """Rules of one kind that legal texts have something to say about.

    says: what each does, its path, and where on the page it is. shown: what in the file shows it, rule by rule.
    """

    title: str
    says: tuple[tuple[str, str, str], ...]
    touches: tuple[str, ...]
    shown: tuple[str, ...]


def red_flags(run: Run) -> tuple[str, list[RedFlag]]:
    """How many there are in a sentence, and each kind."""
    found = flags(run.regime)
    if not found:
        return "No rule of this regime raises a red flag", []
    by_kind: dict[Kind, list[Flag]] = {}
    for flag in found:
        by_kind.setdefault(flag.kind, []).append(flag)
    kinds = f" of {several(len(by_kind), 'kind')}" if len(by_kind) > 1 else ""
    says = f"The rules of this regime raise {several(len(found), 'red flag')}{kinds}"
    return says, [_of_kind(kind, of) for kind, of in by_kind.items()]


def _of_kind(kind: Kind, of: list[Flag]) -> RedFlag:
    return RedFlag(
        TITLES[kind],
        tuple((flag.says, flag.where, anchor(flag.where)) for flag in of),
        tuple(dict.fromkeys(text for flag in of for text in flag.touches)),
        tuple(dict.fromkeys(flag.evidence for flag in of if flag.evidence)),
    )


CAVEATS = REMARKS
