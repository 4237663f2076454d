"""Open cases: what people have promised to answer, by the day on which it is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from bot.console.accounts import SignedIn
from bot.console.labels import LABELS
from bot.console.navigation import DESK
from bot.console.site import Fields, Site
from relief.cases import KINDS, close_case
from relief.dates import local_date
from relief.store.records import Case
from relief.store.repositories.base import StaleRecord
from relief.store.uow import UnitOfWork
from words.model import Both

SHOWN = 300

TEXTS: dict[str, Both] = {
    "cases": Both(en="Cases", zh="工单"),
    "kind": Both(en="Kind", zh="类型"),
    "any": Both(en="Any", zh="不限"),
    "show_them": Both(en="Show", zh="查看"),
    "number": Both(en="Number", zh="编号"),
    "who": Both(en="Who", zh="客户"),
    "due": Both(en="Answer by", zh="答复期限"),
    "has_it": Both(en="With", zh="处理人"),
    "nobody": Both(en="nobody", zh="无"),
    "unknown_person": Both(en="Not confirmed", zh="未确认身份"),
    "over": Both(en="over time", zh="已超时"),
    "take_case": Both(en="Take", zh="领取"),
    "take_number": Both(en="Take {number}", zh="领取{number}"),
    "outcome": Both(en="What came of it?", zh="处理结果？"),
    "outcome_of": Both(en="What came of {number}?", zh="{number}的处理结果？"),
    "close": Both(en="Close", zh="关闭"),
    "close_number": Both(en="Close {number}", zh="关闭{number}"),
    "taken": Both(en="The case is yours.", zh="已领取。"),
    "case_closed": Both(en="The case is closed.", zh="工单已关闭。"),
    "no_outcome": Both(en="Please say what came of it.", zh="请填写处理结果。"),
    "closed_already": Both(en="Somebody has closed it already.", zh="已经有人关闭了这个工单。"),
    "none_open": Both(en="No case is open.", zh="没有未完成的工单。"),
}


@dataclass(frozen=True)
class CaseRow:
    case: Case
    name: str | None
    over: bool


class WorkPages:
    """`/console/cases`."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def routes(self) -> list[BaseRoute]:
        return [
            self._site.get("/console/cases", self.show, *DESK),
            self._site.post("/console/cases/{case_id}/take", self.take, *DESK),
            self._site.post("/console/cases/{case_id}/close", self.close, *DESK),
        ]

    async def show(self, request: Request, me: SignedIn) -> Response:
        kind, now = request.query_params.get("kind", ""), self._site.services.now()

        def work(uow: UnitOfWork) -> tuple[Sequence[CaseRow], dict[str, str]]:
            found = [one for one in uow.cases.open_cases(SHOWN) if kind in ("", one.kind)]
            people = {one.id: one for one in uow.borrowers.among([c.borrower_id for c in found if c.borrower_id])}
            rows = []
            for one in found:
                borrower = people.get(one.borrower_id or "")
                today = local_date(now, borrower.timezone) if borrower else now.date()
                name = (borrower.native_name or borrower.full_name) if borrower else None
                rows.append(CaseRow(one, name, one.due_on < today))
            return rows, {one.id: one.name for one in uow.staff.all()}

        rows, names = await self._site.services.database.read(work)
        values = {"rows": rows, "names": names, "kinds": sorted(KINDS), "kind": kind}
        return self._site.render(request, me, "cases.html", values, texts={**LABELS, **TEXTS}, here="cases")

    async def take(self, request: Request, me: SignedIn, fields: Fields) -> Response:
        now, case_id = self._site.services.now(), request.path_params["case_id"]

        def work(uow: UnitOfWork) -> bool:
            case = uow.cases.get(case_id, lock=True)
            if case is None or case.status == "closed":
                return False
            uow.cases.change(case.id, assigned_to=me.staff.id)
            uow.audit.append(actor=me.staff.id, action="case.taken", subject=case.id, data={}, at=now)
            return True

        done = await self._site.services.database.write(work)
        return self._site.back("/console/cases", "taken" if done else "closed_already")

    async def close(self, request: Request, me: SignedIn, fields: Fields) -> Response:
        now, outcome = self._site.services.now(), fields.text("outcome", 300)
        if not outcome:
            return self._site.back("/console/cases", "no_outcome")

        def work(uow: UnitOfWork) -> str:
            case = uow.cases.get(request.path_params["case_id"], lock=True)
            if case is None:
                return "closed_already"
            close_case(uow, case, outcome=outcome, by=me.staff.id, now=now)
            return "case_closed"

        try:
            note = await self._site.services.database.write(work)
        except StaleRecord:
            note = "closed_already"
        return self._site.back("/console/cases", note)
