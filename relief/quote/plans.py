"""Cases that make a plan of instalments: split, annuity, equal_principal, flat, dated_annuity, extension, prepay."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from relief.arithmetic import amortisation
from relief.arithmetic.amortisation import annuity
from relief.arithmetic.dated_annuity import dated_annuity
from relief.arithmetic.day_count import DayCount
from relief.arithmetic.extension import DeferredDue, GoingOn, HolidayInterest, extend
from relief.arithmetic.prepay import PrepayMode, prepay
from relief.arithmetic.rounding import Rounding
from relief.arithmetic.split import RemainderOn, interest_free_plan
from relief.money import text_from_minor
from relief.quote import writing
from relief.quote.fields import Fields, with_minor_units
from relief.quote.writing import Answer

PeriodsPerYear = Literal[12, 26, 52]


def answer_split(inputs: Fields) -> Answer:
    inputs.require("amount", "n", "base_rounding", "remainder_on", "minor_units")
    inputs = with_minor_units(inputs)
    amount, n = inputs.positive("amount"), inputs.number_of("n")
    base_rounding: Rounding = inputs.rounding("base_rounding")
    remainder_on: RemainderOn = inputs.choice("remainder_on", RemainderOn)
    parts = interest_free_plan(amount, n, base_rounding, remainder_on)
    return {
        "instalments": writing.amounts(parts, inputs.decimals),
        "total": text_from_minor(sum(parts), inputs.decimals),
        "largest": text_from_minor(max(parts), inputs.decimals),
        "smallest": text_from_minor(min(parts), inputs.decimals),
    }


def answer_annuity(inputs: Fields) -> Answer:
    inputs.require("principal", "annual_rate", "n", "periods_per_year", "rounding", "minor_units")
    inputs = with_minor_units(inputs)
    principal, rate, n, periods_per_year = _loan(inputs)
    plan = annuity(principal, rate, n, periods_per_year, inputs.rounding())
    return writing.schedule(plan, inputs.decimals) | _level(plan.level_payment, inputs)


def answer_equal_principal(inputs: Fields) -> Answer:
    return _with_remainder(inputs, "equal_principal")


def answer_flat(inputs: Fields) -> Answer:
    return _with_remainder(inputs, "flat")


def _with_remainder(inputs: Fields, kind: Literal["equal_principal", "flat"]) -> Answer:
    inputs.require("principal", "annual_rate", "n", "periods_per_year", "remainder_on", "rounding", "minor_units")
    inputs = with_minor_units(inputs)
    principal, rate, n, periods_per_year = _loan(inputs)
    remainder_on: RemainderOn = inputs.choice("remainder_on", RemainderOn)
    make = amortisation.flat if kind == "flat" else amortisation.equal_principal
    plan = make(principal, rate, n, periods_per_year, remainder_on, inputs.rounding())
    return writing.schedule(plan, inputs.decimals)


def _loan(inputs: Fields) -> tuple[int, Fraction, int, int]:
    periods_per_year: int = inputs.choice("periods_per_year", PeriodsPerYear)
    principal, rate = inputs.positive("principal"), inputs.rate_not_negative("annual_rate")
    return principal, rate, inputs.number_of("n"), periods_per_year


def _level(level: int | None, inputs: Fields) -> Answer:
    return {"level_payment": text_from_minor(level or 0, inputs.decimals)}


def answer_dated_annuity(inputs: Fields) -> Answer:
    inputs.require("principal", "annual_rate", "rounding", "minor_units", "start", "due_dates", "day_count")
    inputs = with_minor_units(inputs)
    day_count: DayCount = inputs.choice("day_count", DayCount)
    plan = dated_annuity(
        inputs.positive("principal"),
        inputs.rate_not_negative("annual_rate"),
        inputs.day("start"),
        inputs.dates("due_dates"),
        day_count,
        inputs.rounding(),
    )
    return writing.schedule(plan, inputs.decimals) | _level(plan.level_payment, inputs)


def answer_extension(inputs: Fields) -> Answer:
    inputs.require("balance", "annual_rate", "remaining_n", "holiday_months", "interest", "deferred_due", "then")
    inputs.require("next_due", "min_tail", "rounding", "minor_units")
    inputs = with_minor_units(inputs)
    interest: HolidayInterest = inputs.choice("interest", HolidayInterest)
    deferred_due: DeferredDue = inputs.choice("deferred_due", DeferredDue)
    then: GoingOn = inputs.choice("then", GoingOn)
    decimals = inputs.decimals
    extended = extend(
        inputs.positive("balance"),
        inputs.rate_not_negative("annual_rate"),
        inputs.number_of("remaining_n"),
        inputs.number_of("holiday_months", least=0),
        interest,
        deferred_due,
        then,
        inputs.day("next_due"),
        inputs.not_negative("min_tail"),
        inputs.rounding(),
    )
    plan = extended.schedule
    return {
        "schedule": [
            writing.row(row, decimals) | {"deferred_interest": text_from_minor(row.deferred_interest, decimals)}
            for row in plan.rows
        ],
        "totals": writing.totals(plan, decimals)
        | {"deferred_interest": text_from_minor(plan.deferred_interest, decimals)},
        "level_before": text_from_minor(extended.level_before, decimals),
        "holiday_interest": text_from_minor(extended.holiday_interest, decimals),
        "balance_after_holiday": text_from_minor(extended.balance_after_holiday, decimals),
        "last_due": extended.last_due.isoformat(),
    }


def answer_prepay(inputs: Fields) -> Answer:
    inputs.require("principal", "annual_rate", "n", "rounding", "minor_units", "after_k", "extra", "mode", "min_tail")
    inputs = with_minor_units(inputs)
    mode: PrepayMode = inputs.choice("mode", PrepayMode)
    changed = prepay(
        inputs.positive("principal"),
        inputs.rate_not_negative("annual_rate"),
        inputs.number_of("n"),
        inputs.number_of("after_k", least=0),
        inputs.positive("extra"),
        mode,
        inputs.not_negative("min_tail"),
        inputs.rounding(),
    )
    return writing.schedule(changed.schedule, inputs.decimals) | {
        "level_before": text_from_minor(changed.level_before, inputs.decimals),
        "periods": len(changed.schedule.rows),
        "interest_saved": text_from_minor(changed.interest_saved, inputs.decimals),
    }
