"""What tests of several rooms ask for."""

from __future__ import annotations

import pytest

from support import ran


@pytest.fixture(scope="session")
def compiled() -> None:
    """The fast engine is compiled: what comes on standard error is not that it is being compiled."""
    ran('[behaviour.b]\nsays = "b"\nacts_per_year = 1\ndomain = "civic"\n', people=1, steps=1)
