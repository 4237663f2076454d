"""Records of the collectors' desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class StaffSession:
    """Somebody who is signed in. `id` is the SHA-256 of the cookie's token; the token itself is nowhere."""

    id: str
    staff_id: str
    created_at: datetime
    seen_at: datetime
    ends_at: datetime
    ended_at: datetime | None
    language: str
    address: str
    away: bool


@dataclass(frozen=True)
class Handoff:
    """One time that a conversation went to people, from the asking to the end.

    `reason` is `asked`, `crisis`, `case`, `policy`, `not_understood`, `anger`, `held` or `desk`; `how` it ended is `returned`, `closed`
    or `cancelled`. `bucket` is how late the borrower was then. `version` counts the changes of owner and the end."""

    id: str
    conversation_id: str
    borrower_id: str | None
    case_id: str | None
    reason: str
    priority: str
    language: str
    channel: str
    bucket: str | None
    asked_at: datetime
    reply_due: datetime
    resolve_due: datetime
    owner: str | None
    owned_at: datetime | None
    first_reply_at: datetime | None
    ended_at: datetime | None
    ended_by: str | None
    how: str | None
    outcome: str | None
    summary: str | None
    version: int


@dataclass(frozen=True)
class PrivateNote:
    """For colleagues only; `mentions` are ids of staff."""

    id: str
    conversation_id: str
    author: str
    at: datetime
    text: str
    mentions: Sequence[str]


@dataclass(frozen=True)
class CannedReply:
    """A reply to begin from. `owner` None: shared by all."""

    id: str
    owner: str | None
    category: str
    title: str
    text_en: str
    text_zh: str
    active: bool
    updated_at: datetime


@dataclass(frozen=True)
class Survey:
    """Two questions after a person helped; `solved` is yes, partly or no, `ease` easy, middling or hard."""

    id: str
    handoff_id: str
    conversation_id: str
    asked_at: datetime
    solved: str | None
    ease: str | None
    answered_at: datetime | None


@dataclass(frozen=True)
class RefusedDraft:
    """What somebody tried to send and may not; `classes` say why."""

    id: str
    conversation_id: str
    staff_id: str
    at: datetime
    language: str
    text: str
    classes: Sequence[str]


@dataclass(frozen=True)
class Onlooker:
    """Somebody who has a conversation open at the console; `at` is when that was last noted."""

    conversation_id: str
    staff_id: str
    typing: bool
    at: datetime
