"""The page in a real browser: nothing keeps people out, in either theme, folded and open, and it fits a telephone."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from scorewatch.report.page.page import page
from scorewatch.study.beside import with_others
from scorewatch.study.inputs import with_inputs
from support import ran

from .test_change import PARTS, beside

CHROMIUM = shutil.which("chromium")
if CHROMIUM is None and not os.environ.get("CI"):
    pytest.skip("chromium is not installed", allow_module_level=True)
UNFOLD = "document.querySelectorAll('details').forEach(one => one.open = true)"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert CHROMIUM, "chromium is not installed, and this is where it must be"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with everything on it."""
    parts = PARTS.replace("false_per_year = 0.2", "false_per_year = { value = 0.2, low = 0, high = 2 }")
    run = with_others(ran(parts, 600, 14), [beside().beside[1].regime])
    assert not with_inputs(run).inputs.is_empty()  # type: ignore[union-attr]
    written = tmp_path_factory.mktemp("page") / "report.html"
    written.write_text(page(with_inputs(run)), encoding="utf-8")
    return written


def shown(browser: Browser, file: Path, width: int, theme: str) -> Page:
    """The page as a window of this width shows it, all of it unfolded. What it asks the network for is an error."""
    opened = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=theme)  # type: ignore[arg-type]
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(file.as_uri())
    assert asked == [file.as_uri()]
    opened.evaluate(UNFOLD)
    return opened


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [380, 1280])
def test_axe_finds_nothing(browser: Browser, file: Path, width: int, theme: str) -> None:
    """Catches too little contrast, headings out of order, tables without heads, regions that no key reaches."""
    opened = shown(browser, file, width, theme)
    found = Axe().run(opened)
    assert found.violations_count == 0, found.generate_report()
    opened.close()


@pytest.mark.parametrize("width", [380, 800, 1280])
def test_nothing_is_wider_than_the_window(browser: Browser, file: Path, width: int) -> None:
    """Catches a table or a chart that makes the whole page scroll sideways."""
    opened = shown(browser, file, width, "light")
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    opened.close()


def test_texts_of_charts_do_not_run_into_each_other(browser: Browser, file: Path) -> None:
    """Catches labels on top of one another, and texts that leave their picture."""
    for width in (380, 1280):
        opened = shown(browser, file, width, "light")
        assert opened.evaluate(OVERLAPS) == []
        opened.close()


OVERLAPS = """() => {
  const found = [];
  for (const chart of document.querySelectorAll('figure svg')) {
    const frame = chart.getBoundingClientRect();
    if (!frame.width) continue;
    const boxes = [...chart.querySelectorAll('text')].map(one => [one.textContent, one.getBoundingClientRect()]);
    boxes.forEach(([text, a], i) => {
      if (a.left < frame.left - 2 || a.right > frame.right + 2) found.push(['outside', text]);
      for (const [other, b] of boxes.slice(i + 1)) {
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (wide > 1 && high > 3) found.push([text, other]);
      }
    });
  }
  return found;
}"""
