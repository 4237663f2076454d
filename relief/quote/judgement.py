"""Cases of kind reject: one requested operation judged, refused with the first code that applies, or accepted."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from relief.arithmetic.amortisation import level_extremes
from relief.arithmetic.schedules import LARGEST_PLAN
from relief.arithmetic.split import split_extremes
from relief.money import minor_from_text, minor_units
from relief.quote.charges import waivable
from relief.quote.fields import Fields
from relief.quote.writing import Answer
from relief.refusals import Refused

Operation = Literal["instalments", "instalments_with_interest", "waiver", "promise", "payment"]

_REQUIRED: dict[Operation, tuple[str, ...]] = {
    "instalments": ("amount", "n"),
    "instalments_with_interest": ("amount", "n", "annual_rate", "cap"),
    "waiver": ("percent",),
    "promise": ("amount", "today", "date"),
    "payment": ("amount", "currency", "loan_currency"),
}
_DEFAULT_MAX_N = 60
_DEFAULT_MAX_DAYS = 365


def answer_reject(inputs: Fields) -> Answer:
    """The checks in the order of the interface, each where its fields are present.

    Nothing is accepted whose required fields are not all there; but what is there is judged first, so that the
    reason given is the one that a person can do something about.
    """
    operation: Operation = inputs.choice("operation", Operation)
    inputs = _in_currency(inputs)
    _check_amounts(inputs)
    _check_currency(inputs)
    _check_waiver(inputs)
    _check_promise_date(inputs)
    n = _checked_n(inputs)
    if operation in ("instalments", "instalments_with_interest"):
        _check_plan(inputs, operation, n)
    inputs.require(*_REQUIRED[operation])
    return {"accepted": True}


def _in_currency(inputs: Fields) -> Fields:
    for name in ("currency", "loan_currency"):
        if inputs.has(name):
            return Fields(inputs.values, decimals=minor_units(inputs.text(name)))
    return inputs


def _check_amounts(inputs: Fields) -> None:
    """Checks 1 to 3. A person may write 12.500 for 12.50: what counts is a fraction of a unit."""
    if inputs.has("percent"):
        inputs.rate("percent")
    if inputs.has("amount"):
        amount = _amount(inputs)
        if amount <= 0:
            raise Refused("amount_not_positive", "The amount must be more than zero.")


def _amount(inputs: Fields) -> int:
    return minor_from_text(inputs.raw("amount"), inputs.decimals, allow_zeros=True)


def _check_currency(inputs: Fields) -> None:
    if inputs.has("currency") and inputs.has("loan_currency"):
        if inputs.text("currency") != inputs.text("loan_currency"):
            raise Refused("currency_mismatch", "The payment is in another currency than the loan.")


def _check_waiver(inputs: Fields) -> None:
    if inputs.has("percent"):
        inputs.percent("percent")
    if inputs.has("on"):
        waivable(inputs)


def _check_promise_date(inputs: Fields) -> None:
    for name in _present(inputs, "date", "today"):
        inputs.day(name)
    if not (inputs.has("date") and inputs.has("today")):
        return
    days = (inputs.day("date") - inputs.day("today")).days
    longest = inputs.integer("policy_max_days") if inputs.has("policy_max_days") else _DEFAULT_MAX_DAYS
    if days < 0:
        raise Refused("date_in_past", "The day promised is already over.")
    if days > longest:
        raise Refused("date_too_far", f"The day promised is more than {longest} days away.")


def _present(inputs: Fields, *names: str) -> Iterator[str]:
    return (name for name in names if inputs.has(name))


def _checked_n(inputs: Fields) -> int | None:
    if not inputs.has("n"):
        return None
    n = inputs.integer("n")
    longest = inputs.integer("policy_max_n") if inputs.has("policy_max_n") else _DEFAULT_MAX_N
    if n < 1:
        raise Refused("n_out_of_range", "At least one instalment is needed.")
    if n > min(longest, LARGEST_PLAN):
        raise Refused("n_out_of_range", f"At most {longest} instalments are possible.")
    return n


def _check_plan(inputs: Fields, operation: Operation, n: int | None) -> None:
    """Checks 11 to 13, on the smallest and the largest payment of the plan."""
    rate = inputs.rate_not_negative("annual_rate") if inputs.has("annual_rate") else None
    extremes = _extremes(inputs, operation, n, rate)
    least = inputs.money("policy_min_instalment") if inputs.has("policy_min_instalment") else 1
    if extremes is not None and extremes[0] < least:
        raise Refused("instalment_below_minimum", "An instalment would be smaller than the least possible one.")
    if rate is not None and inputs.has("cap") and rate > inputs.rate("cap"):
        raise Refused("rate_above_cap", "The rate is above the cap that applies.")
    if extremes is not None and inputs.has("max_instalment") and extremes[1] > inputs.money("max_instalment"):
        raise Refused("not_affordable", "An instalment would be more than the borrower can spare.")


def _extremes(inputs: Fields, operation: Operation, n: int | None, rate: Fraction | None) -> tuple[int, int] | None:
    if n is None or not inputs.has("amount"):
        return None
    if operation == "instalments":
        return split_extremes(_amount(inputs), n)
    return None if rate is None else level_extremes(_amount(inputs), rate / 12, n, "HALF_UP")
