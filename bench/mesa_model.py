"""`article` in Mesa (3.3): a person and a household are agents, and each does in turn what it does.

How it is fast, in Mesa's own terms:
- Nothing in a step depends on the order of the agents, so `do` (no shuffle) activates them, in three stages: everybody
  acts, everybody is scored and listed, every household with somebody on the list is denied things.
- A person draws one Poisson number for everything that he does in a step, by inversion with Python's own `random`, and
  then for each act what it is, whether a response held it back, and who saw it.
- Counts go straight into dictionaries; a DataCollector keeps a few series of the model, not of its agents.
It agrees with Scorewatch in distribution only.
"""

from __future__ import annotations

import time
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate
from math import exp

import mesa
import numpy as np

from bench.headline import LEDGERS, PARTS, Headline, by_part_from, figures
from bench.rulebook import Rulebook, Sanction, multiplier, rulebook, trait_shares
from scorewatch.chance.level import CHANCES
from scorewatch.measure.names import FLOWS
from scorewatch.people.persons import whole_households
from scorewatch.people.template import read_template
from scorewatch.regime.read import Regime

OBSERVED, ERROR_FREE, ALL_ACTS = LEDGER = (0, 1, 2)
NOTHING = (False, False, False)
NONE = [0, 0, 0]
LEVELS = tuple(accumulate(CHANCES))[:-1]
Key = tuple[str, str, str]


class Person(mesa.Agent):
    """An invented person: what it does, three scores, and how it stands on the list.

    by_score, by_ground: what holds it on the list, by ledger. place: (cell, trait, part).
    """

    def __init__(self, model: Regimented, household: Household, cell: int, trait: int, part: int) -> None:
        super().__init__(model)
        self.household = household
        self.cell, self.trait = cell, trait
        self.region, _, age, _ = model.template.cells[cell]
        self.child = age in model.template.children
        self.subject = bool(model.book.subject[cell])
        self.kind = cell * len(model.book.traits) + trait
        self.place = self.kind * PARTS + part
        rates = []
        for behaviour in model.book.behaviours:
            level = 0 if len(behaviour.levels) == 1 else bisect_right(LEVELS, model.random.random())
            rates.append(behaviour.mean[cell, trait] * behaviour.levels[level] * max(1.0, behaviour.on_list))
        self.rates = list(accumulate(map(float, rates)))  # cumulative
        self.idle = exp(-self.rates[-1])  # the chance to do nothing
        self.keeper: Person | None = None  # of the vehicle, where that is somebody else
        self.scores = [model.book.start] * 3
        self.by_score, self.by_ground = [False] * 3, [False] * 3
        self.entered: int | None = None
        self.filed: int | None = None
        self.told = self.ever = self.ever_by_mistake = False
        self.points = [0, 0, 0]
        self.records = [0, 0, 0]  # of what may be a ground
        self.near = False  # whether anything that concerns the list ever happened

    # --- stage 1 ---------------------------------------------------------------------------------------------------

    def act(self) -> None:
        """The person has acted; what was recorded, of whom, has its points."""
        model, random = self.model, self.random.random
        u = random()
        if u >= self.idle:
            total, rates, place, points = self.rates[-1], self.rates, self.place, self.points
            response = model.response[self.entered is not None][self.region]
            fates = model.fates[self.cell]
            for _ in range(poisson(u, total, self.idle)):
                b = bisect_right(rates, random() * total)
                if random() >= response[b]:
                    continue
                model.acts[b][place] += 1
                points[ALL_ACTS] += model.points_of[b]
                right, household = fates[b]
                u = random()
                if u < right:
                    model.records_true[b][place] += 1
                    points[OBSERVED] += model.points_of[b]
                    points[ERROR_FREE] += model.points_of[b]
                elif u >= household:
                    model.unseen[b][self.cell] += 1
                elif self.keeper is not None:
                    self.keeper.falsely(b)
                if b == model.ground_on:
                    self.records[ALL_ACTS] += 1
                    self.records[ERROR_FREE] += u < right
                    self.records[OBSERVED] += u < right
        u = random()
        if u >= model.no_false[self.cell]:
            means = model.false_means[self.cell]
            for _ in range(poisson(u, means[-1], model.no_false[self.cell])):
                self.falsely(bisect_right(means, random() * means[-1]))

    def falsely(self, behaviour: int) -> None:
        """A record of what somebody else did, or nobody, stands against the person."""
        model = self.model
        model.records_false[behaviour][self.place] += 1
        self.points[OBSERVED] += model.points_of[behaviour]
        self.records[OBSERVED] += behaviour == model.ground_on

    # --- stage 2 ---------------------------------------------------------------------------------------------------

    def settle(self) -> None:
        """The three scores have moved, and the list has been settled by each of them."""
        model, points, scores = self.model, self.points, self.scores
        start, recovery, low, high, enter_below = model.start, model.recovery, model.low, model.high, model.enter_below
        fires: Sequence[bool] = NOTHING
        for ledger in LEDGER:
            before = score = scores[ledger]
            if recovery and score != start:
                score = min(score + recovery, start) if score < start else max(score - recovery, start)
            change = points[ledger]
            if change:
                score += change
                if score < low or score > high:
                    score = low if score < low else high
                points[ledger] = 0
            if score != before:
                scores[ledger] = score
            if score < enter_below and (change < 0 or model.below_before is None or before >= model.below_before):
                fires = [*fires[:ledger], True, *fires[ledger + 1 :]]
            model.histogram[ledger][self.kind][score // 10] += 1
        # most have never had anything to do with the list
        if self.subject and (self.near or True in fires or self.records != NONE):
            self.near = True
            self.settle_list(fires)

    def settle_list(self, fires: Sequence[bool]) -> None:
        """Firings, exits and entries of the three ledgers, in the model's order."""
        model, book, records = self.model, self.model.book, self.records
        by_score, by_ground, now = self.by_score, self.by_ground, self.model.now
        ground = [False, False, False]
        if records != NONE:
            u = self.random.random()
            ground = [u < 1.0 - (1.0 - book.ground_chance) ** k for k in records]
            self.records = [0, 0, 0]
        for ledger in (ERROR_FREE, ALL_ACTS):
            by_score[ledger] = fires[ledger] or (by_score[ledger] and self.scores[ledger] < book.leave_at)
            by_ground[ledger] = by_ground[ledger] or ground[ledger]
        if self.entered is not None:
            by_score[OBSERVED] = fires[OBSERVED] or (by_score[OBSERVED] and self.scores[OBSERVED] < book.leave_at)
            by_ground[OBSERVED] = by_ground[OBSERVED] or ground[OBSERVED]
            self.leave()
        elif fires[OBSERVED] or ground[OBSERVED]:
            model.cases += 1
            now["cases", ""][self.place] += 1
            if not self.stopped():
                by_score[OBSERVED], by_ground[OBSERVED] = fires[OBSERVED], ground[OBSERVED]
                self.enter()
        on_all_acts = by_score[ALL_ACTS] or by_ground[ALL_ACTS]
        if on_all_acts:
            now["listed_all_acts", ""][self.place] += 1
            if self.entered is None:
                now["missed", ""][self.place] += 1
        if not self.mistaken:
            now["listed_error_free", ""][self.place] += 1
        if self.entered is not None and self.mistaken:
            self.ever_by_mistake = True
        if self.ever:
            now["ever_listed", ""][self.place] += 1
            if self.ever_by_mistake:
                now["ever_listed_by_mistake", ""][self.place] += 1

    @property
    def mistaken(self) -> bool:
        """What listing there is is a mistake."""
        return not (self.by_score[ERROR_FREE] or self.by_ground[ERROR_FREE])

    @property
    def truth(self) -> str:
        """Whether what listing there is is a mistake, in a word."""
        return "mistaken" if self.mistaken else "accurate"

    @property
    def origin(self) -> str:
        """Of what the listing is."""
        return self.model.book.ground if self.by_ground[OBSERVED] else "score"

    def stopped(self) -> bool:
        """Whether somebody looked at the case, and stopped it."""
        model, process = self.model, self.model.book.process
        if model.random.random() >= model.review_chance:
            return False
        model.reviewed += 1
        model.now["reviewed", ""][self.place] += 1
        if model.random.random() >= (process.stops_mistaken if self.mistaken else process.stops_accurate):
            return False
        model.now["stopped", self.truth][self.place] += 1
        return True

    def enter(self) -> None:
        """On the list; told of it or not."""
        model = self.model
        self.entered, self.ever = model.month, True
        model.listed.add(self)
        self.household.listed += 1
        model.now["entries", self.origin][self.place] += 1
        if model.random.random() < model.book.process.notice:
            self.learn()

    def leave(self) -> None:
        """Off the list, if an appeal was granted or nothing holds any more."""
        model, process = self.model, self.model.book.process
        cause = "score"
        if self.filed is not None and model.month - self.filed >= model.book.decided_after:
            self.filed = None
            chance = process.granted_if_mistaken if self.mistaken else process.granted_if_accurate
            if model.random.random() < chance:
                model.now["granted", self.truth][self.place] += 1
                self.by_score[OBSERVED] = self.by_ground[OBSERVED] = False
                cause = "appeal"
            else:
                model.now["refused", self.truth][self.place] += 1
        if self.by_score[OBSERVED] or self.by_ground[OBSERVED]:
            return
        model.now["exits", cause][self.place] += 1
        model.spells[cause][self.kind, model.month - self.entered] += 1
        model.listed.discard(self)
        self.household.listed -= 1
        self.entered, self.filed, self.told = None, None, False

    def learn(self) -> None:
        """Told, and decided once whether to appeal."""
        model, process = self.model, self.model.book.process
        self.told = True
        if model.random.random() < (process.appeals_mistaken if self.mistaken else process.appeals_accurate):
            self.filed = model.month
            model.now["appeals_filed", self.truth][self.place] += 1


class Household(mesa.Agent):
    """People who live together, adults first; listed: how many of them are on the list."""

    def __init__(self, model: Regimented) -> None:
        super().__init__(model)
        self.adults: list[Person] = []
        self.children: list[Person] = []
        self.listed = 0

    def deny(self) -> None:
        """What its members attempted is denied, by each sanction in turn; who was not told may have learnt it so."""
        if not self.listed:
            return
        model = self.model
        listed = [adult for adult in self.adults if adult.entered is not None]
        for sanction in model.book.sanctions:
            if sanction.children:
                total = sum(self.denied(child, sanction, "kin") for child in self.children)
                of_each = [total] * len(listed)
            else:
                of_each = [self.denied(person, sanction, person.origin) for person in listed]
            for person, denials in zip(listed, of_each, strict=True):
                silent = (1.0 - model.book.process.notice_on_denial) ** denials
                if denials and not person.told and model.random.random() >= silent:
                    person.learn()

    def denied(self, person: Person, sanction: Sanction, origin: str) -> int:
        """How often the person was denied this."""
        now, place = self.model.now, person.place
        now["reached", sanction.name, origin][place] += 1
        mean = float(sanction.mean[person.cell, person.trait])
        u, none = self.model.random.random(), exp(-mean)
        if u < none:
            return 0
        count = poisson(u, mean, none)
        now["denials", sanction.name, origin][place] += count
        now["people_denied", sanction.name, origin][place] += 1
        return count


def poisson(u: float, mean: float, none: float) -> int:
    """The Poisson number at this quantile; none: the chance of 0."""
    count, chance, below = 0, none, none
    while u >= below and chance > 1e-300:
        count += 1
        chance *= mean / count
        below += chance
    return count


class Regimented(mesa.Model):
    """A population under the regime."""

    def __init__(self, regime: Regime, people: int, months: int, seed: int) -> None:
        super().__init__(seed=seed)
        self.regime, self.months = regime, months
        self.template = read_template(regime.census)
        self.book: Rulebook = rulebook(regime, 0, self.template)
        self._books = {id(self.book.rules): self.book}
        self.below_before: int | None = None
        self.month = 0
        self.count = whole_households(self.template, people)
        self._people()
        self.listed = mesa.agent.AgentSet([], random=self.random)
        cells, regions = range(len(self.template.cells)), len(self.template.census.regions)
        self.points_of = [behaviour.points for behaviour in self.book.behaviours]
        self.deterrence = np.ones((len(self.book.behaviours), regions))
        self.chilling, self.avoidance = np.ones(regions), np.ones(regions)
        self.load = np.zeros((len(self.book.behaviours), len(cells)))
        self.room, self.cases, self.reviewed = 0.0, 0, 0
        self.ground_on = self.book.ground_on
        self.start, self.low, self.high = self.book.start, self.book.low, self.book.high
        self.spells: dict[str, dict[tuple[int, int], int]] = defaultdict(lambda: defaultdict(int))
        self.rows: list[dict[Key, dict[int, int]]] = []  # of each step, by place
        self.histograms: list[list[list[list[int]]]] = []  # of each step, by ledger, (cell, trait) and score div 10
        self.datacollector = mesa.DataCollector(
            model_reporters={
                "listed": lambda model: len(model.listed),
                "listed_by_mistake": lambda model: sum(person.mistaken for person in model.listed),
                "cases": "cases",
            }
        )

    def _people(self) -> None:
        """Whole households of the template, copy by copy."""
        rows = len(self.template.rows)
        shares = [tuple(accumulate(share))[:-1] for share in trait_shares(self.book).tolist()]
        for copy in range(-(-self.count // rows)):
            for number, (start, end) in enumerate(self.template.households):
                if copy * rows + end > self.count:
                    break
                household = Household(self)
                for row in range(start, end):
                    cell = self.template.cell_of_row[row]
                    trait = bisect_right(shares[cell], self.random.random())
                    person = Person(self, household, cell, trait, (copy + number) % PARTS)
                    (household.children if person.child else household.adults).append(person)
                first, *others = household.adults
                for person in (*others, *household.children):
                    person.keeper = first
                first.keeper = others[0] if others else None
        self.of_cell = np.bincount([person.cell for person in self.agents_by_type[Person]], minlength=24)

    def step(self) -> None:
        """A month has passed."""
        self._prepare()
        self.agents_by_type[Person].do("act")
        self.agents_by_type[Person].do("settle")
        self.agents_by_type[Household].do("deny")
        self._count()
        self.datacollector.collect(self)
        self._respond()
        self.below_before = self.book.enter_below
        self.month += 1

    def _prepare(self) -> None:
        """What the step takes from the rules and from the step before."""
        rules = self.regime.rules_at(self.month)
        if id(rules) not in self._books:
            self._books[id(rules)] = rulebook(self.regime, self.month, self.template)
        self.book = book = self._books[id(rules)]
        self.recovery = book.recovery(self.month)
        self.room = min(0.0, self.room - self.reviewed)
        self.room += book.capacity * self.count
        self.review_chance = max(0.0, min(book.process.review_share, self.room / max(1, self.cases)))
        self.cases = self.reviewed = 0
        self.enter_below = book.enter_below
        self.now: dict[tuple[str, ...], dict[int, int]] = defaultdict(lambda: defaultdict(int))
        self.acts, self.records_true, self.records_false = (
            [defaultdict[int, int](int) for _ in book.behaviours] for _ in range(3)
        )
        kinds, bins = len(self.template.cells) * len(book.traits), book.high // 10 + 1
        self.histogram = [[[0] * bins for _ in range(kinds)] for _ in LEDGERS]
        self.unseen = [[0] * len(self.template.cells) for _ in book.behaviours]
        # acts were drawn at no response and the higher of 1 and by_list: this share of them happens
        response = [
            self.deterrence[b] * (self.chilling if behaviour.right else 1.0) / max(1.0, behaviour.on_list)
            for b, behaviour in enumerate(book.behaviours)
        ]
        listed = [r * behaviour.on_list for r, behaviour in zip(response, book.behaviours, strict=True)]
        self.response = [np.array(r).T.tolist() for r in (response, listed)]  # on the list or not, region, behaviour
        fates, false_means = [], []
        self.moves: list[np.ndarray | None] = []
        for b in range(len(book.behaviours)):
            chances = book.chances(b, self.avoidance)
            self.moves.append(chances.moves)
            fates.append(list(zip(chances.right.tolist(), (chances.right + chances.household).tolist(), strict=True)))
            false_means.append(np.minimum(chances.false + self.load[b], 40.0))
        self.fates = list(zip(*fates, strict=True))  # by cell
        self.false_means = np.cumsum(false_means, axis=0).T.tolist()
        self.no_false = [exp(-means[-1]) for means in self.false_means]

    def _count(self) -> None:
        """How those on the list stand is counted, and the step's counts are kept."""
        ground_right = self.book.behaviours[self.book.ground_on].right
        for person in self.listed:
            place, origin = person.place, person.origin
            self.now["listed", origin][place] += 1
            self.now["listed_anywhere", "", ""][place] += 1
            if person.mistaken:
                self.now["listed_by_mistake", origin][place] += 1
            if not person.told:
                self.now["untold", ""][place] += 1
            if person.filed is not None:
                self.now["appealing", ""][place] += 1
            if person.by_ground[OBSERVED] and ground_right:
                self.now["listed_for_right", ground_right][place] += 1
            if self.month == self.months - 1:
                self.spells["running"][person.kind, self.month - person.entered + 1] += 1
        row: dict[Key, dict[int, int]] = {}
        for b, behaviour in enumerate(self.book.behaviours):
            for measure in ("acts", "records_true", "records_false"):
                row[measure, behaviour.name, ""] = getattr(self, measure)[b]
        for key, counts in self.now.items():
            # what names no item counts something of the list
            row[key if len(key) == 3 else (key[0], self.book.list_name, key[1])] = counts
        self.rows.append(row)
        self.histograms.append(self.histogram)

    def _respond(self) -> None:
        """What the next step takes from the integers of this one."""
        response, regions = self.regime.rules_at(self.month + 1).response, len(self.chilling)
        region = np.array([cell[0] for cell in self.template.cells])
        people = np.bincount(region, self.of_cell, minlength=regions)
        listed = np.bincount([person.region for person in self.listed], minlength=regions)
        share = np.divide(listed, people, out=np.zeros(regions), where=people > 0)
        size = len(self.book.traits) * PARTS
        for b, behaviour in enumerate(self.book.behaviours):
            moves = self.moves[b]
            if moves is not None:
                load = np.array(self.unseen[b]) @ moves
                self.load[b] = np.divide(load, self.of_cell, out=np.zeros_like(load), where=self.of_cell > 0)
            if behaviour.targeted:
                true, acts = (
                    np.bincount(region[[place // size for place in counts]], list(counts.values()), minlength=regions)
                    for counts in (self.records_true[b], self.acts[b])
                )
                caught = np.divide(true, acts, out=np.zeros(regions), where=acts > 0)
                self.deterrence[b] = multiplier(response.deterrence, caught)
        self.chilling, self.avoidance = multiplier(response.chilling, share), multiplier(response.avoidance, share)

    def by_part(self) -> dict[Key, np.ndarray]:
        """States at the last step, flows over the whole run, by part."""
        result: dict[Key, np.ndarray] = defaultdict(lambda: np.zeros(PARTS, dtype=np.int64))
        for row in self.rows:
            for key, counts in row.items():
                if key[0] in FLOWS or row is self.rows[-1]:
                    for place, count in counts.items():
                        result[key][place % PARTS] += count
        result["people", "", ""] = np.bincount(
            [person.place % PARTS for person in self.agents_by_type[Person]], minlength=PARTS
        )
        return result


def run(regime: Regime, people: int, months: int, seed: int) -> Headline:
    """The headline of a run of so many people (in whole households) and months."""
    begin = time.perf_counter()
    model = Regimented(regime, people, months, seed)
    ready = time.perf_counter() - begin
    for _ in range(months):
        model.step()
    seconds = time.perf_counter() - begin
    scores = {
        ledger: {10 * i: count for i, count in enumerate(map(sum, zip(*histogram, strict=True))) if count}
        for ledger, histogram in zip(LEDGERS, model.histograms[-1], strict=True)
    }
    found = figures(by_part_from(model.by_part()), scores, model.book.rules)
    return Headline("mesa", model.count, months, seed, ready, seconds, found)
