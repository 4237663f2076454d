"""Loans and what happened to them. Balances are never stored: the ledger computes them from these rows."""

from sqlalchemy import CheckConstraint, Column, Date, Integer, String, Table, Text

from relief.store.tables.base import index, link, metadata, must
from relief.store.types import Currency, Document, Identifier, Minor, UtcDateTime

loans = Table(
    "loans",
    metadata,
    Column("id", Identifier, primary_key=True),
    must("reference", String(40), unique=True),
    link("borrower_id", "borrowers", index=True),
    must("book", String(16)),
    must("currency", Currency),
    must("principal", Minor),
    must("annual_rate", String(32)),
    must("n", Integer),
    must("frequency", String(16)),
    must("first_due", Date),
    must("disbursed_on", Date),
    must("status", String(16)),
    must("rounding", String(12)),
    must("terms", Document),
    must("created_at", UtcDateTime),
)

instalments = Table(
    "instalments",
    metadata,
    link("loan_id", "loans", primary_key=True),
    Column("k", Integer, primary_key=True, autoincrement=False),
    must("due", Date),
    must("principal", Minor),
    must("interest", Minor),
    must("fees", Minor),
)

payments = Table(
    "payments",
    metadata,
    Column("id", Identifier, primary_key=True),
    link("loan_id", "loans"),
    link("borrower_id", "borrowers"),
    must("paid_at", UtcDateTime),
    must("amount", Minor),
    must("currency", Currency),
    must("reference", String(80), unique=True),
    must("channel", String(24)),
    must("kind", String(12)),
    link("reverses", "payments", optional=True, unique=True),
    must("status", String(12)),
    must("recorded_at", UtcDateTime),
    CheckConstraint("amount > 0", name="ck_payments_amount"),
    index("loan_id", "paid_at"),
    index("borrower_id", "paid_at"),
)

loan_events = Table(
    "loan_events",
    metadata,
    Column("id", Identifier, primary_key=True),
    link("loan_id", "loans", optional=True),
    link("borrower_id", "borrowers"),
    must("at", UtcDateTime),
    must("kind", String(32)),
    must("data", Document),
    index("loan_id", "at"),
    index("borrower_id", "at"),
)

freezes = Table(
    "freezes",
    metadata,
    Column("id", Identifier, primary_key=True),
    link("loan_id", "loans", index=True),
    must("starts_on", Date),
    Column("ends_on", Date),
    must("what", String(16)),
    must("why", Text),
    must("created_at", UtcDateTime),
)

adjustments = Table(
    "adjustments",
    metadata,
    Column("id", Identifier, primary_key=True),
    link("loan_id", "loans", index=True),
    Column("plan_id", Identifier),
    must("on_date", Date),
    must("kind", String(16)),
    must("component", String(12)),
    must("amount", Minor),
    must("why", Text),
    must("created_at", UtcDateTime),
)
