"""Scores, holds, entries and exits against the exact law of one person (model.md 13): each count by a binomial tail."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl
import pytest
from scipy import stats

from exact.chain import YEAR, Conduct, Law, Records, Rules, Score, Shares, one_ledger, three_ledgers
from exact.lab import BOUND, a_list, behaviour, ground, phase, score, sensor, series
from scorewatch.plan.order import LEDGERS
from scorewatch.study.run import Run
from support import ran

PEOPLE = 200_000
STEPS = 26
LATER = 12  # the step from which on another threshold is in force

# what happens to a score: acts a year, points, how many are recorded; false records a year
LOSS, GAIN, DEED = (3.0, -30, 0.6), (5.0, 10, 0.5), (5.0, -2, 0.8)  # a deed takes less than a month gives back
FALSE, FALSE_DEED = 0.9, 0.3
CHANCE, GROUND_TERM = 0.3, 4
RECORDS = {
    "observed": (
        Records(LOSS[0] / YEAR * LOSS[2], LOSS[1]), Records(FALSE / YEAR, LOSS[1]),
        Records(GAIN[0] / YEAR * GAIN[2], GAIN[1]), Records(DEED[0] / YEAR * DEED[2], DEED[1], of_ground=True),
        Records(FALSE_DEED / YEAR, DEED[1], of_ground=True),
    ),
    "error_free": (
        Records(LOSS[0] / YEAR * LOSS[2], LOSS[1]),
        Records(GAIN[0] / YEAR * GAIN[2], GAIN[1]), Records(DEED[0] / YEAR * DEED[2], DEED[1], of_ground=True),
    ),
    "all_acts": (
        Records(LOSS[0] / YEAR, LOSS[1]), Records(GAIN[0] / YEAR, GAIN[1]),
        Records(DEED[0] / YEAR, DEED[1], of_ground=True),
    ),
}  # fmt: skip
SCORE = Score(start=200, low=0, high=240, recovery=31)
# how the score's hold ends: leave_at, term
ENDS: dict[str, tuple[int | None, int | None]] = {
    "above the threshold": (None, None),
    "well above it": (185, None),
    "by a term": (None, 5),
    "by a term or well above": (185, 5),
}


def held(ends: str) -> Run:
    """A run of a list by score, whose threshold rises, with a ground."""
    leave_at, term = ENDS[ends]
    lines = [f"leave_at = {leave_at}"] if leave_at else []
    lines += [f'term = "{term} months"'] if term else []
    return ran(
        behaviour("loss", LOSS[0], f"points = {LOSS[1]}")
        + behaviour("gain", GAIN[0], f"points = {GAIN[1]}")
        + behaviour("deed", DEED[0], f"points = {DEED[1]}")
        + sensor("a", "loss", f"recorded = {LOSS[2]}", f"false_per_year = {FALSE}")
        + sensor("b", "gain", f"recorded = {GAIN[2]}")
        + sensor("c", "deed", f"recorded = {DEED[2]}", f"false_per_year = {FALSE_DEED}")
        + score(SCORE.start, SCORE.low, SCORE.high, f"recovery = {SCORE.recovery}")
        + a_list("l", "enter_below = 150", *lines)
        + ground("l", "g", "deed", f"chance = {CHANCE}", f'term = "{GROUND_TERM} months"')
        + phase(f"{LATER} months", list__l__enter_below=170),
        PEOPLE,
        STEPS,
    )


def law_of(ends: str, ledger: str) -> list[Shares]:
    """What should come of it in one ledger."""
    rules = Rules([150] * LATER + [170] * (STEPS - LATER), *ENDS[ends], CHANCE, GROUND_TERM)
    return list(one_ledger(RECORDS[ledger], SCORE, rules, STEPS))


Checked = list[tuple[str, int, int, float]]  # what, step, count, share of all


def least(checked: Checked, people: int) -> tuple[float, str]:
    """How often any count at all would be as far out as the farthest one, at most; and which that is."""
    counted, shares = np.array([c[2] for c in checked]), np.clip([c[3] for c in checked], 0.0, 1.0)
    below, above = stats.binom.cdf(counted, people, shares), stats.binom.sf(counted - 1, people, shares)
    tails = np.minimum(1.0, 2 * np.minimum(below, above) * len(checked))
    at = int(tails.argmin())
    what, step, count, share = checked[at]
    return float(tails[at]), f"{what} in step {step}: {count}, and {people * share:.1f} would be right"


def histogram(run: Run, ledger: str, bins: dict[int, list[float]]) -> Checked:
    """Every bin of a ledger's scores in every step. bins: the share of each, by step."""
    counted = {
        (step, low): count
        for step, low, count in run.measures.filter(measure="score", item=ledger)
        .group_by("step", "bin").agg(pl.col("value").sum()).iter_rows()
    }  # fmt: skip
    assert {low for _, low in counted} <= set(bins)
    return [
        (f"score {ledger} from {low}", step, counted.get((step, low), 0), share)
        for low, shares in bins.items()
        for step, share in enumerate(shares)
    ]


def in_tens(laws: list[Law], low: int) -> dict[int, list[float]]:
    """The share of each bin by step."""
    return {
        low + begins: [float(law[begins : begins + 10].sum()) for law in laws] for begins in range(0, len(laws[0]), 10)
    }


def counts(run: Run, measure: str, shares: Iterator[float], by: str | None = None) -> Checked:
    """A measure of the list in every step."""
    counted = series(run, measure, by=by)
    return [(f"{measure} {by or ''}", step, counted[step], share) for step, share in enumerate(shares)]


@pytest.mark.parametrize("ends", ENDS)
def test_scores_and_holds_are_those_of_the_chain(ends: str) -> None:
    """Catches points before recovery, a clamp between two behaviours, a threshold of the wrong step, a hold that ends
    a step early, a firing that does not restart its term, a score that frees what a ground or a term holds, and points
    that count with what was recovered."""
    run = held(ends)
    checked: Checked = []
    for ledger in LEDGERS:
        laws = law_of(ends, ledger)
        checked += histogram(run, ledger, in_tens([of.score for of in laws], SCORE.low))
        if ledger == "observed":
            checked += counts(run, "listed", (of.by_score for of in laws), "score")
            checked += counts(run, "listed", (of.by_ground for of in laws), "g")
            checked += counts(run, "entries", (of.entries for of in laws))
            checked += counts(run, "ever_listed", (of.ever for of in laws))
            for cause in ("term", "score"):
                checked += counts(run, "exits", (of.exits[cause] for of in laws), cause)
            assert min(of.exits["term"] for of in laws[GROUND_TERM:]) * run.people > 100, "nothing to compare"
        else:
            checked += counts(run, f"listed_{ledger}", (of.listed for of in laws))
    tail, what = least(checked, run.people)
    assert tail > BOUND, what


COMPLIES = 0.9
CONDUCT = Conduct(acts=20.0 / YEAR, recorded=0.4, false=4.1 / YEAR, points=-10, when_listed=0.3)


def test_who_is_listed_by_mistake_and_who_is_missed_are_those_of_the_chain() -> None:
    """Three ledgers at once. Catches an error-free ledger that takes false records, acts that follow another ledger's
    list, compliance of one ledger alone, and a membership that is read before all three are settled."""
    small = Score(start=40, low=0, high=40, recovery=120)
    run = ran(
        behaviour("act", 20.0, "points = -10", "by_list = { none = 1.0, l = 0.3 }")
        + sensor("a", "act", "recorded = 0.4", "false_per_year = 4.1")
        + score(small.start, small.low, small.high, f"recovery = {small.recovery}")
        + a_list("l", "enter_below = 20", "leave_at = 30", f"complies_per_year = {COMPLIES}"),
        PEOPLE,
        STEPS,
    )
    laws = list(three_ledgers(CONDUCT, small, 20, 30, COMPLIES / YEAR, STEPS, grain=10))
    checked: Checked = []
    for i, ledger in enumerate(LEDGERS):
        tens = [of.score[i] for of in laws]
        checked += histogram(run, ledger, {10 * k: [float(law[k]) for law in tens] for k in range(len(tens[0]))})
    checked += counts(run, "listed", (of.on[0] for of in laws))
    checked += counts(run, "listed_error_free", (of.on[1] for of in laws))
    checked += counts(run, "listed_all_acts", (of.on[2] for of in laws))
    checked += counts(run, "listed_by_mistake", (of.by_mistake for of in laws))
    checked += counts(run, "missed", (of.missed for of in laws))
    checked += counts(run, "entries", (of.entries for of in laws))
    checked += counts(run, "exits", (of.complied for of in laws), "complied")
    checked += counts(run, "exits", (of.left_by_score for of in laws), "score")
    tail, what = least(checked, run.people)
    assert tail > BOUND, what
