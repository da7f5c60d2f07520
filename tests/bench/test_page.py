"""What the page about speed says of its own figures."""

from __future__ import annotations

from bench.measure import Cost

from bench import page


def test_how_far_costs_are_apart_is_what_the_table_shows() -> None:
    """Catches a sentence from other medians than the table's: of the costs, which the machine's moods move apart."""
    few = Cost("few", 1_000, 12, (10.0, 20.0, 30.0), 1)
    many = Cost("many", 5_000, 12, (12.0, 12.0, 36.0), 1)
    said = page._flat({"few": few, "many": many}, "fast")
    assert "| 5,000 | 1.2 | 0.6 to 1.2 |" in said
    assert "The dearest is 20% above the cheapest, by the medians of 3 rounds." in said
