"""Cells of a row whose reading needs the rest of the row, and the way in which a row is refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from relief.portfolio import cells

Read = tuple[int, dict[str, Any]]
Outcome = str  # new, changed, unchanged


class BadRow(Exception):
    """A row that cannot go in, with the cell to look at."""

    def __init__(self, column: str, value: str, why: str, what_to_do: str) -> None:
        super().__init__(why)
        self.column, self.value, self.why, self.what_to_do = column, value, why, what_to_do


def grouped(rows: Iterable[Read]) -> dict[str, list[Read]]:
    """Rows by their kind."""
    result: defaultdict[str, list[Read]] = defaultdict(list)
    for row in rows:
        result[row[1]["record"]].append(row)
    return result


def cell(column: str, row: dict[str, Any], read: Callable[[str], Any]) -> Any:
    """The value of a cell, None when it is empty; raises BadRow."""
    value = row.get(column)
    if value is None:
        return None
    try:
        return read(value)
    except cells.BadCell as bad:
        raise BadRow(column, value, bad.why, bad.what_to_do) from None


def money(row: dict[str, Any], column: str, code: str, *, positive: bool = False) -> int | None:
    """An amount in minor units of the currency `code`."""
    found: int | None = cell(column, row, lambda value: cells.amount(value, code, positive=positive))
    return found


def kept(new: Any, old: Any) -> Any:
    """An empty cell leaves what is in the books."""
    return old if new is None else new


def outcome(old: object, new: object) -> Outcome:
    """How a row compares with what was in the books."""
    return "new" if old is None else "unchanged" if old == new else "changed"
