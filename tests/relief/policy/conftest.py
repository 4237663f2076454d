"""The packs as they are shipped, read once."""

from __future__ import annotations

import pytest

from relief.policy.resolve import Packs, load


@pytest.fixture(scope="session")
def packs() -> Packs:
    return load()
