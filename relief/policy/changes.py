"""What became different between an account as it was shown and as it is: why an offer that was on the table is gone."""

from __future__ import annotations

from relief.policy.model import Account, LoanFacts
from relief.policy.outcome import Line


def changes(before: Account, after: Account) -> tuple[Line, ...]:
    """The reasons, the weightiest first; both accounts have the same loan in focus."""
    old, new = before.loan, after.loan
    lines: list[Line] = []
    paid = _contract(old) - _contract(new)
    if paid > 0:
        lines.append(Line("changed.paid", {"amount": paid}))
    elif paid < 0:
        lines.append(Line("changed.taken_back", {"amount": -paid}))
    known = {owed.due for owed in old.overdue}
    for owed in new.overdue:
        if owed.contract and owed.due not in known:
            lines.append(Line("changed.fell_due", {"amount": owed.contract}, {"due": owed.due}))
    if new.charges > old.charges:
        lines.append(Line("changed.charges_more", {"amount": new.charges - old.charges}))
    elif new.charges < old.charges:
        lines.append(Line("changed.charges_less", {"amount": old.charges - new.charges}))
    if before.plans != after.plans or before.promises != after.promises:
        lines.append(Line("changed.agreement"))
    return tuple(lines) or (Line("changed.other"),)


def _contract(loan: LoanFacts) -> int:
    return sum(owed.contract for owed in (*loan.overdue, *loan.upcoming))
