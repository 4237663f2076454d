"""May we write first, now? Answers to what a borrower wrote are always allowed and do not come here.

Hours, days, holidays and how often come from the policy packs (`contact.*`): the strictest of our own values and those of every
place that has a say, the borrower's and that of each loan's book. A wish of the borrower narrows them and never widens them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal

from relief import states
from relief.books import book_of
from relief.dates import zone
from relief.protection_rules import ContactRules, contact_rules
from relief.states import holds
from relief.store.ids import new_id
from relief.store.records import Borrower, Consent, Contact, Contacted, ContactPreference
from relief.store.uow import UnitOfWork

CHANNELS = ("sms", "email", "phone", "telegram")
CALLS = "phone"
TALKED, NO_ANSWER = "talked", "no_answer"
"""Outcomes of a call in the log of contacts."""
KIND_OF = {"sms": "phone", "phone": "phone", "email": "email"}
LOOK_AHEAD = 60
"""Days to look ahead for the next opening; a longer silence than that needs a person."""

Reason = Literal[
    "allowed", "held", "opted_out", "quiet_hours", "not_that_day", "enough_today", "enough_this_week", "after_a_talk"
]


@dataclass(frozen=True)
class MayWrite:
    """The answer, why, and from when on it may be asked again (None: not by waiting)."""

    allowed: bool
    reason: Reason
    next_at: datetime | None = None


def may_write_now(
    uow: UnitOfWork, borrower_id: str, channel: str, at: datetime, *, loan_id: str | None = None
) -> MayWrite:
    """Whether a message (or, on `phone`, a call) that we start may go to the borrower on `channel` at the instant.

    The window is half-open: with 09:00 to 19:00, 09:00:00 is inside and 19:00:00 is not."""
    borrower = uow.borrowers.require(borrower_id)
    refused = shut(uow, borrower, channel, at, loan_id=loan_id)
    if refused is not None:
        return refused
    preference = uow.contacts_log.preference(borrower_id)
    local = at.astimezone(zone(borrower.timezone))
    rules = rules_for(uow, borrower, local.date())
    tomorrow = local.replace(hour=23, minute=59)
    recent = uow.contacts_log.since(borrower_id, at - timedelta(days=7))
    today = [contact for contact in recent if contact.at.astimezone(local.tzinfo).date() == local.date()]
    if channel == CALLS:
        refused = _calls(rules, recent, today, at, _next_opening(rules, preference, tomorrow))
        if refused is not None:
            return refused
    elif len(today) >= rules.messages_a_day:
        return MayWrite(False, "enough_today", _next_opening(rules, preference, tomorrow))
    if len(recent) >= rules.all_in_7_days:
        return MayWrite(False, "enough_this_week", recent[-rules.all_in_7_days].at + timedelta(days=7))
    return MayWrite(True, "allowed")


def shut(
    uow: UnitOfWork, borrower: Borrower, channel: str, at: datetime, *, loan_id: str | None = None
) -> MayWrite | None:
    """Why nothing may go out at the instant, however seldom we have written: a state, a wish, the hour or the day; None: open."""
    if holds(uow, borrower.id, loan_id, at).reminders:
        return MayWrite(False, "held")
    preference = uow.contacts_log.preference(borrower.id)
    if preference and {channel, "all"} & set(preference.opted_out):
        return MayWrite(False, "opted_out")
    local = at.astimezone(zone(borrower.timezone))
    rules = rules_for(uow, borrower, local.date())
    opens, closes = window(rules, preference)
    if not _is_open(rules, preference, local.date()):
        return MayWrite(False, "not_that_day", _next_opening(rules, preference, local))
    if not opens <= local.time() < closes:
        return MayWrite(False, "quiet_hours", _next_opening(rules, preference, local))
    return None


def _calls(
    rules: ContactRules, recent: list[Contacted], today: list[Contacted], at: datetime, tomorrow: datetime | None
) -> MayWrite | None:
    calls = [contact for contact in recent if contact.channel == CALLS]
    talks = [contact for contact in calls if contact.outcome == TALKED]
    quiet = timedelta(days=rules.days_without_calls_after_talk)
    if talks and at < talks[-1].at + quiet:
        return MayWrite(False, "after_a_talk", talks[-1].at + quiet)
    if sum(contact.channel == CALLS for contact in today) >= rules.tries_a_day:
        return MayWrite(False, "enough_today", tomorrow)
    if len(calls) >= rules.calls_in_7_days:
        return MayWrite(False, "enough_this_week", calls[-rules.calls_in_7_days].at + timedelta(days=7))
    return None


def rules_for(uow: UnitOfWork, borrower: Borrower, day: date) -> ContactRules:
    """The rules of contact that bind us towards this borrower on the day."""
    books = [book_of(loan.book).jurisdiction for loan in uow.loans.of_borrower(borrower.id)]
    return contact_rules(tuple(dict.fromkeys([borrower.jurisdiction, *books])), day)


def reachable_by(uow: UnitOfWork, borrower: Borrower, channel: str, at: datetime) -> Contact | None:
    """The contact that a message on `channel` goes to: one that the borrower confirmed, and confirmed or used lately enough that it
    has hardly changed hands (`contact.channel_confirmed_days`). None: the channel is not used."""
    days = rules_for(uow, borrower, at.astimezone(zone(borrower.timezone)).date()).channel_confirmed_days
    for contact in uow.borrowers.contacts(borrower.id):
        confirmed = contact.confirmed_at
        if contact.kind == KIND_OF.get(channel) and confirmed and at < confirmed + timedelta(days=days):
            return contact
    return None


def allows_reminders(uow: UnitOfWork, borrower_id: str, channel: str) -> bool:
    """Whether the latest word about being reminded on the channel is a consent."""
    words = [found for purpose in ("reminders", "contact") if (found := uow.consents.latest(borrower_id, purpose))]
    if not words:
        return False
    last = max(words, key=lambda consent: consent.at)
    return last.granted or last.channel not in ("all", channel)


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
    """No more messages that we start on `channel`. With `all` the borrower has ceased contact: a state, which stops every reminder
    until they open it again."""
    old = preference_of(uow, borrower_id, now)
    new = replace(old, opted_out=sorted({*old.opted_out, channel}), updated_at=now)
    uow.contacts_log.set_preference(new)
    uow.audit.append(
        actor="borrower", action="contact.opted_out", subject=borrower_id, data={"channel": channel}, at=now
    )
    if channel == "all":
        states.enter(uow, borrower_id, "ceased", now=now, source="borrower")
    return new


def opt_in(uow: UnitOfWork, borrower_id: str, channels: list[str], now: datetime) -> ContactPreference:
    """Open channels again, those that are named or all; after a stop of all, only those that are named."""
    old = preference_of(uow, borrower_id, now)
    stopped = CHANNELS if "all" in old.opted_out else old.opted_out
    kept = sorted(name for name in stopped if channels and name not in channels)
    new = replace(old, opted_out=kept, updated_at=now)
    uow.contacts_log.set_preference(new)
    data = {"channels": channels or ["all"]}
    uow.audit.append(actor="borrower", action="contact.opted_in", subject=borrower_id, data=data, at=now)
    for state in uow.states.current(borrower_id, now):
        if state.state == "ceased":
            states.lift(uow, state, by="borrower", why="asked to be written to again", now=now)
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


def window(rules: ContactRules, preference: ContactPreference | None) -> tuple[time, time]:
    """The local hours in which we may write: the packs', narrowed by the borrower's own wish."""
    opens, closes = rules.opens, rules.closes
    if preference and preference.window_from:
        opens = max(opens, time.fromisoformat(preference.window_from))
    if preference and preference.window_to:
        closes = min(closes, time.fromisoformat(preference.window_to))
    return opens, closes


def _is_open(rules: ContactRules, preference: ContactPreference | None, day: date) -> bool:
    wished = preference.days if preference else None
    return not rules.rests_on(day) and (wished is None or day.isoweekday() in wished)


def _next_opening(rules: ContactRules, preference: ContactPreference | None, local: datetime) -> datetime | None:
    """The next instant at which the window opens, in the borrower's zone; None when it does not within two months."""
    opens, closes = window(rules, preference)
    if opens >= closes:
        return None
    first = local.date() if local.time() < opens else local.date() + timedelta(days=1)
    for ahead in range(LOOK_AHEAD):
        day = first + timedelta(days=ahead)
        if _is_open(rules, preference, day):
            return datetime.combine(day, opens, local.tzinfo)
    return None
