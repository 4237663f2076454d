"""The payment pages in Chromium: without script, by keyboard, at 320 px, in the dark; axe finds nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from tests.bot.conftest import Gateway, lender, rasa, seeded_sqlite, settings, stand_in, start_whole, whole
from tests.bot.test_pay import link_in, payments, verified

pytestmark = pytest.mark.browser
__all__ = ["lender", "rasa", "seeded_sqlite", "settings", "stand_in", "start_whole", "whole"]

Contexts = Callable[..., BrowserContext]


def is_clean(page: Page) -> None:
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "it scrolls sideways"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_everything_fits_into_320_pixels(
    whole: Gateway, open_context: Contexts, language: str, scheme: Any
) -> None:
    link = link_in(verified(whole).say("pay"))
    context = open_context(strict=False, bypass_csp=True, color_scheme=scheme, viewport={"width": 320, "height": 640})
    page = context.new_page()

    def look() -> None:
        is_clean(page)
        fits(page)

    page.goto(f"{link}?lang={language}")
    look()
    page.fill("#birth", "1 May 1990")
    page.click("button[type=submit]")
    assert page.get_attribute("#birth", "aria-invalid") == "true"
    look()
    page.fill("#birth", "14 March 1992")
    page.click("button[type=submit]")
    look()
    page.check("#amount-own")
    page.fill("#own", "12345678")
    page.click("button[type=submit]")
    assert page.get_attribute("#own", "aria-invalid") == "true"
    look()
    page.check("#amount-due")
    page.click("button[type=submit]")
    page.wait_for_url("**/sandbox/pay/**")
    look()
    page.click("button[value=failed]")
    page.wait_for_url("**/pay/**back=1**")
    look()
    page.goto(f"{whole.settings.public_url}/demo/inbox?lang={language}")
    look()


def test_it_works_without_script_and_by_keyboard_alone(whole: Gateway, open_context: Contexts) -> None:
    link = link_in(verified(whole).say("pay"))
    page = open_context(java_script_enabled=False).new_page()
    page.goto(f"{link}?lang=en")
    page.keyboard.press("Tab")
    page.keyboard.type("14 March 1992")
    page.keyboard.press("Enter")
    page.wait_for_selector("#amount-due")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.is_checked("#amount-own")
    page.keyboard.press("Tab")
    page.keyboard.type("250")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sandbox/pay/**")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pay/**back=1**")
    assert page.inner_text("h1") == "Your payment has arrived"
    assert [payment.amount for payment in payments(whole)] == [25000]
