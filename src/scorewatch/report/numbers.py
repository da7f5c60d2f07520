"""Numbers as a person says them, with what they rest on."""

from __future__ import annotations

from scorewatch.measure.interval import Estimate

NOT_ESTIMABLE = "not estimable"


def count(number: float) -> str:
    """A whole number with its thousands apart: 1,412."""
    return f"{round(number):,}"


def share(value: float) -> str:
    """A share in percent: 12.8 %, and 0.41 % where one decimal would say too little."""
    percent = 100 * value
    digits = 1 if abs(percent) >= 1 or percent == 0 else 2
    return f"{percent:.{digits}f} %"


def amount(value: float) -> str:
    """A number that need not be whole: 0.79, 14.4, 1,204."""
    return f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}" if abs(value) < 100 else count(value)


def said(estimate: Estimate, unit: str) -> str:
    """The figure in its unit, or the words not estimable."""
    if estimate.value is None:
        return NOT_ESTIMABLE
    return _in_unit(estimate.value, unit)


def interval(estimate: Estimate, unit: str) -> str:
    """The interval in its unit: "3.3 to 22.3 %"; the one-sided bound where there are none; "" where there is none."""
    if estimate.value is None or estimate.high is None:
        return ""
    if estimate.n == 0:
        return f"at most {_in_unit(estimate.high, unit)}"
    low, high = _in_unit(estimate.low or 0.0, unit), _in_unit(estimate.high, unit)
    return f"{low.removesuffix(' %')} to {high}"


def _in_unit(value: float, unit: str) -> str:
    if unit in ("share", "change"):
        return share(value)
    return count(value) if unit in ("persons", "acts", "denials") else amount(value)


def of_thousand(estimate: Estimate, whom: str) -> str:
    """ "of 1,000 listed, 128 (33 to 223)": a share as people, or why there is none."""
    if estimate.value is None:
        of = estimate.of or 0
        return f"{NOT_ESTIMABLE} ({count(estimate.n)} of {count(of)} {whom})"
    if estimate.n == 0:
        bound = f" (at most {count(1000 * estimate.high)} of 1,000)" if estimate.high is not None else ""
        return f"none of {count(estimate.of or 0)} {whom}{bound}"
    low, high = 1000 * (estimate.low or 0.0), 1000 * (estimate.high or 0.0)
    digits = 0 if 1000 * estimate.value >= 10 else 1
    return f"of 1,000 {whom}, {1000 * estimate.value:,.{digits}f} ({low:,.{digits}f} to {high:,.{digits}f})"


def number(estimate: Estimate) -> str:
    """ "28 (10 to 46)": a count with its interval; "none (at most 3)" where there were none."""
    if estimate.value is None:
        return NOT_ESTIMABLE
    if estimate.low is None or estimate.high is None:
        return count(estimate.value)
    if estimate.n == 0:
        return f"none (at most {count(estimate.high)})"
    return f"{count(estimate.value)} ({count(estimate.low)} to {count(estimate.high)})"
