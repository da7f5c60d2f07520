"""Headline figures of a run, with their chance errors: what two models of one regime must agree on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from scorewatch.regime.declare import Rules

if TYPE_CHECKING:
    from scorewatch import Run

PARTS = 32
LEDGERS = ("observed", "error_free", "all_acts")
CAUSES = ("appeal", "term", "complied", "score")
TRUTHS = ("mistaken", "accurate")
ORIGINS = ("its grounds", "score")  # stands for the names of the list's own grounds, and the score
ALL = ("",)
# of what -> which measures are a share of it, each by which words
SHARES: dict[str, dict[str, tuple[str, ...]]] = {
    "people": {
        "listed": ALL,
        "listed_error_free": ALL,
        "listed_all_acts": ALL,
        "ever_listed": ALL,
        "ever_listed_by_mistake": ALL,
        "cases": ALL,
        "entries": ORIGINS,
        "exits": CAUSES,
        "appeals_filed": TRUTHS,
    },
    "listed": {"listed_by_mistake": ALL, "untold": ALL, "appealing": ALL},
    "listed_all_acts": {"missed": ALL},
    "cases": {"reviewed": ALL, "stopped": TRUTHS},
    "appeals_filed": {"granted": TRUTHS, "refused": TRUTHS},
}
RARE = 50  # below so many events a jackknife of 32 parts says little about its own error
Counts = npt.NDArray[np.int64]  # by part
ByPart = Callable[[str, str, str | None], Counts]  # measure, item, by (None: all of them added up)


@dataclass(frozen=True)
class Figure:
    """A ratio and its standard error; count: the events in its numerator, 0 for means of scores."""

    value: float
    error: float
    count: int = 0


@dataclass(frozen=True)
class Headline:
    """What one model says of one regime. person_steps: people x tabulated steps.

    setup_seconds: making the people. seconds: everything, set-up included.
    """

    model: str
    people: int
    steps: int
    seed: int
    setup_seconds: float
    seconds: float
    figures: Mapping[str, Figure] = field(repr=False)

    @property
    def person_steps(self) -> int:
        """People x tabulated steps."""
        return self.people * self.steps

    @property
    def ns_per_person_step(self) -> float:
        """Nanoseconds for each person and step, set-up included."""
        return self.seconds / self.person_steps * 1e9


def ratio(above: Counts, below: Counts) -> Figure:
    """Sum / sum with the delete-one jackknife over the parts; for rare events not less than what Poisson says."""
    count, of = int(above.sum()), int(below.sum())
    if of == 0:
        return Figure(float("nan"), float("inf"))
    without = of - below
    if (without == 0).any():
        return Figure(count / of, float("inf"), count)
    left = (count - above) / without
    error = float(np.sqrt((len(above) - 1) / len(above) * ((left - left.mean()) ** 2).sum()))
    if count < RARE:
        error = max(error, np.sqrt(count + 1) / of)
    return Figure(count / of, float(error), count)


def mean_of_bins(counts: Mapping[int, int]) -> Figure:
    """The mean of binned scores; the error takes persons as independent."""
    bins = np.array(list(counts), dtype=np.float64)
    weights = np.array(list(counts.values()), dtype=np.float64)
    mean = float(np.average(bins, weights=weights))
    variance = float(np.average((bins - mean) ** 2, weights=weights))
    return Figure(mean, float(np.sqrt(variance / weights.sum())))


def figures(by_part: ByPart, scores: Mapping[str, Mapping[int, int]], rules: Rules) -> dict[str, Figure]:
    """Every headline figure of a run.

    by_part: states at the last step, flows over the whole run. scores: persons by ledger and bin at the last step.
    """
    people = by_part("people", "", None)
    found = {f"score, {ledger}": mean_of_bins(scores[ledger]) for ledger in LEDGERS}
    for name in rules.behaviour:
        for measure in ("acts", "records_true", "records_false"):
            found[f"{measure} {name} / people"] = ratio(by_part(measure, name, None), people)
    for name, declared in rules.list.items():
        for below, measures in SHARES.items():
            all_of_them = people if below == "people" else by_part(below, name, None)
            for measure, words in measures.items():
                for by in (*declared.ground, "score") if words == ORIGINS else words:
                    label = " ".join((measure, name, by) if by else (measure, name))
                    found[f"{label} / {below}"] = ratio(by_part(measure, name, by or None), all_of_them)
    for name in rules.sanction:
        for measure in ("reached", "denials", "people_denied"):
            found[f"{measure} {name} / people"] = ratio(by_part(measure, name, None), people)
    return found


def headline_of(run: Run) -> Headline:
    """The headline of one of Scorewatch's own runs."""
    import polars as pl

    from scorewatch.measure.parts import Parts

    parts = Parts(run.parts)
    last = run.measures.filter((pl.col("measure") == "score") & (pl.col("step") == run.steps - 1))
    binned = last.group_by("item", "bin").agg(pl.col("value").sum())
    scores: dict[str, dict[int, int]] = {ledger: {} for ledger in LEDGERS}
    for ledger, bin_, value in binned.iter_rows():
        scores[ledger][bin_] = value
    return Headline(
        model=f"scorewatch ({run.engine})",
        people=run.people,
        steps=run.steps,
        seed=run.seed,
        setup_seconds=0.0,
        seconds=run.seconds,
        figures=figures(parts.counts, scores, run.regime.rules),
    )


def pooled(headlines: Sequence[Headline]) -> dict[str, Figure]:
    """The mean of several seeds of one model; its error is the larger of what the seeds and what the parts say.

    Rounds through the whole population (response, lookalikes, room for reviews) tie the parts together: seeds see that.
    """
    result = {}
    for name in headlines[0].figures:
        all_of_them = [headline.figures[name] for headline in headlines if name in headline.figures]
        values = np.array([figure.value for figure in all_of_them])
        within = np.sqrt(np.mean([figure.error**2 for figure in all_of_them]) / len(values))
        between = values.std(ddof=1) / np.sqrt(len(values)) if len(values) > 2 else 0.0
        count = sum(figure.count for figure in all_of_them)
        result[name] = Figure(float(values.mean()), float(max(within, between)), count)
    return result


def by_part_from(states: Mapping[tuple[str, str, str], Counts]) -> ByPart:
    """A look-up in counts kept as (measure, item, by) -> int64[32]; what is not there is 0."""

    def counts(measure: str, item: str, by: str | None) -> Counts:
        total = np.zeros(PARTS, dtype=np.int64)
        for (measure_, item_, by_), value in states.items():
            if (measure_, item_) == (measure, item) and by in (None, by_):
                total += value
        return total

    return counts
