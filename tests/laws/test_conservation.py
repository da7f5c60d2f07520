"""Nothing comes from nowhere: what the table says of each cell and step, and what a household's records add up to."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

import pytest
from hypothesis import given

from laws.lives import few, live
from laws.regimes import PEOPLE, Raw, read, regimes
from scorewatch.measure.names import FLOWS, HISTOGRAMS, STATES
from scorewatch.regime.words import STEPS_A_YEAR
from scorewatch.study.run import Run, run

STEPS = 9
Cell = tuple[str, str, str, str, str]


class Counts:
    """The rows of a run by measure and item: counts by (step, cell, by), and sums over `by` or over bins."""

    def __init__(self, of: Run) -> None:
        self._rows: dict[tuple[str, str], list[tuple[Any, ...]]] = defaultdict(list)
        self.cells: set[Cell] = set()
        for measure, item, by, step, *cell, bin_, value in of.measures.iter_rows():
            self._rows[measure, item].append((by, step, tuple(cell), bin_, value))
            self.cells.add(tuple(cell))

    def by(self, measure: str, item: str) -> Counter[tuple[int, Cell, str]]:
        """Counts by (step, cell, by)."""
        return self._sum(measure, item, lambda by, step, cell, _: (step, cell, by))

    def of(self, measure: str, item: str = "") -> Counter[tuple[int, Cell]]:
        """Counts by (step, cell)."""
        return self._sum(measure, item, lambda _, step, cell, __: (step, cell))

    def _sum(self, measure: str, item: str, key: Any) -> Counter[Any]:
        found: Counter[Any] = Counter()
        for by, step, cell, bin_, value in self._rows[measure, item]:
            found[key(by, step, cell, bin_)] += value
        return found


@pytest.fixture(scope="module")
def runs() -> list[tuple[Run, Counts]]:
    """Drawn regimes as run, and their counts."""
    found: list[tuple[Run, Counts]] = []

    @few(25)
    @given(regimes())
    def draw(raw: Raw) -> None:
        of = run(read(raw), people=PEOPLE, steps=STEPS, seed=11)
        found.append((of, Counts(of)))

    draw()
    return found


Runs = list[tuple[Run, Counts]]


def test_lists_gain_by_entries_and_lose_by_exits(runs: Runs) -> None:
    """listed = listed before + entries - exits, cases = entries + stopped, in every cell and step."""
    met: Counter[str] = Counter()
    for of, counts in runs:
        for name in of.regime.rules.list:
            listed, entries, exits = (counts.of(measure, name) for measure in ("listed", "entries", "exits"))
            cases, stopped = counts.of("cases", name), counts.of("stopped", name)
            reviewed = counts.of("reviewed", name)
            met.update(entries=entries.total(), exits=exits.total(), stopped=stopped.total())
            for cell in counts.cells:
                for step in range(STEPS):
                    at = step, cell
                    before = listed[step - 1, cell]
                    if step == 0 and of.regime.warm_up:
                        before = listed[at] - entries[at] + exits[at]  # who was on it before step 0 is in no table
                        assert before >= 0
                    assert listed[at] == before + entries[at] - exits[at], (of.regime.raw, name, at)
                    assert cases[at] == entries[at] + stopped[at], (of.regime.raw, name, at)
                    assert stopped[at] <= reviewed[at] <= cases[at], (of.regime.raw, name, at)
    assert min(met.values()) > 20, met


def test_spells_are_exits_and_those_still_on(runs: Runs) -> None:
    met: Counter[str] = Counter()
    for of, counts in runs:
        for name in of.regime.rules.list:
            spells, exits = counts.by("spell", name), counts.by("exits", name)
            ended = Counter({at: n for at, n in spells.items() if at[2] != "running"})
            running = Counter({(step, cell): n for (step, cell, by), n in spells.items() if by == "running"})
            at_the_end = {at: n for at, n in counts.of("listed", name).items() if at[0] == STEPS - 1}
            assert ended == exits, of.regime.raw
            assert running == Counter(at_the_end), of.regime.raw
            granted = counts.of("granted", name)
            by_appeal = {(step, cell): n for (step, cell, by), n in exits.items() if by == "appeal"}
            assert granted == Counter(by_appeal), of.regime.raw
            met.update(running=running.total(), exits=exits.total(), granted=granted.total())
    assert min(met.values()) > 5, met


def test_parts_of_a_list_are_no_larger_than_the_list(runs: Runs) -> None:
    """By mistake, untold, for a right, appealing: all among the listed; missed among those listed by all acts."""
    for of, counts in runs:
        anywhere = counts.of("listed_anywhere")
        together: Counter[tuple[int, Cell]] = Counter()
        for name in of.regime.rules.list:
            listed, untold = counts.of("listed", name), counts.of("untold", name)
            mistaken, all_acts = counts.of("listed_by_mistake", name), counts.of("listed_all_acts", name)
            missed, ever = counts.of("missed", name), counts.of("ever_listed", name)
            assert counts.by("listed_by_mistake", name) <= counts.by("listed", name), of.regime.raw
            assert untold <= listed, of.regime.raw
            assert counts.of("appealing", name) <= listed - untold, of.regime.raw
            for right in {by for _, _, by in counts.by("listed_for_right", name)}:
                held = {at[:2]: n for at, n in counts.by("listed_for_right", name).items() if at[2] == right}
                assert Counter(held) <= listed, of.regime.raw
            assert missed <= all_acts, of.regime.raw
            assert all_acts - missed <= listed, of.regime.raw  # the others are on both
            assert listed - mistaken <= counts.of("listed_error_free", name), of.regime.raw
            assert counts.of("ever_listed_by_mistake", name) <= ever, of.regime.raw
            assert mistaken <= counts.of("ever_listed_by_mistake", name), of.regime.raw
            assert listed <= ever, of.regime.raw
            assert listed <= anywhere, of.regime.raw
            together += listed
        assert anywhere <= together, of.regime.raw
        assert anywhere <= counts.of("people"), of.regime.raw


def test_ever_listed_never_falls(runs: Runs) -> None:
    for of, counts in runs:
        for name in of.regime.rules.list:
            for measure in ("ever_listed", "ever_listed_by_mistake"):
                ever = counts.of(measure, name)
                for cell in counts.cells:
                    so_far = [ever[step, cell] for step in range(STEPS)]
                    assert so_far == sorted(so_far), (of.regime.raw, measure, name, cell)


def test_a_sanction_on_the_person_lies_on_the_listed(runs: Runs) -> None:
    """reached by a person-sanction = listed, by origin; nobody is denied who is not reached."""
    met: Counter[str] = Counter()
    for of, counts in runs:
        for name, sanction in of.regime.rules.sanction.items():
            reached, denied = counts.by("reached", name), counts.by("people_denied", name)
            assert denied <= reached, of.regime.raw
            assert denied <= counts.by("denials", name), of.regime.raw
            listed = counts.by("listed", sanction.list)
            own = Counter({at: n for at, n in reached.items() if at[2] != "kin"})
            if sanction.reaches == "person":
                assert reached == listed, of.regime.raw
            elif sanction.reaches == "household":
                assert own == listed, of.regime.raw
            else:
                assert own <= listed, of.regime.raw
            if sanction.imposed and sanction.reaches == "person":
                assert counts.by("denials", name) == counts.by("entries", sanction.list), of.regime.raw
            met[sanction.reaches] += reached.total()
    assert min(met.values()) > 50, met


def test_every_score_is_in_the_histogram_once(runs: Runs) -> None:
    """Each ledger's bins add up to the people the score names, in every cell and step."""
    for of, counts in runs:
        people = counts.of("people")
        assert people.total() == of.people * STEPS
        assert len({frozenset((cell, people[step, cell]) for cell in counts.cells) for step in range(STEPS)}) == 1
        score = of.regime.rules.score
        named = score.subject if score else ()
        scored = {at: n for at, n in people.items() if named is None or {at[1][2], at[1][4]} & set(named)}
        for ledger in ("observed", "error_free", "all_acts"):
            assert counts.of("score", ledger) == Counter(scored), of.regime.raw


def test_the_parts_add_up_to_the_table() -> None:
    """States as they stand at the last step of each year and of the run; flows summed since the row before."""

    @few(12)
    @given(regimes(steps=("month",)))  # so that a year ends within the run
    def law(raw: Raw) -> None:
        of = run(read(raw), people=90, steps=14, seed=3)
        check(of)

    def check(of: Run) -> None:
        year = STEPS_A_YEAR[of.regime.step]
        ends = sorted({step for step in range(of.steps) if (step + 1) % year == 0} | {of.steps - 1})
        expected: Counter[tuple[Any, ...]] = Counter()
        for measure, item, by, step, *cell, _, value in of.measures.iter_rows():
            if measure in STATES and step in ends:
                expected[(measure, item, by, step, *cell)] += value
            elif measure in FLOWS:
                expected[(measure, item, by, min(end for end in ends if end >= step), *cell)] += value
            else:
                assert measure in HISTOGRAMS or measure in STATES
        found: Counter[tuple[Any, ...]] = Counter()
        for *key, part, value in of.parts.iter_rows():
            assert 0 <= part < 32
            assert value > 0
            found[tuple(key)] += value
        assert found == expected

    law()


def test_household_misattributions_land_on_keepers_unless_the_actor_is_alone() -> None:
    """In each household, step and behaviour: drawn = landed + drawn by a sole adult. Nothing lands on the actor."""
    met: Counter[str] = Counter()

    @few(15)
    @given(regimes())
    def law(raw: Raw) -> None:
        lives = live(raw, PEOPLE, 6)
        for step in sorted({step for _, step in lives.at}):
            for household in lives.households:
                moments = [lives.at[person, step] for person in household]
                adults = lives.adults(household)
                for name in lives.regime.rules.behaviour:
                    drawn = sum(m.drawn[name] for m in moments)
                    landed = sum(m.kept_for[name] for m in moments)
                    alone = lives.at[adults[0], step].drawn[name] if len(adults) == 1 else 0
                    assert drawn == landed + alone
                    # the first adult keeps what the others did, the second what the first did, nobody else anything
                    first = lives.at[adults[0], step]
                    assert first.kept_for[name] == drawn - first.drawn[name]
                    if len(adults) > 1:
                        assert lives.at[adults[1], step].kept_for[name] == first.drawn[name]
                    assert all(m.kept_for[name] <= m.false[name] for m in moments)
                    assert all(m.true[name] + m.drawn[name] <= m.acts[name] for m in moments)
                    met["landed"] += landed
                    met["alone"] += alone

    law()
    assert min(met.values()) > 10, met
