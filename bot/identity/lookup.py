"""Whom an identifier may mean."""

from __future__ import annotations

from bot.particulars import Particulars, spellings
from relief.store.records import Borrower
from relief.store.uow import UnitOfWork


def candidates(uow: UnitOfWork, found: Particulars) -> list[Borrower]:
    """Everybody whom the identifiers fit; a reference counts more than a phone. Always one statement."""
    if found.references:
        return uow.borrowers.identified([form for reference in found.references for form in spellings(reference)], [])
    return uow.borrowers.identified([], found.phones)
