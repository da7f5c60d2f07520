"""The plain formulas of `chance` and `plan`, compiled as they stand: one source, the same bits."""

from __future__ import annotations

from scorewatch.chance import arithmetic, ladder, share
from scorewatch.plan import formulas
from scorewatch.tile.compiled import kernel

exp_minus = kernel(arithmetic.exp_minus)
power = kernel(arithmetic.power)
fill = kernel(ladder.fill)
most_outcomes = kernel(ladder.most_outcomes)
mean_of_acts = kernel(formulas.mean_of_acts)
multiplier = kernel(formulas.multiplier)
ratio = kernel(formulas.ratio)
room = kernel(formulas.room)
sightings = kernel(formulas.sightings)
threshold = kernel(share.threshold)


@kernel
def at_least_one(chance, cases):
    """`chance.share.at_least_one`."""
    return threshold(1.0 - power(1.0 - chance, cases))
