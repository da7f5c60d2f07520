"""The harms of a run as a table on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from scorewatch.measure.harms import EVERYBODY, QUESTIONS, Harm
from scorewatch.report import numbers

CAPTION = (
    "Intervals: 95 %, chance alone (delete-one jackknife over 32 parts of the people); they do not cover the inputs "
    "that nobody measured. Invented people under a hypothetical regime."
)


def table(harms: Sequence[Harm]) -> Table:
    """One row a figure: what, for whom, the figure, its interval, and the counts behind it."""
    shown = Table(box=box.SIMPLE_HEAD, caption=CAPTION, caption_justify="left", pad_edge=False)
    shown.add_column("harm", ratio=5, overflow="fold")
    shown.add_column("for whom", ratio=2, overflow="fold")
    shown.add_column("figure", justify="right", ratio=2)
    shown.add_column("95 %", justify="right", ratio=3)
    shown.add_column("n", justify="right", ratio=3)
    last_harm, last_what = "", ("", "")
    for harm in harms:
        if harm.harm != last_harm:
            shown.add_row(Text(f"{harm.harm}: {QUESTIONS[harm.harm]}", style="bold"), "", "", "", "")
            last_harm = harm.harm
        what = f"  {harm.what} [{harm.item}]" if last_what != (harm.what, harm.item) else ""
        last_what = (harm.what, harm.item)
        e = harm.estimate
        shown.add_row(
            Text(what),
            Text(harm.who if harm.who != EVERYBODY else "everybody"),
            Text(numbers.said(e, harm.unit)),
            Text(_interval(harm)),
            Text(_counts(harm)),
        )
    return shown


def _interval(harm: Harm) -> str:
    e = harm.estimate
    text = numbers.interval(e, harm.unit)
    if not text and e.value is not None:
        return "expected" if "expected" in e.note else "none"
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
