"""What goes out: at Telegram's pace, through its errors, each message once and in order, and nothing that can be passed on by accident."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import random
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from telegram.error import RetryAfter

from benchmarks.telegram_soak import most_in_a_second
from bot.telegram.pace import Pace
from relief import erasure
from tests.bot.conftest import Gateway
from tests.bot.standin import StandIn, custom, say
from tests.telegram.botapi import BotApi
from tests.telegram.conftest import Start
from tests.telegram.phone import Phone
from words import gateway as gateway_words

MENU = (("See my account", "/check_balance"), ("Pay", "/make_payment"))
ANSWERS = (("Yes", "/affirm"), ("No", "/deny"))


def texts(sent: list[Any]) -> list[str]:
    return [one.text for one in sent]


@pytest.mark.parametrize("way", ["429", "502", "lost"])
def test_an_error_loses_nothing_doubles_nothing_and_keeps_the_order(
    telegram: BotApi, chat: Gateway, phone: Phone, rasa: StandIn, way: str
) -> None:
    phone.writes("hello")
    rasa.answers(say("one"), say("two"), say("three", *MENU))
    telegram.trouble.next = [way, "", way, ""]
    phone.writes("go")
    assert texts(phone.seen)[2:] == ["one", "two", "three"]
    assert telegram.trouble.next == [] or telegram.trouble.next == [""]
    telegram.trouble.next = []


def test_a_lost_answer_with_buttons_is_found_and_not_sent_again(
    telegram: BotApi, chat: Gateway, phone: Phone, rasa: StandIn
) -> None:
    phone.writes("hello")
    rasa.answers(say("Shall I?", *ANSWERS))
    telegram.trouble.next = ["lost"]
    before = telegram.count("sendMessage")
    phone.writes("go")
    assert texts(phone.seen)[2:] == ["Shall I?"]
    assert telegram.count("sendMessage") == before + 1
    assert phone.presses("Yes")  # what was found is known by its number, so its buttons can go
    telegram.wait_for(lambda: not phone.seen[2].buttons)


def test_telegrams_wish_to_wait_holds_for_the_whole_bot(
    telegram: BotApi, chat: Gateway, phone: Phone, rasa: StandIn
) -> None:
    other = Phone(telegram, chat.engine)
    phone.writes("hello")
    other.writes("hello")
    telegram.trouble.next = ["429"]
    started = time.monotonic()
    telegram.writes(phone.user, "first")
    telegram.wait_for(lambda: telegram.trouble.counted["429"] and not telegram.trouble.next)
    other.writes("second")
    assert other.seen[-1].at - started > 0.9


def test_html_that_telegram_cannot_read_goes_as_plain_text(
    telegram: BotApi, chat: Gateway, phone: Phone, rasa: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone.writes("hello")
    monkeypatch.setattr("html.escape", lambda text, quote=True: text)
    rasa.answers(say("less < more & more"))
    assert texts(phone.writes("go")) == ["less < more & more"]


def test_signs_of_html_in_what_is_said_are_only_signs(phone: Phone) -> None:
    assert texts(phone.writes("a <b>bold</b> & <script> 5 > 3"))[-1] == "You said: a <b>bold</b> & <script> 5 > 3"


def test_used_buttons_go_and_an_old_press_does_no_harm(
    telegram: BotApi, chat: Gateway, phone: Phone, rasa: StandIn
) -> None:
    phone.writes("hello")
    rasa.answers(say("Shall I?", *ANSWERS))
    question = phone.writes("book it")[-1]
    tokens = dict(question.buttons)
    assert all(len(token.encode()) <= 64 and "affirm" not in token for token in tokens.values())
    asked = len(rasa.asked)
    rasa.answers(say("Done."))
    assert texts(phone.presses("Yes", under=question)) == ["Done."]
    assert phone.toast == "You chose: Yes"
    telegram.wait_for(lambda: not question.buttons)
    assert phone.presses("Yes", under=question, token=tokens["Yes"]) == []
    assert phone.toast == gateway_words.text("button_gone", "en")
    assert phone.presses("No", under=question, token=tokens["No"]) == []
    assert len(rasa.asked) == asked + 1


def test_buttons_of_a_question_go_when_it_is_answered_in_words(
    telegram: BotApi, chat: Gateway, phone: Phone, rasa: StandIn
) -> None:
    phone.writes("hello")
    rasa.answers(say("Shall I?", *ANSWERS))
    question = phone.writes("book it")[-1]
    phone.writes("better not")
    telegram.wait_for(lambda: not question.buttons)


def test_of_a_menu_only_the_pressed_button_goes(telegram: BotApi, chat: Gateway, phone: Phone) -> None:
    greeting = phone.writes("/start")[0]
    titles = list(greeting.buttons)
    phone.presses(titles[0], under=greeting)
    telegram.wait_for(lambda: list(greeting.buttons) == titles[1:])


def test_a_strangers_token_opens_nothing(telegram: BotApi, chat: Gateway, phone: Phone, rasa: StandIn) -> None:
    other = Phone(telegram, chat.engine)
    theirs = other.writes("/start")[0]
    mine = phone.writes("/start")[0]
    token = next(iter(theirs.buttons.values()))
    assert phone.presses("x", under=mine, token=token) == []
    assert phone.toast == gateway_words.text("button_gone", "en")
    assert phone.presses("x", under=mine, token="b_invented") == []
    assert rasa.asked == []


def test_links_have_no_preview(phone: Phone) -> None:
    assert [one.previews for one in phone.writes("https://example.com")] == [False, False]


def test_typing_is_shown_once_and_only_when_the_answer_takes_longer(
    telegram: BotApi, chat: Gateway, phone: Phone, rasa: StandIn
) -> None:
    phone.writes("hello")
    before = telegram.count("sendChatAction")
    phone.writes("quick")
    assert telegram.count("sendChatAction") == before
    rasa.delay_s = 0.8
    phone.writes("slow")
    assert telegram.count("sendChatAction") == before + 1


def test_one_message_a_second_goes_to_a_chat(start_chat: Start, own_telegram: BotApi, rasa: StandIn) -> None:
    gateway = start_chat(with_settings={"rate_limit": True})
    phone = Phone(own_telegram, gateway.engine)
    rasa.answers(say("one"), say("two"))
    phone.writes("go")
    times = [one.at for one in phone.seen]
    assert len(times) == 3
    assert all(after - before > 0.9 for before, after in pairwise(times))


class Quick:
    """A clock and a sleep that cost nothing, so that a minute of sending is tried in a moment."""

    def __init__(self) -> None:
        self.now = 100.0
        self._waiting: list[tuple[float, int, asyncio.Future[None]]] = []
        self._number = itertools.count()

    async def sleep(self, seconds: float) -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (self.now + seconds, next(self._number), future))
        await future

    async def run(self, *tasks: Coroutine[Any, Any, None]) -> None:
        everything = asyncio.gather(*tasks)
        while not everything.done():
            for _ in range(20):
                await asyncio.sleep(0)
            if self._waiting:
                self.now, _, future = heapq.heappop(self._waiting)
                if not future.done():
                    future.set_result(None)
        await everything


async def arrivals(chats: Sequence[str | None], delays: Callable[[], tuple[float, float]]) -> list[float]:
    """When calls arrive that are all wanted at once. `delays`: seconds until one arrives, and until it is answered then."""
    clock, arrived = Quick(), []
    pace = Pace(lambda: clock.now, sleep=clock.sleep)

    async def call(chat: str | None) -> None:
        async with pace.turn(chat):
            there, back = delays()
            await clock.sleep(there)
            arrived.append(clock.now)
            await clock.sleep(back)

    await clock.run(*(call(chat) for chat in chats))
    return [at - 100.0 for at in arrived]


@pytest.mark.parametrize("slowest", [0.0, 0.2, 3.0])
async def test_no_second_at_telegrams_door_sees_more_than_thirty_calls_however_long_they_are_under_way(
    slowest: float,
) -> None:
    chance = random.Random(5)
    times = await arrivals(
        [f"chat {number}" if number % 3 else None for number in range(300)],
        lambda: (chance.uniform(0, slowest), chance.uniform(0, slowest)),
    )
    assert len(times) == 300
    assert most_in_a_second(times) <= 30
    assert slowest or most_in_a_second(times) == 30  # nothing is wasted either


async def test_calls_that_arrive_at_once_go_out_at_nearly_thirty_a_second() -> None:
    times = await arrivals([None] * 301, lambda: (0.0, 0.0))
    assert times[-1] - times[0] < 10.5


async def test_no_second_of_a_chat_sees_two_messages_however_long_they_are_under_way() -> None:
    chance = random.Random(6)
    times = await arrivals(["a"] * 20, lambda: (chance.uniform(0, 2), chance.uniform(0, 2)))
    assert len(times) == 20 and most_in_a_second(times) == 1


async def test_a_new_process_waits_for_the_second_that_a_killed_one_may_have_filled() -> None:
    times = await arrivals([None] * 40, lambda: (0.0, 0.0))
    assert min(times) > 1.0


def test_a_thirty_first_call_is_counted_when_it_comes_just_within_the_second() -> None:
    assert most_in_a_second([0.0] * 30 + [1.0]) == 30
    assert most_in_a_second([0.0] * 30 + [0.999]) == 31


async def test_whichever_call_is_told_to_wait_all_others_wait() -> None:
    clock = Quick()
    pace = Pace(lambda: clock.now, enabled=False, sleep=clock.sleep)
    with pytest.raises(RetryAfter):
        async with pace.turn("a"):
            raise RetryAfter(30)

    async def other() -> None:
        async with pace.turn("b"):
            assert clock.now >= 130.0

    await clock.run(other())


def test_what_was_said_while_the_gateway_was_down_follows_once(
    start_chat: Start, own_telegram: BotApi, rasa: StandIn
) -> None:
    first = start_chat()
    phone = Phone(own_telegram, first.engine)
    phone.writes("hello")
    conversation = first.store(lambda uow: uow.conversations.linked("telegram", str(phone.user)))
    first.server.stop()
    update = own_telegram.writes(phone.user, "are you there")
    assert own_telegram.unconfirmed
    second = start_chat()
    phone.settles(update["update_id"])
    assert texts(phone.seen)[-1] == "You said: are you there"
    assert second.store(lambda uow: uow.conversations.linked("telegram", str(phone.user))).id == conversation.id


def test_a_person_in_the_console_writes_and_it_arrives_in_the_chat(chat: Gateway, phone: Phone) -> None:
    phone.writes("hello")
    conversation = chat.store(lambda uow: uow.conversations.linked("telegram", str(phone.user)))

    def work(uow: Any) -> None:
        from bot import lines
        from words.model import Message

        lines.say(uow, uow.conversations.require(conversation.id, lock=True), Message("Hello, this is Ana.", "en"),
                  chat.clock.now(), sender="person")  # fmt: skip

    chat.store(work)
    phone.settles()
    assert texts(phone.seen)[-1] == "Hello, this is Ana."


def verify(chat: Gateway, phone: Phone) -> str:
    """As after date of birth and code; the borrower's id."""
    borrower = chat.store(lambda uow: uow.borrowers.all()[0])

    def work(uow: Any) -> None:
        kept = uow.conversations.linked("telegram", str(phone.user))
        until = chat.clock.now() + timedelta(minutes=30)
        uow.conversations.save(
            replace(kept, bound_borrower_id=borrower.id, verified_borrower_id=borrower.id, verified_until=until)
        )

    chat.store(work)
    return str(borrower.id)


def test_figures_are_protected_and_small_talk_is_not(chat: Gateway, phone: Phone, rasa: StandIn) -> None:
    phone.writes("hello")
    verify(chat, phone)
    rasa.answers(say("You owe 5."), custom(continues=True, discloses=True, figures=["5"]), say("Anything else?"))
    secret, plain = phone.writes("how much")
    assert (secret.protected, plain.protected) == (True, False)
    assert not any(character.isdigit() for character in secret.text.split("\n")[0])


def test_an_erasure_deletes_in_the_chat_too_what_telegram_lets_us_delete(
    telegram: BotApi, chat: Gateway, phone: Phone
) -> None:
    phone.writes("hello")
    other = Phone(telegram, chat.engine)
    other.writes("hello")
    borrower_id = verify(chat, phone)
    conversation = chat.store(lambda uow: uow.conversations.linked("telegram", str(phone.user)))
    telegram.trouble.next = ["502"]  # it is tried again

    def work(uow: Any) -> None:
        erasure.erase(uow, borrower_id, key="erase", now=chat.clock.now(), conversation_id=conversation.id)

    chat.store(work)
    telegram.wait_for(lambda: all(one.deleted for one in phone.seen))
    assert len(phone.seen) == 2 and not any(one.deleted for one in other.seen)
    telegram.wait_for(lambda: chat.store(lambda uow: uow.data_requests.of_borrower(borrower_id))[0].status == "done")
