"""Reading the members of a case: each refuses with the code of the arithmetic interface, section 5.

A member that is null counts as absent. Numbers of money, rates and percentages are strings; a JSON number
in their place is refused, because its digits may have been through a binary float.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import TypeVar, cast, get_args

from relief.arithmetic.components import COMPONENTS, Components
from relief.arithmetic.penalty import DatedAmount
from relief.arithmetic.rounding import Rounding
from relief.arithmetic.waiver import check_percent
from relief.dates import date_from_text
from relief.money import decimal_from_text, minor_from_text
from relief.refusals import Code, Refused

T = TypeVar("T")


class Fields:
    """The members of one JSON object, read by name. `decimals` is the `minor_units` amounts are read with."""

    def __init__(self, values: object, name: str = "inputs", decimals: int = 2) -> None:
        if not isinstance(values, dict):
            raise Refused("value_not_allowed", f"{name} must be an object.")
        self.values: Mapping[str, object] = values
        self.decimals = decimals

    def has(self, name: str) -> bool:
        return self.values.get(name) is not None

    def require(self, *names: str) -> None:
        """Refuses (`missing_field`) the first of these that is absent."""
        for name in names:
            if not self.has(name):
                raise Refused("missing_field", f"The field {name} is missing.")

    def raw(self, name: str) -> object:
        self.require(name)
        return self.values[name]

    def integer(self, name: str, least: int | None = None, most: int | None = None) -> int:
        """A JSON number without fraction; 12.0, true and "12" are none."""
        value = self.raw(name)
        if not isinstance(value, int) or isinstance(value, bool):
            raise Refused("value_not_allowed", f"{name} must be a number without fraction.")
        if (least is not None and value < least) or (most is not None and value > most):
            raise Refused("value_not_allowed", f"{name} is outside its range.")
        return value

    def number_of(self, name: str, least: int = 1) -> int:
        """A number of instalments, periods or months; below its least value it is `n_out_of_range`."""
        value = self.integer(name)
        if value < least:
            raise Refused("n_out_of_range", f"The number {name} must be at least {least}.")
        return value

    def money(self, name: str) -> int:
        return minor_from_text(self.raw(name), self.decimals, name)

    def not_negative(self, name: str) -> int:
        return self._above(name, 0, "cannot be negative")

    def positive(self, name: str) -> int:
        return self._above(name, 1, "must be more than zero")

    def _above(self, name: str, least: int, what: str) -> int:
        amount = self.money(name)
        if amount < least:
            raise Refused("amount_not_positive", f"The {name} {what}.")
        return amount

    def rate(self, name: str) -> Fraction:
        """A rate of any sign."""
        return Fraction(decimal_from_text(self.raw(name), name))

    def rate_not_negative(self, name: str) -> Fraction:
        return self._not_below_zero(name, "value_not_allowed")

    def _not_below_zero(self, name: str, code: Code) -> Fraction:
        value = self.rate(name)
        if value < 0:
            raise Refused(code, f"{name} cannot be negative.")
        return value

    def percent(self, name: str) -> Fraction:
        value = self.rate(name)
        check_percent(value)
        return value

    def day(self, name: str) -> date:
        return date_from_text(self.raw(name), name)

    def text(self, name: str) -> str:
        value = self.raw(name)
        if not isinstance(value, str):
            raise Refused("value_not_allowed", f"{name} must be a string.")
        return value

    def choice(self, name: str, allowed: object, default: T | None = None) -> T:
        """One of the values of a Literal type; the caller names that type as the result."""
        if default is not None and not self.has(name):
            return default
        value = self.raw(name)
        options = get_args(allowed)
        if isinstance(value, bool) or not isinstance(value, str | int) or value not in options:
            raise Refused("value_not_allowed", f"{name} must be one of {', '.join(map(str, options))}.")
        return cast(T, value)

    def rounding(self, name: str = "rounding") -> Rounding:
        return self.choice(name, Rounding)

    def items(self, name: str) -> list[object]:
        value = self.raw(name)
        if not isinstance(value, list):
            raise Refused("value_not_allowed", f"{name} must be a list.")
        return value

    def objects(self, name: str) -> list[Fields]:
        return [Fields(item, f"An item of {name}", self.decimals) for item in self.items(name)]

    def object(self, name: str) -> Fields:
        return Fields(self.raw(name), name, self.decimals)

    def dates(self, name: str) -> list[date]:
        return [date_from_text(item, f"An item of {name}") for item in self.items(name)]

    def dated_amounts(self, name: str) -> list[DatedAmount]:
        found = []
        for item in self.objects(name):
            item.require("date", "amount")
            found.append(DatedAmount(item.day("date"), item.money("amount")))
        return found

    def components(self) -> Components:
        """The four components of this object, none negative."""
        self.require(*COMPONENTS)
        return Components.of({name: self.not_negative(name) for name in COMPONENTS})


def with_minor_units(inputs: Fields) -> Fields:
    """The same members, with amounts read at the `minor_units` they name: 0, 2 or 3."""
    if inputs.integer("minor_units") not in (0, 2, 3):
        raise Refused("value_not_allowed", "minor_units must be 0, 2 or 3.")
    return Fields(inputs.values, decimals=inputs.integer("minor_units"))
