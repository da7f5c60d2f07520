"""How long a spell on a list lasts: the Kaplan-Meier estimate, those still on as censored."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import polars as pl

from scorewatch.measure.interval import ALL_FOUND, NONE_FOUND, Estimate
from scorewatch.measure.names import RUNNING

Z = 1.959963984540054  # the 97.5 % quantile of the normal law


FEWEST_SPELLS = 8


@dataclass(frozen=True)
class Survival:
    """The share of spells still running after so many steps, for spells that began in the run itself.

    Spells that began in the warm-up are left out: those of them that ended there were not seen, so the rest are too
    long. ended, censored: counts by length in steps.
    """

    ended: dict[int, int]
    censored: dict[int, int]

    @property
    def spells(self) -> int:
        """How many spells it rests on."""
        return sum(self.ended.values()) + sum(self.censored.values())

    def still_on(self, steps: int) -> Estimate:
        """The share still on the list so many steps after entry (Kaplan and Meier 1958).

        The interval is Greenwood's (1926): it takes spells as independent, so it is somewhat too narrow where one
        person or household has several.
        """
        at_risk = self.spells
        if at_risk == 0:
            return Estimate(None, None, None, 0, 0, note="not estimable: no spell began in this run")
        if at_risk < FEWEST_SPELLS:
            return Estimate(None, None, None, 0, at_risk, note="not estimable: too few spells")
        longest = max((*self.ended, *(length - 1 for length in self.censored)))
        share, greenwood = 1.0, 0.0
        for length in range(min(steps, longest) + 1):
            # a spell still running is L steps old, and whether it ends at L is seen by the next step alone
            at_risk -= self.censored.get(length, 0)
            ended = self.ended.get(length, 0)
            if ended:
                share *= 1.0 - ended / at_risk
                if at_risk > ended:
                    greenwood += ended / (at_risk * (at_risk - ended))
            at_risk -= ended
        if steps > longest and share > 0:
            return Estimate(None, None, None, 0, self.spells, note="not estimable: no spell was followed so long")
        if share == 1.0:
            return Estimate(1.0, 0.05 ** (1.0 / at_risk), 1.0, self.spells, note=ALL_FOUND)
        if share == 0.0:
            return Estimate(0.0, 0.0, 1.0 - 0.05 ** (1.0 / self.spells), 0, self.spells, note=NONE_FOUND)
        half = Z * share * greenwood**0.5
        return Estimate(
            share,
            max(0.0, share - half),
            min(1.0, share + half),
            self.spells,
            note="Greenwood's interval, spells taken as independent",
        )


def survival(measures: pl.DataFrame, list_name: str) -> Survival:
    """The spells of one list that began at step 0 or later."""
    ended: Counter[int] = Counter()
    censored: Counter[int] = Counter()
    spells = measures.filter((pl.col("measure") == "spell") & (pl.col("item") == list_name))
    for by, step, length, value in spells.select("by", "step", "bin", "value").iter_rows():
        entry = step - length + (1 if by == RUNNING else 0)
        if entry >= 0:
            (censored if by == RUNNING else ended)[length] += value
    return Survival(dict(ended), dict(censored))
