"""The example in docs/: cases become conversations in an inbox of Chatwoot's API channel, replies come back.

Chatwoot is played by a stand-in that answers as its published interface says."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy.engine import Engine
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from relief.cases import open_case
from relief.store.uow import UnitOfWork
from tests.bot.conftest import Gateway, eventually
from tests.bot.standin import Server, free_port

PATH = Path(__file__).resolve().parents[2] / "docs" / "examples" / "chatwoot_bridge.py"
SECRET, TOKEN, MINE = "a secret of sixteen or more", "a token of at least thirty-two characters", "bridge-secret"


@dataclass
class Chatwoot:
    """Contacts, conversations and messages of one inbox, and the private notes of its agents."""

    shown: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    contacts: list[str] = field(default_factory=list)

    def app(self) -> Starlette:
        inbox = "/public/api/v1/inboxes/{inbox}/contacts"
        return Starlette(
            routes=[
                Route(inbox, self.contact, methods=["POST"]),
                Route(inbox + "/{source}/conversations", self.conversation, methods=["POST"]),
                Route(inbox + "/{source}/conversations/{id}/messages", self.message, methods=["POST"]),
                Route("/api/v1/accounts/{account}/conversations/{id}/messages", self.remark, methods=["POST"]),
            ]
        )

    async def contact(self, request: Request) -> Response:
        self.contacts.append((await request.json())["identifier"])
        return JSONResponse({"source_id": f"s{len(self.contacts)}", "id": len(self.contacts)})

    async def conversation(self, request: Request) -> Response:
        return JSONResponse({"id": 40 + len(self.contacts), "messages": []})

    async def message(self, request: Request) -> Response:
        self.shown.append((await request.json())["content"])
        return JSONResponse({"id": len(self.shown)})

    async def remark(self, request: Request) -> Response:
        body = await request.json()
        assert body["private"] is True and request.headers["api_access_token"] == "agent"
        self.remarks.append(body["content"])
        return JSONResponse({"id": 1})


@dataclass
class Setting:
    gateway: Gateway
    chatwoot: Chatwoot
    bridge: str

    def agent(self, number: int, text: str, **more: Any) -> httpx.Response:
        """What Chatwoot's callback says when an agent writes."""
        event = {
            "event": "message_created", "id": number, "content": text, "message_type": "outgoing", "private": False,
            "sender": {"name": "Lin Yue", "type": "user"}, "conversation": {"id": 41}, **more,
        }  # fmt: skip
        return httpx.post(f"{self.bridge}/chatwoot/{MINE}", json=event)


@pytest.fixture()
def setting(lender: Engine, tmp_path: Path, start_whole: Callable[..., Gateway]) -> Iterator[Setting]:
    with UnitOfWork(lender) as uow:
        for case in uow.cases.open_cases(10_000):
            uow.cases.change(case.id, status="closed")
        uow.commit()
    spec = importlib.util.spec_from_file_location("chatwoot_bridge", PATH)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    chatwoot = Chatwoot()
    theirs, port = Server(chatwoot.app()), free_port()
    theirs.start()
    gateway = start_whole(
        environ={
            "EVENKEEL_DESK_URL": f"http://127.0.0.1:{port}/evenkeel",
            "EVENKEEL_DESK_SECRET": SECRET,
            "EVENKEEL_DESK_TOKEN": TOKEN,
            "EVENKEEL_DESK_SHARE": "lines",
        }
    )
    module.time = gateway.clock  # the tests' clock is not today's
    gateway.clock.time = lambda: gateway.clock.now().timestamp()  # type: ignore[attr-defined]
    bridge = module.Bridge(
        {
            "EVENKEEL_URL": gateway.server.url,
            "EVENKEEL_DESK_TOKEN": TOKEN,
            "EVENKEEL_DESK_SECRET": SECRET,
            "CHATWOOT_URL": theirs.url,
            "CHATWOOT_INBOX": "inbox",
            "CHATWOOT_ACCOUNT": "1",
            "CHATWOOT_ACCESS_TOKEN": "agent",
            "BRIDGE_SECRET": MINE,
            "BRIDGE_STORE": str(tmp_path / "bridge.db"),
        }
    )
    ours = Server(bridge.app(), port)
    ours.start()
    yield Setting(gateway, chatwoot, ours.url)
    ours.stop()
    theirs.stop()


def test_a_case_is_worked_on_in_chatwoot_from_opening_to_the_end(setting: Setting) -> None:
    gateway, chatwoot = setting.gateway, setting.chatwoot
    talk = gateway.open()
    case = gateway.store(
        lambda uow: open_case(uow, "complaint", idempotency_key="t", now=gateway.clock.now(), conversation_id=talk.id)
    )
    eventually(lambda: len(chatwoot.shown) == 1)
    assert chatwoot.contacts == [case.number] and chatwoot.shown[0].startswith(f"[{case.number}]")
    for _ in range(2):  # Chatwoot may call twice
        assert setting.agent(7, "I am sorry for the calls. I am looking into it.").json() == {"told": True}
    person = [line["text"] for line in talk.history(1) if line["from"] == "person"]
    assert person == ["I am sorry for the calls. I am looking into it."]
    talk.send("thank you, please call 13800138000")
    eventually(lambda: len(chatwoot.shown) == 2)
    assert "thank you" in chatwoot.shown[1] and "13800138000" not in chatwoot.shown[1]
    setting.agent(8, "called the agency", private=True)
    assert setting.agent(9, "Pay today or the police will come.").json() == {"told": False}
    assert chatwoot.remarks[0].startswith("Evenkeel: not sent.")
    done = {"event": "conversation_status_changed", "id": 41, "status": "resolved"}
    assert httpx.post(f"{setting.bridge}/chatwoot/{MINE}", json=done).json() == {"told": True}
    with UnitOfWork(gateway.engine, readonly=True) as uow:
        assert [note.text for note in uow.cases.notes(case.id)] == ["called the agency"]
        assert uow.cases.require(case.id).status == "closed"
    assert gateway.conversation(talk).state == "closed"
    eventually(lambda: "Evenkeel: the case is closed." in chatwoot.remarks)


def test_the_bridge_takes_nothing_that_is_not_signed_or_does_not_know_its_address(setting: Setting) -> None:
    assert httpx.post(f"{setting.bridge}/evenkeel", json={"id": "v", "event": "case.opened"}).status_code == 401
    assert httpx.post(f"{setting.bridge}/chatwoot/guess", json={}).status_code == 404
    assert setting.agent(1, "hello", conversation={"id": 99}).json() == {"ignored": True}
