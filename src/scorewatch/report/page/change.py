"""What would change the findings: safeguards, run on the same people, and inputs that nobody measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl
from markupsafe import Markup

from scorewatch.measure.harm import Harm
from scorewatch.measure.interval import Estimate
from scorewatch.measure.paired import NO_SUCH
from scorewatch.regime import shape
from scorewatch.regime.differences import NOT_THERE
from scorewatch.regime.places import Path
from scorewatch.report import numbers
from scorewatch.report.page import put_in
from scorewatch.report.page.ranges import Bar, from_zero
from scorewatch.report.page.tables import Picture, Table
from scorewatch.report.page.words import capital, figure, plain, reach, sentence, several
from scorewatch.study.compare import Comparison, PairedHarm, compare
from scorewatch.study.run import Run

Row = dict[str, object]  # of the table of inputs
_SHARES = ("share", "change")
_WORDS = frozenset({1, 2})
_MOST_BARS = 8
_PAIRED = ("what", "here", "there", "difference (pp: percentage points)", "95 %, chance alone")
_DIFFER = ("what differs between the two files", "here", "there")
_TRIED = ("input", "end", "its value", "the figure", "95 %, chance alone", "difference", "95 % of it")


@dataclass(frozen=True)
class Block:
    """One thing that changes the findings, or how to have it tried."""

    name: str
    finding: Markup
    says: str = ""
    lines: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    tables: tuple[Table, ...] = ()
    command: str = ""
    folded: bool = False


def change(run: Run) -> list[Block]:
    """What was run beside it, then its inputs; where there is none, the command that adds it."""
    return [*_safeguards(run), *_inputs(run)]


def _safeguards(run: Run) -> Iterator[Block]:
    if len(run.beside) < 2:
        yield Block(
            "safeguards",
            Markup("What safeguards would change was not tried here"),
            "This runs another regime on the same people and the same luck, beside this one:",
            command=f"scorewatch run {run.regime.name} --beside REGIME",
        )
    for number, other in enumerate(run.beside[1:], 1):
        yield _beside(compare(run, other), number)


def _beside(found: Comparison, number: int) -> Block:
    title = found.b.regime.title.rstrip(".")
    paired = [one for one in found.harms() if one.headline]
    moved = [one for one in paired if one.unit == "share" and _apart(one.difference)]
    first = next((one for one in moved if one.harm == "wrong person"), moved[0] if moved else None)
    says = sentence("Under “{}” no share of everybody differs by more than chance would make", title)
    if first is not None:
        says = sentence(
            "{}: {}; under “{}”: {}",
            capital(first.what),
            figure(_said(first, first.a)),
            title,
            figure(_said(first, first.b), "other"),
        )
    rows = tuple(
        (
            f"{one.what} [{one.item}]",
            _said(one, one.a),
            _said(one, one.b),
            _difference(one),
            numbers.span(one.difference, one.unit),
        )
        for one in paired
    )
    changed = tuple(
        (sentence("{} <code>{}</code>", one.what, one.path) if one.what != one.path else one.what, *one.values)
        for one in found.differences()
    )
    return Block(
        f"beside-{number}",
        says,
        f"{'' if first is None else _by_how_much(first)}The same {several(found.a.people, 'person', 'people')} and the "
        "same luck under both, so the differences are paired: what chance does to both alike cancels out. "
        f"{_together(found)}",
        tables=(
            Table(f"What differs. Here: {found.a.regime.title.rstrip('.')}. There: {title}", _DIFFER, changed, _WORDS),
            Table(f"Each harm for everybody, here and under: {title}", _PAIRED, rows),
        ),
    )


def _by_how_much(one: PairedHarm) -> str:
    """The difference that the title is about, with its interval and what it is counted from."""
    of = " and ".join(numbers.NO_RULE if e is None else numbers.counts(e, one.unit) for e in (one.a, one.b))
    by = numbers.signed(one.difference.value, one.unit).replace(" pp", " percentage points")
    return f"The difference, rounded last: {by} (95 %, chance alone: {numbers.span(one.difference, one.unit)}; {of}). "


def _difference(one: PairedHarm) -> str:
    return numbers.NO_RULE if one.difference.note == NO_SUCH else numbers.signed(one.difference.value, one.unit)


def _together(found: Comparison) -> str:
    """What stands before the list of what differs: that no difference was tried alone, where there are several."""
    differ = found.differences()
    if len(differ) < 2:
        return ""
    gone = sum(one.values[1] == NOT_THERE for one in differ)
    without = f" ({numbers.count(gone)} are not in force there at all)" if gone else ""
    return (
        f"{capital(several(len(differ), 'rule'))} differ between the two files{without}, and they were changed "
        "together: what one of them alone would do was not tried here."
    )


def _apart(difference: Estimate) -> bool:
    """Whether the interval of a difference leaves out 0."""
    low, high = difference.low, difference.high
    return low is not None and high is not None and not low <= 0.0 <= high


def _said(one: PairedHarm, estimate: Estimate | None) -> str:
    return numbers.NO_RULE if estimate is None else numbers.said(estimate, one.unit)


def _inputs(run: Run) -> Iterator[Block]:
    if run.inputs is None:
        yield Block(
            "inputs",
            Markup("What the inputs that nobody measured would change was not tried here"),
            "This runs each input that has bounds at its low and its high end, on the same people:",
            command=f"scorewatch run {run.regime.name} --inputs",
        )
        return
    if run.inputs.is_empty():
        nothing = "No number of the file has bounds, so nothing says how far what nobody measured might go"
        yield Block("inputs", Markup(nothing))
        return
    ends = run.inputs.filter(pl.col("end") != "breakeven")
    evens = run.inputs.filter(pl.col("end") == "breakeven")
    heads = [harm for harm in run.harms() if harm.headline]
    heads.sort(key=lambda head: head.harm != "wrong person")  # the page opens with it
    for number, head in enumerate(heads):
        same = {"harm": head.harm, "what": head.what, "item": head.item}
        rows = ends.filter(**same).to_dicts()
        if rows:
            goes = reach(head, run)
            inputs = len({row["path"] for row in rows})
            said = [*([f"{goes}.{put_in.remark_on_held(run)}"] if goes else []), *_turns(evens.filter(**same), inputs)]
            yield _tornado(rows, run, head, said, f"inputs-{number}", folded=number > 0)


def _turns(evens: pl.DataFrame, tried: int) -> Iterator[str]:
    """Where inputs turn the sentence about a figure, and that the others do not."""
    yield from dict.fromkeys(evens["note"])
    turn = evens.filter(pl.col("value").is_not_null())["path"].n_unique()
    unknown = evens.filter(pl.col("value").is_null())["path"].n_unique()
    rest = tried - turn - unknown
    if turn and rest:
        yield f"Of the other inputs {numbers.count(rest)}, one at a time, leave that as it is at their bounds."


def _whose(run: Run, harm: Harm) -> str:
    """The figure in words, with what its sanction, its behaviour or, of several, its list is called."""
    rules, what = run.regime.rules, capital(harm.what)
    if harm.item in rules.list:
        return what if len(rules.list) == 1 else f"{what} ({rules.list[harm.item].says})"
    part = rules.sanction.get(harm.item) or rules.behaviour[harm.item]
    return f"{what} ({part.says})"


def _tornado(rows: list[Row], run: Run, head: Harm, notes: list[str], name: str, *, folded: bool) -> Block:
    """One figure, and how far each input moves it."""
    by_path: dict[str, dict[str, Row]] = {}
    for row in rows:
        by_path.setdefault(str(row["path"]), {})[str(row["end"])] = row
    reach = {p: max(abs(_number(row["difference"])) for row in ends.values()) for p, ends in by_path.items()}
    inputs = [by_path[path] for path in sorted(by_path, key=lambda path: (-reach[path], path))]
    first, unit = rows[0], str(rows[0]["unit"])
    says = _widest(inputs, _whose(run, head), unit)
    move = [ends for ends in inputs if any(map(_clearly, ends.values()))]
    moved = [ends for ends in inputs if reach[str(next(iter(ends.values()))["path"])]]
    drawn = moved[:_MOST_BARS]
    bars = [Bar(_name(ends), _end(ends, "low", unit), _end(ends, "high", unit)) for ends in drawn]
    axis = f"difference, {'percentage points' if unit in _SHARES else unit}"
    lines = tuple(_line(row, unit) for ends in inputs for row in ends.values())
    moving = f"Of {several(len(inputs), 'input')} that were tried {len(move)} move it by more than chance would make"
    if len(moved) > len(drawn):
        moving += f"; the {len(drawn)} that move it most are drawn"
    tried = numbers.count(_number(first["people"]))
    base = numbers.NOT_ESTIMABLE if first["base"] is None else numbers.in_unit(_number(first["base"]), unit)
    fewer = ""
    if _number(first["people"]) < run.people:
        whole = f"all {numbers.count(run.people)} people of the run give {numbers.said(head.estimate, head.unit)}"
        fewer = f" As written these first {tried} give {base}; {whole}."
    return Block(
        name,
        says,
        f"{capital(str(first['harm']))} [{first['item']}]. {moving}. Each at its low end (blue) and its high end "
        f"(red), all else as written, on the same {tried} people; in the order of the larger of its two moves. At each "
        f"end: the figure there.{fewer}",
        (*notes, *_counted(inputs[0], head), *_in_words(drawn)),
        (from_zero(bars, axis, plain(says)),) if bars else (),
        (Table(f"Every input that was tried: {first['what']} [{first['item']}]", _TRIED, lines, frozenset({1})),),
        folded=folded,
    )


def _clearly(row: Row) -> bool:
    """Whether the interval of the difference leaves out 0; of a difference without one, whether there is any."""
    low, high = row["difference_low"], row["difference_high"]
    if low is None or high is None:
        return False
    return not _number(low) <= 0.0 <= _number(high)


def _widest(inputs: list[dict[str, Row]], what: str, unit: str) -> Markup:
    """The lowest and the highest that any input makes of the figure, and which inputs do."""
    rows = [row for ends in inputs for row in ends.values() if row["figure"] is not None]
    row = next(iter(inputs[0].values()))
    base = numbers.NOT_ESTIMABLE if row["base"] is None else numbers.in_unit(_number(row["base"]), unit)
    if not any(_number(one["difference"]) for one in rows):
        return sentence("{}: {}, and no input that was tried moves it", what, figure(base))
    least, most = (by(rows, key=lambda one: _number(one["figure"])) for by in (min, max))
    there = [
        sentence("{} at the {} end of “{}”", _end_figure(one, unit), one["end"], one["says"])
        for one in (least, most)
        if one["difference"]
    ]
    return sentence("{}: {} as written; {}", what, figure(base, "ink"), sentence("; ").join(there))


def _end_figure(row: Row, unit: str) -> Markup:
    return figure(numbers.in_unit(_number(row["figure"]), unit), "other" if row["end"] == "low" else "listed")


def _name(ends: dict[str, Row]) -> str:
    values = " to ".join(f"{_number(ends[end]['value']):,.10g}" for end in ("low", "high") if end in ends)
    one = next(iter(ends.values()))
    return f"{one['says']}: {values}, as written {_number(one['as_written']):,.10g}"


def _counted(ends: dict[str, Row], head: Harm) -> Iterator[str]:
    """What a share is counted from at the ends of the input that moves it most: it may fall while both counts rise."""
    one = next(iter(ends.values()))
    if head.unit == "share" and head.estimate.of and _number(one["base"]) == head.estimate.value:
        there = []
        for row in ends.values():
            n, of = (numbers.count(_number(row[word])) for word in ("n", "of"))
            there.append(f"at {_number(row['value']):,.10g}: {n} of {of}")
        written = numbers.counts(head.estimate, head.unit)
        yield f"In counts, along “{one['says']}”: as written {written}; {'; '.join(there)}."


def _in_words(drawn: list[dict[str, Row]]) -> Iterator[str]:
    """What the last words of the inputs drawn mean."""
    found: dict[str, str] = {}
    for ends in drawn:
        path: Path = tuple(str(next(iter(ends.values()))["path"]).split("."))
        meaning, word = shape.meaning(path)
        if word:
            found.setdefault(f"“{str(word[-1]).replace('_', ' ')}”", meaning)
    if found:
        yield f"In words. {' '.join(f'{word}: {means}' for word, means in found.items())}"


def _end(ends: dict[str, Row], end: str, unit: str) -> tuple[float, str]:
    row = ends.get(end)
    if row is None or row["difference"] is None:
        return 0.0, "" if row is None else numbers.NOT_ESTIMABLE
    times = 100.0 if unit in _SHARES else 1.0
    return times * _number(row["difference"]), numbers.in_unit(_number(row["figure"]), unit)


def _line(row: Row, unit: str) -> tuple[str, ...]:
    def said(word: str) -> str:
        value = row[word]
        if value is None:
            return numbers.NOT_ESTIMABLE
        if word.startswith("difference"):
            return numbers.signed(_number(value), unit)
        return numbers.in_unit(_number(value), unit)

    def between(low: str, high: str) -> str:
        return "" if row[low] is None or row[high] is None else f"{said(low)} to {said(high)}"

    return (
        str(row["says"]),
        str(row["end"]),
        f"{_number(row['value']):,.10g}",
        said("figure"),
        between("low", "high"),
        said("difference"),
        between("difference_low", "difference_high"),
    )


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
