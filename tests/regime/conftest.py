"""What the tests of the regime room share: the shipped regime, changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.resources import files
from typing import Any

import pytest

from scorewatch.errors import InputError
from scorewatch.regime.read import Regime, parse


@pytest.fixture(scope="session")
def article() -> str:
    """The text of the shipped regime."""
    return files("scorewatch").joinpath("regimes/article.toml").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def changed(article: str) -> Callable[..., Regime]:
    """The shipped regime with texts replaced, each of which stands in it once."""

    def make(*edits: tuple[str, str], sets: Sequence[tuple[str, Any]] = ()) -> Regime:
        text = article
        for find, put in edits:
            assert text.count(find) == 1, find
            text = text.replace(find, put)
        return parse(text, "article.toml", "article", sets)

    return make


@pytest.fixture(scope="session")
def mistakes(changed: Callable[..., Regime]) -> Callable[..., list[tuple[str, str]]]:
    """(where, the rest of the message) of every mistake after the same replacements; none is []."""

    def find(*edits: tuple[str, str], sets: Sequence[tuple[str, Any]] = ()) -> list[tuple[str, str]]:
        try:
            changed(*edits, sets=sets)
        except InputError as error:
            return [(m.where, " ".join((m.what, m.why, m.do))) for m in error.mistakes]
        return []

    return find


@pytest.fixture(scope="session")
def line(article: str) -> Callable[[str], str]:
    """article.toml:N for the line on which a text stands, once."""

    def place(text: str) -> str:
        assert article.count(text) == 1, text
        return f"article.toml:{article[: article.index(text)].count(chr(10)) + 1}"

    return place
