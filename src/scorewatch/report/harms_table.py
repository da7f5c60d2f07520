"""The harms of a run as a table on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from scorewatch.measure.harm import QUESTIONS, Harm
from scorewatch.measure.interval import ALL_FOUND, NONE_FOUND
from scorewatch.report import numbers

CAPTION = (
    "95 %: chance alone, not the inputs that nobody measured. Delete-one jackknife over 32 parts of the people, "
    "unless a letter says otherwise. Invented people under a hypothetical regime."
)
NOTHING = "This regime has no list and no sanction, and sets out to reduce nothing: there is no harm to count."


def table(harms: Sequence[Harm]) -> Table:
    """One row a figure: what, for whom, the figure, its interval, and the counts behind it."""
    notes: dict[str, str] = {}
    shown = Table(box=box.SIMPLE_HEAD, expand=True, pad_edge=False)
    shown.add_column("", ratio=6, overflow="fold")
    shown.add_column("for whom", no_wrap=True)
    shown.add_column("figure", justify="right", no_wrap=True)
    shown.add_column("95 %", justify="right", no_wrap=True)
    shown.add_column("n", justify="right", no_wrap=True)
    before: Harm | None = None
    for harm in harms:
        if before is None or harm.harm != before.harm:
            shown.add_row(Text(f"{harm.harm}: {QUESTIONS[harm.harm]}", style="bold"), "", "", "", "")
        same = before is not None and (harm.what, harm.item) == (before.what, before.item)
        what = "" if same else f"  {harm.what} [{harm.item}]\n    = {harm.source}"
        shown.add_row(
            Text(what),
            Text(harm.who),
            Text(numbers.said(harm.estimate, harm.unit)),
            Text(_interval(harm, notes)),
            Text(_counts(harm)),
        )
        before = harm
    foot = [CAPTION, *(f"{letter}: {note}." for note, letter in notes.items())]
    shown.caption = Text("\n".join(foot) if harms else NOTHING, style="default")
    shown.caption_justify = "left"
    return shown


def _interval(harm: Harm, notes: dict[str, str]) -> str:
    """The interval and, where a reader must know more, the letter of a note."""
    e = harm.estimate
    text = numbers.interval(e, harm.unit)
    if e.note and e.value is not None and e.note not in (NONE_FOUND, ALL_FOUND):
        letter = notes.setdefault(e.note, "abcdefghij"[len(notes) % 10])
        text = f"{text} {letter}".strip()
    return text


def _counts(harm: Harm) -> str:
    e = harm.estimate
    if e.of is None:
        return numbers.count(e.n)
    between = {"share": "of", "change": "against"}.get(harm.unit, "for")
    return f"{numbers.count(e.n)} {between} {numbers.count(e.of)}"


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
