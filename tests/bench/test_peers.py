"""The peers of the benchmark that need nothing but NumPy say what the fast engine says, within chance."""

from __future__ import annotations

import pytest
from bench.agree import against, compare, peer
from bench.headline import Figure

import scorewatch as sw

ARTICLE = sw.load("article")
STRONG = (
    ARTICLE.set("behaviour.community_service.by_list.untrustworthy", 6)
    .set("behaviour.fraud.by_list.untrustworthy", 20)
    .set("sensor.plates.misattributed", 0.6)
    .set("list.untrustworthy.ground.apology.chance", 0.5)
)


@pytest.mark.parametrize("name", ["persons", "inverted", "events"])
def test_a_peer_agrees_with_the_fast_engine(name: str) -> None:
    """Past the phase that raises the threshold after two years, so every part of the regime has had its say."""
    found = against(name, ARTICLE, people=30_000, months=27, seeds=2)
    assert len(found.all) > 40  # few figures would agree with anything
    assert found, str(found)
    assert found.spread < 1.5


@pytest.mark.parametrize("name", ["persons", "inverted", "events"])
def test_a_peer_agrees_where_little_things_are_large(name: str) -> None:
    """What hardly shows in `article` is made to: the list changes conduct, keepers answer for drivers, the ground."""
    found = against(name, STRONG, people=20_000, months=12, seeds=2)
    assert found, str(found)
    assert found.spread < 1.5


def test_a_peer_under_other_rules_does_not_agree() -> None:
    """The comparison notices cameras that record half as much again of what they see."""
    other = ARTICLE.set("sensor.cameras.recorded", 0.18)
    one, two = peer("persons")(ARTICLE, 40_000, 6, 1), peer("events")(other, 40_000, 6, 2)
    assert "records_true smoking / people" in {d.name for d in compare(one.figures, two.figures).differ}


def test_the_comparison_sees_a_difference() -> None:
    one, other = {"x": Figure(0.5, 0.01, 100)}, {"x": Figure(0.6, 0.01, 100)}
    assert not compare(one, other)
    assert compare(one, {"x": Figure(0.52, 0.01, 100)})
