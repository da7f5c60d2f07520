"""The sum of the lives is the table: every household replayed from what the run wrote down, and counted again."""

from __future__ import annotations

from hypothesis import given

from laws.lives import few
from laws.regimes import Raw, read, regimes, wide
from scorewatch.engine.clock import Clock
from scorewatch.engine.tally import Tally
from scorewatch.measure import tables
from scorewatch.regime.read import load
from scorewatch.study import response
from scorewatch.study.replay import Replay
from scorewatch.study.run import Run, run


def counted_again(of: Run) -> tuple[object, object]:
    """The tables of measures and of parts, from the lives of everybody, one household after another.

    A life knows the others only through the run's table of responses.
    """
    replay = Replay(of)
    clock: Clock = replay.clock
    tally = Tally(of.regime, clock.persons, of.steps)
    # persons change from step to step, so each step is counted while it lasts and closed when all have lived it
    walks = [replay.steps(household) for household in clock.persons.households()]
    for step in clock.all_steps():
        for walk in walks:
            at, persons, happened = next(walk)
            assert at == step
            if step >= 0:
                for person, what in zip(persons, happened, strict=True):
                    tally.count(person, what, step)
        if step >= 0:
            tally.close_step(step)
    return tables.measures(tally.rows), tables.parts(tally.part_rows)


def test_a_thousand_lives_are_the_table() -> None:
    of = run(load("article"), people=1000, steps=14, seed=2)
    assert 985 <= of.people <= 1000
    measures, parts = counted_again(of)
    assert of.measures.equals(measures)
    assert of.parts.equals(parts)


def test_lives_under_every_word_are_the_table() -> None:
    """With a warm-up, responses, loads of lookalikes and offices that run out of room."""
    of = run(wide(), people=150, steps=14, seed=8)
    measures, parts = counted_again(of)
    assert of.measures.equals(measures)
    assert of.parts.equals(parts)


def test_the_lives_of_drawn_regimes_are_their_tables() -> None:
    @few(8)
    @given(regimes())
    def law(raw: Raw) -> None:
        of = run(read(raw), people=80, steps=6, seed=4)
        measures, parts = counted_again(of)
        assert of.measures.equals(measures)
        assert of.parts.equals(parts)

    law()


def test_the_table_of_responses_gives_back_what_each_step_took() -> None:
    """Written and read again it is the same table: nothing is lost in between."""

    @few(8)
    @given(regimes())
    def law(raw: Raw) -> None:
        of = run(read(raw), people=80, steps=6, seed=4)
        again = response.to_table(of.carries, {}, of.regime.rules, of.template)
        assert again.equals(of.response.filter(of.response["quantity"] != "cut"))

    law()
