"""Everything that is said about speed, measured, and the page about it.

    make bench                                            # makes .venv-bench, with Mesa, and writes docs/benchmarks.md
    python -m bench.run --quick --out /tmp/benchmarks.md  # small sizes: does it all work?
    python -m bench.run --nation                          # also 1.4 billion people: minutes, and some 16 GB

First whether the models agree: where they do not, nothing is measured and the status is 1.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import scorewatch
from bench import agree, machine, page
from bench.measure import Contender, Cost, in_turns
from scorewatch.regime.read import Regime
from scorewatch.study.run import ENGINES

ROOT = Path(__file__).resolve().parent.parent
BYTES_A_PERSON = 16  # at most, for the question whether a size fits
NATION = (1_400_000_000, 12)


@dataclass(frozen=True)
class Sizes:
    """How much of everything: (people, months) of each comparison."""

    rounds: int
    peers: tuple[int, int]  # fast engine and NumPy
    hundred: tuple[int, int]  # fast engine, against Mesa
    mesa: tuple[int, int]
    mesa_flat: tuple[int, ...]
    mesa_flat_months: int
    plain: tuple[int, int]
    threads: tuple[int, int]
    scale: tuple[int, ...]
    scale_months: int
    scale_rounds: int
    agree_numpy: tuple[int, int, int]  # people, months, seeds
    agree_mesa: tuple[int, int, int]
    same_digest: tuple[int, int]


FULL = Sizes(
    rounds=9,
    peers=(1_000_000, 36),
    hundred=(100_000, 36),
    mesa=(10_000, 36),
    mesa_flat=(2_500, 5_000, 10_000, 20_000),
    mesa_flat_months=12,
    plain=(3_000, 36),
    threads=(5_000_000, 12),
    scale=(1_000_000, 3_000_000, 10_000_000, 30_000_000, 100_000_000),
    scale_months=12,
    scale_rounds=5,
    agree_numpy=(300_000, 36, 3),
    agree_mesa=(20_000, 30, 3),
    same_digest=(3_001, 27),
)
QUICK = Sizes(
    rounds=3,
    peers=(100_000, 12),
    hundred=(50_000, 12),
    mesa=(2_500, 12),
    mesa_flat=(1_000, 4_000),
    mesa_flat_months=6,
    plain=(500, 6),
    threads=(500_000, 6),
    scale=(100_000, 300_000, 1_000_000),
    scale_months=6,
    scale_rounds=2,
    agree_numpy=(50_000, 27, 2),
    agree_mesa=(5_000, 27, 2),
    same_digest=(300, 6),
)


def say(text: str) -> None:
    """On the error channel: the page is what is kept."""
    print(text, file=sys.stderr, flush=True)


@contextmanager
def chapter(title: str) -> Iterator[None]:
    """What is done, and afterwards how long it took."""
    say(f"-- {title}")
    begin = time.perf_counter()
    yield
    say(f"   {time.perf_counter() - begin:.1f} s")


def ours(name: str, regime: Regime, size: tuple[int, int], threads: int = 1, engine: str = "fast") -> Contender:
    """Scorewatch: everything from the loaded regime to the tables of results."""
    people, months = size

    def once() -> int:
        run = scorewatch.run(regime, people=people, months=months, seed=1, engine=engine, threads=threads)
        return run.people

    return Contender(name, people, months, once)


def theirs(name: str, peer: str, regime: Regime, size: tuple[int, int]) -> Contender:
    """A peer: everything from making the people to the last count."""
    run, (people, months) = agree.peer(peer), size
    return Contender(name, people, months, lambda: run(regime, people, months, 1).people)


def checked(regime: Regime, sizes: Sizes, mesa: bool) -> tuple[str, list[page.Agreed]]:
    """That the two engines agree, in a sentence, and the peers that do. SystemExit where something does not."""
    people, months = sizes.same_digest
    runs = [scorewatch.run(regime, people=people, months=months, seed=1, engine=e) for e in ENGINES]
    if len({run.digest for run in runs}) != 1:
        raise SystemExit("the engines of Scorewatch differ: nothing is measured")
    digest = f"The two engines gave one digest for {runs[0].people:,} people x {months}."
    agreed = []
    for peer in agree.PEERS:
        if peer == "mesa" and not mesa:
            continue
        people, months, seeds = sizes.agree_mesa if peer == "mesa" else sizes.agree_numpy
        found = agree.against(peer, regime, people, months, seeds)
        say(f"   {page.NAMES[peer]}: {found}")
        if not found:
            raise SystemExit(f"{page.NAMES[peer]} does not agree with Scorewatch: nothing is measured")
        farthest = max(abs(d.sigmas) for d in found.all)
        agreed.append(page.Agreed(page.NAMES[peer], len(found.all), found.spread, farthest, people, months, seeds))
    return digest, agreed


def first_run() -> tuple[float, float]:
    """Seconds of a process that compiles everything, and of the next one, which compiles nothing: 1,000 people x 1."""
    text = (
        "import scorewatch as s; "
        "s.run(s.load('article'), people=1000, months=1, seed=1, engine='fast', threads=1).digest"
    )
    seconds = []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(2):
            begin = time.perf_counter()
            subprocess.run(
                [sys.executable, "-c", text],
                cwd=ROOT,
                env={**os.environ, "SCOREWATCH_CACHE": folder},
                check=True,
                stderr=subprocess.DEVNULL,
            )
            seconds.append(time.perf_counter() - begin)
    return seconds[0], seconds[1]


def nation(people: int, months: int) -> page.Nation:
    """A run of this many on all cores, in a process of its own: its peak of memory is its own."""
    text = (
        "import json, time, scorewatch as s; from bench import machine; r = s.load('article'); "
        "s.run(r, people=1000, months=1, engine='fast'); begin = time.perf_counter(); "
        f"run = s.run(r, people={people}, months={months}, seed=1, engine='fast'); "
        "print(json.dumps([run.people, time.perf_counter() - begin, machine.most_memory(), run.digest]))"
    )
    done = subprocess.run([sys.executable, "-c", text], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    ran, seconds, memory, digest = json.loads(done.stdout.splitlines()[-1])
    return page.Nation(ran, months, machine.cores(), seconds, memory, digest)


def measured(regime: Regime, sizes: Sizes, mesa: bool) -> page.Measured:
    """All comparisons, each in turns."""
    cores = machine.cores()
    with chapter("the engines and the peers"):
        contenders = [
            ours("fast", regime, sizes.peers),
            theirs("persons", "persons", regime, sizes.peers),
            theirs("inverted", "inverted", regime, sizes.peers),
            theirs("events", "events", regime, sizes.peers),
            ours("hundred", regime, sizes.hundred),
            theirs("persons, hundred", "persons", regime, sizes.hundred),
            theirs("events, hundred", "events", regime, sizes.hundred),
            ours("hundred, 2 threads", regime, sizes.hundred, threads=2),
            *([theirs("mesa", "mesa", regime, sizes.mesa)] if mesa else []),
            ours("few", regime, sizes.plain),
            ours("plain", regime, sizes.plain, engine="plain"),
        ]
        peers = in_turns(contenders, sizes.rounds, say)
    flat: dict[str, Cost] = {}
    if mesa:
        with chapter("Mesa, more and fewer people"):
            sized = [theirs(f"mesa {n:,}", "mesa", regime, (n, sizes.mesa_flat_months)) for n in sizes.mesa_flat]
            flat = in_turns(sized, sizes.scale_rounds, say)
    with chapter("two threads and one"):
        threads = in_turns([ours(f"{t} threads", regime, sizes.threads, threads=t) for t in (1, 2)], sizes.rounds, say)
    with chapter("from few people to many"):
        room = machine.memory_left()
        fitting = [n for n in sizes.scale if n * BYTES_A_PERSON < room]
        scale = in_turns([ours(f"{n:,}", regime, (n, sizes.scale_months)) for n in fitting], sizes.scale_rounds, say)
    return page.Measured(cores, peers, flat, threads, scale)


def main() -> None:
    """The page is written; with status 1, none is, since something does not agree."""
    parser = argparse.ArgumentParser(description="Measure Scorewatch and its peers, and write the page about it.")
    parser.add_argument(
        "--quick", action="store_true", help="small sizes: whether everything works, no figures to keep"
    )
    parser.add_argument("--nation", action="store_true", help="also 1.4 billion people: minutes, and some 16 GB")
    parser.add_argument("--out", type=Path, help="the page; docs/benchmarks.md, or build/benchmarks.md with --quick")
    given = parser.parse_args()
    sizes = QUICK if given.quick else FULL
    out = given.out or ROOT / ("build" if given.quick else "docs") / "benchmarks.md"
    begin, load = time.perf_counter(), machine.load()
    regime = scorewatch.load("article")
    try:
        agree.peer("mesa")
        mesa = True
    except ImportError:
        mesa = False
        say("Mesa is not installed, and is left out; `make bench` installs it")
    with chapter("first run, compiling, and second"):
        first = first_run()
    with chapter("do they agree?"):
        digest, agreed = checked(regime, sizes, mesa)
    found = measured(regime, sizes, mesa)
    many = None
    if given.nation:
        with chapter("a nation"):
            many = nation(*NATION)
    conditions = {**machine.conditions(), "load when it began, when it ended": f"{load}, {machine.load()}"}
    text = page.text(found, digest, agreed, first, many, conditions, quick=given.quick)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(text, encoding="utf-8")
    say(f"wrote {out} after {time.perf_counter() - begin:.0f} s")


if __name__ == "__main__":
    main()
