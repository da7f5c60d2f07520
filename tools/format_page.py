"""Writes docs/format.md: every table and word of a regime file, from the models that read it.

python tools/format_page.py            # writes the page
python tools/format_page.py --check    # exits 1 if the page says something else
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from scorewatch.regime.schema import schema
from scorewatch.regime.words import DOMAINS, RIGHTS

PAGE = Path(__file__).parent.parent / "docs" / "format.md"
HEAD = """\
# The format of a regime file

<!-- Written by `python tools/format_page.py`; do not edit. -->

Every table and every word that a regime file may hold. A file is [TOML](https://toml.io); `scorewatch new FILE`
writes one to start from, with a comment on each line, and `scorewatch check FILE` says what is wrong with one, by line.
Each word is here in a sentence; exactly, it is in [the model](model.md). `scorewatch schema` prints the same for an
editor, as JSON Schema.

A word that is not here is an error. `NAME` is yours: lower-case letters, digits and _. An empty cell under "if left
out" means: nothing, or what the sentence beside it says.

## Values

**A number** is written plain, or as a table with where it comes from and how sure it is:

```toml
evaded = 0.1
notice = { value = 0.3, low = 0.0, high = 0.7, source = "assumed" }
```

"""
KINDS = """
Of these `value` alone is required. Where this page says *plain*, the table is refused.

**A duration** is a text with a unit: `"180 days"`, `"6 weeks"`, `"3 months"`, `"2 years"`. It is rounded to whole
steps, at least one.

**A text** is in quotation marks and not empty. Where one or several may stand, both `"debt"` and
`["debt", "protest"]` will do.

"""
JUDGED = """\
## What else has to hold

`scorewatch check` judges what no single word can show:

- A table by age band, sex, region, group, trait, list or behaviour names **every** one of them; `by_trait` and
  `by_list` also `none`.
- A name that is referred to is there: the behaviours that a sensor sees, the list of a sanction, the bands and traits
  of a subject.
- Of one sensor's acts, `recorded` and `misattributed` are together at most 1.
- A list has `enter_below`, or a ground, or both; `leave_at` is not below `enter_below`. Who asks for a score needs
  `[score]`.
- A sanction has `attempts_per_year` or `imposed`, not both.
- Nobody does anything more than 40 times a step, with all factors.
- A phase sets words that are there, and none of what is drawn once or says what a part is.
"""
BY = "by_"  # factors stand after the words that they multiply

Table = Mapping[str, Any]
SCHEMA: Table = schema()
KNOWN: Table = SCHEMA["$defs"]


def paths(table: Table, path: str = "") -> Iterator[tuple[str, str]]:
    """(name, dotted path) of every table below this one, in the order of the format."""
    for word, declared in table["properties"].items():
        name, many = _table_of(declared)
        if name:
            here = f"{path}.{word}".lstrip(".") + many
            yield name, here
            yield from paths(KNOWN[name], here)


@cache
def places() -> dict[str, list[str]]:
    """Where each kind of table may stand, the shortest path first."""
    found: dict[str, list[str]] = {}
    for name, path in paths(SCHEMA):
        found.setdefault(name, []).append(path)
    return {name: sorted(where, key=lambda path: path.count(".")) for name, where in found.items()}


def lines() -> Iterator[str]:
    """The page, line by line."""
    yield from HEAD.splitlines()
    yield "| word | means |"
    yield "|---|---|"
    for word, declared in KNOWN["Share"]["anyOf"][1]["properties"].items():
        yield f"| `{word}` | {declared['description']} |"
    yield from KINDS.splitlines()
    yield "## Domains and rights"
    yield ""
    yield f"A domain is one of {_listed(DOMAINS)}."
    yield ""
    yield f"A right is one of {_listed(RIGHTS)}."
    yield ""
    yield "## The file"
    yield ""
    yield from _rows(SCHEMA, "")
    yield ""
    for name, where in places().items():
        yield f"## {_heading(where)}"
        yield ""
        yield KNOWN[name]["description"]
        yield ""
        yield from _rows(KNOWN[name], where[0])
        yield ""
    yield from JUDGED.splitlines()


def _table_of(declared: Table) -> tuple[str, str]:
    """The table that a word is, and what comes after the word in its path; "" where it is none, or may be a number."""
    if len([one for one in declared.get("anyOf", ()) if one.get("type") != "null"]) > 1:
        return "", ""
    one = declared.get("anyOf", [declared])[0]
    for ref, many in (
        (one.get("$ref"), ""),
        (_ref(one.get("additionalProperties")), ".NAME"),
        (_ref(one.get("items")), "[]"),
    ):
        name = (ref or "").removeprefix("#/$defs/")
        if name and "properties" in KNOWN[name]:
            return name, many
    return "", ""


def _ref(declared: Any) -> str | None:
    return declared.get("$ref") if isinstance(declared, dict) else None


def _bracketed(path: str) -> str:
    return f"`[[{path.removesuffix('[]')}]]`" if path.endswith("[]") else f"`[{path}]`"


def _heading(where: Sequence[str]) -> str:
    return ", ".join(map(_bracketed, where))


def _anchor(heading: str) -> str:
    """What a forge and Sphinx make of a heading."""
    return "".join(c for c in heading.lower().replace(" ", "-") if c.isalnum() or c in "_-")


def _rows(table: Table, path: str) -> Iterator[str]:
    """The words of a table as a table in Markdown."""
    yield "| word | is | if left out | means |"
    yield "|---|---|---|---|"
    for word, declared in sorted(table["properties"].items(), key=lambda item: item[0].startswith(BY)):
        left_out = "**required**" if word in table.get("required", ()) else _default(declared.get("default"))
        yield f"| `{word}` | {_kind(declared, path, word)} | {left_out} | {declared['description']} |"


def _default(given: Any) -> str:
    """What holds where the word is not written; "" where that is nothing, or said by the word's meaning."""
    if isinstance(given, dict) and "value" in given:
        return f"{given['value']:g}"
    if isinstance(given, bool):
        return f"`{str(given).lower()}`"
    if isinstance(given, int):
        return f"{given:,}"
    return f'`"{given}"`' if isinstance(given, str) else ""


def _kind(declared: Table, path: str, word: str) -> str:
    """What may stand to the right of the equals sign, or in the table of this name."""
    name, many = _table_of(declared)
    if name:
        here = f"{path}.{word}".lstrip(".") + many
        link = f"[{_bracketed(here)}](#{_anchor(_heading(places()[name]))})"
        return f"{'tables' if many else 'table'} {link}"
    return ", or ".join(dict.fromkeys(_forms(declared)))


def _forms(one: Table) -> Iterator[str]:
    """What may stand there in words; where it is made of alternatives, each."""
    if "$ref" in one:
        target = KNOWN[one["$ref"].removeprefix("#/$defs/")]
        if "properties" in target:
            yield "`{ " + ", ".join(f"{word} = …" for word in target["properties"]) + " }`"
        else:
            yield _number(target["anyOf"][0])
    elif "anyOf" in one:
        for inner in one["anyOf"]:
            yield from _forms(inner)
    elif one.get("type") == "null":
        return
    elif "enum" in one:
        yield _vocabulary(one["enum"])
    elif "const" in one:
        yield f"`{_toml(one['const'])}`"
    elif "pattern" in one:
        first = one["pattern"].removeprefix("^(").partition("|")[0]
        if one["pattern"].startswith("^("):
            yield f'`"{first}"`'
        yield "duration"
    elif one.get("type") == "array":
        yield _array(one)
    elif one.get("type") == "object":
        yield _dictionary(one)
    else:
        yield {"string": "text", "boolean": "`true` or `false`"}.get(one["type"]) or f"{_number(one)}, plain"


def _array(one: Table) -> str:
    if "prefixItems" in one:
        (item,) = {form for inner in one["prefixItems"] for form in _forms(inner)}
        return f"array of {len(one['prefixItems'])}: {item}"
    return "several in brackets"


def _dictionary(one: Table) -> str:
    values = one["additionalProperties"]
    if values is True:
        return "table of new values"
    if values.get("type") == "object":
        return "table of such tables"
    return f"table of {_number(KNOWN[values['$ref'].removeprefix('#/$defs/')]['anyOf'][0], 'numbers')}"


def _number(one: Table, noun: str = "number") -> str:
    kind = f"whole {noun}" if one["type"] == "integer" else noun
    return f"{kind}, {_bound(one['minimum'])} to {_bound(one['maximum'])}"


def _bound(number: float) -> str:
    return f"{number:.0e}".replace("e+0", "e") if abs(number) >= 10**9 and number % 10**9 == 0 else f"{number:,.0f}"


def _vocabulary(words: Sequence[str]) -> str:
    for known, name in ((DOMAINS, "domain"), (RIGHTS, "right")):
        if tuple(words) == known:
            return f"a [{name}](#domains-and-rights)"
    return f"one of {_listed(words)}"


def _listed(words: Sequence[str]) -> str:
    return ", ".join(f'`"{word}"`' for word in words)


def _toml(given: Any) -> str:
    return f'"{given}"' if isinstance(given, str) else str(given)


def page() -> str:
    """The whole page."""
    return "\n".join(lines()) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Writes the page, or compares it."""
    new = page()
    if "--check" in arguments:
        return int(not PAGE.is_file() or new != PAGE.read_text(encoding="utf-8"))
    PAGE.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
