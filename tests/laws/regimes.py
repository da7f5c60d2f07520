"""Regimes drawn over the whole format: what hypothesis hands to the laws.

Everything is drawn so that the file is valid: tables name every key, shares of one act stay below 1, means stay far
below 40 a step. Rates are drawn a step and written a year, so that something happens within a few steps.

Hypothesis draws one number, and the number makes the regime. Drawn choice by choice, examples are variations of one
another, and a score's `subject` was met in three of thirty.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from scorewatch.regime.read import Regime, from_raw, load
from scorewatch.regime.words import DOMAINS, RIGHTS, STEPS_A_YEAR

Raw = dict[str, Any]

PEOPLE = 150  # what the rooms of review offices are drawn for
AGES, SEXES = ("child", "adult", "older"), ("male", "female")
REGIONS, GROUPS = ("urban", "rural"), ("majority", "minority")
TRAITS = ("journalist", "believer")
BEHAVIOURS = ("service", "smoking", "speech")
SENSORS = ("cameras", "plates", "registers")
LISTS = ("red", "black")
GROUNDS = ("court", "again")
SANCTIONS = ("flights", "school", "fee")
SPREADS = (0, 0.5, 1, 1.4)  # none of these puts a level on a rounding boundary

# durations that are the same number of steps by whatever way they are converted
DURATIONS = {
    "month": ("1 month", "2 months", "90 days", "0.5 years"),
    "week": ("1 week", "3 weeks", "14 days", "1 month"),
    "day": ("2 days", "5 days", "1 week", "1.5 weeks"),
}
WARM_UPS = {"month": "3 months", "week": "4 weeks", "day": "5 days"}
BEGINNINGS = {"month": ("2 months", "5 months"), "week": ("2 weeks", "5 weeks"), "day": ("2 days", "1 week")}


def wide() -> Regime:
    """The hand-written regime of nearly every word."""
    return load(Path(__file__).parent / "wide.toml")


def read(raw: Raw) -> Regime:
    """The regime of drawn tables."""
    return from_raw(raw, "drawn")


class _Drawing:
    """One regime in the making: short words for what is drawn again and again."""

    def __init__(self, chance: random.Random, steps: tuple[str, ...]) -> None:
        self.chance = chance
        self.step = chance.choice(steps)
        self.year = STEPS_A_YEAR[self.step]

    def one(self, *options: Any) -> Any:
        return self.chance.choice(options)

    def maybe(self) -> bool:
        return self.chance.random() < 0.5

    def some(self, options: Iterable[str], at_least: int = 0, at_most: int = 9) -> list[str]:
        """Some of the options, in their order."""
        listed = list(options)
        count = self.chance.randint(min(at_least, len(listed)), min(at_most, len(listed)))
        chosen = self.chance.sample(listed, count)
        return [option for option in listed if option in chosen]

    def number(self, value: float) -> Any:
        """The number plain, or with its bounds and source."""
        form = self.one("plain", "plain", "sourced", "bounded")
        if form == "plain":
            return value
        if form == "sourced":
            return {"value": value, "source": "assumed"}
        low, high = (value - 1, value + 1) if isinstance(value, int) and abs(value) > 1 else (value, value)
        return {"value": value, "low": low, "high": high}

    def among(self, *values: float) -> Any:
        return self.number(self.one(*values))

    def a_year(self, *a_step: float) -> Any:
        """A rate that is one of these a step."""
        return self.number(self.one(*a_step) * self.year)

    def duration(self) -> str:
        return str(self.one(*DURATIONS[self.step]))

    def table(self, keys: Iterable[str], *values: float) -> Raw:
        return {key: self.among(*values) for key in keys}

    def by_whom(self, part: Raw, at_most: int, *values: float) -> None:
        tables = {"by_age": AGES, "by_sex": SEXES, "by_region": REGIONS, "by_group": GROUPS}
        for word in self.some(tables, at_most=at_most):
            part[word] = self.table(tables[word], *values)

    def by_case(self, sees: list[str], value: Callable[[], Any], *, flat: bool = True) -> Any:
        """A number, or a table by group, by behaviour, or by group and then behaviour."""
        forms = ["behaviour", "nested"]
        if flat:
            forms += ["number", "group"]
        form = self.one(*forms)
        if form == "number":
            return value()
        if form == "group":
            return {group: value() for group in GROUPS}
        if form == "behaviour":
            return {name: value() for name in sees}
        return {group: {name: value() for name in sees} for group in GROUPS}


@st.composite
def regimes(
    draw: st.DrawFn,
    *,
    feedback: bool = True,
    lookalikes: bool = True,
    keepers: bool = True,
    capacity: bool = True,
    redress: bool = True,
    steps: tuple[str, ...] = ("month", "month", "week", "day"),
) -> Raw:
    """The tables of a valid regime.

    feedback: `[response]` and `by_list`, through which what happened changes what people do. lookalikes, keepers:
    misattributions to them. capacity: offices with limited room. redress: reviews and appeals. steps: to draw from.
    """
    d = _Drawing(random.Random(draw(st.integers(0, 2**64 - 1))), steps)
    raw: Raw = {
        "format": 1,
        "title": "A drawn regime",
        "about": "Hypothetical.",
        "step": d.step,
        "lasts": "1 year",
        "population": {"use": "china-2020", "people": PEOPLE},
    }
    if d.maybe():
        raw["warm_up"] = WARM_UPS[d.step]
    traits = d.some(TRAITS, at_least=d.one(0, 1, 2))
    if traits:
        raw["trait"] = {name: _trait(d) for name in traits}
    has_score = d.one(True, True, True, False)
    if has_score:
        raw["score"] = _score(d, traits)
    lists = d.some(LISTS, at_least=d.one(0, 1, 1, 2))
    behaviours = d.some(BEHAVIOURS, at_least=d.one(1, 2, 3))
    raw["behaviour"] = {name: _behaviour(d, traits, lists, feedback) for name in behaviours}
    sensors = d.some(SENSORS, at_least=d.one(0, 1, 2, 3))
    if sensors:
        raw["sensor"] = {name: _sensor(d, behaviours, lookalikes, keepers) for name in sensors}
    if lists:
        raw["list"] = {name: _list(d, behaviours, traits, has_score, capacity, redress) for name in lists}
        sanctions = d.some(SANCTIONS, at_least=d.one(0, 1, 2))
        if sanctions:
            raw["sanction"] = {name: _sanction(d, lists, traits) for name in sanctions}
    if d.one(True, True, False):
        raw["due_process"] = _due_process(d, capacity, redress)
    if feedback and d.maybe():
        curves = d.some(("deterrence", "chilling", "avoidance"), at_least=1)
        raw["response"] = {name: {"most": d.among(0.3, 0.9), "half_at": d.among(0.01, 0.1)} for name in curves}
    phases = [phase for _ in range(d.one(0, 1, 2)) if (phase := _phase(d, raw))]
    if phases:
        raw["phase"] = phases
    return raw


def _trait(d: _Drawing) -> Raw:
    trait: Raw = {"says": "A trait", "share": d.among(0.05, 0.3)}
    d.by_whom(trait, 2, 0, 0.5, 1, 1.2)
    return trait


def _score(d: _Drawing, traits: list[str]) -> Raw:
    score: Raw = {
        "start": d.among(100, 104),
        "range": d.one([0, 130], [60, 104], [-30, 400]),
        "recovery": d.among(0, 7 * d.year // 12, 3 * d.year),
    }
    if d.maybe():
        score["bands"] = {"good": 100, "bad": d.number(50)}
    if d.maybe():
        score["profile"] = profile = {}
        axes = {"age": AGES, "sex": SEXES, "region": REGIONS, "group": GROUPS, "trait": (*traits, "none")}
        for word in d.some(axes, at_least=1):
            profile[word] = d.table(axes[word], -9, -1, 0, 3)
    if d.maybe():
        score["subject"] = _subject(d, traits)
    return score


def _subject(d: _Drawing, traits: list[str]) -> Any:
    several = d.some((*AGES, *traits), at_least=1)
    return several[0] if len(several) == 1 and d.maybe() else several


def _behaviour(d: _Drawing, traits: list[str], lists: list[str], feedback: bool) -> Raw:
    spread = d.one(*SPREADS)
    behaviour: Raw = {
        "says": "A behaviour",
        "acts_per_year": d.a_year(0, 0.05, 0.3) if spread else d.a_year(0.02, 0.2, 0.8),
        "points": d.among(-21, -8, -5, -1, 0, 2),
        "domain": d.one(*DOMAINS),
        "targeted": d.maybe(),
    }
    if spread:
        behaviour["spread"] = d.number(spread)
    if d.maybe():
        behaviour["right"] = d.one(*RIGHTS)
    d.by_whom(behaviour, 2, 0, 0.5, 1, 1.3)
    if d.maybe():
        behaviour["by_trait"] = d.table((*traits, "none"), 0.4, 1, 3)
    if feedback and d.maybe():
        behaviour["by_list"] = d.table((*lists, "none"), 0, 0.5, 1, 1.3)
    return behaviour


def _sensor(d: _Drawing, behaviours: list[str], lookalikes: bool, keepers: bool) -> Raw:
    sees = d.some(behaviours, at_least=1)
    to = d.one("lookalike", "household")
    wrong = (0, 0.05, 0.3, 0.6) if (lookalikes if to == "lookalike" else keepers) else (0,)
    sensor: Raw = {
        "says": "A sensor",
        "sees": sees[0] if len(sees) == 1 and d.maybe() else sees,
        "recorded": d.by_case(sees, lambda: d.among(0, 0.1, 0.4)),
        "misattributed": d.by_case(sees, lambda: d.among(*wrong)),
        "avoidable": d.maybe(),
    }
    if to == "household" or d.maybe():
        sensor["to"] = to
    if d.maybe():
        sensor["coverage"] = d.table(REGIONS, 0, 0.3, 1) if d.maybe() else d.among(0.5, 1)
    if d.maybe():
        sensor["false_per_year"] = d.by_case(sees, lambda: d.a_year(0, 0.02, 0.2), flat=len(sees) == 1)
    if to == "lookalike" and d.maybe():
        sensor["confuses"] = {word: d.among(0.05, 0.5) for word in d.some(("age", "sex"), at_least=1)}
    return sensor


def _list(d: _Drawing, behaviours: list[str], traits: list[str], has_score: bool, capacity: bool, redress: bool) -> Raw:
    listed: Raw = {"says": "A list"}
    grounds = d.some(GROUNDS, at_least=d.one(0, 1, 2))
    if has_score and (not grounds or d.maybe()):
        enter = d.one(82, 92, 98)
        listed["enter_below"] = d.number(enter)
        way_out = d.one("default", "same", "above", "never")
        if way_out != "default":
            listed["leave_at"] = "never" if way_out == "never" else d.number(enter + 4 * (way_out == "above"))
        if d.maybe():
            listed["term"] = d.duration() if d.maybe() else "never"
    elif not grounds:
        grounds = [GROUNDS[0]]
    if grounds:
        listed["ground"] = {name: _ground(d, behaviours) for name in grounds}
    if d.maybe():
        listed["subject"] = _subject(d, traits)
    if d.maybe():
        listed["complies_per_year"] = d.a_year(0.05, 0.3)
    if d.maybe():
        listed["due_process"] = _due_process(d, capacity, redress)
    return listed


def _ground(d: _Drawing, behaviours: list[str]) -> Raw:
    on = d.some(behaviours, at_least=1)
    ground: Raw = {"says": "A ground", "on": on[0] if len(on) == 1 and d.maybe() else on}
    if d.maybe():
        ground["chance"] = d.among(0.05, 0.4)
    if d.maybe():
        ground["unless"] = {word: d.among(0.3, 0.8) for word in d.some(("apologises", "is_believed"), at_least=1)}
    if d.maybe():
        ground["term"] = d.duration() if d.maybe() else "never"
    return ground


def _sanction(d: _Drawing, lists: list[str], traits: list[str]) -> Raw:
    sanction: Raw = {
        "says": "A sanction",
        "list": d.one(*lists),
        "domain": d.one(*DOMAINS),
        "reaches": d.one("person", "children", "household"),
    }
    if d.maybe():
        sanction["related"] = d.one("money", ["traffic", "work"])
    if d.maybe():
        sanction["imposed"] = "at entry"
        return sanction
    sanction["attempts_per_year"] = d.a_year(0, 0.1, 0.7)
    d.by_whom(sanction, 2, 0, 0.5, 1, 1.3)
    if d.maybe():
        sanction["by_trait"] = d.table((*traits, "none"), 0, 1, 2)
    if d.maybe():
        sanction["evaded"] = d.among(0.3, 1)
    return sanction


def _due_process(d: _Drawing, capacity: bool, redress: bool) -> Raw:
    process: Raw = {}
    for word in d.some(("notice", "notice_on_denial"), at_least=1):
        process[word] = d.among(0.3, 1)
    if not redress:
        return process
    if d.one(True, True, True, False):
        process["appeals"] = d.among(0.5, 1) if d.maybe() else {"mistaken": d.number(0.9), "accurate": d.among(0, 0.4)}
        process["decided_after"] = d.duration()
    for word in d.some(("granted_if_mistaken", "granted_if_accurate"), at_least=1):
        process[word] = d.among(0.4, 0.9)
    if d.maybe():
        process["corrects_record"] = d.maybe()
    if d.one(True, True, False):
        process["review"] = review = {
            word: d.among(0.2, 0.8) for word in d.some(("share", "stops_mistaken", "stops_accurate"), at_least=2)
        }
        if capacity and d.maybe():
            review["capacity_per_year"] = d.a_year(*(a_step * 100_000 / PEOPLE for a_step in (0.4, 1.5, 5)))
    return process


def _phase(d: _Drawing, raw: Raw) -> Raw | None:
    """A phase that sets one to three leaves of parts that the file has, or None where there is none to set."""
    beginning = d.one("start", "0 months", *BEGINNINGS[d.step])
    can = dict(_settable(d, raw))
    keys = d.some(can, at_least=1, at_most=3)
    return {"from": beginning, "says": "A phase", "set": {key: can[key]() for key in keys}} if keys else None


def _settable(d: _Drawing, raw: Raw) -> Iterable[tuple[str, Callable[[], Any]]]:
    """Leaves that a phase may set, with what it may set them to."""
    if "score" in raw:
        yield "score.recovery", lambda: d.among(0, 2 * d.year)
    for name in raw["behaviour"]:
        yield f"behaviour.{name}.points", lambda: d.among(-13, 0, 4)
        yield f"behaviour.{name}.acts_per_year", lambda: d.a_year(0.01, 0.25)
    for name, sensor in raw.get("sensor", {}).items():
        coverage = sensor.get("coverage", 1)
        tabled = isinstance(coverage, dict) and "value" not in coverage
        yield f"sensor.{name}.coverage" + (".rural" if tabled else ""), lambda: d.among(0.1, 0.9)
    for name, listed in raw.get("list", {}).items():
        yield f"list.{name}.complies_per_year", lambda: d.a_year(0, 0.2)
        if "enter_below" in listed:
            # never above where one leaves: that would be an error
            top = _value(listed["leave_at"]) if _is_number(listed.get("leave_at")) else 96
            yield f"list.{name}.enter_below", lambda top=top: d.number(d.one(70, top - 2, top))
            if "leave_at" in listed:
                yield f"list.{name}.leave_at", lambda: d.one(102, "never")
            yield f"list.{name}.term", lambda: d.one("never", d.duration())
        for ground in listed.get("ground", {}):
            yield f"list.{name}.ground.{ground}.chance", lambda: d.among(0.1, 0.9)
            yield f"list.{name}.ground.{ground}.term", lambda: d.one("never", d.duration())
        yield f"list.{name}.due_process.notice", lambda: d.among(0, 0.6)
    for name, sanction in raw.get("sanction", {}).items():
        if "attempts_per_year" in sanction:
            yield f"sanction.{name}.evaded", lambda: d.among(0, 0.5)
    process = raw.get("due_process", {})
    yield "due_process.notice_on_denial", lambda: d.among(0, 0.7)
    if "decided_after" in process:
        yield "due_process.decided_after", d.duration
    if "capacity_per_year" in process.get("review", {}):
        yield "due_process.review.capacity_per_year", lambda: d.a_year(0, 100_000 / PEOPLE)
    for name in raw.get("response", {}):
        yield f"response.{name}.most", lambda: d.among(0, 0.5)


def _value(given: Any) -> Any:
    return given["value"] if isinstance(given, dict) else given


def _is_number(given: Any) -> bool:
    return isinstance(given, int | float | dict)


def mapped(given: Any, change: Callable[[float], float]) -> Any:
    """A number, or a table of numbers at any depth, with every number changed; bounds go."""
    if not isinstance(given, dict):
        return change(given)
    if "value" in given:
        return change(given["value"])
    return {key: mapped(inner, change) for key, inner in given.items()}


def inserted(parts: Raw, name: str, part: Any, place: int) -> Raw:
    """The parts with one more at this place of the file."""
    names = list(parts)
    names.insert(place, name)
    return {key: part if key == name else parts[key] for key in names}


def with_part(raw: Raw, kind: str, name: str, part: Any, place: int) -> Raw:
    """The tables of a regime with one more part at this place among those of its kind."""
    new = copy.deepcopy(raw)
    new[kind] = inserted(new.get(kind, {}), name, copy.deepcopy(part), place)
    return new
