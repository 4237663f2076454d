"""Expiring signed links to papers, and who makes which kind.

A link names a kind of paper, its subject, and whom it is for; nothing is stored, the paper is made anew when it is looked at. Like a
payment link it may be passed on, so it shows nothing before the date of birth was given in that browser, or the chat that it
stands in is verified as that borrower.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from itsdangerous import BadSignature, URLSafeSerializer

from bot.documents.paper import Paper
from relief.dates import zone
from relief.store.records import Conversation
from relief.store.uow import UnitOfWork
from words import relief_papers as words
from words.model import File, Language, Message, as_language

LASTS = timedelta(days=3)
MAX_TOKEN = 500

Maker = Callable[[UnitOfWork, str, str, Language, datetime], "Paper | None"]
"""`(uow, borrower_id, subject, language, now)`; None when there is no such paper for this borrower."""


@dataclass(frozen=True)
class Ticket:
    """What a link says."""

    kind: str
    subject: str
    borrower_id: str
    expires_at: datetime


class Papers:
    """Makes links, reads them, and makes the papers. `makers` are by kind (`plan`, …), in the order of nothing."""

    def __init__(self, key: str, public_url: str, makers: Mapping[str, Maker]) -> None:
        self._serializer = URLSafeSerializer(
            key, salt="evenkeel.paper", signer_kwargs={"digest_method": hashlib.sha256}
        )
        self._public_url = public_url.rstrip("/")
        self._makers = dict(makers)

    def token(self, kind: str, subject: str, borrower_id: str, now: datetime) -> tuple[str, Ticket]:
        """A new link's token. Raises KeyError for a kind that nobody makes."""
        self._makers[kind]
        expires = int((now + LASTS).timestamp())
        ticket = Ticket(kind, subject, borrower_id, datetime.fromtimestamp(expires, timezone.utc))
        return self._serializer.dumps([kind, subject, borrower_id, expires]), ticket

    def read(self, token: str, now: datetime) -> Ticket | None:
        """None for a link that we did not sign or that is too old."""
        try:
            kind, subject, borrower_id, expires = self._serializer.loads(token[:MAX_TOKEN])
            ticket = Ticket(str(kind), str(subject), str(borrower_id), datetime.fromtimestamp(expires, timezone.utc))
        except (BadSignature, ValueError, TypeError, OverflowError, OSError):
            return None
        return ticket if now < ticket.expires_at and ticket.kind in self._makers else None

    def make(self, uow: UnitOfWork, ticket: Ticket, language: Language, now: datetime) -> Paper | None:
        return self._makers[ticket.kind](uow, ticket.borrower_id, ticket.subject, language, now)

    def address(self, token: str) -> str:
        """The page that asks for the date of birth and then shows the paper."""
        return f"{self._public_url}/papers/{token}"

    def offer(self, uow: UnitOfWork, conversation: Conversation, kind: str, subject: str, now: datetime) -> Message:
        """The line that offers a paper in a verified conversation: a link, and the PDF for the chat itself."""
        language = as_language(conversation.language)
        borrower_id = conversation.verified_as(now)
        if borrower_id is None or kind not in self._makers:
            return words.away(language)
        paper = self._makers[kind](uow, borrower_id, subject, language, now)
        if paper is None:
            return words.away(language)
        token, ticket = self.token(kind, subject, borrower_id, now)
        uow.audit.append(
            actor="gateway",
            action="paper_offered",
            subject=subject,
            data={"kind": kind, "conversation": conversation.id},
            at=now,
        )
        until = ticket.expires_at.astimezone(zone(conversation.timezone))
        url = f"/api/v1/conversations/{conversation.id}/papers/{token}"
        return words.offered(language, self.address(token), until, (File(f"{paper.name}.pdf", "application/pdf", url),))
