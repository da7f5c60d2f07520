"""The measures: names, kinds and columns. Append-only; `RESULTS_VERSION` rises when numbers may move."""

from __future__ import annotations

RESULTS_VERSION = 1

COLUMNS = ("measure", "item", "by", "step", "region", "group", "age_band", "sex", "trait", "bin", "value")
PART_COLUMNS = (
    "measure",
    "item",
    "by",
    "step",
    "region",
    "group",
    "age_band",
    "sex",
    "trait",
    "part",
    "value",
)

# how things stand at the end of a step
STATES = frozenset(
    {
        "people",
        "listed",
        "listed_by_mistake",
        "listed_error_free",
        "listed_all_acts",
        "missed",
        "listed_for_right",
        "untold",
        "appealing",
        "listed_anywhere",
        "reached",
        "ever_listed",
        "ever_listed_by_mistake",
    }
)

# what happened in a step; in parts, since the row before
FLOWS = frozenset(
    {
        "acts",
        "records_true",
        "records_false",
        "cases",
        "reviewed",
        "stopped",
        "appeals_filed",
        "granted",
        "refused",
        "entries",
        "exits",
        "denials",
        "people_denied",
    }
)

# with a bin, and not in parts
HISTOGRAMS = frozenset({"spell", "score"})

MISTAKEN, ACCURATE = "mistaken", "accurate"
RUNNING = "running"
