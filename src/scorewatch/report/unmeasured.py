"""What nobody has measured, on a terminal: which input moves which harm most, and how far a headline then goes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from scorewatch.measure.unmeasured import widest
from scorewatch.report import numbers
from scorewatch.study.inputs import BREAKEVEN
from scorewatch.study.run import Run

TITLE = "What nobody has measured"
NOTHING = "No number of this file has a low or a high: nothing says how far it might go."
UNMOVED = "No input moves a headline further than chance alone could."
CAPTION = (
    "One input at a time, all else as written, on the same people with the same luck; shown are those that move a "
    "headline further than chance alone could, first what moves most for its size. The bounds are the file's."
)
_MOST = 10
_KEY = ["path", "harm", "what", "item", "who"]


def table(run: Run) -> Group:
    """The ten that move most, where sentences turn, and each headline with both of its intervals."""
    inputs = run.inputs
    if inputs is None or inputs.is_empty():
        return Group(Text(f"{TITLE}: {NOTHING}"))
    lines: list[RenderableType] = [Text(TITLE, style="bold"), _columns("", "at low", "as written", "at high", "bold")]
    lines += list(_moved(inputs)) or [Text(f"  {UNMOVED}")]
    lines += [Text(f"  {_people(inputs):,} people. {CAPTION}"), Text()]
    turns = inputs.filter(pl.col("end") == BREAKEVEN)["note"].unique(maintain_order=True).to_list()
    lines += [Padding(Text(note), (0, 0, 0, 2)) for note in turns]
    lines += [Text(), Text("How far each headline goes", style="bold"), *_headlines(run)]
    return Group(*lines)


def _people(inputs: pl.DataFrame) -> int:
    return int(inputs["people"][0])


def _moved(inputs: pl.DataFrame) -> Iterator[RenderableType]:
    before = ""
    for row in most_moved(inputs):
        if row["path"] != before:
            low, high = (f"{row[end]:.10g}" if row[end] is not None else "…" for end in ("low", "high"))
            said = f"{row['says']} [{row['path']}]: {low} to {high}, as written {row['as_written']:.10g}"
            yield Padding(Text(said), (0, 0, 0, 2))
        before = row["path"]
        at_low, base, at_high = (_figure(row[name], row["unit"]) for name in ("at_low", "base", "at_high"))
        yield Padding(Text(f"{row['what']} [{row['item']}]"), (0, 0, 0, 4))
        yield _columns("", at_low, base, at_high)


def most_moved(inputs: pl.DataFrame) -> list[dict[str, Any]]:
    """The ten pairs of input and headline that move most, further than chance alone could; for its size: the
    difference over the larger of both figures."""
    ends = inputs.filter(pl.col("end") != BREAKEVEN)
    beyond = (pl.col("difference_low") > 0) | (pl.col("difference_high") < 0)
    size = pl.col("difference").abs() / pl.max_horizontal(pl.col("base").abs(), pl.col("figure").abs())
    at = {end: pl.col("end") == end for end in ("low", "high")}
    found = (
        ends.with_columns(moves=pl.when(beyond).then(size))
        .group_by(_KEY, maintain_order=True)
        .agg(
            pl.col("says", "unit", "as_written", "base").first(),
            pl.col("moves").max(),
            *(pl.col("value").filter(at[end]).first().alias(end) for end in at),
            *(pl.col("figure").filter(at[end]).first().alias(f"at_{end}") for end in at),
        )
        .drop_nulls("moves")
        .sort("moves", descending=True, maintain_order=True)
    )
    return found.head(_MOST).to_dicts()


def _headlines(run: Run) -> Iterator[RenderableType]:
    for harm in run.harms():
        e = harm.estimate
        if not harm.headline or e.value is None:
            continue
        far = widest(harm, run.inputs, run.people)
        yield Padding(Text(f"{harm.what} [{harm.item}]: {numbers.said(e, harm.unit)}"), (0, 0, 0, 2))
        chance = numbers.interval(e, harm.unit) or "no interval"
        yield Text(f"    95 %, chance alone: {chance}")
        if far.low is not None and far.high is not None:
            low, high = numbers.in_unit(far.low, harm.unit), numbers.in_unit(far.high, harm.unit)
            yield Text(f"    95 %, {far.label}: {low.removesuffix(' %')} to {high}")


def _figure(value: float | None, unit: str) -> str:
    return numbers.NOT_ESTIMABLE if value is None else numbers.in_unit(value, unit)


def _columns(first: str, low: str, base: str, high: str, style: str = "") -> Text:
    return Text(f"    {first:<11}{low:>16}{base:>16}{high:>16}", style=style, no_wrap=True, overflow="ignore")


def as_json(run: Run) -> dict[str, Any]:
    """The table as plain data, and the widest interval of each headline with what it covers."""
    assert run.inputs is not None
    return {
        "inputs": run.inputs.to_dicts(),
        "widest": [
            {"harm": h.harm, "what": h.what, "item": h.item, "who": h.who, **vars(widest(h, run.inputs, run.people))}
            for h in run.harms()
            if h.headline
        ],
    }
