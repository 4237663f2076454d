"""Takes cases to the help desk: each event once as far as that can be known, again and again with growing waits, and onto the list
of the dead when it does not get through.

Whoever opened a case (the assistant's actions, the gateway, a person) need not know of the help desk: what it has not heard of is
found by looking. The table is the queue; killed in the middle, the claim runs out and the event goes again under the same id.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx
import structlog

from bot import webhook
from bot.database import Database, DatabaseUnavailable
from bot.help_desk import agent, body
from bot.help_desk.settings import HelpDesk
from bot.logging import fault
from relief.store.ids import new_id
from relief.store.records import HelpDeskEvent
from relief.store.uow import UnitOfWork

LOOK_EVERY_S = 1.0
TIMEOUT_S = 10.0
CLAIM = timedelta(seconds=60)
AT_ONCE = 5
"""Calls in one look: even when each runs into its time limit, they end before the claim does."""
WAITS_S = (5, 30, 120, 600, 1800, 7200, 21600)
"""Seconds before each further attempt, nine hours in all; after the last one an operator decides."""
NEVER = frozenset({400, 401, 403, 404, 405, 410, 413, 415, 422})
"""Answers that the same call would get again: no waiting, somebody has to look."""

log = structlog.get_logger()


@dataclass(frozen=True)
class HelpDeskWorker:
    """One task of a gateway. Several may share the table."""

    database: Database
    desk: HelpDesk
    public_url: str
    now: Callable[[], datetime]
    look_every_s: float = LOOK_EVERY_S

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            try:
                await self.look()
            except DatabaseUnavailable:
                pass
            except Exception as error:  # the worker must outlive whatever it meets
                log.error("help_desk_failed", **fault(error))
            await asyncio.sleep(self.look_every_s)

    async def look(self) -> int:
        """Note what is new and send what is due. How many went out. Raises DatabaseUnavailable."""
        if await self.database.read(_is_news):
            await self.database.write(lambda uow: collect(uow, self.now()))
        if not await self.database.read(lambda uow: uow.help_desk_events.due(self.now(), limit=1)):
            return 0
        claimed = await self.database.write(self._claim)
        sent = 0
        for event, content in claimed:
            sent += await self._send(event, content)
        return sent

    def _claim(self, uow: UnitOfWork) -> list[tuple[HelpDeskEvent, dict[str, Any]]]:
        now = self.now()
        return [
            (event, body.of_event(uow, self.desk, self.public_url, event))
            for event in uow.help_desk_events.due(now, AT_ONCE)
            if uow.help_desk_events.claim(event, now + CLAIM)
        ]

    async def _send(self, event: HelpDeskEvent, content: dict[str, Any]) -> bool:
        raw, now = json.dumps(content, ensure_ascii=False).encode(), self.now()
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": event.id,
            **webhook.signed(self.desk.secret, raw, now),
        }
        trouble, for_good = "", False
        try:
            async with httpx.AsyncClient(timeout=TIMEOUT_S, trust_env=False) as client:
                answer = await client.post(self.desk.url, content=raw, headers=headers)
        except httpx.HTTPError as error:
            trouble = type(error).__name__
        else:
            if not answer.is_success:
                trouble, for_good = f"answered {answer.status_code}", answer.status_code in NEVER
        if not trouble:
            values: dict[str, Any] = {"status": "sent", "sent_at": now, "next_attempt_at": None, "trouble": None}
            log.info("help_desk_told", call=event.id, kind=event.kind, attempts=event.attempts + 1)
        else:
            dead = for_good or event.attempts >= len(WAITS_S)
            log.warning("help_desk_away", call=event.id, attempts=event.attempts + 1, dead=dead, why=trouble)
            wait = None if dead else now + timedelta(seconds=WAITS_S[event.attempts])
            values = {"status": "dead" if dead else "waiting", "next_attempt_at": wait, "trouble": trouble}
        await self.database.write(lambda uow: uow.help_desk_events.change(event.id, **values))
        return not trouble


def _is_news(uow: UnitOfWork) -> bool:
    events = uow.help_desk_events
    return bool(events.not_announced(1) or events.not_closed(1) or events.unheard_lines(agent.STAFF_ID, 1))


def collect(uow: UnitOfWork, now: datetime) -> int:
    """Note every event that the help desk has not heard of. Looking twice notes nothing twice."""
    events = uow.help_desk_events
    found = [_event(case.id, "opened", f"opened:{case.id}", now) for case in events.not_announced()]
    found += [_event(case.id, "closed", f"closed:{case.id}", now) for case in events.not_closed()]
    for line in events.unheard_lines(agent.STAFF_ID):
        case_id = agent.case_of(uow, line.conversation_id)
        if case_id is not None:
            found.append(_event(case_id, "line", f"line:{line.id}", line.at, message=line.id))
    return sum(events.add_once(event) for event in found)


def again(uow: UnitOfWork, event_id: str | None, actor: str, now: datetime) -> int:
    """Send what was given up once more, one or all of it. How many events wait again."""
    dead = [one for one in uow.help_desk_events.dead(10_000) if event_id in (None, one.id)]
    for event in dead:
        uow.help_desk_events.change(event.id, status="waiting", attempts=0, next_attempt_at=None)
        uow.audit.append(actor=actor, action="help_desk.again", subject=event.id, data={"case": event.case_id}, at=now)
    return len(dead)


def _event(case_id: str, kind: str, key: str, at: datetime, **detail: str) -> HelpDeskEvent:
    return HelpDeskEvent(new_id("v"), case_id, kind, detail, at, "waiting", 0, None, None, None, key)
