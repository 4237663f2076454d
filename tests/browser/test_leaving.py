"""The two ways out, and links that bring somebody in."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.chat import Chat
from tests.browser.standin import Standin

pytestmark = pytest.mark.browser


def elsewhere(page: Page) -> list[dict[str, str]]:
    """Stands in for the other site; gives what it was asked with."""
    asked: list[dict[str, str]] = []

    def answer(route) -> None:
        asked.append({"url": route.request.url, **route.request.headers})
        route.fulfill(body="<title>Weather</title>", content_type="text/html")

    page.route("https://www.bing.com/**", answer)
    return asked


def test_leave_quickly_replaces_the_page_at_once_and_keeps_nothing(page: Page, standin: Standin) -> None:
    asked = elsewhere(page)
    chat = Chat(page, standin.url).open("/")
    chat.ask("hello")
    page.get_by_role("button", name="Leave quickly").click()
    page.wait_for_url("https://www.bing.com/**")
    assert page.title() == "Weather"
    assert "referer" not in asked[0]
    page.wait_for_timeout(300)
    assert standin.conversations == {}
    page.goto(standin.url)
    assert chat.stored() == {}
    expect(chat.launcher).to_be_visible()
    expect(chat.panel).to_have_count(0)


def test_leave_quickly_does_not_wait_for_a_server_that_is_away(page: Page, standin: Standin) -> None:
    elsewhere(page)
    Chat(page, standin.url).open("/")
    standin.stop()
    page.get_by_role("button", name="Leave quickly").click()
    page.wait_for_url("https://www.bing.com/**", timeout=2000)


def test_the_page_before_is_what_back_leads_to_not_the_chat(page: Page, standin: Standin) -> None:
    elsewhere(page)
    page.goto("about:blank")
    Chat(page, standin.url).open("/")
    page.get_by_role("button", name="Leave quickly").click()
    page.wait_for_url("https://www.bing.com/**")
    page.go_back()
    assert page.url == "about:blank"


def test_the_lender_chooses_where_leaving_leads(page: Page, standin: Standin) -> None:
    elsewhere(page)
    page.route(
        standin.url + "/",
        lambda route: route.fulfill(
            body='<body><script async src="/widget.js" data-language="en" data-leave="https://www.bing.com/maps"></script>',
            content_type="text/html",
        ),
    )
    Chat(page, standin.url).open("/")
    page.get_by_role("button", name="Leave quickly").click()
    page.wait_for_url("https://www.bing.com/maps")


def test_forget_me_asks_first_and_cancel_changes_nothing(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/")
    chat.ask("hello")
    page.get_by_role("button", name="Forget me on this device").click()
    expect(page.get_by_role("dialog", name="Forget this conversation on this device?")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(chat.lines).to_have_count(3)
    assert len(standin.conversations) == 1


def test_forget_me_deletes_clears_this_tab_and_the_others_and_offers_a_new_beginning(
    page: Page, context: BrowserContext, standin: Standin
) -> None:
    chat = Chat(page, standin.url).open("/")
    chat.ask("hello")
    other = Chat(context.new_page(), standin.url).open("/")
    expect(other.lines).to_have_count(3)
    page.get_by_role("button", name="Forget me on this device").click()
    page.get_by_role("button", name="Forget it").click()
    for tab in (chat, other):
        expect(tab.page.locator(".gone")).to_contain_text("This device has forgotten the conversation.")
        expect(tab.lines).to_have_count(0)
        assert "token" not in tab.stored()
    assert standin.conversations == {}
    page.get_by_role("button", name="Start a new conversation").click()
    expect(chat.lines).to_have_count(1)


def test_a_link_token_of_the_page_goes_along_with_the_beginning(page: Page, standin: Standin) -> None:
    page.route(
        standin.url + "/",
        lambda route: route.fulfill(
            body='<body><script async src="/widget.js" data-language="en" data-link="signed.token"></script>',
            content_type="text/html",
        ),
    )
    with page.expect_request("**/api/v1/conversations") as sent:
        Chat(page, standin.url).open("/")
    assert sent.value.post_data_json["link"] == "signed.token"
    expect(page.locator(".verified")).to_be_visible()


def test_a_link_in_the_address_opens_the_chat_and_leaves_the_address_clean(page: Page, standin: Standin) -> None:
    with page.expect_request("**/api/v1/conversations") as sent:
        chat = Chat(page, standin.url).visit("/chat?lang=en&link=signed.token")
        expect(chat.lines).to_have_count(1)
    assert sent.value.post_data_json["link"] == "signed.token"
    assert page.url == standin.url + "/chat?lang=en"
    page.reload()
    expect(chat.lines).to_have_count(1)
    assert len(standin.conversations) == 1


def test_a_new_link_begins_a_new_conversation(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).visit("/chat?link=first")
    expect(chat.lines).to_have_count(1)
    chat.ask("hello")
    chat.visit("/chat?link=second")
    expect(chat.lines).to_have_count(1)
    assert [one.link for one in standin.conversations.values()] == ["first", "second"]


def test_the_chat_page_fills_the_page_and_has_no_launcher(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).visit("/chat")
    expect(chat.lines).to_have_count(1)
    expect(chat.launcher).to_be_hidden()
    expect(page.get_by_role("button", name="Close chat")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_have_text("Evenkeel")


def test_a_link_that_is_refused_keeps_nobody_out(page: Page, standin: Standin) -> None:
    sent: list[dict[str, str]] = []

    def refuse_links(route) -> None:
        body = route.request.post_data_json
        sent.append(body)
        if "link" not in body:
            return route.fallback()
        problem = '{"detail": "That link has run out. You can go on without it."}'
        route.fulfill(status=400, body=problem, content_type="application/problem+json")

    page.route("**/api/v1/conversations", refuse_links)
    chat = Chat(page, standin.url).visit("/chat?lang=en&link=old")
    expect(page.locator(".line.bot")).to_have_count(1)
    expect(page.locator(".line.system")).to_contain_text("That link has run out")
    assert [list(body) for body in sent] == [["language", "timezone", "link"], ["language", "timezone"]]
    chat.ask("hello")


def test_opening_again_after_forgetting_begins_anew(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/")
    page.get_by_role("button", name="Forget me on this device").click()
    page.get_by_role("button", name="Forget it").click()
    page.get_by_role("button", name="Close chat").click()
    chat.launcher.click()
    expect(chat.lines).to_have_count(1)
    expect(page.locator(".gone")).to_be_hidden()
    chat.ask("hello")
