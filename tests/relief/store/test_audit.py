"""The append-only record shows every later change."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, insert, text, update
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError

from relief import audit
from relief.store import tables
from relief.store.uow import UnitOfWork
from tests.relief.store.making import NOW


@pytest.fixture()
def lines(engine: Engine) -> Engine:
    """A record of three lines."""
    with UnitOfWork(engine) as uow:
        for number in range(3):
            uow.audit.append(
                actor="tester", action="did", subject=f"b_{number}", data={"text": "稳渡", "n": number}, at=NOW
            )
        uow.commit()
    return engine


def broken(engine: Engine) -> audit.Broken | None:
    with engine.connect() as connection:
        return audit.verify(connection)


def test_an_untouched_record_verifies(lines: Engine) -> None:
    assert broken(lines) is None


def test_an_empty_record_verifies(engine: Engine) -> None:
    assert broken(engine) is None


def test_a_line_that_was_rolled_back_leaves_no_gap(lines: Engine) -> None:
    with UnitOfWork(lines) as uow:
        uow.audit.append(actor="tester", action="undone", subject="x", data={}, at=NOW)
    with UnitOfWork(lines) as uow:
        assert uow.audit.append(actor="tester", action="kept", subject="x", data={}, at=NOW).seq == 4
        uow.commit()
    assert broken(lines) is None


@pytest.mark.parametrize("statement", [update(tables.audit).values(actor="x"), delete(tables.audit)])
def test_the_database_refuses_to_change_or_delete_a_line(lines: Engine, statement: object) -> None:
    with pytest.raises(DBAPIError, match="append-only"), lines.begin() as connection:
        connection.execute(statement)


def without_triggers(engine: Engine, *statements: object) -> None:
    """Somebody with all rights over the database."""
    names = (
        ("audit_no_update", "audit_no_delete") if engine.dialect.name == "sqlite" else ("audit_append_only ON audit",)
    )
    with engine.begin() as connection:
        for name in names:
            connection.execute(text(f"DROP TRIGGER {name}"))
        for statement in statements:
            connection.execute(statement)


def test_a_changed_line_is_found(lines: Engine) -> None:
    without_triggers(lines, update(tables.audit).where(tables.audit.c.seq == 2).values(data={"text": "稳渡", "n": 9}))
    assert broken(lines) == audit.Broken(2, "its content was changed")


def test_a_missing_line_is_found(lines: Engine) -> None:
    without_triggers(lines, delete(tables.audit).where(tables.audit.c.seq == 2))
    assert broken(lines) == audit.Broken(2, "line 2 is missing")


def test_a_cut_off_end_is_found(lines: Engine) -> None:
    without_triggers(lines, delete(tables.audit).where(tables.audit.c.seq == 3))
    assert broken(lines) == audit.Broken(3, "the end of the record is missing")


def test_a_line_that_was_put_in_is_found(lines: Engine) -> None:
    content = {"seq": 4, "at": NOW, "actor": "x", "action": "x", "subject": "x", "data": {}, "prev_hash": "0" * 64}
    without_triggers(lines, insert(tables.audit).values(**content, hash="1" * 64))
    assert broken(lines) == audit.Broken(4, "it does not follow the line before")
