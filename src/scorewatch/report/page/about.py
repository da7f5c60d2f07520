"""What the page is and is not: hypothetical, invented people, how much of it is assumed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scorewatch.measure.harm import AXES
from scorewatch.measure.interval import T31
from scorewatch.measure.unmeasured import BOTH, CHANCE
from scorewatch.people.persons import PARTS
from scorewatch.regime.inputs import in_words, quantities
from scorewatch.regime.notes import Numbers
from scorewatch.regime.notes import numbers as inputs
from scorewatch.report.numbers import count, share
from scorewatch.report.page import put_in
from scorewatch.report.page.counts import Counted
from scorewatch.report.page.rules import ASSUMED, NEITHER, leaves, mark
from scorewatch.report.page.words import length, several
from scorewatch.study.run import Run


@dataclass(frozen=True)
class About:
    """The head of the page.

    sourced: each number that names a source, in words, its value and the source. who: what the names of people mean.
    """

    title: str
    name: str
    about: str
    what: tuple[str, ...]
    sourced_says: str
    sourced: tuple[tuple[str, str, str], ...]
    who: str
    facts: tuple[tuple[str, str], ...]


def about(counted: Counted) -> About:
    """What this run is, and how far its figures go."""
    run = counted.run
    given = inputs(run.regime)
    rests = (
        f"The regime is written with {several(given.all, 'number')}, ranges, phases and durations aside: "
        f"{count(given.sourced)} name a source, {count(given.assumed)} are marked as assumed, and of "
        f"{count(given.unsourced)} the file names no source (what a comment in it says does not count)."
    )
    covers = "Intervals are 95 % and cover chance alone: other invented people, other luck, the same rules."
    return About(
        title=run.regime.title.rstrip("."),
        name=run.regime.name,
        about=run.regime.rules.about or "",
        what=(
            "Hypothetical. Not a forecast of any place. Nobody in here is real: the people are invented so that their "
            f"totals match published ones ({run.regime.census.title}). Every figure says what would happen to them "
            "under these rules, and nothing of the people who were counted there.",
            rests,
            f"{covers} {_inputs(run, given)}",
            '"Not estimable" is not 0: there were too few to say. "None" comes with how many there may be at most, '
            "unless the rules rule it out.",
        ),
        sourced_says="The one number that names a source"
        if given.sourced == 1
        else f"The {count(given.sourced)} numbers that name a source",
        sourced=tuple(_sourced(run)),
        who=_who(counted),
        facts=(
            ("people", f"{count(run.people)}, invented, in whole households"),
            ("length", length(run)),
            ("seed", str(run.seed)),
            ("numbers that name a source", f"{count(given.sourced)} of {count(given.all)}"),
            ("intervals", CHANCE if run.inputs is None else f"{CHANCE}, and with unmeasured inputs"),
        ),
    )


def _sourced(run: Run) -> Iterator[tuple[str, str, str]]:
    for path, number in quantities(run.regime.raw):
        leaf = next(leaves(number, path))
        source = mark(leaf)
        if source not in (ASSUMED, NEITHER):
            yield in_words(run.regime.raw, path), leaf.value, source


def _who(counted: Counted) -> str:
    """The names of people that the charts use, as the population explains them; of each group, how many they are."""
    census, parts = counted.run.template.census, counted.parts
    people = int(parts.counts("people").sum())
    found = []
    for axis in AXES:
        for name in counted.names(axis):
            said = f"{name}: {census.says.get(name, name)}"
            if axis == "group":
                said += f", {share(int(parts.counts('people', group=name).sum()) / people)} of these people"
            found.append(said)
    return f"Who is who. {'; '.join(found)}."


def _inputs(run: Run, given: Numbers) -> str:
    if run.inputs is None:
        return "They do not cover what nobody measured."
    tried = set(run.inputs["path"])
    held = put_in.false_held(run)
    says = (
        f'Where it says "{BOTH}", each of {several(len(tried), "number")} was set to the lowest and to the highest '
        "value that the file gives for it, one at a time, and the figure goes from the lowest to the highest end of "
        f"all the intervals found. The other {count(given.all - len(tried))} were held as they are"
    )
    if held:
        says += f", {held} among them"
    few = next(iter(run.inputs["people"]), run.people)
    if few < run.people:
        says += f". The ends were run on the first {count(few)} people, so there is more chance in them"
    return f"{says}. See What would change this."


METHOD = (
    f"Every interval is computed from {PARTS} parts of the people, leaving out one at a time (delete-one jackknife, "
    f"Student's t = {T31:.2f}). Where none or all were found, it is the exact one-sided bound; of spells still "
    "running, Greenwood's, which takes spells as independent."
)
