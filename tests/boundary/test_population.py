"""The people are invented: five columns of small integers made from published aggregates, and persons are numbers."""

from __future__ import annotations

import dataclasses
import tomllib
from collections import Counter
from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

import pytest

from scorewatch.chance.words import Month
from scorewatch.engine.household import live_step, newcomers
from scorewatch.mechanism.state import Happened, Holds, ListStep, Person, Standing
from scorewatch.people.persons import Persons
from scorewatch.populations import census, names, template_text
from support import ran

from .source import ROOT

COLUMNS = "household,age_band,sex,group,region"
EVIDENCE = {"S", "S2", "F", "D", "M"}
FIGURE = {"name", "where", "of", "share", "value", "evidence", "source", "template", "mean"}
TOP = {"name", "title", "about", "rows", "households", "axes", "says", "figure"}


@pytest.mark.parametrize("name", names())
def test_template_has_five_columns_of_small_integers(name: str) -> None:
    """Catches a column more, a text, or a code that stands for something else than a name of an axis."""
    header, *lines = template_text(name).splitlines()
    assert header == COLUMNS
    people = census(name)
    ranges = [len(axis) for axis in (people.age_bands, people.sexes, people.groups, people.regions)]
    assert 3_900 <= len(lines) == people.rows <= 4_300
    for line in lines:
        fields = line.split(",")
        assert len(fields) == 5
        assert all(field.isascii() and field.isdecimal() for field in fields), line
        assert all(int(code) < size for code, size in zip(fields[1:], ranges, strict=True)), line


@pytest.mark.parametrize("name", names())
def test_no_row_is_a_record_of_somebody(name: str) -> None:
    """Catches a template that tells people apart: a row says one of 24 kinds, and none of them is of one row alone."""
    lines = template_text(name).splitlines()[1:]
    kinds = Counter(line.partition(",")[2] for line in lines)
    assert len(kinds) <= 24
    assert min(kinds.values()) > 5


@pytest.mark.parametrize("name", names())
def test_every_figure_is_an_aggregate_with_its_source(name: str) -> None:
    """Catches a figure without source or evidence, one about few people, and a field nobody has thought about."""
    raw = tomllib.loads((ROOT / "populations" / f"{name}.toml").read_text(encoding="utf-8"))
    assert set(raw) <= TOP
    assert "Nobody in this population is real" in raw["about"]
    assert len(raw["figure"]) < 100, "aggregates are few; a list of persons would be long"
    for figure in raw["figure"]:
        assert set(figure) <= FIGURE, figure["name"]
        assert figure["evidence"] in EVIDENCE, figure["name"]
        assert len(figure["source"].strip()) > 10, figure["name"]
        assert figure.get("value", 10**6) >= 10**5, f"{figure['name']} is about few people"
        assert figure.get("share", 0.5) > 0.001, f"{figure['name']} is about few people"


def _numbers_only(annotation: Any) -> bool:
    """Whether a type holds numbers, truths, nothing, and tuples and lists of these and of other states."""
    if annotation in (int, bool, type(None), Ellipsis, Holds, Standing, ListStep):
        return True
    return bool(get_args(annotation)) and all(_numbers_only(part) for part in get_args(annotation))


WORDS = {("ListStep", "exit"), ("ListStep", "decision")}  # closed words: why somebody left, how an appeal ended


@pytest.mark.parametrize("state", [Person, Happened, Standing, Holds, ListStep])
def test_a_person_is_declared_as_numbers(state: type) -> None:
    """Catches an attribute of a person that could hold a name, a text or anything but numbers."""
    for field, annotation in get_type_hints(state).items():
        assert _numbers_only(annotation) or (state.__name__, field) in WORDS, f"{state.__name__}.{field}: {annotation}"


PARTS = """
[trait.organiser]
says = "Organiser"
share = 0.2
[score]
start = 100
range = [0, 150]
[behaviour.debt]
says = "Debt"
acts_per_year = 6
spread = 1
points = -20
domain = "money"
[sensor.courts]
says = "Courts"
sees = "debt"
recorded = 0.8
false_per_year = 1
[list.debtors]
says = "Debtors"
enter_below = 90
[list.debtors.ground.judgment]
says = "Judgment"
on = "debt"
term = "2 months"
[sanction.trains]
says = "Trains"
list = "debtors"
domain = "travel"
reaches = "household"
attempts_per_year = 12
[due_process]
notice = 0.5
appeals = 0.5
decided_after = "1 month"
granted_if_mistaken = 0.5
granted_if_accurate = 0.5
"""


def _leaves(value: Any) -> Iterator[Any]:
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            if (type(value).__name__, field.name) not in WORDS:
                yield from _leaves(getattr(value, field.name))
    elif isinstance(value, list | tuple | dict | set | frozenset):
        assert not isinstance(value, dict)
        for inner in value:
            yield from _leaves(inner)
    else:
        yield value


def test_a_person_holds_only_numbers() -> None:
    """Catches what the types do not say: something else than numbers in a living person, at any depth."""
    run = ran(PARTS, people=60, steps=6)
    plans = {step: run.clock.plan(step, run.carries[step]) for step in range(run.steps)}
    exits = 0
    for household in run.clock.persons.households():
        persons = newcomers(run.clock.persons, household)
        for step, plan in plans.items():
            for what in live_step(persons, plan, Month(run.clock.persons.words, step)):
                assert {type(leaf) for leaf in _leaves(what)} <= {int, bool, type(None)}
                for one in what.lists:
                    assert one.exit in (None, "appeal", "term", "complied", "score")
                    assert one.decision in (None, "granted", "refused")
                    exits += one.exit is not None
        assert {type(leaf) for person in persons for leaf in _leaves(person)} <= {int, bool, type(None)}
    assert exits, "the run is busy enough to show something"


def test_the_persons_of_a_run_are_a_range_of_integers() -> None:
    """Catches a registry of persons: all that is known of one follows from a number, the template and the seed."""
    assert {field.name for field in dataclasses.fields(Persons)} == {"template", "words", "rules", "people"}
    run = ran(PARTS, people=60, steps=1)
    persons = run.clock.persons
    assert [number for household in persons.households() for number in household] == list(range(run.people))
    for number in range(run.people):
        assert type(persons.cell(number)) is int
        assert type(persons.trait(number)) is int
        assert {type(level) for level in persons.levels(number)} == {int}
