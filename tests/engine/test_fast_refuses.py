"""What one engine refuses the other refuses too, in the same words, before either has begun."""

from __future__ import annotations

from typing import Any

import pytest

import scorewatch as sw
from engine.same import many
from scorewatch.engine import fast, plain
from scorewatch.regime.read import Regime
from support import regime

ACTS = '[behaviour.b]\nsays = "b"\ndomain = "civic"\nacts_per_year = '
LATER = '[[phase]]\nfrom = "3 months"\nsays = "p"\nset = { "behaviour.b.acts_per_year" = 60 }\n'
REFUSED: dict[str, tuple[Regime, dict[str, Any]]] = {
    "nobody": (many(), {"people": 0}),
    "more people than counters can number": (many(), {"people": 2**31 + 1}),
    "a half person": (many(), {"people": 0.5}),
    "a seed below 0": (many(), {"seed": -1}),
    "a seed of 65 bits": (many(), {"seed": 2**64}),
    "no steps": (many(), {"steps": 0}),
    "no months": (many(), {"months": 0}),
    "steps without end": (many(), {"steps": 10**9}),
    "no threads": (many(), {"threads": 0}),
    "several mistakes": (many(), {"people": 0, "seed": -1, "steps": 0, "threads": 1_000}),
    "a mean above 40 at the highest level": (regime(ACTS + "60\nspread = 1.4\n"), {}),
    "a mean above 40 later": (regime(ACTS + "6\nspread = 1.4\n" + LATER), {}),
    "means above 40 of two": (regime("".join(f"{ACTS}60\nspread = 1.4\n".replace(".b", f".{b}") for b in "bc")), {}),
    "a spread that two methods may round differently": (regime(ACTS + "4\nspread = 0.3\n"), {}),
    "a spread too small": (regime(ACTS + "4\nspread = 0.0001\n"), {}),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_one_engine_refuses_the_other_refuses_in_the_same_words(
    case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catches a check that only one engine makes, and one that is made when the run has begun."""
    for engine in (fast, plain):
        monkeypatch.setattr(engine, "run", lambda *_: pytest.fail("it has begun"))
    of, options = REFUSED[case]
    said = []
    for name in ("fast", "plain"):
        with pytest.raises(sw.InputError) as refused:
            sw.run(of, engine=name, **options)
        said.append([(m.what, m.where, m.why, m.do) for m in refused.value.mistakes])
    assert said[0] == said[1] != []


def test_what_is_just_allowed_runs_on_both() -> None:
    """The limits above are limits: a mean of 40, the last seed, one person and one step are not refused."""
    of = regime(ACTS + "480\n")
    one, other = (sw.run(of, people=1, steps=1, seed=2**64 - 1, engine=engine) for engine in ("fast", "plain"))
    assert one.digest == other.digest
    assert (one.people, one.steps, one.seed) == (other.people, other.steps, other.seed)
