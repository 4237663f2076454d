"""Records of lessons: progress, answers, offers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class LessonProgress:
    """`status`: open or finished. `station` is where it goes on, such as `step:rhythm`. `repeat_on` only with consent."""

    id: str
    owner: str
    borrower_id: str | None
    conversation_id: str | None
    lesson: str
    station: str
    status: str
    started_at: datetime
    updated_at: datetime
    finished_at: datetime | None
    repeat_on: datetime | None
    repeated_at: datetime | None


@dataclass(frozen=True)
class LessonAnswer:
    """`moment`: pre, quiz, post or repeat; `attempt` counts from 1."""

    id: str
    progress_id: str
    item: str
    moment: str
    attempt: int
    choice: int
    right: bool
    at: datetime
    idempotency_key: str


@dataclass(frozen=True)
class LessonOffer:
    """`moment`: asked, plan or instalment; `answer`: yes, no, or None while nothing was said."""

    id: str
    owner: str
    borrower_id: str | None
    conversation_id: str | None
    lesson: str
    moment: str
    offered_at: datetime
    answered_at: datetime | None
    answer: str | None
