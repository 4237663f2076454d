"""What `python -m relief simulate` does: packs and portfolio in, CSV, chart and table out."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from click import progressbar
from sqlalchemy.exc import SQLAlchemyError

from relief.dates import clock_from_environment
from relief.policy.invented import accounts as invented
from relief.policy.model import Account, Situation
from relief.policy.packs import read_file
from relief.policy.resolve import load
from relief.portfolio_facts import portfolio, size
from relief.simulate import Summary, simulate
from relief.simulation_report import table, write_chart, write_csv
from relief.store.engine import database_url, make_engine
from relief.store.uow import UnitOfWork

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar


class NoPortfolio(LookupError):
    """There is nothing to simulate over."""


def run(
    policies: Sequence[Path], *, made: int | None, seed: int, csv_file: Path, chart: Path, quiet: bool = False
) -> str:
    """The table as text. Raises PackError for a pack that cannot be used, NoPortfolio when the database has no loans."""
    now = load()
    proposed = now
    for path in policies:
        proposed = proposed.with_pack(read_file(path))
    for path in (csv_file, chart):
        path.parent.mkdir(parents=True, exist_ok=True)
    summary = Summary()
    at = clock_from_environment(os.environ).now()
    with ExitStack() as stack:
        count, accounts = _made(made, seed, at.date()) if made else _stored(stack, at)
        shown = StringIO() if quiet else sys.stderr
        bar: ProgressBar[int] = stack.enter_context(
            progressbar(length=count, label="Deciding twice", file=shown, update_min_steps=200)
        )
        file = stack.enter_context(csv_file.open("w", encoding="utf-8", newline=""))
        for _ in write_csv(file, simulate(accounts, now, proposed, summary, lambda: bar.update(1))):
            pass
    write_chart(chart, summary)
    return f"{table(summary)}\n\nEvery changed loan: {csv_file}\nChart: {chart}"


def _made(count: int, seed: int, today: date) -> tuple[int, Iterator[tuple[Account, Situation, date]]]:
    return count, ((account, situation, today) for account, situation in invented(count, seed, today))


def _stored(stack: ExitStack, now: datetime) -> tuple[int, Iterator[tuple[Account, Situation, date]]]:
    engine = make_engine(database_url(os.environ))
    stack.callback(engine.dispose)
    try:
        uow = stack.enter_context(UnitOfWork(engine, readonly=True))
        count = size(uow)
    except SQLAlchemyError as error:
        raise NoPortfolio(
            f"the portfolio cannot be read ({error.__class__.__name__}); run `make seed` first"
        ) from error
    if not count:
        raise NoPortfolio("there are no loans in the database; run `make seed`, or use --made 2000")
    return count, portfolio(uow, now)
