"""Signed links that bring a borrower into the conversation: from the lender's page, or in an SMS.

A link from the page is made while the borrower is signed in there, so it proves who opens it: once, for ten minutes. A link in an
SMS may be read by somebody else in the house: it lasts three days, says whom to expect, and proves nothing until the date
of birth is right.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Literal

from itsdangerous import BadSignature, URLSafeSerializer

from bot.particulars import normal_reference, spellings
from relief.store.uow import UnitOfWork

Kind = Literal["page", "sms"]
MAX_LINK = 500
MAX_REFERENCE = 40
PAGE: Kind = "page"
SMS: Kind = "sms"
LASTS: dict[Kind, timedelta] = {PAGE: timedelta(minutes=10), SMS: timedelta(days=3)}


@dataclass(frozen=True)
class Link:
    """What a link says. `jti` names it, so that it counts once."""

    jti: str
    borrower_id: str
    kind: Kind
    expires_at: datetime


class Links:
    """Makes and reads links under the installation's key."""

    def __init__(self, key: str, public_url: str) -> None:
        self._serializer = URLSafeSerializer(key, salt="evenkeel.link", signer_kwargs={"digest_method": hashlib.sha256})
        self._public_url = public_url.rstrip("/")

    def make(self, borrower_id: str, kind: Kind, now: datetime) -> tuple[str, Link]:
        """The token and what it says."""
        expires = int((now + LASTS[kind]).timestamp())
        link = Link(secrets.token_urlsafe(12), borrower_id, kind, datetime.fromtimestamp(expires, timezone.utc))
        return self._serializer.dumps([link.jti, link.borrower_id, link.kind, expires]), link

    def make_for(
        self, uow: UnitOfWork, reference: str, kind: Kind, now: datetime, *, actor: str
    ) -> tuple[str, Link] | None:
        """A link for whoever has this reference (their own or that of a loan), noted in the record; None for nobody."""
        people = uow.borrowers.identified(spellings(normal_reference(reference)), [])
        if len(people) != 1:
            return None
        token, link = self.make(people[0].id, kind, now)
        uow.audit.append(
            actor=actor, action="link_made", subject=people[0].id, data={"kind": kind, "link": link.jti}, at=now
        )
        return token, link

    def read(self, token: str, now: datetime) -> Link | None:
        """None for a link that we did not sign or that is too old. Whether it was used is for the database to say."""
        try:
            jti, borrower_id, kind, expires = self._serializer.loads(token)
            link = Link(
                str(jti), str(borrower_id), SMS if kind == SMS else PAGE, datetime.fromtimestamp(expires, timezone.utc)
            )
        except (BadSignature, ValueError, TypeError, OverflowError, OSError):
            return None
        return link if now < link.expires_at else None

    def address(self, token: str) -> str:
        """The page to open with it; the widget there takes the token out of the address at once."""
        return f"{self._public_url}/?link={token}"
