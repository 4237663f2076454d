"""One script tag, small, and nothing happens before somebody opens it."""

from __future__ import annotations

import gzip

import pytest
from playwright.sync_api import Page, expect

from bot.web import assets
from tests.browser.chat import Chat
from tests.browser.standin import Standin

KB = 1000


def packed(text: bytes) -> int:
    return len(gzip.compress(text, 9))


def test_the_launcher_is_at_most_2_kb_and_the_whole_at_most_20_kb() -> None:
    files = assets.load()
    launcher = packed(files.launcher.body) + packed(files.files["launcher.css"].body)
    rest = packed(files.files["chat.js"].body) + packed(files.files["chat.css"].body)
    assert launcher <= 2 * KB
    assert launcher + rest <= 20 * KB


pytestmark = pytest.mark.browser


def test_nothing_but_the_launcher_is_loaded_before_it_is_opened(page: Page, standin: Standin) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    chat = Chat(page, standin.url).visit("/")
    expect(chat.launcher).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "chat." in url or "/api/" in url]
    assert standin.conversations == {}
    assert chat.stored() == {}


def test_opening_starts_one_conversation_with_the_page_s_language_and_the_browser_s_time_zone(
    open_context, standin: Standin
) -> None:
    page = open_context(timezone_id="Africa/Nairobi").new_page()
    with page.expect_request("**/api/v1/conversations") as sent:
        chat = Chat(page, standin.url).open("/?lang=zh")
    assert sent.value.post_data_json == {"language": "zh", "timezone": "Africa/Nairobi"}
    chat.page.keyboard.press("Escape")
    chat.launcher.click()
    expect(chat.lines).to_have_count(1)
    assert len(standin.conversations) == 1


def test_a_tag_that_stands_twice_makes_one_chat(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).visit("/")
    expect(chat.launcher).to_be_visible()
    page.add_script_tag(url="/widget.js")
    expect(chat.launcher).to_have_count(1)


def test_the_page_can_open_close_and_reset_the_chat_and_hears_of_it(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).visit("/")
    expect(chat.launcher).to_be_visible()
    page.evaluate(
        "() => { window.heard = []; for (const name of ['open', 'close', 'message', 'language', 'reset'])"
        " Evenkeel.on(name, () => heard.push(name)); }"
    )
    page.evaluate("Evenkeel.open()")
    expect(chat.lines.first).to_be_visible()
    chat.ask("hello")
    page.evaluate("Evenkeel.setLanguage('zh')")
    expect(page.locator("#title")).to_have_text("稳渡")
    page.evaluate("Evenkeel.close()")
    expect(chat.panel).to_be_hidden()
    page.evaluate("Evenkeel.reset()")
    assert standin.conversations == {}
    assert "token" not in chat.stored()
    heard = page.evaluate("heard")
    told = list(dict.fromkeys(heard))  # a slow page may hear of the same language twice
    assert [name for name in told if name != "message"] == ["open", "language", "close", "reset"]
    assert "message" in heard


def test_a_listener_that_was_taken_off_hears_nothing(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).visit("/")
    expect(chat.launcher).to_be_visible()
    page.evaluate(
        "() => { window.heard = 0; const f = () => heard++; Evenkeel.on('open', f); Evenkeel.off('open', f); }"
    )
    page.evaluate("Evenkeel.open()")
    expect(chat.lines.first).to_be_visible()
    assert page.evaluate("heard") == 0


def test_the_style_sheet_of_the_page_does_not_reach_into_the_widget(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/")
    before = chat.input.evaluate("e => getComputedStyle(e).fontSize + getComputedStyle(e).color")
    page.evaluate(
        "() => { const sheet = new CSSStyleSheet();"
        " sheet.replaceSync('* { font-size: 40px !important; color: red !important } textarea { display: none }');"
        " document.adoptedStyleSheets = [sheet]; }"
    )
    assert chat.input.evaluate("e => getComputedStyle(e).fontSize + getComputedStyle(e).color") == before
    expect(chat.input).to_be_visible()


def test_nothing_inline_is_needed_anywhere(page: Page, standin: Standin) -> None:
    """The stand-in's policy forbids inline style and script; whatever the browser blocks fails the test (conftest)."""
    chat = Chat(page, standin.url).open("/")
    chat.ask("balance")
    inline = page.evaluate(
        "() => { const root = document.getElementById('evenkeel').shadowRoot;"
        " return [...root.querySelectorAll('*')].filter(e => e.hasAttribute('style') || e.localName === 'style'"
        " || e.localName === 'script' || [...e.attributes].some(a => a.name.startsWith('on'))).length; }"
    )
    assert inline == 0
