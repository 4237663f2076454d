"""The queue: whose turn it is, since when, who has it, and how its clocks stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func, select
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from bot.console.accounts import SignedIn
from bot.console.case_texts import TEXTS as CASE_TEXTS
from bot.console.labels import LABELS
from bot.console.navigation import DESK
from bot.console.site import Fields, Site
from bot.handoff import present
from bot.people import NotDone, People
from relief import desk
from relief.desk import Hours
from relief.store import tables
from relief.store.uow import UnitOfWork
from words.model import Both, as_language

TEXTS: dict[str, Both] = {
    "queue": Both(en="Queue", zh="队列"),
    "take_next": Both(en="Take next", zh="接下一个"),
    "nobody_waits": Both(en="Nobody waits at the moment.", zh="目前没有人在排队。"),
    "took_nothing": Both(en="Nobody waits at the moment.", zh="目前没有人在排队。"),
    "counts": Both(
        en="Waiting: {waiting} · with you: {mine} · with colleagues: {held} · people here: {here} · close to their time: {close}",
        zh="排队：{waiting} · 您手上：{mine} · 同事手上：{held} · 在岗：{here}人 · 即将超时：{close}",
    ),
    "filter": Both(en="List", zh="列表"),
    "filter_all": Both(en="Everything open", zh="全部未结束"),
    "filter_waiting": Both(en="Waiting", zh="排队中"),
    "filter_mine": Both(en="Mine", zh="我的"),
    "filter_held": Both(en="With people", zh="人工处理中"),
    "filter_urgent": Both(en="Crisis and urgent", zh="危机和紧急"),
    "filter_close": Both(en="Close to their time", zh="即将超时"),
    "filter_missed": Both(en="Over time", zh="已超时"),
    "language": Both(en="Language", zh="语言"),
    "any": Both(en="Any", zh="不限"),
    "apply": Both(en="Show", zh="查看"),
    "refresh": Both(en="Refresh", zh="刷新"),
    "who": Both(en="Who", zh="谁"),
    "why": Both(en="Why", zh="原因"),
    "state": Both(en="State", zh="状态"),
    "since": Both(en="Waiting since", zh="等待自"),
    "first_reply": Both(en="Reply", zh="回复"),
    "settled_by": Both(en="Settled", zh="解决"),
    "last_line": Both(en="Last line", zh="最后一句"),
    "unread": Both(en="{count} not answered", zh="{count}条未回复"),
    "open": Both(en="Open", zh="打开"),
    "take": Both(en="Take", zh="接手"),
    "take_one": Both(en="Take {who}", zh="接手{who}"),
    "unknown_person": Both(en="Not confirmed", zh="未确认身份"),
    "left": Both(en="{span} left", zh="还剩{span}"),
    "late": Both(en="{span} over", zh="超时{span}"),
    "met": Both(en="in time", zh="按时"),
    "missed": Both(en="too late", zh="超时"),
    "list": Both(en="Open conversations", zh="未结束的对话"),
}
FILTERS = ("all", "waiting", "mine", "held", "urgent", "close", "missed")


@dataclass(frozen=True)
class Row:
    """One line of the queue."""

    conversation_id: str
    priority: str
    reason: str
    language: str
    channel: str
    bucket: str | None
    name: str | None
    asked_at: datetime
    owner: str | None
    owned_at: datetime | None
    reply_due: datetime
    reply_clock: str
    resolve_due: datetime
    resolve_clock: str
    last: str
    unread: int


@dataclass(frozen=True)
class Queue:
    rows: Sequence[Row]
    waiting: int
    mine: int
    held: int
    here: int
    close: int


def read(uow: UnitOfWork, me: str, now: datetime, hours: Hours, show: str = "all", language: str = "") -> Queue:
    """Everything open, in the order in which it is taken. Five statements, however many rows."""
    h, b, s = tables.handoffs.c, tables.borrowers.c, tables.staff.c
    found = uow.connection.execute(
        select(
            h.conversation_id, h.priority, h.reason, h.language, h.channel, h.bucket, b.full_name, b.native_name, h.asked_at, h.owner,
            s.name, h.owned_at, h.reply_due, h.resolve_due, h.first_reply_at,
        )
        .select_from(
            tables.handoffs.outerjoin(tables.borrowers, b.id == h.borrower_id).outerjoin(tables.staff, s.id == h.owner)
        )
        .where(h.ended_at.is_(None))
    ).all()  # fmt: skip
    here = len(present(uow, now))
    talk, unanswered = _talk(uow), _unanswered(uow)
    rows = []
    for (
        conversation_id, priority, reason, spoken, channel, bucket, full, native, asked_at, owner, owner_name, owned_at, reply_due,
        resolve_due, first_reply_at,
    ) in found:  # fmt: skip
        last, unread = talk.get(conversation_id, ("", 0))
        reply_clock = desk.clock(asked_at, reply_due, first_reply_at, now)
        since = unanswered.get(conversation_id) if first_reply_at is not None else None
        if since is not None:  # they have written again: the next reply has a clock of its own
            reply_due = desk.due(priority, since, hours)[0]
            reply_clock = desk.clock(since, reply_due, None, now)
        row = Row(
            conversation_id, priority, reason, spoken, channel, bucket, native or full, asked_at,
            owner_name if owner else None, owned_at, reply_due, reply_clock,
            resolve_due, desk.clock(asked_at, resolve_due, None, now), last, unread,
        )  # fmt: skip
        rows.append((row, owner))
    chosen = [row for row, owner in rows if _fits(row, owner, me, show) and language in ("", row.language)]
    chosen.sort(key=lambda row: (row.owner is not None, *desk.order(row.priority, row.asked_at)))
    return Queue(
        chosen,
        waiting=sum(1 for _, owner in rows if owner is None),
        mine=sum(1 for _, owner in rows if owner == me),
        held=sum(1 for _, owner in rows if owner is not None and owner != me),
        here=here,
        close=sum(1 for row, _ in rows if "close" in (row.reply_clock, row.resolve_clock)),
    )


def _fits(row: Row, owner: str | None, me: str, show: str) -> bool:
    if show == "waiting":
        return owner is None
    if show == "mine":
        return owner == me
    if show == "held":
        return owner is not None
    if show == "urgent":
        return row.priority != "normal"
    if show == "close":
        return "close" in (row.reply_clock, row.resolve_clock)
    if show == "missed":
        return "over" in (row.reply_clock, row.resolve_clock) or row.reply_clock == "missed"
    return True


def _talk(uow: UnitOfWork) -> Mapping[str, tuple[str, int]]:
    """The borrower's last line in each open conversation, and how many of theirs came after the last line of a person."""
    m, h = tables.messages.c, tables.handoffs.c
    marks = (
        select(
            m.conversation_id.label("id"),
            func.max(case((m.sender == "borrower", m.seq))).label("borrower"),
            func.coalesce(func.max(case((m.sender == "person", m.seq))), 0).label("person"),
        )
        .where(m.conversation_id.in_(select(h.conversation_id).where(h.ended_at.is_(None))))
        .group_by(m.conversation_id)
        .subquery()
    )
    lasts = uow.connection.execute(
        select(marks.c.id, m.text).join(
            tables.messages, and_(m.conversation_id == marks.c.id, m.seq == marks.c.borrower)
        )
    ).all()
    counted = uow.connection.execute(
        select(marks.c.id, func.count())
        .join(tables.messages, and_(m.conversation_id == marks.c.id, m.seq > marks.c.person, m.sender == "borrower"))
        .group_by(marks.c.id)
    ).all()
    unread = {str(conversation_id): int(count) for conversation_id, count in counted}
    return {conversation_id: (text[:160], unread.get(conversation_id, 0)) for conversation_id, text in lasts}


STARTS_NOTHING = frozenset({"thank", "goodbye"})
"""A farewell waits for no answer."""


def _unanswered(uow: UnitOfWork) -> Mapping[str, datetime]:
    """Since when the borrower of a conversation that a person has answered waits for the next answer."""
    m, h, said = tables.messages.c, tables.handoffs.c, tables.messages.alias("said").c
    last = (
        select(func.max(said.seq))
        .where(said.conversation_id == m.conversation_id, said.sender == "person")
        .scalar_subquery()
    )
    rows = uow.connection.execute(
        select(m.conversation_id, m.at, m.understood)
        .join(tables.handoffs, h.conversation_id == m.conversation_id)
        .where(h.ended_at.is_(None), h.first_reply_at.is_not(None), m.sender == "borrower", m.seq > last)
        .order_by(m.seq.desc())
    ).all()
    return {
        conversation_id: at
        for conversation_id, at, understood in rows
        if (understood or {}).get("intent") not in STARTS_NOTHING
    }


class QueuePages:
    """`/console/queue` and taking from it."""

    def __init__(self, site: Site, people: People) -> None:
        self._site = site
        self._people = people

    def routes(self) -> list[BaseRoute]:
        return [
            self._site.get("/console/queue", self.show, *DESK),
            self._site.post("/console/next", self.take_next, *DESK),
        ]

    async def show(self, request: Request, me: SignedIn) -> Response:
        show = request.query_params.get("show", "all")
        show = show if show in FILTERS else "all"
        language = request.query_params.get("language", "")
        language = language if language in ("en", "zh") else ""
        now, hours = self._site.services.now(), self._site.services.settings.hours
        queue = await self._site.services.database.read(lambda uow: read(uow, me.staff.id, now, hours, show, language))
        values: dict[str, Any] = {"queue": queue, "now": now, "chosen": show, "filters": FILTERS, "spoken": language}
        return self._site.render(request, me, "queue.html", values, texts={**LABELS, **TEXTS}, here="queue")

    async def take_next(self, request: Request, me: SignedIn, fields: Fields) -> Response:
        try:
            taken = await self._people.take_next(me.staff)
        except NotDone as refused:
            said = CASE_TEXTS[f"no_{refused.key}"].in_language(as_language(me.session.language))
            return self._site.refuse(request, me, said.format(**refused.values), 409)
        if taken is None:
            return self._site.back("/console/queue", "took_nothing")
        return self._site.back(f"/console/c/{taken}")
