"""The columns of a portfolio file: one table for the reader, the writer, the template and the documentation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from relief.portfolio import cells

RECORDS: Mapping[str, str] = {
    "borrower": "a person with a loan",
    "contact": "a phone number or an e-mail address of a borrower",
    "loan": "a loan; without rows of `instalment` its schedule is worked out from its terms",
    "instalment": "one instalment, where the schedule is not the plain equal-payment one",
    "payment": "money that came in, or was taken back",
    "freeze": "days on which nothing accrues",
    "adjustment": "late charges waived, or put back",
}
"""The value of the first column, in the order in which rows depend on each other."""


@dataclass(frozen=True)
class Column:
    """`used` maps each kind of row to whether the column is required there. `read` makes the value of a cell; where it is
    None the currency is needed first, and the row's own reader does it."""

    name: str
    used: Mapping[str, bool]
    says: str
    example: str
    read: Callable[[str], Any] | None = None


MUST, MAY = True, False
_loan = cells.reference

COLUMNS: tuple[Column, ...] = (
    Column("record", dict.fromkeys(RECORDS, MUST), "what the row is: " + ", ".join(RECORDS), "loan", cells.choice(*RECORDS)),
    Column(
        "reference",
        {"borrower": MUST, "loan": MUST, "payment": MUST, "freeze": MUST, "adjustment": MUST},
        "your own reference of this row; it is never used twice, and the same row sent again is recognised by it",
        "EK-482913",
        cells.reference,
    ),
    Column("borrower", {"contact": MUST, "loan": MUST}, "reference of the borrower", "EK-482913", cells.reference),
    Column(
        "loan",
        {"instalment": MUST, "payment": MUST, "freeze": MUST, "adjustment": MUST},
        "reference of the loan",
        "CN-CONS-204817",
        cells.reference,
    ),
    Column("full_name", {"borrower": MUST}, "name in Latin letters", "Li Wei", cells.text),
    Column("native_name", {"borrower": MAY}, "name in its own script", "李伟", cells.text),
    Column("date_of_birth", {"borrower": MUST}, "day", "1992-03-14", cells.day),
    Column("language", {"borrower": MUST}, "en or zh", "zh", cells.choice("en", "zh")),
    Column("timezone", {"borrower": MUST}, "IANA name; due dates end at midnight there", "Asia/Shanghai", cells.time_zone),
    Column(
        "jurisdiction", {"borrower": MUST}, "cn, in, ke, us or uk", "cn", cells.choice("cn", "in", "ke", "us", "uk")
    ),
    Column(
        "pay_day",
        {"borrower": MAY},
        "monthly 25, weekly 5 (Friday), biweekly 2026-11-27 (any pay-day), last_working_day",
        "weekly 5",
        cells.pay_day,
    ),
    Column(
        "currency",
        {"borrower": MUST, "loan": MUST, "payment": MUST},
        "ISO 4217; of a loan it is the book's, of a payment the loan's",
        "CNY",
        cells.currency,
    ),
    Column("income", {"borrower": MAY}, "amounts, how often, and the next day of what comes seldom, with ; between them", "1450.00 weekly"),
    Column("essentials", {"borrower": MAY}, "necessary spending a month", "4300.00"),
    Column("minimum_surplus", {"borrower": MAY}, "to be left each month", "200.00"),
    Column(
        "kind",
        {"contact": MUST, "payment": MUST, "freeze": MUST, "adjustment": MUST},
        "contact: phone or email; payment: payment or reversal; freeze: all or penalty; adjustment: waiver or reinstatement",
        "payment",
        cells.choice("phone", "email", "payment", "reversal", "all", "penalty", "waiver", "reinstatement"),
    ),
    Column("value", {"contact": MUST}, "number with + and country code, or address", "+8619900000101"),
    Column("primary", {"contact": MAY}, "yes: one-time codes go there", "yes", cells.yes_no),
    Column(
        "confirmed_at", {"contact": MAY}, "instant at which the contact was confirmed", "2026-01-05T02:00:00Z", cells.instant
    ),
    Column("book", {"loan": MUST}, "book of the loan", "CN-CONS", cells.book),
    Column("principal", {"loan": MUST, "instalment": MUST}, "amount paid out; of an instalment its principal", "12000.00"),
    Column("interest", {"instalment": MUST}, "interest of the instalment", "180.00"),
    Column("fees", {"instalment": MAY}, "agreed fees of the instalment", "0.00"),
    Column("annual_rate", {"loan": MUST}, "yearly fraction of one", "0.18", cells.rate),
    Column("n", {"loan": MUST}, "number of instalments", "12", cells.whole_number(1, 600)),
    Column("k", {"instalment": MUST}, "number of the instalment, from 1", "1", cells.whole_number(1, 600)),
    Column("frequency", {"loan": MUST}, "weekly, biweekly, monthly or semiannual", "monthly", cells.frequency),
    Column("first_due", {"loan": MUST}, "first due date", "2026-05-10", cells.day),
    Column("due", {"instalment": MUST}, "due date", "2026-05-10", cells.day),
    Column("pay_day_number", {"loan": MAY}, "day of the month, when the first month is too short for it", "31",
           cells.whole_number(1, 31)),
    Column("disbursed_on", {"loan": MUST}, "day on which the money was paid out", "2026-04-10", cells.day),
    Column(
        "status", {"loan": MAY, "payment": MAY}, "loan: active (default), closed or written_off; payment: booked (default) or "
        "unmatched", "active", cells.choice("active", "closed", "written_off", "booked", "unmatched"),
    ),
    Column(
        "rounding", {"loan": MAY}, "HALF_UP (default), HALF_EVEN, DOWN or UP", "HALF_UP",
        cells.choice("HALF_UP", "HALF_EVEN", "DOWN", "UP"),
    ),
    Column("daily_rate", {"loan": MAY}, "penalty a day, when not the book's", "0.0005", cells.rate),
    Column("late_fee", {"loan": MAY}, "charge for a missed instalment, when not the book's", "15.00"),
    Column("paid_at", {"payment": MUST}, "instant with its offset", "2026-05-09T20:15:00+08:00", cells.instant),
    Column("amount", {"payment": MUST, "adjustment": MUST}, "decimal number with a point", "1100.16"),
    Column("channel", {"payment": MUST}, "how it was paid", "bank", cells.text),
    Column("reverses", {"payment": MAY}, "reference of the payment that a reversal takes back", "TR000184467",
           cells.reference),
    Column("from", {"freeze": MUST, "adjustment": MUST}, "first day; of an adjustment its day", "2026-09-01", cells.day),
    Column("until", {"freeze": MAY}, "last day; empty: until further notice", "2026-09-30", cells.day),
    Column(
        "component", {"adjustment": MUST}, "penalty or fees", "penalty", cells.choice("penalty", "fees")
    ),
    Column("why", {"freeze": MAY, "adjustment": MAY}, "the reason, for the record", "plan", cells.text),
)  # fmt: skip
NAMES = tuple(column.name for column in COLUMNS)
BY_NAME = {column.name: column for column in COLUMNS}
KINDS: Mapping[str, tuple[str, ...]] = {
    "contact": ("phone", "email"),
    "payment": ("payment", "reversal"),
    "freeze": ("all", "penalty"),
    "adjustment": ("waiver", "reinstatement"),
}
STATUSES: Mapping[str, tuple[str, ...]] = {
    "loan": ("active", "closed", "written_off"),
    "payment": ("booked", "unmatched"),
}


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a row of the file."""

    row: int
    column: str
    value: str
    why: str
    what_to_do: str


def read_row(number: int, row: Mapping[str, str]) -> tuple[dict[str, Any], list[Problem]]:
    """The values of a row's cells, and everything that is wrong with it. Empty cells are left out.

    Amounts stay text here: their decimals depend on a currency that may stand in another row."""
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    record = row.get("record", "").strip()
    if record not in RECORDS:
        hint = f"use one of: {', '.join(RECORDS)}"
        return {}, [Problem(number, "record", record, "it does not say what the row is", hint)]
    for name, value in row.items():
        column = BY_NAME[name]
        value = value.strip()
        if not value:
            if column.used.get(record):
                why = f"it is empty, and a {record} needs it"
                problems.append(Problem(number, name, "", why, f"write {column.says}; for example {column.example}"))
            continue
        if record not in column.used:
            continue
        try:
            values[name] = column.read(value) if column.read else value
            _check_set(record, name, values[name])
        except cells.BadCell as bad:
            problems.append(Problem(number, name, value, bad.why, bad.what_to_do))
    for name, column in BY_NAME.items():
        if column.used.get(record) and name not in row:
            problems.append(
                Problem(number, name, "", "the column is missing", f"add the column {name} to the first line")
            )
    return values, problems


def _check_set(record: str, name: str, value: Any) -> None:
    allowed = KINDS.get(record) if name == "kind" else STATUSES.get(record) if name == "status" else None
    if allowed and value not in allowed:
        raise cells.BadCell(f"it is not for a {record}", f"use one of: {', '.join(allowed)}")
