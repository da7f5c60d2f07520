"""The shipped template of `china-2020`: whole plausible households that meet the published figures.

It reads the two shipped files alone, as a stranger would, and recomputes every figure from the table.
"""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import groupby, product
from pathlib import Path
from typing import Any, NamedTuple

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "src" / "scorewatch" / "populations"
CSV, TOML = FOLDER / "china-2020.csv", FOLDER / "china-2020.toml"
SIZES = ("1", "2", "3", "4", "5", "6+")
AXES = ("age_band", "sex", "group", "region")
EVIDENCE = {"S", "S2", "F", "D", "M"}

PREFIX_BOUNDS = {
    ("group",): 5.3,
    ("region",): 4.5,
    ("age_band",): 3.8,
    ("sex",): 2.3,
    ("age_band", "sex"): 4.1,
    ("group", "region"): 6.2,
    ("group", "region", "age_band", "sex"): 5.2,
}
"""Most people that any beginning of the table may be off the whole, on each margin: as measured, rounded up.
The best of 40 shuffled orders is off by 10 to 30; a household of ten alone can make it five."""
PREFIX_BOUND_SIZES = 4.7
"""The same, in households, for the sizes and for the households with children (shuffled: 14 at best)."""
PREFIX_BOUND_LENGTH = 4.3
"""The same, in people, for how many people the first h households hold (shuffled: 27 at best)."""
PART_PEOPLE, PART_VARIANCE = 3, 14
"""Most people that one of the 32 parts may be off the mean of 128.5, and the largest variance over the parts
of the people of one kind."""


class Person(NamedTuple):
    """A row of the template, by name."""

    household: int
    age_band: str
    sex: str
    group: str
    region: str


@pytest.fixture(scope="module")
def declared() -> dict[str, Any]:
    """Return the population's own description."""
    return tomllib.loads(TOML.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def table(declared: dict[str, Any]) -> list[Person]:
    """Every row, its codes turned into the names of the axes."""
    with CSV.open(encoding="utf-8", newline="") as lines:
        rows = [[int(text) for text in row] for row in list(csv.reader(lines))[1:]]
    names = [declared["axes"][axis] for axis in AXES]
    return [Person(row[0], *(names[axis][code] for axis, code in enumerate(row[1:]))) for row in rows]


@pytest.fixture(scope="module")
def homes(table: list[Person]) -> list[list[Person]]:
    """Return the rows, household by household, in the order of the table."""
    return [list(members) for _, members in groupby(table, key=lambda person: person.household)]


def size_of(home: list[Person]) -> str:
    """Return the name of the size of a household."""
    return SIZES[min(len(home), len(SIZES)) - 1]


def count(figure: dict[str, Any], homes: list[list[Person]]) -> int:
    """Recompute what a figure counts: people or households with all that its `where` names."""
    where = dict(figure["where"])
    if figure["of"] == "households":
        return sum(where == {"household_size": size_of(home)} for home in homes)
    members = [home[:1] if where.get("place") == "first" else home for home in homes]
    where.pop("place", None)
    return sum(
        all(getattr(person, axis) == name for axis, name in where.items()) for home in members for person in home
    )


def test_the_file_is_plain_small_integers() -> None:
    """Catches Windows line ends, another header, quoted, padded or signed numbers."""
    lines = CSV.read_bytes().split(b"\n")
    assert lines[0] == b"household,age_band,sex,group,region"
    assert lines[-1] == b""
    for line in lines[1:-1]:
        assert all(str(int(field)).encode() == field for field in line.split(b","))


def test_codes_are_places_in_the_lists_of_names(declared: dict[str, Any]) -> None:
    """Catches a code without a name (a negative one would quietly count from the end)."""
    with CSV.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            assert all(0 <= int(row[axis]) < len(declared["axes"][axis]) for axis in AXES)


def test_rows_and_households_are_as_declared(declared: dict[str, Any], homes: list[list[Person]]) -> None:
    """Catches a table and a description that come from two different runs of the script."""
    assert declared["name"] == CSV.stem == TOML.stem
    assert declared["rows"] == sum(map(len, homes))
    assert declared["households"] == len(homes)


def test_households_are_contiguous_and_numbered_in_order(homes: list[list[Person]]) -> None:
    """Catches a household that is torn apart, or a number left out."""
    assert [home[0].household for home in homes] == list(range(len(homes)))


def test_a_household_has_one_region_and_one_group(homes: list[list[Person]]) -> None:
    """Catches a label that slipped by a row."""
    assert all(len({(person.group, person.region) for person in home}) == 1 for home in homes)


def test_no_child_without_an_adult_and_adults_come_first(declared: dict[str, Any], homes: list[list[Person]]) -> None:
    """Catches a household of children, and a child who would be taken for the keeper of the car."""
    children = set(declared["axes"]["children"])
    assert children < set(declared["axes"]["age_band"])
    for home in homes:
        young = [person.age_band in children for person in home]
        assert not young[0], f"household {home[0].household} starts with a child"
        assert young == sorted(young), f"household {home[0].household}: an adult after a child"


def test_children_mostly_live_with_two_adults(declared: dict[str, Any], homes: list[list[Person]]) -> None:
    """Catches a programme that met the totals by giving the children to people alone."""
    children = set(declared["axes"]["children"])
    by_adults: Counter[bool] = Counter()
    for home in homes:
        young = sum(person.age_band in children for person in home)
        by_adults[len(home) - young >= 2] += young
    assert 0.85 <= by_adults[True] / by_adults.total() <= 0.98


def test_the_first_adult_is_as_often_a_man_as_a_woman(table: list[Person], homes: list[list[Person]]) -> None:
    """Catches an order by sex: every registered keeper would be a man, and false records would follow him."""
    for label in {(person.group, person.region) for person in table}:
        led = []
        for home in homes:
            band = [person.sex for person in home if person.age_band == home[0].age_band]
            if (home[0].group, home[0].region) == label and len(set(band)) == 2:
                led.append(home[0].sex == "male")
        assert abs(2 * sum(led) - len(led)) <= 1


def test_every_figure_is_met_to_within_half(declared: dict[str, Any], homes: list[list[Person]]) -> None:
    """Catches any change of the table or of a figure: counts are recomputed from the rows."""
    for figure in declared["figure"]:
        total = declared["rows"] if figure["of"] == "people" else declared["households"]
        found = count(figure, homes)
        assert found == figure["template"], figure["name"]
        assert abs(found - figure["share"] * total) <= 0.5, figure["name"]


def test_the_figures_cover_every_margin_and_agree(declared: dict[str, Any]) -> None:
    """Catches a figure left out, and shares or counts of an axis that do not add up."""
    axes = declared["axes"]
    whole = [("age_band", "sex"), ("age_band",), ("sex",), ("region",), ("group",), ("household_size",)]
    for keys in whole:
        names = [SIZES if key == "household_size" else axes[key] for key in keys]
        figures = [figure for figure in declared["figure"] if tuple(figure["where"]) == keys]
        assert [tuple(figure["where"].values()) for figure in figures] == list(product(*names))
        assert sum(figure["share"] for figure in figures) == pytest.approx(1, abs=1e-6)
        total = declared["households" if keys == ("household_size",) else "rows"]
        assert sum(figure["template"] for figure in figures) == total


def test_a_share_and_its_published_count_say_the_same(declared: dict[str, Any]) -> None:
    """Catches a count typed beside the wrong share: each pair must imply China's total."""
    for figure in declared["figure"]:
        if "value" in figure:
            assert figure["value"] / figure["share"] == pytest.approx(1_411_778_724, rel=6e-4), figure["name"]


def test_every_figure_has_evidence_and_a_source(declared: dict[str, Any]) -> None:
    """Catches a figure from nowhere, and memory that passes for a source."""
    assert len({figure["name"] for figure in declared["figure"]}) == len(declared["figure"])
    for figure in declared["figure"]:
        assert figure["evidence"] in EVIDENCE, figure["name"]
        assert len(figure["source"]) > 10, figure["name"]
        from_memory = "memory" in figure["source"]
        assert from_memory == (figure["evidence"] == "M"), figure["name"]
        assert from_memory == ("unverified" in figure["source"]), figure["name"]
        if figure["evidence"] in {"S", "S2", "F"}:
            assert "NBS" in figure["source"] or "http" in figure["source"], figure["name"]


def test_what_was_not_seen_in_a_publication_is_marked(declared: dict[str, Any]) -> None:
    """Catches sizes of households that lose their mark: only that of people alone was seen."""
    unseen = {
        f["where"]["household_size"]
        for f in declared["figure"]
        if "household_size" in f["where"] and f["evidence"] == "M"
    }
    assert unseen == set(SIZES[1:])
    assert "unverified" in declared["about"]


def test_every_name_has_words_for_readers(declared: dict[str, Any]) -> None:
    """Catches a name that a report would have to print raw."""
    names = {name for axis in AXES for name in declared["axes"][axis]}
    assert names == set(declared["says"])
    assert all(declared["says"].values())


def test_every_combination_of_traits_is_there(declared: dict[str, Any], table: list[Person]) -> None:
    """Catches a cell without people, on which a lookalike's records would be lost."""
    cells = Counter(tuple(getattr(person, axis) for axis in AXES) for person in table)
    assert set(cells) == set(product(*(declared["axes"][axis] for axis in AXES)))
    assert min(cells.values()) >= 11


def test_region_and_group_are_independent_of_the_rest(declared: dict[str, Any], table: list[Person]) -> None:
    """Catches a tie that no figure supports: cells stay within one person of the product of their margins."""
    by_place = Counter((person.group, person.region) for person in table)
    by_trait = Counter((person.age_band, person.sex) for person in table)
    both = Counter((person[3], person[4], person[1], person[2]) for person in table)
    for place, trait in product(by_place, by_trait):
        assert abs(both[place + trait] - by_place[place] * by_trait[trait] / declared["rows"]) < 1


def test_minority_households_are_of_every_size_with_children_in_both_regions(
    declared: dict[str, Any], homes: list[list[Person]]
) -> None:
    """Catches a group that was squeezed into a few forms of household to meet its total."""
    children = set(declared["axes"]["children"])
    for group, region in product(declared["axes"]["group"], declared["axes"]["region"]):
        here = [home for home in homes if (home[0].group, home[0].region) == (group, region)]
        assert {size_of(home) for home in here} == set(SIZES)
        forms = {tuple(sorted((person.age_band, person.sex) for person in home)) for home in here}
        assert len(forms) >= 20
        raising = sum(any(person.age_band in children for person in home) for home in here)
        everywhere = sum(any(person.age_band in children for person in home) for home in homes)
        assert raising / len(here) == pytest.approx(everywhere / len(homes), abs=0.1)


def worst(homes: list[list[Person]], keys: Callable[[list[Person]], Iterator[Any]], per_home: bool) -> float:
    """Return how far any beginning of the homes is off the whole, in the units that the keys count."""
    whole = Counter(key for home in homes for key in keys(home))
    total = len(homes) if per_home else sum(map(len, homes))
    so_far: Counter[Any] = Counter()
    done, most = 0, 0.0
    for home in homes:
        so_far.update(keys(home))
        done += 1 if per_home else len(home)
        most = max(most, *(abs(so_far[key] - done * whole[key] / total) for key in whole))
    return most


@pytest.mark.parametrize("axes", PREFIX_BOUNDS, ids=" x ".join)
def test_any_first_households_resemble_the_whole(axes: tuple[str, ...], homes: list[list[Person]]) -> None:
    """Catches an order sorted, shuffled or broken in one place: small runs would have another population."""

    def keys(home: list[Person]) -> Iterator[tuple[str, ...]]:
        return (tuple(getattr(person, axis) for axis in axes) for person in home)

    assert worst(homes, keys, per_home=False) <= PREFIX_BOUNDS[axes]


def test_any_first_households_have_the_sizes_and_families_of_the_whole(
    declared: dict[str, Any], homes: list[list[Person]]
) -> None:
    """Catches large households, or families, saved up for the end of the table."""
    children = set(declared["axes"]["children"])

    def keys(home: list[Person]) -> Iterator[str]:
        yield size_of(home)
        if any(person.age_band in children for person in home):
            yield "with children"

    assert worst(homes, keys, per_home=True) <= PREFIX_BOUND_SIZES
    assert worst(homes, lambda home: iter(["people"] * len(home)), per_home=True) <= PREFIX_BOUND_LENGTH


def test_the_32_parts_of_a_run_are_alike(homes: list[list[Person]]) -> None:
    """Catches an order with a beat (every fourth household alone), which would spoil a run's intervals."""
    parts = [[person for home in homes[part::32] for person in home] for part in range(32)]
    people = sum(map(len, parts)) / len(parts)
    assert all(abs(len(part) - people) <= PART_PEOPLE for part in parts)
    for axis in AXES:
        for name in {getattr(person, axis) for home in homes for person in home}:
            counts = [sum(getattr(person, axis) == name for person in part) for part in parts]
            mean = sum(counts) / len(parts)
            assert sum((found - mean) ** 2 for found in counts) / len(parts) <= PART_VARIANCE
