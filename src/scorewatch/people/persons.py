"""The persons of a run: the first N of endless copies of the template, in whole households."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from scorewatch.chance import level, share
from scorewatch.chance.stream import stream
from scorewatch.chance.words import ONCE, Words
from scorewatch.people.template import Template
from scorewatch.regime.declare import ByWhom, Rules, Trait

PARTS = 32
MOST_PEOPLE = 2**31  # counters are 32-bit words


@dataclass(frozen=True)
class Persons:
    """The persons of a run.

    people: how many run, cut back to whole households.
    """

    template: Template
    words: Words
    rules: Rules  # as at the first step: traits and spreads never change
    people: int

    def households(self) -> Iterator[range]:
        """Each household as the range of its persons, in order."""
        rows = len(self.template.rows)
        for copy in range(-(-self.people // rows)):
            for start, end in self.template.households:
                if copy * rows + end > self.people:
                    return
                yield range(copy * rows + start, copy * rows + end)

    def household_of(self, person: int) -> range:
        """The household this person lives in."""
        copy, row = divmod(person, len(self.template.rows))
        start, end = self.template.households[self.template.household_of_row[row]]
        first = copy * len(self.template.rows)
        return range(first + start, first + end)

    def cell(self, person: int) -> int:
        """The index of this person's (region, group, age_band, sex)."""
        return self.template.cell_of_row[person % len(self.template.rows)]

    def part(self, person: int) -> int:
        """Which of the 32 parts this person's household falls into: (c + household) mod 32."""
        copy, row = divmod(person, len(self.template.rows))
        return (copy + self.template.household_of_row[row]) % PARTS

    def people_of_cells(self) -> list[int]:
        """How many persons each cell has."""
        counts = [0] * len(self.template.cells)
        full, rest = divmod(self.people, len(self.template.rows))
        for row, cell in enumerate(self.template.cell_of_row):
            counts[cell] += full + (row < rest)
        return counts

    @cached_property
    def _trait_thresholds(self) -> list[tuple[int, ...]]:
        return [
            share.cumulative([trait_share(self.template, t, cell) for t in self.rules.trait.values()])
            for cell in range(len(self.template.cells))
        ]

    def trait(self, person: int) -> int:
        """The index of this person's trait in the file, or -1 for none."""
        if not self.rules.trait:
            return -1
        word = self.words.word(person, ONCE, stream("traits"))
        return share.choice(self._trait_thresholds[self.cell(person)], word)

    def levels(self, person: int) -> list[int]:
        """The level of this person for each behaviour; 0 where it has no spread."""
        return [
            bisect_right(level.THRESHOLDS, self.words.word(person, ONCE, stream(f"behaviour.{name}/level")))
            if behaviour.spread.value
            else 0
            for name, behaviour in self.rules.behaviour.items()
        ]


def trait_share(template: Template, trait: Trait, cell: int) -> float:
    """The share of a cell's people who have this trait."""
    return by_whom(trait.share.value, trait, template, cell)


def by_whom(value: float, what: ByWhom, template: Template, cell: int) -> float:
    """value x by_age x by_sex x by_region x by_group, in this order; no such table is 1."""
    region, group, age, sex = template.cells[cell]
    c = template.census
    for table, name in (
        (what.by_age, c.age_bands[age]),
        (what.by_sex, c.sexes[sex]),
        (what.by_region, c.regions[region]),
        (what.by_group, c.groups[group]),
    ):
        value = value * (table[name].value if table else 1.0)
    return value


def whole_households(template: Template, people: int) -> int:
    """The largest number of persons not above `people` that leaves no household torn; at least one household."""
    rows = len(template.rows)
    full, rest = divmod(people, rows)
    ends = [end for _, end in template.households if end <= rest]
    kept = full * rows + (ends[-1] if ends else 0)
    return kept or template.households[0][1]
