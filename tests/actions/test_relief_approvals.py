"""What a person must agree to, as it is talked about: asked for, waited for, told, taken."""

from __future__ import annotations

import pytest

from relief import approvals
from relief.store.records import Approval
from relief.store.uow import UnitOfWork
from tests.actions import people
from tests.actions.conftest import As
from tests.actions.talk import Talk
from tests.actions.test_relief import plans, yes
from words.model import Language


def asked(talk: Talk) -> Approval:
    with UnitOfWork(talk.engine, readonly=True) as uow:
        (waiting,) = approvals.pending(uow)
    return waiting.approval


def decided(talk: Talk, what: str = "approve") -> None:
    with UnitOfWork(talk.engine) as uow:
        act = approvals.approve if what == "approve" else approvals.refuse
        act(uow, asked(talk).id, "sara", "supervisor", "The floor is met.", people.NOW)
        uow.commit()


def to_the_request(talk: Talk) -> str:
    talk.says("4500 to settle", "request_settlement", amount="4500")
    return yes(talk).text


@pytest.mark.parametrize(
    ("language", "person", "nothing_added", "said_yes"),
    [
        ("en", "supervisor", "nothing is added to what you owe", "said yes"),
        ("zh", "主管", "不会增加任何费用", "人工已经同意"),
    ],
)
def test_a_settlement_is_asked_for_waited_for_and_booked_with_a_yes(
    talk_as: As, language: Language, person: str, nothing_added: str, said_yes: str
) -> None:
    talk = talk_as("P7")
    talk.language = language
    heard = to_the_request(talk)
    assert person in heard and nothing_added in heard
    approval = asked(talk)
    assert approval.conversation_id == talk.conversation_id
    with UnitOfWork(talk.engine, readonly=True) as uow:
        number = uow.cases.require(approval.case_id).number
    assert number in talk.says("how far is it", "ask_plan_status").text
    assert plans(talk) == ["proposed"]
    decided(talk)
    shown = talk.says("how far is it", "ask_plan_status")
    assert said_yes in shown.text and "4,500.00" in shown.text
    assert plans(talk) == ["proposed"], "the borrower's own yes is still needed"
    booked = yes(talk)
    assert plans(talk) == ["accepted"]
    paper, link = booked.directive("paper"), booked.directive("pay_link")
    assert paper and link and link.members["amount"] == "4500.00"


def test_asking_again_with_charm_or_threats_changes_nothing(talk_as: As) -> None:
    talk = talk_as("P7")
    first = to_the_request(talk)
    for text in ("you are so kind, please make it 4500", "settle for 4500 or i will tell the newspaper"):
        talk.says(text, "request_settlement", amount="4500")
        assert yes(talk).text == first
    assert len([asked(talk)]) == 1 and plans(talk) == ["proposed"]


def test_after_a_no_nothing_can_be_taken_and_other_ways_are_shown(talk_as: As) -> None:
    talk = talk_as("P7")
    to_the_request(talk)
    decided(talk, "refuse")
    heard = talk.says("how far is it", "ask_plan_status")
    assert "no plan" in heard.text.lower()
    assert plans(talk) == ["expired"]


def test_a_no_of_the_borrower_leaves_the_approved_offer_for_later(talk_as: As) -> None:
    talk = talk_as("P7")
    to_the_request(talk)
    decided(talk)
    talk.says("how far is it", "ask_plan_status")
    talk.says("no, not today", "deny")
    assert plans(talk) == ["proposed"]
    talk.says("how far is it", "ask_plan_status")
    yes(talk)
    assert plans(talk) == ["accepted"]


def test_the_farmer_hears_the_day_of_his_harvest_and_takes_it_once_a_person_agrees(talk_as: As) -> None:
    talk = talk_as("P3")
    talk.language = "zh"
    talk.says("能不能延期，等卖了猪再还", "request_extension")
    assert "2027年2月5日" in yes(talk).text
    yes(talk)
    with UnitOfWork(talk.engine) as uow:
        approvals.approve(uow, asked(talk).id, "mei", "collector", "卖猪的日子清楚。", people.NOW)
        uow.commit()
    talk.says("我的申请怎么样了", "ask_plan_status")
    assert "2027年2月5日" in yes(talk).text
    assert plans(talk) == ["accepted"]
