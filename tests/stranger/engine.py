"""A second engine, written from the pages `model.md` and `draws.md` alone by someone who had not read the first.

It shares no code with the package and uses the standard library only. It is slow and plain on purpose: it is the
oracle against which the package's engine is compared, row by row. The numbers in brackets name the sections of the
two pages: [M6] is section 6 of model.md, [D4] is point 4 of draws.md.
"""

from __future__ import annotations

import copy
import hashlib
import math
import re
from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Any

Table = dict[str, Any]

TWO32 = 2**32
MASK = TWO32 - 1
ONCE = 2**31  # the step of what is drawn once per person
LARGEST_MEAN = 40.0
PARTS = 32

OBSERVED, ERROR_FREE, ALL_ACTS = 0, 1, 2
LEDGERS = ("observed", "error_free", "all_acts")
BY_SCORE = -1  # the key of the hold by score; a hold by a ground has the ground's number, from 0

PER_YEAR = {"day": 365, "week": 52, "month": 12, "year": 1}

# What happens in a step, as opposed to what stands at its end [D9].
FLOWS = frozenset(
    "acts records_true records_false cases reviewed stopped appeals_filed granted refused entries exits"
    " denials people_denied".split()
)
HISTOGRAMS = frozenset(("spell", "score"))


# --- Chance [D1-D5] -------------------------------------------------------------------------------------------------


def philox4x32_10(counter: tuple[int, int, int, int], key: tuple[int, int]) -> tuple[int, int, int, int]:
    """Philox4x32 with ten rounds (Salmon et al., SC11)."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        product0 = 0xD2511F53 * c0
        product1 = 0xCD9E8D57 * c2
        c0, c1, c2, c3 = (
            (product1 >> 32) ^ c1 ^ k0,
            product1 & MASK,
            (product0 >> 32) ^ c3 ^ k1,
            product0 & MASK,
        )
        k0 = (k0 + 0x9E3779B9) & MASK
        k1 = (k1 + 0xBB67AE85) & MASK
    return c0, c1, c2, c3


@lru_cache(maxsize=None)
def stream_of(path: str) -> int:
    """The stream of a dotted path and a purpose, such as `behaviour.smoking/acts`."""
    return int.from_bytes(hashlib.blake2s(path.encode("utf-8"), digest_size=32).digest()[:4], "little")


def threshold(share: float) -> int:
    """Where a share, or a cumulative chance, lies among the words."""
    return math.floor(share * TWO32)


def power(base: float, exponent: int) -> float:
    """A whole power by repeated multiplication."""
    result = 1.0
    for _ in range(exponent):
        result *= base
    return result


def exp_minus(x: float) -> float:
    """exp(-x): x/64, 13 terms of the series (from 1 to the twelfth power), six squarings."""
    y = x / 64.0
    term = 1.0
    total = 1.0
    for n in range(1, 13):
        term = term * -y / n
        total += term
    for _ in range(6):
        total = total * total
    return total


def poisson_terms(mean: float) -> tuple[list[float], list[float]]:
    """f(k) and F(k) for k = 0, 1, … up to the first k where 1 - F < 2^-33."""
    f = [exp_minus(mean)]
    cumulative = [f[0]]
    while not 1.0 - cumulative[-1] < 2.0**-33:
        f.append(f[-1] * mean / len(f))
        cumulative.append(cumulative[-1] + f[-1])
    return f, cumulative


@lru_cache(maxsize=100_000)
def poisson_ladder(mean: float) -> list[int]:
    """The thresholds of a Poisson number; the last outcome has none."""
    _, cumulative = poisson_terms(mean)
    return [threshold(value) for value in cumulative[:-1] if threshold(value) < TWO32]


@lru_cache(maxsize=None)
def acts_outcomes(last: int) -> list[tuple[int, int, int]]:
    """(acts k, true records o, household misattributions w) in the order of k, then o, then w."""
    return [(k, o, w) for k in range(last + 1) for o in range(k + 1) for w in range(k - o + 1)]


@lru_cache(maxsize=4_000)
def acts_ladder(mean: float, rightly: float, household: float) -> tuple[list[int], list[tuple[int, int, int]]]:
    """The thresholds of one behaviour, and the outcomes that they part."""
    f, cumulative = poisson_terms(mean)
    neither = max(0.0, 1.0 - rightly - household)
    last = len(f) - 1
    powers_p, powers_q, powers_r = ([power(x, n) for n in range(last + 1)] for x in (rightly, household, neither))
    # settled in docs/chance.md: an outcome of chance 0 does not exist; the last one of k that does closes k at F(k)
    outcomes = [
        (k, o, w)
        for k, o, w in acts_outcomes(last)
        if not (rightly == 0 and o > 0) and not (household == 0 and w > 0) and not (neither == 0 and o + w < k)
    ]
    thresholds: list[int] = []
    so_far = 0.0
    before = -1  # the k of the outcome before
    for (k, o, w), (following, _, _) in pairwise(outcomes):  # the last has no threshold
        if k != before:
            so_far = 0.0
        before = k
        ways = float(math.comb(k, o) * math.comb(k - o, w))
        so_far += f[k] * ways * (powers_p[o] * powers_q[w]) * powers_r[k - o - w]
        if following != k:
            value = threshold(cumulative[k])
        else:
            # settled in docs/chance.md: a sum within k never goes beyond F(k)
            value = min(threshold((cumulative[k - 1] if k else 0.0) + so_far), threshold(cumulative[k]))
        if value < TWO32:
            thresholds.append(value)
    thresholds.sort()  # an outcome is the NUMBER of thresholds at or below the word
    return thresholds, outcomes


def rung(thresholds: list[int], word: int) -> int:
    """The number of thresholds that are at most the word, in a sorted list."""
    low, high = 0, len(thresholds)
    while low < high:
        middle = (low + high) // 2
        if thresholds[middle] <= word:
            low = middle + 1
        else:
            high = middle
    return low


# --- Levels [M2, D5] ------------------------------------------------------------------------------------------------

# Where the 16 levels end, from below: 1/8 … 7/8, then 15/16 … 1 - 2^-11. The last has no end.
LEVEL_ENDS = [n / 8 for n in range(1, 8)] + [1 - 2.0**-n for n in range(4, 12)]
LEVEL_SHARES = [1 / 8] * 7 + [2.0**-n for n in range(4, 12)] + [2.0**-11]


def gamma_density_term(shape: float, log_x: float) -> float:
    """x^a exp(-x) / Gamma(a + 1)."""
    return math.exp(shape * log_x - math.exp(log_x) - math.lgamma(shape + 1))


def gamma_tails(shape: float, log_x: float) -> tuple[float, float]:
    """The regularised lower and upper incomplete Gamma functions P(a, x) and Q(a, x)."""
    x = math.exp(log_x)
    scale = gamma_density_term(shape, log_x)
    if x < shape + 1:
        term = total = 1.0
        n = 0
        while term > total * 1e-18:
            n += 1
            term *= x / (shape + n)
            total += term
        lower = scale * total
        return lower, 1.0 - lower
    # Lentz's continued fraction; scale * shape is x^a exp(-x) / Gamma(a).
    b = x + 1.0 - shape
    c = 1e300
    d = 1.0 / b
    h = d
    for n in range(1, 1_000_000):
        numerator = -n * (n - shape)
        b += 2.0
        d = numerator * d + b
        d = 1.0 / (d if d != 0.0 else 1e-300)
        c = b + numerator / c
        c = c if c != 0.0 else 1e-300
        step = d * c
        h *= step
        if abs(step - 1.0) < 1e-16:
            break
    upper = scale * shape * h
    return 1.0 - upper, upper


def gamma_log_quantile(shape: float, end: float) -> float:
    """The logarithm of the quantile of the Gamma law of scale 1, by bisection in log space."""
    low = (math.log(end) + math.lgamma(shape + 1)) / shape - 1.0  # P(a, x) <= x^a / Gamma(a + 1)
    high = math.log(shape + 40.0 * math.sqrt(shape) + 60.0)
    while True:
        middle = (low + high) / 2
        if not low < middle < high:
            return middle
        lower, upper = gamma_tails(shape, middle)
        below = lower < end if end <= 0.5 else upper > 1.0 - end
        if below:
            low = middle
        else:
            high = middle


def exact_level_means(spread: float) -> list[float]:
    """The means of the 16 parts of the Gamma law of mean 1 and this coefficient of variation, before rounding."""
    shape = 1.0 / (spread * spread)
    edges = [gamma_density_term(shape, gamma_log_quantile(shape, end)) for end in LEVEL_ENDS]
    # With P(a+1, x) = P(a, x) - d(x), d(x) = x^a exp(-x) / Gamma(a+1), the mean within a part of share s is
    # 1 - (d_high - d_low) / s.
    return [1.0 - (high - low) / s for low, high, s in zip([0.0, *edges], [*edges, 0.0], LEVEL_SHARES, strict=True)]


@lru_cache(maxsize=None)
def level_multipliers(spread: float) -> tuple[float, ...]:
    """The multipliers as used: multiples of 2^-20, the last one set so that their mean is exactly 1."""
    unit = 2.0**20
    rounded: list[float] = []
    for value in exact_level_means(spread)[:-1]:
        scaled = value * unit
        if abs(scaled - math.floor(scaled) - 0.5) < 1e-9 * unit:
            raise ValueError(f"spread {spread}: a level lies too near a rounding boundary")
        rounded.append(math.floor(scaled + 0.5) / unit)
    rest = math.fsum(share * value for share, value in zip(LEVEL_SHARES, rounded, strict=False))
    return (*rounded, (1.0 - rest) / LEVEL_SHARES[-1])


# --- The regime of a step -------------------------------------------------------------------------------------------


def number(value: Any) -> float:
    """A number, written plain or as { value = … }."""
    return float(value["value"] if isinstance(value, dict) else value)


def whole(value: Any) -> int:
    """A whole number, likewise."""
    return int(value["value"] if isinstance(value, dict) else value)


def plain(value: Any) -> Any:
    """What is inside { value = … }, or the thing itself."""
    return value["value"] if isinstance(value, dict) and "value" in value else value


def names(value: Any) -> list[str]:
    """One name or several."""
    return [value] if isinstance(value, str) else list(value)


def pick(value: Any, *keys: str) -> float:
    """A number out of nested tables, following at each depth the first of the keys that the table has."""
    while isinstance(value, dict) and "value" not in value:
        value = next(value[key] for key in keys if key in value)
    return number(value)


def duration(text: str, steps_a_year: int) -> int | None:
    """Whole steps, halves rounded up, at least one; None is never [M1]."""
    if text.strip() == "never":
        return None
    match = re.fullmatch(r"\s*([0-9_.]+)\s*(day|week|month|year)s?\s*", text)
    if match is None:
        raise ValueError(f"not a duration: {text}")
    steps = Fraction(match[1].replace("_", "")) * steps_a_year / PER_YEAR[match[2]]
    if (match[2], steps_a_year) in (("week", 365), ("day", 52)):
        # settled in docs/model.md: days and weeks convert by 7
        steps = Fraction(match[1]) * 7 if match[2] == "week" else Fraction(match[1]) / 7
    return max(1, math.floor(steps + Fraction(1, 2)))


def leaves(settings: Table, above: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Any]]:
    """The settings of a phase as pairs of a path and a value."""
    found: list[tuple[tuple[str, ...], Any]] = []
    for key, value in settings.items():
        path = (*above, *key.split("."))
        if isinstance(value, dict) and "value" not in value:
            found += leaves(value, path)
        else:
            found.append((path, value))
    return found


def with_phases(regime: Table, step: int, steps_a_year: int) -> tuple[tuple[int, ...], Table]:
    """Which phases hold in a step, and the regime with their settings: the earlier first, then file order [M10]."""
    begun: list[tuple[float, int]] = []
    for n, phase in enumerate(regime.get("phase", [])):
        start = -math.inf if phase["from"] == "start" else duration(phase["from"], steps_a_year)
        if re.match(r"\s*[0.]+\s", phase["from"]):
            start = 0  # settled in docs/model.md: `from = "0 months"` is step 0
        if start is not None and start <= step:
            begun.append((start, n))
    begun.sort()
    changed = copy.deepcopy(regime)
    for _, n in begun:
        for path, value in leaves(regime["phase"][n]["set"]):
            table = changed
            for key in path[:-1]:
                table = table.setdefault(key, {})
            table[path[-1]] = value
    return tuple(n for _, n in begun), changed


@dataclass
class Behaviour:
    name: str
    table: Table
    points: int
    right: str | None
    targeted: bool
    multipliers: tuple[float, ...] | None


@dataclass
class Sensor:
    table: Table
    sees: list[str]
    to: str
    avoidable: bool
    confuses_age: float
    confuses_sex: float


@dataclass
class Ground:
    name: str
    on: list[int]
    chance: float
    term: int | None
    rights: set[str]


@dataclass
class DueProcess:
    notice: float
    notice_on_denial: float
    appeals_mistaken: float
    appeals_accurate: float
    decided_after: int | None
    granted_mistaken: float
    granted_accurate: float
    corrects_record: bool
    review_share: float
    stops_mistaken: float
    stops_accurate: float
    capacity: float | None


@dataclass
class List:
    name: str
    subject: list[str] | None
    enter_below: float | None
    leave_at: float | None  # None: no way out by score
    term: int | None
    complies: float
    grounds: list[Ground]
    due: DueProcess


@dataclass
class Sanction:
    name: str
    table: Table
    on_list: int
    reaches: str
    imposed: bool


class Rules:
    """A regime as it holds in a step."""

    def __init__(self, regime: Table, steps_a_year: int) -> None:
        self.steps_a_year = steps_a_year
        self.regime = regime
        self.behaviours = [self.behaviour(name, table) for name, table in regime.get("behaviour", {}).items()]
        self.sensors = [self.sensor(table) for table in regime.get("sensor", {}).values()]
        self.lists = [self.listing(name, table) for name, table in regime.get("list", {}).items()]
        self.sanctions = [self.sanction(name, table) for name, table in regime.get("sanction", {}).items()]
        self.response: Table = regime.get("response", {})
        self.score: Table | None = regime.get("score")
        self.seen_by = [[s for s in self.sensors if b.name in s.sees] for b in self.behaviours]

    def behaviour(self, name: str, table: Table) -> Behaviour:
        spread = number(table.get("spread", 0))
        return Behaviour(
            name=name,
            table=table,
            points=whole(table.get("points", 0)),
            right=table.get("right"),
            targeted=bool(table.get("targeted", False)),
            multipliers=level_multipliers(spread) if spread > 0 else None,
        )

    def sensor(self, table: Table) -> Sensor:
        confuses = table.get("confuses", {})
        return Sensor(
            table=table,
            sees=names(table["sees"]),
            to=table.get("to", "lookalike"),
            avoidable=bool(table.get("avoidable", False)),
            confuses_age=number(confuses.get("age", 0)),
            confuses_sex=number(confuses.get("sex", 0)),
        )

    def ground(self, name: str, table: Table) -> Ground:
        order = [b.name for b in self.behaviours]
        on = [order.index(b) for b in names(table["on"])]
        chance = number(table.get("chance", 1))
        unless = table.get("unless", {})
        if unless:
            all_happen = 1.0
            for share in unless.values():
                all_happen *= number(share)
            chance = chance * (1.0 - all_happen)
        rights = {right for b in on if (right := self.behaviours[b].right)}
        return Ground(name, on, chance, duration(table.get("term", "never"), self.steps_a_year), rights)

    def due_process(self, of_list: Table) -> DueProcess:
        """The general words, overridden word by word by those of the list."""
        general = self.regime.get("due_process", {})
        words = {**general, **of_list}
        review = {**general.get("review", {}), **of_list.get("review", {})}
        appeals = plain(words.get("appeals", 0))
        by_truth = appeals if isinstance(appeals, dict) else {"mistaken": appeals, "accurate": appeals}
        after = words.get("decided_after")
        return DueProcess(
            notice=number(words.get("notice", 0)),
            notice_on_denial=number(words.get("notice_on_denial", 0)),
            appeals_mistaken=number(by_truth["mistaken"]),
            appeals_accurate=number(by_truth["accurate"]),
            decided_after=1 if after is None else duration(after, self.steps_a_year),
            granted_mistaken=number(words.get("granted_if_mistaken", 0)),
            granted_accurate=number(words.get("granted_if_accurate", 0)),
            corrects_record=bool(words.get("corrects_record", False)),
            review_share=number(review.get("share", 0)),
            stops_mistaken=number(review.get("stops_mistaken", 0)),
            stops_accurate=number(review.get("stops_accurate", 0)),
            capacity=number(review["capacity_per_year"]) if "capacity_per_year" in review else None,
        )

    def listing(self, name: str, table: Table) -> List:
        enter_below = number(table["enter_below"]) if "enter_below" in table else None
        term = duration(table.get("term", "never"), self.steps_a_year)
        if "leave_at" in table:
            leave = plain(table["leave_at"])
            leave_at = None if leave == "never" else float(leave)
        else:
            leave_at = enter_below if term is None else None  # a finite term alone: the score does not free
        return List(
            name=name,
            subject=names(table["subject"]) if "subject" in table else None,
            enter_below=enter_below,
            leave_at=leave_at,
            term=term,
            complies=number(table.get("complies_per_year", 0)) / self.steps_a_year,
            grounds=[self.ground(key, ground) for key, ground in table.get("ground", {}).items()],
            due=self.due_process(table.get("due_process", {})),
        )

    def sanction(self, name: str, table: Table) -> Sanction:
        on_list = [x.name for x in self.lists].index(table["list"])
        return Sanction(name, table, on_list, table["reaches"], table.get("imposed") == "at entry")


# --- People [M2] ----------------------------------------------------------------------------------------------------


@dataclass
class Membership:
    """One ledger's listing of one person on one list."""

    entered: int
    holds: dict[int, int]  # BY_SCORE or a ground's number -> the step in which it last fired
    told: bool = False
    filed: int | None = None  # the step in which a pending appeal was filed


@dataclass
class Person:
    copy: int
    row: int
    household: int
    region: str
    group: str
    age: str
    sex: str
    child: bool
    trait: str = "none"
    levels: list[int] = field(default_factory=list)
    start: int = 0
    scores: list[int] | None = None
    before: list[int] | None = None  # the scores at the end of the step before
    on: list[list[Membership | None]] = field(default_factory=list)  # by list, then by ledger
    ever: list[bool] = field(default_factory=list)
    ever_mistaken: list[bool] = field(default_factory=list)
    # of this step
    acts: list[int] = field(default_factory=list)
    true: list[int] = field(default_factory=list)
    false: list[int] = field(default_factory=list)
    points: list[int] = field(default_factory=list)

    @property
    def look(self) -> tuple[str, str, str, str]:
        return self.region, self.group, self.age, self.sex

    @property
    def part(self) -> int:
        return (self.copy + self.household) % PARTS

    def matches(self, subject: list[str] | None) -> bool:
        """Whether a list of age bands and traits names this person."""
        return subject is None or self.age in subject or self.trait in subject

    def records(self, ledger: int) -> list[int]:
        if ledger == ALL_ACTS:
            return self.acts
        if ledger == ERROR_FREE:
            return self.true
        return [t + f for t, f in zip(self.true, self.false, strict=True)]

    def truth(self, n: int) -> str:
        """Whether a listing by the observed ledger is, or would be, a mistake."""
        return "mistaken" if self.on[n][ERROR_FREE] is None else "accurate"


def multiplied(table: Table, rate: float, person: Person, by: tuple[str, ...]) -> float:
    """A rate times its tables, in the order given; no such table is 1."""
    keys = {"age": person.age, "sex": person.sex, "region": person.region, "group": person.group}
    for word in by:
        if f"by_{word}" in table:
            rate *= number(table[f"by_{word}"][keys[word]])
    if "by_trait" in table:
        rate *= number(table["by_trait"].get(person.trait, 1))
    return rate


@dataclass
class Office:
    """A list's review office: its room, and what it met in the step before [M7]."""

    room: float = 0.0
    cases: int = 0
    reviews: int = 0


# --- The simulation -------------------------------------------------------------------------------------------------


class Simulation:
    def __init__(
        self,
        regime: Table,
        axes: dict[str, list[str]],
        template: list[tuple[int, int, int, int, int]],
        people: int,
        steps: int,
        seed: int,
    ) -> None:
        self.regime = regime
        self.axes = axes
        self.template = template
        self.steps = steps
        self.seed = seed
        self.steps_a_year = PER_YEAR[regime.get("step", "month")]
        self.warm_up = duration(regime["warm_up"], self.steps_a_year) or 0 if "warm_up" in regime else 0
        self.first = -self.warm_up
        self.rules_by_phases: dict[tuple[int, ...], Rules] = {}
        self.rules = self.rules_of(self.first)

        self.households = self.settle(people)
        self.people = [person for household in self.households for person in household]
        self.people_of_look = Counter(person.look for person in self.people)
        self.people_of_region = Counter(person.region for person in self.people)
        for person in self.people:
            self.equip(person)

        # What the next step takes from this one: whole numbers of the whole population, and what was in force.
        self.offices = [Office() for _ in self.rules.lists]
        self.thresholds_before: list[float | None] | None = None  # None: before the first step
        self.acts_before: list[Counter[str]] = []
        self.true_before: list[Counter[str]] = []
        self.listed_before: Counter[str] = Counter()
        self.loads: list[dict[tuple[str, str, str, str], float]] = [{} for _ in self.rules.behaviours]

        self.rows: Counter[tuple] = Counter()
        self.part_rows: Counter[tuple] = Counter()
        self.flows: Counter[tuple] = Counter()

    # -- words --

    def word(self, person: Person, step: int, path: str, index: int = 0) -> int:
        counter = (
            (person.copy // 4) * len(self.template) + person.row,
            step % TWO32,
            stream_of(path),
            index,
        )
        return philox4x32_10(counter, (self.seed % TWO32, self.seed // TWO32))[person.copy % 4]

    def happens(self, share: float, person: Person, path: str) -> bool:
        """One word decides a share in this step."""
        bound = threshold(share)
        return bound > 0 and self.word(person, self.step, path) < bound

    # -- the beginning --

    def rules_of(self, step: int) -> Rules:
        phases, regime = with_phases(self.regime, step, self.steps_a_year)
        if phases not in self.rules_by_phases:
            self.rules_by_phases[phases] = Rules(regime, self.steps_a_year)
        return self.rules_by_phases[phases]

    def settle(self, people: int) -> list[list[Person]]:
        """The first people, cut back to whole households, at least one."""
        size = Counter(row[0] for row in self.template)
        rows_of_household: dict[int, list[int]] = {}
        for r, row in enumerate(self.template):
            rows_of_household.setdefault(row[0], []).append(r)
        households: list[list[Person]] = []
        settled = 0
        copy_number = 0
        while True:
            for household, rows in rows_of_household.items():
                if households and settled + size[household] > people:
                    return households
                households.append([self.person(copy_number, r) for r in rows])
                settled += size[household]
            copy_number += 1

    def person(self, copy_number: int, r: int) -> Person:
        household, age, sex, group, region = self.template[r]
        age_band = self.axes["age_band"][age]
        return Person(
            copy=copy_number,
            row=r,
            household=household,
            region=self.axes["region"][region],
            group=self.axes["group"][group],
            age=age_band,
            sex=self.axes["sex"][sex],
            child=age_band in self.axes["children"],
        )

    def equip(self, person: Person) -> None:
        """Draw what is drawn once, and set what a person has before the first step."""
        rules = self.rules
        cumulative = 0.0
        traits = rules.regime.get("trait", {})
        drawn = self.word(person, ONCE, "traits") if traits else 0
        for name, table in traits.items():
            cumulative += multiplied(table, number(table["share"]), person, ("age", "sex", "region", "group"))
            if drawn < threshold(cumulative):
                person.trait = name
                break
        ends = [threshold(end) for end in LEVEL_ENDS]
        for behaviour in rules.behaviours:
            person.levels.append(rung(ends, self.word(person, ONCE, f"behaviour.{behaviour.name}/level")))
        if rules.score is not None and person.matches(self.score_subject(rules)):
            start = self.start_of(person, rules)
            person.scores = [start] * 3
            person.before = [start] * 3
        person.on = [[None, None, None] for _ in rules.lists]
        person.ever = [False] * len(rules.lists)
        person.ever_mistaken = [False] * len(rules.lists)

    @staticmethod
    def score_subject(rules: Rules) -> list[str] | None:
        assert rules.score is not None
        return names(rules.score["subject"]) if "subject" in rules.score else None

    @staticmethod
    def clamp(score: int, rules: Rules) -> int:
        assert rules.score is not None
        if "range" not in rules.score:
            return score
        low, high = (whole(end) for end in rules.score["range"])
        return min(max(score, low), high)

    def start_of(self, person: Person, rules: Rules) -> int:
        assert rules.score is not None
        start = whole(rules.score["start"])
        keys = {
            "age": person.age,
            "sex": person.sex,
            "region": person.region,
            "group": person.group,
            "trait": person.trait,
        }
        for word, table in rules.score.get("profile", {}).items():
            start += whole(table.get(keys[word], 0))
        return self.clamp(start, rules)

    # -- running --

    def run(self) -> dict[str, Any]:
        for step in range(self.first, self.steps):
            self.step = step
            self.rules = self.rules_of(step)
            self.prepare()
            for household in self.households:
                self.live(household)
            self.hand_on()
        return self.result()

    def live(self, household: list[Person]) -> None:
        """One step of one household, in the order of [M11]."""
        self.act(household)
        if self.rules.score is not None:
            for person in household:
                self.keep_score(person)
        for person in household:
            self.settle_lists(person)
        for person in household:
            self.give_notice_at_entry(person)
        self.punish(household)
        for person in household:
            self.tally(person)

    # -- what a step takes from the step before [M9, M4, M7] --

    def prepare(self) -> None:
        rules = self.rules
        regions = self.axes["region"]
        is_first = self.step == self.first

        def multiplier(word: str, share: float) -> float:
            if is_first or word not in rules.response or share == 0.0:
                return 1.0
            most, half_at = number(rules.response[word]["most"]), number(rules.response[word]["half_at"])
            return 1.0 - most * share / (share + half_at)

        def listed_share(region: str) -> float:
            people = self.people_of_region[region]
            return self.listed_before[region] / people if people else 0.0

        self.avoidance = {region: multiplier("avoidance", listed_share(region)) for region in regions}
        self.responses: list[dict[str, float]] = []
        for n, behaviour in enumerate(rules.behaviours):
            by_region: dict[str, float] = {}
            for region in regions:
                response = 1.0
                if behaviour.targeted and not is_first:
                    acts = self.acts_before[n][region]
                    response *= multiplier("deterrence", self.true_before[n][region] / acts if acts else 0.0)
                if behaviour.right:
                    response *= multiplier("chilling", listed_share(region))
                by_region[region] = response
            self.responses.append(by_region)

        self.review_chances: list[float] = []
        for x, office in zip(rules.lists, self.offices, strict=True):
            chance = x.due.review_share
            if x.due.capacity is not None:
                office.room = min(0.0, office.room - office.reviews) + (
                    x.due.capacity * len(self.people) / 100_000 / self.steps_a_year
                )
                chance = max(0.0, min(chance, office.room / max(1, office.cases)))
            else:
                office.room = 0.0
            self.review_chances.append(chance)

        # Chances per act by behaviour, region and group, and the rates of false records without an act.
        self.chances: dict[tuple[int, str, str], tuple[float, float, list[tuple[Sensor, float]]]] = {}
        self.false_rates: dict[tuple[int, str, str], float] = {}
        for n in range(len(rules.behaviours)):
            for region in regions:
                for group in self.axes["group"]:
                    self.chances[n, region, group] = self.seeing(n, region, group)
                    self.false_rates[n, region, group] = self.false_rate(n, region, group)

        self.means: dict[tuple, float] = {}
        self.step_acts = [Counter() for _ in rules.behaviours]
        self.step_true = [Counter() for _ in rules.behaviours]
        self.step_unseen = [Counter() for _ in rules.behaviours]
        self.step_listed: Counter[str] = Counter()
        self.step_cases = [0] * len(rules.lists)
        self.step_reviews = [0] * len(rules.lists)

    def coverage(self, sensor: Sensor, region: str) -> float:
        covered = pick(sensor.table.get("coverage", 1), region)
        return covered * self.avoidance[region] if sensor.avoidable else covered

    def seeing(self, n: int, region: str, group: str) -> tuple[float, float, list[tuple[Sensor, float]]]:
        """The chance that an act is recorded rightly, that it goes to the household, and to lookalikes by sensor."""
        name = self.rules.behaviours[n].name
        sensors = self.rules.seen_by[n]
        rightly: list[float] = []
        wrongly: list[float] = []
        for sensor in sensors:
            c = self.coverage(sensor, region)
            rightly.append(c * pick(sensor.table.get("recorded", 0), group, name))
            wrongly.append(c * pick(sensor.table.get("misattributed", 0), group, name))
        missed = 1.0
        for cr in rightly:
            missed *= 1.0 - cr
        household = 0.0
        lookalikes: list[tuple[Sensor, float]] = []
        for s, sensor in enumerate(sensors):
            earlier = later = 1.0
            for cr, cm in zip(rightly[:s], wrongly[:s], strict=True):
                earlier *= 1.0 - cr - cm
            for cr in rightly[s + 1 :]:
                later *= 1.0 - cr
            chance = earlier * wrongly[s] * later
            if sensor.to == "household":
                household += chance
            else:
                lookalikes.append((sensor, chance))
        return 1.0 - missed, household, lookalikes

    def false_rate(self, n: int, region: str, group: str) -> float:
        """The mean of false records that have no act behind them, per person and step."""
        name = self.rules.behaviours[n].name
        total = 0.0
        for sensor in self.rules.seen_by[n]:
            rate = pick(sensor.table.get("false_per_year", 0), group, name)
            total += rate * self.coverage(sensor, region) / self.steps_a_year
        return total

    # -- 1. acts and records [M3, M4] --

    def mean_of(self, n: int, person: Person) -> float:
        """The mean of a behaviour in this step, in the order of [D5]."""
        behaviour = self.rules.behaviours[n]
        table = behaviour.table
        listed = [x.name for x, on in zip(self.rules.lists, person.on, strict=True) if on[OBSERVED]]
        multipliers = behaviour.multipliers
        level = multipliers[person.levels[n]] if multipliers is not None else 1.0
        key = (n, person.look, person.trait, level, tuple(listed))
        if key not in self.means:
            mean = multiplied(table, number(table["acts_per_year"]), person, ("age", "sex", "region", "group"))
            if "by_list" in table:
                by_list = 1.0
                for name in listed or ["none"]:
                    by_list *= number(table["by_list"].get(name, 1))
                mean *= by_list
            mean *= level
            mean *= self.responses[n][person.region]
            mean /= self.steps_a_year
            if mean > LARGEST_MEAN:
                raise ValueError(f"behaviour.{behaviour.name}: more than 40 acts a step")
            self.means[key] = mean
        return self.means[key]

    def act(self, household: list[Person]) -> None:
        behaviours = self.rules.behaviours
        adults = [person for person in household if not person.child]
        for person in household:
            person.acts = [0] * len(behaviours)
            person.true = [0] * len(behaviours)
            person.false = [0] * len(behaviours)
        for person in household:
            keeper = next((adult for adult in adults if adult is not person), None)
            for n, behaviour in enumerate(behaviours):
                mean = self.mean_of(n, person)
                if mean == 0.0:
                    continue
                rightly, to_household, _ = self.chances[n, person.region, person.group]
                thresholds, outcomes = acts_ladder(mean, rightly, to_household)
                word = self.word(person, self.step, f"behaviour.{behaviour.name}/acts")
                acts, true, misattributed = outcomes[rung(thresholds, word)]
                person.acts[n] = acts
                person.true[n] = true
                if keeper is not None:
                    keeper.false[n] += misattributed
                self.step_acts[n][person.region] += acts
                self.step_true[n][person.region] += true
                self.step_unseen[n][person.look] += acts - true - misattributed
        for person in household:
            for n, behaviour in enumerate(behaviours):
                mean = self.loads[n].get(person.look, 0.0) + self.false_rates[n, person.region, person.group]
                if mean == 0.0:
                    continue
                ladder = poisson_ladder(min(mean, LARGEST_MEAN))
                person.false[n] += rung(ladder, self.word(person, self.step, f"behaviour.{behaviour.name}/false"))

    # -- 2. the ledgers [M5] --

    def keep_score(self, person: Person) -> None:
        rules = self.rules
        assert rules.score is not None
        yearly = whole(rules.score.get("recovery", 0))
        recovery = (self.step + 1) * yearly // self.steps_a_year - self.step * yearly // self.steps_a_year
        person.points = [
            sum(b.points * k for b, k in zip(rules.behaviours, person.records(ledger), strict=True))
            for ledger in range(len(LEDGERS))
        ]
        if person.scores is None:
            return
        person.before = list(person.scores)
        start = self.start_of(person, rules)
        for ledger in range(len(LEDGERS)):
            score = person.scores[ledger]
            score = min(score + recovery, start) if score <= start else max(score - recovery, start)
            person.scores[ledger] = self.clamp(score + person.points[ledger], rules)

    # -- 3. the lists [M6, M7] --

    def settle_lists(self, person: Person) -> None:
        corrected = False
        for n, x in enumerate(self.rules.lists):
            listed_by_any = any(membership is not None for membership in person.on[n])
            complied = listed_by_any and self.happens(x.complies, person, f"list.{x.name}/complies")
            for ledger in (ERROR_FREE, ALL_ACTS, OBSERVED):
                membership = person.on[n][ledger]
                fired = self.firings(n, person, ledger)
                if membership is None:
                    if fired and not complied:
                        self.consider(n, person, ledger, fired)
                    continue
                for hold in fired:
                    membership.holds[hold] = self.step
                granted = ledger == OBSERVED and self.decide_appeal(n, person, membership)
                corrected = corrected or (granted and x.due.corrects_record)
                cause = self.cause_of_exit(x, person, ledger, membership, granted, complied)
                if cause is not None:
                    person.on[n][ledger] = None
                    if ledger == OBSERVED:
                        self.count(person, "exits", x.name, cause)
                        self.count(person, "spell", x.name, cause, at=self.step - membership.entered)
        if corrected and person.scores is not None:
            person.scores[OBSERVED] = person.scores[ERROR_FREE]

    def firings(self, n: int, person: Person, ledger: int) -> list[int]:
        """What fires in this step: the score, and the grounds in the file's order."""
        x = self.rules.lists[n]
        if not person.matches(x.subject):
            return []
        fired: list[int] = []
        if x.enter_below is not None and person.scores is not None and person.before is not None:
            then = None if self.thresholds_before is None else self.thresholds_before[n]
            was_below = then is not None and person.before[ledger] < then
            if person.scores[ledger] < x.enter_below and (person.points[ledger] < 0 or not was_below):
                fired.append(BY_SCORE)
        records = person.records(ledger)
        for g, ground in enumerate(x.grounds):
            k = sum(records[b] for b in ground.on)
            chance = 1.0 - power(1.0 - ground.chance, k)
            if self.happens(chance, person, f"list.{x.name}.ground.{ground.name}/fires"):
                fired.append(g)
        return fired

    def cause_of_exit(
        self, x: List, person: Person, ledger: int, membership: Membership, granted: bool, complied: bool
    ) -> str | None:
        """End the holds that are over; say why the person leaves the list, or None."""
        term_ended = False
        for hold, since in list(membership.holds.items()):
            term = x.term if hold == BY_SCORE else x.grounds[hold].term
            if term is not None and self.step - since >= term:
                del membership.holds[hold]
                term_ended = True
            elif hold == BY_SCORE and x.leave_at is not None and person.scores is not None:
                if person.scores[ledger] >= x.leave_at:
                    del membership.holds[hold]
        if granted:
            return "appeal"
        if term_ended and not membership.holds:
            return "term"
        if complied:
            return "complied"
        return None if membership.holds else "score"

    def consider(self, n: int, person: Person, ledger: int, fired: list[int]) -> None:
        """Something fires for a person who is not on the list: enter it, in the observed ledger after the review."""
        x = self.rules.lists[n]
        membership = Membership(entered=self.step, holds={hold: self.step for hold in fired})
        if ledger == OBSERVED:
            truth = person.truth(n)
            self.step_cases[n] += 1
            self.count(person, "cases", x.name)
            if self.happens(self.review_chances[n], person, f"list.{x.name}/review"):
                self.step_reviews[n] += 1
                self.count(person, "reviewed", x.name)
                stops = x.due.stops_mistaken if truth == "mistaken" else x.due.stops_accurate
                if self.happens(stops, person, f"list.{x.name}/stops"):
                    self.count(person, "stopped", x.name, truth)
                    return
            self.count(person, "entries", x.name, self.origin(x, membership))
        person.on[n][ledger] = membership

    def origin(self, x: List, membership: Membership) -> str:
        """Of the grounds that hold, the one that fired last (in one step, the later in the file); else the score."""
        grounds = [(fired, hold) for hold, fired in membership.holds.items() if hold != BY_SCORE]
        return x.grounds[max(grounds)[1]].name if grounds else "score"

    def decide_appeal(self, n: int, person: Person, membership: Membership) -> bool:
        x = self.rules.lists[n]
        after = x.due.decided_after
        if membership.filed is None or after is None or self.step - membership.filed < after:
            return False
        membership.filed = None
        truth = person.truth(n)
        share = x.due.granted_mistaken if truth == "mistaken" else x.due.granted_accurate
        granted = self.happens(share, person, f"list.{x.name}/granted")
        self.count(person, "granted" if granted else "refused", x.name, truth)
        return granted

    # -- 4. notice and appeals [M7] --

    def give_notice_at_entry(self, person: Person) -> None:
        for n, x in enumerate(self.rules.lists):
            membership = person.on[n][OBSERVED]
            if membership is not None and membership.entered == self.step:
                if self.happens(x.due.notice, person, f"list.{x.name}/notice"):
                    self.tell(n, person, membership)

    def tell(self, n: int, person: Person, membership: Membership) -> None:
        """Who is told decides once, then, whether to appeal."""
        x = self.rules.lists[n]
        membership.told = True
        truth = person.truth(n)
        share = x.due.appeals_mistaken if truth == "mistaken" else x.due.appeals_accurate
        if self.happens(share, person, f"list.{x.name}/appeals"):
            membership.filed = self.step
            self.count(person, "appeals_filed", x.name, truth)

    # -- 5. sanctions [M8] --

    def punish(self, household: list[Person]) -> None:
        rules = self.rules
        denials: list[dict[int, int]] = []  # by sanction, then by the row of the person
        for sanction in rules.sanctions:
            x = rules.lists[sanction.on_list]
            denied: dict[int, int] = {}
            for person in household:
                through = self.through_whom(sanction, person, household)
                if not through:
                    continue
                own = person.on[sanction.on_list][OBSERVED]
                origin = "kin" if own is None else self.origin(x, own)
                self.count(person, "reached", sanction.name, origin)
                if sanction.imposed:
                    number_denied = int(any(listing.entered == self.step for listing in through))
                else:
                    number_denied = self.attempts(sanction, person)
                if number_denied:
                    denied[person.row] = number_denied
                    self.count(person, "denials", sanction.name, origin, value=number_denied)
                    self.count(person, "people_denied", sanction.name, origin)
            denials.append(denied)
        for sanction, denied in zip(rules.sanctions, denials, strict=True):
            self.give_notice_by_denial(sanction, denied, household)

    @staticmethod
    def through_whom(sanction: Sanction, person: Person, household: list[Person]) -> list[Membership]:
        """The listings through which a sanction reaches a person."""
        if sanction.reaches == "person":
            listed = [person]
        elif sanction.reaches == "children":
            listed = [other for other in household if not other.child] if person.child else []
        else:
            listed = household
        return [m for other in listed if (m := other.on[sanction.on_list][OBSERVED]) is not None]

    def attempts(self, sanction: Sanction, person: Person) -> int:
        table = sanction.table
        mean = multiplied(table, number(table["attempts_per_year"]), person, ("age", "sex", "region", "group"))
        mean = mean * (1.0 - number(table.get("evaded", 0))) / self.steps_a_year
        if mean == 0.0:
            return 0
        return rung(poisson_ladder(mean), self.word(person, self.step, f"sanction.{sanction.name}/attempts"))

    def give_notice_by_denial(self, sanction: Sanction, denied: dict[int, int], household: list[Person]) -> None:
        n = sanction.on_list
        notice = self.rules.lists[n].due.notice_on_denial
        of_children = sum(denied.get(person.row, 0) for person in household if person.child)
        for person in household:
            membership = person.on[n][OBSERVED]
            if membership is None or membership.told:
                continue
            # settled in docs/model.md: a listed child is told by its own denials, an adult by the children's too
            d = denied.get(person.row, 0) + (0 if person.child else of_children)
            if d and self.happens(1.0 - power(1.0 - notice, d), person, f"sanction.{sanction.name}/notice"):
                self.tell(n, person, membership)

    # -- 6. the tally [M12, D8, D9] --

    def count(self, person: Person, measure: str, item: str = "", by: str = "", value: int = 1, at: int = 0) -> None:
        if self.step < 0 or value == 0:
            return
        cell = (person.region, person.group, person.age, person.sex, person.trait)
        self.rows[(measure, item, by, self.step, *cell, at)] += value
        if measure in FLOWS:
            self.flows[(measure, item, by, cell, person.part)] += value
        elif measure not in HISTOGRAMS and self.has_parts():
            self.part_rows[(measure, item, by, self.step, *cell, person.part)] += value

    def has_parts(self) -> bool:
        """Whether this is the last step of a year or of the run."""
        return (self.step + 1) % self.steps_a_year == 0 or self.step == self.steps - 1

    def tally(self, person: Person) -> None:
        rules = self.rules
        self.count(person, "people")
        for n, behaviour in enumerate(rules.behaviours):
            self.count(person, "acts", behaviour.name, value=person.acts[n])
            self.count(person, "records_true", behaviour.name, value=person.true[n])
            self.count(person, "records_false", behaviour.name, value=person.false[n])
        for n, x in enumerate(rules.lists):
            self.tally_list(n, x, person)
        if any(on[OBSERVED] for on in person.on):
            self.step_listed[person.region] += 1
            self.count(person, "listed_anywhere")
        if rules.score is not None and person.scores is not None:
            for ledger, score in zip(LEDGERS, person.scores, strict=True):
                self.count(person, "score", ledger, at=score // 10 * 10)

    def tally_list(self, n: int, x: List, person: Person) -> None:
        observed, error_free, all_acts = person.on[n]
        if error_free is not None:
            self.count(person, "listed_error_free", x.name)
        if all_acts is not None:
            self.count(person, "listed_all_acts", x.name)
            if observed is None:
                self.count(person, "missed", x.name)
        if observed is not None:
            origin = self.origin(x, observed)
            self.count(person, "listed", x.name, origin)
            person.ever[n] = True
            if error_free is None:
                self.count(person, "listed_by_mistake", x.name, origin)
                person.ever_mistaken[n] = True
            for right in set().union(*(x.grounds[hold].rights for hold in observed.holds if hold != BY_SCORE)):
                self.count(person, "listed_for_right", x.name, right)
            if not observed.told:
                self.count(person, "untold", x.name)
            if observed.filed is not None:
                self.count(person, "appealing", x.name)
            if self.step == self.steps - 1:
                self.count(person, "spell", x.name, "running", at=self.step - observed.entered + 1)
        if person.ever[n]:
            self.count(person, "ever_listed", x.name)
        if person.ever_mistaken[n]:
            self.count(person, "ever_listed_by_mistake", x.name)

    # -- what the next step will need --

    def hand_on(self) -> None:
        self.acts_before = self.step_acts
        self.true_before = self.step_true
        self.listed_before = self.step_listed
        self.thresholds_before = [x.enter_below for x in self.rules.lists]
        for n, office in enumerate(self.offices):
            office.cases = self.step_cases[n]
            office.reviews = self.step_reviews[n] if self.rules.lists[n].due.capacity is not None else 0
        self.loads = [self.lookalike_load(n) for n in range(len(self.rules.behaviours))]
        if self.step >= 0 and self.has_parts():
            for (measure, item, by, cell, part), value in self.flows.items():
                self.part_rows[(measure, item, by, self.step, *cell, part)] += value
            self.flows.clear()

    def lookalike_load(self, n: int) -> dict[tuple[str, str, str, str], float]:
        """The mean of false records against each person of a look in the next step, from this step's unseen acts."""
        ages, sexes = self.axes["age_band"], self.axes["sex"]

        def moved(share: float, here: str, there: str, names_of_all: list[str]) -> float:
            others = len(names_of_all) - 1
            if here == there:
                return 1.0 - share if others else 1.0
            return share / others

        load: dict[tuple[str, str, str, str], float] = {}
        for region, group in sorted({look[:2] for look in self.people_of_look}):
            rightly, household, lookalikes = self.chances[n, region, group]
            neither = 1.0 - rightly - household
            if neither <= 0.0:
                continue  # nothing stays unseen
            for sensor, chance in lookalikes:
                for age in ages:
                    for sex in sexes:
                        unseen = self.step_unseen[n][region, group, age, sex]
                        if not unseen or chance == 0.0:
                            continue
                        drawn = unseen * (chance / neither)
                        for other_age in ages:
                            for other_sex in sexes:
                                share = moved(sensor.confuses_age, age, other_age, ages)
                                share *= moved(sensor.confuses_sex, sex, other_sex, sexes)
                                there = (region, group, other_age, other_sex)
                                load[there] = load.get(there, 0.0) + drawn * share
        return {look: sum_ / self.people_of_look[look] for look, sum_ in load.items() if self.people_of_look[look]}

    # -- the result --

    def result(self) -> dict[str, Any]:
        measures = sorted((*key, value) for key, value in self.rows.items() if value)
        parts = sorted((*key, value) for key, value in self.part_rows.items() if value)
        digest = hashlib.sha256()
        for row in measures:
            digest.update(("\t".join(str(entry) for entry in row) + "\n").encode("utf-8"))
        return {"people": len(self.people), "measures": measures, "parts": parts, "digest": digest.hexdigest()}


def simulate(
    regime: dict[str, Any],
    axes: dict[str, list[str]],
    template: list[tuple[int, int, int, int, int]],
    people: int,
    steps: int,
    seed: int,
) -> dict[str, Any]:
    """Run a regime; the rows are those of `measures.parquet` and `parts.parquet`, sorted, without zeros."""
    return Simulation(regime, axes, template, people, steps, seed).run()
