"""Proof that a conversation is the lender's: a code that is said in the chat and known to the lender's own page.

The code is made from the conversation's id under the installation's key, so it is stored nowhere and cannot be guessed. It opens
nothing and shows nothing of an account: whoever enters it on the lender's page only learns when that conversation was last alive.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from relief.store import tables
from relief.store.records import Conversation
from relief.store.uow import UnitOfWork
from words import genuine as words
from words.model import Message, as_language

LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
"""Read aloud and typed without a mistake; no vowels, so no words."""
LENGTH = 8
LASTS = timedelta(hours=48)
"""A code is known for so long after the conversation's last message."""


@dataclass(frozen=True)
class Found:
    """A conversation of ours that the code belongs to."""

    began: datetime
    last: datetime
    channel: str


class Genuine:
    """Says codes and knows them again. `page` is the address at which they are checked."""

    def __init__(self, key: str, public_url: str) -> None:
        self._key = hashlib.sha256(b"evenkeel.genuine" + key.encode()).digest()
        self.page = f"{public_url.rstrip('/')}/check"

    def code(self, conversation_id: str) -> str:
        """Such as `KTRB-WNDF`."""
        number = int.from_bytes(hmac.new(self._key, conversation_id.encode(), hashlib.sha256).digest()[:8], "big")
        letters = ""
        for _ in range(LENGTH):
            number, at = divmod(number, len(LETTERS))
            letters += LETTERS[at]
        return f"{letters[:4]}-{letters[4:]}"

    def find(self, uow: UnitOfWork, typed: str, now: datetime) -> Found | None:
        """The conversation with this code, if it was alive lately; None otherwise."""
        wanted = re.sub(r"[^A-Z]", "", typed.upper())
        if len(wanted) != LENGTH:
            return None
        talks = tables.conversations.c
        query = select(talks.id, talks.created_at, talks.last_inbound_at, talks.channel).where(
            talks.last_inbound_at >= now - LASTS
        )
        found = None
        for talk_id, began, last, channel in uow.connection.execute(query):
            if hmac.compare_digest(self.code(talk_id).replace("-", ""), wanted):
                found = Found(began, last, channel)
        return found

    def said(self, conversation: Conversation) -> Message:
        """The code and where to check it."""
        return words.code(as_language(conversation.language), self.code(conversation.id), self.page)
