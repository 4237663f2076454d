"""The table "What stops what" of the README says what the base pack says. `python -m tests.relief.test_what_stops_what` prints it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from relief import protection_rules as rules
from relief.policy.specs import STATES
from relief.states import effect_of

README = Path(__file__).resolve().parents[2] / "README.md"
ROWS = (
    (("distress", "crisis"), "danger to life"),
    (("bankruptcy", "insolvent"), "insolvency"),
    (("moratorium", "breathing_space"), "registered breathing space"),
    (("deceased",), "a death, from its own day"),
    (("capacity_hold",), "doubt whether somebody can decide now"),
    (("represented",), "a lawyer or adviser speaks"),
    (("ceased",), "STOP"),
    (("identity_unverified", "wrong_person"), "somebody else answers"),
    (("fraud", "dispute"), "fraud or dispute"),
    (("complaint",), "a complaint is open"),
    (("servicemember",), "active service (US)"),
    (("vulnerable",), "told of a burden"),
    (("plan_active_and_kept",), "a plan is kept"),
    (("plan_in_preparation",), "a plan is being prepared"),
    (("bereavement", "disaster", "sensitive_event_hold"), "a loss in the family, a disaster, a feast"),
)
PLACE = {"servicemember": "us"}
"""A state that only one place knows is shown as that place has it."""


def row(states: tuple[str, ...], words: str) -> str:
    """One line of the table."""
    state = states[0]
    effect, days = effect_of(state, PLACE.get(state)), rules.days(state, PLACE.get(state))
    cells = (
        words,
        "stop" if effect.reminders else "go on",
        "rest, and nothing runs out" if effect.offers else "as ever",
        "stops, not charged later" if effect.accrual else "runs on",
        "never" if effect.payment_prompts else "when asked",
        "only a person" if effect.enforcement else "answers only" if effect.reminders else "as the packs allow",
        f"{days} days" if days else "lifted",
        "the borrower" if rules.lifted_by_borrower(state) else "a person",
    )
    return f"| {' | '.join(cells)} |"


def table() -> list[str]:
    head = "| what happened | reminders | offers | penalty and interest | asking for money | who may write first | until | lifted by |"
    return [head, "|" + "---|" * 8, *(row(states, words) for states, words in ROWS)]


def test_the_table_in_the_readme_is_what_the_pack_says() -> None:
    found = re.search(r"^## What stops what$(.*?)^## ", README.read_text(encoding="utf-8"), re.M | re.S)
    assert found, "README.md needs a section “What stops what”"
    assert [line for line in found[1].splitlines() if line.startswith("|")] == table()


def test_every_state_has_its_row_in_the_order_of_precedence() -> None:
    named = [state for states, _ in ROWS for state in states]
    assert sorted(named) == sorted(STATES)
    order = rules.precedence()
    assert [order.index(states[0]) for states, _ in ROWS] == sorted(order.index(states[0]) for states, _ in ROWS)


@pytest.mark.parametrize("states", [states for states, _ in ROWS if len(states) > 1])
def test_states_of_one_row_stop_the_same(states: tuple[str, ...]) -> None:
    assert len({(effect_of(state), rules.days(state, None)) for state in states}) == 1


if __name__ == "__main__":
    import sys

    sys.stdout.write("\n".join(table()) + "\n")
