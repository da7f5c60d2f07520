"""What holds once defaults are filled in: due process by list, and look-ups in tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scorewatch.regime.declare import ByTruth, DueProcess, Rules, Sensor
from scorewatch.regime.values import Quantity


@dataclass(frozen=True)
class ResolvedDueProcess:
    """What protects those on one list, every default filled in.

    Shares are between 0 and 1. decided_after: a duration, or None where nothing says it.
    capacity_per_year: reviews per 100,000 people, or None where the office has no limit.
    """

    notice: float
    notice_on_denial: float
    appeals_mistaken: float
    appeals_accurate: float
    decided_after: str | None
    granted_if_mistaken: float
    granted_if_accurate: float
    corrects_record: bool
    review_share: float
    stops_mistaken: float
    stops_accurate: float
    capacity_per_year: float | None

    @property
    def tells(self) -> bool:
        """Whether anybody is told at all."""
        return self.notice > 0 or self.notice_on_denial > 0

    @property
    def hears(self) -> bool:
        """Whether anybody who is told appeals."""
        return self.appeals_mistaken > 0 or self.appeals_accurate > 0

    @property
    def grants(self) -> bool:
        """Whether an appeal can succeed."""
        return self.granted_if_mistaken > 0 or self.granted_if_accurate > 0

    @property
    def reviews(self) -> bool:
        """Whether anybody looks before a listing counts."""
        return self.review_share > 0 and self.capacity_per_year != 0


def due_process(rules: Rules, list_name: str) -> ResolvedDueProcess:
    """The due process of a list: its own words, else the general ones, else the defaults."""
    own, general = rules.list[list_name].due_process, rules.due_process

    def word(name: str) -> Any:
        mine = getattr(own, name)
        return getattr(general, name) if mine is None else mine

    def share(name: str) -> float:
        found = word(name)
        return 0.0 if found is None else float(found.value)

    def review(name: str) -> float | None:
        mine: Quantity | None = getattr(own.review, name)
        found: Quantity | None = getattr(general.review, name) if mine is None else mine
        return None if found is None else float(found.value)

    mistaken, accurate = _appeals(word("appeals"))
    return ResolvedDueProcess(
        notice=share("notice"),
        notice_on_denial=share("notice_on_denial"),
        appeals_mistaken=mistaken,
        appeals_accurate=accurate,
        decided_after=word("decided_after"),
        granted_if_mistaken=share("granted_if_mistaken"),
        granted_if_accurate=share("granted_if_accurate"),
        corrects_record=bool(word("corrects_record")),
        review_share=review("share") or 0.0,
        stops_mistaken=review("stops_mistaken") or 0.0,
        stops_accurate=review("stops_accurate") or 0.0,
        capacity_per_year=review("capacity_per_year"),
    )


def _appeals(given: Any) -> tuple[float, float]:
    if given is None:
        return 0.0, 0.0
    if isinstance(given, ByTruth):
        return float(given.mistaken.value), float(given.accurate.value)
    return float(given.value), float(given.value)


def says_in(rules: Rules, list_name: str, word: str) -> tuple[str | int, ...]:
    """The path of the table that says this word of due process for a list: its own, else the general one."""
    own: DueProcess = rules.list[list_name].due_process
    return ("list", list_name, "due_process") if getattr(own, word) is not None else ("due_process",)


def rate_for(by_case: Any, group: str, behaviour: str) -> float:
    """The number for an actor's group and a behaviour: one for all, by group, by behaviour or by both."""
    if isinstance(by_case, Quantity):
        return float(by_case.value)
    inner = by_case[group] if group in by_case else by_case[behaviour]
    return float(inner.value if isinstance(inner, Quantity) else inner[behaviour].value)


def coverage(sensor: Sensor, region: str) -> float:
    """The share of acts in a region that a sensor covers."""
    given = sensor.coverage
    return float(given.value if isinstance(given, Quantity) else given[region].value)


def factor(table: Mapping[str, Quantity] | None, key: str) -> float:
    """The factor for a key; 1 where there is no such table."""
    return 1.0 if table is None else float(table[key].value)


def profile_points(rules: Rules, age_band: str, sex: str, region: str, group: str, trait: str) -> int:
    """Points at the start for what a person is; who has no entry, and a trait that is not named, has 0."""
    if rules.score is None:
        return 0
    profile = rules.score.profile
    tables = ((profile.age, age_band), (profile.sex, sex), (profile.region, region))
    more = ((profile.group, group), (profile.trait, trait))
    return sum(int(table[key].value) for table, key in (*tables, *more) if table is not None and key in table)
