"""Which chat belongs to whom: deep links, and taking a chat away again.

A deep link can be seen and passed on, so it proves nothing: it says whom to expect, once, for half an hour. Date of birth and a
one-time code to the contact on record still come before any figure.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import replace
from datetime import datetime, timedelta

from bot import lines
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


def unlink(uow: UnitOfWork, conversation: Conversation, identity: Identity, now: datetime) -> IdentityOutcome:
    """By the borrower's command: whoever writes in this chat next is a stranger."""
    after = identity.forget(uow, conversation, "unlinked by the borrower", now)
    return IdentityOutcome(after, (words.message("unlinked", as_language(conversation.language)),))


def take_away(uow: UnitOfWork, conversation_id: str, *, actor: str, now: datetime) -> bool:
    """By a collector or an operator: the same, and the chat is told. False when there was nothing to take away."""
    conversation = uow.conversations.get(conversation_id, lock=True)
    links = uow.conversations.links(conversation_id)
    if conversation is None or not links:
        return False
    uow.codes.withdraw(conversation_id, now)
    for link in links:
        uow.conversations.unlink(link.channel, link.external_id)
    conversation = uow.conversations.save(
        replace(
            conversation, verified_borrower_id=None, verified_until=None, bound_borrower_id=None, verification_step=None
        )
    )
    uow.audit.append(actor=actor, action="telegram_unlinked", subject=conversation_id, data={}, at=now)
    lines.say(
        uow, conversation, words.message("unlinked_by_us", as_language(conversation.language)), now, sender="system"
    )
    return True


def _hash(token: str) -> str:
    return hashlib.sha256(f"evenkeel.telegram\n{token}".encode()).hexdigest()
