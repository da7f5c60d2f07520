"""docs/format.md is what tools/format_page.py makes of the models, and lacks no word of them."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import Any

import pytest

from scorewatch.errors import InputError
from scorewatch.regime.meanings import MEANINGS
from scorewatch.regime.read import parse
from scorewatch.regime.words import DOMAINS, RIGHTS

ROOT = Path(__file__).parent.parent.parent
TEXT = (ROOT / "docs" / "format.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def tool() -> Any:
    """tools/format_page.py."""
    spec = importlib.util.spec_from_file_location("format_page", ROOT / "tools" / "format_page.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_what_the_tool_writes(tool: Any) -> None:
    assert tool.page() == TEXT


def test_every_word_has_a_row_with_its_sentence() -> None:
    rows = re.findall(r"^\| `(\w+)` \|(?:.* \|)? ([^|]+) \|$", TEXT, re.MULTILINE)
    for table, said in MEANINGS.items():
        if table != "ByTruth":  # stands in the cell of appeals
            assert set(said.items()) <= set(rows), table
    assert "`{ mistaken = …, accurate = … }`" in TEXT


def test_types_bounds_and_defaults_are_those_of_the_models() -> None:
    """Some rows, read off the models by hand."""
    for row in (
        '| `step` | one of `"month"`, `"week"`, `"day"` | `"month"` |',
        "| `people` | whole number, 1 to 2,147,483,648, plain | 1,000,000 |",
        "| `coverage` | number, 0 to 1, or table of numbers, 0 to 1 | 1 |",
        "| `points` | whole number, -30,000 to 30,000 | 0 |",
        '| `leave_at` | whole number, -1e9 to 1e9, or `"never"` |  |',
        '| `term` | `"never"`, or duration | `"never"` |',
        "| `half_at` | number, 0 to 1e9 | **required** |",
        "| `range` | array of 2: whole number, -1e9 to 1e9, plain | **required** |",
        '| `from` | `"start"`, or duration | **required** |',
        "| `related` | a [domain](#domains-and-rights), or several in brackets |  |",
    ):
        assert row in TEXT, row


def test_the_vocabularies_are_on_the_page() -> None:
    for word in (*DOMAINS, *RIGHTS):
        assert f'`"{word}"`' in TEXT, word


def test_the_rules_beyond_one_word_are_judged() -> None:
    """What the end of the page says is refused, is refused."""
    head = 'format = 1\ntitle = "t"\n[population]\nuse = "china-2020"\n'
    act = '[behaviour.b]\nsays = "b"\nacts_per_year = {}\ndomain = "civic"\n'
    sees = '[sensor.s]\nsays = "s"\nsees = "{}"\nrecorded = 0.6\nmisattributed = {}\n'
    listed = '[list.l]\nsays = "l"\n{}\n'
    denied = '[sanction.x]\nsays = "x"\nlist = "l"\ndomain = "civic"\nreaches = "person"\n{}\n'
    ground = 'ground.g = { says = "g", on = "b" }'
    parse(head + act.format(1) + sees.format("b", 0.4) + listed.format(ground), "a.toml", "a")
    for wrong in (
        act.format(1) + "by_age = { adult = 1 }\n",
        act.format(1) + sees.format("c", 0.4),
        act.format(1) + sees.format("b", 0.5),
        act.format(1) + listed.format(""),
        act.format(1) + listed.format("enter_below = 5"),
        act.format(1) + listed.format(ground) + denied.format(""),
        act.format(1) + listed.format(ground) + denied.format('attempts_per_year = 1\nimposed = "at entry"'),
        act.format(500),
        act.format(1) + '[[phase]]\nfrom = "1 year"\nsays = "p"\nset = { "behaviour.b.spread" = 1 }\n',
    ):
        with pytest.raises(InputError, match=r"a\.toml"):
            parse(head + wrong, "a.toml", "a")
