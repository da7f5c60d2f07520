"""Ctrl-C and SIGTERM end the program at once with status 1, and nothing is half written."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from boundary.command import environment, script
from scorewatch.cli import stop

# says on standard error when people have lived through a part of a step; Ctrl-C is heard also in the background
CHILD = """
import signal, sys
from contextlib import contextmanager
from scorewatch.cli import runs

@contextmanager
def told(*_, **__):
    def report(done, of):
        if done and not said:
            said.append(1)
            print("under way", file=sys.stderr, flush=True)
    said = []
    yield report

runs.progress = told
signal.signal(signal.SIGINT, signal.default_int_handler)
from scorewatch.cli.main import main
main(sys.argv[1:])
"""
SOON_S = 15  # the longest that a busy machine may take to end; a run or a compilation takes longer


@contextmanager
def under_way(until: str, out: Path, threads: int, **changes: str) -> Iterator[subprocess.Popen[str]]:
    """A long run in a process of its own, which has said this on standard error."""
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, "run", "article", "--people", "200_000_000", "--months", "36", "--threads",
         str(threads), "--out", str(out)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(changes),
    )  # fmt: skip
    try:
        assert child.stderr is not None
        for line in child.stderr:
            if until in line:
                break
        assert child.poll() is None, "it has ended before it could be told to"
        yield child
    finally:
        child.kill()
        child.communicate()


def told_to_end(child: subprocess.Popen[str], how: signal.Signals) -> None:
    """The child was told to end, and has ended in good order."""
    child.send_signal(how)
    out, err = child.communicate(timeout=SOON_S)
    assert child.returncode == 1
    assert out == ""
    assert err.endswith("Stopped. Nothing is half written.\n")
    assert "Traceback" not in err


@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize(("how", "threads"), [(signal.SIGINT, 1), (signal.SIGTERM, 2)])
def test_a_run_under_way_ends(how: signal.Signals, threads: int, tmp_path: Path) -> None:
    """Catches a run that hears of a signal when it is over, threads that are waited for, and a folder left behind."""
    (tmp_path / "in").mkdir()
    with under_way("under way", tmp_path / "in" / "run", threads) as child:
        told_to_end(child, how)
    assert list((tmp_path / "in").iterdir()) == []


@pytest.mark.parametrize(("how", "threads"), [(signal.SIGINT, 2), (signal.SIGTERM, 1)])
def test_a_compilation_ends(how: signal.Signals, threads: int, tmp_path: Path) -> None:
    """Catches a compiler that is waited for: Python hears of no signal while it optimises."""
    (tmp_path / "in").mkdir()
    with under_way("Compiling", tmp_path / "in" / "run", threads, SCOREWATCH_CACHE=str(tmp_path / "cache")) as child:
        time.sleep(2)  # into the compiler
        told_to_end(child, how)
    assert list((tmp_path / "in").iterdir()) == []


# as a compiler does: what interrupts the main thread in the middle of it is lost
DEAF = """
import os, signal, threading, time
from concurrent.futures import ThreadPoolExecutor
from scorewatch.cli import stop

def deaf():
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            time.sleep(0.05)
        except KeyboardInterrupt:
            pass

signal.signal(signal.SIGINT, signal.default_int_handler)
threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
try:
    stop.interruptible(lambda: ThreadPoolExecutor().submit(deaf).result() or deaf())
except KeyboardInterrupt:
    print("heard", flush=True)
stop.leave(1)
"""


def test_work_that_hears_of_nothing_is_left_behind() -> None:
    """Catches a signal that is lost inside the work, and a process that ends when the work does."""
    begin = time.monotonic()
    said = script(DEAF)
    assert (said.status, said.out, said.err) == (1, "heard\n", "")
    assert time.monotonic() - begin < 30


def test_what_work_returns_and_raises_comes_through() -> None:
    """Catches a result or an error that stays in the thread, and an end in which threads are not waited for."""
    assert stop.interruptible(lambda: 7) == 7
    with pytest.raises(ZeroDivisionError):
        stop.interruptible(lambda: 1 // 0)
    with pytest.raises(SystemExit) as ended:
        stop.leave(3)
    assert ended.value.code == 3
