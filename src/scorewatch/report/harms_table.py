"""The harms of a run as a table on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from scorewatch.measure.harm import QUESTIONS, Harm
from scorewatch.measure.interval import ALL_FOUND, NONE_FOUND
from scorewatch.report import numbers

CAPTION = (
    "95 %: chance alone, not the inputs that nobody measured. Delete-one jackknife over 32 parts of the people, "
    "unless a letter says otherwise. Invented people under a hypothetical regime."
)
NOTHING = "This regime has no list and no sanction, and sets out to reduce nothing: there is no harm to count."


def table(harms: Sequence[Harm]) -> Group:
    """Each question and figure on a line of its own; under it a row for each group: figure, interval, counts.

    76 columns hold it: what a figure is, and what it is computed from, wrap over the whole width.
    """
    if not harms:
        return Group(Text(NOTHING))
    notes: dict[str, str] = {}
    lines: list[RenderableType] = [_columns("for whom", "figure", "95 %", "n", style="bold")]
    before: Harm | None = None
    for harm in harms:
        if before is None or harm.harm != before.harm:
            lines += [Text(), Text(f"{harm.harm}: {QUESTIONS[harm.harm]}", style="bold")]
        if before is None or (harm.what, harm.item) != (before.what, before.item):
            lines.append(Padding(Text(f"{harm.what} [{harm.item}] = {harm.source}"), (0, 0, 0, 2)))
        figure, interval = numbers.said(harm.estimate, harm.unit), _interval(harm, notes)
        lines.append(_columns(harm.who, figure, interval, numbers.counts(harm.estimate, harm.unit)))
        before = harm
    lines += [Text(), Text(CAPTION), *(Text(f"{letter}: {note}.") for note, letter in notes.items())]
    return Group(*lines)


def _columns(who: str, figure: str, interval: str, counts: str, style: str = "") -> Text:
    # a blank before the counts: millions against millions fill their column
    return Text(f"    {who:<11}{figure:>15}{interval:>20} {counts:>25}", style=style, no_wrap=True, overflow="ignore")


def _interval(harm: Harm, notes: dict[str, str]) -> str:
    """The interval and, where a reader must know more, the letter of a note."""
    e = harm.estimate
    text = numbers.interval(e, harm.unit)
    if e.note and e.value is not None and e.note not in (NONE_FOUND, ALL_FOUND):
        letter = notes.setdefault(e.note, "abcdefghij"[len(notes) % 10])
        text = f"{text} {letter}".strip()
    return text


def as_json(harm: Harm) -> dict[str, Any]:
    """A harm as plain data."""
    e = harm.estimate
    return {
        "harm": harm.harm,
        "question": QUESTIONS[harm.harm],
        "what": harm.what,
        "item": harm.item,
        "axis": harm.axis,
        "who": harm.who,
        "unit": harm.unit,
        "value": e.value,
        "low": e.low,
        "high": e.high,
        "n": e.n,
        "of": e.of,
        "note": e.note,
        "source": harm.source,
    }
