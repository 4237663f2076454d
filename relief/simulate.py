"""Who would get a different answer under other policy packs, before they apply.

Streams: one account at a time goes through both sets of packs, only counts are kept, so memory does not grow with the
portfolio. Currencies are never added up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from relief.policy.engine import decide
from relief.policy.model import Account, Situation, Wishes
from relief.policy.outcome import Decision
from relief.policy.resolve import NoParameter, Packs

_NO_WISH = Wishes()
NOTHING, HELD = "nothing", "held"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a borrower would see first. Amounts in minor units; `largest` is the largest payment asked for."""

    kind: str
    kinds: tuple[str, ...]
    payments: int
    largest: int
    total: int
    waived: int
    needs: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """One loan with another outcome. `why` names the parameters that differ, or the reason that is new."""

    reference: str
    product: str
    currency: str
    before: Outcome
    after: Outcome
    why: str


@dataclass
class Summary:
    """Counts by currency, kind before, kind after and reason; and what changes for the borrowers, by currency."""

    looked_at: int = 0
    changed: int = 0
    undecidable: int = 0
    moves: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    waived: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)

    def add(self, change: Changed) -> None:
        before, after, currency = change.before, change.after, change.currency
        self.changed += 1
        self.moves[currency, before.kind, after.kind, change.why] += 1
        self.waived[currency] += after.waived - before.waived
        if before.kind == after.kind:
            self.total[currency] += after.total - before.total


def outcome(decision: Decision) -> Outcome:
    """The first offer, or why there is none."""
    reasons = tuple(f"{refusal.kind}:{refusal.code}" for refusal in decision.refusals)
    if not decision.offers:
        held = any(refusal.code == "held" for refusal in decision.refusals)
        return Outcome(HELD if held else NOTHING, (), 0, 0, 0, 0, "", reasons)
    first = decision.offers[0]
    return Outcome(
        first.kind,
        tuple(offer.kind for offer in decision.offers),
        len(first.payments),
        first.largest,
        first.costs.offer,
        first.waived.total,
        first.needs.role if first.needs else "",
        reasons,
    )


def simulate(
    accounts: Iterable[tuple[Account, Situation, date]],
    now: Packs,
    proposed: Packs,
    summary: Summary,
    on_each: Callable[[], None] = lambda: None,
) -> Iterator[Changed]:
    """The loans whose outcome differs, one by one, while `summary` fills. A loan that one of the two sets of packs
    cannot decide (no pack, no currency) is counted as undecidable."""
    for account, situation, today in accounts:
        summary.looked_at += 1
        on_each()
        try:
            before = decide(account, situation, _NO_WISH, now, today)
            after = decide(account, situation, _NO_WISH, proposed, today)
        except NoParameter:
            summary.undecidable += 1
            continue
        old, new = outcome(before), outcome(after)
        if old != new:
            loan = account.loan
            change = Changed(loan.reference, loan.product, loan.currency, old, new, _why(before, after))
            summary.add(change)
            yield change


def _why(before: Decision, after: Decision) -> str:
    """Parameters whose value differs between the two; where none was read by both, the refusals that are new."""
    old = {version.name: version.value for version in before.versions}
    names = [version.name for version in after.versions if old.get(version.name, version.value) != version.value]
    if names:
        return " ".join(names)
    known = {(refusal.kind, refusal.code) for refusal in before.refusals}
    new = [f"{refusal.kind}:{refusal.code}" for refusal in after.refusals if (refusal.kind, refusal.code) not in known]
    return " ".join(new) or "other"
