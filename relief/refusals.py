"""The one error with which the core refuses a request, and the codes it may carry.

The codes are those of the arithmetic interface, section 5. A refusal is an ordinary outcome: it
says what was wrong in one English sentence and has changed nothing.
"""

from __future__ import annotations

from typing import Literal

Code = Literal[
    "not_a_number",
    "too_many_decimals",
    "amount_not_positive",
    "n_out_of_range",
    "instalment_below_minimum",
    "percent_out_of_range",
    "waiver_of_principal",
    "not_a_date",
    "date_in_past",
    "date_too_far",
    "rate_above_cap",
    "not_affordable",
    "currency_mismatch",
    "no_rate",
    "no_periods_left",
    "instalment_does_not_cover_interest",
    "overpaid",
    "unknown_kind",
    "missing_field",
    "value_not_allowed",
]


class Refused(ValueError):
    """A request that cannot be answered; `code` is for machines, `message` for a person.

    `credit` (minor units) is set for `overpaid` only: what was paid too much.
    """

    def __init__(self, code: Code, message: str, credit: int | None = None) -> None:
        super().__init__(message)
        self.code: Code = code
        self.message = message
        self.credit = credit
