"""What all charts share: the two widths they are drawn in, round scales, rows of data as a chart."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import altair as alt
from markupsafe import Markup

from scorewatch.report.page.tables import Picture

WIDE, NARROW = 700, 330
FORMAT = ",~f"


def twice(draw: Callable[[int], Markup]) -> Picture:
    """The chart for a wide page and for a telephone."""
    return Picture(draw(WIDE), draw(NARROW))


def chart(values: Sequence[dict[str, Any]]) -> alt.Chart:
    """A chart of these rows."""
    return alt.Chart(alt.Data(values=list(values)))


def scale(low: float, high: float) -> tuple[float, float, list[float]]:
    """(lowest, highest, ticks): round numbers around low and high, at most six steps."""
    span = high - low or 1.0
    size = 10.0 ** math.floor(math.log10(span))
    step = next(s * size for s in (0.2, 0.5, 1.0, 2.0) if span / (s * size) <= 5.5)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    last = max(last, first + 1)  # where low and high are one round number
    ticks = [round(step * n, 10) for n in range(first, last + 1)]
    return ticks[0], ticks[-1], ticks
