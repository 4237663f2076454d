"""Somebody's phone: what they send to the bot and what they then see, once the gateway has dealt with it."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Engine

from tests.telegram.botapi import BotApi, Sent

WITHIN_S = 30.0
_users = itertools.count(700_001)

_OPEN = text(
    "select (select count(*) from telegram_updates where update_id = :update_id and status = 'done') as done,"
    " (select count(*) from telegram_updates where chat_id = :chat and status = 'waiting')"
    " + (select count(*) from messages m join telegram_chats c on c.conversation_id = m.conversation_id"
    "    where c.chat_id = :chat and c.closed_at is null"
    "    and (m.status = 'due' or (m.status = 'received' and m.sender = 'borrower'))) as waiting"
)


@dataclass
class Phone:
    """One user in their private chat. Each call gives back the messages that came in answer."""

    api: BotApi
    engine: Engine
    language: str = "en"
    user: int = field(default_factory=lambda: next(_users))
    last: dict[str, Any] = field(default_factory=dict)
    query: str = ""
    toast: str | None = None
    events: list[str | Sent] = field(default_factory=list)

    @property
    def seen(self) -> list[Sent]:
        return self.api.said(self.user)

    def writes(self, words: str, **members: Any) -> list[Sent]:
        before = len(self.seen)
        self.events.append(words)
        return self._after(before, self.api.writes(self.user, words, language=self.language, **members))

    def sends(self, **content: Any) -> list[Sent]:
        before = len(self.seen)
        return self._after(before, self.api.sends(self.user, language=self.language, **content))

    def edits(self, message_id: int, words: str) -> list[Sent]:
        before = len(self.seen)
        return self._after(before, self.api.edits(self.user, message_id, words))

    def presses(self, title: str, *, under: Sent | None = None, token: str | None = None) -> list[Sent]:
        """A button under the newest message that has it, or under a given one."""
        before = len(self.seen)
        sent = under or next(one for one in reversed(self.seen) if title in one.buttons)
        self.events.append(f"[ {title} ]")
        self.query = query = self.api.presses(self.user, sent, title, token=token)
        self.api.wait_for(lambda: query in self.api.answered, WITHIN_S, "the answer to the press")
        self.toast = self.api.answered[query]
        self.settles()
        self.events += self.seen[before:]
        return self.seen[before:]

    def shares_contact(self, number: str, *, of: int | None = None) -> list[Sent]:
        """The own contact, or somebody else's."""
        contact = {"phone_number": number.lstrip("+"), "first_name": "Somebody", "user_id": of or self.user}
        return self.sends(contact=contact)

    def gets_again(self, update: dict[str, Any]) -> None:
        """The network brings an update twice; nothing may come of it."""
        before = len(self.seen)
        self.api.repeats(update)
        time.sleep(0.1)
        self.settles()
        assert len(self.seen) == before, "an update that came twice was answered twice"

    def settles(self, update_id: int | None = None) -> None:
        """Until everything is worked off, answered and sent."""
        end = time.monotonic() + WITHIN_S
        while True:
            with self.engine.connect() as connection:
                done, waiting = connection.execute(_OPEN, {"update_id": update_id or 0, "chat": str(self.user)}).one()
            if (done or update_id is None) and not waiting:
                return
            assert time.monotonic() < end, f"not settled: {[one.text for one in self.seen][-3:]}"
            time.sleep(0.02)

    def _after(self, before: int, update: dict[str, Any]) -> list[Sent]:
        self.last = update
        self.settles(update["update_id"])
        self.events += self.seen[before:]
        return self.seen[before:]
