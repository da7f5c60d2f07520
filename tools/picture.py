"""The README's picture: the page of the demo, as a browser shows it. `make docs` runs this.

    python tools/picture.py docs/report.png

It opens the page of ./scorewatch-demo where that is there, and runs the demo into a scratch folder where it is not.
Needs chromium and playwright, both of the tests; without a browser the picture that is there stays as it is.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

WIDTH, HEIGHT = 820, 1010  # pixels of the page; drawn twice as fine


def main() -> None:
    """The picture is at the path that was named."""
    out = Path(sys.argv[1])
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        sys.stderr.write(f"No chromium here: {out} stays as it is.\n")
        return
    with tempfile.TemporaryDirectory() as scratch:
        page = Path("scorewatch-demo") / "report.html"
        if not page.is_file():
            run = Path(scratch) / "run"
            command = [sys.executable, "-m", "scorewatch", "demo", "--quiet", "--out", str(run)]
            subprocess.run(command, check=True)
            page = run / "report.html"
        _draw(browser, page.resolve(), out)


def _draw(browser: str, page: Path, out: Path) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        view = opened.new_page(viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=2, color_scheme="light")
        view.goto(page.as_uri())
        view.evaluate("document.querySelector('#findings').scrollIntoView()")
        view.screenshot(path=out)
        opened.close()


if __name__ == "__main__":
    main()
