"""The JSON Schema of a regime file, from the models that read it."""

from __future__ import annotations

from typing import Any

from scorewatch.regime.declare import Rules

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """What an editor can know about a regime file; what depends on a population or other parts is not in it."""
    return {"$schema": _DIALECT, **_any_of(Rules.model_json_schema(by_alias=True))}


def _any_of(given: Any) -> Any:
    """The same, with alternatives that need not exclude one another: { value = 3 } may be a number or a table."""
    if isinstance(given, list):
        return [_any_of(item) for item in given]
    if isinstance(given, dict):
        return {"anyOf" if key == "oneOf" else key: _any_of(item) for key, item in given.items()}
    return given
