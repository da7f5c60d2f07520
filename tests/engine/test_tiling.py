"""How people are laid into tiles: everybody once, with their household, and where everybody there is of one part."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

import scorewatch as sw
from engine.same import few_rows
from scorewatch.engine.tiling import COPIES, ROUND, TURNS, Tiling, tiling
from scorewatch.people.persons import PARTS, whole_households
from scorewatch.people.template import read_template
from scorewatch.tile.lanes import BLOCKS

TEMPLATE = read_template(sw.load("article").census)
COPIES_OF_ALL = (0.1, 1, 2, 7.3, 25, 30.5, 52, 100.9, 131, 196, 243.2, 256)


def of_everybody(laid: Tiling) -> dict[tuple[int, int], tuple[int, int]]:
    """Tile and block of every row and group."""
    tiles, blocks = np.nonzero(laid.rows >= 0)
    rows, groups = laid.rows[tiles, blocks].tolist(), laid.groups[tiles, blocks].tolist()
    found = dict(zip(zip(rows, groups, strict=True), zip(tiles.tolist(), blocks.tolist(), strict=True), strict=True))
    assert len(found) == len(rows), "somebody is laid twice"
    return found


@pytest.mark.parametrize("copies", COPIES_OF_ALL)
@pytest.mark.parametrize("households", [1, 40, None])
def test_everybody_is_in_one_place(copies: float, households: int | None) -> None:
    """Catches a row that is left out or laid twice, in a tile of another cell, or where others are of another part."""
    template = few_rows(TEMPLATE, households) if households else TEMPLATE
    rows = len(template.rows)
    people = whole_households(template, round(copies * rows))
    for fewest in (1, 4):
        laid = tiling(template, people, fewest)
        found = of_everybody(laid)
        assert set(found) == {(p % rows, p // rows // 4) for p in range(people)}
        first_tile = np.repeat(laid.batches[:-1, 0], np.diff(laid.batches[:, 0]))
        for (row, group), (tile, block) in found.items():
            number = template.household_of_row[row]
            assert laid.cells[tile] == template.cell_of_row[row]
            turn = int(np.searchsorted(laid.turns[tile], block // ROUND, side="right")) - 1
            assert turn == number % TURNS
            # the part of the first of the four, 4 group + number, less what its round turns: that of the lane
            assert (4 * group + number - turn - 4 * block) % PARTS == 0
            assert laid.places[row, group] == (tile - first_tile[tile]) * BLOCKS + block


@pytest.mark.parametrize("copies", COPIES_OF_ALL)
def test_a_household_is_in_one_batch(copies: float) -> None:
    """Catches a keeper, or a child, who is looked for in another batch."""
    laid = tiling(TEMPLATE, whole_households(TEMPLATE, round(copies * len(TEMPLATE.rows))), 1)
    batch_of_tile = np.searchsorted(laid.batches[1:, 0], np.arange(len(laid.rows)), side="right")
    found = of_everybody(laid)
    batch = {who: int(batch_of_tile[tile]) for who, (tile, _) in found.items()}
    for number, (begins, ends) in enumerate(TEMPLATE.households):
        home = laid.homes[begins]
        assert all(laid.homes[row] == home for row in range(begins, ends))
        assert (home.first, home.ends, home.number) == (begins, ends, number)
        assert [TEMPLATE.child_of_row[row] for row in range(begins, ends)] == [
            row >= begins + home.adults for row in range(begins, ends)
        ]
        groups = [group for group in range(laid.places.shape[1]) if (begins, group) in found]
        mine = {batch[row, group] for row in range(begins, ends) for group in groups}
        assert len(mine) == bool(groups)
        assert all(laid.batches[b, 1] <= home.place < laid.batches[b + 1, 1] for b in mine)
    people = Counter(dict.fromkeys(range(len(laid.batches) - 1), 0))
    for who, b in batch.items():
        people[b] += int(laid.living[found[who]])
    assert np.diff(laid.people).tolist() == [people[b] for b in range(len(people))]


@pytest.mark.parametrize("people", [1, 5_000, 100_003, 1_200_000])
def test_who_lives_is_who_is_a_person(people: int) -> None:
    """Catches lanes of nobody that live, and people who do not: of the last copies, and of torn households."""
    people, rows = whole_households(TEMPLATE, people), len(TEMPLATE.rows)
    numbers: list[int] = []
    for first in range(0, -(-people // rows), COPIES):
        laid = tiling(TEMPLATE, min(people - first * rows, COPIES * rows), 1)
        for w in range(4):
            tile, block = np.nonzero(laid.living > w)
            copy = first + 4 * laid.groups[tile, block].astype(int) + w
            numbers += (copy * rows + laid.rows[tile, block]).tolist()
    assert sorted(numbers) == list(range(people))


def test_few_lanes_are_nobodys() -> None:
    """Catches tiles that are mostly empty where people would fill them, and blocks of copies that nobody is of."""
    for people, most in (
        (10_000, 0.61), (30_000, 0.3), (100_000, 0.13), (400_000, 0.055), (1_000_000, 0.04),
        (COPIES * len(TEMPLATE.rows), 0.0),
    ):  # fmt: skip
        laid = tiling(TEMPLATE, people, 1)
        assert 1 - people / (4 * laid.rows.size) <= most
