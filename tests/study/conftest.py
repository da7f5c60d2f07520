"""One busy run for all of these tests, and its folder to copy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from scorewatch.study.run import Run

from . import busy


@pytest.fixture(scope="session")
def run() -> Run:
    """The busy run."""
    return busy.done()


@pytest.fixture(scope="session")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its folder; only to be read."""
    return busy.done().save(tmp_path_factory.mktemp("saved") / "run")


@pytest.fixture
def folder(saved: Path, tmp_path: Path) -> Path:
    """A copy of its folder, to be changed."""
    return Path(shutil.copytree(saved, tmp_path / "run"))
