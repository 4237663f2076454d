"""Why: a card of three to six short reasons for the borrower, and the whole account for a collector.

Both come from the decision alone, so that what is explained is what was decided. Words are put to it in
`words.decision`.
"""

from __future__ import annotations

from dataclasses import dataclass

from relief.policy.outcome import Decision, Line, NothingFits, Offer, Refusal, Step
from relief.policy.parameters import Version
from relief.policy.room import month_line

MOST_LINES = 6


def because(decision: Decision, about: Offer | Refusal | NothingFits) -> tuple[Line, ...]:
    """The borrower's card: three to six lines, the weightiest first."""
    if isinstance(about, Offer):
        lines = [*about.because[: MOST_LINES - 1], cost_line(about)]
    elif isinstance(about, Refusal):
        lines = [*about.because, *_month_lines(decision, about), *_change_lines(about)]
        lines.append(_next_step(decision))
    else:
        lines = [*about.because]
        if about.advice:
            lines.append(Line("nothing.advice"))
    if len(lines) < 3:
        lines.append(Line("always.person"))
    if len(lines) < 3:
        lines.append(Line("always.ask_again"))
    return tuple(lines[:MOST_LINES])


def cost_line(offer: Offer) -> Line:
    """The total beside paying as contracted and beside doing nothing; a dearer offer says so (P104)."""
    costs = offer.costs
    amounts = {"total": costs.offer, "contract": costs.contract, "nothing": costs.nothing}
    if offer.dearer_than_nothing:
        return Line("cost.dearer", {**amounts, "more": costs.offer - costs.nothing})
    if costs.offer < costs.contract:
        return Line("cost.less", {**amounts, "less": costs.contract - costs.offer})
    if costs.offer > costs.contract:
        return Line("cost.more", {**amounts, "more": costs.offer - costs.contract})
    return Line("cost.same", amounts)


_BY_BUDGET = ("nothing_left_over", "not_affordable", "more_than_is_left", "would_not_help")


def _month_lines(decision: Decision, refusal: Refusal) -> list[Line]:
    month = decision.month
    if month is None or refusal.code not in _BY_BUDGET:
        return []
    return [month_line(month)]


def _change_lines(refusal: Refusal) -> list[Line]:
    return [
        Line(f"change.{change.key}", change.amounts, change.dates, change.counts, change.codes)
        for change in refusal.changes[:2]
    ]


def _next_step(decision: Decision) -> Line:
    if decision.offers:
        return Line("next.other_offers", counts={"n": len(decision.offers)})
    return Line("next.person")


@dataclass(frozen=True, slots=True)
class Account:
    """The collector's view: every step with the values behind it, and each parameter with where it comes from."""

    steps: tuple[Step, ...]
    versions: tuple[Version, ...]
    unverified: tuple[Version, ...]

    @property
    def failed(self) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.outcome == "no")


def full_account(decision: Decision) -> Account:
    """Everything that was looked at, in order; `unverified` parameters still await a person's comparison."""
    return Account(
        decision.trace, decision.versions, tuple(version for version in decision.versions if not version.verified)
    )
