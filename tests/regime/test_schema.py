"""The JSON Schema says what the models say."""

from __future__ import annotations

from typing import Any

from scorewatch.regime import declare, values
from scorewatch.regime.meanings import MEANINGS
from scorewatch.regime.schema import schema


def test_it_is_closed_and_knows_plain_numbers() -> None:
    found = schema()
    assert found["additionalProperties"] is False
    assert {"format", "title", "population", "behaviour"} == set(found["required"])
    share = found["$defs"]["Share"]["anyOf"]
    assert share[0]["type"] == "number"
    assert share[1]["required"] == ["value"]
    assert found["$defs"]["Sensor"]["properties"]["sees"]["anyOf"][0]["type"] == "string"
    assert "from" in found["$defs"]["Phase"]["required"]


def test_alternatives_need_not_exclude_one_another() -> None:
    assert "oneOf" not in str(schema())


def test_every_word_says_what_it_means() -> None:
    found = schema()
    for table in [found, *found["$defs"].values()]:
        for word, declared in table.get("properties", {}).items():
            assert declared["description"].endswith("."), word
    assert found["$defs"]["Sanction"]["properties"]["by_age"]["description"] == MEANINGS["ByWhom"]["by_age"]
    assert found["$defs"]["Phase"]["properties"]["from"]["description"] == MEANINGS["Phase"]["from"]


def test_every_meaning_is_of_a_word_that_is_there() -> None:
    for table, said in MEANINGS.items():
        model: Any = getattr(declare, table, None) or getattr(values, table)
        own = {model.model_fields[name].alias or name for name in model.__annotations__ if name in model.model_fields}
        assert set(said) == own, table
