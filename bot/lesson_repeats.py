"""A short repeat some days after a lesson: only with consent, only while we may write, once, and with nothing personal in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.conversation import Conversations, UnknownConversation
from bot.database import Database
from bot.watching import watch
from relief.contact import contacted, may_write_now
from relief.dates import local_date
from relief.store.records import LessonProgress
from relief.store.uow import UnitOfWork
from words import learning as words
from words.lessons import library
from words.model import Message, as_language

LOOK_EVERY_S = 300.0
PURPOSE = "learning"


@dataclass(frozen=True)
class Due:
    """A repeat that may go out now."""

    progress: LessonProgress
    conversation_id: str
    message: Message


class Repeater:
    """Looks for repeats that are due. The table says which went out; the line's key says it once whatever dies in between."""

    def __init__(
        self,
        database: Database,
        conversations: Conversations,
        now: Callable[[], datetime],
        *,
        look_every_s: float = LOOK_EVERY_S,
    ) -> None:
        self._database = database
        self._conversations = conversations
        self._now = now
        self._look_every_s = look_every_s

    async def run(self) -> None:
        """Look until cancelled. A look that fails is logged and made again."""
        await watch(self.look, self._look_every_s, failure="repeats_failed")

    async def look(self) -> int:
        """Send what is due and allowed; how many went out. Raises DatabaseUnavailable."""
        due = await self._database.read(self._due)
        for one in due:
            if await self._database.write(partial(_claim, one, self._now())):
                try:
                    await self._conversations.say(one.conversation_id, (one.message,), key=f"repeat/{one.progress.id}")
                except UnknownConversation:
                    pass
        return len(due)

    def _due(self, uow: UnitOfWork) -> list[Due]:
        return [
            found
            for row in uow.lesson_progress.due_for_repeat(self._now())
            if (found := allowed(uow, row, self._now()))
        ]


def allowed(uow: UnitOfWork, row: LessonProgress, now: datetime) -> Due | None:
    """The repeat, or None while it may not go out: no consent, a state, the hour, too many lately, nowhere to say it."""
    if row.borrower_id is None or row.conversation_id is None:
        return None
    consent = uow.consents.latest(row.borrower_id, PURPOSE)
    conversation = uow.conversations.get(row.conversation_id)
    if consent is None or not consent.granted or conversation is None or conversation.state != "bot":
        return None
    if not may_write_now(uow, row.borrower_id, conversation.channel, now).allowed:
        return None
    borrower = uow.borrowers.require(row.borrower_id)
    lesson = library(local_date(now, borrower.timezone)).get(row.lesson)
    if lesson is None:
        return None
    return Due(row, conversation.id, words.repeat_waits(as_language(conversation.language), lesson))


def _claim(due: Due, now: datetime, uow: UnitOfWork) -> bool:
    """Note it before it is said: a repeat that is lost is better than one that comes twice."""
    row = uow.lesson_progress.require(due.progress.id, lock=True)
    if row.repeated_at is not None or row.borrower_id is None or allowed(uow, row, now) is None:
        return False
    uow.lesson_progress.change(row.id, repeated_at=now)
    conversation = uow.conversations.require(due.conversation_id)
    contacted(uow, row.borrower_id, conversation.channel, PURPOSE, now)
    uow.audit.append(
        actor="gateway", action="lesson.repeat_sent", subject=row.borrower_id, data={"lesson": row.lesson}, at=now
    )
    return True
