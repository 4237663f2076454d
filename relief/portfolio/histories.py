"""What else happened around a loan: reminders, calls, what the borrower told us, offers, promises, plans."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from relief.arithmetic.penalty import DatedAmount
from relief.arithmetic.promises import judge_promise
from relief.dates import local_date
from relief.ledger import LoanView, loan_view
from relief.portfolio.batch import Batch
from relief.portfolio.lender import local
from relief.portfolio.payer import Payer, whole
from relief.store.records import Borrower, Contacted, Instalment, Loan, LoanEvent, Promise, Situation

CAUSES: tuple[tuple[str, int, str], ...] = (
    ("less_income", 26, "reduced_income"),
    ("lost_job", 17, "job_loss"),
    ("illness", 17, "illness"),
    ("costs", 12, "other"),
    ("season", 9, "reduced_income"),
    ("business", 8, "business_failure"),
    ("asset_lost", 4, "disaster"),
    ("technical", 4, "payment_problem"),
    ("family", 3, "family_change"),
)
"""Why people fall behind, the share in percent, and the reason that it is in the assistant's own list."""
REASONS = {cause: reason for cause, _, reason in CAUSES}

BEGUN, ACCEPTED = 0.64, 0.41
CONTACT_MEMORY_DAYS = 30


@dataclass
class Story:
    """Adds dated events to one loan, none of them on the demo's day or later."""

    batch: Batch
    borrower: Borrower
    loan: Loan
    today: date

    @property
    def rng(self) -> Random:
        return self.batch.rng

    def event(
        self, day: date, kind: str, data: dict[str, Any] | None = None, *, hour: int | None = None
    ) -> datetime | None:
        if not self.loan.disbursed_on <= day < self.today:
            return None
        at = time(hour if hour is not None else self.rng.randint(9, 18), self.rng.randint(0, 59))
        if day == self.today - timedelta(days=1):
            at = time(9, self.rng.randint(0, 29))
        instant = local(day, at, self.borrower.timezone)
        self.batch.add(LoanEvent(self.batch.id("e"), self.loan.id, self.borrower.id, instant, kind, data or {}))
        return instant

    def reminder(self, day: date, tone: str, k: int) -> None:
        """A message that we began; the recent ones count towards how often we may write."""
        channel = self.rng.choice(("sms", "sms", "email"))
        at = self.event(day, "reminder", {"channel": channel, "tone": tone, "instalment": k})
        if at and (self.today - day).days <= CONTACT_MEMORY_DAYS:
            self.batch.add(
                Contacted(self.batch.id("w"), self.borrower.id, self.loan.id, at, channel, "reminder", "sent")
            )

    def call(self, day: date) -> None:
        outcome = self.rng.choices(("no_answer", "talked", "busy", "asked_to_call_later"), (50, 28, 14, 8))[0]
        self.event(day, "call", {"outcome": outcome})


def reminders(story: Story, instalments: Iterable[Instalment], paid_until: int) -> None:
    """Before each due date, and after it for those that were missed; fewer and fewer as time goes by."""
    past = [item for item in instalments if item.due < story.today + timedelta(days=3)]
    weekly = story.loan.frequency in ("weekly", "biweekly")
    for item in past:
        if story.rng.random() < (0.35 if weekly else 0.8):
            story.reminder(item.due - timedelta(days=story.rng.choice((2, 3, 3))), "before_due", item.k)
        if item.k <= paid_until:
            if not weekly and story.rng.random() < 0.5:
                story.event(item.due - timedelta(days=story.rng.randint(5, 9)), "statement", {"instalment": item.k})
            continue
        for days in (1, 4, 9, 20):
            if story.rng.random() < (0.45 if weekly else 0.85):
                story.reminder(item.due + timedelta(days=days), "after_due", item.k)
        for days in (6, 14, 26):
            if story.rng.random() < (0.3 if weekly else 0.55):
                story.call(item.due + timedelta(days=days))
    story.event(story.loan.disbursed_on, "paid_out", {"amount": story.loan.principal}, hour=11)


def told(story: Story, cause: str, day: date) -> None:
    """The borrower said why it is hard; their words are not kept for the demo."""
    at = story.event(day, "situation", {"cause": cause, "reason": REASONS[cause]})
    if at:
        story.batch.add(Situation(story.batch.id("t"), story.borrower.id, None, REASONS[cause], None, at, at))


def offers(story: Story, view: LoanView, oldest: date) -> None:
    """Help that was shown while the loan was late: some begin, fewer accept."""
    late = (story.today - oldest).days
    if late < 6 or story.rng.random() > 0.75:
        return
    kind = story.rng.choice(("instalments", "instalments", "holiday", "date_change"))
    day = oldest + timedelta(days=story.rng.randint(3, min(late - 2, 40)))
    story.event(day, "offer_shown", {"kind": kind, "amount": view.overdue, "currency": view.currency})
    chance = story.rng.random()
    if chance < BEGUN:
        story.event(day, "offer_begun", {"kind": kind})
    if ACCEPTED <= chance < BEGUN:
        story.event(day + timedelta(days=1), "offer_left", {"kind": kind})


def promises(story: Story, payer: Payer) -> None:
    """Promises to pay around the instalments that came late or not at all, each judged by what was really paid."""
    paid_on = [
        DatedAmount(local_date(payment.paid_at, payer.zone), payment.amount)
        for payment in payer.payments
        if payment.kind == "payment" and payment.status == "booked"
    ]
    for item in payer.instalments:
        if item.due >= story.today:
            break
        made_on = item.due + timedelta(days=1)
        came = [part for part in paid_on if made_on <= part.date <= item.due + timedelta(days=9)]
        if came and story.rng.random() < 0.6:
            for_day = came[-1].date + timedelta(days=story.rng.randint(0, 1))
            amount = whole(item) if sum(part.amount for part in came) >= whole(item) else came[-1].amount
            if story.rng.random() < 0.2:
                amount = sum(part.amount for part in came) * 2
        elif not came and story.rng.random() < 0.034:
            for_day, amount = made_on + timedelta(days=story.rng.randint(3, 8)), whole(item)
        else:
            continue
        if for_day + timedelta(days=1) >= story.today:
            continue
        _promise(story, amount, for_day, made_on, paid_on)


def _promise(story: Story, amount: int, for_day: date, made_on: date, paid_on: list[DatedAmount]) -> None:
    verdict = judge_promise(amount, for_day, made_on, 1, paid_on, story.today)
    at = story.event(made_on, "promise", {"amount": amount, "for": for_day.isoformat(), "status": verdict.status})
    if at is None:
        return
    promise_id = story.batch.id("q")
    story.batch.add(
        Promise(
            id=promise_id,
            borrower_id=story.borrower.id,
            loan_id=story.loan.id,
            conversation_id=None,
            amount=amount,
            currency=story.loan.currency,
            promised_for=for_day,
            made_on=made_on,
            grace_days=1,
            status=verdict.status,
            made_at=at,
            ended_at=local(for_day + timedelta(days=1), time(23, 30), story.borrower.timezone),
            idempotency_key=f"demo:{promise_id}",
        )
    )


def late_view(payer: Payer) -> LoanView:
    return loan_view(payer.history(), payer.today)
