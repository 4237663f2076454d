"""Who may be served in Telegram: the policy pack of the borrower's place and of the loans decides (`contact.telegram`)."""

from __future__ import annotations

from datetime import datetime

from bot.identity.flow import KeepsOut
from relief.books import book_of
from relief.dates import local_date
from relief.policy.resolve import NoParameter
from relief.protection_rules import packs
from relief.store.records import Borrower, Conversation
from relief.store.uow import UnitOfWork
from words import telegram as words
from words.model import Message, as_language

PARAMETER = "contact.telegram"


def may_be_linked(uow: UnitOfWork, borrower: Borrower, now: datetime) -> bool:
    """Whether every policy that covers the borrower allows it. What is not laid down is not allowed."""
    day = local_date(now, borrower.timezone)
    home = borrower.jurisdiction.lower()
    try:
        if not packs().version(PARAMETER, (home,), "", day).value:
            return False
        for loan in uow.loans.of_borrower(borrower.id):
            places = tuple(dict.fromkeys((home, book_of(loan.book).jurisdiction)))
            if not packs().version(PARAMETER, places, loan.book, day).value:
                return False
    except (NoParameter, LookupError):
        return False
    return True


def keeps_out(public_url: str) -> KeepsOut:
    """For verification: what to tell somebody who has proven who they are, in a channel that is closed to them."""

    def judge(uow: UnitOfWork, conversation: Conversation, borrower: Borrower, now: datetime) -> Message | None:
        if conversation.channel != "telegram" or may_be_linked(uow, borrower, now):
            return None
        return words.message("not_here", as_language(conversation.language), url=f"{public_url}/chat")

    return judge
