"""The JSON Schema says what the models say."""

from __future__ import annotations

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
