"""Longer forms of an offer are what would really be offered, no more and no less."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from relief.policy.engine import decide_by, inputs_to_json
from relief.policy.model import Account, Situation, Wishes
from relief.policy.outcome import Offer
from relief.policy.parameters import Rules
from relief.policy.resolve import Packs
from relief.policy.what_if import longer
from tests.relief.policy import people
from tests.relief.policy.people import NO_WISH, T


def made(
    packs: Packs, person: tuple[Account, Situation], kind: str, wishes: Wishes = NO_WISH, **limits: Any
) -> tuple[dict[str, Any], Offer]:
    """The stored inputs of a decision and one of its offers; `limits` are parameters that differ."""
    account, situation = person
    loan = account.loan
    rules = packs.rules(account.jurisdictions, loan.product, loan.currency, T)
    if limits:
        changed = {name.replace("_", ".", 1): value for name, value in limits.items()}
        versions = {
            name: replace(version, value=changed.get(name, version.value)) for name, version in rules.versions.items()
        }
        rules = Rules.of(versions, loan.currency)
    offer = decide_by(account, situation, wishes, rules, T).offer(kind)
    assert offer
    return inputs_to_json(account, situation, wishes, rules, T), offer


def test_longer_plans_cost_the_same_and_end_later(packs: Packs) -> None:
    inputs, offer = made(packs, people.p1(), "instalments")
    found = longer(inputs, offer)
    assert [one.n for one in (found.now, *found.longer)] == [4, 8, 12, 44]
    assert [one.each for one in found.longer] == [27504, 18336, 5032]
    assert {one.total for one in found.longer} == {found.now.total}
    lasts = [one.last for one in (found.now, *found.longer)]
    assert lasts == sorted(lasts)
    assert found.limit and found.limit.name == "instalments.max_months"
    assert [one.needs is None for one in found.longer] == [True, True, False]


@pytest.mark.parametrize(("months", "lengths"), [(4, []), (5, [5]), (8, [8]), (9, [8, 9])])
def test_no_plan_is_longer_than_the_rule(packs: Packs, months: int, lengths: list[int]) -> None:
    inputs, offer = made(packs, people.p1(), "instalments", instalments_max_months=months)
    assert [one.n for one in longer(inputs, offer).longer] == lengths


def test_the_wished_start_is_kept(packs: Packs) -> None:
    wishes = Wishes("instalments", start=date(2026, 12, 18))
    inputs, offer = made(packs, people.p1(), "instalments", wishes)
    assert offer.first_due >= date(2026, 12, 18)
    assert {one.first for one in longer(inputs, offer).longer} == {offer.first_due}


def test_a_start_that_belongs_to_another_wish_is_not(packs: Packs) -> None:
    wishes = Wishes("promise", start=date(2026, 12, 18))
    account, situation = people.p1()
    inputs, offer = made(packs, (account, situation), "instalments", wishes)
    assert {one.first for one in longer(inputs, offer).longer} == {offer.first_due}


@pytest.mark.parametrize(("most", "months"), [(2, []), (3, [3]), (4, [3, 4])])
def test_longer_pauses_up_to_the_rule(packs: Packs, most: int, months: list[int]) -> None:
    account, situation = people.p2()
    inputs, offer = made(packs, (account, situation), "extension", extension_max_months=most)
    found = longer(inputs, offer)
    assert found.now.n == 2 and [one.n for one in found.longer] == months
    assert found.limit and found.limit.value == most


def test_one_payment_has_no_rule_of_length(packs: Packs) -> None:
    inputs, offer = made(packs, people.p6(), "promise")
    found = longer(inputs, offer)
    assert found.longer == () and found.limit is None
