"""The packs as they are shipped, read once; and a profile for mutation testing."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

from relief.policy.resolve import Packs, load

# The same few examples for every mutant, so that a verdict does not depend on luck (scripts/mutation).
settings.register_profile("mutation", max_examples=10, derandomize=True, deadline=None, database=None)
if os.environ.get("HYPOTHESIS_PROFILE") == "mutation":
    settings.load_profile("mutation")


@pytest.fixture(scope="session")
def packs() -> Packs:
    return load()
