"""The driver itself: it must be able to fail."""

from __future__ import annotations

import pytest

from tests.dialogue.driver import Conversation, Heard, Line


class Echo:
    """A channel that answers one thing."""

    def open(self, language: str | None, link: str | None = None) -> Heard:
        return Heard((Line("As of today, CNY 5.00 is due: a and b.", "en", {"Pay now": "t"}),), "bot", False, "en")

    def say(self, text: str, message_id: str) -> Heard:
        return self.open(None)

    def press(self, token: str, message_id: str) -> Heard:
        return Heard((), "waiting", True, "zh")

    def code_sent_to(self, contact: str) -> str:
        return "000000"


def test_a_text_is_found_by_name_whatever_its_values() -> None:
    Conversation(Echo()).bot.replies_with("account.late")


def test_a_missing_text_fails_with_the_conversation_so_far() -> None:
    conversation = Conversation(Echo())
    conversation.borrower.says("how much")
    with pytest.raises(AssertionError, match=r"no account\.next in the answer(?s:.)*borrower: how much"):
        conversation.bot.replies_with("account.next")


def test_a_missing_button_fails() -> None:
    with pytest.raises(AssertionError, match="there is no button 'Stop'"):
        Conversation(Echo()).borrower.presses("Stop")


def test_a_pressed_button_moves_on() -> None:
    conversation = Conversation(Echo())
    conversation.borrower.presses_button_of("account.pay")
    conversation.bot.is_in_state("waiting")
    with pytest.raises(AssertionError):
        conversation.bot.is_in_state("bot")
