"""The order of a step, for one household at a time: what the engine walks and `describe` prints."""

from __future__ import annotations

from typing import NamedTuple

# the three ledgers, in this order wherever there are three of a thing
OBSERVED, ERROR_FREE, ALL_ACTS = 0, 1, 2
LEDGERS = ("observed", "error_free", "all_acts")


class Stage(NamedTuple):
    """One stage of a step."""

    name: str
    says: str
    file: str  # where it is written


ORDER = (
    Stage(
        "act",
        "Everybody acts; each act is recorded rightly, drawn as a household misattribution, or neither.",
        "mechanism/behave",
    ),
    Stage("observe", "Household misattributions land on the registered keeper of the household.", "mechanism/observe"),
    Stage("mistake", "False records with no act of one's own behind them land.", "mechanism/mistake"),
    Stage("score", "The three ledgers recover, take the points and are clamped.", "mechanism/score"),
    Stage(
        "list",
        "Each list in the file's order, error_free and all_acts before observed: firings of those on it, exits "
        "(appeal, term, complied, score), then firings of those off it, review, entries.",
        "mechanism/listing",
    ),
    Stage(
        "correct", "Who was granted an appeal that corrects the record gets the error-free score.", "mechanism/redress"
    ),
    Stage(
        "notice", "Those who entered are told or not, and who is told decides whether to appeal.", "mechanism/redress"
    ),
    Stage(
        "sanction", "All memberships of the household are settled: what is attempted is denied.", "mechanism/sanction"
    ),
    Stage(
        "learn", "Who was not told may learn it from a denial, and then decides whether to appeal.", "mechanism/redress"
    ),
    Stage("tally", "What happened, and how everybody now stands, is counted.", "engine/tally"),
)
