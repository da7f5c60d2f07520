"""What a regime file may say, as models. What every word means is in docs/model.md, a sentence of it in `meanings`.

Unknown words are refused; declarations are frozen. What depends on the population or on other parts of the file
(complete tables, references, one number against another) is judged in `judge`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Strict, Tag, model_validator

from scorewatch.regime.values import (
    Beginning,
    Declared,
    DurationText,
    Flag,
    Names,
    Points,
    Rate,
    RateByCase,
    Recovery,
    Share,
    ShareByCase,
    ShareOrTable,
    Term,
    Text,
    Whole,
    WholeNumber,
    WholeOrNever,
    a_format,
    is_number,
    one_or_several,
    several,
)
from scorewatch.regime.words import DOMAINS, NEVER, Domain, Right, Step

Table = dict[str, Rate]


class ByWhom(Declared):
    """Factors by what a person is; no such table means 1."""

    by_age: Table | None = None
    by_sex: Table | None = None
    by_region: Table | None = None
    by_group: Table | None = None


class Use(Declared):
    """Which population, and how many people by default."""

    use: Text
    people: Annotated[int, Strict(), Field(ge=1, le=2**31)] = 1_000_000


class Trait(ByWhom):
    """What too few rows of a template could carry."""

    says: Text
    share: Share


class Profile(Declared):
    """Points at the start for what a person is."""

    age: dict[str, Points] | None = None
    sex: dict[str, Points] | None = None
    region: dict[str, Points] | None = None
    group: dict[str, Points] | None = None
    trait: dict[str, Points] | None = None


class Score(Declared):
    """The score: where it starts, how far it goes, what it forgets."""

    start: Whole
    range: tuple[WholeNumber, WholeNumber]
    recovery: Recovery = Recovery(value=0)
    bands: dict[str, Whole] = Field(default_factory=dict)
    profile: Profile = Profile()
    subject: Names | None = None

    @model_validator(mode="before")
    @classmethod
    def _pair(cls, given: Any) -> Any:
        # TOML has arrays where the model has a pair
        if isinstance(given, dict) and isinstance(given.get("range"), list):
            return {**given, "range": tuple(given["range"])}
        return given


class Behaviour(ByWhom):
    """What people do."""

    says: Text
    acts_per_year: Rate
    by_trait: Table | None = None
    by_list: Table | None = None
    spread: Rate = Rate(value=0)
    points: Points = Points(value=0)
    domain: Domain
    right: Right | None = None
    targeted: Flag = False


class Confuses(Declared):
    """Shares of the lookalike load that a sensor moves to another age band or the other sex."""

    age: Share = Share(value=0)
    sex: Share = Share(value=0)


class Sensor(Declared):
    """An error model: how acts are seen, and how they are seen wrongly."""

    says: Text
    sees: Names
    coverage: ShareOrTable = Share(value=1)
    recorded: ShareByCase = Share(value=0)
    misattributed: ShareByCase = Share(value=0)
    to: Literal["lookalike", "household"] = "lookalike"
    false_per_year: RateByCase = Rate(value=0)
    confuses: Confuses = Confuses()
    avoidable: Flag = False


class Ground(Declared):
    """A reason to be listed that a record gives, whatever the score."""

    says: Text
    on: Names
    chance: Share = Share(value=1)
    unless: dict[str, Share] = Field(default_factory=dict)
    term: Term = NEVER


class ByTruth(Declared):
    """One share for those listed by mistake, one for the others."""

    mistaken: Share
    accurate: Share


ShareByTruth = Annotated[
    Annotated[Share, Tag("number")] | Annotated[ByTruth, Tag("by truth")],
    Discriminator(lambda given: "number" if is_number(given) else "by truth"),
]


class Review(Declared):
    """Somebody looks before a listing counts. What a list does not say comes from the general one; else it is 0."""

    # None: not said
    share: Share | None = None
    stops_mistaken: Share | None = None
    stops_accurate: Share | None = None
    capacity_per_year: Rate | None = None


class DueProcess(Declared):
    """What protects the listed. A list's own words go before the general ones; a share that neither says is 0."""

    # None: not said
    notice: Share | None = None
    notice_on_denial: Share | None = None
    appeals: ShareByTruth | None = None
    decided_after: DurationText | None = None
    granted_if_mistaken: Share | None = None
    granted_if_accurate: Share | None = None
    corrects_record: Flag | None = None
    review: Review = Review()


class List(Declared):
    """A list and how one gets on and off it."""

    says: Text
    subject: Names | None = None
    enter_below: Whole | None = None
    leave_at: WholeOrNever | None = None
    term: Term = NEVER
    complies_per_year: Rate = Rate(value=0)
    ground: dict[str, Ground] = Field(default_factory=dict)
    due_process: DueProcess = DueProcess()


class Sanction(ByWhom):
    """What those on a list are denied, or what is imposed on them."""

    says: Text
    list: Text
    domain: Domain
    related: Annotated[tuple[Domain, ...], BeforeValidator(one_or_several), several({"enum": list(DOMAINS)}, 0)] = ()
    reaches: Literal["person", "children", "household"]
    attempts_per_year: Rate | None = None
    by_trait: Table | None = None
    evaded: Share = Share(value=0)
    imposed: Literal["at entry"] | None = None


class Curve(Declared):
    """A multiplier 1 - most x s / (s + half_at); s is a share of acts or of people."""

    most: Share
    half_at: Rate


class Response(Declared):
    """What people do about it."""

    deterrence: Curve | None = None
    chilling: Curve | None = None
    avoidance: Curve | None = None


class Phase(Declared):
    """What changes on the way."""

    start: Beginning = Field(alias="from")
    says: Text
    set: dict[str, Any] = Field(min_length=1)


class Rules(Declared):
    """A whole regime file."""

    format: Annotated[Literal[1], BeforeValidator(a_format)]
    title: Text
    about: Text | None = None
    step: Step = "month"
    lasts: DurationText = "3 years"
    warm_up: DurationText | None = None
    population: Use
    trait: dict[str, Trait] = Field(default_factory=dict)
    score: Score | None = None
    behaviour: dict[str, Behaviour] = Field(min_length=1)
    sensor: dict[str, Sensor] = Field(default_factory=dict)
    list: dict[str, List] = Field(default_factory=dict)
    sanction: dict[str, Sanction] = Field(default_factory=dict)
    due_process: DueProcess = DueProcess()
    response: Response = Response()
    phase: tuple[Phase, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _phases(cls, given: Any) -> Any:
        if isinstance(given, dict) and isinstance(given.get("phase"), list):
            return {**given, "phase": tuple(given["phase"])}
        return given


BY_WHOM = ("by_age", "by_sex", "by_region", "by_group", "by_trait")
