"""How often one may be wrong, and how often a code is sent: so that nobody can guess, and nobody can be flooded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from relief.store.uow import UnitOfWork

MISSES = 5
LOCK = timedelta(minutes=30)

CODES_FOR_IDENTIFIER = 5
CODES_FOR_CONVERSATION = 8
CODES_FOR_CONTACT = 6
CODES_FOR_ADDRESS = 60
"""Codes within `LOCK` that nobody has used. An address can be a whole office or a mobile network."""


def locked_until(uow: UnitOfWork, conversation_id: str, who: Iterable[str], now: datetime) -> datetime | None:
    """Until when this conversation, or one of these identifiers wherever it is given, is not checked any more."""
    found = [uow.locks.locked_until(key, now) for key in _keys(conversation_id, who)]
    return max((until for until in found if until), default=None)


def miss(uow: UnitOfWork, conversation_id: str, who: Iterable[str], now: datetime) -> tuple[int, datetime | None]:
    """Count a wrong answer. The misses of this conversation so far, and until when it is locked now."""
    counted = [uow.locks.miss(key, now, limit=MISSES, lock_for=LOCK) for key in _keys(conversation_id, who)]
    return counted[0].failures, max((lock.locked_until for lock in counted if lock.locked_until), default=None)


def clear(uow: UnitOfWork, conversation_id: str, who: Iterable[str]) -> None:
    for key in _keys(conversation_id, who):
        uow.locks.clear(key)


def code_refused_until(
    uow: UnitOfWork, conversation_id: str, who: Iterable[str], address: str | None, now: datetime
) -> datetime | None:
    """Count a request for a code; when there were too many, until when the next one has to wait.

    Counted by what was given, so the answer is the same whether or not anybody is behind it.
    """
    allowed = {f"codes:conversation:{conversation_id}": CODES_FOR_CONVERSATION}
    allowed |= {f"codes:who:{key}": CODES_FOR_IDENTIFIER for key in who}
    if address:
        allowed[f"codes:address:{address}"] = CODES_FOR_ADDRESS
    refused = [uow.locks.locked_until(key, now) for key in allowed]
    until = max((one for one in refused if one), default=None)
    if until is None:
        for key, limit in allowed.items():
            uow.locks.miss(key, now, limit=limit, lock_for=LOCK)
    return until


def contact_is_flooded(uow: UnitOfWork, contact: str, now: datetime) -> bool:
    """Count a code to a contact; True when it already got enough of them, by whatever identifier they were asked for."""
    key = f"codes:contact:{contact}"
    flooded = uow.locks.locked_until(key, now) is not None
    if not flooded:
        uow.locks.miss(key, now, limit=CODES_FOR_CONTACT, lock_for=LOCK)
    return flooded


def codes_were_used(uow: UnitOfWork, conversation_id: str, who: Iterable[str], contact: str) -> None:
    """A code that came back was wanted: whoever proves who they are time and again is not being flooded."""
    for key in (
        f"codes:conversation:{conversation_id}",
        f"codes:contact:{contact}",
        *(f"codes:who:{key}" for key in who),
    ):
        uow.locks.clear(key)


def _keys(conversation_id: str, who: Iterable[str]) -> list[str]:
    return [f"conversation:{conversation_id}", *(f"who:{key}" for key in who)]
