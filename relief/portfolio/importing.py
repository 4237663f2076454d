"""Import of a portfolio file: good rows go in, bad rows go to an error file, the same file twice changes nothing.

Rows are taken in stretches, a transaction each. What is killed half-way leaves whole stretches behind; running it again
finds them unchanged and goes on.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TextIO

from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from relief.portfolio.columns import Problem, read_row
from relief.portfolio.merge import Merge
from relief.portfolio.reading import Row, open_rows
from relief.portfolio.rows import Outcome, grouped
from relief.store import tables
from relief.store.uow import UnitOfWork

STRETCH = 1000
ERROR_COLUMNS = ("row", "column", "value", "what is wrong", "what to do")
_FORMULA = ("=", "+", "-", "@", "\t")


@dataclass(frozen=True)
class Imported:
    """What came of it, by kind of row and outcome; `bad` counts rows, `errors` names the file that lists them."""

    counts: Counter[tuple[str, Outcome]]
    rows: int
    bad: int
    errors: Path | None


class ErrorFile:
    """The rows that could not go in. It is written beside the import and only exists when there are any."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows: set[int] = set()
        self._file: TextIO | None = None

    def __enter__(self) -> ErrorFile:
        self.path.unlink(missing_ok=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            if self._file is None:
                self._file = self.path.open("w", encoding="utf-8-sig", newline="")
                self._writer = csv.writer(self._file)
                self._writer.writerow(ERROR_COLUMNS)
            self.rows.add(problem.row)
            self._writer.writerow(
                [problem.row, problem.column, _harmless(problem.value), problem.why, problem.what_to_do]
            )


def import_file(
    engine: Engine,
    path: Path,
    *,
    now: datetime,
    errors: Path | None = None,
    dry_run: bool = False,
    started: Callable[[int], None] = lambda size: None,
    advanced: Callable[[int], None] = lambda done: None,
) -> Imported:
    """Read `path` into the books. Raises UnusableFile when it cannot be read at all.

    `dry_run` goes through everything in one transaction that is undone at the end; it keeps other writers of a SQLite
    database waiting meanwhile. `started` gets the size, `advanced` how much has been read."""
    source = open_rows(path)
    started(source.size)
    total = 0
    counts: Counter[tuple[str, Outcome]] = Counter()
    schedules: set[str] = set()
    error_path = errors or path.with_name(f"{path.stem}.errors.csv")
    with ErrorFile(error_path) as bad:
        if dry_run:
            with UnitOfWork(engine) as uow:
                for stretch in _stretches(source.rows):
                    total += len(stretch)
                    _take(uow, stretch, now, counts, bad, schedules)
                    advanced(source.progress())
                bad.add(_broken_schedules(uow, schedules))
        else:
            for stretch in _stretches(source.rows):
                total += len(stretch)
                with UnitOfWork(engine) as uow:
                    _take(uow, stretch, now, counts, bad, schedules)
                    uow.commit()
                advanced(source.progress())
            with UnitOfWork(engine) as uow:
                bad.add(_broken_schedules(uow, schedules))
                data = {"file": path.name, "rows": total, "bad": len(bad.rows), **_flat(counts)}
                uow.audit.append(
                    actor="import", action="portfolio.imported", subject=path.name[:120], data=data, at=now
                )
                uow.commit()
    return Imported(counts, total, len(bad.rows), bad.path if bad.rows else None)


def _stretches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while stretch := list(islice(rows, STRETCH)):
        yield stretch


def _take(
    uow: UnitOfWork,
    stretch: Iterable[Row],
    now: datetime,
    counts: Counter[tuple[str, Outcome]],
    bad: ErrorFile,
    schedules: set[str],
) -> None:
    good = []
    for number, row in stretch:
        values, problems = read_row(number, row)
        if problems:
            bad.add(problems)
        else:
            good.append((number, values))
    merge = Merge(uow, now)
    merge.run(grouped(good))
    bad.add(merge.problems)
    counts.update(merge.counts)
    schedules.update(merge.schedules)


def _broken_schedules(uow: UnitOfWork, references: Iterable[str]) -> Iterator[Problem]:
    """Loans whose own instalments do not add up to the principal: they are in, and have to be corrected."""
    loans, items = tables.loans, tables.instalments
    for reference in sorted(references):
        query = (
            select(loans.c.principal, func.sum(items.c.principal))
            .join_from(loans, items)
            .where(loans.c.reference == reference)
            .group_by(loans.c.id, loans.c.principal)
        )
        principal, total = uow.connection.execute(query).one()
        if principal != total:
            why = f"the instalments' principal adds up to {total} minor units, the loan's is {principal}"
            yield Problem(0, "principal", reference, why, "send all instalments of the loan again")


def _flat(counts: Counter[tuple[str, Outcome]]) -> dict[str, int]:
    return {f"{record}.{outcome}": count for (record, outcome), count in sorted(counts.items())}


def _harmless(value: str) -> str:
    """A spreadsheet takes a cell that begins so for a formula; the apostrophe keeps it text."""
    return f"'{value}" if value.startswith(_FORMULA) else value
