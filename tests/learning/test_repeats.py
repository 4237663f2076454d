"""A repeat goes out only with consent, only while we may write, and once; and the preview shows lessons as they are."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest
from sqlalchemy.engine import Engine
from starlette.applications import Starlette

from bot.gate import Gate
from bot.lesson_repeats import Due, allowed
from bot.reviewed import Reviewed, collect
from bot.web.lessons import LessonPages
from relief.contact import contacted, opt_out
from relief.states import enter
from relief.store.records import Consent, LessonProgress
from relief.store.uow import UnitOfWork
from tests.actions import people
from tests.actions.talk import PROJECT
from words.lessons import library

NOW = people.NOW  # a Monday, 10:00 in Shanghai


def make(engine: Engine, *, consent: bool | None = True) -> LessonProgress:
    people.borrower(engine, people.LI_WEI)
    people.conversation(engine)
    row = LessonProgress("lp_1", "b:b1", "b1", "c_1", "scams", "post:x", "finished", NOW, NOW, NOW, NOW, None)
    with UnitOfWork(engine) as uow:
        uow.lesson_progress.add(row)
        if consent is not None:
            uow.consents.add(Consent("e1", "b1", "c_1", "learning", "web", consent, "May I?", "en", NOW))
        uow.commit()
    return row


def may(engine: Engine, row: LessonProgress, at: int = 0) -> Due | None:
    with UnitOfWork(engine, readonly=True) as uow:
        return allowed(uow, row, NOW + timedelta(hours=at))


def test_with_consent_and_at_a_good_hour_it_goes_out_and_says_nothing_personal(sqlite_engine: Engine) -> None:
    due = may(sqlite_engine, make(sqlite_engine))
    assert due is not None and not due.message.discloses
    assert Gate(Reviewed(collect(PROJECT))).admit(due.message, verified=False).refusal is None


@pytest.mark.parametrize("consent", [None, False])
def test_without_consent_nothing_goes_out(sqlite_engine: Engine, consent: bool | None) -> None:
    assert may(sqlite_engine, make(sqlite_engine, consent=consent)) is None


@pytest.mark.parametrize("hours", [-3, 12])
def test_not_early_and_not_late(sqlite_engine: Engine, hours: int) -> None:
    assert may(sqlite_engine, make(sqlite_engine), at=hours) is None


def test_not_in_a_crisis_not_after_stop_and_not_beside_other_messages(sqlite_engine: Engine) -> None:
    row = make(sqlite_engine)
    with UnitOfWork(sqlite_engine) as uow:
        contacted(uow, "b1", "web", "reminder", NOW - timedelta(minutes=30))
        assert allowed(uow, row, NOW) is None
    with UnitOfWork(sqlite_engine) as uow:
        enter(uow, "b1", "distress", now=NOW, source="test")
        assert allowed(uow, row, NOW) is None
    with UnitOfWork(sqlite_engine) as uow:
        opt_out(uow, "b1", "all", NOW)
        assert allowed(uow, row, NOW) is None


Look = Callable[[str], httpx.Response]


@pytest.fixture(scope="module")
def preview() -> Look:
    app = Starlette(routes=LessonPages(lambda: NOW, fresh=False).routes())

    async def get(path: str) -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://gateway") as client:
            return await client.get(path)

    return lambda path: asyncio.run(get(path))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_preview_shows_every_step_of_every_lesson(preview: Look, language: str) -> None:
    for lesson in library(NOW.date()).lessons:
        page = preview(f"/lessons/{lesson.id}?lang={language}&place=cn")
        assert page.status_code == 200
        assert all(step.why.in_language(language).split("{")[0][:12] in page.text for step in lesson.steps)
        assert "{" not in page.text.split("<main")[1]


def test_the_preview_lists_lessons_and_knows_no_others(preview: Look) -> None:
    assert preview("/lessons?lang=en").text.count('href="/lessons/') == 6
    assert preview("/lessons/nothing").status_code == 404
