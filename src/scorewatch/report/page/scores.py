"""The score over time: how low the lowest are, as recorded and without false records."""

from __future__ import annotations

from collections import defaultdict

import polars as pl

from scorewatch.report import numbers
from scorewatch.report.page import basis, words
from scorewatch.report.page.counts import Counted
from scorewatch.report.page.lines import Line, lines
from scorewatch.report.page.look import OTHER
from scorewatch.report.page.tables import Chart, Table
from scorewatch.report.page.words import figure, plain, sentence

SHARES = ((0.5, "half below"), (0.1, "1 in 10 below"), (0.01, "1 in 100 below"))
_TENS = "Scores are counted in tens, 940 to 949 together"


def over_time(counted: Counted) -> list[Chart]:
    """One chart, where there is a score and somebody has one."""
    run = counted.run
    observed, error_free = quantiles(counted, "observed"), quantiles(counted, "error_free")
    if run.regime.rules.score is None or not observed:
        return []
    share, _ = SHARES[-1]
    low, without = observed[share][-1], error_free[share][-1]
    shown = []
    for q, label in SHARES:
        shown.append(Line(label, _points(observed[q]), stairs=True))
        shown.append(
            Line("1 in 100, no errors" if q == share else "", _points(error_free[q]), OTHER, (5, 4), stairs=True)
        )
    says = sentence(
        "At least one in 100 has a score below {} at the end; without false records, below {}",
        figure(_score(low + 10)),
        figure(_score(without + 10), "other"),
    )
    if low == without:
        says = sentence(
            "At least one in 100 has a score below {} at the end, with or without false records",
            figure(_score(low + 10)),
        )
    shown += _thresholds(counted)
    lowest = min(y for line in shown for _, y in line.points)
    head = [f"{label}{tail}" for _, label in SHARES for tail in ("", ", without false records")]
    rows = tuple(
        (str(step + 1), *(_score(of[q][step] + 10) for q, _ in SHARES for of in (observed, error_free)))
        for step in range(run.steps)
    )
    return [
        Chart(
            "score",
            says,
            f"Solid: as recorded. Dashed: true records alone. {_TENS}: a line moves by tens, "
            "and to and fro where it stands between two. Exact, of all who have a score.",
            lines(shown, f"{run.regime.step}s", "score", plain(says), lowest=lowest - 10),
            Table(f"Scores at the end of each {run.regime.step}, in tens", (run.regime.step, *head), rows),
            basis.SCORES,
        ),
        *_bands(counted),
    ]


def _points(values: list[int]) -> tuple[tuple[float, float], ...]:
    """Where each ten ends: the score that those in it and in the tens below are below."""
    return tuple((step + 1.0, float(v + 10)) for step, v in enumerate(values))


def _score(tens: int) -> str:
    return str(tens)


def _thresholds(counted: Counted) -> list[Line]:
    """The score below which each list takes somebody, as it stands in each step."""
    run, found = counted.run, []
    for name in run.regime.rules.list:
        at = [run.regime.rules_at(step).list[name].enter_below for step in range(run.steps)]
        points = tuple((step + 1.0, float(q.value)) for step, q in enumerate(at) if q is not None)
        if points:
            found.append(Line("list below", points, dash=(1, 2), thin=True, stairs=True))
    return found


def quantiles(counted: Counted, ledger: str) -> dict[float, list[int]]:
    """By share: the tens in which the score lies that this share of people is at or below, in every step."""
    table = counted.run.measures.filter((pl.col("measure") == "score") & (pl.col("item") == ledger))
    by_step: dict[int, dict[int, int]] = defaultdict(dict)
    for step, tens, value in table.group_by("step", "bin").agg(pl.col("value").sum()).iter_rows():
        by_step[step][tens] = value
    if len(by_step) < counted.run.steps:
        return {}
    return {share: [_at(by_step[step], share) for step in range(counted.run.steps)] for share, _ in SHARES}


def _at(counts: dict[int, int], share: float) -> int:
    needed, so_far = share * sum(counts.values()), 0
    for tens in sorted(counts):
        so_far += counts[tens]
        if so_far >= needed:
            return tens
    raise AssertionError


def _bands(counted: Counted) -> list[Chart]:
    """How many stand in each band at the end, in both ledgers; bands have effects on nothing."""
    run = counted.run
    score = run.regime.rules.score
    if score is None or not score.bands:
        return []
    limits = sorted(((int(q.value), name) for name, q in score.bands.items()), reverse=True)
    table = run.measures.filter((pl.col("measure") == "score") & (pl.col("step") == run.steps - 1))
    counts = {ledger: {name: 0 for _, name in limits} for ledger in ("observed", "error_free")}
    for ledger, tens, value in table.select("item", "bin", "value").iter_rows():
        if ledger in counts:
            name = next((n for low, n in limits if tens >= low // 10 * 10), limits[-1][1])
            counts[ledger][name] += value
    people = sum(counts["observed"].values())
    lowest = [n for n in (name for _, name in reversed(limits)) if counts["observed"][n]][:1]
    if not lowest:
        return []
    rows = tuple(
        (
            name,
            str(low),
            numbers.count(counts["observed"][name]),
            numbers.share(counts["observed"][name] / people),
            numbers.count(counts["error_free"][name]),
        )
        for low, name in limits
    )
    says = sentence(
        "At the end {} of {} with a score are in band {}",
        figure(numbers.count(counts["observed"][lowest[0]])),
        words.several(people, "person", "people"),
        lowest[0],
    )
    head = ("band", "from a score of", "people", "of all", "without false records")
    under = f"Bands are names for reports; no rule hangs on them. {_TENS}."
    in_bands = Table("People by band at the end, exact counts", head, rows)
    return [Chart("bands", says, under, None, in_bands, basis.SCORES)]
