"""The tables in the code and the migrated database are the same, on both systems."""

import dataclasses

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect
from sqlalchemy.engine import Engine

from relief.store import tables
from relief.store.engine import make_engine
from relief.store.migrate import current_revision, drop_everything, head, migrate
from relief.store.repositories.base import Repository
from relief.store.tables import metadata
from relief.store.uow import UnitOfWork


def test_the_migrated_database_has_exactly_the_tables_of_the_code(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_migrating_twice_changes_nothing(engine: Engine) -> None:
    assert current_revision(engine) == head()
    assert migrate(engine) == head()


def test_undoing_the_migrations_leaves_an_empty_database_that_can_be_migrated_again(engine: Engine) -> None:
    drop_everything(engine)
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    migrate(engine)
    with UnitOfWork(engine, readonly=True) as uow:
        assert uow.borrowers.all() == []


def all_repositories() -> list[type[Repository]]:
    return [cls for cls in Repository.__subclasses__()]


@pytest.mark.parametrize("repository", all_repositories(), ids=lambda cls: cls.__name__)
def test_a_record_has_the_columns_of_its_table_in_their_order(repository: type[Repository]) -> None:
    members = [field.name for field in dataclasses.fields(repository.record)]
    assert members == [column.name for column in repository.table.columns]


@pytest.mark.parametrize(
    ("record", "table"),
    [
        ("Contact", tables.borrower_contacts),
        ("Instalment", tables.instalments),
        ("LoanEvent", tables.loan_events),
        ("Freeze", tables.freezes),
        ("Adjustment", tables.adjustments),
        ("ChannelLink", tables.channel_links),
        ("PlanInstalment", tables.plan_instalments),
        ("ContactPreference", tables.contact_preferences),
        ("CaseNote", tables.case_notes),
    ],
)
def test_so_has_a_record_without_a_repository_of_its_own(record: str, table: object) -> None:
    from relief.store import records

    members = [field.name for field in dataclasses.fields(getattr(records, record))]
    assert members == [column.name for column in table.columns]  # type: ignore[attr-defined]


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://root@localhost/x"])
def test_a_database_that_cannot_serve_several_processes_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="not supported"):
        make_engine(url)
