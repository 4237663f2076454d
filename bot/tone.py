"""The seam to the tone guard: what objects to a line before a borrower sees it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module

from words.model import Language

Tone = Callable[[str, Language], Sequence[str]]
"""Takes a line and its language; gives back what is wrong with it, nothing when it may be said."""


def guard() -> Tone:
    """`words.tone.check` when the tone guard is installed, otherwise `no_objection`."""
    try:
        module = import_module("words.tone")
    except ModuleNotFoundError:
        return no_objection
    check: Tone = module.check
    return check


def no_objection(line: str, language: Language) -> Sequence[str]:
    return ()
