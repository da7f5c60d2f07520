"""The plain engine against the stranger's, written from the pages alone: every row of both tables, and the digest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given

from laws.lives import few
from laws.regimes import Raw, read, regimes, wide
from scorewatch.chance.words import Words
from scorewatch.engine import fast, plain
from scorewatch.engine.clock import Clock
from scorewatch.measure import tables
from scorewatch.people.persons import Persons, whole_households
from scorewatch.people.template import Template, read_template
from scorewatch.regime.read import Regime, load
from stranger.engine import simulate

Row = tuple[Any, ...]


def both(regime: Regime, people: int, steps: int, seed: int, template: Template | None = None) -> list[Row]:
    """The rows of measures, after the stranger and both engines have been found to agree on all rows and the digest."""
    template = template or read_template(regime.census)
    rows = [(template.household_of_row[i], *codes) for i, codes in enumerate(template.rows)]
    count = whole_households(template, people)
    persons = Persons(template, Words(seed, len(rows)), regime.rules_at(-regime.warm_up), count)
    clock = Clock(regime, persons, steps)
    outcome = plain.run(clock)
    measures, parts = outcome.measures, outcome.parts
    quick = fast.run(clock, threads=1)
    assert quick.measures.equals(measures)
    assert quick.parts.equals(parts)
    assert (quick.carries, quick.cuts) == (outcome.carries, outcome.cuts)
    theirs = simulate(regime.raw, axes(template), rows, people, steps, seed)
    assert theirs["people"] == count
    same_rows("measures", measures.iter_rows(), theirs["measures"])
    same_rows("parts", parts.iter_rows(), theirs["parts"])
    assert tables.digest(measures) == theirs["digest"]
    return list(measures.iter_rows())


def axes(template: Template) -> dict[str, list[str]]:
    """The names of a template's axes as the stranger takes them."""
    c = template.census
    return {
        "region": list(c.regions),
        "group": list(c.groups),
        "age_band": list(c.age_bands),
        "sex": list(c.sexes),
        "children": list(c.children),
    }


def same_rows(table: str, ours: Iterable[Row], theirs: Iterable[Row]) -> None:
    """Both have the same rows; else the first that differ are shown, by step."""
    here, there = set(ours), {tuple(row) for row in theirs}
    if here == there:
        return
    differing = sorted((row[3], row, "ours") for row in here - there)
    differing += sorted((row[3], row, "the stranger's") for row in there - here)
    first = "\n".join(f"  {whose}: {row}" for _, row, whose in sorted(differing)[:16])
    pytest.fail(f"{table}: {len(here - there)} rows are ours alone, {len(there - here)} theirs; the first:\n{first}")


def few_rows(template: Template, households: int) -> Template:
    """A template of the first households alone: few rows, so that some hundred people are many copies."""
    kept = template.households[:households]
    return Template(template.census, template.rows[: kept[-1][1]], kept)


def test_the_article() -> None:
    both(load("article"), people=400, steps=27, seed=5)


def test_many_copies_of_a_small_template() -> None:
    """Copies share a block of four words; eleven of them fill two blocks and begin a third."""
    regime = wide()
    template = few_rows(read_template(regime.census), 12)
    people = 10 * len(template.rows) + 5
    rows = both(regime, people, 8, 2**40 + 3, template)
    assert sum(row[-1] for row in rows if row[0] == "entries") > 20


def test_a_regime_that_uses_nearly_every_word() -> None:
    """Weeks, a warm-up and phases; and nearly everything that can happen to somebody does."""
    regime = wide()
    rows = both(regime, people=300, steps=40, seed=2**63 + 11)
    happened: Counter[str] = Counter()
    for measure, item, by, *_, value in rows:
        happened[measure] += value
        happened[f"{measure} {by}"] += value
        happened[f"{measure} {item} {by}"] += value
    for name, listed in regime.rules.list.items():
        for origin in (*listed.ground, *(["score"] if listed.enter_below else [])):
            assert happened[f"entries {name} {origin}"] > 0, (name, origin)
    for cause in ("appeal", "term", "complied", "score"):
        assert happened[f"exits {cause}"] > 0, cause
    for measure in ("granted", "refused", "stopped", "appeals_filed"):
        for truth in ("mistaken", "accurate"):
            assert happened[f"{measure} {truth}"] > 0, (measure, truth)
    for name, sanction in regime.rules.sanction.items():
        if sanction.reaches != "person":
            assert happened[f"denials {name} kin"] > 0, name
        assert happened[f"denials {name} kin"] < happened["denials"]
    assert min(happened["cases"], happened["reviewed"], happened["untold"], happened["missed"]) > 0
    assert min(happened[f"listed_for_right black {right}"] for right in ("expression", "religion")) > 0


def test_drawn_regimes() -> None:
    happened: Counter[str] = Counter()

    @few(25)
    @given(regimes())
    def agree(raw: Raw) -> None:
        for measure, *_, value in both(read(raw), people=150, steps=8, seed=21):
            happened[measure] += value

    agree()
    assert min(happened[m] for m in ("entries", "exits", "granted", "refused", "stopped", "denials")) > 0, happened
