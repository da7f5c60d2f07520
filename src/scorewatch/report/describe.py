"""A regime in words, with where each number comes from, and the order of a step as run."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any

from scorewatch.regime.declare import BY_WHOM, Ground, List, Rules, Sanction, Sensor
from scorewatch.regime.phases import begins
from scorewatch.regime.read import Regime
from scorewatch.regime.resolve import due_process
from scorewatch.regime.values import Quantity
from scorewatch.regime.words import NEVER

if TYPE_CHECKING:
    from scorewatch.tile.columns import Column

_WIDTH = 80
_MARKS = "[a] assumed: nobody measured it. [s] the file names a source. No mark: it says neither."
_BY = (*BY_WHOM, "by_list")


def describe(regime: Regime) -> Iterator[str]:
    """The regime in lines of at most 80 columns."""
    rules = regime.rules
    yield from _wrap(f"{regime.name}: {regime.title}")
    yield "A hypothetical regime; it runs on invented people."
    if rules.about:
        yield from _wrap(rules.about)
    warm_up = f", after a warm-up of {rules.warm_up}" if rules.warm_up else ""
    yield from _wrap(f"It runs for {rules.lasts} in steps of a {rules.step}{warm_up}.")
    yield from _wrap(_MARKS)
    yield from _people(regime)
    yield from _score(rules)
    yield from _behaviours(rules)
    yield from _sensors(rules)
    for name, one in rules.list.items():
        yield from _list(name, one, rules)
    yield from _response(rules)
    yield from _phases(regime)
    yield from _order()
    yield from _kept(regime)


def _people(regime: Regime) -> Iterator[str]:
    yield from _head("People")
    census, rules = regime.census, regime.rules
    yield from _item(f"{rules.population.people:,} invented people of {census.name}: {census.title}.")
    for name, trait in rules.trait.items():
        yield from _item(f'{name}, "{trait.says}": a share of {_number(trait.share)}{_factors(trait)}.')


def _score(rules: Rules) -> Iterator[str]:
    yield from _head("Score")
    score = rules.score
    if score is None:
        yield from _item("Nobody has a score.")
        return
    low, high = score.range
    whom = _or(score.subject) if score.subject else "everybody"
    recovery = (
        f"it recovers {_number(score.recovery)} points a year" if score.recovery.value else "nothing is forgotten"
    )
    yield from _item(f"For {whom}: from {_number(score.start)}, between {low} and {high}; {recovery}.")
    for word in ("age", "sex", "region", "group", "trait"):
        table = getattr(score.profile, word)
        if table:
            yield from _item(f"Points at the start by {word}: {_table(table)}.")
    if score.bands:
        yield from _item(f"Bands, for reports alone, from: {_table(score.bands)}.")


def _behaviours(rules: Rules) -> Iterator[str]:
    yield from _head("What people do")
    for name, said in rules.behaviour.items():
        words = [f"{_number(said.acts_per_year)} acts a person and year{_factors(said)}"]
        if said.spread.value:
            words.append(f"spread {_number(said.spread)} between persons")
        if rules.score is not None:
            words.append(f"{_number(said.points, sign=True)} points a record")
        words.append(f"domain {said.domain}")
        if said.right:
            words.append(f"the right to {said.right} protects it")
        if said.targeted:
            words.append("the regime sets out to reduce it")
        yield from _item(f'{name}, "{said.says}": {"; ".join(words)}.')


def _sensors(rules: Rules) -> Iterator[str]:
    yield from _head("How it is seen, rightly and wrongly")
    for name, sensor in rules.sensor.items():
        yield from _item(f'{name}, "{sensor.says}", sees {", ".join(sensor.sees)}: {"; ".join(_seen(sensor))}.')
    unseen = [name for name in rules.behaviour if not any(name in s.sees for s in rules.sensor.values())]
    if unseen:
        yield from _item(f"Seen by nobody: {', '.join(unseen)}.")


def _seen(sensor: Sensor) -> Iterator[str]:
    yield f"covers {_cases(sensor.coverage)}"
    yield f"records rightly {_cases(sensor.recorded)}"
    lands = "the keeper of the household" if sensor.to == "household" else "a lookalike"
    yield f"takes somebody else in {_cases(sensor.misattributed)}, {lands}"
    yield f"false records with no act behind them, a person and year: {_cases(sensor.false_per_year)}"
    if sensor.confuses.age.value or sensor.confuses.sex.value:
        yield f"confuses age {_number(sensor.confuses.age)}, sex {_number(sensor.confuses.sex)}"
    if sensor.avoidable:
        yield "people can learn where it is"


def _list(name: str, one: List, rules: Rules) -> Iterator[str]:
    yield from _head(f'The list {name}: "{one.says}"')
    yield from _item(f"May be listed: {_or(one.subject) if one.subject else 'everybody'}.")
    if one.enter_below is not None:
        yield from _item(f"On by score below {_number(one.enter_below)}; {_leaves(one)}.")
    for ground, said in one.ground.items():
        yield from _item(_ground(ground, said))
    complies = one.complies_per_year
    if complies.value:
        yield from _item(f"Who complies gets off: {_number(complies)} a person and year.")
    yield from _due_process(rules, name)
    for sanction, said_of in rules.sanction.items():
        if said_of.list == name:
            yield from _item(_sanction(sanction, said_of))


def _leaves(one: List) -> str:
    leave = one.leave_at if one.leave_at is not None else one.enter_below
    by_score = f"off at {_number(leave)}" if isinstance(leave, Quantity) else "never off by score"
    if one.term == NEVER:
        return by_score
    return f"for {one.term}" + (f", or {by_score}" if isinstance(one.leave_at, Quantity) else "")


def _ground(name: str, ground: Ground) -> str:
    unless = " and ".join(f"{word} ({_number(share)})" for word, share in ground.unless.items())
    return (
        f'On by the ground {name}, "{ground.says}": each record of {" or ".join(ground.on)} with a chance of '
        f"{_number(ground.chance)}{f', unless {unless}' if unless else ''}; "
        + ("never off by time." if ground.term == NEVER else f"for {ground.term}.")
    )


def _due_process(rules: Rules, name: str) -> Iterator[str]:
    found = due_process(rules, name)

    def said(word: str, part: str = "") -> str:
        """A word of due process as the file says it, or 0: the list's own before the general one."""
        for table in (rules.list[name].due_process, rules.due_process):
            given = getattr(table.review if part else table, word)
            if isinstance(given, Quantity):
                return _number(given)
            if given is not None:
                return f"{_number(given.mistaken)} appeal if listed by mistake, {_number(given.accurate)} if not"
        return "0"

    if found.reviews:
        limited = found.capacity_per_year is not None
        room = f", up to {said('capacity_per_year', 'review')} a year for 100,000 people" if limited else ""
        yield from _item(
            f"Review before it counts: {said('share', 'review')} of cases{room}; it stops "
            f"{said('stops_mistaken', 'review')} of the mistaken, {said('stops_accurate', 'review')} of the accurate."
        )
    else:
        yield from _item("Nobody looks before a listing counts.")
    if not found.tells:
        yield from _item("Nobody is told.")
    else:
        yield from _item(f"Told at entry: {said('notice')}; otherwise by each denial: {said('notice_on_denial')}.")
    if not (found.hears and found.tells):
        yield from _item("Nobody appeals.")
        return
    appeal = said("appeals")
    corrects = "the record is corrected, too" if found.corrects_record else "the record stays as it is"
    yield from _item(
        f"Of those told {appeal if 'appeal' in appeal else appeal + ' appeal'}. Decided after "
        f"{found.decided_after}; granted {said('granted_if_mistaken')} if listed by mistake, "
        f"{said('granted_if_accurate')} if not. Granted: off the list, and {corrects}."
    )


def _sanction(name: str, sanction: Sanction) -> str:
    whom = {"person": "who is listed", "children": "the children of who is listed", "household": "the whole household"}
    if sanction.attempts_per_year is None:
        what = "strikes once, at entry"
    else:
        what = f"{_number(sanction.attempts_per_year)} attempts a person and year{_factors(sanction)}"
        if sanction.evaded.value:
            what += f", of which {_number(sanction.evaded)} slip through"
    related = f", related to {', '.join(sanction.related)}" if sanction.related else ""
    return (
        f'Sanction {name}, "{sanction.says}" (domain {sanction.domain}{related}), on {whom[sanction.reaches]}: {what}.'
    )


def _response(rules: Rules) -> Iterator[str]:
    yield from _head("What people do about it")
    words = {
        "deterrence": ("targeted acts", "the share of acts recorded"),
        "chilling": ("acts that a right protects", "the share of people listed"),
        "avoidance": ("the shares that avoidable sensors cover", "the share of people listed"),
    }
    reacts = False
    for word, (what, share) in words.items():
        curve = getattr(rules.response, word)
        if curve is not None:
            reacts = True
            yield from _item(
                f"{word}: {what} fall by up to {_number(curve.most)}, "
                f"by half of it where {share} is {_number(curve.half_at)}."
            )
    if not reacts:
        yield from _item("Nobody reacts.")


def _phases(regime: Regime) -> Iterator[str]:
    if not regime.rules.phase:
        return
    yield from _head("What changes on the way")
    for phase in sorted(regime.rules.phase, key=lambda phase: begins(phase, regime.step, regime.warm_up)):
        first = begins(phase, regime.step, regime.warm_up)
        changes = ", ".join(f"{path} = {_plain(value)}" for path, value in phase.set.items())
        yield from _item(f'From step {first} ("{phase.start}"), "{phase.says}": {changes}.')


def _order() -> Iterator[str]:
    from scorewatch.plan.order import ORDER

    yield from _head("The order of a step, as run, for one household at a time")
    for number, stage in enumerate(ORDER, 1):
        yield from textwrap.wrap(
            f"{number:2}. {stage.name}: {stage.says}", _WIDTH, initial_indent="  ", subsequent_indent="      "
        )


def _kept(regime: Regime) -> Iterator[str]:
    from scorewatch.tile.columns import columns

    found = columns(regime, regime.steps)
    yield from _head(
        f"What the fast engine keeps of each person from one step to the next, in a run of {regime.rules.lasts}: "
        f"{found.bytes_a_person()} bytes"
    )
    sizes = ("1 byte", "2 bytes", "4 bytes")
    for (kind, _), group in groupby(sorted(found.kept, key=_place), key=lambda c: (c.kind, c.at)):
        what = (f"{c.name} ({_bits(c.bits)})" if c.bits < 8 else c.name for c in group)
        yield from _item(f"{sizes[kind]}: {'; '.join(what)}.")


def _place(column: Column) -> tuple[int, int, int]:
    return column.kind, column.at, column.shift


def _bits(count: int) -> str:
    return "1 bit" if count == 1 else f"{count} bits"


def _head(text: str) -> Iterator[str]:
    yield ""
    yield from _wrap(text)


def _item(text: str) -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent="  - ", subsequent_indent="    ", break_on_hyphens=False, break_long_words=False
    )


def _wrap(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, break_on_hyphens=False)


def _or(words: Any) -> str:
    return " or ".join(words)


def _number(quantity: Quantity, *, sign: bool = False) -> str:
    """A number with its bounds and the mark of where it comes from."""
    text = f"{quantity.value:+g}" if sign else f"{quantity.value:,.10g}"
    low, high = quantity.low, quantity.high
    if low is not None or high is not None:
        text += f" ({'?' if low is None else f'{low:g}'} to {'?' if high is None else f'{high:g}'})"
    if quantity.source:
        text += " [a]" if quantity.source.strip().lower() == "assumed" else " [s]"
    return text


def _table(table: Mapping[str, Quantity]) -> str:
    return ", ".join(f"{key} {_number(quantity)}" for key, quantity in table.items())


def _cases(given: Any) -> str:
    """A number, a table, or a table of tables."""
    if isinstance(given, Quantity):
        return _number(given)
    parts = (
        f"{key} {_number(inner)}" if isinstance(inner, Quantity) else f"{key} ({_table(inner)})"
        for key, inner in given.items()
    )
    return ", ".join(parts)


def _factors(part: Any) -> str:
    """What multiplies a rate or a share: ", times child 0, adult 1"."""
    tables = (getattr(part, word, None) for word in _BY)
    return "".join(f", times {_table(table)}" for table in tables if table)


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return _plain(value.get("value"))
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
