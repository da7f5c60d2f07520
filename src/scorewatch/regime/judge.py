"""What depends on the population or on other parts of a file: whether the parts make one regime."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from scorewatch.populations import Census
from scorewatch.regime import limits, tables
from scorewatch.regime.declare import Rules
from scorewatch.regime.finding import Finding, instead
from scorewatch.regime.places import Path
from scorewatch.regime.words import RESERVED

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_PARTS = ("trait", "behaviour", "sensor", "list", "sanction")
_MOST_TRAITS = 8


def judge(rules: Rules, census: Census | None) -> list[Finding]:
    """Every mistake that shows only when the parts are read together; tables only with a census."""
    found = [*_names(rules), *_references(rules), *limits.limits(rules)]
    if census is not None:
        found += [*_clashes(rules, census), *_subjects(rules, census), *tables.tables(rules, census)]
    return found


def _names(rules: Rules) -> Iterator[Finding]:
    """Names are plain and mean nothing else."""
    named: list[Path] = [(part, name) for part in _PARTS for name in getattr(rules, part)]
    named += [("list", name, "ground", ground) for name, one in rules.list.items() for ground in one.ground]
    for path in named:
        kind, name = path[-2], str(path[-1])
        if not _NAME.fullmatch(name):
            do = "Begin with a letter; write small letters, digits and underscores."
            yield Finding(path, f'"{name}" cannot be the name of a {kind}', do=do)
        elif name in RESERVED:
            why = f'"{name}" means something else in a regime and in its results.'
            yield Finding(path, f'"{name}" cannot be the name of a {kind}', why, "Choose another name.")
    for path in [
        ("list", name, "ground", ground, "unless", factor)
        for name, one in rules.list.items()
        for ground, said in one.ground.items()
        for factor in said.unless
    ]:
        if not _NAME.fullmatch(str(path[-1])):
            do = "Begin with a letter; write small letters, digits and underscores."
            yield Finding(path, f'"{path[-1]}" cannot be the name of a condition', do=do)
    if len(rules.trait) > _MOST_TRAITS:
        what = f"{len(rules.trait)} traits are more than {_MOST_TRAITS}"
        yield Finding(("trait", list(rules.trait)[_MOST_TRAITS]), what, do="Leave a trait out, or join two.")


def _references(rules: Rules) -> Iterator[Finding]:
    """What one part says of another exists, and is said once."""
    for name, sensor in rules.sensor.items():
        yield from _known(("sensor", name, "sees"), sensor.sees, tuple(rules.behaviour), "behaviour")
    for name, one in rules.list.items():
        for ground, said in one.ground.items():
            path: Path = ("list", name, "ground", ground, "on")
            yield from _known(path, said.on, tuple(rules.behaviour), "behaviour")
    for name, sanction in rules.sanction.items():
        yield from _known(("sanction", name, "list"), (sanction.list,), tuple(rules.list), "list")


def _known(path: Path, words: Sequence[str], known: Sequence[str], kind: str) -> Iterator[Finding]:
    for number, word in enumerate(words):
        if word not in known:
            do = instead(word, known) if known else f"The file declares no {kind}: add [{kind}.{word}]."
            yield Finding((*path, number), f'no {kind} is called "{word}"', do=do, about=((kind,),))
        elif word in words[:number]:
            yield Finding((*path, number), f'"{word}" stands twice', do="Name it once.")


def _clashes(rules: Rules, census: Census) -> Iterator[Finding]:
    """No name can be read in two ways."""
    for trait in rules.trait:
        if trait in census.age_bands:
            why = "A subject names age bands and traits, and could not tell the two apart."
            yield Finding(("trait", trait), f'"{trait}" is an age band of {census.name}', why, "Choose another.")
    for name, sensor in rules.sensor.items():
        for behaviour in sensor.sees:
            given = (sensor.recorded, sensor.misattributed, sensor.false_per_year)
            if behaviour in census.groups and any(isinstance(table, dict) for table in given):
                why = f"Its tables by group and by behaviour could not be told apart in sensor.{name}."
                what = f'"{behaviour}" is a group of {census.name}'
                yield Finding(("behaviour", behaviour), what, why, "Choose another name.")


def _subjects(rules: Rules, census: Census) -> Iterator[Finding]:
    """Whom the score and the lists are for exists."""
    known = (*census.age_bands, *rules.trait)
    subjects: list[tuple[Path, Sequence[str] | None]] = [
        (("list", name, "subject"), one.subject) for name, one in rules.list.items()
    ]
    if rules.score is not None:
        subjects.append((("score", "subject"), rules.score.subject))
    for path, words in subjects:
        yield from _known(path, words or (), known, "age band or trait")
