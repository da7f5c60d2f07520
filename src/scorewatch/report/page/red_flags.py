"""The red flags of a regime, each with the legal text that it touches and a link to the rule."""

from __future__ import annotations

from dataclasses import dataclass

from scorewatch.regime.flags import flags
from scorewatch.regime.flags_text import REMARKS
from scorewatch.report.page.rules import anchor
from scorewatch.report.page.words import several
from scorewatch.study.run import Run


@dataclass(frozen=True)
class RedFlag:
    """One rule that a legal text has something to say about."""

    says: str
    rule: str
    anchor: str
    touches: tuple[str, ...]
    evidence: str


def red_flags(run: Run) -> tuple[str, list[RedFlag]]:
    """How many there are in a sentence, and each."""
    found = [RedFlag(f.says, f.where, anchor(f.where), f.touches, f.evidence) for f in flags(run.regime)]
    if not found:
        return "No rule of this regime raises a red flag", []
    rules = len({f.rule for f in found})
    raised = several(len(found), "red flag")
    return f"{several(rules, 'rule')} of this regime {'raises' if rules == 1 else 'raise'} {raised}", found


CAVEATS = REMARKS
