"""One number against another: what has to hold for the rules to mean something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import prod

from scorewatch.regime import duration
from scorewatch.regime.declare import BY_WHOM, ByWhom, Rules, Sanction
from scorewatch.regime.finding import Finding
from scorewatch.regime.places import Path, dotted
from scorewatch.regime.resolve import due_process, says_in
from scorewatch.regime.values import Quantity
from scorewatch.regime.words import NONE, STEPS_A_YEAR

_MOST_A_STEP = 40
MOST_STEPS = 100_000
_WIDEST = 30_000
_MOST_GROUNDS = 30  # of a list: what holds is kept as a bit each
_RESPONSES = ("deterrence", "chilling", "avoidance")


def limits(rules: Rules) -> Iterator[Finding]:
    """Every number that does not go with another one."""
    yield from _length(rules)
    yield from _score(rules)
    yield from _lists(rules)
    yield from _appeals(rules)
    yield from _sensors(rules)
    yield from _means(rules)
    for name, sanction in rules.sanction.items():
        yield from _sanction(("sanction", name), sanction, rules)
    for word in _RESPONSES:
        curve = getattr(rules.response, word)
        if curve is not None and curve.half_at.value == 0:
            path: Path = ("response", word, "half_at")
            why = "It is the share at which half of the effect is there."
            yield Finding(path, f"{dotted(path)} = 0", why, "Write a number above 0.")


def _length(rules: Rules) -> Iterator[Finding]:
    steps = duration.steps(rules.lasts, rules.step)
    before = duration.steps(rules.warm_up, rules.step) if rules.warm_up else 0
    if steps + before > MOST_STEPS:
        word = "lasts" if steps >= before else "warm_up"
        what = f"lasts and warm_up are together {steps + before:,} steps"
        do = f"A run has at most {MOST_STEPS:,} steps."
        yield Finding((word,), what, do=do, about=(("lasts",), ("warm_up",), ("step",)))


def _score(rules: Rules) -> Iterator[Finding]:
    score = rules.score
    if score is None:
        return
    low, high = score.range
    path: Path = ("score", "range")
    if low >= high:
        yield Finding(path, f"score.range = [{low}, {high}] does not go upwards", do="Lowest score first.")
    elif high - low > _WIDEST:
        yield Finding(path, f"score.range = [{low}, {high}] is wider than {_WIDEST:,} points")
    elif not low <= score.start.value <= high:
        what = f"score.start = {score.start.value} is outside score.range = [{low}, {high}]"
        yield Finding(("score", "start"), what, about=(path,))


def _lists(rules: Rules) -> Iterator[Finding]:
    for name, one in rules.list.items():
        path: Path = ("list", name)
        enter, leave = (*path, "enter_below"), (*path, "leave_at")
        if len(one.ground) > _MOST_GROUNDS:
            what = f"list.{name} has {len(one.ground)} grounds; a list has at most {_MOST_GROUNDS}"
            yield Finding((*path, "ground"), what, do="A ground can be `on` several behaviours.")
        if one.enter_below is None:
            if not one.ground:
                why = "It says neither a score below which one is listed nor a ground."
                do = f"Write enter_below = …, or add [list.{name}.ground.NAME]."
                yield Finding(path, f"nobody can get on list.{name}", why, do, (enter, (*path, "ground")))
            if one.leave_at is not None:
                do = "Write enter_below = … too, or leave leave_at out."
                yield Finding(leave, f"{dotted(leave)} has no enter_below beside it", do=do, about=(enter,))
        elif rules.score is None:
            do = "Add [score], or leave enter_below out and give the list a ground."
            what = f"{dotted(enter)} asks for a score, and the file has none"
            yield Finding(enter, what, do=do, about=(("score",),))
        elif isinstance(one.leave_at, Quantity) and one.leave_at.value < one.enter_below.value:
            what = f"{dotted(leave)} = {one.leave_at.value} is below enter_below = {one.enter_below.value}"
            why = "Who reached it would be below the threshold for being listed."
            yield Finding(leave, what, why, f"Write at least {one.enter_below.value}.", (enter,))
        a_year = STEPS_A_YEAR[rules.step]
        if one.complies_per_year.value > a_year:
            comply = (*path, "complies_per_year")
            what = f"{dotted(comply)} = {one.complies_per_year.value:g} is more than once a {rules.step}"
            yield Finding(comply, what, do=f"Write at most {a_year}.", about=(("step",),))


def _appeals(rules: Rules) -> Iterator[Finding]:
    for name in rules.list:
        found = due_process(rules, name)
        if found.hears and found.decided_after is None:
            said = says_in(rules, name, "appeals")
            what = f"{dotted(said)}.appeals does not say when an appeal is decided"
            do = 'Write decided_after = "3 months", or how long it takes.'
            about: tuple[Path, ...] = ((*said, "decided_after"), ("due_process", "decided_after"))
            yield Finding((*said, "appeals"), what, do=do, about=(*about, ("list", name)))


def _sensors(rules: Rules) -> Iterator[Finding]:
    for name, sensor in rules.sensor.items():
        confuses = sensor.confuses
        if sensor.to == "household" and (confuses.age.value or confuses.sex.value):
            path: Path = ("sensor", name, "confuses")
            why = 'With to = "household" a false record lands on the keeper, whatever his age and sex.'
            do = 'Leave confuses out, or write to = "lookalike".'
            yield Finding(path, f"sensor.{name} has nothing to confuse", why, do, (("sensor", name, "to"),))


def _means(rules: Rules) -> Iterator[Finding]:
    """Nobody does anything more than 40 times a step; `spread` comes on top, in the plan."""
    a_year = STEPS_A_YEAR[rules.step]
    for name, behaviour in rules.behaviour.items():
        path: Path = ("behaviour", name, "acts_per_year")
        most = behaviour.acts_per_year.value * _largest(behaviour) * _largest_by_list(behaviour.by_list)
        if most / a_year > _MOST_A_STEP:
            yield _too_often(path, most / a_year, "acts", rules.step)


def _too_often(path: Path, most: float, what: str, step: str) -> Finding:
    do = "Lower the rate or a factor, or count several as one." + (
        "" if step == "day" else ' A shorter step = "day" divides it.'
    )
    return Finding(
        path,
        f"{dotted(path)} comes to {most:,.4g} {what} a {step} with the largest factors",
        f"A run can draw up to {_MOST_A_STEP} a step.",
        do,
        (path[:2], ("step",)),
    )


def _largest(part: ByWhom) -> float:
    """The largest product of factors by what a person is."""
    given = (getattr(part, word, None) for word in BY_WHOM)
    return prod(max((q.value for q in table.values()), default=1.0) for table in given if table is not None)


def _largest_by_list(table: Mapping[str, Quantity] | None) -> float:
    """The largest factor by list: on several lists, their product."""
    if not table:
        return 1.0
    listed = [float(q.value) for key, q in table.items() if key != NONE]
    together = prod(value for value in listed if value > 1)
    none = float(table[NONE].value) if NONE in table else 1.0
    return max(none, together if together > 1 else max(listed, default=0.0))


def _sanction(path: Path, sanction: Sanction, rules: Rules) -> Iterator[Finding]:
    if (sanction.attempts_per_year is None) == (sanction.imposed is None):
        both, joined = ("neither", "nor") if sanction.imposed is None else ("both", "and")
        what = f'{dotted(path)} says {both} attempts_per_year {joined} imposed = "at entry"'
        why = "A sanction denies what people attempt, or strikes once when they are listed."
        about = ((*path, "attempts_per_year"), (*path, "imposed"))
        yield Finding(path, what, why, "Write one of the two.", about)
    elif sanction.imposed is not None:
        beside = [word for word in ("evaded", *BY_WHOM) if word in sanction.model_fields_set]
        for word in beside:
            why = "What is imposed at entry is neither attempted nor evaded."
            yield Finding((*path, word), f"{dotted(path)} has no use for {word}", why, f"Leave {word} out.")
    if sanction.attempts_per_year is not None:
        most = sanction.attempts_per_year.value * _largest(sanction) / STEPS_A_YEAR[rules.step]
        if most > _MOST_A_STEP:
            yield _too_often((*path, "attempts_per_year"), most, "attempts", rules.step)
