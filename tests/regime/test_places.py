"""Every key, in every way that TOML can write it, has the line it stands on."""

from __future__ import annotations

import pytest

from scorewatch.regime.places import Places, dotted, places

TEXT = """\
top = 1
# a comment — with signs of several bytes: é 信
dotted.key = { x = 1, y.z = [
  10,  # ten
  { k = 2 },
] }

["quoted \\u0041"]
here = true
[a.b.c]
text = '''
[not.a.table]
'''
[a]
late = 1
[[phase]]
from = "start"
set = { "list.x.term" = "never" }
[[phase]]
[phase.below]
x = 1
[[phase.deep]]
[phase.deep.er]
q = 1
[[phase.deep]]
"""


@pytest.mark.parametrize(
    ("path", "at"),
    [
        (("top",), 1),
        (("dotted",), 3),
        (("dotted", "key", "x"), 3),
        (("dotted", "key", "y", "z"), 3),
        (("dotted", "key", "y", "z", 0), 4),
        (("dotted", "key", "y", "z", 1, "k"), 5),
        (("quoted A", "here"), 9),
        (("a", "b"), 10),
        (("a", "b", "c", "text"), 11),
        (("a",), 14),
        (("a", "late"), 15),
        (("phase",), 16),
        (("phase", 0), 16),
        (("phase", 0, "set", "list.x.term"), 18),
        (("phase", 1), 19),
        (("phase", 1, "below", "x"), 21),
        (("phase", 1, "deep", 0), 22),
        (("phase", 1, "deep", 0, "er", "q"), 24),
        (("phase", 1, "deep", 1), 25),
    ],
    ids=lambda value: dotted(value) if isinstance(value, tuple) else "",
)
def test_a_path_has_its_line(path: tuple[str | int, ...], at: int) -> None:
    assert places(TEXT, "f").where(path) == f"f:{at}"


def test_what_looks_like_a_table_in_a_text_is_none() -> None:
    assert ("not", "a", "table") not in places(TEXT, "f").lines


def test_a_path_that_is_not_there_has_the_place_of_what_encloses_it() -> None:
    found = places(TEXT, "f")
    assert found.where(("phase", 0, "set", "missing", "far")) == "f:18"
    assert found.nearest(("phase", 0, "set", "missing", "far")) == ("phase", 0, "set")
    assert found.where(("nowhere",)) == "f:1"


def test_line_ends_of_windows_count_once() -> None:
    assert places("a = 1\r\n\r\nb = 2\r\n", "f").where(("b",)) == "f:3"


def test_without_lines_a_path_is_its_own_place() -> None:
    assert Places("a run", {}).where(("list", "x")) == "a run: list.x"
    assert Places("a run", {}).where(()) == "a run"
