"""For supervisors: what goes to the help desk elsewhere, what did not get through, and sending it again."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from bot.console.accounts import SignedIn
from bot.console.labels import LABELS
from bot.console.site import Fields, Site
from bot.help_desk import worker
from relief.store.records import Case, HelpDeskEvent
from relief.store.uow import UnitOfWork
from words.model import Both

ROLES = ("supervisor", "admin")

TEXTS: dict[str, Both] = {
    "help_desk": Both(en="Help desk elsewhere", zh="外部客服系统"),
    "help_desk_what": Both(
        en="Cases go to the help desk that you connected. What does not get through is tried again with growing waits; after nine "
        "hours, or at once when it was refused, it stands here until somebody decides.",
        zh="工单会发送到您接入的客服系统。发送失败会按逐渐延长的间隔重试；九小时后仍失败，或被直接拒绝的，列在这里等待处理。",
    ),
    "sent_count": Both(en="Sent", zh="已发送"),
    "waiting_count": Both(en="On their way", zh="等待发送"),
    "dead_count": Both(en="Given up", zh="已放弃"),
    "number": Both(en="Case", zh="工单"),
    "what": Both(en="What", zh="内容"),
    "when": Both(en="When", zh="时间"),
    "trouble": Both(en="What was in the way", zh="失败原因"),
    "event_opened": Both(en="opened", zh="新建"),
    "event_line": Both(en="the borrower wrote", zh="客户来消息"),
    "event_closed": Both(en="closed", zh="关闭"),
    "again": Both(en="Send again", zh="重新发送"),
    "again_number": Both(en="Send {number} again", zh="重新发送{number}"),
    "again_all": Both(en="Send all of them again", zh="全部重新发送"),
    "sent_again": Both(en="It will be sent again in a moment.", zh="稍后会重新发送。"),
    "gone": Both(en="It is no longer on the list.", zh="已经不在列表中。"),
    "none_dead": Both(en="Nothing was given up.", zh="没有放弃的发送。"),
}


@dataclass(frozen=True)
class Row:
    event: HelpDeskEvent
    case: Case


class HelpDeskPages:
    """`/console/help-desk`."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def routes(self) -> list[BaseRoute]:
        return [
            self._site.get("/console/help-desk", self.show, *ROLES),
            self._site.post("/console/help-desk/again", self.again, *ROLES),
        ]

    async def show(self, request: Request, me: SignedIn) -> Response:
        def work(uow: UnitOfWork) -> tuple[list[Row], dict[str, int]]:
            rows = [Row(event, uow.cases.require(event.case_id)) for event in uow.help_desk_events.dead()]
            return rows, uow.help_desk_events.counts()

        rows, counts = await self._site.services.database.read(work)
        values = {"rows": rows, "counts": counts}
        return self._site.render(request, me, "help_desk.html", values, texts={**LABELS, **TEXTS}, here="help_desk")

    async def again(self, request: Request, me: SignedIn, fields: Fields) -> Response:
        chosen, now = fields.text("event", 64) or None, self._site.services.now()
        count = await self._site.services.database.write(lambda uow: worker.again(uow, chosen, me.staff.id, now))
        return self._site.back("/console/help-desk", "sent_again" if count else "gone")
