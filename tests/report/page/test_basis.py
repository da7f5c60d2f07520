"""What figures rest on: measures that there are, and tests that there are."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from scorewatch.measure.harm import QUESTIONS
from scorewatch.measure.names import FLOWS, HISTOGRAMS, STATES
from scorewatch.report.page import basis
from scorewatch.report.page.tables import Basis

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("one", basis.EVERY_BASIS, ids=lambda one: one.test.rpartition("::")[2])
def test_the_test_that_works_a_figure_out_by_hand_exists(one: Basis) -> None:
    """Catches a page that names a test which was renamed or never written."""
    file, _, name = one.test.partition("::")
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    assert set(one.measures) <= set(basis.MEASURES)


def test_every_measure_is_explained_and_every_harm_has_its_basis() -> None:
    """Catches a measure or a harm that comes later and is left out of the page."""
    assert set(basis.MEASURES) == STATES | FLOWS | HISTOGRAMS
    assert set(basis.OF_HARM) == {*QUESTIONS, "withheld"}
