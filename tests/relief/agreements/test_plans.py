"""An agreement is made once, becomes what is due, and is kept or broken by what comes in."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from relief import agreements, audit, daily
from relief.accounts import explain_loan, history_of, overview, record_payment
from relief.agreements import Booked, NotBooked
from relief.facts import situation_facts
from relief.ledger import balance, explain
from relief.policy.engine import replay as decide_again
from relief.policy.model import Wishes
from relief.policy.resolve import Packs, load
from relief.store.records import Plan
from relief.store.uow import UnitOfWork

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=timezone.utc)
LI_WEI, WANG_FANG = "EK-482913", "EK-517306"


def later(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 2, 0, tzinfo=timezone.utc)


def proposal(
    engine: Engine, packs: Packs, reference: str = LI_WEI, kind: str = "instalments", work: date | None = None
) -> Plan:
    with UnitOfWork(engine) as uow:
        borrower = uow.borrowers.by_reference(reference)
        assert borrower
        loan = uow.loans.of_borrower(borrower.id)[0]
        situation = replace(situation_facts(uow, borrower), work_starts_on=work)
        decided = agreements.decide_for(uow, borrower.id, loan.id, Wishes(), packs, NOW, situation=situation)
        offer = decided.decision.offer(kind)
        assert offer, decided.decision.refusal(kind)
        plan = agreements.propose(uow, decided, offer, key=f"k-{kind}", now=NOW)
        uow.commit()
    return plan


def agree(engine: Engine, plan: Plan, now: datetime = NOW) -> Booked | NotBooked:
    with UnitOfWork(engine) as uow:
        done = agreements.accept(uow, plan.id, shown=plan.proposal_hash, now=now)
        uow.commit()
    return done


def pay(engine: Engine, plan: Plan, amount: int, day: date) -> None:
    with UnitOfWork(engine) as uow:
        record_payment(
            uow,
            uow.loans.require(plan.loan_id),
            amount=amount,
            currency=plan.currency,
            paid_at=later(day),
            reference=f"r-{day}-{amount}",
            channel="bank",
            now=later(day),
        )
        uow.commit()


def status(engine: Engine, plan: Plan) -> str:
    with UnitOfWork(engine, readonly=True) as uow:
        return uow.plans.require(plan.id).status


def test_li_wei_s_plan_becomes_what_is_due_and_the_penalty_is_waived(demo: Engine, packs: Packs) -> None:
    plan = proposal(demo, packs)
    assert isinstance(agree(demo, plan), Booked)
    with UnitOfWork(demo, readonly=True) as uow:
        view = overview(uow, plan.borrower_id, NOW).loans[0]
        rows = agreements.progress(uow, plan, NOW).rows
    assert (view.overdue, view.charges, view.next_due, view.next_amount) == (0, 0, date(2026, 11, 27), 55008)
    assert [(row.amount, row.left) for row in rows] == [(55008, 55008)] * 4
    assert view.days_late == 44, "an agreement alone makes nobody less late, and nobody later"
    assert view.principal_left == 725910


def test_a_yes_twice_makes_one_plan(demo: Engine, packs: Packs) -> None:
    plan = proposal(demo, packs)
    first, second = agree(demo, plan), agree(demo, plan)
    assert isinstance(first, Booked) and first.new
    assert isinstance(second, Booked) and not second.new
    with UnitOfWork(demo, readonly=True) as uow:
        assert len(uow.loans.adjustments(plan.loan_id)) == 1


def test_a_kept_plan_gets_no_later_and_ends_as_kept(demo: Engine, packs: Packs) -> None:
    plan = proposal(demo, packs)
    agree(demo, plan)
    pays = [(date(2026, 11, 27), 55008), (date(2026, 12, 10), 110016), (date(2027, 1, 1), 55008)]
    pays += [(date(2027, 1, 10), 110016), (date(2027, 1, 29), 55008), (date(2027, 2, 10), 110016)]
    pays += [(date(2027, 3, 5), 55008)]
    for day, amount in pays:
        pay(demo, plan, amount, day)
        with UnitOfWork(demo, readonly=True) as uow:
            view = overview(uow, plan.borrower_id, later(day)).loans[0]
        assert view.days_late <= 44 and view.total_due == 0
    with UnitOfWork(demo, readonly=True) as uow:
        assert overview(uow, plan.borrower_id, later(date(2027, 3, 5))).loans[0].days_late == 0
    done = daily.run(demo, later(date(2027, 3, 6)))
    assert done.kept == 1 and status(demo, plan) == "kept"
    assert daily.run(demo, later(date(2027, 3, 6))).kept == 0


@pytest.mark.parametrize(("days", "expected"), [(0, "accepted"), (1, "broken")])
def test_a_plan_breaks_after_grace_and_not_a_day_before(demo: Engine, packs: Packs, days: int, expected: str) -> None:
    plan = proposal(demo, packs)
    agree(demo, plan)
    rules = packs.rules(("cn",), "CN-CONS", "CNY", date(2026, 11, 23))
    end_of_grace = date(2026, 11, 27) + timedelta(days=rules.plans_grace_days)
    daily.run(demo, later(end_of_grace + timedelta(days=days)))
    assert status(demo, plan) == expected


def test_a_broken_plan_puts_back_exactly_what_was_waived(demo: Engine, packs: Packs) -> None:
    plan = proposal(demo, packs)
    agree(demo, plan)
    day = date(2026, 12, 8)
    with UnitOfWork(demo, readonly=True) as uow:
        before = overview(uow, plan.borrower_id, later(day)).loans[0].charges
    assert daily.run(demo, later(day)).broken == 1
    assert daily.run(demo, later(day)).broken == 0, "a second run changes nothing"
    with UnitOfWork(demo, readonly=True) as uow:
        after = overview(uow, plan.borrower_id, later(day)).loans[0].charges
    assert after - before == 3135


def test_the_account_explains_itself_to_the_unit_over_an_agreement(demo: Engine, packs: Packs) -> None:
    plan = proposal(demo, packs)
    agree(demo, plan)
    pay(demo, plan, 55008, date(2026, 11, 27))
    daily.run(demo, later(date(2027, 1, 20)))
    with UnitOfWork(demo, readonly=True) as uow:
        loan = uow.loans.require(plan.loan_id)
        history = history_of(uow, loan)
        days = [date(2026, 11, 20) + timedelta(days=3 * k) for k in range(30)]
        for start, end in zip(days, days[5:], strict=False):
            rows = explain_loan(uow, loan, start, end)
            assert sum(row.amount for row in rows) == balance(history, end) - balance(history, start), (start, end)


def test_a_holiday_moves_every_date_and_nothing_is_overdue(demo: Engine, packs: Packs) -> None:
    plan = proposal(demo, packs, WANG_FANG, "extension", date(2027, 1, 15))
    assert isinstance(agree(demo, plan), Booked)
    with UnitOfWork(demo, readonly=True) as uow:
        view = overview(uow, plan.borrower_id, later(date(2027, 2, 14))).loans[0]
    assert (view.overdue, view.charges, view.next_due, view.next_amount) == (0, 0, date(2027, 2, 15), 64248)


def test_a_payment_in_between_makes_a_new_offer_necessary(demo: Engine, packs: Packs) -> None:
    plan = proposal(demo, packs)
    pay(demo, plan, 10000, date(2026, 11, 23))
    done = agree(demo, plan, NOW + timedelta(hours=2))
    assert isinstance(done, NotBooked) and done.why == "account_changed"
    assert status(demo, plan) == "proposed"


def test_an_offer_that_has_run_out_is_not_booked(demo: Engine, packs: Packs) -> None:
    plan = proposal(demo, packs)
    until = agreements.offer_of(plan).valid_until
    done = agree(demo, plan, later(until + timedelta(days=1)))
    assert isinstance(done, NotBooked) and done.why == "expired"
    assert daily.run(demo, later(until + timedelta(days=1))).expired == 1


def test_something_else_than_what_was_shown_is_never_booked(demo: Engine, packs: Packs) -> None:
    plan = proposal(demo, packs)
    with UnitOfWork(demo) as uow, pytest.raises(ValueError, match="was proposed as"):
        agreements.accept(uow, plan.id, shown="0" * 64, now=NOW)


def test_each_step_is_in_the_audit_and_the_decision_replays(demo: Engine, packs: Packs) -> None:
    plan = proposal(demo, packs)
    agree(demo, plan)
    with UnitOfWork(demo, readonly=True) as uow:
        lines = [line.action for line in uow.audit.about(plan.id)]
        stored = uow.decisions.require(str(plan.decision_id))
        assert audit.verify(uow.connection) is None
    assert lines == ["plan.proposed", "plan.accepted"]
    assert decide_again(stored.inputs).to_json() == stored.output


@pytest.mark.parametrize("paid_on", [date(2026, 11, 20), date(2026, 11, 23)])
def test_money_that_the_agreement_did_not_know_of_counts_for_its_payments(
    demo: Engine, packs: Packs, paid_on: date
) -> None:
    plan = proposal(demo, packs)
    agree(demo, plan)
    with UnitOfWork(demo) as uow:
        loan = uow.loans.require(plan.loan_id)
        record_payment(
            uow, loan, amount=55008, currency="CNY", paid_at=later(paid_on), reference="bank-late", channel="bank",
            now=NOW + timedelta(hours=5),
        )  # fmt: skip
        uow.commit()
    with UnitOfWork(demo, readonly=True) as uow:
        state = agreements.progress(uow, uow.plans.require(plan.id), NOW + timedelta(days=1))
        history = history_of(uow, loan)
    assert state.left == 3 * 55008
    days = [date(2026, 11, 18) + timedelta(days=k) for k in range(12)]
    for start, end in zip(days, days[3:], strict=False):
        rows = explain(history, start, end)
        assert sum(row.amount for row in rows) == balance(history, end) - balance(history, start)


@pytest.mark.parametrize("interest", ["frozen", "deferred_simple", "capitalised"])
def test_a_pause_is_booked_to_the_unit_whatever_happens_to_its_interest(
    demo: Engine, tmp_path: Path, interest: str
) -> None:
    folder = tmp_path / "policies"
    shutil.copytree(Path(__file__).resolve().parents[3] / "policies", folder)
    for file in folder.glob("*.yml"):
        text = file.read_text(encoding="utf-8")
        file.write_text(
            re.sub(r"(extension\.interest:(?:\n    .*)*?\n    values: \[\{value: )\w+", rf"\g<1>{interest}", text)
        )
    changed = load(folder)
    plan = proposal(demo, changed, WANG_FANG, "extension", date(2027, 1, 15))
    offer = agreements.offer_of(plan)
    assert offer.interest == interest and (offer.extra_interest > 0) == (interest != "frozen")
    assert offer.costs.offer == offer.total
    assert isinstance(agree(demo, plan), Booked)
    for payment in offer.payments:
        pay(demo, plan, payment.amount, payment.due)
    end = offer.ends_on
    with UnitOfWork(demo, readonly=True) as uow:
        view = overview(uow, plan.borrower_id, later(end)).loans[0]
        history = history_of(uow, uow.loans.require(plan.loan_id))
    assert (view.payoff, view.total_due) == (0, 0)
    rows = explain(history, date(2026, 11, 20), end)
    assert sum(row.amount for row in rows) == balance(history, end) - balance(history, date(2026, 11, 20))
