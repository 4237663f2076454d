"""What a person decides reaches the chat: once, and only the one who is proven to be there sees what it is about."""

from __future__ import annotations

from typing import Any

import pytest

from relief import agreements, approvals
from relief.policy import resolve
from relief.policy.model import Wishes
from relief.store.uow import UnitOfWork
from tests.bot.conftest import Gateway, Talk
from tests.bot.test_identity import P
from tests.bot.test_pay import until, verified


def requested(gateway: Gateway, talk: Talk) -> str:
    """P7 has asked to settle for 4,500 in this conversation; the approval's id."""

    def work(uow: UnitOfWork) -> str:
        borrower = uow.borrowers.by_reference(P["P7"].reference)
        assert borrower
        loan = uow.loans.of_borrower(borrower.id)[0]
        now = gateway.clock.now()
        wishes = Wishes("settlement", lump_sum=450000)
        decided = agreements.decide_for(uow, borrower.id, loan.id, wishes, resolve.load(), now)
        offer = decided.decision.offer("settlement")
        assert offer
        return approvals.request(uow, decided, offer, key="k", now=now, conversation_id=talk.id).id

    return str(gateway.store(work))


def decide(gateway: Gateway, approval_id: str, what: str = "approve") -> None:
    act = approvals.approve if what == "approve" else approvals.refuse
    gateway.store(lambda uow: act(uow, approval_id, "sara", "supervisor", "Fine.", gateway.clock.now()))


def news(talk: Talk, part: str) -> list[dict[str, Any]]:
    return [line for line in talk.history() if part in line["text"]]


@pytest.mark.parametrize(
    ("language", "part", "figure"), [("en", "There is an answer", "USD 4,500.00"), ("zh", "有结果了", "4,500.00美元")]
)
def test_a_yes_is_told_once_with_what_it_is_about(whole: Gateway, language: str, part: str, figure: str) -> None:
    talk = verified(whole, "P7", language)
    decide(whole, requested(whole, talk))
    (line,) = until(lambda: news(talk, part))
    assert figure in line["text"] and line["from"] == "bot"
    assert [button["title"] for button in line["buttons"]] == ["Show it" if language == "en" else "给我看"]
    until(lambda: whole.store(lambda uow: uow.approvals.untold() == []))
    assert len(news(talk, part)) == 1


def test_a_no_is_told_kindly_with_other_ways_and_a_person(whole: Gateway) -> None:
    talk = verified(whole, "P7")
    decide(whole, requested(whole, talk), "refuse")
    (line,) = until(lambda: news(talk, "couldn't agree"))
    assert "doesn't count against you" in line["text"]
    assert [button["title"] for button in line["buttons"]] == ["See what is possible", "Talk to a person"]
    assert "Fine." not in line["text"], "what colleagues write to each other stays with them"


def test_whoever_is_not_verified_any_more_hears_nothing_of_an_account(whole: Gateway) -> None:
    talk = verified(whole, "P7")
    approval = requested(whole, talk)
    whole.clock.forward(minutes=31)
    decide(whole, approval)
    (line,) = until(lambda: news(talk, "There is an answer"))
    for word in ("USD", "4,500", "person has said", "debt", "loan"):
        assert word not in line["text"]
