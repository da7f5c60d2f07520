"""`article` in plain NumPy, person by person: for each behaviour everybody alive draws how often, then acts are judged.

How it is fast, in NumPy's own terms:
- Persons lie sorted by cell and trait, so a mean is a number for a slice, or an array where a level or the list enters;
  a slice at a time stays near the processor, and slices in which nobody acts are left out.
- Only who did something goes on: what becomes of an act is one random number an act, and all counts are `bincount`.
There are two ways to draw: `run` asks `Generator.poisson` for everybody; `run_inverted` draws one uniform number for
everybody, keeps those below their mean (who else acted?), and inverts the law for these few. The second is faster.
"""

from __future__ import annotations

from math import exp
from typing import ClassVar

import numpy as np

from bench import numpy_shared
from bench.headline import PARTS, Headline
from bench.numpy_shared import NEVER, OBSERVED, Counts, Ints
from bench.rulebook import Behaviour, Chances, Floats
from scorewatch.regime.read import Regime

FINEST = 1e-9  # expected acts that an inversion may miss, of a slice


class Model(numpy_shared.Model):
    """Everybody, each drawing by `Generator.poisson`."""

    name: ClassVar[str] = "numpy persons"

    def __init__(self, regime: Regime, people: int, steps: int, seed: int) -> None:
        super().__init__(regime, people, steps, seed)
        p = self.people
        self.levels = [
            None if level is None else behaviour.levels.astype(np.float32)[level]
            for behaviour, level in zip(self.book.behaviours, p.levels, strict=True)
        ]
        self.means = np.empty(max(s.stop - s.start for _, s in p.of_kind))  # room to work in

    def how_often(self, mean: float | Floats, people: int) -> tuple[Ints, Ints]:
        """Who of so many did it at all (positions), and how often. mean: of everybody, or of each."""
        counts = self.rng.poisson(mean, people)
        who = np.flatnonzero(counts)
        return who, counts[who]

    def draw(self, b: int, behaviour: Behaviour, chances: Chances, response: Floats) -> Counts:
        """Everybody has drawn how often he acts, and each act what becomes of it."""
        p, points = self.people, np.int16(behaviour.points)
        false_points, true_points, unseen_points = self.points
        ground = b == self.book.ground_on
        acts, true, unseen, false = (np.zeros(p.places, dtype=np.int64) for _ in range(4))
        for kind, persons in p.of_kind:
            cell, trait = divmod(kind, p.kinds)
            cell = int(p.cells[cell])
            mean = float(behaviour.mean[cell, trait] * response[self.template.cells[cell][0]])
            if mean == 0:
                continue
            who, often = self.how_often(self.mean_of_each(b, behaviour, mean, persons), persons.stop - persons.start)
            who = np.repeat(who, often)
            who += persons.start
            if not len(who):
                continue
            right, household = chances.right[cell], chances.household[cell]
            fate = self.rng.random(len(who))
            seen = fate < right
            found, missed = who[seen], who[~seen]
            here = slice(kind * PARTS, (kind + 1) * PARTS)
            acts[here] = self.by_part(who, kind)
            true[here] = self.by_part(found, kind)
            if points:
                np.add.at(true_points, found, points)
                np.add.at(unseen_points, missed, points)
            if ground:
                self.grounds["true"].append(found)
                self.grounds["unseen"].append(missed)
            unseen[here] = acts[here] - true[here]
            if household:
                actors = who[(fate >= right) & (fate < right + household)]
                unseen[here] -= self.by_part(actors, kind)
                keepers = p.keeper[actors]
                false += self.judged(keepers[keepers != NEVER], points, false_points, ground)
        means = self.false_means(b, chances)
        if means.any():
            for kind, persons in p.of_kind:
                mean = float(means[kind * PARTS])
                if mean:
                    who, often = self.how_often(mean, persons.stop - persons.start)
                    false += self.judged(np.repeat(who + persons.start, often), points, false_points, ground)
        return Counts(acts, true, false, unseen)

    def mean_of_each(self, b: int, behaviour: Behaviour, mean: float, persons: slice) -> float | Floats:
        """The mean of a slice: a number, or an array where persons differ by level or by standing on the list."""
        levels = self.levels[b]
        if levels is None and behaviour.on_list == 1:
            return mean
        means = self.means[: persons.stop - persons.start]
        if levels is None:
            means.fill(mean)
        else:
            np.multiply(levels[persons], mean, out=means)
        if behaviour.on_list != 1:
            np.multiply(means, behaviour.on_list, out=means, where=self.on[OBSERVED][persons])
        return means

    def by_part(self, who: Ints, kind: int) -> Ints:
        """How many of these, all of one kind, are in each part."""
        return np.bincount(self.people.place[who] - kind * PARTS, minlength=PARTS)

    def judged(self, who: Ints, points: np.int16, false_points: numpy_shared.Scores, ground: bool) -> Ints:
        """False records stand against these; how many, by place."""
        if points:
            np.add.at(false_points, who, points)
        if ground:
            self.grounds["false"].append(who)
        return self.tally.places(who)


class Inverted(Model):
    """Everybody, each drawing one uniform number."""

    name: ClassVar[str] = "numpy persons, inverted"

    def how_often(self, mean: float | Floats, people: int) -> tuple[Ints, Ints]:
        """Who of so many did it at all (positions), and how often. mean: of everybody, or of each."""
        u = self.rng.random(people)
        if not isinstance(mean, np.ndarray):
            term = exp(-mean)  # the chance of exactly k
            above = 1.0 - term  # and of more
            who = np.flatnonzero(u < above)
            u = u[who]
            often = np.ones(len(who), dtype=np.int64)
            k = 1
            while above * len(who) > FINEST:
                term *= mean / k
                above -= term
                often += u < above
                k += 1
            return who, often
        who = np.flatnonzero(u < mean)  # the chance to do anything is 1 - exp(-mean), which is less
        u, means = u[who], mean[who]
        terms = np.exp(-means)
        aboves = 1.0 - terms
        often = np.zeros(len(who), dtype=np.int64)
        left = np.arange(len(who))
        k = 1
        while len(left):
            more = np.flatnonzero(u < aboves)
            left, u, means, terms, aboves = left[more], u[more], means[more], terms[more], aboves[more]
            often[left] = k
            terms *= means
            terms /= k
            aboves -= terms
            k += 1
        did = np.flatnonzero(often)
        return who[did], often[did]


def run(regime: Regime, people: int, months: int, seed: int) -> Headline:
    """The headline of a run of so many people (in whole households) and months."""
    return numpy_shared.headline(Model.name, Model, regime, people, months, seed)


def run_inverted(regime: Regime, people: int, months: int, seed: int) -> Headline:
    """The same by the inversion of one uniform number a person."""
    return numpy_shared.headline(Inverted.name, Inverted, regime, people, months, seed)
