"""Telling the borrower in the chat what a person has decided: once, and only what the one who is there may see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from bot.conversation import Conversations, UnknownConversation
from bot.database import Database
from bot.watching import watch
from relief.agreements import offer_of
from relief.states import holds
from relief.store.records import Approval
from relief.store.uow import UnitOfWork
from words import relief_offers as words
from words.model import Message, as_language

TELL_EVERY_S = 1.0


def outcome(uow: UnitOfWork, approval: Approval, now: datetime) -> Message | None:
    """What is said about a decision; None where the conversation is gone."""
    conversation = uow.conversations.get(approval.conversation_id) if approval.conversation_id else None
    if conversation is None:
        return None
    language = as_language(conversation.language)
    if conversation.verified_as(now) != approval.borrower_id:
        return words.news_stranger(language)
    offer = offer_of(uow.plans.require(approval.plan_id))
    return words.news(language, approval.status, offer, approval.expires_on)


class ApprovalTeller:
    """Tells what has been decided. The table says who has not been told: a restart loses nobody.

    The line has a key of its own, so that telling twice (the gateway died before it noted it) says it once."""

    def __init__(
        self,
        database: Database,
        conversations: Conversations,
        now: Callable[[], datetime],
        *,
        look_every_s: float = TELL_EVERY_S,
    ) -> None:
        self._database = database
        self._conversations = conversations
        self._now = now
        self._look_every_s = look_every_s

    async def run(self) -> None:
        """Look until cancelled. A look that fails is logged and made again."""
        await watch(self.look, self._look_every_s, failure="telling_failed")

    async def look(self) -> None:
        """Tell what has not been told. Raises DatabaseUnavailable."""
        for approval, message in await self._database.read(self._untold):
            if message is not None and approval.conversation_id is not None:
                try:
                    await self._conversations.say(approval.conversation_id, (message,), key=f"approval/{approval.id}")
                except UnknownConversation:
                    pass
            await self._database.write(partial(_told, approval.id))

    def _untold(self, uow: UnitOfWork) -> list[tuple[Approval, Message | None]]:
        now = self._now()
        return [
            (approval, outcome(uow, approval, now))
            for approval in uow.approvals.untold()
            if not holds(uow, approval.borrower_id, uow.plans.require(approval.plan_id).loan_id, now).offers
        ]  # in a crisis or a dispute nobody hears of money: it is told when that is over


def _told(approval_id: str, uow: UnitOfWork) -> None:
    uow.approvals.change(approval_id, told=True)
