"""What the file puts in, so that nobody takes it for found: numbers that differ by group, and those that were held."""

from __future__ import annotations

from scorewatch.regime.inputs import in_words, quantities
from scorewatch.regime.places import Path, dotted
from scorewatch.report.numbers import count
from scorewatch.study.run import Run

_FALSE = ("misattributed", "false_per_year")


def by_group(run: Run) -> list[str]:
    """The numbers of the file that are one for one group and another for another, each in words."""
    groups = run.template.census.groups
    found: dict[Path, dict[str, float]] = {}
    for path, given in quantities(run.regime.raw):
        at = next((n for n, word in enumerate(path) if word in groups), None)
        if at is not None:
            whole = (*path[:at], "*", *path[at + 1 :])
            found.setdefault(whole, {})[str(path[at])] = float(given["value"] if isinstance(given, dict) else given)
    return [
        f"{in_words(run.regime.raw, tuple(word for word in path if word != '*'))} "
        f"({', '.join(f'{group} {value:.10g}' for group, value in of.items())})"
        for path, of in found.items()
        if len(set(of.values())) > 1
    ]


def remark(run: Run) -> str:
    """What stands under a chart by group; "" where the file gives all groups the same numbers."""
    told = "The file gives the groups different numbers: a difference between them was put in with these."
    return f" {told}" if by_group(run) else ""


def false_held(run: Run) -> str:
    """Which of the numbers that make false records were held, as no end was tried of them; "" where all were tried."""
    false = [dotted(path) for path, _ in quantities(run.regime.raw) if path[0] == "sensor" and path[2] in _FALSE]
    tried = set() if run.inputs is None else set(run.inputs["path"])
    held = sum(path not in tried for path in false)
    if not held:
        return ""
    if len(false) == 1:
        return "the one number that makes false records"
    which = "all" if held == len(false) else f"{count(held)} of the"
    return f"{which} {count(len(false))} numbers that make false records"


def remark_on_held(run: Run) -> str:
    """What stands by an interval that covers inputs: which of the numbers that make false records it does not cover."""
    held = false_held(run)
    return f" Not tried: {held}." if held else ""
