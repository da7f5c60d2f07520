"""What would change the findings: safeguards, run on the same people, and inputs that nobody measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl
from markupsafe import Markup

from scorewatch.measure.harm import Harm
from scorewatch.measure.interval import Estimate
from scorewatch.report import numbers
from scorewatch.report.page.ranges import Bar, from_zero
from scorewatch.report.page.tables import Picture, Table
from scorewatch.report.page.words import capital, figure, plain, reach, sentence, several
from scorewatch.study.compare import Comparison, PairedHarm, compare
from scorewatch.study.run import Run

Row = dict[str, object]  # of the table of inputs
_SHARES = ("share", "change")
_MOST_BARS = 8
_PAIRED = ("what", "here", "there", "difference (pp: percentage points)", "95 %, chance alone")
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
    if first is not None and first.a is not None and first.b is not None:
        says = sentence(
            "{}: {}; under “{}”: {}",
            capital(first.what),
            figure(numbers.said(first.a, first.unit)),
            title,
            figure(numbers.said(first.b, first.unit), "other"),
        )
    rows = tuple(
        (
            f"{one.what} [{one.item}]",
            _said(one, one.a),
            _said(one, one.b),
            numbers.signed(one.difference.value, one.unit),
            numbers.span(one.difference, one.unit),
        )
        for one in paired
    )
    return Block(
        f"beside-{number}",
        says,
        f"The same {several(found.a.people, 'person', 'people')} and the same luck under both, so the differences are "
        f"paired: what chance does to both alike cancels out. {_together(found)}",
        tuple(one.said("this regime", "the other") for one in found.differences()),
        tables=(Table(f"Each harm for everybody, here and under: {title}", _PAIRED, rows),),
    )


def _together(found: Comparison) -> str:
    """What stands before the list of what differs: that no difference was tried alone, where there are several."""
    many = len(found.differences())
    if many < 2:
        return "What differs between the two files:"
    return (
        f"{capital(several(many, 'rule'))} differ between the two files, and they were changed together: what one of "
        "them alone would do was not tried here."
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
        notes = evens.filter(**same)["note"].to_list()
        if rows:
            goes = reach(head, run)
            said = [f"{goes}.", *notes] if goes else notes
            here = numbers.said(head.estimate, head.unit)
            whole = f"all {numbers.count(run.people)} people of the run give {here}"
            yield _tornado(rows, _whose(run, head), run.people, whole, said, f"inputs-{number}", folded=number > 0)


def _whose(run: Run, harm: Harm) -> str:
    """The figure in words, with what its sanction, its behaviour or, of several, its list is called."""
    rules, what = run.regime.rules, capital(harm.what)
    if harm.item in rules.list:
        return what if len(rules.list) == 1 else f"{what} ({rules.list[harm.item].says})"
    part = rules.sanction.get(harm.item) or rules.behaviour[harm.item]
    return f"{what} ({part.says})"


def _tornado(
    rows: list[Row], what: str, people: int, whole: str, notes: list[str], name: str, *, folded: bool
) -> Block:
    """One figure, and how far each input moves it. whole: what everybody in the run gives, as written."""
    by_path: dict[str, dict[str, Row]] = {}
    for row in rows:
        by_path.setdefault(str(row["path"]), {})[str(row["end"])] = row
    reach = {p: max(abs(_number(row["difference"])) for row in ends.values()) for p, ends in by_path.items()}
    inputs = [by_path[path] for path in sorted(by_path, key=lambda path: (-reach[path], path))]
    first, unit = rows[0], str(rows[0]["unit"])
    says = _widest(inputs[0], what, unit)
    bars = [Bar(_name(ends), _end(ends, "low", unit), _end(ends, "high", unit)) for ends in inputs]
    axis = f"difference, {'percentage points' if unit in _SHARES else unit}"
    lines = tuple(_line(row, unit) for ends in inputs for row in ends.values())
    drawn = f", the {_MOST_BARS} of {len(bars)} that move it most," if len(bars) > _MOST_BARS else ""
    tried = numbers.count(_number(first["people"]))
    base = numbers.NOT_ESTIMABLE if first["base"] is None else numbers.in_unit(_number(first["base"]), unit)
    fewer = f" As written these first {tried} give {base}; {whole}." if _number(first["people"]) < people else ""
    return Block(
        name,
        says,
        f"{capital(str(first['harm']))} [{first['item']}]. Each input{drawn} at its low end (blue) and its high end "
        f"(red), all else as written, on the same {tried} people; what moves it most "
        f"comes first. At each end: the figure there.{fewer}",
        tuple(notes),
        (from_zero(bars[:_MOST_BARS], axis, plain(says)),) if max(reach.values()) else (),
        (Table(f"Every input that was tried: {first['what']} [{first['item']}]", _TRIED, lines, frozenset({1})),),
        folded=folded,
    )


def _widest(ends: dict[str, Row], what: str, unit: str) -> Markup:
    """What the input that moves the figure most does to it."""
    row = next(iter(ends.values()))
    base = numbers.NOT_ESTIMABLE if row["base"] is None else numbers.in_unit(_number(row["base"]), unit)
    figures = [numbers.in_unit(_number(one["figure"]), unit) for one in ends.values() if one["figure"] is not None]
    if not any(_number(one["difference"]) for one in ends.values()):
        return sentence("{}: {}, and no input that was tried moves it", what, figure(base))
    return sentence(
        "{}: {} as written, {} within the bounds of one input: {}",
        what,
        figure(base),
        figure(" or ".join(figures), "other"),
        row["says"],
    )


def _name(ends: dict[str, Row]) -> str:
    values = " to ".join(f"{_number(ends[end]['value']):,.10g}" for end in ("low", "high") if end in ends)
    return f"{next(iter(ends.values()))['says']}: {values}"


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
