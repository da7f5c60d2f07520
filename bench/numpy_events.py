"""`article` in NumPy by events, not persons: groups act, and then it is found who did.

- Acts are drawn for a slice of persons as one Poisson number for each thing that can become of an act (Poisson counts
  split into independent ones), and each falls on a person of the slice at random: who has one mean is interchangeable.
  Nothing is drawn for who does nothing, and the counts of acts and records by cell and part are those numbers.
- So no person has a luck of his own: no life can be replayed, and a change of the rules changes all luck.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from bench import numpy_shared
from bench.headline import Headline
from bench.numpy_shared import NEVER, OBSERVED, Counts, Ints, People
from bench.rulebook import Behaviour, Chances, Floats
from scorewatch.chance.level import CHANCES
from scorewatch.regime.read import Regime

BLOCK = 1 << 17  # acts at once: what a processor keeps near it


@dataclass(frozen=True)
class Slices:
    """Everybody with one mean, slice by slice: start and size, into `persons` where that is an index, else into all.

    mean: acts of one of them at no response. place: of the slice. places, firsts: the places there are, and the first
    slice of each.
    """

    start: Ints
    size: Ints
    width: npt.NDArray[np.float32]  # size / 2^24
    mean: Floats
    place: Ints
    places: Ints
    firsts: Ints
    persons: Ints | None
    blocks: list[int]  # first slice of each block of about BLOCK acts, and the end


def slices_of(p: People, b: int, behaviour: Behaviour) -> Slices:
    """Everybody who acts at all, in slices of one place and one level."""
    persons, counts, level = None, p.counts, p.levels[b]
    if level is not None:
        key = p.place * len(CHANCES) + level
        counts = np.bincount(key, minlength=p.places * len(CHANCES))
        if b != p.leading:
            persons = np.argsort(key)
    start = (np.cumsum(counts) - counts)[counts > 0]
    kind = np.flatnonzero(counts)
    size = counts[kind]
    place, level_of = np.divmod(kind, len(CHANCES)) if level is not None else (kind, 0)
    mean = behaviour.mean[p.cells[p.cell_of_place[place]], p.trait_of_place[place]]
    mean = mean * behaviour.levels[level_of]
    some = mean > 0
    start, size, mean, place = start[some], size[some], mean[some], place[some]
    firsts = np.flatnonzero(np.diff(place, prepend=-1))
    width = (size * 2.0**-24).astype(np.float32)
    block = np.cumsum(mean * size) // BLOCK
    blocks = [*np.flatnonzero(np.diff(block, prepend=-1)).tolist(), len(size)]
    return Slices(start, size, width, mean, place, place[firsts], firsts, persons, blocks)


class Model(numpy_shared.Model):
    """Everybody, with the slices whose acts are drawn."""

    def __init__(self, regime: Regime, people: int, steps: int, seed: int) -> None:
        super().__init__(regime, people, steps, seed)
        self.slices = [slices_of(self.people, b, behaviour) for b, behaviour in enumerate(self.book.behaviours)]

    def scatter(self, slices: Slices, counts: Ints) -> Iterator[Ints]:
        """So many events of each slice: the person on whom each falls, block by block."""
        for first, last in pairwise(slices.blocks):
            here = counts[first:last]
            total = int(here.sum())
            words = self.rng.bit_generator.random_raw((total + 1) // 2).view(np.uint32)[:total]
            words >>= 8
            # below 2^24 times size / 2^24: never rounds up to the size
            u = words.astype(np.float32)
            u *= np.repeat(slices.width[first:last], here)
            who = u.astype(np.int64)
            who += np.repeat(slices.start[first:last], here)
            yield who if slices.persons is None else slices.persons[who]

    def by_list(self, who: Ints, factor: float) -> Ints | None:
        """Which of these events, drawn at the higher of 1 and the factor of the listed, do not happen; None: all do."""
        if factor == 1:
            return None
        listed = self.on[OBSERVED][who]
        candidates = np.flatnonzero(listed if factor < 1 else ~listed)
        chance = factor if factor < 1 else 1 / factor
        return candidates[self.rng.random(len(candidates)) >= chance]

    def draw(self, b: int, behaviour: Behaviour, chances: Chances, response: Floats) -> Counts:
        """Groups have acted and been recorded, and each event has fallen on a person."""
        p, rng, slices, points = self.people, self.rng, self.slices[b], np.int16(behaviour.points)
        false_points, true_points, unseen_points = self.points
        ground = b == self.book.ground_on
        right, household = chances.right, chances.household
        mean = slices.mean * slices.size * response[p.region_of_place[slices.place]] * max(1.0, behaviour.on_list)
        acts, true, unseen, mistaken = (np.zeros(p.places, dtype=np.int64) for _ in range(4))
        of_cell = p.cells[p.cell_of_place[slices.place]]
        for chance, kind in ((right, "true"), (household, "household"), (1 - right - household, "unseen")):
            if not chance.any():
                continue
            counts = rng.poisson(mean * chance[of_cell])
            happened = np.zeros(p.places, dtype=np.int64)
            happened[slices.places] = np.add.reduceat(counts, slices.firsts)
            for who in self.scatter(slices, counts):
                dropped = self.by_list(who, behaviour.on_list)
                if dropped is not None and len(dropped):
                    happened -= self.tally.places(who[dropped])
                    who = np.delete(who, dropped)
                if points:
                    np.add.at(true_points if kind == "true" else unseen_points, who, points)
                if ground:
                    self.grounds["true" if kind == "true" else "unseen"].append(who)
                if kind == "household":
                    keepers = p.keeper[who]
                    keepers = keepers[keepers != NEVER]
                    if points:
                        np.add.at(false_points, keepers, points)
                    mistaken += self.tally.places(keepers)
                    if ground:
                        self.grounds["false"].append(keepers)
            acts += happened
            if kind == "true":
                true = happened
            elif kind == "unseen":
                unseen = happened
        means = self.false_means(b, chances) * p.counts
        if means.any():
            counts = rng.poisson(means)
            mistaken += counts
            start = np.cumsum(p.counts) - p.counts
            who = np.repeat(start, counts) + rng.integers(0, np.repeat(p.counts, counts))
            if points:
                np.add.at(false_points, who, points)
            if ground:
                self.grounds["false"].append(who)
        return Counts(acts, true, mistaken, unseen)


def run(regime: Regime, people: int, months: int, seed: int) -> Headline:
    """The headline of a run of so many people (in whole households) and months."""
    return numpy_shared.headline("numpy events", Model, regime, people, months, seed)
