"""Closing the debt with less than is owed: only when the borrower brings it up, and a person always approves."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from relief.arithmetic.components import Components
from relief.arithmetic.rounding import percent_of
from relief.arithmetic.settlement import settle
from relief.dates import add_months
from relief.policy.case import Case
from relief.policy.model import Kind
from relief.policy.outcome import Change, Line, NeedsPerson, Offer, Parts, Payment, Refusal

KIND: Kind = "settlement"


def settlement(case: Case) -> Offer | Refusal:
    """What the borrower can offer at once, not below the floors; forgiven line by line, principal last."""
    rules, loan, wishes = case.rules, case.loan, case.wishes
    if not rules.settlement_allowed:
        return case.refuse(KIND, "not_offered", Change("person"), needs=NeedsPerson("supervisor", "not_offered"))
    if wishes.kind != KIND and wishes.lump_sum is None:
        return case.refuse(KIND, "only_when_asked", Change("name_a_sum"))
    owed = Components(case.fees, case.penalty, case.interest, loan.principal_left)
    if not owed.total:
        return case.refuse(KIND, "nothing_open")
    enough = case.days_past_due >= rules.settlement_min_days_past_due
    if not case.holds(
        enough, "settlement.days_past_due", KIND, ("settlement.min_days_past_due",), late=case.days_past_due
    ):
        first = case.today + timedelta(days=rules.settlement_min_days_past_due - case.days_past_due)
        changes = (Change("from_date", dates={"date": first}),) if case.days_past_due else ()
        return case.refuse(KIND, "too_early", *changes, Change("person"), needs=NeedsPerson("supervisor", KIND))
    floor = max(
        percent_of(loan.principal_left, rules.settlement_principal_floor_percent, "UP"),
        percent_of(owed.total, rules.settlement_total_floor_percent, "UP"),
    )
    amount = wishes.lump_sum if wishes.lump_sum is not None else floor
    if amount >= owed.total:
        return case.refuse(KIND, "pays_everything", Change("pay_off", {"amount": owed.total}), amount=owed.total)
    if not case.holds(
        amount >= floor, "settlement.floor", KIND,
        ("settlement.principal_floor_percent", "settlement.total_floor_percent"), amount=amount, floor=floor,
    ):  # fmt: skip
        return case.refuse(
            KIND, "below_floor", Change("more_at_once", {"amount": floor - amount, "floor": floor}), Change("person"),
            needs=NeedsPerson("supervisor", "settlement"), amount=amount, floor=floor,
        )  # fmt: skip
    n = min(max(wishes.n or 1, 1), rules.settlement_max_instalments)
    dates = _dates(case, n)
    plan = settle(owed, Fraction(amount * 100, owed.total), rules.settlement_principal_floor_percent, n, "HALF_UP")
    dropped = plan.forgiven
    lines = [
        Line("settlement.pays", {"amount": amount, "owed": owed.total}, {"day": dates[-1]}),
        Line("settlement.forgiven", {"forgiven": dropped.total, "penalty": dropped.penalty, "fees": dropped.fees,
                                     "interest": dropped.interest, "principal": dropped.principal}),
        Line("settlement.floor", {"floor": floor}),
        Line("settlement.person"),
        Line("settlement.own_money"),
    ]  # fmt: skip
    needs = case.approver(KIND, amount, dropped.total, rules.settlement_approver, KIND)
    return Offer(
        id=KIND, kind="settlement", loan=loan.id, currency=loan.currency,
        payments=tuple(Payment(day, part) for day, part in zip(dates, plan.instalments, strict=True)),
        frequency="monthly", costs=case.costs(amount, dates[-1]), valid_until=case.valid_until, interest="ends",
        penalty="ends", credit_record="settled_for_less",
        forgiven=Parts(dropped.fees, dropped.penalty, dropped.interest, dropped.principal),
        room_left=case.month.left_beside if case.month else None,
        needs=needs or NeedsPerson("supervisor", KIND), as_wished=wishes.lump_sum is not None, because=tuple(lines),
        disclosures=rules.disclosures_before_plan,
    )  # fmt: skip


def _dates(case: Case, n: int) -> list[date]:
    """The first payment as the borrower says or at the end of the time allowed; then month by month."""
    latest = case.today + timedelta(days=case.rules.settlement_pay_within_days)
    wished = case.wishes.start
    first = wished if wished and case.today < wished <= latest else latest
    return [add_months(first, k) for k in range(n)]
