"""For supervisors: what was tried and not sent, and the record of who did and read what."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from bot.console.accounts import SignedIn
from bot.console.case_texts import TEXTS as CASE_TEXTS
from bot.console.site import Site
from relief.store.records import AuditLine, RefusedDraft
from relief.store.uow import UnitOfWork
from words.model import Both

LINES = 200

TEXTS: dict[str, Both] = {
    "tried": Both(en="Drafts that were not sent", zh="未能发出的草稿"),
    "tried_what": Both(
        en="What people tried to write to borrowers and the guard stopped. Talk about it; it is how manners are learnt.",
        zh="员工想发给客户、但被系统拦下的内容。请用来沟通和学习。",
    ),
    "tried_none": Both(en="Nothing was stopped.", zh="没有被拦下的内容。"),
    "audit": Both(en="The record", zh="审计记录"),
    "audit_what": Both(
        en="Who did and read what, the latest first. Every line carries the hash of the one before; `python -m bot audit verify` "
        "proves that none was changed.",
        zh="谁做了什么、看了什么，最新的在前。每一行都带有前一行的哈希值，运行python -m bot audit verify可验证没有被改动。",
    ),
    "subject": Both(en="About (id)", zh="对象编号"),
    "actor": Both(en="By (id)", zh="操作人编号"),
    "find": Both(en="Find", zh="查找"),
    "when": Both(en="When", zh="时间"),
    "who": Both(en="Who", zh="谁"),
    "what": Both(en="What", zh="内容"),
    "about": Both(en="About", zh="对象"),
    "classes": Both(en="Why not", zh="原因"),
    "draft": Both(en="Draft", zh="草稿"),
    "data": Both(en="Details", zh="详情"),
    "line_number": Both(en="Line", zh="行"),
    "none_found": Both(en="No lines.", zh="没有记录。"),
}


class OversightPages:
    """`/console/tried`, `/console/audit`."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def routes(self) -> list[BaseRoute]:
        return [
            self._site.get("/console/tried", self.tried, "supervisor"),
            self._site.get("/console/audit", self.audit, "supervisor", "admin"),
        ]

    async def tried(self, request: Request, me: SignedIn) -> Response:
        def work(uow: UnitOfWork) -> tuple[list[RefusedDraft], dict[str, str]]:
            return uow.refused_drafts.latest(LINES), {one.id: one.name for one in uow.staff.all()}

        drafts, names = await self._site.services.database.read(work)
        values = {"drafts": drafts, "names": names}
        return self._site.render(request, me, "tried.html", values, texts={**CASE_TEXTS, **TEXTS}, here="tried")

    async def audit(self, request: Request, me: SignedIn) -> Response:
        subject = request.query_params.get("subject", "").strip()[:120]
        actor = request.query_params.get("actor", "").strip()[:80]

        def work(uow: UnitOfWork) -> tuple[list[AuditLine], dict[str, str]]:
            found = uow.audit.latest(LINES, subject=subject or None, actor=actor or None)
            return found, {one.id: one.name for one in uow.staff.all()}

        found, names = await self._site.services.database.read(work)
        values = {"lines": found, "names": names, "subject": subject, "actor": actor}
        return self._site.render(request, me, "audit.html", values, texts=TEXTS, here="audit")
