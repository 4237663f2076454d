"""What may follow, in every place and both languages, may be said: it passes the gate and names free help."""

from __future__ import annotations

import pytest

from relief.policy.packs import CONSEQUENCES
from relief.protection_rules import packs
from tests.actions.talk import gate
from words import protection as words
from words.model import Language

PLACES: list[str | None] = [None, *sorted(packs().jurisdictions)]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("place", PLACES)
def test_what_may_follow_passes_the_gate_in_every_place(place: str | None, language: Language) -> None:
    said = words.consequences(language, place, None, years=3)
    passed = gate().admit(said, verified=True)
    assert passed.refusal is None, passed.because
    assert words.TEXTS["advice"].in_language(language) in said.text
    assert [line for line in said.text.splitlines() if line.startswith("4. ")], (
        "in order: talk, record, court, what is taken"
    )


@pytest.mark.parametrize("place", PLACES)
def test_every_place_says_all_that_the_base_pack_says(place: str | None) -> None:
    assert [one.kind for one in packs().consequences(place or "base")] == list(CONSEQUENCES)


def test_how_old_is_too_old_is_told_to_a_known_borrower_only() -> None:
    said = words.consequences("en", "cn", None, years=3)
    assert said.discloses and gate().admit(said, verified=False).refusal == "unverified"
    assert not words.consequences("en", "cn", None).discloses
