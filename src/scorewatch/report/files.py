"""What a run leaves for other programs: its tables as CSV, its charts as SVG, PNG and CSV with their captions."""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import vl_convert
from markupsafe import Markup, escape

from scorewatch.files import whole_folder
from scorewatch.report import harms_table
from scorewatch.report.page.change import change
from scorewatch.report.page.counts import Counted
from scorewatch.report.page.page import charts
from scorewatch.report.page.tables import Picture, Table
from scorewatch.report.page.words import plain
from scorewatch.study.run import Run

_LIGHT = {
    "ink": "#1d232a",
    "soft": "#59626c",
    "grid": "#d5d3cd",
    "listed": "#ad4020",
    "other": "#2f659f",
    "card": "#ffffff",
}
_FONT = "font-family=\"system-ui, 'Segoe UI', Roboto, 'Liberation Sans', 'DejaVu Sans', sans-serif\""
_SIZE = re.compile(r'width="(\d+)" height="(\d+)"')
_MARGIN, _TITLE, _SMALL = 16, 22, 16  # pixels; the last two from line to line


@dataclass(frozen=True)
class Figure:
    """A chart of the page by itself: its finding as title, what it shows, where it comes from, its data."""

    name: str
    title: str
    says: str
    source: str
    picture: Picture | None
    table: Table | None


def write_tables(run: Run, folder: Path) -> list[str]:
    """The tables of the run are in this folder as CSV, whole or not at all; their names."""
    tables = {"measures": run.measures, "parts": run.parts, "response": run.response}
    if run.inputs is not None:
        tables["inputs"] = run.inputs
    tables["harms"] = pl.DataFrame([harms_table.as_json(harm) for harm in run.harms()], infer_schema_length=None)
    with whole_folder(folder, replace=True) as scratch:
        for name, table in tables.items():
            table.write_csv(scratch / f"{name}.csv")
    return [f"{name}.csv" for name in tables]


def write_figures(figures: Sequence[Figure], folder: Path) -> list[str]:
    """Each of these charts is in this folder as SVG, PNG and CSV, whole or not at all; their names."""
    written: dict[str, bytes] = {}
    for figure in figures:
        if figure.picture is not None:
            svg = _framed(figure, figure.picture)
            written[f"{figure.name}.svg"] = svg.encode("utf-8")
            written[f"{figure.name}.png"] = vl_convert.svg_to_png(svg, scale=2)
        if figure.table is not None:
            written[f"{figure.name}.csv"] = _csv(figure, figure.table).encode("utf-8")
    with whole_folder(folder, replace=True) as scratch:
        for name, data in written.items():
            (scratch / name).write_bytes(data)
    return list(written)


def figures(run: Run) -> list[Figure]:
    """Every chart of the page, in its order."""
    return list(_figures(run))


def _figures(run: Run) -> Iterator[Figure]:
    source = (
        f"Hypothetical: {run.regime.title.rstrip('.')}; {run.people:,} invented people, {run.steps} "
        f"{run.regime.step}s, seed {run.seed}. Scorewatch {run.versions.get('scorewatch', '')}, digest {run.digest}."
    )
    for chart in charts(Counted(run)):
        if chart.picture or chart.table:
            yield Figure(chart.name, plain(chart.finding), plain(chart.says), source, chart.picture, chart.table)
    for block in change(run):
        if block.pictures:
            table = block.tables[0] if block.tables else None
            yield Figure(block.name, plain(block.finding), plain(block.says), source, block.pictures[0], table)


def _framed(figure: Figure, picture: Picture) -> str:
    """The chart by itself: its finding above, what it shows and its source below, in the colours of the light theme."""
    chart = str(picture.wide)
    for name, colour in _LIGHT.items():
        chart = chart.replace(f"var(--{name})", colour)
    size = _SIZE.search(chart)
    assert size is not None, "every chart of the page says its size"
    width, height = map(int, size.groups())
    title, below = textwrap.wrap(figure.title, width // 9), []
    for text in (figure.says, figure.source):
        below += textwrap.wrap(text, width // 6)
    top = _MARGIN + _TITLE * len(title) + 8
    whole = top + height + 8 + _SMALL * len(below) + _MARGIN
    lines = [_line(text, _MARGIN + _TITLE * (n + 0.8), 17, "ink", "bold") for n, text in enumerate(title)]
    lines += [_line(text, top + height + 8 + _SMALL * (n + 0.8), 12, "soft") for n, text in enumerate(below)]
    inner = chart.replace("<svg ", f'<svg x="{_MARGIN}" y="{top}" ', 1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width + 2 * _MARGIN}" height="{whole}" '
        f'viewBox="0 0 {width + 2 * _MARGIN} {whole}" role="img" aria-label="{escape(figure.title)}">'
        f'<rect width="100%" height="100%" fill="{_LIGHT["card"]}"/>{"".join(lines)}{inner}</svg>\n'
    )


def _line(text: str, down: float, size: int, colour: str, weight: str = "normal") -> str:
    return (
        f'<text x="{_MARGIN}" y="{down:g}" {_FONT} font-size="{size}" font-weight="{weight}" '
        f'fill="{_LIGHT[colour]}">{escape(text)}</text>'
    )


def _csv(figure: Figure, table: Table) -> str:
    """The data of a chart under its caption, each line of which begins with #."""
    out = io.StringIO()
    for text in (figure.title, figure.says, table.caption, figure.source):
        out.write(f"# {' '.join(text.split())}\n")
    names = [name if table.head.index(name) == n else f"{name} {n + 1}" for n, name in enumerate(table.head)]
    rows = [[Markup(cell).striptags() for cell in row] for row in table.rows]
    pl.DataFrame(rows, schema=[(name, pl.String) for name in names], orient="row").write_csv(out)
    return out.getvalue()
