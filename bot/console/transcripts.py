"""A conversation to print and as JSON, and everything of one borrower for a data request.

A transcript is for the lender's own file, with everything in it. What leaves on a data request is the borrower's own: telephone numbers,
addresses, identity numbers and names that are not theirs are covered, colleagues are called by their role, private notes stay out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute

from bot.console import file as files
from bot.console.accounts import SignedIn
from bot.console.covering import MARK, Cover
from bot.console.labels import LABELS
from bot.console.navigation import DESK
from bot.console.site import Fields, Site
from relief.store import tables
from relief.store.records import Borrower, Conversation, Message, Upload
from relief.store.uow import UnitOfWork
from words.model import LANGUAGES, Both

ALL_LINES = 100_000

TEXTS: dict[str, Both] = {
    "transcript": Both(en="Transcript", zh="对话记录"),
    "of": Both(en="{name}, {reference}", zh="{name}，{reference}"),
    "unknown_person": Both(en="Not confirmed who", zh="未确认身份"),
    "opened": Both(en="Opened {when}, {zone}", zh="开始于{when}，{zone}"),
    "printed": Both(en="Made {when} by {name}", zh="{when}由{name}导出"),
    "back_to_case": Both(en="Back to the case", zh="返回案件"),
    "export": Both(en="Export for a data request", zh="导出个人信息"),
    "export_what": Both(
        en="A machine has covered what seemed to belong to others. It covers too much rather than too little, and it can still miss a name. "
        "Read every line before anything leaves the house.",
        zh="以下内容由程序自动遮盖了疑似他人的信息，宁多勿少，但仍可能有遗漏。对外提供之前，请逐行核对。",
    ),
    "export_count": Both(en="Covered in {count} places, in {lines} lines", zh="共遮盖{count}处，涉及{lines}行"),
    "export_also": Both(en="Cover these words as well (one a line)", zh="还要遮盖的文字（每行一个）"),
    "export_also_hint": Both(
        en="A name, a place, anything that shows who somebody else is. It is covered wherever it stands.",
        zh="姓名、地点或任何能认出他人的内容；出现在哪里都会被遮盖。",
    ),
    "export_apply": Both(en="Cover and show again", zh="遮盖并重新显示"),
    "export_download": Both(en="I have read it: download", zh="已核对，下载"),
    "export_said": Both(en="What was said", zh="对话内容"),
    "export_none": Both(en="Nothing was said yet.", zh="还没有对话内容。"),
    "export_notice": Both(
        en="Details of other people were covered by a machine ([name], [phone] …) and read through by a person before this was handed over.",
        zh="他人信息已由程序遮盖（[name]、[phone]等），并在提供前经人工核对。",
    ),
    "by_borrower": Both(en="Borrower", zh="客户"),
    "by_bot": Both(en="Assistant", zh="助手"),
    "by_system": Both(en="Notice", zh="通知"),
    "by_person": Both(en="Colleague", zh="同事"),
}


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
            self._site.post("/console/b/{borrower_id}/export", self.export_again, *DESK),
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
        """The page on which somebody reads what was covered, before anything can be downloaded."""
        return await self._export(request, me, [], "data request, read")

    async def export_again(self, request: Request, me: SignedIn, fields: Fields) -> Response:
        """With more words covered: shown again, or as the file that goes out."""
        also = [line.strip() for line in fields.text("also").splitlines() if line.strip()]
        if fields.text("do") == "download":
            return await self._export(request, me, also, "data request", download=True)
        return await self._export(request, me, also, "data request, read")

    async def _export(
        self, request: Request, me: SignedIn, also: Sequence[str], what: str, *, download: bool = False
    ) -> Response:
        borrower_id, now = request.path_params["borrower_id"], self._site.services.now()

        def work(uow: UnitOfWork) -> dict[str, Any] | None:
            borrower = uow.borrowers.get(borrower_id)
            if borrower is None:
                return None
            action = "file.exported" if download else "file.read"
            uow.audit.append(actor=me.staff.id, action=action, subject=borrower_id, data={"what": what}, at=now)
            return everything(uow, borrower, also)

        body = await self._site.services.database.write(work)
        if body is None:
            return self._site.refusal(request, me, "not_here", 404)
        if download:
            notice = {name: TEXTS["export_notice"].in_language(name) for name in LANGUAGES}
            return JSONResponse(
                {"notice": notice, **body}, headers=_download(f"data-{body['person']['reference']}.json")
            )
        marks = [len(MARK.findall(text)) for text in _free_texts(body)]
        values = {
            "data": body,
            "also": "\n".join(also),
            "borrower_id": borrower_id,
            "count": sum(marks),
            "lines": sum(1 for one in marks if one),
            "instant": datetime.fromisoformat,
            "pieces": lambda text: MARK.split(text),
            "marks": lambda text: MARK.findall(text),
        }
        return self._site.render(request, me, "export.html", values, texts={**LABELS, **TEXTS})

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


def everything(uow: UnitOfWork, borrower: Borrower, also: Sequence[str] = ()) -> dict[str, Any]:
    """What is kept about one borrower, with third parties covered."""
    contacts = uow.borrowers.contacts(borrower.id)
    conversations = uow.conversations.of_borrower(borrower.id)
    talks = {
        one.id: [line for line in uow.messages.after(one.id, 0, ALL_LINES) if not line.payload.get("hidden")]
        for one in conversations
    }
    situations = uow.situations.of_borrower(borrower.id)
    texts = [*(line.text for said in talks.values() for line in said), *(one.words or "" for one in situations)]
    colleagues = [one.name for one in uow.staff.all()]
    cover = Cover(borrower, contacts, _names_of_others(uow, borrower, texts), colleagues, also)
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
            for one in situations
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
                    {
                        **_line(line, named=False),
                        "text": cover.text(line.text, free=_is_typed(line)),
                    }
                    for line in talks[one.id]
                ],
            }
            for one in conversations
        ],
    }


def _is_typed(line: Message) -> bool:
    """Somebody's own words; a pressed button says ours."""
    return line.sender in ("borrower", "person") and not line.payload.get("press")


def _names_of_others(uow: UnitOfWork, borrower: Borrower, texts: Iterable[str]) -> list[str]:
    """Names of other borrowers that occur in the texts."""
    said = "\n".join(texts).lower()
    b = tables.borrowers.c
    found = uow.connection.execute(select(b.full_name, b.native_name).where(b.id != borrower.id))
    return [name for row in found for name in row if name and name.lower() in said]


def _free_texts(body: Mapping[str, Any]) -> Iterator[str]:
    """The texts of an export in which somebody else can occur."""
    yield from (one["words"] for one in body["hardship"] if one["words"])
    yield from (line["text"] for talk in body["conversations"] for line in talk["messages"])


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
