"""Chats, updates, parts and links of the messenger."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, delete, func, or_, select, update

from relief.store import tables
from relief.store.records import Message, TelegramChat, TelegramLink, TelegramPart, TelegramUpdate
from relief.store.repositories.base import Repository, as_row, upsert

CHANNEL = "telegram"


class TelegramChats(Repository[TelegramChat]):
    """One row a conversation; a chat that was unlinked and comes again has a second one."""

    table = tables.telegram_chats
    record = TelegramChat

    def put(self, chat: TelegramChat) -> None:
        upsert(self.connection, self.table, as_row(chat))

    def of_chat(self, chat_id: str) -> list[TelegramChat]:
        return self._all(self.table.c.chat_id == chat_id, order=self.table.c.opened_at)

    def close(self, chat_id: str, at: datetime | None) -> int:
        """Nothing more goes to this chat (`at` None: it is open again). How many conversations it changed."""
        c = self.table.c
        was = c.closed_at.is_(None) if at is not None else c.closed_at.isnot(None)
        return int(
            self.connection.execute(update(self.table).where(c.chat_id == chat_id, was).values(closed_at=at)).rowcount
        )

    def with_due_lines(self, limit: int = 500) -> list[str]:
        """The open chats for which a line waits to be sent."""
        messages, c = tables.messages, self.table.c
        query = (
            select(c.chat_id)
            .join(messages, messages.c.conversation_id == c.conversation_id)
            .where(messages.c.status == "due", c.closed_at.is_(None))
            .group_by(c.chat_id)
            .order_by(func.min(messages.c.at))
            .limit(limit)
        )
        return [str(row[0]) for row in self.connection.execute(query)]

    def due_lines(self, chat_id: str, limit: int = 2) -> list[Message]:
        """The next lines to a chat, in the order in which they were said."""
        messages, c = tables.messages, self.table.c
        query = (
            select(messages)
            .join(self.table, messages.c.conversation_id == c.conversation_id)
            .where(c.chat_id == chat_id, c.closed_at.is_(None), messages.c.status == "due")
            .order_by(c.opened_at, messages.c.seq)
            .limit(limit)
        )
        return [Message(*row) for row in self.connection.execute(query)]

    def give_up_due(self, chat_id: str) -> int:
        """The chat is closed: what waits for it stays unsent. How many lines that were."""
        messages = tables.messages
        of_chat = select(self.table.c.conversation_id).where(self.table.c.chat_id == chat_id)
        done = self.connection.execute(
            update(messages)
            .where(messages.c.status == "due", messages.c.conversation_id.in_(of_chat.scalar_subquery()))
            .values(status="undelivered")
        )
        return int(done.rowcount)


class TelegramUpdates(Repository[TelegramUpdate]):
    """The inbox: what Telegram has handed over and we have not worked off yet."""

    table = tables.telegram_updates
    record = TelegramUpdate

    def waiting_chats(self) -> list[str]:
        c = self.table.c
        query = select(c.chat_id).where(c.status == "waiting").group_by(c.chat_id).order_by(func.min(c.update_id))
        return [str(row[0]) for row in self.connection.execute(query)]

    def next_of(self, chat_id: str) -> TelegramUpdate | None:
        c = self.table.c
        return self._one(c.chat_id == chat_id, c.status == "waiting", order=c.update_id)

    def waiting_in(self, chat_id: str) -> int:
        c = self.table.c
        query = select(func.count()).where(c.chat_id == chat_id, c.status == "waiting")
        return int(self.connection.execute(query).scalar_one())

    def done(self, update_id: int) -> None:
        c = self.table.c
        self.connection.execute(update(self.table).where(c.update_id == update_id).values(status="done", body=None))

    def missed(self, update_id: int) -> None:
        c = self.table.c
        self.connection.execute(update(self.table).where(c.update_id == update_id).values(attempts=c.attempts + 1))

    def last_id(self) -> int | None:
        found = self.connection.execute(select(func.max(self.table.c.update_id))).scalar_one()
        return None if found is None else int(found)

    def highest_message_id(self) -> int:
        """The highest message number that we know of, in or out. A bot's private chats share one sequence of numbers."""
        parts = tables.telegram_parts
        found = [
            self.connection.execute(select(func.max(column))).scalar_one()
            for column in (self.table.c.message_id, parts.c.message_id)
        ]
        return max(int(number or 0) for number in found)

    def forget_before(self, at: datetime) -> int:
        """Ids of updates that Telegram will not send again (it keeps them for a day)."""
        c = self.table.c
        return int(self.connection.execute(delete(self.table).where(and_(c.status == "done", c.at < at))).rowcount)


class TelegramParts(Repository[TelegramPart]):
    """What went out, message by message."""

    table = tables.telegram_parts
    record = TelegramPart

    def of_line(self, line_id: str) -> dict[int, TelegramPart]:
        c = self.table.c
        return {part.part: part for part in self._all(c.line_id == line_id, order=c.part)}

    def sent_since(self, conversation_id: str, at: datetime) -> list[TelegramPart]:
        """What arrived of a conversation since then, in the order of its numbers."""
        c, m = self.table.c, tables.messages.c
        lines = select(m.id).where(m.conversation_id == conversation_id)
        return self._all(c.line_id.in_(lines), c.message_id.isnot(None), c.at >= at, order=c.message_id)

    def put(self, part: TelegramPart) -> None:
        upsert(self.connection, self.table, as_row(part))

    def take_back(self, line_id: str, part: int) -> None:
        """It is certain that it was not sent."""
        c = self.table.c
        self.connection.execute(delete(self.table).where(c.line_id == line_id, c.part == part))

    def known_between(self, first: int, last: int) -> set[int]:
        """Which of these message numbers belong to messages that we know, sent or received."""
        c, u = self.table.c, tables.telegram_updates.c
        found = self.connection.execute(select(c.message_id).where(c.message_id.between(first, last)))
        came = self.connection.execute(select(u.message_id).where(u.message_id.between(first, last)))
        return {int(row[0]) for row in (*found, *came)}

    def keyboards(self, chat_id: str) -> list[TelegramPart]:
        """Messages of the chat under which buttons still stand."""
        c = self.table.c
        return self._all(c.chat_id == chat_id, c.keyboard.is_(True), c.message_id.isnot(None), order=c.message_id)

    def by_message(self, chat_id: str, message_id: int) -> TelegramPart | None:
        c = self.table.c
        return self._one(c.chat_id == chat_id, c.message_id == message_id)

    def keyboard_gone(self, line_id: str, part: int) -> None:
        c = self.table.c
        self.connection.execute(update(self.table).where(c.line_id == line_id, c.part == part).values(keyboard=False))


class TelegramLinks(Repository[TelegramLink]):
    table = tables.telegram_links
    record = TelegramLink

    def use(self, token_hash: str, now: datetime) -> TelegramLink | None:
        """The link, used up by this; None for one that is unknown, was used or is too old."""
        c = self.table.c
        fresh = self.connection.execute(
            update(self.table)
            .where(c.token_hash == token_hash, c.used_at.is_(None), c.expires_at > now)
            .values(used_at=now)
        ).rowcount
        return self.get(token_hash) if fresh else None

    def forget_before(self, at: datetime) -> int:
        c = self.table.c
        old = or_(c.used_at < at, c.expires_at < at)
        return int(self.connection.execute(delete(self.table).where(old)).rowcount)
