"""Two regimes under common draws: what one part does moves nobody else's luck. Person by person, step by step."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from laws.lives import Lives, Moment, few, live
from laws.regimes import AGES, PEOPLE, Raw, mapped, read, regimes, wide, with_part
from scorewatch.study.run import run

STEPS = 6
FEW_PEOPLE = 50
PLACES = st.integers(0, 3)  # where among the parts of its kind a new part stands


def without(moment: Moment, **parts: str) -> dict[str, Any]:
    """A moment as plain values, less what is said of these parts: behaviour, list or sanction."""
    of = {
        "behaviour": ("acts", "true", "false", "drawn", "kept_for"),
        "list": ("on", "told", "did"),
        "sanction": ("reached", "denials"),
    }
    values = {word: dict(getattr(moment, word)) for words in of.values() for word in words}
    values["scores"] = {"all": moment.scores}
    for kind, name in parts.items():
        for word in of[kind]:
            values[word].pop(name, None)
    return values


# --- A regime against itself ----------------------------------------------------------------------------------------


@few(6)
@given(regimes())
def test_a_regime_differs_from_itself_nowhere(raw: Raw) -> None:
    first, again = (run(read(copy.deepcopy(raw)), people=FEW_PEOPLE, steps=STEPS, seed=5) for _ in range(2))
    assert first.digest == again.digest
    assert first.parts.equals(again.parts)
    assert first.response.equals(again.response)


def test_another_seed_is_another_luck() -> None:
    found = set()

    @few(4)
    @given(regimes())
    def law(raw: Raw) -> None:
        assume(all(b["acts_per_year"] != 0 for b in raw["behaviour"].values()))
        found.add(run(read(raw), people=FEW_PEOPLE, steps=STEPS, seed=5).digest)
        found.add(run(read(raw), people=FEW_PEOPLE, steps=STEPS, seed=6).digest)

    law()
    assert len(found) == 8


PRINT_DIGEST = """
import hashlib, json, sys
from scorewatch.regime.read import from_raw
from scorewatch.study.run import run
for raw in json.load(sys.stdin):
    of = run(from_raw(raw, "drawn"), people=60, steps=6, seed=9)
    print(of.digest, *(hashlib.sha256(str(t.rows()).encode()).hexdigest() for t in (of.parts, of.response)))
"""


def test_the_order_of_sets_in_a_process_does_not_matter() -> None:
    """Python hashes texts differently in every process; no table may show it."""
    drawn: list[Raw] = [wide().raw]  # three loads on one cell: their sum shows its order in the last bit

    @few(4)
    @given(regimes())
    def draw(raw: Raw) -> None:
        drawn.append(raw)

    draw()
    outputs = set()
    for hash_seed in ("0", "4242"):
        done = subprocess.run(
            [sys.executable, "-c", PRINT_DIGEST],
            input=json.dumps(drawn),
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=True,
        )
        outputs.add(done.stdout)
    assert len(outputs) == 1
    assert outputs.pop().count("\n") == 5


# --- More errors ----------------------------------------------------------------------------------------------------
# What is exactly true under addressed words. A person's false records of a behaviour in a step are those that land as
# the household's keeper, plus one Poisson count at one word, which never falls as its mean rises. So where nothing
# feeds back (no response, no by_list: acts are the same person by person in both regimes) they never fall if
# - false_per_year of a sensor is raised: the mean rises, all else stands;
# - misattributed of a lookalike sensor is raised that stands last among the sensors of its behaviours: its own chance
#   per act rises, those of the sensors before it do not contain it, and acts, right records and household draws stand,
#   so that every load is a sum of the same integers times chances none of which fell;
# - misattributed of a household sensor is raised where no sensor sends acts of those behaviours to lookalikes: on the
#   same word acts and right records stand and household draws do not fall.
# Elsewhere it holds of totals in expectation only. A sensor that comes later gets fewer of the acts that an earlier one
# misattributes more of, and with `confuses` of its own it sent them to other cells. And what is drawn as the
# household's is not left for lookalikes: the sum is conserved, the persons it falls on are others.


def raised(raw: Raw, sensor: str, word: str, change: Callable[[float], float]) -> Raw:
    """The regime with this number of a sensor changed wherever it stands."""
    new = copy.deepcopy(raw)
    new["sensor"][sensor][word] = mapped(new["sensor"][sensor].get(word, 0), change)
    return new


def sees(sensor: Raw) -> list[str]:
    """The behaviours that a sensor sees."""
    return [sensor["sees"]] if isinstance(sensor["sees"], str) else list(sensor["sees"])


def never_fewer(before: Raw, after: Raw, behaviours: list[str], words: tuple[str, ...] = ("false",)) -> int:
    """How many more false records there are; nobody has fewer in any step, and nobody acts otherwise."""
    more = 0
    for low, high in live(before, FEW_PEOPLE, STEPS).each(live(after, FEW_PEOPLE, STEPS)):
        assert low.acts == high.acts
        assert low.true == high.true
        for name in behaviours:
            assert all(getattr(low, word)[name] <= getattr(high, word)[name] for word in words)
            more += high.false[name] - low.false[name]
        for name in low.acts:
            assert name in behaviours or low.false[name] == high.false[name]
    return more


def test_more_false_records_out_of_nothing_are_fewer_for_nobody() -> None:
    more = []

    @few(12)
    @given(regimes(feedback=False), st.data())
    def law(raw: Raw, data: st.DataObject) -> None:
        assume(raw.get("sensor"))
        name = data.draw(st.sampled_from(sorted(raw["sensor"])))
        sensor = raw["sensor"][name]
        if "false_per_year" not in sensor:
            sensor["false_per_year"] = dict.fromkeys(sees(sensor), 0)
        year = {"month": 12, "week": 52, "day": 365}[raw["step"]]
        after = raised(raw, name, "false_per_year", lambda x: x * 1.5 + 0.04 * year)
        more.append(never_fewer(raw, after, sees(sensor)))

    law()
    assert sum(more) > 100


def test_in_the_first_step_they_are_fewer_for_nobody_whatever_feeds_back() -> None:
    """Before there are integers of a step before, and before anybody is on a list, nothing can feed back."""
    more = []

    @few(10)
    @given(regimes(), st.data())
    def law(raw: Raw, data: st.DataObject) -> None:
        assume(raw.get("sensor"))
        name = data.draw(st.sampled_from(sorted(raw["sensor"])))
        raw["sensor"][name]["false_per_year"] = dict.fromkeys(sees(raw["sensor"][name]), 0.5)
        after = raised(raw, name, "false_per_year", lambda x: x * 20)
        before, then = live(raw, PEOPLE, 1), live(after, PEOPLE, 1)
        first = min(step for _, step in before.at)
        for (person, step), low in before.at.items():
            if step == first:
                high = then.at[person, step]
                assert low.acts == high.acts
                assert all(low.false[b] <= high.false[b] for b in low.acts)
                more.append(sum(high.false.values()) - sum(low.false.values()))

    law()
    assert sum(more) > 100


def test_more_mistaken_for_lookalikes_are_fewer_for_nobody() -> None:
    more = []

    @few(14)
    @given(regimes(feedback=False))
    def law(raw: Raw) -> None:
        assume(raw.get("sensor"))
        name, sensor = list(raw["sensor"].items())[-1]  # the last of the file is the last of each of its behaviours
        sensor["to"] = "lookalike"
        after = raised(raw, name, "misattributed", lambda x: x + 0.9 * (0.6 - x))  # recorded is 0.4 at most
        more.append(never_fewer(raw, after, sees(sensor)))

    law()
    assert sum(more) > 20


def test_more_taken_for_the_keeper_are_fewer_for_nobody() -> None:
    """Whichever of the sensors is raised: an earlier one takes from a later one what goes to the same keeper."""
    more = []

    @few(14)
    @given(regimes(feedback=False, lookalikes=False), st.data())
    def law(raw: Raw, data: st.DataObject) -> None:
        assume(raw.get("sensor"))
        name = data.draw(st.sampled_from(sorted(raw["sensor"])))
        sensor = raw["sensor"][name]
        sensor["to"] = "household"
        sensor.pop("confuses", None)
        after = raised(raw, name, "misattributed", lambda x: x + 0.9 * (0.6 - x))
        more.append(never_fewer(raw, after, sees(sensor), ("drawn", "kept_for", "false")))

    law()
    assert sum(more) > 100


# --- Another part ---------------------------------------------------------------------------------------------------


def same_lives(before: Lives, after: Lives, **new: str) -> None:
    """Everybody lives the same life in both, apart from what is said of the new parts."""
    assert before.households == after.households
    for here, there in before.each(after):
        assert without(here) == without(there, **new)


@few(10)
@given(regimes(), PLACES)
def test_another_behaviour_moves_nobody(raw: Raw, place: int) -> None:
    """Whatever feeds back: nobody sees it, it costs no points and no list asks for it."""
    part = {"says": "New", "acts_per_year": 9, "domain": "work", "right": "privacy", "targeted": True, "spread": 1}
    after = live(with_part(raw, "behaviour", "sleeping", part, place), FEW_PEOPLE, STEPS)
    same_lives(live(raw, FEW_PEOPLE, STEPS), after, behaviour="sleeping")
    assert sum(m.acts["sleeping"] for m in after.at.values()) > 0


@few(10)
@given(regimes(feedback=False), PLACES)
def test_another_behaviour_that_costs_points_moves_no_other_behaviour(raw: Raw, place: int) -> None:
    """Scores and lists move with it; acts and records of the others do not, where nothing feeds back."""
    part = {"says": "New", "acts_per_year": 20, "domain": "work", "points": -9}
    new = with_part(raw, "behaviour", "sleeping", part, place)
    watch = {"says": "New", "sees": "sleeping", "recorded": 0.5, "misattributed": 0.4, "false_per_year": 1}
    new = with_part(new, "sensor", "watch", watch, place)
    for here, there in live(raw, FEW_PEOPLE, STEPS).each(live(new, FEW_PEOPLE, STEPS)):
        there_without = without(there, behaviour="sleeping")
        for word in ("acts", "true", "false", "drawn", "kept_for"):
            assert getattr(here, word) == there_without[word]


@few(10)
@given(regimes(), PLACES)
def test_another_sensor_that_covers_nothing_changes_nothing(raw: Raw, place: int) -> None:
    part = {"says": "New", "sees": list(raw["behaviour"]), "coverage": 0, "recorded": 0.5, "misattributed": 0.5}
    after = with_part(raw, "sensor", "blind", part, place)
    same_lives(live(raw, FEW_PEOPLE, STEPS), live(after, FEW_PEOPLE, STEPS))


def test_another_sensor_changes_no_acts_and_nothing_of_what_it_does_not_see() -> None:
    """Where nothing feeds back. What it sees is not seen less, person by person."""
    more = []

    @few(10)
    @given(regimes(feedback=False), PLACES, st.sampled_from(("household", "lookalike")))
    def law(raw: Raw, place: int, to: str) -> None:
        seen = next(iter(raw["behaviour"]))
        part = {"says": "New", "sees": seen, "to": to, "recorded": 0.4, "misattributed": 0.3, "coverage": 0.9}
        after = with_part(raw, "sensor", "new", part, place)
        for here, there in live(raw, FEW_PEOPLE, STEPS).each(live(after, FEW_PEOPLE, STEPS)):
            assert here.acts == there.acts
            assert here.true[seen] <= there.true[seen]
            more.append(there.true[seen] - here.true[seen])
            for word in ("true", "false", "drawn", "kept_for"):
                assert without(here, behaviour=seen)[word] == without(there, behaviour=seen)[word]

    law()
    assert sum(more) > 20


def test_another_sanction_denies_nobody_anything_else() -> None:
    """Whatever feeds back, as long as nobody is told by a denial: that is what a denial may change."""
    denied = []

    @few(12)
    @given(regimes(), PLACES, st.sampled_from(("person", "children", "household")), st.booleans())
    def law(raw: Raw, place: int, reaches: str, imposed: bool) -> None:
        assume(raw.get("list"))
        _never_told_by_denial(raw)
        part = {"says": "New", "list": next(iter(raw["list"])), "domain": "work", "reaches": reaches}
        part |= {"imposed": "at entry"} if imposed else {"attempts_per_year": 10}
        after = live(with_part(raw, "sanction", "fine_print", part, place), FEW_PEOPLE, STEPS)
        same_lives(live(raw, FEW_PEOPLE, STEPS), after, sanction="fine_print")
        denied.append(sum(m.denials["fine_print"] for m in after.at.values()))

    law()
    assert sum(denied) > 20


def _never_told_by_denial(raw: Raw) -> None:
    """The regime without the word: from its tables and its phases."""
    for process in (raw.get("due_process", {}), *(x.get("due_process", {}) for x in raw["list"].values())):
        process.pop("notice_on_denial", None)
    for phase in raw.get("phase", []):
        phase["set"].pop("due_process.notice_on_denial", None)
        phase["set"] = phase["set"] or {"due_process.notice": 0.5}


def test_another_list_puts_nobody_on_the_others() -> None:
    """With deterrence. Chilling and avoidance count those on any list, and `none` of by_list those on none, so the
    regimes have none of them; nor does an appeal against it correct the record. That is what a list may change."""
    listed = []

    @few(12)
    @given(regimes(feedback=False), PLACES, st.booleans())
    def law(raw: Raw, place: int, deterred: bool) -> None:
        if deterred:
            raw["response"] = {"deterrence": {"most": 0.8, "half_at": 0.05}}
        behaviours = list(raw["behaviour"])
        ground = {"says": "New", "on": behaviours, "chance": 0.5, "term": "1 month"}
        part: Raw = {"says": "New", "ground": {"court": ground}, "complies_per_year": 2}
        part["due_process"] = {"corrects_record": False}  # a record that is corrected is everybody's business
        if "score" in raw:
            part["enter_below"] = 97
        after = live(with_part(raw, "list", "grey", part, place), FEW_PEOPLE, STEPS)
        same_lives(live(raw, FEW_PEOPLE, STEPS), after, list="grey")
        listed.append(sum(m.did["grey"].entered for m in after.at.values()))

    law()
    assert sum(listed) > 20


def with_trait(raw: Raw, share: float, place: int) -> Raw:
    """The regime with another trait at this place; who has it does what who has none does."""
    part = {"says": "New", "share": share, "by_group": {"majority": 1, "minority": 0.5}}
    new = with_part(raw, "trait", "dreamer", part, place)
    tables = [behaviour.get("by_trait") for behaviour in new["behaviour"].values()]
    tables += [sanction.get("by_trait") for sanction in new.get("sanction", {}).values()]
    tables.append(new.get("score", {}).get("profile", {}).get("trait"))
    for table in tables:
        if table is not None:
            table["dreamer"] = table["none"]
    return new


def test_another_trait_at_the_end_takes_from_those_who_have_none() -> None:
    dreamers = []

    @few(8)
    @given(regimes())
    def law(raw: Raw) -> None:
        before, after = live(raw, FEW_PEOPLE, STEPS), live(with_trait(raw, 0.1, 9), FEW_PEOPLE, STEPS)
        same_lives(before, after)
        for old, new in zip(before.traits, after.traits, strict=True):
            assert new in (old, "dreamer")
            assert new == old or old == "none"
        dreamers.append(after.traits.count("dreamer"))

    law()
    assert sum(dreamers) > 8


def test_another_trait_in_the_middle_moves_no_trait_before_it_and_no_household_that_keeps_its_traits() -> None:
    """A choice among shares compares one word with their sums in the order of the file, so those after it move on.

    Lives are compared where nothing is population-wide: no response, no lookalikes, no capacity of an office.
    """
    compared: Counter[bool] = Counter()

    @few(10)
    @given(regimes(feedback=False, lookalikes=False, capacity=False))
    def law(raw: Raw) -> None:
        assume(raw.get("trait"))
        before, after = live(raw, FEW_PEOPLE, STEPS), live(with_trait(raw, 0.1, 1), FEW_PEOPLE, STEPS)
        first = next(iter(raw["trait"]))
        for old, new in zip(before.traits, after.traits, strict=True):
            assert (old == first) == (new == first)
        for household in before.households:
            moved = before.traits[household.start : household.stop] != after.traits[household.start : household.stop]
            compared[moved] += 1
            if not moved:
                for person in household:
                    for step in {step for _, step in before.at}:
                        assert without(before.at[person, step]) == without(after.at[person, step])

    law()
    assert min(compared[True], compared[False]) > 5, compared


# --- More people ----------------------------------------------------------------------------------------------------


@few(12)
@given(regimes(feedback=False, lookalikes=False, capacity=False), st.integers(1, 120))
def test_more_households_leave_the_first_as_they_were(raw: Raw, more: int) -> None:
    """Where nothing is population-wide: no response, no lookalikes, no capacity of an office."""
    raw["behaviour"][next(iter(raw["behaviour"]))]["by_list"] = dict.fromkeys((*raw.get("list", {}), "none"), 0.7)
    fewer, all_of_them = live(raw, 60, STEPS), live(raw, 60 + more, STEPS)
    assert all_of_them.households[: len(fewer.households)] == fewer.households
    assert all_of_them.traits[: fewer.people] == fewer.traits
    for place, moment in fewer.at.items():
        assert moment == all_of_them.at[place]


# --- Other eyes -----------------------------------------------------------------------------------------------------


def test_how_acts_are_seen_does_not_change_what_is_done() -> None:
    """Any other sensors, where nothing feeds back: everybody does the same, and is listed the same by all acts."""
    records = set()

    @few(12)
    @given(regimes(feedback=False, redress=False), regimes(feedback=False))
    def law(raw: Raw, other: Raw) -> None:
        assume(other.get("sensor"))
        new = copy.deepcopy(raw)
        kept = {name for name in raw["behaviour"] if name in other["behaviour"]}
        new["sensor"] = {
            name: sensor for name, sensor in copy.deepcopy(other["sensor"]).items() if set(sees(sensor)) <= kept
        }
        for phase in new.get("phase", []):
            phase["set"] = {k: v for k, v in phase["set"].items() if not k.startswith("sensor.")}
        new["phase"] = [phase for phase in new.get("phase", []) if phase["set"]]
        old_phases = copy.deepcopy(new["phase"])
        before, after = live({**raw, "phase": old_phases}, FEW_PEOPLE, STEPS), live(new, FEW_PEOPLE, STEPS)
        for here, there in before.each(after):
            assert here.acts == there.acts
            assert (here.scores is None) == (there.scores is None)
            assert here.scores is None or there.scores is None or here.scores[2] == there.scores[2]
        for lives in (before, after):
            records.add(sum(sum(m.true.values()) + sum(m.false.values()) for m in lives.at.values()))

    law()
    assert len(records) > 12


@few(6)
@given(regimes(feedback=False))
def test_the_rows_of_acts_are_the_same_whoever_watches(raw: Raw) -> None:
    blind = {key: value for key, value in raw.items() if key not in ("sensor", "phase")}
    watched = {key: value for key, value in raw.items() if key != "phase"}
    tables = [run(read(r), people=FEW_PEOPLE, steps=STEPS, seed=2).measures for r in (blind, watched)]
    assert tables[0].filter(tables[0]["measure"] == "acts").equals(tables[1].filter(tables[1]["measure"] == "acts"))
    assert set(tables[0]["age_band"]) <= set(AGES)
