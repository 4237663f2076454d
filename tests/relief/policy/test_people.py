"""Each person of the demo portfolio gets what their story says, to the unit (23 November 2026)."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from relief.policy.engine import decide
from relief.policy.model import Wishes
from relief.policy.outcome import NeedsPerson, Parts, Payment
from relief.policy.resolve import Packs
from tests.relief.policy import people
from tests.relief.policy.people import EVERYBODY, NO_WISH, T


@pytest.mark.parametrize(
    ("key", "arrears", "charges", "principal_left", "beside", "paused"),
    [
        ("P1", 220032, 3135, 725910, 68317, 178333),
        ("P2", 64248, 257, 244696, -56248, 8000),
        ("P3", 435808, 1699, 3175696, 48762, 266666),
        ("P4", 0, 0, 1405646, 40182, 160000),
        ("P5", 459400, 13553, 1156675, 55150, 170000),
        ("P6", 20032, 3000, 279791, 23964, 45666),
        ("P7", 99632, 11600, 511530, -12908, 12000),
        ("P8", 112769, 5000, 3440672, 62333, 306666),
        ("P9", 1011624, 75000, 4639543, 112792, 450000),
        ("P10", 335523, 0, 540354, 55355, 540000),
        ("P11", 1389322, 110000, 2823183, -697309, -150000),
        ("P12", 0, 0, 1367221, 103778, 266666),
    ],
)
def test_what_is_owed_and_what_the_month_leaves_is_as_in_the_portfolio(
    packs: Packs, key: str, arrears: int, charges: int, principal_left: int, beside: int, paused: int
) -> None:
    account, situation = EVERYBODY[key]()
    loan = account.loan
    assert (loan.arrears, loan.charges, loan.principal_left) == (arrears, charges, principal_left)
    month = decide(account, situation, NO_WISH, packs, T).month
    assert month and (month.left_beside, month.left_paused) == (beside, paused)


def test_p1_pays_the_arrears_in_four_parts_beside_the_running_one_each_on_a_friday(packs: Packs) -> None:
    decision = decide(*people.p1(), NO_WISH, packs, T)
    assert [offer.kind for offer in decision.offers] == ["instalments"]
    offer = decision.offers[0]
    fridays = [date(2026, 11, 27), date(2027, 1, 1), date(2027, 1, 29), date(2027, 3, 5)]
    assert offer.payments == tuple(Payment(day, 55008) for day in fridays)
    assert all(day.isoweekday() == 5 for day in fridays)
    assert offer.waived == Parts(penalty=3135) and offer.penalty == "waived_while_kept"
    assert offer.needs is None and offer.room_left == 13309
    assert (offer.costs.offer, offer.costs.contract) == (770115, 773250)
    assert offer.costs.nothing > offer.costs.contract and not offer.dearer_than_nothing


def test_p2_is_refused_instalments_and_offered_two_months_without_interest(packs: Packs) -> None:
    decision = decide(*people.p2(), NO_WISH, packs, T)
    refusal = decision.refusal("instalments")
    assert refusal and refusal.code == "nothing_left_over"
    assert refusal.changes[0].key == "more_a_month" and refusal.changes[0].amounts == {"amount": 61602}
    assert [offer.kind for offer in decision.offers] == ["extension"]
    holiday = decision.offers[0]
    assert (holiday.months, holiday.interest, holiday.extra_interest) == (2, "frozen", 0)
    assert holiday.first_due == date(2027, 2, 15) and holiday.needs is None
    assert [payment.amount for payment in holiday.payments] == [64248, 64248, 64248, 64246]
    assert holiday.waived == Parts(penalty=257)


def test_p3_waits_for_the_harvest_and_a_person_approves(packs: Packs) -> None:
    decision = decide(*people.p3(), NO_WISH, packs, T)
    assert decision.month and decision.month.beside > 0, "a twelfth of the year looks enough"
    refusal = decision.refusal("instalments")
    assert refusal and refusal.code == "money_not_there_yet"
    assert refusal.changes[0].key == "after_income" and refusal.changes[0].dates["date"] == date(2027, 2, 5)
    offer = decision.offers[0]
    assert (offer.kind, offer.first_due, len(offer.payments)) == ("extension", date(2027, 2, 5), 15)
    assert offer.needs == NeedsPerson("collector", "holiday")
    assert offer.payments[0].amount == 217904 and offer.waived == Parts(penalty=1699)


def test_p4_is_helped_before_the_first_missed_day(packs: Packs) -> None:
    decision = decide(*people.p4(), NO_WISH, packs, T)
    assert [offer.kind for offer in decision.offers] == ["move_date"]
    assert decision.offers[0].first_due == date(2026, 12, 5)
    assert decision.nothing_fits is None


def test_p5_gets_the_second_and_last_plan_and_the_penalty_is_not_waived_again(packs: Packs) -> None:
    decision = decide(*people.p5(), NO_WISH, packs, T)
    offer = decision.offers[0]
    assert offer.kind == "instalments" and offer.needs is None
    assert [payment.amount for payment in offer.payments] == [52550] * 8 + [52553]
    assert offer.total == 459400 + 13553 and offer.waived.total == 0
    assert any(line.key == "plan.last" and line.counts == {"n": 2} for line in offer.because)


def test_p6_needs_a_promise_on_the_next_pay_day_and_no_plan_is_pushed(packs: Packs) -> None:
    decision = decide(*people.p6(), NO_WISH, packs, T)
    assert [offer.kind for offer in decision.offers] == ["promise"]
    assert decision.offers[0].payments == (Payment(date(2026, 11, 27), 23032),)
    refusal = decision.refusal("instalments")
    assert refusal and refusal.code == "not_needed"


def test_p6_still_gets_instalments_when_she_asks_for_them(packs: Packs) -> None:
    decision = decide(*people.p6(), Wishes("instalments", n=2), packs, T)
    assert decision.offers[0].kind == "instalments"
    assert [payment.amount for payment in decision.offers[0].payments] == [10016, 10016]


def test_p7_may_close_the_debt_with_his_sisters_sum_line_by_line_and_a_supervisor_approves(packs: Packs) -> None:
    decision = decide(*people.p7(), Wishes("settlement", lump_sum=350000), packs, T)
    offer = decision.offers[0]
    assert offer.kind == "settlement" and offer.needs == NeedsPerson("supervisor", "settlement")
    assert offer.total == 350000
    assert offer.forgiven == Parts(fees=11600, penalty=0, interest=35766, principal=161530)
    assert offer.total + offer.forgiven.total == 511530 + 11600 + 35766


def test_p7_hears_what_is_missing_when_the_sum_is_below_the_floor(packs: Packs) -> None:
    decision = decide(*people.p7(), Wishes("settlement", lump_sum=306917), packs, T)
    refusal = decision.refusal("settlement")
    assert refusal and refusal.code == "below_floor"
    assert refusal.changes[0].amounts == {"amount": 1, "floor": 306918}
    assert decide(*people.p7(), Wishes("settlement", lump_sum=306918), packs, T).offer("settlement")


def test_p8_pays_one_missed_fortnight_in_two_parts_and_the_charge_is_dropped(packs: Packs) -> None:
    offer = decide(*people.p8(), NO_WISH, packs, T).offers[0]
    assert [payment.amount for payment in offer.payments] == [56384, 56385]
    assert offer.waived == Parts(fees=5000) and offer.interest == "none_on_plan"


def test_p9_sees_instalments_and_a_pause_side_by_side_with_the_cost_of_each(packs: Packs) -> None:
    decision = decide(*people.p9(), NO_WISH, packs, T)
    assert {offer.kind for offer in decision.offers} == {"instalments", "extension"}
    plan, pause = decision.offer("instalments"), decision.offer("extension")
    assert plan and pause
    assert [payment.amount for payment in plan.payments] == [112402] * 8 + [112408]
    assert (pause.months, pause.first_due, len(pause.payments)) == (1, date(2027, 1, 22), 16)
    assert plan.waived == pause.waived == Parts(fees=75000)
    assert plan.costs.offer == pause.costs.offer == plan.costs.contract - 75000


def test_p10_pays_small_weekly_amounts_and_interest_stops_at_the_principal(packs: Packs) -> None:
    offer = decide(*people.p10(), NO_WISH, packs, T).offers[0]
    assert (offer.kind, offer.frequency, len(offer.payments)) == ("instalments", "weekly", 27)
    assert [payment.amount for payment in offer.payments[-2:]] == [12426, 12447]
    assert offer.interest == "stops_at_principal"
    assert any(
        line.key == "interest.stops_at_principal" and line.amounts == {"limit": 540354} for line in offer.because
    )


def test_p11_is_offered_no_plan_but_a_pause_advice_and_a_person(packs: Packs) -> None:
    decision = decide(*people.p11(), NO_WISH, packs, T)
    assert decision.offers == ()
    nothing = decision.nothing_fits
    assert nothing and nothing.needs == NeedsPerson("collector", "nothing_fits") and nothing.advice
    assert nothing.pause and nothing.pause.until == date(2026, 12, 23) and nothing.pause.stops_penalty


@pytest.mark.parametrize(
    "wish", [Wishes("instalments"), Wishes("promise"), Wishes("extension"), Wishes("instalments", n=24)]
)
def test_p11_asking_again_changes_nothing(packs: Packs, wish: Wishes) -> None:
    assert decide(*people.p11(), wish, packs, T).offers == ()


def test_p12_moves_her_date_by_a_week_in_one_step(packs: Packs) -> None:
    decision = decide(*people.p12(), Wishes("move_date", start=date(2026, 12, 9)), packs, T)
    offer = decision.offers[0]
    assert (offer.kind, offer.first_due, offer.needs, offer.as_wished) == ("move_date", date(2026, 12, 9), None, True)
    assert offer.costs.offer == offer.costs.contract
    assert {(later.due - earlier.due).days for earlier, later in pairwise(offer.payments)} == {14}
