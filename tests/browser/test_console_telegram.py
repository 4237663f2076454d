"""Two collectors at their browsers, one borrower on the web and one on Telegram, all at the same time."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.bot.conftest import Gateway, seeded_sqlite, stand_in
from tests.bot.standin import StandIn, custom, say
from tests.console.conftest import Hire, hire
from tests.telegram.botapi import BotApi
from tests.telegram.conftest import Start, own_telegram, rasa, start_chat
from tests.telegram.phone import Phone
from words import desk as words

pytestmark = pytest.mark.browser
__all__ = ["hire", "own_telegram", "rasa", "seeded_sqlite", "stand_in", "start_chat"]


def texts(phone: Phone) -> list[str]:
    return [one.text for one in phone.seen]


def test_two_collectors_serve_a_borrower_on_the_web_and_one_on_telegram(
    own_telegram: BotApi, start_chat: Start, rasa: StandIn, hire: Hire, open_context: Callable[..., BrowserContext]
) -> None:
    gateway: Gateway = start_chat()
    phone, talk = Phone(own_telegram, gateway.engine), gateway.open()
    phone.writes("hello")
    rasa.answers(custom(directive="handoff", reason="asked", priority="normal"))
    phone.writes("a person please")
    talk.send("a person please")

    def at_the_desk(name: str) -> Page:
        person, context = hire(gateway, name), open_context()
        context.add_cookies([{"name": "evenkeel_staff", "value": person.token, "url": gateway.server.url + "/console"}])
        page = context.new_page()
        page.goto(gateway.server.url + "/console/queue")
        page.get_by_role("button", name="Take next").click()
        expect(page.locator("#text")).to_be_visible()
        return page

    def write(page: Page, line: str) -> None:
        page.fill("#text", line)
        page.get_by_role("button", name="Send", exact=True).click()
        expect(page.get_by_role("log")).to_contain_text(line)

    mei, tom = at_the_desk("Mei"), at_the_desk("Tom")  # the one on Telegram has waited longer
    expect(mei.locator("main")).to_contain_text("Telegram")
    write(mei, "Good morning, this is Mei.")
    write(tom, "Good morning, this is Tom.")
    own_telegram.wait_for(lambda: "Good morning, this is Mei." in texts(phone))
    assert [line["text"] for line in talk.history() if line["from"] == "person"] == ["Good morning, this is Tom."]

    phone.writes("I lost my job")
    talk.send("I was ill")
    expect(mei.get_by_role("log")).to_contain_text("I lost my job")
    expect(tom.get_by_role("log")).to_contain_text("I was ill")
    expect(mei.get_by_role("log")).not_to_contain_text("I was ill")
    assert not any("You said: I lost my job" in one for one in texts(phone))

    mei.fill("#summary", "We look at it together on Friday.")
    mei.get_by_role("button", name="Give back", exact=True).click()
    own_telegram.wait_for(lambda: any("Mei noted: “We look at it together on Friday.”" in one for one in texts(phone)))
    own_telegram.wait_for(lambda: words.TEXTS["survey_solved"].en in texts(phone))
    assert phone.presses(words.TEXTS["solved_yes"].en)[0].text == words.TEXTS["survey_ease"].en
    rasa.answers(say("I'm with you again."))
    assert texts(phone)[-1] == words.TEXTS["survey_ease"].en
    phone.writes("hello again")
    assert texts(phone)[-1] == "I'm with you again."
    write(tom, "Take your time.")
    assert gateway.conversation(talk).state == "person"
