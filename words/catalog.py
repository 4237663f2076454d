"""Every text of every module, by full name: "account.late". Tests find a text by its name here."""

from __future__ import annotations

import pkgutil
from functools import lru_cache
from importlib import import_module

import words
from words.model import Both


@lru_cache(maxsize=1)
def all_texts() -> dict[str, Both]:
    """The texts of all modules in `words`, as `module.key`."""
    found: dict[str, Both] = {}
    for module in pkgutil.iter_modules(words.__path__):
        texts = getattr(import_module(f"words.{module.name}"), "TEXTS", {})
        found.update({f"{module.name}.{key}": text for key, text in texts.items()})
    return found
