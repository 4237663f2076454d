"""The life of one loan up to the demo's day: paid so far, then late by so many days, or in order."""

from __future__ import annotations

from datetime import date, time, timedelta

from relief.ledger import agreed_instalments
from relief.portfolio.batch import Batch
from relief.portfolio.crowd import PRODUCTS, Crowd, days_late
from relief.portfolio.histories import Story, late_view, offers, promises, reminders, told
from relief.portfolio.lender import STEP_DAYS, first_due_date, make_loan
from relief.portfolio.past_plans import CHANGED, KEPT, finished_plan, six_instalments_two_paid
from relief.portfolio.payer import Payer, whole
from relief.portfolio.people import Person
from relief.store.records import Borrower, Loan, Plan

PLAN_SHARE = 0.45
"""Of the loans with a history long enough, how many have had a plan."""
PART_PAID = 0.15


class Life:
    """One loan with its payer and its story; `oldest` is the due date of the oldest missed instalment."""

    def __init__(self, batch: Batch, borrower: Borrower, loan: Loan, today: date, paid: int) -> None:
        self.batch = batch
        self.instalments = agreed_instalments(loan)
        self.payer = Payer(batch, loan, borrower.timezone, self.instalments, today)
        self.story = Story(batch, borrower, loan, today)
        self.paid = paid
        missed = [item for item in self.instalments[paid:] if item.due < today]
        self.oldest = missed[0].due if missed else None

    def close(self) -> None:
        """Hand everything to the batch."""
        self.batch.add(self.story.loan, *self.instalments)
        self.batch.add(*self.payer.payments, *self.payer.freezes, *self.payer.adjustments)


def shape(crowd: Crowd, book: str, bucket: str) -> tuple[int, int, int, date, int]:
    """Terms, instalments paid, days late, first due date and day of the month for a loan that is to be in `bucket`."""
    rng, product, today = crowd.rng, PRODUCTS[book], crowd.today
    n = rng.choice(product.terms)
    low, high = product.paid
    paid = rng.randint(low, max(low, min(high, n - 2)))
    late = days_late(rng, bucket)
    period = STEP_DAYS.get(product.frequency, 28)
    # An instalment of the oldest kind has to exist, and the loan must still show a rhythm.
    paid = min(paid, n - 1)
    if late:
        due = today - timedelta(days=late)
    else:
        due = today + timedelta(days=rng.randint(1, period))
    return n, paid, late, due, due.day


def crowd_life(
    crowd: Crowd, book: str, bucket: str, borrower: Borrower | None = None, *, due: date | None = None
) -> Life:
    """A loan of `book` in `bucket`, of a new borrower or as another loan of `borrower`; `due` fixes the next due date."""
    product = PRODUCTS[book]
    n, paid, _, anchor, _ = shape(crowd, book, bucket)
    anchor = due or anchor
    frequency = product.frequency
    if book == "CN-FARM" and crowd.rng.random() < 0.3:
        frequency, n, paid = "semiannual", 4, crowd.rng.randint(1, 3)
    first = first_due_date(anchor, paid, frequency)
    principal, rate = crowd.principal(product), crowd.rng.choice(product.rates)
    if borrower is None:
        guess = principal // n + principal // 60
        borrower = crowd.borrower(book, guess, frequency, anchor, first - timedelta(days=45))
    loan = make_loan(
        crowd.batch, borrower, book=book, principal=principal, annual_rate=rate, n=n, frequency=frequency, first_due=first,
        pay_day=anchor.day,
    )  # fmt: skip
    life = Life(crowd.batch, borrower, loan, crowd.today, paid)
    _pay_so_far(life)
    _around(life, crowd)
    return life


def _pay_so_far(life: Life) -> None:
    payer, rng, today = life.payer, life.payer.rng, life.payer.today
    k = 1
    room_for_plan = life.paid >= 9 and life.instalments[life.paid - 1].due < today - timedelta(days=6)
    plan_at = rng.randint(3, life.paid - 5) if room_for_plan and rng.random() < PLAN_SHARE else 0
    while k <= life.paid:
        item = life.instalments[k - 1]
        if k == plan_at:
            changed = len(life.batch.records[Plan]) % round((KEPT + CHANGED) / CHANGED) == 4
            k = finished_plan(life.story, payer, k, changed=changed)
            continue
        if life.paid - k < 1 or k + 4 == plan_at:
            payer.punctually(item)  # the last one leaves nothing behind that would spoil the days late
        else:
            payer.somehow(item)
        k += 1
    if life.oldest and rng.random() < PART_PAID and (today - life.oldest).days > 12:
        item = life.instalments[life.paid]
        payer.pay(item.due + timedelta(days=rng.randint(2, 10)), payer.part_of(whole(item) * 6 // 10))


def _around(life: Life, crowd: Crowd) -> None:
    story = life.story
    reminders(story, life.instalments, life.paid)
    promises(story, life.payer)
    if life.oldest:
        told(story, crowd.cause(), life.oldest + timedelta(days=story.rng.randint(0, 6)))
        offers(story, late_view(life.payer), life.oldest)


def person_life(batch: Batch, person: Person, borrower: Borrower, today: date, shift: timedelta) -> Life:
    """The loan of one of the demo's people, with exactly the figures of their story."""
    assert person.next_due is not None and person.book is not None  # noqa: S101  called for people with a loan
    before = person.paid + person.missed
    if person.missed:  # the last missed date moves with the day, so that it stays in the past
        before -= 1
        anchor = first_due_date(person.next_due, 1, person.frequency) + shift
    else:
        anchor = person.next_due + shift
    first = first_due_date(anchor, before, person.frequency)
    loan = make_loan(
        batch, borrower, book=person.book, principal=person.principal, annual_rate=person.annual_rate, n=person.n,
        frequency=person.frequency, first_due=first, pay_day=anchor.day,
    )  # fmt: skip
    life = Life(batch, borrower, loan, today, person.paid)
    _PAYS.get(person.key, _in_order)(life)
    reminders(life.story, life.instalments, life.paid)
    promises(life.story, life.payer)
    if person.cause and life.oldest:
        told(life.story, person.cause, min(life.oldest + timedelta(days=4), today - timedelta(days=1)))
    return life


def _in_order(life: Life) -> None:
    for item in life.instalments[: life.paid]:
        if life.payer.rng.random() < 0.2:
            life.payer.last_evening(item)
        else:
            life.payer.pay(item.due - timedelta(days=life.payer.rng.randint(0, 2)), whole(item))


def _later_each_month(life: Life) -> None:
    """P4: eleven instalments, each nearer to the last minute, the last one in two parts on the last evening."""
    paid = life.instalments[: life.paid]
    for at, item in enumerate(paid[:-1]):
        early = max(0, 6 - at)
        if early:
            life.payer.pay(item.due - timedelta(days=early), whole(item))
        else:
            life.payer.pay(item.due, whole(item), at=time(17 + min(6, at - 5), 40))
    last = paid[-1]
    life.payer.pay(last.due, 700_00, at=time(9, 12))
    life.payer.pay(last.due, whole(last) - 700_00, at=time(23, 41))


def _six_instalments_two_paid(life: Life) -> None:
    for item in life.instalments[:5]:
        life.payer.pay(item.due - timedelta(days=life.payer.rng.randint(0, 2)), whole(item))
    six_instalments_two_paid(life.story, life.payer)


def _paid_but_not_matched(life: Life) -> None:
    """S4: everything in order, and the last payment, made on its due date, could not be matched."""
    _in_order(life)
    item = life.instalments[life.paid]
    life.payer.channel = "upi"
    life.payer.pay(item.due, whole(item), at=time(9, 17), status="unmatched")


_PAYS = {"P4": _later_each_month, "P5": _six_instalments_two_paid, "S4": _paid_but_not_matched}
