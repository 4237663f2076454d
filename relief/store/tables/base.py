"""The metadata with its naming convention, and the column shorthands that the topics share."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, ForeignKey, Index, MetaData

from relief.store.types import Identifier

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def must(name: str, kind: Any, *rest: Any, **options: Any) -> Any:
    """A column that always has a value."""
    return Column(name, kind, *rest, nullable=False, **options)


def link(name: str, target: str, *, optional: bool = False, **options: Any) -> Any:
    """A foreign key to the `id` of `target`."""
    return Column(name, Identifier, ForeignKey(f"{target}.id"), nullable=optional, **options)


def index(*columns: str) -> Any:
    """An index, named by the convention."""
    unnamed: Any = None
    return Index(unnamed, *columns)
