"""What the hand-worked tests share: parts of a regime, exact tails, crafted persons, everybody step by step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scipy import stats

from scorewatch.chance.words import Month, Words
from scorewatch.engine import plain
from scorewatch.engine.clock import Clock
from scorewatch.engine.household import live_step, newcomers
from scorewatch.mechanism.state import Happened, Holds, Person, Standing
from scorewatch.people.persons import Persons, whole_households
from scorewatch.people.template import read_template
from scorewatch.plan.carry import Totals
from scorewatch.plan.plan import Plan
from scorewatch.study.run import Run
from support import regime

SURE = 480
"""A yearly number that leaves nobody without: 40 a month, and exp(-40) is below the smallest chance of a word."""
BOUND = 1e-6
"""Seeds are fixed, so a test fails always or never; a right law would have failed one seed in a million."""

Pairs = list[tuple[Person, Happened]]

# --- parts of a regime ----------------------------------------------------------------------------------------------


def behaviour(name: str, acts_per_year: float, *lines: str) -> str:
    """A behaviour, with more lines of its table."""
    return _table(
        f"behaviour.{name}", f'says = "{name}"', 'domain = "civic"', f"acts_per_year = {acts_per_year}", *lines
    )


def sensor(name: str, sees: str | Sequence[str], *lines: str) -> str:
    """A sensor, with more lines of its table."""
    names = [sees] if isinstance(sees, str) else list(sees)
    return _table(f"sensor.{name}", f'says = "{name}"', f"sees = {_array(names)}", *lines)


def a_list(name: str, *lines: str) -> str:
    """A list, with more lines of its table."""
    return _table(f"list.{name}", f'says = "{name}"', *lines)


def ground(of: str, name: str, on: str | Sequence[str], *lines: str) -> str:
    """A ground of a list, with more lines of its table."""
    names = [on] if isinstance(on, str) else list(on)
    return _table(f"list.{of}.ground.{name}", f'says = "{name}"', f"on = {_array(names)}", *lines)


def score(start: int, low: int, high: int, *lines: str) -> str:
    """The score, with more lines of its table."""
    return _table("score", f"start = {start}", f"range = [{low}, {high}]", *lines)


def acting_in(name: str, *steps: int, words: Sequence[str] = ()) -> str:
    """A behaviour that everybody does for certain in these steps (months) and nobody in any other."""
    text = behaviour(name, SURE if 0 in steps else 0, *words)
    for step in range(1, max(steps) + 2):
        if (step in steps) != (step - 1 in steps):
            text += phase(f"{step} months", **{f"behaviour__{name}__acts_per_year": SURE * (step in steps)})
    return text


def phase(begins: str, **sets: float) -> str:
    """A phase; a double underscore in a name stands for a dot."""
    leaves = ", ".join(f'"{name.replace("__", ".")}" = {value}' for name, value in sets.items())
    return f'[[phase]]\nfrom = "{begins}"\nsays = "a phase"\nset = {{ {leaves} }}\n'


def _table(name: str, *lines: str) -> str:
    return "\n".join((f"[{name}]", *lines, ""))


def _array(names: Sequence[str]) -> str:
    return "[" + ", ".join(f'"{name}"' for name in names) + "]"


# --- what a run counted ---------------------------------------------------------------------------------------------


def series(of: Run, measure: str, item: str = "l", by: str | None = None, **where: str | int) -> list[int]:
    """A measure by step; the item is mostly the list l."""
    named = {"measure": measure, "item": item, **({} if by is None else {"by": by}), **where}
    counts = [0] * of.steps
    for step, count in of.measures.filter(**named).select("step", "value").iter_rows():
        counts[step] += count
    return counts


# --- exact tails ----------------------------------------------------------------------------------------------------


def poisson_tail(count: int, mean: float) -> float:
    """How often a Poisson count with this mean is as far out as this one, two-sided."""
    return _two_sided(stats.poisson.cdf(count, mean), stats.poisson.sf(count - 1, mean))


def binomial_tail(count: int, of: int, chance: float) -> float:
    """How often a binomial count of `of` with this chance is as far out as this one, two-sided."""
    return _two_sided(stats.binom.cdf(count, of, chance), stats.binom.sf(count - 1, of, chance))


def chi_square_tail(observed: Sequence[int], chances: Sequence[float]) -> float:
    """How often counts that fall into classes with these chances are as far out as the observed ones."""
    total, whole = sum(observed), sum(chances)
    return float(stats.chisquare(observed, [total * chance / whole for chance in chances]).pvalue)


def _two_sided(below: float, above: float) -> float:
    return min(1.0, 2 * min(float(below), float(above)))


# --- crafted persons, and everybody step by step --------------------------------------------------------------------


def clock(parts: str, people: int = 10, steps: int = 1, seed: int = 1, top: str = "") -> Clock:
    """The steps and persons of these parts."""
    made = regime(parts, top)
    template = read_template(made.census)
    words = Words(seed, len(template.rows))
    persons = Persons(template, words, made.rules_at(-made.warm_up), whole_households(template, people))
    return Clock(made, persons, steps)


def plan(parts: str, step: int = 0, top: str = "") -> Plan:
    """The plan of one step of these parts, as if nothing had happened before."""
    at = clock(parts, steps=step + 1, top=top)
    return at.plan(step, at.first_carry())


def somebody(of: Plan, scores: Sequence[int] | None = None, start: int = 0, child: bool = False) -> Person:
    """A person who is on no list yet, whom every list may list."""
    return Person(
        number=0,
        cell=0,
        trait=-1,
        levels=[0] * len(of.levels),
        child=child,
        start=None if scores is None else start,
        scores=None if scores is None else list(scores),
        subject=(True,) * len(of.lists),
        standings=[
            Standing((_no_holds(len(x.grounds)), _no_holds(len(x.grounds)), _no_holds(len(x.grounds))))
            for x in of.lists
        ],
    )


def _no_holds(grounds: int) -> Holds:
    return Holds([None] * grounds)


def what_happened(
    acts: Sequence[int], true: Sequence[int], false: Sequence[int], household: Sequence[int] = ()
) -> Happened:
    """What happened to a person before the ledgers are settled, by behaviour."""
    none = [0] * len(acts)
    return Happened(list(acts), list(true), list(false), list(household) or list(none), list(none))


def walked(
    parts: str, people: int, steps: int, seed: int = 1, top: str = ""
) -> Iterator[tuple[int, Plan, list[Pairs]]]:
    """(step, plan, households) from the first step on: everybody as they stand after it, and what happened.

    The persons are the same objects in every step: look before asking for the next one.
    """
    at = clock(parts, people, steps, seed, top)
    households = [newcomers(at.persons, numbers) for numbers in at.persons.households()]
    carry = at.first_carry()
    for step in at.all_steps():
        now = at.plan(step, carry)
        words = Month(at.persons.words, step, at.persons.people, frozenset((*now.act_streams, *now.false_streams)))
        totals = Totals.none(now.rules, at.persons.template)
        lived = [list(zip(h, live_step(h, now, words), strict=True)) for h in households]
        for person, what in everybody(lived):
            plain.add_up(totals, person, what, now)
        yield step, now, lived
        carry = at.next_carry(now, totals)


def everybody(households: Sequence[Pairs]) -> Iterator[tuple[Person, Happened]]:
    """The members of all households, in order."""
    for household in households:
        yield from household


def named_cells(of: Plan) -> list[dict[str, str]]:
    """The cells of the population by the names of their axes."""
    c = of.template.census
    return [
        {
            "region": c.regions[region],
            "group": c.groups[group],
            "age_band": c.age_bands[age],
            "sex": c.sexes[sex],
        }
        for region, group, age, sex in of.template.cells
    ]
