"""What the fast engine counts: every measure, item and `by` of a regime has a number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scorewatch.measure.names import ACCURATE, FLOWS, MISTAKEN
from scorewatch.regime import words
from scorewatch.regime.declare import Rules

Key = tuple[str, str, str]  # measure, item, by

CAUSES = ("appeal", "term", "complied", "score")
FIRST = np.dtype([(name, "i8") for name in ("people", "acts", "true", "false", "household", "anywhere")])
OF_LIST = np.dtype(
    [
        (name, "i8")
        for name in (
            "listed",
            "by_mistake",
            "error_free",
            "all_acts",
            "missed",
            "for_right",
            "untold",
            "appealing",
            "cases",
            "reviewed",
            "stopped",
            "filed",
            "granted",
            "refused",
            "entries",
            "exits",
            "ever",
            "ever_by_mistake",
        )
    ]
)
OF_SANCTION = np.dtype([(name, "i8") for name in ("reached", "denials", "people_denied")])


@dataclass(frozen=True)
class Keys:
    """The numbers of what is counted.

    names: by number; ("", …) for what only the next step needs. flows: whether it is summed over a year in parts.
    first, of_list, of_sanction: the first number of each group, for kernels. rights: by ground, bits of the rights of
    its list that it is on.
    """

    names: tuple[Key, ...]
    flows: NDArray[np.uint8]
    first: Any
    of_list: Any
    of_sanction: Any
    rights: NDArray[np.int32]


def keys(rules: Rules) -> Keys:
    """The keys of a regime."""
    names: list[Key] = []

    def more(measure: str, item: str = "", bys: tuple[str, ...] = ("",)) -> int:
        names.extend((measure, item, by) for by in bys)
        return len(names) - len(bys)

    first = np.zeros(1, FIRST).view(np.recarray)
    first[0].people, first[0].anywhere = more("people"), more("listed_anywhere")
    for field, measure in (
        ("acts", "acts"),
        ("true", "records_true"),
        ("household", ""),  # drawn: its bits and its keys in the same order
        ("false", "records_false"),
    ):
        first[0][field] = len(names)
        for name in rules.behaviour:
            more(measure, name)
    of_list = np.zeros(len(rules.list), OF_LIST).view(np.recarray)
    rights: list[int] = []
    truths = (MISTAKEN, ACCURATE)
    for record, (name, declared) in zip(of_list, rules.list.items(), strict=True):
        origins = (words.SCORE, *declared.ground)
        by_ground = [{r for b in g.on if (r := rules.behaviour[b].right)} for g in declared.ground.values()]
        present = sorted(set().union(*by_ground))
        rights += [sum(1 << present.index(right) for right in found) for found in by_ground]
        for field, measure, bys in (
            ("listed", "listed", origins),
            ("by_mistake", "listed_by_mistake", origins),
            # how somebody stands: its bits and its keys in the same order
            ("error_free", "listed_error_free", ("",)),
            ("all_acts", "listed_all_acts", ("",)),
            ("missed", "missed", ("",)),
            ("ever", "ever_listed", ("",)),
            ("ever_by_mistake", "ever_listed_by_mistake", ("",)),
            ("for_right", "listed_for_right", tuple(present)),
            ("untold", "untold", ("",)),
            ("appealing", "appealing", ("",)),
            ("cases", "cases", ("",)),
            ("reviewed", "reviewed", ("",)),
            ("stopped", "stopped", truths),
            ("filed", "appeals_filed", truths),
            ("granted", "granted", truths),
            ("refused", "refused", truths),
            ("entries", "entries", origins),
            ("exits", "exits", CAUSES),
        ):
            record[field] = more(measure, name, bys)
    of_sanction = np.zeros(len(rules.sanction), OF_SANCTION).view(np.recarray)
    for record, (name, sanction) in zip(of_sanction, rules.sanction.items(), strict=True):
        origins = (words.KIN, words.SCORE, *rules.list[sanction.list].ground)
        for field in ("reached", "denials", "people_denied"):
            record[field] = more(field, name, origins)
    return Keys(
        tuple(names),
        np.array([measure in FLOWS for measure, _, _ in names], dtype=np.uint8),
        first,
        of_list,
        of_sanction,
        np.array(rights, dtype=np.int32),
    )
