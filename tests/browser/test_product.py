"""The main job on the real product: a person proves who they are in a real browser and learns what they owe."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.chat import Chat
from tests.browser.shots import DemoApi
from tests.product import Product

pytestmark = [pytest.mark.browser, pytest.mark.system]
ANSWER_MS = 30_000

# The figures of the demo portfolio on its reference day.
OVERDUE_P1 = ("2,200.32", "31.35")
OVERDUE_P8 = "1,177.69"


@pytest.fixture
def slow(context: BrowserContext) -> Iterator[BrowserContext]:
    """Real answers take longer than scripted ones."""
    context.set_default_timeout(ANSWER_MS)
    expect.set_options(timeout=ANSWER_MS)
    yield context
    expect.set_options(timeout=5_000)


def begin(context: BrowserContext, product: Product, language: str) -> Chat:
    chat = Chat(context.new_page(), product.url).open(f"/?lang={language}")
    expect(chat.replies.first).to_be_visible()
    return chat


class Someone:
    """A person of the demo, and the codes sent to them since this moment."""

    def __init__(self, product: Product, key: str) -> None:
        self.demo = DemoApi(product.url)
        self.facts: dict[str, Any] = self.demo.person(key)
        self.known = set(self.demo.codes(self.facts["contact"]))

    def code(self) -> str:
        fresh = [code for code in self.demo.codes(self.facts["contact"]) if code not in self.known]
        assert fresh, f"no code was sent to {self.facts['contact']}"
        return fresh[0]

    def particulars(self) -> str:
        return f"{self.facts['reference']} {self.facts['date_of_birth']}"


def verify(chat: Chat, someone: Someone, question: str) -> None:
    """Ask, give particulars and the code; afterwards the header says that identity is confirmed."""
    chat.ask(question)
    assert not shows_debt(chat, someone), "nothing may show a debt before it is known who is there"
    chat.ask(someone.particulars())
    assert not shows_debt(chat, someone)
    chat.ask(someone.code())
    expect(chat.page.locator(".verified")).to_be_visible()


def shows_debt(chat: Chat, someone: Someone) -> bool:
    said = "\n".join(chat.page.locator(".line.bot, .line.system").all_inner_texts())
    return bool(re.search(r"\d,\d{3}\.\d\d|\d+\.\d\d", said)) or someone.facts["name"] in said


@pytest.mark.parametrize(
    ("language", "question", "person"), [("en", "How much do I owe?", "P1"), ("zh", "我欠多少钱？", "P1")]
)
def test_a_borrower_verifies_and_sees_the_balance(
    slow: BrowserContext, product: Product, language: str, question: str, person: str
) -> None:
    chat = begin(slow, product, language)
    someone = Someone(product, person)
    verify(chat, someone, question)
    for figure in OVERDUE_P1:
        expect(chat.log).to_contain_text(figure)
    expect(chat.page.locator(".card")).to_be_visible()
    shown = chat.log.inner_text()
    assert someone.code() not in shown
    assert str(someone.facts["date_of_birth"]) not in shown


def test_a_wrong_code_five_times_locks_and_offers_a_person(slow: BrowserContext, product: Product) -> None:
    chat = begin(slow, product, "en")
    someone = Someone(product, "P4")
    chat.ask("How much do I owe?")
    chat.ask(someone.particulars())
    right = someone.code()
    wrong = "000000" if right != "000000" else "111111"
    last = chat.replies.last
    for _ in range(5):
        last = chat.ask(wrong)
    expect(chat.replies.filter(has_text=re.compile("person", re.I)).last).to_be_visible()
    after = chat.ask(right)
    expect(chat.page.locator(".verified")).to_be_hidden()
    assert not shows_debt(chat, someone), (last.inner_text(), after.inner_text())


def test_a_reload_in_the_middle_of_verifying_loses_nothing(slow: BrowserContext, product: Product) -> None:
    chat = begin(slow, product, "en")
    someone = Someone(product, "P9")
    chat.ask("How much do I owe?")
    chat.ask(someone.particulars())
    before = chat.texts()
    chat.input.fill("a draft")
    chat.page.reload()
    expect(chat.lines).to_have_count(len(before))
    assert chat.texts() == before
    expect(chat.input).to_have_value("a draft")
    chat.ask(someone.code())
    expect(chat.page.locator(".verified")).to_be_visible()
    expect(chat.log).to_contain_text("10,116.24")


def test_the_server_is_killed_and_comes_back_in_the_middle(slow: BrowserContext, own_product: Product) -> None:
    product = own_product
    chat = begin(slow, product, "en")
    someone = Someone(product, "P1")
    chat.ask("How much do I owe?")
    chat.ask(someone.particulars())
    code = someone.code()
    lines = chat.texts()
    product.kill("gateway")
    expect(chat.notice).to_contain_text("No connection")
    chat.say(code)
    expect(chat.page.locator(".pending")).to_have_count(1)
    product.start("gateway")
    product.wait_ready()
    expect(chat.page.locator(".pending")).to_have_count(0, timeout=60_000)
    expect(chat.notice).to_be_hidden()
    expect(chat.page.locator(".verified")).to_be_visible()
    for figure in OVERDUE_P1:
        expect(chat.log).to_contain_text(figure)
    texts = chat.texts()
    assert texts[: len(lines)] == lines
    assert len(chat.page.locator(".card[data-kind=balance]").all()) <= 1
    numbers = [line.get_attribute("data-seq") for line in chat.lines.all()]
    assert len(numbers) == len(set(numbers))


def test_the_assistant_is_killed_and_the_message_is_answered_once_when_it_is_back(
    slow: BrowserContext, own_product: Product
) -> None:
    product = own_product
    chat = begin(slow, product, "en")
    product.kill("rasa")
    chat.say("When is my payment due?")
    expect(chat.page.locator(".line.system, .line.bot").last).to_be_visible()
    expect(chat.page.locator(".pending")).to_have_count(0)
    count = chat.lines.count()
    product.start("rasa")
    product.wait_ready()
    expect(chat.lines.nth(count)).to_be_visible(timeout=90_000)
    chat.page.wait_for_timeout(3000)
    assert chat.texts().count("When is my payment due?") == 1


def show_the_same(one: Chat, two: Chat, last: str, within_s: float = 15) -> None:
    """Lines reach the tabs one after the other, and a look at one takes time: each round looks once, and waits for `last`."""
    deadline = time.monotonic() + within_s
    while True:
        here, there = one.texts(), two.texts()
        if (here == there and last in here[-1]) or time.monotonic() > deadline:
            break
        one.page.wait_for_timeout(100)
    assert last in here[-1]
    assert here == there


def test_two_tabs_show_one_conversation(slow: BrowserContext, product: Product) -> None:
    one = begin(slow, product, "en")
    someone = Someone(product, "P8")
    two = Chat(slow.new_page(), product.url).open("/?lang=en")
    verify(one, someone, "How much do I owe?")
    expect(two.page.locator(".verified")).to_be_visible()
    show_the_same(one, two, last=OVERDUE_P8)
    thanks = two.ask("thank you")
    show_the_same(one, two, last=thanks.locator(".bubble").inner_text())


def test_the_language_can_be_switched_in_the_middle_and_nothing_is_lost(slow: BrowserContext, product: Product) -> None:
    chat = begin(slow, product, "en")
    someone = Someone(product, "P3")
    chat.ask("How much do I owe?")
    chat.page.get_by_role("button", name="中文").click()
    expect(chat.input).to_have_attribute("placeholder", "请输入消息")
    expect(chat.replies.last).to_have_attribute("lang", "zh-Hans")
    chat.ask(someone.particulars())
    chat.ask(someone.code())
    expect(chat.page.locator(".verified")).to_be_visible()
    expect(chat.replies.last).to_have_attribute("lang", "zh-Hans")
    expect(chat.log).to_contain_text("4,358.08")


def test_nothing_breaks_the_policy_that_the_pages_send(slow: BrowserContext, product: Product, page: Page) -> None:
    """conftest fails this test if the browser reports anything; here the header itself is looked at."""
    answer = page.goto(product.url + "/")
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    Chat(page, product.url).open("/")
