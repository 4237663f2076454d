"""Everything that an ordinary assistant trips over: blanks, payloads, sizes, types, broken bodies, floods."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.bot.conftest import Gateway, Talk
from tests.bot.standin import StandIn
from words import gateway as words

BLANKS = [
    "",
    " ",
    "\n\t ",
    "\u0000",
    "\u200b",
    "\u200b\u200d\ufeff",
    "\x07\x1b[31m",
    "/",
    "//",
    " / / ",
    "\u202e",
    "\u3164",
    "\u0301",
]


def problem(response: httpx.Response, status: int, kind: str, field: str | None = None) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert body["type"] == f"/problems/{kind}" and body["status"] == status and body["title"] and body["detail"]
    assert "Traceback" not in response.text
    if field is not None:
        assert body["field"] == field
    return body


@pytest.mark.parametrize("blank", BLANKS, ids=[repr(blank) for blank in BLANKS])
def test_a_message_with_nothing_to_read_is_asked_for_again_and_changes_nothing(
    blank: str, gateway: Gateway, talk: Talk, rasa: StandIn
) -> None:
    def open_question(uow: Any) -> None:
        dialogue = uow.dialogue.of(talk.id, gateway.clock.now())
        uow.dialogue.put(replace(dialogue, question={"kind": "plan.confirm", "expects": ["yes_no"]}))

    gateway.store(open_question)
    before = gateway.conversation(talk)
    response = talk.send(blank)
    assert response.status_code == 200
    (line,) = response.json()["messages"]
    assert line["text"] == words.text("nothing_to_read", "en")
    assert rasa.asked == []
    after = gateway.conversation(talk)
    assert replace(after, last_seq=0) == replace(before, last_seq=0)
    assert gateway.store(lambda uow: uow.dialogue.get(talk.id)).question["kind"] == "plan.confirm"
    assert talk.said() == [f"system: {words.text('nothing_to_read', 'en')}"]


def test_a_blank_leaves_the_buttons_of_the_open_question_standing(talk: Talk, rasa: StandIn) -> None:
    from tests.bot.standin import say

    rasa.answers(say("Shall I?", ("Yes", "/affirm"), ("No", "/deny")))
    yes = talk.say("pay it")[0]["buttons"][0]["token"]
    talk.send("")
    assert talk.press(yes).status_code == 200


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("/restart", "restart"),
        ("/affirm", "affirm"),
        ('/affirm{"credit_card":"Iron Bank"}', 'affirm{"credit_card":"Iron Bank"}'),
        ("//session_start", "session_start"),
        (" /intent@0.9", "intent@0.9"),
        ("\u200b/affirm", "affirm"),
        ("/x{bad json}", "x{bad json}"),
        ("and/or", "and/or"),
    ],
)
def test_typed_text_never_becomes_a_payload(typed: str, heard: str, talk: Talk, rasa: StandIn) -> None:
    assert talk.send(typed).status_code == 200
    assert rasa.texts == [heard]


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("\x07\x1b[31mred", "red"),
        ("pa\u200by \u202enow", "pay now"),
        ("e\u0301te\u0301", "été"),
        ("a\u0000b", "ab"),
        ("👍", "👍"),
        ("my 👨\u200d👩\u200d👧", "my 👨\u200d👩\u200d👧"),
        ("one\r\ntwo", "one\ntwo"),
        ("我\u3000的 balance", "我 的 balance"),
    ],
)
def test_what_cannot_be_seen_is_taken_out_and_the_rest_stays(typed: str, heard: str, talk: Talk, rasa: StandIn) -> None:
    assert talk.send(typed).status_code == 200
    assert rasa.texts == [heard]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_2000_characters_are_read_and_2001_are_refused_in_words(language: str, gateway: Gateway, rasa: StandIn) -> None:
    talk = gateway.open(language)
    assert talk.send("我" * 2000).status_code == 200
    assert talk.send("😀" * 2000).status_code == 200
    response = talk.send("x" * 2001)
    assert problem(response, 413, "too-long", "text")["detail"] == words.text(
        "too_long", gateway.conversation(talk).language
    )
    assert len(rasa.asked) == 2


@pytest.mark.parametrize("size", [70_000, 100_000, 1_000_000, 3_000_000])
def test_a_huge_body_is_refused_quickly_and_costs_nobody_else(
    size: int, gateway: Gateway, talk: Talk, rasa: StandIn
) -> None:
    started = time.monotonic()
    response = talk.post({"id": "1", "text": "x" * size})
    assert time.monotonic() - started < 1.0
    problem(response, 413, "too-long", "text")
    assert rasa.asked == []
    assert gateway.open().say("hello")


@pytest.mark.parametrize("depth", [1000, 20_000])
def test_deeply_nested_json_is_malformed_and_nothing_worse(depth: int, talk: Talk) -> None:
    response = talk.raw(b'{"id": "1", "text": ' + b"[" * depth + b"]" * depth + b"}")
    assert response.status_code == 400


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ([], "body"),
        ("hi", "body"),
        (7, "body"),
        ({}, "id"),
        ({"id": "1"}, "text"),
        ({"text": "hi"}, "id"),
        ({"id": "1", "text": None}, "text"),
        ({"id": "1", "text": 5}, "text"),
        ({"id": "1", "text": True}, "text"),
        ({"id": "1", "text": ["a"]}, "text"),
        ({"id": "1", "text": {"a": 1}}, "text"),
        ({"id": 1, "text": "hi"}, "id"),
        ({"id": None, "text": "hi"}, "id"),
        ({"id": "", "text": "hi"}, "id"),
        ({"id": "a\u0000b", "text": "hi"}, "id"),
        ({"id": "x" * 201, "text": "hi"}, "id"),
        ({"id": "1", "button": 5}, "button"),
        ({"id": "1", "button": None}, "button"),
        ({"id": "1", "button": "b", "text": "hi"}, "text"),
    ],
)
def test_wrong_types_and_missing_fields_are_named(body: Any, field: str, talk: Talk, rasa: StandIn) -> None:
    problem(talk.post(body), 400, "invalid-field", field)
    assert rasa.asked == []


@pytest.mark.parametrize(
    "raw", [b"", b" ", b"{", b"{'id': 1}", b"\xff\xfe", b'{"id": "1", "text": "\xff"}', b'{"id": "1", "text": NaN}']
)
def test_broken_json_is_a_400(raw: bytes, talk: Talk) -> None:
    problem(talk.raw(raw), 400, "malformed-json", "body")


def test_a_null_body_is_named(talk: Talk) -> None:
    problem(talk.raw(b"null"), 400, "invalid-field", "body")
    problem(talk.http.post(f"{talk.path}/messages", headers=talk.headers), 400, "malformed-json", "body")


@pytest.mark.parametrize("field", ["text", "id", "button"])
def test_half_a_surrogate_pair_is_not_text(field: str, talk: Talk) -> None:
    body = {"id": '"1"', "text": '"hi"', field: '"\\ud800"'}
    if field == "button":
        del body["text"]
    raw = "{" + ", ".join(f'"{name}": {value}' for name, value in body.items()) + "}"
    problem(talk.raw(raw.encode()), 400, "invalid-field", field)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "text/xml", ""])
def test_another_content_type_is_refused(kind: str, talk: Talk) -> None:
    problem(talk.raw(json.dumps({"id": "1", "text": "hi"}).encode(), kind), 415, "unsupported-media-type")


def test_without_a_token_or_with_a_bad_one_there_is_nothing(gateway: Gateway, talk: Talk) -> None:
    other = gateway.open()
    for headers in (
        {},
        {"Authorization": "Bearer nonsense"},
        {"Authorization": f"Bearer {talk.token}x"},
        {"Authorization": f"Basic {talk.token}"},
        {"Authorization": f"Bearer {other.token}"},
    ):
        for method, path in (
            ("GET", "/messages"),
            ("POST", "/messages"),
            ("GET", "/events"),
            ("DELETE", ""),
            ("GET", "/files/f_x"),
        ):
            response = gateway.http.request(method, talk.path + path, headers=headers)
            problem(response, 401, "unauthorized")
            assert response.headers["www-authenticate"] == "Bearer"


def test_an_unknown_conversation_is_a_404(gateway: Gateway, talk: Talk) -> None:
    path = "/api/v1/conversations/c_nobody/messages"
    problem(gateway.http.get(path), 401, "unauthorized")
    problem(gateway.http.get(path, headers=talk.headers), 404, "not-found")


def test_unknown_paths_and_methods_are_problems_too(gateway: Gateway) -> None:
    problem(gateway.http.get("/api/v1/nothing"), 404, "not-found")
    problem(gateway.http.put("/api/v1/conversations"), 405, "method-not-allowed")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"language": "fr"}, "language"),
        ({"language": 1}, "language"),
        ({"language": None}, "language"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"timezone": "../../etc/passwd"}, "timezone"),
        ({"timezone": 8}, "timezone"),
        ([], "body"),
    ],
)
def test_a_conversation_is_not_opened_with_nonsense(body: Any, field: str, gateway: Gateway) -> None:
    problem(gateway.http.post("/api/v1/conversations", json=body), 400, "invalid-field", field)


@pytest.mark.parametrize("after", ["x", "-1", "1.5", "99999999999999999999", "٣"])
def test_a_sequence_number_is_a_whole_number(after: str, talk: Talk) -> None:
    problem(
        talk.http.get(f"{talk.path}/messages", params={"after": after}, headers=talk.headers),
        400,
        "invalid-field",
        "after",
    )


def test_a_flood_is_answered_kindly_in_the_conversations_language(limited_gateway: Gateway, rasa: StandIn) -> None:
    talk = limited_gateway.open("zh")
    for number in range(3):
        assert talk.send(f"第{number}条").status_code == 200
    response = talk.send("再来一条")
    assert problem(response, 429, "too-many-requests")["detail"] == words.text("slow_down", "zh")
    assert 1 <= int(response.headers["retry-after"]) <= 10
    assert len(rasa.asked) == 3
    assert limited_gateway.open().say("hello"), "another borrower is not held up"


def test_an_address_cannot_open_conversations_without_end(limited_gateway: Gateway) -> None:
    for _ in range(2):
        limited_gateway.open()
    response = limited_gateway.http.post("/api/v1/conversations", json={}, headers={"Accept-Language": "zh"})
    assert problem(response, 429, "too-many-requests")["detail"] == words.text("slow_down", "zh")
    assert int(response.headers["retry-after"]) >= 1


def test_buttons_of_others_and_made_up_ones_do_not_stand(gateway: Gateway, talk: Talk, rasa: StandIn) -> None:
    other = gateway.open()
    token = other.opened["messages"][0]["buttons"][0]["token"]
    for attempt in (token, "b_made_up", "/affirm"):
        problem(talk.press(attempt), 409, "button-expired")
    assert rasa.asked == []
    assert other.press(token).status_code == 200


def test_a_question_in_a_closed_conversation_opens_it_again(gateway: Gateway, talk: Talk) -> None:
    gateway.change(talk, state="closed")
    assert talk.send("one more thing").json()["state"] == "bot"


def test_the_clock_can_stand_at_the_end_of_a_button(gateway: Gateway, talk: Talk) -> None:
    token, other = (button["token"] for button in talk.opened["messages"][0]["buttons"][:2])
    gateway.clock.forward(hours=23, minutes=59)
    assert talk.press(token).status_code == 200
    gateway.clock.offset += timedelta(minutes=2)
    problem(talk.press(other), 409, "button-expired")
