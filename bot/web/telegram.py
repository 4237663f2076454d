"""The demo lender's page that brings a borrower into Telegram: a one-time deep link, and the same as a QR code.

A real lender's page, where the borrower is signed in, asks for the link itself: `POST /api/v1/links` with `"kind": "telegram"`.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Protocol

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from bot.services import Services
from bot.telegram import linking
from bot.web import assets
from bot.web.pages import TEMPLATES, wanted_language
from relief.portfolio.people import Person
from relief.store.uow import UnitOfWork
from words import telegram as words


class Messenger(Protocol):
    """What the page needs to know of `bot.telegram.channel.TelegramChannel`."""

    @property
    def username(self) -> str | None: ...


class TelegramPages:
    """Handlers of `/demo/telegram`."""

    def __init__(self, services: Services, messenger: Messenger, people: Sequence[Person]) -> None:
        self._services = services
        self._messenger = messenger
        self._people = [person for person in people if person.reference]
        self._assets = assets.load()
        self._templates = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def routes(self) -> list[BaseRoute]:
        return [Route("/demo/telegram", self.page, methods=["GET"])]

    async def page(self, request: Request) -> Response:
        """Choose who one is; then the link. Each look makes a new one, so that a page that is left open serves nobody else."""
        language = wanted_language(request)
        chosen = next((one for one in self._people if one.key == request.query_params.get("as")), None)
        username, address = self._messenger.username, None
        problem = None if username else words.text("page_away", language)
        if username and chosen is not None:
            try:
                address = linking.address(username, await self._link(chosen))
            except linking.NotAllowed:
                problem = words.text("not_here", language, url=f"{self._services.settings.public_url}/chat")
        other = "en" if language == "zh" else "zh"
        html = self._templates.get_template("telegram.html").render(
            language=language,
            lang="zh-Hans" if language == "zh" else "en",
            other=other,
            other_lang="zh-Hans" if other == "zh" else "en",
            people=self._people,
            chosen=chosen,
            address=address,
            qr=qr(address) if address else None,
            problem=problem,
            what=words.text("page_what", language, minutes=str(int(linking.LASTS.total_seconds() // 60))),
            t={
                **{
                    key[5:]: words.text(key, language)
                    for key in words.TEXTS
                    if key.startswith("page_") and key != "page_what"
                },
                "other_language": "English" if language == "zh" else "中文",
            },
            static=self._assets.url,
        )
        return HTMLResponse(html, headers={"Cache-Control": "no-store"})

    async def _link(self, person: Person) -> str:
        def work(uow: UnitOfWork) -> str:
            found = uow.borrowers.by_reference(person.reference or "")
            if found is None:
                raise LookupError(f"the demo has nobody with the reference {person.reference}")
            return linking.make(uow, found.id, self._services.now(), made_by="lender")[0]

        return await self._services.database.write(work)


def qr(address: str) -> str:
    """The address as SVG for a page: dark on white in either colour scheme, no style of its own."""
    out = io.BytesIO()
    segno.make(address, error="m").save(
        out, kind="svg", scale=5, border=4, dark="#000", light="#fff", xmldecl=False, svgns=True, nl=False,
        svgclass=None, lineclass=None, omitsize=True,
    )  # fmt: skip
    return out.getvalue().decode()
