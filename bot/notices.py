"""The worker that takes waiting notices out: with retries, each once as far as that can be known, and through kill -9.

The table is the queue. A notice is claimed for a while before it is sent; when the gateway dies in between, it is due again
when the claim has run out. A receiver that got it already recognises it by its id.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import structlog

from bot.database import Database
from bot.faults import Faults
from bot.identity.codes import KEY_PREFIX, LASTS
from bot.particulars import mask_code
from bot.senders import NotSent, Sender
from bot.watching import watch
from relief import reminders
from relief.store.records import Notice
from relief.store.uow import UnitOfWork

LOOK_EVERY_S = 0.5
CLAIM = timedelta(seconds=60)
WAITS_S = (2, 5, 15, 60, 300, 1800)
"""Seconds before each further attempt; after the last one it is given up."""

log = structlog.get_logger()


class NoticeWorker:
    """One task of a gateway. Several gateways may share the table."""

    def __init__(
        self,
        database: Database,
        senders: Mapping[str, Sender],
        now: Callable[[], datetime],
        *,
        faults: Faults | None = None,
        look_every_s: float = LOOK_EVERY_S,
    ) -> None:
        self._database = database
        self._senders = senders
        self._now = now
        self._faults = faults or Faults()
        self._look_every_s = look_every_s

    async def run(self) -> None:
        """Look until cancelled. A look that fails is logged and made again."""
        await watch(self.look, self._look_every_s, failure="notices_failed")

    async def look(self) -> int:
        """Send what is due now. The number of notices that went out. Raises DatabaseUnavailable."""
        if not await self._database.read(lambda uow: uow.notices.due(self._now(), limit=1)):
            return 0
        claimed = await self._database.write(self._claim)
        return sum(await asyncio.gather(*(self._send(notice) for notice in claimed)))

    def _claim(self, uow: UnitOfWork) -> list[Notice]:
        now = self._now()
        claimed = []
        for notice in uow.notices.due(now):
            if is_stale(notice, now) or _is_unwanted(uow, notice, now):
                uow.notices.change(notice.id, status="expired", text=mask_code(notice.text))
            elif uow.notices.claim(notice, now + CLAIM):
                claimed.append(notice)
        return claimed

    async def _send(self, notice: Notice) -> bool:
        sender = self._senders.get(notice.channel)
        try:
            if sender is None:
                raise NotSent(f"there is no sender for {notice.channel}; see SMTP_URL and SMS_WEBHOOK_URL")
            await sender.send(notice, self._now())
        except NotSent as error:
            await self._failed(notice, error)
            return False
        self._faults.at("sent")
        text = notice.text if sender.keeps_text else mask_code(notice.text)
        await self._database.write(
            lambda uow: uow.notices.change(notice.id, status="sent", text=text, next_attempt_at=None)
        )
        log.info("notice_sent", notice=notice.id, channel=notice.channel, attempts=notice.attempts + 1)
        return True

    async def _failed(self, notice: Notice, error: NotSent) -> None:
        given_up = error.for_good or notice.attempts >= len(WAITS_S)
        log.warning(
            "notice_failed",
            notice=notice.id,
            channel=notice.channel,
            attempts=notice.attempts + 1,
            given_up=given_up,
            why=str(error),
        )
        if given_up:
            values: dict[str, object] = {"status": "failed", "text": mask_code(notice.text), "next_attempt_at": None}
        else:
            values = {"next_attempt_at": self._now() + timedelta(seconds=WAITS_S[notice.attempts])}
        await self._database.write(lambda uow: uow.notices.change(notice.id, **values))


def _is_unwanted(uow: UnitOfWork, notice: Notice, now: datetime) -> bool:
    """A reminder that a state, a wish or the hour has overtaken since it was queued."""
    return notice.idempotency_key.startswith(reminders.KEY_PREFIX) and not reminders.still_wanted(uow, notice, now)


def is_stale(notice: Notice, now: datetime) -> bool:
    """A code that no longer works is not worth sending."""
    return notice.idempotency_key.startswith(KEY_PREFIX) and now >= notice.at + LASTS
