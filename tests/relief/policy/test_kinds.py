"""Each kind of relief at its edges: limits, the borrower's own proposal, and the smallest change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest

from relief.policy.engine import decide, decide_by
from relief.policy.model import (
    Account,
    Budget,
    Income,
    LoanFacts,
    PayDay,
    PlanFacts,
    PromiseFacts,
    Situation,
    Spending,
    Wishes,
)
from relief.policy.outcome import Decision, NeedsPerson, Offer, Parts, Refusal
from relief.policy.resolve import Packs
from tests.relief.policy import people
from tests.relief.policy.people import NO_WISH, T

Person = Callable[[], tuple[Account, Situation]]


def under(
    packs: Packs, who: Person, wishes: Wishes = NO_WISH, *, account: Any = None, situation: Any = None, **rules: Any
) -> Decision:
    """A decision with some rules, facts or parts of the situation changed."""
    facts, told = who()
    facts = replace(facts, **(account or {}))
    told = replace(told, **(situation or {}))
    loan = facts.loan
    known = packs.rules(facts.jurisdictions, loan.product, loan.currency, T)
    return decide_by(facts, told, wishes, replace(known, **rules), T)


def offer(decision: Decision, kind: str) -> Offer:
    found = decision.offer(kind)
    assert found, decision.refusal(kind)
    return found


def refusal(decision: Decision, kind: str) -> Refusal:
    found = decision.refusal(kind)
    assert found
    return found


def keys(found: Offer) -> set[str]:
    return {line.key for line in found.because}


def changed(loan: LoanFacts, **members: Any) -> dict[str, Any]:
    return {"loans": (replace(loan, **members),)}


# --- instalments --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["instalments", "extension", "move_date", "promise", "settlement"])
def test_a_kind_that_policy_does_not_provide_is_refused_with_a_person(packs: Packs, kind: str) -> None:
    found = under(packs, people.p1, Wishes("settlement"), **{f"{kind}_allowed": False})
    assert refusal(found, kind).code == "not_offered"


def test_the_room_at_below_and_above_the_instalment(packs: Packs) -> None:
    """Four parts of 550.08 need 550.08; at 550.07 there are five."""

    def with_room(room: int) -> list[int]:
        account, situation = people.p1()
        spending = 628333 - 110016 - 20000 - room
        budget = Budget((Income(145000, "weekly"),), (Spending(spending, "monthly", "home"),))
        found = decide(account, replace(situation, budget=budget), NO_WISH, packs, T)
        assert found.month and found.month.beside == room
        return [payment.amount for payment in offer(found, "instalments").payments]

    assert with_room(55008) == [55008] * 4
    assert len(with_room(55007)) == 5
    assert len(with_room(55009)) == 4


@pytest.mark.parametrize(
    ("wishes", "n", "line"),
    [
        (Wishes("instalments", n=6), 6, "wish.fits"),
        (Wishes("instalments", n=3), 4, "wish.fewer_do_not_fit"),
        (Wishes("instalments", n=61), 44, "wish.too_many"),
        (Wishes("instalments", amount=60000), 4, "wish.fits"),
        (Wishes("instalments", amount=40000), 6, "wish.fits"),
        (Wishes("instalments", amount=70000), 4, "wish.more_than_is_left"),
        (Wishes("instalments", amount=4000), 44, "wish.too_little"),
        (Wishes(amount=40000), 6, "wish.fits"),
    ],
)
def test_a_proposal_is_taken_where_it_fits_and_else_the_nearest_with_the_reason(
    packs: Packs, wishes: Wishes, n: int, line: str
) -> None:
    found = offer(under(packs, people.p1, wishes), "instalments")
    assert len(found.payments) == n and line in keys(found)
    assert found.as_wished == (line == "wish.fits" and wishes.kind == "instalments")
    if wishes.amount and line == "wish.fits":
        assert found.largest <= wishes.amount


def test_a_proposal_that_the_last_payment_would_exceed_takes_one_more(packs: Packs) -> None:
    found = offer(under(packs, people.p1, Wishes("instalments", amount=20003)), "instalments")
    assert [payment.amount for payment in found.payments] == [18336] * 12, "11 parts leave 200.12 for the last"


def test_a_room_that_the_last_payment_would_exceed_takes_one_more(packs: Packs) -> None:
    account, situation = people.p1()
    budget = Budget((Income(145000, "weekly"),), (Spending(628333 - 110016 - 20000 - 20003, "monthly", "home"),))
    plan = offer(decide(account, replace(situation, budget=budget), NO_WISH, packs, T), "instalments")
    assert [payment.amount for payment in plan.payments] == [18336] * 12, "11 parts leave 200.12 for the last"


def test_every_second_friday_as_the_borrower_proposes(packs: Packs) -> None:
    found = offer(under(packs, people.p1, Wishes("instalments", amount=30000, frequency="biweekly")), "instalments")
    days = [payment.due for payment in found.payments]
    assert found.frequency == "biweekly" and {(b - a).days for a, b in pairwise(days)} == {14}
    assert found.largest <= 30000 and days[0].isoweekday() == 5


@pytest.mark.parametrize(
    ("start", "first", "line"),
    [
        (date(2027, 1, 5), date(2027, 1, 8), "wish.start"),
        (date(2026, 11, 24), date(2026, 11, 27), None),
        (date(2027, 6, 1), date(2027, 2, 26), "wish.start_too_late"),
    ],
)
def test_nothing_till_january_is_kept_to_as_far_as_policy_goes(
    packs: Packs, start: date, first: date, line: str | None
) -> None:
    found = offer(under(packs, people.p1, Wishes("instalments", start=start)), "instalments")
    assert found.first_due == first
    assert line is None or line in keys(found)


def test_the_rhythm_is_the_policys(packs: Packs) -> None:
    assert offer(under(packs, people.p1, instalments_rhythm="pay_day"), "instalments").frequency == "weekly"
    fortnights = {"pay_day": PayDay("biweekly", known_pay_day=T)}
    assert (
        offer(under(packs, people.p1, account=fortnights, instalments_rhythm="pay_day"), "instalments").frequency
        == "biweekly"
    )
    assert offer(under(packs, people.p5, instalments_rhythm="pay_day"), "instalments").frequency == "monthly"
    half = changed(people.p1()[0].loan, frequency="semiannual")
    assert offer(under(packs, people.p1, account=half, instalments_rhythm="loan"), "instalments").frequency == "monthly"


def test_longer_than_the_assistant_may_agree_needs_a_person(packs: Packs) -> None:
    twelve = offer(under(packs, people.p1, Wishes("instalments", n=12)), "instalments")
    assert twelve.needs is None
    assert offer(under(packs, people.p1, Wishes("instalments", n=13)), "instalments").needs == NeedsPerson(
        "collector", "term"
    )


@pytest.mark.parametrize(
    ("rules", "needs"),
    [
        ({"approval_assistant_amount": 220032}, None),
        ({"approval_assistant_amount": 220031}, NeedsPerson("collector", "amount")),
        ({"approval_assistant_amount": 1, "approval_collector_amount": 220031}, NeedsPerson("supervisor", "amount")),
        ({"approval_assistant_waiver": 3135}, None),
        ({"approval_assistant_waiver": 3134}, NeedsPerson("collector", "waiver")),
        ({"approval_collector_waiver": 3134}, NeedsPerson("supervisor", "waiver")),
    ],
)  # fmt: skip
def test_amounts_above_an_authority_need_the_next_one(
    packs: Packs, rules: dict[str, int], needs: NeedsPerson | None
) -> None:
    assert offer(under(packs, people.p1, **rules), "instalments").needs == needs


def test_a_supervisors_amount_stays_a_supervisors_when_the_term_is_long_too(packs: Packs) -> None:
    found = under(
        packs, people.p1, Wishes("instalments", n=13), approval_assistant_amount=1, approval_collector_amount=1
    )
    assert offer(found, "instalments").needs == NeedsPerson("supervisor", "amount")


def test_debts_at_the_line_pass_and_above_it_a_person_looks(packs: Packs) -> None:
    """1,100.16 and 550.08 of 6,283.33."""
    line = Fraction(165024 * 100, 628333)
    assert offer(under(packs, people.p1, affordability_debt_service_person_percent=line), "instalments").needs is None
    above = under(packs, people.p1, affordability_debt_service_person_percent=line - Fraction(1, 10**9))
    assert offer(above, "instalments").needs == NeedsPerson("collector", "debts")
    no_line = under(packs, people.p1, affordability_debt_service_person_percent=None)
    assert offer(no_line, "instalments").needs is None
    hard = under(packs, people.p1, affordability_debt_service_max_percent=line - Fraction(1, 10**9))
    assert refusal(hard, "instalments").code == "debts_too_large"
    assert under(packs, people.p1, affordability_debt_service_max_percent=line).offer("instalments")


def test_too_little_room_names_a_little_more_a_month_or_more_instalments(packs: Packs) -> None:
    found = refusal(under(packs, people.p5, instalments_max_months=6), "instalments")
    assert found.code == "not_affordable"
    more, longer = found.changes
    assert more.key == "more_a_month" and more.amounts == {"amount": 78828 - 55150}
    assert (longer.key, longer.counts) == ("longer", {"n": 9, "instead": 6})
    richer = people.p5()[1]
    assert richer.budget
    income = Budget((Income(590000 + 78828 - 55150, "monthly"),), richer.budget.spending)
    assert under(packs, people.p5, situation={"budget": income}, instalments_max_months=6).offer("instalments"), (
        "the change works"
    )


def test_the_smallest_change_counts_the_safety_share(packs: Packs) -> None:
    found = refusal(
        under(packs, people.p5, instalments_max_months=6, affordability_safety_share_percent=Fraction(80)),
        "instalments",
    )
    amount = found.changes[0].amounts["amount"]
    told = people.p5()[1].budget
    assert told
    for more, works in ((amount, True), (amount - 2, False)):
        budget = Budget((Income(590000 + more, "monthly"),), told.spending)
        decision = under(
            packs, people.p5, situation={"budget": budget}, instalments_max_months=6,
            affordability_safety_share_percent=Fraction(80),
        )  # fmt: skip
        assert bool(decision.offer("instalments")) is works


def test_a_share_of_nothing_leaves_no_room(packs: Packs) -> None:
    assert (
        refusal(under(packs, people.p1, affordability_safety_share_percent=Fraction(0)), "instalments").code
        == "nothing_left_over"
    )


def test_what_remains_of_the_charges_is_in_the_plan_and_nothing_is_added(packs: Packs) -> None:
    half = offer(under(packs, people.p1, waiver_penalty_percent=Fraction(50)), "instalments")
    assert half.waived == Parts(penalty=1568) and half.total == 220032 + 3135 - 1568
    assert half.penalty == "no_more_while_kept"
    none = offer(
        under(packs, people.p1, waiver_penalty_percent=Fraction(0), plans_freeze_while_kept=False), "instalments"
    )
    assert none.penalty == "goes_on" and "plan.charges_stay" in keys(none)


def test_a_cap_on_the_waiver_fills_penalty_then_fees_then_interest(packs: Packs) -> None:
    loan = people.p1()[0].loan
    with_fee = changed(loan, overdue=(replace(loan.overdue[0], fees=1000), *loan.overdue[1:]))
    wide = offer(under(packs, people.p1, account=with_fee, waiver_interest_percent=Fraction(10)), "instalments")
    assert wide.waived == Parts(fees=1000, penalty=3135, interest=sum(o.interest for o in loan.overdue) // 10)
    for cap, parts in ((3000, Parts(0, 3000, 0)), (3500, Parts(365, 3135, 0)), (4200, Parts(1000, 3135, 65))):
        found = under(packs, people.p1, account=with_fee, waiver_interest_percent=Fraction(10), waiver_cap=cap)
        assert offer(found, "instalments").waived == parts


def test_interest_above_the_principal_is_dropped_where_the_law_says_so(packs: Packs) -> None:
    loan = people.p10()[0].loan
    overdue = (replace(loan.overdue[0], interest=700000), *loan.overdue[1:])
    found = offer(
        under(packs, people.p10, account=changed(loan, overdue=overdue), affordability_min_surplus=0), "instalments"
    )
    open_interest = sum(o.interest for o in (*overdue, *loan.upcoming))
    assert found.waived.interest == open_interest - loan.principal_left


def test_the_number_of_plans_is_limited_and_a_person_goes_on(packs: Packs) -> None:
    old = PlanFacts("loan", "instalments", "broken", date(2025, 12, 1), date(2026, 2, 1))
    both = {"plans": (old, replace(old, status="kept"))}
    found = refusal(under(packs, people.p1, account=both), "instalments")
    assert found.code == "plans_used_up" and found.needs == NeedsPerson("collector", "plans_used_up")
    assert under(packs, people.p1, account={"plans": (replace(old, agreed_on=date(2025, 11, 23)), old)}).offer(
        "instalments"
    )
    in_time = {"plans": (old, replace(old, status="replaced"), replace(old, status="active"))}
    assert under(packs, people.p1, account=in_time).offer("instalments"), "changing a plan in time is not punished"
    assert under(packs, people.p1, account={"plans": (replace(old, loan="other"),) * 3}).offer("instalments")


@pytest.mark.parametrize(("broke", "code"), [(date(2026, 11, 16), None), (date(2026, 11, 17), "cool_down")])
def test_after_a_broken_plan_there_are_seven_days(packs: Packs, broke: date, code: str | None) -> None:
    old = PlanFacts("loan", "instalments", "broken", date(2026, 9, 1), broke)
    found = under(packs, people.p1, account={"plans": (old,)})
    if code is None:
        assert found.offer("instalments")
    else:
        assert refusal(found, "instalments").code == refusal(found, "extension").code == code
        assert refusal(found, "instalments").changes[0].dates == {"date": date(2026, 11, 24)}
        assert found.nothing_fits


def test_the_number_of_a_plan_is_said_when_it_is_not_the_last(packs: Packs) -> None:
    old = PlanFacts("loan", "instalments", "kept", date(2026, 2, 1), date(2026, 6, 1))
    found = under(packs, people.p5, account={"plans": (old,)}, plans_max_in_period=3)
    assert "plan.number" in keys(offer(found, "instalments"))


# --- extension ----------------------------------------------------------------------------------------------------------


def test_a_holiday_needs_an_end_or_the_borrowers_wish_for_a_short_one(packs: Packs) -> None:
    assert refusal(under(packs, people.p1), "extension").code == "no_end_in_sight"
    asked = offer(under(packs, people.p1, Wishes("extension")), "extension")
    assert asked.months == 1 and asked.first_due == date(2027, 1, 10) and asked.as_wished
    longer = offer(under(packs, people.p1, Wishes("extension", months=2)), "extension")
    assert longer.months == 1 and "wish.holiday_shorter" in keys(longer)
    no_budget = under(packs, people.p1, Wishes("extension"), situation={"budget": None})
    assert offer(no_budget, "extension").room_left is None


def test_a_holiday_after_which_the_same_instalment_does_not_fit_is_refused(packs: Packs) -> None:
    found = refusal(under(packs, people.p2, Wishes("extension"), situation={"work_starts_on": None}), "extension")
    assert found.code == "would_not_help" and found.changes[0].key == "return_date"


@pytest.mark.parametrize(
    ("back", "months"),
    [(date(2027, 1, 15), 1), (date(2027, 1, 16), 2), (date(2027, 2, 15), 2), (date(2027, 2, 16), None)],
)
def test_the_holiday_lasts_until_money_is_back_and_no_longer_than_policy(
    packs: Packs, back: date, months: int | None
) -> None:
    found = under(packs, people.p2, situation={"work_starts_on": None, "returns_on": back})
    if months:
        assert offer(found, "extension").months == months
    else:
        assert refusal(found, "extension").code == "too_far_off"
        assert refusal(found, "extension").changes[0].dates == {"date": date(2027, 2, 15)}


@pytest.mark.parametrize(
    ("wish", "months", "line"), [(2, 2, "wish.fits"), (1, 1, None), (5, 2, "wish.holiday_shorter")]
)
def test_a_wished_length_is_kept_to_where_it_reaches(packs: Packs, wish: int, months: int, line: str | None) -> None:
    early = {"work_starts_on": None, "returns_on": date(2027, 1, 15)}
    found = offer(under(packs, people.p2, Wishes("extension", months=wish), situation=early), "extension")
    assert found.months == months and (line is None or line in keys(found))


def test_a_wished_holiday_shorter_than_needed_is_made_long_enough(packs: Packs) -> None:
    found = offer(under(packs, people.p2, Wishes("extension", months=1)), "extension")
    assert found.months == 2


def test_months_used_before_are_taken_off(packs: Packs) -> None:
    used = PlanFacts("loan", "extension", "kept", date(2026, 3, 1), date(2026, 4, 1), months=1)
    one = under(
        packs, people.p2, account={"plans": (used,)}, situation={"work_starts_on": None, "returns_on": date(2027, 1, 1)}
    )
    assert offer(one, "extension").months == 1
    assert refusal(under(packs, people.p2, account={"plans": (used,)}), "extension").code == "too_far_off"
    both = under(packs, people.p2, account={"plans": (replace(used, months=2),)})
    assert refusal(both, "extension").code == "holiday_used_up"


def test_deferred_interest_is_spread_or_comes_last_and_is_said(packs: Packs) -> None:
    frozen = offer(under(packs, people.p2), "extension")
    spread = offer(under(packs, people.p2, extension_interest="deferred_simple"), "extension")
    assert spread.extra_interest == 9739  # 2446.96 × 0.2388 × 2/12 = 97.389
    assert spread.total == frozen.total + 9739
    assert [row.deferred for row in spread.schedule] == [2434, 2434, 2434, 2437]
    last = offer(
        under(packs, people.p2, extension_interest="deferred_simple", extension_deferred_due="last"), "extension"
    )
    assert [row.deferred for row in last.schedule] == [0, 0, 0, 9739]
    assert all(payment.amount == row.total for payment, row in zip(last.payments, last.schedule, strict=True))
    assert "holiday.deferred_simple" in keys(last)


def test_capitalised_interest_makes_a_new_schedule_and_costs_most(packs: Packs) -> None:
    found = offer(under(packs, people.p2, extension_interest="capitalised"), "extension")
    assert found.extra_interest == 4869 + 4966  # 2446.96 × 0.0199, then 2495.65 × 0.0199
    assert sum(row.principal for row in found.schedule) == 244696 + found.extra_interest
    deferred = offer(under(packs, people.p2, extension_interest="deferred_simple"), "extension")
    assert found.costs.offer > deferred.costs.offer


def test_a_holiday_dearer_than_doing_nothing_says_so(packs: Packs) -> None:
    from relief.policy.explain import because

    loan = people.p2()[0].loan
    cheap = changed(loan, late_charge=people.NONE)
    decision = under(packs, people.p2, account=cheap, extension_interest="deferred_simple")
    found = offer(decision, "extension")
    assert found.dearer_than_nothing
    line = because(decision, found)[-1]
    assert line.key == "cost.dearer" and line.amounts["more"] == found.costs.offer - found.costs.nothing
    more = under(packs, people.p2, extension_interest="deferred_simple")
    assert because(more, offer(more, "extension"))[-1].key == "cost.more"


def test_holiday_interest_above_the_cap_is_not_offered(packs: Packs) -> None:
    kwargs: dict[str, Any] = {"extension_interest": "deferred_simple", "waiver_penalty_percent": Fraction(0)}
    found = under(packs, people.p2, cap_yearly_cost=Fraction(5, 100), **kwargs)
    assert refusal(found, "extension").code == "above_cap"
    dear = changed(people.p2()[0].loan, overdue=(replace(people.p2()[0].loan.overdue[0], penalty=40000),))
    dropped = offer(under(packs, people.p2, account=dear, waiver_penalty_percent=Fraction(0)), "extension")
    assert dropped.waived == Parts(penalty=40000)


def test_charges_that_stay_fall_due_with_the_first_instalment(packs: Packs) -> None:
    found = offer(under(packs, people.p2, waiver_penalty_percent=Fraction(0)), "extension")
    assert found.schedule[0].penalty == 257 and found.payments[0].amount == 64248 + 257
    assert found.penalty == "no_more_while_kept"


def test_waived_interest_is_taken_from_the_first_rows(packs: Packs) -> None:
    loan = people.p2()[0].loan
    found = offer(under(packs, people.p2, waiver_interest_percent=Fraction(100)), "extension")
    assert found.schedule[0].interest == 0 and found.waived.interest == loan.overdue[0].interest


def test_weekly_and_half_yearly_loans_pause_in_their_own_rhythm(packs: Packs) -> None:
    week = offer(under(packs, people.p10, Wishes("extension")), "extension")
    assert week.first_due == date(2026, 12, 30), "the first Wednesday at least a month after 25 November"
    half = people.loan("CN-FARM", "CNY", 5000000, 4, "0.0435", "semiannual", 1, 1, date(2027, 3, 1), people.FARM)
    later = offer(
        under(packs, people.p3, account={"loans": (half,)}, situation={"budget": None, "returns_on": date(2027, 5, 1)}),
        "extension",
    )
    assert [payment.due for payment in later.payments] == [date(2027, 5, 1), date(2027, 11, 1), date(2028, 5, 1)]


def test_a_loan_with_nothing_left_to_come_pauses_from_its_next_date(packs: Packs) -> None:
    account, _ = people.p2()
    found = under(
        packs,
        people.p2,
        account=changed(account.loan, upcoming=()),
        situation={"work_starts_on": None, "returns_on": T},
    )
    assert offer(found, "extension").first_due == date(2027, 1, 15)
    long_ago = replace(account.loan.overdue[0], due=date(2026, 5, 15))
    old = under(
        packs, people.p2, account=changed(account.loan, upcoming=(), overdue=(long_ago,)), situation={"returns_on": T}
    )
    assert offer(old, "extension").first_due == date(2027, 1, 15)
    assert (
        refusal(under(packs, people.p2, account=changed(account.loan, upcoming=(), overdue=())), "extension").code
        == "nothing_open"
    )


def test_the_harvest_too_far_ahead_or_unknown(packs: Packs) -> None:
    far = people.budget(6200000, "yearly", 220000, date(2027, 6, 5))
    assert refusal(under(packs, people.p3, situation={"budget": far}), "extension").code == "too_far_off"
    unknown = people.budget(6200000, "yearly", 220000)
    found = under(packs, people.p3, situation={"budget": unknown})
    assert refusal(found, "extension").code == "no_end_in_sight"
    assert refusal(found, "instalments").changes[0].key == "person"


@pytest.mark.parametrize(("offset", "first"), [(0, date(2027, 2, 5)), (2, date(2027, 2, 7))])
def test_the_first_day_after_the_harvest_leaves_the_days_between_pay_day_and_due_date(
    packs: Packs, offset: int, first: date
) -> None:
    found = offer(under(packs, people.p3, plans_offset_days=offset), "extension")
    assert (found.first_due, found.months) == (first, 2)
    line = next(line for line in found.because if line.key == "holiday.after_income")
    assert line.dates == {"income": date(2027, 2, 5)}


@pytest.mark.parametrize(
    ("sold_on", "months", "first"),
    [
        (date(2026, 12, 1), 0, date(2026, 12, 19)),  # before the next due date, which then stays
        (date(2026, 12, 19), 0, date(2026, 12, 19)),
        (date(2026, 12, 20), 1, date(2026, 12, 20)),
        (date(2027, 1, 19), 1, date(2027, 1, 19)),
        (date(2027, 1, 20), 2, date(2027, 1, 20)),
    ],
)
def test_a_wait_for_the_harvest_counts_begun_months(packs: Packs, sold_on: date, months: int, first: date) -> None:
    budget = people.budget(6200000, "yearly", 220000, sold_on)
    found = offer(under(packs, people.p3, situation={"budget": budget}), "extension")
    assert (found.months, found.first_due) == (months, first)


@pytest.mark.parametrize(("sold_on", "offered"), [(date(2027, 1, 23), True), (date(2027, 1, 24), False)])
def test_the_harvest_may_be_as_far_ahead_as_policy_says_and_not_a_day_further(
    packs: Packs, sold_on: date, offered: bool
) -> None:
    budget = people.budget(6200000, "yearly", 220000, sold_on)
    decision = under(packs, people.p3, situation={"budget": budget}, extension_to_income_max_months=2)
    assert (decision.offer("extension") is not None) == offered
    if not offered:
        found = refusal(decision, "extension")
        assert (found.code, found.needs) == ("too_far_off", NeedsPerson("collector", "too_far_off"))
        assert [(change.key, change.dates) for change in found.changes] == [("earlier", {"date": date(2027, 1, 23)})]


def test_a_harvest_that_does_not_carry_the_loan_is_refused(packs: Packs) -> None:
    poor = people.budget(3000000, "yearly", 220000, date(2027, 2, 5))
    found = refusal(under(packs, people.p3, situation={"budget": poor}), "extension")
    assert found.code == "money_not_there_yet" and found.needs == NeedsPerson("collector", "cash")


def test_without_an_overlay_seasonal_income_counts_as_the_end_of_the_gap(packs: Packs) -> None:
    found = offer(under(packs, people.p3, extension_to_income=False), "extension")
    assert found.first_due == date(2027, 2, 19) and found.months == 2


# --- small help ---------------------------------------------------------------------------------------------------------


def test_a_promise_within_the_month_and_one_unit_above_it(packs: Packs) -> None:
    at = Budget((Income(148000, "biweekly"),), (Spending(265000 + 23964 - 23032, "monthly", "home"),))
    assert under(packs, people.p6, situation={"budget": at}).offer("promise")
    above = Budget((Income(148000, "biweekly"),), (Spending(265000 + 23964 - 23031, "monthly", "home"),))
    found = refusal(under(packs, people.p6, situation={"budget": above}), "promise")
    assert found.code == "more_than_is_left" and found.changes[0].amounts == {"amount": 1}


def test_a_promise_as_the_borrower_words_it(packs: Packs) -> None:
    own = offer(under(packs, people.p6, Wishes("promise", amount=10000, start=date(2026, 12, 11))), "promise")
    assert (own.payments[0].due, own.payments[0].amount, own.as_wished) == (date(2026, 12, 11), 10000, True)
    assert "promise.part" in keys(own)
    too_much = offer(under(packs, people.p1, Wishes("promise", amount=200000)), "promise")
    assert too_much.total == 68317 and "wish.more_than_is_left" in keys(too_much)
    assert refusal(under(packs, people.p2, Wishes("promise", amount=100)), "promise").code == "nothing_left_over"
    past = offer(under(packs, people.p6, Wishes("promise", start=date(2026, 11, 1))), "promise")
    assert past.payments[0].due == T


@pytest.mark.parametrize(("days", "due"), [(31, date(2026, 12, 24)), (32, date(2026, 12, 24))])
def test_a_promise_at_and_beyond_its_horizon(packs: Packs, days: int, due: date) -> None:
    found = offer(under(packs, people.p6, Wishes("promise", start=T + timedelta(days))), "promise")
    assert found.payments[0].due == due and found.as_wished == (days == 31)


def test_promises_that_are_open_or_were_not_kept(packs: Packs) -> None:
    waiting = PromiseFacts("loan", "open", date(2026, 11, 20), date(2026, 11, 30))
    found = refusal(under(packs, people.p6, account={"promises": (waiting,)}), "promise")
    assert found.code == "promise_open" and found.changes[0].dates == {"date": date(2026, 11, 30)}
    missed = PromiseFacts("loan", "broken", date(2026, 10, 1), date(2026, 10, 5))
    once = under(packs, people.p6, account={"promises": (missed,)})
    assert once.offer("promise")
    twice = under(packs, people.p6, account={"promises": (missed, replace(missed, status="partly_kept"))})
    assert refusal(twice, "promise").code == "promises_not_kept"
    assert offer(twice, "instalments"), "then a plan is the better way"
    long_ago = (missed, replace(missed, made_on=date(2026, 8, 1)), replace(missed, loan="other"))
    assert under(packs, people.p6, account={"promises": long_ago}).offer("promise")


def test_without_a_known_pay_day_a_promise_is_for_two_weeks_ahead(packs: Packs) -> None:
    found = offer(under(packs, people.p6, account={"pay_day": None}), "promise")
    assert found.payments[0].due == date(2026, 12, 7)


def test_a_promise_before_seasonal_money_is_there_is_not_taken(packs: Packs) -> None:
    found = under(packs, people.p3, Wishes("promise", amount=10000))
    assert refusal(found, "promise").code == "money_not_there_yet"


@pytest.mark.parametrize(("reason", "kind"), [("payment_problem", "offer"), ("illness", "refusal"), (None, "refusal")])
def test_charges_are_dropped_without_a_plan_only_for_the_named_reasons(
    packs: Packs, reason: str | None, kind: str
) -> None:
    found = under(packs, people.p6, situation={"reason": reason})
    if kind == "offer":
        dropped = offer(found, "waiver")
        assert dropped.total == 20032 and dropped.waived == Parts(fees=3000) and dropped.needs is None
        assert found.offers[0].kind == "waiver", "the cheaper of two single payments comes first"
    else:
        assert refusal(found, "waiver").code == "with_a_plan_only"
        assert refusal(found, "waiver").changes[0].amounts == {"charges": 3000}


def test_charges_waived_once_before_need_a_person_the_second_time(packs: Packs) -> None:
    found = under(packs, people.p5, situation={"reason": "disaster"})
    assert refusal(found, "waiver").code == "waived_before"
    other = under(packs, people.p5)
    assert refusal(other, "waiver").code == "waived_before"
    again = under(packs, people.p5, waiver_again_after_break=True)
    assert offer(again, "instalments").waived == Parts(penalty=13553)


def test_a_waiver_needs_the_overdue_sum_within_the_month(packs: Packs) -> None:
    found = refusal(under(packs, people.p1, situation={"reason": "disaster"}), "waiver")
    assert found.code == "with_a_plan_only" and found.changes[0].key == "with_a_plan"
    free = under(packs, people.p1, situation={"reason": "disaster", "budget": None})
    assert offer(free, "waiver").total == 220032


@pytest.mark.parametrize(("days", "moved"), [(15, 15), (16, 15)])
def test_a_due_date_moves_as_far_as_policy_goes(packs: Packs, days: int, moved: int) -> None:
    old = date(2026, 12, 2)
    found = offer(under(packs, people.p12, Wishes("move_date", start=old + timedelta(days))), "move_date")
    assert found.first_due == old + timedelta(moved) and found.as_wished == (days == moved)


def test_a_due_date_also_moves_forward_but_not_into_the_past(packs: Packs) -> None:
    found = offer(under(packs, people.p12, Wishes("move_date", start=date(2026, 11, 27))), "move_date")
    assert found.first_due == date(2026, 11, 27)
    for bad in (T, date(2026, 12, 2)):
        assert refusal(under(packs, people.p12, Wishes("move_date", start=bad)), "move_date").code == "no_other_day"


def test_without_a_wish_the_next_pay_day_is_proposed_where_it_is_near(packs: Packs) -> None:
    far = under(packs, people.p4, account={"pay_day": PayDay("monthly", day=28)})
    assert refusal(far, "move_date").code == "no_other_day"
    none = under(packs, people.p4, account={"pay_day": None})
    assert refusal(none, "move_date").code == "no_other_day"


def test_the_date_moves_twice_a_year(packs: Packs) -> None:
    wish = Wishes("move_date", start=date(2026, 12, 9))
    once = under(packs, people.p12, wish, account={"dates_moved": (date(2026, 3, 1),)})
    assert once.offer("move_date")
    twice = under(packs, people.p12, wish, account={"dates_moved": (date(2026, 3, 1), date(2026, 5, 1))})
    found = refusal(twice, "move_date")
    assert found.code == "moved_before" and found.changes[0].dates == {"date": date(2027, 3, 1)}
    never = under(packs, people.p12, wish, move_date_max_in_period=0)
    assert refusal(never, "move_date").code == "moved_before"


def test_a_paid_up_loan_has_no_date_to_move(packs: Packs) -> None:
    paid = changed(people.p12()[0].loan, upcoming=())
    found = under(packs, people.p12, account=paid)
    assert refusal(found, "move_date").code == "nothing_open"
    assert (
        refusal(
            under(packs, people.p12, Wishes("settlement"), account=changed(people.p12()[0].loan, upcoming=())),
            "settlement",
        ).code
        == "nothing_open"
    )


def test_charges_alone_do_not_make_a_loan_late(packs: Packs) -> None:
    loan = people.p12()[0].loan
    left = people.Owed(date(2026, 11, 4), 0, 0, 0, 5000)
    found = under(
        packs, people.p12, Wishes("move_date", start=date(2026, 12, 9)), account=changed(loan, overdue=(left,))
    )
    assert found.offer("move_date") and offer(found, "promise").total == 5000


# --- settlement ---------------------------------------------------------------------------------------------------------


def test_a_settlement_is_only_talked_about_when_the_borrower_brings_it_up(packs: Packs) -> None:
    assert refusal(under(packs, people.p7), "settlement").code == "only_when_asked"
    lowest = offer(under(packs, people.p7, Wishes("settlement")), "settlement")
    assert lowest.total == 306918, "without a sum, the lowest that policy allows"
    in_three = offer(under(packs, people.p7, Wishes("settlement", lump_sum=400000, n=9)), "settlement")
    assert [payment.amount for payment in in_three.payments] == [133333, 133333, 133334]
    soon = offer(under(packs, people.p7, Wishes("settlement", lump_sum=400000, start=date(2026, 12, 1))), "settlement")
    assert soon.payments[0].due == date(2026, 12, 1)
    late = offer(under(packs, people.p7, Wishes("settlement", lump_sum=400000, start=date(2027, 5, 1))), "settlement")
    assert late.payments[0].due == date(2026, 12, 23)


@pytest.mark.parametrize(
    ("wished", "pays_on"),
    [
        (T, T + timedelta(days=30)),
        (T + timedelta(days=1), T + timedelta(days=1)),
        (T + timedelta(days=30), T + timedelta(days=30)),
        (T + timedelta(days=31), T + timedelta(days=30)),
    ],
)
def test_a_settlement_is_paid_on_the_day_that_was_named_if_it_lies_ahead(
    packs: Packs, wished: date, pays_on: date
) -> None:
    found = under(packs, people.p7, Wishes("settlement", lump_sum=450000, start=wished), settlement_pay_within_days=30)
    assert offer(found, "settlement").first_due == pays_on


def test_a_settlement_is_never_the_assistants_to_agree(packs: Packs) -> None:
    found = under(packs, people.p7, Wishes("settlement", lump_sum=500000), settlement_approver="assistant",
                  approval_assistant_waiver=10**9, approval_assistant_amount=10**9)  # fmt: skip
    assert offer(found, "settlement").needs == NeedsPerson("supervisor", "settlement")


@pytest.mark.parametrize(("least", "allowed"), [(96, True), (97, False)])
def test_a_settlement_waits_for_its_day(packs: Packs, least: int, allowed: bool) -> None:
    found = under(packs, people.p7, Wishes("settlement", lump_sum=400000), settlement_min_days_past_due=least)
    assert bool(found.offer("settlement")) is allowed
    if not allowed:
        assert refusal(found, "settlement").changes[0].dates == {"date": date(2026, 11, 24)}
    not_late = under(packs, people.p4, Wishes("settlement", lump_sum=400000))
    assert refusal(not_late, "settlement").changes[0].key == "person"


def test_a_sum_that_pays_everything_is_no_settlement(packs: Packs) -> None:
    found = refusal(under(packs, people.p7, Wishes("settlement", lump_sum=558896)), "settlement")
    assert found.code == "pays_everything" and found.changes[0].amounts == {"amount": 558896}
    assert under(packs, people.p7, Wishes("settlement", lump_sum=558895)).offer("settlement")


def test_without_a_budget_and_without_any_way_there_is_still_a_pause_and_a_person(packs: Packs) -> None:
    none = {f"{kind}_allowed": False for kind in ("instalments", "extension", "promise", "move_date", "settlement")}
    found = under(packs, people.p1, situation={"budget": None}, **none)
    assert found.offers == () and found.nothing_fits
    assert [line.key for line in found.nothing_fits.because] == ["nothing.fits", "nothing.pause", "nothing.person"]
