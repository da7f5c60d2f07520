"""The regime as run: every leaf, every number with where it comes from."""

from __future__ import annotations

import pytest

import scorewatch as sw
from scorewatch.regime.flags import flags
from scorewatch.regime.notes import numbers
from scorewatch.report.page import rules
from scorewatch.report.page.red_flags import red_flags

from . import corners


@pytest.mark.parametrize("name", ["article", "article-with-safeguards", "defaulter-list"])
def test_every_number_of_the_file_is_there_with_its_mark(name: str) -> None:
    """Catches a number that is left out, and one that is marked as something it is not."""
    regime = sw.load(name)
    leaves = [leaf for leaf in rules.leaves(regime.raw, ()) if leaf.number]
    marks = [rules.mark(leaf) for leaf in leaves]
    counted = numbers(regime)
    assert len(leaves) == counted.all
    assert marks.count(rules.ASSUMED) == counted.assumed
    assert marks.count(rules.NEITHER) == counted.unsourced


def test_what_was_not_verified_is_not_shown_as_a_source() -> None:
    """Catches a source from memory that reads like one."""
    leaf = rules.Leaf(("a",), "1", "", "", "a paper, unverified", True)
    assert rules.mark(leaf) == "not verified: a paper, unverified"


def test_each_flag_leads_to_its_rule() -> None:
    """Catches a flag that is left out, or a link to a part that is not on the page."""
    run = corners.corner("plenty")
    parts = {part.anchor for _, of in rules.as_run(run) for part in of}
    says, found = red_flags(run)
    assert [flag.says for flag in found] == [flag.says for flag in flags(run.regime)]
    assert {flag.anchor for flag in found} <= parts
    assert all(flag.touches for flag in found)
    assert says.startswith(f"{len({flag.rule for flag in found})} rules of this regime raise {len(found)} red flags")


def test_a_regime_without_a_flag_says_so() -> None:
    """Catches "0 red flags" as a heading."""
    assert red_flags(corners.corner("nothing"))[0] == "No rule of this regime raises a red flag"
