"""The team's page and practice in Chromium: keyboard, no script, axe, small screens, numbers that open their lists."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from relief.cases import open_case
from tests.bot.conftest import Gateway, lender, rasa, seeded_sqlite, settings, stand_in, start_whole, whole
from tests.bot.standin import StandIn
from tests.browser.test_console import TAGS, Desk, Seat, seat
from tests.console.conftest import Hire, hire
from tests.console.test_handoff import asks_for_a_person
from tests.console.test_practice import GOOD

pytestmark = pytest.mark.browser
__all__ = ["hire", "lender", "rasa", "seat", "seeded_sqlite", "settings", "stand_in", "start_whole", "whole"]


def is_accessible(desk: Desk) -> None:
    found: Any = Axe().run(desk.page, options={"runOnly": TAGS}).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []


def fits(desk: Desk) -> None:
    """No sideways scrolling of the page itself."""
    desk.page.set_viewport_size({"width": 320, "height": 640})
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= 320


def busy(whole: Gateway, rasa: StandIn, hire: Hire) -> None:
    mei = hire(whole, "Mei")
    for number in range(4):
        talk = whole.open()
        asks_for_a_person(talk, rasa)
        if number % 2:
            mei.post(f"/console/c/{talk.id}/take")
        if number == 3:
            now = whole.clock.now()
            whole.store(
                lambda uow, talk=talk, now=now: open_case(
                    uow, "complaint", idempotency_key="b", now=now, conversation_id=talk.id
                )
            )


def test_the_teams_page_opens_its_lists_and_fits_everywhere(
    whole: Gateway, rasa: StandIn, hire: Hire, seat: Seat
) -> None:
    busy(whole, rasa, hire)
    desk = seat("Ada", roles=("supervisor",), strict=False)
    desk.go("/console/team")
    is_accessible(desk)
    desk.page.select_option("#by", "language")
    desk.page.get_by_role("button", name="Show").click()
    expect(desk.page.locator("#by")).to_have_value("language")
    expect(desk.page.locator("svg.chart").first).to_be_visible()
    desk.page.get_by_role("link", name="Asked for a person: 4").first.click()
    expect(desk.page.get_by_role("heading", level=1)).to_have_text("Asked for a person: 4")
    is_accessible(desk)
    fits(desk)
    desk.page.get_by_role("link", name="Back to the figures").click()
    expect(desk.page.locator("#by")).to_have_value("language")
    fits(desk)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_teams_page_works_without_script_and_in_the_dark(
    whole: Gateway, rasa: StandIn, hire: Hire, seat: Seat, language: str
) -> None:
    busy(whole, rasa, hire)
    desk = seat("Ada", roles=("supervisor",), language=language, java_script_enabled=False, color_scheme="dark")
    desk.go("/console/team")
    desk.page.fill("#from", "2026-11-01")
    desk.page.locator("main form button").click()
    assert "from=2026-11-01" in desk.page.url
    expect(desk.page.locator("svg.chart").first).to_be_visible()


def test_what_was_given_up_is_sent_again_from_the_keyboard(whole: Gateway, seat: Seat) -> None:
    now = whole.clock.now()

    def give_up(uow: Any) -> None:
        from bot.help_desk.worker import collect

        open_case(uow, "complaint", idempotency_key="c", now=now)
        collect(uow, now)
        for event in uow.help_desk_events.due(now, 1000):
            uow.help_desk_events.change(event.id, status="dead", trouble="answered 410")

    whole.store(give_up)
    desk = seat("Ada", roles=("supervisor",), strict=False)
    desk.go("/console/help-desk")
    is_accessible(desk)
    button = desk.page.get_by_role("button", name="Send all of them again")
    button.focus()
    desk.page.keyboard.press("Enter")
    expect(desk.page.get_by_role("status")).to_contain_text("sent again")
    expect(desk.page.get_by_text("Nothing was given up.")).to_be_visible()
    fits(desk)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_situation_is_practised_from_the_keyboard_without_script(whole: Gateway, seat: Seat, language: Any) -> None:
    answers = GOOD["prison"][language]
    desk = seat("Mei", language=language, java_script_enabled=False, strict=False)
    desk.go("/console/practice")
    desk.page.locator('form[action="/console/practice/prison/begin"] button').focus()
    desk.page.keyboard.press("Enter")
    for answer in answers:
        desk.page.locator("#answer").focus()
        desk.page.keyboard.type(answer)
        desk.page.keyboard.press("Tab")
        desk.page.keyboard.press("Enter")
    expect(desk.page.get_by_role("status")).to_be_visible()
    assert desk.page.locator("#answer").count() == 0


def test_practice_is_accessible_and_fits_everywhere(whole: Gateway, seat: Seat) -> None:
    desk = seat("Ada", roles=("supervisor",), strict=False)
    desk.go("/console/practice")
    is_accessible(desk)
    desk.page.locator('form[action="/console/practice/prison/begin"] button').click()
    desk.page.fill("#answer", "The police will come and arrest you.")
    desk.page.get_by_role("button", name="Answer").click()
    expect(desk.page.get_by_text("Threat with the law")).to_be_visible()
    is_accessible(desk)
    fits(desk)
    desk.go("/console/practice")
    fits(desk)
