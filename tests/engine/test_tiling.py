"""How people are laid into tiles: everybody once, with their household, and where everybody there is of one part."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

import scorewatch as sw
from engine.same import few_rows
from scorewatch.chance.words import Words
from scorewatch.engine.tiling import COPIES, Tiling, tiling
from scorewatch.people.persons import PARTS, Persons, whole_households
from scorewatch.people.template import Template, read_template

TEMPLATE = read_template(sw.load("article").census)
GROUPS = (1, 2, 7, 8, 13, 31, 33, 49, 61, 64)


def of_everybody(laid: Tiling) -> dict[tuple[int, int], tuple[int, int]]:
    """Tile and block of every row and group."""
    tiles, blocks = np.nonzero(laid.rows >= 0)
    rows, groups = laid.rows[tiles, blocks].tolist(), laid.groups[tiles, blocks].tolist()
    found = dict(zip(zip(rows, groups, strict=True), zip(tiles.tolist(), blocks.tolist(), strict=True), strict=True))
    assert len(found) == len(rows), "somebody is laid twice"
    return found


@pytest.mark.parametrize("groups", GROUPS)
@pytest.mark.parametrize("households", [1, 40, None])
def test_everybody_is_in_one_place(groups: int, households: int | None) -> None:
    """Catches a row that is left out or laid twice, in a tile of another cell, or where others are of another part."""
    template = few_rows(TEMPLATE, households) if households else TEMPLATE
    for fewest in (1, 4):
        laid = tiling(template, groups, fewest)
        found = of_everybody(laid)
        assert set(found) == {(row, group) for row in range(len(template.rows)) for group in range(groups)}
        blocks = laid.rows.shape[1]
        first_tile = np.repeat(laid.batches[:-1, 0], np.diff(laid.batches[:, 0]))
        for (row, group), (tile, block) in found.items():
            number = template.household_of_row[row]
            assert laid.cells[tile] == template.cell_of_row[row]
            # the part of the first of the four, 4 group + number, less what the tile turns: that of the lane
            assert (4 * group + number - laid.turns[tile] - 4 * block) % PARTS == 0
            assert laid.places[row, group] == (tile - first_tile[tile]) * blocks + block


@pytest.mark.parametrize("groups", GROUPS)
def test_a_household_is_in_one_batch(groups: int) -> None:
    """Catches a keeper, or a child, who is looked for in another batch."""
    laid = tiling(TEMPLATE, groups, 1)
    batch_of_tile = np.searchsorted(laid.batches[:, 0], np.arange(len(laid.rows)), side="right") - 1
    batch = {who: int(batch_of_tile[tile]) for who, (tile, _) in of_everybody(laid).items()}
    for number, (begins, ends) in enumerate(TEMPLATE.households):
        (mine,) = {batch[row, group] for row in range(begins, ends) for group in range(groups)}
        home = laid.homes[begins]
        assert all(laid.homes[row] == home for row in range(begins, ends))
        assert (home.first, home.ends, home.number) == (begins, ends, number)
        assert [TEMPLATE.child_of_row[row] for row in range(begins, ends)] == [
            row >= begins + home.adults for row in range(begins, ends)
        ]
        assert laid.batches[mine, 1] <= home.place < laid.batches[mine + 1, 1]
    people = Counter(dict.fromkeys(range(len(laid.batches) - 1), 0))
    for (_, group), b in batch.items():
        people[b] += group == 0
    assert np.diff(laid.people).tolist() == [people[b] for b in range(len(people))]


@pytest.mark.parametrize("people", [1, 5_000, 100_003, 1_200_000])
def test_who_lives_is_who_is_a_person(people: int) -> None:
    """Catches lanes of nobody that live, and people who do not: of the last copies, and of torn households."""
    persons = _persons(TEMPLATE, people)
    copies = -(-persons.people // len(TEMPLATE.rows))
    numbers: list[int] = []
    for first in range(0, copies, COPIES):
        laid = tiling(TEMPLATE, min(COPIES, copies - first + 3) // 4, 1)
        living = laid.living(first, persons.people)
        for w in range(4):
            tile, block = np.nonzero(living > w)
            copy = first + 4 * laid.groups[tile, block] + w
            numbers += (copy * len(TEMPLATE.rows) + laid.rows[tile, block]).tolist()
    assert sorted(numbers) == list(range(persons.people))


def test_few_lanes_are_nobodys() -> None:
    """Catches tiles that are mostly empty where people would fill them."""
    for groups, most in ((7, 0.15), (25, 0.1), (61, 0.06), (64, 0.0)):
        laid = tiling(TEMPLATE, groups, 1)
        assert (laid.rows < 0).mean() <= most


def _persons(template: Template, people: int) -> Persons:
    rules = sw.load("article").rules_at(0)
    return Persons(template, Words(1, len(template.rows)), rules, whole_households(template, people))
