"""Whole runs of both engines: the same digest, the same parts, and every step took the same from the one before."""

from __future__ import annotations

from collections import Counter
from itertools import cycle

import polars as pl
import pytest
from hypothesis import given, seed

import scorewatch as sw
from engine.same import alone, clock, fastly, few_rows, many, must_agree, must_be_same
from laws.lives import few
from laws.regimes import Raw, read, regimes, wide
from scorewatch.engine.keys import CAUSES, keys
from scorewatch.engine.layout import Fast
from scorewatch.measure.names import RUNNING
from scorewatch.people.template import read_template
from scorewatch.regime.read import Regime, shipped
from support import regime


@pytest.mark.parametrize("name", shipped())
def test_of_what_is_shipped(name: str) -> None:
    """3,001 people are less than one copy of the template; 27 months are two whole years and a part of one.

    All four take half a minute, half of it the plain engine through the five years before defaulter-list begins.
    """
    must_agree(clock(sw.load(name), 3_001, 27, seed=1))


NO_STEP_BEFORE = {"feedback": False, "lookalikes": False, "capacity": False}


@pytest.mark.parametrize("draws", [1, 2, 3])
@pytest.mark.parametrize("less", [{}, NO_STEP_BEFORE], ids=["whole", "no step before"])
def test_of_regimes_drawn_over_the_whole_format(draws: int, less: dict[str, bool]) -> None:
    """Catches what happens only to some combination of words; half of them run a few people through all steps."""
    happened: Counter[str] = Counter()
    threads = cycle((1, 2))

    @seed(draws)  # else every case would draw the same
    @few(11)
    @given(regimes(**less))
    def agree(raw: Raw) -> None:
        of = clock(read(raw), 200, 6, seed=21)
        assert Fast(of, 1).takes_nothing or not less
        for (measure, _, by), value in must_agree(of, next(threads)).happened().items():
            happened[measure] += value
            happened[f"{measure} {by}"] += value

    agree()
    for measure in ("entries score", "exits", "stopped", "granted", "refused", "denials kin"):
        assert happened[measure] > 0, (measure, happened)


def everything(of: Regime) -> set[tuple[str, str, str]]:
    """Every measure, item and `by` that a run of a regime with a score can count."""
    spells = {("spell", name, by) for name in of.rules.list for by in (*CAUSES, RUNNING)}
    scores = {("score", ledger, "") for ledger in ("observed", "error_free", "all_acts")}
    return {key for key in keys(of.rules).names if key[0]} | spells | scores


@pytest.mark.parametrize("make", [many, alone])
def test_of_a_regime_of_many_lists_grounds_sensors_and_traits(make: type[Regime]) -> None:
    """Everything that its file can count does happen, so nothing of it agrees for want of trying."""
    of = make()
    left = must_agree(clock(of, 300, 30, seed=9))
    happened = left.happened()
    # trains are denied to persons alone, and few parents are listed by their score
    others = {
        (m, *of) for m in ("reached", "denials", "people_denied") for of in (("trains", "kin"), ("seat", "score"))
    }
    assert everything(of) - others <= {key for key, value in happened.items() if value > 0}
    quantities = set(left.response["quantity"])
    assert {"load", "room"} <= quantities if make is many else "load" not in quantities


def test_of_a_regime_of_nearly_every_word() -> None:
    left = must_agree(clock(wide(), 200, 30, seed=2**63 + 11))
    for measure in ("entries", "exits", "reviewed", "stopped", "granted", "refused", "denials", "listed_by_mistake"):
        assert sum(value for key, value in left.happened().items() if key[0] == measure) > 0, measure


@pytest.mark.parametrize("make", [many, alone])
def test_with_many_copies_of_a_small_template(make: type[Regime]) -> None:
    """A full shard and a part of another: who somebody is and which part he is in follow from the copy."""
    of = make()
    template = few_rows(read_template(of.census), 3)
    people = 140 * len(template.rows) + template.households[0][1]
    this = clock(of, people, 4, seed=3, template=template)
    left = must_agree(this)
    must_be_same(left, fastly(this, 1))
    assert left.measures.filter(measure="people", step=0)["value"].sum() == people
    assert left.parts["part"].n_unique() == 32


LATER = {
    "response": ("response.chilling.most", 0.9),
    "lookalikes": ("sensor.s.misattributed", 0.4),
    "capacity": ("due_process.review.capacity_per_year", 9_000),
}


@pytest.mark.parametrize("what", LATER)
@pytest.mark.parametrize("begins", [True, False])
def test_of_a_regime_that_takes_from_the_step_before_in_one_phase_alone(what: str, begins: bool) -> None:
    """Catches a way of working that is chosen by the rules of the first step, or of the last."""
    path, value = LATER[what]
    others = "[response]\nchilling = { most = 0, half_at = 0.1 }\n"
    others += "[due_process.review]\nshare = 0.9\nstops_mistaken = 0.5\nstops_accurate = 0.5\n"
    none = 10**9 if what == "capacity" else 0
    later = f'[[phase]]\nfrom = "4 months"\nsays = "p"\nset = {{ "{path}" = {value if begins else none} }}\n'
    first = "" if begins else f'[[phase]]\nfrom = "start"\nsays = "p"\nset = {{ "{path}" = {value} }}\n'
    sensor = SENSOR.replace("misattributed = 0.2\n", "misattributed = 0\n")
    of = regime(BEHAVIOUR + sensor + LIST + GROUND + others + first + later)
    left = must_agree(clock(of, 400, 9))
    assert not Fast(clock(of, 400, 9), 1).takes_nothing
    told = {"response": "chilling", "lookalikes": "load", "capacity": "room"}[what]
    values = left.response.filter(quantity=told).group_by("step").agg(pl.col("value").sum()).sort("step")["value"]
    assert values.n_unique() > 1


@pytest.mark.parametrize(
    ("people", "varies"),
    [
        (400, ""),
        (9_000, ""),
        (9_000, "spread = 1.5\n"),
        (9_000, "by_list = { l = 4, none = 1 }\n"),
        (9_000, "by_trait = { t = 4, none = 1 }\n"),
    ],
)
def test_of_a_sensor_that_takes_keepers_for_others_in_some_phases_alone(people: int, varies: str) -> None:
    """Catches room for what waits for keepers, and columns on which it depends, by the rules of the first phase."""
    phases = "".join(
        f'[[phase]]\nfrom = "{since}"\nsays = "p"\nset = {{ "sensor.s.to" = "{to}" }}\n'
        for since, to in (("2 months", "household"), ("4 months", "lookalike"), ("5 months", "household"))
    )
    trait = '[trait.t]\nsays = "t"\nshare = 0.3\n'
    of = regime(trait + BEHAVIOUR + varies + SENSOR + LIST + GROUND + phases)
    kept = [int(Fast(clock(of, people, 7), 1).phase(step).behaviours.keepers.sum()) for step in range(7)]
    assert kept == [0, 0, 1, 1, 0, 1, 1]
    left = must_agree(clock(of, people, 7))
    assert left.happened()["records_false", "b", ""] > 0


@pytest.mark.parametrize("number", [0, 2**32, 2**64 - 1])
def test_with_the_seeds_at_the_ends(number: int) -> None:
    """Catches halves of the seed that are swapped, lost or taken as signed."""
    must_agree(clock(alone(), 200, 6, seed=number))


BEHAVIOUR = """
[behaviour.b]
says = "b"
acts_per_year = 9
points = -4
domain = "civic"
right = "assembly"
"""
SENSOR = """
[sensor.s]
says = "s"
sees = "b"
recorded = 0.5
misattributed = 0.2
"""
SCORE = """
[score]
start = 20
range = [-60, 40]
recovery = 30
"""
LIST = """
[list.l]
says = "l"
"""
GROUND = """
[list.l.ground.g]
says = "g"
on = "b"
chance = 0.4
term = "3 months"
"""
SANCTION = """
[sanction.x]
says = "x"
list = "l"
domain = "travel"
attempts_per_year = 9
reaches = "household"
"""


@pytest.mark.parametrize(
    ("parts", "missing"),
    [
        ((BEHAVIOUR,), {"records_true", "score", "listed", "ever_listed"}),
        ((BEHAVIOUR, SENSOR), {"score", "listed"}),
        ((BEHAVIOUR, SCORE), {"records_true", "records_false", "listed"}),
        ((BEHAVIOUR, SENSOR, LIST, GROUND), {"score", "reached"}),
        ((BEHAVIOUR, SENSOR, SCORE, LIST, "enter_below = 12"), {"listed_for_right", "reached"}),
        ((BEHAVIOUR, LIST, GROUND, SANCTION), {"score", "listed", "reached"}),
        ((BEHAVIOUR, SENSOR, LIST, GROUND, SANCTION), {"score", "stopped"}),
    ],
)
def test_of_a_regime_that_has_little(parts: tuple[str, ...], missing: set[str]) -> None:
    """Catches an array of no lists, no sensors, no sanctions or no scores that somebody takes for one of one."""
    left = must_agree(clock(regime("\n".join(parts)), 150, 14))
    measures = set(left.measures["measure"])
    assert {"people", "acts"} <= measures
    assert not measures & missing


@pytest.mark.parametrize("reach", ["[-60, 40]", "[-37, 23]", "[-95, -2]", "[-30000, 0]", "[0, 30000]", "[19, 21]"])
def test_of_scores_in_any_range(reach: str) -> None:
    """Catches tens that are rounded towards 0, a last bin that is missing, and two bytes that are too few."""
    low, high = (int(x) for x in reach.strip("[]").split(","))
    start, points = (low + high) // 2, max(1, (high - low) // 6)
    score = SCORE.replace("[-60, 40]", reach).replace("start = 20", f"start = {start}")
    good = BEHAVIOUR.replace("behaviour.b", "behaviour.good").replace("-4", str(points))
    sensor = SENSOR.replace('"b"', '["b", "good"]').replace("0.5", "{ b = 0.5, good = 0.9 }")
    sensor = sensor.replace("0.2", "{ b = 0.2, good = 0 }")
    parts = (BEHAVIOUR.replace("-4", str(-points)), good, sensor, score, LIST, f"enter_below = {start - 1}")
    left = must_agree(clock(regime("".join(parts)), 150, 14))
    bins = left.measures.filter(measure="score")["bin"]
    assert bins.max() == high // 10 * 10
    assert bins.min() == low // 10 * 10


def test_of_a_score_that_is_not_everybodys() -> None:
    """Catches scores of children in the histogram, and children that a list of everybody enters by their score."""
    subject = 'subject = ["adult", "t"]\n'
    trait = '[trait.t]\nsays = "t"\nshare = 0.2\n'
    by_score = LIST + "enter_below = 12\n"
    parts = [trait, BEHAVIOUR, SENSOR, SCORE, subject, by_score, GROUND]
    left = must_agree(clock(regime("".join(parts)), 300, 9))
    scored = left.measures.filter(measure="score")
    assert set(scored.filter(age_band="child")["trait"]) == {"t"}
    assert set(scored.filter(age_band="adult")["trait"]) == {"t", "none"}
    assert left.happened()["entries", "l", "score"] > 0


@pytest.mark.parametrize("steps", [255, 300])
def test_over_more_steps_than_a_byte_can_number(steps: int) -> None:
    """Catches times that begin anew after 255: days of entry, of appeals, and since when a ground holds."""
    process = """
[due_process]
notice = 0.5
appeals = 0.6
decided_after = "9 days"
granted_if_mistaken = 0.5
granted_if_accurate = 0.1
"""
    score = SCORE.replace("recovery = 30", "recovery = 700")
    on = (
        LIST
        + 'enter_below = 12\nterm = "20 days"\n'
        + GROUND.replace("3 months", "11 days")
        + GROUND.replace("g]", "h]")
    )
    behaviour = BEHAVIOUR.replace("acts_per_year = 9", "acts_per_year = 40")
    of = regime(behaviour + SENSOR + score + on + SANCTION + process, 'step = "day"\nwarm_up = "10 days"\n')
    left = must_agree(clock(of, 14, steps))
    late = left.measures.filter((left.measures["step"] > 246) & (left.measures["value"] > 0))
    assert {"entries", "exits"} <= set(late["measure"])
    assert left.measures.filter(measure="spell")["bin"].max() > 9


@pytest.mark.parametrize("bits", [16, 32])
def test_with_times_in_more_bytes_than_they_need(bits: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run of 32,768 steps keeps times in four bytes; it takes too long here."""
    monkeypatch.setattr("scorewatch.tile.columns._time_bits", lambda _: bits)
    must_agree(clock(many(), 150, 12))


@pytest.mark.parametrize(("spread", "a_step"), [(0, 39.9), (0, 11.3), (0.5, 13.2), (1, 4.6), (1.4, 3.0)])
@pytest.mark.parametrize("seen", [SENSOR, SENSOR + 'to = "household"\n', ""], ids=["seen", "keepers", "unseen"])
def test_of_means_up_to_the_highest_that_can_be_drawn(spread: float, a_step: float, seen: str) -> None:
    """Catches ladders that are too long for their table, counts that do not fit a guide, and words beyond a ladder."""
    behaviour = BEHAVIOUR.replace("acts_per_year = 9", f"acts_per_year = {a_step * 12}\nspread = {spread}")
    left = must_agree(clock(regime(behaviour + seen), 400, 3))
    assert left.happened()["acts", "b", ""] > 0.8 * a_step * 400 * 3


def test_of_loads_that_are_cut() -> None:
    """Catches a mean above 40 that is drawn as it is, and one that is cut and not noted, or noted after the cut."""
    behaviour = BEHAVIOUR.replace("acts_per_year = 9", "acts_per_year = 470")
    sensor = SENSOR.replace("0.5", "0.05").replace("0.2", "0.95") + "false_per_year = 30\nconfuses = { age = 0.9 }\n"
    left = must_agree(clock(regime(behaviour.replace("-4", "0") + sensor), 300, 4))
    cut = left.response.filter(quantity="cut")
    assert len(cut) > 0
    assert cut["value"].min() > 40
