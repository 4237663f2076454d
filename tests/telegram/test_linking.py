"""Which chat belongs to whom: deep links, shared contacts, the second factor, and taking a chat away again."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from bot.commands.telegram import disconnect
from bot.telegram import linking
from bot.telegram.permission import may_be_linked
from relief import contact
from relief.policy import resolve
from relief.store.records import Consent
from tests.bot.conftest import Gateway
from tests.bot.standin import StandIn, custom, say
from tests.telegram.botapi import USERNAME, BotApi
from tests.telegram.conftest import Start, code_for
from tests.telegram.phone import Phone
from words import identity
from words import telegram as words

BALANCE = "Here is what you owe."


@pytest.fixture(scope="module")
def maria(module_chat: Gateway) -> dict[str, Any]:
    """P6 lives in the United States, where nothing stands against Telegram."""
    people = module_chat.http.get("/demo/people.json").json()["people"]
    return {person["id"]: person for person in people}["P6"]


def borrower_of(gateway: Gateway, person: dict[str, Any]) -> Any:
    return gateway.store(lambda uow: uow.borrowers.by_reference(person["reference"]))


def link_for(gateway: Gateway, person: dict[str, Any]) -> str:
    def work(uow: Any) -> str:
        borrower = uow.borrowers.by_reference(person["reference"])
        return linking.make(uow, borrower.id, gateway.clock.now(), made_by="tests")[0]

    return str(gateway.store(work))


def conversation_of(gateway: Gateway, phone: Phone) -> Any:
    return gateway.store(lambda uow: uow.conversations.linked("telegram", str(phone.user)))


def says(texts: dict[str, Any], key: str, sent: list[Any], language: Any = "en") -> bool:
    wanted = re.split(r"\{[^{}]*\}", texts[key].in_language(language))[0]
    return any(wanted in one.text for one in sent)


def prove(gateway: Gateway, phone: Phone, person: dict[str, Any]) -> list[Any]:
    phone.writes(str(person["date_of_birth"]))
    return phone.writes(code_for(gateway, person["contact"]))


def test_a_link_says_whom_to_expect_and_shows_nothing_before_birth_and_code(
    chat: Gateway, phone: Phone, maria: dict[str, Any]
) -> None:
    sent = phone.writes(f"/start {link_for(chat, maria)}")
    assert says(identity.TEXTS, "ask_birth", sent)
    assert not any(maria["name"].split()[0] in one.text for one in sent)
    assert conversation_of(chat, phone).verified_as(chat.clock.now()) is None
    phone.writes("how much do i owe")
    assert not any(BALANCE in one.text for one in phone.seen)
    sent = prove(chat, phone, maria)
    assert any(BALANCE in one.text for one in sent)  # what was asked before is answered now
    assert [one.protected for one in sent if BALANCE in one.text] == [True]
    assert conversation_of(chat, phone).verified_as(chat.clock.now()) == borrower_of(chat, maria).id
    assert conversation_of(chat, phone).timezone == maria["timezone"]


def test_a_link_works_once_and_in_one_chat(
    telegram: BotApi, chat: Gateway, phone: Phone, maria: dict[str, Any]
) -> None:
    token = link_for(chat, maria)
    phone.writes(f"/start {token}")
    thief = Phone(telegram, chat.engine)
    assert says(identity.TEXTS, "link_old", thief.writes(f"/start {token}"))
    assert says(identity.TEXTS, "link_old", phone.writes(f"/start {token}"))


def test_whoever_gets_the_link_passed_on_gets_nowhere(chat: Gateway, phone: Phone, maria: dict[str, Any]) -> None:
    phone.writes(f"/start {link_for(chat, maria)}")
    phone.writes("1 January 1970")
    sent = phone.writes("123456")
    assert says(identity.TEXTS, "code_wrong", sent)
    assert conversation_of(chat, phone).bound_borrower_id is None


def test_a_link_is_too_old_after_half_an_hour(start_chat: Start, own_telegram: BotApi, maria: dict[str, Any]) -> None:
    gateway = start_chat()
    fresh, old = link_for(gateway, maria), link_for(gateway, maria)
    gateway.clock.forward(seconds=linking.LASTS.total_seconds() - 5)
    assert says(identity.TEXTS, "ask_birth", Phone(own_telegram, gateway.engine).writes(f"/start {fresh}"))
    gateway.clock.forward(seconds=6)
    assert says(identity.TEXTS, "link_old", Phone(own_telegram, gateway.engine).writes(f"/start {old}"))


@pytest.mark.parametrize("token", ["x", "A" * 64, "../../etc/passwd", "' or 1=1"])
def test_an_invented_link_is_refused(phone: Phone, token: str) -> None:
    assert says(identity.TEXTS, "link_old", phone.writes(f"/start {token}"))


def test_the_token_fits_into_a_deep_link_and_is_kept_as_a_hash_only(chat: Gateway, maria: dict[str, Any]) -> None:
    token = link_for(chat, maria)
    assert re.fullmatch(r"[A-Za-z0-9_-]{32,64}", token)
    assert chat.store(lambda uow: uow.telegram_links.get(token)) is None


def test_the_own_contact_counts_as_the_identifier(chat: Gateway, phone: Phone, maria: dict[str, Any]) -> None:
    sent = phone.writes("how much do i owe")
    assert sent[-1].markup["keyboard"][0][0]["request_contact"] is True
    assert sent[-1].markup["one_time_keyboard"] is True
    sent = phone.shares_contact(maria["phone"])
    assert says(identity.TEXTS, "ask_birth", sent)
    assert sent[-1].markup == {"remove_keyboard": True}
    assert any(BALANCE in one.text for one in prove(chat, phone, maria))


def test_an_unknown_number_gets_the_same_questions(phone: Phone) -> None:
    assert says(identity.TEXTS, "ask_birth", phone.shares_contact("+1 202 555 0199"))


def test_somebody_elses_contact_is_not_used(chat: Gateway, phone: Phone, maria: dict[str, Any]) -> None:
    phone.writes("how much do i owe")
    sent = phone.shares_contact(maria["phone"], of=4711)
    assert sent[-1].text == words.text("contact_other", "en")
    assert conversation_of(chat, phone).verification_step["who"] == []


@pytest.fixture()
def known(chat: Gateway, phone: Phone, maria: dict[str, Any]) -> Phone:
    phone.writes(f"/start {link_for(chat, maria)}")
    prove(chat, phone, maria)
    return phone


def test_the_borrower_can_disconnect_the_chat(chat: Gateway, known: Phone, rasa: StandIn) -> None:
    before = conversation_of(chat, known)
    assert known.writes("/unlink")[-1].text == words.text("unlinked", "en")
    assert conversation_of(chat, known) is None
    sent = known.writes("how much do i owe")
    assert not any(BALANCE in one.text for one in sent)
    assert conversation_of(chat, known).id != before.id


def test_wrong_person_disconnects_the_chat(chat: Gateway, known: Phone, rasa: StandIn) -> None:
    rasa.answers(custom(directive="forget_identity", reason="wrong_person"), say("All right, that is noted."))
    assert known.writes("wrong person")[-1].text == "All right, that is noted."
    assert conversation_of(chat, known) is None


def test_a_collector_can_disconnect_the_chat(chat: Gateway, known: Phone, maria: dict[str, Any]) -> None:
    conversation = conversation_of(chat, known)
    assert disconnect(chat.engine, "EK-000000", chat.clock.now(), actor="desk") == 0
    assert disconnect(chat.engine, maria["reference"], chat.clock.now(), actor="desk") >= 1
    known.settles()
    assert known.seen[-1].text == words.text("unlinked_by_us", "en")
    assert conversation_of(chat, known) is None
    assert not chat.store(lambda uow: linking.take_away(uow, conversation.id, actor="desk", now=chat.clock.now()))


def test_a_blocked_bot_closes_the_channel_and_writes_nowhere_else_without_consent(
    telegram: BotApi, chat: Gateway, known: Phone, maria: dict[str, Any]
) -> None:
    conversation = conversation_of(chat, known)
    telegram.blocked.add(known.user)
    update = telegram.writes(known.user, "and by when?")
    telegram.wait_for(lambda: chat.store(lambda uow: uow.telegram_chats.get(conversation.id).closed_at))
    telegram.wait_for(lambda: chat.store(lambda uow: uow.telegram_updates.get(update["update_id"]).status == "done"))
    line = chat.store(lambda uow: uow.messages.last(conversation.id, 1))[0]
    assert line.status == "undelivered"
    waiting = [notice for notice in chat.store(lambda uow: uow.notices.latest(20)) if "/chat" in notice.text]
    assert waiting == []
    telegram.blocks(known.user, again=True)
    telegram.wait_for(lambda: chat.store(lambda uow: uow.telegram_chats.get(conversation.id).closed_at is None))
    assert known.writes("hello again")[-1].text == "You said: hello again"


def test_with_consent_one_neutral_notice_goes_where_the_borrower_asked_for_it(
    start_chat: Start, own_telegram: BotApi, maria: dict[str, Any]
) -> None:
    gateway = start_chat()
    gateway.clock.forward(days=1, hours=16)  # a weekday morning where she lives
    phone = Phone(own_telegram, gateway.engine)
    phone.writes(f"/start {link_for(gateway, maria)}")
    prove(gateway, phone, maria)
    borrower = borrower_of(gateway, maria)

    def agree(uow: Any) -> None:
        now = gateway.clock.now()
        preference = replace(contact.preference_of(uow, borrower.id, now), preferred_channel="sms")
        uow.contacts_log.set_preference(preference)
        uow.consents.add(Consent("e1", borrower.id, None, "contact", "sms", True, "text me", "en", now))

    gateway.store(agree)
    own_telegram.blocked.add(phone.user)
    for line in ("hello", "anybody there"):
        own_telegram.writes(phone.user, line)
    found = own_telegram.wait_for(
        lambda: [one for one in gateway.store(lambda uow: uow.notices.latest(20)) if "/chat" in one.text]
    )
    assert len(found) == 1 and found[0].channel == "sms"
    assert not re.search(r"debt|loan|owe|USD|overdue", found[0].text)


def test_the_pack_of_the_borrowers_place_decides(
    chat: Gateway, phone: Phone, rasa: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the demo lender's own line, nobody in China may be linked, by whatever way they come."""
    people = chat.http.get("/demo/people.json").json()["people"]
    wei = next(person for person in people if person["id"] == "P1")
    borrower = borrower_of(chat, wei)
    assert chat.store(lambda uow: may_be_linked(uow, borrower, chat.clock.now()))
    packs = resolve.load()
    lender = packs.lender
    assert lender is not None and "contact.telegram" in lender.parameters
    strict = {name: value for name, value in lender.parameters.items() if name != "contact.telegram"}
    without = packs.with_pack(replace(lender, parameters=strict))
    monkeypatch.setattr("bot.telegram.permission.packs", lambda: without)
    with pytest.raises(linking.NotAllowed):
        link_for(chat, wei)
    phone.writes(f"{wei['reference']}, {wei['date_of_birth']}")
    sent = phone.writes(code_for(chat, wei["contact"]))
    assert says(words.TEXTS, "not_here", sent)
    assert conversation_of(chat, phone).bound_borrower_id is None
    sent = phone.writes("how much do i owe")
    assert not any(BALANCE in one.text for one in sent)


def test_the_lenders_page_shows_link_and_qr(chat: Gateway) -> None:
    assert "/demo/telegram" in chat.http.get("/?lang=en").text
    empty = chat.http.get("/demo/telegram?lang=en").text
    assert "t.me" not in empty and words.text("page_choose", "en") in empty
    page = chat.http.get("/demo/telegram?lang=zh&as=P6")
    assert page.headers["cache-control"] == "no-store"
    address = re.search(rf"https://t\.me/{USERNAME}\?start=[A-Za-z0-9_-]+", page.text)
    assert address and "<svg" in page.text and words.text("page_open", "zh") in page.text
    assert " style=" not in page.text
    again = re.search(rf"https://t\.me/{USERNAME}\?start=[A-Za-z0-9_-]+", chat.http.get("/demo/telegram?as=P6").text)
    assert again and again[0] != address[0]


def test_a_lenders_server_asks_for_a_link(start_chat: Start, maria: dict[str, Any]) -> None:
    key = "k" * 40
    gateway = start_chat(with_settings={"lender_key": key})
    ask = {"reference": maria["reference"], "kind": "telegram"}
    made = gateway.http.post("/api/v1/links", json=ask, headers={"Authorization": f"Bearer {key}"})
    assert made.status_code == 201, made.text
    assert made.json()["url"].startswith(f"https://t.me/{USERNAME}?start=")
    assert made.json()["qr"].startswith("<svg")
