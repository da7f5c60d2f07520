"""Tables by what people are, by list and by behaviour: every key of the kind, and no other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from scorewatch.errors import nearest
from scorewatch.populations import Census
from scorewatch.regime.declare import ByWhom, Rules, Sensor
from scorewatch.regime.finding import Finding, instead
from scorewatch.regime.places import Path, dotted
from scorewatch.regime.resolve import factor, rate_for
from scorewatch.regime.values import Quantity
from scorewatch.regime.words import NONE

_ROUNDING = 1e-9


def tables(rules: Rules, census: Census) -> Iterator[Finding]:
    """Every table that lacks a key or has one too many, and every sum of shares above 1."""
    axes = {
        "by_age": ("age band", census.age_bands),
        "by_sex": ("sex", census.sexes),
        "by_region": ("region", census.regions),
        "by_group": ("group", census.groups),
        "by_trait": ("trait", (*rules.trait, NONE)),
        "by_list": ("list", (*rules.list, NONE)),
    }
    parts: list[tuple[Path, ByWhom]] = [
        *((("trait", name), trait) for name, trait in rules.trait.items()),
        *((("behaviour", name), behaviour) for name, behaviour in rules.behaviour.items()),
        *((("sanction", name), sanction) for name, sanction in rules.sanction.items()),
    ]
    for path, part in parts:
        for word, (kind, keys) in axes.items():
            table = getattr(part, word, None)
            if table is not None:
                yield from _complete((*path, word), table, keys, kind)
    yield from _profile(rules, census)
    for name, sensor in rules.sensor.items():
        if all(seen in rules.behaviour for seen in sensor.sees):  # else said elsewhere
            yield from _sensor(("sensor", name), sensor, census)
    yield from _traits(rules, census)


def _complete(
    path: Path, table: Mapping[str, Any], keys: Sequence[str], kind: str, needed: int = -1
) -> Iterator[Finding]:
    """The table has every key of its kind (the first `needed`), and no other."""
    for key in table:
        if key not in keys:
            yield Finding((*path, key), f'"{key}" in {dotted(path)} is no {kind}', do=instead(key, keys))
    meant = {nearest(key, keys) for key in table if key not in keys}  # misspelt, and said above
    asked = keys if needed < 0 else keys[:needed]
    lacking = [key for key in asked if key not in table and key not in meant]
    if lacking:
        what = f"{dotted(path)} lacks {', '.join(lacking)}"
        do = "Give each a number: 1 where nothing changes." if kind != "behaviour" else "Give each a number."
        why = f"A table by {kind} names every one of them."
        yield Finding(path, what, why, do, about=tuple((*path, key) for key in lacking))


def _profile(rules: Rules, census: Census) -> Iterator[Finding]:
    if rules.score is None:
        return
    profile, path = rules.score.profile, ("score", "profile")
    axes: dict[str, tuple[str, Sequence[str], int]] = {
        "age": ("age band", census.age_bands, -1),
        "sex": ("sex", census.sexes, -1),
        "region": ("region", census.regions, -1),
        "group": ("group", census.groups, -1),
        "trait": ("trait", (*rules.trait, NONE), len(rules.trait)),
    }
    for word, (kind, keys, needed) in axes.items():
        table = getattr(profile, word)
        if table is not None:
            yield from _complete((*path, word), table, keys, kind, needed)


def _sensor(path: Path, sensor: Sensor, census: Census) -> Iterator[Finding]:
    """Tables of a sensor are by region, by group, by the behaviours seen, or by group and then behaviour."""
    wrong: list[Finding] = []
    if isinstance(sensor.coverage, dict):
        wrong += _complete((*path, "coverage"), sensor.coverage, census.regions, "region")
    for word in ("recorded", "misattributed", "false_per_year"):
        wrong += _by_case((*path, word), getattr(sensor, word), sensor.sees, census.groups)
    yield from wrong
    about = ((*path, "sees"),)
    several = len(sensor.sees) > 1
    if several and not wrong and not _says_behaviour(sensor.false_per_year, sensor.sees):
        what = f"{dotted(path)}.false_per_year does not say for which behaviour"
        why = f"The sensor sees {len(sensor.sees)} of them, and a false record is of one."
        do = "Write { " + ", ".join(f"{name} = …" for name in sensor.sees[:4]) + " }, or by group and then so."
        yield Finding((*path, "false_per_year"), what, why, do, about)
    if not wrong:
        yield from _at_most_one(path, sensor, census)


def _by_case(path: Path, given: Any, sees: Sequence[str], groups: Sequence[str]) -> list[Finding]:
    if isinstance(given, Quantity):
        return []
    found: list[Finding] = []
    if any(isinstance(inner, dict) for inner in given.values()):
        found += _complete(path, given, groups, "group")
        for key, inner in given.items():
            if key in groups:
                found += _complete((*path, key), inner, sees, "behaviour")
    elif any(key in groups for key in given):
        found += _complete(path, given, groups, "group")
    elif any(key in sees for key in given):
        found += _complete(path, given, sees, "behaviour")
    else:
        found += _complete(path, given, groups, "group")
    about = ((*path[:2], "sees"),)
    return [Finding(one.path, one.what, one.why, one.do, (*one.about, *about)) for one in found]


def _says_behaviour(given: Any, sees: Sequence[str]) -> bool:
    """Whether a rate of false records says which behaviour it is of, or is 0."""
    if isinstance(given, Quantity):
        return not given.value
    if any(isinstance(inner, dict) for inner in given.values()):
        return True
    return all(key in sees for key in given) or not any(inner.value for inner in given.values())


def _at_most_one(path: Path, sensor: Sensor, census: Census) -> Iterator[Finding]:
    """recorded and misattributed are shares of the same acts."""
    for behaviour, group in product(sensor.sees, census.groups):
        recorded = rate_for(sensor.recorded, group, behaviour)
        misattributed = rate_for(sensor.misattributed, group, behaviour)
        if recorded + misattributed > 1 + _ROUNDING:
            what = (
                f"{dotted(path)}: recorded {recorded:g} and misattributed {misattributed:g} "
                f"of {behaviour} by {group} are together above 1"
            )
            do = "Both are shares of the acts that it covers: lower one."
            about: tuple[Path, ...] = ((*path, "recorded"), (*path, "sees"))
            yield Finding((*path, "misattributed"), what, do=do, about=about)
            return


def _traits(rules: Rules, census: Census) -> Iterator[Finding]:
    """A person has one trait or none, so the shares of all of them are at most 1 in every cell."""
    tables_of = ("by_age", "by_sex", "by_region", "by_group")
    axes = (census.age_bands, census.sexes, census.regions, census.groups)
    for cell in product(*axes):
        total = 0.0
        for name, trait in rules.trait.items():
            share = float(trait.share.value)
            for word, key in zip(tables_of, cell, strict=True):
                table = getattr(trait, word)
                if table is not None and key not in table:
                    return  # said above
                share *= factor(table, key)
            total += share
            if total > 1 + _ROUNDING:
                what = f"the shares of traits are together {total:g} among {', '.join(cell)}"
                why = "A person has one trait or none: they are at most 1 in every cell."
                about: tuple[Path, ...] = tuple(("trait", other) for other in rules.trait)
                yield Finding(("trait", name, "share"), what, why, "Lower a share or a factor.", about)
                return
