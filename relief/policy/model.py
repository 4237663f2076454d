"""What a decision is made from: the account as it stands today, the borrower's situation, and what they wish.

Amounts are whole minor units of the loan's currency, days the borrower's own. Sex, age, education, marriage, language and
nationality are not here, so they cannot change an offer (P106). All of it goes to JSON and back with `codec`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

Frequency = Literal["weekly", "biweekly", "monthly", "semiannual"]
PER_YEAR: dict[str, int] = {"weekly": 52, "biweekly": 26, "monthly": 12, "semiannual": 2}
Every = Literal["weekly", "biweekly", "semimonthly", "monthly", "quarterly", "yearly", "once"]
REGULAR = ("weekly", "biweekly", "semimonthly", "monthly")
Kind = Literal["promise", "move_date", "instalments", "extension", "waiver", "settlement"]
KINDS: tuple[Kind, ...] = ("promise", "move_date", "instalments", "extension", "waiver", "settlement")


@dataclass(frozen=True, slots=True)
class Owed:
    """What is still open of one instalment. `deferred` is interest put off from a holiday, on top of `interest`."""

    due: date
    principal: int
    interest: int = 0
    penalty: int = 0
    fees: int = 0
    deferred: int = 0

    @property
    def contract(self) -> int:
        """Without charges for being late."""
        return self.principal + self.interest + self.deferred

    @property
    def charges(self) -> int:
        return self.penalty + self.fees

    @property
    def total(self) -> int:
        return self.principal + self.interest + self.deferred + self.penalty + self.fees


@dataclass(frozen=True, slots=True)
class LateCharge:
    """What being late costs from now on: a rate a day on what is overdue, or a fee for each missed instalment."""

    kind: Literal["none", "daily", "per_instalment"] = "none"
    daily_rate: Fraction = Fraction(0)
    fee: int = 0


@dataclass(frozen=True, slots=True)
class LoanFacts:
    """One loan today. `instalment` is the running one; `overdue` and `upcoming` are what is open, oldest first.

    `principal` is what was lent. `overdue` holds everything whose due date has passed, its charges included.
    """

    id: str
    reference: str
    product: str
    currency: str
    annual_rate: Fraction
    frequency: Frequency
    instalment: int
    principal: int
    overdue: tuple[Owed, ...] = ()
    upcoming: tuple[Owed, ...] = ()
    late_charge: LateCharge = LateCharge()

    @property
    def arrears(self) -> int:
        """Overdue without charges."""
        return sum(owed.contract for owed in self.overdue)

    @property
    def charges(self) -> int:
        return sum(owed.charges for owed in self.overdue)

    @property
    def principal_left(self) -> int:
        return sum(owed.principal for owed in self.overdue) + sum(owed.principal for owed in self.upcoming)


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """An earlier or running agreement on a loan. `largest` and `frequency` say what an active one asks for."""

    loan: str
    kind: str
    status: Literal["active", "kept", "broken", "replaced", "cancelled"]
    agreed_on: date
    ended_on: date | None = None
    waived: int = 0
    months: int = 0
    largest: int = 0
    frequency: Frequency = "monthly"


@dataclass(frozen=True, slots=True)
class PromiseFacts:
    loan: str
    status: Literal["open", "kept", "partly_kept", "broken"]
    made_on: date
    promised_for: date


@dataclass(frozen=True, slots=True)
class PayDay:
    """When the borrower is paid: a day of the month, a weekday (1 is Monday), every 14 days, the last working day."""

    rule: Literal["monthly", "weekly", "biweekly", "last_working_day"]
    day: int = 1
    weekday: int = 1
    known_pay_day: date | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """All loans of one borrower; `focus` is the id of the one that is decided about.

    `binding` names the states that stop offers for this loan now (from `relief.states.holds`). `minimum_surplus` is the
    household's own figure a month. `jurisdictions` are pack ids, the stricter of several counts.
    """

    borrower: str
    focus: str
    loans: tuple[LoanFacts, ...]
    jurisdictions: tuple[str, ...]
    pay_day: PayDay | None = None
    minimum_surplus: int = 0
    plans: tuple[PlanFacts, ...] = ()
    promises: tuple[PromiseFacts, ...] = ()
    dates_moved: tuple[date, ...] = ()
    binding: tuple[str, ...] = ()

    @property
    def loan(self) -> LoanFacts:
        """The loan in question. Raises LookupError when `focus` is not among the loans."""
        for loan in self.loans:
            if loan.id == self.focus:
                return loan
        raise LookupError(f"there is no loan {self.focus!r} among {[loan.id for loan in self.loans]}")


@dataclass(frozen=True, slots=True)
class Income:
    """Money that comes in. What does not come at least monthly needs `next_on`, or it cannot be counted on."""

    amount: int
    every: Every
    next_on: date | None = None


@dataclass(frozen=True, slots=True)
class Spending:
    """Money that goes out, in a group of the budget; other lenders' instalments have the group `debts`."""

    amount: int
    every: Every
    group: str = "other_essential"


@dataclass(frozen=True, slots=True)
class Budget:
    """A household's month in minor units of the loan's currency; `cash` is what is there today."""

    income: tuple[Income, ...]
    spending: tuple[Spending, ...]
    cash: int = 0

    @property
    def irregular(self) -> bool:
        """Whether some income comes less often than monthly, so that the month's average says little."""
        return any(item.every not in REGULAR for item in self.income)


@dataclass(frozen=True, slots=True)
class Situation:
    """Why paying is hard, the budget if it was given, and when money comes in again as far as it is known."""

    reason: str | None = None
    budget: Budget | None = None
    returns_on: date | None = None
    work_starts_on: date | None = None


@dataclass(frozen=True, slots=True)
class Wishes:
    """The borrower's own proposal, as far as they made one.

    `amount` each time, `frequency`, `start` (first payment, promised day, or new due date), `n` payments, `months` of
    holiday, `lump_sum` to close the debt.
    """

    kind: Kind | None = None
    amount: int | None = None
    frequency: Frequency | None = None
    start: date | None = None
    n: int | None = None
    months: int | None = None
    lump_sum: int | None = None
