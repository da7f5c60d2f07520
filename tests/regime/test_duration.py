"""Durations become whole steps: rounded, halves up, at least one."""

from __future__ import annotations

import pytest

from scorewatch.regime import duration


@pytest.mark.parametrize(
    ("text", "step", "steps"),
    [
        ("3 years", "month", 36),
        ("1 year", "week", 52),
        ("1 year", "day", 365),
        ("180 days", "month", 6),
        ("1 month", "day", 30),
        ("1.5 months", "month", 2),  # a half goes up
        ("2.5 months", "month", 3),  # also where the even number lies below
        ("2.4 months", "month", 2),
        ("1 day", "month", 1),  # never nothing
        ("2 weeks", "day", 14),  # by 7, not by 365 / 52
        ("14 days", "week", 2),
        ("53 weeks", "day", 371),
        ("10 days", "week", 1),
        ("11 days", "week", 2),
        ("1 month", "week", 4),
    ],
)
def test_whole_steps(text: str, step: str, steps: int) -> None:
    assert duration.steps(text, step) == steps


@pytest.mark.parametrize(
    "text",
    ["", "3", "years", "3 yrs", "-3 months", "3  months", "1e3 days", "3 Months", "1234567 days", "3 months 2 days"],
)
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match="is not a duration"):
        duration.parse(text)
