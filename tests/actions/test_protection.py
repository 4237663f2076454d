"""Protection through the actions: what is frozen, found, stopped, and never said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import pytest

from relief import states
from relief.accounts import overview
from relief.store.uow import UnitOfWork
from tests.actions import people
from tests.actions.conftest import MovingClock
from tests.actions.talk import Talk
from words.model import Language
from words.protection import TEXTS

LANGUAGES: list[Language] = ["en", "zh"]
MONEY = ("CNY", "¥", "元", "LN-1", "overdue", "逾期")


def states_of(talk: Talk) -> list[str]:
    with UnitOfWork(talk.engine, readonly=True) as uow:
        return [state.state for state in uow.states.current("b1", people.NOW)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_after_a_crisis_a_yes_is_about_safety_and_money_is_not_raised(li_wei: Talk, language: Language) -> None:
    li_wei.language = language
    li_wei.says("pay 99999", "make_payment", amount="99999")
    first = li_wei.says("x", "express_distress")
    assert "12356" in first.text and "110" in first.text
    after = li_wei.says("yes", "affirm")
    assert not [word for word in MONEY if word in first.text + after.text]
    assert li_wei.question() is None and states_of(li_wei) == ["distress"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stranger_in_a_crisis_is_asked_whether_they_are_safe_and_stays_in_calm_waters(
    stranger: Talk, language: Language
) -> None:
    stranger.language = language
    stranger.says("x", "express_distress")
    assert (question := stranger.question()) and question["kind"] == "crisis.safe"
    first = stranger.says("嗯" if language == "zh" else "yes", "affirm")
    with UnitOfWork(stranger.engine) as uow:  # what the gateway keeps when it calls a person
        uow.conversations.change(stranger.conversation_id, crisis_at=people.NOW)
        uow.commit()
    second = stranger.says("嗯" if language == "zh" else "ok", "affirm")
    third = stranger.says("算了" if language == "zh" else "never mind", "cancel")
    for heard in (first, second, third):
        assert not [button for message in heard.messages for button in message.buttons], heard.text
        assert not [word for word in MONEY if word in heard.text]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_dispute_freezes_at_once_and_says_so(li_wei: Talk, language: Language) -> None:
    li_wei.language = language
    heard = li_wei.says("this is not mine", "dispute_debt")
    assert "D-2026-000001" in heard.text
    with UnitOfWork(li_wei.engine, readonly=True) as uow:
        held = states.holds(uow, "b1", "b1-l0", people.NOW)
        assert held.accrual and held.reminders and held.offers and held.payment_prompts
        now, later = (overview(uow, "b1", people.NOW + timedelta(days=days)).loans[0].penalty for days in (0, 20))
        assert now == later
        assert "state.entered" in [line.action for line in uow.audit.about("b1")]


def test_the_intake_asks_one_thing_at_a_time_and_keeps_the_answers(li_wei: Talk) -> None:
    li_wei.says("this is wrong", "dispute_debt")
    for answer in ("I returned the goods", "since June", "I have the receipt"):
        heard = li_wei.says(answer, "inform")
    assert "D-2026-000001" in heard.text and li_wei.question() is None
    with UnitOfWork(li_wei.engine, readonly=True) as uow:
        (case,) = uow.cases.of_borrower("b1")
        kept = {note.text.partition(":")[0] for note in uow.cases.notes(case.id)}
    assert kept == {"what", "since", "proof"}


@pytest.mark.parametrize(
    ("language", "text"), [("en", "any news on D-2026-000001?"), ("zh", "D-2026-000001进展怎么样")]
)
def test_the_status_of_a_case_is_told(li_wei: Talk, language: Language, text: str) -> None:
    li_wei.says("this is wrong", "dispute_debt")
    li_wei.language = language
    heard = li_wei.says(text, "dispute_debt")
    assert "D-2026-000001" in heard.text
    with UnitOfWork(li_wei.engine, readonly=True) as uow:
        assert len(uow.cases.of_borrower("b1")) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_claimed_payment_is_found_by_its_reference_and_the_penalty_is_taken_back(
    borrower_with: Callable[..., Talk], language: Language
) -> None:
    talk = borrower_with(people.LoanOf(paid=6))
    talk.language = language
    paid_at = datetime(2026, 11, 10, 4, tzinfo=timezone.utc)
    with UnitOfWork(talk.engine) as uow:
        due = overview(uow, "b1", people.NOW).loans[0]
        waiting = people.payment("b1", "b1-l0", "CNY", due.overdue, paid_at, status="unmatched")
        uow.payments.add(waiting)
        uow.commit()
    assert due.penalty > 0
    heard = talk.says(f"I paid this, reference {waiting.reference}", "dispute_debt")
    with UnitOfWork(talk.engine, readonly=True) as uow:
        after = overview(uow, "b1", people.NOW).loans[0]
        assert uow.payments.require(waiting.id).status == "booked"
    assert after.penalty == 0 and after.overdue == 0
    assert heard.messages[0].discloses and states_of(talk) == []


def test_another_reference_matches_nothing(borrower_with: Callable[..., Talk]) -> None:
    talk = borrower_with(people.LI_WEI)
    talk.says("I paid, reference UPI-999", "dispute_debt")
    assert states_of(talk) == ["dispute"]


@pytest.mark.parametrize(
    ("text", "channel"),
    [("STOP", "all"), ("退订", "all"), ("no more text messages please", "sms"), ("别再打电话了", "phone")],
)
def test_stop_in_any_wording_stops_that_channel_or_all(li_wei: Talk, text: str, channel: str) -> None:
    heard = li_wei.says(text, "stop_contact")
    assert len(heard.messages) == 1
    with UnitOfWork(li_wei.engine, readonly=True) as uow:
        preference = uow.contacts_log.preference("b1")
        consent = uow.consents.latest("b1", "contact")
    assert preference is not None and list(preference.opted_out) == [channel]
    assert consent is not None and not consent.granted and consent.wording == text and consent.at == people.NOW


@pytest.mark.parametrize(
    ("text", "still_stopped"),
    [
        ("START", []),
        ("可以再发了", []),
        ("you can text me again", ["email", "phone", "telegram"]),
        ("恢复接收短信", ["email", "phone", "telegram"]),
    ],
)
def test_start_opens_again_what_is_named_or_all(
    li_wei: Talk, clock: MovingClock, text: str, still_stopped: list[str]
) -> None:
    li_wei.says("stop", "stop_contact")
    assert states_of(li_wei) == ["ceased"]
    clock.at += timedelta(minutes=1)
    li_wei.says(text, "set_contact_preference")
    with UnitOfWork(li_wei.engine, readonly=True) as uow:
        assert uow.states.current("b1", clock.at) == []
        preference = uow.contacts_log.preference("b1")
        consent = uow.consents.latest("b1", "contact")
    assert preference is not None and list(preference.opted_out) == still_stopped
    assert consent is not None and consent.granted and consent.wording == text


@pytest.mark.parametrize(
    ("text", "days", "said"),
    [("only at weekends please", [6, 7], "Saturdays, Sundays"), ("平日别打电话", [6, 7], "周六、周日")],
)
def test_days_of_the_week_are_kept_and_said_back(li_wei: Talk, text: str, days: list[int], said: str) -> None:
    li_wei.language = "zh" if "平" in text else "en"
    assert said in li_wei.says(text, "set_contact_preference").text
    with UnitOfWork(li_wei.engine, readonly=True) as uow:
        preference = uow.contacts_log.preference("b1")
        assert "contact.preferred" in [line.action for line in uow.audit.about("b1")]
    assert preference is not None and list(preference.days or ()) == days


@pytest.mark.parametrize("text", ["after 6 pm by text message", "下午6点以后发短信"])
def test_hours_and_channel_are_kept(li_wei: Talk, text: str) -> None:
    li_wei.says(text, "set_contact_preference")
    with UnitOfWork(li_wei.engine, readonly=True) as uow:
        preference = uow.contacts_log.preference("b1")
    assert preference is not None and (preference.window_from, preference.preferred_channel) == ("18:00", "sms")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("intent", ["report_deceased", "wrong_person", "dispute_debt", "report_fraud", "complain"])
def test_a_third_person_learns_nothing(stranger: Talk, intent: str, language: Language) -> None:
    stranger.language = language
    said = stranger.says("it is about Li Wei, loan LN-1", intent).text
    assert not [word for word in ("Li Wei", "李伟", *MONEY) if word in said]
    assert states_of(stranger) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_may_follow_is_told_in_order_with_free_advice(li_wei: Talk, language: Language) -> None:
    li_wei.language = language
    assert "12348" in li_wei.says("what happens if i don't pay", "ask_consequences").text


def test_only_a_person_lifts_a_dispute(li_wei: Talk) -> None:
    li_wei.says("not mine", "dispute_debt")
    with UnitOfWork(li_wei.engine) as uow:
        (state,) = uow.states.current("b1", people.NOW)
        with pytest.raises(states.MayNotLift):
            states.lift(uow, state, by="assistant", why="answered", now=people.NOW)
        later = people.NOW + timedelta(days=3)
        states.lift(uow, state, by="s_1", why="answered", now=later)
        assert states.paused_for(uow, "b1", "b1-l0", people.NOW - timedelta(days=1), later) == timedelta(days=3)


def test_a_crisis_counts_before_a_dispute(li_wei: Talk) -> None:
    li_wei.says("not mine", "dispute_debt")
    li_wei.says("x", "express_distress")
    with UnitOfWork(li_wei.engine, readonly=True) as uow:
        assert states.holds(uow, "b1", None, people.NOW).names == ("distress", "dispute")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_story_that_was_asked_for_opens_no_second_case_whatever_it_sounds_like(
    li_wei: Talk, language: Language
) -> None:
    li_wei.language = language
    li_wei.says("this is wrong", "dispute_debt")
    li_wei.says("it happened in spring, I never signed that", "dispute_debt")
    li_wei.says("in March they called my boss", "complain")
    said = li_wei.says("no", "deny").text
    with UnitOfWork(li_wei.engine, readonly=True) as uow:
        (case,) = uow.cases.of_borrower("b1")
        assert {note.text.partition(":")[0] for note in uow.cases.notes(case.id)} == {"what", "since"}
    assert case.number in said and li_wei.question() is None


def test_a_question_or_a_wish_in_the_middle_of_the_intake_is_not_swallowed(li_wei: Talk) -> None:
    li_wei.says("this is wrong", "dispute_debt")
    li_wei.says("can I complain about the caller too?", "complain")
    with UnitOfWork(li_wei.engine, readonly=True) as uow:
        assert {case.kind for case in uow.cases.of_borrower("b1")} == {"dispute", "complaint"}


def test_a_case_named_by_its_number_is_told_about_whatever_the_words_were_taken_for(li_wei: Talk) -> None:
    li_wei.says("this is wrong", "dispute_debt")
    assert "D-2026-000001" in li_wei.says("and what of D-2026-000001", "ask_payment_history").text
    assert "D-2026-000001" not in li_wei.says("and what of D-2026-000099", "ask_due_date").text


@pytest.mark.parametrize("state", ["distress", "dispute", "deceased", "represented"])
def test_an_open_question_about_money_is_not_asked_again_while_money_rests(li_wei: Talk, state: str) -> None:
    li_wei.says("i paid", "report_payment")
    assert li_wei.question()["kind"] == "payment.details"  # type: ignore[index]
    again = li_wei.says("what happens if i don't pay", "ask_consequences").messages
    with UnitOfWork(li_wei.engine) as uow:
        states.enter(uow, "b1", state, now=people.NOW, source="s_1")
        uow.commit()
    assert len(li_wei.says("what happens if i don't pay", "ask_consequences").messages) == len(again) - 1


@pytest.mark.parametrize(("language", "text"), [("en", "how is my complaint going?"), ("zh", "我的投诉处理得怎么样了")])
def test_asking_after_a_case_that_is_not_here_opens_none_and_says_so(
    stranger: Talk, language: Language, text: str
) -> None:
    stranger.language = language
    assert TEXTS["status_none"].in_language(language) in stranger.says(text, "complain").text
    with UnitOfWork(stranger.engine, readonly=True) as uow:
        assert uow.cases.of_conversation(stranger.conversation_id) == []
