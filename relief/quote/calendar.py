"""Cases about days: dates, payday, local_date, promise and dpd."""

from __future__ import annotations

from typing import Literal

from relief.arithmetic import due_dates, pay_days
from relief.arithmetic.days_past_due import Bucket, Open, days_late, past_due
from relief.arithmetic.due_dates import BusinessDay, moved
from relief.arithmetic.promises import judge_promise
from relief.dates import MonthEndRule, instant_from_text, local_date, zone
from relief.money import text_from_minor
from relief.quote.fields import Fields
from relief.quote.writing import Answer
from relief.refusals import Refused

Frequency = Literal["monthly", "semimonthly", "biweekly", "weekly"]
PayRuleName = Literal["monthly", "weekly", "biweekly", "last_working_day"]


def answer_dates(inputs: Fields) -> Answer:
    inputs.require("first_due", "n", "frequency", "month_end_rule")
    first_due, n = inputs.day("first_due"), inputs.number_of("n")
    frequency: Frequency = inputs.choice("frequency", Frequency)
    rule: MonthEndRule = inputs.choice("month_end_rule", MonthEndRule)
    convention: BusinessDay = inputs.choice("business_day", BusinessDay, default="none")
    holidays = frozenset(inputs.dates("holidays") if inputs.has("holidays") else ())
    if frequency == "monthly":
        pay_day = inputs.integer("pay_day", 1, 31) if inputs.has("pay_day") else None
        raw = due_dates.monthly(first_due, n, rule, pay_day)
    elif frequency == "semimonthly":
        raw = due_dates.semimonthly(first_due, n, _two_days(inputs))
    else:
        raw = due_dates.every_days(first_due, n, 7 if frequency == "weekly" else 14)
    return {"dates": [moved(day, convention, holidays).isoformat() for day in raw]}


def _two_days(inputs: Fields) -> tuple[int, int]:
    days = inputs.items("days")
    if len(days) == 2:
        each = Fields({"first": days[0], "second": days[1]})
        first, second = each.integer("first", 1, 31), each.integer("second", 1, 31)
        if first < second:
            return first, second
    raise Refused("value_not_allowed", "days must be two day numbers, the smaller first.")


def answer_payday(inputs: Fields) -> Answer:
    inputs.require("today", "rule", "n", "notice_days", "offset_days")
    today, n = inputs.day("today"), inputs.number_of("n")
    found = pay_days.due_dates_after_pay(
        today, _pay_rule(inputs), n, inputs.integer("notice_days", 0), inputs.integer("offset_days", 0)
    )
    return {"due_dates": [day.isoformat() for day in found]}


def _pay_rule(inputs: Fields) -> pay_days.PayRule:
    name: PayRuleName = inputs.choice("rule", PayRuleName)
    if name == "monthly":
        return pay_days.Monthly(inputs.integer("day", 1, 31))
    if name == "weekly":
        return pay_days.Weekly(inputs.integer("weekday", 1, 7))
    if name == "biweekly":
        return pay_days.Biweekly(inputs.day("known_pay_day"))
    return pay_days.LastWorkingDay()


def answer_local_date(inputs: Fields) -> Answer:
    inputs.require("instant_utc", "zone")
    day = local_date(instant_from_text(inputs.raw("instant_utc"), "instant_utc"), zone(inputs.text("zone")))
    answer: Answer = {"local_date": day.isoformat()}
    if inputs.has("due"):
        due = inputs.day("due")
        answer |= {"on_time": day <= due, "days_late": days_late(day, due)}
    return answer


def answer_promise(inputs: Fields) -> Answer:
    inputs.require("amount", "date", "made_on", "grace_days", "payments", "as_of")
    outcome = judge_promise(
        inputs.positive("amount"),
        inputs.day("date"),
        inputs.day("made_on"),
        inputs.integer("grace_days", 0),
        inputs.dated_amounts("payments"),
        inputs.day("as_of"),
    )
    return {
        "status": outcome.status,
        "paid": text_from_minor(outcome.paid, 2),
        "short": text_from_minor(outcome.short, 2),
        "over": text_from_minor(outcome.over, 2),
    }


def answer_dpd(inputs: Fields) -> Answer:
    inputs.require("as_of", "instalments", "buckets")
    instalments = []
    for item in inputs.objects("instalments"):
        item.require("due", "outstanding")
        instalments.append(Open(item.day("due"), item.not_negative("outstanding")))
    buckets = []
    for item in inputs.objects("buckets"):
        item.require("name", "from")
        buckets.append(Bucket(item.text("name"), item.integer("from")))
    found = past_due(inputs.day("as_of"), instalments, buckets)
    return {
        "dpd": found.dpd,
        "bucket": found.bucket,
        "overdue": text_from_minor(found.overdue, 2),
        "outstanding": text_from_minor(found.outstanding, 2),
    }
