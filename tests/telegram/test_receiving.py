"""What arrives in the chat: each update once, in order, and a sensible answer to every kind of message."""

from __future__ import annotations

import time
from typing import Any

import httpx
import pytest

from tests.bot.conftest import Gateway, eventually
from tests.bot.standin import StandIn, free_port
from tests.telegram.botapi import BotApi
from tests.telegram.conftest import Start
from tests.telegram.phone import Phone
from words import gateway as gateway_words
from words import telegram as words

JPEG = b"\xff\xd8\xff\xe0" + b"0" * 200
PDF = b"%PDF-1.7 " + b"0" * 200
SECRET = "secret-of-the-webhook-0123456789"


def texts(sent: list[Any]) -> list[str]:
    return [one.text for one in sent]


def test_a_first_line_is_greeted_and_answered(phone: Phone) -> None:
    first, second = phone.writes("hello there")
    assert first.text == gateway_words.text("greeting", "en")
    assert second.text == "You said: hello there"


def test_somebody_whose_telegram_is_chinese_is_greeted_in_chinese(telegram: BotApi, chat: Gateway) -> None:
    phone = Phone(telegram, chat.engine, "zh-hans")
    assert phone.writes("/start")[0].text == gateway_words.text("greeting", "zh")


def test_an_update_that_comes_twice_is_one_message(telegram: BotApi, phone: Phone, rasa: StandIn) -> None:
    phone.writes("once")
    phone.writes("twice")
    phone.gets_again(phone.last)
    phone.writes("afterwards")
    assert rasa.texts.count("twice") == 1
    assert texts(phone.seen).count("You said: twice") == 1


def test_many_lines_in_a_row_are_answered_in_their_order(telegram: BotApi, phone: Phone) -> None:
    phone.writes("hello")
    for number in range(9):
        telegram.writes(phone.user, f"line {number}")
    phone.writes("line 9")
    assert texts(phone.seen)[2:] == [f"You said: line {number}" for number in range(10)]


def test_two_chats_do_not_wait_for_each_other(telegram: BotApi, chat: Gateway, phone: Phone, rasa: StandIn) -> None:
    other = Phone(telegram, chat.engine)
    phone.writes("hello")
    other.writes("hello")
    rasa.delay_s = 0.5
    started = time.monotonic()
    telegram.writes(phone.user, "slow")
    other.writes("slow too")
    phone.settles()
    assert time.monotonic() - started < 0.95


@pytest.fixture()
def brought(start_chat: Start) -> Gateway:
    return start_chat(environ={"TELEGRAM_MODE": "webhook", "TELEGRAM_WEBHOOK_SECRET": SECRET})


def test_with_a_webhook_updates_are_brought(own_telegram: BotApi, brought: Gateway) -> None:
    assert own_telegram.webhook["secret_token"] == SECRET
    assert own_telegram.webhook["url"].endswith("/telegram/webhook")
    assert "callback_query" in own_telegram.webhook["allowed_updates"]
    phone = Phone(own_telegram, brought.engine)
    assert texts(phone.writes("hello"))[-1] == "You said: hello"
    assert own_telegram.count("getUpdates") == 0


def test_a_webhook_call_without_the_secret_is_refused(brought: Gateway, rasa: StandIn) -> None:
    update = {
        "update_id": 1,
        "message": {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}, "text": "x"},
    }
    for secret in ("", "wrong", SECRET + "x", SECRET[:-1]):
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        assert brought.http.post("/telegram/webhook", json=update, headers=headers).status_code == 403
    assert rasa.asked == []


def test_a_webhook_is_answered_at_once_however_long_the_work_takes(
    own_telegram: BotApi, brought: Gateway, rasa: StandIn
) -> None:
    rasa.delay_s = 0.8
    person = {"id": 5, "is_bot": False, "first_name": "A"}
    message = {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}, "from": person, "text": "hi"}
    own_telegram.chats[5] = message["chat"]
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    for _ in range(2):  # Telegram doubts and brings it again
        started = time.monotonic()
        answer = brought.http.post("/telegram/webhook", json={"update_id": 1, "message": message}, headers=headers)
        assert answer.status_code == 200
        assert time.monotonic() - started < 0.5
    eventually(lambda: len(own_telegram.said(5)) == 2)
    time.sleep(0.3)
    assert rasa.texts == ["hi"]


def test_what_is_no_update_breaks_nothing(brought: Gateway) -> None:
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}
    for body, status in ((b"{", 400), (b"[]", 400), (b'{"a": "\\ud800"}', 400), (b"{}", 200)):
        assert brought.http.post("/telegram/webhook", content=body, headers=headers).status_code == status


STICKER = {
    "file_id": "s",
    "file_unique_id": "s",
    "type": "regular",
    "width": 9,
    "height": 9,
    "is_animated": False,
    "is_video": False,
}
CLIP = {"file_id": "v", "file_unique_id": "v", "duration": 3, "width": 9, "height": 9}
KINDS: list[tuple[str, dict[str, Any]]] = [
    ("sticker", {"sticker": STICKER}),
    ("voice", {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 3}}),
    ("voice", {"audio": {"file_id": "v", "file_unique_id": "v", "duration": 3}}),
    ("video", {"video": CLIP}),
    ("video", {"video_note": {"file_id": "v", "file_unique_id": "v", "duration": 3, "length": 9}}),
    ("sticker", {"animation": CLIP, "document": {"file_id": "v", "file_unique_id": "v"}}),
    ("location", {"location": {"latitude": 1.0, "longitude": 2.0}}),
    ("poll", {"poll": {"id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False,
                       "is_anonymous": True, "type": "regular", "allows_multiple_answers": False, "allows_revoting": False, "members_only": False}}),
    ("other", {"poll": {"id": "1", "question": "of an older server"}}),
    ("poll", {"dice": {"emoji": "🎲", "value": 3}}),
    ("other", {"story": {"id": 1, "chat": {"id": 4, "type": "private"}}}),
]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_cannot_be_read_gets_a_sensible_answer(
    telegram: BotApi, chat: Gateway, rasa: StandIn, language: Any
) -> None:
    phone = Phone(telegram, chat.engine, language)
    phone.writes("/start")
    for key, content in KINDS:
        assert texts(phone.sends(**content)) == [words.text(key, language)], content
    assert rasa.asked == []


def test_an_edited_message_is_answered_once_and_changes_nothing(telegram: BotApi, phone: Phone, rasa: StandIn) -> None:
    phone.writes("I can pay 300")
    number = telegram.chats and phone.seen[0].message_id - 1
    assert texts(phone.edits(number, "I can pay 900")) == [words.text("edited", "en")]
    assert rasa.texts == ["I can pay 300"]


def test_a_line_that_is_changed_into_despair_brings_help(phone: Phone) -> None:
    phone.writes("hello")
    number = phone.last["message"]["message_id"]
    assert words.text("edited", "en") not in texts(phone.edits(number, "I want to kill myself"))
    assert len(phone.seen) == 3 and phone.seen[-1].text != "You said: I want to kill myself"


ORIGIN = {"type": "hidden_user", "sender_user_name": "Debt Fixer", "date": 1}


def test_a_forwarded_message_is_not_taken_as_the_borrowers_own_words(phone: Phone, rasa: StandIn) -> None:
    sent = phone.writes("Pay 300 to this account today", forward_origin=ORIGIN)
    assert sent[-1].text == words.text("forwarded", "en")
    assert list(sent[-1].buttons) == [words.text("legitimate", "en"), words.text("person", "en")]
    assert rasa.asked == []


def test_a_forwarded_line_of_despair_still_brings_help(phone: Phone) -> None:
    sent = phone.writes("I want to kill myself", forward_origin=ORIGIN)
    assert words.text("forwarded", "en") not in texts(sent)


@pytest.mark.parametrize(("content", "name"), [(JPEG, "slip.jpg"), (PDF, "letter.pdf")])
def test_a_photo_or_a_pdf_is_kept_as_evidence(
    telegram: BotApi, chat: Gateway, phone: Phone, content: bytes, name: str
) -> None:
    file_id = telegram.file(content)
    if name.endswith("jpg"):
        sizes = [{"file_id": "small", "file_unique_id": "a", "width": 9, "height": 9},
                 {"file_id": file_id, "file_unique_id": "b", "width": 900, "height": 900, "file_size": len(content)}]  # fmt: skip
        sent = phone.sends(photo=sizes)
    else:
        sent = phone.sends(document={"file_id": file_id, "file_unique_id": "b", "file_name": name})
    assert sent[-1].text == gateway_words.text("file_kept", "en")
    linked = chat.store(lambda uow: uow.conversations.linked("telegram", str(phone.user)))
    uploads = chat.store(lambda uow: uow.uploads.of_conversation(linked.id))
    assert [chat.services.uploads.path(one.path).read_bytes() for one in uploads] == [content]
    assert uploads[0].case_id is not None


def test_a_file_of_another_kind_and_one_that_is_too_large_are_refused_kindly(telegram: BotApi, phone: Phone) -> None:
    odd = telegram.file(b"MZ whatever this is")
    sent = phone.sends(document={"file_id": odd, "file_unique_id": "b", "file_name": "cure.exe"})
    assert sent[-1].text == gateway_words.text("file_type", "en")
    sent = phone.sends(document={"file_id": odd, "file_unique_id": "b", "file_size": 300_000})
    assert sent[-1].text == gateway_words.text("file_too_large", "en", limit="0")
    sent = phone.sends(document={"file_id": "gone", "file_unique_id": "b"})
    assert sent[-1].text == words.text("download_failed", "en")


@pytest.mark.parametrize("content", [{"animation": CLIP, "document": {"file_id": "v", "file_unique_id": "v"}}, {"voice": CLIP},
                                     {"document": {"file_id": "gone", "file_unique_id": "b"}}])  # fmt: skip
def test_words_below_what_cannot_be_taken_are_heard(phone: Phone, content: dict[str, Any]) -> None:
    phone.writes("hello")
    assert "You said: how much is it" in texts(phone.sends(caption="how much is it", **content))


def test_words_below_a_forwarded_photo_are_not_the_borrowers_own_unless_life_may_be_in_danger(
    telegram: BotApi, phone: Phone, rasa: StandIn
) -> None:
    phone.writes("hello")
    asked = len(rasa.asked)
    photo = [{"file_id": telegram.file(JPEG), "file_unique_id": "b", "width": 900, "height": 900}]
    sent = phone.sends(photo=photo, caption="I agree to pay 900 tomorrow", forward_origin=ORIGIN)
    assert texts(sent) == [gateway_words.text("file_kept", "en")] and len(rasa.asked) == asked
    helped = phone.sends(photo=photo, caption="I want to kill myself", forward_origin=ORIGIN)
    assert (
        any("person" in text for text in texts(helped))
        and gateway_words.text("file_kept", "en") not in texts(helped)[:1]
    )


def test_too_long_a_text_is_said_to_be_too_long(phone: Phone, rasa: StandIn) -> None:
    phone.writes("hello")
    assert texts(phone.writes("x" * 2001)) == [gateway_words.text("too_long", "en")]
    assert texts(phone.writes("y" * 2000))[0].startswith("You said: yyy")


def test_a_group_gets_one_neutral_line_and_is_left(telegram: BotApi, chat: Gateway) -> None:
    group = {"id": -100, "type": "group", "title": "Family"}
    telegram.chats[-100] = group
    telegram.sends(9, chat=group, text="what does he owe?")
    telegram.wait_for(lambda: -100 in telegram.left)
    assert texts(telegram.said(-100)) == [words.text("group", "en")]


def test_a_channel_is_left_too(telegram: BotApi, chat: Gateway) -> None:
    channel = {"id": -200, "type": "channel", "title": "News"}
    telegram.chats[-200] = channel
    me = {"id": 123456789, "is_bot": True, "first_name": "Evenkeel"}
    rights = {name: False for name in (
        "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
        "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories",
    )}  # fmt: skip
    telegram.update(my_chat_member={
        "chat": channel, "from": {"id": 9, "is_bot": False, "first_name": "A"}, "date": 1,
        "old_chat_member": {"status": "left", "user": me}, "new_chat_member": {"status": "administrator", "user": me, **rights},
    })  # fmt: skip
    telegram.wait_for(lambda: -200 in telegram.left)
    assert texts(telegram.said(-200)) == [words.text("group", "en")]


COMMANDS = {
    "help": "/ask_help", "balance": "/check_balance", "plan": "/ask_plan_status", "pay": "/make_payment", "learn": "/learn_money",
    "person": "/request_human", "language": "/change_language", "stop": "/stop_contact", "mydata": "/request_privacy",
}  # fmt: skip


def test_the_menu_is_set_in_both_languages(telegram: BotApi, chat: Gateway) -> None:
    telegram.wait_for(lambda: {"", "en", "zh"} <= set(telegram.commands))
    for code, language in (("", "en"), ("en", "en"), ("zh", "zh")):
        assert [(one["command"], one["description"]) for one in telegram.commands[code]] == words.menu(language)  # type: ignore[arg-type]
    assert [name for name, _ in words.MENU] == ["start", *COMMANDS]
    assert telegram.descriptions["zh"] == words.text("description", "zh")


def test_a_command_means_what_the_menu_says(phone: Phone, rasa: StandIn) -> None:
    for name in COMMANDS:
        phone.writes(f"/{name}")
    assert rasa.texts == list(COMMANDS.values())


def test_a_command_with_the_bots_name_and_one_that_is_unknown(phone: Phone, rasa: StandIn) -> None:
    phone.writes("/help@evenkeel_test_bot")
    phone.writes("/check_balance{}")
    assert rasa.texts == ["/ask_help", "check_balance{}"]


def test_while_the_database_is_away_danger_is_answered_all_the_same_and_nothing_is_lost(
    telegram: BotApi, chat: Gateway, phone: Phone, rasa: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.database import Database, DatabaseUnavailable

    phone.writes("hello")
    write = Database.write

    async def away(self: Database, work: Any) -> Any:
        raise DatabaseUnavailable("away")

    monkeypatch.setattr(Database, "write", away)
    update = telegram.writes(phone.user, "I want to kill myself")
    telegram.wait_for(lambda: len(phone.seen) == 3)
    assert "988" in phone.seen[-1].text or "person" in phone.seen[-1].text
    monkeypatch.setattr(Database, "write", write)
    phone.settles(update["update_id"])
    assert len(phone.seen) > 3


def test_no_address_for_a_webhook_exists_while_polling(chat: Gateway) -> None:
    assert chat.http.post("/telegram/webhook", json={}).status_code == 404
    assert httpx.get(f"{chat.server.url}/healthz").status_code == 200
    assert free_port()
