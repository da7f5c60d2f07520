"""Numbers as a person says them, with what they rest on."""

from __future__ import annotations

import math

from scorewatch.measure.interval import ALL_FOUND, NONE_FOUND, RULED_OUT, Estimate

NOT_ESTIMABLE = "not estimable"
NO_RULE = "no such rule"


def count(number: float) -> str:
    """A whole number with its thousands apart: 1,412."""
    return f"{round(number):,}"


def share(value: float, *, up: bool = False) -> str:
    """A share in percent with a decimal, or two significant digits below 1: 12.8 %, 0.41 %, 0.0023 %.

    up: rounded up, as a bound is.
    """
    return f"{_short(100 * value, up=up)} %"


def amount(value: float, *, up: bool = False) -> str:
    """A number that need not be whole: 0.79, 14.4, 1,204."""
    return count(value) if abs(value) >= 100 else _short(value, up=up)


def _short(value: float, *, up: bool = False) -> str:
    """One decimal, or as many as two significant digits need."""
    digits = 1
    while 0 < abs(value) < 10 ** (1 - digits) and digits < 9:
        digits += 1
    if up:
        value = math.ceil(value * 10**digits - 1e-9) / 10**digits
    return f"{value:,.{digits}f}"


def _floor(percent: float) -> str:
    """Rounded down; with as many decimals as tell it from 100."""
    digits = 1
    while 0 < 100 - percent < 10 ** (1 - digits) and digits < 9:
        digits += 1
    return f"{math.floor(percent * 10**digits + 1e-9) / 10**digits:,.{digits}f}"


def said(estimate: Estimate, unit: str) -> str:
    """The figure in its unit, or the words not estimable."""
    if estimate.value is None:
        return NOT_ESTIMABLE
    return in_unit(estimate.value, unit)


def interval(estimate: Estimate, unit: str) -> str:
    """The interval in its unit: "3.3 to 22.3 %"; "at most" or "at least" for a one-sided bound; "" for none."""
    if estimate.value is None or estimate.low is None or estimate.high is None or estimate.note == RULED_OUT:
        return ""
    if estimate.note == NONE_FOUND:
        return f"at most {in_unit(estimate.high, unit, up=True)}"
    if estimate.note == ALL_FOUND:
        return f"at least {in_unit(estimate.low, unit, down=True)}"
    low, high = in_unit(estimate.low, unit), in_unit(estimate.high, unit)
    return f"{low.removesuffix(' %')} to {high}"


def in_unit(value: float, unit: str, *, up: bool = False, down: bool = False) -> str:
    """A value in the unit of its harm. up, down: rounded so, as a bound is."""
    if unit == "share":
        return f"{_floor(100 * value)} %" if down else share(value, up=up)
    if unit == "change":
        return f"{'+' if value > 0 else ''}{share(value)}"
    if unit in ("persons", "acts", "denials"):
        return count(math.ceil(value - 1e-9)) if up else count(value)
    return amount(value, up=up)


def signed(value: float | None, unit: str) -> str:
    """A difference with its sign, of shares in percentage points; or the words not estimable."""
    if value is None:
        return NOT_ESTIMABLE
    text = in_unit(value, unit).replace(" %", " pp")
    return text if text.startswith(("+", "-")) or not value else f"+{text}"


def span(difference: Estimate, unit: str) -> str:
    """The interval of a difference: "+5.6 to +12.6 pp"; "exact"; "" for none."""
    if difference.low is None or difference.high is None:
        return ""
    if difference.low == difference.high:
        return "exact"
    return f"{signed(difference.low, unit).removesuffix(' pp')} to {signed(difference.high, unit)}"


def counts(estimate: Estimate, unit: str) -> str:
    """What a figure is counted from: "1,214 of 6,663", "5,905 for 7,986", or a count alone."""
    if estimate.of is None:
        return count(estimate.n)
    between = {"share": "of", "change": "against"}.get(unit, "for")
    return f"{count(estimate.n)} {between} {count(estimate.of)}"


def of_thousand(estimate: Estimate, whom: str) -> str:
    """ "of 1,000 listed, 128 (33 to 223; 5 of 39)": a share as people, or why there is none.

    Of 100,000 or more where a thousand would show nothing.
    """
    of = count(estimate.of or 0)
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return f"{NOT_ESTIMABLE} ({count(estimate.n)} of {of} {whom})"
    base = base_of(estimate.value or estimate.high)
    if estimate.note == NONE_FOUND:
        return f"none of {of} {whom} (at most {count(math.ceil(base * estimate.high - 1e-9))} of {count(base)})"
    if estimate.note == ALL_FOUND:
        return f"all {of} {whom} (at least {count(math.floor(base * estimate.low))} of {count(base)})"
    figure, low, high = bounds(estimate)
    return f"of {count(base)} {whom}, {figure} ({low} to {high}; {count(estimate.n)} of {of})"


def base_of(share: float) -> int:
    """Of how many people to say a share: of 1,000, or of more where a thousand would show nothing."""
    return next((b for b in (1_000, 100_000, 10_000_000) if b * share >= 1), 1_000_000_000)


def bounds(estimate: Estimate) -> tuple[str, str, str]:
    """A share and its interval as of the round number, with one precision: ("178", "160", "196")."""
    base = base_of(estimate.value or estimate.high or 0.0)
    return of_base(estimate, base)


def of_base(estimate: Estimate, base: int) -> tuple[str, str, str]:
    """A share and its interval as of so many, with one precision, which tells the ends of the interval apart."""
    value, low, high = (base * (v or 0.0) for v in (estimate.value, estimate.low, estimate.high))
    digits = 0 if value >= 10 else 1
    while low < high and f"{low:.{digits}f}" == f"{high:.{digits}f}" and digits < 9:
        digits += 1
    return f"{value:,.{digits}f}", f"{low:,.{digits}f}", f"{high:,.{digits}f}"


def number(estimate: Estimate) -> str:
    """ "28 (10 to 46)": a count with its interval; "none (at most 3)" where there were none."""
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return f"{count(estimate.n)} (interval {NOT_ESTIMABLE})" if estimate.n else NOT_ESTIMABLE
    if estimate.n == 0:
        return f"none (at most {count(math.ceil(estimate.high - 1e-9))})"
    return f"{count(estimate.value)} ({count(estimate.low)} to {count(estimate.high)})"
