"""Reading and writing single cells of a portfolio file. A cell that cannot be used says why, and what to write instead."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timezone
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

import phonenumbers

from relief.books import BOOKS, PERIODS_PER_YEAR
from relief.dates import date_from_text, zone
from relief.money import minor_from_text, minor_units, text_from_minor
from relief.refusals import Refused

LONGEST_TEXT = 200
_EVERY = ("weekly", "biweekly", "semimonthly", "monthly", "quarterly", "yearly")
_CURRENCY = re.compile(r"[A-Z]{3}")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9:._/-]{0,79}")


class BadCell(ValueError):
    """Why a cell cannot be used, and what to do."""

    def __init__(self, why: str, what_to_do: str) -> None:
        super().__init__(why)
        self.why = why
        self.what_to_do = what_to_do


def text(value: str) -> str:
    """Any text without control characters, in composed form."""
    value = unicodedata.normalize("NFC", value)
    if any(unicodedata.category(char) in ("Cc", "Cs") for char in value):
        raise BadCell("it contains control characters", "delete line breaks and tabs from the cell")
    if len(value) > LONGEST_TEXT:
        raise BadCell(f"it is longer than {LONGEST_TEXT} characters", "shorten it")
    return value


def reference(value: str) -> str:
    if not _REFERENCE.fullmatch(value):
        raise BadCell("it is no reference", "use letters, digits and - . : / _ only, 80 at most")
    return value


def day(value: str) -> date:
    try:
        return date_from_text(value)
    except Refused:
        raise BadCell("there is no such day", "write the day as YYYY-MM-DD, for example 2026-11-23") from None


def instant(value: str) -> datetime:
    try:
        at: datetime | None = datetime.fromisoformat(re.sub(r"[Zz]$", "+00:00", value.strip()))
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise BadCell("it is no instant with an offset", "write for example 2026-11-23T20:15:00+08:00")
    return at.astimezone(timezone.utc)


def whole_number(low: int, high: int) -> Callable[[str], int]:
    def parse(value: str) -> int:
        if not re.fullmatch(r"\d{1,6}", value) or not low <= int(value) <= high:
            raise BadCell(f"it is no whole number from {low} to {high}", f"write a number from {low} to {high}")
        return int(value)

    return parse


def rate(value: str) -> str:
    """A yearly or daily fraction, kept as its exact decimal text."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number < 0 or number > 10 or len(value) > 30:
        raise BadCell("it is no rate", "write a fraction of one, for example 0.18 for 18 percent")
    return format(number, "f")


def choice(*allowed: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if value not in allowed:
            raise BadCell("it is not one of the values for this column", f"use one of: {', '.join(allowed)}")
        return value

    return parse


def yes_no(value: str) -> bool:
    return choice("yes", "no")(value.lower()) == "yes"


def currency(value: str) -> str:
    if not _CURRENCY.fullmatch(value):
        raise BadCell("it is no currency code", "write three capitals of ISO 4217, for example CNY")
    return value


def time_zone(value: str) -> str:
    try:
        checked: ZoneInfo = zone(value)
    except Refused:
        raise BadCell("there is no such time zone", "write an IANA name, for example Asia/Shanghai") from None
    return checked.key


def amount(value: str, code: str, *, positive: bool = False) -> int:
    """Decimal text to minor units of the currency."""
    try:
        minor = minor_from_text(value, minor_units(code), allow_zeros=True)
    except Refused as refusal:
        raise BadCell(
            refusal.message.rstrip("."), f"write it like 1234.56, with {minor_units(code)} decimals at most"
        ) from None
    if minor < 0 or (positive and not minor):
        raise BadCell("it is too small", "write an amount above zero" if positive else "write zero or more")
    if minor >= 10**15:
        raise BadCell("it is too large", "check the decimal point")
    return minor


def phone_or_mail(kind: str, value: str) -> str:
    if kind == "email":
        if not _MAIL.fullmatch(value) or len(value) > LONGEST_TEXT:
            raise BadCell("it is no e-mail address", "write for example li.wei@example.org")
        return value.lower()
    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise BadCell("it is no phone number", "write it with + and the country code, for example +8619900000101")
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def pay_day(value: str) -> dict[str, Any]:
    """`monthly 25`, `weekly 5`, `biweekly 2026-11-27`, `last_working_day`."""
    rule, _, rest = value.partition(" ")
    if rule == "monthly":
        return {"rule": rule, "day": whole_number(1, 31)(rest)}
    if rule == "weekly":
        return {"rule": rule, "weekday": whole_number(1, 7)(rest)}
    if rule == "biweekly":
        return {"rule": rule, "known_pay_day": day(rest).isoformat()}
    if value == "last_working_day":
        return {"rule": value}
    raise BadCell("it is no pay-day", "write monthly 25, weekly 5, biweekly 2026-11-27 or last_working_day")


def pay_day_text(rule: Mapping[str, Any] | None) -> str:
    if not rule:
        return ""
    rest = rule.get("day", rule.get("weekday", rule.get("known_pay_day")))
    return str(rule["rule"]) if rest is None else f"{rule['rule']} {rest}"


def income(value: str, code: str) -> list[dict[str, Any]]:
    """`1450.00 weekly; 300.00 monthly`; the day of what comes seldom behind it: `62000.00 yearly 2027-02-05`."""
    items = []
    for part in filter(None, (part.strip() for part in value.split(";"))):
        figure, every, next_on = (*part.split(maxsplit=2), "", "")[:3]
        if every not in _EVERY:
            raise BadCell("it does not say how often", f"write for example 1450.00 weekly; use {', '.join(_EVERY)}")
        item: dict[str, Any] = {"amount": amount(figure, code), "every": every}
        items.append(item | ({"next_on": day(next_on).isoformat()} if next_on else {}))
    return items


def income_text(items: Sequence[Mapping[str, Any]], code: str) -> str:
    return "; ".join(
        f"{money_text(item['amount'], code)} {item['every']} {item.get('next_on', '')}".rstrip() for item in items
    )


def money_text(minor: int | None, code: str) -> str:
    return "" if minor is None else text_from_minor(minor, minor_units(code))


def instant_text(at: datetime | None) -> str:
    return "" if at is None else at.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")


book = choice(*BOOKS)
frequency = choice(*PERIODS_PER_YEAR)
