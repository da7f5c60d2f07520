"""Scorewatch: a laboratory that puts scoring and blacklist regimes on trial on invented people.

    import scorewatch as sw
    run = sw.run(sw.load("article"), people=5000, months=36)
    run.harms()
    run.save("a-run")
    sw.open("a-run").life(7)

It never touches a real person: no person-level data goes in, and aggregates and replayed lives of invented people
come out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scorewatch.errors import InputError, Mistake, RunError, ScorewatchError
from scorewatch.version import __version__

if TYPE_CHECKING:
    from scorewatch.regime.read import Regime, load
    from scorewatch.study.compare import Comparison, compare
    from scorewatch.study.folder import read as open  # the name that the interface promises
    from scorewatch.study.run import Run, run

__all__ = [
    "Comparison",
    "InputError",
    "Mistake",
    "Regime",
    "Run",
    "RunError",
    "ScorewatchError",
    "__version__",
    "compare",
    "load",
    "open",
    "run",
]

_WHERE = {
    "_page": ("scorewatch.report.page.file", "write"),
    "Comparison": ("scorewatch.study.compare", "Comparison"),
    "Regime": ("scorewatch.regime.read", "Regime"),
    "Run": ("scorewatch.study.run", "Run"),
    "compare": ("scorewatch.study.compare", "compare"),
    "load": ("scorewatch.regime.read", "load"),
    "open": ("scorewatch.study.folder", "read"),
    "run": ("scorewatch.study.run", "run"),
}


def __getattr__(name: str) -> Any:
    # looked up when first used: `scorewatch --help` must not wait for numpy and polars
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    module, attribute = _WHERE[name]
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted(__all__)
