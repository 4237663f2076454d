"""How people pay: mostly on pay-day, some on the last evening, some late, some in parts; never all alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone
from random import Random
from zoneinfo import ZoneInfo

from relief.ledger import History, loan_view
from relief.portfolio.batch import Batch
from relief.store.records import Adjustment, Freeze, Instalment, Loan, Payment

CHANNELS: Mapping[str, Sequence[str]] = {
    "CNY": ("bank", "alipay", "wechat"),
    "INR": ("upi", "upi", "meeting", "bank"),
    "KES": ("mpesa",),
    "USD": ("ach", "ach", "card", "bill_pay"),
}
ROUND_STEPS: Mapping[str, int] = {"CNY": 100_00, "INR": 500_00, "KES": 100_00, "USD": 10_00}
"""What people round a part payment to (minor units); larger instalments are rounded to ten times as much."""

EVENING = 0.15
LATE = 0.10
PARTS = 0.05
ROUNDS_UP = 0.03


class Payer:
    """The payments of one loan. `today` is the demo's day: nothing is paid on it or after it."""

    def __init__(self, batch: Batch, loan: Loan, zone: str, instalments: Sequence[Instalment], today: date) -> None:
        self.batch = batch
        self.rng: Random = batch.rng
        self.loan = loan
        self.zone = zone
        self.instalments = instalments
        self.today = today
        self.offset = self.rng.choice((1, 2, 2, 3, 4))
        self.channel = self.rng.choice(CHANNELS[loan.currency])
        self.payments: list[Payment] = []
        self.adjustments: list[Adjustment] = []
        self.freezes: list[Freeze] = []

    def history(self) -> History:
        return History(self.loan, self.zone, self.instalments, self.payments, self.freezes, self.adjustments)

    def pay(self, day: date, amount: int, *, at: time | None = None, status: str = "booked") -> Payment:
        """Book a payment at a local time of the day (by chance between 7:00 and 21:00)."""
        day = min(day, self.today - timedelta(days=1))
        if at is None:
            at = time(self.rng.randint(7, 20), self.rng.randint(0, 59), self.rng.randint(0, 59))
        if day == self.today - timedelta(days=1):
            at = min(at, time(9, 30 + self.rng.randint(0, 29)))  # the demo's morning has not come everywhere yet
        paid_at = datetime.combine(day, at, ZoneInfo(self.zone)).astimezone(timezone.utc)
        payment = Payment(
            id=self.batch.id("p"),
            loan_id=self.loan.id,
            borrower_id=self.loan.borrower_id,
            paid_at=paid_at,
            amount=amount,
            currency=self.loan.currency,
            reference=self._reference(),
            channel=self.channel,
            kind="payment",
            reverses=None,
            status=status,
            recorded_at=paid_at + timedelta(minutes=self.rng.randint(0, 90)),
        )
        self.payments.append(payment)
        return payment

    def take_back(self, payment: Payment, days: int) -> None:
        """The bank returns the payment some days later."""
        at = payment.paid_at + timedelta(days=days)
        self.payments.append(
            replace(
                payment,
                id=self.batch.id("p"),
                reference=f"{payment.reference}:reversal",
                kind="reversal",
                reverses=payment.id,
                paid_at=at,
                recorded_at=at,
            )
        )

    def punctually(self, item: Instalment) -> None:
        """On the pay-day or the day after, or on the last evening; exact, or rounded up now and then."""
        amount = whole(item)
        if self.rng.random() < EVENING / (1 - LATE - PARTS):
            self.last_evening(item)
        else:
            early = max(0, self.offset - self.rng.randint(0, 1))
            self.pay(item.due - timedelta(days=early), self._rounded_up(amount))

    def last_evening(self, item: Instalment, amount: int | None = None) -> None:
        at = time(self.rng.randint(18, 23), self.rng.randint(0, 59), self.rng.randint(0, 59))
        self.pay(item.due, whole(item) if amount is None else amount, at=at)

    def somehow(self, item: Instalment) -> None:
        """By the shares of the demo: punctually, late by one to five days, or in parts."""
        chance = self.rng.random()
        last_day = self.today - timedelta(days=1)
        if chance < LATE and item.due + timedelta(days=5) < last_day:
            self.late(item, self.rng.randint(1, 5))
        elif chance < LATE + PARTS and item.due + timedelta(days=3) < last_day:
            self.in_parts(item)
        else:
            self.punctually(item)

    def late(self, item: Instalment, days: int) -> Payment:
        """Everything that is due then, mostly with what the delay has cost."""
        day = item.due + timedelta(days=days)
        view = loan_view(self.history(), day)
        amount = view.total_due if self.rng.random() < 0.85 else view.overdue + view.due_today
        return self.pay(day, amount or whole(item))

    def in_parts(self, item: Instalment) -> None:
        """A round part, and the rest the same evening or some days later."""
        part = self.part_of(whole(item))
        self.pay(item.due, part, at=time(self.rng.randint(8, 12), self.rng.randint(0, 59)))
        if self.rng.random() < 0.5:
            self.last_evening(item, whole(item) - part)
        else:
            day = item.due + timedelta(days=self.rng.randint(1, 3))
            due = loan_view(self.history(), day).total_due
            if due:
                self.pay(day, due)

    def part_of(self, amount: int) -> int:
        """A round amount below `amount`, as people pay it."""
        step = ROUND_STEPS[self.loan.currency]
        if amount > 20 * step:
            step *= 5
        if amount <= step:
            return max(1, amount // 2)
        return step * self.rng.randint(max(1, amount // step // 4), (amount - 1) // step)

    def _rounded_up(self, amount: int) -> int:
        if self.rng.random() >= ROUNDS_UP:
            return amount
        step = ROUND_STEPS[self.loan.currency] // 10
        return -(-amount // step) * step

    def _reference(self) -> str:
        forms = {
            "upi": "{:012d}",
            "mpesa": "QK{:08d}",
            "alipay": "2026{:014d}",
            "wechat": "4200{:014d}",
            "meeting": "MTG{:07d}",
        }
        return self.batch.unique(forms.get(self.channel, "TR{:09d}"), 10_000_000, 99_999_999)


def whole(item: Instalment) -> int:
    return item.principal + item.interest + item.fees
