"""The page as a file: one, without a script, the same bytes, and nothing on it that a regime could steer."""

from __future__ import annotations

import dataclasses
import re
from html.parser import HTMLParser

import pytest

from scorewatch.report.page import about
from scorewatch.report.page.counts import Counted
from scorewatch.report.page.page import page
from support import ran, value

from . import corners

VOID = {"meta", "br", "hr", "img", "input", "link", "rect", "line", "path"}

SOURCED = 'acts_per_year = { value = 1, low = 0.5, source = "A court, 2019" }'


class Tags(HTMLParser):
    """Every tag of a page with its attributes; that all of them are closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def all(self, attribute: str) -> list[str]:
        """This attribute wherever it stands."""
        return [value for _, attrs in self.found if (value := attrs.get(attribute)) is not None]


@pytest.mark.parametrize("name", corners.NAMES)
def test_is_one_file_without_a_script_that_fetches_nothing(name: str) -> None:
    """Catches a script, a picture or style from elsewhere, an open tag, and a link or region that leads nowhere."""
    text = corners.written(name)
    tags = Tags(text)
    assert text.startswith("<!doctype html>\n")
    assert not tags.open
    assert len(text.encode()) < 1_000_000
    names = {tag for tag, _ in tags.found}
    assert not names & {"script", "link", "iframe", "object", "embed", "form", "img", "base"}
    assert not {a for _, attrs in tags.found for a in attrs if a.startswith("on")}
    assert not {"src", "xlink:href", "style"} & {a for _, attrs in tags.found for a in attrs}
    assert not re.search(r"url\(|@import|https?://(?!www\.w3\.org/2000/svg)", text)
    ids = tags.all("id")
    assert len(ids) == len(set(ids))
    assert all(link.startswith("#") and link[1:] in ids for link in tags.all("href"))
    labels = [a["aria-label"] for _, a in tags.found if a.get("role") == "region"]
    assert len(labels) == len(set(labels))
    policy = next(a["content"] for _, a in tags.found if a.get("http-equiv") == "Content-Security-Policy")
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


@pytest.mark.parametrize("name", corners.NAMES)
def test_charts_say_their_finding_and_follow_the_theme(name: str) -> None:
    """Catches a chart without words, and a colour that stays as it is when the page turns dark."""
    text = corners.written(name)
    for chart in re.findall(r"<svg .*?</svg>", text, re.DOTALL):
        assert re.match(r'<svg [^>]*role="img" aria-label="[^"]{10,}"', chart)
        assert not re.search(r"#[0-9a-fA-F]{3,6}\b", chart)
        colours = set(re.findall(r'(?:fill|stroke)="([^"]+)"', chart)) - {"none"}
        assert colours <= {f"var(--{v})" for v in ("ink", "soft", "grid", "listed", "other", "card")}


def test_has_the_same_bytes_whenever_and_wherever_it_was_run() -> None:
    """Catches a time, a duration, an engine, or the version of anything but Scorewatch on the page."""
    run = corners.corner("plenty")
    versions = {**dict.fromkeys(run.versions, "other"), "scorewatch": run.versions["scorewatch"]}
    elsewhere = dataclasses.replace(
        run, started="2001-01-01T00:00:00+00:00", seconds=123.456, engine="plain", versions=versions
    )
    assert page(elsewhere) == corners.written("plenty")


def test_a_regime_cannot_write_on_the_page_but_words() -> None:
    """Catches a text of a file that is taken for markup."""
    evil = '<script>alert(1)</script>&"'
    parts = (corners.SCORE + corners.seen() + corners.LIST + corners.SANCTION).replace(
        "A list", r"<script>alert(1)</script>&\""
    )
    parts = parts.replace("A debt", r"<b onclick=x>{}</b>").replace("No loan", "{0}{evil}")
    text = page(ran(parts, 200, 4))
    assert evil not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert not [a for _, attrs in Tags(text).found for a in attrs if a.startswith("on")]
    assert "{0}{evil}" in text


def test_says_what_it_is_before_anything_else() -> None:
    """Catches a page that can be quoted without the word hypothetical, its people, its seed and what is assumed."""
    text = corners.written("plenty")
    head = " ".join(
        re.sub(r"<style>.*?</style>|<[^>]+>", " ", text[: text.index('id="flags"')], flags=re.DOTALL).split()
    )
    for words in (
        "Hypothetical. Not a forecast of any place.",
        "Nobody in here is real",
        "596, invented",
        "seed 1",
        "chance alone",
        "name a source",
        "They do not cover what nobody measured.",
    ):
        assert words in head, words


def test_the_head_names_the_numbers_that_have_a_source_and_explains_the_names_of_people() -> None:
    """Catches "4 of 115" of which nobody knows which four, and a minority that is nowhere defined."""
    counted = Counted(ran(corners.seen().replace("acts_per_year = 1", SOURCED), 400, 2))
    found = about.about(counted)
    assert found.sourced_says == "The one number that names a source"
    assert found.sourced == (("A debt: acts per year", "1", "A court, 2019"),)
    minority = value(counted.run, "people", group="minority", step=1) / counted.run.people
    assert f"minority: minorities (all others), {100 * minority:.1f} % of these people" in found.who
    assert "child: children (0 to 14)" in found.who
    text = page(counted.run)
    assert text.index("A court, 2019") < text.index('id="flags"')


def test_the_sections_come_in_the_order_in_which_they_are_read() -> None:
    """Catches a section that is lost or moved."""
    found = re.findall(r'<section id="([\w-]+)"', corners.written("plenty"))
    assert found == [
        "what", "flags", "findings", "rows", "groups", "list", "score-over-time", "records", "lives", "change",
        "regime", "proof", "measures",
    ]  # fmt: skip
