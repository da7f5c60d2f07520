"""The fast engine by itself: no number of threads, order, size or cut of the work changes what a run leaves."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager
from dataclasses import replace
from math import exp

import numpy as np
import polars as pl
import pytest

import scorewatch as sw
from engine.same import Left, alone, clock, fastly, few_rows, many, must_be_same, plainly
from scorewatch.chance.ladder import BITS, MOST
from scorewatch.engine import desk, layout, tiling
from scorewatch.engine.clock import Clock
from scorewatch.engine.desk import Thread
from scorewatch.engine.layout import Fast, State, Unit
from scorewatch.engine.sums import Sums
from scorewatch.measure.names import FLOWS
from scorewatch.people.persons import PARTS
from scorewatch.people.template import read_template
from scorewatch.regime.read import Regime
from scorewatch.tile.ladder import TRIANGLE, outcome

Change = Callable[[pytest.MonkeyPatch], None]
CELL = ("region", "group", "age_band", "sex", "trait")


def units_as(change: Callable[[list[Unit]], list[Unit]]) -> Change:
    """The work of a step is handed out otherwise."""
    made = Fast.units
    return lambda patch: patch.setattr(Fast, "units", lambda self: change(made(self)))


def batches(count: int) -> Change:
    """Every shard is laid in so many batches, or in as many as it has households."""
    laid = layout.tiling

    def patched(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(tiling, "_EVEN", 10**9)  # rows that would be enough for a second one
        patch.setattr(tiling, "_laid", tiling._laid.__wrapped__)  # which keeps what was laid otherwise
        patch.setattr(layout, "tiling", lambda template, people, _fewest: laid(template, people, count))

    return patched


def both(one: Change, other: Change) -> Change:
    """Two changes at once."""

    def patched(patch: pytest.MonkeyPatch) -> None:
        one(patch)
        other(patch)

    return patched


def cut(units: list[Unit]) -> list[Unit]:
    """Every unit batch by batch, in a wild order."""
    pieces = []
    for unit in units:
        for batch in range(unit.batch, unit.until):
            people = int(np.diff(unit.tiling.people)[batch])
            pieces.append(replace(unit, batch=batch, until=batch + 1, people=people))
    random.Random(5).shuffle(pieces)
    return pieces


CHANGES: dict[str, Change] = {
    "nothing": lambda _: None,
    "from the last to the first": units_as(lambda units: units[::-1]),
    "all in one batch": batches(1),
    "cut and shuffled": both(batches(130), units_as(cut)),
    "shards of 32 copies": lambda patch: patch.setattr(layout, "COPIES", 32),
    "shards of 64 copies": lambda patch: patch.setattr(layout, "COPIES", 64),
    "shards of 128 copies": lambda patch: patch.setattr(layout, "COPIES", 128),
    "gathered often": lambda patch: patch.setattr(desk, "_COUNT_AT_MOST", 50),
    "added up often": lambda patch: patch.setattr("scorewatch.engine.sums._MANY", 50),
    "a step of all, then the next": lambda patch: patch.setattr(Fast, "takes_nothing", False),
}


MOST_OF_ALL = ("nothing", "all in one batch", "cut and shuffled", "shards of 32 copies", "a step of all, then the next")


def must_not_matter(of: Clock, changes: Iterable[str] = CHANGES) -> Left:
    """What the fast engine leaves, whatever is changed of how it works, and on however many threads."""
    left = fastly(of)
    for change in (CHANGES[name] for name in changes):
        for threads in (1, 2) if change is CHANGES["nothing"] else (2,):
            with pytest.MonkeyPatch.context() as patch:
                change(patch)
                must_be_same(left, fastly(of, threads))
    return left


@pytest.mark.parametrize("count", [1, 2, 130])
def test_there_are_as_many_batches_as_are_asked_for(count: int) -> None:
    """Catches changes above that change nothing."""
    of = Fast(clock(many(), 1_200_000, 2, seed=1), 2)
    with pytest.MonkeyPatch.context() as patch:
        batches(count)(patch)
        assert {len(unit.tiling.batches) - 1 for unit in of.units()} == {count}


@pytest.mark.parametrize("people", [1, 127, 129, 4_112])
@pytest.mark.parametrize("make", [many, alone])
def test_the_way_of_working_changes_nothing_for_few(make: type[Regime], people: int) -> None:
    """1 is one household; 127 and 129 are about half the lanes of a shard."""
    of = clock(make(), people, 2 if people > 200 else 6, seed=people)
    left = must_not_matter(of, MOST_OF_ALL if people > 200 else CHANGES)
    if people < 200:
        must_be_same(plainly(of), left)


def test_one_household_exactly_is_what_one_person_brings() -> None:
    """Catches households that are counted instead of people, or cut below one."""
    first, end = read_template(many().census).households[0]
    of = clock(many(), end, 4, seed=1)
    assert of.persons.people == end - first > 1
    must_be_same(fastly(of), fastly(clock(many(), 1, 4, seed=1)))
    must_be_same(fastly(of, 5), plainly(of))


@pytest.mark.parametrize("make", [many, alone])
def test_the_way_of_working_changes_nothing_in_many_shards(make: type[Regime]) -> None:
    """A template of 40 households: 200,003 people are seven shards and more, the last of them not full."""
    of = clock(make(), 200_003, 2, seed=7, template=few_rows(read_template(make().census), 40))
    assert len(Fast(of, 1).units()) > 7
    must_not_matter(of, MOST_OF_ALL)


@pytest.mark.parametrize("make", [many, alone, lambda: sw.load("article")], ids=["many", "alone", "article"])
def test_100_003_people_add_up(make: type[Regime]) -> None:
    """Nobody is lived through twice or left out, and what is counted in two ways is the same."""
    of = clock(make(), 100_003, 3, seed=11)
    left = fastly(of, 2)
    must_be_same(left, fastly(of, 1))
    people = left.measures.filter(measure="people").group_by("step", *CELL[:4]).agg(pl.col("value").sum())
    cells = of.persons.template.cells
    c = of.persons.template.census
    names = [(c.regions[r], c.groups[g], c.age_bands[a], c.sexes[s]) for r, g, a, s in cells]
    assert {row[:5]: row[5] for row in people.iter_rows()} == {
        (step, *name): n
        for step in range(3)
        for name, n in zip(names, of.persons.people_of_cells(), strict=True)
        if n > 0
    }
    must_add_up(left, steps=3, scored=bool(of.regime.rules.score and of.regime.rules.score.subject is None))


def must_add_up(left: Left, steps: int, scored: bool) -> None:
    """Counts of one thing in two measures, and in two tables, are equal."""

    def of(measure: str, *by: str, where: pl.Expr | None = None) -> dict[tuple[object, ...], int]:
        found = left.measures.filter(pl.col("measure") == measure)
        found = found if where is None else found.filter(where)
        return {tuple(row[:-1]): row[-1] for row in found.group_by(by).agg(pl.col("value").sum()).iter_rows()}

    each = ("item", "step", *CELL)
    acts, true = of("acts", *each), of("records_true", *each)
    assert true
    assert all(acts[key] >= value for key, value in true.items())
    cases, entries, stopped = of("cases", *each), of("entries", *each), of("stopped", *each)
    assert cases == {
        key: entries.get(key, 0) + stopped.get(key, 0) for key in sorted(entries.keys() | stopped.keys(), key=str)
    }
    assert all(cases[key] >= value for key, value in of("reviewed", *each).items())
    ends = ("item", "by", "step", *CELL)
    running = pl.col("by") == "running"
    assert of("exits", *ends) == of("spell", *ends, where=~running)
    last = of("listed", "item", *CELL, where=pl.col("step") == steps - 1)
    assert last == of("spell", "item", *CELL, where=running)
    listed, exits = of("listed", *each), of("exits", *each)
    for item, step, *who in listed.keys() | exits.keys():
        if isinstance(step, int) and step > 0:
            key, before = (item, step, *who), (item, step - 1, *who)
            change = entries.get(key, 0) - exits.get(key, 0)
            assert listed.get(key, 0) - listed.get(before, 0) == change, key
    assert all(of("denials", *ends)[key] >= value for key, value in of("people_denied", *ends).items())
    if scored:
        assert of("score", "step", *CELL, where=pl.col("item") == "all_acts") == of("people", "step", *CELL)
    counted = left.measures.filter(~pl.col("measure").is_in(["score", "spell"]))
    closing = counted.filter(pl.col("measure").is_in(FLOWS) | (pl.col("step") == steps - 1))
    key = ("measure", *("item", "by"), *CELL)
    in_parts = left.parts.group_by(key).agg(pl.col("value").sum()).sort(key)
    assert in_parts.equals(closing.group_by(key).agg(pl.col("value").sum()).sort(key))


# --- memory -------------------------------------------------------------------------------------------------------


def shards(regime: Regime, count: int) -> Clock:
    """So many full shards of a template of three households."""
    template = few_rows(read_template(regime.census), 3)
    return clock(regime, count * layout.COPIES * len(template.rows), 2, template=template)


@contextmanager
def watched() -> Iterator[tuple[list[int], list[int]]]:
    """What is noted as a run goes on: bytes of state a thread holds, and bytes that are allocated."""
    held: list[int] = []
    allocated: list[int] = []
    made, kept = Fast.states, Thread.state

    def states(self: Fast, units: list[Unit]) -> list[State]:
        found = made(self, units)
        allocated.append(sum(size(state) for state in found))
        return found

    def state(self: Thread, unit: Unit) -> State:
        found = kept(self, unit)
        held.append(sum(size(state) for state in self._states.values()))
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Fast, "states", states)
        patch.setattr(Thread, "state", state)
        yield held, allocated


def size(state: State) -> int:
    return state.bytes_.nbytes + state.twos.nbytes + state.fours.nbytes


@pytest.mark.parametrize("threads", [1, 2])
def test_where_no_step_takes_from_another_memory_does_not_grow_with_people(threads: int) -> None:
    """Catches a state for everybody, one for every unit, and room that is not used again."""
    needed = set()
    for count in (16, 160):
        of = shards(alone(), count)
        with watched() as (held, allocated):
            fastly(of, threads)
        a_shard = len(of.persons.template.rows) * layout.COPIES * Fast(of, threads).columns.bytes_a_person()
        assert set(held) == {a_shard}
        assert allocated == [a_shard] * threads or (threads == 2 and allocated == [a_shard])
        needed.add(Fast(of, threads).bytes_needed())
        assert needed == {threads * a_shard}


@pytest.mark.parametrize("make", [many, alone])
def test_counts_are_gathered_before_they_could_overflow(make: type[Regime], monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches counts of more people than their four bytes have room for."""
    of = shards(make(), 16)
    most = 5 * layout.COPIES * len(of.persons.template.rows)
    waiting = []
    live = Thread.live

    def watched_live(self: Thread, *arguments: object) -> None:
        live(self, *arguments)  # type: ignore[arg-type]
        waiting.append(self._since_gathered)

    monkeypatch.setattr(Thread, "live", watched_live)
    monkeypatch.setattr(desk, "_COUNT_AT_MOST", most)
    fastly(of)
    assert max(waiting) == (most if make is many else most // 5)


def test_where_steps_take_from_one_another_all_states_are_kept_once() -> None:
    """Catches states that are allocated anew in every step."""
    of = shards(many(), 16)
    with watched() as (held, allocated):
        fastly(of, 2)
    assert held == []
    assert allocated == [Fast(of, 2).bytes_needed()]


def test_what_is_counted_does_not_grow_with_people(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches the counts of a step that are kept once for every shard."""
    most: dict[Sums, int] = {}
    took = Sums._take

    def take(self: Sums, codes: Sized, values: Sized) -> None:
        took(self, codes, values)  # type: ignore[arg-type]
        most[self] = max(most.get(self, 0), sum(map(len, self._codes)) - len(codes))

    monkeypatch.setattr(Sums, "_take", take)
    monkeypatch.setattr("scorewatch.engine.sums._MANY", 5_000)
    fastly(shards(alone(), 100))
    assert most
    assert all(peak <= len(sums.result()[0]) + 5_000 for sums, peak in most.items())


def test_what_is_added_twice_in_a_step_is_added_up() -> None:
    """Catches a place of a step that stands in the table twice, though everything came in order."""
    sums = Sums((2, 3))
    sums.add(4, np.array([[0, 0, 5], [0, 0, 0]]))
    sums.add(4, np.array([[0, 0, 1], [0, 7, 0]]))
    steps, (first, second), values = sums.result()
    assert list(zip(steps, first, second, values, strict=True)) == [(4, 0, 2, 6), (4, 1, 1, 7)]


def test_the_tally_has_room_for_the_most_that_anybody_does() -> None:
    """Lanes of one part are added up within the bits of one: so many more copies in a shard would run into the next."""
    most = outcome.py_func(MOST, exp(-MOST), 0.0, 0.0, 2**32 - 1, TRIANGLE)  # by the last word there is
    assert most == 86
    assert most * (layout.COPIES // PARTS) < 2**BITS
