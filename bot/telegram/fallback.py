"""A chat that can no longer be written to: the channel is closed, and only who has asked for it is told elsewhere."""

from __future__ import annotations

from datetime import datetime

from relief.contact import contacted, may_write_now
from relief.store.ids import new_id
from relief.store.records import Notice
from relief.store.uow import UnitOfWork
from words import telegram as words
from words.model import as_language

CHANNELS = {"sms": "phone", "email": "email"}
"""Other ways, and the kind of contact each needs."""


def close_chat(uow: UnitOfWork, chat_id: str, url: str, now: datetime) -> None:
    """Nothing more goes there until the borrower comes back. What waited stays unsent, and can be read on the page."""
    changed = uow.telegram_chats.close(chat_id, now)
    lost = uow.telegram_chats.give_up_due(chat_id)
    if not changed and not lost:
        return
    for chat in uow.telegram_chats.of_chat(chat_id):
        conversation = uow.conversations.get(chat.conversation_id)
        if conversation is None or conversation.bound_borrower_id is None:
            continue
        borrower_id = conversation.bound_borrower_id
        uow.audit.append(actor="gateway", action="telegram_closed", subject=borrower_id, data={"unsent": lost}, at=now)
        if lost:
            _tell_elsewhere(uow, borrower_id, conversation.language, url, f"{chat_id}:{now.date().isoformat()}", now)
        return


def _tell_elsewhere(uow: UnitOfWork, borrower_id: str, language: str, url: str, key: str, now: datetime) -> None:
    """One neutral notice by the channel that the borrower has named as the one they like, if they agreed to it."""
    preference = uow.contacts_log.preference(borrower_id)
    consent = uow.consents.latest(borrower_id, "contact")
    channel = preference.preferred_channel if preference else None
    if channel not in CHANNELS or consent is None or not consent.granted:
        return
    if not may_write_now(uow, borrower_id, channel, now).allowed:
        return
    contact = next((one for one in uow.borrowers.contacts(borrower_id) if one.kind == CHANNELS[channel]), None)
    if contact is None:
        return
    text = words.text("waiting_elsewhere", as_language(language), url=url)
    fresh = uow.notices.add_once(
        Notice(new_id("n"), contact.value, channel, text, now, "waiting", 0, None, f"telegram-closed:{key}")
    )
    if fresh:
        contacted(uow, borrower_id, channel, "answer_waiting", now)
