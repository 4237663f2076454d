"""Rasa, the action server or the database are down, slow or broken: nothing is lost, nothing is answered twice."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from sqlalchemy.engine import Engine

from bot.turns import GIVE_UP_AFTER
from tests.bot.conftest import Gateway, Listener, Talk, eventually
from tests.bot.standin import StandIn, say
from words import gateway as words


def kept(response: httpx.Response, language: str = "en") -> None:
    assert response.status_code == 503, response.text
    assert int(response.headers["retry-after"]) >= 1
    body = response.json()
    assert body["type"] == "/problems/assistant-unavailable" and body["kept"] is True
    assert body["detail"] == words.text("away", "zh" if language == "zh" else "en")


def bot_lines(talk: Talk) -> list[str]:
    return [line["text"] for line in talk.history(1) if line["from"] == "bot"]


def test_while_rasa_is_down_the_message_is_kept_and_then_answered_once(talk: Talk, rasa: StandIn) -> None:
    with rasa.away():
        started = time.monotonic()
        kept(talk.send("hello", "1"))
        assert time.monotonic() - started < 1
        kept(talk.send("hello", "1"))
        assert talk.said() == ["borrower: hello"]
    eventually(lambda: bot_lines(talk) == ["You said: hello"])
    assert talk.send("hello", "1").json()["messages"][0]["text"] == "You said: hello"
    time.sleep(0.3)
    assert rasa.texts == ["hello"] and len(talk.said()) == 2


def test_the_notice_is_in_the_language_of_the_conversation(gateway: Gateway, rasa: StandIn) -> None:
    talk = gateway.open("zh")
    with rasa.away():
        kept(talk.send("我欠多少钱"), "zh")


def test_the_answer_comes_as_an_event(talk: Talk, rasa: StandIn) -> None:
    listener = Listener(talk, last_event_id=1)
    with rasa.away():
        kept(talk.send("hello"))
    listener.wait_for(lambda it: [line["from"] for line in it.messages()] == ["borrower", "bot"])


def test_messages_said_into_an_outage_are_answered_in_their_order(talk: Talk, rasa: StandIn) -> None:
    with rasa.away():
        for number in range(3):
            kept(talk.send(f"line {number}"))
    response = talk.send("line 3")
    assert response.json()["messages"][0]["text"] == "You said: line 3"
    assert rasa.texts == [f"line {number}" for number in range(4)]
    assert bot_lines(talk) == [f"You said: line {number}" for number in range(4)]


def test_a_slow_rasa_costs_its_time_limit_and_no_more(talk: Talk, rasa: StandIn) -> None:
    rasa.delay_s = 4
    started = time.monotonic()
    kept(talk.send("hello", "1"))
    assert time.monotonic() - started < 2.5
    rasa.delay_s = 0
    assert talk.send("hello", "1").json()["messages"][0]["text"] == "You said: hello"
    time.sleep(4)
    assert bot_lines(talk) == ["You said: hello"]


def test_when_the_action_server_is_down_the_silence_of_rasa_is_not_an_answer(talk: Talk, rasa: StandIn) -> None:
    rasa.actions_up = False
    kept(talk.send("yes"))
    time.sleep(0.3)
    assert bot_lines(talk) == []
    rasa.actions_up = True
    eventually(lambda: bot_lines(talk) == ["You said: yes"])


def test_rasa_without_a_model_is_an_outage(talk: Talk, rasa: StandIn) -> None:
    rasa.status = 409
    kept(talk.send("hello"))
    rasa.status = 200
    assert talk.send("again").json()["messages"]


def test_a_message_that_alone_fails_gets_an_apology_with_a_number_and_holds_up_nothing_else(
    gateway: Gateway, talk: Talk, rasa: StandIn
) -> None:
    def script(asked: dict[str, Any]) -> list[dict[str, Any]]:
        return [] if asked["message"] == "poison" else [say("fine")]

    rasa.script = script
    kept(talk.send("poison", "1"))
    for _ in range(GIVE_UP_AFTER):
        gateway.clock.forward(seconds=60)
        time.sleep(0.2)
    eventually(lambda: len(bot_lines(talk)) == 1)
    (line,) = talk.send("poison", "1").json()["messages"]
    assert line["text"].startswith("I'm sorry") and line["buttons"][0]["title"] == "Talk to a person"
    assert talk.say("hello")[0]["text"] == "fine"
    assert rasa.texts.count("poison") == GIVE_UP_AFTER


@pytest.mark.parametrize(
    "nonsense",
    [
        [{"recipient_id": "x", "custom": {"text": "neither continues nor asks for anything"}}],
        [{"recipient_id": "x", "custom": {"directive": "fly"}}],
        [{"recipient_id": "x", "text": "x", "buttons": [{"title": "no payload"}]}],
    ],
)
def test_an_answer_that_cannot_be_read_is_never_half_said(
    nonsense: list[dict[str, Any]], talk: Talk, rasa: StandIn
) -> None:
    rasa.answers(say("first"), *nonsense)
    kept(talk.send("hello"))
    assert bot_lines(talk) == []


@contextmanager
def locked(engine: Engine) -> Iterator[None]:
    """Somebody else holds the database's write lock: as good as gone."""
    other = sqlite3.connect(str(engine.url.database), isolation_level=None, check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


@pytest.fixture()
def impatient(start: Callable[..., Gateway]) -> Gateway:
    return start(with_settings={"database_timeout_s": 0.3})


def test_while_the_database_is_away_messages_are_kept_and_then_answered_once_in_order(
    impatient: Gateway, rasa: StandIn
) -> None:
    talk = impatient.open()
    with locked(impatient.engine):
        kept(talk.send("one", "1"))
        kept(talk.send("two", "2"))
        kept(talk.send("two", "2"))
        assert rasa.asked == []
    eventually(lambda: bot_lines(talk) == ["You said: one", "You said: two"], 15)
    assert talk.send("two", "2").json()["messages"][0]["text"] == "You said: two"
    assert rasa.texts == ["one", "two"]
    eventually(lambda: list(impatient.settings.spool.iterdir()) == [])


def test_a_message_kept_as_a_file_can_be_read_by_nobody_else(impatient: Gateway) -> None:
    talk = impatient.open()
    with locked(impatient.engine):
        talk.send("my code is 123456, EK-482913, 1988-04-12, lin@example.com; I can pay 500")
        (path,) = impatient.settings.spool.iterdir()
        assert path.stat().st_mode & 0o077 == 0 and path.parent.stat().st_mode & 0o077 == 0
        written = json.loads(path.read_text(encoding="utf-8"))["inbound"]["text"]
    assert written == "my code is •••, •••, •••, •••; I can pay 500"


def test_in_a_crisis_the_protective_words_are_said_even_without_a_database(impatient: Gateway) -> None:
    from bot.protection import words_for

    talk = impatient.open("zh")
    with locked(impatient.engine):
        response = talk.send("我不想活了")
        assert response.status_code == 503
        assert words_for("zh")[0].text in response.json()["detail"]


def test_reading_without_a_database_is_a_503(impatient: Gateway) -> None:
    with locked(impatient.engine):
        assert impatient.http.post("/api/v1/conversations", json={}).status_code == 503


def test_readiness_names_what_is_missing(impatient: Gateway, rasa: StandIn) -> None:
    ready = impatient.http.get("/readyz")
    assert ready.status_code == 200 and ready.json() == {"ready": True, "database": "ok", "rasa": "ok", "actions": "ok"}
    rasa.actions_up = False
    assert impatient.http.get("/readyz").json()["actions"] == "down"
    rasa.actions_up = True
    with rasa.away():
        response = impatient.http.get("/readyz")
        assert response.status_code == 503 and response.json()["rasa"] == "down" and response.json()["database"] == "ok"
    with locked(impatient.engine):
        assert impatient.http.get("/readyz").json()["database"] == "down"
        assert impatient.http.get("/healthz").status_code == 200


def test_a_client_that_hangs_up_still_gets_its_answer_once(talk: Talk, rasa: StandIn) -> None:
    rasa.delay_s = 0.5
    with pytest.raises(httpx.ReadTimeout):
        talk.post({"id": "1", "text": "hello"}, timeout=0.2)
    response = talk.post({"id": "1", "text": "hello"})
    assert response.json()["messages"][0]["text"] == "You said: hello"
    assert rasa.texts == ["hello"]


def test_nothing_is_lost_under_thirty_two_conversations_while_rasa_comes_and_goes(
    gateway: Gateway, rasa: StandIn
) -> None:
    talks = [gateway.open() for _ in range(32)]

    def chat(talk: Talk) -> None:
        for number in range(4):
            assert talk.send(f"line {number}", str(number)).status_code in (200, 503)

    threads = [threading.Thread(target=chat, args=(talk,)) for talk in talks]
    for thread in threads:
        thread.start()
    for _ in range(3):
        time.sleep(0.2)
        with rasa.away():
            time.sleep(0.2)
    for thread in threads:
        thread.join()
    expected = [f"You said: line {number}" for number in range(4)]
    eventually(lambda: all(bot_lines(talk) == expected for talk in talks), 20)
