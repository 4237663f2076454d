"""A payment holiday: everything open moves behind a gap that has an end.

A holiday helps with a gap, not with a lasting loss of income: the end must be known (a new job, a customer who pays, the
harvest), or the borrower asks for a short one. What is overdue moves along, and the loan goes on with its own instalment.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from relief.arithmetic.amortisation import equal_payments
from relief.arithmetic.rounding import part_of
from relief.arithmetic.split import split
from relief.dates import add_months
from relief.policy.case import Case
from relief.policy.cash import next_seasonal
from relief.policy.model import PER_YEAR, Kind, Owed
from relief.policy.outcome import Change, Line, NeedsPerson, Offer, Parts, Payment, Refusal
from relief.policy.rhythm import DAYS, dates_from, step

KIND: Kind = "extension"


def extension(case: Case) -> Offer | Refusal:
    """The holiday, or why there is none."""
    rules, loan = case.rules, case.loan
    if not rules.extension_allowed:
        return case.refuse(KIND, "not_offered", Change("person"), needs=NeedsPerson("collector", "not_offered"))
    if not loan.upcoming and not loan.overdue:
        return case.refuse(KIND, "nothing_open")
    barred = case.barred(KIND)
    if barred:
        return barred
    next_due = _next_due(case)
    left = rules.extension_max_months - _used(case)
    if not case.holds(
        left > 0, "extension.months_left", KIND, ("extension.max_months", "plans.period_months"), left=left
    ):
        return case.refuse(KIND, "holiday_used_up", Change("person"), needs=NeedsPerson("collector", "holiday_used_up"))
    seasonal = _seasonal(case)
    back = case.situation.returns_on or _first_wage(case) or seasonal
    if back is None and case.wishes.kind != KIND:
        return case.refuse(KIND, "no_end_in_sight", Change("return_date"))
    if back is None and case.month and case.month.left_paused < case.month.running:
        return case.refuse(
            KIND, "would_not_help", Change("return_date"), Change("person"),
            room=max(case.month.left_paused, 0), running=case.month.running,
        )  # fmt: skip
    if seasonal is not None and back == seasonal and rules.extension_to_income:
        return _to_income(case, seasonal, next_due)
    months, lines = _months(case, next_due, back, left)
    if months is None:
        latest = add_months(next_due, left)
        return case.refuse(
            KIND, "too_far_off", Change("earlier", dates={"date": latest}, counts={"months": left}), Change("person"),
            needs=NeedsPerson("collector", "too_far_off"),
        )  # fmt: skip
    first = _step(next_due, months, loan.frequency)
    return _offer(case, first, months, lines, back)


def _next_due(case: Case) -> date:
    """The first due date had there been no holiday."""
    loan = case.loan
    if loan.upcoming:
        return loan.upcoming[0].due
    last, times = loan.overdue[-1].due, 1
    while step(last, times, loan.frequency) <= case.today:
        times += 1
    return step(last, times, loan.frequency)


def _used(case: Case) -> int:
    since = add_months(case.today, -case.rules.plans_period_months)
    return sum(
        plan.months
        for plan in case.account.plans
        if plan.loan == case.loan.id and plan.kind == KIND and plan.status != "cancelled" and plan.agreed_on > since
    )


def _seasonal(case: Case) -> date | None:
    budget = case.situation.budget
    return next_seasonal(budget, case.today) if budget and budget.irregular else None


def _first_wage(case: Case) -> date | None:
    starts = case.situation.work_starts_on
    return starts + timedelta(days=case.rules.extension_first_wage_days) if starts else None


def _step(day: date, months: int, frequency: str) -> date:
    """The first date that is at least so many months later: the same day of a month, or the next in a weekly rhythm."""
    later = add_months(day, months)
    if frequency not in DAYS:
        return later
    return day + timedelta(days=-(-(later - day).days // DAYS[frequency]) * DAYS[frequency])


def _months(case: Case, next_due: date, back: date | None, left: int) -> tuple[int | None, tuple[Line, ...]]:
    """How many months: until money is back, or as the borrower wishes, or the short one; None: policy's are not enough."""
    wished = case.wishes.months if case.wishes.kind == KIND else None
    if back is None:
        most = min(left, case.rules.extension_without_return_max_months)
        if wished and wished > most:
            return most, (Line("wish.holiday_shorter", counts={"wish": wished, "months": most}),)
        return min(wished or most, most), ()
    needed = 1
    while needed <= left and _step(next_due, needed, case.loan.frequency) < back:
        needed += 1
    if not case.holds(needed <= left, "extension.until_money_is_back", KIND, ("extension.max_months",), months=needed):
        return None, ()
    if wished is None or wished == needed:
        return needed, ()
    if wished > left:
        return left, (Line("wish.holiday_shorter", counts={"wish": wished, "months": left}),)
    return max(wished, needed), (Line("wish.fits"),) if wished >= needed else ()


def _to_income(case: Case, income_on: date, next_due: date) -> Offer | Refusal:
    """The first due date on the day of the seasonal income, as far ahead as policy allows."""
    rules = case.rules
    first = max(income_on + timedelta(days=rules.plans_offset_days), next_due)
    latest = add_months(case.today, rules.extension_to_income_max_months)
    names = ("extension.to_income", "extension.to_income_max_months")
    if not case.holds(first <= latest, "extension.to_income", KIND, names, first=first.isoformat()):
        return case.refuse(
            KIND,
            "too_far_off",
            Change("earlier", dates={"date": latest}),
            needs=NeedsPerson("collector", "too_far_off"),
        )
    months = 0
    while add_months(next_due, months) < first:
        months += 1
    line = Line("holiday.after_income", dates={"income": income_on})
    return _offer(case, first, months, (line,), income_on)


def _offer(case: Case, first: date, months: int, lines: tuple[Line, ...], back: date | None) -> Offer | Refusal:
    rules, loan, month = case.rules, case.loan, case.month
    waived = case.waiver(KIND)
    rows, extra = _rows(case, first, months, waived)
    payments = [Payment(row.due, row.total) for row in rows]
    if not case.within_cap(payments, case.charges - waived.penalty - waived.fees + extra, KIND):
        waived = Parts(case.fees, case.penalty, waived.interest)
        rows, extra = _rows(case, first, months, waived)
        payments = [Payment(row.due, row.total) for row in rows]
        if not case.within_cap(payments, extra, KIND):
            return case.refuse(KIND, "above_cap", Change("person"), needs=NeedsPerson("supervisor", "above_cap"))
    short_on = case.first_shortfall(payments, KIND)
    if short_on:
        return case.refuse(KIND, "money_not_there_yet", Change("person"), needs=NeedsPerson("collector", "cash"))
    total = sum(payment.amount for payment in payments)
    needs = case.approver(KIND, case.arrears, waived.total, rules.extension_approver, "holiday")
    because = [
        Line("holiday.gap", dates={"first": first}, counts={"months": months}),
        *lines,
        Line(f"holiday.{rules.extension_interest}", {"interest": extra}),
    ]
    if case.arrears:
        because.append(Line("holiday.overdue_moves_along", {"overdue": case.arrears}))
    if waived.penalty + waived.fees:
        because.append(Line("plan.waived", {"charges": waived.penalty + waived.fees}))
    if back and month and month.left_paused < month.running and not case.irregular:
        because.append(Line("holiday.looked_at_again", dates={"date": first}))
    else:
        because.append(Line("holiday.same_instalment", {"amount": loan.instalment}, dates={"last": payments[-1].due}))
    return Offer(
        id=KIND, kind="extension", loan=loan.id, currency=loan.currency, payments=tuple(payments),
        frequency=loan.frequency, costs=case.costs(total, payments[-1].due), valid_until=case.valid_until,
        interest=rules.extension_interest, penalty="waived_while_kept" if waived.total else "no_more_while_kept",
        credit_record="late_stays_plan_noted" if loan.overdue else "not_late_while_kept", schedule=tuple(rows),
        waived=waived, extra_interest=extra, months=months,
        room_left=month.left_beside if month else None, needs=needs, as_wished=case.wishes.kind == KIND and not lines,
        because=tuple(because[:6]), disclosures=rules.disclosures_before_plan,
    )  # fmt: skip


def _rows(case: Case, first: date, months: int, waived: Parts) -> tuple[list[Owed], int]:
    """The open instalments on their new days, and the interest that the holiday adds."""
    loan, rules = case.loan, case.rules
    open_rows = [*loan.overdue, *loan.upcoming]
    dates = dates_from(first, len(open_rows), loan.frequency)
    balance = loan.principal_left
    year = Fraction(loan.annual_rate)
    extra = 0
    if rules.extension_interest == "capitalised":
        grown = balance
        for _ in range(months):
            grown += part_of(grown, year / 12, "HALF_UP")
        extra = grown - balance
        plan = equal_payments(grown, year / PER_YEAR[loan.frequency], len(open_rows), "HALF_UP").rows
        rows = [Owed(day, row.principal, row.interest) for day, row in zip(dates, plan, strict=True)]
        rows[0] = Owed(dates[0], rows[0].principal, rows[0].interest, deferred=case.interest - waived.interest)
        return _with_charges(rows, case, waived), extra
    deferred: Sequence[int] = [0] * len(open_rows)
    if rules.extension_interest == "deferred_simple":
        extra = part_of(balance, year * months / 12, "HALF_UP")
        spread = rules.extension_deferred_due == "spread"
        deferred = split(extra, len(open_rows)) if spread else [0] * (len(open_rows) - 1) + [extra]
    left = waived.interest
    rows = []
    for owed, day, more in zip(open_rows, dates, deferred, strict=True):
        drop = min(left, owed.interest)
        left -= drop
        rows.append(Owed(day, owed.principal, owed.interest - drop, deferred=owed.deferred + more))
    return _with_charges(rows, case, waived), extra


def _with_charges(rows: list[Owed], case: Case, waived: Parts) -> list[Owed]:
    """Charges that are not waived fall due with the first instalment."""
    penalty, fees = case.penalty - waived.penalty, case.fees - waived.fees
    if penalty or fees:
        one = rows[0]
        rows[0] = Owed(one.due, one.principal, one.interest, penalty, fees, one.deferred)
    return rows
