"""Paying what is overdue in instalments beside the running ones.

The shortest plan that the month carries, or the borrower's own proposal where it fits; charges are waived while it is kept.
"""

from __future__ import annotations

from datetime import date, timedelta

from relief.arithmetic.split import split, split_extremes
from relief.dates import add_months
from relief.policy.case import Case
from relief.policy.cash import next_seasonal
from relief.policy.model import PER_YEAR, Frequency, Kind
from relief.policy.outcome import Change, Line, Month, NeedsPerson, Offer, Parts, Payment, Refusal
from relief.policy.room import each_time, month_line, monthly
from relief.policy.schedule import plan_dates

KIND: Kind = "instalments"


def instalments(case: Case) -> Offer | Refusal:
    """The plan, or why there is none and what would change that."""
    rules = case.rules
    if not rules.instalments_allowed:
        return case.refuse(KIND, "not_offered", Change("person"), needs=NeedsPerson("collector", "not_offered"))
    if not case.arrears:
        return case.refuse(KIND, "nothing_overdue")
    barred = case.barred(KIND)
    if barred:
        return barred
    if case.month and case.clears_at_once and case.wishes.kind != KIND:
        return case.refuse(KIND, "not_needed", Change("ask"), room=case.month.beside)
    waived = case.waiver(KIND)
    amount = case.arrears + case.charges - waived.total
    frequency = _frequency(case)
    most = _most(case, amount, frequency)
    if case.month is None:
        longest = min(most, max(1, rules.instalments_without_budget_max_months * PER_YEAR[frequency] // 12))
        n, adjusted = _as_wished(case, amount, 1, longest, amount) if case.wishes.kind == KIND else (longest, ())
        case.note("instalments.without_budget", ("instalments.without_budget_max_months",), KIND, n=n)
        return _offer(case, amount, waived, frequency, n, adjusted)
    carries = each_time(case.month.beside, frequency)
    shortest = _shortest(amount, carries, most)
    case.holds(
        shortest is not None, "instalments.fits_the_month", KIND, ("instalments.max_months", "instalments.min_amount"),
        amount=amount, carries=carries, most=most,
    )  # fmt: skip
    if shortest is None:
        return _does_not_fit(case, case.month, amount, frequency, most, carries)
    n, adjusted = _as_wished(case, amount, shortest, most, carries)
    return _offer(case, amount, waived, frequency, n, adjusted)


def _frequency(case: Case) -> Frequency:
    if case.wishes.kind in (None, KIND) and case.wishes.frequency:
        return case.wishes.frequency
    rhythm = case.rules.instalments_rhythm
    if rhythm == "loan" and case.loan.frequency != "semiannual":
        return case.loan.frequency
    pay_day = case.account.pay_day
    if rhythm == "pay_day" and pay_day and pay_day.rule in ("weekly", "biweekly"):
        return "weekly" if pay_day.rule == "weekly" else "biweekly"
    return "monthly"


def _most(case: Case, amount: int, frequency: str) -> int:
    """The largest number of instalments: the longest term, and none below the least amount."""
    longest = max(case.rules.instalments_max_months * PER_YEAR[frequency] // 12, 1)
    least = max(case.rules.instalments_min_amount, 1)
    return max(min(longest, amount // least), 1)


def _shortest(amount: int, carries: int, most: int) -> int | None:
    """The first number of instalments whose largest fits. The longest term is tried first: it settles most refusals."""
    if carries <= 0 or carries * most < amount:
        return None
    n = -(-amount // carries)
    while n <= most:
        if split_extremes(amount, n)[1] <= carries:
            return n
        n += 1
    return None


def _as_wished(case: Case, amount: int, shortest: int, most: int, carries: int) -> tuple[int, tuple[Line, ...]]:
    """The borrower's own number or amount where it fits, else the nearest that does, with the reason."""
    wishes = case.wishes
    if wishes.kind not in (None, KIND):
        return shortest, ()
    if wishes.n:
        if wishes.n < shortest:
            return shortest, (Line("wish.fewer_do_not_fit", {"room": carries}, counts={"n": wishes.n}),)
        if wishes.n > most:
            return most, (Line("wish.too_many", counts={"n": wishes.n, "most": most}),)
        return wishes.n, (Line("wish.fits"),)
    if wishes.amount:
        if wishes.amount > carries:
            return shortest, (Line("wish.more_than_is_left", {"wish": wishes.amount, "room": carries}),)
        n = -(-amount // wishes.amount)
        while n <= most and split_extremes(amount, n)[1] > wishes.amount:
            n += 1
        if n > most:
            least = split_extremes(amount, most)[1]
            return most, (Line("wish.too_little", {"wish": wishes.amount, "least": least}, counts={"most": most}),)
        return n, (Line("wish.fits"),)
    return shortest, ()


def _offer(
    case: Case, amount: int, waived: Parts, frequency: Frequency, n: int, adjusted: tuple[Line, ...]
) -> Offer | Refusal:
    rules, loan, month = case.rules, case.loan, case.month
    start, late = _start(case)
    dates = plan_dates(case.account.pay_day, start, rules.plans_offset_days, n, frequency)
    plan = _payments(case, amount, dates)
    running = case.running()
    if not case.within_cap(plan + running, case.charges - waived.penalty - waived.fees, KIND):
        dropped = Parts(case.fees, case.penalty, waived.interest)
        amount = case.arrears - waived.interest
        waived, plan = dropped, _payments(case, amount, dates)
        if not case.within_cap(plan + running, 0, KIND):
            return case.refuse(KIND, "above_cap", Change("person"), needs=NeedsPerson("supervisor", "above_cap"))
        adjusted = (*adjusted, Line("cap.charges_dropped", {"charges": case.charges}))
    short_on = case.first_shortfall(plan + running, KIND)
    if short_on:
        return case.refuse(KIND, "money_not_there_yet", *_later(case, short_on))
    largest = max(payment.amount for payment in plan)
    needs = _needs(case, amount, waived.total, n, frequency, largest)
    if isinstance(needs, Refusal):
        return needs
    left = month.left_beside - monthly(largest, frequency) if month else None
    lines = [
        _what_is_paid(plan, bool(running), frequency),
        *adjusted,
        *late,
    ]  # fmt: skip
    if month:
        lines.append(month_line(month))
    if case.account.pay_day:
        lines.append(Line("plan.on_pay_days", dates={"first": dates[0]}))
    if waived.penalty + waived.fees:
        lines.append(Line("plan.waived", {"charges": waived.penalty + waived.fees}))
    elif case.charges:
        lines.append(Line("plan.charges_stay", {"charges": case.charges}))
    if rules.cap_interest_of_principal_percent is not None:
        lines.append(Line("interest.stops_at_principal", {"limit": loan.principal_left}))
    number = case.plan_number() + 1
    if number > 1:
        lines.append(Line("plan.last" if number >= rules.plans_max_in_period else "plan.number", counts={"n": number}))
    return Offer(
        id=KIND, kind="instalments", loan=loan.id, currency=loan.currency, payments=tuple(plan), frequency=frequency,
        costs=case.costs(amount + case.upcoming_total, plan[-1].due), valid_until=case.valid_until,
        interest="none_on_plan" if rules.cap_interest_of_principal_percent is None else "stops_at_principal",
        penalty=_penalty(case, waived), credit_record="late_stays_plan_noted", waived=waived, room_left=left,
        needs=needs, as_wished=case.wishes.kind == KIND and not any(line.key != "wish.fits" for line in adjusted),
        because=tuple(lines[:6]), disclosures=rules.disclosures_before_plan,
    )  # fmt: skip


def _what_is_paid(plan: list[Payment], running: bool, frequency: str) -> Line:
    first, last = plan[0].amount, plan[-1].amount
    key = "plan.amounts" if not running else "plan.beside_running" if first == last else "plan.beside_running_last"
    amounts = {"amount": first, "last": last, "total": sum(payment.amount for payment in plan)}
    return Line(key, amounts, counts={"n": len(plan)}, codes={"every": frequency})


def _payments(case: Case, amount: int, dates: list[date]) -> list[Payment]:
    parts = split(amount, len(dates), "DOWN", case.rules.instalments_remainder)
    return [Payment(day, part) for day, part in zip(dates, parts, strict=True)]


def _start(case: Case) -> tuple[date, tuple[Line, ...]]:
    """The first day that counts: today and the notice, or the borrower's own start up to a holiday's length ahead."""
    notice = case.today + timedelta(days=case.rules.plans_notice_days)
    wished = case.wishes.start if case.wishes.kind in (None, KIND) else None
    if wished is None or wished <= notice:
        return notice, ()
    latest = add_months(case.today, case.rules.extension_max_months + 1)
    if wished <= latest:
        return wished, (Line("wish.start", dates={"start": wished}),)
    return latest, (Line("wish.start_too_late", dates={"start": wished, "latest": latest}),)


def _penalty(case: Case, waived: Parts) -> str:
    if waived.penalty + waived.fees and waived.penalty + waived.fees == case.charges:
        return "waived_while_kept"
    if case.rules.plans_freeze_while_kept:
        return "no_more_while_kept"
    return "goes_on"


def _needs(case: Case, amount: int, waived: int, n: int, frequency: str, largest: int) -> NeedsPerson | Refusal | None:
    rules = case.rules
    least, why = "assistant", ""
    if n * 12 > rules.instalments_assistant_max_months * PER_YEAR[frequency]:
        least, why = "collector", "term"
    month = case.month
    if month and month.income:
        debts = month.other_loans + month.running + monthly(largest, frequency)
        limit = rules.affordability_debt_service_max_percent
        if limit is not None and debts * 100 > limit * month.income:
            case.holds(False, "affordability.debt_service_max", KIND, ("affordability.debt_service_max_percent",))
            return case.refuse(KIND, "debts_too_large", Change("person"), needs=NeedsPerson("collector", "debts"))
        line = rules.affordability_debt_service_person_percent
        if line is not None and not case.holds(
            debts * 100 <= line * month.income, "affordability.debt_service", KIND,
            ("affordability.debt_service_person_percent",), debts=debts, income=month.income,
        ):  # fmt: skip
            least, why = "collector", "debts"
    return case.approver(KIND, amount, waived, least, why)


def _does_not_fit(case: Case, month: Month, amount: int, frequency: str, most: int, carries: int) -> Refusal:
    """The smallest changes: a little more a month, or more instalments than policy allows."""
    wanted = monthly(split_extremes(amount, most)[1], frequency)
    share = case.rules.affordability_safety_share_percent
    needed = -(-wanted * 100 * share.denominator // share.numerator) if share else wanted
    changes = [
        Change("more_a_month", {"amount": needed - month.left_beside}, counts={"n": most}, codes={"every": frequency})
    ]
    if carries > 0:
        n = -(-amount // carries)
        changes.append(Change("longer", counts={"n": n, "instead": most}, codes={"every": frequency}))
    elif month.paused >= 1:
        changes.append(Change("pause_running", {"room": month.paused}))
    return case.refuse(
        KIND, "nothing_left_over" if month.beside <= 0 else "not_affordable", *changes,
        room=max(month.left_beside, 0), amount=amount, income=month.income, spending=month.spending,
        running=month.running, kept=month.kept_back,
    )  # fmt: skip


def _later(case: Case, short_on: date) -> tuple[Change, ...]:
    budget = case.situation.budget
    day = next_seasonal(budget, case.today) if budget else None
    return (Change("after_income", dates={"date": day, "short": short_on}),) if day else (Change("person"),)
