"""docs/benchmarks.md from what was measured: the whole page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.measure import Cost, Ratio, ratio

NAMES = {
    "persons": "NumPy, persons",
    "inverted": "NumPy, persons inverted",
    "events": "NumPy, events",
    "mesa": "Mesa",
}

WHAT = """\
The regime `article` with everything that it uses: acts, three ledgers, the list, due process, sanctions, response, the
phase, and every measure of [the model](model.md) 12 by cell. All read their numbers from the same file.

- **fast**, **plain**: the two engines of Scorewatch, from a loaded regime to finished tables.
- **NumPy, persons** ([numpy_persons.py](../bench/numpy_persons.py)): arrays of persons; for each behaviour everybody
  draws with `Generator.poisson`. It is what a NumPy user would write first and then make quick: sorted by cell, a slice
  at a time, only who did something goes on, counts by `bincount`.
- **NumPy, persons inverted**: the same with one uniform number for everybody instead, compared with his mean, and the
  law inverted for the few below it.
- **NumPy, events** ([numpy_events.py](../bench/numpy_events.py)): not persons but groups draw how much happens, and
  then on whom it falls. Another algorithm for the same law: no person has a luck of his own.
- **Mesa** ([mesa_model.py](../bench/mesa_model.py)): a person and a household are agents, activated in order.

The peers use one thread. They write no tables and no digest; they are timed from making the people to the last count.
"""

FAIR = """\
## What each does better

**NumPy, persons.** Nothing to install beyond NumPy and nothing to compile: the first run is as fast as the second. Any
NumPy user can read it, take it apart, put something in the middle of it, or move it to CuPy or JAX. It pays with being
one regime: another list, a term, a correction of records each mean other code, and the rules hide in index arithmetic,
where a mistake does not look like one.

**NumPy, events.** The same, and much faster: since everybody with one mean is interchangeable, who does nothing costs
nothing. It comes closest to the fast engine, and where only totals are asked it is the way to go. It pays with what it
rests on: no life can be replayed, and a change of one number changes everybody's luck, so two regimes cannot be
compared person by person.

**Mesa.** Anything can be written: an agent is a Python object that may do what it likes to any other. Networks, space,
bargaining, learning, birth and death; Scorewatch's people meet only in their household and through last month's totals.
The code reads like the story, a debugger steps through it, a browser page with sliders and charts comes with it, and so
do batch runs, a community, textbooks and examples. It pays with microseconds for each person and month, and a kilobyte
or two for each person.

**Scorewatch, plain.** Each mechanism is plain integers in plain Python, one household at a time. It is what the fast
engine is compared with, and what replays a life.

**Scorewatch, fast.** A regime is a file. Every decision has an address, so a digest is the same for any threads and
machine, a life is replayed without the others, and two regimes are compared under the same luck. It pays with a
compiler, for which the first run waits; with mechanisms that are written twice; and, where people are few, with what a
step costs however many they are.
"""

AGAIN = """\
## Once more

```sh
make bench
```

makes an environment of its own (`.venv-bench`, with Mesa, which is no dependency of the project), checks that all
agree, measures, and writes this page. `make bench BENCH=--quick` tries it at small sizes, into
build/benchmarks.md; `make bench BENCH=--nation` adds 1.4 billion people. Nothing else should run meanwhile.
"""

FAST = ("fast", "hundred", "hundred, 2 threads", "few")


@dataclass(frozen=True)
class Agreed:
    """A peer that agrees with the fast engine. spread, farthest: differences in standard errors, see agree.py."""

    name: str
    figures: int
    spread: float
    farthest: float
    people: int
    months: int
    seeds: int


@dataclass(frozen=True)
class Nation:
    """A run of very many. memory: the peak, bytes."""

    people: int
    months: int
    threads: int
    seconds: float
    memory: int
    digest: str


@dataclass(frozen=True)
class Measured:
    """What run.py measured, by its names. peers: fast, persons … plain. scale: by people."""

    cores: int
    peers: Mapping[str, Cost]
    mesa_flat: Mapping[str, Cost]
    threads: Mapping[str, Cost]
    scale: Mapping[str, Cost]


def number(x: float) -> str:
    """Three digits, or whole."""
    return f"{x:,.0f}" if x >= 100 else f"{x:.3g}"


def _times(r: Ratio) -> str:
    return f"**{number(r.median)}** | {number(r.low)} to {number(r.high)}"


def _size(cost: Cost) -> str:
    return f"{cost.people:,} x {cost.months}"


def _table(head: str, rows: Sequence[str]) -> str:
    bars = head.count("|") + 1
    return "\n".join([f"| {head} |", "|" + "---|" * bars, *(f"| {row} |" for row in rows)]) + "\n"


def _ratios(found: Measured) -> str:
    """How many times the fast engine's cost a person and month of each peer costs."""
    rows = []
    for cheap, dear in (
        ("fast", "persons"),
        ("fast", "inverted"),
        ("fast", "events"),
        ("hundred", "persons, hundred"),
        ("hundred", "events, hundred"),
        ("hundred", "mesa"),
        ("few", "plain"),
    ):
        if dear in found.peers:
            ours, theirs = found.peers[cheap], found.peers[dear]
            name = title(dear)
            rows.append(f"{name} | {_size(theirs)} | {_size(ours)} | {_times(ratio(theirs, ours))}")
    one, two = found.threads["1 threads"], found.threads["2 threads"]
    head = "model | people x months | the fast engine at | costs this many times as much | in the rounds"
    said = _table(head, rows)
    gain = ratio(one, two)
    said += (
        f"\nOne thread each. A second thread makes the fast engine {number(gain.median)} times as fast "
        f"({number(gain.low)} to {number(gain.high)}) at {one.people:,} people and {one.months} months"
    )
    if found.cores < 2:
        said += ", on a machine that has but one core"
    return said + ".\n"


def _flat(found: Mapping[str, Cost], what: str) -> str:
    """Costs relative to the first, and how far they are apart."""
    costs = list(found.values())
    ratios = [ratio(cost, costs[0]) for cost in costs]
    rows = [
        f"{cost.people:,} | {number(r.median)} | {number(r.low)} to {number(r.high)}"
        for cost, r in zip(costs, ratios, strict=True)
    ]
    spread = max(r.median for r in ratios) / min(r.median for r in ratios) - 1
    return _table(f"people ({what}, {costs[0].months} months) | cost of a person and month | in the rounds", rows) + (
        f"\nThe dearest is {spread:.0%} above the cheapest, by the medians of {len(costs[0].rounds)} rounds.\n"
    )


def title(name: str) -> str:
    """How a contender of run.py is called on the page."""
    if name in FAST:
        return "fast, 2 threads" if name.endswith("2 threads") else "fast"
    return NAMES.get(name.removesuffix(", hundred"), name)


def _absolute(found: Measured) -> str:
    costs = [(title(name), cost) for name, cost in found.peers.items()]
    costs += [("fast" if name.startswith("1 ") else "fast, 2 threads", cost) for name, cost in found.threads.items()]
    costs += [("fast", cost) for cost in found.scale.values()]
    rows = [f"{name} | {_size(cost)} | {number(cost.median)} | {cost.seconds:.3g}" for name, cost in costs]
    return _table("model | people x months | ns a person and month | seconds a run", rows)


def _agreement(agreed: Sequence[Agreed]) -> str:
    rows = [
        f"{a.name} | {a.figures} | {a.spread:.2f} | {a.farthest:.1f} | {a.people:,} x {a.months} | {a.seeds}"
        for a in agreed
    ]
    return _table("model | figures | root mean square | farthest | people x months | seeds of each", rows)


def text(
    found: Measured,
    digest: str,
    agreed: Sequence[Agreed],
    first: tuple[float, float],
    nation: Nation | None,
    conditions: Mapping[str, str],
    *,
    quick: bool,
) -> str:
    """The page."""
    turns = len(found.peers["fast"].rounds)
    hundred = [found.peers[name] for name in ("hundred", "hundred, 2 threads")]
    parts = ["# Benchmarks\n", "<!-- Written by `python -m bench.run`; do not edit. -->\n"]
    if quick:
        parts.append("**Small sizes, to try whether everything runs: no figures to quote.**\n")
    parts += [
        "Speed is said in ratios, measured in turns in one process after everything was compiled: A B C A B C …\n"
        f"A ratio is the median of the ratios of {turns} rounds; beside it stand the smallest and the greatest.\n"
        "Seconds hold for the machine below only.\n",
        "## What is compared\n",
        WHAT,
        "## Ratios\n",
        _ratios(found),
        "## Few people and many\n",
        "Scorewatch's fast engine, one thread; the cost of a person and month at the fewest people is 1.\n",
        _flat(found.scale, "fast"),
    ]
    if found.mesa_flat:
        parts += [
            "Mesa likewise: it is timed on fewer people than the fast engine; this is what that does to its cost.\n",
            _flat(found.mesa_flat, "Mesa"),
        ]
    parts += [
        "## On this machine\n",
        _table("condition | ", [f"{name} | {value}" for name, value in conditions.items()]),
        _absolute(found),
        f"Warm, {_size(hundred[0])} takes {hundred[0].seconds * 1e3:.0f} ms on one thread and "
        f"{hundred[1].seconds * 1e3:.0f} ms on two.\n",
        f"The first run of all, which compiles everything, took {first[0]:.1f} s from the start of Python to the\n"
        f"results of 1,000 people and one month; the second start, which compiles nothing, {first[1]:.1f} s.\n",
    ]
    if nation:
        parts.append(
            f"{nation.people:,} people and {nation.months} months of `article`, seed 1, {nation.threads} threads:\n"
            f"{nation.seconds:.0f} s and at most {nation.memory / 1e9:.1f} GB of memory. Digest `{nation.digest}`.\n"
        )
    parts += [
        "## Do they agree?\n",
        f"Checked before anything was measured. {digest}\n"
        "The peers draw their own random numbers, so they can only be compared as [agree.py](../bench/agree.py) does:\n"
        "shares and means of runs, with the differences in standard errors. Where one differs by more than 5, nothing\n"
        "is measured; if two models agree, the root mean square is about 1.\n",
        _agreement(agreed),
        FAIR,
        AGAIN,
    ]
    return "\n".join(parts)
