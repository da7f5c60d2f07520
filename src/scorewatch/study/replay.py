"""Replayed lives: one invented household, step by step, by the very function that runs a population."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from scorewatch.chance.words import Month
from scorewatch.engine.household import live_step, newcomers
from scorewatch.errors import InputError, Mistake, RunError
from scorewatch.mechanism.state import Happened, Person
from scorewatch.plan.plan import Plan
from scorewatch.study.run import Run


@dataclass(frozen=True)
class Moment:
    """One step of a household: how each member stood after it, and what happened to each."""

    step: int
    members: tuple[Snapshot, ...]


@dataclass(frozen=True)
class Snapshot:
    """One member after one step. scores: by ledger, None without a score. lists: by list."""

    scores: tuple[int, ...] | None
    lists: tuple[ListSnapshot, ...]
    happened: Happened


@dataclass(frozen=True)
class ListSnapshot:
    """Where one person stands on one list after a step."""

    listed: bool
    mistaken: bool
    told: bool
    appealing: bool
    origin: int
    all_acts: bool


@dataclass(frozen=True)
class Life:
    """The replayed life of an invented person, with the household around it.

    members: persons of the household; me: the index of the person among them.
    """

    run: Run
    person: int
    household: range
    members: tuple[Person, ...]
    moments: tuple[Moment, ...] = field(repr=False)

    @property
    def me(self) -> int:
        """The person's index in the household."""
        return self.person - self.household.start


class Replay:
    """Replays households of one run. The plans are made once, from what the run wrote down."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.clock = run.clock

    @cached_property
    def plans(self) -> dict[int, Plan]:
        """The plan of every step, from the first of the warm-up."""
        carries = self.run.carries
        missing = [step for step in self.clock.all_steps() if step not in carries]
        if missing:
            raise RunError(f"response.parquet has no step {missing[0]}")
        return {step: self.clock.plan(step, carries[step]) for step in self.clock.all_steps()}

    def steps(self, household: range) -> Iterator[tuple[int, list[Person], list[Happened]]]:
        """(step, persons as they stand after it, what happened) from the first step of the warm-up."""
        persons = newcomers(self.clock.persons, household)
        for step, plan in self.plans.items():
            words = Month(self.clock.persons.words, step)
            yield step, persons, live_step(persons, plan, words)

    def life(self, person: int) -> Life:
        """The life of this person. InputError where the run has none of this number."""
        if not 0 <= person < self.run.people:
            raise InputError(
                Mistake(
                    f"there is no person {person} in this run",
                    where="PERSON",
                    do=f"Persons are numbered 0 to {self.run.people - 1}.",
                )
            )
        household = self.clock.persons.household_of(person)
        moments = []
        members: list[Person] = []
        for step, members, happened in self.steps(household):
            moments.append(Moment(step, tuple(_snapshot(p, h) for p, h in zip(members, happened, strict=True))))
        return Life(self.run, person, household, tuple(members), tuple(moments))

    def find(
        self, wanted: Callable[[Life, int], bool], progress: Callable[[int, int], None] | None = None
    ) -> Iterator[int]:
        """Persons of whom `wanted(life of the household, member)` is true, in order."""
        for household in self.clock.persons.households():
            if progress:
                progress(household.start, self.run.people)
            life = self.life(household.start)
            for member, number in enumerate(household):
                if wanted(life, member):
                    yield number


def _snapshot(person: Person, happened: Happened) -> Snapshot:
    return Snapshot(
        scores=None if person.scores is None else tuple(person.scores),
        lists=tuple(
            ListSnapshot(
                listed=s.listed(),
                mistaken=s.listed() and s.mistaken(),
                told=s.told,
                appealing=s.filed is not None,
                origin=s.on[0].origin(),
                all_acts=s.on[2].any(),
            )
            for s in person.standings
        ),
        happened=happened,
    )
