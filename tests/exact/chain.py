"""The law of one person: a Markov chain on scores and holds, by repeated convolution (model.md 13).

Written from model.md 3 to 6 alone, for somebody of one type under a regime without a response and without due process:
everybody lives by it independently, so that a count of people has a binomial law. Steps are months. One ledger has
one list with one ground; three ledgers at once have neither ground nor term, and one threshold. Profiles, subjects and
a second list or ground are in neither.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Law = NDArray[np.float64]
YEAR = 12
_NEVER = 10**9
_NEITHER, _FREED, _FIRED = range(3)  # what the score does to its hold
_RARE = 1e-13  # rarer outcomes are taken for the last one, or left out
_ALL = 1e-9  # how little may be left out of a whole


@dataclass(frozen=True)
class Records:
    """Of one behaviour in one ledger: Poisson with this mean a month."""

    mean: float
    points: int
    of_ground: bool = False


@dataclass(frozen=True)
class Score:
    """recovery: points a year."""

    start: int
    low: int
    high: int
    recovery: int = 0

    def after(self, step: int, points: int) -> NDArray[np.int64]:
        """The score at the end of a step for every score before it, counted from the lowest."""
        before = np.arange(self.low, self.high + 1)
        way = (step + 1) * self.recovery // YEAR - step * self.recovery // YEAR
        towards = np.where(
            before < self.start, np.minimum(before + way, self.start), np.maximum(before - way, self.start)
        )
        return np.clip(towards + points, self.low, self.high) - self.low


@dataclass(frozen=True)
class Rules:
    """Of a list. enter_below: by step. leave_at: None where it is not written. terms in months, None: never."""

    enter_below: Sequence[int]
    leave_at: int | None = None
    term: int | None = None
    chance: float = 0.0  # of the ground, each record
    ground_term: int | None = None

    def frees(self, step: int) -> int:
        """The score from which on the score's hold ends."""
        if self.leave_at is not None:
            return self.leave_at
        return self.enter_below[step] if self.term is None else _NEVER


@dataclass
class Shares:
    """Of all people, at the end of a step or in it. score: by score, counted from the lowest."""

    score: Law
    by_score: float = 0.0  # listed, and no ground holds
    by_ground: float = 0.0
    ever: float = 0.0
    entries: float = 0.0
    exits: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    @property
    def listed(self) -> float:
        """Whatever holds."""
        return self.by_score + self.by_ground


def one_ledger(records: Sequence[Records], score: Score, rules: Rules, steps: int) -> Iterator[Shares]:
    """Step by step. A hold is 0 where it does not hold, else the steps that it still lasts, this one included.

    Without a term it is 1, and stays so.
    """
    outcomes = _outcomes(records)
    scores = np.arange(score.low, score.high + 1)
    # ever listed, how long the score's hold lasts, and the ground's
    stands = list(product((False, True), range((rules.term or 1) + 1), range((rules.ground_term or 1) + 1)))
    shape = (len(stands), len(scores))
    law = np.zeros(shape)
    law[stands.index((False, 0, 0)), score.start - score.low] = 1.0
    first_of_stand = np.arange(shape[0])[:, None] * shape[1]
    for step in range(steps):
        was_below = scores < rules.enter_below[step - 1] if step else np.zeros(len(scores), bool)
        moved = np.zeros((2, 3, *shape))  # struck by the ground: no, yes; by the score: neither, freed, fired
        for (points, of_ground), weight in outcomes.items():
            to = score.after(step, points)
            fires = (scores[to] < rules.enter_below[step]) & (~was_below | (points < 0))
            what = np.where(fires, _FIRED, np.where(scores[to] >= rules.frees(step), _FREED, _NEITHER))
            places = what * law.size + first_of_stand + to
            sums = np.bincount(places.ravel(), law.ravel(), 3 * law.size).reshape(3, *shape)
            strikes = 1 - (1 - rules.chance) ** of_ground
            moved[0] += weight * (1 - strikes) * sums
            moved[1] += weight * strikes * sums
        law, shares = np.zeros(shape), Shares(np.zeros(len(scores)))
        for (struck, what), (i, (ever, by_score, by_ground)) in product(np.ndindex(2, 3), enumerate(stands)):
            mass = moved[struck, what, i]
            now_score, score_over = _hold(by_score, what == _FIRED, rules.term)
            now_ground, ground_over = _hold(by_ground, struck == 1, rules.ground_term)
            now_score = 0 if what == _FREED else now_score
            on, is_on = by_score + by_ground > 0, now_score + now_ground > 0
            law[stands.index((ever or is_on, now_score, now_ground))] += mass
            shares.entries += mass.sum() * (is_on and not on)
            shares.exits["term" if score_over or ground_over else "score"] += mass.sum() * (on and not is_on)
        for (ever, by_score, by_ground), of in zip(stands, law, strict=True):
            shares.score += of
            shares.ever += of.sum() * ever
            shares.by_ground += of.sum() * (by_ground > 0)
            shares.by_score += of.sum() * (by_score > 0 and by_ground == 0)
        assert abs(shares.score.sum() - 1) < _ALL
        yield shares


def _hold(lasts: int, fired: bool, term: int | None) -> tuple[int, bool]:
    """How long a hold lasts after a step, and whether its term ended in it."""
    if fired:
        return (1 if term is None else term), False
    if lasts == 0 or term is None:
        return lasts, False
    return lasts - 1, lasts == 1


def _outcomes(records: Sequence[Records]) -> dict[tuple[int, int], float]:
    """The chance of these points, and so many records of the ground, in a step."""
    found = {(0, 0): 1.0}
    for of in records:
        law = _poisson(of.mean)
        more: dict[tuple[int, int], float] = defaultdict(float)
        for ((points, of_ground), weight), (count, chance) in product(found.items(), enumerate(law)):
            more[points + of.points * count, of_ground + of.of_ground * count] += weight * chance
        found = {at: weight for at, weight in more.items() if weight > _RARE}
    return found


def _poisson(mean: float) -> list[float]:
    most = int(stats.poisson.isf(_RARE, mean)) + 1
    return [*stats.poisson.pmf(range(most), mean), float(stats.poisson.sf(most - 1, mean))]


# --- three ledgers at once: who is listed by mistake, and who is missed ----------------------------------------------


@dataclass(frozen=True)
class Conduct:
    """Acts a month, each recorded rightly with a chance; false records a month. when_listed multiplies acts."""

    acts: float
    recorded: float
    false: float
    points: int
    when_listed: float


@dataclass
class Together:
    """Shares of all people. score, on: by ledger: observed, error-free, all acts."""

    score: tuple[Law, Law, Law]
    on: tuple[float, float, float]
    by_mistake: float
    missed: float
    entries: float
    complied: float
    left_by_score: float


def three_ledgers(
    conduct: Conduct, score: Score, enter_below: int, leave_at: int, complies: float, steps: int, grain: int
) -> Iterator[Together]:
    """Step by step. complies: a month.

    Every number of the score, and what is recovered in a month, is a multiple of grain; nobody begins below what lists.
    """
    assert score.recovery % (YEAR * grain) == 0
    assert score.start >= enter_below
    fine = Score(score.start // grain, score.low // grain, score.high // grain, score.recovery // grain)
    enter, leave, points = enter_below // grain, leave_at // grain, conduct.points // grain
    n = fine.high - fine.low + 1
    shape = (n, n, n, 2, 2, 2)
    at = np.indices(shape).reshape(6, -1)
    before, on = at[:3] + fine.low, at[3:].astype(bool)
    law = np.zeros(shape)
    law[(fine.start - fine.low,) * 3 + (0, 0, 0)] = 1.0
    law = law.reshape(-1)
    chances = [
        [_poisson(mean) for mean in (acts * conduct.recorded, conduct.false, acts * (1 - conduct.recorded))]
        for acts in (conduct.acts, conduct.acts * conduct.when_listed)
    ]
    for step in range(steps):
        after, entries, complied, left = np.zeros(len(law)), 0.0, 0.0, 0.0
        most = [max(len(chances[0][i]), len(chances[1][i])) for i in range(3)]
        for true, false, unseen in product(*map(range, most)):
            of_both = [_chance(of, (true, false, unseen)) for of in chances]
            if max(of_both) < _RARE:
                continue
            mass = law * np.where(on[0], of_both[1], of_both[0])
            now, is_on = np.empty_like(before), np.empty_like(on)
            for ledger, count in enumerate((true + false, true, true + unseen)):
                to = fine.after(step, points * count) + fine.low
                now[ledger] = to[before[ledger] - fine.low]
                anew = (points * count < 0) | (before[ledger] >= enter)
                is_on[ledger] = np.where(on[ledger], now[ledger] < leave, (now[ledger] < enter) & anew)
            pays = np.where(on.any(axis=0), complies, 0.0)
            for share, listed in ((pays, np.zeros_like(is_on)), (1 - pays, is_on)):
                place = np.ravel_multi_index((*(now - fine.low), *listed.astype(int)), shape)
                after += np.bincount(place, mass * share, len(law))
                entries += float((mass * share)[~on[0] & listed[0]].sum())
            complied += float((mass * pays)[on[0]].sum())
            left += float((mass * (1 - pays))[on[0] & ~is_on[0]].sum())
        law = after
        assert abs(law.sum() - 1) < _ALL
        scores = [np.bincount(before[ledger] - fine.low, law, n) for ledger in range(3)]
        yield Together(
            score=(scores[0], scores[1], scores[2]),
            on=(float(law[on[0]].sum()), float(law[on[1]].sum()), float(law[on[2]].sum())),
            by_mistake=float(law[on[0] & ~on[1]].sum()),
            missed=float(law[on[2] & ~on[0]].sum()),
            entries=entries,
            complied=complied,
            left_by_score=left,
        )


def _chance(of: Sequence[Sequence[float]], counts: Sequence[int]) -> float:
    """Of these counts, each by its law."""
    chance = 1.0
    for law, count in zip(of, counts, strict=True):
        chance *= law[count] if count < len(law) else 0.0
    return chance
