"""A payment beyond the schedule of a monthly annuity."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from relief.arithmetic.amortisation import annuity, equal_payments, same_instalment_rows
from relief.arithmetic.rounding import Rounding
from relief.arithmetic.schedules import Row, Schedule, check_amount, renumbered
from relief.refusals import Refused

PrepayMode = Literal["reduce_instalment", "reduce_term"]


@dataclass(frozen=True, slots=True)
class Prepayment:
    """The kept and the new rows; the extra itself is in no row. `interest_saved` against the unchanged loan."""

    schedule: Schedule
    level_before: int
    interest_saved: int


def prepay(
    principal: int,
    annual_rate: Fraction,
    n: int,
    after_k: int,
    extra: int,
    mode: PrepayMode,
    min_tail: int,
    rounding: Rounding,
) -> Prepayment:
    """Pay `extra` right after instalment `after_k`, all to principal.

    Refuses `overpaid`, with the credit, when it is more than is owed; `instalment_does_not_cover_interest` when the
    old instalment would not pay off the rest; `n_out_of_range` when `after_k` is not 0 … n.
    """
    before = annuity(principal, annual_rate, n, 12, rounding)
    if not 0 <= after_k <= n:
        raise Refused("n_out_of_range", "The number of instalments paid must lie between 0 and all of them.")
    check_amount(extra)
    kept = before.rows[:after_k]
    balance = (kept[-1].balance if kept else principal) - extra
    if balance < 0:
        raise Refused("overpaid", "The payment is more than what is still owed.", credit=-balance)
    level_before = before.level_payment or 0
    new: tuple[Row, ...] = ()
    if balance and mode == "reduce_instalment":
        new = equal_payments(balance, annual_rate / 12, n - after_k, rounding).rows
    elif balance:
        new = same_instalment_rows(balance, annual_rate / 12, level_before, min_tail, rounding)
    after = Schedule(kept + renumbered(new, after_k + 1))
    return Prepayment(after, level_before, before.interest - after.interest)
