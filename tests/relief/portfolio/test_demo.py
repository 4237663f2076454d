"""The demo portfolio as a whole: its shares, its histories, and none of the signs that would give it away."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime, time, timedelta, timezone
from itertools import groupby

import phonenumbers
import pytest
from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from relief.accounts import AccountOverview, histories, overview
from relief.arithmetic.penalty import DatedAmount
from relief.arithmetic.promises import judge_promise
from relief.dates import local_date, zone
from relief.ledger import balance, explain
from relief.portfolio.crowd import BOOK_SHARES, WORKLIST_SHARES
from relief.portfolio.demo import SECOND_LOAN, people, seed
from relief.portfolio.special import clocks_change
from relief.store import tables
from relief.store.engine import make_engine
from relief.store.migrate import migrate
from relief.store.records import Borrower, Payment
from relief.store.uow import UnitOfWork
from tests.relief.portfolio.conftest import DAY

NOW = datetime(2026, 11, 23, 9, tzinfo=timezone.utc)
EVENING = time(18)


@pytest.fixture(scope="module")
def accounts(demo: Engine) -> list[AccountOverview]:
    with UnitOfWork(demo, readonly=True) as uow:
        return [overview(uow, borrower.id, NOW) for borrower in uow.borrowers.all()]


@pytest.fixture(scope="module")
def payments(demo: Engine) -> list[tuple[Borrower, Payment]]:
    with UnitOfWork(demo, readonly=True) as uow:
        return [(one, payment) for one in uow.borrowers.all() for payment in uow.payments.of_borrower(one.id)]


def share(part: int, whole: int) -> float:
    return 100 * part / whole


def test_two_hundred_borrowers_have_the_shares_of_the_books(accounts: list[AccountOverview]) -> None:
    assert len(accounts) == 200
    books = Counter(account.loans[0].loan.book for account in accounts if len(account.loans) == 1)
    for book, wanted in BOOK_SHARES.items():
        assert share(books[book], sum(books.values())) == pytest.approx(wanted, abs=3.5)


def test_the_worklist_has_its_shares(accounts: list[AccountOverview]) -> None:
    worst = Counter(max(account.loans, key=lambda loan: loan.days_late).bucket for account in accounts)
    for bucket, wanted in WORKLIST_SHARES.items():
        assert share(worst[bucket], 200) == pytest.approx(wanted, abs=3)


def test_half_of_the_first_bucket_is_one_to_five_days_late(accounts: list[AccountOverview]) -> None:
    late = [loan.days_late for account in accounts for loan in account.loans if loan.bucket == "1-29"]
    assert 35 <= share(sum(days <= 5 for days in late), len(late)) <= 65


def test_not_everybody_is_late_by_the_same_number_of_days(accounts: list[AccountOverview]) -> None:
    late = Counter(loan.days_late for account in accounts for loan in account.loans if loan.is_late)
    assert len(late) > 50
    assert max(late.values()) < 25


def test_one_in_eight_has_a_second_loan(accounts: list[AccountOverview]) -> None:
    second = sum(len(account.loans) == 2 for account in accounts)
    assert second == pytest.approx(200 / SECOND_LOAN, abs=3)


def test_the_reasons_have_their_shares(demo: Engine) -> None:
    with UnitOfWork(demo, readonly=True) as uow:
        data = uow.connection.execute(select(tables.loan_events.c.data).where(tables.loan_events.c.kind == "situation"))
        causes = Counter(row[0]["cause"] for row in data)
    assert len(causes) == 9
    assert causes.most_common(1)[0][0] == "less_income"
    assert share(causes["less_income"], sum(causes.values())) == pytest.approx(26, abs=10)


def test_ten_of_two_hundred_go_to_protection(demo: Engine) -> None:
    with UnitOfWork(demo, readonly=True) as uow:
        states = Counter(row[0] for row in uow.connection.execute(select(tables.borrower_states.c.state)))
        cases = uow.cases.open_cases()
    assert states == {
        "distress": 2, "dispute": 2, "fraud": 1, "wrong_person": 1, "deceased": 1, "insolvent": 1, "complaint": 2,
    }  # fmt: skip
    assert len(cases) == 10


def test_the_people_begin_without_any_state(demo: Engine) -> None:
    with UnitOfWork(demo, readonly=True) as uow:
        for person in people():
            borrower = uow.borrowers.by_reference(person.reference) if person.reference else None
            assert borrower is None or uow.states.current(borrower.id, NOW) == []


def test_about_forty_events_a_loan(demo: Engine) -> None:
    with UnitOfWork(demo, readonly=True) as uow:
        count = {
            name: uow.connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in (("loans", tables.loans), ("payments", tables.payments), ("events", tables.loan_events))
        }
        due = uow.connection.execute(
            select(func.count()).select_from(tables.instalments).where(tables.instalments.c.due < DAY)
        ).scalar_one()
    assert 35 <= (count["payments"] + count["events"] + due) / count["loans"] <= 55


def test_payments_come_on_pay_days_in_the_evening_late_and_in_parts(
    accounts: list[AccountOverview], payments: list[tuple[Borrower, Payment]], demo: Engine
) -> None:
    due_dates: dict[str, set[date]] = defaultdict(set)
    with UnitOfWork(demo, readonly=True) as uow:
        for row in uow.connection.execute(select(tables.instalments.c.loan_id, tables.instalments.c.due)):
            due_dates[row[0]].add(row[1])
    on_due = evening = early = late = 0
    for borrower, payment in payments:
        if payment.kind != "payment":
            continue
        local = payment.paid_at.astimezone(zone(borrower.timezone))
        dues = due_dates[payment.loan_id]
        if local.date() in dues:
            on_due += 1
            evening += local.time() >= EVENING
        elif any(local.date() + timedelta(days=days) in dues for days in range(1, 6)):
            early += 1
        else:
            late += 1
    total = on_due + early + late
    assert share(early, total) > 30
    assert 8 <= share(evening, total) <= 25
    assert 3 <= share(late, total) <= 25


def test_there_are_two_payments_in_one_day_one_taken_back_and_one_not_matched(
    payments: list[tuple[Borrower, Payment]],
) -> None:
    days = Counter((payment.loan_id, local_date(payment.paid_at, one.timezone)) for one, payment in payments)
    assert max(days.values()) >= 2
    assert sum(payment.kind == "reversal" for _, payment in payments) >= 2
    assert sum(payment.status == "unmatched" for _, payment in payments) >= 2


def test_nothing_is_paid_in_the_future(payments: list[tuple[Borrower, Payment]]) -> None:
    assert max(payment.paid_at for _, payment in payments) < datetime(2026, 11, 23, 2, tzinfo=timezone.utc)


def test_the_calendar_is_tested_by_the_data(demo: Engine) -> None:
    with UnitOfWork(demo, readonly=True) as uow:
        rows = uow.connection.execute(
            select(tables.instalments.c.due, tables.loans.c.currency).join_from(tables.instalments, tables.loans)
        ).all()
    dates = {(due, currency) for due, currency in rows}
    assert any(due.month == 2 and due.day == 29 for due, _ in dates)
    assert any(due.day == 31 for due, _ in dates)
    assert (date(2026, 10, 1), "CNY") in dates
    assert clocks_change(DAY) == date(2026, 11, 1)
    assert (date(2026, 11, 1), "USD") in dates


def test_two_share_a_phone_and_two_have_the_same_name(demo: Engine, accounts: list[AccountOverview]) -> None:
    with UnitOfWork(demo, readonly=True) as uow:
        phones = Counter(row[0] for row in uow.connection.execute(select(tables.borrower_contacts.c.value)))
    assert sorted(phones.values())[-2:] == [1, 2]
    same = [account.borrower for account in accounts if account.borrower.native_name == "王伟"]
    assert len(same) >= 2


def test_every_phone_number_can_be_parsed_and_every_address_leads_nowhere(demo: Engine) -> None:
    with UnitOfWork(demo, readonly=True) as uow:
        contacts = list(
            uow.connection.execute(select(tables.borrower_contacts.c.kind, tables.borrower_contacts.c.value))
        )
    for kind, value in contacts:
        if kind == "email":
            assert value.endswith("@example.org")
        else:
            assert phonenumbers.is_valid_number(phonenumbers.parse(value)), value
            assert not value.startswith("+1") or value[5:10] == "55501"


def test_ages_are_spread(accounts: list[AccountOverview]) -> None:
    ages = [(DAY - account.borrower.date_of_birth).days // 365 for account in accounts]
    assert min(ages) >= 18
    assert sum(age >= 50 for age in ages) > 40
    assert sum(age < 30 for age in ages) > 20


def test_balances_are_not_round(accounts: list[AccountOverview]) -> None:
    left = [loan.principal_left for account in accounts for loan in account.loans]
    assert share(sum(amount % 100_00 == 0 for amount in left), len(left)) < 5


def test_plans_were_kept_changed_and_broken(demo: Engine) -> None:
    with UnitOfWork(demo, readonly=True) as uow:
        plans = Counter(row[0] for row in uow.connection.execute(select(tables.plans.c.status)))
    total = sum(plans.values())
    assert share(plans["kept"], total) == pytest.approx(78, abs=8)
    assert share(plans["replaced"], total) == pytest.approx(9, abs=5)
    assert share(plans["broken"], total) == pytest.approx(13, abs=5)


def test_promises_have_their_shares_and_each_is_what_the_payments_say(demo: Engine) -> None:
    with UnitOfWork(demo, readonly=True) as uow:
        promises = [promise for loan in _loan_ids(uow) for promise in uow.promises.of_loan(loan)]
        for promise in promises:
            where = uow.borrowers.require(promise.borrower_id).timezone
            paid = [
                DatedAmount(local_date(payment.paid_at, where), payment.amount)
                for payment in uow.payments.of_loan(promise.loan_id)
                if payment.kind == "payment" and payment.status == "booked"
            ]
            judged = judge_promise(promise.amount, promise.promised_for, promise.made_on, promise.grace_days, paid, DAY)
            assert judged.status == promise.status
    counts = Counter(promise.status for promise in promises)
    assert share(counts["kept"], len(promises)) == pytest.approx(62, abs=8)
    assert share(counts["partly_kept"], len(promises)) == pytest.approx(14, abs=6)


def _loan_ids(uow: UnitOfWork) -> list[str]:
    return [row[0] for row in uow.connection.execute(select(tables.loans.c.id))]


def test_every_balance_can_be_explained(demo: Engine) -> None:
    with UnitOfWork(demo, readonly=True) as uow:
        for borrower in uow.borrowers.all()[::4]:
            for history in histories(uow, borrower):
                rows = explain(history, DAY - timedelta(days=40), DAY)
                change = balance(history, DAY) - balance(history, DAY - timedelta(days=40))
                assert sum(row.amount for row in rows) == change


def test_payments_are_sometimes_round_when_partial(payments: list[tuple[Borrower, Payment]]) -> None:
    round_ones = [payment for _, payment in payments if payment.amount % 10_00 == 0 and payment.kind == "payment"]
    assert 5 <= share(len(round_ones), len(payments)) <= 30


def test_currencies_are_never_added_up(accounts: list[AccountOverview]) -> None:
    for currency, group in groupby(
        sorted(accounts, key=lambda one: one.borrower.currency), lambda one: one.borrower.currency
    ):
        assert all(set(account.total_due) == {currency} for account in group)


def dump(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    with engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in (tables.borrowers, tables.borrower_contacts, tables.loans, tables.payments, tables.loan_events)
        }


def test_the_same_seed_gives_the_same_portfolio(demo: Engine, engine: Engine) -> None:
    seed(engine, DAY)
    assert dump(engine) == dump(demo)


def test_seeding_again_changes_nothing(tmp_path: object) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/demo.db")
    migrate(engine)
    assert seed(engine, DAY, 60).new
    before = dump(engine)
    again = seed(engine, DAY + timedelta(days=1), 60)
    assert (again.new, dump(engine)) == (False, before)
    engine.dispose()


def test_too_few_borrowers_are_refused(demo: Engine) -> None:
    with pytest.raises(ValueError, match="too few"):
        seed(demo, DAY, 59)
