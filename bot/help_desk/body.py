"""What the help desk reads of a case: little by default, more only where the setting says so, particulars always covered."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.help_desk.settings import HelpDesk
from bot.privacy import mask, without_particulars
from relief.store.records import Case, HelpDeskEvent, Message
from relief.store.uow import UnitOfWork
from words import help_desk as words
from words.model import as_language

VERSION = 1
LAST_LINES = 20


def of_event(uow: UnitOfWork, desk: HelpDesk, public_url: str, event: HelpDeskEvent) -> dict[str, Any]:
    """The body of a call. It is made now, so a line that was erased meanwhile is not sent."""
    case = uow.cases.require(event.case_id)
    body: dict[str, Any] = {
        "version": VERSION,
        "id": event.id,
        "event": f"case.{event.kind}",
        "at": event.at.isoformat(timespec="seconds"),
        "case": of_case(uow, desk, public_url, case),
    }
    if event.kind == "line":
        line = uow.messages.get(str(event.detail["message"]))
        body["line"] = {"text": covered(line.text, event.at.date()) if line and "lines" in desk.share else None}
    return body


def of_case(uow: UnitOfWork, desk: HelpDesk, public_url: str, case: Case) -> dict[str, Any]:
    conversation = uow.conversations.get(case.conversation_id) if case.conversation_id else None
    borrower = uow.borrowers.get(case.borrower_id) if case.borrower_id else None
    language = as_language(conversation.language if conversation else borrower.language if borrower else "en")
    found: dict[str, Any] = {
        "number": case.number,
        "kind": case.kind,
        "priority": case.priority,
        "status": "closed" if case.status == "closed" else "open",
        "language": language,
        "summary": words.summary(case.kind, language),
    }
    if "due" in desk.share:
        found["due_on"] = case.due_on.isoformat()
    if "link" in desk.share:
        found["link"] = f"{public_url}/console/c/{conversation.id}" if conversation else None
    if "name" in desk.share:
        found["name"] = (borrower.native_name or borrower.full_name) if borrower else None
    if "reference" in desk.share:
        loan = uow.loans.get(case.loan_id) if case.loan_id else None
        found["reference"] = loan.reference if loan else None
    return found


def last_lines(uow: UnitOfWork, desk: HelpDesk, case: Case, today: date) -> list[dict[str, Any]]:
    """The end of the conversation, when lines may be shared."""
    if "lines" not in desk.share or case.conversation_id is None:
        return []
    return [
        {"from": line.sender, "at": line.at.isoformat(timespec="seconds"), "text": covered(line.text, today)}
        for line in uow.messages.last(case.conversation_id, LAST_LINES)
        if _is_said(line)
    ]


def covered(text: str, today: date) -> str:
    """A line without what shows who somebody is: numbers of accounts and cards, telephone, mail, dates of birth, codes."""
    return mask(without_particulars(text, today=today))


def _is_said(line: Message) -> bool:
    return line.sender in ("borrower", "bot", "person") and bool(line.text)
