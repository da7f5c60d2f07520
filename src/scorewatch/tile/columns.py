"""Which columns a person has while a step runs, and how few bits of them are kept between steps.

A column is a plane of a tile: int32[lanes]. What is kept is packed: bits into bytes, scores and long counts of steps
into two or four bytes. Times are numbered from 1, the first step of the warm-up; 0 is never.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scorewatch.plan.order import LEDGERS, OBSERVED
from scorewatch.regime.declare import List, Rules
from scorewatch.regime.read import Regime
from scorewatch.regime.words import NEVER

BYTE, TWO, FOUR = 0, 1, 2  # bytes a column is kept in: a part of one, two, four
KEPT = np.dtype(
    [
        (name, "i4")
        for name in (
            "plane",
            "kind",
            "at",  # which byte, or pair or four of bytes, of the person
            "shift",
            "mask",
            "opens",  # whether it is the first of its byte
            "fixed",  # drawn once, and all of its byte with it
            "acting",  # whether what somebody does and keepers are taken for depends on it
        )
    ]
)
TOLD, EVER, EVER_BY_MISTAKE = 1, 2, 4  # bits of a list's marks
_LEVEL_BITS = 4


@dataclass(frozen=True)
class Column:
    """A column that is kept. fixed: drawn once, and never written again."""

    name: str
    plane: int
    bits: int
    fixed: bool = False
    at: int = -1  # which byte, or pair or four of bytes, of the person
    shift: int = 0

    @property
    def kind(self) -> int:
        return BYTE if self.bits <= 8 else TWO if self.bits == 16 else FOUR


@dataclass(frozen=True)
class ListColumns:
    """The planes of a list. held: the first of three, one a ledger, a bit a hold; since: by ledger and hold, or -1."""

    held: int
    since: tuple[tuple[int, ...], ...]
    entered: int
    filed: int
    marks: int
    fired: int  # the first of three
    events: int
    spell: int


@dataclass(frozen=True)
class Columns:
    """The planes of a tile and what is kept of them. score, before, points, drawn, false: the first of several."""

    planes: int
    score: int
    trait: int
    start: int
    before: int
    points: int
    drawn: int
    false: int
    spare: int  # to work in
    zeros: int  # never written
    levels: tuple[int, ...]  # by behaviour; -1 without spread
    lists: tuple[ListColumns, ...]
    kept: tuple[Column, ...]
    acting: frozenset[int]  # on which depends what keepers are taken for

    def bytes_a_person(self) -> int:
        """What the state of a person takes."""
        return sum(self.counts()[kind] * size for kind, size in ((BYTE, 1), (TWO, 2), (FOUR, 4)))

    def counts(self) -> tuple[int, int, int]:
        """How many bytes, pairs and fours of bytes a person has."""
        most = [0, 0, 0]
        for column in self.kept:
            most[column.kind] = max(most[column.kind], column.at + 1)
        return most[BYTE], most[TWO], most[FOUR]

    @property
    def trait_kept(self) -> int:
        """The place of the trait `in_order`; -1 where nobody has one."""
        return self.place(self.trait)

    def in_order(self) -> list[Column]:
        """What is kept: bytes in order, the one that opens a byte first."""
        return sorted(self.kept, key=lambda c: (c.kind, c.at, c.shift))

    def place(self, plane: int) -> int:
        """The place of a plane `in_order`; -1 where it is not kept."""
        return next((i for i, c in enumerate(self.in_order()) if c.plane == plane), -1)

    def records(self) -> np.recarray[tuple[int], np.dtype[np.void]]:
        """What is kept `in_order`, for kernels."""
        order = self.in_order()
        written = {(c.kind, c.at) for c in order if not c.fixed}
        found = np.zeros(len(order), KEPT).view(np.recarray)
        for record, c in zip(found, order, strict=True):
            record.plane, record.kind, record.at, record.shift = c.plane, c.kind, c.at, c.shift
            record.mask = (1 << min(c.bits, 31)) - 1
            record.opens = c.shift == 0
            record.fixed = (c.kind, c.at) not in written
            record.acting = c.plane in self.acting
        return found


class _Planes:
    """Planes handed out one after the other, and the columns that are kept."""

    def __init__(self) -> None:
        self.count = 0
        self.kept: list[Column] = []

    def more(self, count: int = 1) -> int:
        self.count += count
        return self.count - count

    def keep(self, name: str, bits: int, *, fixed: bool = False) -> int:
        plane = self.more()
        self.kept.append(Column(name, plane, bits, fixed))
        return plane


def columns(regime: Regime, steps: int) -> Columns:
    """The columns of a run of so many tabulated steps: what any phase of the regime may need."""
    rules = regime.rules
    planes = _Planes()
    time = _time_bits(regime.warm_up + steps)
    levels = tuple(
        planes.keep(f"level of {name}", _LEVEL_BITS, fixed=True) if behaviour.spread.value else -1
        for name, behaviour in rules.behaviour.items()
    )
    trait = planes.keep("trait", len(rules.trait).bit_length(), fixed=True) if rules.trait else planes.more()
    if rules.score:
        score = planes.keep(f"score, {LEDGERS[0]}", 16)
        for ledger in LEDGERS[1:]:
            planes.keep(f"score, {ledger}", 16)
    else:
        score = planes.more(3)
    lists = tuple(
        _list_columns(planes, name, [phase.list[name] for _, phase in regime.timeline], time) for name in rules.list
    )
    start = planes.more()
    before, points = planes.more(3), planes.more(3)
    drawn, false = planes.more(len(rules.behaviour)), planes.more(len(rules.behaviour))
    spare, zeros = planes.more(), planes.more()
    kept = _packed(planes.kept)
    acting = _acting([phase for _, phase in regime.timeline], trait, levels, lists)
    return Columns(
        planes.count, score, trait, start, before, points, drawn, false, spare, zeros, levels, lists, kept, acting
    )


def _acting(phases: list[Rules], trait: int, levels: tuple[int, ...], lists: tuple[ListColumns, ...]) -> frozenset[int]:
    """The planes on which depends how often somebody does what keepers are taken for, in any phase."""
    found = set()
    for rules in phases:
        for (name, behaviour), level in zip(rules.behaviour.items(), levels, strict=True):
            if has_keepers(rules, name):
                found.add(level)
                if behaviour.by_trait is not None or behaviour.by_list is not None:
                    found |= {trait, *(of.entered for of in lists)}
    return frozenset(found)


def has_keepers(rules: Rules, behaviour: str) -> bool:
    """Whether the keeper of a household is taken for whoever in it does this."""
    return any(behaviour in sensor.sees and sensor.to == "household" for sensor in rules.sensor.values())


def _time_bits(steps: int) -> int:
    """Bits for a time from 0 to `steps`."""
    return 8 if steps < 2**8 else 16 if steps < 2**15 else 32


def _list_columns(planes: _Planes, name: str, phases: list[List], time: int) -> ListColumns:
    """Holds as bits where nothing is counted from when they fired, as times where a term is or an order matters."""
    grounds = list(phases[0].ground)
    timed = [any(p.enter_below is not None and p.term != NEVER for p in phases)]
    timed += [any(p.ground[ground].term != NEVER for p in phases) for ground in grounds]
    held = planes.more(3)
    since: list[tuple[int, ...]] = []
    for ledger, of in enumerate(LEDGERS):
        # of several grounds that hold, the one that fired last is the origin of who is listed
        ordered = ledger == OBSERVED and len(grounds) > 1
        times = [timed[0], *(is_timed or ordered for is_timed in timed[1:])]
        if not all(times):
            planes.kept.append(Column(f"{name}: what holds, {of}", held + ledger, len(times)))
        since.append(
            tuple(
                planes.keep(f"{name}: since when {what} holds, {of}", time) if is_timed else -1
                for what, is_timed in zip(("the score", *grounds), times, strict=True)
            )
        )
    return ListColumns(
        held=held,
        since=tuple(since),
        entered=planes.keep(f"{name}: since when listed", time),
        filed=planes.keep(f"{name}: since when an appeal is pending", time),
        marks=planes.keep(f"{name}: told, ever listed, ever by mistake", 3),
        fired=planes.more(3),
        events=planes.more(),
        spell=planes.more(),
    )


def _packed(kept: list[Column]) -> tuple[Column, ...]:
    """Every column with its place: wide ones each in its own, bits first-fit into bytes, what never changes first."""
    used: list[int] = []  # bits of each byte
    wide = [0, 0, 0]
    placed = []
    for c in sorted(kept, key=lambda c: (not c.fixed, -c.bits)):
        if c.bits in (16, 32):
            at, shift = wide[c.kind], 0
            wide[c.kind] += 1
        elif c.bits > 8:  # many holds: bits of a pair or four
            wider = Column(c.name, c.plane, 16 if c.bits < 16 else 32, c.fixed)
            placed.append(Column(c.name, c.plane, wider.bits, c.fixed, wide[wider.kind]))
            wide[wider.kind] += 1
            continue
        else:
            at = next((i for i, bits in enumerate(used) if bits + c.bits <= 8), len(used))
            if at == len(used):
                used.append(0)
            shift = used[at]
            used[at] += c.bits
        placed.append(Column(c.name, c.plane, c.bits, c.fixed, at, shift))
    return tuple(placed)
