"""Writes the worked example of docs/chance.md: one person, one month, every word that was drawn, and what it decided.

    python tools/worked_example.py            # writes it between the markers of the page
    python tools/worked_example.py --check    # exits 1 if the page says something else

tests/docs/test_worked_example.py recomputes every line of it without the package.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import scorewatch as sw
from scorewatch.chance import ladder, level, share
from scorewatch.chance.philox import block
from scorewatch.chance.stream import stream
from scorewatch.chance.words import ONCE, Month
from scorewatch.engine.household import live_step, newcomers
from scorewatch.mechanism.redress import AT_ENTRY
from scorewatch.mechanism.state import SCORE, Happened, Person
from scorewatch.people.persons import trait_share
from scorewatch.plan.observation import seen
from scorewatch.plan.order import LEDGERS
from scorewatch.plan.plan import Plan
from scorewatch.regime.resolve import coverage, due_process, rate_for
from scorewatch.study.replay import Replay

REGIME, PEOPLE, MONTHS = "article", 4800, 4
SEED, PERSON, STEP = 0xFEDCBA9876543210, 4787, 3
BEGIN, END = "<!-- worked example: begin -->", "<!-- worked example: end -->"
_BY = "by_age x by_sex x by_region x by_group x by_trait"
PAGE = Path(__file__).parent.parent / "docs" / "chance.md"


class Seen(Month):
    """The words of one step, each noted when it is asked for."""

    def __init__(self, of: Month) -> None:
        self._of = of
        self.asked: list[tuple[int, int, int]] = []  # person, stream, word

    def word(self, person: int, stream: int) -> int:
        """The word, noted."""
        word = self._of.word(person, stream)
        self.asked.append((person, stream, word))
        return word


@dataclass(frozen=True)
class Draw:
    """One word and what it decided."""

    step: int
    purpose: str
    rule: str
    word: int
    thresholds: Sequence[int]
    outcome: str


@dataclass(frozen=True)
class Scene:
    """The person's month: how it began, its rules, what was drawn and what happened."""

    run: sw.Run
    replay: Replay
    plan: Plan
    person: Person
    before: tuple[int, ...]
    happened: Happened
    asked: list[tuple[int, int]]  # stream, word


def scene() -> Scene:
    """The month of the example, lived through by the function that runs a population."""
    run = sw.run(sw.load(REGIME), people=PEOPLE, months=MONTHS, seed=SEED)
    replay = Replay(run)
    persons = replay.clock.persons
    household = persons.household_of(PERSON)
    members = newcomers(persons, household)
    me = PERSON - household.start
    for step, plan in replay.plans.items():
        words = Seen(Month(persons.words, step))
        before = tuple(members[me].scores or ())
        happened = live_step(members, plan, words)
        if step == STEP:
            asked = [(stream, word) for person, stream, word in words.asked if person == PERSON]
            return Scene(run, replay, plan, members[me], before, happened[me], asked)
    raise AssertionError("the run is too short")


def purposes(at: Scene) -> dict[int, str]:
    """The purpose of every stream that this month may ask for."""
    rules = at.plan.rules
    names = [f"behaviour.{b}/{what}" for b in rules.behaviour for what in ("acts", "false")]
    for name, declared in rules.list.items():
        names += [f"list.{name}.ground.{ground}/fires" for ground in declared.ground]
        names += [f"list.{name}/{what}" for what in ("complies", "review", "stops", "notice", "appeals", "granted")]
    names += [f"sanction.{s}/{what}" for s in rules.sanction for what in ("attempts", "notice")]
    return {stream(name): name for name in names}


def once(at: Scene) -> Iterator[Draw]:
    """What was drawn once, before the first step."""
    persons, rules = at.replay.clock.persons, at.plan.rules
    shares = [trait_share(persons.template, t, at.person.cell) for t in rules.trait.values()]
    word = persons.words.word(PERSON, ONCE, stream("traits"))
    trait = list(rules.trait)[at.person.trait] if at.person.trait >= 0 else "none"
    rule = f"choice {', '.join(map(repr, shares))}"
    yield Draw(ONCE, "traits", rule, word, share.cumulative(shares), trait)
    for b, (name, behaviour) in enumerate(rules.behaviour.items()):
        if behaviour.spread.value:
            purpose = f"behaviour.{name}/level"
            word = persons.words.word(PERSON, ONCE, stream(purpose))
            outcome = f"level {at.person.levels[b]}"
            yield Draw(ONCE, purpose, "levels", word, level.THRESHOLDS, outcome)


def drawn(at: Scene) -> Iterator[Draw]:
    """Every word of the month, in the order in which it was asked for."""
    known, what = purposes(at), at.happened
    behaviours, sanctions = list(at.plan.rules.behaviour), list(at.plan.rules.sanction)
    for number, word in at.asked:
        purpose = known[number]
        part, _, kind = purpose.partition("/")
        name = part.split(".")[-1]
        if kind == "acts" and part.startswith("behaviour"):
            b = behaviours.index(name)
            found = at.plan.acts(b, at.person.cell, at.person.trait, 0, at.person.levels[b])
            k, o, w = what.acts[b], what.true[b], what.household[b]
            assert found.outcome(word) == (k, o, w)
            yield Draw(STEP, purpose, f"acts of {name}", word, found.thresholds, f"k = {k}, o = {o}, w = {w}")
        elif kind == "false":
            b = behaviours.index(name)
            counts = at.plan.false(b, at.person.cell)
            yield Draw(STEP, purpose, f"false {name}", word, counts.thresholds, str(counts.count(word)))
        elif kind == "attempts":
            s = sanctions.index(name)
            counts = at.plan.denials(s, at.person.cell, at.person.trait)
            yield Draw(STEP, purpose, f"attempts {name}", word, counts.thresholds, str(what.denials[s]))
        else:
            p = _share(at, kind)
            below = share.threshold(p)
            yield Draw(STEP, purpose, f"share {p!r}", word, [below], "yes" if word < below else "no")


def _share(at: Scene, kind: str) -> float:
    """The share that a word of due process is compared with, for somebody listed by mistake."""
    assert at.happened.lists[0].mistaken
    process = due_process(at.plan.rules, next(iter(at.plan.rules.list)))
    if kind == "review":
        room, cases = at.plan.carry.room[0], at.plan.carry.cases[0]
        return max(0.0, min(process.review_share, room / max(1, cases)))
    return {
        "stops": process.stops_mistaken,
        "notice": process.notice,
        "appeals": process.appeals_mistaken,
    }[kind]


def _factors(at: Scene, b: int, name: str) -> list[float]:
    """acts_per_year, by_age, by_sex, by_region, by_group, by_trait, by_list, level, response."""
    behaviour = at.plan.rules.behaviour[name]
    region, group, age, sex = at.plan.template.cells[at.person.cell]
    c = at.plan.template.census
    tables = (
        (behaviour.by_age, c.age_bands[age]),
        (behaviour.by_sex, c.sexes[sex]),
        (behaviour.by_region, c.regions[region]),
        (behaviour.by_group, c.groups[group]),
        (behaviour.by_trait, "none" if at.person.trait < 0 else list(at.plan.rules.trait)[at.person.trait]),
        (behaviour.by_list, "none"),
    )
    response = at.plan.carry.deterrence[b][region] * (at.plan.carry.chilling[region] if behaviour.right else 1.0)
    return [
        float(behaviour.acts_per_year.value),
        *(float(table[key].value) if table else 1.0 for table, key in tables),
        at.plan.levels[b][at.person.levels[b]],
        response,
    ]


def _product(factors: Sequence[float]) -> float:
    mean = factors[0]
    for factor in factors[1:]:
        mean = mean * factor
    return mean


def means(at: Scene) -> Iterator[str]:
    """The tables of means: what each ladder was made from."""
    rules, census = at.plan.rules, at.plan.template.census
    region, group, _, _ = at.plan.template.cells[at.person.cell]
    acts_rows, false_rows = [], []
    for b, name in enumerate(rules.behaviour):
        ((_, sensor),) = [(s, d) for s, d in rules.sensor.items() if name in d.sees]  # one sensor each in this regime
        c = coverage(sensor, census.regions[region])
        if sensor.avoidable:
            c = c * at.plan.carry.avoidance[region]
        r = rate_for(sensor.recorded, census.groups[group], name)
        m = rate_for(sensor.misattributed, census.groups[group], name) if sensor.to == "household" else 0.0
        found = seen(rules, name, region, group, census, at.plan.carry.avoidance[region])
        factors = _factors(at, b, name)
        mean = _product(factors) / 12
        made = ladder.acts(mean, found.right, found.household)
        assert made == at.plan.acts(b, at.person.cell, at.person.trait, 0, at.person.levels[b])
        said = " x ".join(repr(f) for f in factors)
        acts_rows.append(f"| {name} | {said} / 12 | {mean!r} | {c!r} | {r!r} | {m!r} |")
        rate = rate_for(sensor.false_per_year, census.groups[group], name)
        load = at.plan.carry.load[b][at.person.cell]
        mean = rate * c / 12 + load
        assert ladder.poisson(mean) == at.plan.false(b, at.person.cell)
        false_rows.append(f"| {name} | {rate!r} | {c!r} | {load!r} | {mean!r} |")
    yield f"| acts of | acts_per_year x {_BY} x by_list x level x response / Y | mean | c | r | m, household |"
    yield "|---|---|---|---|---|---|"
    yield from acts_rows
    yield ""
    yield "| false | false_per_year f | coverage c | lookalike load | mean f x c / Y + load |"
    yield "|---|---|---|---|---|"
    yield from false_rows
    yield ""
    yield f"| attempts | attempts_per_year x {_BY} x (1 - evaded) / Y | mean |"
    yield "|---|---|---|"
    for s, (name, sanction) in enumerate(rules.sanction.items()):
        if at.happened.reached[s] is not None and sanction.attempts_per_year:
            age = census.age_bands[at.plan.template.cells[at.person.cell][2]]
            factors = [float(sanction.attempts_per_year.value)]
            factors += [float(sanction.by_age[age].value) if sanction.by_age else 1.0]
            factors += [1.0] * 4 + [1.0 - sanction.evaded.value]
            mean = _product(factors) / 12
            assert ladder.poisson(mean) == at.plan.denials(s, at.person.cell, at.person.trait)
            yield f"| {name} | {' x '.join(repr(f) for f in factors)} / 12 | {mean!r} |"


def row(draw: Draw, first: int) -> str:
    """One line of the table of words."""
    at = bisect_right(draw.thresholds, draw.word)
    under = f"{draw.thresholds[at - 1]:08x}" if at else ""
    over = f"{draw.thresholds[at]:08x}" if at < len(draw.thresholds) else ""
    number = stream(draw.purpose)
    counter = f"{first:08x} {draw.step:08x} {number:08x} 00000000"
    return (
        f"| `{draw.purpose}` | {draw.rule} | `{number:08x}` | `{counter}` | `{draw.word:08x}` "
        f"| {f'`{under}`' if under else ''} | {f'`{over}`' if over else ''} | {draw.outcome} |"
    )


def lines(at: Scene) -> Iterator[str]:
    """The example in Markdown."""
    persons, rules, what = at.replay.clock.persons, at.plan.rules, at.happened
    template, census = persons.template, persons.template.census
    rows = len(template.rows)
    copy, number = divmod(PERSON, rows)
    first = (copy // 4) * rows + number
    region, group, age, sex = (
        names[index]
        for names, index in zip(
            (census.regions, census.groups, census.age_bands, census.sexes),
            template.cells[at.person.cell],
            strict=True,
        )
    )
    key = (SEED & 0xFFFFFFFF, SEED >> 32)
    assert all(
        draw.word == block((first, draw.step, stream(draw.purpose), 0), key)[copy % 4]
        for draw in (*once(at), *drawn(at))
    )
    yield f"Regime `{REGIME}`, {at.run.people:,} people (`--people {PEOPLE}`), {MONTHS} months, seed {SEED} ="
    yield f"`{SEED:016x}`. Person {PERSON}, {age}, {sex}, {group}, {region}, in step {STEP}."
    yield ""
    yield f"- Key: `{key[0]:08x} {key[1]:08x}` (seed mod 2^32, seed div 2^32)."
    yield (
        f"- Address: B = {rows}, so person {PERSON} is copy c = {copy} of row r = {number}; first word of the counter "
        f"(c div 4)·B + r = {first} = `{first:08x}`; of each block of four the person has word c mod 4 = {copy % 4}."
    )
    tax = stream("behaviour.tax_evasion/false")
    whole = " ".join(f"{w:08x}" for w in block((first, STEP, tax, 0), key))
    yield f"- The whole block of `behaviour.tax_evasion/false`: `{whole}`."
    yield f"- What is drawn once has step 2^31 = `{ONCE:08x}`."
    yield ""
    yield "What the ladders were made from (coverage c after avoidance, recorded r, misattributed m):"
    yield ""
    yield from means(at)
    yield ""
    process = due_process(rules, next(iter(rules.list)))
    yield (
        f"The review's share is min({process.review_share!r}, room / max(1, cases of the step before)) = "
        f"min({process.review_share!r}, {at.plan.carry.room[0]!r} / {max(1, at.plan.carry.cases[0])})."
    )
    yield ""
    yield "Every word, in the order in which the code asks for it, and the nearest thresholds on both sides:"
    yield ""
    yield "| purpose | decided by | stream | counter | word | largest threshold <= word | next threshold | outcome |"
    yield "|---|---|---|---|---|---|---|---|"
    for draw in (*once(at), *drawn(at)):
        yield row(draw, first)
    yield ""
    yield "What follows from it:"
    yield ""
    yield "| ledger | score before | recovered | points of the records | score after |"
    yield "|---|---|---|---|---|"
    after = at.person.scores or []
    for index, name in enumerate(LEDGERS):
        recovered = after[index] - what.points[index] - at.before[index]
        yield f"| {name} | {at.before[index]} | {recovered:+d} | {what.points[index]:+d} | {after[index]} |"
    yield ""
    step, at_list = what.lists[0], at.plan.lists[0]
    origin = at.person.standings[0].on[0].origin()
    as_told = (origin, step.entered, step.reviewed, step.stopped, step.told, step.filed)
    assert as_told == (SCORE, True, True, False, AT_ENTRY, False)
    yield (
        f"Observed {after[0]} is below {at_list.enter_below}, and {what.points[0]} < 0: the score fires, the person is "
        "a case. The error-free ledger does not fire, so what is about to happen is a mistake. The case is reviewed, "
        "the review does not stop it, and the person is listed, is told at entry, and does not appeal. Two sanctions "
        "lie on the person from this step on; nothing was attempted in it."
    )


def example() -> str:
    """The whole example, as it stands between the markers."""
    return "\n".join(lines(scene())) + "\n"


def placed(page: str, text: str) -> str:
    """The page with this text between its markers."""
    head, _, rest = page.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n{text}{END}{tail}"


def main(arguments: Sequence[str]) -> int:
    """Writes the page, or compares it."""
    page = PAGE.read_text(encoding="utf-8")
    new = placed(page, example())
    if "--check" in arguments:
        return int(new != page)
    PAGE.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
