"""What a decision says: offers, refusals with the smallest change, who is needed, and the trace behind it all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from relief.policy import codec
from relief.policy.model import Frequency, Kind, Owed
from relief.policy.parameters import Version

Role = Literal["assistant", "collector", "supervisor"]


@dataclass(frozen=True, slots=True)
class Line:
    """One reason, as a key and typed values; `words.decision` renders it in either language."""

    key: str
    amounts: Mapping[str, int] = field(default_factory=dict)
    dates: Mapping[str, date] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NeedsPerson:
    """Whose authority is needed, and why (a reason code); `people` must say yes, each on their own."""

    role: Role
    why: str
    people: int = 1


@dataclass(frozen=True, slots=True)
class Payment:
    due: date
    amount: int


@dataclass(frozen=True, slots=True)
class Parts:
    """An amount by component."""

    fees: int = 0
    penalty: int = 0
    interest: int = 0
    principal: int = 0

    @property
    def total(self) -> int:
        return self.fees + self.penalty + self.interest + self.principal


@dataclass(frozen=True, slots=True)
class Costs:
    """Everything still to be paid on the loan, three ways. `nothing` is what would be owed by the end of the offer if
    nothing were paid until then."""

    offer: int
    contract: int
    nothing: int


@dataclass(frozen=True, slots=True)
class Offer:
    """Relief that policy allows and the budget carries.

    `payments` is what the offer asks for. Where it replaces the loan's own schedule (extension, moved date),
    `schedule` holds the new open instalments and `payments` are their totals. `interest`, `penalty` and
    `credit_record` are codes of what happens to each. `needs` is None when the assistant may agree.
    """

    id: str
    kind: Kind
    loan: str
    currency: str
    payments: tuple[Payment, ...]
    frequency: Frequency
    costs: Costs
    valid_until: date
    interest: str
    penalty: str
    credit_record: str
    schedule: tuple[Owed, ...] = ()
    waived: Parts = Parts()
    forgiven: Parts = Parts()
    extra_interest: int = 0
    months: int = 0
    room_left: int | None = None
    needs: NeedsPerson | None = None
    as_wished: bool = False
    because: tuple[Line, ...] = ()
    disclosures: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        return sum(payment.amount for payment in self.payments)

    @property
    def first_due(self) -> date:
        return self.payments[0].due

    @property
    def ends_on(self) -> date:
        return self.payments[-1].due

    @property
    def largest(self) -> int:
        return max(payment.amount for payment in self.payments)

    @property
    def dearer_than_nothing(self) -> bool:
        """Whether it costs more than doing nothing over the same time; then it must be said in so many words (P104)."""
        return self.costs.offer > self.costs.nothing

    @property
    def fingerprint(self) -> str:
        """What was shown, as a hash: what is booked must have the same one (P98)."""
        shown = [
            self.kind, self.loan, self.currency, [[payment.due.isoformat(), payment.amount] for payment in self.payments],
            self.waived.total, self.forgiven.total, self.interest, self.penalty,
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(shown).encode()).hexdigest()

    def to_json(self) -> dict[str, Any]:
        return {**codec.to_json(self), "fingerprint": self.fingerprint}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Offer:
        return codec.from_json(cls, {key: value for key, value in data.items() if key != "fingerprint"})


@dataclass(frozen=True, slots=True)
class Change:
    """A change that would make the refused kind possible, and the figures it needs."""

    key: str
    amounts: Mapping[str, int] = field(default_factory=dict)
    dates: Mapping[str, date] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A kind that is not possible: why, and what would make it possible, the smallest change first."""

    kind: Kind
    code: str
    changes: tuple[Change, ...] = ()
    because: tuple[Line, ...] = ()
    needs: NeedsPerson | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """Nothing is asked until the day, while a person looks at the case."""

    until: date
    stops_penalty: bool


@dataclass(frozen=True, slots=True)
class NothingFits:
    """The honest answer when no plan is possible: pause, free advice, a person."""

    needs: NeedsPerson
    pause: Pause | None = None
    advice: bool = True
    because: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One rule applied: what it looked at, under which parameters, and how it came out."""

    rule: str
    outcome: Literal["yes", "no", "note"]
    kind: str = ""
    parameters: tuple[str, ...] = ()
    inputs: Mapping[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Month:
    """What a month leaves over, line by line, in minor units. `beside` and `paused` are the largest instalment a month
    with the running one kept up and with it paused, after the safety share."""

    income: int
    spending: int
    other_loans: int
    running: int
    kept_back: int
    buffer: int
    left_beside: int
    left_paused: int
    beside: int
    paused: int


@dataclass(frozen=True, slots=True)
class Decision:
    """Offers in the order in which they help the borrower, everything refused, and why."""

    borrower: str
    loan: str
    today: date
    offers: tuple[Offer, ...]
    refusals: tuple[Refusal, ...]
    nothing_fits: NothingFits | None
    month: Month | None
    trace: tuple[Step, ...]
    versions: tuple[Version, ...]

    def offer(self, kind: str) -> Offer | None:
        return next((offer for offer in self.offers if offer.kind == kind), None)

    def refusal(self, kind: str) -> Refusal | None:
        return next((refusal for refusal in self.refusals if refusal.kind == kind), None)

    def to_json(self) -> dict[str, Any]:
        return {
            "borrower": self.borrower,
            "loan": self.loan,
            "today": self.today.isoformat(),
            "offers": [offer.to_json() for offer in self.offers],
            "refusals": codec.to_json(self.refusals),
            "nothing_fits": codec.to_json(self.nothing_fits),
            "month": codec.to_json(self.month),
            "trace": codec.to_json(self.trace),
            "versions": [version.to_json() for version in self.versions],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Decision:
        return cls(
            data["borrower"],
            data["loan"],
            date.fromisoformat(data["today"]),
            tuple(Offer.from_json(offer) for offer in data["offers"]),
            tuple(codec.from_json(Refusal, refusal) for refusal in data["refusals"]),
            codec.from_json(NothingFits, data["nothing_fits"]) if data["nothing_fits"] else None,
            codec.from_json(Month, data["month"]) if data["month"] else None,
            tuple(codec.from_json(Step, step) for step in data["trace"]),
            tuple(Version.from_json(version) for version in data["versions"]),
        )
