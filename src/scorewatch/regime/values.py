"""What may stand to the right of an equals sign in a regime file: texts, durations, numbers, tables of numbers.

A number is a Quantity: plain, or { value, low, high, source }.
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
from scorewatch.regime.meanings import MEANINGS
from scorewatch.regime.words import NEVER, START

Number = Annotated[float, Strict(), Field(allow_inf_nan=False)]
WholeNumber = Annotated[int, Strict(), Field(ge=-(10**9), le=10**9)]


def _a_text(text: str) -> str:
    odd = next((c for c in text if not c.isprintable() and c not in "\n\t"), None)
    if odd is not None:
        raise ValueError(f"a text may not hold the control character U+{ord(odd):04X}: it would steer a terminal")
    return text


Text = Annotated[str, Strict(), Field(min_length=1), AfterValidator(_a_text)]
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


def a_format(given: Any) -> Any:
    return given if type(given) is int else str(given)  # true and 1.0 equal 1


def one_or_several(given: Any) -> Any:
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


def several(item: dict[str, Any], least: int) -> WithJsonSchema:
    """One item or an array of them, in the JSON Schema."""
    array = {"type": "array", "items": item, "minItems": least, "uniqueItems": True}
    return WithJsonSchema({"anyOf": [item, array]})


Names = Annotated[
    tuple[Text, ...],
    BeforeValidator(one_or_several),
    Field(min_length=1),
    several({"type": "string", "minLength": 1}, 1),
]


def meanings(model: type[BaseModel]) -> dict[str, str]:
    """The sentence of every word of a table."""
    return {word: says for kind in model.__mro__ for word, says in MEANINGS.get(kind.__name__, {}).items()}


def _described(schema: dict[str, Any], model: type[BaseModel]) -> None:
    """Every word in the JSON Schema of a table has its sentence."""
    said = meanings(model)
    for word, declared in schema.get("properties", {}).items():
        declared["description"] = said[word]


class Declared(BaseModel):
    """Base of every table of a regime file."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra=_described)


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
