"""YAML as plain values that know their line, with duplicate keys refused.

PyYAML keeps the last of two equal keys without a word; a limit that a policy owner wrote twice must not be guessed at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import yaml


class PackError(ValueError):
    """A pack that cannot be used: which file, which line, what is wrong and what to do about it."""

    def __init__(self, file: str, line: int, what: str, do: str) -> None:
        super().__init__(f"{file}, line {line}: {what} {do}")
        self.file, self.line, self.what, self.do = file, line, what, do


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file."""

    file: str
    line: int

    def error(self, what: str, do: str) -> PackError:
        return PackError(self.file, self.line, what, do)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A word or number as it is written; `plain` is False when it stood in quotes."""

    text: str
    plain: bool
    at: Place


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Value, ...]
    at: Place


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping; keys are words."""

    members: dict[str, Value]
    keys: dict[str, Place]
    at: Place

    def only(self, *known: str) -> None:
        """Refuse a key that is not one of `known`."""
        for key, place in self.keys.items():
            if key not in known:
                raise place.error(f"{key!r} is not known here.", f"Use one of: {', '.join(known)}.")

    def require(self, *wanted: str) -> None:
        for key in wanted:
            if key not in self.members:
                raise self.at.error(f"{key!r} is missing.", f"Add a line that begins with {key}:")

    def table(self, key: str) -> Table:
        value = self.members[key]
        if not isinstance(value, Table):
            raise self.keys[key].error(f"{key!r} must be a table of keys.", "Indent its members below it.")
        return value

    def items(self, key: str) -> Items:
        value = self.members[key]
        if not isinstance(value, Items):
            raise self.keys[key].error(f"{key!r} must be a list.", "Begin each entry with a dash.")
        return value

    def scalar(self, key: str) -> Scalar:
        value = self.members[key]
        if not isinstance(value, Scalar):
            raise self.keys[key].error(f"{key!r} must be a single value.", "Write it behind the colon.")
        return value

    def text(self, key: str) -> str:
        text = self.scalar(key).text.strip()
        if not text:
            raise self.keys[key].error(f"{key!r} is empty.", "Write a text behind the colon.")
        return text

    def tables(self) -> Iterator[tuple[str, Table]]:
        for key in self.members:
            yield key, self.table(key)


Value = Scalar | Items | Table


def parse(text: str, file: str) -> Table:
    """The top table of a YAML text. Raises PackError for anything else, for duplicate keys, and for broken YAML."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise PackError(
            file,
            line,
            f"this is not YAML: {error.problem}.",
            "Look at this line and the one above: indentation, quotes, a space behind each colon.",
        ) from error
    except yaml.YAMLError as error:
        raise PackError(file, 1, f"this is not YAML: {error}.", "Save the file as plain UTF-8 text.") from error
    value = _value(node, file) if node is not None else None
    if not isinstance(value, Table):
        raise PackError(file, 1, "a pack must be a table of keys.", "Begin with a line such as pack: cn")
    return value


def _value(node: yaml.Node, file: str) -> Value:
    at = Place(file, node.start_mark.line + 1)
    if isinstance(node, yaml.ScalarNode):
        return Scalar(node.value, node.style is None, at)
    if isinstance(node, yaml.SequenceNode):
        return Items(tuple(_value(item, file) for item in node.value), at)
    members: dict[str, Value] = {}
    keys: dict[str, Place] = {}
    for key_node, value_node in node.value:
        place = Place(file, key_node.start_mark.line + 1)
        if not isinstance(key_node, yaml.ScalarNode):
            raise place.error("a key must be a single word.", "Write it without brackets.")
        key = key_node.value
        if key in members:
            raise place.error(f"{key!r} stands here a second time (first in line {keys[key].line}).", "Delete one.")
        members[key], keys[key] = _value(value_node, file), place
    return Table(members, keys, at)
