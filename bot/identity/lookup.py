"""Whom an identifier may mean."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.particulars import Particulars
from relief.store.records import Borrower
from relief.store.uow import UnitOfWork

_PARTS = re.compile(r"([A-Z]+)([0-9]+)")


def spellings(normal: str) -> list[str]:
    """How a reference of these letters and digits may stand in the books: EK482913 as EK-482913, CN-CONS-1234 and so on."""
    parts = _PARTS.fullmatch(normal)
    if parts is None:
        return [normal]
    letters, digits = parts.groups()
    heads = [letters, *(f"{letters[:cut]}-{letters[cut:]}" for cut in range(2, len(letters) - 1))]
    return [f"{head}{joint}{digits}" for head in heads for joint in ("-", "")]


def candidates(uow: UnitOfWork, found: Particulars) -> list[Borrower]:
    """Everybody whom the identifiers fit; a reference counts more than a phone. Always one statement."""
    if found.references:
        return uow.borrowers.identified([form for reference in found.references for form in spellings(reference)], [])
    return uow.borrowers.identified([], _phone_spellings(found.phones))


def _phone_spellings(phones: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(phones))
