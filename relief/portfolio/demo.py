"""The demo portfolio: believable, invented, and the same for the same day and number of borrowers."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy.engine import Engine

from relief.dates import add_days
from relief.portfolio.batch import Batch
from relief.portfolio.crowd import BOOK_SHARES, SECOND_LOAN, WORKLIST_SHARES, Crowd, book_state, quota
from relief.portfolio.lender import local, make_borrower, make_contact
from relief.portfolio.lives import Life, crowd_life, person_life
from relief.portfolio.past_plans import BROKEN, CHANGED, KEPT, broken_plan
from relief.portfolio.people import PEOPLE, REFERENCE_DAY, Person
from relief.portfolio.permissions import permissions
from relief.portfolio.protection import protect
from relief.portfolio.special import bank_troubles, calendar_lives, twins
from relief.store.records import Borrower, Plan
from relief.store.uow import UnitOfWork

SEED = 20261123
FEWEST = 60
PERSON_BUCKETS = {
    "P1": "30-59", "P2": "1-29", "P3": "30-59", "P4": "current", "P5": "90+", "P6": "1-29", "P7": "90+", "P8": "1-29",
    "P9": "60-89", "P10": "1-29", "P11": "60-89", "P12": "current", "S1": "1-29", "S2": "1-29", "S4": "1-29", "S5": "30-59",
}  # fmt: skip
COUSINS = {"CN-CONS": "CN-FLEX", "CN-FLEX": "CN-CONS", "CN-FARM": "CN-CONS", "IN-JLG": "IN-BIZ", "IN-BIZ": "IN-JLG",
           "KE-DIGI": "KE-BODA", "KE-BODA": "KE-DIGI", "US-PL": "US-CARD", "US-CARD": "US-PL"}  # fmt: skip
"""The book of a borrower's second loan."""


@dataclass(frozen=True)
class Seeded:
    """What was written. `new` is False when the demo was there already; then nothing was changed."""

    new: bool
    rows: dict[str, int]


def people() -> list[Person]:
    """The seventeen people of the demo with what verifies them, in the order of their keys."""
    return list(PEOPLE)


def is_seeded(uow: UnitOfWork) -> bool:
    return uow.borrowers.by_reference(PEOPLE[0].reference or "") is not None


def seed(engine: Engine, today: date, borrowers: int = 200) -> Seeded:
    """Write the demo portfolio as of the day `today`, all or nothing; raises ValueError for fewer than 60 borrowers."""
    if borrowers < FEWEST:
        raise ValueError(f"{borrowers} borrowers are too few for the shares to mean anything; at least {FEWEST}")
    with UnitOfWork(engine) as uow:
        if is_seeded(uow):
            return Seeded(False, {})
        rng = random.Random(f"{SEED}:{today.isoformat()}:{borrowers}")  # noqa: S311  repeatable, not secret
        batch = Batch(rng)
        lives = build(batch, today, borrowers)
        rows = batch.write(uow)
        morning = local(today, time(1), "Asia/Shanghai")
        rows["protected"] = protect(uow, rng, lives[len(PEOPLE) - 1 :], borrowers, morning)
        uow.commit()
    return Seeded(True, rows)


def build(batch: Batch, today: date, borrowers: int) -> list[Life]:
    """All lives, the people's first; they are in the batch, not in a database."""
    batch.reserve(*(person.reference or "" for person in PEOPLE), *(person.phone for person in PEOPLE))
    lives = [_person(batch, person, today) for person in PEOPLE if person.book]
    crowd = Crowd(batch, today)
    rest = borrowers - len(lives)
    special = calendar_lives(crowd)
    taken_books = Counter(life.story.loan.book for life in (*lives, *special))
    taken_buckets = Counter([*PERSON_BUCKETS.values(), *("current" for _ in special)])
    rest -= len(special)
    books = quota(rest, BOOK_SHARES, taken_books)
    buckets = quota(rest, WORKLIST_SHARES, taken_buckets)
    batch.rng.shuffle(books)
    batch.rng.shuffle(buckets)
    first_loans = [*special, *(crowd_life(crowd, book, bucket) for book, bucket in zip(books, buckets, strict=True))]
    seconds = []
    for life in first_loans[::SECOND_LOAN]:
        book = COUSINS[life.story.loan.book]
        seconds.append(crowd_life(crowd, book, book_state(batch.rng, book), life.story.borrower))
    bank_troubles(first_loans[len(special) :])
    _some_plans_broke(batch, first_loans)
    for life in (*lives, *first_loans, *seconds):
        life.close()
    twins(batch, [life.story.borrower for life in first_loans])
    permissions(batch, today)
    return [*lives, *first_loans, *seconds]


def _some_plans_broke(batch: Batch, lives: Sequence[Life]) -> None:
    """As many broken plans as belong to the kept ones."""
    kept = sum(plan.status in ("kept", "replaced") for plan in batch.records[Plan])
    wanted = round(kept * BROKEN / (KEPT + CHANGED)) - sum(plan.status == "broken" for plan in batch.records[Plan])
    for life in lives:
        if wanted > 0 and life.oldest and broken_plan(life.story, life.payer, life.oldest):
            wanted -= 1


def _person(batch: Batch, person: Person, today: date) -> Life:
    shift = today - REFERENCE_DAY
    assert person.next_due and person.date_of_birth and person.borrower_name and person.reference  # noqa: S101
    since = add_days(person.next_due + shift, -31 * (person.paid + person.missed + 2))
    borrower = make_borrower(
        batch,
        reference=person.reference,
        full_name=person.borrower_name,
        native_name=person.native_name,
        date_of_birth=person.date_of_birth,
        language=person.language,
        timezone=person.timezone,
        jurisdiction=person.jurisdiction,
        currency=person.currency,
        pay_day=_moved(person.pay_day, shift),
        minimum_surplus=person.minimum_surplus,
        income=person.income,
        income_every=person.income_every,
        income_next_on=person.income_next_on and person.income_next_on + shift,
        essentials=person.essentials,
        since=since,
    )
    batch.add(borrower, *_contacts(batch, person, borrower))
    return person_life(batch, person, borrower, today, shift)


def _contacts(batch: Batch, person: Person, borrower: Borrower) -> list[Any]:
    """A contact that codes do not go to is known, but not confirmed: its owner may have changed."""
    contacts = []
    for kind, value in (("phone", person.phone), ("email", person.email)):
        if value:
            primary = value == person.code_to
            confirmed = primary or person.code_to == person.phone
            contacts.append(make_contact(batch, borrower, kind, value, primary=primary, confirmed=confirmed))
    return contacts


def _moved(pay_day: Any, shift: timedelta) -> dict[str, Any] | None:
    """The pay-day rule on the calendar of another day."""
    if pay_day is None:
        return None
    moved = dict(pay_day)
    if "known_pay_day" in moved:
        moved["known_pay_day"] = (date.fromisoformat(moved["known_pay_day"]) + shift).isoformat()
    if "weekday" in moved:
        moved["weekday"] = (moved["weekday"] - 1 + shift.days) % 7 + 1
    return moved
