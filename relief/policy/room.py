"""What a month leaves over for instalments.

income − spending − what is kept back − savings buffer − instalments on other loans and plans (− the running one), times
the safety share. Averages over the year; where income is not regular, `cash` looks at the days as well.
"""

from __future__ import annotations

from fractions import Fraction

from relief.arithmetic.affordability import TIMES_A_YEAR
from relief.arithmetic.rounding import divide, percent_of
from relief.policy.model import PER_YEAR, Account, Budget, Income, Spending
from relief.policy.outcome import Line, Month
from relief.policy.parameters import Rules


def month_of(account: Account, budget: Budget, rules: Rules) -> Month:
    """Income is rounded down and spending up, item by item; everything is in minor units a month (P85)."""
    loan = account.loan
    income = sum(a_month_in(item) for item in budget.income)
    debts = debts_of(budget)
    spending = sum(a_month(item) for item in budget.spending) - debts
    running = monthly(loan.instalment, loan.frequency) if loan.upcoming else 0
    other = other_instalments(account) + debts
    kept_back = max(
        rules.affordability_min_surplus,
        account.minimum_surplus,
        percent_of(income, rules.affordability_min_surplus_percent, "UP"),
    )
    surplus = income - spending
    buffer = percent_of(max(surplus, 0), rules.affordability_buffer_percent, "UP")
    if rules.affordability_buffer_cap is not None:
        buffer = min(buffer, rules.affordability_buffer_cap)
    left_paused = surplus - kept_back - buffer - other
    left_beside = left_paused - running
    return Month(
        income, spending, other, running, kept_back, buffer, left_beside, left_paused,
        _beside(account, left_beside, rules.affordability_safety_share_percent),
        percent_of(max(left_paused, 0), rules.affordability_safety_share_percent, "DOWN"),
    )  # fmt: skip


def month_line(month: Month) -> Line:
    """The sum that a borrower can check: what comes in, what goes out, what is left, what may go into instalments."""
    amounts = {"income": month.income, "spending": month.spending, "running": month.running, "room": month.beside}
    if month.left_beside < 0:
        missing = {**amounts, "kept": month.kept_back + month.buffer, "short": -month.left_beside}
        plain = not month.other_loans
        return (
            Line("month.short", missing) if plain else Line("month.short_sum", {**missing, "other": month.other_loans})
        )
    if not month.other_loans and not month.buffer and month.left_beside == month.beside:
        return Line("month.room", {**amounts, "kept": month.kept_back})
    kept, left = month.kept_back + month.buffer, max(month.left_beside, 0)
    return Line("month.sum", {**amounts, "other": month.other_loans, "kept": kept, "left": left})


def a_month_in(item: Income) -> int:
    """Income a month, rounded down; what comes only once is not in the month."""
    return 0 if item.every == "once" else item.amount * TIMES_A_YEAR[item.every] // 12


def a_month(item: Spending) -> int:
    """Spending a month, rounded up; what comes only once is not in the month."""
    return 0 if item.every == "once" else -(-item.amount * TIMES_A_YEAR[item.every] // 12)


def debts_of(budget: Budget) -> int:
    """Instalments to other lenders that the budget names, a month."""
    return sum(a_month(item) for item in budget.spending if item.group == "debts")


def monthly(amount: int, frequency: str) -> int:
    """An instalment a month, rounded up: × 52/12 weekly, × 26/12 every two weeks."""
    return -(-amount * PER_YEAR[frequency] // 12)


def each_time(a_month: int, frequency: str) -> int:
    """The instalment that a monthly amount carries, rounded down: × 12/52 weekly, × 12/26 every two weeks."""
    return a_month * 12 // PER_YEAR[frequency]


def other_instalments(account: Account) -> int:
    """What keeps falling due on the borrower's other loans and plans in this currency, a month (P83, P12)."""
    total = 0
    currency = account.loan.currency
    same = {loan.id for loan in account.loans if loan.id != account.focus and loan.currency == currency}
    for loan in account.loans:
        if loan.id in same and loan.upcoming:
            total += monthly(loan.instalment, loan.frequency)
    for plan in account.plans:
        if plan.status == "active" and plan.loan in same:
            total += monthly(plan.largest, plan.frequency)
    return total


def _beside(account: Account, left: int, share: Fraction) -> int:
    """The part of what is left that this loan's arrears may take; several overdue loans share it by what is overdue."""
    if left <= 0:
        return 0
    part = percent_of(left, share, "DOWN")
    if len(account.loans) == 1:
        return part
    planned = {plan.loan for plan in account.plans if plan.status == "active"}
    own = account.loan.arrears
    rest = sum(
        loan.arrears
        for loan in account.loans
        if loan.id != account.focus and loan.id not in planned and loan.currency == account.loan.currency
    )
    return divide(part * own, own + rest, "DOWN") if own and rest else part
