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
    try:
        write_whole(path, _bytes(run))
    except OSError as error:
        raise RunError(f"{path}: the page could not be written: {error.strerror or error}") from error
    return path


def same(run: Run, path: Path) -> bool:
    """Whether the page at `path` is the one of this run."""
    try:
        return path.read_bytes() == _bytes(run)
    except OSError as error:
        raise RunError(f"{path}: the page cannot be read: {error.strerror or error}") from error


def _bytes(run: Run) -> bytes:
    return page(run if run.beside else with_others(run)).encode("utf-8")
