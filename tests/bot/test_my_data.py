"""A copy of one's own data behind a link, and an erasure that reaches every place where words are kept."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select

from bot.documents.my_data import data_copy
from bot.erasure import Eraser
from bot.nlu.memory import Memory
from relief import erasure
from relief.store import tables
from relief.store.uow import UnitOfWork
from tests.bot.conftest import Gateway, Talk
from tests.bot.standin import custom, say
from tests.bot.test_identity import P
from tests.bot.test_papers import LINK, text_in, words_of
from tests.bot.test_pay import Browser, verified
from tests.bot.test_states import run

SECRET = "my husband hides our letters, call him on 13800138000"
PDF = b"%PDF-1.7\n" + b"0" * 100


def borrower_id(gateway: Gateway, person: str = "P1") -> str:
    found = gateway.store(lambda uow: uow.borrowers.by_reference(P[person].reference))
    assert found
    return str(found.id)


def offered(gateway: Gateway, talk: Talk, rasa: Any, subject: str) -> dict[str, Any]:
    rasa.answers(say("Here it is."), custom(directive="paper", kind="data", subject=subject))
    return next(line for line in talk.say("a copy of my data please") if line["files"])


def test_a_link_that_was_passed_on_shows_nothing_before_the_date_of_birth(whole: Gateway, rasa: Any) -> None:
    talk = verified(whole)
    talk.say(SECRET)
    found = LINK.search(offered(whole, talk, rasa, borrower_id(whole))["text"])
    assert found
    for address in (found[0], found[0] + ".pdf", found[0] + ".json"):
        page = Browser(address)
        assert not [word for word in ("Li Wei", "CNY", "letters", "loan") if word in page.text], address
    page = Browser(found[0])
    page.submit(birth="14 March 1992")
    assert "Li Wei" in page.text and "CNY 12,000.00" in page.text and "hides our letters" in page.text
    data = page.http.get(found[0] + ".json")
    assert data.headers["content-type"] == "application/json" and "attachment" in data.headers["content-disposition"]
    assert data.json()["person"]["full_name"] == "Li Wei" and data.json()["loans"][0]["principal"] == "12000.00"
    assert page.http.get(found[0] + ".pdf").content.startswith(b"%PDF")


def test_third_parties_are_covered_in_the_copy(whole: Gateway, rasa: Any) -> None:
    talk = verified(whole)
    rasa.answers(say("I see."))
    talk.say(SECRET)
    who = borrower_id(whole)
    with UnitOfWork(whole.engine, readonly=True) as uow:
        paper = data_copy(uow, who, who, "en", whole.clock.now())
    assert paper and paper.data
    for made in (words_of(paper), json.dumps(paper.data)):
        assert "hides our letters" in made and "13800138000" not in made


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_copy_reads_in_both_languages_on_paper(whole: Gateway, language: Any) -> None:
    who = borrower_id(whole)
    with UnitOfWork(whole.engine, readonly=True) as uow:
        paper = data_copy(uow, who, who, language, whole.clock.now())
    assert paper
    read = text_in(paper.pdf())
    assert ("What we hold about you" if language == "en" else "我们保存的您的信息") in read and "�" not in read


def test_nobody_gets_the_copy_of_somebody_else(whole: Gateway, rasa: Any) -> None:
    talk = verified(whole, "P2")
    rasa.answers(say("Here."), custom(directive="paper", kind="data", subject=borrower_id(whole)))
    assert not [line for line in talk.say("a copy of my data please") if line["files"]]


def erase(gateway: Gateway, talk: Talk, rasa: Any, key: str = "k") -> None:
    """What the action does on a yes: in its own transaction, while the gateway waits for its words."""
    who = borrower_id(gateway)

    def script(asked: dict[str, Any]) -> list[dict[str, Any]]:
        with UnitOfWork(gateway.engine) as uow:
            erasure.erase(
                uow,
                who,
                key=key,
                now=gateway.clock.now(),
                conversation_id=talk.id,
                message_id=asked["metadata"]["message_id"],
            )
            uow.commit()
        return [say("It is erased."), custom(directive="erase_tracker")]

    rasa.script = script
    talk.say("yes, erase it")


def everything(gateway: Gateway) -> str:
    """Every row of every table but the record, as text."""
    with UnitOfWork(gateway.engine, readonly=True) as uow:
        rows = [
            str(row)
            for table in tables.metadata.sorted_tables
            if table.name != "audit"
            for row in uow.connection.execute(select(table))
        ]
    return "\n".join(rows)


def test_an_erasure_reaches_every_place(whole: Gateway, rasa: Any) -> None:
    other = verified(whole)
    other.say(f"earlier: {SECRET}")
    other.upload(PDF, "letter.pdf")
    talk = verified(whole)
    talk.say(SECRET)
    url = f"sqlite:///{whole.settings.home / 'rasa.db'}"
    memory = Memory(url)
    for one in (other, talk):
        memory.save(one.id, json.dumps([SECRET]))
    assert "hides our letters" in everything(whole) and len(list(whole.settings.uploads.iterdir())) == 1
    erase(whole, talk, rasa)
    eraser = Eraser(whole.services.database, whole.settings, whole.clock.now)
    run(whole, eraser.look)
    kept = everything(whole)
    assert "hides our letters" not in kept and "letter.pdf" not in kept
    assert memory.load(other.id) is None and memory.load(talk.id) is None
    assert list(whole.settings.uploads.iterdir()) == []
    assert (talk.id, []) in rasa.told
    who = borrower_id(whole)
    with UnitOfWork(whole.engine, readonly=True) as uow:
        (request,) = uow.data_requests.of_borrower(who)
        actions = [line.action for line in uow.audit.about(who)]
        assert uow.dialogue.of(other.id, whole.clock.now()).question is None
        assert uow.loans.of_borrower(who)
    assert request.status == "done" and {"data.erased", "data.erasure_done"} <= set(actions)
    assert [line["text"] for line in talk.history() if line["from"] == "bot"] == ["It is erased."]
    assert talk.send("are you there").status_code == 200, "the conversation goes on"
    assert other.send("hello").status_code == 401, "the other one is over"


def test_what_a_person_works_on_is_erased_when_they_have_finished(whole: Gateway, rasa: Any) -> None:
    held = verified(whole)
    held.say(SECRET)
    whole.change(held, state="person", owner="s1")
    talk = verified(whole)
    erase(whole, talk, rasa)
    eraser = Eraser(whole.services.database, whole.settings, whole.clock.now)
    run(whole, eraser.look)
    assert "hides our letters" in everything(whole)
    whole.change(held, state="bot", owner=None)
    run(whole, eraser.look)
    assert "hides our letters" not in everything(whole)
    who = borrower_id(whole)
    (request,) = whole.store(lambda uow: uow.data_requests.of_borrower(who))
    assert request.status == "done"


def test_files_of_a_case_that_is_not_answered_stay_until_it_is(whole: Gateway, rasa: Any) -> None:
    from relief.cases import open_case

    talk = verified(whole)
    talk.upload(PDF, "proof.pdf")

    who = borrower_id(whole)

    def attach(uow: UnitOfWork) -> None:
        (file,) = uow.uploads.of_conversation(talk.id)
        case = open_case(
            uow,
            "dispute",
            idempotency_key="d",
            now=whole.clock.now(),
            borrower_id=who,
            conversation_id=talk.id,
        )
        uow.uploads.change(file.id, case_id=case.id)

    whole.store(attach)
    erase(whole, talk, rasa)
    run(whole, Eraser(whole.services.database, whole.settings, whole.clock.now).look)
    assert len(list(whole.settings.uploads.iterdir())) == 1 and "proof.pdf" in everything(whole)


def test_somebody_elses_words_stay(whole: Gateway, rasa: Any) -> None:
    other = verified(whole, "P2")
    other.say("words of somebody else")
    erase(whole, verified(whole), rasa)
    assert "words of somebody else" in everything(whole)


def test_a_crisis_in_one_chat_lets_the_question_in_the_other_rest_too(whole: Gateway, rasa: Any) -> None:
    from dataclasses import replace

    first, second = verified(whole), verified(whole)
    open_question = {"id": "q", "kind": "pay.loan", "expects": ["ordinal"], "data": {}, "reminded": 0}
    now = whole.clock.now()
    when = {"asked_at": now.isoformat(), "expires_at": now.isoformat()}

    def ask(uow: UnitOfWork) -> None:
        uow.dialogue.put(replace(uow.dialogue.of(first.id, now), question={**open_question, **when}, updated_at=now))

    whole.store(ask)
    second.say("I want to end my life")
    assert whole.store(lambda uow: uow.dialogue.of(first.id, now)).question is None
    assert whole.store(lambda uow: uow.dialogue.of(second.id, now)).question["kind"] == "crisis.safe"


def test_codes_of_ours_stand_in_words_on_paper() -> None:
    from relief.cases import KINDS
    from relief.policy.specs import STATES
    from words.my_data import TEXTS

    assert {f"kind_{kind}" for kind in KINDS} | {f"is_{state}" for state in STATES} <= set(TEXTS)


def test_the_chat_in_which_it_was_asked_stays_linked_and_every_other_is_unlinked(whole: Gateway, rasa: Any) -> None:
    from sqlalchemy import insert

    other, talk = verified(whole), verified(whole)
    chats = tables.metadata.tables["telegram_chats"]

    def link(uow: UnitOfWork) -> None:
        for at, one in enumerate((other, talk)):
            row = {
                "conversation_id": one.id,
                "chat_id": str(at),
                "opened_at": whole.clock.now(),
                "contact_asked": False,
            }
            uow.connection.execute(insert(chats), row)

    whole.store(link)
    erase(whole, talk, rasa)
    with UnitOfWork(whole.engine, readonly=True) as uow:
        assert [row[0] for row in uow.connection.execute(select(chats.c.conversation_id))] == [talk.id]
