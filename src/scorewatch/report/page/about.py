"""What the page is and is not: hypothetical, invented people, how much of it is assumed."""

from __future__ import annotations

from dataclasses import dataclass

from scorewatch.measure.interval import T31
from scorewatch.measure.unmeasured import BOTH, CHANCE
from scorewatch.people.persons import PARTS
from scorewatch.regime.notes import Numbers
from scorewatch.regime.notes import numbers as inputs
from scorewatch.report.numbers import count
from scorewatch.report.page.words import length, several
from scorewatch.study.run import Run


@dataclass(frozen=True)
class About:
    """The head of the page."""

    title: str
    name: str
    about: str
    what: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]


def about(run: Run) -> About:
    """What this run is, and how far its figures go."""
    given = inputs(run.regime)
    rests = (
        f"The regime is written with {several(given.all, 'number')}: {count(given.sourced)} name a source, "
        f"{count(given.assumed)} are marked as assumed, {count(given.unsourced)} say nothing of where they come from."
    )
    covers = "Intervals are 95 % and cover chance alone: other invented people, other luck, the same rules."
    return About(
        title=run.regime.title.rstrip("."),
        name=run.regime.name,
        about=run.regime.rules.about or "",
        what=(
            "Hypothetical. Not a forecast of any place. Nobody in here is real: the people are invented so that their "
            f"totals are those of a census ({run.regime.census.title}). Every figure says what follows from these "
            "rules on them, and nothing of the people counted there.",
            rests,
            f"{covers} {_inputs(run, given)}",
            '"Not estimable" is not 0: there were too few to say. "None" comes with how many there may be at most.',
        ),
        facts=(
            ("people", f"{count(run.people)}, invented"),
            ("length", length(run)),
            ("seed", str(run.seed)),
            ("numbers that name a source", f"{count(given.sourced)} of {count(given.all)}"),
            ("intervals", CHANCE if run.inputs is None else f"{CHANCE}, and with unmeasured inputs"),
        ),
    )


def _inputs(run: Run, given: Numbers) -> str:
    if run.inputs is None:
        return "They do not cover what nobody measured."
    tried = run.inputs["path"].n_unique()
    return (
        f'Where it says "{BOTH}", it is from the lowest to the highest end of these intervals with each of '
        f"{several(tried, 'number')} at the bounds that the file gives, one at a time; the other "
        f"{count(given.all - tried)} were held as they are. See What would change this."
    )


METHOD = (
    f"Every interval is computed from {PARTS} parts of the people, leaving out one at a time (delete-one jackknife, "
    f"Student's t = {T31:.2f}). Where none or all were found, it is the exact one-sided bound; of spells still "
    "running, Greenwood's, which takes spells as independent."
)
