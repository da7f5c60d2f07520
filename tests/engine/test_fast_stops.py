"""What stops a run of the fast engine stops all of its threads, and the next run knows nothing of it."""

from __future__ import annotations

import threading

import pytest

from engine.same import Left, alone, clock, fastly, few_rows, many, must_be_same
from scorewatch.engine import fast
from scorewatch.engine.clock import Clock
from scorewatch.engine.desk import Thread
from scorewatch.engine.layout import COPIES
from scorewatch.people.template import read_template
from scorewatch.regime.read import Regime

SHARDS = 24


def shards(regime: Regime) -> Clock:
    """A run of many pieces, on a template of three households."""
    template = few_rows(read_template(regime.census), 3)
    return clock(regime, SHARDS * COPIES * len(template.rows), 6, seed=2, template=template)


@pytest.mark.parametrize("threads", [1, 3])
@pytest.mark.parametrize("nth", [1, 2, 5])
@pytest.mark.parametrize("make", [many, alone])
def test_an_interrupt_ends_all_threads_and_spoils_nothing(
    make: type[Regime], nth: int, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catches threads that live on, work that goes on, and counts that wait for the next run."""
    of = shards(make())
    calls, lived, at_stop = [], [], []
    live = Thread.live

    def counted(self: Thread, *arguments: object) -> None:
        lived.append(1)
        live(self, *arguments)  # type: ignore[arg-type]

    def progress(done: int, of_all: int) -> None:
        calls.append((done, of_all))
        if len(calls) == nth:
            at_stop.append(len(lived))
            raise KeyboardInterrupt

    monkeypatch.setattr(Thread, "live", counted)
    before = set(threading.enumerate())
    with pytest.raises(KeyboardInterrupt):
        fast.run(of, progress, threads)
    assert set(threading.enumerate()) == before
    assert len(lived) <= at_stop[0] + 2 * (threads - 1), "what a thread is in the middle of is ended, and no more"
    assert calls[0] == (0, of.persons.people * len(of.all_steps()))
    monkeypatch.undo()
    must_be_same(fastly(of, threads), reference(make))


_LEFT: dict[str, Left] = {}


def reference(make: type[Regime]) -> Left:
    """What a run on one thread leaves that nothing has interrupted."""
    if make.__name__ not in _LEFT:
        _LEFT[make.__name__] = fastly(shards(make()))
    return _LEFT[make.__name__]


@pytest.mark.parametrize("make", [many, alone])
def test_what_goes_wrong_in_another_thread_is_said(make: type[Regime], monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches an error that stays in its thread, and a run without the people of a piece."""
    begun = threading.Event()
    live = Thread.live

    def fails_elsewhere(self: Thread, *arguments: object) -> None:
        if threading.current_thread() is not threading.main_thread():
            begun.set()
            raise ZeroDivisionError
        assert begun.wait(20), "the other thread never had a piece"
        live(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Thread, "live", fails_elsewhere)
    before = set(threading.enumerate())
    with pytest.raises(ZeroDivisionError):
        fast.run(shards(make()), None, 2)
    assert set(threading.enumerate()) == before


@pytest.mark.parametrize("make", [many, alone])
def test_progress_never_goes_back_nor_beyond_the_end(make: type[Regime]) -> None:
    """Catches people who are counted for empty lanes, and pieces that are counted twice or not at all."""
    calls = []
    of = shards(make())
    fast.run(of, lambda done, of_all: calls.append((done, of_all)), 1)
    in_all = of.persons.people * len(of.all_steps())
    assert {of_all for _, of_all in calls} == {in_all}
    done = [done for done, _ in calls]
    assert done == sorted(done)
    assert len(set(done)) > SHARDS
    assert done[-1] == in_all
