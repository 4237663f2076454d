"""The demo's own pages: the inbox that stands for SMS and e-mail, and the people one can be. None of it exists without the demo."""

from __future__ import annotations

from collections.abc import Sequence

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot import particulars
from bot.identity.codes import NOBODY
from bot.services import Services
from bot.web import assets
from bot.web.pages import TEMPLATES, wanted_language
from relief.dates import zone
from relief.portfolio.people import Person
from relief.store.records import Notice
from words.model import Both

SHOWN = 50
HERE = "Asia/Shanghai"

TEXTS: dict[str, Both] = {
    "title": Both(en="Demo inbox", zh="演示收件箱"),
    "what": Both(
        en="What would have gone out by SMS or e-mail, the latest first. Nothing leaves the demo.",
        zh="本来会以短信或邮件发出的内容，最新的在最前。演示不会真的发送。",
    ),
    "to": Both(en="Phone or e-mail", zh="手机或邮箱"),
    "show": Both(en="Show", zh="查看"),
    "again": Both(en="Look again", zh="刷新"),
    "none": Both(en="Nothing has been sent yet.", zh="还没有发出任何内容。"),
    "people": Both(en="The people of the demo, all invented", zh="演示人物，均为虚构"),
    "name": Both(en="Name", zh="姓名"),
    "reference": Both(en="Reference", zh="账户编号"),
    "birth": Both(en="Date of birth", zh="出生日期"),
    "contact": Both(en="Contact", zh="联系方式"),
    "story": Both(en="Story", zh="情况"),
    "other_language": Both(en="中文", zh="English"),
    "sms": Both(en="SMS", zh="短信"),
    "email": Both(en="E-mail", zh="邮件"),
}


class DemoPages:
    """Handlers of `/demo/…`."""

    def __init__(self, services: Services, people: Sequence[Person]) -> None:
        self._services = services
        self._people = people
        self._assets = assets.load()
        self._templates = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/demo/inbox", self.inbox),
            Route("/demo/inbox.json", self.inbox_json),
            Route("/demo/people.json", self.people_json),
        ]

    async def inbox_json(self, request: Request) -> Response:
        notices = await self._notices(request)
        return JSONResponse({"messages": [_as_json(notice) for notice in notices]})

    async def people_json(self, request: Request) -> Response:
        return JSONResponse({"people": [_person(person) for person in self._people]})

    async def inbox(self, request: Request) -> Response:
        language = wanted_language(request)
        other = "en" if language == "zh" else "zh"
        shown = [
            {**_as_json(notice), "when": f"{notice.at.astimezone(zone(HERE)):%H:%M:%S}"}
            for notice in await self._notices(request)
        ]
        html = self._templates.get_template("demo_inbox.html").render(
            language=language,
            lang="zh-Hans" if language == "zh" else "en",
            other=other,
            other_lang="zh-Hans" if other == "zh" else "en",
            to=_wanted(request) or "",
            messages=shown,
            people=[_person(person) for person in self._people],
            t={key: both.in_language(language) for key, both in TEXTS.items()},
            static=self._assets.url,
        )
        return HTMLResponse(html)

    async def _notices(self, request: Request) -> list[Notice]:
        to = _wanted(request)
        found = await self._services.database.read(
            lambda uow: uow.notices.to(to, SHOWN) if to else uow.notices.latest(SHOWN * 2)
        )
        return [notice for notice in found if notice.to != NOBODY][:SHOWN]


def _wanted(request: Request) -> str | None:
    """The contact asked for. A plus sign in an address reads as a space, so digits alone get it back."""
    to = request.query_params.get("to", "").strip()
    if not to:
        return None
    return f"+{to}" if to.isascii() and to.isdigit() else to.lower()


def _as_json(notice: Notice) -> dict[str, str]:
    out = {
        "to": notice.to,
        "channel": notice.channel,
        "at": notice.at.isoformat(timespec="seconds"),
        "text": notice.text,
    }
    code = particulars.code(notice.text)
    return {**out, "code": code} if code else out


def _person(person: Person) -> dict[str, str | None]:
    """What verifies somebody, and where their codes go."""
    born = person.date_of_birth
    return {
        "id": person.key,
        "name": person.name,
        "native_name": person.native_name,
        "borrower_name": person.borrower_name,
        "language": person.language,
        "timezone": person.timezone,
        "jurisdiction": person.jurisdiction,
        "reference": person.reference,
        "phone": person.phone,
        "email": person.email,
        "date_of_birth": born.isoformat() if born else None,
        "contact": person.code_to,
        "book": person.book,
        "story": person.story,
    }
