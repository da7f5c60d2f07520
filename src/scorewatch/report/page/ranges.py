"""Figures on their intervals, and bars that reach out from 0: a line each, with names and words beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
from markupsafe import Markup

from scorewatch.report.page.axes import FORMAT, NARROW, chart, scale, twice
from scorewatch.report.page.look import INK, LETTER, LISTED, OTHER, SOFT, drawn
from scorewatch.report.page.tables import Picture


@dataclass(frozen=True)
class Row:
    """A figure with its interval on a line of its own, in words on the right; None for what is not estimable."""

    name: str
    figure: float | None = None
    low: float | None = None
    high: float | None = None
    says: str = ""
    colour: str = LISTED
    heading: bool = False


@dataclass(frozen=True)
class Bar:
    """Two figures that a bar reaches to from 0, each with its words."""

    name: str
    low: tuple[float, str]
    high: tuple[float, str]


def ranges(rows: Sequence[Row], x: str, alt_text: str) -> Picture:
    """Each figure as a dot on its interval, its name on the left and its words on the right; from 0."""
    return twice(lambda width: _ranges(rows, x, alt_text, width))


def _ranges(rows: Sequence[Row], x: str, alt_text: str, total: int) -> Markup:
    values = [v for row in rows for v in (row.figure, row.low, row.high) if v is not None]
    _, top, ticks = scale(0.0, max([*values, 1e-9]))
    wide = total > NARROW
    words = [row.says if wide else row.says.partition(" (")[0] for row in rows]
    left = 24 + int(LETTER * max(len(row.name) for row in rows if not row.heading))
    right = 18 + int(LETTER * max(len(text) for text in words))
    width, each = total - left - right, 26
    height = each * len(rows)
    ticks = ticks if wide or len(ticks) < 5 else ticks[::2]
    across = alt.Scale(domain=[0.0, top], nice=False)
    axis = _axis(x, ticks, FORMAT, left)
    down = _down(height)
    given = [
        {
            "y": each * (number + 0.5),
            "figure": row.figure,
            "low": row.low,
            "high": row.high,
            "name": row.name,
            "says": text,
            "colour": SOFT if row.figure is None else row.colour,
            "shape": "square" if row.colour == OTHER else "circle",
        }
        for number, (row, text) in enumerate(zip(rows, words, strict=True))
    ]
    heads = [one for one, row in zip(given, rows, strict=True) if row.heading]
    names = [one for one, row in zip(given, rows, strict=True) if not row.heading]
    spans = [one for one in given if one["low"] is not None and one["high"] is not None]
    dots = [one for one in given if one["figure"] is not None]
    colour = alt.Color("colour:N", scale=None, legend=None)
    text: dict[str, Any] = {"align": "left", "baseline": "middle"}
    layers = [
        chart(heads).mark_text(fill=SOFT, **text).encode(alt.XValue(4 - left), down, alt.Text("name:N")),
        chart(names).mark_text(fill=INK, **text).encode(alt.XValue(14 - left), down, alt.Text("name:N")),
        chart(spans)
        .mark_rule(strokeWidth=7, opacity=0.3)
        .encode(alt.X("low:Q", scale=across), alt.X2("high:Q"), down, colour),
        chart(dots)
        .mark_point(filled=True, size=60, opacity=1)
        .encode(
            alt.X("figure:Q", scale=across, axis=axis), down, colour, alt.Shape("shape:N", scale=None, legend=None)
        ),
        chart(names).mark_text(**text).encode(alt.XValue(width + 12), down, alt.Text("says:N"), colour),
    ]
    return drawn(alt.layer(*layers), width, height, (left, 8, right, 44), alt_text)


def from_zero(bars: Sequence[Bar], x: str, alt_text: str) -> Picture:
    """Bars that reach to both sides of 0, one pair below the other, each end with its words."""
    return twice(lambda width: _from_zero(bars, x, alt_text, width))


def _from_zero(bars: Sequence[Bar], x: str, alt_text: str, total: int) -> Markup:
    most = max(abs(v) for bar in bars for v, _ in (bar.low, bar.high)) or 1.0
    longest = max(len(text) for bar in bars for text in (bar.low[1], bar.high[1], _both(bar)))
    width, each = total - 44, 48
    room = min(0.6, LETTER * longest / (width / 2))
    _, top, ticks = scale(-most, most)
    edge = max(top, most / (1 - room))
    across = alt.Scale(domain=[-edge, edge], nice=False)
    axis = _axis(x, ticks if total > NARROW else ticks[::2], f"+{FORMAT}", 22)
    axis.grid, axis.format = False, alt.Undefined
    axis.labelExpr = f"datum.value == 0 ? '0' : format(datum.value, '+{FORMAT}')"
    down = _down(each * len(bars))
    names = [{"y": each * n + 10, "t": _cut(bar.name, total)} for n, bar in enumerate(bars)]
    reach, said = [], []
    for n, bar in enumerate(bars):
        ends = ((bar.low, OTHER), (bar.high, LISTED))
        reach += [{"y": each * n + 29, "zero": 0.0, "v": v, "colour": hue} for (v, _), hue in ends]
        for text, hue, v, left in _words(bar):
            said.append({"y": each * n + 29, "v": v, "t": text, "colour": hue, "left": left})
    colour = alt.Color("colour:N", scale=None, legend=None)
    at, written = alt.X("v:Q", scale=across), alt.Text("t:N")
    to_left, to_right = (chart([row for row in said if row["left"] is side]) for side in (True, False))
    layers: list[Any] = [
        # in pieces: no line through a name
        chart([{"v": 0, "y": each * n + 19, "to": each * n + 39} for n in range(len(bars))])
        .mark_rule(color=SOFT)
        .encode(alt.X("v:Q", scale=across, axis=axis), down, alt.Y2("to:Q")),
        chart(reach)
        .mark_rule(strokeWidth=13, opacity=0.8)
        .encode(alt.X("zero:Q", scale=across), alt.X2("v:Q"), down, colour),
        chart(names).mark_text(align="left", baseline="middle", fill=INK).encode(alt.XValue(-18), down, written),
        to_left.mark_text(align="right", baseline="middle", dx=-6).encode(at, down, written, colour),
        to_right.mark_text(align="left", baseline="middle", dx=6).encode(at, down, written, colour),
    ]
    return drawn(alt.layer(*layers), width, each * len(bars), (22, 4, 22, 44), alt_text)


def _words(bar: Bar) -> list[tuple[str, str, float, bool]]:
    """(words, colour, where, whether to the left of it) of the two ends; of two on one side together, where the
    farther one ends."""
    (low, at_low), (high, at_high) = bar.low, bar.high
    if _both(bar):
        far = min(low, high) if low < 0 else max(low, high)
        return [(_both(bar), INK, far, low < 0)]
    low_left = low < 0 or (not low and high >= 0)
    high_left = high < 0 or (not high and low >= 0 and not low_left)
    return [(at_low, OTHER, low, low_left), (at_high, LISTED, high, high_left)]


def _both(bar: Bar) -> str:
    """The words of two ends on one side of 0, the nearer first: "16.8 and 7.8 %"; "" where they are on two."""
    ends = sorted((bar.low, bar.high), key=lambda end: abs(end[0]))
    if bar.low[0] * bar.high[0] <= 0:
        return ""
    return f"{ends[0][1].removesuffix(' %')} and {ends[1][1]}"


def _axis(x: str, ticks: Sequence[float], how: str, left: int) -> alt.Axis:
    """An axis whose title begins at the left edge of the picture."""
    return alt.Axis(
        title=f"{x} →",
        values=list(ticks),
        format=how,
        grid=True,
        domain=False,
        titleAnchor="start",
        titleAlign="left",
        titleX=4 - left,
    )


def _cut(name: str, width: int) -> str:
    """As much of a name as is as wide as this."""
    most = int(width / LETTER)
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"


def _down(height: int) -> alt.Y:
    """Pixels from the top as they stand in the field y."""
    return alt.Y("y:Q", scale=alt.Scale(domain=[0, height], range=[0, height]), axis=None)
