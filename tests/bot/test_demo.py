"""The demo's inbox and people; none of it exists without the demo."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.bot.conftest import Gateway
from tests.bot.test_identity import CONTACT


def test_the_inbox_shows_the_code_newest_first(whole: Gateway) -> None:
    talk = whole.open()
    talk.say("EK-482913 14 March 1992")
    talk.say("new code")
    messages = whole.http.get("/demo/inbox.json", params={"to": CONTACT}).json()["messages"]
    assert len(messages) == 2
    newest = messages[0]
    assert set(newest) == {"to", "channel", "at", "text", "code"}
    assert (newest["to"], newest["channel"]) == (CONTACT, "sms")
    assert newest["code"] in newest["text"]
    assert newest["at"] >= messages[1]["at"]
    assert talk.send(newest["code"]).json()["verified"] is True


@pytest.mark.parametrize("written", ["+8619900000101", "%2B8619900000101", "8619900000101", "%208619900000101"])
def test_a_contact_is_found_however_its_plus_sign_arrives(whole: Gateway, written: str) -> None:
    whole.open().say("EK-482913 14 March 1992")
    assert len(whole.http.get(f"/demo/inbox.json?to={written}").json()["messages"]) == 1


def test_another_contact_sees_nothing_of_it_and_strangers_leave_no_trace(whole: Gateway) -> None:
    whole.open().say("EK-482913 14 March 1992")
    whole.open().say("EK-482914 14 March 1992")
    assert whole.http.get("/demo/inbox.json", params={"to": "+8619900000102"}).json() == {"messages": []}
    assert [message["to"] for message in whole.http.get("/demo/inbox.json").json()["messages"]] == [CONTACT]


def test_there_are_seventeen_people_and_what_verifies_them(whole: Gateway) -> None:
    people = whole.http.get("/demo/people.json").json()["people"]
    assert [person["id"] for person in people] == [f"P{n}" for n in range(1, 13)] + [f"S{n}" for n in range(1, 6)]
    first = people[0]
    assert (first["name"], first["reference"], first["date_of_birth"], first["contact"]) == (
        "Li Wei 李伟",
        "EK-482913",
        "1992-03-14",
        CONTACT,
    )
    assert {"language", "timezone", "phone", "email", "story"} <= set(first)


def test_each_of_them_with_an_account_can_be_verified(whole: Gateway) -> None:
    for person in whole.http.get("/demo/people.json").json()["people"]:
        if not person["reference"]:
            continue
        talk = whole.open(person["language"], timezone=person["timezone"])
        talk.say(f"{person['reference']} {person['date_of_birth']}")
        messages = whole.http.get("/demo/inbox.json", params={"to": person["contact"]}).json()["messages"]
        assert talk.send(messages[0]["code"]).json()["verified"] is True, person["id"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_inbox_is_a_page_too(whole: Gateway, language: str) -> None:
    whole.open().say("EK-482913 14 March 1992")
    page = whole.http.get("/demo/inbox", params={"to": CONTACT, "lang": language})
    assert page.status_code == 200
    code = whole.http.get("/demo/inbox.json").json()["messages"][0]["code"]
    assert code in page.text and "EK-482913" in page.text
    assert ("演示收件箱" in page.text) == (language == "zh")


def test_the_inbox_page_escapes_what_is_in_its_address(whole: Gateway) -> None:
    page = whole.http.get("/demo/inbox", params={"to": "<script>alert(1)</script>"})
    assert "<script>alert" not in page.text


def test_none_of_it_exists_without_the_demo(start_whole: Callable[..., Gateway]) -> None:
    gateway = start_whole(with_settings={"demo": False})
    for path in ("/demo/inbox", "/demo/inbox.json", "/demo/people.json", "/sandbox/pay/x"):
        assert gateway.http.get(path).status_code == 404, path
    assert gateway.http.post("/payments/sandbox/callback", content=b"{}").status_code == 404
