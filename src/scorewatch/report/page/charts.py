"""The forms of charts: lines with their names at the end, figures with their intervals, bars that reach out."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
from markupsafe import Markup

from scorewatch.report.page.look import INK, LETTER, LISTED, OTHER, SOFT, drawn
from scorewatch.report.page.tables import Picture

WIDE, NARROW = 680, 330
_LINE = 17  # pixels between two names at the ends of lines


@dataclass(frozen=True)
class Line:
    """A line over time. points: (x, y). spans: 95 % at some x. thin: a mark to read others by, not a finding."""

    name: str
    points: tuple[tuple[float, float], ...]
    colour: str = LISTED
    dash: tuple[int, ...] = ()
    spans: tuple[tuple[float, float, float], ...] = ()
    band: bool = False
    stairs: bool = False
    thin: bool = False


@dataclass(frozen=True)
class Row:
    """A figure with its interval on a line of its own; figure None is a heading or what is not estimable.

    beside: the same figure elsewhere. ends: two figures that a bar reaches to, by their names.
    """

    name: str
    figure: float | None = None
    low: float | None = None
    high: float | None = None
    says: str = ""
    colour: str = LISTED
    heading: bool = False


def lines(
    drawn_lines: Sequence[Line],
    x: str,
    y: str,
    alt_text: str,
    *,
    lowest: float | None = 0.0,
    highest: float | None = None,
    under: Sequence[tuple[float, str]] = (),
) -> Picture:
    """Lines over time, their names at their ends. lowest: of the scale, None for what the lines need.

    under: what stands below the scale at some x, with its title as the first.
    """
    return _twice(lambda width: _lines(drawn_lines, x, y, alt_text, width, (lowest, highest), under))


def _lines(
    drawn_lines: Sequence[Line],
    x: str,
    y: str,
    alt_text: str,
    total: int,
    ends: tuple[float | None, float | None],
    under: Sequence[tuple[float, str]],
) -> Markup:
    values = [v for one in drawn_lines for _, v in one.points]
    values += [v for one in drawn_lines for _, low, high in one.spans for v in (low, high)]
    bottom, top, ticks = scale(
        min(values) if ends[0] is None else ends[0], max(values) if ends[1] is None else ends[1]
    )
    last = max(at for one in drawn_lines for at, _ in one.points)
    longest = max(len(one.name) for one in drawn_lines)
    left, right = 12 + int(LETTER * max(len(f"{t:,g}") for t in ticks)), 16 + int(LETTER * longest)
    width, height = total - left - right, 220 if total > 400 else 200
    x_axis = alt.X(
        "x:Q",
        scale=alt.Scale(domain=[0, last], nice=False),
        axis=alt.Axis(title=f"{x} →", values=list(_steps(last, width)), format=",", titleAnchor="end", titlePadding=6),
    )
    y_scale = alt.Scale(domain=[bottom, top], nice=False)
    y_axis = alt.Y("y:Q", scale=y_scale, axis=alt.Axis(title=None, values=ticks, format=","))
    layers: list[Any] = [
        _chart([{"t": f"↑ {y}"}]).mark_text(align="left", fill=SOFT, baseline="bottom").encode(
            x=alt.value(-left + 4), y=alt.value(-12), text="t:N"
        )
    ]
    for one in drawn_lines:
        layers += _layers(one, x_axis, y_axis, y_scale)
    at_ends = _apart([one.points[-1][1] for one in drawn_lines], bottom, top, height)
    for one, at in zip(drawn_lines, at_ends, strict=True):
        colour = SOFT if one.thin else one.colour
        layers.append(
            _chart([{"t": one.name}])
            .mark_text(align="left", fill=colour, baseline="middle", fontWeight="normal" if one.thin else 600)
            .encode(x=alt.value(width + 10), y=alt.value(at), text="t:N")
        )
    for at, text in under:
        layers.append(
            _chart([{"x": at, "t": text}])
            .mark_text(fill=SOFT, baseline="top")
            .encode(x=x_axis, y=alt.value(height + 58), text="t:N")
        )
    if under:
        layers.append(
            _chart([{"t": "still followed:"}])
            .mark_text(align="left", fill=SOFT, baseline="top")
            .encode(x=alt.value(-left + 4), y=alt.value(height + 42), text="t:N")
        )
    return drawn(alt.layer(*layers), width, height, (left, 34, right, 78 if under else 42), alt_text)


def _layers(one: Line, x: alt.X, y: alt.Y, y_scale: alt.Scale) -> list[Any]:
    at = [{"x": a, "y": b} for a, b in one.points]
    spans = [{"x": a, "low": b, "high": c} for a, b, c in one.spans]
    found: list[Any] = []
    low, high = alt.Y("low:Q", scale=y_scale), alt.Y2("high:Q")
    how: dict[str, Any] = {"interpolate": "step-after"} if one.stairs else {}
    if spans and one.band:
        found.append(_chart(spans).mark_area(color=one.colour, opacity=0.16, **how).encode(x=x, y=low, y2=high))
    elif spans:
        found.append(
            _chart(spans).mark_rule(color=one.colour, strokeWidth=6, opacity=0.35).encode(x=x, y=low, y2=high)
        )
    colour, width = (SOFT, 1) if one.thin else (one.colour, 2.4)
    found.append(
        _chart(at).mark_line(color=colour, strokeWidth=width, strokeDash=list(one.dash), **how).encode(x=x, y=y)
    )
    if not one.thin:
        shape = "square" if one.colour == OTHER else "circle"
        found.append(_chart(at[-1:]).mark_point(shape=shape, fill=one.colour, size=42).encode(x=x, y=y))
    return found


def ranges(rows: Sequence[Row], x: str, alt_text: str, *, lowest: float = 0.0, highest: float | None = None) -> Picture:
    """Each figure as a dot on its interval, its name on the left and its words on the right."""
    return _twice(lambda width: _ranges(rows, x, alt_text, width, lowest, highest))


def _ranges(
    rows: Sequence[Row], x: str, alt_text: str, total: int, lowest: float, highest: float | None
) -> Markup:
    values = [v for row in rows for v in (row.figure, row.low, row.high) if v is not None]
    bottom, top, ticks = scale(min([lowest, *values]), max([*values, lowest + 1e-9]) if highest is None else highest)
    wide = total > 400
    words = [row.says if wide else row.says.partition(" (")[0] for row in rows]
    left = 16 + int(LETTER * max(len(row.name) for row in rows))
    right = 18 + int(LETTER * max(len(text) for text in words))
    width, each = total - left - right, 26
    height = each * len(rows)
    if not wide:
        ticks = ticks[:: 2 if len(ticks) > 4 else 1]
    x_scale = alt.Scale(domain=[bottom, top], nice=False)
    x_axis = alt.X(
        "figure:Q",
        scale=x_scale,
        axis=alt.Axis(title=f"{x} →", values=ticks, format=",", grid=True, titleAnchor="end", domain=False),
    )
    layers: list[Any] = []
    for number, (row, text) in enumerate(zip(rows, words, strict=True)):
        middle = alt.value(each * (number + 0.5))
        given = [{"figure": row.figure, "low": row.low, "high": row.high, "name": row.name, "says": text}]
        name = _chart(given).mark_text(
            align="left", baseline="middle", fill=SOFT if row.heading else INK, fontWeight="normal"
        )
        layers.append(name.encode(x=alt.value(4 - left if row.heading else 14 - left), y=middle, text="name:N"))
        if row.figure is not None:
            if row.low is not None and row.high is not None:
                layers.append(
                    _chart(given)
                    .mark_rule(color=row.colour, strokeWidth=7, opacity=0.3)
                    .encode(x=alt.X("low:Q", scale=x_scale), x2="high:Q", y=middle)
                )
            shape = "square" if row.colour == OTHER else "circle"
            mark = _chart(given).mark_point(shape=shape, fill=row.colour, size=60)
            layers.append(mark.encode(x=x_axis, y=middle))
        said = _chart(given).mark_text(align="left", baseline="middle", fill=SOFT if row.figure is None else row.colour)
        layers.append(said.encode(x=alt.value(width + 12), y=middle, text="says:N"))
    return drawn(alt.layer(*layers), width, height, (left, 8, right, 44), alt_text)


def from_zero(rows: Sequence[tuple[str, float, float, str, str]], x: str, alt_text: str) -> Picture:
    """Bars that reach to both sides of 0, the widest first: (name, left end, right end, words left, words right)."""
    return _twice(lambda width: _from_zero(rows, x, alt_text, width))


def _from_zero(rows: Sequence[tuple[str, float, float, str, str]], x: str, alt_text: str, total: int) -> Markup:
    most = max(abs(v) for _, low, high, *_ in rows for v in (low, high)) or 1.0
    _, top, _ = scale(0.0, most * 1.25)
    _, _, ticks = scale(-top, top)
    left = right = 12
    width, each = total - left - right, 44
    x_scale = alt.Scale(domain=[-top, top], nice=False)
    axis = alt.Axis(title=f"{x} →", values=ticks, format="+,", grid=True, titleAnchor="end", domain=False)
    layers: list[Any] = [
        _chart([{"v": 0}]).mark_rule(color=INK).encode(x=alt.X("v:Q", scale=x_scale, axis=axis))
    ]
    for number, (name, low, high, at_low, at_high) in enumerate(rows):
        top_of, middle = alt.value(each * number + 12), alt.value(each * number + 30)
        layers.append(
            _chart([{"t": name}])
            .mark_text(align="left", baseline="middle", fill=INK)
            .encode(x=alt.value(0), y=top_of, text="t:N")
        )
        for value, text, colour in ((low, at_low, OTHER), (high, at_high, LISTED)):
            data = [{"zero": 0.0, "v": value, "t": text}]
            layers.append(
                _chart(data)
                .mark_bar(color=colour, height=14)
                .encode(x=alt.X("zero:Q", scale=x_scale), x2="v:Q", y=middle)
            )
            side: dict[str, Any] = (
                {"align": "right", "dx": -6} if value < 0 else {"align": "left", "dx": 6}
            )
            layers.append(
                _chart(data)
                .mark_text(baseline="middle", fill=colour, **side)
                .encode(x=alt.X("v:Q", scale=x_scale), y=middle, text="t:N")
            )
    return drawn(alt.layer(*layers), width, each * len(rows), (left, 4, right, 44), alt_text)


def scale(low: float, high: float) -> tuple[float, float, list[float]]:
    """(lowest, highest, ticks): round numbers around low and high, at most six steps."""
    span = high - low or 1.0
    size = 10.0 ** math.floor(math.log10(span))
    step = next(s * size for s in (0.2, 0.5, 1.0, 2.0) if span / (s * size) <= 5.5)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = [round(step * n, 10) for n in range(first, last + 1)]
    return ticks[0], ticks[-1], ticks


def _steps(last: float, width: int) -> range:
    """Whole steps for a time axis: months by the year, weeks by the quarter."""
    most = max(2, width // 60)
    step = next((s for s in (1, 2, 3, 6, 12, 24, 36, 60, 120) if last / s <= most), math.ceil(last / most))
    return range(0, int(last) + 1, step)


def _apart(values: Sequence[float], bottom: float, top: float, height: int) -> list[float]:
    """Where names stand, in pixels from the top: as near to their values as they fit, in their order."""
    at = {n: height * (top - v) / ((top - bottom) or 1.0) for n, v in enumerate(values)}
    order = sorted(at, key=lambda n: (at[n], n))
    for before, after in zip(order, order[1:], strict=False):
        at[after] = max(at[after], at[before] + _LINE)
    over = max(0.0, at[order[-1]] - height)
    at[order[-1]] -= over
    for after, before in zip(order[::-1], order[-2::-1], strict=False):
        at[before] = min(at[before], at[after] - _LINE)
    return [at[n] for n in range(len(values))]


def _twice(draw: Callable[[int], Markup]) -> Picture:
    return Picture(draw(WIDE), draw(NARROW))


def _chart(values: Sequence[dict[str, Any]]) -> alt.Chart:
    return alt.Chart(alt.Data(values=list(values)))

