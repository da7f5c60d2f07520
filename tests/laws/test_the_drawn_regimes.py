"""The drawn regimes use every word of the format, so the laws are about all of it."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from pydantic import BaseModel

from laws.lives import few
from laws.regimes import Raw, read, regimes
from scorewatch.people.template import read_template
from scorewatch.plan.limits import within_limits
from scorewatch.regime import declare

NAMED = {"trait", "behaviour", "sensor", "list", "sanction", "ground"}


def words_of(model: type[BaseModel]) -> set[str]:
    """The words that may stand in this table."""
    return {field.alias or name for name, field in model.model_fields.items()}


def used(table: Raw, model: str, found: dict[str, set[str]]) -> None:
    """Every word of a table, and of the tables in it, has been noted under the name of its model."""
    found.setdefault(model, set()).update(table)
    for word, inner in table.items():
        if word in NAMED and model in ("file", "list"):  # and not the points of a profile by trait
            for part in inner.values():
                used(part, word, found)
        elif word in ("score", "profile", "due_process", "review", "response", "confuses", "population"):
            used(inner, word, found)


def test_they_use_every_word_of_the_format_and_are_all_valid() -> None:
    found: dict[str, set[str]] = {}
    set_by_phases: set[str] = set()
    forms: dict[str, set[str]] = {}

    @few(90)
    @given(regimes())
    def draw(raw: Raw) -> None:
        regime = read(raw)
        within_limits(regime, read_template(regime.census))
        used(raw, "file", found)
        for phase in raw.get("phase", []):
            found.setdefault("phase", set()).update(phase)
            set_by_phases.update(key.split(".")[-1] for key in phase["set"])
        for sensor in raw.get("sensor", {}).values():
            for word in ("coverage", "recorded", "misattributed", "false_per_year"):
                if word in sensor:
                    forms.setdefault(word, set()).add(_form(sensor[word]))

    draw()
    models: dict[str, type[BaseModel]] = {
        "file": declare.Rules,
        "population": declare.Use,
        "trait": declare.Trait,
        "score": declare.Score,
        "profile": declare.Profile,
        "behaviour": declare.Behaviour,
        "sensor": declare.Sensor,
        "confuses": declare.Confuses,
        "list": declare.List,
        "ground": declare.Ground,
        "due_process": declare.DueProcess,
        "review": declare.Review,
        "sanction": declare.Sanction,
        "response": declare.Response,
        "phase": declare.Phase,
    }
    for name, model in models.items():
        assert found[name] == words_of(model), name
    assert {"points", "enter_below", "leave_at", "term", "chance", "most", "decided_after"} <= set_by_phases
    for word in ("recorded", "misattributed", "false_per_year"):
        assert forms[word] == {"number", "group", "behaviour", "nested"}, word
    assert forms["coverage"] == {"number", "behaviour"}  # a table by region, which is neither group nor nested


def _form(given: Any) -> str:
    if not isinstance(given, dict) or "value" in given:
        return "number"
    if any(isinstance(inner, dict) and "value" not in inner for inner in given.values()):
        return "nested"
    return "group" if "majority" in given else "behaviour"
