"""Borrowers and how they are reached."""

from sqlalchemy import Boolean, Column, Date, String, Table, Text, UniqueConstraint

from relief.store.tables.base import index, link, metadata, must
from relief.store.types import Currency, Document, Identifier, Minor, UtcDateTime

borrowers = Table(
    "borrowers",
    metadata,
    Column("id", Identifier, primary_key=True),
    must("reference", String(40), unique=True),
    must("full_name", Text),
    Column("native_name", Text),
    must("date_of_birth", Date),
    must("language", String(8)),
    must("timezone", String(64)),
    must("jurisdiction", String(2)),
    must("currency", Currency),
    Column("pay_day", Document),
    must("minimum_surplus", Minor),
    must("income", Document),
    Column("essentials", Minor),
    must("created_at", UtcDateTime),
)

borrower_contacts = Table(
    "borrower_contacts",
    metadata,
    Column("id", Identifier, primary_key=True),
    link("borrower_id", "borrowers"),
    must("kind", String(8)),
    must("value", String(254)),
    must("is_primary", Boolean),
    Column("confirmed_at", UtcDateTime),
    UniqueConstraint("borrower_id", "kind", "value"),
    index("value"),
)
