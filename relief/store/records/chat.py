"""Records of conversations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Conversation:
    """`state` is `bot`, `waiting`, `person` or `closed`. `version` counts the saved changes of state; `last_seq` is the
    sequence number of the last message and moves by itself."""

    id: str
    token_version: int
    state: str
    owner: str | None
    version: int
    channel: str
    language: str
    timezone: str
    verified_borrower_id: str | None
    verified_until: datetime | None
    bound_borrower_id: str | None
    verification_step: Mapping[str, Any] | None
    failures: int
    last_seq: int
    crisis_at: datetime | None
    waiting_since: datetime | None
    created_at: datetime
    last_inbound_at: datetime | None
    forgotten_at: datetime | None
    data: Mapping[str, Any]

    def verified_as(self, now: datetime) -> str | None:
        """The borrower who is proven to be there at `now`, or None."""
        if self.verified_borrower_id and self.verified_until and now < self.verified_until:
            return self.verified_borrower_id
        return None


@dataclass(frozen=True)
class Message:
    """`sender` is `borrower`, `bot`, `person` or `system`; `payload` holds buttons, cards, charts, files;
    `understood` what Rasa read: intent, confidence, entities."""

    id: str
    conversation_id: str
    seq: int
    sender: str
    sender_message_id: str | None
    reply_to_seq: int | None
    at: datetime
    language: str
    text: str
    payload: Mapping[str, Any]
    status: str
    understood: Mapping[str, Any] | None
    model_id: str | None
    attempts: int
    next_attempt_at: datetime | None


@dataclass(frozen=True)
class Button:
    """A choice under a message. Its payload stays here; the buttons of one `group` are used up together."""

    token: str
    conversation_id: str
    message_seq: int
    title: str
    payload: str
    group: str
    expires_at: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class Code:
    """A one-time code. `borrower_id` is None for one that was only pretended to be sent."""

    id: str
    conversation_id: str
    borrower_id: str | None
    hash: str
    sent_to: str
    created_at: datetime
    expires_at: datetime
    misses: int
    used_at: datetime | None


@dataclass(frozen=True)
class VerificationLock:
    key: str
    failures: int
    first_failure_at: datetime
    locked_until: datetime | None


@dataclass(frozen=True)
class UsedToken:
    jti: str
    purpose: str
    used_at: datetime


@dataclass(frozen=True)
class ChannelLink:
    """Which conversation an address on a channel (a Telegram chat) belongs to."""

    channel: str
    external_id: str
    conversation_id: str
    linked_at: datetime


@dataclass(frozen=True)
class Dialogue:
    """The open question of a conversation, how often we failed to understand, and what else a dialogue keeps."""

    conversation_id: str
    question: Mapping[str, Any] | None
    failures: int
    data: Mapping[str, Any]
    updated_at: datetime


@dataclass(frozen=True)
class Upload:
    id: str
    conversation_id: str
    case_id: str | None
    name: str
    type: str
    size: int
    path: str
    sha256: str
    at: datetime


@dataclass(frozen=True)
class PaymentRequest:
    """A payment page that was opened; `id` is the token's jti, `amount` None until the borrower has chosen."""

    id: str
    loan_id: str
    borrower_id: str
    conversation_id: str | None
    amount: int | None
    currency: str
    provider: str
    provider_reference: str | None
    status: str
    told: bool
    created_at: datetime
    expires_at: datetime
    completed_at: datetime | None
