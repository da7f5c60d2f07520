"""The shipped populations: published aggregates with their sources, and the names of their axes.

Each is NAME.toml (figures and sources) beside NAME.csv (the template, read by `scorewatch.people`).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Census:
    """One population as it is declared: its axes in order, which age bands are children, its figures.

    figures: each published aggregate with `share`, `evidence` and `source` as in the file.
    """

    name: str
    title: str
    about: str
    rows: int
    age_bands: tuple[str, ...]
    sexes: tuple[str, ...]
    groups: tuple[str, ...]
    regions: tuple[str, ...]
    children: tuple[str, ...]
    says: dict[str, str]
    figures: tuple[dict[str, Any], ...]


def names() -> tuple[str, ...]:
    """The names of the shipped populations, sorted."""
    return tuple(sorted(p.name[:-5] for p in files(__name__).iterdir() if p.name.endswith(".toml")))


@cache
def census(name: str) -> Census:
    """The declared population of this name. KeyError where none is shipped."""
    if name not in names():
        raise KeyError(name)
    raw = tomllib.loads((files(__name__) / f"{name}.toml").read_text(encoding="utf-8"))
    axes = raw["axes"]
    return Census(
        name=raw["name"],
        title=raw["title"],
        about=raw["about"],
        rows=raw["rows"],
        age_bands=tuple(axes["age_band"]),
        sexes=tuple(axes["sex"]),
        groups=tuple(axes["group"]),
        regions=tuple(axes["region"]),
        children=tuple(axes["children"]),
        says=raw["says"],
        figures=tuple(raw["figure"]),
    )


def template_text(name: str) -> str:
    """The template of this population as its file holds it: CSV with a header."""
    return (files(__name__) / f"{name}.csv").read_text(encoding="utf-8")
