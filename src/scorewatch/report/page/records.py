"""What the sensors recorded falsely, and against whom."""

from __future__ import annotations

import numpy as np

from scorewatch.measure.interval import Counts, Estimate, ratio
from scorewatch.people.persons import PARTS
from scorewatch.report import numbers
from scorewatch.report.page import basis, put_in, words
from scorewatch.report.page.counts import Counted
from scorewatch.report.page.look import INK, LISTED, OTHER
from scorewatch.report.page.ranges import Row, ranges
from scorewatch.report.page.tables import Cell, Chart, Table
from scorewatch.report.page.words import plain, sentence
from scorewatch.study.run import Run


def false_records(counted: Counted) -> list[Chart]:
    """The share of records that are false, by behaviour and group, with how many that is in a year."""
    run, groups = counted.run, counted.names("group")
    behaviours = [n for n in run.regime.rules.behaviour if _records(counted, n).sum()]
    if not behaviours:
        none = sentence("No record of anything was made")
        return [Chart("false-records", none, "", None, None, basis.FALSE_RECORDS)]
    harmful = [n for n in behaviours if n in _held_against(run)]
    wrong = sum((_false(counted, n) for n in harmful), start=np.zeros(PARTS, dtype=np.int64))
    all_of = sum((_records(counted, n) for n in harmful), start=np.zeros(PARTS, dtype=np.int64))
    whole = ratio(wrong, all_of)
    rows: list[Row] = []
    table: list[tuple[Cell, ...]] = []
    for name in behaviours:
        says = run.regime.rules.behaviour[name].says
        if _false(counted, name).any():
            rows.append(Row(_short(says), heading=True))
        for number, group in enumerate(groups):
            false, made = _false(counted, name, group=group), _records(counted, name, group=group)
            e = ratio(false, made)
            if _false(counted, name).any():
                colour = (OTHER, LISTED, INK)[number % 3]
                rows.append(Row(group, *_percent(e), _said(e), colour))
            a_year = ratio(false, counted.parts.counts("people", group=group), share=False)
            table.append((says, group, *_cells(e), _rate(a_year, counted.years)))
    finding = words.lead(
        whole,
        "records that are held against somebody",
        "are false",
        "The share of false records, held against somebody,",
    )
    head = (
        "what was recorded",
        "group",
        "false, of its records",
        "95 %",
        "counts",
        "false for 1,000 people a year (95 %)",
    )
    picture = ranges(rows, "% of records that are false", plain(finding)) if rows else None
    return [
        Chart(
            "false-records",
            finding,
            f"{words.rests_on(whole)} records that cost points or are a ground of a list. False records count where "
            "they land: on a lookalike, on the keeper of a household’s vehicle, or with no act behind them at all."
            f"{put_in.remark(counted.run)}",
            picture,
            Table("False records by what was recorded and by group", head, tuple(table), frozenset({1})),
            basis.FALSE_RECORDS,
        )
    ]


def _held_against(run: Run) -> set[str]:
    """The behaviours of which a record costs points or is a ground of a list."""
    rules = run.regime.rules
    costs = {name for name, said in rules.behaviour.items() if said.points.value < 0 and rules.score is not None}
    return costs | {name for one in rules.list.values() for ground in one.ground.values() for name in ground.on}


def _false(counted: Counted, name: str, **cell: str) -> Counts:
    return counted.parts.counts("records_false", name, **cell)


def _records(counted: Counted, name: str, **cell: str) -> Counts:
    return counted.parts.counts("records_true", name, **cell) + _false(counted, name, **cell)


def _percent(e: Estimate) -> tuple[float | None, float | None, float | None]:
    low, high = (None if v is None else 100 * v for v in (e.low, e.high))
    return None if e.value is None else 100 * e.value, low, high


def _said(e: Estimate) -> str:
    interval = numbers.interval(e, "share")
    return numbers.said(e, "share") + (f" ({interval})" if interval else "")


def _cells(e: Estimate) -> tuple[str, str, str]:
    counts = f"{numbers.count(e.n)} of {numbers.count(e.of or 0)}"
    return numbers.said(e, "share"), numbers.interval(e, "share"), counts


def _rate(e: Estimate, years: float) -> str:
    if e.value is None or e.low is None or e.high is None:
        return numbers.NOT_ESTIMABLE
    value, low, high = (numbers.amount(1000 * v / years) for v in (e.value, e.low, e.high))
    most = numbers.amount(1000 * e.high / years, up=True)
    return f"none (at most {most})" if not e.n else f"{value} ({low} to {high})"


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39].rstrip(" ,") + "…"
