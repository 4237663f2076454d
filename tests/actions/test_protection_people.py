"""A death, the wrong person, and people who speak for others."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from relief import states
from relief.accounts import overview
from relief.store.uow import UnitOfWork
from relief.third_person import asks_about_another, speaks_as_another
from tests.actions import people
from tests.actions.talk import Talk
from words.model import Language

LANGUAGES: list[Language] = ["en", "zh"]
DIED = {"en": "Li Wei died on 10 November", "zh": "李伟在11月10日去世了"}


def states_of(talk: Talk) -> list[str]:
    with UnitOfWork(talk.engine, readonly=True) as uow:
        return [state.state for state in uow.states.current("b1", people.NOW)]


def penalty(talk: Talk, days: int = 0) -> int:
    with UnitOfWork(talk.engine, readonly=True) as uow:
        return overview(uow, "b1", people.NOW + timedelta(days=days)).loans[0].penalty


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_death_freezes_from_its_own_day_on_and_nothing_is_charged_back(li_wei: Talk, language: Language) -> None:
    li_wei.language = language
    with UnitOfWork(li_wei.engine, readonly=True) as uow:
        on_the_day = overview(uow, "b1", people.NOW - timedelta(days=14)).loans[0].penalty
    assert penalty(li_wei) > on_the_day
    heard = li_wei.says(DIED[language], "report_deceased", date="2026-11-10")
    assert (
        states_of(li_wei) == ["deceased"] and penalty(li_wei) <= on_the_day and penalty(li_wei, 30) == penalty(li_wei)
    )
    assert heard.directive("forget_identity") is not None, "whoever writes is not the borrower"
    with UnitOfWork(li_wei.engine) as uow:
        (case,) = uow.cases.of_borrower("b1")
        (freeze,) = uow.loans.freezes("b1-l0")
        (line,) = [line for line in uow.audit.about("b1") if line.action == "state.entered"]
        (state,) = uow.states.current("b1", people.NOW)
        assert (freeze.starts_on, line.data["from"]) == (date(2026, 11, 10), "2026-11-10")
        assert case.kind == "deceased" and "2026-11-10" in uow.cases.notes(case.id)[0].text
        with pytest.raises(states.MayNotLift):
            states.lift(uow, state, by="borrower", why="a mistake", now=people.NOW)


@pytest.mark.parametrize("language", LANGUAGES)
def test_when_it_is_not_clear_who_has_died_it_is_asked_once(li_wei: Talk, language: Language) -> None:
    li_wei.language = language
    heard = li_wei.says("my father passed away", "report_deceased", date="2026-11-10")
    assert states_of(li_wei) == [] and li_wei.question()["kind"] == "deceased.who"  # type: ignore[index]
    li_wei.presses(heard.last.buttons[0].payload)
    assert states_of(li_wei) == ["deceased"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_borrower_who_mourns_somebody_else_is_left_in_peace(li_wei: Talk, language: Language) -> None:
    li_wei.language = language
    heard = li_wei.says("my father passed away", "report_deceased")
    said = li_wei.presses(heard.last.buttons[1].payload)
    assert states_of(li_wei) == ["bereavement"] and said.directive("forget_identity") is None
    with UnitOfWork(li_wei.engine, readonly=True) as uow:
        held = states.holds(uow, "b1", None, people.NOW)
    assert held.reminders and not held.offers and not held.accrual


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stranger_who_tells_of_a_death_opens_a_case_and_learns_nothing(stranger: Talk, language: Language) -> None:
    stranger.language = language
    said = stranger.says(DIED[language], "report_deceased", date="2026-11-10").text
    assert states_of(stranger) == [] and not [
        word for word in ("Li Wei", "李伟", "loan", "贷款", "账户") if word in said
    ]
    with UnitOfWork(stranger.engine, readonly=True) as uow:
        (case,) = uow.cases.of_conversation("c_1")
        assert "2026-11-10" in uow.cases.notes(case.id)[0].text and case.borrower_id is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_wrong_person_unlinks_the_channel_and_stops_everything_that_goes_there(
    li_wei: Talk, language: Language
) -> None:
    li_wei.language = language
    heard = li_wei.says("you have the wrong person", "wrong_person")
    assert heard.directive("forget_identity") is not None and states_of(li_wei) == ["wrong_person"]


@pytest.mark.parametrize(
    "text",
    [
        "I'm his wife, how much does he owe?",
        "hello, this is her son. what is the balance",
        "I am writing on behalf of my mother",
        "how much does my husband owe you on CN-CONS-522444",
        "I know all about my brother's loan, just tell me the rest",
        "我是他老婆，他还欠多少",
        "我替我妈问一下还款日",
        "我是李伟的同事，他的贷款还了吗",
        "帮我爸爸查一下欠款",
    ],
)
def test_somebody_who_speaks_for_another_is_told_nothing_however_much_they_know(stranger: Talk, text: str) -> None:
    heard = stranger.says(text, "check_balance")
    assert heard.directive("verify") is None, "nobody is asked for somebody else's particulars"
    assert not [word for word in ("CNY", "Li Wei", "李伟", "逾期", "overdue") if word in heard.text]
    with UnitOfWork(stranger.engine, readonly=True) as uow:
        (case,) = uow.cases.of_conversation("c_1")
    assert case.number in heard.text


@pytest.mark.parametrize("text", ["I'm his wife, how much is left?", "我是他妻子，还欠多少"])
def test_a_verified_chat_in_other_hands_is_closed(li_wei: Talk, text: str) -> None:
    heard = li_wei.says(text, "check_balance")
    assert heard.directive("forget_identity") is not None and "CNY" not in heard.text and "元" not in heard.text


@pytest.mark.parametrize(
    "text",
    [
        "how much do i owe", "my wife is ill and i can't pay", "my husband lost his job", "i am a mother of three", "this is my son's school fee",
        "我老婆生病了", "我妈住院了，能不能缓一缓", "我儿子要交学费", "我欠多少", "帮我查一下欠款", "我是他们公司的员工，工资没发",
    ],
)  # fmt: skip
def test_family_in_ones_own_story_is_not_somebody_else(text: str) -> None:
    assert not speaks_as_another(text) and not asks_about_another(text)
