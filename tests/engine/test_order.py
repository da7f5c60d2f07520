"""The order of a step is one table: what is printed is what runs."""

from __future__ import annotations

from pathlib import Path

import scorewatch
from scorewatch.engine.household import STAGES
from scorewatch.plan.order import ORDER

ROOMS = Path(scorewatch.__file__).parent


def test_every_stage_that_is_printed_runs_and_every_one_that_runs_is_printed() -> None:
    """Catches a mechanism that `describe` names and nobody calls, and one that runs in secret."""
    assert [stage.name for stage in ORDER if stage.name != "tally"] == list(STAGES)
    assert ORDER[-1].name == "tally"


def test_every_stage_names_the_file_it_is_written_in() -> None:
    """Catches a table that leads a reader to a file that was moved."""
    for stage in ORDER:
        assert (ROOMS / f"{stage.file}.py").is_file(), stage


def test_every_mechanism_is_a_stage() -> None:
    """Catches a file in mechanism/ that no stage leads to."""
    files = {f"mechanism/{path.stem}" for path in (ROOMS / "mechanism").glob("*.py")}
    assert files - {stage.file for stage in ORDER} == {"mechanism/__init__", "mechanism/state"}
