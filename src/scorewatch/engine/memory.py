"""Whether a run fits into the memory at hand, before anything of it is computed."""

from __future__ import annotations

from pathlib import Path

import psutil

from scorewatch.errors import InputError, Mistake

ALLOWANCE = 2**29  # bytes for compiling, for what threads work with and for the tables of a few steps
A_STEP = 2**21  # bytes of tables for each step, where there are people for every row of them
_FILL = 2**12  # people that do: of fewer, a share of it. Measured: 3 take 16 KB, 200 89 KB, a million 1.4 MB
_ROWS = 32  # people's worth of rows that there are however few run
_SHARD = 2**20  # people that a last shard has room for and that may not be there, at most

# what a control group may take, takes, and could give back at once, in each version of such groups
_GROUPS = (
    (Path("/sys/fs/cgroup"), "memory.max", "memory.current", "inactive_file"),
    (Path("/sys/fs/cgroup/memory"), "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
)


def available() -> int:
    """Bytes that this process may still take: of the machine, or of its control group where that has less."""
    machine = int(psutil.virtual_memory().available)
    return min([machine, *(left for group in _GROUPS if (left := _of_group(*group)) is not None)])


def must_fit(people: int, steps: int, state: int, each: int) -> None:
    """InputError where this many bytes of state, and what a run takes beside it, are more than is available.

    each: bytes of state a person.
    """
    beside = ALLOWANCE + A_STEP * steps * min(_FILL, people + _ROWS) // _FILL
    needed, there = state + beside, available()
    if needed <= there:
        return
    fit = (there - beside) // each - _SHARD if each else 0
    enough = f"{_two_digits(fit):,} people fit. " if fit > 0 else ""
    raise InputError(
        Mistake(
            f"{people:,} people take {_size(needed)} of memory, and {_size(there)} are available",
            where="people",
            why=f"{each} bytes a person are kept between steps; everything else takes {_size(beside)}.",
            do=f"{enough}Run fewer people or steps, or end what else takes memory.",
        )
    )


def _of_group(folder: Path, limit: str, taken: str, spare: str) -> int | None:
    """What a control group leaves; None where there is no such group, or no limit."""
    try:
        most, now = (int((folder / name).read_text()) for name in (limit, taken))
        stat = dict(line.split() for line in (folder / "memory.stat").read_text().splitlines())
        return max(0, most - now + int(stat.get(spare, 0)))
    except (OSError, ValueError):  # "max" is no number either
        return None


def _two_digits(number: int) -> int:
    """The number rounded down to two digits and zeros."""
    zeros = int(10 ** max(0, len(str(number)) - 2))
    return number // zeros * zeros


def _size(count: float) -> str:
    """Bytes as people read them."""
    return f"{count / 1e9:,.1f} GB" if count >= 1e9 else f"{count / 1e6:,.0f} MB"
