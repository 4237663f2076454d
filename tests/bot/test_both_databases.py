"""The gateway over SQLite and over PostgreSQL: the same behaviour where transactions matter."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from sqlalchemy.engine import Engine

from tests.bot.conftest import Gateway, Listener, eventually
from tests.bot.standin import StandIn, say


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    results: list[Any] = []
    threads = [threading.Thread(target=lambda call=call: results.append(call())) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_one_id_at_once_is_one_turn(start: Callable[..., Gateway], engine: Engine, rasa: StandIn) -> None:
    talk = start(engine=engine).open()
    rasa.delay_s = 0.2
    answers = at_once(*[lambda: talk.post({"id": "same", "text": "hello"}).json()] * 5)
    assert all(answer == answers[0] for answer in answers) and answers[0]["messages"]
    assert rasa.texts == ["hello"]


def test_messages_at_once_are_answered_in_order_and_heard_in_order(
    start: Callable[..., Gateway], engine: Engine, rasa: StandIn
) -> None:
    talk = start(engine=engine).open()
    listener = Listener(talk)
    at_once(*[lambda n=n: talk.post({"id": str(n), "text": f"line {n}"}) for n in range(6)])
    listener.wait_for(lambda it: len(it.messages()) == 13)
    assert [line["seq"] for line in listener.messages()] == list(range(1, 14))
    lines = talk.history(1)
    assert [f"You said: {line['text']}" for line in lines if line["from"] == "borrower"] == [
        line["text"] for line in lines if line["from"] == "bot"
    ]


def test_a_button_pressed_twice_at_once_is_one_message(
    start: Callable[..., Gateway], engine: Engine, rasa: StandIn
) -> None:
    talk = start(engine=engine).open()
    rasa.answers(say("Shall I?", ("Yes", "/affirm")))
    yes = talk.say("promise")[0]["buttons"][0]["token"]
    rasa.delay_s = 0.3
    at_once(*[lambda n=n: talk.press(yes, f"p{n}") for n in range(3)])
    assert rasa.texts == ["promise", "/affirm"]


def test_a_crisis_opens_its_case_and_a_kept_message_is_answered_once(
    start: Callable[..., Gateway], engine: Engine, rasa: StandIn
) -> None:
    gateway = start(engine=engine)
    talk = gateway.open()
    talk.say("I want to end my life")
    (case,) = gateway.store(lambda uow: uow.cases.of_conversation(talk.id))
    assert case.kind == "crisis"
    with rasa.away():
        assert talk.send("are you there", "k").status_code == 503
    eventually(lambda: talk.said()[-1] == "bot: You said: are you there")
    assert rasa.texts == ["are you there"]
