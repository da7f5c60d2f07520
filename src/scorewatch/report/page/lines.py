"""Lines over time, with their names at their ends."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import altair as alt
from markupsafe import Markup

from scorewatch.report.page.axes import FORMAT, NARROW, chart, scale, twice
from scorewatch.report.page.look import LETTER, LISTED, OTHER, SOFT, drawn
from scorewatch.report.page.tables import Picture

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
    return twice(lambda width: _lines(drawn_lines, x, y, alt_text, width, (lowest, highest), under))


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
    bottom, top, ticks = scale(min(values) if ends[0] is None else ends[0], max(values) if ends[1] is None else ends[1])
    last = max(at for one in drawn_lines for at, _ in one.points)
    longest = max(len(one.name) for one in drawn_lines)
    left, right = 12 + int(LETTER * max(len(f"{t:,g}") for t in ticks)), 16 + int(LETTER * longest)
    width, height = total - left - right, 220 if total > NARROW else 200
    x_axis = alt.X(
        "x:Q",
        scale=alt.Scale(domain=[0, last], nice=False),
        axis=alt.Axis(
            title=f"{x} →", values=list(_steps(last, width)), format=FORMAT, titleAnchor="end", titlePadding=6
        ),
    )
    y_axis = alt.Y(
        "y:Q",
        scale=alt.Scale(domain=[bottom, top], nice=False),
        axis=alt.Axis(title=None, values=ticks, format=FORMAT),
    )

    def at(across: float, down: float, text: str, colour: str, align: str) -> dict[str, Any]:
        """A text so many pixels from the left and the top, in the units of the scales."""
        where = {"x": across / width * last, "y": top - down / height * (top - bottom)}
        return {**where, "t": text, "colour": colour, "align": align}

    texts = [at(4 - left, -14, f"↑ {y}", SOFT, "left")]
    ends_at = _apart([height * (top - one.points[-1][1]) / (top - bottom) for one in drawn_lines], height)
    for one, down in zip(drawn_lines, ends_at, strict=True):
        texts.append(at(width + 10, down, one.name, SOFT if one.thin else one.colour, "left"))
    if under:
        texts.append(at(4 - left, height + 48, "still followed:", SOFT, "left"))
        texts += [at(width * step / last, height + 66, text, SOFT, "center") for step, text in under]
    layers = [layer for one in drawn_lines for layer in _layers(one, x_axis, y_axis)]
    layers += [
        chart([text for text in texts if text["align"] == align])
        .mark_text(align=align, baseline="middle")
        .encode(x_axis, y_axis, alt.Text("t:N"), alt.Color("colour:N", scale=None, legend=None))
        for align in dict.fromkeys(text["align"] for text in texts)
    ]
    return drawn(alt.layer(*layers), width, height, (left, 34, right, 82 if under else 42), alt_text)


def _layers(one: Line, x: alt.X, y: alt.Y) -> list[Any]:
    how: dict[str, Any] = {"interpolate": "step-after"} if one.stairs else {}
    found: list[Any] = []
    if one.spans:
        spans = chart([{"x": at, "y": low, "high": high} for at, low, high in one.spans])
        if one.band:
            marked = spans.mark_area(color=one.colour, opacity=0.16, line=False, **how)
        else:
            marked = spans.mark_rule(color=one.colour, strokeWidth=6, opacity=0.3)
        found.append(marked.encode(x, y, alt.Y2("high:Q")))
    points = [{"x": at, "y": value} for at, value in one.points]
    colour, width = (SOFT, 1.0) if one.thin else (one.colour, 2.4)
    line = chart(points).mark_line(color=colour, strokeWidth=width, strokeDash=list(one.dash), **how)
    found.append(line.encode(x, y))
    if not one.thin:
        shape = "square" if one.colour == OTHER else "circle"
        end = chart(points[-1:]).mark_point(shape=shape, color=one.colour, size=46, filled=True, opacity=1)
        found.append(end.encode(x, y))
    return found


def _steps(last: float, width: int) -> range:
    """Whole steps for a time axis: months by the year, weeks by the quarter."""
    most = max(2, width // 60)
    step = next((s for s in (1, 2, 3, 6, 12, 24, 36, 60, 120) if last / s <= most), math.ceil(last / most))
    return range(0, int(last) + 1, step)


def _apart(pixels: Sequence[float], height: int) -> list[float]:
    """Where names stand, in pixels from the top: as near to their lines as they fit, in their order."""
    at = dict(enumerate(pixels))
    order = sorted(at, key=lambda n: (at[n], n))
    for before, after in pairwise(order):
        at[after] = max(at[after], at[before] + _LINE)
    at[order[-1]] = min(at[order[-1]], float(height))
    for after, before in pairwise(order[::-1]):
        at[before] = min(at[before], at[after] - _LINE)
    return [at[n] for n in range(len(pixels))]
