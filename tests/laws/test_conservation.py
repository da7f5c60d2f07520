"""Nothing comes from nowhere: what the table says of each cell and step, and what a household's records add up to."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

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

    def items(self, measure: str) -> set[str]:
        """The items of a measure that there are rows of."""
        return {item for found, item in self._rows if found == measure}

    def _sum(self, measure: str, item: str, key: Any) -> Counter[Any]:
        found: Counter[Any] = Counter()
        for by, step, cell, bin_, value in self._rows[measure, item]:
            found[key(by, step, cell, bin_)] += value
        return found


def ran(raw: Raw) -> tuple[Run, Counts]:
    """A drawn regime as run, and its counts."""
    of = run(read(raw), people=PEOPLE, steps=STEPS, seed=11)
    return of, Counts(of)


def test_lists_gain_by_entries_and_lose_by_exits() -> None:
    """listed = listed before + entries - exits, cases = entries + stopped, in every cell and step."""
    met: Counter[str] = Counter()

    @few(25)
    @given(regimes())
    def law(raw: Raw) -> None:
        of, counts = ran(raw)
        met.update({m: of.measures.filter(of.measures["measure"] == m).height for m in ("entries", "exits", "stopped")})
        for name in of.regime.rules.list:
            listed, entries, exits = (counts.of(measure, name) for measure in ("listed", "entries", "exits"))
            cases, stopped = counts.of("cases", name), counts.of("stopped", name)
            reviewed = counts.of("reviewed", name)
            for cell in counts.cells:
                for step in range(STEPS):
                    at = step, cell
                    before = listed[step - 1, cell]
                    if step == 0 and of.regime.warm_up:
                        before = listed[at] - entries[at] + exits[at]  # who was on it before step 0 is in no table
                        assert before >= 0
                    assert listed[at] == before + entries[at] - exits[at], (name, at)
                    assert cases[at] == entries[at] + stopped[at], (name, at)
                    assert stopped[at] <= reviewed[at] <= cases[at], (name, at)

    law()
    assert min(met.values()) > 50, met


def test_spells_are_exits_and_those_still_on() -> None:
    met: Counter[str] = Counter()

    @few(15)
    @given(regimes())
    def law(raw: Raw) -> None:
        _, counts = ran(raw)
        for name in counts.items("spell"):
            spells, exits = counts.by("spell", name), counts.by("exits", name)
            running = Counter({(s, cell): n for (s, cell, by), n in spells.items() if by == "running"})
            assert Counter({at: n for at, n in spells.items() if at[2] != "running"}) == exits
            assert running == Counter({at: n for at, n in counts.of("listed", name).items() if at[0] == STEPS - 1})
            granted = counts.of("granted", name)
            assert granted == Counter({(s, cell): n for (s, cell, by), n in exits.items() if by == "appeal"})
            met["running"] += running.total()
            met["exits"] += exits.total()
            met["granted"] += granted.total()

    law()
    assert min(met.values()) >= 10, met


def test_parts_of_a_list_are_no_larger_than_the_list() -> None:
    """By mistake, untold, for a right, appealing: all among the listed; missed among those listed by all acts."""

    @few(25)
    @given(regimes())
    def law(raw: Raw) -> None:
        of, counts = ran(raw)
        anywhere = counts.of("listed_anywhere")
        together: Counter[tuple[int, Cell]] = Counter()
        for name in of.regime.rules.list:
            by_origin, by_mistake = counts.by("listed", name), counts.by("listed_by_mistake", name)
            assert by_mistake <= by_origin
            listed, untold = counts.of("listed", name), counts.of("untold", name)
            assert untold <= listed
            assert counts.of("appealing", name) <= listed - untold
            for by_right in {by for _, _, by in counts.by("listed_for_right", name)}:
                found = {at[:2]: n for at, n in counts.by("listed_for_right", name).items() if at[2] == by_right}
                assert Counter(found) <= listed
            missed, all_acts = counts.of("missed", name), counts.of("listed_all_acts", name)
            assert missed <= all_acts
            assert all_acts - missed <= listed  # the others are on both
            assert listed - counts.of("listed_by_mistake", name) <= counts.of("listed_error_free", name)
            assert counts.of("ever_listed_by_mistake", name) <= counts.of("ever_listed", name)
            assert listed <= counts.of("ever_listed", name)
            assert listed <= anywhere
            together += listed
        assert anywhere <= together
        assert anywhere <= counts.of("people")

    law()


def test_ever_listed_never_falls() -> None:
    @few(15)
    @given(regimes())
    def law(raw: Raw) -> None:
        of, counts = ran(raw)
        for name in of.regime.rules.list:
            for measure in ("ever_listed", "ever_listed_by_mistake"):
                ever = counts.of(measure, name)
                for cell in counts.cells:
                    so_far = [ever[step, cell] for step in range(STEPS)]
                    assert so_far == sorted(so_far), (measure, name, cell)

    law()


def test_a_sanction_on_the_person_lies_on_the_listed() -> None:
    """reached by a person-sanction = listed, by origin; nobody is denied who is not reached."""
    met: Counter[str] = Counter()

    @few(25)
    @given(regimes())
    def law(raw: Raw) -> None:
        of, counts = ran(raw)
        for name, sanction in of.regime.rules.sanction.items():
            reached, denied = counts.by("reached", name), counts.by("people_denied", name)
            assert denied <= reached
            assert denied <= counts.by("denials", name)
            listed = counts.by("listed", sanction.list)
            own = Counter({at: n for at, n in reached.items() if at[2] != "kin"})
            if sanction.reaches == "person":
                assert reached == listed
            elif sanction.reaches == "household":
                assert own == listed
            else:
                assert own <= listed
            if sanction.imposed and sanction.reaches == "person":
                assert counts.by("denials", name) == counts.by("entries", sanction.list)
            met[sanction.reaches] += reached.total()

    law()
    assert min(met.values()) > 100, met


def test_every_score_is_in_the_histogram_once() -> None:
    """Each ledger's bins add up to the people the score names, in every cell and step."""

    @few(20)
    @given(regimes())
    def law(raw: Raw) -> None:
        of, counts = ran(raw)
        score = of.regime.rules.score
        people = counts.of("people")
        named = score.subject if score else ()
        scored = Counter({at: n for at, n in people.items() if named is None or at[1][2] in named or at[1][4] in named})
        assert len({tuple(sorted((cell, people[step, cell]) for cell in counts.cells)) for step in range(STEPS)}) == 1
        assert people.total() == of.people * STEPS
        for ledger in ("observed", "error_free", "all_acts"):
            assert counts.of("score", ledger) == scored

    law()


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
