"""The preview: a lesson as a borrower sees it, for whoever edits `lessons/`. It holds nothing personal, so anybody may look."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from bot.web import assets
from bot.web.pages import TEMPLATES, wanted_language
from relief.dates import local_date
from relief.learning.loading import load, problems
from relief.learning.model import PLACES, Lesson, Library
from relief.policy.yaml_lines import PackError
from relief.protection_rules import packs
from words import learning as words
from words.lessons import objects
from words.model import Language, Message


class LessonPages:
    """`/lessons` and `/lessons/{lesson}`. With `fresh` the files are read anew for every look, as an editor needs it."""

    def __init__(self, now: Callable[[], datetime], *, fresh: bool) -> None:
        self._now, self._fresh = now, fresh
        self._kept: Library | None = None
        self._assets = assets.load()
        self._templates = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def routes(self) -> list[BaseRoute]:
        return [Route("/lessons", self.index), Route("/lessons/{lesson}", self.lesson)]

    async def index(self, request: Request) -> Response:
        library, wrong = await asyncio.to_thread(self._read)
        lessons = [] if library is None else [(one.id, one.title, one.minutes) for one in library.lessons]
        return self._page(request, "lessons.html", lessons=lessons, problems=wrong)

    async def lesson(self, request: Request) -> Response:
        library, wrong = await asyncio.to_thread(self._read)
        found = library.get(request.path_params["lesson"]) if library else None
        if found is None:
            return self._page(request, "lessons.html", status=404 if library else 200, lessons=[], problems=wrong)
        place = request.query_params.get("place")
        place = place if place in PLACES[1:] else None
        language = wanted_language(request)
        parts = await asyncio.to_thread(shown, found, language, place)
        return self._page(request, "lesson.html", lesson=found, parts=parts, place=place or "", places=PLACES[1:])

    def _read(self) -> tuple[Library | None, list[str]]:
        """The lessons, or what is wrong with them."""
        if self._kept is not None and not self._fresh:
            return self._kept, []
        today = local_date(self._now(), "UTC")
        try:
            self._kept = load(packs(), today, objects)
        except PackError:
            return None, [str(problem) for problem in problems(packs(), today, objects)]
        return self._kept, []

    def _page(self, request: Request, name: str, *, status: int = 200, **values: Any) -> Response:
        language = wanted_language(request)
        html = self._templates.get_template(name).render(
            language=language,
            lang="zh-Hans" if language == "zh" else "en",
            other="en" if language == "zh" else "zh",
            other_lang="en" if language == "zh" else "zh-Hans",
            t={key: both.in_language(language) for key, both in words.PREVIEW.items()},
            static=self._assets.url,
            **values,
        )
        headers = {"Cache-Control": "no-cache", "Vary": "Accept-Language"}
        return HTMLResponse(html, status, headers=headers)


def shown(lesson: Lesson, language: Language, place: str | None) -> list[tuple[str, list[Message]]]:
    """What a borrower hears, station by station: (heading, messages)."""
    parts: list[tuple[str, list[Message]]] = []
    for what, key in lesson.stations:
        if what == "step":
            own = lesson.id in words.OWN_EXAMPLES
            messages = [
                words.step(language, lesson, key, "preview", own=own),
                words.why(language, lesson, key, place),
                words.example(language, lesson, key, place),
            ]
        else:
            item = lesson.item(key)
            messages = [words.quiz(language, lesson, item, "preview", moment=what)]
            if what != "pre":
                messages += [words.judged(language, lesson, item, at, last=True) for at in range(len(item.choices))]
        parts.append((what, messages))
    parts.append(("end", [words.finished(language, lesson, len(lesson.items), len(lesson.items), learnt=True)]))
    parts.append(("answers", [words.direct(language, lesson, answer, place) for answer in lesson.answers]))
    return parts
