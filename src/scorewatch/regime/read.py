"""A regime: the declared file, read and judged."""

from __future__ import annotations

import copy
import hashlib
import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path as FilePath
from typing import Any

from scorewatch.errors import InputError, Mistake, nearest
from scorewatch.populations import Census
from scorewatch.regime import duration, later, refuse, text
from scorewatch.regime.declare import Rules
from scorewatch.regime.finding import Finding, shown, within
from scorewatch.regime.fit import Fit
from scorewatch.regime.judged import judged
from scorewatch.regime.phases import Timeline, timeline
from scorewatch.regime.places import Path, Places, places
from scorewatch.regime.sets import look, put, refusal, resolve
from scorewatch.regime.words import STEPS_A_YEAR

Sets = Sequence[tuple[str, Any]]


@dataclass(frozen=True)
class Regime:
    """A regime that may run: `load("article").set("list.untrustworthy.enter_below", 900)`.

    raw: the whole file as run, after sets. rules: as written, before any phase.
    timeline: (first step, the rules that hold from it); the first entry at -warm_up.
    """

    name: str
    raw: dict[str, Any] = field(repr=False)
    rules: Rules = field(compare=False, repr=False)
    census: Census = field(compare=False, repr=False)
    timeline: Timeline = field(compare=False, repr=False)
    places: Places = field(compare=False, repr=False)

    def __hash__(self) -> int:
        return hash(self.digest)

    def set(self, path: str, value: Any) -> Regime:
        """A new regime with this leaf set. InputError where there is none or the value does not fit."""
        return _regime(self.raw, self.name, self.places, [(path, value)])

    @property
    def title(self) -> str:
        """What the regime is called."""
        return self.rules.title

    @property
    def step(self) -> str:
        """The unit of time: "month", "week" or "day"."""
        return self.rules.step

    @property
    def steps_a_year(self) -> int:
        """Y: 12, 52 or 365."""
        return STEPS_A_YEAR[self.rules.step]

    @property
    def steps(self) -> int:
        """The length of a run in steps, unless a run says otherwise."""
        return duration.steps(self.rules.lasts, self.rules.step)

    @property
    def warm_up(self) -> int:
        """How many steps run before step 0."""
        return duration.steps(self.rules.warm_up, self.rules.step) if self.rules.warm_up else 0

    @property
    def digest(self) -> str:
        """SHA-256 of `raw` as JSON without spaces, keys in the file's order: the order of parts counts."""
        data = json.dumps(self.raw, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return hashlib.sha256(data.encode()).hexdigest()

    def rules_at(self, step: int) -> Rules:
        """The rules that hold in a step."""
        entry = bisect_right(self.timeline, step, key=lambda entry: entry[0]) - 1
        return self.timeline[max(entry, 0)][1]

    def where(self, path: str) -> str:
        """The place of a dotted path in the file: "article.toml:12"."""
        return self.places.where(resolve(self.raw, path))


def shipped() -> tuple[str, ...]:
    """The names of the shipped regimes, sorted. Beside each lies a NAME.facts.toml, which is none."""
    names = [entry.name for entry in files("scorewatch").joinpath("regimes").iterdir()]
    return tuple(sorted(name[:-5] for name in names if name.endswith(".toml") and not name.endswith(".facts.toml")))


def load(name_or_path: str | FilePath, sets: Sets = ()) -> Regime:
    """The regime of a file, or the shipped one of this name. InputError with every mistake that was found."""
    given = str(name_or_path)
    path = FilePath(given)
    if _exists(path) and not (path.is_dir() and given in shipped()):
        return parse(text.read(path), given, path.stem, sets)
    if given in shipped():
        folder = files("scorewatch").joinpath("regimes")
        return parse(folder.joinpath(f"{given}.toml").read_text(encoding="utf-8"), f"{given}.toml", given, sets)
    near = nearest(given.removesuffix(".toml"), shipped())
    do = f'Did you mean "{near}"?' if near else "Shipped: " + ", ".join(shipped()) + "."
    what = f'no file and no shipped regime is called "{given}"'
    records = refuse.kind_of_records(given)
    raise InputError(Mistake(what, why=refuse.WHY if records else "", do=do))


def _exists(path: FilePath) -> bool:
    try:
        return bool(path.name) and path.exists()
    except (OSError, ValueError):  # a name that no file can have
        return False


def parse(source: str, file: str, name: str, sets: Sets = ()) -> Regime:
    """The regime of a TOML text; `file` is what messages call it."""
    raw = text.tables(source, file)
    return _regime(raw, name, places(source.removeprefix("\ufeff"), file), sets)


def from_raw(raw: Mapping[str, Any], name: str) -> Regime:
    """The regime that a manifest holds."""
    return _regime(raw, name, Places(name, {}), ())


def _regime(given: Mapping[str, Any], name: str, lines: Places, sets: Sets) -> Regime:
    """A judged regime, or InputError with every mistake at its place."""
    raw: dict[str, Any] = copy.deepcopy(dict(given))
    mistakes: list[Mistake] = []
    was_set: dict[Path, str] = {}
    for key, value in sets:
        path, label = resolve(raw, key), f"--set {key}={shown(value)}"
        wrong = refusal(raw, path, value)
        if wrong:
            mistakes.append(wrong.mistake(label))
        else:
            put(raw, path, copy.deepcopy(value))
            was_set[path] = label

    def where(found: Finding) -> str:
        for path, label in was_set.items():
            if any(within(read, path) or within(path, read) for read in (found.path, *found.about)):
                return label
        return lines.where(found.path)

    def again(work: dict[str, Any]) -> Fit:
        return judged(work, left_out)[0]

    removed = [*refuse.identifying(raw), *later.put_off(raw)]
    left_out = [finding.path for finding in removed]
    clean = _without(raw, left_out)
    found, census = judged(clean, left_out)
    findings = [*removed, *found.findings]
    entries: Timeline = ()
    if found.rules is not None:
        warm_up = duration.steps(found.rules.warm_up, found.rules.step) if found.rules.warm_up else 0
        entries, wrong_phases = timeline(clean, found.rules, warm_up, again, found.spoilt)
        findings += wrong_phases
    findings.sort(key=lambda finding: lines.lines.get(lines.nearest(finding.path), 0))
    mistakes += [finding.mistake(where(finding)) for finding in findings]
    if mistakes or found.rules is None or census is None:
        raise InputError(dict.fromkeys(mistakes))
    return Regime(name, raw, found.rules, census, entries, lines)


def _without(raw: dict[str, Any], paths: list[Path]) -> dict[str, Any]:
    """The tables without what stands at these paths."""
    clean = copy.deepcopy(raw)
    for *way, last in paths:
        table = look(clean, tuple(way))
        if isinstance(table, dict):
            table.pop(last, None)
    return clean
