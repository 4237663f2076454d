"""A crisis or a dispute stops the clock: no offer runs out, no plan and no promise breaks meanwhile."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.engine import Engine

from relief import agreements, daily, states
from relief.agreements import Booked, NotBooked
from relief.policy.resolve import Packs
from relief.store.uow import UnitOfWork
from tests.relief.agreements.test_plans import NOW, agree, later, proposal, status


def rest(engine: Engine, borrower_id: str, state: str, begins: int, ends: int | None) -> None:
    """The state from so many days after today on, lifted by a person so many days after today."""
    with UnitOfWork(engine) as uow:
        entered = states.enter(uow, borrower_id, state, now=NOW + timedelta(days=begins), source="borrower")
        if ends is not None:
            states.lift(uow, entered, by="s_1", why="spoken with", now=NOW + timedelta(days=ends))
        uow.commit()


@pytest.mark.parametrize("state", ["distress", "dispute", "insolvent"])
def test_an_offer_rests_as_long_as_offers_do(demo: Engine, packs: Packs, state: str) -> None:
    plan = proposal(demo, packs)
    shown = agreements.offer_of(plan).valid_until
    rest(demo, plan.borrower_id, state, 1, 11)
    with UnitOfWork(demo, readonly=True) as uow:
        assert agreements.last_day(uow, plan, NOW + timedelta(days=20)) == shown + timedelta(days=10)
    daily.run(demo, later(shown + timedelta(days=10)))
    assert status(demo, plan) == "proposed"
    daily.run(demo, later(shown + timedelta(days=11)))
    assert status(demo, plan) == "expired"


def test_nothing_is_booked_in_a_crisis_and_nothing_has_run_out_while_it_lasts(demo: Engine, packs: Packs) -> None:
    plan = proposal(demo, packs)
    rest(demo, plan.borrower_id, "distress", 0, None)
    outcome = agree(demo, plan, NOW + timedelta(days=60))
    assert isinstance(outcome, NotBooked) and outcome.why == "held"
    daily.run(demo, NOW + timedelta(days=60))
    assert status(demo, plan) == "proposed"


def test_a_complaint_stops_reminders_but_not_the_clock_of_an_offer(demo: Engine, packs: Packs) -> None:
    plan = proposal(demo, packs)
    rest(demo, plan.borrower_id, "complaint", 1, 11)
    daily.run(demo, later(agreements.offer_of(plan).valid_until + timedelta(days=1)))
    assert status(demo, plan) == "expired"


def test_a_plan_does_not_break_in_a_crisis(demo: Engine, packs: Packs) -> None:
    plan = proposal(demo, packs)
    assert isinstance(agree(demo, plan), Booked)
    first = agreements.offer_of(plan).payments[0].due
    rest(demo, plan.borrower_id, "distress", 1, None)
    daily.run(demo, later(first + timedelta(days=30)))
    assert status(demo, plan) == "accepted"


def test_a_plan_breaks_once_the_days_of_rest_are_over_too(demo: Engine, packs: Packs) -> None:
    plan = proposal(demo, packs)
    assert isinstance(agree(demo, plan), Booked)
    first = agreements.offer_of(plan).payments[0].due
    ended = (first - date(2026, 11, 23)).days + 10
    rest(demo, plan.borrower_id, "distress", 1, ended)
    daily.run(demo, later(first + timedelta(days=15)))
    assert status(demo, plan) == "accepted"
    daily.run(demo, later(first + timedelta(days=20)))
    assert status(demo, plan) == "broken"
