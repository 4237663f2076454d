"""A conversation to print and as JSON, and everything of one borrower for a data request.

A transcript is for the lender's own file, with everything in it. What leaves on a data request is the borrower's own: telephone numbers,
addresses, identity numbers and names that are not theirs are covered, colleagues are called by their role, private notes stay out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute

from bot.console import file as files
from bot.console.accounts import SignedIn
from bot.console.labels import LABELS
from bot.console.navigation import DESK
from bot.console.site import Site
from bot.nlu.masking import mask
from relief.store.records import Borrower, Contact, Conversation, Message, Upload
from relief.store.uow import UnitOfWork
from words.model import Both

ALL_LINES = 100_000

TEXTS: dict[str, Both] = {
    "transcript": Both(en="Transcript", zh="对话记录"),
    "of": Both(en="{name}, {reference}", zh="{name}，{reference}"),
    "unknown_person": Both(en="Not confirmed who", zh="未确认身份"),
    "opened": Both(en="Opened {when}, {zone}", zh="开始于{when}，{zone}"),
    "printed": Both(en="Made {when} by {name}", zh="{when}由{name}导出"),
    "back_to_case": Both(en="Back to the case", zh="返回案件"),
    "by_borrower": Both(en="Borrower", zh="客户"),
    "by_bot": Both(en="Assistant", zh="助手"),
    "by_system": Both(en="Notice", zh="通知"),
    "by_person": Both(en="Colleague", zh="同事"),
}
_KIN = (
    r"wife|husband|partner|son|daughter|mother|father|mum|mom|dad|brother|sister|friend|boss|manager|neighbou?r|uncle|aunt|cousin|"
    r"colleague|landlord|lawyer|doctor"
)
_NAMED_KIN = re.compile(rf"(\b(?:my|his|her|their|our)\s+(?:{_KIN})\s*,?\s+)((?:[A-Z][\w'’-]+)(?:\s+[A-Z][\w'’-]+)?)")
_NAMED_KIN_ZH = re.compile(
    r"((?:我|他|她)?的?(?:老公|老婆|妻子|丈夫|爱人|儿子|女儿|妈妈|爸爸|母亲|父亲|哥哥|弟弟|姐姐|妹妹|朋友|老板|邻居|同事|房东|律师|医生)"
    r"(?:叫|是|名字叫)?)([赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜谢邹喻柏水窦章云苏潘葛范彭郎鲁韦昌马苗凤花方俞任袁柳"
    r"唐罗薛雷贺倪汤滕殷毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄林高梁郭宋董田胡丁邓江石崔龚程邱侯段侯武夏钟廖熊白毛][\u4e00-\u9fff]{1,2})"
    r"(?=[，,。.！!？?、；;\s在的和说要会也就把给去来是]|$)"
)


class TranscriptPages:
    """`…/transcript`, `…/transcript.json`, `/console/b/{borrower}/export`."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def routes(self) -> list[BaseRoute]:
        return [
            self._site.get("/console/c/{conversation_id}/transcript", self.show, *DESK),
            self._site.get("/console/c/{conversation_id}/transcript.json", self.as_json, *DESK),
            self._site.get("/console/c/{conversation_id}/files/{file_id}", self.file, *DESK),
            self._site.get("/console/b/{borrower_id}/export", self.export, *DESK),
        ]

    async def show(self, request: Request, me: SignedIn) -> Response:
        found = await self._read(request, me, "transcript")
        if found is None:
            return self._site.refusal(request, me, "not_here", 404)
        conversation, borrower, lines = found
        values = {"c": conversation, "borrower": borrower, "lines": lines, "now": self._site.services.now()}
        return self._site.render(request, me, "transcript.html", values, texts={**LABELS, **TEXTS})

    async def as_json(self, request: Request, me: SignedIn) -> Response:
        found = await self._read(request, me, "transcript.json")
        if found is None:
            return self._site.refusal(request, me, "not_here", 404)
        conversation, borrower, lines = found
        body = {
            "conversation": conversation.id,
            "borrower": borrower.reference if borrower else None,
            "channel": conversation.channel,
            "language": conversation.language,
            "opened_at": conversation.created_at.isoformat(),
            "messages": [_line(one) for one in lines],
        }
        return JSONResponse(body, headers=_download(f"transcript-{conversation.id}.json"))

    async def file(self, request: Request, me: SignedIn) -> Response:
        """A file that the borrower sent, for download only; looking at it is noted."""
        conversation_id, file_id = request.path_params["conversation_id"], request.path_params["file_id"]
        now = self._site.services.now()

        def work(uow: UnitOfWork) -> Upload | None:
            upload = uow.uploads.get(file_id)
            conversation = uow.conversations.get(conversation_id)
            if upload is None or conversation is None or upload.conversation_id != conversation_id:
                return None
            borrower_id = conversation.bound_borrower_id or conversation.verified_borrower_id
            files.note_reading(uow, me.staff.id, conversation_id, borrower_id, f"file {file_id}", now)
            return upload

        upload = await self._site.services.database.write(work)
        path = self._site.services.uploads.path(upload.path) if upload else None
        if upload is None or path is None or not path.is_file():
            return self._site.refusal(request, me, "not_here", 404)
        headers = {"Content-Security-Policy": "default-src 'none'; sandbox"}
        return FileResponse(path, media_type=upload.type, filename=upload.name, headers=headers)

    async def export(self, request: Request, me: SignedIn) -> Response:
        borrower_id, now = request.path_params["borrower_id"], self._site.services.now()

        def work(uow: UnitOfWork) -> dict[str, Any] | None:
            borrower = uow.borrowers.get(borrower_id)
            if borrower is None:
                return None
            uow.audit.append(
                actor=me.staff.id, action="file.exported", subject=borrower_id, data={"what": "data request"}, at=now
            )
            return everything(uow, borrower)

        body = await self._site.services.database.write(work)
        if body is None:
            return self._site.refusal(request, me, "not_here", 404)
        return JSONResponse(body, headers=_download(f"data-{body['person']['reference']}.json"))

    async def _read(
        self, request: Request, me: SignedIn, what: str
    ) -> tuple[Conversation, Borrower | None, list[Message]] | None:
        """The lines of a conversation; that they were read is noted in the same transaction."""
        conversation_id, now = request.path_params["conversation_id"], self._site.services.now()

        def work(uow: UnitOfWork) -> tuple[Conversation, Borrower | None, list[Message]] | None:
            conversation = uow.conversations.get(conversation_id)
            if conversation is None:
                return None
            borrower_id = conversation.bound_borrower_id or conversation.verified_borrower_id
            files.note_reading(uow, me.staff.id, conversation_id, borrower_id, what, now)
            borrower = uow.borrowers.get(borrower_id) if borrower_id else None
            lines = [one for one in uow.messages.after(conversation_id, 0, ALL_LINES) if not one.payload.get("hidden")]
            return conversation, borrower, lines

        return await self._site.services.database.write(work)


def everything(uow: UnitOfWork, borrower: Borrower) -> dict[str, Any]:
    """What is kept about one borrower, with third parties covered."""
    contacts = uow.borrowers.contacts(borrower.id)
    cover = Cover(borrower, contacts)
    conversations = uow.conversations.of_borrower(borrower.id)
    return {
        "person": {
            "reference": borrower.reference,
            "name": borrower.full_name,
            "native_name": borrower.native_name,
            "date_of_birth": borrower.date_of_birth.isoformat(),
            "language": borrower.language,
            "contacts": [{"kind": one.kind, "value": one.value} for one in contacts],
        },
        "loans": [
            {"reference": one.reference, "book": one.book, "currency": one.currency, "status": one.status}
            for one in uow.loans.of_borrower(borrower.id)
        ],
        "hardship": [
            {"at": one.at.isoformat(), "reason": one.reason, "words": cover.text(one.words) if one.words else None}
            for one in uow.situations.of_borrower(borrower.id)
        ],
        "plans": [
            {"kind": one.kind, "status": one.status, "proposed_at": one.proposed_at.isoformat()}
            for one in uow.plans.of_borrower(borrower.id)
        ],
        "cases": [
            {"number": one.number, "kind": one.kind, "status": one.status, "due_on": one.due_on.isoformat()}
            for one in uow.cases.of_borrower(borrower.id)
        ],
        "consents": [
            {"at": one.at.isoformat(), "purpose": one.purpose, "granted": one.granted, "wording": one.wording}
            for one in uow.consents.of_borrower(borrower.id)
        ],
        "states": [
            {
                "state": one.state,
                "since": one.since.isoformat(),
                "ended": one.lifted_at.isoformat() if one.lifted_at else None,
            }
            for one in uow.states.of_borrower(borrower.id)
        ],
        "conversations": [
            {
                "opened_at": one.created_at.isoformat(),
                "channel": one.channel,
                "messages": [
                    {**_line(line, named=False), "text": cover.text(line.text)}
                    for line in uow.messages.after(one.id, 0, ALL_LINES)
                    if not line.payload.get("hidden")
                ],
            }
            for one in conversations
        ],
    }


class Cover:
    """Covers what belongs to others; what is the borrower's own stays readable."""

    def __init__(self, borrower: Borrower, contacts: Iterable[Contact]) -> None:
        own = [one.value for one in contacts] + [borrower.reference]
        self._own = {re.sub(r"\W", "", value).lower() for value in own}
        names = [borrower.full_name, borrower.native_name or ""]
        self._names = {part.lower() for name in names for part in [name, *name.split()] if part}

    def text(self, text: str) -> str:
        """Word by word, so that one covered number does not hide the rest of a line."""
        kept: dict[str, str] = {}

        def keep(match: re.Match[str]) -> str:
            plain = re.sub(r"\W", "", match.group()).lower()
            if len(plain) < 5 or not any(plain.endswith(own[-9:]) or own == plain for own in self._own):
                return match.group()
            mark = f"\ue000{chr(0xE100 + len(kept))}\ue001"
            kept[mark] = match.group()
            return mark

        marked = re.sub(r"[\w.+\-]+@[\w\-.]+\w|\+?[0-9][0-9 \-()]{5,}[0-9]|[A-Z]{2}-?[0-9]{4,}", keep, text)
        covered = mask(marked)
        for pattern in (_NAMED_KIN, _NAMED_KIN_ZH):
            covered = pattern.sub(lambda m: m[1] + (m[2] if m[2].lower() in self._names else "[name]"), covered)
        for mark, value in kept.items():
            covered = covered.replace(mark, value)
        return covered


def _line(line: Message, *, named: bool = True) -> dict[str, Any]:
    out: dict[str, Any] = {
        "seq": line.seq,
        "from": line.sender,
        "at": line.at.isoformat(),
        "language": line.language,
        "text": line.text,
    }
    if named and line.payload.get("name"):
        out["name"] = line.payload["name"]
    if line.payload.get("cards"):
        out["cards"] = [
            {key: value for key, value in card.items() if key != "button"} for card in line.payload["cards"]
        ]
    return out


def _download(name: str) -> Mapping[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
