"""Every mechanism is written twice, and both do the same to the same people (docs/model.md 3 to 8)."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

import scorewatch as sw
from exact.lab import behaviour
from scorewatch.chance import level
from scorewatch.chance.stream import stream
from scorewatch.chance.words import ONCE, Words
from scorewatch.plan.order import LEDGERS, ORDER
from scorewatch.tile.lanes import LANES
from support import regime
from tile import pair
from tile.pair import STAGES, Lab
from tile.stages import NAMES

# who has exactly the threshold of a level of smoking for a word: six of 2^31 do, found by looking at all
AT_A_LEVEL = (34_535_624, 111_364_067, 476_228_435, 576_231_695, 607_381_785, 1_721_774_299)
BITS_OF_A_TIME = {200: 8, 400: 16, 40_000: 32}


def test_every_mechanism_has_its_namesake() -> None:
    plain = {path.name for path in (Path(sw.__file__).parent / "mechanism").glob("*.py")}
    assert plain <= {path.name for path in (Path(sw.__file__).parent / "tile").glob("*.py")}
    assert [stage.name for stage in ORDER if stage.name != "tally"] == list(NAMES[-len(STAGES) :])


def test_behave_everybody_acts_the_same(labs: list[Lab]) -> None:
    _compared(labs, "act", "acts", "true", "household")


def test_observe_acts_land_on_the_same_keepers(labs: list[Lab]) -> None:
    _compared(labs, "observe", "false")


def test_mistake_false_records_land_on_the_same_people(labs: list[Lab]) -> None:
    _compared(labs, "mistake", "false")


def test_score_the_three_ledgers_are_kept_the_same(labs: list[Lab]) -> None:
    if labs[0].plan.score is not None:
        _compared(labs, "score", "scores", "before", "points")


def test_listing_lists_are_settled_the_same(labs: list[Lab]) -> None:
    _compared(
        labs, "list", *(f"holds, {ledger}" for ledger in LEDGERS), "since when listed", "told", "ever",
        "ever by mistake", "entered", "case", "exit", "spell", "mistaken", "reviewed", "stopped", "granted", "refused",
        "since when an appeal is pending",
    )  # fmt: skip


def test_redress_records_are_corrected_the_same(labs: list[Lab]) -> None:
    _compared(labs, "correct", "scores")


def test_redress_those_who_enter_are_told_the_same(labs: list[Lab]) -> None:
    _compared(labs, "notice", "told", "filed", "since when an appeal is pending")


def test_sanction_the_same_is_denied(labs: list[Lab]) -> None:
    _compared(labs, "sanction", "reached", "denials")


def test_redress_denials_tell_the_same_people(labs: list[Lab]) -> None:
    _compared(labs, "learn", "told", "filed", "mistaken", "since when an appeal is pending")


def test_state_newcomers_are_the_same(labs: list[Lab]) -> None:
    for lab in labs[:1]:
        for group in lab.groups(5):
            bench = lab.bench(group)
            lab.run("newcomers", bench, group)
            lab.must_be_the_same("newcomers", bench, group, lab.newcomers(group))


def test_state_a_level_begins_at_its_threshold() -> None:
    lab = Lab(pair.clock(pair.regime("wide")), 0, seed=1)
    persons, smoking = lab.clock.persons, stream("behaviour.smoking/level")
    for number in AT_A_LEVEL:
        assert persons.words.word(number, ONCE, smoking) in level.THRESHOLDS
        _begin_the_same(lab, number)


def test_state_a_trait_ends_below_its_threshold() -> None:
    """The share is such that its threshold is the word of a person, or the word after it."""
    for number, more in ((70_000, 0), (70_000, 1), (1_300_009, 0), (1_300_009, 1)):
        word = Words(pair.SEED, 4112).word(number, ONCE, stream("traits"))
        share = (word + more) / 2**32
        text = f'[trait.t]\nsays = "t"\nshare = {share!r}\n' + behaviour("b", 1)
        lab = Lab(pair.clock(regime(text)), 0, seed=1)
        assert lab.clock.persons.trait(number) == more - 1
        _begin_the_same(lab, number)


def _begin_the_same(lab: Lab, number: int) -> None:
    """The household of this person, and its 255 neighbours in the tile."""
    template = lab.clock.persons.template
    copy, row = divmod(number, len(template.rows))
    begins, ends = template.households[template.household_of_row[row]]
    group = pair.Group(begins, ends, copy // LANES * LANES, LANES)
    bench = lab.bench(group)
    lab.run("newcomers", bench, group)
    lab.must_be_the_same("newcomers", bench, group, lab.newcomers(group))


def test_state_what_is_kept_between_steps_is_all_of_a_person(labs: list[Lab]) -> None:
    for lab in labs:
        for group in lab.groups(3):
            _kept_and_found_again(lab, group)


@pytest.mark.parametrize("steps", [200, 400, 40_000])
def test_state_times_of_long_runs_fit(steps: int) -> None:
    """Times in one, two and four bytes: the last steps of a run have the largest."""
    clock = pair.clock(pair.regime("wide"), steps)
    lab = Lab(clock, steps - 1, seed=5)
    assert {column.bits for column in lab.fast.columns.kept if "since" in column.name} == {BITS_OF_A_TIME[steps]}
    for group in lab.groups(2):
        _kept_and_found_again(lab, group)


def _kept_and_found_again(lab: Lab, group: pair.Group) -> None:
    """People are stored, stored again as they stand later, and each time found again on a bench full of rubbish."""
    room = lab.room(group)
    assert sum(a.nbytes for a in room) == lab.fast.columns.bytes_a_person() * LANES * group.members
    lived = lab.random(group, "act")
    for stage in ("store_all", "store"):
        bench = lab.bench(group)
        lab.planes.pack(bench, group.members, lived, "act")
        lab.run(stage, bench, group, room)
        bench = lab.bench(group)
        lab.run("load", bench, group, room)
        expected = {lane: lab.planes.fields(people, [None] * len(people), "") for lane, (people, _) in lived.items()}
        lab.must_be_the_same(stage, bench, group, expected)
        later = lab.random(group, "act")
        for lane, (people, _) in later.items():
            for person, before in zip(people, lived[lane][0], strict=True):
                person.trait, person.levels = before.trait, before.levels  # drawn once, and not stored again
        lived = later


def _compared(labs: list[Lab], stage: str, *fields: str) -> None:
    """Both do the same in this stage; in the widest regime it changes each of these fields of a person."""
    changed: Counter[str] = Counter()
    of_wide = labs[0].clock.regime.name == "wide"
    for lab in labs:
        for group in lab.groups(5 if of_wide else 3):
            for name, count in lab.compare(stage, group).items():
                changed[name.split(": ")[-1]] += count
    if of_wide:
        assert not [name for name in fields if changed[name] < 3], changed


@pytest.fixture(scope="module", params=pair.REGIMES)
def labs(request: pytest.FixtureRequest) -> list[Lab]:
    """Steps of a regime: its first, those in which its rules change, and one after everything has changed."""
    clock = pair.clock(pair.regime(request.param))
    changes = [step for step, _ in clock.regime.timeline if step > clock.first]
    return [Lab(clock, step, seed) for seed, step in enumerate((clock.first, *changes, max((0, *changes)) + 7))]
