"""The template of a population: rows in whole households, adults before children."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

from scorewatch.errors import RunError
from scorewatch.populations import Census, template_text
from scorewatch.populations import census as census_of

_HEADER = "household,age_band,sex,group,region"


@dataclass(frozen=True)
class Template:
    """The rows of a population and the names of their codes.

    rows: (age_band, sex, group, region) of each row as indices into the axes of `census`.
    households: first row and the row after the last of each household.
    """

    census: Census
    rows: tuple[tuple[int, int, int, int], ...]
    households: tuple[tuple[int, int], ...]

    @cached_property
    def children(self) -> frozenset[int]:
        """The age bands that are children."""
        return frozenset(self.census.age_bands.index(name) for name in self.census.children)

    @cached_property
    def cells(self) -> tuple[tuple[int, int, int, int], ...]:
        """Every (region, group, age_band, sex), in this order of the axes."""
        c = self.census
        return tuple(
            (region, group, age, sex)
            for region in range(len(c.regions))
            for group in range(len(c.groups))
            for age in range(len(c.age_bands))
            for sex in range(len(c.sexes))
        )

    @cached_property
    def cell_of_row(self) -> tuple[int, ...]:
        """The index in `cells` of each row."""
        index = {cell: i for i, cell in enumerate(self.cells)}
        return tuple(index[region, group, age, sex] for age, sex, group, region in self.rows)

    @cached_property
    def child_of_row(self) -> tuple[bool, ...]:
        """Whether the person of each row is a child."""
        return tuple(age in self.children for age, *_ in self.rows)

    @cached_property
    def household_of_row(self) -> tuple[int, ...]:
        """The household number of each row."""
        return tuple(h for h, (start, end) in enumerate(self.households) for _ in range(start, end))


def read_template(census: Census) -> Template:
    """The shipped template of this population; read once, for a study runs many times on the same people."""
    return _shipped(census.name)


@cache
def _shipped(name: str) -> Template:
    return parse_template(census_of(name), template_text(name))


def parse_template(census: Census, text: str) -> Template:
    """A template from its CSV text: small integers, households numbered from 0 without a gap."""
    header, *lines = text.split()
    if header != _HEADER:
        raise RunError(f"the template of {census.name} does not begin with {_HEADER}")
    rows: list[tuple[int, int, int, int]] = []
    starts: list[int] = []
    for line in lines:
        household, *codes = (int(field) for field in line.split(","))
        if household == len(starts):
            starts.append(len(rows))
        elif household != len(starts) - 1:
            raise RunError(f"the template of {census.name} has its households out of order at {household}")
        age, sex, group, region = codes
        rows.append((age, sex, group, region))
    ends = (*starts[1:], len(rows))
    return Template(census, tuple(rows), tuple(zip(starts, ends, strict=True)))
