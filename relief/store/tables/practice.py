"""Practice of the people who work here."""

from sqlalchemy import Column, String, Table

from relief.store.tables.base import link, metadata, must
from relief.store.types import Document, Identifier, UtcDateTime

practice_runs = Table(
    "practice_runs",
    metadata,
    Column("id", Identifier, primary_key=True),
    link("staff_id", "staff", index=True),
    must("situation", String(40)),
    must("language", String(8)),
    must("turns", Document),
    must("started_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Column("result", String(12)),
)
