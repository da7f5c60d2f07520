"""What both NumPy models of `article` share: people, lists, due process, sanctions, counts; all but the acts.

- Persons are sorted by cell, trait, part and level once: one mean is one slice, and whom no list takes comes first.
- Scores are int16, and the three ledgers are a few passes over contiguous arrays.
- Lists, appeals and sanctions walk over the few whom they concern, by index.
Random numbers are SFC64's own: the models agree with Scorewatch in distribution only.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bench.headline import LEDGERS, PARTS, Headline, by_part_from, figures
from bench.rulebook import Behaviour, Chances, Floats, Rulebook, multiplier, rulebook, trait_shares
from scorewatch.chance.level import CHANCES
from scorewatch.measure.names import FLOWS
from scorewatch.people.persons import whole_households
from scorewatch.people.template import Template, read_template
from scorewatch.regime.read import Regime

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int32]
Scores = npt.NDArray[np.int16]
OBSERVED, ERROR_FREE, ALL_ACTS = 0, 1, 2
NEVER = -1
LOTS = 2048  # the chances of levels are multiples of 1/2048
MOST = 40.0  # false records a person and step: a load is cut there


class People:
    """Invented people, sorted by place = (cell, trait, part); cells whom no list takes come first."""

    def __init__(self, book: Rulebook, people: int, rng: np.random.Generator) -> None:
        template = book.template
        rows, houses = len(template.rows), len(template.households)
        self.n = n = whole_households(template, people)
        copy, row = (a.astype(np.int32) for a in np.divmod(np.arange(n), rows))
        household = np.array(template.household_of_row, dtype=np.int32)[row]
        cells = np.argsort(book.subject, kind="stable")  # cell of the model -> cell of the template
        cell = np.argsort(cells).astype(np.int32)[np.array(template.cell_of_row)][row]
        kinds = len(book.traits)
        trait = np.full(n, kinds - 1, dtype=np.int32)
        shares = np.cumsum(trait_shares(book)[cells], axis=1)
        u = rng.random(n)
        for k in range(kinds - 1):
            low = shares[:, k - 1] if k else np.zeros(len(cells))
            trait[(u >= low[cell]) & (u < shares[cell, k])] = k
        place = (cell * kinds + trait) * PARTS + (copy + household) % PARTS
        draw = np.repeat(np.arange(len(CHANCES), dtype=np.int32), (np.array(CHANCES) * LOTS).astype(np.int64))
        levels = [
            draw[rng.integers(0, LOTS, n, dtype=np.uint16)] if len(b.levels) > 1 else None for b in book.behaviours
        ]
        # persons are also sorted by their level of this behaviour
        self.leading = next((b for b, level in enumerate(levels) if level is not None), None)
        first = 0 if self.leading is None else levels[self.leading]
        order = np.argsort(place * len(CHANCES) + first)
        self.place = place[order]
        self.levels = [None if level is None else level[order].astype(np.uint8) for level in levels]
        self.cells, self.kinds = cells, kinds
        self.places = len(cells) * kinds * PARTS
        self.cell_of_place, self.trait_of_place = np.divmod(np.arange(self.places) // PARTS, kinds)
        self.region_of_place = np.array([template.cells[c][0] for c in cells])[self.cell_of_place]
        self.counts = np.bincount(self.place, minlength=self.places)
        self.of_cell = self.counts.reshape(len(cells), -1).sum(axis=1)
        self.first_subject = int(self.of_cell[: int((~book.subject).sum())].sum())
        ends = np.cumsum(self.counts.reshape(-1, PARTS).sum(axis=1))
        self.of_kind = [(k, slice(*s)) for k, s in enumerate(zip((0, *ends[:-1]), ends, strict=True)) if s[0] < s[1]]
        self._households(template, copy * houses + household, row, order)

    def _households(self, template: Template, household: Codes, row: Codes, order: Ints) -> None:
        """Who keeps the vehicle when somebody drives (or nobody), and where the children of a household are."""
        keeper = np.full(len(template.rows), 0, dtype=np.int64)  # as a distance from the actor, 0: nobody
        first_child = np.zeros(len(template.rows), dtype=np.int64)  # of the row's household, as a distance
        children = np.zeros(len(template.rows), dtype=np.int64)
        for start, end in template.households:
            grown = sum(template.rows[r][0] not in template.children for r in range(start, end))
            for r in range(start, end):
                keeper[r] = start - r if r > start else min(1, grown - 1)
                first_child[r], children[r] = start + grown - r, end - start - grown
        self.at = np.empty(self.n, dtype=np.int64)  # where each person went
        self.at[order] = np.arange(self.n)
        self.household = household[order]
        row_ = row[order]
        distance = keeper[row_]
        self.keeper = np.where(distance == 0, NEVER, self.at[order + distance])
        self.first_child, self.children = order + first_child[row_], children[row_]


class Tally:
    """Counts by place of every measure of docs/model.md 12: by step over parts, by part at the ends of years."""

    def __init__(self, people: People, steps: int, year: int) -> None:
        self._people, self._steps, self._year = people, steps, year
        self.rows: dict[tuple[str, str, str], Ints] = {}  # [step, cell x trait]
        self.parts: dict[tuple[int, str, str, str], Ints] = {}  # (step, ...) -> by place
        self._since: dict[tuple[str, str, str], Ints] = {}
        self.scores = np.zeros((steps, len(LEDGERS), len(people.of_kind), 0), dtype=np.int64)
        self.spells: dict[str, Ints] = {}  # cause -> [cell x trait, steps]

    def closes(self, step: int) -> bool:
        """Whether a year or the run ends."""
        return (step + 1) % self._year == 0 or step == self._steps - 1

    def count(self, step: int, measure: str, item: str, by: str, counts: Ints) -> None:
        """Counts by place have been added."""
        key = (measure, item, by)
        if key not in self.rows:
            self.rows[key] = np.zeros((self._steps, len(counts) // PARTS), dtype=np.int64)
        self.rows[key][step] += counts.reshape(-1, PARTS).sum(axis=1)
        if measure in FLOWS:
            self._since[key] = self._since[key] + counts if key in self._since else counts
        elif self.closes(step):
            self.parts[step, *key] = counts

    def persons(self, step: int, measure: str, item: str, by: str, who: Ints) -> None:
        """Each of these persons counts once."""
        if len(who):
            self.count(step, measure, item, by, self.places(who))

    def places(self, who: Ints, weights: Ints | None = None) -> Ints:
        """How many of these are in each place."""
        counts = np.bincount(self._people.place[who], weights, minlength=self._people.places)
        return counts if weights is None else counts.astype(np.int64)

    def spell(self, cause: str, who: Ints, lengths: Ints) -> None:
        """Spells of these persons have ended, or still run."""
        shape = (self._people.places // PARTS, self._steps + 1)
        at = self._people.place[who] // PARTS * shape[1] + lengths
        self.spells[cause] = self.spells.get(cause, 0) + np.bincount(at, minlength=shape[0] * shape[1]).reshape(shape)

    def score(self, step: int, ledger: int, scores: Scores, low: int, high: int) -> None:
        """The histogram of a ledger by cell and trait, in bins of 10."""
        tens = range(low // 10 * 10, high + 1, 10)
        if not self.scores.shape[-1]:
            self.scores = np.zeros((*self.scores.shape[:3], len(tens)), dtype=np.int64)
        for i, (_, persons) in enumerate(self._people.of_kind):
            counts = np.bincount(scores[persons] - low, minlength=high + 1 - low)
            self.scores[step, ledger, i] = np.add.reduceat(counts, np.maximum(0, np.array(tens) - low))

    def close(self, step: int) -> None:
        """At the end of a year or of the run, flows since the last one are in the parts."""
        if self.closes(step):
            for key, counts in self._since.items():
                self.parts[step, *key] = counts
            self._since.clear()

    def by_part(self) -> dict[tuple[str, str, str], Ints]:
        """States at the last step, flows over the whole run, by part."""
        result: dict[tuple[str, str, str], Ints] = {}
        for (step, *key), counts in self.parts.items():
            name = (key[0], key[1], key[2])
            if name[0] in FLOWS or step == self._steps - 1:
                result[name] = result.get(name, 0) + counts.reshape(-1, PARTS).sum(axis=0)
        return result


@dataclass(frozen=True)
class Counts:
    """What was done and recorded of one behaviour in a step, by place. unseen: what a lookalike may answer for."""

    acts: Ints
    true: Ints
    false: Ints
    unseen: Ints


class Model(ABC):
    """The state of everybody, and the steps that change it."""

    def __init__(self, regime: Regime, people: int, steps: int, seed: int) -> None:
        self.rng = np.random.Generator(np.random.SFC64(seed))
        self.regime, self.steps = regime, steps
        self.template = read_template(regime.census)
        self.book = book = rulebook(regime, 0, self.template)
        self._books = {id(book.rules): book}
        self.people = p = People(book, people, self.rng)
        self.tally = Tally(p, steps, book.steps_a_year)
        self.scores = [np.full(p.n, book.start, dtype=np.int16) for _ in LEDGERS]
        self.points = [np.zeros(p.n, dtype=np.int16) for _ in LEDGERS]  # of false, true and unseen records: see draw
        self.by_score, self.by_ground, self.on = ([np.zeros(p.n, dtype=bool) for _ in LEDGERS] for _ in range(3))
        self.listed = np.zeros(0, dtype=np.int64)  # who is on the list (observed)
        self.entered = np.zeros(p.n, dtype=np.int16)
        self.filed = np.full(p.n, NEVER, dtype=np.int16)
        self.told, self.ever, self.ever_by_mistake = (np.zeros(p.n, dtype=bool) for _ in range(3))
        self.ever_counts, self.mistake_counts = (np.zeros(p.places, dtype=np.int64) for _ in range(2))
        regions = len(self.template.census.regions)
        self.region_people = np.bincount(p.region_of_place, p.counts, minlength=regions)
        self.deterrence = np.ones((len(book.behaviours), regions))
        self.chilling, self.avoidance = np.ones(regions), np.ones(regions)
        self.load = np.zeros((len(book.behaviours), len(p.cells)))  # a person, by cell of the model
        self.room, self.cases = 0.0, 0

    # --- acts and records ------------------------------------------------------------------------------------------

    @abstractmethod
    def draw(self, b: int, behaviour: Behaviour, chances: Chances, response: Floats) -> Counts:
        """Everybody has acted and been recorded; the points of it are in `points`, whom it may list in `grounds`.

        response: by region. points[0]: of false records, [1]: of true ones, [2]: of acts without a true one.
        """

    def act(self) -> None:
        """Everybody has acted and been recorded; points of the step are in, and the next step's response is known."""
        p, book = self.people, self.book
        for of_ledger in self.points:
            of_ledger.fill(0)
        self.grounds = {kind: [np.zeros(0, dtype=np.int64)] for kind in ("true", "unseen", "false")}
        next_load = np.zeros_like(self.load)
        region = p.region_of_place
        for b, behaviour in enumerate(book.behaviours):
            chances = book.chances(b, self.avoidance)
            response = self.deterrence[b] * (self.chilling if behaviour.right else 1.0)
            drawn = self.draw(b, behaviour, chances, response)
            for measure, counts in (
                ("acts", drawn.acts),
                ("records_true", drawn.true),
                ("records_false", drawn.false),
            ):
                if counts.any():
                    self.tally.count(self.now, measure, behaviour.name, "", counts)
            # what the next step takes from this one
            if chances.moves is not None:
                loads = drawn.unseen.reshape(len(p.cells), -1).sum(axis=1) @ chances.moves[np.ix_(p.cells, p.cells)]
                next_load[b] = np.divide(loads, p.of_cell, out=np.zeros_like(loads), where=p.of_cell > 0)
            if behaviour.targeted:
                caught, all_of_them = (np.bincount(region, c, len(self.chilling)) for c in (drawn.true, drawn.acts))
                share = np.divide(caught, all_of_them, out=np.zeros_like(caught), where=all_of_them > 0)
                self.next_deterrence[b] = share
        self.load = next_load

    def false_means(self, b: int, chances: Chances) -> Floats:
        """False records of a behaviour without an act of the person's own household: a person's mean, by place."""
        p = self.people
        means: Floats = np.minimum(chances.false[p.cells] + self.load[b], MOST)[p.cell_of_place]
        return means

    # --- ledgers and lists -----------------------------------------------------------------------------------------

    def keep(self, ledger: int, points: Scores, recovery: int, below_before: int | None) -> Bools:
        """The ledger has recovered, taken the points and been clamped; for whom the score fires, among subjects."""
        book, scores, subject = self.book, self.scores[ledger], slice(self.people.first_subject, None)
        news = points[subject] < 0
        if below_before is None:
            news[:] = True
        else:
            news |= scores[subject] >= below_before
        if recovery:
            scores += np.clip(book.start - scores, -recovery, recovery)
        scores += points
        np.clip(scores, book.low, book.high, out=scores)
        fires: Bools = scores[subject] < book.enter_below
        fires &= news
        return fires

    def settle(self, step: int, before: Rulebook | None) -> None:
        """The three ledgers and the list are settled; who is listed is known."""
        p, book, rng, tally = self.people, self.book, self.rng, self.tally
        item, process, first = book.list_name, book.process, p.first_subject
        subject = slice(first, None)
        false_points, true_points, unseen_points = self.points
        false_points += true_points
        unseen_points += true_points
        below_before = None if before is None else before.enter_below
        fires = [
            self.keep(ledger, points, book.recovery(step), below_before) for ledger, points in enumerate(self.points)
        ]
        ground = self.ground_fires()
        for ledger in (ERROR_FREE, ALL_ACTS):
            held = self.by_score[ledger][subject]
            held &= self.scores[ledger][subject] < book.leave_at
            held |= fires[ledger]
            self.by_ground[ledger][ground[ledger]] = True
            np.logical_or(held, self.by_ground[ledger][subject], out=self.on[ledger][subject])
        by_score, by_ground, on = self.by_score[OBSERVED], self.by_ground[OBSERVED], self.on[OBSERVED]
        mistaken = ~self.on[ERROR_FREE]

        # those on the list: firings, then exits
        listed = self.listed
        again = ground[OBSERVED][on[ground[OBSERVED]]]
        by_ground[again] = True
        by_score[listed] = (by_score[listed] & (self.scores[OBSERVED][listed] < book.leave_at)) | fires[OBSERVED][
            listed - first
        ]
        due = listed[(self.filed[listed] != NEVER) & (step - self.filed[listed] >= book.decided_after)]
        self.filed[due] = NEVER
        chance = np.where(mistaken[due], process.granted_if_mistaken, process.granted_if_accurate)
        granted = rng.random(len(due)) < chance
        self.by_truth(step, "granted", due[granted], mistaken)
        self.by_truth(step, "refused", due[~granted], mistaken)
        free = due[granted]
        by_score[free] = by_ground[free] = False
        stays = by_score[listed] | by_ground[listed]
        out = listed[~stays]
        by_appeal = np.isin(out, free)
        for cause, who in (("appeal", out[by_appeal]), ("score", out[~by_appeal])):
            if len(who):
                tally.persons(step, "exits", item, cause, who)
                tally.spell(cause, who, step - self.entered[who].astype(np.int64))
        self.told[out] = False
        self.filed[out] = NEVER

        # those off it: firings, review, entries; who has just left does not enter
        cases = np.flatnonzero(fires[OBSERVED] & ~on[subject]) + first
        others = ground[OBSERVED][~on[ground[OBSERVED]]]
        cases = np.union1d(cases, others) if len(others) else cases
        on[out] = False
        share = max(0.0, min(process.review_share, self.room / max(1, self.cases)))
        reviewed = rng.random(len(cases)) < share
        stops = np.where(mistaken[cases], process.stops_mistaken, process.stops_accurate)
        stopped = reviewed & (rng.random(len(cases)) < stops)
        tally.persons(step, "cases", item, "", cases)
        tally.persons(step, "reviewed", item, "", cases[reviewed])
        self.by_truth(step, "stopped", cases[stopped], mistaken)
        self.cases, self.reviewed = len(cases), int(reviewed.sum())
        enter = cases[~stopped]
        by_score[enter] = fires[OBSERVED][enter - first]
        by_ground[np.intersect1d(enter, others)] = True
        on[enter] = True
        self.entered[enter] = step
        self.listed = np.concatenate((listed[stays], enter))
        for origin, who in self.by_origin(enter):
            tally.persons(step, "entries", item, origin, who)
        for flags, counts, who in (
            (self.ever, self.ever_counts, enter),
            (self.ever_by_mistake, self.mistake_counts, self.listed[mistaken[self.listed]]),
        ):
            new = who[~flags[who]]
            flags[new] = True
            counts += tally.places(new)
        self.mistaken = mistaken
        told = enter[rng.random(len(enter)) < process.notice]
        self.learn(step, told)

    def ground_fires(self) -> list[Ints]:
        """For whom the ground fires, by ledger: one number decides for all three."""
        first = self.people.first_subject
        kinds = [(all_of_them := np.concatenate(who))[all_of_them >= first] for who in self.grounds.values()]
        who = np.unique(np.concatenate(kinds))
        u = self.rng.random(len(who))
        true, unseen, false = (np.bincount(np.searchsorted(who, kind), minlength=len(who)) for kind in kinds)
        none = 1.0 - self.book.ground_chance
        return [who[u < 1.0 - none**k] for k in (true + false, true, true + unseen)]

    def by_truth(self, step: int, measure: str, who: Ints, mistaken: Bools) -> None:
        """Counted by whether the listing is a mistake."""
        wrong = mistaken[who]
        self.tally.persons(step, measure, self.book.list_name, "mistaken", who[wrong])
        self.tally.persons(step, measure, self.book.list_name, "accurate", who[~wrong])

    def by_origin(self, who: Ints) -> list[tuple[str, Ints]]:
        """These persons by the origin of their listing."""
        held = self.by_ground[OBSERVED][who]
        return [(self.book.ground, who[held]), ("score", who[~held])]

    def learn(self, step: int, who: Ints) -> None:
        """These have been told, and each has decided whether to appeal."""
        process = self.book.process
        self.told[who] = True
        chance = np.where(self.mistaken[who], process.appeals_mistaken, process.appeals_accurate)
        files = who[self.rng.random(len(who)) < chance]
        self.filed[files] = step
        self.by_truth(step, "appeals_filed", files, self.mistaken)

    # --- sanctions -------------------------------------------------------------------------------------------------

    def deny(self, step: int) -> None:
        """What those reached attempted is denied; who was not told may have learnt it so."""
        p, rng, tally, listed = self.people, self.rng, self.tally, self.listed
        # all denials are of the same lists; a denial by one sanction does not change whom another reaches
        for sanction in self.book.sanctions:
            if sanction.children:
                parents, of = np.unique(p.household[listed], return_inverse=True)
                any_of_them = np.zeros(len(parents), dtype=np.int64)
                any_of_them[of] = listed
                many = p.children[any_of_them]
                ends = np.cumsum(many)
                reached = p.at[np.repeat(p.first_child[any_of_them] - ends + many, many) + np.arange(many.sum())]
                denials = self.attempts(sanction.mean, reached)
                groups = [("kin", np.ones(len(reached), dtype=bool))]
                total = np.append(0, np.cumsum(denials))
                learnt = (total[ends] - total[ends - many])[of]
            else:
                reached, denials = listed, self.attempts(sanction.mean, listed)
                held = self.by_ground[OBSERVED][listed]
                groups = [(self.book.ground, held), ("score", ~held)]
                learnt = denials
            for origin, chosen in groups:
                if chosen.any():
                    tally.persons(step, "reached", sanction.name, origin, reached[chosen])
                    hit = chosen & (denials > 0)
                    tally.persons(step, "people_denied", sanction.name, origin, reached[hit])
                    if hit.any():
                        counts = tally.places(reached[hit], denials[hit])
                        tally.count(step, "denials", sanction.name, origin, counts)
            ask = (learnt > 0) & ~self.told[listed]
            chance = 1.0 - (1.0 - self.book.process.notice_on_denial) ** learnt[ask]
            self.learn(step, listed[ask][rng.random(len(chance)) < chance])

    def attempts(self, mean: Floats, who: Ints) -> Ints:
        """How often each of these attempted what is denied."""
        place = self.people.place[who]
        cell, trait = self.people.cells[self.people.cell_of_place[place]], self.people.trait_of_place[place]
        counts: Ints = self.rng.poisson(mean[cell, trait])
        return counts

    # --- the step --------------------------------------------------------------------------------------------------

    def step(self, step: int) -> None:
        """One step has passed and is counted."""
        rules = self.regime.rules_at(step)
        before = self.book if step else None
        if id(rules) not in self._books:
            self._books[id(rules)] = rulebook(self.regime, step, self.template)
        self.book = book = self._books[id(rules)]
        self.room = min(0.0, self.room - self.reviewed if step else 0.0)
        self.room += book.capacity * self.people.n
        self.next_deterrence = np.zeros_like(self.deterrence)
        self.now = step
        self.act()
        self.settle(step, before)
        self.deny(step)
        self.count(step)
        p, response = self.people, self.regime.rules_at(step + 1).response
        on_list = np.bincount(p.region_of_place[p.place[self.listed]], minlength=len(self.region_people))
        share = np.divide(on_list, self.region_people, out=np.zeros(len(on_list)), where=self.region_people > 0)
        self.chilling, self.avoidance = multiplier(response.chilling, share), multiplier(response.avoidance, share)
        for b, behaviour in enumerate(book.behaviours):
            curve = response.deterrence if behaviour.targeted else None
            self.deterrence[b] = multiplier(curve, self.next_deterrence[b])

    def count(self, step: int) -> None:
        """How things stand at the end of the step is counted."""
        p, tally, item, listed = self.people, self.tally, self.book.list_name, self.listed
        tally.count(step, "people", "", "", p.counts)
        for ledger, scores in enumerate(self.scores):
            tally.score(step, ledger, scores, self.book.low, self.book.high)
        tally.persons(step, "listed_anywhere", "", "", listed)
        for origin, who in self.by_origin(listed):
            tally.persons(step, "listed", item, origin, who)
            tally.persons(step, "listed_by_mistake", item, origin, who[self.mistaken[who]])
            right = self.book.behaviours[self.book.ground_on].right
            if origin == self.book.ground and right:
                tally.persons(step, "listed_for_right", item, right, who)
        tally.persons(step, "untold", item, "", listed[~self.told[listed]])
        tally.persons(step, "appealing", item, "", listed[self.filed[listed] != NEVER])
        tally.persons(step, "listed_error_free", item, "", np.flatnonzero(self.on[ERROR_FREE]))
        all_acts = tally.places(np.flatnonzero(self.on[ALL_ACTS]))
        tally.count(step, "listed_all_acts", item, "", all_acts)
        tally.count(step, "missed", item, "", all_acts - tally.places(listed[self.on[ALL_ACTS][listed]]))
        tally.count(step, "ever_listed", item, "", self.ever_counts.copy())
        tally.count(step, "ever_listed_by_mistake", item, "", self.mistake_counts.copy())
        if step == self.steps - 1:
            tally.spell("running", listed, step + 1 - self.entered[listed].astype(np.int64))
        tally.close(step)


def simulate(kind: type[Model], regime: Regime, people: int, months: int, seed: int) -> tuple[Model, float, float]:
    """The model after its run, the seconds of the set-up and of everything."""
    begin = time.perf_counter()
    model = kind(regime, people, months, seed)
    ready = time.perf_counter() - begin
    for step in range(months):
        model.step(step)
    return model, ready, time.perf_counter() - begin


def headline(name: str, kind: type[Model], regime: Regime, people: int, months: int, seed: int) -> Headline:
    """The headline of a run of so many people (in whole households) and months."""
    model, ready, seconds = simulate(kind, regime, people, months, seed)
    low = model.book.low // 10 * 10
    last = model.tally.scores[-1].sum(axis=1)
    scores = {ledger: {low + 10 * i: int(c) for i, c in enumerate(last[k]) if c} for k, ledger in enumerate(LEDGERS)}
    found = figures(by_part_from(model.tally.by_part()), scores, model.book.rules)
    return Headline(name, model.people.n, months, seed, ready, seconds, found)
