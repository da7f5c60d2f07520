"""The closed vocabularies of a regime file."""

from __future__ import annotations

from typing import Literal, get_args

Domain = Literal[
    "money",
    "traffic",
    "public order",
    "expression",
    "civic",
    "consumption",
    "travel",
    "housing",
    "education",
    "work",
    "credit",
    "welfare",
    "movement",
]
Right = Literal["expression", "assembly", "religion", "association", "privacy"]
Step = Literal["month", "week", "day"]

DOMAINS: tuple[str, ...] = get_args(Domain)
RIGHTS: tuple[str, ...] = get_args(Right)

STEPS_A_YEAR = {"month": 12, "week": 52, "day": 365}

NEVER = "never"
START = "start"  # where a phase begins that holds from the first step of the warm-up
NONE = "none"  # the extra key of by_list and by_trait, and the trait of who has none
SCORE = "score"  # the origin of who is listed by score
KIN = "kin"  # the origin of a denial for what a relative did

# Words that mean something else where a name could stand.
RESERVED = {
    "and",
    "or",
    "not",
    NONE,
    SCORE,
    KIN,
    "running",
    "value",
    "low",
    "high",
    "source",
    "mistaken",
    "accurate",
    "due_process",
}
