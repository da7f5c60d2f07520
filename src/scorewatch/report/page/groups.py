"""The harms by group, beside a world without the regime."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from scorewatch.measure.harm import EVERYBODY, QUESTIONS, Harm
from scorewatch.report import numbers
from scorewatch.report.page import basis, charts, words
from scorewatch.report.page.counts import AXIS_NAMES, Counted
from scorewatch.report.page.look import INK, LISTED
from scorewatch.report.page.tables import Cell, Chart, Table
from scorewatch.report.page.words import capital, figure, plain, sentence
from scorewatch.study.run import Run

HEAD = ("who", "figure", "95 %, chance alone", "counts", "without the regime")
_SHOWN = {
    "listed": ("of 1,000 people, listed", 1000.0),
    "wrong person": ("% of the listed, there by mistake", 100.0),
    "secrecy": ("% of the listed, never told", 100.0),
    "arbitrariness": ("% of those whose conduct would qualify, listed", 100.0),
}


def by_group(counted: Counted) -> list[Chart]:
    """A chart for each harm that is counted by group, and each list."""
    return [chart for harm in _SHOWN for name in counted.run.regime.rules.list for chart in _chart(counted, harm, name)]


def _chart(counted: Counted, harm: str, name: str) -> Iterator[Chart]:
    unit, times = _SHOWN[harm]
    found = [h for h in counted.harms if (h.harm, h.item) == (harm, name) and h.unit == "share"]
    found = [h for h in found if not h.axis or len(counted.names(h.axis)) > 1]
    if not any(h.estimate.value is not None for h in found):
        return
    title = counted.run.regime.rules.list[name].says
    says = _finding(found, unit, times, title)
    rows: list[charts.Row] = []
    before = ""
    for one in found:
        if one.axis != before:
            rows.append(charts.Row(f"by {AXIS_NAMES[one.axis]}", heading=True))
            before = one.axis
        e = one.estimate
        rows.append(
            charts.Row(
                one.who,
                None if e.value is None else times * e.value,
                None if e.low is None else times * e.low,
                None if e.high is None else times * e.high,
                _figure(one, times),
                colour=INK if not one.axis else LISTED,
            )
        )
    picture = charts.ranges(rows, unit, plain(says))
    yield Chart(
        f"{harm.replace(' ', '-')}-{name}",
        says,
        f"{QUESTIONS[harm]} {title}. Dot: the figure. Bar: 95 %, chance alone.",
        picture,
        None,
        basis.OF_HARM[harm],
    )


def _figure(harm: Harm, times: float) -> str:
    e = harm.estimate
    if e.value is None or e.low is None or e.high is None:
        return numbers.said(e, harm.unit)
    return f"{numbers.amount(times * e.value)} ({numbers.amount(times * e.low)} to {numbers.amount(times * e.high)})"


def _finding(found: list[Harm], unit: str, times: float, title: str) -> Markup:
    """The widest difference between two whose intervals do not touch; else that there is none to be seen."""
    apart: list[tuple[float, Harm, Harm]] = []
    for axis in dict.fromkeys(h.axis for h in found if h.axis):
        of_axis = [h for h in found if h.axis == axis and h.estimate.value is not None]
        if len(of_axis) < 2:
            continue
        least = min(of_axis, key=lambda h: h.estimate.value or 0.0)
        most = max(of_axis, key=lambda h: h.estimate.value or 0.0)
        if (least.estimate.high or 0.0) < (most.estimate.low or 0.0):
            apart.append(((most.estimate.value or 0.0) - (least.estimate.value or 0.0), most, least))
    if not apart:
        (everybody,) = (h for h in found if h.who == EVERYBODY)
        return sentence("{}: {}, and no group is clearly apart", capital(unit), figure(_only(everybody, times)))
    _, most, least = max(apart, key=lambda one: one[0])
    return sentence(
        "{}: {} {}, {} {}",
        capital(unit),
        most.who,
        figure(_only(most, times)),
        least.who,
        figure(_only(least, times), "other"),
    )


def _only(harm: Harm, times: float) -> str:
    return numbers.NOT_ESTIMABLE if harm.estimate.value is None else numbers.amount(times * harm.estimate.value)


def every_harm(counted: Counted, twin: Run | None) -> list[tuple[str, str, list[Table]]]:
    """(harm, question, its tables): every figure with its interval and counts, beside the run without the regime."""
    without = {(h.harm, h.what, h.item, h.axis, h.who): h for h in twin.harms()} if twin else {}
    found: list[tuple[str, str, list[Table]]] = []
    for harm, question in QUESTIONS.items():
        tables: dict[tuple[str, str, str], list[tuple[Cell, ...]]] = {}
        for one in counted.harms:
            if one.harm == harm:
                other = without.get((one.harm, one.what, one.item, one.axis, one.who))
                row = tables.setdefault((one.what, one.item, one.source), [])
                row.append((one.who, *_cells(one), _without(one, other, twin)))
        made = [
            Table(f"{capital(what)} [{item}] = {source}", HEAD, tuple(rows), frozenset({4}))
            for (what, item, source), rows in tables.items()
        ]
        if made:
            found.append((harm, question, made))
    return found


def twin_says(twin: Run | None) -> str:
    """What the figures stand beside."""
    if twin is None:
        return "This run has no run without the regime beside it."
    return (
        f"Beside each figure: the same {words.several(twin.people, 'person', 'people')}, the same luck, and none of the "
        "rules. “No such rule”: there is no such list or sanction there."
    )


def _cells(harm: Harm) -> tuple[str, str, str]:
    e = harm.estimate
    between = {"share": "of", "change": "against"}.get(harm.unit, "for")
    counts = numbers.count(e.n) if e.of is None else f"{numbers.count(e.n)} {between} {numbers.count(e.of)}"
    interval = numbers.interval(e, harm.unit)
    return numbers.said(e, harm.unit), interval or (e.note if e.value is not None else "") or "none", counts


def _without(harm: Harm, other: Harm | None, twin: Run | None) -> str:
    if twin is None:
        return "not run"
    if other is None:
        return "no such rule"
    return numbers.said(other.estimate, other.unit)
