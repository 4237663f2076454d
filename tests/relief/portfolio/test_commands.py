"""The operator's commands for the database."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.commands.database import database
from relief.store.engine import make_engine
from relief.store.uow import UnitOfWork
from tests.relief.store.making import conversation


@pytest.fixture()
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EVENKEEL_HOME", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("EVENKEEL_NOW", "2026-11-23T00:30:00+08:00")
    return tmp_path


def run(*arguments: str, answer: str | None = None) -> Result:
    return CliRunner().invoke(database, arguments, input=answer)


def borrowers(home: Path) -> int:
    engine = make_engine(f"sqlite:///{home / 'evenkeel.db'}")
    with UnitOfWork(engine, readonly=True) as uow:
        count = len(uow.borrowers.all())
    engine.dispose()
    return count


def test_the_database_can_be_migrated_again_and_again(home: Path) -> None:
    for _ in range(2):
        assert run("migrate").output == "The database is at revision 0008.\n"


def test_the_demo_is_seeded_once_as_of_the_clocks_day_in_shanghai(home: Path) -> None:
    first = run("seed", "--borrowers", "60")
    assert first.exit_code == 0, first.output
    assert "as of 2026-11-23" in first.output
    assert "nothing was changed" in run("seed", "--borrowers", "60").output
    assert borrowers(home) == 60


def test_a_reset_asks_first_and_brings_the_demo_back(home: Path) -> None:
    run("seed", "--borrowers", "60")
    engine = make_engine(f"sqlite:///{home / 'evenkeel.db'}")
    with UnitOfWork(engine) as uow:
        one = uow.conversations.add(conversation())
        uow.commit()
    assert run("reset", "--borrowers", "80", answer="n\n").exit_code == 1
    assert borrowers(home) == 60
    done = run("reset", "--borrowers", "80", "--yes")
    assert done.exit_code == 0, done.output
    assert borrowers(home) == 80
    with UnitOfWork(engine, readonly=True) as uow:
        assert uow.conversations.get(one.id) is None
    engine.dispose()
