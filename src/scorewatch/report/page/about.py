"""What the page is and is not: hypothetical, invented people, how much of it is assumed."""

from __future__ import annotations

from dataclasses import dataclass

from scorewatch.measure.interval import T31
from scorewatch.measure.unmeasured import BOTH, CHANCE
from scorewatch.people.persons import PARTS
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
        f"{count(given.assumed)} are assumed, {count(given.unsourced)} say neither."
    )
    covers = (
        f"Intervals are 95 % and cover chance alone: other invented people, other luck, the same rules. {_inputs(run)}"
    )
    return About(
        title=run.regime.title.rstrip("."),
        name=run.regime.name,
        about=run.regime.rules.about or "",
        what=(
            "Hypothetical. Not a forecast of any place. Nobody in here is real: the people are invented, after the "
            "totals of a census, and every figure says what follows from these rules on them.",
            rests,
            covers,
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


def _inputs(run: Run) -> str:
    if run.inputs is None:
        return "They do not cover what nobody measured."
    return (
        f'Where it says "{BOTH}", each number that has bounds was also tried at both of them, one number at a time: '
        "see What would change this."
    )


METHOD = (
    f"Every interval is computed from {PARTS} parts of the people, leaving out one at a time (delete-one jackknife, "
    f"Student's t = {T31:.2f}), unless its table says otherwise."
)
