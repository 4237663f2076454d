"""The scheduler's command: reminders that open the chat and say nothing, queued once."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

from click.testing import CliRunner
from sqlalchemy import update
from sqlalchemy.engine import Engine

from bot.commands.remind import remind
from relief.store import tables
from relief.store.uow import UnitOfWork

NOW = datetime(2026, 11, 25, 8, 0, tzinfo=timezone.utc)
"""Working hours in Shanghai, Delhi and Nairobi."""
SAYS_MONEY = ("loan", "due", "overdue", "pay", "CNY", "贷款", "还款", "逾期", "欠")


def run(lender: Engine, home: Path) -> str:
    environment = {
        "DATABASE_URL": lender.url.render_as_string(hide_password=False),
        "EVENKEEL_HOME": str(home),
        "EVENKEEL_NOW": NOW.isoformat(),
        "EVENKEEL_DEMO": "1",
    }
    done = CliRunner().invoke(remind, env=environment)
    assert done.exit_code == 0, done.output
    return done.output


def test_reminders_are_queued_once_in_the_language_of_each_and_name_nothing(lender: Engine, tmp_path: Path) -> None:
    with UnitOfWork(lender) as uow:
        contacts = tables.borrower_contacts
        uow.connection.execute(update(contacts).values(confirmed_at=NOW - timedelta(days=3)))
        uow.commit()
    first, second = run(lender, tmp_path), run(lender, tmp_path)
    with UnitOfWork(lender, readonly=True) as uow:
        notices = [notice for notice in uow.notices.latest(500) if notice.idempotency_key.startswith("reminder:")]
    assert notices and first.startswith(f"{len(notices)} reminders queued") and second.startswith("0 reminders queued")
    for notice in notices:
        said = notice.text.partition("http")[0] + notice.text.partition("\n")[2]
        assert "?link=" in notice.text and not [word for word in SAYS_MONEY if word in said]
    assert {"STOP" in notice.text for notice in notices} == {True, False}, "both languages are among them"
