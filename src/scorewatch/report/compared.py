"""A comparison in words: what differs between the files, and what that does to the same people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from scorewatch.measure import paired
from scorewatch.measure.harm import EVERYBODY, QUESTIONS
from scorewatch.measure.interval import Estimate
from scorewatch.report import numbers
from scorewatch.study.compare import Comparison, PairedHarm

CAPTION = (
    "Difference: the second less the first, on the same people with the same luck. 95 %: chance alone, not the inputs "
    "that nobody measured; delete-one jackknife over 32 parts of the people, unless a letter says otherwise. pp: "
    "percentage points. Invented people under hypothetical regimes."
)
SAME = "The two files have the same rules: nothing differs."


Names = tuple[str, str]


def names(comparison: Comparison, typed: Names | None = None) -> Names:
    """What the two are called; where they have one name, what was typed for them, or first and second."""
    a, b = comparison.a.regime.name, comparison.b.regime.name
    if a != b:
        return a, b
    return typed if typed and typed[0] != typed[1] else (f"{a} (first)", f"{b} (second)")


def rules(comparison: Comparison, called: Names | None = None) -> list[str]:
    """What differs between the two files, a line each."""
    a, b = called or names(comparison)
    return [difference.said(a, b) for difference in comparison.differences()] or [SAME]


def findings(comparison: Comparison, called: Names | None = None) -> list[str]:
    """Each headline of the two beside each other, a sentence each."""
    a, b = called or names(comparison)
    return [finding(harm, a, b) for harm in comparison.harms() if harm.headline]


def finding(harm: PairedHarm, a: str, b: str) -> str:
    """ "Of the listed, there by mistake [x]: 172 of 1,000 under a, 40 under b: 132 fewer (120 to 144 fewer)." """
    base = _base(harm)
    per = f" of {numbers.count(base)}" if harm.unit == "share" else ""
    who = "" if harm.who == EVERYBODY else f", {harm.who}"
    what = harm.what[0].upper() + harm.what[1:]
    return (
        f"{what} [{harm.item}]{who}: {_side(harm.a, harm.unit, base)}{per} under {a}, "
        f"{_side(harm.b, harm.unit, base)} under {b}: {said(harm)}."
    )


def said(harm: PairedHarm) -> str:
    """The difference in words: "132 fewer (120 to 144 fewer)"."""
    d, base = harm.difference, _base(harm)
    if d.value is None:
        return f"the difference is {d.note or numbers.NOT_ESTIMABLE}"
    if d.note == paired.EXACT:
        return "no difference, exactly"
    if d.note == paired.NO_PART_DIFFERS:
        return f"no difference found ({d.note})"
    more, less = ("more", "fewer") if harm.unit in ("share", "persons", "acts", "denials") else ("more", "less")

    def amount(value: float) -> str:
        return _amount(abs(value), harm.unit, base).replace(" %", " points")

    def way(value: float) -> str:
        return more if value > 0 else less

    figure = f"{amount(d.value)} {way(d.value)}" if d.value else "no difference"
    if d.low is None or d.high is None:
        return f"{figure} ({d.note or 'no interval'})"
    if d.low <= 0 <= d.high:
        return f"{figure} ({amount(d.low)} {way(-1)} to {amount(d.high)} {way(1)}: chance alone could do that)"
    near, far = sorted((abs(d.low), abs(d.high)))
    return f"{figure} ({amount(near)} to {amount(far)} {way(d.value)})"


def _base(harm: PairedHarm) -> int:
    """Of how many a share is said: of 1,000 or more, and of 100,000 where little is shown and less differs."""
    if harm.unit != "share":
        return 1
    most = max((e.value for e in (harm.a, harm.b) if e is not None and e.value), default=1.0)
    shown = numbers.base_of(most)
    return max(shown, 100_000) if shown * most < 100 and shown * abs(harm.difference.value or 1.0) < 1 else shown


def _side(e: Estimate | None, unit: str, base: int) -> str:
    if e is None:
        return numbers.NO_RULE
    if e.value is None:
        return numbers.NOT_ESTIMABLE
    return _amount(e.value, unit, base)


def _amount(value: float, unit: str, base: int) -> str:
    if unit == "share":
        scaled = base * value
        return numbers.count(scaled) if abs(scaled) >= 10 or scaled == round(scaled) else f"{scaled:,.1f}"
    if unit == "change":
        return numbers.share(value)
    return numbers.count(value) if unit in ("persons", "acts", "denials") else numbers.amount(value)


def table(comparison: Comparison, called: Names | None = None) -> Group:
    """Each question and figure on a line; under it a row for each group: a, b, the difference, its interval."""
    notes: dict[str, str] = {}
    a, b = called or names(comparison)
    lines: list[RenderableType] = [
        Text(f"a: {a}. b: {b}."),
        _columns("for whom", "a", "b", "b - a", "95 %", style="bold"),
    ]
    lines += _rows(comparison.harms(), notes)
    return Group(*lines, Text(), Text(CAPTION), *(Text(f"{letter}: {note}.") for note, letter in notes.items()))


def _rows(harms: list[PairedHarm], notes: dict[str, str]) -> Iterator[RenderableType]:
    before: PairedHarm | None = None
    for harm in harms:
        if before is None or harm.harm != before.harm:
            yield Text()
            yield Text(f"{harm.harm}: {QUESTIONS[harm.harm]}", style="bold")
        if before is None or (harm.what, harm.item) != (before.what, before.item):
            yield Padding(Text(f"{harm.what} [{harm.item}] = {harm.source}"), (0, 0, 0, 2))
        d = harm.difference
        first, second = (numbers.NO_RULE if e is None else numbers.said(e, harm.unit) for e in (harm.a, harm.b))
        letter = notes.setdefault(d.note, _letter(len(notes))) if d.note else ""
        interval = f"{numbers.span(d, harm.unit)} {letter}".strip()
        yield _columns(harm.who, first, second, numbers.signed(d.value, harm.unit), interval)
        before = harm


def _letter(number: int) -> str:
    return "abcdefghijklmnopqrstuvwxyz"[number % 26]


def _columns(who: str, a: str, b: str, difference: str, interval: str, style: str = "") -> Text:
    return Text(
        f"    {who:<11}{a:>14}{b:>14}{difference:>14}{interval:>23}", style=style, no_wrap=True, overflow="ignore"
    )


def as_json(comparison: Comparison) -> dict[str, Any]:
    """A comparison as plain data: every count beside the other, and every harm."""
    a, b = comparison.a, comparison.b
    return {
        "a": a.digest,
        "b": b.digest,
        "people": a.people,
        "seed": a.seed,
        "steps": a.steps,
        "step": a.regime.step,
        "hypothetical": "invented people; not a forecast of any place",
        "regimes": {"a": a.regime.name, "b": b.regime.name},
        "intervals": "95 %, chance alone",
        "differences": [vars(difference) for difference in comparison.differences()],
        "findings": findings(comparison),
        "harms": [_harm(harm) for harm in comparison.harms()],
        "rows": comparison.rows.to_dicts(),
    }


def _harm(harm: PairedHarm) -> dict[str, Any]:
    d = harm.difference
    return {
        "harm": harm.harm,
        "what": harm.what,
        "item": harm.item,
        "axis": harm.axis,
        "who": harm.who,
        "unit": harm.unit,
        "a": None if harm.a is None else harm.a.value,
        "b": None if harm.b is None else harm.b.value,
        "difference": d.value,
        "low": d.low,
        "high": d.high,
        "note": d.note,
        "source": harm.source,
    }
