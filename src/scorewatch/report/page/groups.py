"""The harms by group, beside a world without the regime."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from scorewatch.measure.harm import EVERYBODY, QUESTIONS, Harm
from scorewatch.measure.interval import ALL_FOUND, NONE_FOUND, RULED_OUT
from scorewatch.report import numbers
from scorewatch.report.page import basis, put_in, words
from scorewatch.report.page.counts import AXIS_NAMES, Counted
from scorewatch.report.page.look import INK, LISTED
from scorewatch.report.page.ranges import Row, ranges
from scorewatch.report.page.tables import Cell, Chart, Table, figures
from scorewatch.report.page.words import capital, figure, joined, plain, sentence
from scorewatch.study.run import Run

HEAD = ("who", "figure", "95 %, chance alone", "counts", "without the regime")
_SHOWN = {  # of whom, and what is said of them
    "listed": ("people", "are listed"),
    "wrong person": ("listed", "are there by mistake"),
    "secrecy": ("listed", "have not been told"),
    "arbitrariness": ("whose conduct would qualify", "are listed"),
}
_OF = 1000
_QUALIFY = "Who would qualify: those whom all that they did, if it were recorded, would list. "


def by_group(counted: Counted) -> list[Chart]:
    """A chart for each harm that is counted by group, and each list."""
    return [chart for harm in _SHOWN for name in counted.run.regime.rules.list for chart in _chart(counted, harm, name)]


def _chart(counted: Counted, harm: str, name: str) -> Iterator[Chart]:
    whom, tail = _SHOWN[harm]
    found = [h for h in counted.harms if (h.harm, h.item) == (harm, name) and h.unit == "share"]
    found = [h for h in found if not h.axis or len(counted.names(h.axis)) > 1]
    if not any(h.estimate.value is not None for h in found):
        return
    title = counted.run.regime.rules.list[name].says
    says = _finding(found, whom, tail)
    rows: list[Row] = []
    before = ""
    for one in found:
        if one.axis != before:
            rows.append(Row(f"by {AXIS_NAMES[one.axis]}", heading=True))
            before = one.axis
        e = one.estimate
        rows.append(
            Row(
                one.who,
                None if e.value is None else _OF * e.value,
                None if e.low is None else _OF * e.low,
                None if e.high is None else _OF * e.high,
                _figure(one),
                colour=INK if not one.axis else LISTED,
            )
        )
    table = Table(
        f"{capital(found[0].what)}, for everybody and by group [{name}] = {found[0].source}",
        ("who", "figure", "95 %, chance alone", "counts"),
        tuple((one.who, *figures(one)) for one in found),
    )
    picture = ranges(rows, f"of {numbers.count(_OF)} {whom}, {tail}", plain(says))
    yield Chart(
        f"{harm.replace(' ', '-')}-{name}",
        says,
        f"{QUESTIONS[harm]} {title}. {_QUALIFY if harm == 'arbitrariness' else ''}Dot: the figure. Bar: 95 %, chance "
        f"alone.{_counts(found)}{put_in.remark(counted.run)}",
        picture,
        table,
        basis.OF_HARM[harm],
    )


def _figure(harm: Harm) -> str:
    e = harm.estimate
    if e.value is None or e.low is None or e.high is None:
        return numbers.said(e, harm.unit)
    if e.note == RULED_OUT:
        return "none: the rules leave them out"
    if e.note == NONE_FOUND:
        return f"none (at most {_of(e.high)})"
    if e.note == ALL_FOUND:
        return f"all (at least {_of(e.low)})"
    if _OF * e.value < 10:
        return f"{_only(harm)} ({_of(e.low, e.value)} to {_of(e.high, e.value)})"
    value, low, high = numbers.of_base(e, _OF)
    return f"{value} ({low} to {high})"


def _finding(found: list[Harm], whom: str, tail: str) -> Markup:
    """The most and the least of the axis on which they are farthest apart, where their intervals do not overlap.

    Else that none is clearly apart.
    """
    apart = _apart(found)
    if apart:
        least, most = apart
        return sentence(
            "{}: of {} {}, {} {}; {}: {}",
            capital(most.who),
            numbers.count(_OF),
            whom,
            figure(_only(most)),
            tail,
            least.who,
            figure(_only(least), "other"),
        )
    (everybody,) = (h for h in found if h.who == EVERYBODY)
    says = words.lead(everybody.estimate, whom, tail, f"How many {whom} {tail}")
    whole = everybody.estimate.note in (NONE_FOUND, ALL_FOUND)
    axes = [AXIS_NAMES[axis] for axis in dict.fromkeys(h.axis for h in found if h.axis)]
    if whole or not axes:
        return says
    return sentence("{}; by {} nobody is clearly apart", says, joined(axes))


def _apart(found: list[Harm]) -> tuple[Harm, Harm] | None:
    """The least and the most of the axis on which they are farthest apart; None where none is clearly apart."""
    pairs = filter(None, (_farthest(found, axis) for axis in dict.fromkeys(h.axis for h in found if h.axis)))
    return max(pairs, key=_gap, default=None)


def _counts(found: list[Harm]) -> str:
    """What the two figures of the title are counted from."""
    said = [f"{h.who}: {numbers.counts(h.estimate, h.unit)}" for h in (_apart(found) or ())[::-1]]
    return f" {capital('; '.join(said))}." if said else ""


def _farthest(found: list[Harm], axis: str) -> tuple[Harm, Harm] | None:
    """The least and the most of an axis, where their intervals do not overlap; not whom the rules leave out."""
    known = [h for h in found if h.axis == axis and h.estimate.value is not None and h.estimate.note != RULED_OUT]
    ordered = sorted(known, key=lambda h: h.estimate.value or 0.0)
    if len(ordered) > 1 and (ordered[0].estimate.high or 0.0) < (ordered[-1].estimate.low or 0.0):
        return ordered[0], ordered[-1]
    return None


def _gap(pair: tuple[Harm, Harm]) -> float:
    least, most = pair
    return (most.estimate.value or 0.0) - (least.estimate.value or 0.0)


def _only(harm: Harm) -> str:
    value = harm.estimate.value
    return numbers.NOT_ESTIMABLE if value is None else _of(value) if value else "none"


def _of(share: float, like: float | None = None) -> str:
    """Of 1,000: whole where this share, or the one that it stands beside, is 10 or more; else with decimals."""
    whole = _OF * (share if like is None else like) >= 10
    return numbers.count(_OF * share) if whole else numbers.amount(_OF * share)


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
                row.append((one.who, *figures(one), _without(one, other, twin)))
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
        f"Beside each figure: the same {words.several(twin.people, 'person', 'people')}, the same luck, and none of "
        "the rules. “No such rule”: there is no such list or sanction there."
    )


def _without(harm: Harm, other: Harm | None, twin: Run | None) -> str:
    if twin is None:
        return "not run"
    if other is None:
        return f"0: {numbers.NO_RULE}" if harm.none_without_rule else numbers.NO_RULE
    return numbers.said(other.estimate, other.unit)
