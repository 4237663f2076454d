"""Money as whole minor units with its currency, and decimal text in and out.

No float ever enters: text is read exactly, kept as an integer count of the currency's smallest unit,
and written back with exactly the decimals the currency has. How an amount looks to people in
their language is not decided here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from relief.refusals import Refused

# ISO 4217 (list one): currencies whose smallest unit is not a hundredth.
_MINOR_UNITS = {
    **dict.fromkeys(
        ("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF").split(),
        0,
    ),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
    **dict.fromkeys("CLF UYW".split(), 4),
}
_CURRENCY = re.compile(r"[A-Z]{3}")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,6})?")
# Numbers beyond this many digits either side of the point are no money, rate or percentage of anyone;
# refusing them keeps an exponent such as 1e999999 from filling the memory.
_LONGEST_NUMBER = 1000


def minor_units(currency: str) -> int:
    """Decimals of a currency by its ISO 4217 code: 2 unless the standard says 0, 3 or 4."""
    return _MINOR_UNITS.get(currency, 2)


def decimal_from_text(text: object, name: str = "The amount") -> Decimal:
    """Read a finite decimal number; refuses (`not_a_number`) anything else, and anything that is not text.

    A sign, an exponent and spaces around are allowed; thousands separators are not, because a comma
    is a decimal point in half the world.
    """
    if not isinstance(text, str):
        raise Refused("not_a_number", f"{name} must be a decimal number written as a string.")
    stripped = text.strip()
    if len(stripped) > _LONGEST_NUMBER or not _NUMBER.fullmatch(stripped):
        raise Refused("not_a_number", f"{name} is not a finite decimal number.")
    number = Decimal(stripped)
    if abs(number.adjusted()) > _LONGEST_NUMBER and number:
        raise Refused("not_a_number", f"{name} is outside the numbers that can be handled.")
    return number


def minor_from_text(text: object, decimals: int, name: str = "The amount", *, allow_zeros: bool = False) -> int:
    """Read an amount into whole minor units.

    Refuses `not_a_number`, and `too_many_decimals` when more decimals are written than the currency has.
    With `allow_zeros` further decimals are let pass when they are zeros (12.500 at two decimals).
    """
    number = decimal_from_text(text, name)
    sign, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int):
        raise Refused("not_a_number", f"{name} is not a finite decimal number.")
    coefficient = int("".join(map(str, digits)))
    shift = exponent + decimals
    if not coefficient:
        shift = min(shift, 0) if not allow_zeros else 0
    if shift >= 0:
        units: int = coefficient * 10**shift
    else:
        units, rest = divmod(coefficient, 10 ** min(-shift, _LONGEST_NUMBER * 2))
        if rest or not allow_zeros:
            raise Refused("too_many_decimals", f"{name} has more decimals than the currency, which has {decimals}.")
    return -units if sign else units


def text_from_minor(units: int, decimals: int) -> str:
    """Write whole minor units as plain decimal text with exactly `decimals` decimals; zero has no sign."""
    if not decimals:
        return str(units)
    digits = str(abs(units)).rjust(decimals + 1, "0")
    return f"{'-' if units < 0 else ''}{digits[:-decimals]}.{digits[-decimals:]}"


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole minor units of one currency. Two currencies are never added or compared."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.minor, int) or isinstance(self.minor, bool):
            raise TypeError(f"Money takes a whole number of minor units, not {self.minor!r}.")
        if not _CURRENCY.fullmatch(self.currency):
            raise ValueError(f"{self.currency!r} is no ISO 4217 currency code; write three capitals such as CNY.")

    @classmethod
    def parse(cls, text: str, currency: str) -> Money:
        """Read decimal text; refuses what is no finite number and more decimals than the currency has."""
        return cls(minor_from_text(text, minor_units(currency)), currency)

    @classmethod
    def zero(cls, currency: str) -> Money:
        return cls(0, currency)

    def to_decimal_string(self) -> str:
        """Plain decimal text for files and interfaces: 14.20 CNY is `14.20`, 14 JPY is `14`."""
        return text_from_minor(self.minor, minor_units(self.currency))

    def _same_currency(self, other: Money) -> int:
        if self.currency != other.currency:
            raise Refused("currency_mismatch", f"{self.currency} and {other.currency} cannot be put together.")
        return other.minor

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same_currency(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same_currency(other), self.currency)

    def __mul__(self, times: int) -> Money:
        if not isinstance(times, int) or isinstance(times, bool):
            raise TypeError("Money is multiplied by whole numbers only; rates go through relief.arithmetic.")
        return Money(self.minor * times, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same_currency(other)

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._same_currency(other)

    def __gt__(self, other: Money) -> bool:
        return self.minor > self._same_currency(other)

    def __ge__(self, other: Money) -> bool:
        return self.minor >= self._same_currency(other)

    def __bool__(self) -> bool:
        return self.minor != 0
