"""The keeper: answers kept messages once when Rasa, the action server or the database are back, also after a restart.

The table of messages is the queue: a message with the status `received` waits for its answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog

from bot.conversation import Conversations
from bot.database import Database, DatabaseUnavailable
from bot.inbound import TextTooLong
from bot.intake import ButtonGone, UnknownConversation
from bot.logging import fault
from bot.metrics import Metrics
from bot.rasa import Rasa
from bot.spool import Spool
from bot.turns import Turns

LOOK_EVERY_S = 1.0
LOOK_AT_ALL_EVERY = 30
"""Every so many looks the table is read even if nothing is known to wait: another process may have died."""

log = structlog.get_logger()


class Keeper:
    """One task that looks for what waits."""

    def __init__(
        self,
        *,
        conversations: Conversations,
        turns: Turns,
        database: Database,
        rasa: Rasa,
        spool: Spool,
        metrics: Metrics,
        now: Callable[[], datetime],
        look_every_s: float = LOOK_EVERY_S,
    ) -> None:
        self._conversations = conversations
        self._turns = turns
        self._database = database
        self._rasa = rasa
        self._spool = spool
        self._metrics = metrics
        self._now = now
        self._look_every_s = look_every_s
        self._looks = 0

    async def run(self) -> None:
        """Look until cancelled. A look that fails is logged and made again."""
        while True:
            try:
                await self.look()
            except DatabaseUnavailable:
                self._looks = 0
            except Exception as error:  # the keeper must outlive whatever it meets
                log.error("keeper_failed", **fault(error))
            await asyncio.sleep(self._look_every_s)

    async def look(self) -> None:
        """Bring spooled messages into the database, then queue every kept message whose time has come."""
        await self._unspool()
        self._metrics.behind.set(len(self._turns.behind))
        at_all = self._looks % LOOK_AT_ALL_EVERY == 0
        if not (at_all or self._turns.behind):
            self._looks += 1
            return
        now = self._now()
        waiting = await self._database.read(lambda uow: uow.messages.unanswered(now))
        self._looks += 1
        if not waiting or not (await self._rasa.is_up() and await self._rasa.actions_are_up()):
            self._turns.behind.update(line.conversation_id for line in waiting)
            return
        for conversation_id in dict.fromkeys(line.conversation_id for line in waiting):
            await self._turns.catch_up(conversation_id)

    async def _unspool(self) -> None:
        for path, inbound, token_version in self._spool.waiting():
            try:
                await self._conversations.restore(inbound, token_version=token_version)
            except (UnknownConversation, ButtonGone, TextTooLong) as error:
                log.warning("spooled_message_refused", conversation=inbound.conversation_id, error=type(error).__name__)
            self._spool.done(path)
