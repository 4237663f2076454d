"""The console in Chromium: several people and borrowers at once, keyboard, no script, axe, small screens."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.bot.conftest import Gateway, Talk, lender, rasa, seeded_sqlite, settings, stand_in, start_whole, whole
from tests.bot.standin import StandIn, custom, say
from tests.bot.test_pay import verified
from tests.browser.chat import Chat
from tests.console.conftest import Hire, Person, hire
from tests.console.test_case import waiting
from words import desk as words

pytestmark = pytest.mark.browser
__all__ = ["hire", "lender", "rasa", "seeded_sqlite", "settings", "stand_in", "start_whole", "whole"]

Contexts = Callable[..., BrowserContext]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass
class Desk:
    """One person's browser."""

    page: Page
    person: Person
    base: str

    def go(self, path: str) -> Desk:
        self.page.goto(self.base + path)
        return self

    def take(self, talk_id: str) -> Desk:
        self.go(f"/console/c/{talk_id}")
        self.page.get_by_role("button", name="Take over").click()
        expect(self.page.locator("#text")).to_be_visible()
        return self

    def reply(self, text: str) -> None:
        self.page.fill("#text", text)
        self.page.get_by_role("button", name="Send", exact=True).click()

    @property
    def log(self) -> Any:
        return self.page.get_by_role("log")


Seat = Callable[..., Desk]


@pytest.fixture()
def seat(whole: Gateway, open_context: Contexts, hire: Hire) -> Seat:
    """`seat("Mei")`: a collector with a browser of their own."""

    def one(name: str = "Mei", **options: Any) -> Desk:
        hiring = {key: options.pop(key) for key in ("roles", "languages", "language") if key in options}
        person = hire(whole, name, **hiring)
        context = open_context(**options)
        context.add_cookies([{"name": "evenkeel_staff", "value": person.token, "url": whole.server.url + "/console"}])
        return Desk(context.new_page(), person, whole.server.url)

    return one


def borrower(whole: Gateway, open_context: Contexts) -> Chat:
    return Chat(open_context().new_page(), whole.server.url).open()


def conversation_of(whole: Gateway, chat: Chat) -> str:
    return str(chat.stored()["id"])


def asks_for_a_person(whole: Gateway, rasa: StandIn, open_context: Contexts) -> tuple[Chat, str]:
    before = {row.conversation_id for row in whole.store(lambda uow: uow.handoffs.all_open())}
    chat = borrower(whole, open_context)
    script = rasa.script
    rasa.answers(custom(directive="handoff", reason="asked", priority="normal"))
    chat.ask("a person please")
    rasa.script = script
    (row,) = [one for one in whole.store(lambda uow: uow.handoffs.all_open()) if one.conversation_id not in before]
    return chat, str(row.conversation_id)


def is_clean(page: Page) -> None:
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    wrong = [
        f"{rule['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]
    assert wrong == []


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{page.url} scrolls sideways"


def test_two_collectors_and_two_borrowers_at_once_each_talk_to_their_own(
    whole: Gateway, rasa: StandIn, open_context: Contexts, seat: Seat
) -> None:
    first, first_id = asks_for_a_person(whole, rasa, open_context)
    second, second_id = asks_for_a_person(whole, rasa, open_context)
    mei, tom = seat("Mei"), seat("Tom")
    mei.go("/console/queue").page.get_by_role("button", name="Take next").click()
    tom.go("/console/queue").page.get_by_role("button", name="Take next").click()
    expect(mei.page).to_have_url(re.compile(first_id))
    expect(tom.page).to_have_url(re.compile(second_id))
    mei.reply("Good morning from Mei.")
    tom.reply("Good morning from Tom.")
    expect(first.log).to_contain_text("Good morning from Mei.")
    expect(second.log).to_contain_text("Good morning from Tom.")
    first.say("Thank you, Mei.")
    second.say("Thank you, Tom.")
    expect(mei.log).to_contain_text("Thank you, Mei.")
    expect(tom.log).to_contain_text("Thank you, Tom.")
    expect(first.log).not_to_contain_text("Tom")


def test_of_two_who_press_take_on_the_same_case_one_has_it_and_the_other_is_told_who(
    whole: Gateway, rasa: StandIn, seat: Seat
) -> None:
    talk = waiting(whole, rasa)
    mei, tom = seat("Mei"), seat("Tom", java_script_enabled=False)
    tom.go(f"/console/c/{talk.id}")
    mei.take(talk.id)
    tom.page.get_by_role("button", name="Take over").click()
    expect(tom.page.get_by_role("alert")).to_have_text(re.compile("Mei has this conversation already"))
    expect(tom.page.locator("#text")).to_have_count(0)


def test_taken_over_with_an_answer_on_its_way_the_assistant_stays_silent(
    whole: Gateway, rasa: StandIn, open_context: Contexts, seat: Seat
) -> None:
    chat, talk_id = asks_for_a_person(whole, rasa, open_context)
    mei = seat("Mei").go(f"/console/c/{talk_id}")
    rasa.answers(say("The bot's late answer"))
    rasa.delay_s = 0.8
    chat.say("are you there?")
    expect(mei.log).to_contain_text("are you there?")
    mei.page.get_by_role("button", name="Take over").click()
    mei.reply("Mei is here.")
    expect(chat.log).to_contain_text("Mei is here.")
    chat.page.wait_for_timeout(1000)
    expect(chat.log).not_to_contain_text("late answer")
    expect(mei.log).not_to_contain_text("late answer")


def test_dropped_in_the_middle_nothing_is_lost_and_what_was_missed_is_told(
    whole: Gateway, rasa: StandIn, seat: Seat
) -> None:
    talk = waiting(whole, rasa)
    mei = seat("Mei").take(talk.id)
    mei.page.context.set_offline(True)
    mei.reply("Written while the line was down.")
    expect(mei.page.locator(".lost")).to_contain_text("The connection is lost")
    expect(mei.page.locator("#text")).to_have_value("Written while the line was down.")
    talk.send("hello? I am waiting")
    mei.page.context.set_offline(False)
    expect(mei.log).to_contain_text("I am waiting", timeout=20_000)
    mei.page.get_by_role("button", name="Send", exact=True).click()
    expect(mei.page.locator("#text")).to_have_value("")
    mine = [line["text"] for line in talk.history() if line["from"] == "person"]
    assert mine == ["Written while the line was down."]


def test_who_else_looks_and_types_is_seen_and_only_the_owner_writes(whole: Gateway, rasa: StandIn, seat: Seat) -> None:
    talk = waiting(whole, rasa)
    mei, tom = seat("Mei").take(talk.id), seat("Tom").go(f"/console/c/{talk.id}")
    expect(tom.page.locator("[data-part=presence]")).to_contain_text("Mei")
    expect(tom.page.locator("#text")).to_have_count(0)
    mei.page.locator("#text").press_sequentially("Good")
    expect(tom.page.locator("[data-part=presence]")).to_contain_text("Mei is typing", timeout=15_000)
    tom.page.fill("#note", "I know this family")
    tom.page.get_by_role("button", name="Keep the note").click()
    expect(mei.log).to_contain_text("I know this family")
    assert not any("this family" in line["text"] for line in talk.history())


def test_the_guard_speaks_while_one_types_and_a_forbidden_line_is_not_sent(
    whole: Gateway, rasa: StandIn, seat: Seat
) -> None:
    talk = waiting(whole, rasa)
    mei, sara = seat("Mei").take(talk.id), seat("Sara", roles=("supervisor",))
    mei.page.locator("#text").press_sequentially("We will tell your employer about this.", delay=2)
    advice = mei.page.locator("[data-advice]")
    expect(advice).to_contain_text("Telling others")
    expect(advice).to_contain_text("Kinder, or right:")
    mei.page.get_by_role("button", name="Send", exact=True).click()
    expect(advice).to_contain_text("This was not sent.")
    expect(mei.page.locator("#text")).to_have_value("We will tell your employer about this.")
    mei.page.fill("#text", "This stays between you and us.")
    expect(advice).to_be_empty()
    mei.page.get_by_role("button", name="Send", exact=True).click()
    expect(mei.log).to_contain_text("This stays between you and us.")
    expect(sara.go("/console/tried").page.get_by_role("table")).to_contain_text("tell your employer")


def test_given_back_the_borrower_goes_on_with_the_assistant_who_knows_what_was_agreed(
    whole: Gateway, rasa: StandIn, open_context: Contexts, seat: Seat
) -> None:
    chat, talk_id = asks_for_a_person(whole, rasa, open_context)
    mei = seat("Mei").take(talk_id)
    mei.reply("Let us talk again next week.")
    expect(chat.log).to_contain_text("Let us talk again next week.")
    mei.page.fill("#summary", "We talk again next week.")
    mei.page.get_by_role("button", name="Give back", exact=True).click()
    expect(mei.page).to_have_url(re.compile("/console/queue"))
    expect(chat.log).to_contain_text("Mei noted: “We talk again next week.”")
    rasa.answers(say("I'm with you again."))
    chat.ask("hello")
    expect(chat.log).to_contain_text("I'm with you again.")


def test_an_approval_takes_a_reason_and_another_pair_of_eyes(whole: Gateway, rasa: StandIn, seat: Seat) -> None:
    talk = verified(whole, "P7")
    mei, sara = seat("Mei", roles=("collector", "supervisor")), seat("Sara", roles=("supervisor",))
    mei.take(talk.id)
    mei.page.locator("#kind").select_option("settlement")
    mei.page.fill("#amount", "4500")
    mei.page.get_by_role("button", name="Work out offers").click()
    mei.page.get_by_role("button", name=re.compile("Ask for approval")).first.click()
    expect(mei.page.get_by_role("status").filter(has_text="waits for a decision")).to_be_visible()
    mei.go("/console/approvals")
    expect(mei.page.get_by_text("You asked for this yourself")).to_be_visible()
    expect(mei.page.get_by_role("button", name="Approve")).to_have_count(0)
    sara.go("/console/approvals").page.get_by_role("button", name="Approve").click()
    expect(sara.page.get_by_role("alert")).to_have_text("A decision needs a reason.")
    sara.page.get_by_role("textbox").fill("The sum is what a settlement may be.")
    sara.page.get_by_role("button", name="Approve").click()
    expect(sara.page.get_by_role("status").first).to_contain_text(re.compile("Approved|Your yes is kept"))


def test_everything_can_be_done_by_keyboard(whole: Gateway, rasa: StandIn, seat: Seat) -> None:
    talk = waiting(whole, rasa)
    mei = seat("Mei").go("/console/queue")
    page = mei.page
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to content")
    page.keyboard.press("Enter")

    def tab_to(name: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.id || document.activeElement.innerText").strip().startswith(name):
                return
        raise AssertionError(f"{name} cannot be reached by Tab")

    tab_to("Take next")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(talk.id))
    tab_to("text")
    page.keyboard.type("Good morning.")
    page.keyboard.press("Control+Enter")
    expect(mei.log).to_contain_text("Good morning.")
    expect(page.locator("#text")).to_be_focused()
    tab_to("note")
    page.keyboard.type("Calm voice helps.")
    tab_to("Keep the note")
    page.keyboard.press("Enter")
    expect(mei.log).to_contain_text("Calm voice helps.")
    tab_to("outcome")
    page.keyboard.press("ArrowDown")
    tab_to("Close the conversation")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/console/queue"))
    assert talk.history()[-1]["text"] == words.TEXTS["survey_solved"].en


def test_without_script_a_case_is_taken_answered_and_closed(whole: Gateway, rasa: StandIn, seat: Seat) -> None:
    talk = waiting(whole, rasa)
    mei = seat("Mei", java_script_enabled=False).go("/console/queue")
    mei.page.get_by_role("button", name="Take next").click()
    mei.reply("Pay today or we will have you arrested.")
    expect(mei.page.locator("#advice")).to_contain_text("This was not sent.")
    mei.reply("Good morning.")
    expect(mei.log).to_contain_text("Good morning.")
    mei.page.locator("#outcome").select_option("answered")
    mei.page.get_by_role("button", name="Close the conversation").click()
    expect(
        mei.page.get_by_text("The conversation is closed.").or_(mei.page.get_by_text("Nobody waits"))
    ).to_be_visible()
    assert [line["text"] for line in talk.history() if line["from"] == "person"] == ["Good morning."]


@pytest.mark.parametrize(("language", "scheme", "width"), [("en", "light", 1280), ("zh", "dark", 320)])
def test_axe_finds_nothing_and_everything_fits(
    whole: Gateway, rasa: StandIn, seat: Seat, language: str, scheme: str, width: int
) -> None:
    talk = verified(whole)
    waiting(whole, rasa)
    mei = seat(
        "Mei", roles=("collector", "supervisor"), language=language, languages=("zh",) if language == "zh" else ("en",), strict=False,
        color_scheme=scheme, viewport={"width": width, "height": 720},
    )  # fmt: skip
    mei.person.post(f"/console/c/{talk.id}/take")
    mei.person.post(f"/console/c/{talk.id}/reply", {"text": "Go and die", "key": "k", "version": "2"})
    for path in (
        "/console/queue", f"/console/c/{talk.id}", "/console/cases", "/console/search?q=EK", "/console/approvals", "/console/canned",
        "/console/tried", "/console/audit", f"/console/c/{talk.id}/transcript",
    ):  # fmt: skip
        mei.go(path)
        fits(mei.page)
        is_clean(mei.page)
    mei.go(f"/console/c/{talk.id}").page.fill("#text", "We will tell your employer.")
    expect(mei.page.locator(".advice")).to_be_visible()
    is_clean(mei.page)
    fits(mei.page)


def test_the_sign_in_page_is_clean(whole: Gateway, open_context: Contexts) -> None:
    page = open_context(strict=False, viewport={"width": 320, "height": 640}).new_page()
    page.goto(whole.server.url + "/console/queue")
    expect(page).to_have_url(re.compile("/console/sign-in"))
    is_clean(page)
    fits(page)


def test_a_page_of_the_queue_changes_by_itself(whole: Gateway, rasa: StandIn, seat: Seat) -> None:
    mei = seat("Mei").go("/console/queue")
    expect(mei.page.get_by_text("Nobody waits at the moment.")).to_be_visible()
    talk: Talk = waiting(whole, rasa)
    expect(mei.page.locator(f'a[href="/console/c/{talk.id}"]')).to_be_visible()
