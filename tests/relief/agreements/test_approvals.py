"""What a person must agree to: whose yes, with a reason, for as long as the offer stands, and then the borrower's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy.engine import Engine

from relief import agreements, approvals, daily
from relief.__main__ import main
from relief.accounts import history_of, overview
from relief.agreements import Booked, NotBooked
from relief.approvals import CannotDecide
from relief.ledger import balance, explain
from relief.policy.model import Wishes
from relief.policy.outcome import NeedsPerson
from relief.policy.resolve import Packs
from relief.states import enter
from relief.store.records import Approval, Staff
from relief.store.uow import UnitOfWork
from tests.relief.agreements.test_plans import NOW, later, pay, status

CARTER, ZHANG = "EK-193574", "EK-360842"
SETTLE = Wishes("settlement", lump_sum=4500_00)


def noon(day: date) -> datetime:
    """Midday in Texas."""
    return later(day) + timedelta(hours=16)


def ask(engine: Engine, packs: Packs, reference: str = CARTER, wishes: Wishes = SETTLE, key: str = "c1:m1") -> Approval:
    """The borrower picks an offer that needs a person."""
    with UnitOfWork(engine) as uow:
        borrower = uow.borrowers.by_reference(reference)
        assert borrower
        loan = uow.loans.of_borrower(borrower.id)[0]
        decided = agreements.decide_for(uow, borrower.id, loan.id, wishes, packs, NOW)
        offer = next(one for one in decided.decision.offers if one.needs)
        approval = approvals.request(uow, decided, offer, key=key, now=NOW)
        uow.commit()
    return approval


def decide(
    engine: Engine, approval: Approval, *, what: str = "approve", staff: str = "sara", role: str = "supervisor",
    reason: str = "The floor is met.", now: datetime = NOW,
) -> Approval:  # fmt: skip
    with UnitOfWork(engine) as uow:
        act = approvals.approve if what == "approve" else approvals.refuse
        done = act(uow, approval.id, staff, role, reason, now)
        uow.commit()
    return done


def take(engine: Engine, approval: Approval, now: datetime = NOW) -> Booked | NotBooked:
    with UnitOfWork(engine) as uow:
        done = agreements.accept(uow, approval.plan_id, shown=approval.fingerprint, now=now)
        uow.commit()
    return done


def refused(engine: Engine, approval: Approval, **options: object) -> str:
    with pytest.raises(CannotDecide) as caught:
        decide(engine, approval, **options)  # type: ignore[arg-type]
    return caught.value.code


def test_a_settlement_goes_from_the_request_to_the_books_and_the_debt_is_closed(demo: Engine, packs: Packs) -> None:
    approval = ask(demo, packs)
    assert (approval.kind, approval.role, approval.status) == ("settlement", "supervisor", "pending")
    outcome = take(demo, approval)
    assert isinstance(outcome, NotBooked) and outcome.why == "needs_person"
    assert decide(demo, approval).status == "approved"
    outcome = take(demo, approval)
    assert isinstance(outcome, Booked) and outcome.new
    with UnitOfWork(demo, readonly=True) as uow:
        plan = uow.plans.require(approval.plan_id)
        assert agreements.offer_of(plan).forgiven.total == 5115_30 + 357_66 + 116_00 - 4500_00, (
            "principal, interest, fees"
        )
        assert agreements.progress(uow, plan, NOW).left == 4500_00
    pay(demo, plan, 4500_00, date(2026, 12, 1))
    assert daily.run(demo, noon(date(2026, 12, 1))).kept == 1
    assert daily.run(demo, noon(date(2026, 12, 2))).kept == 0
    with UnitOfWork(demo, readonly=True) as uow:
        assert uow.plans.require(approval.plan_id).status == "kept"
        for day in (date(2026, 12, 1), date(2026, 12, 20), date(2029, 12, 1)):
            after = overview(uow, approval.borrower_id, noon(day)).loans[0]
            assert (after.payoff, after.total_due, after.days_late) == (0, 0, 0)


def test_the_account_explains_a_settlement_to_the_unit(demo: Engine, packs: Packs) -> None:
    approval = ask(demo, packs)
    decide(demo, approval)
    outcome = take(demo, approval)
    assert isinstance(outcome, Booked)
    pay(demo, outcome.plan, 4500_00, date(2026, 12, 1))
    daily.run(demo, noon(date(2026, 12, 1)))
    with UnitOfWork(demo, readonly=True) as uow:
        history = history_of(uow, uow.loans.require(approval.loan_id))
    days = [date(2026, 11, 20) + timedelta(days=3 * k) for k in range(20)]
    for start, end in zip(days, days[4:], strict=False):
        rows = explain(history, start, end)
        assert sum(row.amount for row in rows) == balance(history, end) - balance(history, start)


def test_a_settlement_that_is_not_paid_leaves_everything_as_it_was(demo: Engine, packs: Packs) -> None:
    approval = ask(demo, packs)
    decide(demo, approval)
    with UnitOfWork(demo, readonly=True) as uow:
        before = overview(uow, approval.borrower_id, NOW).loans[0]
    outcome = take(demo, approval)
    assert isinstance(outcome, Booked)
    offer = agreements.offer_of(outcome.plan)
    last = offer.ends_on + timedelta(days=outcome.plan.terms["grace_days"])
    daily.run(demo, noon(last))
    assert status(demo, outcome.plan) == "accepted"
    daily.run(demo, noon(last + timedelta(days=1)))
    assert status(demo, outcome.plan) == "broken"
    with UnitOfWork(demo, readonly=True) as uow:
        after = overview(uow, approval.borrower_id, noon(last + timedelta(days=1))).loans[0]
    assert after.charges == before.charges, "nothing was added while it stood"
    assert after.payoff == before.payoff


def test_money_from_before_the_agreement_does_not_count_for_it(demo: Engine, packs: Packs) -> None:
    approval = ask(demo, packs)
    decide(demo, approval)
    outcome = take(demo, approval, NOW + timedelta(hours=4))
    assert isinstance(outcome, Booked)
    pay(demo, outcome.plan, 4500_00, date(2026, 11, 23))  # at two o'clock, two hours before
    with UnitOfWork(demo, readonly=True) as uow:
        assert agreements.progress(uow, outcome.plan, NOW + timedelta(hours=5)).left == 4500_00


def test_the_farmer_waits_for_the_harvest_once_a_collector_agrees(demo: Engine, packs: Packs) -> None:
    approval = ask(demo, packs, ZHANG, Wishes("extension"))
    assert approval.role == "collector"
    with UnitOfWork(demo, readonly=True) as uow:
        assert approvals.details(uow, approval.id).offer.first_due == date(2027, 2, 5)
    assert decide(demo, approval, role="collector").status == "approved"
    day = NOW + timedelta(days=3)
    outcome = take(demo, approval, day)
    assert isinstance(outcome, Booked), (
        "three days later the same offer still stands, since nothing was added meanwhile"
    )
    with UnitOfWork(demo, readonly=True) as uow:
        view = overview(uow, approval.borrower_id, day).loans[0]
    assert view.total_due == 0 and view.next_due == date(2027, 2, 5)


def test_waiting_for_us_adds_nothing(demo: Engine, packs: Packs) -> None:
    with UnitOfWork(demo, readonly=True) as uow:
        borrower = uow.borrowers.by_reference(ZHANG)
        assert borrower
        before = overview(uow, borrower.id, NOW).loans[0].charges
    approval = ask(demo, packs, ZHANG, Wishes("extension"))
    with UnitOfWork(demo, readonly=True) as uow:
        last = overview(uow, borrower.id, later(approval.expires_on)).loans[0].charges
        after = overview(uow, borrower.id, later(approval.expires_on + timedelta(days=3))).loans[0].charges
    assert before == last < after


@pytest.mark.parametrize(
    ("role", "code"), [("", "role_too_low"), ("assistant", "role_too_low"), ("collector", "role_too_low")]
)
def test_a_settlement_needs_a_supervisor(demo: Engine, packs: Packs, role: str, code: str) -> None:
    approval = ask(demo, packs)
    assert refused(demo, approval, role=role) == code
    with UnitOfWork(demo, readonly=True) as uow:
        assert uow.approvals.require(approval.id) == approval


@pytest.mark.parametrize("what", ["approve", "refuse"])
@pytest.mark.parametrize("reason", ["", "  "])
def test_a_decision_needs_a_reason(demo: Engine, packs: Packs, what: str, reason: str) -> None:
    assert refused(demo, ask(demo, packs), what=what, reason=reason) == "no_reason"


def test_saying_it_twice_decides_once(demo: Engine, packs: Packs) -> None:
    approval = ask(demo, packs)
    first = decide(demo, approval)
    assert decide(demo, approval, reason="again", now=NOW + timedelta(minutes=1)) == first
    assert refused(demo, approval, staff="mei") == "decided"
    assert refused(demo, approval, what="refuse") == "decided"
    with UnitOfWork(demo, readonly=True) as uow:
        written = uow.audit.about(approval.id)
        assert [line.action for line in written] == ["approval.requested", "approval.approved"]
        assert written[-1].actor == "sara" and written[-1].data["reason"] == "The floor is met."
        assert uow.cases.require(approval.case_id).status == "closed"


def test_asking_again_gives_the_same_approval(demo: Engine, packs: Packs) -> None:
    assert ask(demo, packs) == ask(demo, packs, key="c1:m2")
    with UnitOfWork(demo, readonly=True) as uow:
        assert len(approvals.pending(uow)) == 1


def test_a_refusal_ends_the_proposal_and_says_no_twice_without_harm(demo: Engine, packs: Packs) -> None:
    approval = ask(demo, packs)
    first = decide(demo, approval, what="refuse", role="collector", reason="He has savings.")
    assert first.status == "refused" and decide(demo, approval, what="refuse", reason="again") == first
    outcome = take(demo, approval)
    assert isinstance(outcome, NotBooked) and outcome.why == "ended"
    with UnitOfWork(demo, readonly=True) as uow:
        assert approvals.pending(uow) == [] and approvals.ready(uow, approval.borrower_id, NOW) == []


def test_where_the_pack_wants_four_eyes_two_people_say_yes(demo: Engine, packs: Packs) -> None:
    approval = ask(demo, packs)
    with UnitOfWork(demo) as uow:
        uow.approvals.change(approval.id, people=2)
        uow.commit()
    first = decide(demo, approval, staff="mei", role="collector")
    assert first.status == "pending" and isinstance(take(demo, approval), NotBooked)
    assert decide(demo, approval, staff="mei", role="supervisor").status == "pending", "the same person counts once"
    assert refused(demo, approval, staff="tom", role="collector") == "role_too_low"
    assert decide(demo, approval, staff="sara").status == "approved"
    assert isinstance(take(demo, approval), Booked)


@pytest.mark.parametrize(("limit", "people"), [("below", 2), ("at", 1)])
def test_a_large_sum_given_up_needs_two_people(demo: Engine, packs: Packs, limit: str, people: int) -> None:
    from relief.facts import account_facts, situation_facts
    from relief.policy.engine import decide_by

    with UnitOfWork(demo, readonly=True) as uow:
        borrower = uow.borrowers.by_reference(CARTER)
        assert borrower
        loan = uow.loans.of_borrower(borrower.id)[0]
        account, situation = account_facts(uow, borrower.id, loan.id, NOW), situation_facts(uow, borrower)
    rules = packs.rules(account.jurisdictions, loan.book, loan.currency, date(2026, 11, 22))
    offer = decide_by(account, situation, SETTLE, rules, date(2026, 11, 22)).offer("settlement")
    assert offer
    rules = replace(rules, approval_four_eyes_waiver=offer.forgiven.total - (0 if limit == "at" else 1))
    offer = decide_by(account, situation, SETTLE, rules, date(2026, 11, 22)).offer("settlement")
    assert offer and offer.needs == NeedsPerson("supervisor", "settlement", people)


def test_an_offer_that_nobody_decided_runs_out(demo: Engine, packs: Packs) -> None:
    approval = ask(demo, packs)
    last = noon(approval.expires_on)
    daily.run(demo, last)
    with UnitOfWork(demo, readonly=True) as uow:
        assert uow.approvals.require(approval.id).status == "pending"
    assert refused(demo, approval, now=last + timedelta(days=1)) == "ran_out"
    daily.run(demo, last + timedelta(days=1))
    with UnitOfWork(demo, readonly=True) as uow:
        assert uow.approvals.require(approval.id).status == "expired"
        assert uow.plans.require(approval.plan_id).status == "expired"


def test_an_approval_on_the_last_day_leaves_three_days_to_answer(demo: Engine, packs: Packs) -> None:
    approval = ask(demo, packs)
    done = decide(demo, approval, now=noon(approval.expires_on))
    assert done.expires_on == approval.expires_on + timedelta(days=3)
    daily.run(demo, noon(done.expires_on))
    assert isinstance(take(demo, approval, noon(done.expires_on)), Booked)


def test_after_the_last_day_an_approved_offer_is_gone(demo: Engine, packs: Packs) -> None:
    approval = ask(demo, packs)
    done = decide(demo, approval)
    outcome = take(demo, approval, noon(done.expires_on + timedelta(days=1)))
    assert isinstance(outcome, NotBooked) and outcome.why == "expired"


def test_a_payment_in_between_needs_new_offers(demo: Engine, packs: Packs) -> None:
    approval = ask(demo, packs)
    with UnitOfWork(demo, readonly=True) as uow:
        plan = uow.plans.require(approval.plan_id)
    pay(demo, plan, 100_00, date(2026, 11, 23))
    assert refused(demo, approval, now=NOW + timedelta(hours=1)) == "account_changed"


def test_nothing_is_agreed_while_a_state_binds(demo: Engine, packs: Packs) -> None:
    approval = ask(demo, packs)
    with UnitOfWork(demo) as uow:
        enter(uow, approval.borrower_id, "dispute", now=NOW, source="assistant")
        uow.commit()
    assert refused(demo, approval) == "held"


def test_an_offer_that_needs_nobody_is_not_put_before_a_person(demo: Engine, packs: Packs) -> None:
    with UnitOfWork(demo) as uow:
        borrower = uow.borrowers.by_reference("EK-482913")
        assert borrower
        loan = uow.loans.of_borrower(borrower.id)[0]
        decided = agreements.decide_for(uow, borrower.id, loan.id, Wishes(), packs, NOW)
        with pytest.raises(ValueError, match="needs nobody's approval"):
            approvals.request(uow, decided, decided.decision.offers[0], key="k", now=NOW)


def test_an_approval_that_is_not_there(demo: Engine) -> None:
    with UnitOfWork(demo) as uow, pytest.raises(CannotDecide) as caught:
        approvals.approve(uow, "q_nothing", "sara", "supervisor", "Why not.", NOW)
    assert caught.value.code == "unknown"


def test_the_command_line_lists_and_decides(demo: Engine, packs: Packs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", str(demo.url))
    monkeypatch.setenv("EVENKEEL_NOW", "2026-11-23T10:00:00+08:00")

    def run(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(main, ["approvals", *arguments])
        return done.exit_code, done.output

    assert run("list") == (0, "Nothing waits for a decision.\n")
    approval = ask(demo, packs)
    with UnitOfWork(demo) as uow:
        for login, roles in (("sara", ("supervisor", "collector")), ("mei", ("collector",)), ("ada", ("admin",))):
            uow.staff.add(Staff(f"w_{login}", login, login, "-", roles, ("en",), True, NOW))
        uow.commit()
    code, shown = run("list")
    assert code == 0 and approval.id in shown and "USD 4500.00" in shown and "needs a supervisor" in shown
    assert "Carter" not in shown
    assert run("approve", approval.id, "--by", "nobody", "--reason", "x")[0] == 1
    code, shown = run("approve", approval.id, "--by", "mei", "--reason", "fine")
    assert code == 2 and "needs a supervisor" in shown
    assert run("approve", approval.id, "--by", "ada", "--reason", "fine")[0] == 2
    code, shown = run("approve", approval.id, "--by", "sara", "--reason", "The floor is met.")
    assert code == 0 and shown == f"{approval.id} is approved\n"
    assert run("refuse", approval.id, "--by", "sara", "--reason", "no")[0] == 2
