"""What changes on the way: the rules that hold from each step on."""

from __future__ import annotations

import copy
from collections.abc import Callable
from itertools import groupby
from typing import Any

from scorewatch.regime import duration, shape
from scorewatch.regime.declare import Phase, Rules
from scorewatch.regime.finding import Finding
from scorewatch.regime.fit import Fit
from scorewatch.regime.places import Path
from scorewatch.regime.sets import put, refusal, resolve
from scorewatch.regime.words import START

Timeline = tuple[tuple[int, Rules], ...]
Judged = Callable[[dict[str, Any]], Fit]

# What a phase cannot set, by the last word of the path or by its beginning, with the reason.
_WHAT_PEOPLE_ARE = "What people are is drawn once, before the first step."
_WHAT_PARTS_ARE = "A phase changes what a part does within a step, not what it is."
_WHOLE_RUN = "It holds for the whole run."
_FIXED: tuple[tuple[Path, str], ...] = (
    (("format",), _WHOLE_RUN),
    (("title",), _WHOLE_RUN),
    (("about",), _WHOLE_RUN),
    (("step",), _WHOLE_RUN),
    (("lasts",), _WHOLE_RUN),
    (("warm_up",), _WHOLE_RUN),
    (("phase",), "A phase cannot change another phase."),
    (("population",), _WHAT_PEOPLE_ARE),
    (("trait",), _WHAT_PEOPLE_ARE),
    (("score", "start"), "Where a score starts is settled before the first step."),
    (("score", "profile"), "Where a score starts is settled before the first step."),
    (("score", "range"), "The scores that exist are settled before the first step."),
    (("score", "bands"), "Bands are names for reports, one set for the whole run."),
)
_FIXED_WORDS = {
    "spread": _WHAT_PEOPLE_ARE,
    **dict.fromkeys(
        (
            "says",
            "domain",
            "right",
            "related",
            "subject",
            "sees",
            "on",
            "list",
            "reaches",
            "targeted",
            "imposed",
            "source",
        ),
        _WHAT_PARTS_ARE,
    ),
}


def begins(phase: Phase, step: str, warm_up: int) -> int:
    """The first step of a phase: "start" is the first of the warm-up, "0 months" is step 0."""
    if phase.start == START:
        return -warm_up
    return 0 if duration.parse(phase.start)[0] == 0 else duration.steps(phase.start, step)


def refused(raw: dict[str, Any], phase: Path, key: str, value: Any) -> Finding | None:
    """Why a phase cannot set this key, or None where it can; `phase` is its path."""
    here = (*phase, "set", key)
    path = resolve(raw, key)
    why = next((reason for beginning, reason in _FIXED if path[: len(beginning)] == beginning), "")
    if len(path) > 1 and path[-1] in shape.fields(path[:-1]):  # and not a name of one's own that looks like it
        last = path[-2] if path[-1] == "value" else path[-1]
        why = why or _FIXED_WORDS.get(str(last), "")
    if why:
        return Finding(here, f"a phase cannot set {key}", why, "Write another regime instead, and compare the two.")
    if isinstance(value, dict) and len(path) == 1:
        what = f"the keys of a phase's set are paths, and {key} is a table"
        return Finding(here, what, do=f'Put the whole path in quotes: set = {{ "{key}.…" = … }}')
    found = refusal(raw, path, value)
    return found and Finding(here, found.what, found.why, found.do)


def timeline(
    raw: dict[str, Any], rules: Rules, warm_up: int, judged: Judged, spoilt: tuple[Path, ...]
) -> tuple[Timeline, list[Finding]]:
    """The rules from each step on, and what is wrong with the phases, at the phase's own line."""
    findings: list[Finding] = []
    work = {key: copy.deepcopy(given) for key, given in raw.items() if key != "phase"}
    order = sorted(
        (begins(phase, rules.step, warm_up), number)
        for number, phase in enumerate(rules.phase)
        if not any(path[:2] == ("phase", number) or path == ("phase",) for path in spoilt)
    )
    entries: dict[int, Rules] = {-warm_up: rules}
    known = {(found.path, found.what) for found in judged(work).findings}
    for step, group in groupby(order, key=lambda entry: entry[0]):
        touched: list[tuple[Path, Path]] = []
        for _, number in group:
            here: Path = ("phase", number)
            for key, value in rules.phase[number].set.items():
                wrong = refused(raw, here, key, value)
                if wrong:
                    findings.append(wrong)
                    continue
                path = resolve(raw, key)
                put(work, path, value, f"set from {rules.phase[number].start} on; before: ")
                touched.append((path, (*here, "set", key)))
        if not touched:
            continue
        fitted = judged(work)
        for found in fitted.findings:
            if (found.path, found.what) not in known:
                known.add((found.path, found.what))
                findings.append(_placed(found, touched))
        if fitted.rules is not None:
            entries[step] = fitted.rules
    return tuple(sorted(entries.items(), key=lambda entry: entry[0])), findings


def _placed(found: Finding, touched: list[tuple[Path, Path]]) -> Finding:
    """The finding at the leaf of the phase that is nearest to what was read to find it."""

    def shared(path: Path) -> int:
        """How many words from the beginning on a path has in common with what was read."""
        counts = [0]
        for read in (found.path, *found.about):
            same = [a == b for a, b in zip(read, path, strict=False)]
            counts.append(same.index(False) if False in same else len(same))
        return max(counts)

    place = max(reversed(touched), key=lambda pair: shared(pair[0]))[1]
    return Finding(place, found.what, found.why, found.do)
