"""What the format puts off is said to come later, and never taken for a misspelling."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Found = Callable[..., list[tuple[str, str]]]
Line = Callable[[str], str]


@pytest.mark.parametrize(
    ("find", "put", "says"),
    [
        ("leave_at = 950", "leave_at = 950\nrank = 0.01", "entry by rank"),
        ("points = -60", "points = -60\nby_band = { A = 1 }", "factors by band"),
        ("start = 1000", "start = { mean = 1000, sd = 50 }", "starting scores as a distribution"),
        ("start = 1000", "start = [900, 1100]", "starting scores as a distribution"),
        ("recorded = 0.30", "recorded = 0.30\nfalse_spread = 2", "the same people again"),
        ('on = "criticism"', 'on = "list.untrustworthy"', "another list's entry"),
        ('on = "criticism"', 'on = ["criticism", "list.untrustworthy"]', "another list's entry"),
        ('term = "never"', 'term = "never"\nlot = 0.1', "a lot"),
        ('term = "never"', 'term = "never"\nnth = 3', "the n-th time"),
        ('term = "never"', 'term = ["180 days", "270 days"]', "several terms"),
        ("corrects_record = false", "corrects_record = false\nsuspends = true", "stops the sanction"),
        ('from = "2 years"', 'from = "2 years"\nreviews = "list.untrustworthy"', "opening the books again"),
        ('use = "china-2020"', 'use = "china-2020"\naxes = {}', "populations of one's own"),
        ('reaches = "children"', 'reaches = "children"\namount = 500', "amounts of money"),
    ],
)
def test_a_known_word_comes_later(mistakes: Found, line: Line, find: str, put: str, says: str) -> None:
    found = mistakes((find, put))
    assert len(found) == 1, found
    where, message = found[0]
    assert int(where.split(":")[1]) - int(line(find).split(":")[1]) == put.count("\n")
    assert "comes later" in message
    assert says in message
    assert "Did you mean" not in message


def test_a_file_beside_the_population_is_refused_for_what_it_is(mistakes: Found) -> None:
    found = mistakes(('use = "china-2020"', 'use = "china-2020"\nfile = "residents.csv"'))
    assert len(found) == 1
    assert "reads no records of persons" in found[0][1]


def test_the_same_word_as_a_name_of_ones_own_is_none_of_these(mistakes: Found) -> None:
    edits = ("[trait.journalist]", "[trait.rank]"), ("by_trait = { journalist", "by_trait = { rank")
    assert not mistakes(*edits, ("apologises = 0.8", "lot = 0.8"))
