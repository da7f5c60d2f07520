"""The page as a file."""

from __future__ import annotations

from pathlib import Path

from scorewatch.errors import RunError
from scorewatch.files import write_whole
from scorewatch.report.page.page import page
from scorewatch.study.beside import with_others
from scorewatch.study.run import Run


def write(run: Run, path: Path) -> Path:
    """The page of this run is at `path`, whole. Where nothing stands beside the run yet, `no-regime` is run for it."""
    html = page(run if run.beside else with_others(run))
    try:
        write_whole(path, html.encode("utf-8"))
    except OSError as error:
        raise RunError(f"{path}: the page could not be written: {error.strerror or error}") from error
    return path
