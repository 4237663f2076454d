"""Whose turn it is: hand-off, take-over with an answer in flight, return, language, crisis."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

import pytest

from bot.protection import words_for
from bot.state import MOVES, MoveRefused, higher, move
from tests.bot.conftest import NOW, Gateway, Listener, Talk, eventually
from tests.bot.standin import StandIn, custom, say
from words import gateway as words


def run(gateway: Gateway, make: Any) -> Any:
    """Call into the gateway on its own event loop, as its pages do."""
    done: Future[Any] = Future()

    async def call() -> None:
        try:
            done.set_result(await make())
        except Exception as error:
            done.set_exception(error)

    loop = gateway.server._server.servers[0].get_loop()  # type: ignore[union-attr]
    asyncio.run_coroutine_threadsafe(call(), loop)
    return done.result(10)


def take_over(gateway: Gateway, talk: Talk) -> None:
    conversations = gateway.services.conversations
    run(gateway, lambda: conversations.change(talk.id, "take", actor="staff:s1", owner="s1", say="person_here"))


def test_a_handoff_waits_for_a_person_and_says_what_happens_next(gateway: Gateway, talk: Talk, rasa: StandIn) -> None:
    rasa.answers(
        say("I'll bring somebody in."), custom(directive="handoff", reason="asked", priority="urgent", case="H-1")
    )
    response = talk.send("a person please").json()
    assert response["state"] == "waiting"
    first, second = (line["text"] for line in response["messages"])
    assert first == "I'll bring somebody in." and second.startswith(words.text("handed_over", "en"))
    conversation = gateway.conversation(talk)
    assert conversation.waiting_since is not None
    assert conversation.data == {"priority": "urgent", "reason": "asked", "case": "H-1"}
    rasa.answers(say("Still here."))
    assert talk.send("hello?").json()["messages"][0]["text"] == "Still here."


def test_a_second_handoff_says_nothing_new_and_keeps_the_higher_priority(
    gateway: Gateway, talk: Talk, rasa: StandIn
) -> None:
    for priority in ("urgent", "normal"):
        rasa.answers(say("All right."), custom(directive="handoff", reason="x", priority=priority))
        answer = talk.say("a person please")
    assert [line["text"] for line in answer] == ["All right."]
    assert gateway.conversation(talk).data["priority"] == "urgent"


def test_while_a_person_holds_the_conversation_the_bot_is_silent(gateway: Gateway, talk: Talk, rasa: StandIn) -> None:
    take_over(gateway, talk)
    response = talk.send("hello").json()
    assert response == {"messages": [], "state": "person", "verified": False, "language": "en"}
    assert rasa.asked == []
    assert talk.said()[-1] == "borrower: hello"
    assert gateway.lines(talk)[-1].status == "held"


def test_what_rasa_reads_stands_beside_a_line_that_a_person_answers(gateway: Gateway, talk: Talk) -> None:
    take_over(gateway, talk)
    talk.send("300 on friday")
    eventually(lambda: gateway.lines(talk)[-1].understood is not None)
    assert gateway.lines(talk)[-1].understood == {
        "intent": "greet",
        "confidence": 0.9,
        "entities": [{"entity": "amount", "value": "300"}],
    }


def test_what_rasa_read_stands_beside_an_answered_line(gateway: Gateway, talk: Talk, rasa: StandIn) -> None:
    read = {"intent": "check_balance", "confidence": 0.97, "entities": [], "model": "m-1"}
    rasa.answers(say("It is 5."), custom(understood=read))
    talk.say("what is left")
    line = next(line for line in gateway.lines(talk) if line.text == "what is left")
    assert line.understood == {"intent": "check_balance", "confidence": 0.97, "entities": []}
    assert line.model_id == "m-1"


def test_an_answer_in_flight_is_dropped_when_a_person_takes_over(gateway: Gateway, talk: Talk, rasa: StandIn) -> None:
    rasa.delay_s = 0.4
    answers: list[Any] = []
    thread = threading.Thread(target=lambda: answers.append(talk.send("hello", "1").json()))
    thread.start()
    eventually(lambda: len(rasa.asked) == 1)
    take_over(gateway, talk)
    thread.join()
    assert answers[0]["messages"] == [] and answers[0]["state"] == "person"
    assert not any(line.startswith("bot") for line in talk.said())
    assert talk.send("hello", "1").json()["messages"] == []


def test_a_kept_message_is_left_to_the_person_who_took_over(gateway: Gateway, talk: Talk, rasa: StandIn) -> None:
    with rasa.away():
        talk.send("hello")
        take_over(gateway, talk)
    eventually(lambda: gateway.lines(talk)[1].status == "held")
    assert rasa.asked == []


def test_after_the_return_the_next_message_goes_to_the_bot(gateway: Gateway, talk: Talk, rasa: StandIn) -> None:
    listener = Listener(talk)
    take_over(gateway, talk)
    conversations = gateway.services.conversations
    run(gateway, lambda: conversations.change(talk.id, "hand_back", actor="staff:s1", say="handed_back"))
    assert talk.send("hello").json()["state"] == "bot"
    assert rasa.texts == ["hello"]
    states = [data["state"] for kind, _, data in listener.events if kind == "state"]
    assert states[:3] == ["bot", "person", "bot"]


def test_the_table_of_moves_refuses_what_it_does_not_name(gateway: Gateway, talk: Talk) -> None:
    conversation = gateway.conversation(talk)
    for state in ("bot", "waiting", "person", "closed"):
        for step in ("hand_off", "take", "hand_back", "release", "close", "write"):
            at = replace(conversation, state=state)
            if (state, step) in MOVES:
                assert move(at, step, NOW, owner="s1").state == MOVES[state, step]  # type: ignore[index, arg-type]
            else:
                with pytest.raises(MoveRefused, match=state):
                    move(at, step, NOW, owner="s1")  # type: ignore[arg-type]
    with pytest.raises(MoveRefused):
        move(conversation, "take", NOW)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("normal", "crisis", "crisis"),
        ("urgent", "normal", "urgent"),
        (None, "normal", "normal"),
        (None, None, "normal"),
    ],
)
def test_the_more_urgent_priority_counts(first: str | None, second: str | None, expected: str) -> None:
    assert higher(first, second) == expected


def test_the_language_follows_what_is_written_and_rasa_is_told_before_it_answers(
    gateway: Gateway, talk: Talk, rasa: StandIn
) -> None:
    talk.say("hello")
    assert rasa.told == []
    response = talk.send("我欠多少钱").json()
    assert response["language"] == "zh" and response["messages"][0]["language"] == "zh"
    assert rasa.told == [(talk.id, [{"event": "slot", "name": "language", "value": "zh"}])]
    assert rasa.asked[-1]["metadata"]["language"] == "zh"
    talk.say("谢谢你")
    assert len(rasa.told) == 1


def test_a_mixed_sentence_keeps_the_language(talk: Talk, rasa: StandIn) -> None:
    assert talk.send("我的 balance 是多少").json()["language"] == "en"
    talk.send("我欠多少钱")
    assert talk.send("我的 balance 是多少").json()["language"] == "zh"


def test_the_language_can_be_changed_by_asking(gateway: Gateway, talk: Talk, rasa: StandIn) -> None:
    rasa.answers(custom(directive="language", language="zh"), say("好的，我们说中文。"))
    response = talk.send("could we speak Chinese please").json()
    assert response["language"] == "zh" and response["messages"][0]["language"] == "zh"
    assert gateway.conversation(talk).language == "zh"


def test_in_a_crisis_the_protective_words_come_at_once_and_a_person_is_called(
    gateway: Gateway, talk: Talk, rasa: StandIn
) -> None:
    with rasa.away():
        response = talk.send("I want to end my life")
    assert response.status_code == 200
    body = response.json()
    assert [line["text"] for line in body["messages"]] == [
        message.text for message in words_for("en", timezone=gateway.conversation(talk).timezone)
    ]
    assert body["state"] == "waiting"
    conversation = gateway.conversation(talk)
    assert conversation.data["priority"] == "crisis" and conversation.crisis_at is not None
    (case,) = gateway.store(lambda uow: uow.cases.of_conversation(talk.id))
    assert case.kind == "crisis" and case.priority == "crisis" and conversation.data["case"] == case.number
    assert rasa.asked == []


def test_said_again_the_protective_words_are_shorter_and_there_is_one_case(gateway: Gateway, talk: Talk) -> None:
    first = talk.say("I want to end my life")
    second = talk.say("I want to end my life")
    assert sum(len(line["text"]) for line in second) < sum(len(line["text"]) for line in first)
    assert len(gateway.store(lambda uow: uow.cases.of_conversation(talk.id))) == 1


def test_in_a_crisis_the_numbers_are_said_while_a_person_holds_the_conversation_too(
    gateway: Gateway, talk: Talk, rasa: StandIn
) -> None:
    take_over(gateway, talk)
    (said,) = talk.send("I want to end my life").json()["messages"]
    assert said["text"] == words_for("en", timezone=gateway.conversation(talk).timezone)[0].text
    conversation = gateway.conversation(talk)
    assert (conversation.state, conversation.owner) == ("person", "s1"), "nobody takes the conversation away from them"
    assert conversation.data["priority"] == "crisis"
    (case,) = gateway.store(lambda uow: uow.cases.of_conversation(talk.id))
    assert case.kind == "crisis" and gateway.lines(talk)[-2].status == "held"
    assert rasa.asked == []


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("I want to end my life. EK-482913, born 1988-04-12", "I want to end my life. •••, born •••"),
        ("我不想活了，电话13800138000，1988年4月12日", "我不想活了,电话•••,•••"),
    ],
)
def test_what_shows_who_somebody_is_is_covered_in_a_line_of_crisis(
    text: str, kept: str, gateway: Gateway, talk: Talk
) -> None:
    talk.say(text)
    (line,) = [line for line in gateway.lines(talk) if line.sender == "borrower"]
    assert line.text == kept


def test_a_case_that_cannot_be_opened_does_not_stop_the_protective_words(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any, **options: Any) -> None:
        raise RuntimeError("no cases today")

    monkeypatch.setattr("bot.protection.open_case", broken)
    response = talk.send("I want to end my life").json()
    assert response["messages"] and response["state"] == "waiting"


def test_after_a_crisis_the_conversation_goes_on(talk: Talk, rasa: StandIn) -> None:
    talk.say("I want to end my life")
    assert talk.say("I am safe now")[0]["text"] == "You said: I am safe now"


def test_something_unasked_is_said_once(gateway: Gateway, talk: Talk) -> None:
    from words.model import Message

    listener = Listener(talk, last_event_id=1)
    message = Message("Your payment has arrived. Thank you.", "en")
    for _ in range(2):
        run(gateway, lambda: gateway.services.conversations.say(talk.id, [message], key="payment:p1"))
    listener.wait_for(lambda it: len(it.messages()) == 1)
    assert talk.said() == ["bot: Your payment has arrived. Thank you."]


def test_a_prompt_of_our_own_is_answered_once_and_not_shown(gateway: Gateway, talk: Talk, rasa: StandIn) -> None:
    for _ in range(2):
        run(gateway, lambda: gateway.services.conversations.prompt(talk.id, "/check_balance", key="link:1"))
    eventually(lambda: talk.said() == ["bot: You said: /check_balance"])
    assert rasa.texts == ["/check_balance"]


def test_rasa_forgets_when_it_is_asked_to(talk: Talk, rasa: StandIn) -> None:
    rasa.answers(say("It is erased."), custom(directive="erase_tracker"))
    talk.say("delete everything please")
    eventually(lambda: (talk.id, []) in rasa.told)
