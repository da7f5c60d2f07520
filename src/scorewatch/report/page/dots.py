"""A share as a thousand people: those it is about in colour and square, the others round."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from scorewatch.report.page.look import GRID, LISTED, framed
from scorewatch.report.page.tables import Picture

THOUSAND = 1000


def thousand(coloured: int, alt_text: str) -> Picture:
    """A thousand marks, this many of them coloured, in rows of 50, or of 25 on a telephone."""
    return Picture(_marks(coloured, 50, 14.0, alt_text), _marks(coloured, 25, 13.0, alt_text))


def _marks(coloured: int, across: int, apart: float, alt_text: str) -> Markup:
    places = [(apart * (n % across) + 6, apart * (n // across) + 6) for n in range(THOUSAND)]
    # a path of lines without length shows their caps alone: a mark each, in a few bytes
    body = _path(places[:coloured], LISTED, "square", 7.5) + _path(places[coloured:], GRID, "round", 9.0)
    height = apart * THOUSAND / across
    return framed(body, round(apart * across), round(height), alt_text)


def _path(places: Sequence[tuple[float, float]], colour: str, cap: str, size: float) -> str:
    if not places:
        return ""
    marks = "".join(f"M{x:g} {y:g}h.01" for x, y in places)
    return f'<path d="{marks}" stroke="{colour}" stroke-width="{size}" stroke-linecap="{cap}" fill="none"/>'
