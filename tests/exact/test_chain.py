"""Scores, holds, entries and exits against the exact law of one person (model.md 13): each count by a binomial tail."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
import pytest

from exact.chain import YEAR, Conduct, Law, Records, Rules, Score, Shares, one_ledger, three_ledgers
from exact.lab import BOUND, a_list, behaviour, binomial_tail, ground, phase, score, sensor, series
from scorewatch.plan.order import LEDGERS
from scorewatch.study.run import Run
from support import ran

PEOPLE = 200_000
STEPS = 26
LATER = 12  # the step from which on another threshold is in force

# acts a year, points, how many are recorded; false records a year. A deed takes less than a month gives back
BEHAVIOURS = {"loss": (3.0, -30, 0.6, 0.9), "gain": (5.0, 10, 0.5, 0.0), "deed": (5.0, -2, 0.8, 0.3)}
THRESHOLDS = [150] * LATER + [170] * (STEPS - LATER)
CHANCE, GROUND_TERM = 0.3, 4
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
    parts = "".join(
        behaviour(name, acts, f"points = {points}")
        + sensor(f"sees_{name}", name, f"recorded = {recorded}", f"false_per_year = {false}")
        for name, (acts, points, recorded, false) in BEHAVIOURS.items()
    )
    return ran(
        parts
        + score(SCORE.start, SCORE.low, SCORE.high, f"recovery = {SCORE.recovery}")
        + a_list("l", f"enter_below = {THRESHOLDS[0]}", *lines)
        + ground("l", "g", "deed", f"chance = {CHANCE}", f'term = "{GROUND_TERM} months"')
        + phase(f"{LATER} months", list__l__enter_below=THRESHOLDS[LATER]),
        PEOPLE,
        STEPS,
    )


def records(ledger: str) -> Iterator[Records]:
    """What is in a ledger."""
    for name, (acts, points, recorded, false) in BEHAVIOURS.items():
        yield Records(acts / YEAR * (1.0 if ledger == "all_acts" else recorded), points, name == "deed")
        if ledger == "observed" and false:
            yield Records(false / YEAR, points, name == "deed")


def law_of(ends: str, ledger: str) -> list[Shares]:
    """What should come of it in one ledger."""
    rules = Rules(THRESHOLDS, *ENDS[ends], CHANCE, GROUND_TERM)
    return list(one_ledger(list(records(ledger)), SCORE, rules, STEPS))


Checked = list[tuple[str, int, int, float]]  # what, step, count, share of all


def farthest(checked: Checked, people: int) -> tuple[float, str]:
    """How often any count at all would be as far out as the farthest one, at most; and which that is."""
    tails = [binomial_tail(count, people, min(share, 1.0)) for _, _, count, share in checked]
    at = tails.index(min(tails))
    what, step, count, share = checked[at]
    return len(tails) * tails[at], f"{what} in step {step}: {count}, and {people * share:.1f} would be right"


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
    tail, what = farthest(checked, run.people)
    assert tail > BOUND, what


ACTS, FALSE, COMPLIES = 20.0, 4.1, 0.9  # a year
CONDUCT = Conduct(acts=ACTS / YEAR, recorded=0.4, false=FALSE / YEAR, points=-10, when_listed=0.3)
SMALL, ENTER_BELOW, LEAVE_AT = Score(start=40, low=0, high=40, recovery=120), 20, 30


def test_who_is_listed_by_mistake_and_who_is_missed_are_those_of_the_chain() -> None:
    """Three ledgers at once. Catches an error-free ledger that takes false records, acts that follow another ledger's
    list, compliance of one ledger alone, and a membership that is read before all three are settled."""
    run = ran(
        behaviour("act", ACTS, f"points = {CONDUCT.points}", f"by_list = {{ none = 1.0, l = {CONDUCT.when_listed} }}")
        + sensor("a", "act", f"recorded = {CONDUCT.recorded}", f"false_per_year = {FALSE}")
        + score(SMALL.start, SMALL.low, SMALL.high, f"recovery = {SMALL.recovery}")
        + a_list("l", f"enter_below = {ENTER_BELOW}", f"leave_at = {LEAVE_AT}", f"complies_per_year = {COMPLIES}"),
        PEOPLE,
        STEPS,
    )
    laws = list(three_ledgers(CONDUCT, SMALL, ENTER_BELOW, LEAVE_AT, COMPLIES / YEAR, STEPS, grain=10))
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
    tail, what = farthest(checked, run.people)
    assert tail > BOUND, what
