"""The figures of the demo's people, exactly as their stories need them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction

import pytest
from sqlalchemy.engine import Engine

from relief.accounts import match_payment, overview
from relief.arithmetic.affordability import BudgetItem, budget, shortest_plan
from relief.dates import local_date
from relief.ledger import LoanView
from relief.money import minor_from_text
from relief.portfolio.demo import people, seed
from relief.portfolio.people import Person
from relief.store.engine import make_engine
from relief.store.migrate import migrate
from relief.store.uow import UnitOfWork

NOON = datetime(2026, 11, 23, 9, tzinfo=timezone.utc)
FIGURES = """
P1  1100.16  5  2  44 2200.32  31.35    7259.10   683.17 4    1783.33 2    2026-12-10
P2  642.48   2  1  8  642.48   2.57     2446.96   0.00   None 80.00   9    2026-12-15
P3  2179.04  9  2  35 4358.08  16.99    31756.96  487.62 9    2666.66 2    2026-12-19
P4  1198.18  11 0  0  0.00     0.00     14056.46  401.82 -    -       -    2026-12-02
P5  1148.50  7  4  105 4594.00 135.53   11566.75  551.50 9    1700.00 3    2026-12-10
P6  100.16   20 2  24 200.32   30.00    2797.91   239.64 1    456.66  1    2026-11-27
P7  249.08   10 4  96 996.32   116.00   5115.30   0.00   None 120.00  10   2026-12-19
P8  1127.69  14 1  13 1127.69  50.00    34406.72  623.33 2    3066.66 1    2026-11-24
P9  3372.08  8  3  62 10116.24 750.00   46395.43  1127.92 10  4500.00 3    2026-12-22
P10 1118.41  3  3  19 3355.23  0.00     5403.54   553.55 7    5400.00 1    2026-11-25
P11 1263.02  16 11 71 13893.22 1100.00  28231.83  0.00   None 0.00    None 2026-11-29
P12 751.79   30 0  0  0.00     0.00     13672.21  1037.78 -   -       -    2026-12-02
"""


@dataclass(frozen=True)
class Figures:
    key: str
    instalment: int
    paid: int
    missed: int
    days_late: int
    overdue: int
    charges: int
    principal_left: int
    room: int
    plan: str
    room_paused: str
    plan_paused: str
    next_due: date


def figures() -> list[Figures]:
    rows = [line.split() for line in FIGURES.strip().splitlines()]
    return [
        Figures(
            row[0],
            minor_from_text(row[1], 2),
            *(int(value) for value in row[2:5]),
            *(minor_from_text(value, 2) for value in row[5:9]),
            *row[9:12],
            date.fromisoformat(row[12]),
        )
        for row in rows
    ]


BY_KEY = {person.key: person for person in people()}


def view(engine: Engine, key: str, now: datetime = NOON) -> LoanView:
    with UnitOfWork(engine, readonly=True) as uow:
        borrower = uow.borrowers.by_reference(BY_KEY[key].reference or "")
        assert borrower is not None
        (loan,) = overview(uow, borrower.id, now).loans
    return loan


@pytest.mark.parametrize("expected", figures(), ids=lambda row: row.key)
def test_the_figures_of_a_person_are_exact(demo: Engine, expected: Figures) -> None:
    loan = view(demo, expected.key)
    assert loan.instalment == expected.instalment
    assert (loan.instalments_paid, loan.instalments_missed, loan.days_late) == (
        expected.paid,
        expected.missed,
        expected.days_late,
    )
    assert (loan.overdue, loan.charges, loan.principal_left) == (
        expected.overdue,
        expected.charges,
        expected.principal_left,
    )
    assert (loan.next_due, loan.next_amount) == (expected.next_due, expected.instalment)
    assert loan.total_due == expected.overdue + expected.charges
    assert (loan.ahead, loan.unallocated) == (0, 0)


def room_and_plan(person: Person, loan: LoanView, *, running: bool) -> tuple[int, str]:
    essentials = [BudgetItem(person.essentials, "monthly")]
    if running:
        essentials.append(BudgetItem(loan.instalment, person.frequency))  # type: ignore[arg-type]
    month = budget(
        [BudgetItem(person.income, person.income_every)],  # type: ignore[arg-type]
        essentials,
        person.minimum_surplus,
        Fraction(0),
    )
    if not loan.total_due:
        return month.max_instalment, "-"
    plan = shortest_plan(loan.total_due, month.max_instalment, Fraction(0), 60)
    return month.max_instalment, str(len(plan) if plan else None)


@pytest.mark.parametrize("expected", figures(), ids=lambda row: row.key)
def test_the_room_of_a_person_is_exact(demo: Engine, expected: Figures) -> None:
    person, loan = BY_KEY[expected.key], view(demo, expected.key)
    assert room_and_plan(person, loan, running=True) == (expected.room, expected.plan)
    if expected.room_paused != "-":
        paused = minor_from_text(expected.room_paused, 2)
        assert room_and_plan(person, loan, running=False) == (paused, expected.plan_paused)


def test_there_are_seventeen_people_and_only_s3_has_no_account(demo: Engine) -> None:
    assert [person.key for person in people()] == [f"P{at}" for at in range(1, 13)] + [f"S{at}" for at in range(1, 6)]
    with UnitOfWork(demo, readonly=True) as uow:
        for person in people():
            if person.key == "S3":
                assert person.reference is None
                continue
            borrower = uow.borrowers.by_reference(person.reference or "")
            assert borrower is not None
            assert borrower.date_of_birth == person.date_of_birth
            contacts = uow.borrowers.contacts(borrower.id)
            assert contacts[0].value == person.code_to
            assert {contact.value for contact in contacts} == {person.phone, person.email}


def test_the_number_of_s3_was_p7s_and_no_code_goes_there(demo: Engine) -> None:
    carter, new_owner = BY_KEY["P7"], BY_KEY["S3"]
    assert carter.phone == new_owner.phone != carter.code_to
    with UnitOfWork(demo, readonly=True) as uow:
        (borrower,) = uow.borrowers.by_contact(new_owner.phone)
        (phone,) = (contact for contact in uow.borrowers.contacts(borrower.id) if contact.kind == "phone")
        assert (phone.is_primary, phone.confirmed_at) == (False, None)


def test_p4_pays_later_each_month_and_the_last_time_in_two_parts(demo: Engine) -> None:
    with UnitOfWork(demo, readonly=True) as uow:
        borrower = uow.borrowers.by_reference(BY_KEY["P4"].reference or "")
        assert borrower is not None
        (loan,) = uow.loans.of_borrower(borrower.id)
        due = [item.due for item in uow.loans.instalments(loan.id)]
        paid = [local_date(payment.paid_at, borrower.timezone) for payment in uow.payments.of_loan(loan.id)]
    early = [(day - on).days for day, on in zip(due, paid[:-1], strict=False)]
    assert early == sorted(early, reverse=True)
    assert early[0] >= 5
    assert paid[-1] == paid[-2] == due[10]


def test_p5s_plan_broke_and_exactly_what_was_waived_came_back(demo: Engine) -> None:
    with UnitOfWork(demo, readonly=True) as uow:
        borrower = uow.borrowers.by_reference(BY_KEY["P5"].reference or "")
        assert borrower is not None
        (plan,) = uow.plans.of_borrower(borrower.id)
        assert (plan.status, len(uow.plans.instalments(plan.id))) == ("broken", 6)
        adjustments = uow.loans.adjustments(plan.loan_id)
    assert [(item.kind, item.amount) for item in adjustments] == [("waiver", 8_61), ("reinstatement", 8_61)]


def test_s4_paid_on_the_due_date_and_matching_it_takes_the_charge_back(demo: Engine) -> None:
    loan = view(demo, "S4")
    assert (loan.days_late, loan.instalments_missed, loan.fees) == (1, 1, 50_00)
    with UnitOfWork(demo) as uow:  # rolled back at the end
        (payment,) = (item for item in uow.payments.of_loan(loan.loan.id) if item.status == "unmatched")
        assert match_payment(uow, payment, now=NOON, actor="s_1")
        assert not match_payment(uow, payment, now=NOON, actor="s_1")
        matched = overview(uow, loan.loan.borrower_id, NOON).loans[0]
    assert (matched.total_due, matched.days_late) == (0, 0)


@pytest.mark.parametrize("day", [date(2025, 8, 31), date(2026, 3, 1), date(2028, 2, 29)])
def test_on_another_day_the_same_people_are_as_late(tmp_path: object, day: date) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/demo.db")
    migrate(engine)
    seed(engine, day, borrowers=60)
    now = datetime(day.year, day.month, day.day, 9, tzinfo=timezone.utc)
    for expected in figures():
        loan = view(engine, expected.key, now)
        assert (loan.instalments_paid, loan.instalments_missed) == (expected.paid, expected.missed)
        assert abs(loan.days_late - expected.days_late) <= 3  # months are not equally long
        assert loan.overdue == expected.overdue
        assert loan.next_due is not None
        assert abs((loan.next_due - expected.next_due) - (day - date(2026, 11, 23))) <= timedelta(days=3)
    engine.dispose()
