"""The pages that people see: the demo lender, the chat on a page of its own, the widget's files."""

from __future__ import annotations

from typing import Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.web import assets as static
from bot.web.page_texts import LENDER, PAGE
from words.model import Language, as_language

TEMPLATES = static.STATIC.with_name("templates")


class PageSettings(Protocol):
    """What the pages need to know of `bot.settings.Settings`."""

    @property
    def demo(self) -> bool: ...

    @property
    def telegram(self) -> bool: ...


def routes(settings: PageSettings) -> list[BaseRoute]:
    """`/`, `/chat`, `/widget.js` and `/static/…`. Reads and packs the files once, here."""
    pages = Pages(settings.demo, settings.telegram)
    return [
        Route("/", pages.index),
        Route("/chat", pages.chat),
        Route("/widget.js", pages.launcher),
        Route("/static/{version}/{name}", pages.versioned),
        Route("/static/{name}", pages.plain),
    ]


class Pages:
    """Handlers over one set of files."""

    def __init__(self, demo: bool, telegram: bool = False) -> None:
        self.assets = static.load()
        self.demo = demo
        self.telegram = telegram
        self.templates = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    async def index(self, request: Request) -> Response:
        """The demo lender's page; without the demo, a page that holds the widget and nothing else."""
        return self.page("lender.html" if self.demo else "plain.html", request)

    async def chat(self, request: Request) -> Response:
        """The conversation on a page of its own: for links in letters and messages, and for a lender's app."""
        return self.page("chat.html", request)

    async def launcher(self, request: Request) -> Response:
        return self.assets.launcher.response(request, static.SHORT)

    async def versioned(self, request: Request) -> Response:
        """A file of this release for ever; of another release (a page opened before an update) what there is now."""
        current = request.path_params["version"] == self.assets.version
        return self.file(request, static.UNCHANGING if current else static.ASK_EACH_TIME)

    async def plain(self, request: Request) -> Response:
        return self.file(request, static.ASK_EACH_TIME)

    def file(self, request: Request, caching: str) -> Response:
        asset = self.assets.files.get(request.path_params["name"])
        if asset is None:
            return PlainTextResponse("There is no such file.", 404)
        return asset.response(request, caching)

    def page(self, name: str, request: Request) -> Response:
        language = wanted_language(request)
        html = self.templates.get_template(name).render(
            language=language,
            lang="zh-Hans" if language == "zh" else "en",
            other="en" if language == "zh" else "zh",
            demo=self.demo,
            telegram=self.telegram,
            t={key: both.in_language(language) for key, both in {**PAGE, **LENDER}.items()},
            static=self.assets.url,
        )
        headers = {
            "Cache-Control": "no-cache",
            "Vary": "Accept-Language",
            "Content-Language": "zh-CN" if language == "zh" else "en",
        }
        return HTMLResponse(html, headers=headers)


def wanted_language(request: Request) -> Language:
    """`?lang=` first, then what the browser asks for first, then English."""
    asked = request.query_params.get("lang")
    if asked:
        return as_language(asked)
    for part in request.headers.get("accept-language", "").split(","):
        if part.strip().lower().startswith(("zh", "en")):
            return as_language(part.strip())
    return "en"
