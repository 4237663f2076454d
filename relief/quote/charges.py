"""Cases about what is owed: penalty, allocation, waiver and settlement."""

from __future__ import annotations

from fractions import Fraction

from relief.arithmetic.allocation import AllocationMode, allocate
from relief.arithmetic.components import COMPONENTS, Component, Components
from relief.arithmetic.penalty import GraceMode, PenaltyTerms, RateChange, penalty
from relief.arithmetic.settlement import settle
from relief.arithmetic.waiver import break_waiver, check_waivable, waive
from relief.money import text_from_minor
from relief.quote import writing
from relief.quote.fields import Fields, with_minor_units
from relief.quote.writing import Answer
from relief.refusals import Refused


def answer_penalty(inputs: Fields) -> Answer:
    inputs.require("base", "due", "as_of", "rounding", "minor_units")
    inputs = with_minor_units(inputs)
    base = inputs.not_negative("base")
    due, as_of = inputs.day("due"), inputs.day("as_of")
    rate, basis = _penalty_rate(inputs)
    grace_mode: GraceMode = inputs.choice("grace_mode", GraceMode, default="then_from_due_date")
    terms = PenaltyTerms(
        rate,
        basis,
        inputs.integer("grace_days", 0) if inputs.has("grace_days") else 0,
        grace_mode,
        _rate_changes(inputs),
        _cap_percent(inputs),
        inputs.not_negative("cap_amount") if inputs.has("cap_amount") else None,
        inputs.rounding(),
    )
    payments = inputs.dated_amounts("payments") if inputs.has("payments") else []
    found = penalty(base, due, as_of, terms, payments)
    return {"days_counted": found.days_counted, "penalty": text_from_minor(found.penalty, inputs.decimals)}


def _penalty_rate(inputs: Fields) -> tuple[Fraction, int]:
    """The rate and its divisor: a yearly rate with its basis, or a rate a day with none."""
    if inputs.has("daily_rate"):
        if inputs.has("annual_rate") or inputs.has("rate_changes"):
            raise Refused("value_not_allowed", "With daily_rate there is no annual_rate and no change of it.")
        return inputs.rate_not_negative("daily_rate"), 1
    basis = inputs.integer("basis") if inputs.has("basis") else 365
    if basis not in (365, 360):
        raise Refused("value_not_allowed", "basis must be 365 or 360.")
    return inputs.rate_not_negative("annual_rate"), basis


def _rate_changes(inputs: Fields) -> tuple[RateChange, ...]:
    if not inputs.has("rate_changes"):
        return ()
    changes = []
    for item in inputs.objects("rate_changes"):
        item.require("from", "annual_rate")
        changes.append(RateChange(item.day("from"), item.rate_not_negative("annual_rate")))
    return tuple(changes)


def _cap_percent(inputs: Fields) -> Fraction | None:
    """A cap may be above the base itself (150 %), but not negative."""
    return inputs.rate_not_negative("cap_percent_of_base") if inputs.has("cap_percent_of_base") else None


def answer_allocation(inputs: Fields) -> Answer:
    inputs.require("payment", "order", "mode", "instalments")
    payment = inputs.not_negative("payment")
    order = _order(inputs)
    mode: AllocationMode = inputs.choice("mode", AllocationMode)
    items = inputs.objects("instalments")
    dues = [item.day("due").isoformat() for item in items]
    found = allocate(payment, [item.components() for item in items], order, mode)

    def dated(cells: tuple[Components, ...]) -> list[Answer]:
        return [{"due": due, **writing.component_amounts(cell, 2)} for due, cell in zip(dues, cells, strict=True)]

    return {
        "allocated": dated(found.allocated),
        "remaining": dated(found.remaining),
        "totals": writing.component_amounts(found.totals, 2),
        "unallocated": text_from_minor(found.unallocated, 2),
    }


def _order(inputs: Fields) -> list[Component]:
    named = inputs.items("order")
    order = [component for name in named for component in COMPONENTS if component == name]
    if len(named) != len(COMPONENTS) or set(order) != set(COMPONENTS):
        raise Refused("value_not_allowed", "order must name fees, penalty, interest and principal once each.")
    return order


def waivable(inputs: Fields) -> list[Component]:
    """The components that `on` names; refuses principal and whatever cannot be waived."""
    named = [str(name) for name in inputs.items("on")]
    check_waivable(named)
    return [component for name in named for component in COMPONENTS if component == name]


def answer_waiver(inputs: Fields) -> Answer:
    inputs.require("components", "on", "percent", "rounding", "minor_units")
    inputs = with_minor_units(inputs)
    components = inputs.object("components").components()
    percent = inputs.percent("percent")
    cap = inputs.not_negative("cap") if inputs.has("cap") else None
    waiver = waive(components, waivable(inputs), percent, inputs.rounding(), cap)
    answer: Answer = {
        "waived": writing.component_amounts(waiver.waived, inputs.decimals),
        "total_waived": text_from_minor(waiver.waived.total, inputs.decimals),
        "remaining": writing.component_amounts(waiver.remaining, inputs.decimals),
        "to_pay": text_from_minor(waiver.remaining.total, inputs.decimals),
    }
    if inputs.has("paid_before_break"):
        broken = break_waiver(components, waiver, inputs.not_negative("paid_before_break"))
        answer["after_break"] = {
            "reinstated": text_from_minor(broken.reinstated, inputs.decimals),
            "owed": text_from_minor(broken.owed, inputs.decimals),
        }
    return answer


def answer_settlement(inputs: Fields) -> Answer:
    inputs.require("components", "pay_percent", "principal_floor_percent", "n", "rounding", "minor_units")
    inputs = with_minor_units(inputs)
    found = settle(
        inputs.object("components").components(),
        inputs.percent("pay_percent"),
        inputs.percent("principal_floor_percent"),
        inputs.number_of("n"),
        inputs.rounding(),
    )
    return {
        "settlement": text_from_minor(found.settlement, inputs.decimals),
        "forgiven": writing.component_amounts(found.forgiven, inputs.decimals),
        "total_forgiven": text_from_minor(found.forgiven.total, inputs.decimals),
        "instalments": writing.amounts(found.instalments, inputs.decimals),
    }
