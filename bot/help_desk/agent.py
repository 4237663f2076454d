"""Who the help desk is in our house: an account that nobody can sign in with, so that ownership, guard and clocks work as for everybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from relief.store.records import Staff
from relief.store.uow import UnitOfWork

STAFF_ID = "u_help_desk"
LOGIN = "help-desk"


def account(uow: UnitOfWork, name: str, now: datetime) -> Staff:
    """The account, made when it is first needed. Its password fits nothing."""
    found = uow.staff.get(STAFF_ID)
    if found is None:
        found = Staff(STAFF_ID, LOGIN, name, "!", ["collector"], ["en", "zh"], True, now)
        if uow.staff.add_once(found):
            uow.audit.append(
                actor="gateway", action="staff.added", subject=STAFF_ID, data={"roles": ["collector"]}, at=now
            )
    if found.name != name:
        uow.staff.change(STAFF_ID, name=name)
        found = replace(found, name=name)
    return found


def case_of(uow: UnitOfWork, conversation_id: str) -> str | None:
    """The case that the help desk works on in a conversation: the one of the hand-off, else the latest."""
    row = uow.handoffs.open_of(conversation_id)
    if row is not None and row.case_id is not None:
        return row.case_id
    cases = uow.cases.of_conversation(conversation_id)
    return cases[0].id if cases else None
