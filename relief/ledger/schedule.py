"""The instalments of a loan as it was agreed."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import cast

from relief.arithmetic.amortisation import annuity
from relief.arithmetic.due_dates import every_days, monthly
from relief.arithmetic.rounding import Rounding
from relief.books import PERIODS_PER_YEAR
from relief.dates import month_step
from relief.refusals import Refused
from relief.store.records import Instalment, Loan


def agreed_instalments(loan: Loan) -> list[Instalment]:
    """Equal payments at equal periods; monthly dates are clamped from the pay-day in `terms["pay_day"]` or the day of
    the first due date. Raises Refused for impossible terms."""
    rows = annuity(
        loan.principal,
        Fraction(loan.annual_rate),
        loan.n,
        PERIODS_PER_YEAR[loan.frequency],
        cast(Rounding, loan.rounding),
    ).rows
    dates = due_dates(loan.first_due, loan.n, loan.frequency, loan.terms.get("pay_day"))
    return [
        Instalment(loan.id, row.k, due, row.principal, row.interest, 0) for row, due in zip(rows, dates, strict=True)
    ]


def due_dates(first_due: date, n: int, frequency: str, pay_day: int | None = None) -> list[date]:
    """n dates from the first one on; a month that is too short has its last day."""
    if frequency in ("weekly", "biweekly"):
        return every_days(first_due, n, 7 if frequency == "weekly" else 14)
    if frequency == "monthly":
        return monthly(first_due, n, "clamp", pay_day)
    if frequency == "semiannual":
        steps = [month_step(first_due, pay_day or first_due.day, 6 * at, "clamp") for at in range(n)]
        return [step for step in steps if step is not None]
    raise Refused("value_not_allowed", f"Unknown frequency {frequency!r}; use one of {', '.join(PERIODS_PER_YEAR)}.")
