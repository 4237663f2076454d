"""What a lesson's author declares for a worked example, read strictly: unknown and missing inputs are named with their line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from typing import TypeVar

from relief.learning.model import Value
from relief.money import Money
from relief.policy.yaml_lines import Scalar, Table
from relief.refusals import Refused

FromPack = Callable[[str], Value]
"""A value of a policy pack by `pack/parameter`; raises LookupError."""

POLICY = "policy:"
Kept = TypeVar("Kept", Money, Fraction, int, date)


class Inputs:
    """The table below `with:` of an example. `used` are the inputs that a computation has read."""

    def __init__(self, table: Table, currency: str, from_pack: FromPack) -> None:
        self._table = table
        self.currency = currency
        self._from_pack = from_pack
        self.used: dict[str, Value] = {}

    def money(self, name: str) -> Money:
        text = self._text(name)
        try:
            return self._keep(name, Money.parse(text, self.currency))
        except Refused as error:
            raise self._error(
                name, f"{text!r} is no amount in {self.currency}.", "Write it like 1200 or 12.50."
            ) from error

    def share(self, name: str) -> Fraction:
        """A percentage such as `24` or `0.05`, as a share of one; or one from a policy pack."""
        given = self._given(name)
        if isinstance(given, Fraction):
            return self._keep(name, given)
        try:
            return self._keep(name, Fraction(self._text(name)) / 100)
        except (ValueError, ZeroDivisionError) as error:
            raise self._error(name, f"{self._text(name)!r} is no percentage.", "Write it like 24 or 0.05.") from error

    def count(self, name: str) -> int:
        given = self._given(name)
        if isinstance(given, int):
            return self._keep(name, given)
        text = self._text(name)
        if not text.isdecimal():
            raise self._error(name, f"{text!r} is no whole number.", "Write it like 12.")
        return self._keep(name, int(text))

    def day(self, name: str) -> date:
        text = self._text(name)
        try:
            return self._keep(name, date.fromisoformat(text))
        except ValueError as error:
            raise self._error(name, f"{text!r} is no day.", "Write it like 2026-03-15.") from error

    def word(self, name: str) -> str:
        """A word that chooses something; it is no figure."""
        text = self._text(name)
        self.used[name] = text
        return text

    def rows(self, name: str) -> Iterator[tuple[str, Inputs]]:
        """The named rows of a table, each with its own inputs."""
        if name not in self._table.members:
            raise self._table.at.error(f"{name!r} is missing.", f"Add a table {name}: with a row for each.")
        self.used[name] = ""
        for key, table in self._table.table(name).tables():
            row = Inputs(table, self.currency, self._from_pack)
            yield key, row
            row.nothing_else()

    def nothing_else(self) -> None:
        """Refuse inputs that no computation has read."""
        for name in self._table.members:
            if name not in self.used:
                raise self._error(
                    name, f"{name!r} is not used by this computation.", f"It reads: {', '.join(self.used)}."
                )

    def _keep(self, name: str, value: Kept) -> Kept:
        self.used[name] = value
        return value

    def _given(self, name: str) -> Value | None:
        """The value of a policy pack where one is named."""
        text = self._text(name)
        if not text.startswith(POLICY):
            return None
        try:
            return self._from_pack(text.removeprefix(POLICY))
        except LookupError as error:
            raise self._error(
                name, f"there is no parameter {text!r}.", "Write it like policy:cn/cap.yearly_cost."
            ) from error

    def _text(self, name: str) -> str:
        if name not in self._table.members:
            raise self._table.at.error(f"{name!r} is missing.", f"Add a line that begins with {name}:")
        value = self._table.members[name]
        if not isinstance(value, Scalar):
            raise self._error(name, f"{name!r} must be a single value.", "Write it behind the colon.")
        return value.text.strip()

    def _error(self, name: str, what: str, do: str) -> Exception:
        return self._table.keys[name].error(what, do)
