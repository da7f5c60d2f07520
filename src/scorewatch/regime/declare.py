"""What a regime file may say, as models. The meaning of every word is in docs/model.md.

A number is a Quantity: plain, or { value, low, high, source }. Unknown words are refused; declarations are
frozen. What depends on the population or on other parts of the file (complete tables, references, one number
against another) is judged in `judge`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    GetJsonSchemaHandler,
    Strict,
    Tag,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from scorewatch.regime import duration
from scorewatch.regime.words import DOMAINS, NEVER, START, Domain, Right, Step

Number = Annotated[float, Strict(), Field(allow_inf_nan=False)]
WholeNumber = Annotated[int, Strict(), Field(ge=-(10**9), le=10**9)]
Text = Annotated[str, Strict(), Field(min_length=1)]
Flag = Annotated[bool, Strict()]


def _a_duration(text: str) -> str:
    if duration.parse(text)[0] == 0:
        raise ValueError(f'"{text}" is no time at all; the shortest duration is one step')
    return text


def _a_term(text: str) -> str:
    return text if text == NEVER else _a_duration(text)


def _a_start(text: str) -> str:
    if text != START:
        duration.parse(text)  # "0 months" is step 0
    return text


def _a_format(given: Any) -> Any:
    return given if type(given) is int else str(given)  # true and 1.0 equal 1


def _one_or_several(given: Any) -> Any:
    return (given,) if isinstance(given, str) else tuple(given) if isinstance(given, list) else given


_LENGTH = r"\d{1,6}(\.\d{1,6})? (day|week|month|year)s?"
DurationText = Annotated[
    str, Strict(), AfterValidator(_a_duration), WithJsonSchema({"type": "string", "pattern": f"^{_LENGTH}$"})
]
Term = Annotated[
    str,
    Strict(),
    AfterValidator(_a_term),
    WithJsonSchema({"type": "string", "pattern": f"^(never|{_LENGTH})$"}),
]
Beginning = Annotated[
    str,
    Strict(),
    AfterValidator(_a_start),
    WithJsonSchema({"type": "string", "pattern": f"^(start|{_LENGTH})$"}),
]


def _several(item: dict[str, Any], least: int) -> WithJsonSchema:
    """One item or an array of them, in the JSON Schema."""
    array = {"type": "array", "items": item, "minItems": least, "uniqueItems": True}
    return WithJsonSchema({"anyOf": [item, array]})


Names = Annotated[
    tuple[Text, ...],
    BeforeValidator(_one_or_several),
    Field(min_length=1),
    _several({"type": "string", "minLength": 1}, 1),
]


class Declared(BaseModel):
    """Base of every table of a regime file."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Quantity(Declared):
    """A number, the bounds of what nobody knows better, and where it comes from."""

    value: Number
    low: Number | None = None
    high: Number | None = None
    source: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, given: Any) -> Any:
        return {"value": given} if isinstance(given, int | float) and not isinstance(given, bool) else given

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """A plain number, or the table."""
        table = handler.resolve_ref_schema(handler(core))
        return {"anyOf": [table["properties"]["value"], table], "description": table.pop("description", "")}

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        wrong = []
        if self.low is not None and self.low > self.value:
            wrong.append(f"low = {self.low:g} is above value = {self.value:g}")
        if self.high is not None and self.high < self.value:
            wrong.append(f"high = {self.high:g} is below value = {self.value:g}")
        if wrong:
            raise ValueError(" and ".join(wrong))
        return self


_Share = Annotated[float, Strict(), Field(ge=0, le=1, allow_inf_nan=False)]
_Points = Annotated[int, Strict(), Field(ge=-30_000, le=30_000)]
_Recovery = Annotated[int, Strict(), Field(ge=0, le=1_000_000)]
_AtLeast0 = Annotated[float, Strict(), Field(ge=0, le=1e9, allow_inf_nan=False)]


class Share(Quantity):
    """A share of cases, 0 to 1."""

    value: _Share
    low: _Share | None = None
    high: _Share | None = None


class Rate(Quantity):
    """A number not below 0: a rate per year, a factor, a capacity."""

    value: _AtLeast0
    low: _AtLeast0 | None = None
    high: _AtLeast0 | None = None


class Whole(Quantity):
    """A whole number: points, scores."""

    value: WholeNumber
    low: WholeNumber | None = None
    high: WholeNumber | None = None


class Points(Quantity):
    """Whole points for one record, or for what a person is."""

    value: _Points
    low: _Points | None = None
    high: _Points | None = None


class Recovery(Quantity):
    """Whole points a year, back towards the start."""

    value: _Recovery
    low: _Recovery | None = None
    high: _Recovery | None = None


_OF_A_QUANTITY = {"value", "low", "high", "source"}


def is_number(given: Any) -> bool:
    """Whether what stands in a file is meant as one number, plain or with its bounds and source."""
    return not isinstance(given, dict) or not _OF_A_QUANTITY.isdisjoint(given)


def _form(given: Any) -> str:
    """Which of number, table and table of tables stands here."""
    if is_number(given):
        return "number"
    return "nested" if any(isinstance(v, dict) and not is_number(v) for v in given.values()) else "table"


WholeOrNever = Annotated[
    Annotated[Whole, Tag("number")] | Annotated[Literal["never"], Tag("word")],
    Discriminator(lambda given: "word" if isinstance(given, str) else "number"),
]
Table = dict[str, Rate]
ShareOrTable = Annotated[
    Annotated[Share, Tag("number")] | Annotated[dict[str, Share], Tag("table")],
    Discriminator(lambda given: "number" if is_number(given) else "table"),
]
ShareByCase = Annotated[  # by group, by behaviour, or by group and then behaviour
    Annotated[Share, Tag("number")]
    | Annotated[dict[str, Share], Tag("table")]
    | Annotated[dict[str, dict[str, Share]], Tag("nested")],
    Discriminator(_form),
]
RateByCase = Annotated[
    Annotated[Rate, Tag("number")]
    | Annotated[dict[str, Rate], Tag("table")]
    | Annotated[dict[str, dict[str, Rate]], Tag("nested")],
    Discriminator(_form),
]


class ByWhom(Declared):
    """Factors by what a person is; no such table means 1."""

    by_age: Table | None = None
    by_sex: Table | None = None
    by_region: Table | None = None
    by_group: Table | None = None


class Use(Declared):
    """Which population, and how many people by default."""

    use: Text
    people: Annotated[int, Strict(), Field(ge=1, le=10**11)] = 1_000_000


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
    bands: dict[str, Whole] = {}
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
    unless: dict[str, Share] = {}
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
    """Somebody looks before a listing counts. What is not said is None, and comes from the general one."""

    share: Share | None = None
    stops_mistaken: Share | None = None
    stops_accurate: Share | None = None
    capacity_per_year: Rate | None = None


class DueProcess(Declared):
    """What protects the listed. What is not said is None: a list's own words go before the general ones."""

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
    ground: dict[str, Ground] = {}
    due_process: DueProcess = DueProcess()


class Sanction(ByWhom):
    """What those on a list are denied, or what is imposed on them."""

    says: Text
    list: Text
    domain: Domain
    related: Annotated[tuple[Domain, ...], BeforeValidator(_one_or_several), _several({"enum": list(DOMAINS)}, 0)] = ()
    reaches: Literal["person", "children", "household"]
    attempts_per_year: Rate | None = None
    by_trait: Table | None = None
    evaded: Share = Share(value=0)
    imposed: Literal["at entry"] | None = None


class Curve(Declared):
    """A multiplier 1 - most x s / (s + half_at)."""

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

    format: Annotated[Literal[1], BeforeValidator(_a_format)]
    title: Text
    about: Text | None = None
    step: Step = "month"
    lasts: DurationText = "3 years"
    warm_up: DurationText | None = None
    population: Use
    trait: dict[str, Trait] = {}
    score: Score | None = None
    behaviour: dict[str, Behaviour] = Field(min_length=1)
    sensor: dict[str, Sensor] = {}
    list: dict[str, List] = {}
    sanction: dict[str, Sanction] = {}
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
