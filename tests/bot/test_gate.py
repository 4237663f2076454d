"""The one way out: who may see it, where a number came from, and how it is said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.gate import Gate
from bot.reviewed import Reviewed, collect, fixed_replies, phrases
from tests.bot.conftest import Gateway, Talk
from tests.bot.standin import StandIn, custom, say
from words import gateway as words
from words.model import Button, Language, Message

GATE = Gate(
    Reviewed(
        ["Verification lasts 30 minutes.", "Das kostet {amount} in {days} days, at most 90 days.", "最多看2000个字符"]
    )
)


@pytest.mark.parametrize(
    "text",
    [
        "Verification lasts 30 minutes.",
        "And then: Verification lasts 30 minutes. All right?",
        "You owe CNY 2,231.67 since 24 October 2026.",
        "您欠2,231.67元。",
        "您欠２,231.67元。",
        "1. Pay CNY 2,231.67\n2. Wait",
        "1、付款\n2、等等",
        "最多看2000个字符",
        "No number at all.",
        "in 17 days, at most 90 days.",
    ],
)
def test_a_number_that_is_a_figure_or_part_of_a_reviewed_text_passes(text: str) -> None:
    message = Message(text, "en", figures=("CNY 2,231.67", "2231.67", "24 October 2026", "17 days"))
    assert GATE.admit(message, verified=False).refusal is None


@pytest.mark.parametrize(
    ("text", "stranger"),
    [
        ("You owe CNY 9,999.00.", "9,999.00"),
        ("It costs 30 yuan.", "30"),
        ("Verification lasts 31 minutes.", "31"),
        ("You owe CNY 2,231.68.", "2,231.68"),
        ("最多看3000个字符", "3000"),
        ("1.5 of it", "1.5"),
    ],
)
def test_a_number_from_nowhere_is_not_said(text: str, stranger: str) -> None:
    passed = GATE.admit(Message(text, "en", figures=("CNY 2,231.67", "24 October 2026")), verified=True)
    assert passed.refusal == "figure" and passed.because == (stranger,)
    assert passed.message.text == words.text("figure_withheld", "en")


def test_a_button_must_not_name_a_number_from_nowhere_either() -> None:
    message = Message("Which one?", "en", buttons=(Button("Pay 500", "/make_payment"),))
    assert GATE.admit(message, verified=True).refusal == "figure"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_shows_an_account_needs_somebody_who_is_verified(language: Language) -> None:
    message = Message("x", language, discloses=True)
    assert GATE.admit(message, verified=True).message is message
    passed = GATE.admit(message, verified=False)
    assert passed.refusal == "unverified"
    assert passed.message.text == words.text("confirm_identity_first", language) and not passed.message.cards


def test_a_line_that_the_tone_guard_objects_to_is_replaced() -> None:
    def objects(line: str, language: Language) -> Sequence[str]:
        return ["threat"] if "court" in line else []

    gate = Gate(Reviewed([]), objects)
    assert gate.admit(Message("See you in court.", "en"), verified=True).refusal == "tone"
    assert gate.admit(Message("Take your time.", "en"), verified=True).refusal is None


def test_every_text_of_the_gateway_passes_its_own_gate() -> None:
    gate = Gate(Reviewed(phrases()))
    for key, both in words.TEXTS.items():
        for text in (both.en, both.zh):
            filled = text.format(error="ab12cd34", limit="10", name="photo.jpg", number="D-2026-000001")
            message = Message(filled, "en", figures=("ab12cd34", "10", "D-2026-000001"))
            assert gate.admit(message, verified=False).refusal is None, key


def test_fixed_replies_of_the_domain_count_as_reviewed(tmp_path) -> None:  # type: ignore[no-untyped-def]
    domain = tmp_path / "domain.yml"
    domain.write_text(
        "responses:\n  utter_x:\n  - text: Wait 48 hours.\n    buttons:\n    - title: Plan 7\n      payload: /x\n"
    )
    assert set(fixed_replies(domain)) >= {"Wait 48 hours.", "Plan 7"}
    assert list(fixed_replies(tmp_path / "none.yml")) == []
    assert "Wait 48 hours." in set(collect(tmp_path))


def test_over_http_an_unverified_borrower_sees_no_account_and_the_refusal_is_on_record(
    gateway: Gateway, talk: Talk, rasa: StandIn
) -> None:
    card = {"kind": "balance", "title": "Loan", "rows": []}
    rasa.answers(say("You owe CNY 10.00."), custom(continues=True, discloses=True, figures=["10.00"], cards=[card]))
    (line,) = talk.say("what do I owe")
    assert line["text"] == words.text("confirm_identity_first", "en") and line["cards"] == []
    (entry,) = gateway.store(lambda uow: uow.audit.about(talk.id))
    assert entry.action == "line_refused" and entry.data == {"refusal": "unverified", "because": []}


def test_verification_that_ends_while_rasa_thinks_ends_the_disclosure(
    gateway: Gateway, talk: Talk, rasa: StandIn
) -> None:
    def slow(asked: object) -> list[dict[str, object]]:
        gateway.clock.forward(minutes=31)
        return [say("You owe CNY 10.00."), custom(continues=True, discloses=True, figures=["10.00"])]

    gateway.change(talk, verified_until=gateway.clock.now() + timedelta(minutes=30))
    rasa.script = slow
    assert talk.say("what do I owe")[0]["text"] == words.text("confirm_identity_first", "en")
