"""How long the queue page takes at the server while 500 people wait: `python -m benchmarks.queue_page [WAITING]`.

The whole gateway in this process, over a real database file, asked through its ASGI interface: sign-in, reading, rendering, no network.
Each conversation has ten lines; a third have somebody's file, so names are looked up as well.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import httpx

from bot.assembly import full_app
from bot.console import accounts
from bot.handoff import Desk
from bot.settings import Settings
from relief.dates import FixedClock
from relief.portfolio.demo import seed
from relief.store.engine import make_engine
from relief.store.ids import new_id
from relief.store.migrate import migrate
from relief.store.records import Conversation, Message, Staff, StaffSession
from relief.store.uow import UnitOfWork

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=timezone.utc)
LINES = 10
TIMES = 40
LIMIT_MS = 200


def fill(uow: UnitOfWork, waiting: int, desk: Desk) -> None:
    """Conversations that wait, the earlier the longer."""
    people = uow.borrowers.all()
    for number in range(waiting):
        at = NOW - timedelta(minutes=number % 180, seconds=number)
        whose = people[number % len(people)].id if number % 3 == 0 else None
        conversation = Conversation(
            new_id("c"),
            1,
            "bot",
            None,
            1,
            "web",
            "zh" if number % 2 else "en",
            "Asia/Shanghai",
            None,
            None,
            whose,
            None,
            0,
            0,
            None,
            None,
            at,
            at,
            None,
            {},
        )
        uow.conversations.add(conversation)
        for seq in range(LINES):
            uow.messages.append(
                Message(
                    new_id("m"),
                    conversation.id,
                    0,
                    "borrower" if seq % 2 else "bot",
                    None,
                    None,
                    at,
                    conversation.language,
                    f"Line {seq} of a conversation about what to do this month",
                    {},
                    "answered",
                    None,
                    None,
                    0,
                    None,
                )
            )
        priority = ("normal", "normal", "normal", "urgent", "crisis")[number % 5]
        conversation = uow.conversations.require(conversation.id)
        conversation, _ = desk.call(uow, conversation, "asked", priority, at)
        uow.conversations.save(conversation)


def session(uow: UnitOfWork) -> str:
    staff = Staff(new_id("u"), "mei", "Mei", "!", ["collector"], ["en", "zh"], True, NOW)
    token = new_id("t")
    uow.staff.add(staff)
    uow.staff_sessions.add(
        StaffSession(accounts.session_id(token), staff.id, NOW, NOW, NOW + accounts.LASTS, None, "en", "::1", False)
    )
    return token


async def measure(app: Any, token: str) -> list[tuple[float, float]]:
    """Milliseconds by the clock, and of the processor, for each time."""
    transport = httpx.ASGITransport(app=app)
    took = []
    async with httpx.AsyncClient(
        transport=transport, base_url="http://bench", cookies={accounts_cookie(): token}
    ) as http:
        for _ in range(TIMES):
            started, worked = time.perf_counter(), time.process_time()
            answer = await http.get("/console/queue")
            took.append(((time.perf_counter() - started) * 1000, (time.process_time() - worked) * 1000))
            assert answer.status_code == 200, answer.text[:200]
    return took


def accounts_cookie() -> str:
    from bot.console.site import COOKIE

    return COOKIE


def main() -> None:
    waiting = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        engine = make_engine(f"sqlite:///{home / 'bench.db'}")
        migrate(engine)
        seed(engine, NOW.date(), 60)
        settings = replace(Settings(), home=home, demo=True, database_url=f"sqlite:///{home / 'bench.db'}")
        with UnitOfWork(engine) as uow:
            fill(uow, waiting, Desk(settings.hours))
            token = session(uow)
            uow.commit()
        app = full_app(settings, clock=FixedClock(NOW), engine=engine, environ={})
        both = asyncio.run(measure(app, token))[3:]
        app.state.services.database.close()
        engine.dispose()
    took, worked = sorted(one for one, _ in both), sorted(one for _, one in both)
    p95 = took[int(len(took) * 0.95)]
    sys.stdout.write(
        f"{waiting} waiting: median {statistics.median(took):.0f} ms, 95 % within {p95:.0f} ms, slowest {took[-1]:.0f} ms; "
        f"processor {statistics.median(worked):.0f} ms "
        f"(wanted: below {LIMIT_MS} ms)\n"
    )
    sys.exit(0 if statistics.median(took) < LIMIT_MS else 1)


if __name__ == "__main__":
    main()
