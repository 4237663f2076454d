"""One's own data in the chat: seen, copied, corrected and erased by whoever is verified, and by nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from relief import audit
from relief.cases import close_case, open_case
from relief.store import tables
from relief.store.records import Situation
from relief.store.uow import UnitOfWork
from tests.actions import people
from tests.actions.conftest import MovingClock
from tests.actions.talk import Talk
from words.model import Language

LANGUAGES: list[Language] = ["en", "zh"]
ASKED = {"en": "delete my data", "zh": "把我的信息删掉"}


def actions_on(talk: Talk, subject: str = "b1") -> list[str]:
    with UnitOfWork(talk.engine, readonly=True) as uow:
        return [line.action for line in uow.audit.about(subject)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("delete my data", "erase"),
        ("我要一份副本", "copy"),
        ("my address is wrong", "correct"),
        ("你们有我什么信息", None),
    ],
)
def test_before_verification_nothing_is_shown_and_the_wish_is_kept(
    stranger: Talk, language: Language, text: str, wish: str | None
) -> None:
    stranger.language = language
    heard = stranger.says(text, "request_privacy")
    verify = heard.directive("verify")
    assert verify and verify.text("resume") == "/request_privacy" + (f'{{"wish": "{wish}"}}' if wish else "")
    assert heard.directive("paper") is None and stranger.question() is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_held_and_why_with_three_ways_on(li_wei: Talk, language: Language) -> None:
    li_wei.language = language
    said = li_wei.says("what do you know about me?", "request_privacy").last
    assert [button.payload for button in said.buttons] == [
        f'/request_privacy{{"wish": "{wish}"}}' for wish in ("copy", "correct", "erase")
    ]


@pytest.mark.parametrize("said", ["send me a copy of my data", "导出我的数据", '/request_privacy{"wish": "copy"}'])
def test_a_copy_is_offered_behind_a_link(li_wei: Talk, said: str) -> None:
    paper = li_wei.says(said, "request_privacy").directive("paper")
    assert paper and (paper.text("kind"), paper.text("subject")) == ("data", "b1")


def test_a_time_zone_and_a_language_are_put_right_at_once(li_wei: Talk) -> None:
    li_wei.says("my time zone is wrong, it is Asia/Singapore", "request_privacy")
    li_wei.says("my data is wrong: my language is Chinese", "request_privacy")
    with UnitOfWork(li_wei.engine, readonly=True) as uow:
        borrower = uow.borrowers.require("b1")
    assert (borrower.timezone, borrower.language) == ("Asia/Singapore", "zh")
    assert actions_on(li_wei).count("data.corrected") == 2


def test_a_new_phone_is_kept_but_trusted_only_after_a_code_and_a_person(li_wei: Talk) -> None:
    said = li_wei.says("please update my number to +86 139 0000 0009", "request_privacy").text
    with UnitOfWork(li_wei.engine, readonly=True) as uow:
        (contact,) = uow.borrowers.contacts("b1")
        (case,) = uow.cases.of_borrower("b1")
    assert (contact.value, contact.is_primary, contact.confirmed_at) == ("+8613900000009", False, None)
    assert case.number in said and "0009" not in said


@pytest.mark.parametrize(
    ("language", "wrong", "right"),
    [("en", "you have my name wrong", "it is Li Wei-Ming"), ("zh", "我的名字写错了", "应该是李伟明")],
)
def test_the_rest_is_asked_for_and_goes_to_a_person(li_wei: Talk, language: Language, wrong: str, right: str) -> None:
    li_wei.language = language
    li_wei.says(wrong, "request_privacy")
    assert li_wei.question()["kind"] == "data.wrong"  # type: ignore[index]
    li_wei.says("name", "inform")
    assert li_wei.question()["kind"] == "data.right"  # type: ignore[index]
    said = li_wei.says(right, "inform").text
    with UnitOfWork(li_wei.engine, readonly=True) as uow:
        (case,) = uow.cases.of_borrower("b1")
        (note,) = uow.cases.notes(case.id)
    assert case.number in said and right in note.text and case.kind == "data"


@pytest.mark.parametrize("language", LANGUAGES)
def test_before_erasing_it_is_said_what_goes_what_stays_why_and_until_when(li_wei: Talk, language: Language) -> None:
    li_wei.language = language
    heard = li_wei.says(ASKED[language], "request_privacy")
    assert "10" in heard.text and "反洗钱法" in heard.text
    assert li_wei.question()["kind"] == "data.erase"  # type: ignore[index]
    li_wei.presses(heard.last.buttons[1].payload)
    assert "data.erased" not in actions_on(li_wei) and li_wei.question() is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_yes_erases_words_and_household_and_leaves_account_and_proof(
    li_wei: Talk, clock: MovingClock, language: Language
) -> None:
    li_wei.language = language
    with UnitOfWork(li_wei.engine) as uow:
        uow.situations.add(Situation("si1", "b1", "c_1", "illness", "my secret illness", None, people.NOW))
        answered = open_case(uow, "complaint", idempotency_key="old", now=people.NOW, borrower_id="b1")
        close_case(uow, answered, outcome="done", by="s_1", now=people.NOW)
        waiting = open_case(uow, "dispute", idempotency_key="new", now=people.NOW, borrower_id="b1")
        uow.commit()
    heard = li_wei.says(ASKED[language], "request_privacy")
    assert waiting.number in heard.text and answered.number not in heard.text
    done = li_wei.presses(heard.last.buttons[0].payload)
    assert done.directive("erase_tracker") is not None
    with UnitOfWork(li_wei.engine, readonly=True) as uow:
        assert uow.situations.latest("b1") is None
        assert len(uow.loans.of_borrower("b1")) == 1 and uow.payments.of_borrower("b1")
        (request,) = uow.data_requests.of_borrower("b1")
        (line,) = [line for line in uow.audit.about("b1") if line.action == "data.erased"]
        assert audit.verify(uow.connection) is None
        everything = [
            str(row)
            for table in tables.metadata.sorted_tables
            if table.name != "audit"
            for row in uow.connection.execute(select(table))
        ]
    assert request.status == "pending" and "c_1" in request.todo["memories"]
    assert line.data["stays"] == ["account", "dealings", "open_cases", "record"]
    assert not [row for row in everything if "secret illness" in row]


def test_a_second_delivery_of_the_yes_erases_once(li_wei: Talk) -> None:
    heard = li_wei.says("delete my data", "request_privacy")
    for _ in range(2):
        li_wei.presses(heard.last.buttons[0].payload, message_id="m-yes")
    with UnitOfWork(li_wei.engine, readonly=True) as uow:
        assert len(uow.data_requests.of_borrower("b1")) == 1


def test_an_old_yes_erases_nothing(li_wei: Talk, clock: MovingClock) -> None:
    heard = li_wei.says("delete my data", "request_privacy")
    clock.at += timedelta(minutes=16)
    li_wei.presses(heard.last.buttons[0].payload)
    assert "data.erased" not in actions_on(li_wei)
