"""What lessons mean for the borrower's own loans: day by day, a little more, a week missed, which first, how long a fund takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from relief.arithmetic.amortisation import same_instalment_rows
from relief.arithmetic.rounding import part_of
from relief.learning.debts import Debt, PayDown, pay_down
from relief.policy.model import PER_YEAR, LoanFacts
from relief.policy.room import monthly
from relief.refusals import Refused

WEEK = 7
YEAR = 365


@dataclass(frozen=True, slots=True)
class DayByDay:
    """A loan's interest and penalty a day now, rounded half up; what has come together so far is `penalty_so_far`."""

    interest_a_day: int
    penalty_a_day: int
    penalty_so_far: int
    fee_each: int


@dataclass(frozen=True, slots=True)
class More:
    """What an extra payment does. Where something is overdue it goes there first: `penalty_a_day` less each day. Where nothing
    is, it goes to principal: `interest` saved, `sooner` instalments fewer."""

    extra: int
    overdue: bool
    penalty_a_day: int = 0
    interest: int = 0
    sooner: int = 0


@dataclass(frozen=True, slots=True)
class MissedWeek:
    """The next instalment a week late: its penalty, or the fee for each missed one. `due` is None when nothing is to come."""

    due: date | None
    amount: int
    cost: int
    by_fee: bool


@dataclass(frozen=True, slots=True)
class BothOrders:
    """Own debts in both orders; the same in both when there is one debt only."""

    by_cost: PayDown
    by_size: PayDown
    extra: int


def day_by_day(loan: LoanFacts) -> DayByDay:
    """Interest on the principal still to come, a 365th of the yearly rate; penalty on what is overdue."""
    principal = sum(owed.principal for owed in loan.upcoming)
    charge = loan.late_charge
    penalty = part_of(loan.arrears, charge.daily_rate, "HALF_UP") if charge.kind == "daily" else 0
    return DayByDay(
        part_of(principal, loan.annual_rate / YEAR, "HALF_UP"),
        penalty,
        loan.charges,
        charge.fee if charge.kind == "per_instalment" else 0,
    )


@dataclass(frozen=True, slots=True)
class ADay:
    """What has come together from now until the evening of a day, when nothing is paid in between."""

    day: date
    interest: int
    penalty: int


def next_days(loan: LoanFacts, today: date, days: int = WEEK) -> tuple[ADay, ...]:
    """The days to come, each rounded once from the start, so that a week is not seven roundings. Until the next due date only:
    from then on more is late."""
    principal = sum(owed.principal for owed in loan.upcoming)
    rate = loan.late_charge.daily_rate if loan.late_charge.kind == "daily" else Fraction(0)
    due = loan.upcoming[0].due if loan.upcoming else None
    found = []
    for n in range(1, days + 1):
        day = today + timedelta(days=n)
        if due is not None and day > due:
            break
        interest = part_of(principal, loan.annual_rate * n / YEAR, "HALF_UP")
        found.append(ADay(day, interest, part_of(loan.arrears, rate * n, "HALF_UP")))
    return tuple(found)


def more(loan: LoanFacts, extra: int) -> More | None:
    """None where there is nothing left that an extra payment could reduce."""
    if loan.arrears:
        helps = min(extra, loan.arrears)
        charge = loan.late_charge
        return More(extra, True, part_of(helps, charge.daily_rate, "HALF_UP") if charge.kind == "daily" else 0)
    balance = sum(owed.principal for owed in loan.upcoming)
    if balance <= extra or not loan.instalment:
        return None
    rate = loan.annual_rate / PER_YEAR[loan.frequency]
    try:
        before = same_instalment_rows(balance, rate, loan.instalment, 0, "HALF_UP")
        after = same_instalment_rows(balance - extra, rate, loan.instalment, 0, "HALF_UP")
    except Refused:
        return None
    saved = sum(row.interest for row in before) - sum(row.interest for row in after)
    return More(extra, False, interest=saved, sooner=len(before) - len(after))


def missed_week(loan: LoanFacts) -> MissedWeek:
    """The next instalment paid seven days late."""
    following = loan.upcoming[0] if loan.upcoming else None
    if following is None:
        return MissedWeek(None, 0, 0, False)
    charge = loan.late_charge
    if charge.kind == "per_instalment":
        return MissedWeek(following.due, following.contract, charge.fee, True)
    cost = part_of(following.contract, charge.daily_rate * WEEK, "HALF_UP") if charge.kind == "daily" else 0
    return MissedWeek(following.due, following.contract, cost, False)


def debts_of(loans: Sequence[LoanFacts]) -> list[Debt]:
    """The loans as debts of the pay-down: what is still to pay of principal, the rate, the instalment a month."""
    return [
        Debt(loan.reference, loan.principal_left, loan.annual_rate, monthly(loan.instalment, loan.frequency))
        for loan in loans
        if loan.principal_left > 0 and loan.instalment > 0
    ]


def both_orders(debts: Sequence[Debt], extra: int) -> BothOrders | None:
    """None where there is no debt, or the payments do not bring them down."""
    try:
        return BothOrders(pay_down(debts, extra, "cost"), pay_down(debts, extra, "size"), extra)
    except Refused:
        return None


@dataclass(frozen=True, slots=True)
class Fund:
    """A safety fund from what a month leaves: the first goal and three months of essentials, and when they are there."""

    first_goal: int
    first_after: int
    essentials: int
    months: int
    target: int
    all_after: int
    a_month: int


def fund(essentials: int, left: int, share: Fraction = Fraction(1, 10), months: int = 3) -> Fund | None:
    """From a tenth of what is left (at least one unit). The first goal is a week of essentials. None where nothing is left."""
    if left <= 0 or essentials <= 0:
        return None
    aside = max(part_of(left, share, "DOWN"), 1)
    first = -(-essentials * 12 // 52)
    target = essentials * months
    return Fund(first, -(-first // aside), essentials, months, target, -(-target // aside), aside)
