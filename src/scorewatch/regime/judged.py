"""A file's tables fitted and judged: the rules, their population, and every mistake in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scorewatch import populations
from scorewatch.errors import nearest
from scorewatch.populations import Census
from scorewatch.regime import refuse
from scorewatch.regime.finding import Finding, shown
from scorewatch.regime.fit import Fit, fit
from scorewatch.regime.judge import judge
from scorewatch.regime.places import Path


def judged(raw: dict[str, Any], left_out: Sequence[Path] = ()) -> tuple[Fit, Census | None]:
    """The fitted rules with every finding about them, and their population; what was left out is not missed."""
    fitted = fit(raw, left_out)
    if fitted.rules is None:
        return fitted, None
    use = fitted.rules.population.use
    known = use if use in populations.names() else nearest(use, populations.names())
    census = populations.census(known) if known else None  # the nearest, so that tables are judged all the same
    findings = judge(fitted.rules, census)
    if known != use or census is None:
        findings.insert(0, _no_such_population(use))
    kept = (found for found in findings if not found.rests_on(fitted.spoilt))
    return Fit(fitted.rules, (*fitted.findings, *kept), fitted.spoilt), census


def _no_such_population(use: str) -> Finding:
    path: Path = ("population", "use")
    shipped = "Shipped: " + ", ".join(populations.names()) + "."
    records = refuse.kind_of_records(use)
    if records:
        return Finding(path, f"{shown(use)} is {records}, not a population", refuse.WHY, shipped)
    if use.endswith(".toml") or "/" in use or "\\" in use:
        why = "Populations of one's own come later; so far Scorewatch ships them."
        return Finding(path, f"{shown(use)} is a file, not a shipped population", why, shipped)
    near = nearest(use, populations.names())
    do = f'Did you mean "{near}"?' if near else shipped
    return Finding(path, f"{shown(use)} is not a shipped population", do=do)
