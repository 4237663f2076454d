"""Which chat belongs to whom: deep links, and taking a chat away again.

A deep link can be seen and passed on, so it proves nothing: it says whom to expect, once, for half an hour. Date of birth and a
one-time code to the contact on record still come before any figure.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import datetime, timedelta
from typing import Literal

from bot.conversation import Conversations, Turn
from bot.ports import Identity, IdentityOutcome
from bot.telegram.permission import may_be_linked
from relief.store.records import Conversation, TelegramLink
from relief.store.uow import UnitOfWork
from words import telegram as words
from words.model import as_language

LASTS = timedelta(minutes=30)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,64}")


class NotAllowed(ValueError):
    """The borrower's policy does not allow Telegram."""


def make(uow: UnitOfWork, borrower_id: str, now: datetime, *, made_by: str) -> tuple[str, TelegramLink]:
    """A new token for a borrower, and what is kept of it. Raises NotAllowed."""
    borrower = uow.borrowers.require(borrower_id)
    if not may_be_linked(uow, borrower, now):
        raise NotAllowed("the policy that covers this borrower does not allow Telegram (contact.telegram)")
    token = secrets.token_urlsafe(24)
    link = TelegramLink(_hash(token), borrower_id, made_by, now, now + LASTS, None)
    uow.telegram_links.add(link)
    uow.audit.append(
        actor=made_by, action="link_made", subject=borrower_id, data={"kind": "telegram", "link": link.token_hash[:16]},
        at=now,
    )  # fmt: skip
    return token, link


def address(username: str, token: str | None = None) -> str:
    """What opens the chat, with a token or without."""
    return f"https://t.me/{username}" + (f"?start={token}" if token else "")


def follow(
    uow: UnitOfWork, conversation: Conversation, token: str, identity: Identity, now: datetime
) -> IdentityOutcome:
    """Somebody opened the chat by a deep link."""
    link = uow.telegram_links.use(_hash(token), now) if _TOKEN.fullmatch(token) else None
    borrower = uow.borrowers.get(link.borrower_id) if link else None
    if link is None or borrower is None:
        return identity.refuse_link(uow, conversation, now)
    return identity.expect(uow, conversation, [borrower], f"telegram:{link.token_hash[:32]}", now)


async def unlink(
    conversations: Conversations,
    identity: Identity,
    conversation_id: str,
    *,
    by: Literal["borrower", "staff"],
    actor: str,
    key: str,
) -> Turn:
    """Take the chat away from whoever it belonged to: by the borrower's command, or by a collector (`actor`).

    Whoever writes there next is a stranger. Raises UnknownConversation, DatabaseUnavailable.
    """

    def step(uow: UnitOfWork, conversation: Conversation, now: datetime) -> IdentityOutcome:
        after = identity.forget(uow, conversation, f"unlinked by {actor}", now)
        said = words.message("unlinked" if by == "borrower" else "unlinked_by_us", as_language(conversation.language))
        return IdentityOutcome(after, (said,))

    return await conversations.identify(conversation_id, step, key=key)


def _hash(token: str) -> str:
    return hashlib.sha256(f"evenkeel.telegram\n{token}".encode()).hexdigest()
