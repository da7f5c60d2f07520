"""The tally: every person's step added to the counts of docs/model.md 12."""

from __future__ import annotations

from collections import defaultdict

from scorewatch.measure.names import ACCURATE, FLOWS, MISTAKEN, RUNNING
from scorewatch.mechanism.state import KIN, SCORE, Happened, Person
from scorewatch.people.persons import PARTS, Persons
from scorewatch.plan.order import ALL_ACTS, LEDGERS, OBSERVED
from scorewatch.regime import words
from scorewatch.regime.read import Regime

Row = tuple[str, str, str, int, str, str, str, str, str, int, int]
Key = tuple[str, str, str]  # measure, item, by


class Tally:
    """Counts by measure, item, by, cell and bin or part.

    rows: the table of measures; part_rows: the same without bin, with the part, at the ends of years and of the run.
    """

    def __init__(self, regime: Regime, persons: Persons, steps: int) -> None:
        rules = regime.rules
        self._persons = persons
        self._steps = steps
        self._year = regime.steps_a_year
        self._behaviours = tuple(rules.behaviour)
        self._lists = tuple(rules.list)
        self._sanctions = tuple((name, list(rules.list).index(s.list)) for name, s in rules.sanction.items())
        self._origins = tuple(tuple(declared.ground) for declared in rules.list.values())
        self._rights = tuple(
            tuple(
                frozenset(r for b in ground.on if (r := rules.behaviour[b].right))
                for ground in declared.ground.values()
            )
            for declared in rules.list.values()
        )
        self._traits = (*rules.trait, words.NONE)  # index -1 is none
        self._now: dict[Key, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        self._bins: dict[Key, dict[tuple[int, int], int]] = defaultdict(lambda: defaultdict(int))
        self._since: dict[Key, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        self.rows: list[Row] = []
        self.part_rows: list[Row] = []

    def count(self, person: Person, what: Happened, step: int) -> None:
        """One person's step is in the counts of the step that is open."""
        cell = person.cell * len(self._traits) + (person.trait if person.trait >= 0 else len(self._traits) - 1)
        at = cell * PARTS + self._persons.part(person.number)
        now = self._now
        now["people", "", ""][at] += 1
        for b, name in enumerate(self._behaviours):
            if what.acts[b]:
                now["acts", name, ""][at] += what.acts[b]
                if what.true[b]:
                    now["records_true", name, ""][at] += what.true[b]
            if what.false[b]:
                now["records_false", name, ""][at] += what.false[b]
        if person.scores is not None:
            for name, score in zip(LEDGERS, person.scores, strict=True):
                self._bins["score", name, ""][cell, score // 10 * 10] += 1
        anywhere = False
        for index in range(len(self._lists)):
            anywhere |= self._count_list(person, what, index, at, step)
        if anywhere:
            now["listed_anywhere", "", ""][at] += 1
        for s, (name, on_list) in enumerate(self._sanctions):
            origin = what.reached[s]
            if origin is not None:
                by = words.KIN if origin == KIN else self._origin(on_list, origin)
                now["reached", name, by][at] += 1
                if what.denials[s]:
                    now["denials", name, by][at] += what.denials[s]
                    now["people_denied", name, by][at] += 1

    def _origin(self, index: int, origin: int) -> str:
        return words.SCORE if origin == SCORE else self._origins[index][origin]

    def _count_list(self, person: Person, what: Happened, index: int, at: int, step: int) -> bool:
        """Returns whether the person is on this list."""
        now, name = self._now, self._lists[index]
        standing, happened = person.standings[index], what.lists[index]
        observed = standing.on[OBSERVED]
        listed, mistaken = standing.listed(), standing.mistaken()
        if listed:
            origin = self._origin(index, observed.origin())
            now["listed", name, origin][at] += 1
            if mistaken:
                now["listed_by_mistake", name, origin][at] += 1
            rights = {
                right
                for held, of_ground in zip(observed.grounds, self._rights[index], strict=True)
                if held is not None
                for right in of_ground
            }
            for right in rights:
                now["listed_for_right", name, right][at] += 1
            if not standing.told:
                now["untold", name, ""][at] += 1
            if standing.filed is not None:
                now["appealing", name, ""][at] += 1
            if happened.entered:
                now["entries", name, origin][at] += 1
        if not mistaken:
            now["listed_error_free", name, ""][at] += 1
        if standing.on[ALL_ACTS].any():
            now["listed_all_acts", name, ""][at] += 1
            if not listed:
                now["missed", name, ""][at] += 1
        if standing.ever:
            now["ever_listed", name, ""][at] += 1
            if standing.ever_by_mistake:
                now["ever_listed_by_mistake", name, ""][at] += 1
        by_truth = MISTAKEN if happened.mistaken else ACCURATE
        for measure, true in (("cases", happened.case), ("reviewed", happened.reviewed)):
            if true:
                now[measure, name, ""][at] += 1
        for measure, true in (
            ("stopped", happened.stopped),
            ("appeals_filed", happened.filed),
            ("granted", happened.decision == "granted"),
            ("refused", happened.decision == "refused"),
        ):
            if true:
                now[measure, name, by_truth][at] += 1
        if happened.exit:
            now["exits", name, happened.exit][at] += 1
            self._bins["spell", name, happened.exit][at // PARTS, happened.spell] += 1
        if standing.entered is not None and step == self._steps - 1:
            self._bins["spell", name, RUNNING][at // PARTS, step - standing.entered + 1] += 1
        return listed

    def close_step(self, step: int) -> None:
        """The counts of this step are rows, and the next step starts from none."""
        last_of_year = (step + 1) % self._year == 0 or step == self._steps - 1
        for key, counts in self._now.items():
            by_cell: dict[int, int] = defaultdict(int)
            for at, value in counts.items():
                by_cell[at // PARTS] += value
            self.rows.extend(self._row(key, step, cell, 0, value) for cell, value in by_cell.items())
            if key[0] in FLOWS:
                since = self._since[key]
                for at, value in counts.items():
                    since[at] += value
            elif last_of_year:
                self._part_rows(key, step, counts)
        for key, binned in self._bins.items():
            self.rows.extend(self._row(key, step, cell, bin_, value) for (cell, bin_), value in binned.items())
        self._now.clear()
        self._bins.clear()
        if last_of_year:
            for key, counts in self._since.items():
                self._part_rows(key, step, counts)
            self._since.clear()

    def _part_rows(self, key: Key, step: int, counts: dict[int, int]) -> None:
        self.part_rows.extend(self._row(key, step, at // PARTS, at % PARTS, value) for at, value in counts.items())

    def _row(self, key: Key, step: int, cell: int, bin_: int, value: int) -> Row:
        cell, trait = divmod(cell, len(self._traits))
        region, group, age, sex = self._persons.template.cells[cell]
        c = self._persons.template.census
        return (
            *key,
            step,
            c.regions[region],
            c.groups[group],
            c.age_bands[age],
            c.sexes[sex],
            self._traits[trait],
            bin_,
            value,
        )
