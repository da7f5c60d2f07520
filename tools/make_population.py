"""Make the template of the synthetic population `china-2020` from published aggregates.

    python tools/make_population.py            # writes src/scorewatch/populations/china-2020.{csv,toml}
    python tools/make_population.py --check    # makes them again, compares, exits 1 on a difference

Four steps, none of which draws on a record of a person:
1. `read_figures`: published figures become whole numbers of people and of households.
2. `compose`: a pool of plausible households is weighted so that it meets the figures and otherwise stays as
   close as it can to stated guesses (`FORMS`); an integer programme turns the weights into whole households.
3. `label`: a second integer programme gives every household a region and a group, as independent of its form
   as whole households allow.
4. `arrange`: the households are ordered so that any first few resemble the whole.
README.md beside this file gives the reasons.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, comb, floor
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

ROOT = Path(__file__).resolve().parents[1]
NAME = "china-2020"
PEOPLE = 4112
"""B, the rows of the template: a size at which every figure is met to within half a person."""

AGES, SEXES = ("child", "adult", "older"), ("male", "female")
GROUPS, REGIONS = ("majority", "minority"), ("urban", "rural")
SIZES = ("1", "2", "3", "4", "5", "6+")
CELLS = tuple((age, sex) for age in AGES for sex in SEXES)
LABELS = tuple((group, region) for group in GROUPS for region in REGIONS)
PARTS = 32
"""Households are grouped by number modulo this when a run estimates its uncertainty; see `arrange`."""

PUBLISHED_MALES, PUBLISHED_URBAN, PUBLISHED_MINORITIES = 723_340_000, 901_990_000, 125_470_000
"""Counts that the data files give in a label, or only as a share; rounded to 10,000 in the publication."""
CCAS = "NBS via CCAS, https://www.ccasindia.org/newsdetails.php?nid=6047"
SHINE = "; count: NBS via Shine 2021-05-11, https://www.shine.cn/news/nation/2105118720/"
BOYS = 0.53
"""Share of boys that the guesses start from; the figures correct it."""
ROUNDS = 400_000
"""Tries to improve the order of the households."""

Real = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Shape = tuple[int, int, int, int, int, int]
"""How many boys, girls, men, women, older men and older women: the order of `CELLS`."""

# Guesses, not figures: how common a form is among households of its size. Columns: form, men, women,
# older men, older women, adults of either sex, older people of either sex, children, weight.
FORMS: tuple[tuple[str, int, int, int, int, int, int, int, float], ...] = (
    ("alone", 0, 0, 0, 0, 1, 0, 0, 72),
    ("alone", 0, 0, 0, 0, 0, 1, 0, 28),
    ("couple", 1, 1, 0, 0, 0, 0, 0, 40),
    ("older couple", 0, 0, 1, 1, 0, 0, 0, 25),
    ("couple across 60", 0, 1, 1, 0, 0, 0, 0, 4),
    ("adult with a parent", 0, 0, 0, 0, 1, 1, 0, 12),
    ("one parent", 0, 1, 0, 0, 0, 0, 1, 5),
    ("one parent", 1, 0, 0, 0, 0, 0, 1, 2),
    ("grandparents", 0, 0, 0, 0, 0, 1, 1, 2),
    ("shared", 2, 0, 0, 0, 0, 0, 0, 5),
    ("shared", 0, 2, 0, 0, 0, 0, 0, 5),
    ("couple with children", 1, 1, 0, 0, 0, 0, 1, 47),
    ("couple with grown child", 1, 1, 0, 0, 1, 0, 0, 21),
    ("couple with a parent", 1, 1, 0, 0, 0, 1, 0, 6),
    ("older couple with grown child", 0, 0, 1, 1, 1, 0, 0, 7),
    ("one parent", 0, 1, 0, 0, 0, 0, 2, 2.5),
    ("one parent", 1, 0, 0, 0, 0, 0, 2, 1),
    ("one parent, three generations", 0, 0, 0, 0, 1, 1, 1, 5),
    ("grandparents", 0, 0, 1, 1, 0, 0, 1, 5),
    ("shared", 3, 0, 0, 0, 0, 0, 0, 2.5),
    ("shared", 0, 3, 0, 0, 0, 0, 0, 2.5),
    ("couple with children", 1, 1, 0, 0, 0, 0, 2, 44),
    ("three generations", 1, 1, 0, 0, 0, 1, 1, 15),
    ("couple with children of all ages", 1, 1, 0, 0, 1, 0, 1, 8),
    ("two couples", 1, 1, 1, 1, 0, 0, 0, 7),
    ("couple with grown child", 1, 1, 0, 0, 2, 0, 0, 6),
    ("grown three generations", 1, 1, 0, 0, 1, 1, 0, 4),
    ("grandparents", 0, 0, 1, 1, 0, 0, 2, 3),
    ("one parent, three generations", 0, 0, 1, 1, 1, 0, 1, 5),
    ("one parent", 0, 1, 0, 0, 0, 0, 3, 1),
    ("one parent, three generations", 0, 0, 0, 0, 1, 1, 2, 2),
    ("shared", 4, 0, 0, 0, 0, 0, 0, 2),
    ("shared", 0, 4, 0, 0, 0, 0, 0, 2),
    ("shared", 2, 2, 0, 0, 0, 0, 0, 1),
    ("three generations", 1, 1, 1, 1, 0, 0, 1, 34),
    ("three generations", 1, 1, 0, 0, 0, 1, 2, 22),
    ("couple with children", 1, 1, 0, 0, 0, 0, 3, 10),
    ("two couples", 2, 2, 0, 0, 0, 0, 1, 10),
    ("grown three generations", 1, 1, 1, 1, 1, 0, 0, 6),
    ("three generations", 1, 1, 0, 0, 1, 1, 1, 8),
    ("couple with children of all ages", 1, 1, 0, 0, 1, 0, 2, 6),
    ("grandparents", 0, 0, 1, 1, 0, 0, 3, 1),
    ("one parent, three generations", 0, 0, 1, 1, 1, 0, 2, 3),
    ("three generations", 1, 1, 1, 1, 0, 0, 2, 42),
    ("three generations", 1, 1, 0, 0, 0, 1, 3, 8),
    ("two couples", 2, 2, 0, 0, 0, 0, 2, 14),
    ("two couples with a parent", 2, 2, 0, 0, 0, 1, 1, 10),
    ("three generations", 1, 1, 1, 1, 1, 0, 1, 12),
    ("couple with children", 1, 1, 0, 0, 0, 0, 4, 3),
    ("two couples", 2, 2, 1, 1, 0, 0, 0, 5),
    ("grown three generations", 1, 1, 1, 1, 2, 0, 0, 3),
    ("three generations", 1, 1, 1, 1, 0, 0, 3, 30),
    ("two couples with a parent", 2, 2, 0, 0, 0, 1, 2, 25),
    ("four generations", 2, 2, 1, 1, 0, 0, 1, 25),
    ("two couples", 2, 2, 0, 0, 0, 0, 3, 10),
    ("three generations", 1, 1, 1, 1, 1, 0, 2, 10),
    ("four generations", 2, 2, 1, 1, 0, 0, 2, 60),
    ("two couples with a parent", 2, 2, 0, 0, 0, 1, 3, 40),
    ("four generations", 2, 2, 1, 1, 0, 0, 3, 60),
    ("four generations", 2, 2, 1, 1, 1, 0, 2, 40),
    ("four generations", 2, 2, 1, 1, 0, 0, 4, 50),
    ("four generations", 3, 3, 1, 1, 0, 0, 2, 50),
)


@dataclass(frozen=True)
class Figure:
    """One published or derived figure, and what the template makes of it."""

    name: str
    where: tuple[tuple[str, str], ...]
    of: str
    share: float
    value: int | None
    evidence: str
    source: str
    template: int


@dataclass(frozen=True)
class Household:
    """One household of the template: whom it holds, and where and of which group it is."""

    shape: Shape
    label: int

    @property
    def size(self) -> int:
        """How many people live in it."""
        return sum(self.shape)


# 1. Figures -------------------------------------------------------------------------------------------------


def rows_of(path: Path, **wanted: str) -> list[dict[str, str]]:
    """Return the rows of a data file (its first line is a remark) whose columns equal what is wanted."""
    with path.open(encoding="utf-8", newline="") as lines:
        next(lines)
        return [row for row in csv.DictReader(lines) if all(row[key] == text for key, text in wanted.items())]


def read_figures(data: Path) -> list[Figure]:
    """Return every figure used, with its share, its evidence and the whole number that meets it."""
    places = {row["quantity"].split(" (")[0]: row for row in rows_of(data / "places.csv", place="China", year="2020")}
    total = int(places["people"]["value"])
    bands = {
        "child": places["people_age_0_14"],
        "adult": places["people_age_15_59"],
        "older": places["people_age_60plus"],
    }
    if sum(int(row["value"]) for row in bands.values()) != total:
        raise ValueError("the published age bands do not add up to the published total")

    table = dict.fromkeys(CELLS, 0)
    for row in rows_of(data / "age_sex.csv", place="China", year="2020"):
        first = int(row["age_band"].rstrip("+").split("-")[0])
        age = "child" if first < 15 else "adult" if first < 60 else "older"
        table[age, row["sex"]] += int(row["people"])
    cells: dict[tuple[str, str], int] = {}
    for age in ("child", "older"):  # the table lacks some hundreds of people here: split as those it has
        band = int(bands[age]["value"])
        cells[age, "male"] = round(table[age, "male"] * band / (table[age, "male"] + table[age, "female"]))
        cells[age, "female"] = band - cells[age, "male"]
    cells["adult", "male"] = PUBLISHED_MALES - cells["child", "male"] - cells["older", "male"]
    cells["adult", "female"] = int(bands["adult"]["value"]) - cells["adult", "male"]
    if any(cells[cell] < table[cell] for cell in CELLS):
        raise ValueError("the published totals are smaller than the census table in some age band and sex")

    figures: list[Figure] = []

    def add(
        where: dict[str, str],
        share: float,
        value: int | None,
        evidence: str,
        source: str,
        of: str = "people",
        whole: int = PEOPLE,
        name: str = "",
    ) -> None:
        words = name or f"{' x '.join(where)}: {' '.join(where.values())}"
        figures.append(Figure(words, tuple(where.items()), of, share, value, evidence, source, round(share * whole)))

    joint = "census 2020 table 1-5 (F), its cells completed by the servicemen it leaves out: "
    for age, sex in CELLS:
        how = (
            "males of all ages (S) less boys and older men"
            if (age, sex) == ("adult", "male")
            else "people of 15 to 59 (S) less the men"
            if age == "adult"
            else "scaled to the published total of the age band (S)"
        )
        add({"age_band": age, "sex": sex}, cells[age, sex] / total, cells[age, sex], "D", joint + how)
    for age, row in bands.items():
        add({"age_band": age}, int(row["value"]) / total, int(row["value"]), row["evidence"], row["source"])
    add({"sex": "male"}, PUBLISHED_MALES / total, PUBLISHED_MALES, "S", CCAS)
    add({"sex": "female"}, 1 - PUBLISHED_MALES / total, total - PUBLISHED_MALES, "D", "all people less males (S)")
    urban, minority = places["urban_share"], places["minority_share"]
    add({"region": "urban"}, float(urban["value"]), PUBLISHED_URBAN, urban["evidence"], urban["source"] + SHINE)
    add({"region": "rural"}, 1 - float(urban["value"]), None, "D", "all people less urban (S)")
    add({"group": "majority"}, 1 - float(minority["value"]), None, "D", "all people less minorities (S)")
    add(
        {"group": "minority"},
        float(minority["value"]),
        PUBLISHED_MINORITIES,
        minority["evidence"],
        minority["source"] + SHINE,
    )

    mean = float(places["mean_household_size"]["value"])
    households = floor(PEOPLE / mean)
    add(
        {"place": "first"},
        1 / mean,
        None,
        "D",
        f"1 / {mean}, the mean size of a family household (S): " + places["mean_household_size"]["source"],
        name="first of a household: one person in each",
    )
    unverified = "from memory, unverified"
    for row in rows_of(data / "households.csv", place="China", year="2020", measure="household_size"):
        evidence, source = row["evidence"], row["source"]
        if evidence == "M":
            source = f"{unverified}; agrees with the published mean of {mean}"
        elif evidence == "D":  # a figure derived from memory is no better than memory
            evidence = "M"
            source = (
                f"what sizes 1 to 4 leave, split so that the mean is {mean}, shape of 2010; "
                f"sizes 2 to 4 are {unverified}"
            )
        add({"household_size": row["category"]}, float(row["share"]), None, evidence, source, "households", households)
    check_figures(figures)
    return figures


def check_figures(figures: Sequence[Figure]) -> None:
    """Fail where whole numbers contradict one another or miss a share by more than half a unit."""
    total = {"people": PEOPLE, "households": wanted(figures, place="first")}
    for figure in figures:
        if abs(figure.template - figure.share * total[figure.of]) > 0.5:
            raise ValueError(f"{figure.name}: {figure.template} is more than half a unit off")
    for axis in (("age_band", "sex"), ("age_band",), ("sex",), ("region",), ("group",), ("household_size",)):
        counts = [figure for figure in figures if tuple(key for key, _ in figure.where) == axis]
        if sum(figure.template for figure in counts) != total[counts[0].of]:
            raise ValueError(f"{axis} do not add up at {PEOPLE} rows: try another number of rows")


def wanted(figures: Sequence[Figure], **where: str) -> int:
    """Return the whole number that the template must have of what is named."""
    return next(figure.template for figure in figures if dict(figure.where) == where)


# 2. Compositions --------------------------------------------------------------------------------------------


def pool() -> Iterator[tuple[str, Shape, float]]:
    """Yield every plausible composition with its form and its guessed weight among households of its size."""
    for form, men, women, old_men, old_women, either, old_either, children, weight in FORMS:
        for adults_male in range(either + 1):
            for older_male in range(old_either + 1):
                for boys in range(children + 1):
                    chance = (
                        comb(either, adults_male)
                        / 2**either
                        * comb(old_either, older_male)
                        / 2**old_either
                        * comb(children, boys)
                        * BOYS**boys
                        * (1 - BOYS) ** (children - boys)
                    )
                    yield (
                        form,
                        (
                            boys,
                            children - boys,
                            men + adults_male,
                            women + either - adults_male,
                            old_men + older_male,
                            old_women + old_either - older_male,
                        ),
                        weight * chance,
                    )


def size_class(size: int) -> int:
    """Return the index in `SIZES` of a household of this many people."""
    return min(size, 6) - 1


def nearest_weights(prior: Real, totals: Real, goal: Real) -> Real:
    """Return the weights nearest to the prior (in relative entropy) that meet `totals @ weights = goal`."""
    dual = np.zeros(len(goal))
    for _ in range(200):
        weights: Real = prior * np.exp(dual @ totals)
        miss = goal - totals @ weights
        if np.abs(miss).max() < 1e-9:
            return weights
        step = np.linalg.solve((totals * weights) @ totals.T, miss)
        dual += step / max(1.0, float(np.abs(step).max()))
    raise ValueError("the guessed forms cannot meet the figures")


def solve(
    cost: Sequence[int], rows: Sequence[dict[int, float]], low: Sequence[float], high: Sequence[float]
) -> list[int]:
    """Return the cheapest zeros and ones with low <= row <= high for every row (column -> factor)."""
    entries = [(line, column, value) for line, row in enumerate(rows) for column, value in row.items()]
    lines, columns, values = zip(*entries, strict=True)
    matrix = csr_array((values, (lines, columns)), shape=(len(rows), len(cost)))
    answer = milp(
        np.array(cost),
        integrality=np.ones(len(cost)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(matrix, np.array(low), np.array(high)),
        options={"mip_rel_gap": 0.0},
    )
    if not answer.success:
        raise ValueError(f"no whole households meet the figures: {answer.message}")
    return [round(value) for value in answer.x]


def compose(figures: Sequence[Figure], large: dict[int, int]) -> list[tuple[str, Shape, int]]:
    """Return how many households there are of each composition: every figure of age, sex and size is met.

    `large`: households of six and more by size in an earlier census, the shape from which the guess starts.
    """
    merged: dict[tuple[str, Shape], float] = {}
    for form, shape, weight in pool():
        merged[form, shape] = merged.get((form, shape), 0.0) + weight
    kinds = list(merged)
    shapes = np.array([shape for _, shape in kinds])
    sizes = shapes.sum(axis=1)
    sums = {size: sum(merged[kind] for kind in kinds if sum(kind[1]) == size) for size in range(1, 11)}
    start = {
        size: wanted(figures, household_size=SIZES[size_class(size)])
        * (large[size] / sum(large.values()) if size > 5 else 1)
        for size in range(1, 11)
    }
    prior = np.array([merged[kind] * start[sum(kind[1])] / sums[sum(kind[1])] for kind in kinds])
    classes = np.array([size_class(size) for size in sizes])
    totals = np.vstack([shapes.T, [classes == k for k in range(len(SIZES))]]).astype(float)
    goal = [wanted(figures, age_band=age, sex=sex) for age, sex in CELLS]
    goal += [wanted(figures, household_size=size) for size in SIZES]
    expected = nearest_weights(prior, totals, np.array(goal, float))

    base = np.floor(expected).astype(int)
    cost = [round(1000 * (1 - 2 * part)) for part in expected - base]  # the price of rounding up, not down
    rows = [dict(enumerate(line)) for line in totals]
    low = list(goal - totals @ base)
    high = list(low)
    for key in sorted({(form, sum(shape)) for form, shape in kinds}):  # a form keeps its number, to one
        members = [j for j, (form, shape) in enumerate(kinds) if (form, sum(shape)) == key]
        rows.append(dict.fromkeys(members, 1.0))
        rest = sum(expected[members]) - sum(base[members])
        low.append(floor(rest - 1e-9))
        high.append(floor(rest + 1 + 1e-9))
    chosen = solve(cost, rows, low, high)
    return [
        (form, shape, round(base[j] + chosen[j])) for j, (form, shape) in enumerate(kinds) if base[j] + chosen[j] > 0.5
    ]


# 3. Region and group ----------------------------------------------------------------------------------------


def label(figures: Sequence[Figure], kinds: Sequence[tuple[str, Shape, int]]) -> list[Household]:
    """Return the households, each with a region and a group as independent of its form as can be."""
    urban, minority = wanted(figures, region="urban"), wanted(figures, group="minority")
    both = round(urban * minority / PEOPLE)
    people = (urban - both, PEOPLE - urban - minority + both, both, minority - both)  # the order of LABELS
    count = len(LABELS)
    names = [(kind, place) for kind in range(len(kinds)) for place in range(count)]
    ideal = [kinds[kind][2] * people[place] / PEOPLE for kind, place in names]
    base = [floor(part) for part in ideal]
    cost = [round(20 * (1 - 2 * (part - floor(part)))) for part in ideal]
    rows: list[dict[int, float]] = []
    low: list[float] = []
    high: list[float] = []
    for kind, (_, _, number) in enumerate(kinds):  # each household gets one label
        rows.append({kind * count + place: 1.0 for place in range(count)})
        low.append(number - sum(base[kind * count : (kind + 1) * count]))
        high.append(low[-1])
    for place in range(count):
        sized = [(kind * count + place, kinds[kind][1]) for kind in range(len(kinds))]
        rows.append({at: float(sum(shape)) for at, shape in sized})
        low.append(people[place] - sum(base[at] * sum(shape) for at, shape in sized))
        high.append(low[-1])
        groups = [{at: float(shape[cell]) for at, shape in sized if shape[cell]} for cell in range(len(CELLS))]
        groups += [{at: 1.0 for at, shape in sized if size_class(sum(shape)) == k} for k in range(len(SIZES))]
        groups += [
            {kind * count + place: 1.0 for kind in range(len(kinds)) if kinds[kind][0] == form}
            for form in sorted({form for form, _, _ in kinds})
        ]
        for row in groups:  # the independent share, rounded up or down
            share = sum(ideal[at] * value for at, value in row.items())
            have = sum(base[at] * value for at, value in row.items())
            rows.append(row)
            low.append(floor(share + 1e-9) - have)
            high.append(ceil(share - 1e-9) - have)
    chosen = solve(cost, rows, low, high)
    return [
        Household(kinds[kind][1], place) for at, (kind, place) in enumerate(names) for _ in range(base[at] + chosen[at])
    ]


# 4. Order ---------------------------------------------------------------------------------------------------


def features(households: Sequence[Household]) -> tuple[Whole, Whole]:
    """Return what is counted of each household, and the price of each count.

    The counts: people in 24 cells, people by each axis and by pairs, households by size and with children.
    """
    lines = []
    for one in households:
        joint = np.zeros((len(LABELS), len(CELLS)), np.int64)
        joint[one.label] = one.shape
        by_place = joint.reshape(len(GROUPS), len(REGIONS), len(AGES), len(SEXES))
        axes = [by_place.sum(axis=tuple(other for other in range(4) if other != axis)) for axis in range(4)]
        size = np.eye(len(SIZES), dtype=np.int64)[size_class(one.size)]
        lines.append(
            np.concatenate(
                [
                    joint.ravel(),
                    *axes,
                    joint.sum(axis=0),
                    joint.sum(axis=1),
                    size,
                    [min(1, sum(one.shape[:2]))],
                    [one.size],
                ]
            )
        )
    price = [1] * 24 + [4] * 9 + [2] * 10 + [30] * 8
    return np.array(lines), np.array(price, np.int64)


def arrange(households: Sequence[Household]) -> list[Household]:
    """Return the households in an order of which every beginning resembles the whole.

    First the household that fits best comes next, then pairs change places while that helps. Households whose
    numbers are equal modulo `PARTS` are kept alike, too. Whole numbers only: the same on every machine.
    """
    counts, price = features(households)
    whole, number = counts.sum(axis=0), len(households)
    off = counts * number - whole  # a household's own deviation, in units of 1 / number
    left = np.ones(number, bool)
    running = np.zeros(len(whole), np.int64)
    parts = np.zeros((PARTS, len(whole)), np.int64)
    order: list[int] = []
    for at in range(number):
        places = np.flatnonzero(left)
        ahead, part = running + off[places], parts[at % PARTS] + off[places]
        best = places[np.argmin((8 * ahead * ahead + part * part) @ price)]
        left[best] = False
        running, parts[at % PARTS] = running + off[best], parts[at % PARTS] + off[best]
        order.append(int(best))

    line = np.array(order)
    prefix = off[line].cumsum(axis=0)

    def badness(rows: Whole) -> int:  # of beginnings: fourth powers, so that the worst weighs most
        steps = rows * 16 // number
        return int(((steps * steps) ** 2 @ price).sum())

    def unevenness(rows: Whole) -> int:  # of parts
        steps = rows * 16 // number
        return int((steps * steps @ price).sum()) * 300

    chance = random.Random(2020)
    for _ in range(ROUNDS):
        first = int(chance.random() * (number - 1))
        second = min(number - 1, first + 1 + int(chance.random() * 24))
        change = off[line[second]] - off[line[first]]
        if not change.any():
            continue
        a, b = first % PARTS, second % PARTS
        before, after = prefix[first:second], prefix[first:second] + change
        gain = badness(after) - badness(before)
        if a != b:
            gain += unevenness(parts[[a, b]] + np.array([change, -change])) - unevenness(parts[[a, b]])
        if gain < 0:
            line[first], line[second] = line[second], line[first]
            prefix[first:second] = after
            parts[a] += change
            parts[b] -= change
    return [households[at] for at in line]


# Files ------------------------------------------------------------------------------------------------------


def table_text(households: Sequence[Household]) -> str:
    """Return the CSV: adults, then older people, then children; a man or a woman first, by turns."""
    lines = ["household,age_band,sex,group,region"]
    turn = [0] * len(LABELS)
    for number, one in enumerate(households):
        group, region = divmod(one.label, len(REGIONS))
        lead = one.shape[2:4] if sum(one.shape[2:4]) else one.shape[4:6]
        sexes = (0, 1)
        if min(lead):
            sexes = (0, 1) if turn[one.label] % 2 == 0 else (1, 0)
            turn[one.label] += 1
        for age in (1, 2, 0):
            for sex in sexes:
                lines += [f"{number},{age},{sex},{group},{region}"] * one.shape[age * 2 + sex]
    return "\n".join(lines) + "\n"


ABOUT = """\
Nobody in this population is real. An integer programme (tools/make_population.py) made {rows} invented
people in {households} whole households from published totals of China's census of 1 November 2020; no record
of a person went into it. Every figure below is met to within half a person or half a household.
People: all 1,411.8 million, servicemen included. The census table of age by sex leaves 2.0 million servicemen
out; its cells were completed from the published totals, which puts 1.92 million of them among the men of 15
to 59 and the rest among the women.
Households: the sizes are those of family households. The 119.0 million people of collective households are
part of the totals, and live here in family-sized households, since nothing that was found says their age or
sex. Only the share of one-person households and the mean size were seen in a publication; sizes 2 to 4 are
from memory, unverified, and 5 and more follow from them.
Forms: which ages and sexes live together is a guess (couples, parents with children, three generations,
people who share a flat), bent as little as possible to meet the figures. No child lives without an adult. Where
a man and a woman could each be the first adult of a household, they take turns.
Region and group: no joint figure was found, so both are as independent of one another, of age and sex and of
the size and form of the household as whole households allow. That is an assumption and surely not true of
China: a difference between regions or groups in a result comes from the rules or from chance, not from who
lives where or with whom. "Minority" is everybody whom the census counts outside the Han majority; a household
is of one group.
"""

SAYS = {
    "child": "children (0 to 14)",
    "adult": "adults (15 to 59)",
    "older": "older people (60 and over)",
    "male": "men and boys",
    "female": "women and girls",
    "majority": "the majority (Han)",
    "minority": "minorities (all others)",
    "urban": "towns and cities",
    "rural": "the countryside",
}


def quoted(names: Sequence[str]) -> str:
    """Return the names as a TOML array."""
    return "[" + ", ".join(f'"{name}"' for name in names) + "]"


def figures_text(figures: Sequence[Figure], households: int) -> str:
    """Return the TOML: what the population is, its names, and every figure with evidence and source."""
    lines = [
        "# Made by tools/make_population.py; edit that, not this.",
        "# evidence: S read in an excerpt of the source, S2 in a secondary copy, F in a public data file,",
        "# D derived by arithmetic, M from memory (unverified).",
        f'name = "{NAME}"',
        'title = "China in 2020: invented people after the totals of a census"',
        'about = """',
        ABOUT.format(rows=f"{PEOPLE:,}", households=f"{households:,}") + '"""',
        f"rows = {PEOPLE}",
        f"households = {households}",
        "",
        "[axes]",
        f"age_band = {quoted(AGES)}",
        f"sex = {quoted(SEXES)}",
        f"group = {quoted(GROUPS)}",
        f"region = {quoted(REGIONS)}",
        f"children = {quoted(AGES[:1])}",
        "",
        "[says]",
        *(f'{key} = "{text}"' for key, text in SAYS.items()),
    ]
    for figure in figures:
        where = ", ".join(f'{key} = "{text}"' for key, text in figure.where)
        lines += [
            "",
            "[[figure]]",
            f'name = "{figure.name}"',
            f"where = {{ {where} }}",
            f'of = "{figure.of}"',
            f"share = {figure.share:.7f}",
        ]
        lines += [f"value = {figure.value}"] if figure.value is not None else []
        lines += [f'evidence = "{figure.evidence}"', f'source = "{figure.source}"', f"template = {figure.template}"]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Make the two files, or compare them with those that are there."""
    parser = argparse.ArgumentParser(description="Make the template of the population china-2020.")
    parser.add_argument(
        "--data", type=Path, default=ROOT.parent / "shared" / "data", help="folder of the published tables"
    )
    parser.add_argument(
        "--to",
        type=Path,
        default=ROOT / "src" / "scorewatch" / "populations",
        help="folder to write to, or to compare with",
    )
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 on a difference")
    options = parser.parse_args()
    if not options.data.is_dir():
        parser.error(f"no folder {options.data}: name the folder of the published tables with --data")
    figures = read_figures(options.data)
    large = {
        int(row["category"].rstrip("+")): int(row["count"])
        for row in rows_of(options.data / "households.csv", place="China", year="2010", measure="household_size")
    }
    kinds = compose(figures, {size: count for size, count in large.items() if size > 5})
    households = arrange(label(figures, kinds))
    texts = {f"{NAME}.csv": table_text(households), f"{NAME}.toml": figures_text(figures, len(households))}
    changed = 0
    for name, text in texts.items():
        path = options.to / name
        if not options.check:
            path.write_bytes(text.encode())
        elif not path.is_file() or path.read_bytes() != text.encode():
            changed = 1
            print(f"{path} differs from what the tables give", file=sys.stderr)
    return changed


if __name__ == "__main__":
    sys.exit(main())
