"""Between Evenkeel and an inbox of Chatwoot's API channel: cases become conversations there, agents' replies come back.

    EVENKEEL_URL=https://help.example.com  EVENKEEL_DESK_TOKEN=…  EVENKEEL_DESK_SECRET=…
    CHATWOOT_URL=https://chat.example.com  CHATWOOT_INBOX=<inbox identifier>  CHATWOOT_ACCOUNT=1  CHATWOOT_ACCESS_TOKEN=…
    BRIDGE_SECRET=<long, random>           BRIDGE_STORE=bridge.db
    uvicorn --factory chatwoot_bridge:from_environment --port 8090

Evenkeel calls `/evenkeel` (EVENKEEL_DESK_URL); the inbox's callback URL in Chatwoot is `/chatwoot/<BRIDGE_SECRET>`. Beside the standard
library it needs starlette, httpx and uvicorn.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import sqlite3
import time
from collections.abc import Mapping
from dataclasses import dataclass

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

WINDOW_S = 300
MARK = "Evenkeel: "
"""Our own private notes begin so, and are not taken for an agent's."""


@dataclass(frozen=True)
class Place:
    """Where a case is in Chatwoot."""

    number: str
    source: str
    conversation: int


class Store:
    """Which case is which conversation, and which calls were taken already."""

    def __init__(self, path: str) -> None:
        self._db = sqlite3.connect(path, check_same_thread=False)
        self._db.execute("CREATE TABLE IF NOT EXISTS place (number PRIMARY KEY, source, conversation UNIQUE)")
        self._db.execute("CREATE TABLE IF NOT EXISTS taken (id PRIMARY KEY)")

    def of_case(self, number: str) -> Place | None:
        return self._one("SELECT number, source, conversation FROM place WHERE number = ?", number)

    def of_conversation(self, conversation: int) -> Place | None:
        return self._one("SELECT number, source, conversation FROM place WHERE conversation = ?", conversation)

    def keep(self, place: Place) -> None:
        with self._db:
            self._db.execute("INSERT INTO place VALUES (?, ?, ?)", (place.number, place.source, place.conversation))

    def was_taken(self, event: str) -> bool:
        return self._db.execute("SELECT 1 FROM taken WHERE id = ?", (event,)).fetchone() is not None

    def taken(self, event: str) -> None:
        with self._db:
            self._db.execute("INSERT OR IGNORE INTO taken VALUES (?)", (event,))

    def _one(self, query: str, value: object) -> Place | None:
        row = self._db.execute(query, (value,)).fetchone()
        return Place(*row) if row else None


class Bridge:
    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env
        self._store = Store(env.get("BRIDGE_STORE", "bridge.db"))
        self._inbox = f"{env['CHATWOOT_URL']}/public/api/v1/inboxes/{env['CHATWOOT_INBOX']}"

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/evenkeel", self.from_evenkeel, methods=["POST"]),
                Route("/chatwoot/{secret}", self.from_chatwoot, methods=["POST"]),
            ]
        )

    # -- Evenkeel → Chatwoot -------------------------------------------------------------------------------------

    async def from_evenkeel(self, request: Request) -> Response:
        raw = await request.body()
        if not self._signed(request.headers, raw):
            return JSONResponse({"detail": "the signature does not fit"}, 401)
        event = json.loads(raw)
        if self._store.was_taken(event["id"]):
            return JSONResponse({"repeated": True})
        case = event["case"]
        async with httpx.AsyncClient(timeout=10, trust_env=False) as http:
            place = self._store.of_case(case["number"]) or await self._open(http, case)
            if event["event"] == "case.opened":
                await self._show(http, place, f"[{case['number']}] {case['summary']}")
            elif event["event"] == "case.line":
                text = (event.get("line") or {}).get("text")
                await self._show(http, place, text or "The borrower wrote. Please read it in the Evenkeel console.")
            elif event["event"] == "case.closed":
                await self._remark(http, place, "the case is closed.")
        self._store.taken(event["id"])
        return JSONResponse({"repeated": False})

    async def _open(self, http: httpx.AsyncClient, case: Mapping[str, str]) -> Place:
        person = {"identifier": case["number"], "name": case.get("name") or case["number"]}
        contact = _ok(await http.post(f"{self._inbox}/contacts", json=person))
        source = contact["source_id"]
        conversation = _ok(await http.post(f"{self._inbox}/contacts/{source}/conversations", json={}))
        place = Place(case["number"], source, int(conversation["id"]))
        self._store.keep(place)
        return place

    async def _show(self, http: httpx.AsyncClient, place: Place, text: str) -> None:
        path = f"{self._inbox}/contacts/{place.source}/conversations/{place.conversation}/messages"
        _ok(await http.post(path, json={"content": text}))

    async def _remark(self, http: httpx.AsyncClient, place: Place, text: str) -> None:
        """A private note for the agents."""
        path = f"{self._env['CHATWOOT_URL']}/api/v1/accounts/{self._env['CHATWOOT_ACCOUNT']}/conversations/{place.conversation}/messages"
        headers = {"api_access_token": self._env["CHATWOOT_ACCESS_TOKEN"]}
        _ok(await http.post(path, json={"content": MARK + text, "private": True}, headers=headers))

    def _signed(self, headers: Mapping[str, str], raw: bytes) -> bool:
        stamp, given = headers.get("x-evenkeel-timestamp", ""), headers.get("x-evenkeel-signature", "")
        if not stamp.isdigit() or abs(time.time() - int(stamp)) > WINDOW_S:
            return False
        right = hmac.new(self._env["EVENKEEL_DESK_SECRET"].encode(), stamp.encode() + b"." + raw, hashlib.sha256)
        return hmac.compare_digest(given, f"v1={right.hexdigest()}")

    # -- Chatwoot → Evenkeel -------------------------------------------------------------------------------------

    async def from_chatwoot(self, request: Request) -> Response:
        if not hmac.compare_digest(request.path_params["secret"].encode(), self._env["BRIDGE_SECRET"].encode()):
            return JSONResponse({"detail": "not here"}, 404)
        event = await request.json()
        kind = event.get("event")
        conversation = event["conversation"]["id"] if kind == "message_created" else event.get("id")
        place = self._store.of_conversation(int(conversation or 0))
        if place is None:
            return JSONResponse({"ignored": True})
        name = (event.get("sender") or {}).get("name") or ""
        if kind == "message_created" and event.get("message_type") == "outgoing":
            text = event.get("content") or ""
            if text.startswith(MARK):
                return JSONResponse({"ignored": True})
            what = "notes" if event.get("private") else "replies"
            return await self._tell(place, what, {"id": f"chatwoot-{event['id']}", "text": text, "agent": name})
        if kind == "conversation_status_changed" and event.get("status") == "resolved":
            return await self._tell(place, "close", {"outcome": "answered"})
        return JSONResponse({"ignored": True})

    async def _tell(self, place: Place, what: str, body: dict[str, str]) -> Response:
        """Call Evenkeel. What it refuses, the agent reads beside the conversation, with a kinder way where there is one."""
        path = f"{self._env['EVENKEEL_URL']}/api/v1/desk/cases/{place.number}/{what}"
        headers = {"Authorization": f"Bearer {self._env['EVENKEEL_DESK_TOKEN']}"}
        async with httpx.AsyncClient(timeout=10, trust_env=False) as http:
            answer = await http.post(path, json=body, headers=headers)
            if answer.status_code in (400, 409, 422):
                problem = answer.json()
                kinder = " ".join(one["instead"] for one in problem.get("objections", ()))
                await self._remark(http, place, f"not sent. {problem['detail']} {kinder}".strip())
            elif not answer.is_success:
                return JSONResponse({"detail": "Evenkeel is not there"}, 502)
        return JSONResponse({"told": answer.is_success})


def _ok(answer: httpx.Response) -> dict[str, object] | dict[str, str]:
    answer.raise_for_status()
    found: dict[str, str] = answer.json()
    return found


def from_environment() -> Starlette:
    return Bridge(os.environ).app()
