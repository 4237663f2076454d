"""Keyboard, screen reader, contrast, small screens."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.chat import Chat
from tests.browser.standin import Standin

pytestmark = pytest.mark.browser
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[str]:
    page.wait_for_timeout(300)  # a line that is still fading in has another contrast
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    return [
        f"{rule['id']}: {node['html'][:160]} {node['failureSummary'][:300]}"
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]


def everything(chat: Chat, language: str) -> None:
    """A conversation with every kind of part in it."""
    zh = language == "zh"
    chat.ask("查看欠款" if zh else "Check my balance")
    chat.page.locator("summary").last.click()
    chat.ask("这个月还不上" if zh else "I can't pay this month")
    chat.page.locator("summary").last.click()
    chat.ask("letter please")
    chat.ask("the link please")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_from_the_lender_s_page_to_the_end_of_a_conversation(
    open_context: Any, standin: Standin, language: str, scheme: str, width: int
) -> None:
    page = open_context(strict=False, color_scheme=scheme, viewport={"width": width, "height": 720}).new_page()
    chat = Chat(page, standin.url).visit(f"/?lang={language}")
    expect(chat.launcher).to_be_visible()
    assert violations(page) == []
    chat.launcher.click()
    expect(chat.lines).to_have_count(1)
    assert violations(page) == []
    everything(chat, language)
    assert violations(page) == []
    standin.fail(400, "Cannot be read.")
    chat.say("x" * 1900)
    expect(page.locator(".failed")).to_be_visible()
    standin.set_state(state="person", verified=True)
    standin.push("person", "您好，我是小陈。" if language == "zh" else "Hello, Chen here.")
    chat.input.fill("y" * 2003)
    standin.typing(True)
    expect(page.locator(".typing")).to_be_visible()
    assert violations(page) == []
    page.locator(".way").last.click()
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/chat?lang=en", "/chat?lang=zh"])
def test_axe_finds_nothing_on_the_chat_page_and_after_forgetting(
    open_context: Any, standin: Standin, scheme: str, path: str
) -> None:
    page = open_context(strict=False, color_scheme=scheme).new_page()
    chat = Chat(page, standin.url).visit(path)
    expect(chat.lines).to_have_count(1)
    assert violations(page) == []
    page.locator(".way").last.click()
    page.locator("dialog .main").click()
    expect(page.locator(".gone")).to_be_visible()
    assert violations(page) == []


def test_a_whole_conversation_by_keyboard_alone(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).visit("/")
    expect(chat.launcher).to_be_visible()
    keys = page.keyboard

    def tab_to(name: str, backwards: bool = False) -> None:
        for _ in range(40):
            keys.press("Shift+Tab" if backwards else "Tab")
            if name in chat.focus_is_in():
                return
        raise AssertionError(f"{name} is not reached with Tab")

    tab_to("launcher")
    keys.press("Enter")
    expect(chat.lines).to_have_count(1)
    assert chat.focus_is_in() == "input"

    tab_to("choice", backwards=True)
    keys.press("Shift+Tab")
    keys.press("Shift+Tab")
    assert chat.focus_is_in() == "choice"
    keys.press("Enter")  # "Check my balance", the first of three
    expect(page.locator(".card")).to_be_visible()
    assert chat.texts()[1] == "Check my balance"
    assert "choice" in chat.focus_is_in()

    keys.press("Escape")
    assert chat.focus_is_in() == "input"
    keys.type("I can't pay this month")
    keys.press("Enter")
    expect(page.locator("[data-kind=offer]")).to_have_count(2)
    assert chat.focus_is_in() == "input"

    tab_to("main", backwards=True)
    keys.press("Shift+Tab")  # the folded schedule of the second offer
    keys.press("Enter")
    expect(page.locator("[data-kind=offer]").last.locator("table")).to_be_visible()
    tab_to("main")
    keys.press("Space")
    expect(chat.replies.last).to_contain_text("Here it is once more")
    assert [list(post)[1] for post in standin.posts] == ["button", "text", "button"]

    keys.press("Escape")
    keys.press("Escape")
    expect(chat.panel).to_be_hidden()
    assert chat.focus_is_in() == "launcher"


def test_the_focus_goes_back_to_the_page_s_own_button_when_that_opened_the_chat(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).visit("/")
    expect(chat.launcher).to_be_visible()
    own = page.get_by_role("button", name="Talk to us now")
    own.focus()
    page.keyboard.press("Enter")
    expect(chat.lines).to_have_count(1)
    assert chat.focus_is_in() == "input"
    page.keyboard.press("Escape")
    expect(own).to_be_focused()


def test_arrows_walk_from_line_to_line(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/")
    chat.ask("hello")
    chat.log.focus()

    def here() -> str:
        text: str = page.evaluate(
            "document.getElementById('evenkeel').shadowRoot.activeElement.getAttribute('data-seq')"
        )
        return text

    for key, number in [
        ("ArrowUp", "3"),
        ("ArrowUp", "2"),
        ("Home", "1"),
        ("ArrowUp", "1"),
        ("ArrowDown", "2"),
        ("End", "3"),
    ]:
        page.keyboard.press(key)
        assert here() == number, key


def test_a_new_line_never_moves_the_focus(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/")
    chat.ask("hello")
    leave = page.get_by_role("button", name="Leave quickly")
    leave.focus()
    standin.push("bot", "Something new", buttons=["Yes"])
    expect(chat.lines).to_have_count(4)
    expect(leave).to_be_focused()


def test_tab_leaves_the_panel_into_the_page_on_a_desk_and_goes_round_on_a_phone(
    open_context: Any, standin: Standin
) -> None:
    for width, leaves in ((1280, True), (360, False)):
        page = open_context(viewport={"width": width, "height": 740}).new_page()
        chat = Chat(page, standin.url).open("/")
        expect(chat.panel).to_have_attribute("aria-modal", str(not leaves).lower())
        seen = []
        for _ in range(16):
            page.keyboard.press("Tab")
            seen.append(page.evaluate("document.activeElement.id"))
        assert any(name != "evenkeel" for name in seen) is leaves, seen
        standin.conversations.clear()


def spoken(page: Page) -> list[str]:
    heard: list[str] = page.evaluate("window.heard")
    return heard


def listen(page: Page) -> None:
    """Notes every text that appears in any live region of the widget."""
    page.evaluate(
        "() => { window.heard = []; const root = document.getElementById('evenkeel').shadowRoot;"
        " const regions = [...root.querySelectorAll('[aria-live=polite], [aria-live=assertive], [role=alert]')];"
        " window.regions = regions.length;"
        " for (const region of regions) new MutationObserver(changes => { for (const change of changes)"
        " for (const node of change.addedNodes) heard.push(node.textContent); }).observe(region,"
        " { childList: true, subtree: true, characterData: true }); }"
    )


def test_each_line_is_announced_once_with_its_sender_and_its_buttons(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/")
    listen(page)
    assert page.evaluate("regions") == 1
    expect(chat.log).to_have_attribute("aria-live", "off")
    chat.ask("hello")
    standin.push("person", "Chen here.")
    standin.push("bot", "Shall I go on?", buttons=["Yes", "No"])
    expect(chat.lines).to_have_count(5)
    standin.cut()
    page.wait_for_timeout(1500)
    assert spoken(page) == [
        "Evenkeel: I see: hello",
        "Member of the team: Chen here.",
        "Evenkeel: Shall I go on? Choices: Yes, No",
    ]


def test_the_history_is_not_announced_again_after_a_reload(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/")
    chat.ask("hello")
    page.add_init_script(
        "window.heard = []; const attach = Element.prototype.attachShadow; Element.prototype.attachShadow = function (o) {"
        " const root = attach.call(this, o); new MutationObserver(changes => { for (const change of changes)"
        " if (change.target.getAttribute && change.target.getAttribute('role') === 'status')"
        " for (const node of change.addedNodes) heard.push(node.textContent); })"
        ".observe(root, { childList: true, subtree: true }); return root; };"
    )
    page.reload()
    expect(chat.lines).to_have_count(3)
    page.wait_for_timeout(500)
    assert spoken(page) == []
    standin.push("person", "New.")
    expect(chat.lines).to_have_count(4)
    assert spoken(page) == ["Member of the team: New."]


def test_a_failure_is_announced(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/")
    listen(page)
    standin.fail(415, "Please send a picture or a PDF.")
    chat.say("hello")
    expect(page.locator(".line.system")).to_be_visible()
    assert spoken(page) == ["Note: Please send a picture or a PDF."]


def test_an_announcement_in_chinese_is_marked_as_chinese(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/?lang=zh")
    chat.ask("您好")
    said = page.locator("[role=status] p").last
    expect(said).to_have_attribute("lang", "zh-Hans")
    expect(said).to_have_text("稳渡: 明白了。")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_at_320_pixels_nothing_has_to_be_scrolled_sideways(open_context: Any, standin: Standin, language: str) -> None:
    page = open_context(viewport={"width": 320, "height": 640}).new_page()
    chat = Chat(page, standin.url).open(f"/?lang={language}")
    everything(chat, language)
    standin.push("bot", "https://pay.example.com/" + "a" * 120)
    expect(chat.lines).to_have_count(10)
    wide = page.evaluate(
        "() => { const root = document.getElementById('evenkeel').shadowRoot;"
        " const all = [document.documentElement, ...root.querySelectorAll('.panel, .log, .card, .drawing, .head, .ways, .row, .scroll')];"
        " return all.filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.className || e.localName); }"
    )
    assert wide == []
    page.goto(standin.url + f"/chat?lang={language}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("size", [(640, 400), (320, 256)], ids=["200 %", "400 %"])
def test_zoomed_in_everything_can_still_be_reached(open_context: Any, standin: Standin, size: tuple[int, int]) -> None:
    """A window of 1280 by 800 (1024) zoomed in has this many CSS pixels."""
    page = open_context(viewport={"width": size[0], "height": size[1]}).new_page()
    chat = Chat(page, standin.url).open("/")
    chat.ask("balance")
    assert chat.log.evaluate("e => e.clientHeight") >= 180
    for part in (chat.input, page.get_by_role("button", name="Leave quickly"), chat.button("How do I pay?")):
        part.scroll_into_view_if_needed()
        expect(part).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_text_grows_with_the_reader_s_own_setting_and_not_with_the_page_s_tricks(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/")
    page.evaluate(
        "() => { const sheet = new CSSStyleSheet(); sheet.replaceSync('html { font-size: 62.5% }');"
        " document.adoptedStyleSheets = [sheet]; }"
    )
    assert chat.input.evaluate("e => getComputedStyle(e).fontSize") == "16px"


@pytest.mark.parametrize("width", [320, 1280])
def test_whatever_is_pressed_is_at_least_44_pixels_high_and_wide(
    open_context: Any, standin: Standin, width: int
) -> None:
    page = open_context(viewport={"width": width, "height": 720}).new_page()
    chat = Chat(page, standin.url).visit("/")
    small: list[str] = []

    def measure() -> None:
        for one in page.locator("button:visible, summary:visible, .files a:visible, textarea:visible").all():
            box = one.bounding_box()
            if box and (box["height"] < 40 or box["width"] < 44):
                small.append(
                    f"{one.inner_text() or one.get_attribute('aria-label')}: {box['width']} by {box['height']}"
                )

    expect(chat.launcher).to_be_visible()
    measure()
    chat.launcher.click()
    everything(chat, "en")
    measure()
    assert small == []


def test_with_reduced_motion_nothing_moves(open_context: Any, standin: Standin) -> None:
    for motion, moving in (("reduce", False), ("no-preference", True)):
        page = open_context(reduced_motion=motion).new_page()
        chat = Chat(page, standin.url).open("/")
        names = page.locator(".dots i, .line").evaluate_all("all => all.map(e => getComputedStyle(e).animationName)")
        assert any(name != "none" for name in names) is moving
        expect(chat.lines).to_have_count(1)
        standin.conversations.clear()


def test_with_forced_colours_bubbles_keep_a_border(open_context: Any, standin: Standin) -> None:
    page = open_context(forced_colors="active").new_page()
    chat = Chat(page, standin.url).open("/")
    chat.ask("hello")
    widths = page.locator(".bubble").evaluate_all("all => all.map(e => getComputedStyle(e).borderTopWidth)")
    assert widths == ["1px"] * 3


def test_dark_follows_the_system_and_the_accent_can_be_the_lender_s(open_context: Any, standin: Standin) -> None:
    page = open_context(color_scheme="dark").new_page()
    chat = Chat(page, standin.url).open("/")
    colour = chat.panel.evaluate("e => getComputedStyle(e).backgroundColor")
    assert all(int(part) < 60 for part in re.findall(r"\d+", colour)[:3])
    page.emulate_media(color_scheme="light")
    page.evaluate(
        "() => { const sheet = new CSSStyleSheet(); sheet.replaceSync(':root { --evenkeel-accent: rgb(90, 20, 90) }');"
        " document.adoptedStyleSheets = [sheet]; }"
    )
    chat.ask("hello")
    bubble = page.locator(".borrower .bubble")
    assert bubble.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(90, 20, 90)"
