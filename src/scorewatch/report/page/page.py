"""The page of a run: what is on it, in order, and its writing."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import jinja2
from markupsafe import Markup

from scorewatch.report.harms_table import NOTHING
from scorewatch.report.page import (
    about,
    basis,
    change,
    findings,
    groups,
    listed,
    lives,
    proof,
    records,
    red_flags,
    rows,
    rules,
    scores,
)
from scorewatch.report.page.counts import Counted
from scorewatch.report.page.tables import Chart
from scorewatch.study.run import Run

SECTIONS = (
    ("what", "What this is"),
    ("flags", "Red flags"),
    ("findings", "Findings"),
    ("rows", "Row by row"),
    ("groups", "Whom it hits"),
    ("list", "The list"),
    ("score-over-time", "The score"),
    ("records", "False records"),
    ("lives", "Three lives"),
    ("change", "What would change this"),
    ("regime", "The regime"),
    ("proof", "Reproduce it"),
    ("measures", "Measures"),
)


def page(run: Run) -> str:
    """The whole page as HTML: the same run, the same bytes."""
    here = files("scorewatch.report.page")
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string(here.joinpath("page.html.j2").read_text(encoding="utf-8"))
    style = Markup(here.joinpath("page.css").read_text(encoding="utf-8"))
    return template.render(style=style, **contents(run)).lstrip() + "\n"


def charts(counted: Counted) -> list[Chart]:
    """Every chart of the page that is of this run alone, in its order."""
    return [
        findings.headline(counted),
        *groups.by_group(counted),
        *listed.over_time(counted),
        *scores.over_time(counted),
        *records.false_records(counted),
    ]


def contents(run: Run) -> dict[str, Any]:
    """What the template lays out, by its names."""
    counted = Counted(run)
    twin = run.beside[0] if run.beside else None
    flags_say, flags = red_flags.red_flags(run)
    over_time, score, by_rule = listed.over_time(counted), scores.over_time(counted), rows.rows(counted)
    there = {"rows": by_rule, "list": over_time, "score-over-time": score}
    return {
        "about": about.about(counted),
        "method": about.METHOD,
        "flags_say": flags_say,
        "flags": flags,
        "caveats": red_flags.CAVEATS,
        "headline": findings.headline(counted),
        "findings": findings.findings(counted),
        "rows": by_rule,
        "by_group": groups.by_group(counted),
        "harms": groups.every_harm(counted, twin),
        "over_time": over_time,
        "scores": score,
        "records": records.false_records(counted),
        "lives": lives.lives(counted),
        "regime": rules.as_run(run),
        "proof": proof.proof(run),
        "measures": basis.MEASURES,
        "model": basis.MODEL,
        "sections": [(name, text) for name, text in SECTIONS if there.get(name, True)],
        "nothing": NOTHING,
        "twin_says": groups.twin_says(twin),
        "change": change.change(run),
    }
