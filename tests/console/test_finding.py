"""Search, transcripts, export, cases, ready replies, approvals."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, timezone

import pytest

from bot.console.covering import Cover
from relief.store.records import Borrower, Contact
from relief.store.uow import UnitOfWork
from tests.bot.conftest import Gateway
from tests.bot.standin import StandIn, say
from tests.bot.test_pay import verified
from tests.console.conftest import Hire
from tests.console.test_case import act, reply, taken, waiting

NOW = datetime(2026, 11, 23, tzinfo=timezone.utc)
LI = Borrower(
    "b1", "EK-482913", "Li Wei", "李伟", date(1992, 3, 14), "zh", "Asia/Shanghai", "CN", "CNY", None, 0, [], None, NOW
)
OWN = [
    Contact("c1", "b1", "phone", "+8613800138000", True, None),
    Contact("c2", "b1", "email", "li.wei@example.org", False, None),
]


@pytest.mark.parametrize(
    ("said", "covered"),
    [
        ("my number is 138 0013 8000", "my number is 138 0013 8000"),
        ("write to li.wei@example.org", "write to li.wei@example.org"),
        ("my reference is EK-482913", "my reference is EK-482913"),
        ("ask my wife Anna Smith", "ask my wife [name]"),
        ("her number is 139 1111 2222", "her number is [phone]"),
        ("anna@example.com knows", "[email] knows"),
        ("我老公叫王建国，电话13911112222", "我老公叫[name]，电话[phone]"),
        ("我是李伟，手机13800138000", "我是李伟，手机13800138000"),
        ("I can pay 300 on 24 November", "I can pay 300 on 24 November"),
    ],
)
def test_what_belongs_to_others_is_covered_and_what_is_the_borrower_s_own_is_not(said: str, covered: str) -> None:
    assert Cover(LI, OWN).text(said) == covered


def test_the_export_holds_what_was_said_without_colleagues_names_or_private_notes(
    whole: Gateway, rasa: StandIn, hire: Hire
) -> None:
    mei = hire(whole, "Meifang")
    rasa.answers(say("I see."))
    talk = verified(whole)
    talk.send("my wife Anna Smith has the phone 139 1111 2222")
    taken(whole, talk, mei)
    reply(mei, talk, "Thank you for telling me.")
    mei.post(f"/console/c/{talk.id}/note", {"note": "secret thoughts"})
    borrower = whole.conversation(talk).bound_borrower_id
    page = mei.page(f"/console/b/{borrower}/export")
    assert "my wife <mark>[name]</mark> has the phone <mark>[phone]</mark>" in page and "Read every line" in page
    again = mei.post(f"/console/b/{borrower}/export", {"also": "telling me\n", "do": "show"}).text
    assert "Thank you for <mark>[covered]</mark>." in again and "telling me</textarea>" in again
    answer = mei.post(f"/console/b/{borrower}/export", {"do": "download"})
    assert "covered by a machine" in answer.json()["notice"]["en"]
    assert answer.headers["content-disposition"].startswith("attachment")
    text = json.dumps(answer.json(), ensure_ascii=False)
    assert "Thank you for telling me." in text and "my wife [name] has the phone [phone]" in text
    assert "secret thoughts" not in text and "Meifang" not in text
    assert "name" not in [key for one in answer.json()["conversations"] for line in one["messages"] for key in line]
    with UnitOfWork(whole.engine, readonly=True) as uow:
        assert "file.exported" in [line.action for line in uow.audit.about(borrower or "")]


def test_a_transcript_is_read_to_print_and_as_json_and_both_are_noted(
    whole: Gateway, rasa: StandIn, hire: Hire
) -> None:
    mei = hire(whole)
    talk = taken(whole, verified(whole), mei)
    reply(mei, talk, "Hello there.")
    page = mei.page(f"/console/c/{talk.id}/transcript")
    assert "Hello there." in page and "<strong>Mei</strong>" in page
    body = mei.get(f"/console/c/{talk.id}/transcript.json").json()
    said = [line for line in body["messages"] if line["from"] == "person"]
    assert [(line["name"], line["text"]) for line in said] == [("Mei", "Hello there.")]
    borrower = whole.conversation(talk).bound_borrower_id
    with UnitOfWork(whole.engine, readonly=True) as uow:
        what = [line.data.get("what") for line in uow.audit.about(borrower or "") if line.action == "file.read"]
    assert {"transcript", "transcript.json"} <= set(what)


def test_a_conversation_is_found_by_name_reference_contact_case_and_words(
    whole: Gateway, rasa: StandIn, hire: Hire
) -> None:
    mei = hire(whole)
    talk = verified(whole)
    rasa.answers(say("Noted."))
    talk.send("the roof of our house came down")
    other = waiting(whole, rasa)
    with UnitOfWork(whole.engine, readonly=True) as uow:
        borrower = uow.borrowers.require(whole.conversation(talk).bound_borrower_id or "")
        phone = uow.borrowers.contacts(borrower.id)[0].value

    def found(**query: str) -> list[str]:
        return re.findall(r'scope="row"><a href="/console/c/([^"]+)"', mei.get("/console/search", params=query).text)

    for words in (borrower.full_name, borrower.native_name or "", borrower.reference, phone, "ROOF of our"):
        assert found(q=words) == [talk.id], words
    assert found(state="waiting") == [other.id]
    assert found(q="100%") == [] and found(q="nothing like this") == []
    assert found(since="2026-11-24") == [] and len(found(since="2026-11-23")) == 2


def test_a_case_is_taken_and_closed_with_what_came_of_it(whole: Gateway, rasa: StandIn, hire: Hire) -> None:
    from relief.cases import open_case

    mei = hire(whole)
    talk = waiting(whole, rasa)
    case = whole.store(
        lambda uow: open_case(uow, "dispute", idempotency_key="d", now=whole.clock.now(), conversation_id=talk.id)
    )
    assert case.number in mei.page("/console/cases?kind=dispute") and case.number not in mei.page(
        "/console/cases?kind=fraud"
    )
    mei.post(f"/console/cases/{case.id}/take")
    assert "no_outcome" in mei.post(f"/console/cases/{case.id}/close").headers["location"]
    assert (
        "case_closed"
        in mei.post(f"/console/cases/{case.id}/close", {"outcome": "The fee was wrong"}).headers["location"]
    )
    assert case.number not in mei.page("/console/cases")


def test_a_ready_reply_needs_both_languages_the_same_places_and_words_that_may_be_said(
    whole: Gateway, hire: Hire
) -> None:
    mei, tom = hire(whole, "Mei"), hire(whole, "Tom")
    good = {"title": "Rest", "category": "Mine", "text_en": "Rest well, {name}.", "text_zh": "{name}，好好休息。"}
    for change in (
        {"text_zh": ""},
        {"text_zh": "好好休息。"},
        {"text_en": "{", "text_zh": "{"},
        {"text_en": "Pay or go to jail, {name}"},
    ):
        assert mei.post("/console/canned", {**good, **change}).status_code == 422
    assert mei.post("/console/canned", good).status_code == 303
    assert "Rest well" in mei.page("/console/canned?q=rest") and "Rest well" not in tom.page("/console/canned")


def test_an_approval_asked_for_by_oneself_is_decided_by_somebody_else(
    whole: Gateway, rasa: StandIn, hire: Hire
) -> None:
    mei, sara = hire(whole, "Mei", roles=("collector", "supervisor")), hire(whole, "Sara", roles=("supervisor",))
    talk = taken(whole, verified(whole, "P7"), mei)
    loan = re.search(r'name="loan"><option>([^<]+)<', mei.page(f"/console/c/{talk.id}"))
    assert loan
    act(mei, talk, "offers", loan=loan[1], kind="settlement", amount="4500")
    offer = re.search(
        r'name="decision" value="([^"]+)"><input type="hidden" name="hash" value="([^"]+)"',
        mei.page(f"/console/c/{talk.id}"),
    )
    assert offer
    assert act(mei, talk, "send-offer", decision=offer[1], hash=offer[2]).status_code == 409
    assert act(mei, talk, "ask-approval", decision=offer[1], hash=offer[2]).status_code == 303
    (waiting_one,) = whole.store(lambda uow: uow.approvals.pending())
    own = mei.post(f"/console/approvals/{waiting_one.id}", {"decision": "approve", "reason": "fine"})
    assert own.status_code == 409 and "four eyes" in own.text
    assert sara.post(f"/console/approvals/{waiting_one.id}", {"decision": "approve"}).status_code == 409
    assert (
        sara.post(f"/console/approvals/{waiting_one.id}", {"decision": "approve", "reason": "fair"}).status_code == 303
    )
    assert act(mei, talk, "send-offer", decision=offer[1], hash=offer[2]).status_code == 303
    line = next(line for line in reversed(talk.history()) if line["from"] == "person")
    answer = talk.press(line["cards"][0]["button"]["token"])
    assert answer.status_code == 200
    assert whole.store(lambda uow: uow.approvals.require(waiting_one.id)).status == "taken"
