"""What every repository can do: get, add, add once, change. Rows become records by position, which costs next to nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from functools import cache
from typing import Any, ClassVar, Generic, TypeVar

from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

Record = TypeVar("Record")


class MissingRecord(LookupError):
    """A row that had to be there is not."""


class StaleRecord(RuntimeError):
    """Somebody else changed the row since it was read; read it again and decide again."""


class Repository(Generic[Record]):
    """Rows of one table. The primary key is the first column unless the subclass says otherwise."""

    table: ClassVar[Table]
    record: ClassVar[type[Any]]

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def get(self, key: str, *, lock: bool = False) -> Record | None:
        """The record, or None. `lock` holds the row until the transaction ends, so that read-change-write is safe."""
        return self._by(lock=lock, **{self._key().name: key})

    def require(self, key: str, *, lock: bool = False) -> Record:
        """The record; raises MissingRecord."""
        found = self.get(key, lock=lock)
        if found is None:
            raise MissingRecord(f"no row {key!r} in {self.table.name}")
        return found

    def add(self, record: Record) -> Record:
        """Insert; a second one with the same key raises sqlalchemy.exc.IntegrityError."""
        self.connection.execute(insertion(self.table), as_row(record))
        return record

    def add_all(self, records: Iterable[Record]) -> None:
        rows = [as_row(record) for record in records]
        if rows:
            self.connection.execute(insert(self.table), rows)

    def add_once(self, record: Record) -> bool:
        """Insert unless a unique key is taken already; says whether it was new."""
        return insert_once(self.connection, self.table, as_row(record))

    def change(self, key: str, **values: Any) -> None:
        """Set columns of one row; raises MissingRecord when there is none."""
        if not self._set(values, **{self._key().name: key}):
            raise MissingRecord(f"no row {key!r} in {self.table.name}")

    def _key(self) -> Any:
        return next(iter(self.table.primary_key.columns))

    def _by(self, *, lock: bool = False, **equal: Any) -> Record | None:
        """The record whose columns have these values. The statement is built once, which is most of its cost."""
        row = self.connection.execute(selection(self.table, tuple(equal), lock), prefixed(equal)).first()
        return None if row is None else self.record(*row)

    def _set(self, values: dict[str, Any], **equal: Any) -> int:
        """Set columns of the rows whose columns have these values; how many there were."""
        statement = change(self.table, tuple(values), tuple(equal))
        return int(self.connection.execute(statement, {**values, **prefixed(equal)}).rowcount)

    def _one(self, *where: Any, order: Any = None, lock: bool = False) -> Record | None:
        query = select(self.table).where(*where).limit(1)
        if order is not None:
            query = query.order_by(order)
        if lock:
            query = query.with_for_update()
        row = self.connection.execute(query).first()
        return None if row is None else self.record(*row)

    def _all(self, *where: Any, order: Any = None, limit: int | None = None) -> list[Record]:
        query = select(self.table).where(*where)
        if order is not None:
            query = query.order_by(*order) if isinstance(order, tuple) else query.order_by(order)
        if limit is not None:
            query = query.limit(limit)
        return [self.record(*row) for row in self.connection.execute(query)]


def prefixed(equal: dict[str, Any]) -> dict[str, Any]:
    return {f"is_{name}": value for name, value in equal.items()}


@cache
def selection(table: Table, equal: tuple[str, ...], lock: bool = False) -> Any:
    """Select the row where these columns equal the parameters `is_…`."""
    query = select(table).where(*(table.c[name] == bindparam(f"is_{name}") for name in equal)).limit(1)
    return query.with_for_update() if lock else query


@cache
def insertion(table: Table) -> Any:
    return insert(table)


@cache
def change(table: Table, columns: tuple[str, ...], equal: tuple[str, ...]) -> Any:
    """Set these columns from parameters of their names where others equal the parameters `is_…`."""
    where = (table.c[name] == bindparam(f"is_{name}") for name in equal)
    return update(table).where(*where).values({name: bindparam(name) for name in columns})


def as_row(record: Any) -> dict[str, Any]:
    """The record's members as column values (not deep: documents stay as they are)."""
    return {field.name: getattr(record, field.name) for field in fields(record)}


def insert_once(connection: Connection, table: Table, values: dict[str, Any]) -> bool:
    """`INSERT … ON CONFLICT DO NOTHING`; True when a row was written."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    done = connection.execute(dialect.insert(table).values(**values).on_conflict_do_nothing())
    return bool(done.rowcount)


def upsert(connection: Connection, table: Table, values: dict[str, Any]) -> None:
    """Insert, or overwrite the row with the same primary key."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    keys = [column.name for column in table.primary_key.columns]
    statement = dialect.insert(table).values(**values)
    rest = {name: statement.excluded[name] for name in values if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=rest))
