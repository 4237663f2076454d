"""Statements about every decision: over invented accounts, and where something binds."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relief.policy.engine import decide, decide_by, inputs_to_json, replay
from relief.policy.explain import because, full_account
from relief.policy.invented import accounts
from relief.policy.model import Account, LoanFacts, Situation, Wishes
from relief.policy.outcome import Decision, NeedsPerson, Offer
from relief.policy.resolve import Packs
from tests.relief.policy import people
from tests.relief.policy.people import NO_WISH, T

WISHES = st.builds(
    Wishes,
    kind=st.sampled_from([None, "promise", "move_date", "instalments", "extension", "waiver", "settlement"]),
    amount=st.none() | st.integers(1, 200_000),
    frequency=st.sampled_from([None, "weekly", "biweekly", "monthly"]),
    start=st.none() | st.dates(T - timedelta(40), T + timedelta(400)),
    n=st.none() | st.integers(1, 80),
    months=st.none() | st.integers(1, 12),
    lump_sum=st.none() | st.integers(1, 3_000_000),
)


def sound(decision: Decision, account: Account, situation: Situation) -> None:
    """P01, P04, P20, P27, P50, P51, P56, P74, P80, P84, P104 for every offer."""
    assert {offer.kind for offer in decision.offers}.isdisjoint(refusal.kind for refusal in decision.refusals)
    assert len(decision.offers) + len(decision.refusals) == 6
    loan = account.loan
    for offer in decision.offers:
        amounts = [payment.amount for payment in offer.payments]
        days = [payment.due for payment in offer.payments]
        assert min(amounts) > 0
        assert all(earlier < later for earlier, later in pairwise(days))
        assert days[0] >= decision.today
        assert 0 <= offer.waived.fees + offer.waived.penalty <= loan.charges
        assert 0 <= offer.waived.interest <= sum(owed.interest for owed in loan.overdue) and not offer.waived.principal
        assert decision.today <= offer.valid_until
        assert not offer.dearer_than_nothing or any(line.key == "cost.dearer" for line in because(decision, offer))
        assert 3 <= len(because(decision, offer)) <= 6
        if offer.kind == "instalments":
            assert offer.total + offer.waived.total == loan.arrears + loan.charges
            assert max(amounts) - min(amounts) < len(amounts)
            if decision.month:
                assert offer.room_left is not None and offer.room_left >= 0
            assert offer.needs or len(amounts) <= {"weekly": 52, "biweekly": 26, "monthly": 12}[offer.frequency]
        elif offer.kind == "extension":
            principal = sum(owed.principal for owed in offer.schedule)
            if offer.interest != "capitalised":
                assert principal == loan.principal_left
            assert offer.total == sum(owed.total for owed in offer.schedule)
            assert offer.costs.offer == offer.total
        elif offer.kind == "settlement":
            owed = loan.principal_left + sum(o.interest + o.deferred for o in loan.overdue) + loan.charges
            assert offer.total + offer.forgiven.total == owed and offer.needs
    for refusal in decision.refusals:
        assert 3 <= len(because(decision, refusal)) <= 6
    if decision.nothing_fits:
        assert not decision.offers and 3 <= len(because(decision, decision.nothing_fits)) <= 6


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 10_000), wishes=WISHES)
def test_every_offer_sums_fits_and_is_not_worse_than_doing_nothing(packs: Packs, seed: int, wishes: Wishes) -> None:
    for account, situation in accounts(2, seed, T):
        sound(decide(account, situation, wishes, packs, T), account, situation)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), wishes=WISHES)
def test_a_stored_decision_replays_to_the_same_answer(packs: Packs, seed: int, wishes: Wishes) -> None:
    for account, situation in accounts(1, seed, T):
        loan = account.loan
        rules = packs.rules(account.jurisdictions, loan.product, loan.currency, T)
        decision = decide_by(account, situation, wishes, rules, T)
        stored = json.dumps([inputs_to_json(account, situation, wishes, rules, T), decision.to_json()])
        inputs, output = json.loads(stored)
        again = replay(inputs)
        assert again == decision
        assert Decision.from_json(output) == decision
        assert [offer.fingerprint for offer in again.offers] == [offer["fingerprint"] for offer in output["offers"]]


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), more=st.integers(1, 100_000))
def test_more_income_never_takes_an_affordable_plan_away_or_makes_it_longer(packs: Packs, seed: int, more: int) -> None:
    for account, situation in accounts(2, seed, T):
        budget = situation.budget
        if budget is None or budget.irregular:
            continue
        wish = Wishes("instalments")
        before = decide(account, situation, wish, packs, T).offer("instalments")
        richer = replace(budget, income=(replace(budget.income[0], amount=budget.income[0].amount + more),))
        after = decide(account, replace(situation, budget=richer), wish, packs, T).offer("instalments")
        assert before is None or (after is not None and len(after.payments) <= len(before.payments))


def test_same_inputs_give_the_same_offers_in_the_same_order(packs: Packs) -> None:
    assert decide(*people.p9(), NO_WISH, packs, T) == decide(*people.p9(), NO_WISH, packs, T)


def test_nothing_about_the_person_is_an_input() -> None:
    asked = {field.name for kind in (Account, LoanFacts, Situation, Wishes) for field in fields(kind)}
    assert not asked & {
        "sex",
        "gender",
        "age",
        "date_of_birth",
        "education",
        "marriage",
        "language",
        "nationality",
        "name",
    }


@pytest.mark.parametrize(
    ("states", "counts"),
    [
        (("dispute",), "dispute"),
        (("dispute", "distress"), "distress"),
        (("fraud", "deceased"), "deceased"),
        (("new",), "new"),
    ],
)
def test_a_binding_state_stops_every_offer_and_the_gravest_is_named(
    packs: Packs, states: tuple[str, ...], counts: str
) -> None:
    account, situation = people.p1()
    decision = decide(replace(account, binding=states), situation, NO_WISH, packs, T)
    assert decision.offers == () and len(decision.refusals) == 6
    refusal = decision.refusals[0]
    assert refusal.code == "held" and refusal.changes[0].codes == {"state": counts}
    assert decision.nothing_fits and decision.nothing_fits.pause is None
    card = because(decision, decision.nothing_fits)
    assert [line.key for line in card] == ["refused.held", "always.person", "always.ask_again"]


def test_an_unknown_loan_is_not_decided(packs: Packs) -> None:
    account, situation = people.p1()
    with pytest.raises(LookupError, match="no loan 'other'"):
        decide(replace(account, focus="other"), situation, NO_WISH, packs, T)


def test_the_running_instalments_of_other_loans_and_plans_count_as_spending(packs: Packs) -> None:
    account, situation = people.p1()
    second = people.loan("CN-FLEX", "CNY", 50000, 6, "0.24", "monthly", 1, 0, date(2026, 12, 1), people.DAILY, "second")
    decision = decide(replace(account, loans=(account.loan, second)), situation, NO_WISH, packs, T)
    assert decision.month and decision.month.other_loans == second.instalment
    plan = people.PlanFacts("second", "instalments", "active", T, largest=10000)
    with_plan = decide(replace(account, loans=(account.loan, second), plans=(plan,)), situation, NO_WISH, packs, T)
    assert with_plan.month and with_plan.month.other_loans == second.instalment + 10000
    own = people.PlanFacts("loan", "instalments", "active", T, largest=10000)
    assert (
        decide(replace(account, plans=(own,)), situation, NO_WISH, packs, T).month
        == decide(account, situation, NO_WISH, packs, T).month
    ), "a new plan replaces the old one of the same loan"


def test_two_overdue_loans_share_what_is_left_by_what_is_overdue(packs: Packs) -> None:
    account, situation = people.p1()
    second = people.loan("CN-FLEX", "CNY", 50000, 6, "0.24", "monthly", 1, 1, date(2026, 12, 1), people.DAILY, "second")
    both = replace(account, loans=(account.loan, second))
    month = decide(both, situation, NO_WISH, packs, T).month
    assert month and month.beside == month.left_beside * account.loan.arrears // (account.loan.arrears + second.arrears)
    other = decide(replace(both, focus="second"), situation, NO_WISH, packs, T).month
    assert other and month.beside + other.beside <= month.left_beside
    planned = replace(both, plans=(people.PlanFacts("second", "instalments", "active", T, largest=5000),))
    alone = decide(planned, situation, NO_WISH, packs, T).month
    assert alone and alone.beside == alone.left_beside


def test_loans_in_two_currencies_are_never_added_up_and_a_person_looks(packs: Packs) -> None:
    account, situation = people.p1()
    dollars = people.loan("US-PL", "USD", 50000, 6, "0.24", "monthly", 1, 1, date(2026, 12, 1), people.PL, "second")
    decision = decide(replace(account, loans=(account.loan, dollars)), situation, NO_WISH, packs, T)
    assert decision.month and decision.month.other_loans == 0
    assert decision.offers[0].needs == NeedsPerson("collector", "other_currency")


def test_the_stricter_of_two_jurisdictions_decides_and_the_trace_says_which(packs: Packs) -> None:
    account, situation = people.p9()
    decision = decide(replace(account, jurisdictions=("us", "in")), situation, NO_WISH, packs, T)
    version = next(version for version in decision.versions if version.name == "extension.max_months")
    assert (version.value, version.pack, version.won_over) == (1, "in", ("us",))


def test_ranking_puts_the_borrowers_proposal_first_then_room_then_fewest_payments(packs: Packs) -> None:
    assert [offer.kind for offer in decide(*people.p9(), NO_WISH, packs, T).offers] == ["extension", "instalments"]
    asked = decide(*people.p9(), Wishes("instalments"), packs, T)
    assert [offer.kind for offer in asked.offers] == ["instalments", "extension"]


def test_without_a_budget_only_what_policy_allows_without_one(packs: Packs) -> None:
    account, situation = people.p1()
    decision = decide(account, replace(situation, budget=None), NO_WISH, packs, T)
    plan = decision.offer("instalments")
    assert plan and len(plan.payments) == 3 and plan.room_left is None and decision.month is None
    two = decide(account, replace(situation, budget=None), Wishes("instalments", n=2), packs, T).offer("instalments")
    assert two and len(two.payments) == 2
    many = decide(account, replace(situation, budget=None), Wishes("instalments", n=12), packs, T).offer("instalments")
    assert many and len(many.payments) == 3


def test_the_full_account_names_rules_and_unverified_sources(packs: Packs) -> None:
    account = full_account(decide(*people.p2(), NO_WISH, packs, T))
    assert any(step.rule == "instalments.fits_the_month" for step in account.failed)
    assert any(version.name == "instalments.max_months" and not version.verified for version in account.unverified)
    assert {name for step in account.steps for name in step.parameters} == {
        version.name for version in account.versions
    }


def test_the_fingerprint_changes_with_any_amount_or_date(packs: Packs) -> None:
    offer = decide(*people.p1(), NO_WISH, packs, T).offers[0]
    first = offer.payments[0]
    for other in (replace(first, amount=first.amount + 1), replace(first, due=first.due + timedelta(1))):
        assert replace(offer, payments=(other, *offer.payments[1:])).fingerprint != offer.fingerprint
    assert offer.ends_on == offer.payments[-1].due
    assert replace(offer, room_left=1).fingerprint == offer.fingerprint
    assert Offer.from_json(offer.to_json()) == offer


def test_a_lower_cap_drops_the_charges_and_then_refuses(packs: Packs) -> None:
    account, situation = people.p5()
    rules = packs.rules(account.jurisdictions, "CN-CONS", "CNY", T)
    offered = decide_by(account, situation, NO_WISH, rules, T).offer("instalments")
    assert offered and not offered.waived.total
    tight = replace(rules, cap_yearly_cost=Fraction(14, 100))
    dropped = decide_by(account, situation, NO_WISH, tight, T).offer("instalments")
    assert dropped and dropped.waived.penalty == account.loan.charges
    assert any(line.key == "cap.charges_dropped" for line in dropped.because)
    none = replace(rules, cap_yearly_cost=Fraction(1, 100))
    refusal = decide_by(account, situation, NO_WISH, none, T).refusal("instalments")
    assert refusal and refusal.code == "above_cap" and refusal.needs == NeedsPerson("supervisor", "above_cap")


def test_a_cap_by_multiple_of_a_reference_rate_is_used_when_chosen(packs: Packs) -> None:
    rules = packs.rules(("cn",), "CN-CONS", "CNY", T)
    assert rules.yearly_cap == Fraction(24, 100)
    assert replace(rules, cap_basis="reference_multiple").yearly_cap == Fraction(12, 100)
    assert replace(rules, cap_basis="reference_multiple", cap_reference_rate=None).yearly_cap is None
