"""Cases about cost and means: rate, cap and affordability."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from relief.arithmetic.affordability import BudgetItem, Every, budget, shortest_plan
from relief.arithmetic.caps import flow_cost, simple_cost
from relief.arithmetic.rates import periodic_rate, reg_z_apr_percent, xirr_actual_365
from relief.arithmetic.roots import Flow
from relief.money import text_from_minor
from relief.quote import writing
from relief.quote.fields import Fields, with_minor_units
from relief.quote.writing import Answer, rate_text
from relief.refusals import Refused

MOST_PERIODS = 366
RateMethod = Literal["periodic", "xirr_actual_365", "reg_z"]


def answer_rate(inputs: Fields) -> Answer:
    method: RateMethod = inputs.choice("method", RateMethod)
    if method == "periodic":
        inputs.require("flows", "periods_per_year")
        found = periodic_rate(_flows(inputs), _periods_per_year(inputs))
        return {
            "periodic": rate_text(found.periodic),
            "nominal": rate_text(found.nominal),
            "effective": rate_text(found.effective),
        }
    if method == "xirr_actual_365":
        return {"effective": rate_text(xirr_actual_365(inputs.dated_amounts("flows")))}
    return {"apr_percent": writing.decimal_text(_apr_percent(inputs), 2, "HALF_UP")}


def _apr_percent(inputs: Fields) -> Fraction:
    inputs.require("advance", "payments", "whole_first", "fraction_num", "fraction_den", "periods_per_year")
    payments = [Fields({"payment": item}).money("payment") for item in inputs.items("payments")]
    return reg_z_apr_percent(
        inputs.money("advance"),
        payments,
        inputs.number_of("whole_first", least=0),
        Fraction(inputs.integer("fraction_num", 0), inputs.integer("fraction_den", 1)),
        _periods_per_year(inputs),
    )


def _periods_per_year(inputs: Fields) -> int:
    """Daily payments are the most that a year holds; beyond that a compounded rate has thousands of digits and means nothing."""
    periods = inputs.number_of("periods_per_year")
    if periods > MOST_PERIODS:
        raise Refused("value_not_allowed", f"A year has at most {MOST_PERIODS} periods (periods_per_year).")
    return periods


def _flows(inputs: Fields) -> list[Flow]:
    flows = []
    for item in inputs.objects("flows"):
        item.require("k", "amount")
        flows.append(Flow(item.number_of("k", least=0), item.money("amount")))
    return flows


def answer_cap(inputs: Fields) -> Answer:
    inputs.require("caps")
    limits = inputs.object("caps")
    caps = {name: limits.rate(name) for name in limits.values}
    by_charges = any(inputs.has(name) for name in ("principal", "charges", "days"))
    if inputs.has("flows"):
        if by_charges:
            raise Refused("value_not_allowed", "The cost is given either by flows or by charges, not by both.")
        inputs.require("periods_per_year")
        cost = flow_cost(_flows(inputs), _periods_per_year(inputs), caps)
        return {
            "nominal": rate_text(cost.nominal),
            "effective": rate_text(cost.effective),
            "verdict": {"nominal": cost.nominal_inside, "effective": cost.effective_inside},
        }
    inputs.require(*(("principal", "charges", "days") if by_charges else ("flows",)))
    simple = simple_cost(inputs.positive("principal"), inputs.not_negative("charges"), inputs.integer("days", 1), caps)
    return {
        "simple": rate_text(simple.simple),
        "verdict": {"simple": simple.inside},
        "max_charges": {name: text_from_minor(amount, 2) for name, amount in simple.max_charges.items()},
    }


def answer_affordability(inputs: Fields) -> Answer:
    inputs.require("amount", "income", "essentials", "min_surplus", "min_surplus_percent", "annual_rate")
    inputs.require("max_n", "minor_units")
    inputs = with_minor_units(inputs)
    amount = inputs.positive("amount")
    month = budget(
        _budget_items(inputs, "income"),
        _budget_items(inputs, "essentials"),
        inputs.not_negative("min_surplus"),
        inputs.percent("min_surplus_percent"),
    )
    rate, max_n = inputs.rate_not_negative("annual_rate"), inputs.number_of("max_n")
    plan = shortest_plan(amount, month.max_instalment, rate, max_n)
    answer: Answer = {
        "monthly_income": text_from_minor(month.monthly_income, inputs.decimals),
        "monthly_essentials": text_from_minor(month.monthly_essentials, inputs.decimals),
        "surplus": text_from_minor(month.surplus, inputs.decimals),
        "kept_back": text_from_minor(month.kept_back, inputs.decimals),
        "max_instalment": text_from_minor(month.max_instalment, inputs.decimals),
        "shortest_n": None if plan is None else len(plan),
    }
    if plan is not None:
        answer["instalments"] = writing.amounts(plan, inputs.decimals)
    return answer


def _budget_items(inputs: Fields, name: str) -> list[BudgetItem]:
    found = []
    for item in inputs.objects(name):
        item.require("amount", "every")
        every: Every = item.choice("every", Every)
        found.append(BudgetItem(item.not_negative("amount"), every))
    return found
