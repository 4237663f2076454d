"""Live events: nothing missed, nothing twice, however often a client comes and goes."""

from __future__ import annotations

import httpx

from tests.bot.conftest import Gateway, Listener, Talk
from tests.bot.standin import StandIn


def sequence(listener: Listener) -> list[int]:
    return [line["seq"] for line in listener.messages()]


def test_a_stream_begins_with_the_state_and_what_is_there(talk: Talk) -> None:
    talk.say("hello")
    listener = Listener(talk)
    listener.wait_for(lambda it: len(it.messages()) == 3)
    assert listener.events[0] == ("state", None, {"state": "bot", "verified": False, "language": "en"})
    assert [(kind, seq) for kind, seq, _ in listener.events[1:4]] == [
        ("message", "1"),
        ("message", "2"),
        ("message", "3"),
    ]


def test_a_client_that_comes_back_gets_what_it_missed_and_nothing_twice(talk: Talk) -> None:
    talk.say("one")
    listener = Listener(talk, last_event_id=2)
    talk.say("two")
    listener.wait_for(lambda it: len(it.messages()) == 3)
    assert sequence(listener) == [3, 4, 5]


def test_two_tabs_see_the_same(talk: Talk) -> None:
    first, second = Listener(talk), Listener(talk)
    talk.say("hello")
    for listener in (first, second):
        listener.wait_for(lambda it: sequence(it) == [1, 2, 3])
    assert first.messages() == second.messages() == talk.history()


def test_typing_is_real(talk: Talk, rasa: StandIn) -> None:
    listener = Listener(talk, last_event_id=1)
    talk.say("hello")
    listener.wait_for(lambda it: len([1 for kind, _, _ in it.events if kind == "typing"]) == 2)
    typing = [data for kind, _, data in listener.events if kind == "typing"]
    assert typing == [{"from": "bot", "typing": True}, {"from": "bot", "typing": False}]


def test_typing_ends_when_there_is_no_answer_either(talk: Talk, rasa: StandIn) -> None:
    listener = Listener(talk, last_event_id=1)
    with rasa.away():
        talk.send("hello")
        listener.wait_for(
            lambda it: [data["typing"] for kind, _, data in it.events if kind == "typing"][-1:] == [False]
        )


def test_a_message_that_is_not_shown_leaves_no_gap_in_what_follows(talk: Talk) -> None:
    listener = Listener(talk, last_event_id=1)
    talk.send("")
    talk.say("hello")
    listener.wait_for(lambda it: sequence(it) == [3, 4, 5])


def test_nobody_hears_another_conversation(gateway: Gateway, talk: Talk) -> None:
    other = gateway.open()
    listener = Listener(other, last_event_id=1)
    talk.say("mine")
    other.say("theirs")
    listener.wait_for(lambda it: len(it.messages()) == 2)
    assert {line["text"] for line in listener.messages()} == {"theirs", "You said: theirs"}


def test_forgetting_ends_every_stream(talk: Talk) -> None:
    listener = Listener(talk)
    talk.http.delete(talk.path, headers=talk.headers)
    assert listener.ended.wait(5)
    assert listener.events[-1][0] == "gone"


def test_a_listener_that_does_not_read_is_cut_off_and_can_come_back() -> None:
    from bot.hub import QUEUE_LENGTH, Event, Hub

    hub = Hub()
    with hub.subscribe("c") as subscription:
        for number in range(QUEUE_LENGTH + 1):
            hub.publish(Event("c", "message", {}, number))
        assert subscription.cut_off and hub.listeners == 1
    assert hub.listeners == 0


def test_the_stream_is_not_buffered_on_its_way(talk: Talk) -> None:
    url = f"{talk.http.base_url}{talk.path}/events"
    with httpx.stream("GET", url, headers=talk.headers, timeout=5) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        assert response.headers["cache-control"] == "no-store" and response.headers["x-accel-buffering"] == "no"
