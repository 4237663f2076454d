"""Frozen dataclasses to JSON and back, by their type hints; what was stored decides again as it did.

Handles whole numbers, text, flags, days, fractions (as text, exact), optional values, tuples, mappings with text keys,
and dataclasses inside. Members at their default are left out when written, and unknown members are refused when read.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
_Read = Callable[[Any], Any]


def to_json(value: Any) -> Any:
    """Plain JSON values."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: to_json(held)
            for field in fields(value)
            if field.init and ((held := getattr(value, field.name)) != field.default or field.default is MISSING)
        }
    if isinstance(value, tuple):
        return [to_json(item) for item in value]
    if isinstance(value, Mapping):
        return {key: to_json(item) for key, item in value.items()}
    return value


def from_json(kind: type[T], data: Any) -> T:
    """The inverse of `to_json` for a dataclass. Raises TypeError for members it does not have or that are missing."""
    read: Callable[[Any], T] = _reader(cast(Any, kind))
    return read(data)


@cache
def _reader(kind: Any) -> _Read:
    origin, inside = get_origin(kind), get_args(kind)
    if kind is date:
        return date.fromisoformat
    if kind is Fraction:
        return Fraction
    if origin in (Union, types.UnionType):
        return _first_of(inside)
    if origin is tuple:
        item = _reader(inside[0])
        return lambda data: tuple(item(entry) for entry in data)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        member = _reader(inside[1])
        return lambda data: {key: member(entry) for key, entry in data.items()}
    if is_dataclass(kind):
        return _dataclass_reader(kind)
    if origin is Literal or kind in (int, str, bool):
        return _as_it_is
    raise TypeError(f"{kind!r} has no JSON form here")


def _as_it_is(data: Any) -> Any:
    return data


def _first_of(inside: tuple[Any, ...]) -> _Read:
    """Optional values, and numbers or words side by side."""
    real = [kind for kind in inside if kind is not type(None)]
    read = _reader(real[0]) if len(real) == 1 else _as_it_is
    return lambda data: None if data is None else read(data)


def _dataclass_reader(kind: Any) -> _Read:
    hints = get_type_hints(kind)
    names = {field.name for field in fields(kind) if field.init}

    def read(data: Any) -> Any:
        unknown = set(data) - names
        if unknown:
            raise TypeError(f"{kind.__name__} has no {', '.join(sorted(unknown))}")
        return kind(**{name: _reader(hints[name])(entry) for name, entry in data.items()})

    return read
