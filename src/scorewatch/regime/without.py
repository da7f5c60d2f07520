"""The same people where nobody is watched: a regime without its rules."""

from __future__ import annotations

from typing import Any

from scorewatch.regime.read import Regime, from_raw

NAME = "no-regime"
_RULES = ("score", "sensor", "list", "sanction", "due_process", "response")
_TITLE = "No regime: the same people, nobody watched"


def without(regime: Regime) -> Regime:
    """What people do, and nothing that an authority does: no sensor, score, list, sanction or response.

    Names and numbers of behaviours and traits stay, so the same people do the same by the same luck. Of a phase stays
    what it says of behaviours.
    """
    raw: dict[str, Any] = {word: given for word, given in regime.raw.items() if word not in _RULES}
    raw["title"] = _TITLE
    raw["about"] = f"The people of: {regime.title}"
    raw["behaviour"] = {
        name: {word: given for word, given in said.items() if word != "by_list"}
        for name, said in regime.raw["behaviour"].items()
    }
    phases = []
    for phase in raw.pop("phase", ()):
        kept = {path: value for path, value in phase["set"].items() if _of_people(path)}
        if kept:
            phases.append({**phase, "set": kept})
    if phases:
        raw["phase"] = phases
    return from_raw(raw, NAME)


def _of_people(path: str) -> bool:
    return path.startswith(("behaviour.", "trait.")) and ".by_list" not in path
