"""Run by Alembic. The connection comes from `relief.store.migrate`, or from the environment on the command line."""

import os
from typing import Any

from alembic import context

from relief.store.engine import database_url, make_engine
from relief.store.tables import metadata


def run(connection: Any) -> None:
    """Migrate in one transaction, so that a migration that is killed leaves nothing half done."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        transactional_ddl=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with make_engine(database_url(os.environ)).begin() as opened:
        run(opened)
