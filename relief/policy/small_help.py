"""Help in one step: a promise to pay, charges dropped when the overdue sum is paid, another due date."""

from __future__ import annotations

from datetime import date, timedelta

from relief.dates import add_months
from relief.policy.case import Case
from relief.policy.model import Owed
from relief.policy.outcome import Change, Line, NeedsPerson, Offer, Parts, Payment, Refusal
from relief.policy.rhythm import dates_from
from relief.policy.room import month_line
from relief.policy.schedule import first_pay_day

_WITHOUT_PAY_DAY = 14


def promise(case: Case) -> Offer | Refusal:
    """A day and an amount, as the borrower says or the next pay-day and all that is overdue."""
    rules, loan, wishes, month = case.rules, case.loan, case.wishes, case.month
    due = case.arrears + case.charges
    if not due:
        return case.refuse("promise", "nothing_overdue")
    if not rules.promise_allowed:
        return case.refuse("promise", "not_offered", Change("person"))
    stopped = _too_many_promises(case)
    if stopped:
        return stopped
    own = wishes.kind == "promise"
    amount = min(wishes.amount, due) if own and wishes.amount else due
    lines: list[Line] = []
    if month and amount > month.beside:
        if not own or month.beside < 1:
            return case.refuse(
                "promise", "nothing_left_over" if month.beside <= 0 else "more_than_is_left",
                Change("more_a_month", {"amount": amount - month.left_beside}), room=month.beside, amount=amount,
            )  # fmt: skip
        lines.append(Line("wish.more_than_is_left", {"wish": amount, "room": month.beside}))
        amount = month.beside
    latest = case.today + timedelta(days=rules.promise_max_days)
    day = max(wishes.start, case.today) if own and wishes.start else promise_day(case)
    if not case.holds(day <= latest, "promise.horizon", "promise", ("promise.max_days",), day=day.isoformat()):
        lines.append(Line("wish.day_too_late", dates={"wish": day, "latest": latest}))
        day = latest
    if case.first_shortfall([Payment(day, amount), *case.running()], "promise"):
        return case.refuse("promise", "money_not_there_yet", Change("from_date", dates={"date": latest}))
    because = [Line("promise.all" if amount == due else "promise.part", {"amount": amount, "due": due}, {"day": day})]
    because += lines
    if month:
        because.append(month_line(month))
    case.clears_at_once = amount == due
    because.append(Line("promise.move_it", counts={"grace": rules.promise_grace_days}))
    return Offer(
        id="promise", kind="promise", loan=loan.id, currency=loan.currency, payments=(Payment(day, amount),),
        frequency=loan.frequency, costs=case.costs(case.contract, day), valid_until=min(case.valid_until, day),
        interest="as_agreed", penalty="goes_on_until_paid", credit_record="late_until_paid",
        room_left=month.left_beside - amount if month else None, as_wished=own and not lines, because=tuple(because),
    )  # fmt: skip


def promise_day(case: Case) -> date:
    """The next pay-day from tomorrow on."""
    tomorrow = case.today + timedelta(days=1)
    if case.account.pay_day is None:
        return case.today + timedelta(days=_WITHOUT_PAY_DAY)
    return first_pay_day(case.account.pay_day, tomorrow)


def _too_many_promises(case: Case) -> Refusal | None:
    """None is pushed beside one that is open; the borrower's own wish changes it, which they may until its day."""
    rules = case.rules
    own = [known for known in case.account.promises if known.loan == case.loan.id]
    still_open = [known for known in own if known.status == "open"]
    if case.wishes.kind != "promise" and len(still_open) >= rules.promise_max_open:
        day = max(known.promised_for for known in still_open)
        return case.refuse("promise", "promise_open", Change("from_date", dates={"date": day}))
    since = add_months(case.today, -rules.promise_period_months)
    broken = sum(known.status in ("broken", "partly_kept") and known.made_on > since for known in own)
    if case.holds(
        broken < rules.promise_max_broken, "promise.broken", "promise", ("promise.max_broken",), broken=broken
    ):
        return None
    return case.refuse("promise", "promises_not_kept", Change("plan_instead"))


def waiver(case: Case) -> Offer | Refusal:
    """All charges dropped without a plan, for reasons that policy names, when the overdue sum is paid at once."""
    rules, loan, month = case.rules, case.loan, case.month
    if not case.charges:
        return case.refuse("waiver", "no_charges")
    waived = case.waiver("waiver")
    reason = case.situation.reason or ""
    listed = reason in rules.waiver_alone_reasons
    if not case.holds(listed, "waiver.reason", "waiver", ("waiver.alone_reasons",), reason=reason or "none"):
        changes = (Change("with_a_plan", {"charges": waived.penalty + waived.fees}),) if waived.total else ()
        return case.refuse("waiver", "with_a_plan_only" if changes else "waived_before", *changes, Change("person"),
                           needs=NeedsPerson("collector", "waiver"), charges=case.charges)  # fmt: skip
    if not waived.penalty + waived.fees:
        return case.refuse("waiver", "waived_before", Change("person"), needs=NeedsPerson("collector", "waiver"))
    amount = case.arrears + case.charges - waived.total
    if month and amount > month.beside:
        return case.refuse("waiver", "with_a_plan_only", Change("with_a_plan", {"charges": waived.total}),
                           room=month.beside, amount=amount)  # fmt: skip
    day = min(promise_day(case), case.today + timedelta(days=rules.promise_max_days))
    return Offer(
        id="waiver", kind="waiver", loan=loan.id, currency=loan.currency, payments=(Payment(day, amount),),
        frequency=loan.frequency, costs=case.costs(case.contract - waived.total, day),
        valid_until=min(case.valid_until, day), interest="as_agreed", penalty="waived_when_paid",
        credit_record="late_until_paid", waived=waived, room_left=month.left_beside - amount if month else None,
        needs=case.approver("waiver", amount, waived.total), as_wished=case.wishes.kind == "waiver",
        because=(
            Line("waiver.because_of", {"charges": waived.total}, codes={"reason": reason}),
            Line("waiver.pay_the_rest", {"amount": amount}, {"day": day}),
            Line("waiver.comes_back", {"charges": waived.total}, {"day": day}),
        ),
        disclosures=rules.disclosures_before_plan,
    )  # fmt: skip


def move_date(case: Case) -> Offer | Refusal:
    """The due date moved by some days, the following ones with it; no reason is asked."""
    rules, loan, wishes = case.rules, case.loan, case.wishes
    if not rules.move_date_allowed:
        return case.refuse("move_date", "not_offered", Change("person"))
    if not loan.upcoming:
        return case.refuse("move_date", "nothing_open")
    late = case.days_past_due
    names = ("move_date.max_days_past_due",)
    if not case.holds(late <= rules.move_date_max_days_past_due, "move_date.not_late", "move_date", names, late=late):
        return case.refuse(
            "move_date", "overdue_first", Change("overdue_first", {"amount": case.arrears + case.charges})
        )
    since = add_months(case.today, -rules.plans_period_months)
    moved = sorted(day for day in case.account.dates_moved if day > since)
    if len(moved) >= rules.move_date_max_in_period:
        free = add_months(moved[-rules.move_date_max_in_period], rules.plans_period_months) if moved else case.today
        return case.refuse("move_date", "moved_before", Change("from_date", dates={"date": free}))
    old = loan.upcoming[0].due
    lines: list[Line] = []
    own = wishes.kind == "move_date"
    if own and wishes.start:
        new = wishes.start
    else:
        new = first_pay_day(case.account.pay_day, old)
        lines.append(Line("move.to_pay_day"))
    if new <= case.today or new == old:
        return case.refuse("move_date", "no_other_day", Change("name_a_day"))
    latest = old + timedelta(days=rules.move_date_max_days)
    if not case.holds(new <= latest, "move_date.max_days", "move_date", ("move_date.max_days",), day=new.isoformat()):
        if not own:
            return case.refuse("move_date", "no_other_day", Change("name_a_day"))
        lines = [Line("wish.day_too_late", dates={"wish": new, "latest": latest})]
        new = latest
    rows = [
        Owed(day, owed.principal, owed.interest, owed.penalty, owed.fees, owed.deferred)
        for owed, day in zip(loan.upcoming, dates_from(new, len(loan.upcoming), loan.frequency), strict=True)
    ]
    return Offer(
        id="move_date", kind="move_date", loan=loan.id, currency=loan.currency,
        payments=tuple(Payment(row.due, row.total) for row in rows), frequency=loan.frequency,
        costs=case.costs(case.contract, rows[-1].due), valid_until=min(case.valid_until, old), interest="as_agreed",
        penalty="none", credit_record="not_late", schedule=tuple(rows),
        room_left=case.month.left_beside if case.month else None, as_wished=own and not lines, waived=Parts(),
        because=(
            Line("move.from_to", dates={"old": old, "new": new}, counts={"days": abs((new - old).days)}),
            *lines,
            Line("move.costs_nothing"),
            Line("move.left", counts={"left": rules.move_date_max_in_period - len(moved) - 1}),
        ),
    )  # fmt: skip
