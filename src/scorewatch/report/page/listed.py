"""The list over time: who is on it, who comes and goes and why, how long they stay."""

from __future__ import annotations

from collections.abc import Iterator

from scorewatch.measure.interval import ALL_FOUND, Estimate, ratio, total
from scorewatch.measure.survival import Survival, survival
from scorewatch.regime.phases import begins
from scorewatch.regime.resolve import due_process
from scorewatch.regime.words import NEVER, SCORE
from scorewatch.report import numbers
from scorewatch.report.page import basis, put_in, words
from scorewatch.report.page.counts import Counted
from scorewatch.report.page.lines import Line, lines
from scorewatch.report.page.look import INK, LISTED, OTHER
from scorewatch.report.page.ranges import Row, ranges
from scorewatch.report.page.tables import Chart, Table
from scorewatch.report.page.words import figure, plain, sentence
from scorewatch.study.run import Run

CAUSES = {"appeal": "an appeal", "term": "the term is over", "complied": "complied", "score": "the score"}
_COLOURS = (OTHER, LISTED, INK)
_DASHES: tuple[tuple[int, ...], ...] = ((), (), (2, 3), (6, 3))


def over_time(counted: Counted) -> list[Chart]:
    """Three charts for each list: on it, on and off it, still on it."""
    found: list[Chart] = []
    for name in counted.run.regime.rules.list:
        found += [_listed(counted, name), *_moves(counted, name), *_survival(counted, name)]
    return found


def _listed(counted: Counted, name: str) -> Chart:
    run, declared = counted.run, counted.run.regime.rules.list[name]
    groups = counted.names("group")
    shown: list[Line] = []
    for number, group in enumerate(groups):
        people = counted.by_step("people", group=group)
        listed = counted.by_step("listed", name, group=group)
        spans = []
        for step, parts in counted.ends:
            e = ratio(parts.counts("listed", name, group=group), parts.counts("people", group=group))
            if e.low is not None and e.high is not None:
                spans.append((step + 1.0, 1000 * e.low, 1000 * e.high))
        shown.append(
            Line(
                group,
                tuple((s + 1.0, 1000 * on / of) for s, (on, of) in enumerate(zip(listed, people, strict=True))),
                _COLOURS[number % len(_COLOURS)],
                _DASHES[number % len(_DASHES)],
                tuple(spans),
            )
        )
    ends = [(line.name, line.points[-1][1], line.colour) for line in sorted(shown, key=lambda one: -one.points[-1][1])]
    said = words.sentence(", ").join(
        sentence("{} of 1,000 of the {}", figure(numbers.amount(end), "listed" if colour == LISTED else "other"), group)
        for group, end, colour in ends
    )
    if not any(counted.by_step("listed", name)):
        says = sentence("Nobody is on the list at the end of any {}", run.regime.step)
    else:
        says = sentence("On the list after {}: {}", words.length(run), said)
    rows = zip(
        range(run.steps),
        counted.by_step("listed", name),
        counted.by_step("listed_by_mistake", name),
        *(counted.by_step("listed", name, group=group) for group in groups),
        strict=True,
    )
    table = Table(
        f"{declared.says}: persons on it at the end of each {run.regime.step}, exact counts",
        (run.regime.step, "listed", "by mistake", *groups),
        tuple((str(step + 1), *map(numbers.count, counts)) for step, *counts in rows),
    )
    picture = lines(shown, f"{run.regime.step}s", "of 1,000 people of the group, listed", plain(says))
    return Chart(
        f"list-{name}",
        says,
        f"{declared.says}. Bars at the end of each year: 95 %, chance alone.{_changes(run)}{put_in.remark(run)}",
        picture,
        table,
        basis.LISTED,
    )


def _changes(run: Run) -> str:
    """What each phase says, and from when, of those that begin in the run."""
    begin = ((begins(phase, run.regime.step, run.regime.warm_up), phase.says) for phase in run.regime.rules.phase)
    return "".join(f" From {run.regime.step} {at + 1}: {says}." for at, says in begin if 0 < at < run.steps)


def _moves(counted: Counted, name: str) -> Iterator[Chart]:
    run, declared, parts = counted.run, counted.run.regime.rules.list[name], counted.parts
    people = parts.counts("people")
    on = {SCORE: "by score", **{g: said.says for g, said in declared.ground.items()}}
    came = {says: total(parts.counts("entries", name, by), people, persons=False) for by, says in on.items()}
    went = {says: total(parts.counts("exits", name, by), people, persons=False) for by, says in CAUSES.items()}
    if declared.enter_below is None:
        del came[on[SCORE]]
    closed = {CAUSES[by] for by in _closed(run, name)}
    entries, exits = sum(e.n for e in came.values()), sum(e.n for e in went.values())
    if not entries and not exits:
        return
    says = sentence(
        "The list was entered {} and left {}",
        figure(words.several(entries, "time")),
        figure(words.several(exits, "time"), "other"),
    )
    rows = [Row("on the list", heading=True)]
    rows += [_row(_short(says_), e, LISTED) for says_, e in came.items() if e.n]
    rows += [Row("off the list", heading=True), *(_row(says_, e, OTHER) for says_, e in went.items() if e.n)]
    table = Table(
        f"{declared.says}: on it and off it in {words.length(run)}, by cause",
        ("cause", "times", "95 %, chance alone"),
        tuple(
            (says_, numbers.count(e.n), numbers.NO_RULE if says_ in closed else numbers.interval(e, "acts"))
            for says_, e in (*came.items(), *went.items())
        ),
    )
    yield Chart(
        f"moves-{name}",
        says,
        f"{declared.says}, in {words.length(run)}. One person may come and go several times.",
        ranges(rows, "times", plain(says)),
        table,
        basis.MOVES,
    )


def _closed(run: Run, name: str) -> Iterator[str]:
    """The causes by which the rules of no time let anybody off a list."""
    times = [(rules, rules.list[name], due_process(rules, name)) for _, rules in run.regime.timeline]
    if not any(process.tells and process.hears and process.grants for _, _, process in times):
        yield "appeal"
    if not any({one.term, *(g.term for g in one.ground.values())} - {NEVER} for _, one, _ in times):
        yield "term"
    if not any(one.complies_per_year.value for _, one, _ in times):
        yield "complied"
    if all(one.enter_below is None for _, one, _ in times):
        yield "score"


def _row(name: str, e: Estimate, colour: str) -> Row:
    interval = numbers.interval(e, "acts")
    said = numbers.count(e.n) + (f" ({interval})" if interval else "")
    return Row(name, float(e.n), e.low, e.high, said, colour)


def _short(text: str) -> str:
    """What fits beside a bar."""
    return text if len(text) <= 24 else text[:23].rstrip(" ,") + "…"


def _survival(counted: Counted, name: str) -> Iterator[Chart]:
    run, declared = counted.run, counted.run.regime.rules.list[name]
    curve = survival(run.measures, name)
    found = [(step, curve.still_on(step)) for step in range(run.steps)]
    known = [(step, e) for step, e in found if e.value is not None and e.low is not None and e.high is not None]
    if len(known) < 2:
        return
    last, end = known[-1]
    year = run.regime.steps_a_year
    at = max((step for step, _ in known if step and step % year == 0), default=last)
    value = next(e for step, e in known if step == at)
    says = sentence(
        "{} after getting on the list, {} are still on it",
        words.capital(words.several(at, run.regime.step)),
        figure("all" if value.note == ALL_FOUND else numbers.said(value, "share")),
    )
    line = Line(
        numbers.said(end, "share"),
        tuple((float(step), 100 * (e.value or 0.0)) for step, e in known),
        spans=tuple((float(step), 100 * (e.low or 0.0), 100 * (e.high or 0.0)) for step, e in known),
        band=True,
        stairs=True,
    )
    ticks = sorted({round(last * share) for share in (0.0, 0.35, 0.68, 1.0)})
    under = [(float(step), numbers.count(followed(curve, step))) for step in ticks]
    table = Table(
        f"{declared.says}: spells still running so many {run.regime.step}s after they began",
        (f"{run.regime.step}s", "still on the list", "95 %, chance alone", "still followed"),
        tuple(
            (str(step), numbers.said(e, "share"), numbers.interval(e, "share"), numbers.count(followed(curve, step)))
            for step, e in known
        ),
    )
    running = sum(curve.censored.values())
    yield Chart(
        f"survival-{name}",
        says,
        f"{declared.says}: {words.several(curve.spells, 'spell')} that began in the run. {numbers.count(running)} were "
        "still running at its end and are counted as long as they were seen (Kaplan and Meier; Greenwood’s interval, "
        "which takes spells as independent). It is not the share still on it of all who ever were: many came late.",
        lines([line], f"{run.regime.step}s since", "% still on the list", plain(says), highest=100.0, under=under),
        table,
        basis.SURVIVAL,
    )


def followed(curve: Survival, step: int) -> int:
    """How many spells were still seen running when they were so many steps old: the number at risk."""
    gone = sum(n for length, n in curve.ended.items() if length < step)
    return curve.spells - gone - sum(n for length, n in curve.censored.items() if length <= step)
