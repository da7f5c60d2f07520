"""Durations: text with a unit, rounded to whole steps."""

from __future__ import annotations

import re
from fractions import Fraction

from scorewatch.regime.words import STEPS_A_YEAR

_FORM = re.compile(r"(\d{1,6}(?:\.\d{1,6})?) (day|week|month|year)s?")
_A_YEAR = {"day": 365, "week": 52, "month": 12, "year": 1}


def parse(text: str) -> tuple[Fraction, str]:
    """The number and the unit ("day", "week", "month", "year") of a duration. ValueError where it is none."""
    found = _FORM.fullmatch(text.strip())
    if not found:
        raise ValueError(f'"{text}" is not a duration; write a number and a unit, as in "180 days" or "2 years"')
    return Fraction(found[1]), found[2]


def exact_steps(text: str, step: str) -> Fraction:
    """How many steps a duration is, before rounding.

    In its own unit a duration is its number; days and weeks convert by 7; all else through the year, which
    has 365 days, 52 weeks or 12 months.
    """
    number, unit = parse(text)
    if unit == step:
        return number
    if unit == "week" and step == "day":
        return number * 7
    if unit == "day" and step == "week":
        return number / 7
    return number * STEPS_A_YEAR[step] / _A_YEAR[unit]


def steps(text: str, step: str) -> int:
    """A duration in whole steps: rounded, halves up, at least one."""
    return max(1, int(exact_steps(text, step) + Fraction(1, 2)))
