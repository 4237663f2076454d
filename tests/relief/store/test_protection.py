"""Cases with a number and a day, states that bind, and when we may write first."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.engine import Engine

from relief.accounts import overview
from relief.cases import KINDS, add_note, close_case, open_case, working_days_after
from relief.contact import contacted, may_write_now, opt_in, opt_out
from relief.protection_rules import contact_rules
from relief.states import EFFECTS, enter, holds, lift
from relief.store.records import ContactPreference
from relief.store.repositories.base import StaleRecord
from relief.store.uow import UnitOfWork
from tests.relief.store.making import NOW, borrower, lend

FRIDAY = date(2026, 11, 27)


def local(hour: int, minute: int = 0, second: int = 0, day: date = FRIDAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=ZoneInfo("Asia/Shanghai"))


# --- cases ---


def test_a_case_has_a_number_to_quote_and_a_day(engine: Engine) -> None:
    with UnitOfWork(engine) as uow:
        first = open_case(uow, "dispute", idempotency_key="a", now=NOW)
        second = open_case(uow, "dispute", idempotency_key="b", now=NOW)
        assert (first.number, second.number) == ("D-2026-000001", "D-2026-000002")
        assert first.due_on == date(2026, 11, 30)  # five working days after Monday
        assert open_case(uow, "fraud", idempotency_key="c", now=NOW).number == "F-2026-000001"
        assert [line.action for line in uow.audit.about(first.id)] == ["case.opened"]


def test_the_same_key_opens_one_case(engine: Engine) -> None:
    with UnitOfWork(engine) as uow:
        first = open_case(uow, "handoff", idempotency_key="m1", now=NOW)
        uow.commit()
    with UnitOfWork(engine) as uow:
        assert open_case(uow, "handoff", idempotency_key="m1", now=NOW + timedelta(days=1)) == first


def test_numbers_are_not_given_twice_when_cases_are_opened_at_once(engine: Engine) -> None:
    def run(key: int) -> str:
        with UnitOfWork(engine) as uow:
            case = open_case(uow, "request", idempotency_key=str(key), now=NOW)
            uow.commit()
        return case.number

    with ThreadPoolExecutor(6) as pool:
        numbers = list(pool.map(run, range(12)))
    assert sorted(numbers) == [f"R-2026-{at:06d}" for at in range(1, 13)]


def test_a_case_of_an_unknown_kind_is_refused(engine: Engine) -> None:
    with UnitOfWork(engine) as uow, pytest.raises(ValueError, match="unknown kind of case 'wish'"):
        open_case(uow, "wish", idempotency_key="x", now=NOW)


def test_a_closed_case_is_closed_once(engine: Engine) -> None:
    with UnitOfWork(engine) as uow:
        case = open_case(uow, "complaint", idempotency_key="x", now=NOW)
        add_note(uow, case.id, author="s_1", text="called back", now=NOW)
        assert close_case(uow, case, outcome="apology sent", by="s_1", now=NOW).status == "closed"
        with pytest.raises(StaleRecord):
            close_case(uow, case, outcome="again", by="s_2", now=NOW)
        assert uow.cases.open_cases() == []
        assert [note.text for note in uow.cases.notes(case.id)] == ["called back"]


def test_the_earliest_due_case_comes_first(engine: Engine) -> None:
    with UnitOfWork(engine) as uow:
        for kind in ("data", "crisis", "dispute"):
            open_case(uow, kind, idempotency_key=kind, now=NOW)
        assert [case.kind for case in uow.cases.open_cases()] == ["crisis", "dispute", "data"]


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [(FRIDAY, 0, FRIDAY), (FRIDAY, 1, date(2026, 11, 30)), (date(2026, 11, 28), 1, date(2026, 11, 30))],
)
def test_working_days_leave_the_weekend_out(start: date, days: int, due: date) -> None:
    assert working_days_after(start, days) == due


def test_letters_of_cases_are_single_capitals() -> None:
    assert all(len(kind.letter) == 1 and kind.letter.isupper() for kind in KINDS.values())


# --- states ---


def test_nothing_binds_a_borrower_without_a_state(engine: Engine) -> None:
    with UnitOfWork(engine) as uow:
        one = uow.borrowers.add(borrower())
        now = holds(uow, one.id, None, NOW)
        assert (now.states, now.offers, now.reminders, now.accrual, now.payment_prompts) == (
            (),
            False,
            False,
            False,
            False,
        )


@pytest.mark.parametrize("state", ["distress", "deceased", "dispute", "fraud", "insolvent", "wrong_person"])
def test_no_offer_and_no_reminder_in_the_states_that_forbid_them(engine: Engine, state: str) -> None:
    with UnitOfWork(engine) as uow:
        loan = lend(uow)
        enter(uow, loan.borrower_id, state, now=NOW, source="chat")
        now = holds(uow, loan.borrower_id, loan.id, NOW)
        assert now.offers and now.reminders and now.payment_prompts
        assert now.accrual == EFFECTS[state].accrual
        assert not may_write_now(uow, loan.borrower_id, "sms", local(12)).allowed


def test_a_state_of_one_loan_leaves_the_other_alone(engine: Engine) -> None:
    with UnitOfWork(engine) as uow:
        first = lend(uow)
        owner = uow.borrowers.require(first.borrower_id)
        second = lend(uow, owner)
        enter(uow, owner.id, "dispute", now=NOW, source="chat", loan_id=first.id)
        assert holds(uow, owner.id, first.id, NOW).offers
        assert not holds(uow, owner.id, second.id, NOW).offers
        assert [len(uow.loans.freezes(loan.id)) for loan in (first, second)] == [1, 0]


def test_entering_a_state_twice_is_one_state(engine: Engine) -> None:
    with UnitOfWork(engine) as uow:
        loan = lend(uow)
        first = enter(uow, loan.borrower_id, "fraud", now=NOW, source="chat")
        assert enter(uow, loan.borrower_id, "fraud", now=NOW + timedelta(hours=1), source="call") == first
        assert len(uow.loans.freezes(loan.id)) == 1


def test_nothing_accrues_while_a_state_holds_and_nothing_is_charged_for_it_later(engine: Engine) -> None:
    with UnitOfWork(engine) as uow:
        loan = lend(uow)
        penalty = overview(uow, loan.borrower_id, NOW - timedelta(days=1)).loans[0].penalty
        state = enter(uow, loan.borrower_id, "dispute", now=NOW, source="chat")
        later = NOW + timedelta(days=10)
        assert overview(uow, loan.borrower_id, later).loans[0].penalty == penalty
        lift(uow, state, by="s_1", why="settled", now=later)
        assert overview(uow, loan.borrower_id, later).loans[0].penalty == penalty
        assert not holds(uow, loan.borrower_id, loan.id, later).offers
        assert overview(uow, loan.borrower_id, later + timedelta(days=1)).loans[0].penalty > penalty
        assert [line.action for line in uow.audit.about(loan.borrower_id)] == ["state.entered", "state.lifted"]


def test_a_state_with_an_end_runs_out(engine: Engine) -> None:
    with UnitOfWork(engine) as uow:
        one = uow.borrowers.add(borrower())
        until = NOW + timedelta(days=60)
        enter(uow, one.id, "breathing_space", now=NOW, source="adviser", until=until)
        assert holds(uow, one.id, None, until - timedelta(seconds=1)).reminders
        assert not holds(uow, one.id, None, until).reminders


def test_an_unknown_state_is_refused(engine: Engine) -> None:
    with UnitOfWork(engine) as uow, pytest.raises(ValueError, match="unknown state 'tired'"):
        enter(uow, "b_1", "tired", now=NOW, source="chat")


# --- contact ---


@pytest.mark.parametrize(
    ("at", "allowed"),
    [
        (local(8, 59, 59), False),
        (local(9), True),
        (local(18, 59, 59), True),
        (local(19), False),
        (local(12, day=date(2026, 11, 29)), False),
    ],
    ids=["a second before nine", "nine", "a second before seven", "seven", "Sunday"],
)
def test_we_write_first_between_nine_and_seven_at_the_borrowers_place(
    engine: Engine, at: datetime, allowed: bool
) -> None:
    with UnitOfWork(engine) as uow:
        one = uow.borrowers.add(borrower())
        answer = may_write_now(uow, one.id, "sms", at)
        why = "not_that_day" if at.isoweekday() == 7 else "quiet_hours"
        assert (answer.allowed, answer.reason) == (allowed, "allowed" if allowed else why)


@pytest.mark.parametrize(
    ("place", "zone", "day"),
    [
        ("us", "America/New_York", date(2026, 11, 26)),
        ("cn", "Asia/Shanghai", date(2026, 10, 1)),
        ("uk", "Europe/London", date(2026, 12, 28)),
        ("in", "Asia/Kolkata", date(2027, 1, 26)),
    ],
)
def test_nobody_is_written_to_on_a_holiday_of_their_place(engine: Engine, place: str, zone: str, day: date) -> None:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(zone))
    with UnitOfWork(engine) as uow:
        there = uow.borrowers.add(borrower(jurisdiction=place, timezone=zone))
        elsewhere = uow.borrowers.add(borrower(jurisdiction="ke", timezone=zone))
        assert may_write_now(uow, there.id, "sms", noon).reason == "not_that_day"
        assert may_write_now(uow, elsewhere.id, "sms", noon).allowed
        opens = may_write_now(uow, there.id, "sms", noon).next_at
        assert opens and opens > noon and may_write_now(uow, there.id, "sms", opens).allowed


def test_the_strictest_of_ours_and_of_every_place_counts() -> None:
    rules = contact_rules(("us", "cn"), FRIDAY)
    assert (rules.opens.isoformat(), rules.closes.isoformat()) == ("09:00:00", "19:00:00")
    assert rules.tries_a_day == 2 and rules.calls_in_7_days == 3, "China allows six tries, we make two"
    assert {"2026-11-26", "10-01"} <= rules.holidays


def test_calls_rest_for_a_week_after_a_talk(engine: Engine) -> None:
    with UnitOfWork(engine) as uow:
        one = uow.borrowers.add(borrower())
        contacted(uow, one.id, "phone", "reminder", local(10, day=date(2026, 11, 23)), outcome="talked")
        answer = may_write_now(uow, one.id, "phone", local(10))
        assert (answer.reason, answer.next_at) == ("after_a_talk", local(10, day=date(2026, 11, 30)))
        assert may_write_now(uow, one.id, "sms", local(10)).allowed


def test_two_unanswered_calls_in_a_day_are_enough(engine: Engine) -> None:
    with UnitOfWork(engine) as uow:
        one = uow.borrowers.add(borrower())
        contacted(uow, one.id, "phone", "reminder", local(9), outcome="no_answer")
        assert may_write_now(uow, one.id, "phone", local(10)).allowed
        contacted(uow, one.id, "phone", "reminder", local(11), outcome="no_answer")
        assert may_write_now(uow, one.id, "phone", local(12)).reason == "enough_today"


def test_weekdays_that_were_asked_for_are_kept(engine: Engine) -> None:
    with UnitOfWork(engine) as uow:
        one = uow.borrowers.add(borrower())
        uow.contacts_log.set_preference(ContactPreference(one.id, [], None, None, None, {}, NOW, days=[6, 7]))
        answer = may_write_now(uow, one.id, "sms", local(12))
        assert (answer.reason, answer.next_at) == ("not_that_day", local(9, day=date(2026, 11, 28)))
        assert may_write_now(uow, one.id, "sms", local(12, day=date(2026, 11, 28))).allowed


def test_stop_is_a_state_and_start_ends_it(engine: Engine) -> None:
    with UnitOfWork(engine) as uow:
        one = uow.borrowers.add(borrower())
        opt_out(uow, one.id, "all", NOW)
        assert holds(uow, one.id, None, NOW).names == ("ceased",) and not holds(uow, one.id, None, NOW).offers
        assert may_write_now(uow, one.id, "sms", local(12)).reason == "held"
        opt_in(uow, one.id, ["email"], NOW)
        assert holds(uow, one.id, None, NOW).names == ()
        assert may_write_now(uow, one.id, "email", local(12)).allowed
        assert may_write_now(uow, one.id, "sms", local(12)).reason == "opted_out"
        opt_in(uow, one.id, [], NOW)
        assert may_write_now(uow, one.id, "sms", local(12)).allowed
        assert [line.action for line in uow.audit.about(one.id)] == [
            "contact.opted_out", "state.entered", "contact.opted_in", "state.lifted", "contact.opted_in",
        ]  # fmt: skip


def test_a_refusal_says_when_the_window_opens_again(engine: Engine) -> None:
    with UnitOfWork(engine) as uow:
        one = uow.borrowers.add(borrower())
        saturday = date(2026, 11, 28)
        assert may_write_now(uow, one.id, "sms", local(19, day=saturday)).next_at == local(9, day=date(2026, 11, 30))
        assert may_write_now(uow, one.id, "sms", local(7)).next_at == local(9)


def test_one_message_a_day_over_all_channels(engine: Engine) -> None:
    with UnitOfWork(engine) as uow:
        one = uow.borrowers.add(borrower())
        contacted(uow, one.id, "sms", "reminder", local(9))
        answer = may_write_now(uow, one.id, "email", local(18))
        assert (answer.reason, answer.next_at) == ("enough_today", local(9, day=date(2026, 11, 28)))
        assert may_write_now(uow, one.id, "email", local(9, day=date(2026, 11, 28))).allowed


def test_three_messages_in_seven_days(engine: Engine) -> None:
    with UnitOfWork(engine) as uow:
        one = uow.borrowers.add(borrower())
        for day in (23, 24, 25):
            contacted(uow, one.id, "sms", "reminder", local(10, day=date(2026, 11, day)))
        answer = may_write_now(uow, one.id, "sms", local(10))
        assert (answer.reason, answer.next_at) == ("enough_this_week", local(10, day=date(2026, 11, 30)))
        assert not may_write_now(uow, one.id, "sms", local(9, 59, 59, day=date(2026, 11, 30))).allowed
        assert may_write_now(uow, one.id, "sms", local(10, 0, 1, day=date(2026, 11, 30))).allowed


def test_who_opted_out_of_a_channel_is_not_written_to_there(engine: Engine) -> None:
    with UnitOfWork(engine) as uow:
        one = uow.borrowers.add(borrower())
        opt_out(uow, one.id, "sms", NOW)
        assert may_write_now(uow, one.id, "sms", local(12)).reason == "opted_out"
        assert may_write_now(uow, one.id, "email", local(12)).allowed
        opt_out(uow, one.id, "all", NOW)
        assert may_write_now(uow, one.id, "email", local(12)).reason == "held"


def test_a_borrowers_own_window_narrows_ours_and_never_widens_it(engine: Engine) -> None:
    with UnitOfWork(engine) as uow:
        one = uow.borrowers.add(borrower())
        uow.contacts_log.set_preference(ContactPreference(one.id, [], "17:00", "23:00", None, {}, NOW))
        assert not may_write_now(uow, one.id, "sms", local(16, 59)).allowed
        assert may_write_now(uow, one.id, "sms", local(17)).allowed
        assert not may_write_now(uow, one.id, "sms", local(19)).allowed
