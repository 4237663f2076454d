"""A file to begin with, and the description of its columns."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from relief.portfolio.columns import COLUMNS, RECORDS
from relief.portfolio.exporting import Cells, write_rows

EXAMPLE: tuple[Cells, ...] = (
    {
        "record": "borrower", "reference": "EX-100001", "full_name": "Example Person", "native_name": "示例",
        "date_of_birth": "1990-01-31", "language": "zh", "timezone": "Asia/Shanghai", "jurisdiction": "cn",
        "pay_day": "monthly 25", "currency": "CNY", "income": "6000.00 monthly", "essentials": "3800.00",
        "minimum_surplus": "300.00",
    },
    {"record": "contact", "borrower": "EX-100001", "kind": "phone", "value": "+8619900009999", "primary": "yes"},
    {"record": "contact", "borrower": "EX-100001", "kind": "email", "value": "example@example.org", "primary": "no"},
    {
        "record": "loan", "reference": "EX-LOAN-1", "borrower": "EX-100001", "book": "CN-CONS", "currency": "CNY",
        "principal": "12000.00", "annual_rate": "0.18", "n": "12", "frequency": "monthly", "first_due": "2026-06-10",
        "disbursed_on": "2026-05-10", "status": "active",
    },
    {
        "record": "payment", "reference": "EX-PAY-1", "loan": "EX-LOAN-1", "kind": "payment", "currency": "CNY",
        "paid_at": "2026-06-09T20:15:00+08:00", "amount": "1100.16", "channel": "bank", "status": "booked",
    },
    {
        "record": "payment", "reference": "EX-PAY-1R", "loan": "EX-LOAN-1", "kind": "reversal", "currency": "CNY",
        "paid_at": "2026-06-12T09:00:00+08:00", "amount": "1100.16", "channel": "bank", "reverses": "EX-PAY-1",
    },
    {
        "record": "freeze", "reference": "EX-FREEZE-1", "loan": "EX-LOAN-1", "kind": "penalty", "from": "2026-06-15",
        "until": "2026-06-30", "why": "illness",
    },
)  # fmt: skip


def write_template(path: Path) -> int:
    """A file with the heading and one example of each usual row; it imports as it is."""
    return write_rows(path, iter(EXAMPLE))


def describe() -> Iterator[str]:
    """The lines of the columns' table in docs/portfolio-file.md."""
    yield "| column | in rows of | needed | holds | example |"
    yield "|---|---|---|---|---|"
    for column in COLUMNS:
        if set(column.used) == set(RECORDS):
            rows, needed = "all", "always"
        else:
            rows = ", ".join(column.used)
            must = [name for name, required in column.used.items() if required]
            needed = "always" if len(must) == len(column.used) else ", ".join(must) or "no"
        yield f"| `{column.name}` | {rows} | {needed} | {column.says} | `{column.example}` |"
