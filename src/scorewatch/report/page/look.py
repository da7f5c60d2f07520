"""How charts look: one grammar (Vega-Lite), the theme's colours as variables of the page, no text measured.

Vega-Lite measures texts with the fonts of the machine. Sizes and margins here are given, so that the same chart has
the same bytes on any machine.
"""

from __future__ import annotations

import re
from typing import Any

import altair as alt
import vl_convert
from markupsafe import Markup

# colours that no chart has: each is replaced by a variable of the page, which follows the theme
INK, SOFT, GRID, LISTED, OTHER, CARD = "#010101", "#020202", "#030303", "#040404", "#050505", "#060606"
_VARIABLES = {INK: "ink", SOFT: "soft", GRID: "grid", LISTED: "listed", OTHER: "other", CARD: "card"}
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif"
SMALL = 12
LETTER = 6.6  # the width that a letter of this size is given, in pixels

_AXIS = {
    "labelColor": SOFT,
    "titleColor": SOFT,
    "gridColor": GRID,
    "domainColor": SOFT,
    "tickColor": SOFT,
    "labelFontSize": SMALL,
    "titleFontSize": SMALL,
    "titleFontWeight": "normal",
    "labelOverlap": False,
    "labelBound": False,
    "labelFlush": False,
    "labelLimit": 0,
    "titleLimit": 0,
    "tickSize": 4,
}
_CONFIG: dict[str, Any] = {
    "font": FONT,
    "background": None,
    "view": {"stroke": None},
    "axis": _AXIS,
    "axisY": {"domain": False, "ticks": False},
    "axisX": {"grid": False, "labelPadding": 5},
    "text": {"fontSize": SMALL, "fill": INK},
    "autosize": {"type": "none"},
}
_LEFT_OUT = re.compile(
    r' (?:role|class|aria-\w+|xmlns:xlink|pointer-events|version|stroke-miterlimit)="[^"]*"'
    r"|<path d=\"[^\"]*\" display=\"none\"/>|<path d=\"\" display=\"none\"/>"
)
_EMPTY = re.compile(r"<g(?: [^>]*)?></g>|<path d=\"M0[^\"]*h0[^\"]*\"/>")


def drawn(
    chart: alt.LayerChart | alt.FacetChart,
    width: int,
    height: int,
    padding: tuple[int, int, int, int],
    alt_text: str,
) -> Markup:
    """The chart as SVG for a page in either theme. padding: left, top, right, bottom, around width x height."""
    left, top, right, bottom = padding
    sized = chart.properties(
        width=width,
        height=height,
        padding={"left": left, "top": top, "right": right, "bottom": bottom},
    )
    svg = vl_convert.vegalite_to_svg({**sized.to_dict(), "config": _CONFIG}, allowed_base_urls=[])
    body = _LEFT_OUT.sub("", svg[svg.index(">") + 1 : svg.rindex("</svg>")])
    while _EMPTY.search(body):
        body = _EMPTY.sub("", body)
    return framed(body, left + width + right, top + height + bottom, alt_text)


def framed(body: str, width: int, height: int, alt_text: str) -> Markup:
    """The body as an image of this size that says its finding, its colours as variables of the page."""
    for colour, name in _VARIABLES.items():
        body = body.replace(f'"{colour}"', f'"var(--{name})"')
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{}" width="{}" height="{}" '
        'viewBox="0 0 {} {}">{}</svg>'
    ).format(alt_text, width, height, width, height, Markup(body))
