"""Whether two models of one regime say the same, as far as chance lets one tell.

    python -m bench.agree --people 300000 --months 36 --seeds 3 --peers events persons inverted
    python -m bench.agree --peers mesa                                # needs Mesa; 20,000 people, 27 months, 4 seeds

Two figures differ where they are more than 5 standard errors of their difference apart. The errors come from the
jackknife over 32 parts (or from seeds, where there are several, if those say more). With Student's t of 31 degrees of
freedom that is a false alarm in 2 of 100,000 figures, so in about one of a thousand comparisons of 60 figures. `spread`
is the root mean square of the differences in standard errors: about 1 if the models agree and the errors are right.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bench.headline import Figure, Headline, headline_of, pooled
from scorewatch.regime.read import Regime

SIGMAS = 5.0
PEERS = ("persons", "inverted", "events", "mesa")
Run = Callable[[Regime, int, int, int], Headline]


@dataclass(frozen=True)
class Difference:
    """One figure of two models; sigmas: how many standard errors of the difference they are apart."""

    name: str
    one: Figure
    other: Figure
    sigmas: float

    def __str__(self) -> str:
        return f"{self.name:46s} {self.one.value:11.5g} {self.other.value:11.5g} {self.sigmas:+6.2f} sigma"


@dataclass(frozen=True)
class Agreement:
    """The comparison of two models, figure by figure. differ: those that chance does not explain."""

    all: tuple[Difference, ...]
    differ: tuple[Difference, ...]
    spread: float

    def __bool__(self) -> bool:
        return not self.differ

    def __str__(self) -> str:
        said = f"{len(self.all)} figures, spread {self.spread:.2f}: "
        if not self.differ:
            return said + f"none differs by more than {SIGMAS:g} standard errors"
        return said + "these differ:\n" + "\n".join(map(str, self.differ))


def compare(one: Mapping[str, Figure], other: Mapping[str, Figure]) -> Agreement:
    """Every figure that both have. ValueError where they do not name the same figures."""
    if set(one) != set(other):
        raise ValueError(f"only one of the two has {sorted(set(one) ^ set(other))}")
    found = []
    for name, figure in one.items():
        error = math.hypot(figure.error, other[name].error)
        if math.isnan(figure.value) or math.isnan(other[name].value) or math.isinf(error):
            continue  # nobody of whom it could be said
        apart = figure.value - other[name].value
        if figure.count or other[name].count or apart:
            found.append(
                Difference(name, figure, other[name], apart / error if error else math.copysign(math.inf, apart))
            )
    spread = math.sqrt(sum(d.sigmas**2 for d in found) / max(1, len(found)))
    return Agreement(tuple(found), tuple(d for d in found if abs(d.sigmas) > SIGMAS), spread)


def agree(one: Sequence[Headline], other: Sequence[Headline]) -> Agreement:
    """Whether the runs of one model (a seed each) agree with those of another: same regime, people and steps.

    ValueError where they ran different numbers of people or steps: an office's room and rare loops depend on both.
    """
    sizes = {(headline.people, headline.steps) for headline in (*one, *other)}
    if len(sizes) != 1:
        raise ValueError(f"runs of different sizes (people, steps): {sorted(sizes)}")
    return compare(pooled(one), pooled(other))


def peer(name: str) -> Run:
    """How a peer runs: `run(regime, people, months, seed)`. ImportError where it needs Mesa and there is none."""
    if name == "mesa":
        from bench import mesa_model  # needs Mesa, which the project does not

        return mesa_model.run
    from bench import numpy_events, numpy_persons

    runs: dict[str, Run] = {
        "events": numpy_events.run,
        "persons": numpy_persons.run,
        "inverted": numpy_persons.run_inverted,
    }
    return runs[name]


def against(name: str, regime: Regime, people: int, months: int, seeds: int, engine: str = "fast") -> Agreement:
    """Whether a peer agrees with Scorewatch: so many seeds of each, of its own: nothing ties the luck of the two."""
    import scorewatch

    run = peer(name)
    ours = [
        headline_of(scorewatch.run(regime, people=people, months=months, seed=s, engine=engine)) for s in range(seeds)
    ]
    theirs = [run(regime, people, months, 1000 + s) for s in range(seeds)]
    return agree(ours, theirs)


def main() -> None:
    """The peers against Scorewatch; leaves with 1 where one of them differs."""
    import scorewatch

    parser = argparse.ArgumentParser(description="Do the peers agree with Scorewatch?")
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--months", type=int, default=27)
    parser.add_argument("--seeds", type=int, default=4)
    parser.add_argument("--engine", choices=("fast", "plain"), default="fast")
    parser.add_argument("--peers", nargs="+", choices=PEERS, default=list(PEERS))
    parser.add_argument("--all", action="store_true", help="print every figure")
    given = parser.parse_args()
    regime = scorewatch.load("article")
    failed = False
    for name in given.peers:
        found = against(name, regime, given.people, given.months, given.seeds, given.engine)
        print(f"scorewatch ({given.engine}) and {name}: {found}", flush=True)
        if given.all:
            print("\n".join(map(str, found.all)))
        failed |= not found
    raise SystemExit(int(failed))


if __name__ == "__main__":
    main()
