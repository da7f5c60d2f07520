"""How a person stands, and what happened to a person in a step."""

from __future__ import annotations

from dataclasses import dataclass, field

from scorewatch.plan.order import ERROR_FREE

SCORE = -1  # the origin of a listing by score, where a ground is its index in the file
KIN = -2  # the origin of a denial for what a relative did


@dataclass(slots=True)
class Holds:
    """What keeps a person on a list in one ledger: the step in which each hold last fired, None where it does not."""

    grounds: list[int | None]
    score: int | None = None

    def any(self) -> bool:
        """Whether the person is on the list."""
        return self.score is not None or any(fired is not None for fired in self.grounds)

    def clear(self) -> None:
        """Off the list."""
        self.score = None
        self.grounds = [None] * len(self.grounds)

    def origin(self) -> int:
        """Of the grounds that hold, the one that fired last (in one step the later in the file); else SCORE."""
        last, origin = None, SCORE
        for index, fired in enumerate(self.grounds):
            if fired is not None and (last is None or fired >= last):
                last, origin = fired, index
        return origin


@dataclass(slots=True)
class Standing:
    """One person on one list: membership by ledger, and the due process of the observed one."""

    on: tuple[Holds, Holds, Holds]
    entered: int | None = None
    told: bool = False
    filed: int | None = None  # step in which a pending appeal was filed
    ever: bool = False
    ever_by_mistake: bool = False

    def listed(self) -> bool:
        """On the list, as the authority sees it."""
        return self.entered is not None

    def mistaken(self) -> bool:
        """Not on the error-free list: what listing there is is a mistake."""
        return not self.on[ERROR_FREE].any()


@dataclass(slots=True)
class Person:
    """An invented person.

    cell, trait, levels: drawn once. scores: one a ledger, None where the score's subject does not name the person.
    """

    number: int
    cell: int
    trait: int
    levels: list[int]
    child: bool
    start: int | None
    scores: list[int] | None
    subject: tuple[bool, ...]  # whether each list may list the person
    standings: list[Standing]

    def on_lists(self) -> int:
        """Bit i is set where the person is on the i-th list (observed)."""
        return sum(1 << i for i, standing in enumerate(self.standings) if standing.listed())


@dataclass(slots=True)
class ListStep:
    """What one list did to one person in a step."""

    was_on: tuple[bool, bool, bool] = (False, False, False)
    entered: bool = False
    exit: str | None = None
    spell: int = 0  # steps from entry to exit, where there was one
    case: bool = False
    reviewed: bool = False
    stopped: bool = False
    filed: bool = False
    decision: str | None = None  # "granted" or "refused"
    told: int | None = None  # by which sanction, or -1 at entry
    mistaken: bool = False  # as things stood when this step's review, filing or decision was made


@dataclass(slots=True)
class Happened:
    """What happened to one person in one step.

    acts, true, false, household: counts by behaviour; household: acts drawn as household misattributions (landing on
    a keeper, if there is one). points: what this step's records add up to, by ledger.
    reached: origin by sanction, None where it does not lie on the person. denials: by sanction.
    """

    acts: list[int]
    true: list[int]
    false: list[int]
    household: list[int]
    kept_for: list[int]  # false records that landed here as the keeper of the household's vehicle
    points: list[int] = field(default_factory=lambda: [0, 0, 0])
    before: list[int] | None = None  # scores before the step
    lists: list[ListStep] = field(default_factory=list)
    reached: list[int | None] = field(default_factory=list)
    denials: list[int] = field(default_factory=list)
    corrected: bool = False
