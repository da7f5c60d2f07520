"""Row by row: what the story says, the rule that stands for it, and what came of it in this run."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from scorewatch.measure.interval import total
from scorewatch.regime.declare import Behaviour, Ground, Sanction, Sensor
from scorewatch.regime.words import KIN
from scorewatch.report import numbers
from scorewatch.report.page.counts import Counted
from scorewatch.report.page.tables import Table
from scorewatch.report.page.words import joined, several

HEAD = ("in the file’s words", "the rule", "what came of it")
_WORDS = frozenset({1, 2})


def rows(counted: Counted) -> list[Table]:
    """A table for each kind of rule that the regime has: who watches, what counts, who is listed, what is denied."""
    rules = counted.run.regime.rules
    kinds = (
        ("Who watches, and how well", [_sensor(counted, s) for s in rules.sensor.values()]),
        ("What counts, for and against", [_behaviour(counted, n, b) for n, b in rules.behaviour.items()]),
        ("How one gets on a list", [row for name in rules.list for row in _list(counted, name)]),
        ("What the listed are denied", [_sanction(counted, n, s) for n, s in rules.sanction.items()]),
    )
    return [Table(caption, HEAD, tuple(found), _WORDS) for caption, found in kinds if found]


def _sensor(counted: Counted, sensor: Sensor) -> tuple[str, str, str]:
    behaviours = counted.run.regime.rules.behaviour
    rule = [f"sees: {joined([behaviours[b].says for b in sensor.sees])}"]
    if sensor.confuses.age.value:
        rule.append(f"of records against a lookalike, {numbers.share(sensor.confuses.age.value)} go to another age")
    if sensor.confuses.sex.value:
        rule.append(f"{numbers.share(sensor.confuses.sex.value)} go to the other sex")
    if sensor.to == "household":
        rule.append("what it takes somebody else for lands on the keeper, who need not be the driver")
    true = sum(int(counted.parts.counts("records_true", b).sum()) for b in sensor.sees)
    false = sum(int(counted.parts.counts("records_false", b).sum()) for b in sensor.sees)
    shared = [b for b in sensor.sees if sum(b in s.sees for s in counted.run.regime.rules.sensor.values()) > 1]
    also = " (with the other sensors that see it)" if shared else ""
    came = f"{numbers.count(true)} true records, {numbers.count(false)} false ones{also}"
    return sensor.says, "; ".join(rule), came


def _behaviour(counted: Counted, name: str, behaviour: Behaviour) -> tuple[str, str, str]:
    rules, parts = counted.run.regime.rules, counted.parts
    if rules.score is None:
        rule = "there is no score"
    elif behaviour.points.value:
        rule = f"{int(behaviour.points.value):+d} points for each record"
    else:
        rule = "no points"
    if behaviour.right:
        rule += f"; the right to {behaviour.right} protects it"
    if not any(name in sensor.sees for sensor in rules.sensor.values()):
        rule += "; nobody watches it"
    acts, true, false = (int(parts.counts(m, name).sum()) for m in ("acts", "records_true", "records_false"))
    came = f"done {several(acts, 'time')}; recorded rightly {numbers.count(true)}, falsely {numbers.count(false)}"
    return behaviour.says, rule, came


def _list(counted: Counted, name: str) -> Iterator[tuple[str, str, str]]:
    declared, parts = counted.run.regime.rules.list[name], counted.parts
    people = parts.counts("people")
    on = numbers.number(total(parts.counts("listed", name), people))
    ever = numbers.number(total(parts.counts("ever_listed", name), people))
    below = declared.enter_below
    rule = (
        f"a score below {numbers.count(below.value)}{_later(counted, name)}" if below is not None else "by ground alone"
    )
    whom = f", of {joined(list(declared.subject))}" if declared.subject else ""
    yield declared.says, f"{rule}{whom}", f"on it at the end: {on}; ever: {ever}"
    for ground, said in declared.ground.items():
        entries = total(parts.counts("entries", name, ground), people, persons=False)
        on_it = total(parts.counts("listed", name, ground), people)
        held = numbers.number(on_it)
        came = f"got on the list by it {numbers.number(entries)} times; held by it at the end: {held}"
        if on_it.n > entries.n:
            came += ", also those who had got on by something else"
        yield said.says, _ground(counted, said), came


def _later(counted: Counted, name: str) -> str:
    """What a phase makes of the threshold."""
    regime = counted.run.regime
    lines = [(at, rules.list[name].enter_below) for at, rules in regime.timeline if at < counted.run.steps]
    said = [
        f"below {numbers.count(to.value)} from {regime.step} {at + 1}"
        for (_, before), (at, to) in pairwise(lines)
        if to is not None and to != before and at > 0
    ]
    return f" ({'; '.join(said)})" if said else ""


def _ground(counted: Counted, ground: Ground) -> str:
    behaviours = counted.run.regime.rules.behaviour
    chance = f"each record of: {joined([behaviours[b].says for b in ground.on])}"
    rule = f"{chance}, with a chance of {numbers.share(ground.chance.value)}"
    if ground.unless:
        some = [f"{word.replace('_', ' ')} ({numbers.share(q.value)})" for word, q in ground.unless.items()]
        rule += f", unless all of this happens: {', '.join(some)}"
    return f"{rule}; for {ground.term}" if ground.term != "never" else f"{rule}; it never ends by time"


def _sanction(counted: Counted, name: str, sanction: Sanction) -> tuple[str, str, str]:
    parts = counted.parts
    people = parts.counts("people")
    whom = {"person": "who is listed", "children": "the children of who is listed", "household": "the whole household"}
    denials = total(parts.counts("denials", name), people, persons=False)
    lies = numbers.number(total(parts.counts("reached", name), people))
    word = "imposed" if sanction.imposed else "denied"
    kin = ""
    if sanction.reaches != "person":
        kin = f"; for what a relative did: {numbers.number(total(parts.counts('reached', name, KIN), people))}"
    came = f"{word} {numbers.number(denials)} times; people under it at the end: {lies}{kin}"
    return sanction.says, f"reaches {whom[sanction.reaches]}; domain: {sanction.domain}", came
