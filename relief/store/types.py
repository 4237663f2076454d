"""Column types: aware instants and whole minor units, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Integer, String
from sqlalchemy.types import TypeDecorator

Minor = BigInteger
"""Money in whole minor units (cents, fen, paise); the ISO 4217 code stands in a column beside it."""

Identifier = String(64)
Currency = String(3)
Serial = BigInteger().with_variant(Integer, "sqlite")
Document = JSON(none_as_null=True)


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. Takes aware datetimes only and gives them back in UTC: a naive one has no instant to store."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone; store an aware datetime, for example in UTC")
        utc = value.astimezone(timezone.utc)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value.astimezone(timezone.utc)

    def __repr__(self) -> str:
        return "UtcDateTime()"
