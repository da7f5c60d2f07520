"""What the format puts off: known words that are refused for now, and never taken for a misspelling."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scorewatch.regime import refuse, shape
from scorewatch.regime.finding import Finding, shown
from scorewatch.regime.places import Path, dotted

_RANK = "entry by rank"
_LOT = "grounds on a lot"
_NTH = "grounds for the n-th time"
_OTHER_LIST = "grounds on another list's entry"
_MONEY = "amounts of money"
_OWN = "populations of one's own"
_DISTRIBUTION = "starting scores as a distribution"
_TERMS = "several terms"
_REVIEWS = "opening the books again on the way"

# By the table that a word stands in, as the models call it.
_WORDS: dict[str, dict[str, str]] = {
    "List": dict.fromkeys(
        ("rank", "by_rank", "enter_rank", "enter_by_rank", "worst", "lowest", "enter_worst", "quota"), _RANK
    ),
    "Ground": {
        **dict.fromkeys(("lot", "by_lot", "lottery"), _LOT),
        **dict.fromkeys(("nth", "times", "time", "nth_time", "from_time"), _NTH),
        **dict.fromkeys(("on_list", "on_entry"), _OTHER_LIST),
    },
    "Score": dict.fromkeys(("start_spread", "start_distribution"), _DISTRIBUTION),
    "Sensor": {"false_spread": "false records that fall on the same people again"},
    "DueProcess": {"suspends": "a pending appeal that stops the sanction"},
    "Phase": {"reviews": _REVIEWS},
    "Use": dict.fromkeys(("file", "path", "axes", "figures", "template", "census", "margins"), _OWN),
}
_ANYWHERE = {
    "by_band": "factors by band",
    **dict.fromkeys(
        ("amount", "amounts", "fine", "fines", "cost", "costs", "price", "fee", "income", "currency"), _MONEY
    ),
}
_OF_A_DISTRIBUTION = {"mean", "sd", "spread", "distribution", "shape", "law", "from", "to", "min", "max"}


def put_off(raw: Any, path: Path = ()) -> Iterator[Finding]:
    """Every word of a file that is known and comes later."""
    if isinstance(raw, list):
        for number, item in enumerate(raw):
            yield from put_off(item, (*path, number))
    if not isinstance(raw, dict):
        return
    known = shape.table_fields(path)
    kinds = {getattr(kind, "__name__", "") for kind in shape.at(path)}
    for word, given in raw.items():
        here = (*path, word)
        says = "" if word in known or not known else _says(word, kinds)
        if says == _OWN and isinstance(given, str) and refuse.kind_of_records(given):
            what = f"{dotted(here)} = {shown(given)} is {refuse.kind_of_records(given)}"
            yield Finding(here, what, refuse.WHY, "Write use = … with a shipped population.")
        elif says or (says := _value(here, given, kinds)):
            yield Finding(here, f"{_what(here, given)} comes later", f"Known and not there yet: {says}.", _DO)
        else:
            yield from put_off(given, here)


_DO = "Leave it out for now."


def _says(word: str, kinds: set[str]) -> str:
    found = [_WORDS[kind][word] for kind in kinds if word in _WORDS.get(kind, {})]
    return found[0] if found else _ANYWHERE.get(word, "")


def _value(path: Path, given: Any, kinds: set[str]) -> str:
    """What a known word with a value of a later kind stands for."""
    word = path[-1]
    if "Ground" in kinds and word == "on":
        names = [given] if isinstance(given, str) else given if isinstance(given, list) else []
        if any(isinstance(name, str) and name.startswith("list.") for name in names):
            return _OTHER_LIST
    if word == "term" and kinds & {"Ground", "List"} and isinstance(given, list):
        return _TERMS
    if "Score" in kinds and word == "start":
        apart = isinstance(given, list) or (isinstance(given, dict) and _OF_A_DISTRIBUTION & given.keys())
        return _DISTRIBUTION if apart else ""
    return ""


def _what(path: Path, given: Any) -> str:
    return dotted(path) + (f" = {shown(given)}" if not isinstance(given, dict) else "")
