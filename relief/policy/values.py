"""Values of parameters: read by unit, compared by strictness, written to JSON and back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from relief.money import minor_from_text, minor_units
from relief.policy.specs import Spec
from relief.policy.yaml_lines import Items, Place, Scalar, Table, Value
from relief.refusals import Refused

Window = tuple[str, str]
Held = int | bool | str | Fraction | tuple[str, ...] | Mapping[str, int] | None
"""What a parameter holds: whole number, flag, choice, fraction, list, window (two times), money by currency, no limit."""

_WHOLE = re.compile(r"\d{1,9}")
_DECIMAL = re.compile(r"\d{1,9}(\.\d{1,9})?")
_HOLIDAY = re.compile(r"(?:20[0-9]{2}-)?(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")
_CURRENCY = re.compile(r"[A-Z]{3}")
_WHOLE_UNITS = ("days", "months", "count", "minutes")


def read(value: Value, name: str, spec: Spec) -> Held:
    """The value of `name` in its unit. Raises PackError with what to write instead."""
    if spec.optional and isinstance(value, Scalar) and value.text == "none":
        return None
    if spec.unit == "money":
        return _money(value, name)
    if spec.unit in ("list", "window"):
        return _list(value, name, spec)
    if not isinstance(value, Scalar):
        raise value.at.error(f"{name} takes a single value.", f"Write one value in the unit {spec.unit}.")
    return _single(value, name, spec)


def _single(value: Scalar, name: str, spec: Spec) -> Held:
    text, at = value.text, value.at
    if spec.unit in _WHOLE_UNITS:
        if not _WHOLE.fullmatch(text):
            raise at.error(f"{name} is {text!r}.", f"Write a whole number of {spec.unit}, such as 12.")
        return int(text)
    if spec.unit == "flag":
        if text not in ("true", "false"):
            raise at.error(f"{name} is {text!r}.", "Write true or false.")
        return text == "true"
    if spec.unit == "choice":
        if text not in spec.choices:
            raise at.error(f"{name} is {text!r}.", f"Write one of: {', '.join(spec.choices)}.")
        return text
    if not _DECIMAL.fullmatch(text):
        raise at.error(
            f"{name} is {text!r}.", f"Write a decimal number as a {spec.unit}, such as {_EXAMPLE[spec.unit]}."
        )
    number = Fraction(text)
    if spec.unit == "percent" and number > 100:
        raise at.error(f"{name} is {text} percent.", "Write a percentage between 0 and 100.")
    if spec.unit == "rate" and number > 1:
        raise at.error(f"{name} is {text}.", "Write a yearly (or daily) rate as a part of one: 0.24 for 24 percent.")
    return number


_EXAMPLE = {"percent": "12.5", "rate": "0.24"}


def _money(value: Value, name: str) -> Held:
    if not isinstance(value, Table):
        raise value.at.error(f"{name} is an amount.", 'Write a table of currencies, such as {CNY: "50.00"}.')
    amounts: dict[str, int] = {}
    for currency in value.members:
        at = value.keys[currency]
        if not _CURRENCY.fullmatch(currency):
            raise at.error(f"{currency!r} is no currency.", "Write its ISO 4217 code, such as CNY.")
        try:
            amounts[currency] = minor_from_text(value.scalar(currency).text, minor_units(currency))
        except Refused as refused:
            raise at.error(f"{name} in {currency}: {refused.message}", 'Write it like "50.00".') from refused
        if amounts[currency] < 0:
            raise at.error(f"{name} in {currency} is negative.", "Write zero or more.")
    return amounts


def _list(value: Value, name: str, spec: Spec) -> Held:
    if not isinstance(value, Items) or not all(isinstance(item, Scalar) for item in value.items):
        raise value.at.error(f"{name} takes a list.", "Write it in brackets: [first, second].")
    words = tuple(item.text for item in value.items if isinstance(item, Scalar))
    if spec.unit == "window":
        if len(words) != 2 or not all(_TIME.fullmatch(word) for word in words) or words[0] >= words[1]:
            raise value.at.error(f"{name} is {list(words)}.", 'Write two rising times: ["08:00", "21:00"].')
        return words
    for word in words:
        if not spec.choices and not _HOLIDAY.fullmatch(word):
            raise value.at.error(f"{name} names {word!r}.", "Write days: 12-25 for every year, 2026-04-03 for one.")
        if spec.choices and word not in spec.choices:
            raise value.at.error(f"{name} names {word!r}.", f"Use only: {', '.join(spec.choices)}.")
    if len(set(words)) != len(words):
        raise value.at.error(f"{name} names something twice.", "Delete one.")
    return words


def laxer(spec: Spec, value: Held, than: Held) -> bool:
    """Whether `value` allows anything that `than` does not."""
    return spec.stricter != "free" and stricter(spec, value, than) != value


def stricter(spec: Spec, one: Held, other: Held) -> Held:
    """The stricter of two values; where they overlap (windows, lists, amounts), what satisfies both."""
    order = spec.stricter
    if order == "free" or one == other:
        return one
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        pick = min if order == "lower" else max
        return {
            currency: pick(amounts[currency] for amounts in (one, other) if currency in amounts)
            for currency in sorted({*one, *other})
        }
    if one is None or other is None:  # no limit is the laxest
        return other if one is None else one
    if isinstance(one, tuple) and isinstance(other, tuple):
        if order == "narrower":
            return (max(one[0], other[0]), min(one[1], other[1]))
        return (*one, *(word for word in other if word not in one))
    if order in ("true", "false"):
        return order == "true"
    if order == "first":
        return min(one, other, key=lambda value: spec.choices.index(str(value)))
    numbers = [value for value in (one, other) if isinstance(value, int | Fraction)]
    return min(numbers) if order == "lower" else max(numbers)


def to_json(value: Held) -> Any:
    """Fractions as text ("12.5" stays exact as "25/2"); the rest as JSON has it."""
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, tuple):
        return list(value)
    return dict(value) if isinstance(value, Mapping) else value


def from_json(value: Any, spec: Spec) -> Held:
    """The inverse of `to_json`."""
    if value is None or isinstance(value, bool):
        return value
    if spec.unit in ("percent", "rate"):
        return Fraction(value)
    held: Held = tuple(value) if isinstance(value, list) else value
    return held


def at_unknown(place: Place, name: str, known: tuple[str, ...]) -> None:
    """Refuse a name outside `known`."""
    if name not in known:
        raise place.error(f"{name!r} is not known.", f"Use one of: {', '.join(known)}.")
