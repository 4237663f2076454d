"""The widget as a person uses it: for tests against the stand-in and against the real product."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect


class Chat:
    """One page with the widget on it."""

    def __init__(self, page: Page, base: str) -> None:
        self.page = page
        self.base = base
        self.launcher = page.locator(".launcher")
        self.panel = page.locator(".panel")
        self.log = page.get_by_role("log")
        self.input = page.locator("textarea")
        self.lines = page.locator(".line")
        self.notice = page.locator(".notice")

    def visit(self, path: str = "/") -> Chat:
        self.page.goto(self.base + path)
        return self

    def open(self, path: str = "/") -> Chat:
        """Visit, press the launcher, wait for the first line."""
        self.visit(path)
        self.launcher.click()
        expect(self.lines.first).to_be_visible()
        return self

    def say(self, text: str) -> None:
        self.input.fill(text)
        self.input.press("Enter")

    def ask(self, text: str) -> Locator:
        """Say something and wait until something new has been said in answer; gives the last line."""
        before = self.replies.count()
        self.say(text)
        expect(self.replies.nth(before)).to_be_visible()
        expect(self.page.locator(".pending")).to_have_count(0)
        return self.replies.last

    @property
    def replies(self) -> Locator:
        return self.page.locator(".line.bot, .line.person, .line.system")

    def texts(self) -> list[str]:
        """Each line's words, in order."""
        return self.page.locator(".line .bubble").all_inner_texts()

    def button(self, title: str) -> Locator:
        """The newest button with this title that can be pressed."""
        return self.log.locator("button:not([aria-disabled])").filter(has_text=title).last

    def stored(self) -> dict[str, object]:
        found: dict[str, object] = self.page.evaluate("JSON.parse(sessionStorage.getItem('evenkeel') || '{}')")
        return found

    def focus_is_in(self) -> str:
        """The class or id of what has the focus, inside the widget or out of it."""
        name: str = self.page.evaluate(
            "() => { const host = document.getElementById('evenkeel'); const inner = host.shadowRoot.activeElement;"
            " const at = inner || document.activeElement; return at.id || at.className || at.tagName; }"
        )
        return name
