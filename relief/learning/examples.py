"""The computations that a lesson may name. Inputs are declared in the lesson, results are never typed.

Each takes its inputs and gives back named values; amounts are rounded half up to the minor unit, once a step.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from fractions import Fraction
from typing import cast

from relief.arithmetic.affordability import TIMES_A_YEAR, BudgetItem, monthly
from relief.arithmetic.amortisation import annuity
from relief.arithmetic.rates import periodic_rate
from relief.arithmetic.roots import Flow
from relief.arithmetic.rounding import divide, part_of, round_fraction
from relief.dates import add_months
from relief.learning.debts import Debt, months_to_clear, pay_down
from relief.learning.inputs import Inputs
from relief.learning.model import Value
from relief.money import Money

Compute = Callable[[Inputs], Mapping[str, Value]]
WEEKS = 52


def month(given: Inputs) -> Mapping[str, Value]:
    """income − fixed − flexible."""
    income, fixed, flexible = given.money("income"), given.money("fixed"), given.money("flexible")
    left = income - fixed - flexible
    return {"spending": fixed + flexible, "left": left, "short": Money(max(-left.minor, 0), left.currency)}


def rhythm(given: Inputs) -> Mapping[str, Value]:
    """What comes each week, and so on, as a month; beside it what four times and five times would be."""
    amount, every = given.money("amount"), given.word("every")
    if every not in TIMES_A_YEAR:
        raise LookupError(f"{every!r} is no rhythm; use one of {', '.join(TIMES_A_YEAR)}")
    a_month = monthly(BudgetItem(amount.minor, every), "HALF_UP")
    year = amount.minor * TIMES_A_YEAR[every]
    return {
        "a_month": Money(a_month, amount.currency),
        "a_year": Money(year, amount.currency),
        "times_four": Money(amount.minor * 4, amount.currency),
        "times_five": Money(amount.minor * 5, amount.currency),
        "forgotten": Money(year - amount.minor * 4 * 12, amount.currency),
    }


def cheaper(given: Inputs) -> Mapping[str, Value]:
    """One line of a budget made smaller."""
    before, after = given.money("before"), given.money("after")
    saved = before - after
    return {"saved": saved, "a_year": Money(saved.minor * 12, saved.currency)}


def simple_interest(given: Inputs) -> Mapping[str, Value]:
    """amount × daily rate × days, and the same rate for a year without compounding."""
    amount, rate, days = given.money("amount"), given.share("daily_rate"), given.count("days")
    return {
        "interest": _of(amount, rate * days),
        "a_day": _of(amount, rate),
        "yearly": rate * 365,
        "third": _of(amount, rate * days / 3),
        "triple": _of(amount, rate * days * 3),
    }


def penalty_interest(given: Inputs) -> Mapping[str, Value]:
    """Simple interest on what is overdue, at the contract's rate and with the surcharge that the contract adds."""
    base, contract = given.money("overdue"), given.share("contract_rate")
    more, days, basis = given.share("surcharge"), given.count("days"), given.count("basis")
    rate = contract * (1 + more)
    with_it, without = _of(base, rate * days / basis), _of(base, contract * days / basis)
    return {"rate": rate, "penalty": with_it, "plain": without, "difference": with_it - without}


def card(given: Inputs) -> Mapping[str, Value]:
    """The same balance with a small, a middle and a larger payment each month."""
    balance, rate = given.money("balance"), given.share("yearly_rate")
    out: dict[str, Value] = {}
    for name in ("small", "middle", "large"):
        done = months_to_clear(balance.minor, rate, given.money(name).minor)
        out[f"{name}_months"] = done.months
        out[f"{name}_total"] = Money(balance.minor + done.interest, balance.currency)
        out[f"{name}_interest"] = Money(done.interest, balance.currency)
    out["saved"] = cast(Money, out["small_total"]) - cast(Money, out["large_total"])
    return out


def flat_fee(given: Inputs) -> Mapping[str, Value]:
    """A fee each month on the first amount: what the yearly rate really is."""
    amount, n, fee = given.money("amount"), given.count("payments"), given.share("fee")
    each = divide(amount.minor, n, "HALF_UP") + part_of(amount.minor, fee, "HALF_UP")
    flows = [Flow(0, -amount.minor), *(Flow(at, each) for at in range(1, n + 1))]
    rate = periodic_rate(flows, 12)
    return {
        "each": Money(each, amount.currency),
        "fees": Money(each * n - amount.minor, amount.currency),
        "looks": fee * 12,
        "half": fee * 10,
        "really": _rounded(rate.nominal, 2),
        "about": _rounded(rate.nominal, 0),
        "effective": _rounded(rate.effective, 2),
    }


def instalments(given: Inputs) -> Mapping[str, Value]:
    """A loan in equal monthly payments: each, in all, interest."""
    amount, rate, n = given.money("amount"), given.share("yearly_rate"), given.count("months")
    plan = annuity(amount.minor, rate, n, 12, "HALF_UP")
    return {
        "each": Money(plan.level_payment or plan.rows[0].payment, amount.currency),
        "last": Money(plan.rows[-1].payment, amount.currency),
        "total": Money(plan.payments, amount.currency),
        "interest": Money(plan.interest, amount.currency),
    }


def kept_until(given: Inputs) -> Mapping[str, Value]:
    """How long an entry stays: so many years after a day, which may itself lie some days after the first one."""
    start, years, later = given.day("from"), given.count("years"), given.count("days_before")
    begins = start + timedelta(days=later)
    gone = add_months(begins, years * 12)
    return {"begins": begins, "gone": gone, "gone_year": str(gone.year), "too_early": str(gone.year - 3)}


def fund(given: Inputs) -> Mapping[str, Value]:
    """A safety fund of some months of essentials, and how long saving takes."""
    essentials, months, aside = given.money("essentials"), given.count("months"), given.money("a_month")
    target = Money(essentials.minor * months, essentials.currency)
    return {
        "target": target,
        "one_month_after": _up(essentials.minor, aside.minor),
        "all_after": _up(target.minor, aside.minor),
    }


def weekly_goal(given: Inputs) -> Mapping[str, Value]:
    """A small sum a week: how many weeks to the first goal, and what a year makes."""
    goal, a_week = given.money("goal"), given.money("a_week")
    return {
        "weeks": _up(goal.minor, a_week.minor),
        "a_year": Money(a_week.minor * WEEKS, a_week.currency),
        "twelve": Money(a_week.minor * 12, a_week.currency),
        "double": Money(a_week.minor * WEEKS * 2, a_week.currency),
    }


def orders(given: Inputs) -> Mapping[str, Value]:
    """Several debts: the dearest first, the smallest first, and the same without anything extra."""
    extra = given.money("extra")
    debts = [
        Debt(key, row.money("balance").minor, row.share("yearly_rate"), row.money("minimum").minor)
        for key, row in given.rows("debts")
    ]
    by_cost, by_size = pay_down(debts, extra.minor, "cost"), pay_down(debts, extra.minor, "size")
    without = pay_down(debts, 0, "cost")
    minimums = sum(debt.minimum for debt in debts)

    def money(minor: int) -> Money:
        return Money(minor, extra.currency)

    return {
        "minimums": money(minimums),
        "in_all": money(minimums + extra.minor),
        "cost_months": by_cost.months,
        "cost_interest": money(by_cost.interest),
        "cost_first_month": by_cost.first_month,
        "size_months": by_size.months,
        "size_interest": money(by_size.interest),
        "size_first_month": by_size.first_month,
        "none_months": without.months,
        "none_interest": money(without.interest),
        "order_saves": money(by_size.interest - by_cost.interest),
        "extra_saves": money(without.interest - by_cost.interest),
        "months_saved": without.months - by_cost.months,
        "number": len(debts),
    }


def agent_fee(given: Inputs) -> Mapping[str, Value]:
    """What an agent's share would pay of a plan."""
    debt, share, each = given.money("debt"), given.share("fee"), given.money("instalment")
    fee = _of(debt, share)
    payments = fee.minor // each.minor
    return {
        "sum": fee,
        "payments": payments,
        "fewer": payments // 3,
        "percent": str(round_fraction(share * 100, "DOWN")),
    }


def settled(given: Inputs) -> Mapping[str, Value]:
    """A debt left to grow, settled for a part, with an agent's fee on the first amount."""
    debt, rate, months = given.money("debt"), given.share("yearly_rate"), given.count("months")
    part, share = given.share("settled_for"), given.share("fee")
    grown = debt + _of(debt, rate * months / 12)
    paid, fee = _of(grown, part), _of(debt, share)
    return {"grown": grown, "paid": paid, "sum": fee, "total": paid + fee, "difference": debt - paid - fee}


COMPUTATIONS: Mapping[str, Compute] = {
    "month": month,
    "rhythm": rhythm,
    "cheaper": cheaper,
    "simple_interest": simple_interest,
    "penalty_interest": penalty_interest,
    "card": card,
    "flat_fee": flat_fee,
    "instalments": instalments,
    "kept_until": kept_until,
    "fund": fund,
    "weekly_goal": weekly_goal,
    "orders": orders,
    "agent_fee": agent_fee,
    "settled": settled,
}


def _of(amount: Money, share: Fraction) -> Money:
    return Money(part_of(amount.minor, share, "HALF_UP"), amount.currency)


def _up(target: int, each: int) -> int:
    """How many times `each` until the target is reached."""
    return divide(target, each, "UP")


def _rounded(share: Fraction, decimals: int) -> Fraction:
    """A share rounded half up to so many decimals of a percent."""
    scale = 100 * 10**decimals
    return Fraction(round_fraction(share * scale, "HALF_UP"), scale)
