"""Verifying and paying over SQLite and over PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.engine import Engine

from bot.database import Database
from bot.identity import limits
from bot.notices import NoticeWorker
from relief.portfolio.demo import seed
from relief.store.records import Notice
from relief.store.uow import UnitOfWork
from tests.bot.conftest import NOW, Gateway
from tests.bot.test_identity import code_for, text_of, wrong
from tests.bot.test_pay import call_back, payments, started, until, verified


@pytest.fixture()
def gateway(engine: Engine, start_whole: Callable[..., Gateway]) -> Gateway:
    seed(engine, NOW.date(), 60)
    return start_whole(engine=engine)


def test_the_whole_way_and_money_that_comes_once(gateway: Gateway) -> None:
    talk = verified(gateway)
    request_id = started(gateway, talk)
    with ThreadPoolExecutor(6) as pool:
        said = [answer.json()["status"] for answer in pool.map(lambda _: call_back(gateway, request_id), range(6))]
    assert sorted(said) == ["booked"] + ["repeated"] * 5
    assert [payment.amount for payment in payments(gateway)] == [50000]
    assert len(until(lambda: [line for line in talk.history() if "has arrived" in line["text"]])) == 1


def test_wrong_codes_at_once_are_all_counted(gateway: Gateway) -> None:
    talk = gateway.open()
    talk.say("EK-482913 14 March 1992")
    bad = wrong(code_for(gateway))
    with ThreadPoolExecutor(5) as pool:
        said = [answer.json() for answer in pool.map(lambda n: talk.send(bad, f"w{n}"), range(limits.MISSES))]
    assert sum("stop checking" in text_of(answer["messages"]) for answer in said) == 1
    assert talk.send(code_for(gateway)).json()["verified"] is False


class Counting:
    """A sender that only counts."""

    keeps_text = False

    def __init__(self) -> None:
        self.sent: list[str] = []

    async def send(self, notice: Notice, now: object) -> None:
        self.sent.append(notice.id)


def test_several_gateways_send_a_notice_once(engine: Engine) -> None:
    with UnitOfWork(engine) as uow:
        for number in range(20):
            uow.notices.add(Notice(f"n_{number}", "+86", "sms", "x", NOW, "waiting", 0, None, f"k{number}"))
        uow.commit()
    sender = Counting()

    def look(_: int) -> int:
        return asyncio.run(NoticeWorker(Database(engine), {"sms": sender}, lambda: NOW).look())

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(look, range(4))) == 20
    assert sorted(sender.sent) == sorted(f"n_{number}" for number in range(20))
