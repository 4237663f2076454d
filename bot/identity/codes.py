"""One-time codes: made, handed to the notices worker, checked."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.identity import limits
from bot.identity.hashing import Hashes
from relief.store.ids import new_id
from relief.store.records import Borrower, Code, Contact, Notice
from relief.store.uow import UnitOfWork
from words import identity as words
from words.model import as_language

LASTS = timedelta(minutes=5)
NOBODY = "-"
KEY_PREFIX = "code:"
"""Begins the idempotency key of a notice that carries a code: it is of no use after five minutes."""

Verdict = Literal["right", "wrong", "old", "used"]
CHANNEL_OF = {"phone": "sms", "email": "email"}


@dataclass(frozen=True)
class Codes:
    """`channels` are those that something can be sent by. Without `limited` (load tests) codes go out without end."""

    hashes: Hashes
    channels: Collection[str] = ("sms", "email")
    limited: bool = True

    def send(
        self,
        uow: UnitOfWork,
        conversation_id: str,
        matches: Sequence[Borrower],
        who: Sequence[str],
        language: str,
        now: datetime,
    ) -> None:
        """Make a code and a notice that carries it. With no `matches` all the same is done, and nothing is ever sent.

        The notices worker sends later, so that neither the answer nor its time shows whether there was anybody.
        """
        digits = f"{secrets.randbelow(10**6):06d}"
        code_id = new_id("o")
        contact = self._contact(uow, matches, who)
        to = self.hashes.contact(contact.value if contact else f"{NOBODY}{''.join(who)}")
        flooded = self.limited and limits.contact_is_flooded(uow, to, now)
        goes = contact is not None and not flooded
        uow.codes.withdraw(conversation_id, now)
        uow.codes.add(
            Code(
                id=code_id,
                conversation_id=conversation_id,
                borrower_id=matches[0].id if len(matches) == 1 else None,
                hash=self.hashes.code(code_id, digits),
                sent_to=to,
                created_at=now,
                expires_at=now + LASTS,
                misses=0,
                used_at=None,
            )
        )
        uow.notices.add(
            Notice(
                id=new_id("n"),
                to=contact.value if contact and goes else NOBODY,
                channel=CHANNEL_OF[contact.kind] if contact and goes else "none",
                text=words.sms_code(as_language(language), digits) if goes else "",
                at=now,
                status="waiting" if goes else "void",
                attempts=0,
                next_attempt_at=None,
                idempotency_key=f"{KEY_PREFIX}{code_id}",
            )
        )
        uow.audit.append(
            actor="identity",
            action="code_requested",
            subject=conversation_id,
            data={"code": code_id, "borrower": matches[0].id if len(matches) == 1 else None, "sent": goes},
            at=now,
        )

    def refused_until(
        self, uow: UnitOfWork, conversation_id: str, who: Sequence[str], address: str | None, now: datetime
    ) -> datetime | None:
        """Count a request for a code; until when it has to wait when there were too many."""
        return limits.code_refused_until(uow, conversation_id, who, address, now) if self.limited else None

    def check(self, uow: UnitOfWork, conversation_id: str, digits: str, now: datetime) -> tuple[Verdict, Code | None]:
        """What the newest code of the conversation says to these digits; the same work for each verdict."""
        code = uow.codes.latest(conversation_id)
        fits = self.hashes.equal(code.hash if code else "", self.hashes.code(code.id if code else NOBODY, digits))
        if code is None or not fits:
            if code is not None:
                uow.codes.missed(code.id)
            return "wrong", code
        if code.used_at is not None:
            return "used", code
        return ("old" if now >= code.expires_at else "right"), code

    def _contact(self, uow: UnitOfWork, matches: Sequence[Borrower], who: Sequence[str]) -> Contact | None:
        """Where the code goes: several people with the same date of birth are reached by the phone that was given."""
        contacts = uow.borrowers.contacts(matches[0].id if matches else NOBODY)
        usable = [contact for contact in contacts if CHANNEL_OF.get(contact.kind) in self.channels]
        if len(matches) > 1:
            usable = [
                contact for contact in usable if contact.kind == "phone" and self.hashes.phone(contact.value) in who
            ]
        return usable[0] if usable else None
