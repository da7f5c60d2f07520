"""A regime with one of its inputs at an end of what its file says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scorewatch.errors import InputError, Mistake
from scorewatch.people.template import read_template
from scorewatch.plan.limits import within_limits
from scorewatch.regime.inputs import Input, inputs
from scorewatch.regime.read import Regime


@dataclass(frozen=True)
class End:
    """An input, "low" or "high", its value there, and the regime that has it; all else is as written."""

    input: Input
    name: str
    value: float
    regime: Regime


def ends(regime: Regime, of: Sequence[Input] | None = None) -> list[End]:
    """Each end of each input, one at a time. InputError with every end that does not make a regime."""
    found: list[End] = []
    mistakes: list[Mistake] = []
    for one in inputs(regime) if of is None else of:
        for name, value in one.ends:
            try:
                varied = regime if value == one.value else regime.set(one.path, value)
                within_limits(varied, read_template(varied.census))
                found.append(End(one, name, value, varied))
            except InputError as error:
                mistakes += [
                    Mistake(f"at its {name} end, {value:.10g}: {m.what}", one.path, m.why, m.do) for m in error.mistakes
                ]
    if mistakes:
        raise InputError(mistakes)
    return found
