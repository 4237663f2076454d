"""What waits for a yes: the offer as it was computed, why it needs a person, reasons, and of two people where the pack says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from bot.console.accounts import SignedIn
from bot.console.navigation import DESK
from bot.console.site import Fields, Site
from relief import approvals
from relief.approvals import CannotDecide, Waiting
from relief.policy.outcome import Decision
from relief.store.uow import UnitOfWork
from words.compose import Writer
from words.decision import KINDS, because_lines, needs_person, offer_summary
from words.model import Both, as_language

TEXTS: dict[str, Both] = {
    "approvals": Both(en="Approvals", zh="审批"),
    "nothing": Both(en="Nothing waits for a decision.", zh="没有待审批的事项。"),
    "borrower": Both(en="Borrower", zh="客户"),
    "loan": Both(en="Loan", zh="贷款"),
    "votes": Both(en="{given} of {people} have said yes", zh="{people}人中已有{given}人同意"),
    "said_yes": Both(en="{name}: {reason}", zh="{name}：{reason}"),
    "until": Both(en="stands until {date}", zh="有效期至{date}"),
    "asked": Both(en="asked {when}", zh="{when}提交"),
    "reason": Both(
        en="Why? Kept in the record; colleagues see it, the borrower does not.",
        zh="理由？会记入审计，同事可见，客户看不到。",
    ),
    "approve": Both(en="Approve", zh="同意"),
    "refuse": Both(en="Refuse", zh="不同意"),
    "open_case": Both(en="Open the conversation", zh="打开对话"),
    "approved_now": Both(en="Approved. The borrower is told.", zh="已同意，并会告知客户。"),
    "first_yes": Both(en="Your yes is kept. One more person has to agree.", zh="您已同意，还需要另一人同意。"),
    "refused_now": Both(en="Refused. The borrower is told.", zh="已拒绝，并会告知客户。"),
    "cannot_unknown": Both(en="There is no such request.", zh="没有这个审批。"),
    "cannot_decided": Both(en="Somebody has decided this already.", zh="这件事已经有人处理了。"),
    "cannot_no_reason": Both(en="A decision needs a reason.", zh="请填写理由。"),
    "cannot_role_too_low": Both(en="This needs somebody with more authority.", zh="需要更高权限的人审批。"),
    "cannot_held": Both(en="Something binds this account; settle that first.", zh="账户有限制，请先处理。"),
    "cannot_ran_out": Both(en="The offer has run out; new offers are needed.", zh="方案已过期，需要重新计算。"),
    "cannot_account_changed": Both(
        en="The account has changed; new offers are needed.", zh="账户已有变化，需要重新计算。"
    ),
    "cannot_plan_ended": Both(en="The proposal has ended; new offers are needed.", zh="方案已结束，需要重新计算。"),
    "cannot_own": Both(
        en="You asked for this yourself. Somebody else decides it: four eyes.",
        zh="这是您自己提交的，须由他人审批（四眼原则）。",
    ),
}


@dataclass(frozen=True)
class Item:
    """One approval in the words of whoever reads."""

    waiting: Waiting
    kind: str
    summary: str
    needs: str
    because: tuple[str, ...]
    votes: tuple[tuple[str, str], ...]
    own: bool


class OwnRequest(Exception):
    """Whoever asked wants to decide."""


class ApprovalPages:
    """`/console/approvals`."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def routes(self) -> list[BaseRoute]:
        return [
            self._site.get("/console/approvals", self.show, *DESK),
            self._site.post("/console/approvals/{approval_id}", self.decide, *DESK),
        ]

    async def show(self, request: Request, me: SignedIn) -> Response:
        return await self._page(request, me)

    async def decide(self, request: Request, me: SignedIn, fields: Fields) -> Response:
        approval_id, now = request.path_params["approval_id"], self._site.services.now()
        yes, reason = fields.text("decision") == "approve", fields.text("reason", 500)
        role = approvals.strongest(me.staff.roles)

        def work(uow: UnitOfWork) -> str:
            if _asked_by(uow, approval_id) == me.staff.id and yes:
                raise OwnRequest
            do = approvals.approve if yes else approvals.refuse
            done = do(uow, approval_id, me.staff.id, role, reason, now)
            return "refused_now" if not yes else "approved_now" if done.status == "approved" else "first_yes"

        try:
            note = await self._site.services.database.write(work)
        except CannotDecide as cannot:
            return await self._page(
                request, me, problem=f"cannot_{cannot.code}", about=approval_id, reason=reason, status=409
            )
        except OwnRequest:
            return await self._page(request, me, problem="cannot_own", about=approval_id, reason=reason, status=409)
        return self._site.back("/console/approvals", note)

    async def _page(
        self, request: Request, me: SignedIn, *, problem: str = "", about: str = "", reason: str = "", status: int = 200
    ) -> Response:
        language, now = as_language(me.session.language), self._site.services.now()

        def work(uow: UnitOfWork) -> list[Item]:
            names = {one.id: one.name for one in uow.staff.all()}
            return [_item(uow, one, names, me.staff.id, language) for one in approvals.pending(uow)]

        items = await self._site.services.database.read(work)
        if items:
            await self._site.services.database.write(
                lambda uow: uow.audit.append(
                    actor=me.staff.id,
                    action="file.read",
                    subject="approvals",
                    data={"what": "approvals", "of": [one.waiting.borrower.id for one in items]},
                    at=now,
                )
            )
        values: dict[str, Any] = {"items": items, "problem": problem, "about": about, "reason": reason}
        return self._site.render(request, me, "approvals.html", values, texts=TEXTS, here="approvals", status=status)


def _item(uow: UnitOfWork, waiting: Waiting, names: dict[str, str], me: str, language: Any) -> Item:
    writer, offer = Writer(language), waiting.offer
    stored = uow.decisions.get(waiting.plan.decision_id or "")
    decision = Decision.from_json(stored.output) if stored else None
    return Item(
        waiting,
        KINDS[offer.kind].in_language(language),
        offer_summary(writer, offer),
        needs_person(writer, offer.needs) if offer.needs else "",
        because_lines(writer, decision, offer, offer.currency) if decision else (),
        tuple(
            (names.get(str(vote["staff"]), str(vote["staff"])), str(vote["reason"])) for vote in waiting.approval.votes
        ),
        _asked_by(uow, waiting.approval.id) == me,
    )


def _asked_by(uow: UnitOfWork, approval_id: str) -> str | None:
    """Who asked for it from the console; None when the borrower did, through the assistant."""
    return next((line.actor for line in uow.audit.about(approval_id) if line.action == "approval.asked"), None)
