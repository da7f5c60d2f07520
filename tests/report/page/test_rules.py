"""The regime as run: every leaf, every number with where it comes from."""

from __future__ import annotations

from typing import get_args

import pytest

import scorewatch as sw
from scorewatch.regime.flags import Kind, flags
from scorewatch.regime.notes import numbers
from scorewatch.report.page import rules
from scorewatch.report.page.red_flags import TITLES, red_flags

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
    raised = flags(run.regime)
    assert sorted(one for flag in found for one, _, _ in flag.says) == sorted(flag.says for flag in raised)
    assert {anchor for flag in found for _, _, anchor in flag.says} <= parts
    assert {text for flag in found for text in flag.touches} == {text for flag in raised for text in flag.touches}
    assert all(flag.touches for flag in found)
    assert says == f"The rules of this regime raise {len(raised)} red flags of {len(found)} kinds"


def test_flags_of_one_kind_are_one_card() -> None:
    """Catches three cards that say nearly the same; and a kind that has no title."""
    found = red_flags(corners.corner("plenty"))[1]
    assert [len(flag.says) for flag in found if flag.title == TITLES["unrelated"]] == [2]
    assert len({flag.title for flag in found}) == len(found)
    assert set(TITLES) == set(get_args(Kind))


def test_a_regime_without_a_flag_says_so() -> None:
    """Catches "0 red flags" as a heading."""
    assert red_flags(corners.corner("nothing"))[0] == "No rule of this regime raises a red flag"
