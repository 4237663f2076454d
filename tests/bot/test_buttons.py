"""Buttons are opaque, are used once, and do not outlive their question."""

from __future__ import annotations

import threading

import httpx

from tests.bot.conftest import Gateway, Talk
from tests.bot.standin import StandIn, custom, say
from words import gateway as words


def ask_for_a_yes(talk: Talk, rasa: StandIn) -> tuple[str, str]:
    rasa.answers(
        say("Shall I note CNY 20 on Friday?", ("Yes", "/affirm"), ("No", "/deny")),
        custom(continues=True, figures=["20"]),
    )
    yes, no = talk.say("promise")[0]["buttons"]
    return yes["token"], no["token"]


def test_a_press_is_shown_as_its_title_and_sends_its_payload(talk: Talk, rasa: StandIn) -> None:
    token = talk.opened["messages"][0]["buttons"][0]["token"]
    assert talk.press(token).status_code == 200
    assert rasa.texts == ["/check_balance"]
    assert talk.history(1)[0]["text"] == talk.opened["messages"][0]["buttons"][0]["title"]


def test_payloads_never_leave_the_server(talk: Talk, rasa: StandIn) -> None:
    ask_for_a_yes(talk, rasa)
    everything = talk.http.get(f"{talk.path}/messages", headers=talk.headers).text
    assert "/affirm" not in everything and "/check_balance" not in everything and "payload" not in everything


def test_a_used_button_is_refused_in_words(talk: Talk, rasa: StandIn) -> None:
    yes, _ = ask_for_a_yes(talk, rasa)
    assert talk.press(yes).status_code == 200
    response = talk.press(yes)
    assert response.status_code == 409
    assert response.json()["type"].endswith("/button-expired")
    assert response.json()["detail"] == words.text("button_gone", "en")
    assert rasa.texts == ["promise", "/affirm"]


def test_a_double_tap_is_one_message(talk: Talk, rasa: StandIn) -> None:
    yes, _ = ask_for_a_yes(talk, rasa)
    rasa.delay_s = 0.2
    responses: list[httpx.Response] = []
    threads = [threading.Thread(target=lambda: responses.append(talk.press(yes))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert rasa.texts == ["promise", "/affirm"]
    first, second = (response.json() for response in responses)
    assert [response.status_code for response in responses] == [200, 200] and first == second
    assert [line for line in talk.said() if line == "borrower: Yes"] == ["borrower: Yes"]


def test_after_a_yes_the_no_is_gone(talk: Talk, rasa: StandIn) -> None:
    yes, no = ask_for_a_yes(talk, rasa)
    talk.press(yes)
    assert talk.press(no).status_code == 409


def test_a_yes_does_not_outlive_its_question(talk: Talk, rasa: StandIn) -> None:
    yes, _ = ask_for_a_yes(talk, rasa)
    talk.say("what do I owe?")
    assert talk.press(yes).status_code == 409
    assert "/affirm" not in rasa.texts


def test_a_menu_stays_usable(talk: Talk, rasa: StandIn) -> None:
    first, second, *_ = (button["token"] for button in talk.opened["messages"][0]["buttons"])
    talk.say("hello")
    assert talk.press(first).status_code == 200
    assert talk.press(second).status_code == 200
    assert talk.press(first).status_code == 409


def test_a_press_with_the_same_message_id_gives_the_same_answer(talk: Talk, rasa: StandIn) -> None:
    yes, _ = ask_for_a_yes(talk, rasa)
    assert talk.press(yes, "p1").json() == talk.press(yes, "p1").json()
    assert rasa.texts == ["promise", "/affirm"]


def test_a_press_that_rasa_could_not_hear_is_kept_like_any_message(gateway: Gateway, talk: Talk, rasa: StandIn) -> None:
    yes, _ = ask_for_a_yes(talk, rasa)
    rasa.answers(say("Noted."))
    with rasa.away():
        assert talk.press(yes, "p1").status_code == 503
    response = talk.press(yes, "p1")
    assert response.status_code == 200 and response.json()["messages"][0]["text"] == "Noted."
    assert rasa.texts == ["promise", "/affirm"]
