"""All pages of the console, put together once."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from bot.console.accounts import SignedIn
from bot.console.approving import ApprovalPages
from bot.console.case import CasePages
from bot.console.help_desk import HelpDeskPages
from bot.console.live import Changes, LivePages
from bot.console.oversight import OversightPages
from bot.console.practising import PracticePages
from bot.console.queue import QueuePages
from bot.console.ready_replies import ReplyPages
from bot.console.searching import SearchPages
from bot.console.signing import SigningPages
from bot.console.site import Site
from bot.console.team import TeamPages
from bot.console.transcripts import TranscriptPages
from bot.console.work_cases import WorkPages
from bot.people import People
from bot.services import Services


def routes(services: Services) -> Sequence[BaseRoute]:
    """Every address under `/console`. A topic that is added is one class with `routes()`, named here."""
    site = Site(services)
    changes = Changes(services.hub)
    people = People(services.database, services.conversations, services.rasa, services.desk, services.now)

    async def welcome(request: Request, me: SignedIn) -> Response:
        return site.render(request, me, "welcome.html")

    return [
        *site.static_routes(),
        *SigningPages(site).routes(),
        *QueuePages(site, people).routes(),
        *LivePages(site, changes).routes(),
        *CasePages(site, people, changes).routes(),
        *ReplyPages(site).routes(),
        *WorkPages(site).routes(),
        *SearchPages(site).routes(),
        *ApprovalPages(site).routes(),
        *TranscriptPages(site).routes(),
        *OversightPages(site).routes(),
        *HelpDeskPages(site).routes(),
        *TeamPages(site).routes(),
        *PracticePages(site).routes(),
        site.get("/console/welcome", welcome),
    ]
