"""Reminders of due dates and promised days: to those who agreed, on channels that are theirs, when they may be written to.

A reminder says that there is something to read, never what, so whoever else sees it learns nothing. Each day of each agreement is
reminded of once, and somebody with several gets one message. Running the job twice, or after a gap, changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import select
from sqlalchemy.engine import Engine

from relief.accounts import overview
from relief.contact import allows_reminders, contacted, may_write_now, preference_of, reachable_by, rules_for, shut
from relief.dates import local_date
from relief.store import tables
from relief.store.ids import new_id
from relief.store.records import Borrower, Contact, Notice
from relief.store.uow import UnitOfWork

KEY_PREFIX = "reminder:"
CHANNELS = ("sms", "email")
"""What the outbox can carry; the preferred one first."""


@dataclass(frozen=True)
class Item:
    """One day that somebody is reminded of. `source` is the loan or the promise."""

    kind: Literal["due", "promise"]
    source: str
    loan_id: str
    day: date

    @property
    def token(self) -> str:
        """Names the reminder, so that it is queued once."""
        return hashlib.sha256(f"{self.kind}:{self.source}:{self.day.isoformat()}".encode()).hexdigest()


@dataclass(frozen=True)
class Done:
    """`queued` went to the outbox; `waiting` had something to come that nobody may be written to about now."""

    queued: int = 0
    waiting: int = 0


def run(engine: Engine, now: datetime, text: Callable[[Borrower], str]) -> Done:
    """Go through everybody with an active loan, each in a transaction of its own. `text` is what the message says."""
    queued = waiting = 0
    for borrower_id in _with_loans(engine):
        with UnitOfWork(engine) as uow:
            sent = remind(uow, borrower_id, now, text)
            uow.commit()
        queued, waiting = queued + (sent is True), waiting + (sent is False)
    return Done(queued, waiting)


def remind(uow: UnitOfWork, borrower_id: str, now: datetime, text: Callable[[Borrower], str]) -> bool | None:
    """Queue what there is to remind of; None when there is nothing, False when it may not be written now."""
    borrower = uow.borrowers.require(borrower_id, lock=True)
    fresh = [item for item in to_come(uow, borrower, now) if uow.used_tokens.get(item.token) is None]
    if not fresh:
        return None
    for channel in _channels(uow, borrower, now):
        allowed = [
            item for item in fresh if may_write_now(uow, borrower.id, channel, now, loan_id=item.loan_id).allowed
        ]
        contact = reachable_by(uow, borrower, channel, now) if allowed else None
        if contact is None or not allows_reminders(uow, borrower.id, channel):
            continue
        _queue(uow, borrower, channel, contact, allowed, now, text)
        return True
    return False


def to_come(uow: UnitOfWork, borrower: Borrower, now: datetime) -> list[Item]:
    """Due dates and promised days that are near enough, by the packs (`contact.reminder_days`, `contact.promise_reminder_days`)."""
    today = local_date(now, borrower.timezone)
    rules = rules_for(uow, borrower, today)
    found: list[Item] = []
    for view in overview(uow, borrower.id, now).loans:
        if (
            view.next_due
            and view.next_amount > 0
            and timedelta(0) <= view.next_due - today <= timedelta(rules.reminder_days)
        ):
            found.append(Item("due", view.loan.id, view.loan.id, view.next_due))
    for promise in uow.promises.open_of(borrower.id):
        if timedelta(0) <= promise.promised_for - today <= timedelta(rules.promise_reminder_days):
            found.append(Item("promise", promise.id, promise.loan_id, promise.promised_for))
    return found


def still_wanted(uow: UnitOfWork, notice: Notice, now: datetime) -> bool:
    """Whether a queued reminder may still go out: the moment of sending decides, and not the moment of queuing."""
    _, borrower_id, day = notice.idempotency_key.split(":")
    borrower = uow.borrowers.get(borrower_id)
    if borrower is None or local_date(now, borrower.timezone) != date.fromisoformat(day):
        return False
    return shut(uow, borrower, notice.channel, now) is None


def _queue(
    uow: UnitOfWork,
    borrower: Borrower,
    channel: str,
    contact: Contact,
    items: list[Item],
    now: datetime,
    text: Callable[[Borrower], str],
) -> None:
    today = local_date(now, borrower.timezone)
    key = f"{KEY_PREFIX}{borrower.id}:{today.isoformat()}"
    notice = Notice(new_id("n"), contact.value, channel, text(borrower), now, "waiting", 0, None, key)
    if not uow.notices.add_once(notice):
        return
    for item in items:
        uow.used_tokens.use(item.token, "reminder", now)
    contacted(uow, borrower.id, channel, "reminder", now, loan_id=items[0].loan_id)
    uow.audit.append(
        actor="reminders",
        action="reminder.queued",
        subject=borrower.id,
        data={"channel": channel, "notice": notice.id, "of": [[item.kind, item.day.isoformat()] for item in items]},
        at=now,
    )


def _channels(uow: UnitOfWork, borrower: Borrower, now: datetime) -> list[str]:
    preferred = preference_of(uow, borrower.id, now).preferred_channel
    return sorted(CHANNELS, key=lambda channel: channel != preferred)


def _with_loans(engine: Engine) -> list[str]:
    loans = tables.loans.c
    with UnitOfWork(engine, readonly=True) as uow:
        query = select(loans.borrower_id).where(loans.status == "active").distinct().order_by(loans.borrower_id)
        return [row[0] for row in uow.connection.execute(query)]
