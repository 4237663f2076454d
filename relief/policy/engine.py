"""The decision: every kind of relief looked at, the possible ones in the order in which they help the borrower."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from relief.policy import codec
from relief.policy.case import Case
from relief.policy.holiday import extension
from relief.policy.instalments import instalments
from relief.policy.model import KINDS, Account, Kind, Situation, Wishes
from relief.policy.outcome import Change, Decision, Line, NeedsPerson, NothingFits, Offer, Pause, Refusal
from relief.policy.parameters import Rules
from relief.policy.resolve import Packs
from relief.policy.settlement import settlement
from relief.policy.small_help import move_date, promise, waiver

_RELIEF: Mapping[Kind, Callable[[Case], Offer | Refusal]] = {
    "promise": promise,
    "move_date": move_date,
    "instalments": instalments,
    "extension": extension,
    "waiver": waiver,
    "settlement": settlement,
}
_TENTHS = 10


def decide(account: Account, situation: Situation, wishes: Wishes, packs: Packs, today: date) -> Decision:
    """Every kind of relief for the loan in focus: offered, or refused with the smallest change.

    Raises NoParameter when no pack covers the place, the currency or the day, LookupError for an unknown loan."""
    loan = account.loan
    return decide_by(
        account, situation, wishes, packs.rules(account.jurisdictions, loan.product, loan.currency, today), today
    )


def decide_by(account: Account, situation: Situation, wishes: Wishes, rules: Rules, today: date) -> Decision:
    """The same from rules that are known already: same inputs, same answer, for ever (P100)."""
    case = Case(account, situation, wishes, rules, today)
    offers: list[Offer] = []
    refusals: list[Refusal] = []
    nothing: NothingFits | None = None
    if account.binding:
        held = _held(case)
        refusals = [held(kind) for kind in KINDS]
        nothing = NothingFits(NeedsPerson("collector", "held"), advice=False, because=refusals[0].because)
    else:
        for kind in KINDS:
            result = _RELIEF[kind](case)
            if isinstance(result, Offer):
                offers.append(result)
            else:
                refusals.append(result)
        if len(offers) > 1:
            offers.sort(key=lambda offer: _helps(case, offer))
            case.note("ranking", (), "", order=" ".join(offer.kind for offer in offers))
        if not offers and (case.arrears or _in_trouble(case)):
            nothing = _nothing_fits(case)
    used = {name for step in case.steps for name in step.parameters}
    return Decision(
        account.borrower, case.loan.id, today, tuple(offers), tuple(refusals), nothing, case.month,
        tuple(case.steps), tuple(rules.versions[name] for name in sorted(used)),
    )  # fmt: skip


def _helps(case: Case, offer: Offer) -> tuple[int, ...]:
    """Smallest first: what the borrower proposed, then room left (in tenths), fewest payments, least cost; P96, P100.

    What the lender would get is not looked at."""
    room = 0
    if case.month and offer.room_left is not None:
        room = -min(offer.room_left * _TENTHS // max(case.month.left_paused, 1), _TENTHS)
    parts = len(offer.payments) if not offer.schedule else offer.months + 1
    return (offer.kind != case.wishes.kind, room, parts, offer.costs.offer, KINDS.index(offer.kind))


def _in_trouble(case: Case) -> bool:
    return case.month is not None and case.month.left_beside < 0


def _held(case: Case) -> Callable[[Kind], Refusal]:
    """Which state counts, by the precedence of the packs; the way out is that it is settled."""
    order = case.rules.hold_precedence
    state = min(case.account.binding, key=lambda name: order.index(name) if name in order else len(order))
    case.holds(False, "hold.state", "", ("hold.precedence",), state=state)

    def refusal(kind: Kind) -> Refusal:
        return Refusal(
            kind, "held", (Change("once_settled", codes={"state": state}),),
            (Line("refused.held", codes={"state": state}),), NeedsPerson("collector", state),
        )  # fmt: skip

    return refusal


def _nothing_fits(case: Case) -> NothingFits:
    """No plan is offered: a pause, free advice, a person; never "pay anyway" (P84)."""
    rules = case.rules
    until = case.today + timedelta(days=rules.pause_days)
    case.note("pause", ("pause.days", "pause.stops_penalty"), "", until=until.isoformat())
    lines = [Line("nothing.fits")]
    month = case.month
    if month:
        short = max(-month.left_beside, 0)
        lines = [Line("nothing.month", {"income": month.income, "spending": month.spending, "short": short})]
    lines.append(Line("nothing.pause", dates={"until": until}))
    lines.append(Line("nothing.person"))
    return NothingFits(
        NeedsPerson("collector", "nothing_fits"), Pause(until, rules.pause_stops_penalty), True, tuple(lines)
    )


def inputs_to_json(account: Account, situation: Situation, wishes: Wishes, rules: Rules, today: date) -> dict[str, Any]:
    """Everything a decision was made from, the values of the parameters included."""
    return {
        "account": codec.to_json(account),
        "situation": codec.to_json(situation),
        "wishes": codec.to_json(wishes),
        "rules": rules.to_json(),
        "today": today.isoformat(),
    }


def replay(inputs: Mapping[str, Any]) -> Decision:
    """The decision again, from what `inputs_to_json` stored: the same answer, whatever the packs say by now."""
    account = codec.from_json(Account, inputs["account"])
    return decide_by(
        account,
        codec.from_json(Situation, inputs["situation"]),
        codec.from_json(Wishes, inputs["wishes"]),
        Rules.from_json(inputs["rules"], account.loan.currency),
        date.fromisoformat(inputs["today"]),
    )
