"""Talking over HTTP: the ordinary path."""

from __future__ import annotations

import threading
from typing import Any

from tests.bot.conftest import Gateway, Listener, Talk, eventually
from tests.bot.standin import StandIn, custom, say
from words import gateway as words


def test_a_new_conversation_greets_and_says_that_it_is_a_machine(gateway: Gateway) -> None:
    opened = gateway.open("zh", timezone="Asia/Shanghai").opened
    assert opened["state"] == "bot" and opened["verified"] is False and opened["language"] == "zh"
    (line,) = opened["messages"]
    assert line["from"] == "bot" and line["at"].endswith("+08:00")
    assert line["text"] == words.text("greeting", "zh") and "助手" in line["text"]
    assert all(set(button) == {"title", "token"} for button in line["buttons"])


def test_a_conversation_may_be_opened_with_nothing_at_all(gateway: Gateway) -> None:
    response = gateway.http.post("/api/v1/conversations", headers={"Accept-Language": "zh-CN,zh;q=0.9"})
    assert response.status_code == 201 and response.json()["language"] == "zh"


def test_a_message_is_answered_in_the_same_response(talk: Talk, rasa: StandIn) -> None:
    (line,) = talk.say("hello there")
    assert line["text"] == "You said: hello there" and line["from"] == "bot" and line["seq"] == 3
    assert talk.said() == ["borrower: hello there", "bot: You said: hello there"]


def test_rasa_is_told_what_it_needs_to_know(gateway: Gateway, rasa: StandIn) -> None:
    talk = gateway.open("en", timezone="Asia/Shanghai")
    gateway.clock.forward(hours=-2)
    talk.say("hello")
    (body,) = rasa.asked
    assert body["sender"] == talk.id and body["message"] == "hello"
    metadata = body["metadata"]
    assert metadata.pop("message_id").startswith("m_")
    assert metadata == {
        "today": "2026-11-23",
        "timezone": "Asia/Shanghai",
        "language": "en",
        "channel": "web",
        "verified": False,
        "expecting": [],
    }
    assert rasa.tokens == {"token-of-rasa"}


def test_today_is_the_borrowers_day(gateway: Gateway, rasa: StandIn) -> None:
    gateway.clock.forward(hours=15)  # 17:00 UTC: past midnight in Shanghai
    gateway.open(timezone="Asia/Shanghai").say("hello")
    gateway.open(timezone="America/New_York").say("hello")
    assert [body["metadata"]["today"] for body in rasa.asked] == ["2026-11-24", "2026-11-23"]


def test_what_the_open_question_expects_travels_until_it_expires(gateway: Gateway, talk: Talk, rasa: StandIn) -> None:
    def ask(uow: Any) -> None:
        now = gateway.clock.now()
        dialogue = uow.dialogue.of(talk.id, now)
        from dataclasses import replace
        from datetime import timedelta

        question = {"kind": "x", "expects": ["amount"], "expires_at": (now + timedelta(minutes=5)).isoformat()}
        uow.dialogue.put(replace(dialogue, question=question))

    gateway.store(ask)
    talk.say("800")
    gateway.clock.forward(minutes=6)
    talk.say("800")
    assert [body["metadata"]["expecting"] for body in rasa.asked] == [["amount"], []]


def test_the_same_message_id_is_one_message_with_one_answer(talk: Talk, rasa: StandIn) -> None:
    first = talk.send("hello", "same").json()
    second = talk.send("hello", "same").json()
    assert first == second and rasa.texts == ["hello"]
    assert len(talk.said()) == 2


def test_the_same_message_id_at_the_same_time_is_one_turn(talk: Talk, rasa: StandIn) -> None:
    rasa.delay_s = 0.3
    answers: list[Any] = []
    threads = [
        threading.Thread(target=lambda: answers.append(talk.post({"id": "same", "text": "hello"}).json()))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 4 and all(answer == answers[0] for answer in answers) and answers[0]["messages"]
    assert rasa.texts == ["hello"]


def test_the_same_id_in_two_conversations_is_two_messages(gateway: Gateway, rasa: StandIn) -> None:
    for _ in range(2):
        assert gateway.open().send("hello", "1").json()["messages"]
    assert len(rasa.asked) == 2


def test_four_messages_at_once_are_answered_in_the_order_in_which_they_came(talk: Talk, rasa: StandIn) -> None:
    rasa.delay_s = 0.1
    threads = [threading.Thread(target=talk.post, args=({"id": str(n), "text": f"line {n}"},)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = talk.history(1)
    asked = [line["text"] for line in lines if line["from"] == "borrower"]
    answered = [line["text"].removeprefix("You said: ") for line in lines if line["from"] == "bot"]
    assert sorted(asked) == [f"line {n}" for n in range(4)] and asked == answered == rasa.texts


def test_one_slow_conversation_does_not_hold_up_another(gateway: Gateway, rasa: StandIn) -> None:
    slow, quick = gateway.open(), gateway.open()

    def script(asked: dict[str, Any]) -> list[dict[str, Any]]:
        return [say("ok")]

    rasa.script = script
    rasa.delay_s = 0.8
    thread = threading.Thread(target=slow.say, args=("slow",))
    thread.start()
    eventually(lambda: len(rasa.asked) == 1)
    rasa.delay_s = 0
    assert quick.say("quick")[0]["text"] == "ok"
    assert thread.is_alive()
    thread.join()


def test_parts_that_continue_belong_to_the_line_before(talk: Talk, rasa: StandIn) -> None:
    card = {"kind": "balance", "title": "Loan", "rows": [{"label": "Overdue", "value": "CNY 10.00"}]}
    chart = {"title": "t", "svg": "<svg/>", "table": [["a"], ["b"]]}
    rasa.answers(
        say("CNY 10.00 in all.", ("Pay", "/make_payment")),
        custom(**{"continues": True, "cards": [card], "charts": [chart], "figures": ["CNY 10.00", "10.00"]}),
        say("Anything else?"),
    )
    first, second = talk.say("balance")
    assert first["cards"] == [card] and first["charts"] == [chart] and first["buttons"][0]["title"] == "Pay"
    assert second["text"] == "Anything else?" and second["cards"] == []


def test_the_button_of_an_offer_card_carries_a_token_too(talk: Talk, rasa: StandIn) -> None:
    button = {"title": "Take it", "payload": '/inform{"ordinal": "1"}'}
    card = {"kind": "offer", "title": "Plan", "rows": [], "offer": "o1", "button": button}
    rasa.answers(say("Here is a plan."), custom(continues=True, cards=[card]))
    (line,) = talk.say("options")
    pressed = line["cards"][0]["button"]
    assert set(pressed) == {"title", "token"}
    assert talk.press(pressed["token"]).status_code == 200
    assert rasa.texts[-1] == '/inform{"ordinal": "1"}'


def test_an_answer_can_be_asked_for_later(talk: Talk, rasa: StandIn) -> None:
    rasa.delay_s = 0.2
    listener = Listener(talk, last_event_id=1)
    response = talk.post({"id": "1", "text": "hello"}, headers={"Prefer": "respond-async"})
    assert response.status_code == 202 and response.json()["messages"] == []
    assert response.headers["preference-applied"] == "respond-async"
    listener.wait_for(lambda it: len(it.messages()) == 2)
    assert [line["from"] for line in listener.messages()] == ["borrower", "bot"]
    assert talk.send("hello", "1").json()["messages"][0]["text"] == "You said: hello"


def test_forgetting_ends_the_token_and_keeps_the_record(gateway: Gateway, talk: Talk) -> None:
    talk.say("hello")
    assert talk.http.delete(talk.path, headers=talk.headers).status_code == 204
    assert talk.send("hello again").status_code == 401
    assert talk.http.get(f"{talk.path}/messages", headers=talk.headers).status_code == 401
    assert talk.http.delete(talk.path, headers=talk.headers).status_code == 401
    assert len(gateway.lines(talk)) == 3
    assert gateway.conversation(talk).forgotten_at is not None


def test_a_card_number_is_hidden_at_once_and_the_borrower_is_told(gateway: Gateway, talk: Talk, rasa: StandIn) -> None:
    first, second = talk.say("my card is 4111111111111111")
    assert first["text"] == words.text("card_masked", "en") and second["from"] == "bot"
    assert "4111" not in str(gateway.lines(talk)) and "4111" not in str(rasa.asked)


def test_verification_lasts_thirty_minutes_of_silence(gateway: Gateway, talk: Talk, rasa: StandIn) -> None:
    from datetime import date, timedelta

    from relief.store.records import Borrower

    gateway.store(
        lambda uow: uow.borrowers.add(
            Borrower(
                id="b1", reference="EV1", full_name="A B", native_name=None, date_of_birth=date(1990, 1, 1), language="en",
                timezone="UTC", jurisdiction="CN", currency="CNY", pay_day=None, minimum_surplus=0, income={}, essentials=None,
                created_at=gateway.clock.now(),
            )
        )
    )  # fmt: skip
    gateway.change(talk, verified_borrower_id="b1", verified_until=gateway.clock.now() + timedelta(minutes=30))
    gateway.clock.forward(minutes=29)
    assert talk.send("one").json()["verified"] is True
    gateway.clock.forward(minutes=29)
    assert talk.send("two").json()["verified"] is True
    gateway.clock.forward(minutes=31)
    assert talk.send("three").json()["verified"] is False
    assert [body["metadata"]["verified"] for body in rasa.asked] == [True, True, False]
