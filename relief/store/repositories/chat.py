"""Conversations, messages, buttons, and the open question."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import and_, bindparam, or_, select, update

from relief.store import tables
from relief.store.records import Button, ChannelLink, Conversation, Dialogue, Message
from relief.store.repositories.base import MissingRecord, Repository, StaleRecord, as_row, upsert


@cache
def _next_seq() -> tuple[Any, Any]:
    c = tables.conversations.c
    this = c.id == bindparam("is_id")
    return update(tables.conversations).where(this).values(last_seq=c.last_seq + 1), select(c.last_seq).where(this)


@cache
def _retirement() -> Any:
    c = tables.buttons.c
    where = (
        c.conversation_id == bindparam("is_conversation_id"),
        c.group == bindparam("is_group"),
        c.used_at.is_(None),
    )
    return update(tables.buttons).where(*where).values(used_at=bindparam("used_at"))


class Conversations(Repository[Conversation]):
    table = tables.conversations
    record = Conversation

    def save(self, conversation: Conversation) -> Conversation:
        """Write the changed conversation back with its version one higher; raises StaleRecord when somebody was faster.

        `last_seq` is left alone: only new messages move it."""
        values = as_row(conversation)
        for name in ("id", "last_seq"):
            del values[name]
        values["version"] = conversation.version + 1
        if not self._set(values, id=conversation.id, version=conversation.version):
            raise StaleRecord(f"conversation {conversation.id} is no longer at version {conversation.version}")
        return replace(conversation, version=conversation.version + 1)

    def in_state(self, *states: str, limit: int = 200) -> list[Conversation]:
        """The longest waiting first, then the latest heard from."""
        order = (self.table.c.waiting_since.is_(None), self.table.c.waiting_since, self.table.c.last_inbound_at.desc())
        return self._all(self.table.c.state.in_(states), order=order, limit=limit)

    def of_borrower(self, borrower_id: str) -> list[Conversation]:
        c = self.table.c
        return self._all(
            or_(c.bound_borrower_id == borrower_id, c.verified_borrower_id == borrower_id), order=c.created_at.desc()
        )

    def beside(self, conversation: Conversation, borrower_id: str) -> Conversation | None:
        """The borrower's conversation on another channel that was heard from last."""
        c = self.table.c
        return self._one(
            c.bound_borrower_id == borrower_id,
            c.channel != conversation.channel,
            c.forgotten_at.is_(None),
            c.last_inbound_at.isnot(None),
            order=c.last_inbound_at.desc(),
        )

    def others_of(self, borrower_id: str, conversation_id: str) -> list[Conversation]:
        """The borrower's other conversations that are alive."""
        c = self.table.c
        return self._all(c.bound_borrower_id == borrower_id, c.id != conversation_id, c.forgotten_at.is_(None))

    def next_seq(self, conversation_id: str) -> int:
        """The next sequence number; holds the conversation's row until the transaction ends."""
        count, read = _next_seq()
        if not self.connection.execute(count, {"is_id": conversation_id}).rowcount:
            raise MissingRecord(f"no conversation {conversation_id!r}")
        return int(self.connection.execute(read, {"is_id": conversation_id}).scalar_one())

    def linked(self, channel: str, external_id: str) -> Conversation | None:
        """The conversation of an address on a channel, such as a Telegram chat."""
        links = tables.channel_links
        query = (
            select(self.table)
            .join(links, links.c.conversation_id == self.table.c.id)
            .where(links.c.channel == channel, links.c.external_id == external_id)
        )
        row = self.connection.execute(query).first()
        return None if row is None else Conversation(*row)

    def link(self, channel: str, external_id: str, conversation_id: str, at: datetime) -> None:
        upsert(self.connection, tables.channel_links, as_row(ChannelLink(channel, external_id, conversation_id, at)))

    def links(self, conversation_id: str) -> list[ChannelLink]:
        links = tables.channel_links
        rows = self.connection.execute(select(links).where(links.c.conversation_id == conversation_id))
        return [ChannelLink(*row) for row in rows]

    def unlink(self, channel: str, external_id: str) -> None:
        links = tables.channel_links
        self.connection.execute(links.delete().where(links.c.channel == channel, links.c.external_id == external_id))


class Messages(Repository[Message]):
    table = tables.messages
    record = Message

    def append(self, message: Message) -> Message:
        """Add with the conversation's next sequence number, whatever `seq` says; gives back what was stored."""
        seq = Conversations(self.connection).next_seq(message.conversation_id)
        return self.add(replace(message, seq=seq))

    def from_sender(self, conversation_id: str, sender_message_id: str) -> Message | None:
        """The message that the sender calls by this id, if it came before."""
        return self._by(conversation_id=conversation_id, sender_message_id=sender_message_id)

    def after(self, conversation_id: str, seq: int = 0, limit: int = 1000) -> list[Message]:
        c = self.table.c
        return self._all(and_(c.conversation_id == conversation_id, c.seq > seq), order=c.seq, limit=limit)

    def at_seq(self, conversation_id: str, seq: int) -> Message | None:
        return self._by(conversation_id=conversation_id, seq=seq)

    def last(self, conversation_id: str, count: int, *, sender: str | None = None) -> list[Message]:
        """The last `count`, oldest first."""
        c = self.table.c
        where = [c.conversation_id == conversation_id]
        if sender is not None:
            where.append(c.sender == sender)
        return self._all(*where, order=c.seq.desc(), limit=count)[::-1]

    def replies_to(self, conversation_id: str, seq: int) -> list[Message]:
        c = self.table.c
        return self._all(c.conversation_id == conversation_id, c.reply_to_seq == seq, order=c.seq)

    def unanswered(self, now: datetime, limit: int = 50) -> list[Message]:
        """Messages of borrowers that are kept for an answer and whose next attempt is due, oldest first."""
        c = self.table.c
        due = or_(c.next_attempt_at.is_(None), c.next_attempt_at <= now)
        return self._all(c.status == "received", c.sender == "borrower", due, order=(c.at, c.seq), limit=limit)

    def unanswered_in(self, conversation_id: str) -> list[Message]:
        """The messages of one conversation that are kept for an answer, in order, whether due or not."""
        c = self.table.c
        return self._all(
            c.conversation_id == conversation_id, c.status == "received", c.sender == "borrower", order=c.seq
        )


class Buttons(Repository[Button]):
    table = tables.buttons
    record = Button

    def use(self, button: Button, at: datetime) -> bool:
        """Mark the button and the others of its group as used; False when it was used before."""
        c = self.table.c
        group = (c.conversation_id == button.conversation_id, c.group == button.group)
        fresh = self.connection.execute(
            update(self.table).where(c.token == button.token, c.used_at.is_(None)).values(used_at=at)
        ).rowcount
        if fresh:
            self.connection.execute(update(self.table).where(*group, c.used_at.is_(None)).values(used_at=at))
        return bool(fresh)

    def retire(self, conversation_id: str, group: str, at: datetime) -> None:
        """The unused buttons of a group in the conversation no longer stand."""
        self.connection.execute(
            _retirement(), {"used_at": at, "is_conversation_id": conversation_id, "is_group": group}
        )

    def of_message(self, conversation_id: str, seq: int) -> list[Button]:
        c = self.table.c
        return self._all(c.conversation_id == conversation_id, c.message_seq == seq)

    def for_messages(self, conversation_id: str, seqs: Iterable[int]) -> list[Button]:
        c = self.table.c
        return self._all(c.conversation_id == conversation_id, c.message_seq.in_(list(seqs)))


class Dialogues(Repository[Dialogue]):
    table = tables.dialogue
    record = Dialogue

    def of(self, conversation_id: str, now: datetime) -> Dialogue:
        """The dialogue of the conversation; an empty one when nothing was kept yet."""
        return self.get(conversation_id) or Dialogue(conversation_id, None, 0, {}, now)

    def put(self, dialogue: Dialogue) -> Dialogue:
        upsert(self.connection, self.table, as_row(dialogue))
        return dialogue

    def clear(self, conversation_id: str) -> None:
        self.connection.execute(self.table.delete().where(self.table.c.conversation_id == conversation_id))
