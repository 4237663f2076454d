"""The desk on the real product: two collectors, a borrower on the web and one on Telegram, Rasa and actions as they run."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from bot.console.demo_staff import LOGINS
from relief.store.engine import make_engine
from relief.store.uow import UnitOfWork
from tests.browser.chat import Chat
from tests.product import Product

pytestmark = [pytest.mark.browser, pytest.mark.system]
ANSWER_MS = 30_000
USER = 717_171
"""A chat that no other test uses."""


@pytest.fixture
def patient() -> Iterator[None]:
    """Real answers take longer than scripted ones."""
    expect.set_options(timeout=ANSWER_MS)
    yield
    expect.set_options(timeout=5_000)


def waits(product: Product, channel: str, known: set[str]) -> str:
    """The conversation of that channel that has come to the desk."""
    engine = make_engine(product.environment["DATABASE_URL"])
    try:
        end = time.monotonic() + 30
        while time.monotonic() < end:
            with UnitOfWork(engine, readonly=True) as uow:
                fresh = [one for one in uow.handoffs.all_open() if one.id not in known and one.channel == channel]
            if fresh:
                return str(fresh[0].conversation_id)
            time.sleep(0.2)
    finally:
        engine.dispose()
    raise AssertionError(f"nobody on {channel} came to the desk")


def signs_in(context: BrowserContext, product: Product, number: int, path: str) -> Page:
    page = context.new_page()
    page.goto(f"{product.url}{path}?lang=en")
    page.fill("#login", LOGINS[number].login)
    page.fill("#password", LOGINS[number].password)
    page.locator("form button").last.click()
    page.get_by_role("button", name="Take over").click()
    expect(page.locator("#text")).to_be_visible()
    return page


def write(page: Page, line: str) -> None:
    page.fill("#text", line)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("log")).to_contain_text(line)


def test_two_collectors_and_two_borrowers_on_two_channels_from_the_asking_to_the_assistant_again(
    product: Product, patient: None, open_context: Callable[..., BrowserContext]
) -> None:
    telegram: Any = product.telegram
    engine = make_engine(product.environment["DATABASE_URL"])
    with UnitOfWork(engine, readonly=True) as uow:
        known = {one.id for one in uow.handoffs.all_open()}
    engine.dispose()

    def heard(part: str) -> None:
        telegram.wait_for(lambda: any(part in one.text for one in telegram.said(USER)), 30, part)

    chat = Chat(open_context().new_page(), product.url).open("/?lang=en")
    chat.say("I want to talk to a real person please")
    telegram.writes(USER, "转人工", language="zh")
    web_talk, telegram_talk = waits(product, "web", known), waits(product, "telegram", known)

    mei = signs_in(open_context(), product, 0, f"/console/c/{telegram_talk}")
    tom = signs_in(open_context(), product, 1, f"/console/c/{web_talk}")
    write(mei, "您好，我是陈梅，慢慢说。")
    write(tom, "Good morning, this is Tom.")
    heard("我是陈梅，慢慢说")
    expect(chat.log).to_contain_text("this is Tom")

    chat.say("My hours were cut last month")
    telegram.writes(USER, "我上个月失业了", language="zh")
    expect(tom.get_by_role("log")).to_contain_text("hours were cut")
    expect(mei.get_by_role("log")).to_contain_text("我上个月失业了")
    expect(tom.get_by_role("log")).not_to_contain_text("失业")

    tom.fill("#text", "Pay today or we will visit your workplace and tell your boss.")
    expect(tom.locator("[data-advice] li").first).to_be_visible()
    tom.get_by_role("button", name="Send", exact=True).click()
    expect(tom.locator("[data-advice]")).to_contain_text("This was not sent.")
    expect(chat.log).not_to_contain_text("your boss")

    mei.fill("#summary", "周五再一起看。")
    mei.get_by_role("button", name="Give back", exact=True).click()
    heard("周五再一起看")
    before = len(telegram.said(USER))
    telegram.writes(USER, "你好", language="zh")
    telegram.wait_for(lambda: len(telegram.said(USER)) > before, 30, "the assistant's answer")

    tom.locator("#outcome").select_option("answered")
    tom.get_by_role("button", name="Close the conversation").click()
    expect(chat.log).to_contain_text("closed")
