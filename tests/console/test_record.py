"""The record: `python -m bot audit verify` proves it whole, and finds a row that was changed behind its back."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text
from sqlalchemy.engine import Engine

from bot.__main__ import main
from relief.store.uow import UnitOfWork
from tests.bot.conftest import NOW


@pytest.fixture()
def verify(sqlite_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("DATABASE_URL", str(sqlite_engine.url))
    with UnitOfWork(sqlite_engine) as uow:
        for number in range(5):
            uow.audit.append(actor="mei", action="file.read", subject=f"b{number}", data={"n": number}, at=NOW)
        uow.commit()

    def run() -> Result:
        return CliRunner().invoke(main, ["audit", "verify"])

    return run


def change(engine: Engine, statement: str) -> None:
    """As somebody with the database file in their hands would."""
    with engine.begin() as connection:
        connection.execute(text("DROP TRIGGER audit_no_update"))
        connection.execute(text("DROP TRIGGER audit_no_delete"))
        connection.execute(text(statement))


def test_an_untouched_record_is_whole(verify) -> None:  # type: ignore[no-untyped-def]
    done = verify()
    assert done.exit_code == 0 and "5 lines" in done.output


@pytest.mark.parametrize(
    ("statement", "line"),
    [
        ("UPDATE audit SET actor = 'nobody' WHERE seq = 3", "line 3"),
        ("UPDATE audit SET data = '{\"n\": 9}' WHERE seq = 2", "line 2"),
        ("DELETE FROM audit WHERE seq = 4", "line 4"),
        ("DELETE FROM audit WHERE seq = 5", "line 5"),
    ],
)
def test_a_changed_or_missing_row_is_found_and_named(  # type: ignore[no-untyped-def]
    verify, sqlite_engine: Engine, statement: str, line: str
) -> None:
    change(sqlite_engine, statement)
    done = verify()
    assert done.exit_code == 1 and line in done.output


def test_the_database_itself_refuses_to_change_a_line(sqlite_engine: Engine, verify) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Exception, match="append-only"), sqlite_engine.begin() as connection:
        connection.execute(text("UPDATE audit SET actor = 'x' WHERE seq = 1"))


def test_accounts_are_made_listed_and_switched_off_on_the_command_line(verify) -> None:  # type: ignore[no-untyped-def]
    runner = CliRunner()
    made = runner.invoke(
        main, ["user", "add", "Ana", "--name", "Ana Ruiz", "--role", "collector", "--language", "en", "--password-stdin"],
        input="correct horse battery\n",
    )  # fmt: skip
    assert made.exit_code == 0, made.output
    assert "ana" in runner.invoke(main, ["user", "list"]).output
    weak = runner.invoke(
        main, ["user", "add", "bo", "--name", "Bo", "--role", "collector", "--password-stdin"], input="short\n"
    )
    assert weak.exit_code == 1 and "12 to 256" in weak.output
    unknown = runner.invoke(
        main, ["user", "add", "bo", "--name", "Bo", "--role", "king", "--password-stdin"], input="x" * 20
    )
    assert unknown.exit_code == 1 and "king" in unknown.output
    assert runner.invoke(main, ["user", "off", "ana"]).exit_code == 0
    assert "switched off" in runner.invoke(main, ["user", "list"]).output
    assert runner.invoke(main, ["user", "off", "nobody"]).exit_code == 1
