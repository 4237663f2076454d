"""Records of the messenger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class TelegramChat:
    """The chat that a conversation is held in. `closed_at`: the borrower has blocked the bot, nothing may be sent.
    `contact_asked`: a keyboard that offers to share the phone number stands under the chat."""

    conversation_id: str
    chat_id: str
    opened_at: datetime
    closed_at: datetime | None
    contact_asked: bool


@dataclass(frozen=True)
class TelegramUpdate:
    """Something that came in, `waiting` or `done`. The body goes when it is done; the id stays, so that it counts once."""

    update_id: int
    chat_id: str
    message_id: int | None
    body: Mapping[str, Any] | None
    status: str
    attempts: int
    at: datetime


@dataclass(frozen=True)
class TelegramPart:
    """One message out, a part of a line: `sending` (it may be there or not), `sent`, `refused`.

    `after_message_id` is the highest message number that was known before it was sent: what was sent has a higher one.
    """

    line_id: str
    part: int
    chat_id: str
    status: str
    after_message_id: int
    message_id: int | None
    keyboard: bool
    at: datetime


@dataclass(frozen=True)
class TelegramLink:
    """A deep link, known by the hash of its token: it says whom to expect in the chat that opens it, once."""

    token_hash: str
    borrower_id: str
    made_by: str
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
