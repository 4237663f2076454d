"""The conversation that is held in a chat: found, or opened with a greeting."""

from __future__ import annotations

from dataclasses import dataclass

from bot.inbound import Channel
from bot.services import Services
from relief.store.records import Conversation, TelegramChat
from relief.store.uow import UnitOfWork
from words.model import Language

CHANNEL: Channel = "telegram"
SOMEWHERE = "Asia/Shanghai"
"""Telegram does not say where somebody is; the borrower's own place counts as soon as it is known who it is."""


@dataclass(frozen=True)
class Opened:
    """The chat's conversation. `fresh`: it was opened just now, with a greeting."""

    conversation: Conversation
    fresh: bool = False


async def conversation_of(services: Services, chat_id: str, language: Language) -> Opened:
    """Raises DatabaseUnavailable."""
    found = await services.database.read(lambda uow: uow.conversations.linked(CHANNEL, chat_id))
    if found is not None and found.forgotten_at is None:
        return Opened(found)

    def attach(uow: UnitOfWork, conversation: Conversation) -> None:
        now = services.now()
        uow.conversations.link(CHANNEL, chat_id, conversation.id, now)
        uow.telegram_chats.put(TelegramChat(conversation.id, chat_id, now, None, False))

    turn = await services.conversations.open(language, SOMEWHERE, CHANNEL, attach=attach)
    return Opened(turn.conversation, fresh=True)
