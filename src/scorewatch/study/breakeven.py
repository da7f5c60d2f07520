"""The value of an input at which a sentence about a run no longer holds, by bisection on the same luck."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scorewatch.engine.outcome import Progress
from scorewatch.errors import InputError, Mistake, nearest
from scorewatch.measure.claim import Claim, claim
from scorewatch.measure.harm import HEADLINES, Harm
from scorewatch.measure.interval import Estimate
from scorewatch.people.persons import whole_households
from scorewatch.people.template import read_template
from scorewatch.regime.inputs import Input, inputs, quantities
from scorewatch.regime.places import dotted
from scorewatch.regime.read import Regime
from scorewatch.study.ends import ends
from scorewatch.study.figures import Figures
from scorewatch.study.run import length, run

NARROW = 0.005  # of the range: where bisection ends
MOST = 100_000  # people, where nobody says how many: a question takes about twenty runs
_LOW, _FIGURE, _HIGH = range(3)


@dataclass(frozen=True)
class Crossing:
    """Where a sentence turns, on one side of the input as written.

    above: on the side of its high end. value: from here on it is not as written; of whole numbers the first such.
    low, high: 95 %, chance alone; None where the interval does not end within the range.
    """

    above: bool
    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Breakeven:
    """A sentence, the input it was asked about, and where it turns; no crossings where both ends are as written."""

    input: Input
    claim: Claim
    crossings: tuple[Crossing, ...]
    people: int
    steps: int
    seed: int

    @property
    def sentence(self) -> str:
        """The answer in words."""
        one = self.input
        low, high = one.range
        name = f'"{one.says}" ({one.path})'
        tail = f"as written it is {one.value:.10g}."
        if not self.crossings:
            whole = f"{low:.10g} to {high:.10g} (run at both ends and as written)"
            return f"{self.claim.sentence}: this holds over the whole range of {name}, {whole}; {tail}"
        stays = " and ".join(
            f"{'below' if c.above else 'above'} {_short(c.value, one)} ({_interval(c, one)})" for c in self.crossings
        )
        tried = f"tried from {low:.10g} to {high:.10g}"
        return f"{self.claim.sentence} as long as {name} stays {stays}; {tried}, {tail}"


def _short(value: float, of: Input) -> str:
    return f"{value:.0f}" if of.whole else f"{value:.3g}"


def _interval(c: Crossing, of: Input) -> str:
    low, high = of.range
    first = f"below {low:.10g}" if c.low is None else _short(c.low, of)
    last = f"above {high:.10g}" if c.high is None else _short(c.high, of)
    return f"{first} to {last}; 95 %, chance alone"


def breakeven(
    regime: Regime,
    *,
    harm: str,
    over: str,
    at: float | None = None,
    item: str | None = None,
    who: str | None = None,
    people: int | None = None,
    months: int | None = None,
    seed: int = 0,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Breakeven:
    """Where a headline turns: `breakeven(load("article"), harm="wrong person", over="sensor.cameras.recorded")`.

    at: what the figure is compared with; the largest round one below its interval where not given. item: the list,
    sanction or behaviour where there are several. who: a group, region, sex or age band; everybody where not given.
    InputError with every mistake, before anything runs; and where a figure that is needed is not estimable.
    """
    mistakes: list[Mistake] = []
    one = _input(regime, over, mistakes)
    which = _harm(regime, harm, item, who, mistakes)
    if at is not None and not (math.isfinite(at) and at >= 0):
        mistakes.append(Mistake(f"{at:g} is no size that a figure can have", "--at", do="Write one from 0."))
    if one is not None:
        mistakes += _of_ends(regime, one)
    if mistakes or one is None or which is None:
        raise InputError(mistakes)
    most = min(MOST, regime.rules.population.people) if people is None else people
    people = whole_households(read_template(regime.census), most)
    figures = Figures(people, length(regime, months), seed, threads=threads, progress=progress)
    claimed = claim(_same(figures.of(regime), which), at)
    if claimed is None:
        e = _same(figures.of(regime), which).estimate
        low = "" if e.low is None else f", and the interval of the figure begins at {e.low:.3g}"
        raise InputError(
            Mistake(
                f"there is no round figure that {which.what} [{which.item}] is more than: {e.note or 'too few'}{low}",
                "--harm",
                do="Name one with --at, or run more people.",
            )
        )
    found = crossings(figures, regime, one, claimed)
    return Breakeven(one, claimed, found, people, figures.steps, seed)


def crossings(figures: Figures, regime: Regime, one: Input, of: Claim, *, alone: bool = True) -> tuple[Crossing, ...]:
    """Where a claim turns on either side of the input as written. InputError where a figure is not estimable."""

    def estimate(value: float) -> Estimate:
        varied = regime if value == one.value else regime.set(one.path, value)
        return _same(figures.of(varied, alone=alone), of.harm).estimate

    search = _Search(one, of, estimate)
    return tuple(found for end in one.range if (found := search.crossing(end)) is not None)


class _Search:
    """Bisection along one input. What is known at a value is asked for once."""

    def __init__(self, one: Input, of: Claim, estimate: Callable[[float], Estimate]) -> None:
        self._input, self._claim, self._estimate = one, of, estimate
        self._known: dict[float, tuple[float, float, float]] = {}
        for value in (*one.range, one.value):
            self._more(value, _FIGURE)

    def crossing(self, end: float) -> Crossing | None:
        """Where the figure crosses between the input as written and this end; None where it does not."""
        one = self._input
        turn = self._turn(one.value, end, _FIGURE)
        if turn is None:
            return None
        near, far = turn
        # the bound that the figure comes from is crossed before it, the other one after it
        coming, going = (_LOW, _HIGH) if self._more(near, _FIGURE) else (_HIGH, _LOW)
        low, high = one.range
        before = self._turn(far, low if end > one.value else high, coming)
        after = self._turn(near, end, going)
        # of whole numbers the first at which it is not so, as the value; else the outer ends of what is left
        bounds = (before[0 if one.whole else 1] if before else None), (after[1] if after else None)
        above = end > one.value
        return Crossing(above, far if one.whole else self._between(near, far), *(bounds if above else bounds[::-1]))

    def _turn(self, start: float, until: float, curve: int) -> tuple[float, float] | None:
        """Two near values between which a curve crosses, the first on the side of `start`; None where it does not."""
        state = self._more(start, curve)
        way = sorted(value for value in self._known if min(start, until) <= value <= max(start, until))
        if until < start:
            way.reverse()
        other = next((value for value in way if self._more(value, curve) != state), None)
        if other is None:
            return None
        here = way[way.index(other) - 1]
        while not self._narrow(here, other):
            middle = (here + other) // 2 if self._input.whole else (here + other) / 2
            if self._more(middle, curve) == state:
                here = middle
            else:
                other = middle
        return here, other

    def _narrow(self, a: float, b: float) -> bool:
        low, high = self._input.range
        return abs(a - b) <= (1 if self._input.whole else NARROW * (high - low))

    def _between(self, a: float, b: float) -> float:
        """Where the figure crosses between two near values, if it is straight there."""
        at = self._claim.at
        first, second = self._known[a][_FIGURE], self._known[b][_FIGURE]
        return a + (b - a) * (first - at) / (first - second)

    def _more(self, value: float, curve: int) -> bool:
        if value not in self._known:
            e = self._estimate(value)
            found = self._claim.curves(e)
            if found is None:
                h, of = self._claim.harm, "" if e.of is None else f" of {e.of:,}"
                raise InputError(
                    Mistake(
                        f"{h.what} [{h.item}] is not estimable where this is {value:.10g}: {e.n:,}{of}",
                        self._input.path,
                        do="Run more people, or write a low and a high nearer to each other.",
                    )
                )
            self._known[value] = found
        return self._known[value][curve] > self._claim.at


def _same(harms: Sequence[Harm], which: Harm) -> Harm:
    return next(harm for harm in harms if harm.key == which.key)


def _input(regime: Regime, over: str, mistakes: list[Mistake]) -> Input | None:
    known = {one.path: one for one in inputs(regime)}
    if over in known:
        return known[over]
    if over in (numbers := [dotted(path) for path, _ in quantities(regime.raw)]):
        what = "nothing says how far this might go"
        do = f"Write value, low and high in the file, or --set {over}.low=… and --set {over}.high=…"
        mistakes.append(Mistake(what, over, do=do))
    else:
        near = nearest(over, known) or nearest(over, numbers)
        do = f'Did you mean "{near}"?' if near else f"Those with a low or a high: {', '.join(known) or 'none'}."
        mistakes.append(Mistake(f'no number of this regime is called "{over}"', "--over", do=do))
    return None


def _harm(regime: Regime, harm: str, item: str | None, who: str | None, mistakes: list[Mistake]) -> Harm | None:
    """The figure that is asked about, of nobody yet."""
    if harm not in HEADLINES:
        near = nearest(harm, HEADLINES)
        do = f'Did you mean "{near}"?' if near else f"There are: {', '.join(HEADLINES)}."
        mistakes.append(Mistake(f'no harm is called "{harm}"', "--harm", do=do))
        return None
    # which figures there are hangs on the parts of a regime alone, so a household and a step will do
    found = [
        one
        for one in run(regime, people=1, steps=1, engine="plain").harms()
        if one.harm == harm and one.what.startswith(HEADLINES[harm])
    ]
    if not found:
        mistakes.append(Mistake(f'this regime has no figure of "{harm}"', "--harm"))
        return None
    items, names = (list(dict.fromkeys(words)) for words in ([h.item for h in found], [h.who for h in found]))
    mistaken = False
    for option, given, there in (("--item", item, items), ("--who", who, names)):
        if given is not None and given not in there:
            near = nearest(given, there)
            do = f'Did you mean "{near}"?' if near else f"There are: {', '.join(there)}."
            mistakes.append(Mistake(f'"{harm}" has no figure of "{given}"', option, do=do))
            mistaken = True
    if item is None and len(items) > 1:
        do = f"Name one with --item: {', '.join(items)}."
        mistakes.append(Mistake(f'"{harm}" has several figures', "--item", do=do))
        mistaken = True
    if mistaken:
        return None
    fits = [h for h in found if item in (None, h.item) and (h.headline if who is None else h.who == who)]
    if len({h.what for h in fits}) > 1:  # several rights
        mistakes.append(Mistake(f"several rights: {', '.join(h.what for h in fits)}", "--harm"))
        return None
    return fits[0]


def _of_ends(regime: Regime, one: Input) -> list[Mistake]:
    try:
        ends(regime, (one,))
    except InputError as error:
        return list(error.mistakes)
    return []
