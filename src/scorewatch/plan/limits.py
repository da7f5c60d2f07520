"""What a regime may not ask of a step: means above 40, at the values as run, levels, lists and traits included."""

from __future__ import annotations

from scorewatch.chance import level
from scorewatch.chance.ladder import MOST
from scorewatch.chance.stream import stream
from scorewatch.errors import InputError, Mistake
from scorewatch.people.persons import trait_share
from scorewatch.people.template import Template
from scorewatch.plan import means
from scorewatch.plan.plan import level_multipliers, purposes
from scorewatch.regime.declare import Behaviour, Rules
from scorewatch.regime.read import Regime
from scorewatch.regime.words import NONE


def within_limits(regime: Regime, template: Template) -> None:
    """InputError with every behaviour and sanction whose mean goes above 40 a step for somebody."""
    mistakes: dict[str, Mistake] = {}
    mistakes.update(_undecided_levels(regime))
    mistakes.update(_equal_streams(regime))
    if mistakes:
        raise InputError(mistakes.values())
    levels = level_multipliers(regime.rules)
    for step, rules in regime.timeline:
        kinds = _kinds(rules, template)
        for b, (name, behaviour) in enumerate(rules.behaviour.items()):
            on_lists = _heaviest_lists(rules, behaviour)
            most = max(
                means.acts(rules, behaviour, template, cell, trait, on_lists, max(levels[b]), 1.0, regime.steps_a_year)
                for cell, trait in kinds
            )
            if most > MOST:
                path = f"behaviour.{name}.acts_per_year"
                mistakes.setdefault(path, _too_many(regime, path, f"acts of {name}", most, step))
        for name, sanction in rules.sanction.items():
            most = max(
                means.attempts(rules, sanction, template, cell, trait, regime.steps_a_year) for cell, trait in kinds
            )
            if most > MOST:
                path = f"sanction.{name}.attempts_per_year"
                mistakes.setdefault(path, _too_many(regime, path, f"attempts of {name}", most, step))
    if mistakes:
        raise InputError(mistakes.values())


def _undecided_levels(regime: Regime) -> dict[str, Mistake]:
    """Spreads whose levels two methods might round differently."""
    mistakes = {}
    for name, behaviour in regime.rules.behaviour.items():
        path = f"behaviour.{name}.spread"
        if 0 < behaviour.spread.value < level.LEAST_SPREAD:
            mistakes[path] = Mistake(
                f"spread = {behaviour.spread.value:g} is too small to tell people apart",
                where=regime.where(path),
                do=f"Write 0, or at least {level.LEAST_SPREAD}.",
            )
            continue
        try:
            level.multipliers(behaviour.spread.value) if behaviour.spread.value else None
        except level.Undecided as error:
            mistakes[path] = Mistake(
                str(error),
                where=regime.where(path),
                why="Every engine must draw the same levels to the bit; here one unit of 2^-20 is a matter of taste.",
            )
    return mistakes


def _equal_streams(regime: Regime) -> dict[str, Mistake]:
    """Two purposes with one stream number would share their luck."""
    taken: dict[int, str] = {}
    mistakes = {}
    for purpose in purposes(regime.rules):
        number = stream(purpose)
        if number in taken:
            path = purpose.split("/")[0]
            mistakes[purpose] = Mistake(
                f'"{purpose}" has the same stream as "{taken[number]}": both would draw the same words',
                where=regime.where(path),
                do="Rename one of the two parts.",
            )
        taken[number] = purpose
    return mistakes


def _too_many(regime: Regime, path: str, what: str, most: float, step: int) -> Mistake:
    since = f" from step {step} on" if step > -regime.warm_up else ""
    return Mistake(
        f"{what}: somebody would have a mean of {most:.4g} a {regime.step}{since}; at most {MOST:.0f} can be drawn",
        where=regime.where(path),
        why="The mean is the yearly number times every by_* factor and the highest level of `spread`, a step.",
        do='Lower the number, a factor or the spread, or use a shorter step ("week", "day").',
    )


def _kinds(rules: Rules, template: Template) -> list[tuple[int, int]]:
    """Every cell with no trait, -1, and with each that somebody there may have."""
    traits = (None, *rules.trait.values())
    return [
        (cell, i)
        for cell in range(len(template.cells))
        for i, trait in enumerate(traits, start=-1)
        if trait is None or trait_share(template, trait, cell) > 0
    ]


def _heaviest_lists(rules: Rules, behaviour: Behaviour) -> int:
    """The lists with the largest product of by_list, as bits."""
    table = behaviour.by_list
    if not table or not rules.list:
        return 0
    factors = [table[name].value for name in rules.list]
    above = sum(1 << i for i, factor in enumerate(factors) if factor > 1)
    best = above or 1 << factors.index(max(factors))
    return best if means.by_list(table, rules, best) > table[NONE].value else 0
