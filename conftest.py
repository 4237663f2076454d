"""Fixtures that every test may use, and how tests are shared out between processes."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = ["tests.product"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A file stays in one process (its fixtures are made once), and so do all tests of the shared product (one Rasa)."""
    for item in items:
        shared = "product" in getattr(item, "fixturenames", ())
        item.add_marker(pytest.mark.xdist_group("product" if shared else Path(item.path).name))
