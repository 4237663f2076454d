"""Finding conversations: by whose they are, by case, by what was said, by state, language, channel, reason and day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import or_, select
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from bot.console.accounts import SignedIn
from bot.console.labels import LABELS
from bot.console.navigation import DESK
from bot.console.site import Site
from relief.dates import date_from_text
from relief.refusals import Refused
from relief.store import tables
from relief.store.uow import UnitOfWork
from words.model import Both

SHOWN = 100
SHORTEST = 2

TEXTS: dict[str, Both] = {
    "search": Both(en="Search", zh="查找"),
    "search_hint": Both(
        en="A name, account reference, phone, e-mail, case number, or words that were said.",
        zh="姓名、账户编号、手机、邮箱、工单编号，或对话中的文字。",
    ),
    "words": Both(en="What do you look for?", zh="查找内容"),
    "state": Both(en="State", zh="状态"),
    "language": Both(en="Language", zh="语言"),
    "channel": Both(en="Channel", zh="渠道"),
    "since": Both(en="From", zh="起"),
    "until": Both(en="To", zh="止"),
    "any": Both(en="Any", zh="不限"),
    "find": Both(en="Find", zh="查找"),
    "found": Both(en="{count} found", zh="找到{count}个"),
    "found_many": Both(en="The latest {count}; narrow it down to see others", zh="仅显示最近{count}个，可缩小范围"),
    "nothing_found": Both(en="Nothing found.", zh="没有找到。"),
    "who": Both(en="Who", zh="客户"),
    "opened": Both(en="Opened", zh="开始"),
    "last_heard": Both(en="Last heard", zh="最近来信"),
    "where": Both(en="Found in", zh="出处"),
    "unknown_person": Both(en="Not confirmed", zh="未确认身份"),
}
STATES = ("bot", "waiting", "person", "closed")
CHANNELS = ("web", "telegram")


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; empty members do not matter."""

    words: str = ""
    state: str = ""
    language: str = ""
    channel: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Hit:
    conversation_id: str
    name: str | None
    reference: str | None
    state: str
    language: str
    channel: str
    created_at: datetime
    last_inbound_at: datetime | None
    said: str


def search(uow: UnitOfWork, wanted: Wanted) -> Sequence[Hit]:
    """The latest conversations that fit, each once."""
    c, b, m, k = tables.conversations.c, tables.borrowers.c, tables.messages.c, tables.cases.c
    whose = or_(c.bound_borrower_id == b.id, c.verified_borrower_id == b.id)
    where: list[Any] = []
    for column, value in ((c.state, wanted.state), (c.language, wanted.language), (c.channel, wanted.channel)):
        if value:
            where.append(column == value)
    if wanted.since:
        where.append(c.created_at >= wanted.since)
    if wanted.until:
        where.append(c.created_at < wanted.until)
    said: dict[str, str] = {}
    if wanted.words:
        escaped = wanted.words.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
        like = f"%{escaped}%"
        lines = uow.connection.execute(
            select(m.conversation_id, m.text)
            .where(m.text.ilike(like, escape="\\"), m.sender.in_(("borrower", "person")))
            .order_by(m.at.desc())
            .limit(SHOWN * 5)
        ).all()
        for conversation_id, text in lines:
            said.setdefault(conversation_id, text[:160])
        people = select(tables.borrower_contacts.c.borrower_id).where(
            tables.borrower_contacts.c.value == wanted.words.replace(" ", "").lower()
        )
        cases = select(k.conversation_id).where(k.number == wanted.words.upper())
        where.append(
            or_(
                c.id.in_(list(said)),
                c.id.in_(cases),
                b.reference == wanted.words.upper(),
                b.id.in_(people),
                b.full_name.ilike(like, escape="\\"),
                b.native_name.ilike(like, escape="\\"),
            )
        )
    rows = uow.connection.execute(
        select(
            c.id, b.native_name, b.full_name, b.reference, c.state, c.language, c.channel, c.created_at, c.last_inbound_at
        )
        .select_from(tables.conversations.outerjoin(tables.borrowers, whose))
        .where(*where)
        .order_by(c.created_at.desc())
        .limit(SHOWN)
    ).all()  # fmt: skip
    hits: dict[str, Hit] = {}
    for conversation_id, native, full, reference, state, language, channel, created, heard in rows:
        hits.setdefault(
            conversation_id,
            Hit(
                conversation_id,
                native or full,
                reference,
                state,
                language,
                channel,
                created,
                heard,
                said.get(conversation_id, ""),
            ),
        )
    return list(hits.values())


class SearchPages:
    """`/console/search`."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def routes(self) -> list[BaseRoute]:
        return [self._site.get("/console/search", self.show, *DESK)]

    async def show(self, request: Request, me: SignedIn) -> Response:
        query = request.query_params
        words = query.get("q", "").strip()[:120]
        asked = any(query.get(name) for name in ("q", "state", "language", "channel", "since", "until"))
        wanted = Wanted(
            words if len(words) >= SHORTEST else "",
            _one_of(query.get("state"), STATES),
            _one_of(query.get("language"), ("en", "zh")),
            _one_of(query.get("channel"), CHANNELS),
            self._day(query.get("since", ""), 0),
            self._day(query.get("until", ""), 1),
        )
        hits: Sequence[Hit] = []
        if asked:
            hits = await self._site.services.database.read(lambda uow: search(uow, wanted))
            now = self._site.services.now()
            await self._site.services.database.write(
                lambda uow: uow.audit.append(
                    actor=me.staff.id,
                    action="file.searched",
                    subject=me.staff.id,
                    data={"found": [one.conversation_id for one in hits][:SHOWN]},
                    at=now,
                )
            )
        values = {"hits": hits, "asked": asked, "q": words, "states": STATES, "channels": CHANNELS, "shown": SHOWN}
        values |= {name: query.get(name, "") for name in ("state", "language", "channel", "since", "until")}
        return self._site.render(request, me, "search.html", _renamed(values), texts={**LABELS, **TEXTS}, here="search")

    def _day(self, text: str, later: int) -> datetime | None:
        """The beginning of an office day; None for what is no day."""
        try:
            day = date_from_text(text) + timedelta(days=later)
        except Refused:
            return None
        return datetime.combine(day, time(), self._site.services.settings.hours.zone)


def _renamed(values: dict[str, Any]) -> dict[str, Any]:
    """`language` is the page's own; what was chosen has another name."""
    values["spoken"] = values.pop("language")
    return values


def _one_of(value: str | None, known: Sequence[str]) -> str:
    return value if value is not None and value in known else ""
