"""Who else has a conversation open, and what the borrower and the collector hear of a button that nobody carries out."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest

from relief.store.uow import UnitOfWork
from tests.bot.conftest import Gateway
from tests.bot.standin import StandIn, say
from tests.console.conftest import Hire, Person
from tests.console.test_case import taken, waiting
from words import desk as words


def looks(person: Person, conversation_id: str, **fields: str) -> str:
    answer = person.post(f"/console/c/{conversation_id}/here", fields)
    assert answer.status_code == 204
    return answer.headers.get("X-Evenkeel-Here", "")


def seen_by(person: Person, conversation_id: str) -> str:
    return person.page(f"/console/c/{conversation_id}").split('data-part="presence"')[1].split("</p>")[0]


def test_who_looks_is_kept_in_the_store_until_they_leave_or_say_nothing_for_long(
    whole: Gateway, rasa: StandIn, hire: Hire
) -> None:
    talk = waiting(whole, rasa)
    mei, tom = hire(whole, "Mei"), hire(whole, "Tom")
    assert looks(mei, talk.id) == ""
    assert looks(tom, talk.id) == f"{mei.staff.id}.0"
    assert "Mei" in seen_by(tom, talk.id) and "Mei" not in seen_by(mei, talk.id)
    looks(mei, talk.id, typing="1")
    assert "Mei is typing" in seen_by(tom, talk.id)
    with UnitOfWork(whole.engine, readonly=True) as uow:
        assert {one.staff_id for one in uow.onlookers.since(talk.id, whole.clock.now() - timedelta(minutes=1))} == {
            mei.staff.id,
            tom.staff.id,
        }
    looks(mei, talk.id, leaving="1")
    assert "Mei" not in seen_by(tom, talk.id)
    looks(mei, talk.id)
    whole.clock.forward(seconds=46)
    assert "Mei" not in seen_by(tom, talk.id)


def test_a_page_that_only_stays_open_is_written_down_every_twenty_seconds_at_most(
    whole: Gateway, rasa: StandIn, hire: Hire
) -> None:
    talk, mei = waiting(whole, rasa), hire(whole, "Mei")

    def noted() -> object:
        with UnitOfWork(whole.engine, readonly=True) as uow:
            return uow.onlookers.since(talk.id, whole.clock.now() - timedelta(minutes=5))[0].at

    looks(mei, talk.id)
    first = noted()
    for seconds, again in ((10, False), (11, True)):
        whole.clock.forward(seconds=seconds)
        looks(mei, talk.id)
        assert (noted() != first) is again


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_button_of_the_assistant_pressed_with_a_person_there_is_left_to_them_and_both_are_told(
    whole: Gateway, rasa: StandIn, hire: Hire, language: str
) -> None:
    mei = hire(whole, "Mei", language=language)
    talk = whole.open(language)
    rasa.answers(say("What now?", ("See my balance", "/check_balance")))
    (line,) = talk.say("hello" if language == "en" else "你好")
    taken(whole, talk, mei)
    asked = len(rasa.asked)
    answer = talk.press(line["buttons"][0]["token"]).json()
    said = words.pressed_with_person("zh" if language == "zh" else "en", "Mei").text
    assert [one["text"] for one in answer["messages"]] == [said] and answer["state"] == "person"
    assert len(rasa.asked) == asked, "the assistant stays silent"
    page = unescape(mei.page(f"/console/c/{talk.id}"))
    log = page.split('role="log"')[1]
    assert "See my balance" in log
    assert ("Nothing followed from it" if language == "en" else "没有自动执行") in log
