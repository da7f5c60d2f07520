"""Options that several commands have, read so that all mistakes are said at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scorewatch.errors import InputError, Mistake

MOST_SEED = 2**64 - 1


def whole(name: str, text: str | None, low: int, high: int) -> int | None:
    """The whole number of an option, None where it was not given. InputError where it is none or out of bounds."""
    if text is None:
        return None
    try:
        number = int(text.replace("_", "")) if len(text) < 30 else None
    except ValueError:
        number = None
    if number is None:
        raise InputError(
            Mistake(f'"{text[:40]}" is not a whole number', where=name, do=f"Write one from {low:,} to {high:,}.")
        )
    if not low <= number <= high:
        raise InputError(Mistake(f"{number} is outside {low:,} to {high:,}", where=name))
    return number


def people(text: str | None) -> int | None:
    """--people."""
    return whole("--people", text, 1, 2**31)


def months(text: str | None) -> int | None:
    """--months."""
    return whole("--months", text, 1, 1200)


def seed(text: str | None) -> int:
    """--seed, 0 where it was not given."""
    return whole("--seed", text, 0, MOST_SEED) or 0


def threads(text: str | None) -> int | None:
    """--threads, None where it was not given: as many as there are processors."""
    from scorewatch.study.run import MOST_THREADS

    return whole("--threads", text, 1, MOST_THREADS)


def engine(text: str) -> str:
    """--engine."""
    from scorewatch.study.run import ENGINES

    if text not in ENGINES:
        raise InputError(
            Mistake(
                f'there is no engine "{text[:40]}"', where="--engine", do=f"There are two: {' and '.join(ENGINES)}."
            )
        )
    return text


def together(*reads: Callable[[], Any]) -> list[Any]:
    """What each of these returns; where some raise InputError, one InputError with all their mistakes."""
    results: list[Any] = []
    mistakes: list[Mistake] = []
    for read in reads:
        try:
            results.append(read())
        except InputError as error:
            mistakes += error.mistakes
    if mistakes:
        raise InputError(mistakes)
    return results
