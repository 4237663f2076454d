"""The same offer over a longer time: decided again with that wish, so that the answer is what would really be offered.

Pure, from what a stored decision was made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from relief.policy import codec
from relief.policy.engine import decide_by
from relief.policy.model import PER_YEAR, Account, Situation, Wishes
from relief.policy.outcome import Decision, NeedsPerson, Offer
from relief.policy.parameters import Rules, Version

_LIMITS = {"instalments": "instalments.max_months", "extension": "extension.max_months"}


@dataclass(frozen=True, slots=True)
class Variant:
    """One length: payments of at most `each`, until `last`, `total` to be paid on the loan in all."""

    n: int
    each: int
    first: date
    last: date
    total: int
    needs: NeedsPerson | None


@dataclass(frozen=True, slots=True)
class Longer:
    """What was offered, what a longer one would be, and the rule that sets the longest. `extra` months of a pause are counted in
    `n` of the variants of an extension."""

    kind: str
    now: Variant
    longer: tuple[Variant, ...]
    limit: Version | None


def longer(inputs: Mapping[str, Any], offer: Offer) -> Longer:
    """Longer forms of an offer of the decision that was made from `inputs` (`engine.inputs_to_json`)."""
    account = codec.from_json(Account, inputs["account"])
    situation = codec.from_json(Situation, inputs["situation"])
    wishes = codec.from_json(Wishes, inputs["wishes"])
    rules = Rules.from_json(inputs["rules"], account.loan.currency)
    today = date.fromisoformat(inputs["today"])
    name = _LIMITS.get(offer.kind)
    limit = rules.versions[name] if name else None

    def again(wish: Wishes) -> Decision:
        return decide_by(account, situation, wish, rules, today)

    found: list[Variant] = []
    now = _variant(offer)
    if offer.kind == "instalments":
        most = max(rules.instalments_max_months * PER_YEAR[offer.frequency] // 12, 1)
        without_person = rules.instalments_assistant_max_months * PER_YEAR[offer.frequency] // 12
        lengths = sorted({min(2 * now.n, most), min(without_person, most), most})
        start = wishes.start if wishes.kind in (None, "instalments") else None
        for n in lengths:
            wish = Wishes("instalments", frequency=offer.frequency, n=n, start=start)
            _add(found, again(wish).offer("instalments"), now)
    elif offer.kind == "extension":
        for months in range(offer.months + 1, rules.extension_max_months + 1):
            _add(found, again(replace(wishes, kind="extension", months=months)).offer("extension"), now)
    return Longer(offer.kind, now, tuple(found), limit)


def _add(found: list[Variant], offer: Offer | None, now: Variant) -> None:
    """Only what is really longer, each length once."""
    if offer is not None and (one := _variant(offer)).n > now.n and one.n not in [other.n for other in found]:
        found.append(one)


def _variant(offer: Offer) -> Variant:
    n = offer.months if offer.kind == "extension" else len(offer.payments)
    return Variant(n, offer.largest, offer.first_due, offer.ends_on, offer.costs.offer, offer.needs)
