"""Telegram and the console together: a borrower asks for a person in the chat, a collector takes over, writes, and hands back."""

from __future__ import annotations

from tests.bot.conftest import Gateway
from tests.bot.standin import StandIn, custom
from tests.console.conftest import Hire, hire  # noqa: F401 - fixture
from tests.console.test_case import hidden
from tests.telegram.conftest import account_flows
from tests.telegram.phone import Phone
from words import desk
from words import telegram as telegram_words


def test_a_person_takes_over_in_telegram_and_hands_back(
    chat: Gateway,
    phone: Phone,
    rasa: StandIn,
    hire: Hire,  # noqa: F811
) -> None:
    mei = hire(chat, "Mei")
    phone.writes("hello")
    rasa.answers(custom(directive="handoff", reason="asked", priority="normal"))
    phone.writes("a person please")
    conversation = chat.store(lambda uow: uow.conversations.linked("telegram", str(phone.user)))
    assert conversation.state == "waiting"
    page = f"/console/c/{conversation.id}"

    assert mei.post(f"{page}/take").status_code == 303
    phone.settles()
    assert phone.seen[-1].text == desk.TEXTS["person_here"].en.format(name="Mei")
    asked = len(rasa.asked)
    assert phone.writes("i sent the form yesterday") == []  # the person reads it, the assistant is silent
    assert len(rasa.asked) == asked
    assert "i sent the form yesterday" in mei.page(page)

    for _ in range(2):  # a double click on Send
        fields = {"text": "Thank you, I have it here.", "key": "one", "version": hidden(mei.page(page), "version")}
        assert mei.post(f"{page}/reply", fields).status_code == 303
    phone.settles()
    assert [one.text for one in phone.seen].count("Thank you, I have it here.") == 1
    assert not phone.seen[-1].protected

    fields = {
        "text": "A colleague calls on Friday at 10:30.",
        "key": "two",
        "version": hidden(mei.page(page), "version"),
    }
    assert mei.post(f"{page}/reply", fields).status_code == 303
    phone.settles()
    assert phone.seen[-1].text.startswith(telegram_words.text("for_you", "en")) and phone.seen[-1].protected

    rasa.script = account_flows
    back = {"summary": "The form is here.", "version": hidden(mei.page(page), "version")}
    assert mei.post(f"{page}/back", back).status_code == 303
    phone.settles()
    assert phone.writes("thanks")[-1].text == "You said: thanks"


def test_a_collector_takes_the_chat_away_from_the_borrower(
    chat: Gateway,
    phone: Phone,
    rasa: StandIn,
    hire: Hire,  # noqa: F811
) -> None:
    mei, other = hire(chat, "Mei"), hire(chat, "Tom")
    phone.writes("hello")
    conversation = chat.store(lambda uow: uow.conversations.linked("telegram", str(phone.user)))
    page = f"/console/c/{conversation.id}"
    assert mei.post(f"{page}/take").status_code == 303
    assert "Take this chat away" in mei.page(page) and "Take this chat away" not in other.page(page)

    assert other.post(f"{page}/unlink", {"version": hidden(mei.page(page), "version")}).status_code != 303
    assert chat.store(lambda uow: uow.conversations.linked("telegram", str(phone.user))) is not None

    assert mei.post(f"{page}/unlink", {"version": hidden(mei.page(page), "version")}).status_code == 303
    assert chat.store(lambda uow: uow.conversations.linked("telegram", str(phone.user))) is None
    record = chat.store(lambda uow: uow.audit.about(conversation.id))
    assert "telegram_unlinked" in [row.action for row in record]
