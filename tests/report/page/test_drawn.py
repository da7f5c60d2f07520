"""A page of any regime: drawn over the whole format, it is written, in the same bytes, with nothing undefined on it."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given

from laws.lives import few
from laws.regimes import Raw, read, regimes
from scorewatch.report.page.page import page
from scorewatch.study.beside import with_others
from scorewatch.study.run import run

VOID = {"meta", "br", "rect", "path", "line", "circle", "img", "input", "hr"}


class Nested(HTMLParser):
    """Whether every tag that opens is closed, in order; and the words of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.cells: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words += data.split()
            self.cells.add(data.strip(" .,;:()%"))


@few(12)
@given(regimes())
def test_every_regime_has_a_page(raw: Raw) -> None:
    done = with_others(run(read(raw), people=200, steps=5, seed=3))
    html = page(done)
    read_as = Nested()
    read_as.feed(html)
    assert read_as.open == []
    words = {word.strip("().,;:%") for word in read_as.words}
    assert not words & {"nan", "inf", "-inf"}
    assert not read_as.cells & {"True", "False"}
    assert ">None</td>" not in html
    assert html == page(done)
    assert done.digest in words
