"""How a conversation gets to people, and what the borrower hears."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot import anger
from relief.cases import open_case
from relief.store.records import Handoff
from relief.store.uow import UnitOfWork
from tests.bot.conftest import Gateway, Talk
from tests.bot.standin import StandIn, custom, say
from tests.console.conftest import Hire
from words import desk as words
from words import gateway as gateway_words

SATURDAY = 5 * 24


def row(gateway: Gateway, talk: Talk) -> Handoff | None:
    with UnitOfWork(gateway.engine, readonly=True) as uow:
        return uow.handoffs.open_of(talk.id)


def asks_for_a_person(talk: Talk, rasa: StandIn) -> list[dict[str, Any]]:
    rasa.answers(say("Of course."), custom(directive="handoff", reason="asked", priority="normal"))
    return talk.say("a person please")


def titles(line: dict[str, Any]) -> list[str]:
    return [button["title"] for button in line["buttons"]]


def press(talk: Talk, line: dict[str, Any], title: str) -> dict[str, Any]:
    token = next(button["token"] for button in line["buttons"] if button["title"] == title)
    answer = talk.press(token)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_a_request_for_a_person_makes_a_row_with_its_clocks(whole: Gateway, rasa: StandIn) -> None:
    talk = whole.open()
    asks_for_a_person(talk, rasa)
    found = row(whole, talk)
    assert found and (found.reason, found.priority, found.owner, found.ended_at) == ("asked", "normal", None, None)
    assert found.reply_due - found.asked_at == timedelta(hours=2)


def test_while_nobody_is_signed_in_the_borrower_hears_by_when_at_the_latest(whole: Gateway, rasa: StandIn) -> None:
    said = asks_for_a_person(whole.open(), rasa)[-1]
    assert "23 November 2026" in said["text"] and "at the latest" in said["text"]
    assert titles(said) == [words.TEXTS["cancel"].en]


def test_the_expected_time_comes_from_the_real_queue(whole: Gateway, rasa: StandIn, hire: Hire) -> None:
    hire(whole)
    first = asks_for_a_person(whole.open(), rasa)[-1]["text"]
    assert "about 5 minutes" in first
    for _ in range(3):
        asks_for_a_person(whole.open(), rasa)
    fifth = asks_for_a_person(whole.open(), rasa)[-1]["text"]
    assert "about 10 minutes" in fifth


def test_outside_the_hours_a_call_back_is_offered_and_noted_as_a_case(whole: Gateway, rasa: StandIn) -> None:
    whole.clock.forward(hours=SATURDAY)
    talk = whole.open(timezone="Europe/London")
    said = asks_for_a_person(talk, rasa)[-1]
    assert "30 November 2026, 01:00" in said["text"]  # 09:00 in Shanghai
    assert titles(said) == [words.TEXTS["call_me"].en, words.TEXTS["cancel"].en]
    answer = press(talk, said, words.TEXTS["call_me"].en)
    assert "R-2026-000001" in answer["messages"][0]["text"] and answer["state"] == "waiting"
    with UnitOfWork(whole.engine, readonly=True) as uow:
        (case,) = uow.cases.of_conversation(talk.id)
    assert case.summary == {"call_back": True}


def test_the_borrower_goes_on_with_the_assistant_meanwhile_or_cancels(whole: Gateway, rasa: StandIn) -> None:
    talk = whole.open()
    said = asks_for_a_person(talk, rasa)[-1]
    rasa.answers(say("Still here."))
    assert talk.say("and something else")[0]["text"] == "Still here."
    answer = press(talk, said, words.TEXTS["cancel"].en)
    assert answer["state"] == "bot" and answer["messages"][0]["text"] == words.TEXTS["cancelled"].en
    assert row(whole, talk) is None
    with UnitOfWork(whole.engine, readonly=True) as uow:
        assert [one.how for one in uow.handoffs.of_conversation(talk.id)] == ["cancelled"]


def test_the_borrower_may_also_say_that_nobody_is_needed_any_more(whole: Gateway, rasa: StandIn) -> None:
    talk = whole.open()
    asks_for_a_person(talk, rasa)
    rasa.answers(custom(directive="cancel_handoff"))
    answer = talk.send("never mind").json()
    assert answer["state"] == "bot" and answer["messages"][0]["text"] == words.TEXTS["cancelled"].en


def test_who_has_the_conversation_forgotten_no_longer_waits_except_in_a_crisis(whole: Gateway, rasa: StandIn) -> None:
    talk, crisis = whole.open(), whole.open()
    asks_for_a_person(talk, rasa)
    crisis.say("I want to kill myself")
    for one in (talk, crisis):
        assert one.http.delete(one.path, headers=one.headers).status_code == 204
    assert row(whole, talk) is None and row(whole, crisis) is not None


def test_a_crisis_is_first_names_no_waiting_time_and_cannot_be_called_off(whole: Gateway, rasa: StandIn) -> None:
    talk = whole.open()
    said = talk.say("I want to kill myself")
    found = row(whole, talk)
    assert found and (found.reason, found.priority) == ("crisis", "crisis")
    assert found.reply_due - found.asked_at == timedelta(minutes=5)
    assert not any(words.TEXTS["cancel"].en in titles(line) for line in said)
    rasa.answers(custom(directive="cancel_handoff"))
    answer = talk.send("never mind").json()
    assert answer["state"] == "waiting" and answer["messages"][0]["text"] == words.TEXTS["still_looks_in"].en


def test_a_complaint_brings_people_without_another_word(whole: Gateway, rasa: StandIn) -> None:
    talk = whole.open()

    def complain(asked: dict[str, Any]) -> list[dict[str, Any]]:
        with UnitOfWork(whole.engine) as uow:
            open_case(uow, "complaint", idempotency_key="c", now=whole.clock.now(), conversation_id=talk.id)
            uow.commit()
        return [say("I've passed it on.")]

    rasa.script = complain
    answer = talk.send("your people shouted at me").json()
    assert [line["text"] for line in answer["messages"]] == ["I've passed it on."] and answer["state"] == "waiting"
    found = row(whole, talk)
    assert found and (found.reason, found.priority) == ("case", "urgent")
    said = asks_for_a_person(talk, rasa)
    assert said[-1]["text"].startswith(gateway_words.text("handed_over", "en"))
    again = row(whole, talk)
    assert again and (again.id, again.reason) == (found.id, "asked")


def test_a_decision_that_needs_a_person_brings_one(whole: Gateway, rasa: StandIn) -> None:
    talk = whole.open()

    def settle(asked: dict[str, Any]) -> list[dict[str, Any]]:
        with UnitOfWork(whole.engine) as uow:
            open_case(uow, "settlement", idempotency_key="s", now=whole.clock.now(), conversation_id=talk.id)
            uow.commit()
        return [say("A person decides on that.")]

    rasa.script = settle
    assert talk.send("take half").json()["state"] == "waiting"
    found = row(whole, talk)
    assert found and found.reason == "policy"


def test_anger_twice_brings_a_person_and_once_does_not(whole: Gateway, rasa: StandIn) -> None:
    talk = whole.open("zh")
    rasa.answers(say("您好"))
    assert talk.send("你们这个垃圾机器人").json()["state"] == "bot"
    rasa.answers(say("请再说一次"))
    answer = talk.send("答非所问，气死我了").json()
    assert answer["state"] == "waiting"
    assert answer["messages"][-1]["text"].startswith(words.TEXTS["anger"].zh)


@pytest.mark.parametrize(
    "line",
    [
        "this is useless",
        "stupid bot",
        "I'm getting really angry",
        "I already told you",
        "你听不懂人话吗",
        "烦死了",
        "都说了多少遍了",
    ],
)
def test_signs_of_anger(line: str) -> None:
    assert anger.is_angry(line)


@pytest.mark.parametrize(
    "line",
    [
        "I feel useless and I am so tired",
        "can I pay on Friday",
        "my boss was angry",
        "我没用了",
        "我太太生病了",
        "说了这么多谢谢你",
    ],
)
def test_distress_and_plain_talk_are_not_anger(line: str) -> None:
    assert not anger.is_angry(line)


def test_anger_long_ago_does_not_count() -> None:
    assert not anger.has_had_enough(["stupid bot", "ok", "fine", "yes", "this is ridiculous"])
    assert anger.has_had_enough(["stupid bot", "ok", "fine", "this is ridiculous"])
    assert not anger.has_had_enough(["stupid bot", "useless", "ok thanks"])
