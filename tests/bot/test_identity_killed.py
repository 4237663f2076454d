"""The gateway is killed (-9) at each step of verifying and of paying: nothing is lost, nothing is done twice."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy.engine import Engine

from relief.store.uow import UnitOfWork
from tests.bot.alone import Alone
from tests.bot.conftest import Talk, account_flows
from tests.bot.standin import StandIn
from tests.bot.test_identity import CONTACT, text_of
from tests.bot.test_pay import link_in, opened, until

pytestmark = pytest.mark.system


@pytest.fixture()
def alone(lender: Engine, rasa: StandIn, tmp_path: Path) -> Iterator[Alone]:
    rasa.script = account_flows
    gateway = Alone(tmp_path / "home", str(lender.url), rasa.server.port)
    yield gateway
    gateway.stop()


def talk_with(gateway: Alone) -> Talk:
    http = httpx.Client(base_url=gateway.url, timeout=20)
    opened = http.post("/api/v1/conversations", json={"language": "en"}).json()
    return Talk(http, opened["conversation"], opened["token"], opened)


def code(gateway: Alone) -> str:
    messages = httpx.get(f"{gateway.url}/demo/inbox.json", params={"to": CONTACT}).json()["messages"]
    return str(messages[0]["code"])


def restart(gateway: Alone, talk: Talk) -> Talk:
    """A new process; the client goes on with the conversation that it has."""
    gateway.start()
    return Talk(httpx.Client(base_url=gateway.url, timeout=20), talk.id, talk.token, talk.opened, talk.count)


def dying(talk: Talk, text: str, message_id: str) -> None:
    with suppress(httpx.HTTPError):
        talk.send(text, message_id)


def test_killed_when_the_particulars_came(alone: Alone, lender: Engine) -> None:
    """`received` and all that verification did are one transaction: the same message again is answered the same way."""
    alone.start()
    talk = talk_with(alone)
    talk.say("how much do I owe")
    alone.stop()
    alone.start("received")
    talk.http = httpx.Client(base_url=alone.url, timeout=20)
    dying(talk, "EK-482913 14 March 1992", "particulars")
    assert alone.died()
    talk = restart(alone, talk)
    again = talk.send("EK-482913 14 March 1992", "particulars")
    assert "a code of 6 digits" in text_of(again.json()["messages"])
    with UnitOfWork(lender, readonly=True) as uow:
        assert len(uow.notices.to(CONTACT)) == 1
    assert talk.send(code(alone), "code").json()["verified"] is True


@pytest.mark.parametrize("fault", ["received", "asked", "answered"])
def test_killed_when_the_code_came(alone: Alone, rasa: StandIn, fault: str) -> None:
    alone.start()
    talk = talk_with(alone)
    talk.say("how much do I owe")
    talk.say("EK-482913 14 March 1992")
    right = code(alone)
    alone.stop()
    alone.start(fault)
    talk.http = httpx.Client(base_url=alone.url, timeout=20)
    dying(talk, right, "code")
    assert alone.died()
    talk = restart(alone, talk)

    def answered() -> list[Any]:
        return [line for line in talk.history() if line["text"] == "Here is what you owe."]

    until(answered, 20)
    again = talk.send(right, "code").json()
    assert again["verified"] is True
    assert "Thank you, Li Wei" in text_of(again["messages"]) and "Here is what you owe." in text_of(again["messages"])
    assert len(answered()) == 1
    assert len([line for line in talk.history() if "Thank you, Li Wei" in line["text"]]) == 1


def verified(gateway: Alone) -> Talk:
    talk = talk_with(gateway)
    talk.say("EK-482913 14 March 1992")
    assert talk.send(code(gateway)).json()["verified"] is True
    return talk


@pytest.mark.parametrize("fault", ["booked", "told"])
def test_killed_between_booking_and_telling(alone: Alone, lender: Engine, fault: str) -> None:
    alone.start(fault)
    talk = verified(alone)
    browser = opened(link_in(talk.say("pay")))
    browser.submit(amount="own", own="500")
    with suppress(httpx.HTTPError):
        browser.submit(outcome="succeeded")
    assert alone.died()
    talk = restart(alone, talk)

    def told() -> list[Any]:
        return [line for line in talk.history() if "has arrived" in line["text"]]

    until(told, 20)
    until(lambda: not untold(lender), 10)
    browser.at(browser.http.get(str(browser.page.url)))
    assert browser.submit(outcome="succeeded").status_code == 200
    assert "Your payment has arrived" in browser.text
    time.sleep(1.5)
    assert len(told()) == 1
    with UnitOfWork(lender, readonly=True) as uow:
        borrower = uow.borrowers.by_reference("EK-482913")
        assert borrower is not None
        paid = [payment for payment in uow.payments.of_borrower(borrower.id) if payment.channel == "online"]
    assert [payment.amount for payment in paid] == [50000]


def untold(engine: Engine) -> list[Any]:
    with UnitOfWork(engine, readonly=True) as uow:
        return list(uow.payment_requests.untold())
