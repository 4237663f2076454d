"""May we write first, now? Answers to what a borrower wrote are always allowed and do not come here.

Product default, stricter than the laws that the policy packs name: 09:00 to 19:00 at the borrower's place, no Sundays,
one contact a day and three in seven days over all channels, none against a wish or a state that forbids it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Literal

from relief.dates import zone
from relief.states import holds
from relief.store.ids import new_id
from relief.store.records import Consent, Contacted, ContactPreference
from relief.store.uow import UnitOfWork

OPENS = time(9)
CLOSES = time(19)
SUNDAY = 7
A_DAY = 1
IN_SEVEN_DAYS = 3

Reason = Literal["allowed", "held", "opted_out", "quiet_hours", "enough_today", "enough_this_week"]


@dataclass(frozen=True)
class MayWrite:
    """The answer, why, and from when on it may be asked again (None: not by waiting)."""

    allowed: bool
    reason: Reason
    next_at: datetime | None = None


def may_write_now(
    uow: UnitOfWork, borrower_id: str, channel: str, at: datetime, *, loan_id: str | None = None
) -> MayWrite:
    """Whether a message that we start may go to the borrower on `channel` at the instant.

    The window is half-open: 09:00:00 is inside, 19:00:00 is not."""
    borrower = uow.borrowers.require(borrower_id)
    if holds(uow, borrower_id, loan_id, at).reminders:
        return MayWrite(False, "held")
    preference = uow.contacts_log.preference(borrower_id)
    if preference and {channel, "all"} & set(preference.opted_out):
        return MayWrite(False, "opted_out")
    local = at.astimezone(zone(borrower.timezone))
    opens, closes = window(preference)
    if local.isoweekday() == SUNDAY or not opens <= local.time() < closes:
        return MayWrite(False, "quiet_hours", _next_opening(local, opens, closes))
    recent = uow.contacts_log.since(borrower_id, at - timedelta(days=7))
    today = [contact for contact in recent if contact.at.astimezone(local.tzinfo).date() == local.date()]
    if len(today) >= A_DAY:
        return MayWrite(False, "enough_today", _next_opening(local.replace(hour=23), opens, closes))
    if len(recent) >= IN_SEVEN_DAYS:
        return MayWrite(False, "enough_this_week", recent[-IN_SEVEN_DAYS].at + timedelta(days=7))
    return MayWrite(True, "allowed")


def contacted(
    uow: UnitOfWork,
    borrower_id: str,
    channel: str,
    purpose: str,
    at: datetime,
    *,
    loan_id: str | None = None,
    outcome: str = "sent",
) -> None:
    """Note that we wrote first; it counts from now on."""
    uow.contacts_log.add(Contacted(new_id("w"), borrower_id, loan_id, at, channel, purpose, outcome))


def opt_out(uow: UnitOfWork, borrower_id: str, channel: str, now: datetime) -> ContactPreference:
    """No more messages that we start on `channel` (`all`: on none)."""
    old = uow.contacts_log.preference(borrower_id)
    channels = sorted({*(old.opted_out if old else ()), channel})
    new = ContactPreference(
        borrower_id,
        channels,
        old.window_from if old else None,
        old.window_to if old else None,
        old.preferred_channel if old else None,
        old.special_category if old else {},
        now,
    )
    uow.contacts_log.set_preference(new)
    uow.audit.append(
        actor="borrower", action="contact.opted_out", subject=borrower_id, data={"channel": channel}, at=now
    )
    return new


def opt_in(uow: UnitOfWork, borrower_id: str, channels: list[str], now: datetime) -> ContactPreference:
    """Open channels again; none named opens all."""
    old = preference_of(uow, borrower_id, now)
    kept = [name for name in old.opted_out if channels and name not in channels and name != "all"]
    new = replace(old, opted_out=kept, updated_at=now)
    uow.contacts_log.set_preference(new)
    data = {"channels": channels or ["all"]}
    uow.audit.append(actor="borrower", action="contact.opted_in", subject=borrower_id, data=data, at=now)
    return new


def preference_of(uow: UnitOfWork, borrower_id: str, now: datetime) -> ContactPreference:
    """What the borrower wishes; an empty record when they have said nothing."""
    return uow.contacts_log.preference(borrower_id) or ContactPreference(borrower_id, [], None, None, None, {}, now)


def consented(
    uow: UnitOfWork,
    borrower_id: str | None,
    conversation_id: str,
    channel: str,
    wording: str,
    language: str,
    now: datetime,
    *,
    granted: bool,
) -> None:
    """Keep a consent or its withdrawal about contact: when, how, and in which words."""
    known = uow.conversations.get(conversation_id) is not None
    uow.consents.add(
        Consent(
            new_id("e"), borrower_id, conversation_id if known else None, "contact", channel, granted, wording[:500],
            language, now,
        )
    )  # fmt: skip


def window(preference: ContactPreference | None) -> tuple[time, time]:
    """The local hours in which we may write: the product's, narrowed by the borrower's own wish."""
    opens, closes = OPENS, CLOSES
    if preference and preference.window_from:
        opens = max(opens, time.fromisoformat(preference.window_from))
    if preference and preference.window_to:
        closes = min(closes, time.fromisoformat(preference.window_to))
    return opens, closes


def _next_opening(local: datetime, opens: time, closes: time) -> datetime | None:
    """The next instant at which the window opens, in UTC arithmetic of the borrower's zone; None when it never does."""
    if opens >= closes:
        return None
    day = local.date() if local.time() < opens else local.date() + timedelta(days=1)
    while day.isoweekday() == SUNDAY:
        day += timedelta(days=1)
    return datetime.combine(day, opens, local.tzinfo)
