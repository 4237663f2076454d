"""Nothing is lost and nothing comes twice, whatever the network, the server or the tab does."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.chat import Chat
from tests.browser.standin import Standin

pytestmark = pytest.mark.browser
SOON = 15_000


def test_after_a_reload_the_history_is_there_the_panel_open_and_the_focus_left_alone(
    page: Page, standin: Standin
) -> None:
    chat = Chat(page, standin.url).open("/")
    chat.ask("hello")
    before = chat.texts()
    page.reload()
    expect(chat.lines).to_have_count(3)
    assert chat.texts() == before
    assert chat.focus_is_in() == "lender"
    chat.ask("still here")
    assert len(standin.conversations) == 1


def test_a_panel_that_was_closed_stays_closed_after_a_reload(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/")
    page.keyboard.press("Escape")
    page.reload()
    expect(chat.launcher).to_be_visible()
    expect(chat.panel).to_have_count(0)
    chat.launcher.click()
    expect(chat.lines).to_have_count(1)
    assert len(standin.conversations) == 1


def test_a_draft_survives_a_reload(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/")
    chat.input.fill("I was about to say")
    page.reload()
    expect(chat.input).to_have_value("I was about to say")


def test_a_line_written_while_offline_is_kept_and_sent_once_on_return(
    page: Page, context: BrowserContext, standin: Standin
) -> None:
    chat = Chat(page, standin.url).open("/")
    context.set_offline(True)
    standin.cut()
    expect(chat.notice).to_contain_text("No connection", timeout=SOON)
    chat.say("written offline")
    expect(page.locator(".pending .status")).to_have_text("Not sent yet. It goes out when the connection is back.")
    context.set_offline(False)
    expect(chat.replies.last).to_contain_text("I see: written offline", timeout=SOON)
    expect(chat.notice).to_be_hidden()
    assert chat.texts()[1:] == ["written offline", "I see: written offline"]
    assert len(standin.only.lines) == 3


def test_a_server_that_goes_and_comes_back_costs_nothing(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/")
    chat.ask("before")
    standin.stop()
    expect(chat.notice).to_contain_text("No connection", timeout=SOON)
    chat.say("in between")
    chat.say("and another")
    standin.start()
    expect(chat.lines).to_have_count(7, timeout=40_000)
    expect(page.locator(".pending")).to_have_count(0)
    expect(chat.notice).to_be_hidden()
    assert chat.texts()[1:] == [
        "before",
        "I see: before",
        "in between",
        "I see: in between",
        "and another",
        "I see: and another",
    ]


def test_a_line_that_was_on_its_way_at_a_reload_is_sent_once(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/")
    standin.stop()
    chat.say("on its way")
    expect(page.locator(".pending")).to_have_count(1)
    stored = chat.stored()["outbox"]
    assert isinstance(stored, list) and stored[0]["text"] == "on its way"
    standin.start()
    page.reload()
    expect(chat.replies.last).to_contain_text("I see: on its way", timeout=SOON)
    assert [line["text"] for line in standin.only.lines[1:]] == ["on its way", "I see: on its way"]


def test_a_line_whose_answer_was_lost_is_not_said_twice(page: Page, standin: Standin) -> None:
    """The server took the message, but the answer never arrived: it is sent again under the same id."""
    chat = Chat(page, standin.url).open("/")
    lost: list[str] = []

    def lose_once(route) -> None:
        if lost:
            return route.fallback()
        lost.append(route.request.post_data or "")
        route.fetch()
        route.abort()

    page.route("**/messages", lose_once)
    chat.say("hello")
    expect(page.locator(".pending")).to_have_count(0, timeout=SOON)
    page.wait_for_timeout(2500)
    assert chat.texts()[1:] == ["hello", "I see: hello"]
    assert len(standin.posts) == 2
    assert standin.posts[0] == standin.posts[1]


def test_what_was_said_while_the_stream_was_cut_is_there_afterwards_with_the_state(
    page: Page, standin: Standin
) -> None:
    chat = Chat(page, standin.url).open("/")
    chat.ask("hello")
    standin.streams_refused = True
    standin.cut()
    standin.push("person", "Chen here.")
    standin.only.state = "person"
    expect(chat.lines).to_have_count(4, timeout=SOON)
    expect(page.locator(".about")).to_contain_text("You are talking with a person")


def test_without_a_stream_it_asks_every_few_seconds(page: Page, standin: Standin) -> None:
    standin.streams_refused = True
    chat = Chat(page, standin.url).open("/")
    chat.ask("hello")
    page.wait_for_timeout(4000)
    standin.push("person", "Are you there?")
    expect(chat.lines).to_have_count(4, timeout=SOON)
    expect(chat.notice).to_be_hidden()


def test_a_stream_resumes_after_the_last_number_it_saw(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/")
    chat.ask("hello")
    with page.expect_request("**/events") as again:
        standin.cut()
    assert again.value.headers["last-event-id"] == "3"


def test_a_second_tab_shows_the_same_conversation_and_both_stay_in_step(
    page: Page, context: BrowserContext, standin: Standin
) -> None:
    one = Chat(page, standin.url).open("/")
    one.ask("from the first tab")
    two = Chat(context.new_page(), standin.url).open("/")
    expect(two.lines).to_have_count(3)
    two.ask("from the second tab")
    expect(one.lines).to_have_count(5)
    assert one.texts() == two.texts()
    assert len(standin.conversations) == 1


def test_a_second_tab_shows_a_choice_made_in_the_first_as_closed(
    page: Page, context: BrowserContext, standin: Standin
) -> None:
    one = Chat(page, standin.url).open("/")
    two = Chat(context.new_page(), standin.url).open("/")
    one.button("Check my balance").click()
    expect(two.log.locator("button[aria-disabled=true].chosen")).to_have_text("Check my balance")


def test_after_the_last_tab_is_closed_nobody_finds_the_conversation(
    page: Page, context: BrowserContext, standin: Standin
) -> None:
    Chat(page, standin.url).open("/").ask("private")
    page.close()
    later = Chat(context.new_page(), standin.url).open("/")
    expect(later.lines).to_have_count(1)
    assert len(standin.conversations) == 2


def test_a_conversation_that_the_server_no_longer_knows_begins_anew_and_says_so(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/")
    chat.ask("hello")
    standin.conversations.clear()
    chat.say("are you there")
    expect(chat.page.locator(".line.system")).to_contain_text("This is a new one", timeout=SOON)
    expect(page.locator(".line.bot")).to_have_count(1)
    expect(chat.input).to_have_value("are you there")


def test_when_the_conversation_cannot_be_opened_it_says_so_and_opens_when_it_can(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).visit("/")
    expect(chat.launcher).to_be_visible()
    page.route("**/api/v1/conversations", lambda route: route.abort())
    chat.launcher.click()
    expect(chat.notice).to_contain_text("cannot be opened just now")
    page.unroute("**/api/v1/conversations")
    expect(chat.lines).to_have_count(1, timeout=SOON)
    expect(chat.notice).to_be_hidden()


def test_a_file_that_a_reload_took_is_named_so_that_it_can_be_attached_again(
    page: Page, standin: Standin, tmp_path
) -> None:
    Chat(page, standin.url).open("/")
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(b"%PDF-1.4")
    standin.stop()
    page.locator("input[type=file]").set_input_files(letter)
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".pending")).to_have_count(1)
    standin.start()
    page.reload()
    expect(page.locator(".line.system")).to_contain_text("The file letter.pdf was not sent", timeout=SOON)


def test_thirty_lines_over_a_stream_that_keeps_breaking_arrive_once_each(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/")
    for number in range(30):
        standin.push("person", f"Line {number}")
        if number % 3 == 0:
            standin.cut()
    expect(chat.lines).to_have_count(31, timeout=SOON)
    assert chat.texts()[1:] == [f"Line {number}" for number in range(30)]
