"""Which numbers are part of a text that people have reviewed: fixed replies, the phrases in `words/`, the lessons."""

from __future__ import annotations

import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from words.model import Both

NUMBER = re.compile(r"[0-9]+(?:[.,:/-][0-9]+)*")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_CONTEXT = 12


class Reviewed:
    """Knows each number of the reviewed texts together with the words around it: "30 minutes" does not allow "30 yuan"."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._pieces: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for text in texts:
            for segment in _PLACEHOLDER.split(text):
                for found in NUMBER.finditer(segment):
                    before = segment[max(0, found.start() - _CONTEXT) : found.start()]
                    after = segment[found.end() : found.end() + _CONTEXT]
                    self._pieces[found.group()].add((before, after))

    def holds(self, text: str, start: int, end: int) -> bool:
        """Whether the number at `text[start:end]` stands among the same words in a reviewed text."""
        return any(
            text[:start].endswith(before) and text.startswith(after, end)
            for before, after in self._pieces.get(text[start:end], ())
        )


def collect(root: Path) -> Iterator[str]:
    """Every reviewed text of the project: `words/`, `domain.yml`, `lessons/`."""
    yield from phrases()
    yield from fixed_replies(root / "domain.yml")
    for path in sorted((root / "lessons").rglob("*.yml")):
        yield from _strings(_load(path))


def phrases() -> Iterator[str]:
    """The TEXTS of every module in `words/`."""
    import words

    for found in pkgutil.walk_packages(words.__path__, "words."):
        texts = getattr(import_module(found.name), "TEXTS", {})
        for both in texts.values():
            if isinstance(both, Both):
                yield from (both.en, both.zh)


def fixed_replies(path: Path) -> Iterator[str]:
    """The texts and button titles under `responses:` of a domain file; none when there is no file."""
    if path.exists():
        yield from _strings((_load(path) or {}).get("responses", {}))


def _load(path: Path) -> Any:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
