"""What is different from what was shown, said in kind and amount."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from relief.policy.changes import changes
from relief.policy.model import Account
from relief.policy.outcome import Line
from tests.relief.policy import people
from tests.relief.policy.people import T


def with_loan(account: Account, **members: Any) -> Account:
    return replace(account, loans=(replace(account.loan, **members),))


def owed(account: Account, amount: int, charges: int = 0) -> Account:
    """The first overdue instalment with so much more of its principal and penalty."""
    first, *rest = account.loan.overdue
    more = replace(first, principal=first.principal + amount, penalty=first.penalty + charges)
    return with_loan(account, overdue=(more, *rest))


ACCOUNT = people.p1()[0]


@pytest.mark.parametrize(
    ("after", "lines"),
    [
        (owed(ACCOUNT, -20000), [Line("changed.paid", {"amount": 20000})]),
        (owed(ACCOUNT, 20000), [Line("changed.taken_back", {"amount": 20000})]),
        (owed(ACCOUNT, 0, 55), [Line("changed.charges_more", {"amount": 55})]),
        (owed(ACCOUNT, 0, -55), [Line("changed.charges_less", {"amount": 55})]),
        (
            owed(ACCOUNT, -1, 1),
            [Line("changed.paid", {"amount": 1}), Line("changed.charges_more", {"amount": 1})],
        ),
        (
            replace(ACCOUNT, plans=(people.PlanFacts("loan", "instalments", "active", T),)),
            [Line("changed.agreement")],
        ),
        (replace(ACCOUNT, minimum_surplus=1), [Line("changed.other")]),
    ],
)
def test_each_change_has_its_line(after: Account, lines: list[Line]) -> None:
    assert list(changes(ACCOUNT, after)) == lines


def test_an_instalment_that_fell_due_is_named_with_its_day() -> None:
    loan = ACCOUNT.loan
    after = with_loan(ACCOUNT, overdue=(*loan.overdue, loan.upcoming[0]), upcoming=loan.upcoming[1:])
    (line,) = changes(ACCOUNT, after)
    assert line == Line("changed.fell_due", {"amount": loan.upcoming[0].contract}, {"due": date(2026, 12, 10)})


def test_a_row_that_holds_only_charges_did_not_fall_due() -> None:
    loan = ACCOUNT.loan
    only = replace(loan.overdue[0], due=date(2026, 9, 9), principal=0, interest=0, penalty=7)
    (line,) = changes(ACCOUNT, with_loan(ACCOUNT, overdue=(only, *loan.overdue)))
    assert line == Line("changed.charges_more", {"amount": 7})
