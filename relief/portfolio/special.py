"""What chance might not bring: twins in name and phone, due dates that test a calendar, payments taken back or unmatched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from relief.dates import month_step
from relief.portfolio.batch import Batch
from relief.portfolio.crowd import Crowd
from relief.portfolio.lives import Life, crowd_life
from relief.portfolio.payer import whole
from relief.store.records import Borrower, Contact

SAME_NAME = ("Wang Wei", "王伟")


def calendar_lives(crowd: Crowd) -> list[Life]:
    """Loans in order with a due date on a leap day, on a 31st, on China's National Day, and on the day on which the clocks
    change in New York."""
    today = crowd.today
    lives = [
        crowd_life(crowd, "US-CARD", "current", due=_next(today, 29)),
        crowd_life(crowd, "CN-CONS", "current", due=_next(today, 31)),
        crowd_life(crowd, "CN-CONS", "current", due=_next(today, 1)),
        crowd_life(crowd, "US-CARD", "current", due=_next(today, clocks_change(today).day)),
    ]
    return lives


def _next(today: date, day: int) -> date:
    """The next date with this day number after today, whatever the month."""
    for months in range(12):
        stepped = month_step(today, day, months, "skip_month")
        if stepped is not None and stepped > today:
            return stepped
    raise AssertionError("every day number comes within a year")


def clocks_change(today: date, zone: str = "America/New_York") -> date:
    """The last day before `today` on which the zone's clocks were changed."""

    def offset(day: date) -> timedelta | None:
        return datetime.combine(day, time(12), ZoneInfo(zone)).utcoffset()

    day = today - timedelta(days=1)
    while offset(day) == offset(day - timedelta(days=1)):
        day -= timedelta(days=1)
    return day


def twins(batch: Batch, borrowers: Sequence[Borrower]) -> None:
    """Two with the same name and nothing else in common; two who share a phone."""
    chinese = [borrower for borrower in borrowers if borrower.jurisdiction == "cn"]
    others = [borrower for borrower in borrowers if borrower.jurisdiction == "in"]
    for borrower in (chinese[1], chinese[-2]):
        at = batch.records[Borrower].index(borrower)
        batch.records[Borrower][at] = replace(borrower, full_name=SAME_NAME[0], native_name=SAME_NAME[1])
    contacts = batch.records[Contact]
    phone = next(item.value for item in contacts if item.borrower_id == others[0].id and item.kind == "phone")
    for at, contact in enumerate(contacts):
        if contact.borrower_id == others[1].id and contact.kind == "phone":
            contacts[at] = replace(contact, value=phone)


def bank_troubles(lives: Sequence[Life]) -> None:
    """Now and then a payment is returned by the bank and paid again, or one arrives that nobody could match."""
    returned = [life for life in lives if life.paid >= 4 and not life.oldest][::25]
    for life in returned:
        _returned_and_paid_again(life)
    unmatched = [life for life in lives if life.oldest and life.oldest < life.payer.today - timedelta(days=4)][::40]
    for life in unmatched:
        item = life.instalments[life.paid]
        life.payer.pay(item.due + timedelta(days=2), whole(item), status="unmatched")


def _returned_and_paid_again(life: Life) -> None:
    payments = [payment for payment in life.payer.payments if payment.kind == "payment"]
    candidates = [payment for payment in payments[:-2] if payment.amount == whole(life.instalments[0])]
    if not candidates:
        return
    payment = candidates[len(candidates) // 2]
    life.payer.take_back(payment, 2)
    again = payment.paid_at.date() + timedelta(days=3)
    life.payer.pay(again, payment.amount)
