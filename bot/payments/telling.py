"""Telling the borrower in the chat that money has arrived: once, and only what the one who is there may see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from bot.conversation import Conversations, UnknownConversation
from bot.database import Database
from bot.faults import Faults
from bot.watching import watch
from relief.accounts import overview
from relief.money import Money
from relief.states import holds
from relief.store.records import Conversation, PaymentRequest
from relief.store.uow import UnitOfWork
from words import payment as words
from words.model import Message, as_language

TELL_EVERY_S = 1.0


def arrival(uow: UnitOfWork, request: PaymentRequest, conversation: Conversation, now: datetime) -> Message:
    """What the borrower is told about a completed request: everything, or nothing to whoever is not proven to be them."""
    language = as_language(conversation.language)
    if conversation.verified_as(now) != request.borrower_id:
        return words.arrived_stranger(language)
    payment = uow.payments.by_reference(request.provider_reference or "")
    if payment is None or holds(uow, request.borrower_id, request.loan_id, now).payment_prompts:
        return words.arrived_plain(language)
    currency = payment.currency
    views = {view.loan.id: view for view in overview(uow, request.borrower_id, now).loans}
    view = views.get(request.loan_id)
    return words.arrived(
        language,
        Money(payment.amount, currency),
        chosen=Money(request.amount, currency) if request.amount else None,
        due=Money(view.total_due, currency) if view and view.total_due > 0 else None,
        next_amount=Money(view.next_amount, currency) if view else None,
        next_due=view.next_due if view else None,
    )


class Teller:
    """Tells borrowers about money that has arrived. The table says who has not been told: a restart loses nobody.

    The line has a key of its own, so that telling twice (the gateway died before it noted it) says it once.
    """

    def __init__(
        self,
        database: Database,
        conversations: Conversations,
        now: Callable[[], datetime],
        *,
        faults: Faults | None = None,
        look_every_s: float = TELL_EVERY_S,
    ) -> None:
        self._database = database
        self._conversations = conversations
        self._now = now
        self._faults = faults or Faults()
        self._look_every_s = look_every_s

    async def run(self) -> None:
        """Look until cancelled. A look that fails is logged and made again."""
        await watch(self.look, self._look_every_s, failure="telling_failed")

    async def look(self) -> None:
        """Tell what has not been told. Raises DatabaseUnavailable."""
        for request, message in await self._database.read(self._untold):
            if message is not None and request.conversation_id is not None:
                try:
                    await self._conversations.say(request.conversation_id, (message,), key=f"paid/{request.id}")
                except UnknownConversation:
                    pass
            self._faults.at("told")
            await self._database.write(partial(_told, request.id))

    def _untold(self, uow: UnitOfWork) -> list[tuple[PaymentRequest, Message | None]]:
        now, out = self._now(), []
        for request in uow.payment_requests.untold():
            conversation = uow.conversations.get(request.conversation_id) if request.conversation_id else None
            out.append((request, arrival(uow, request, conversation, now) if conversation else None))
        return out


def _told(request_id: str, uow: UnitOfWork) -> None:
    uow.payment_requests.change(request_id, told=True)
