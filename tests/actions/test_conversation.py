"""Help, misunderstandings, languages, people, and what is not built yet."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from rasa_sdk.executor import ActionExecutor

from actions import account
from relief.store.uow import UnitOfWork
from tests.actions import people
from tests.actions.talk import Talk
from words.model import Language

DEBT = ("owe", "overdue", "loan", "debt", "欠", "逾期", "贷款", "还款")
DOMAIN = yaml.safe_load((Path(__file__).resolve().parents[2] / "domain.yml").read_text())
INTENTS = [next(iter(intent)) for intent in DOMAIN["intents"]]
SPOKEN_BY_CODE = [name for name in INTENTS if f"utter_{name}" not in DOMAIN["responses"]]
GENERAL = {name for name in INTENTS if name.startswith("learn_")} | {"ask_consequences"}
"""What is true for everybody may speak of debts; of this person it may say nothing."""
NAMES_THE_LENDER = {"ask_charges", "learn_debt_priority", "learn_scams"}


def test_the_domain_lists_exactly_the_actions_that_exist(executor: ActionExecutor) -> None:
    assert sorted(executor.actions) == sorted(DOMAIN["actions"])


@pytest.mark.parametrize("intent", SPOKEN_BY_CODE)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_intent_is_answered_with_words_or_with_a_step(stranger: Talk, intent: str, language: Language) -> None:
    stranger.language = language
    heard = stranger.says("x y", intent)
    assert heard.messages or heard.directives
    assert not any(message.discloses for message in heard.messages)


@pytest.mark.parametrize("intent", [name for name in SPOKEN_BY_CODE if name not in GENERAL])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_before_verification_no_answer_shows_that_there_is_a_debt(
    stranger: Talk, intent: str, language: Language
) -> None:
    stranger.language = language
    said = stranger.says("x y", intent).text.lower().replace("the lender", "").replace("贷款机构", "")
    assert not [word for word in DEBT if word in said]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_before_verification_what_may_follow_is_told_as_it_is_for_everybody(stranger: Talk, language: Language) -> None:
    stranger.language = language
    heard = stranger.says("x y", "ask_consequences")
    said = heard.text.lower()
    assert not [
        word for word in ("you owe", "your debt", "your loan", "your overdue", "您欠", "您的欠款") if word in said
    ]
    assert not any(message.discloses for message in heard.messages)


@pytest.mark.parametrize("intent", SPOKEN_BY_CODE)
def test_every_intent_of_a_known_borrower_is_answered_in_both_languages(li_wei: Talk, intent: str) -> None:
    for language in ("en", "zh"):
        li_wei.language = language  # type: ignore[assignment]
        heard = li_wei.says("x y", intent)
        assert heard.messages or heard.directive("verify")
        for message in heard.messages:
            assert message.language == language or intent == "change_language"


def test_first_a_guess_then_a_person(stranger: Talk) -> None:
    ranking = ("nlu_fallback", "ask_charges", "affirm", "request_waiver", "learn_interest", "dispute_debt")
    heard = stranger.says("blah interest", "nlu_fallback", ranking=ranking)
    assert [button.payload for button in heard.last.buttons] == [
        "/ask_charges",
        "/request_waiver",
        "/learn_interest",
        "/request_human",
    ]
    heard = stranger.says("blah blah", "nlu_fallback", ranking=ranking)
    handoff = heard.directive("handoff")
    assert handoff is not None and handoff.members["reason"] == "not_understood"


def test_two_misses_with_an_answer_between_them_are_not_in_a_row(stranger: Talk) -> None:
    stranger.says("blah", "nlu_fallback")
    stranger.says("help", "ask_help")
    assert stranger.says("blah", "nlu_fallback").directive("handoff") is None


def test_a_miss_while_something_is_asked_asks_it_again(li_wei: Talk) -> None:
    li_wei.says("pay 99999", "make_payment", amount="99999")
    for _ in range(2):
        heard = li_wei.says("blorp", "nlu_fallback")
        assert "Shall I take" in heard.last.text
    assert li_wei.says("blorp", "nlu_fallback").directive("handoff")


def test_a_language_is_changed_at_once_and_said_in_it(stranger: Talk) -> None:
    heard = stranger.says("说中文", "change_language", language="zh")
    assert [one.members for one in heard.directives] == [{"language": "zh"}]
    assert heard.last.text == "好的，我们用中文继续。"
    assert heard.last.language == "zh"


def test_a_third_language_gets_a_kind_answer_and_a_person(stranger: Talk) -> None:
    heard = stranger.says("do you speak Spanish", "change_language")
    assert heard.directives == ()
    assert "English and Chinese" in heard.text
    assert "/request_human" in {button.payload for button in heard.last.buttons}


def test_a_person_is_one_word_away(stranger: Talk) -> None:
    handoff = stranger.says("person", "request_human").directive("handoff")
    assert handoff is not None
    assert handoff.members["priority"] == "normal"
    assert handoff.members["case"].startswith("H-2026-")


def test_asking_again_while_a_person_is_on_the_way_opens_nothing_new(stranger: Talk) -> None:
    with UnitOfWork(stranger.engine) as uow:
        uow.conversations.change(stranger.conversation_id, state="waiting")
        uow.commit()
    heard = stranger.says("person", "request_human")
    (asked,) = heard.directives
    assert (asked.name, asked.members["case"]) == ("handoff", None)
    assert "has been called already" in heard.text


def test_despair_calls_a_person_and_says_nothing_of_money(li_wei: Talk) -> None:
    li_wei.says("pay 99999", "make_payment", amount="99999")
    heard = li_wei.says("i can't go on", "express_distress")
    handoff = heard.directive("handoff")
    assert handoff is not None and handoff.members["priority"] == "crisis"
    assert "12356" in heard.text
    assert "CNY" not in heard.text and "Shall I" not in heard.text
    assert (question := li_wei.question()) and question["kind"] == "crisis.safe", "what was asked about money is over"
    with UnitOfWork(li_wei.engine, readonly=True) as uow:
        assert [state.state for state in uow.states.current("b1", people.NOW)] == ["distress"]


def test_despair_of_a_stranger_names_lines_of_every_country(stranger: Talk) -> None:
    assert "findahelpline.com" in stranger.says("i can't go on", "express_distress").text


def test_the_wrong_person_is_told_nothing_and_forgotten(li_wei: Talk) -> None:
    heard = li_wei.says("i'm not li wei", "wrong_person")
    assert heard.directive("forget_identity")
    assert "Li Wei" not in heard.text and "loan" not in heard.text.lower()


def test_stop_is_kept_for_a_known_borrower(li_wei: Talk) -> None:
    li_wei.says("stop", "stop_contact")
    with UnitOfWork(li_wei.engine, readonly=True) as uow:
        preference = uow.contacts_log.preference("b1")
    assert preference is not None and list(preference.opted_out) == ["all"]


def test_more_time_without_a_known_end_asks_when_money_is_back(li_wei: Talk) -> None:
    heard = li_wei.says("can i pay later", "request_extension")
    question = li_wei.question()
    assert question is not None and question["kind"] in ("relief.known", "relief.budget", "relief.when")
    assert heard.messages


def test_what_a_borrower_wrote_is_kept_nowhere_without_consent(li_wei: Talk) -> None:
    li_wei.says("my wife Anna has cancer", "explain_hardship", hardship_reason="illness")
    assert "Anna" not in str(li_wei.question())
    li_wei.says("no", "deny")
    with UnitOfWork(li_wei.engine, readonly=True) as uow:
        assert uow.situations.of_borrower("b1") == []
        assert uow.cases.of_borrower("b1") == []


def test_help_for_a_stranger_is_neutral_and_for_a_borrower_names_the_debt(
    stranger: Talk, borrower_with: Callable[..., Talk]
) -> None:
    assert "owe" not in stranger.says("help", "ask_help").text


def test_an_error_becomes_an_apology_with_a_number_and_leaves_no_words_in_the_log(
    li_wei: Talk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the secret of Li Wei")

    monkeypatch.setattr(account, "read_account", fail)
    with caplog.at_level(logging.ERROR):
        heard = li_wei.says("how much, my name is Li Wei", "check_balance")
    (message,) = heard.messages
    assert "something went wrong" in message.text
    (error_id,) = message.figures
    assert error_id in caplog.text
    assert "Li Wei" not in caplog.text and "secret" not in caplog.text


def test_a_database_that_is_away_is_an_apology_too(stranger: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    from actions import setup
    from relief.store.engine import make_engine

    broken = make_engine("postgresql://nobody@127.0.0.1:1/none?connect_timeout=1")
    monkeypatch.setattr(setup, "engine", lambda: broken)
    assert "something went wrong" in stranger.says("balance", "check_balance").text


def test_rasa_shell_works_without_a_conversation_in_the_database(database: object, executor: ActionExecutor) -> None:
    talk = Talk(executor, database, conversation_id="shell")  # type: ignore[arg-type]
    assert talk.says("help", "ask_help").messages
    assert talk.says("how much", "check_balance").directive("verify")
    assert talk.says("person", "request_human").directive("handoff")
